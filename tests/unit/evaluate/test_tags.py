"""Tags against gold tags, with figures reckoned by hand."""

import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.evaluate import evaluate
from pipeline.tables import TABLES, conform

LEVELS = {"AA": "outcome", "BB": "outcome", "CROSS": "cross"}
HEADER = "comment_key,outcome_ids,priority_ids,blank_equivalent"
GOLD = [
    HEADER,
    "R1:Q1a,AA,AA1,no",
    "R2:Q1a,AA;BB,,no",
    "R3:Q2,CROSS,,no",
    "R4:Q2,,,yes",
]
PERFECT = {"R1:Q1a": ["AA", "AA1"], "R2:Q1a": ["AA", "BB"], "R3:Q2": ["CROSS"]}


def tags(by_comment: dict[str, list[str]]) -> pd.DataFrame:
    rows = [
        (f"{comment}.01", label, LEVELS.get(label, "priority"), 0.9, 0, 5, "why", decision, "t")
        for comment, labels in by_comment.items()
        for label, decision in zip(labels, ["auto", "needs_review", "auto"], strict=False)
    ]
    return conform("tags", pd.DataFrame(rows, columns=list(TABLES["tags"].columns)))


def values(frame: pd.DataFrame, column: str = "value") -> dict[str, float]:
    return frame.set_index("measure")[column].to_dict()


def test_perfect_tags_score_one(make_run, write_gold):
    result = evaluate("tags", make_run({"tags": tags(PERFECT)}), write_gold("g.csv", GOLD))
    assert set(values(result).values()) == {1.0}
    assert (result["low"] == 1).all()
    assert (result["high"] == 1).all()


def test_figures_reckoned_by_hand(make_run, write_gold):
    given = {"R1:Q1a": ["AA"], "R2:Q1a": ["AA"], "R3:Q2": ["BB"]}
    result = values(evaluate("tags", make_run({"tags": tags(given)}), write_gold("g.csv", GOLD)))
    # R1 1, R2 2/3 (one of two), R3 0, R4 1 (both empty)
    assert result["outcome sample F1"] == pytest.approx((1 + 2 / 3 + 0 + 1) / 4)
    assert result["outcome sample F1, not blank"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert result["outcome precision"] == pytest.approx(2 / 3)
    assert result["outcome recall"] == pytest.approx(2 / 4)
    assert result["outcome micro F1"] == pytest.approx(2 * 2 / (3 + 4))
    # AA 1; BB given once and wanted once, elsewhere: 0; CROSS 0
    assert result["outcome macro F1"] == pytest.approx(1 / 3)
    assert result["priority sample F1"] == pytest.approx(3 / 4)
    assert result["priority recall"] == 0


def test_baseline_reads_only_the_question(make_run, write_gold):
    result = evaluate("tags", make_run({"tags": tags({})}), write_gold("g.csv", GOLD))
    # Q1a is about AA: 1 and 2/3; for Q2 the commonest gold cell is empty or CROSS, sorted: empty
    assert values(result, "baseline")["outcome sample F1"] == pytest.approx((1 + 2 / 3 + 0 + 1) / 4)


def test_row_order_changes_nothing(make_run, write_gold):
    table = tags({"R1:Q1a": ["AA", "BB"], "R2:Q1a": ["BB"], "R3:Q2": ["CROSS"]})
    one = evaluate("tags", make_run({"tags": table}), write_gold("g.csv", GOLD))
    other = evaluate(
        "tags",
        make_run({"tags": table.sample(frac=1, random_state=3)}, "shuffled"),
        write_gold("h.csv", [HEADER, *reversed(GOLD[1:])]),
    )
    pd.testing.assert_frame_equal(one, other)


def test_interval_holds_the_value(make_run, write_gold):
    given = {"R1:Q1a": ["AA"], "R3:Q2": ["BB"]}
    result = evaluate("tags", make_run({"tags": tags(given)}), write_gold("g.csv", GOLD))
    row = result.set_index("measure").loc["outcome sample F1"]
    assert row["low"] < row["value"] < row["high"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([HEADER, "R9:Q1a,AA,,no"], "row 2, column comment_key"),
        ([HEADER + ",outcome", "R1:Q1a,AA,,no,"], 'unknown column "outcome"'),
        (["comment_key,outcome_ids", "R1:Q1a,AA"], '"priority_ids" is missing'),
    ],
    ids=["unknown comment", "unknown column", "missing column"],
)
def test_misfits_name_the_place(make_run, write_gold, lines, said):
    gold = write_gold("marked.csv", lines)
    with pytest.raises(InputError, match=r"marked\.csv") as caught:
        evaluate("tags", make_run({"tags": tags({})}), gold)
    assert said in str(caught.value)


def test_unknown_kind_lists_what_works(make_run, tmp_path):
    with pytest.raises(InputError, match="themes"):
        evaluate("topics", make_run({}), tmp_path)
