"""The worked example, whole, against what was read and accepted.

Each line of ``leicestershire-2017.md`` is a statement: its id, its count and base, its words.
After a change that alters statements, read the difference as the council's officer would, then

    pytest tests/golden --accept

writes the file anew; commit it with the change, and say under "Changes to numbers" in
CHANGELOG.md what moved and why.

The floors below are the figures of ``several evaluate`` less a little: they catch a loss of quality
that no single line shows. Raise them when a change has earned it.
"""

from difflib import unified_diff
from pathlib import Path

import pandas as pd
import pytest

from pipeline.evaluate import evaluate
from tests.contracts.in_process import Tables, Worked, worked_example

pytestmark = pytest.mark.golden

FILE = Path(__file__).parent / "leicestershire-2017.md"
HEAD = """# The worked example: every statement

Written by `pytest tests/golden --accept`; compared whole by `test_worked_example.py`.
A line: statement, respondents / base, text.
"""


@pytest.fixture(scope="module")
def worked() -> Worked:
    return worked_example()


def in_order_of_the_form(tables: Tables) -> pd.DataFrame:
    position = tables["questions"].set_index("question_id")["position"]
    place = tables["statements"]["question_id"].map(position).fillna(float("inf"))
    return tables["statements"].assign(place=place).sort_values(["place", "rank"])


def written(tables: Tables) -> str:
    """The statements as the golden file holds them."""
    lines = [HEAD]
    for group, rows in in_order_of_the_form(tables).groupby("place", sort=True):
        name = "Across the questions" if group == float("inf") else rows["question_id"].iloc[0]
        lines += [f"## {name}", ""]
        lines += [
            f"- {row.statement_id} {row.n_respondents}/{row.n_base} {row.text}"
            for row in rows.itertuples()
        ]
        lines.append("")
    return "\n".join(lines)


def test_the_statements_are_those_accepted(worked: Worked, accept: bool) -> None:
    now = written(worked.tables)
    if accept:
        FILE.write_text(now, encoding="utf-8", newline="\n")
    accepted = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    change = unified_diff(accepted.splitlines(), now.splitlines(), "accepted", "now", lineterm="")
    lines = list(change)
    assert not lines, "\n".join([*lines, "Better? Then: pytest tests/golden --accept"])


FLOORS = {
    "tags": {
        "outcome micro F1": 0.90,
        "outcome macro F1": 0.87,
        "outcome precision": 0.93,
        "outcome recall": 0.86,
        "priority micro F1": 0.57,
        "priority macro F1": 0.52,
        "priority sample F1": 0.74,
    },
    "themes": {"point F1": 0.80, "points found": 0.95, "B-cubed F1": 0.34},
    "statements": {
        "closed counts right": 1.0,
        "closed quantifiers right": 1.0,
        "points found": 0.78,
        "mean F1": 0.69,
        "act agreement": 0.62,
        "quantifier agreement": 0.28,
        "counts recompute": 1.0,
    },
}


@pytest.fixture(scope="module")
def figures(worked: Worked) -> dict[tuple[str, str], float]:
    found = {}
    for kind in FLOORS:
        table = evaluate(kind, worked.run, worked.gold, n_resamples=2)
        found |= {
            (kind, str(measure)): float(value)
            for measure, value in zip(table["measure"], table["value"], strict=True)
        }
    return found


@pytest.mark.parametrize(
    ("kind", "measure"), [(kind, name) for kind, floors in FLOORS.items() for name in floors]
)
def test_quality_does_not_fall(
    figures: dict[tuple[str, str], float], kind: str, measure: str
) -> None:
    assert figures[kind, measure] >= FLOORS[kind][measure]


def test_it_beats_a_method_that_reads_only_the_question(worked: Worked) -> None:
    for kind, measures in (
        ("tags", ["priority micro F1", "priority sample F1", "outcome recall"]),
        ("themes", ["point F1", "points found"]),
        ("statements", ["points found", "mean F1", "act agreement", "closed counts right"]),
    ):
        table = evaluate(kind, worked.run, worked.gold, n_resamples=2).set_index("measure")
        for measure in measures:
            assert table.at[measure, "value"] > table.at[measure, "baseline"], measure
