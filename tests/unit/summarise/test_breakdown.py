"""Who mentions what, by question, kind and attribute: cells worked out by hand."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln
from scipy.stats import binomtest, fisher_exact

from pipeline.mentions import dimensions, mentions, not_broken_down
from pipeline.summarise._breakdown import _fisher, breakdown
from pipeline.tables import TABLES, conform, empty

Tables = dict[str, pd.DataFrame]
OUTCOME_OF = {"SE": "SE", "SE3": "SE", "KPS": "KPS"}


def made(name: str, rows: Sequence[tuple]) -> pd.DataFrame:
    if not rows:
        return empty(name)
    return conform(name, pd.DataFrame(rows, columns=list(TABLES[name].columns)))


def tables_of(
    ages: Mapping[str, str],
    said: Sequence[tuple[str, str, str, str]],
    *,
    silent: Sequence[str] = (),
    kind: str = "individual",
) -> Tables:
    """Tables of everyone in ``ages`` and ``said``.

    ``said`` is who, question, label ("-" for none) and decision: a comment of one segment each.
    ``silent`` took part and wrote nothing.
    """
    people = sorted({*ages, *silent, *(row[0] for row in said)})
    cells = sorted({(who, question) for who, question, _, _ in said})
    tags = sorted({row for row in said if row[2] != "-"})
    return {
        "questions": made(
            "questions",
            [(q, None, "other", None, "?", None, None, n) for n, q in enumerate(("Q1", "Q2"), 1)],
        ),
        "respondents": made("respondents", [(p, kind, None, "no", "yes") for p in people]),
        "attributes": made("attributes", [(p, "Age", age) for p, age in ages.items()]),
        "comments": made(
            "comments",
            [(f"{w}:{q}", w, q, "Words.", "analysed", None, None, "en", 1, 0) for w, q in cells]
            + [(f"{w}:Q1", w, "Q1", "", "blank", None, None, None, 0, 0) for w in silent],
        ),
        "segments": made(
            "segments", [(f"{w}:{q}.01", f"{w}:{q}", 0, 6, "Words.") for w, q in cells]
        ),
        "tags": made(
            "tags",
            [
                (f"{w}:{q}.01", label, "priority" if label[-1].isdigit() else "outcome", 0.9, 0, 6,
                 "words", decision, "test")
                for w, q, label, decision in tags
            ],
        ),
    }  # fmt: skip


def cells(tables: Tables) -> dict[tuple[str, str, str], object]:
    table = breakdown(tables, outcome_of=OUTCOME_OF)
    return {(row.label_id, row.dimension, row.value): row for row in table.itertuples()}


# Ten over 65, of whom eight mention KPS; twenty younger ones, of whom two do; one who gave no age
# and mentions it; one over 65 who wrote nothing.
AGES = {f"O{n:02d}": "65+" for n in range(11)} | {f"Y{n:02d}": "under 65" for n in range(20)}
SAID = [
    *((f"O{n:02d}", "Q1", "KPS" if n < 8 else "-", "auto") for n in range(10)),
    *((f"Y{n:02d}", "Q2", "KPS" if n < 2 else "-", "human") for n in range(20)),
    ("N00", "Q1", "KPS", "auto"),
]
TABLES_BY_AGE = tables_of(AGES, SAID, silent=["O10"])


def test_cells_are_counted_of_those_who_wrote_and_whose_value_is_known() -> None:
    found = cells(TABLES_BY_AGE)
    counted = {key[1:]: (row.n_respondents, row.n_base) for key, row in found.items()}
    assert counted == {
        ("all", "all"): (11, 31),
        ("question", "Q1"): (9, 11),
        ("question", "Q2"): (2, 20),
        ("kind", "individual"): (11, 31),
        ("Age", "65+"): (8, 10),
        ("Age", "under 65"): (2, 20),
    }


def test_a_value_is_compared_with_the_others_whose_value_is_known() -> None:
    found = cells(TABLES_BY_AGE)
    old, young = found["KPS", "Age", "65+"], found["KPS", "Age", "under 65"]
    assert (old.share, old.share_rest) == (8 / 10, 2 / 20)
    assert (young.share, young.share_rest) == (2 / 20, 8 / 10)
    expected = fisher_exact([[8, 2], [2, 18]]).pvalue
    assert old.p == pytest.approx(expected) == young.p
    # Two tests of equal p: the correction leaves both as they are.
    assert old.q == pytest.approx(expected)
    assert (old.represented, young.represented) == ("over", "under")
    interval = binomtest(8, 10).proportion_ci(method="wilson")
    assert (old.low, old.high) == pytest.approx((interval.low, interval.high))


def test_what_has_no_others_is_not_tested() -> None:
    found = cells(TABLES_BY_AGE)
    for key in (("all", "all"), ("question", "Q1"), ("kind", "individual")):
        row = found["KPS", *key]
        assert np.isnan([row.p, row.q, row.share_rest]).all()
        assert row.represented == ""


def test_few_respondents_are_counted_and_not_tested() -> None:
    ages = {f"A{n}": "16-24" for n in range(4)} | {f"B{n}": "25+" for n in range(30)}
    said = [(who, "Q1", "KPS" if who[0] == "A" else "-", "auto") for who in ages]
    found = cells(tables_of(ages, said))
    assert found["KPS", "Age", "16-24"].n_respondents == 4
    assert np.isnan(found["KPS", "Age", "16-24"].p)
    assert found["KPS", "Age", "25+"].represented == "under"


def test_the_correction_is_that_of_benjamini_and_hochberg() -> None:
    ages = {f"{value}{n:02d}": value for value in "ABC" for n in range(20)}
    many = {"A": 14, "B": 9, "C": 2}
    said = [(w, "Q1", "KPS" if int(w[1:]) < many[w[0]] else "-", "auto") for w in ages]
    found = [cells(tables_of(ages, said))["KPS", "Age", value] for value in "ABC"]
    p = np.array([row.p for row in found])
    order = np.argsort(p)
    by_hand = np.minimum.accumulate((p[order] * 3 / np.arange(1, 4))[::-1])[::-1]
    assert [found[place].q for place in order] == pytest.approx(list(np.minimum(by_hand, 1)))
    assert [row.represented for row in found] == ["over", "", "under"]


def test_a_priority_counts_for_its_outcome_and_waiting_tags_for_nothing() -> None:
    said = [
        ("A", "Q1", "SE3", "auto"), ("A", "Q1", "SE", "needs_review"),
        ("B", "Q1", "SE", "needs_review"), ("C", "Q2", "SE", "auto"), ("C", "Q1", "SE3", "human"),
        ("D", "Q1", "KPS", "needs_review"),
    ]  # fmt: skip
    found = cells(tables_of({}, said))
    assert found["SE", "all", "all"].n_respondents == 2
    assert found["SE3", "all", "all"].n_respondents == 2
    assert found["SE", "question", "Q1"].n_respondents == 2
    assert found["SE", "question", "Q2"].n_respondents == 1
    assert not any(label == "KPS" for label, _, _ in found)


def test_without_tags_there_is_nothing_to_break_down() -> None:
    assert breakdown(tables_of(AGES, []), outcome_of={}).equals(empty("breakdown"))


def test_the_order_of_rows_does_not_matter() -> None:
    straight = breakdown(TABLES_BY_AGE, outcome_of=OUTCOME_OF)
    mixed = {n: t.sample(frac=1, random_state=3) for n, t in TABLES_BY_AGE.items()}
    pd.testing.assert_frame_equal(straight, breakdown(mixed, outcome_of=OUTCOME_OF))


def test_attributes_named_like_a_dimension_of_ours_stay_apart() -> None:
    tables = tables_of(AGES, SAID)
    renamed = tables["attributes"].assign(attribute="kind")
    found = dimensions(tables["comments"], tables["respondents"], renamed)
    assert set(found["dimension"]) == {"all", "kind", "kind (column)"}


@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ([str(n) for n in range(18, 40)] * 5, True),
        ([f"LE{n} {m}AB" for n in range(1, 8) for m in range(4)] * 3, True),
        ([f"Name {n}" for n in range(30)], True),
        ([f"Ward {n}" for n in range(30)] * 3, False),
        ([str(n) for n in range(1, 11)] * 5, False),
        (["one", "two"], False),
    ],
    ids=["years", "postcodes", "names", "wards", "scale", "few"],
)
def test_values_that_are_no_groups_are_left_out(values: list[str], left_out: bool) -> None:
    frame = pd.DataFrame({"attribute": "X", "value": values})
    assert bool(not_broken_down(frame)) == left_out


def test_one_settled_tag_settles_it() -> None:
    tags = tables_of({}, [("A", "Q1", "SE3", "auto"), ("A", "Q1", "SE", "needs_review")])["tags"]
    found = mentions(tags, OUTCOME_OF)
    assert found[["label_id", "settled"]].to_numpy().tolist() == [["SE", True], ["SE3", True]]


@given(st.tuples(*[st.integers(0, 60)] * 4).filter(any))
def test_the_exact_test_is_that_of_scipy(table: tuple[int, int, int, int]) -> None:
    logs = gammaln(np.arange(sum(table) + 1) + 1.0)
    expected = fisher_exact(np.reshape(table, (2, 2))).pvalue
    assert _fisher(*table, logs) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["16-24", "25-64", "65+", ""]),
            st.sampled_from(["Q1", "Q2"]),
            st.sampled_from(["SE", "SE3", "KPS", "-"]),
            st.sampled_from(["auto", "needs_review", "human"]),
        ),
        max_size=40,
    )
)
def test_laws_of_every_cell(rows: list[tuple[str, str, str, str]]) -> None:
    people = {f"R{n:02d}": row for n, row in enumerate(rows)}
    ages = {who: row[0] for who, row in people.items() if row[0]}
    tables = tables_of(ages, [(who, *row[1:]) for who, row in people.items()])
    table = breakdown(tables, outcome_of=OUTCOME_OF)
    assert (table["n_respondents"] <= table["n_base"]).all()
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()
    assert (table["p"].isna() == table["q"].isna()).all()
    assert (table["q"].dropna() >= table["p"].dropna() - 1e-12).all()
    sums = table.groupby(["label_id", "dimension"])[["n_respondents", "n_base"]].sum()
    for label in table["label_id"].unique():
        whole = sums.loc[label, "all"]
        # Everyone has one kind, and answers one question here; not everyone gave an age.
        assert sums.loc[label, "kind"].tolist() == whole.tolist()
        assert sums.loc[label, "question"].tolist() == whole.tolist()
        if ages:
            assert (sums.loc[label, "Age"] <= whole).all()
