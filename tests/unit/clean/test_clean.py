"""The stage as a whole."""

import pandas as pd
import pytest

from pipeline.clean import clean
from pipeline.errors import RunError
from pipeline.language import load_language
from pipeline.tables import conform

CELLS = {
    ("R01", "R01:Q1a"): "We need more buses. The library must stay open.",
    ("R01", "R01:Q1b"): "",
    ("R02", "R02:Q1a"): "No comment",
    ("R02", "R02:Q1b"): "Write to jo@example.org in LE3 8RA.",
    ("R02", "R02#2:Q1b"): "write to jo@example.org  in LE3 8RA",
    ("R03", "R03~1:Q1a"): "An earlier reply.",
    ("R03", "R03:Q1a"): "A later reply.",
    ("R03", "R03:Q1b"): "A later reply.",
}


def responses(cells):
    rows = [
        {
            "comment_id": comment_id, "respondent_id": respondent_id,
            "question_id": comment_id.partition(":")[2], "verbatim": verbatim,
            "submitted_at": None, "channel": None, "source_file": "replies.csv",
            "source_sheet": None, "source_row": row,
        }
        for row, ((respondent_id, comment_id), verbatim) in enumerate(cells.items(), start=2)
    ]  # fmt: skip
    return conform("responses", pd.DataFrame(rows))


def questions():
    rows = [
        {
            "question_id": question_id, "parent_id": parent, "role": role, "number": None,
            "text": "Why?", "about": None, "scope": None, "position": position,
        }
        for position, (question_id, parent, role) in enumerate(
            [("Q1", None, "group"), ("Q1a", "Q1", "why"), ("Q1b", "Q1", "anything_else")], start=1
        )
    ]  # fmt: skip
    return conform("questions", pd.DataFrame(rows))


@pytest.fixture(scope="module")
def tables():
    return clean(responses(CELLS), questions(), nlp=load_language())


def test_every_cell_has_the_one_status_it_should(tables):
    status = tables["comments"].set_index("comment_id")["status"].to_dict()
    assert status == {
        "R01:Q1a": "analysed",
        "R01:Q1b": "blank",
        "R02:Q1a": "non_answer",
        "R02#2:Q1b": "analysed",  # sorts before "R02:Q1b"
        "R02:Q1b": "duplicate",
        "R03~1:Q1a": "superseded",
        "R03:Q1a": "analysed",
        "R03:Q1b": "analysed",  # the same words under another question
    }


def test_a_duplicate_names_the_first(tables):
    comments = tables["comments"].set_index("comment_id")
    assert comments["duplicate_of"].dropna().to_dict() == {"R02:Q1b": "R02#2:Q1b"}


def test_redactions_are_masked_and_counted(tables):
    row = tables["comments"].set_index("comment_id").loc["R02#2:Q1b"]
    assert row["text"] == "write to [email] in [postcode]"
    assert (row["n_redactions"], row["n_words"]) == (2, 3)


def test_only_analysed_comments_have_segments(tables):
    segments = tables["segments"]
    assert set(segments["comment_id"]) == {"R01:Q1a", "R02#2:Q1b", "R03:Q1a", "R03:Q1b"}
    first = segments[segments["comment_id"] == "R01:Q1a"]
    assert first["segment_id"].tolist() == ["R01:Q1a.01", "R01:Q1a.02"]
    assert first["text"].tolist() == ["We need more buses.", "The library must stay open."]


def test_exclusions_add_up_to_the_file(tables):
    exclusions = tables["exclusions"]
    assert exclusions["n_comments"].sum() == len(CELLS)
    counted = exclusions.set_index(["question_id", "status"])
    assert counted.loc[("Q1a", "analysed"), "n_respondents"] == 2


def test_language_and_campaign_are_not_guessed(tables):
    assert tables["comments"][["language", "campaign_id"]].isna().all(axis=None)
    assert tables["issues"].empty


def test_cells_to_look_at_are_reported_without_their_words():
    cells = {
        ("R01", "R01:Q1a"): "buses " * 5461 + "a",
        ("R02", "R02:Q1a"): "The number nine bus must run on Sundays again. " * 2,
    }
    issues = clean(responses(cells), questions(), nlp=load_language())["issues"]
    assert issues["issue_id"].tolist() == ["clean-0001", "clean-0002", "clean-0003"]
    assert issues["severity"].tolist() == ["warning", "note", "note"]
    assert issues["source_row"].tolist() == [2, 2, 3]
    assert not issues["message"].str.contains("bus").any()


def test_an_unknown_question_is_refused():
    with pytest.raises(RunError, match="Q1b"):
        clean(responses(CELLS), questions().query("question_id != 'Q1b'"), nlp=load_language())


def test_no_responses_give_empty_tables():
    empty = responses(CELLS).iloc[:0]
    assert all(table.empty for table in clean(empty, questions(), nlp=load_language()).values())
