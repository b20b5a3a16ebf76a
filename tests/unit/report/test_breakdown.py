"""What a report says of who mentions what, and that what it hides cannot be worked out."""

import io
import json
from itertools import product
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.mentions import EVERYONE, dimensions
from pipeline.report import WRITERS
from pipeline.report._linked import Linked, conceal
from pipeline.report._parts import Breakdown, Cell
from pipeline.report._profile import Profile
from pipeline.report.content import build
from pipeline.store import Run
from pipeline.summarise._breakdown import breakdown
from pipeline.tables import TABLES, conform
from tests.unit.report.small_run import build_run

PUBLIC = Profile("publish", 10, frozenset({"yes"}), False, False, False)


def run_of(
    folder: Path, groups: dict[tuple[str, ...], tuple[int, int]], names: tuple[str, ...]
) -> Run:
    """Write a run of one question.

    ``groups`` gives for the values of the attributes in ``names`` ("" for none given) how many
    respondents mention SE, and how many there are.
    """
    run = build_run(folder)
    rows: dict[str, list[tuple]] = {
        name: [] for name in ("respondents", "attributes", "responses", "comments", "segments",
                              "acts", "tags")
    }  # fmt: skip
    number = 0
    for values, (n, base) in groups.items():
        for place in range(base):
            who, number = f"P{number:04d}", number + 1
            part = (f"{who}:Q2", who, "Q2")
            rows["respondents"].append((who, "individual", None, "no", "yes"))
            rows["attributes"] += [
                (who, name, value) for name, value in zip(names, values, strict=True) if value
            ]
            rows["responses"].append((*part, "Words.", None, None, "f.xlsx", None, number))
            rows["comments"].append((*part, "Words.", "analysed", None, None, "en", 1, 0))
            rows["segments"].append((f"{who}:Q2.01", f"{who}:Q2", 0, 6, "Words."))
            rows["acts"].append((f"{who}:Q2.01", "general", "none", 0.5))
            if place < n:
                rows["tags"].append(
                    (f"{who}:Q2.01", "SE", "outcome", 0.9, 0, 6, "words", "auto", "test")
                )
    nothing = {name: [] for name in ("answers", "themes", "assignments", "statements",
                                     "statement_themes", "supporters", "evidence")}  # fmt: skip
    tables = {
        name: conform(name, pd.DataFrame(made, columns=list(TABLES[name].columns)))
        for name, made in (rows | nothing | {"exclusions": [("Q2", "analysed", number, number)]})
        .items()
    }  # fmt: skip
    tables["questions"] = run.table("questions")
    tables["breakdown"] = breakdown(tables, outcome_of={})
    for name, table in tables.items():
        table.to_parquet(run.path / "tables" / f"{name}.parquet")
    return run


def found(run: Run, profile: str) -> Breakdown:
    return build(run, profile=profile).breakdown


def by_value(made: Breakdown) -> dict[tuple[str, str], Cell]:
    return {(cell.dimension, cell.value): cell for cell in made.cells}


AGES = {
    ("65 and over",): (28, 60),
    ("18 to 64",): (12, 120),
    ("under 18",): (4, 20),
    ("",): (12, 30),
}


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_of(tmp_path_factory.mktemp("aged"), AGES, ("Age group",))


def test_a_clear_difference_is_a_sentence_with_both_numbers(aged: Run) -> None:
    assert found(aged, "internal").sentences == (
        "Respondents whose “Age group” is “65 and over” mentioned “SE” more often than others "
        "(28 of 60 against 16 of 140).",
        "Respondents whose “Age group” is “18 to 64” mentioned “SE” less often than others "
        "(12 of 120 against 32 of 80).",
    )


def test_of_two_values_the_difference_is_said_once(tmp_path: Path) -> None:
    run = run_of(tmp_path, {("north",): (40, 60), ("south",): (15, 60)}, ("Area",))
    (sentence,) = found(run, "publish").sentences
    assert sentence == (
        "Respondents whose “Area” is “north” mentioned “SE” more often than others "
        "(40 of 60 against 15 of 60)."
    )


def test_where_nothing_differs_nothing_is_said(run: Run, tmp_path: Path) -> None:
    even = run_of(tmp_path, {("north",): (30, 60), ("south",): (29, 60)}, ("Area",))
    for name, write in WRITERS.items():
        if name in ("md", "html"):
            assert b"Differences between respondents" not in write(build(even))
            assert b"Differences between respondents" not in write(build(run))


@pytest.mark.parametrize("name", ["md", "html"])
def test_differences_are_printed_with_how_to_read_them(aged: Run, name: str) -> None:
    text = WRITERS[name](build(aged)).decode()
    assert "not between residents" in text
    assert "28 of 60 against 16 of 140" in text


def test_excel_lists_every_cell_in_plain_words(aged: Run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](build(aged))))
    head, *rows = book["Breakdown"].iter_rows(values_only=True)
    assert head[3:8] == ("Broken down by", "Value", "Respondents", "Base", "Share")
    values = {row[3:5]: row for row in rows}
    assert values["Age group", "65 and over"][5:8] == (28, 60, pytest.approx(28 / 60))
    assert values["Age group", "65 and over"][11] == "more often than others"
    assert values["Everyone", "All who commented"][5:7] == (56, 230)
    assert book["Breakdown"].auto_filter.ref is not None


def test_a_small_cell_hides_a_second_in_public(aged: Run) -> None:
    cells = by_value(found(aged, "publish"))
    assert cells["Age group", "65 and over"].count.n == 28
    for value in ("under 18", "18 to 64"):
        cell = cells["Age group", value]
        assert cell.count.n is None
        assert (cell.low, cell.high, cell.others, cell.q) == (None, None, None, None)
        assert cell.compared == "not shown"
    # From all others, the hidden ones would follow together; and from a q, these.
    assert cells["Age group", "65 and over"].others is None
    assert all(cell.q is None for cell in cells.values())


def test_sentences_about_hidden_cells_are_dropped_and_others_lose_the_rest(aged: Run) -> None:
    assert found(aged, "publish").sentences == (
        "Respondents whose “Age group” is “65 and over” mentioned “SE” more often than others "
        "(28 of 60).",
    )
    text = json.dumps(json.loads(WRITERS["json"](build(aged, profile="publish")))["breakdown"])
    assert "12 of 120" not in text
    assert "16 of 140" not in text


def test_who_gave_no_value_is_a_cell_too(tmp_path: Path) -> None:
    """3 of 30 gave no area: from all who mention it and both areas, they would follow."""
    run = run_of(tmp_path, {("n",): (30, 60), ("s",): (30, 60), ("",): (3, 30)}, ("Area",))
    cells = by_value(found(run, "publish"))
    assert [cells["Area", value].count.n for value in "ns"].count(None) >= 1


def test_one_attribute_does_not_give_another_away(tmp_path: Path) -> None:
    """Of those 60 and over (36 of 80), all but the 61-year-olds are 65 and over (33 of 70)."""
    groups = {("60+", "65+"): (33, 70), ("60+", "under 65"): (3, 10),
              ("under 60", "under 65"): (40, 90)}  # fmt: skip
    run = run_of(tmp_path, groups, ("Broad", "Fine"))
    cells = by_value(found(run, "publish"))
    shown = [cells["Broad", "60+"].count.n, cells["Fine", "65+"].count.n]
    assert None in shown


def test_few_respondents_are_not_broken_down_in_public(run: Run, tmp_path: Path) -> None:
    small = run_of(tmp_path, {("north",): (12, 24), ("south",): (12, 24)}, ("Area",))
    assert found(small, "internal").cells
    made = found(small, "publish")
    assert (made.cells, made.sentences) == ((), ())
    assert made.note.startswith("Fewer than 50 respondents")


def test_an_attribute_of_few_is_refused_and_named(tmp_path: Path) -> None:
    groups = {("north",): (12, 24), ("south",): (12, 24), ("",): (30, 60)}
    made = found(run_of(tmp_path, groups, ("Area",)), "publish")
    assert not any(cell.dimension == "Area" for cell in made.cells)
    assert "known of fewer than 50 respondents: “Area”" in made.note


def test_attributes_that_are_no_groups_are_named(tmp_path: Path) -> None:
    groups = {(str(age),): (1, 3) for age in range(20, 50)}
    made = found(run_of(tmp_path, groups, ("Age",)), "internal")
    assert not any(cell.dimension == "Age" for cell in made.cells)
    assert "no groups of respondents: “Age”" in made.note


# No hidden number follows from what is printed: solved as linear programs over those who mention
# the label and those who do not in every combination of values, which no one is told.

CROSSED = list(product(("a", "b", "c", ""), ("x", "y", "")))
NESTED = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"), ("b", "y"), ("d", ""), ("", "")]
amount = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 50))


def cells_of(combinations: list[tuple[str, ...]]) -> tuple[np.ndarray, list[tuple[int, ...]]]:
    """Which combinations each cell is made of, and the cells of each attribute."""
    columns: list[list[bool]] = []
    parts: list[tuple[int, ...]] = []
    for place in range(len(combinations[0])):
        values = dict.fromkeys(c[place] for c in combinations)
        parts.append(tuple(range(len(columns), len(columns) + len(values))))
        columns += [[c[place] == value for c in combinations] for value in values]
    return np.array(columns, dtype=np.int64).T, parts


def linked_of(
    combinations: list[tuple[str, ...]], yes: list[int], no: list[int]
) -> tuple[Linked, np.ndarray]:
    ones, parts = cells_of(combinations)
    shared = ones.T @ (ones * (np.array(yes) + np.array(no))[:, None])
    return Linked(tuple(parts), shared, sum(yes) + sum(no)), ones


def room(weights: np.ndarray, equations: np.ndarray, truth: np.ndarray) -> float:
    """How far apart the least and the greatest number are that fit all that is printed."""
    ends = [linprog(s * weights, A_eq=equations, b_eq=equations @ truth) for s in (1, -1)]
    # Without an upper end there is all the room there could be.
    return float("inf") if ends[1].status == 3 else float(-ends[1].fun - ends[0].fun)


@pytest.mark.parametrize("combinations", [CROSSED, NESTED], ids=["crossed", "nested"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_hidden_number_follows_from_all_that_is_printed(
    combinations: list[tuple[str, ...]], data: st.DataObject
) -> None:
    size = len(combinations)
    yes, no = (data.draw(st.lists(amount, min_size=size, max_size=size)) for _ in range(2))
    assume(sum(yes) >= 20 and sum(no) >= 20 and sum(yes) + sum(no) >= 50)
    linked, ones = linked_of(combinations, yes, no)
    column, others = np.array(yes) @ ones, np.array(no) @ ones
    bases = conceal(linked, [linked.sizes], PUBLIC, closed=frozenset())
    secret = conceal(linked, [column, others], PUBLIC, closed=bases)
    every = range(len(column))
    small = {c for c in every if 0 < column[c] < 10 or 0 < others[c] < 10}
    assert {c for c in every if 0 < linked.sizes[c] < 10} <= bases
    assert small | bases <= secret
    truth, nobody = np.array([*yes, *no]), np.zeros(size)
    equations = np.array(
        [[*ones[:, c], *nobody] for c in every if c not in secret]
        + [[*ones[:, c], *ones[:, c]] for c in every if c not in bases]
        + [[*(nobody + 1), *nobody], [*nobody, *(nobody + 1)]]
    )
    for cell in small:
        assert room(np.array([*ones[:, cell], *nobody]), equations, truth) >= 5
    for cell in bases:
        if linked.sizes[cell]:
            assert room(np.array([*ones[:, cell], *ones[:, cell]]), equations, truth) >= 5


def test_a_sum_over_three_attributes_gives_nothing_away() -> None:
    """Those hidden, 1 and 4, are those of 1 and 2, and of 3 and 4, less those of 2 and 3."""
    combinations = [
        ("12", "125", "145", "14"), ("12", "125", "23", "235"), ("345", "34", "23", "235"),
        ("345", "34", "145", "14"), ("345", "125", "145", "235"),
    ]  # fmt: skip
    yes, no = [3, 20, 20, 3, 30], [40, 40, 40, 40, 40]
    linked, ones = linked_of(combinations, yes, no)
    column, others = np.array(yes) @ ones, np.array(no) @ ones
    secret = conceal(linked, [column, others], PUBLIC, closed=frozenset())
    printed = [cell for cell in range(len(column)) if cell not in secret]
    known = np.column_stack([ones[:, printed], np.ones(len(yes))])
    hidden_cell = np.array([[1], [0], [0], [1], [0]])
    assert printed
    assert np.linalg.matrix_rank(np.hstack([known, hidden_cell])) > np.linalg.matrix_rank(known)


def test_everyone_is_never_a_value_of_an_attribute(aged: Run) -> None:
    members = dimensions(*(aged.table(n) for n in ("comments", "respondents", "attributes")))
    assert set(members["dimension"]) == {EVERYONE, "kind", "Age group"}
