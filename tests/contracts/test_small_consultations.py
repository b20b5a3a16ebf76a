"""Small consultations are the normal case: the whole path for one, two or twenty respondents."""

from collections.abc import Callable, Sequence

import pytest

from tests.contracts.conftest import ROWS
from tests.contracts.in_process import Tables

Analyse = Callable[[Sequence[Sequence[str]]], Tables]


def replies(*cells: tuple[str, str, str, str]) -> list[tuple[str, ...]]:
    """Rows with the cells Q1, Q1 why, Q1 else and Q2, of individuals who may be quoted."""
    return [(f"B{n:02d}", "Individual", "", "Yes", *row) for n, row in enumerate(cells, start=1)]


def texts(tables: Tables, basis: str = "comments") -> list[str]:
    statements = tables["statements"]
    return statements.loc[statements["basis"] == basis, "text"].tolist()


def counts_hold(tables: Tables) -> None:
    counted = tables["supporters"].groupby("statement_id")["respondent_id"].nunique()
    stated = tables["statements"].set_index("statement_id")["n_respondents"]
    assert counted.to_dict() == stated.to_dict()
    assert tables["exclusions"]["n_comments"].sum() == len(tables["responses"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_any_one_of_the_respondents_alone(analyse: Analyse, row: tuple[str, ...]) -> None:
    if not any(cell.strip() for cell in row[5:]):
        pytest.skip("wrote nothing at all: refused by ingest, which tests/unit/ingest holds")
    counts_hold(analyse([row]))


def test_two_who_say_different_things(analyse: Analyse) -> None:
    tables = analyse(replies(("Agree", "The buses are late.", "", ""),
                             ("Disagree", "The library roof leaks.", "", "")))  # fmt: skip
    counts_hold(tables)
    assert len(texts(tables, "closed")) == 2


def test_nobody_says_more_than_that_they_agree(analyse: Analyse) -> None:
    tables = analyse(replies(("Agree", "I agree.", "n/a", "Yes"), ("Agree", "Fine.", "", "None")))
    counts_hold(tables)
    assert texts(tables) == []


def test_nobody_ticks_and_all_write_the_same(analyse: Analyse) -> None:
    tables = analyse(replies(*[("", "Mend the potholes on Mill Lane.", "", "")] * 5))
    counts_hold(tables)
    assert texts(tables, "closed") == []
    (text,) = texts(tables)
    assert "Mill Lane" in text
    assert "5 of 5 respondents" in text


def test_nobody_makes_a_substantive_comment(analyse: Analyse) -> None:
    tables = analyse(replies(("Agree", "n/a", "No comment", "-"), ("Agree", "see above", "", "")))
    counts_hold(tables)
    assert tables["segments"].empty
    assert len(texts(tables, "closed")) == 1


def test_three_points_of_four_people_each_are_stated(analyse: Analyse) -> None:
    points = {
        "bus": ["The evening buses are too few.", "We need more evening buses.",
                "More evening buses would help.", "There are too few evening buses."],
        "mill lane": ["Mend the potholes on Mill Lane.", "Potholes on Mill Lane damage cars.",
                    "The potholes on Mill Lane are deep.", "Mill Lane is full of potholes."],
        "library": ["The library should open on Sundays.", "Open the library on Sundays.",
                    "Sunday opening of the library, please.", "Please open the library on Sunday."],
    }  # fmt: skip
    tables = analyse(replies(*(("", "", "", text) for said in points.values() for text in said)))
    counts_hold(tables)
    several = tables["statements"].query("n_respondents == 4")["text"].str.lower().tolist()
    assert [word for word in points if any(word in text for text in several)] == list(points)


def test_alignment_in_the_words_of_the_question_is_counted(
    analyse: Analyse, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "How well does this align with your own organisational strategy?"
    monkeypatch.setattr("tests.contracts.conftest.CONFIG", _asking(asked))
    said = ["It aligns well with our own strategy.", "Aligns well with our organisational strategy",
            "Well aligned.", "It matches our local plan closely."]  # fmt: skip
    tables = analyse(replies(*(("Agree", "", "", text) for text in said)))
    acts = tables["acts"]["act"].tolist()
    assert acts == ["alignment"] * 4
    (text,) = (text for text in texts(tables) if "aligned" in text or "in line" in text)
    assert text.startswith("4 of 4 respondents")


def _asking(question: str) -> str:
    from tests.contracts.conftest import CONFIG

    return CONFIG.replace("Do you have any other comments?", question)


def test_a_refusal_in_the_words_of_the_question_is_stated(
    analyse: Analyse, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "What do you think of the proposal to close the village library?"
    monkeypatch.setattr("tests.contracts.conftest.CONFIG", _asking(asked))
    said = [
        "Do not close the library.",
        "Don't close the village library!",
        "Please do not close it.",
        "Do not close our library",
        "No to the closing of it.",
    ]
    tables = analyse(replies(*(("", "", "", text) for text in said)))
    assert len(texts(tables)) > 0
