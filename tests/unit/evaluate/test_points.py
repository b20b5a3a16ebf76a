"""Themes and statements against gold points, with figures reckoned by hand."""

import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.evaluate import evaluate
from pipeline.evaluate._statements import same_quantifier
from pipeline.tables import TABLES, conform

HEADER = "statement_id,question_id,kind,quantifier,supporters,basis,evidence_comments"
GOLD = [
    HEADER,
    "S1,Q1,support,most,R1;R2;R3,closed,",
    "S2,Q1,suggestion,two,R1;R2,comments,R1:Q1a;R2:Q1a",
    "S3,Q1,request,one,R3,comments,R3:Q1a",
    "S4,Q2,concern,none_given,R4,comments,R4:Q2",
]


def table(name: str, rows: list[tuple]) -> pd.DataFrame:
    return conform(name, pd.DataFrame(rows, columns=list(TABLES[name].columns)))


def themes(groups: dict[str, list[str]], parents: dict[str, str] | None = None):
    """Themes by id and the comments in each."""
    names = {**dict.fromkeys(groups, "Q1"), **dict.fromkeys((parents or {}).values(), "Q1")}
    return {
        "themes": table("themes", [
            (name, group, (parents or {}).get(name), name, "d", "k", "candidate", 1, 1, None)
            for name, group in names.items()]),
        "assignments": table("assignments", [
            (f"{comment}.01", name, 1.0, "machine")
            for name, comments in groups.items() for comment in comments]),
    }  # fmt: skip


def statements(
    found: list[tuple[str, str, str, str, str, list[str]]], n: dict[str, int] | None = None
):
    """Statements: id, question, basis, act, quantifier, supporters."""
    return {
        "statements": table("statements", [
            (name, question, None, basis, act, 1, (n or {}).get(name, len(who)), 4, 0.5, words, "t")
            for name, question, basis, act, words, who in found]),
        "supporters": table("supporters", [
            (name, person, None, None) for name, *_, who in found for person in who]),
        "answers": table("answers", [
            (who, "Q1.closed", "Agree" if who != "R4" else "Disagree", 1, who != "R4")
            for who in ("R1", "R2", "R3", "R4")]),
    }  # fmt: skip


PERFECT_THEMES = {"A": ["R1:Q1a", "R2:Q1a"], "B": ["R3:Q1a"], "C": ["R4:Q2"]}
PERFECT_STATEMENTS = [
    ("Q1-01", "Q1", "closed", "support", "most", ["R1", "R2", "R3"]),
    ("Q1-02", "Q1", "comments", "suggestion", "two respondents", ["R1", "R2"]),
    ("Q1-03", "Q1", "comments", "suggestion", "one respondent", ["R3"]),
    ("Q2-01", "Q2", "comments", "concern", "one respondent", ["R4"]),
]


def values(frame: pd.DataFrame, column: str = "value") -> dict[str, float]:
    return frame.set_index("measure")[column].to_dict()


@pytest.mark.parametrize(
    ("kind", "tables"),
    [("themes", themes(PERFECT_THEMES)), ("statements", statements(PERFECT_STATEMENTS))],
    ids=["themes", "statements"],
)
def test_perfect_run_scores_one(make_run, write_gold, kind, tables):
    result = evaluate(kind, make_run(tables), write_gold("g.csv", GOLD))
    assert set(values(result).values()) == {1.0}


def test_themes_reckoned_by_hand(make_run, write_gold):
    tables = themes({"A": ["R1:Q1a", "R3:Q1a"], "C": ["R4:Q1a"]})
    result = values(evaluate("themes", make_run(tables), write_gold("g.csv", GOLD)))
    # S2 {R1,R2} with {R1,R3}: 2/4; S3 {R3} with {R1,R3}: 2/3; S4 in Q2: no theme there
    assert result["point S2"] == pytest.approx(1 / 2)
    assert result["point S3"] == pytest.approx(2 / 3)
    assert result["point S4"] == 0
    assert result["point F1"] == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert result["points found"] == pytest.approx(2 / 3)
    # items R1 R2 R3 (Q1a), R4 (Q2, alone). Precision: 1/2, 1, 1/2, 1; recall: 1/2, 1/2, 1, 1
    assert result["B-cubed F1"] == pytest.approx(3 / 4)


def test_a_parent_theme_counts_its_childrens_people_once(make_run, write_gold):
    tables = themes({"A": ["R1:Q1a"], "B": ["R2:Q1a", "R1:Q1a"]}, {"A": "P", "B": "P"})
    tables["assignments"] = tables["assignments"].query(
        "not (theme_id == 'B' and segment_id == 'R1:Q1a.01')"
    )
    result = values(evaluate("themes", make_run(tables), write_gold("g.csv", GOLD)))
    assert result["point S2"] == 1.0


def test_theme_baseline_is_one_theme_a_question(make_run, write_gold):
    result = evaluate("themes", make_run(themes(PERFECT_THEMES)), write_gold("g.csv", GOLD))
    # everyone in each question: S2 4/6, S3 2/5, S4 2/5
    assert values(result, "baseline")["point F1"] == pytest.approx((4 / 6 + 2 / 5 + 2 / 5) / 3)


def test_statements_are_matched_one_to_one(make_run, write_gold):
    found = [
        ("Q1-02", "Q1", "comments", "concern", "many respondents", ["R1", "R2", "R3"]),
        ("Q2-01", "Q2", "comments", "concern", "one respondent", ["R4"]),
    ]
    result = values(evaluate("statements", make_run(statements(found)), write_gold("g.csv", GOLD)))
    # the one statement of Q1 goes to S2 (4/5), not to S3 (1/2), which is left with none
    assert result["mean F1"] == pytest.approx((4 / 5 + 0 + 1) / 3)
    assert result["points found"] == pytest.approx(2 / 3)
    assert result["act agreement"] == pytest.approx(1 / 2)
    assert result["quantifier agreement"] == 0
    assert result["closed counts right"] == 0


def test_counts_that_do_not_recompute_are_seen(make_run, write_gold):
    tables = statements(PERFECT_STATEMENTS, {"Q1-02": 3})
    result = values(evaluate("statements", make_run(tables), write_gold("g.csv", GOLD)))
    assert result["counts recompute"] == pytest.approx(3 / 4)


@pytest.mark.parametrize("kind", ["themes", "statements"])
def test_row_order_changes_nothing(make_run, write_gold, kind):
    tables = {
        **statements([("Q1-02", "Q1", "comments", "concern", "many", ["R1", "R3"])]),
        **themes({"A": ["R1:Q1a", "R3:Q1a"], "C": ["R4:Q2", "R2:Q2"]}),
    }
    shuffled = {name: frame.sample(frac=1, random_state=5) for name, frame in tables.items()}
    one = evaluate(kind, make_run(tables), write_gold("g.csv", GOLD))
    other = evaluate(
        kind, make_run(shuffled, "shuffled"), write_gold("h.csv", [HEADER, *reversed(GOLD[1:])])
    )
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("S9,Q7,concern,one,R1,comments,", "row 2, column question_id"),
        ("S9,Q1,concern,one,R8,comments,", "row 2, column supporters"),
        ("S9,Q1,concern,one,R1,comments,R1:Q9", "row 2, column evidence_comments"),
        ("S9,Q1,concern,one,R1,spoken,", "row 2, column basis"),
        ("S9,Q1,concern,one,,comments,", "row 2, column supporters"),
    ],
    ids=["question", "respondent", "comment", "basis", "nobody"],
)
def test_misfits_name_the_place(make_run, write_gold, line, said):
    with pytest.raises(InputError) as caught:
        evaluate("themes", make_run(themes(PERFECT_THEMES)), write_gold("g.csv", [HEADER, line]))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("gold", "words", "same"),
    [
        ("several", "several respondents", True),
        ("vast_majority", "the vast majority of respondents", True),
        ("most", "all respondents", False),
        ("all", "5 of 6 respondents", False),
        ("none_given", "many respondents", True),
        ("one", "one respondent", True),
    ],
)
def test_quantifiers_are_read_loosely(gold, words, same):
    assert same_quantifier(gold, words) is same
