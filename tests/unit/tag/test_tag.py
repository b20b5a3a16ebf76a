"""Tags: what earns one, and what must not."""

import pandas as pd
import pytest

from pipeline.embeddings import embed
from pipeline.tables import conform
from pipeline.tag import tag

SAID = [
    ("Q1a", "The last bus service leaves before evening surgery ends."),
    ("Q1a", "Agree."),
    ("Q1a", "Our village library has been closed since March."),
    ("Q2", "We need more teachers in our primary schools."),
    ("Q2", "The draft plan is far too long and full of jargon."),
    ("Q2", "My sister keeps bees."),
    ("Q3", "My sister keeps bees."),
    ("Q3", "Thank you."),
    ("Q3", "Public transport here is hopeless, with no trains at all."),
]


@pytest.fixture(scope="module")
def tables(tag_all):
    return tag_all(SAID)


def labels(tables, index: int) -> set[str]:
    tags = tables["tags"]
    return set(tags.loc[tags["segment_id"].str.startswith(f"R{index:02d}:"), "label_id"])


def row(tables, index: int, label: str) -> pd.Series:
    tags = tables["tags"]
    mine = tags["segment_id"].str.startswith(f"R{index:02d}:") & (tags["label_id"] == label)
    return tags[mine].iloc[0]


def test_a_priority_brings_its_outcome_with_the_best_score(tables):
    assert {"M1", "MOVE"} <= labels(tables, 0)
    assert row(tables, 0, "MOVE")["score"] >= row(tables, 0, "M1")["score"]


def test_evidence_of_a_term_is_where_it_stands_in_the_comment(tables):
    found = row(tables, 0, "M1")
    whole = "Foreword. " + SAID[0][1]
    assert found["why"] == "bus service"
    assert whole[found["start"] : found["end"]] == "bus service"


def test_bare_agreement_is_about_what_was_asked_and_no_more(tables):
    assert labels(tables, 1) == {"MOVE"}


def test_the_question_does_not_tag_an_answer_about_something_else(tables):
    assert labels(tables, 2) == {"LEARN", "L2"}


def test_inflected_terms_are_found(tables):
    assert {"LEARN", "L1"} <= labels(tables, 3)


def test_remarks_on_the_document_are_cross(tables):
    assert labels(tables, 4) == {"CROSS"}


def test_whole_document_is_the_default_only_where_it_was_asked_about(tables):
    assert labels(tables, 5) == {"CROSS"}
    assert row(tables, 5, "CROSS")["decision"] == "needs_review"
    assert labels(tables, 6) == set()
    assert labels(tables, 7) == set()


def test_a_question_without_scope_leaves_the_words_to_speak(tables):
    assert {"MOVE", "M1"} <= labels(tables, 8)


def test_every_segment_has_an_act_and_scores_follow_decisions(tables):
    assert len(tables["acts"]) == len(SAID)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, conform(name, frame))
    sure = tables["tags"]["score"] >= 0.75
    assert (tables["tags"]["decision"] == sure.map({True: "auto", False: "needs_review"})).all()


def test_without_a_framework_there_are_acts_and_no_tags(tag_all, tables):
    result = tag_all(SAID, using=None)
    assert result["tags"].empty
    pd.testing.assert_frame_equal(result["acts"], tables["acts"])


def test_row_order_changes_nothing(tag_all, tables):
    shuffled = tag_all(SAID, shuffle=True)
    for name in tables:
        pd.testing.assert_frame_equal(shuffled[name], tables[name])


def test_arguments_are_not_changed(nlp, embedder, framework, tables_of):
    given = tables_of(SAID)
    given |= embed(given["segments"], embedder)
    before = {name: frame.copy(deep=True) for name, frame in given.items()}
    tag(**given, framework=framework, nlp=nlp, embedder=embedder)
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_abbreviations_are_not_words(tag_all, framework):
    learning = framework.outcomes[1]
    schools = learning.priorities[0].model_copy(update={"terms": ("school", "SEND")})
    outcome = learning.model_copy(update={"priorities": (schools, learning.priorities[1])})
    other = framework.model_copy(update={"outcomes": (framework.outcomes[0], outcome)})
    said = [
        ("Q3", "SEND pupils wait too long for a place at school."),
        ("Q3", "Teachers at the school send home too many letters."),
    ]
    tags = tag_all(said, using=other)["tags"]
    why = tags[tags["label_id"] == "L1"].set_index("segment_id")["why"]
    assert why["R00:Q3.01"] in ("SEND", "school")
    assert (tags.loc[tags["segment_id"] == "R01:Q3.01", "why"] != "SEND").all()
