"""Statements about what people wrote: who is counted, in which words, how much is stated."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from pipeline.tables import conform
from tests.unit.summarise.conftest import PEOPLE, Said, Tables, made, tables_of

Write = Callable[..., Tables]

BUSES = [
    "The evening buses are too few.",
    "We rely on the evening buses.",
    "The evening buses help shift workers.",
    "The evening buses are often cancelled.",
    "The evening buses are expensive.",
    "Nobody uses the evening buses in winter.",
    "The evening buses serve the hospital.",
    "The evening buses are unsafe.",
]
LIBRARY = [
    "The library roof leaks.", "The library roof is leaking badly.",
    "Rain comes through the library roof.",
]  # fmt: skip


def on_buses(*acts: str, start: int = 0) -> list[Said]:
    """One person an act, all on the theme "Evening buses"."""
    return [
        (PEOPLE[start + n], "Evening buses", act, BUSES[(start + n) % len(BUSES)])
        for n, act in enumerate(acts)
    ]


def with_the_rest(said: Sequence[Said]) -> list[Said]:
    """Add everybody who said nothing, with a comment that makes no point: base 20."""
    here = {who for who, *_ in said}
    return [*said, *((who, "-", "general", "I agree.") for who in PEOPLE if who not in here)]


def texts(found: Tables, *, group: str | None = "Q1") -> list[str]:
    statements = found["statements"]
    return statements.loc[statements["question_id"] == group, "text"].tolist()


# What is said of how many


@pytest.mark.parametrize(
    ("act", "verbs"),
    [
        ("suggestion", ("made suggestions about",)),
        ("concern", ("expressed concern about", "Concern about")),
        ("query", ("sought clarification of", "asked about")),
        ("support", ("welcomed", "supported")),
        ("observation", ("commented on", "raised by")),
    ],
)
@pytest.mark.parametrize(
    ("n", "word"), [(2, "two"), (3, "a few"), (5, "several")], ids=["2", "3", "5"]
)
def test_the_act_and_the_number(
    write: Write, act: str, verbs: tuple[str, ...], n: int, word: str
) -> None:
    (text,) = texts(write(with_the_rest(on_buses(*[act] * n))))
    assert any(verb in text for verb in verbs)
    assert f"{word} respondents" in text.lower()
    assert "the evening buses" in text.lower()


def test_strong_support_from_two_fifths(write: Write) -> None:
    (text,) = texts(write(with_the_rest(on_buses(*["support"] * 8))))
    assert text == "There was strong support for the evening buses."
    (text,) = texts(write(with_the_rest(on_buses(*["support"] * 7))))
    assert "strong" not in text


def test_strong_support_counts_those_in_favour(write: Write) -> None:
    (text,) = texts(write(with_the_rest(on_buses(*["support"] * 6, "observation", "observation"))))
    assert "strong support" not in text


def test_no_strong_support_where_some_are_against(write: Write) -> None:
    found = write(with_the_rest(on_buses(*["support"] * 8, "concern", "concern")))
    assert not any("strong" in text for text in texts(found))


@pytest.mark.parametrize("act", ["support", "suggestion", "query"])
def test_everyone_counted_does_what_the_sentence_says(write: Write, act: str) -> None:
    found = write(with_the_rest(on_buses(act, act, act, "observation")))
    (text,) = texts(found)
    assert "several respondents" not in text.lower() or "raised by" in text or "commented" in text


def test_mixed_acts_are_told_plainly(write: Write) -> None:
    (text,) = texts(write(with_the_rest(on_buses("suggestion", "query", "observation", "query"))))
    assert "commented on" in text or "raised by" in text
    assert "several respondents" in text.lower()


def test_words_for_a_part_follow_the_key(write: Write) -> None:
    (text,) = texts(write(with_the_rest(on_buses(*["query"] * 4, "observation"))))
    assert "most of them" not in text


def test_opposed_views_are_two_statements(write: Write) -> None:
    found = write(with_the_rest(on_buses(*["support"] * 4, *["concern"] * 3)))
    statements = found["statements"]
    assert statements["act"].tolist() == ["support", "concern"]
    assert statements["n_respondents"].tolist() == [4, 3]
    people = found["supporters"].groupby("statement_id")["respondent_id"].agg(set)
    assert people["Q1-01"] == set(PEOPLE[:4])
    assert people["Q1-02"] == set(PEOPLE[4:7])
    assert found["statement_themes"]["theme_id"].tolist() == ["Q1-evening-buses"] * 2


def test_a_respondent_counts_once_however_much_they_write(write: Write) -> None:
    said = [(PEOPLE[0], "Evening buses", "concern", text) for text in BUSES[:4]]
    found = write(with_the_rest([*said, *on_buses("concern", start=4)]))
    assert found["statements"]["n_respondents"].tolist() == [2]
    assert len(found["supporters"]) == 2


def test_the_most_telling_act_of_a_respondent_decides(write: Write) -> None:
    said = [
        (who, "Evening buses", act, text)
        for who in PEOPLE[:2]
        for act, text in (("observation", BUSES[1]), ("concern", BUSES[3]))
    ]
    assert write(with_the_rest(said))["statements"]["act"].tolist() == ["concern"]


def test_own_plans_are_one_statement_whatever_their_themes(write: Write) -> None:
    said = [
        (PEOPLE[0], "Local plan", "alignment", "It is in line with our local plan."),
        (PEOPLE[1], "Corporate plan", "alignment", "It matches the corporate plan we adopted."),
        (PEOPLE[2], "Strategy", "alignment", "Close to our strategy."),
    ]
    (text,) = texts(write(with_the_rest(said)))
    assert text == (
        "A few respondents said that the draft plan aligned with their own plans or strategies."
    )


# Bases


def test_the_base_is_all_who_gave_any_substantive_answer_in_the_group(write: Write) -> None:
    ticked = {PEOPLE[0]: "Agree", PEOPLE[10]: "Disagree"}
    silent = {PEOPLE[11]: "blank", PEOPLE[12]: "non_answer", PEOPLE[13]: "not_english",
              PEOPLE[14]: "incomplete", PEOPLE[15]: "withheld"}  # fmt: skip
    found = write(on_buses(*["concern"] * 3), ticked=ticked, silent=silent)
    statements = found["statements"].set_index("basis")
    assert set(statements.loc[["comments"], "n_base"]) == {4}  # three wrote, one only ticked
    assert set(statements.loc[["closed"], "n_base"]) == {2}


def test_a_non_answer_of_someone_who_ticked_is_in_the_base(write: Write) -> None:
    found = write(on_buses("concern", "concern"), ticked={PEOPLE[9]: "Agree"},
                  silent={PEOPLE[9]: "non_answer"})  # fmt: skip
    statements = found["statements"].set_index("basis")
    assert statements.loc[["comments"], "n_base"].tolist() == [3]


def test_answers_to_another_question_are_not_in_the_base(write: Write) -> None:
    found = write(on_buses("concern", "concern"), part="Q2", ticked={PEOPLE[9]: "Agree"})
    statements = found["statements"].set_index("question_id")
    assert statements.at["Q2", "n_base"] == 2
    assert statements.at["Q1", "n_base"] == 1


# Who may speak alone


def test_single_views_by_setting(write: Write) -> None:
    said = with_the_rest([
        (PEOPLE[0], "Carers", "suggestion", "The plan should mention unpaid carers."),
        (PEOPLE[1], "Dogs", "suggestion", "The plan should mention fouling by dogs."),
    ])  # fmt: skip
    who = [PEOPLE[0]]
    everyone = texts(write(said, organisations=who, settings={"single_views": "all"}))
    assert everyone == [
        "One respondent suggested that the plan should mention fouling by dogs.",
        "One respondent suggested that the plan should mention unpaid carers.",
    ] or everyone == [
        "One respondent suggested that the plan should mention unpaid carers.",
        "One respondent suggested that the plan should mention fouling by dogs.",
    ]
    found = write(said, organisations=who, settings={"single_views": "organisations"})
    assert texts(found) == ["One respondent suggested that the plan should mention unpaid carers."]
    assert found["supporters"]["respondent_id"].tolist() == who
    assert texts(write(said, organisations=who, settings={"single_views": "none"})) == []


def test_single_views_are_for_organisations_unless_it_is_said(write: Write) -> None:
    from pipeline.consultation import Settings

    assert Settings().single_views == "organisations"


def test_not_too_many_single_views(write: Write) -> None:
    wishes = ["carers", "dogs", "trees", "ponds", "parks", "roads", "farms", "schools"]
    said = with_the_rest([
        (PEOPLE[n], word.title(), "suggestion", f"The plan should mention {word} and more {word}.")
        for n, word in enumerate(wishes)
    ])  # fmt: skip
    assert len(texts(write(said, settings={"max_single_views": 3}))) == 3
    assert len(texts(write(said, settings={"max_single_views": 0}))) == 0


def test_a_single_view_with_an_organisation_at_its_side_is_no_single_view(write: Write) -> None:
    found = write(with_the_rest(on_buses("concern", "concern")), settings={"single_views": "none"})
    assert found["statements"]["n_respondents"].tolist() == [2]


# How much is stated, in which order


def three_themes() -> list[Said]:
    parks = ["The town park needs toilets.", "Toilets in the town park are closed."]
    return with_the_rest([
        *[(PEOPLE[n], "Town park", "concern", text) for n, text in enumerate(parks)],
        *[(PEOPLE[n], "Library roof", "concern", text) for n, text in enumerate(LIBRARY)],
        *on_buses(*["concern"] * 4, start=4),
    ])  # fmt: skip


def test_more_respondents_come_first(write: Write) -> None:
    statements = write(three_themes())["statements"].sort_values("rank")
    assert statements["n_respondents"].tolist() == [4, 3, 2]
    assert statements["rank"].tolist() == [1, 2, 3]
    assert statements["statement_id"].tolist() == ["Q1-01", "Q1-02", "Q1-03"]


def test_equal_numbers_rank_by_kinds_of_respondent(write: Write) -> None:
    said = with_the_rest([
        *[(PEOPLE[n], "Library roof", "concern", text) for n, text in enumerate(LIBRARY)],
        *on_buses(*["concern"] * 3, start=4),
    ])  # fmt: skip
    for mixed, first in ((PEOPLE[0], "library roof"), (PEOPLE[4], "evening buses")):
        assert first in texts(write(said, organisations=[mixed]))[0].lower()


@pytest.mark.parametrize("most", [1, 2, 12])
def test_no_more_statements_than_asked_for(write: Write, most: int) -> None:
    said = [*three_themes(), (PEOPLE[9], "Carers", "suggestion", "Fund the unpaid carers of town.")]
    found = write(said, ticked=dict.fromkeys(PEOPLE, "Agree"),
                  settings={"max_statements": most, "single_views": "none"})  # fmt: skip
    basis = found["statements"]["basis"].tolist()
    assert basis.count("comments") == min(most, 3)
    assert basis[0] == "closed"  # closed answers are stated in any case


def test_only_the_narrowest_themes_still_standing_are_stated(write: Write) -> None:
    tables = tables_of(three_themes())
    themes = tables["themes"].set_index("theme_id")
    themes.loc["Q1-town-park", "status"] = "rejected"
    themes.loc["Q1-library-roof", "parent_id"] = "Q1-buildings"
    themes = themes.reset_index()
    buildings = made("themes", [
        ("Q1-buildings", "Q1", None, "Library roof", "d", "k", "candidate", 3, 3, None)
    ])  # fmt: skip
    tables["themes"] = conform("themes", pd.concat([themes, buildings]))
    held = tables["assignments"]
    parent = held[held["theme_id"] == "Q1-library-roof"].assign(theme_id="Q1-buildings")
    tables["assignments"] = conform("assignments", pd.concat([held, parent]))
    found = write(tables=tables)
    assert found["statement_themes"]["theme_id"].tolist() == ["Q1-evening-buses", "Q1-library-roof"]


def test_a_confirmed_theme_is_stated_under_its_new_name(write: Write) -> None:
    tables = tables_of(with_the_rest(on_buses(*["concern"] * 3)))
    tables["themes"] = tables["themes"].assign(status="confirmed", label="Late public transport")
    found = write(tables=tables)
    assert ["late public transport" in text.lower() for text in texts(found)] == [True]


def test_general_comments_that_a_person_put_into_a_theme_are_counted(write: Write) -> None:
    said = [*on_buses("concern", "concern"), (PEOPLE[4], "Evening buses", "general", BUSES[4])]
    found = write(with_the_rest(said))
    assert found["statements"]["n_respondents"].tolist() == [3]


def test_themes_across_questions_speak_of_all_who_answered_anything(write: Write) -> None:
    tables = tables_of(on_buses(*["concern"] * 3), ticked={PEOPLE[9]: "Agree"})
    tables["themes"] = tables["themes"].assign(question_id=None)
    found = write(tables=tables)
    statements = found["statements"].set_index("statement_id")
    assert statements.at["ALL-01", "n_respondents"] == 3
    assert statements.at["ALL-01", "n_base"] == 4
    assert statements.loc[["ALL-01"], "question_id"].isna().all()
    assert statements.at["ALL-01", "text"].startswith("Across the questions, ")


# Evidence


def test_quotations_are_of_different_respondents_and_verbatim(write: Write) -> None:
    said = [(PEOPLE[0], "Evening buses", "concern", text) for text in BUSES[:3]]
    other = (PEOPLE[4], "Evening buses", "concern", "Last night our evening bus never came at all.")
    found = write([*said, other], settings={"quotes_per_statement": 3})
    quoted = found["evidence"]["segment_id"].str[:3].tolist()
    assert sorted(quoted) == [PEOPLE[0], PEOPLE[4]]
    assert found["evidence"]["rank"].tolist() == [1, 2]
    assert other[3] in set(found["evidence"]["quote"])


def test_a_quotation_that_says_the_same_again_is_left_out(write: Write) -> None:
    said = [
        (who, "Evening buses", "concern", f"The evening buses are often cancelled{mark}")
        for who, mark in zip(PEOPLE, (".", "!", " again."), strict=False)
    ]
    found = write(said, settings={"quotes_per_statement": 3})
    assert found["statements"]["n_respondents"].tolist() == [3]
    assert len(found["evidence"]) == 1


def test_those_who_said_no_are_counted_and_never_quoted(write: Write) -> None:
    found = write(on_buses(*["concern"] * 4), refused=PEOPLE[:3],
                  settings={"quotes_per_statement": 4})  # fmt: skip
    assert found["statements"]["n_respondents"].tolist() == [4]
    assert found["evidence"]["segment_id"].str[:3].tolist() == [PEOPLE[3]]


def test_where_all_said_no_there_is_no_quotation(write: Write) -> None:
    found = write(on_buses("concern", "concern"), refused=PEOPLE)
    assert len(found["statements"]) == 1
    assert found["evidence"].empty


def test_the_words_of_those_who_said_no_are_no_example(write: Write) -> None:
    said = [
        (PEOPLE[0], "Evening buses", "suggestion", "The council should fund the evening buses."),
        (PEOPLE[1], "Evening buses", "suggestion", "Run the evening buses again!"),
    ]
    (text,) = texts(write(with_the_rest(said), refused=PEOPLE))
    assert "for example" not in text


def test_a_whole_sentence_is_quoted_rather_than_a_scrap(write: Write) -> None:
    said = [
        (PEOPLE[0], "Evening buses", "concern", "evening buses"),
        (PEOPLE[1], "Evening buses", "concern", "The evening buses are often cancelled."),
    ]
    found = write(said, settings={"quotes_per_statement": 1})
    assert found["evidence"]["quote"].tolist() == ["The evening buses are often cancelled."]


@pytest.mark.parametrize("most", [0, 1, 2])
def test_as_many_quotations_as_asked_for(write: Write, most: int) -> None:
    found = write(on_buses(*["concern"] * 4), settings={"quotes_per_statement": most})
    assert len(found["evidence"]) == most


# Input and output


def test_nothing_in_nothing_out(write: Write) -> None:
    assert all(table.empty for table in write().values())


def test_only_bare_agreement_gives_no_statement_about_comments(write: Write) -> None:
    assert texts(write(with_the_rest([]))) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_row_order_changes_nothing(write: Write, seed: int) -> None:
    tables = tables_of(three_themes(), ticked=dict.fromkeys(PEOPLE, "Agree"))
    straight = write(tables=tables)
    shuffled = write(
        tables={name: table.sample(frac=1, random_state=seed) for name, table in tables.items()}
    )
    for name, table in straight.items():
        assert table.equals(shuffled[name])
        assert table.equals(conform(name, table))


def test_the_outcome_most_supporters_words_are_tagged_to(write: Write) -> None:
    tables = tables_of(on_buses(*["concern"] * 3))
    tables["tags"] = made("tags", [
        (f"{who}:Q1a.01", label, "outcome", 0.9, 0, 3, "bus", "auto", "t")
        for who, label in zip(PEOPLE, ["SE", "SE", "WO"], strict=False)])  # fmt: skip
    assert write(tables=tables)["statements"]["outcome_id"].tolist() == ["SE"]
