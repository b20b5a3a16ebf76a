"""Themes of small written comments, with the shipped models."""

from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.cluster import cluster
from pipeline.tables import conform, empty

BUSES = [
    "There are no buses in our village after six o'clock.",
    "The bus service is unreliable and always late.",
    "We need more frequent buses to the hospital.",
    "Bus fares have become far too expensive for young people.",
    "The last bus leaves before my shift ends.",
    "An evening bus service would help those who work shifts.",
    "Our bus was cancelled three times last week.",
]
LIBRARIES = [
    "The library should open at weekends.",
    "Our library is the only warm place to read and study.",
    "Please do not close the village library.",
    "Children love the story hour at the library.",
    "The library needs newer books and computers.",
    "Volunteers cannot run a library without trained librarians.",
]
POTHOLES = [
    "The potholes on Mill Lane damage cars.",
    "Potholes are filled badly and open again within weeks.",
    "Cyclists are hurt by potholes in the dark.",
    "Report a pothole and nothing happens for months.",
    "The road surface is full of potholes after every winter.",
    "Mending potholes properly would save money.",
    "Large potholes make the school road dangerous.",
]
SAID = [(f"R{n:02d}", "Q2", text) for n, text in enumerate(BUSES + LIBRARIES + POTHOLES, start=1)]
SUBJECT = {
    f"R{n:02d}:Q2.01": subject
    for n, subject in enumerate(["bus"] * 7 + ["library"] * 6 + ["pothole"] * 7, start=1)
}
DOGS = [
    ("X1", "Q3", "Dogs foul the pavement by the park."),
    ("X2", "Q3", "More dog waste bins are needed."),
    ("X3", "Q3", "Dog owners ignore the bins by the play area."),
]
CARERS = [
    ("C1", "Q1a", "The draft plan forgets unpaid carers."),
    ("C2", "Q1a", "Unpaid carers are forgotten in the draft plan."),
]

Tables = dict[str, pd.DataFrame]


def narrowest(tables: Tables) -> pd.DataFrame:
    """Assignments to themes of one question that hold no narrower theme."""
    themes = tables["themes"]
    kept = themes[
        ~themes["theme_id"].isin(themes["parent_id"].dropna()) & themes["question_id"].notna()
    ]
    return tables["assignments"].merge(kept, on="theme_id")


def people_of(tables: Tables) -> dict[str, set[str]]:
    """Respondents of each theme, as read from the segment ids."""
    owners = tables["assignments"].assign(
        who=tables["assignments"]["segment_id"].str.split(":").str[0]
    )
    return owners.groupby("theme_id")["who"].agg(set).to_dict()


@pytest.fixture(scope="module")
def tables(find: Callable[..., Tables]) -> Tables:
    return find(SAID)


@pytest.mark.parametrize("subject", ["bus", "library", "pothole"])
def test_most_of_each_subject_is_one_theme_with_its_name(tables: Tables, subject: str) -> None:
    rows = narrowest(tables).assign(subject=lambda frame: frame["segment_id"].map(SUBJECT))
    mine = rows[rows["subject"] == subject]
    theme = mine["theme_id"].value_counts().idxmax()
    inside = rows[rows["theme_id"] == theme]
    assert set(inside["subject"]) == {subject}
    assert len(inside) >= 5
    assert subject in inside["label"].iloc[0].lower()
    assert 2 <= len(inside["label"].iloc[0]) <= 60


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="what is left over of two subjects ('no buses in our village', 'trained librarians') "
    "is joined into a theme of two people who do not say the same",
)
def test_no_theme_mixes_the_subjects(tables: Tables) -> None:
    rows = narrowest(tables).assign(subject=lambda frame: frame["segment_id"].map(SUBJECT))
    mixed = rows.groupby("theme_id")["subject"].agg(set).loc[lambda subjects: subjects.map(len) > 1]
    assert mixed.to_dict() == {}


def test_what_most_of_a_theme_says_is_among_its_keywords(tables: Tables) -> None:
    themes = tables["themes"]
    buses = themes[themes["label"] == "Bus service"]
    assert len(buses) > 0
    assert all("bus" in words.split("; ") for words in buses["keywords"])


def test_finer_and_broader_themes_nest(find: Callable[..., Tables], tables: Tables) -> None:
    by = {"standard": tables} | {g: find(SAID, granularity=g) for g in ("broad", "fine")}
    place = {g: narrowest(t).set_index("segment_id")["theme_id"] for g, t in by.items()}
    for fine, wide in (("fine", "standard"), ("standard", "broad"), ("fine", "broad")):
        pairs = {(place[fine][segment], place[wide][segment]) for segment in SUBJECT}
        assert len(pairs) == place[fine].nunique()


@pytest.mark.parametrize("granularity", ["broad", "standard", "fine"])
def test_each_segment_is_in_one_narrowest_theme_and_in_all_that_hold_it(
    find: Callable[..., Tables], granularity: str
) -> None:
    found = find([*SAID, *DOGS, ("Y1", "Q1a", "I agree.")], granularity=granularity)
    rows = narrowest(found)
    assert rows["segment_id"].is_unique
    assert set(rows["segment_id"]) == {*SUBJECT, "X1:Q3.01", "X2:Q3.01", "X3:Q3.01", "Y1:Q1a.01"}
    themes = found["themes"].set_index("theme_id")
    held = found["assignments"].groupby("theme_id")["segment_id"].agg(set)
    for theme, parent in themes["parent_id"].dropna().items():
        assert held[theme] <= held[parent]
        assert pd.isna(themes.at[parent, "parent_id"])
        assert themes.at[parent, "question_id"] == themes.at[theme, "question_id"]


def test_a_broader_theme_counts_the_union(find: Callable[..., Tables]) -> None:
    # R01 also says what others say, so that children share respondents.
    found = find([*SAID, ("R01", "Q1b", "Bus fares are too dear."),
                  ("R02", "Q2", "Bus tickets have become far too expensive.")])  # fmt: skip
    themes, people = found["themes"].set_index("theme_id"), people_of(found)
    assert themes["n_respondents"].to_dict() == {name: len(who) for name, who in people.items()}
    for parent in set(themes["parent_id"].dropna()):
        children = themes.index[themes["parent_id"] == parent]
        assert len(children) > 1
        assert people[parent] == set().union(*(people[child] for child in children))


def test_counts_are_those_of_the_assignments(tables: Tables) -> None:
    themes = tables["themes"].set_index("theme_id")
    counted = tables["assignments"].groupby("theme_id")["segment_id"].nunique()
    assert themes["n_segments"].to_dict() == counted.to_dict()


def test_the_same_said_in_nearly_the_same_words_is_one_theme_counted_by_respondent(
    find: Callable[..., Tables],
) -> None:
    found = find([
        ("R1", "Q2", "We need more buses in the evening."),
        ("R1", "Q2", "Really, we need many more buses in the evening."),
        ("R2", "Q2", "we need more buses in the evening"),
        ("R3", "Q2", "We need more buses in the evenings!"),
        ("R4", "Q2", "The library roof leaks."),
        ("R5", "Q2", "The library roof is leaking."),
    ])  # fmt: skip
    rows = narrowest(found)
    themes = rows.drop_duplicates("theme_id").set_index("theme_id")
    assert sorted(themes["n_respondents"]) == [2, 3]
    buses = themes[themes["n_respondents"] == 3].iloc[0]
    assert buses["n_segments"] == 4
    assert "bus" in buses["label"].lower()


def test_five_paraphrases_alone_are_one_theme(find: Callable[..., Tables]) -> None:
    wordings = [
        "We need more buses in the evening.",
        "More evening buses are needed.",
        "Please run buses later at night.",
        "Buses should run in the evenings too.",
        "There should be an evening bus service.",
    ]
    found = find([(f"R{n}", "Q2", text) for n, text in enumerate(wordings)])
    assert len(set(narrowest(found)["theme_id"])) == 1


@pytest.mark.parametrize(
    "text",
    ["I agree.", "Yes, strongly support.", "Agree with the draft plan.", "Sounds sensible.",
     "Great plan!", "👍", "Broadly agree with everything"],
)  # fmt: skip
def test_bare_agreement_is_general(find: Callable[..., Tables], text: str) -> None:
    found = find([("R1", "Q1a", text), *CARERS])
    rows = narrowest(found).set_index("segment_id")
    assert rows.at["R1:Q1a.01", "status"] == "general"
    assert rows.at["R1:Q1a.01", "theme_id"] == "Q1-general"
    assert rows.at["C1:Q1a.01", "status"] == "candidate"


def test_what_is_tagged_general_is_general(find: Callable[..., Tables]) -> None:
    found = find([("R1", "Q1a", "Thank you for the coffee at the event."), *CARERS],
                 general=frozenset({0}))  # fmt: skip
    rows = narrowest(found).set_index("segment_id")
    assert rows.loc[["R1:Q1a.01", "C1:Q1a.01"], "status"].tolist() == ["general", "candidate"]


def test_a_refusal_in_the_words_of_the_question_is_a_point(find: Callable[..., Tables]) -> None:
    said = [(f"R{n}", "Q4", "Do not close the village library.") for n in range(3)]
    found = find([*said, *CARERS])
    rows = narrowest(found).set_index("segment_id")
    assert set(rows.loc[["R0:Q4.01", "R1:Q4.01", "R2:Q4.01"], "status"]) == {"candidate"}


def test_only_bare_agreement_gives_no_theme_but_general(find: Callable[..., Tables]) -> None:
    found = find([("R1", "Q1a", "I agree."), ("R2", "Q1b", "Yes."),
                  *[(who, "Q2", text) for who, _, text in CARERS]])  # fmt: skip
    themes = found["themes"]
    assert themes.loc[themes["question_id"] == "Q1", "theme_id"].tolist() == ["Q1-general"]
    general = themes.set_index("theme_id").loc["Q1-general"]
    assert (general["n_respondents"], general["n_segments"]) == (2, 2)
    assert pd.isna(general["parent_id"])


@pytest.mark.parametrize("seed", [1, 2])
def test_row_order_changes_nothing(find: Callable[..., Tables], tables: Tables, seed: int) -> None:
    shuffled = find(SAID, shuffle=seed)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, shuffled[name])


def test_comments_on_another_question_change_nothing_here(
    find: Callable[..., Tables], tables: Tables
) -> None:
    more = find([*SAID, *DOGS])
    here = more["themes"][more["themes"]["question_id"] == "Q2"].reset_index(drop=True)
    pd.testing.assert_frame_equal(here, tables["themes"])
    kept = more["assignments"][more["assignments"]["theme_id"].isin(here["theme_id"])]
    pd.testing.assert_frame_equal(kept.reset_index(drop=True), tables["assignments"])


def test_a_comment_on_another_subject_keeps_the_ids_of_the_themes(
    find: Callable[..., Tables], tables: Tables
) -> None:
    more = find([*SAID, ("X1", "Q2", "Dogs foul the pavement by the park.")])
    for subject in ("library", "pothole"):
        ids = [
            rows.loc[rows["segment_id"].map(SUBJECT) == subject, "theme_id"].value_counts().idxmax()
            for rows in (narrowest(tables), narrowest(more))
        ]
        assert ids[0] == ids[1]


def test_parts_of_a_question_are_clustered_together(find: Callable[..., Tables]) -> None:
    found = find([("R1", "Q1a", "Unpaid carers are forgotten."),
                  ("R2", "Q1b", "Carers who are unpaid have been forgotten."),
                  ("R3", "Q1b", "The potholes damage cars.")])  # fmt: skip
    rows = narrowest(found).set_index("segment_id")
    assert rows.at["R1:Q1a.01", "theme_id"] == rows.at["R2:Q1b.01", "theme_id"]
    assert set(rows["question_id"]) == {"Q1"}


def test_a_theme_across_questions_spans_groups_and_people(find: Callable[..., Tables]) -> None:
    found = find([
        ("R1", "Q2", "Unpaid carers are forgotten."), ("R2", "Q2", "The potholes damage cars."),
        ("R3", "Q2", "Potholes are everywhere."), ("R2", "Q3", "Unpaid carers need support."),
        ("R1", "Q3", "Dogs foul the pavement."), ("R1", "Q1a", "Dogs foul the pavements."),
    ])  # fmt: skip
    themes = found["themes"]
    across = themes[themes["question_id"].isna()]
    people = people_of(found)
    assert len(across) == 1  # dogs: in two groups, by one person only
    (carers,) = across["theme_id"]
    assert "carer" in across["label"].iloc[0].lower()
    assert people[carers] == {"R1", "R2"}
    assert across["n_respondents"].tolist() == [2]
    held = found["assignments"].query("theme_id == @carers")["segment_id"]
    assert set(held) == {"R1:Q2.01", "R2:Q3.01"}


def test_tables_are_as_declared_and_describe_real_words(tables: Tables) -> None:
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, conform(name, table))
    themes = tables["themes"]
    assert set(themes["description"]) <= {text for _, _, text in SAID}
    siblings = themes[~themes["theme_id"].isin(themes["parent_id"].dropna())]
    assert siblings["label"].str.lower().is_unique
    assert tables["assignments"]["score"].between(0, 1).all()


def test_a_broader_theme_is_not_called_what_one_of_its_themes_is(tables: Tables) -> None:
    themes = tables["themes"].set_index("theme_id")
    inside = themes.dropna(subset=["parent_id"])
    assert (inside["label"] != inside["parent_id"].map(themes["label"])).all()


def test_arguments_are_not_changed(find: Callable[..., Tables], nlp, embedder) -> None:
    from pipeline.embeddings import embed
    from tests.unit.cluster.conftest import tables_of

    given = tables_of(SAID)
    given |= embed(given["segments"], embedder)
    before = {name: table.copy(deep=True) for name, table in given.items()}
    cluster(**given, nlp=nlp, embedder=embedder)
    for name, table in given.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_no_segments_give_empty_tables(nlp, embedder) -> None:
    names = ("segments", "comments", "questions", "acts", "vectors")
    found = cluster(**{name: empty(name) for name in names}, nlp=nlp, embedder=embedder)
    assert sorted(found) == ["assignments", "metrics", "themes"]
    assert [len(table) for table in found.values()] == [0, 0, 0]


@pytest.mark.parametrize(
    "said",
    [[("R1", "Q2", "More buses please.")],
     [("R1", "Q2", "More buses please."), ("R2", "Q2", "Keep the library open.")],
     [("R1", "Q1a", "I agree.")]],
    ids=["one comment", "two different comments", "bare agreement only"],
)  # fmt: skip
def test_a_tiny_consultation_has_themes(find: Callable[..., Tables], said: list) -> None:
    found = find(said)
    assert len(found["themes"]) == len(said)
    assert (found["themes"]["n_respondents"] == 1).all()


def test_themes_whose_digests_begin_alike_are_kept_apart(find: Callable[..., Tables]) -> None:
    found = find([
        ("R1", "Q2", "Mend the pothole outside number 1775 Mill Lane."),
        ("R2", "Q2", "Buy 1406 new picture books for the library."),
        ("R3", "Q2", "Dogs foul the pavement."), ("R4", "Q2", "Dogs are fouling the pavement."),
    ])  # fmt: skip
    assert narrowest(found)["theme_id"].nunique() == 3


ODD = ["Why not go faster?", "Never again", "日本語のコメント", "http://example.org/a?b=c",
       "1 2 3 4", "it's what they're doing", "A" * 300, "more more more more"]  # fmt: skip


def test_odd_comments_get_a_theme_with_a_name_of_its_own(find: Callable[..., Tables]) -> None:
    found = find([(f"R{n}", "Q2", text) for n, text in enumerate(ODD)])
    rows = narrowest(found)
    assert rows["segment_id"].is_unique
    assert len(rows) == len(ODD)
    labels = rows.drop_duplicates("theme_id")["label"]
    assert labels.str.strip().str.len().min() > 0
    assert labels.str.lower().is_unique


def test_hundreds_of_comments_of_a_few_forms(find: Callable[..., Tables]) -> None:
    places = ["Melton", "Oadby", "Hinckley", "Wigston", "Syston"]
    wants = ["more evening buses", "safer cycle lanes", "a new library", "fewer potholes"]
    said = [
        (f"R{i:03d}", "Q2", f"We need {wants[i % 4]} in {places[i // 4 % 5]} by {2020 + i // 20}.")
        for i in range(300)
    ]
    found = find(said)
    themes = found["themes"]
    top = themes[themes["parent_id"].isna()]
    assert top["n_respondents"].sum() == 300
    wanted = {f"R{i:03d}:Q2.01": i % 4 for i in range(300)}
    rows = narrowest(found).assign(want=lambda frame: frame["segment_id"].map(wanted))
    buses = set(rows.loc[rows["want"] == 0, "theme_id"])
    assert not buses & set(rows.loc[rows["want"] == 2, "theme_id"])
    names = top["label"].str.lower()
    assert names.str.contains("bus").sum() == names.str.contains("librar").sum() == 1
