"""Statements about tick-box answers: who agreed, who disagreed, of those who ticked."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.tables import conform
from tests.unit.summarise.conftest import FIVE, PEOPLE, Tables, tables_of

Write = Callable[..., Tables]
FOUR = (*FIVE[:2], *FIVE[3:])


def ticks(**counts: int) -> dict[str, str]:
    """Who ticked what: ``Strongly_agree=3`` for the first three people, and so on."""
    values = [name.replace("_", " ") for name, n in counts.items() for _ in range(n)]
    return dict(zip(PEOPLE, values, strict=False))


def texts(found: Tables) -> list[str]:
    assert set(found["statements"]["basis"]) <= {"closed"}
    return found["statements"]["text"].tolist()


def test_five_points_agreement_then_disagreement(write: Write) -> None:
    found = write(ticked=ticks(Strongly_agree=3, Agree=9, Neither_agree_nor_disagree=2,
                               Disagree=2, Strongly_disagree=1))  # fmt: skip
    assert texts(found) == [
        "A majority of respondents (12 of 17) agreed with the draft plan.",
        "A few respondents (3 of 17) disagreed with the draft plan.",
    ]
    statements = found["statements"]
    assert statements["statement_id"].tolist() == ["Q1-01", "Q1-02"]
    assert statements["rank"].tolist() == [1, 2]
    assert statements["n_base"].tolist() == [17, 17]
    assert statements["quantifier"].tolist() == ["a majority of", "a few"]


def test_supporters_are_those_who_ticked_with_what_they_ticked(write: Write) -> None:
    found = write(ticked=ticks(Strongly_agree=1, Agree=1, Disagree=1))
    rows = found["supporters"].set_index(["statement_id", "respondent_id"])["answer"]
    assert rows.to_dict() == {
        ("Q1-01", "R01"): "Strongly agree", ("Q1-01", "R02"): "Agree",
        ("Q1-02", "R03"): "Disagree",
    }  # fmt: skip
    assert found["supporters"]["segment_id"].isna().all()
    assert found["evidence"].empty
    assert found["statement_themes"].empty


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"Agree": 20}, "All respondents (20 of 20) agreed with the draft plan."),
        ({"Agree": 6, "Disagree": 1}, "6 of 7 respondents agreed with the draft plan."),
        ({"Agree": 1, "Disagree": 11}, "One respondent (1 of 12) agreed with the draft plan."),
    ],
    ids=["all", "small base", "one"],
)
def test_words_and_figures(write: Write, counts: dict[str, int], expected: str) -> None:
    assert texts(write(ticked=ticks(**counts)))[0] == expected


def test_one_respondent(write: Write) -> None:
    (text,) = texts(write(ticked=ticks(Agree=1)))
    assert text.startswith("1 of 1 respondent")
    assert text.endswith(" agreed with the draft plan.")


@pytest.mark.parametrize(
    ("about", "end"),
    [
        ("the draft plan", "agreed with the draft plan."),
        ("that the principles will help", "agreed that the principles will help."),
        (None, "agreed with what was proposed."),
    ],
)
def test_what_is_agreed_with(write: Write, about: str | None, end: str) -> None:
    (text,) = texts(write(ticked=ticks(Agree=12), about=about))
    assert text == f"All respondents (12 of 12) {end}"


@pytest.mark.parametrize(
    ("preset", "start"),
    [("numeric", "12 of 13 respondents agreed"), ("education-scotland", "Almost all respondents")],
)
def test_presets(write: Write, preset: str, start: str) -> None:
    found = write(ticked=ticks(Agree=12, Disagree=1), settings={"quantifiers": preset})
    text = texts(found)[0]
    assert text.startswith(start)
    assert text.count("12 of 13") == 1


def test_no_answers_no_statements(write: Write) -> None:
    assert texts(write()) == []


def test_those_who_ticked_are_the_base_and_those_who_only_wrote_are_not(write: Write) -> None:
    said = [("R20", "-", "general", "I agree with it all.")]
    found = write(said, ticked=ticks(Agree=11, Disagree=1))
    assert set(found["statements"]["n_base"]) == {12}


def test_dont_know_is_in_the_base_and_neither_for_nor_against(write: Write) -> None:
    found = write(ticked=ticks(Agree=11, Disagree=1) | {"R20": "Don't know"})
    assert texts(found) == [
        "Most respondents (11 of 13) agreed with the draft plan.",
        "One respondent (1 of 13) disagreed with the draft plan.",
    ]


def test_options_without_an_order_give_the_most_common(write: Write) -> None:
    found = write(ticked=ticks(By_bus=9, By_car=5, On_foot=2), options=(), agree=(), scale=False)
    (text,) = texts(found)
    assert text == "A majority of respondents (9 of 16) chose “By bus”, the most common answer."
    assert set(found["supporters"]["answer"]) == {"By bus"}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"By_bus": 8, "By_car": 8},
         ["All respondents (16 of 16) chose “By bus” or “By car”."]),
        ({"By_bus": 7, "By_car": 7, "On_foot": 2},
         ["Most respondents (14 of 16) chose “By bus” or “By car”, the two most common answers."]),
        ({"By_bus": 2, "By_car": 2, "By_train": 2, "On_foot": 1},
         ["6 of 7 respondents chose “By bus”, “By car” or “By train”, the three most common "
          "answers."]),
        ({"By_bus": 1, "By_car": 1, "By_train": 1, "On_foot": 1}, []),
        ({"By_bus": 12}, ["All respondents (12 of 12) chose “By bus”."]),
        ({"By_bus": 1}, ["1 of 1 respondent chose “By bus”."]),
    ],
    ids=["two", "two of three", "three of four", "all alike", "only one", "only respondent"],
)  # fmt: skip
def test_a_tie_has_no_most_common_answer(
    write: Write, counts: dict[str, int], expected: list[str]
) -> None:
    found = write(ticked=ticks(**counts), options=(), agree=(), scale=False)
    assert texts(found) == expected


def test_who_ticked_both_of_a_tie_counts_once(write: Write) -> None:
    tables = tables_of(ticked=ticks(By_bus=5, By_car=5, On_foot=1), options=(), agree=(),
                       scale=False)  # fmt: skip
    answers = tables["answers"]
    both = answers[answers["respondent_id"].isin(["R05", "R06"])]
    both = both.assign(value=both["value"].map({"By bus": "By car", "By car": "By bus"}))
    tables["answers"] = conform("answers", pd.concat([answers, both]))
    (text,) = texts(write(tables=tables))
    assert text.startswith("The vast majority of respondents (10 of 11) chose “By bus” or “By car”")


@pytest.mark.parametrize(
    ("options", "agree", "counts", "against"),
    [
        (FOUR, FOUR[2:], {"Agree": 8, "Disagree": 6, "Strongly_disagree": 2}, 8),
        (FOUR, FOUR[2:], {"Strongly_agree": 8, "Disagree": 6, "Strongly_disagree": 2}, 8),
        (("No", "Yes"), ("Yes",), {"Yes": 8, "No": 6}, 6),
        (tuple("1234"), tuple("34"), {"4": 4, "3": 4, "2": 6, "1": 2}, 8),
    ],
    ids=["four points", "highest only", "yes or no", "figures"],
)
def test_disagreement_on_a_scale_without_a_middle(
    write: Write, options: tuple, agree: tuple, counts: dict[str, int], against: int
) -> None:
    statements = write(ticked=ticks(**counts), options=options, agree=agree)["statements"]
    assert statements["n_respondents"].tolist() == [8, against]
    assert "disagreed" in statements["text"].iloc[1]


def test_yes_partly_no(write: Write) -> None:
    found = write(ticked=ticks(Yes=8, Partly=3, No=6), options=("No", "Partly", "Yes"),
                  agree=("Yes",))  # fmt: skip
    assert found["statements"]["n_respondents"].tolist() == [8, 6]


@pytest.mark.parametrize(
    ("options", "agree", "counts", "against"),
    [
        (FIVE, FIVE[3:], {"Strongly_agree": 8, "Neither_agree_nor_disagree": 3, "Disagree": 2}, 2),
        (FIVE, FIVE[3:], {"Agree": 8, "Neither_agree_nor_disagree": 3, "Disagree": 2}, 2),
        (("Oppose", "Neutral", "Support"), ("Support",),
         {"Support": 8, "Neutral": 3, "Oppose": 4}, 4),
        (("No", "Partly", "Mostly", "Yes"), ("Mostly", "Yes"),
         {"Yes": 8, "Partly": 3, "No": 4}, 4),
        (tuple("12345"), tuple("45"), {"4": 4, "5": 4, "3": 5, "2": 1, "1": 2}, 3),
        (tuple("12345"), tuple("45"), {"4": 8, "3": 5, "2": 1, "1": 2}, 3),
        (FIVE[::-1], FIVE[3:], {"Agree": 8, "Neither_agree_nor_disagree": 3, "Disagree": 2}, 2),
    ],
    ids=["no one just agrees", "no one strongly agrees", "oppose", "partly", "figures",
         "figures without the highest", "listed from the highest"],
)  # fmt: skip
def test_the_middle_does_not_disagree(
    write: Write, options: tuple, agree: tuple, counts: dict[str, int], against: int
) -> None:
    statements = write(ticked=ticks(**counts), options=options, agree=agree)["statements"]
    assert statements["n_respondents"].tolist() == [8, against]


@pytest.mark.parametrize(
    ("options", "counts", "expected"),
    [
        (FIVE, {"Disagree": 8, "Strongly_disagree": 6, "Neither_agree_nor_disagree": 1},
         "The vast majority of respondents (14 of 15) disagreed with the draft plan; none agreed."),
        (FIVE, {"Disagree": 1, "Neither_agree_nor_disagree": 5},
         "One respondent (1 of 6) disagreed with the draft plan; none agreed."),
        (FIVE, {"Disagree": 5, "Neither_agree_nor_disagree": 1},
         "5 of 6 respondents disagreed with the draft plan; none agreed."),
        (FIVE, {"Disagree": 10, "Strongly_disagree": 2},
         "All respondents (12 of 12) disagreed with the draft plan."),
        (FIVE, {"Disagree": 1}, "1 of 1 respondent disagreed with the draft plan."),
        (FIVE, {"Neither_agree_nor_disagree": 12},
         "All respondents (12 of 12) chose “Neither agree nor disagree”."),
        (("No", "Partly", "Yes"), {"No": 9, "Partly": 3},
         "Most respondents (9 of 12) disagreed with the draft plan."),
    ],
    ids=["most", "one", "small base", "all", "only respondent", "no one", "some partly"],
)  # fmt: skip
def test_nobody_agrees(write: Write, options: tuple, counts: dict[str, int], expected: str) -> None:
    agree = options[3:] or options[2:]
    assert texts(write(ticked=ticks(**counts), options=options, agree=agree)) == [expected]


def test_no_is_no_disagreement_where_agreement_was_not_asked_for(write: Write) -> None:
    tables = tables_of(ticked=ticks(No=12), options=("No", "Yes"), agree=())
    tables["questions"] = tables["questions"].assign(text="Have you read the draft plan?")
    assert texts(write(tables=tables)) == ["All respondents (12 of 12) chose “No”."]


@pytest.mark.parametrize("preset", ["engagement", "numeric", "education-scotland"])
@pytest.mark.parametrize(("n", "base"), [(1, 6), (1, 12), (2, 6), (6, 12), (5, 6), (11, 12)])
def test_figures_stand_once_beside_any_words(write: Write, preset: str, n: int, base: int) -> None:
    ticked = ticks(Agree=base - n, Disagree=n)
    for text, count in zip(
        texts(write(ticked=ticked, settings={"quantifiers": preset})), (base - n, n), strict=True
    ):
        assert text.count(f"{count} of {base}") == 1
        assert len(re.findall(r"\d+ of \d+", text)) == 1
        if count == 1:
            assert text.startswith((f"1 of {base} respondents ", f"One respondent (1 of {base}) "))


def test_agreement_without_options_that_agree_is_not_claimed(write: Write) -> None:
    (text,) = texts(write(ticked=ticks(Agree=8, Disagree=3), agree=()))
    assert "chose “Agree”" in text


def test_row_order_changes_nothing(write: Write) -> None:
    one = write(ticked=ticks(Agree=5, Disagree=2))
    other = write(ticked=dict(reversed(ticks(Agree=5, Disagree=2).items())))
    for name, table in one.items():
        assert table.equals(other[name])
