"""A hidden number stays hidden, whatever is printed beside it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.consultation import Consultation
from pipeline.errors import RunError
from pipeline.report._parts import HIDDEN
from pipeline.report._profile import (
    Profile,
    closed_counts,
    count,
    figure,
    profile_of,
    protect,
    soften,
)

PUBLIC = Profile("publish", 10, frozenset({"yes"}), False, False, False)
SOFTENED = Profile("publish", 10, frozenset({"yes"}), False, False, True)
INTERNAL = Profile("internal", 0, frozenset({"yes", "unknown"}), True, True, False)


def consultation(**changes: object) -> Consultation:
    values = {"title": "T", "body": "B", "sources": [{"file": "a.csv"}], **changes}
    return Consultation.model_validate(values)


@given(base=st.integers(1, 200), data=st.data())
def test_a_number_alone_is_never_narrowed_down(base: int, data: st.DataObject) -> None:
    """Every printed text that hides a number fits several numbers."""
    n = data.draw(st.integers(1, base))
    shown = count(n, base, PUBLIC)
    fitting = [other for other in range(1, base + 1) if count(other, base, PUBLIC) == shown]
    if 0 < n < 10 or 0 < base - n < 10:
        assert shown.n is None
        assert shown.share is None
        assert shown.percent == ""
    if shown.n is None and base >= 10:
        assert len(fitting) >= 5
    if shown.n is not None:
        assert (shown.n, shown.base) == (n, base)


@pytest.mark.parametrize(
    ("n", "base", "text"),
    [
        (4, 20, "fewer than 10 of 20"),
        (18, 20, "more than 10 of 20"),
        (10, 20, "10 of 20"),
        (20, 20, "20 of 20"),
        (10, 11, HIDDEN),
        (2, 11, HIDDEN),
        (3, 6, "fewer than 10"),
        (6, 6, "fewer than 10"),
        (1200, 4000, "1,200 of 4,000"),
        (3995, 4000, "more than 3,990 of 4,000"),
    ],
)
def test_what_is_printed_for_a_number(n: int, base: int, text: str) -> None:
    assert count(n, base, PUBLIC).text == text


def test_internal_shows_every_number() -> None:
    shown = count(1, 3, INTERNAL)
    assert (shown.n, shown.base, shown.text, shown.percent) == (1, 3, "1 of 3", "33%")
    assert protect([1, 2, 50], profile=INTERNAL) == frozenset()
    assert figure(1, INTERNAL) == "1"


def test_one_small_cell_hides_a_second() -> None:
    options, _ = closed_counts([60, 30, 25, 4, 0], 119, [], PUBLIC)
    assert [option.n for option in options] == [60, 30, None, None, 0]
    # Both look alike, so neither tells that it is the small one.
    assert {option.text for option in options if option.n is None} == {HIDDEN}


def test_a_statement_beside_the_table_does_not_give_a_cell_away() -> None:
    """65 agreed, 60 of them simply: so 5 agreed strongly, unless 60 is hidden as well."""
    options, (agreed,) = closed_counts([5, 60, 15, 12, 18], 110, [frozenset({0, 1})], PUBLIC)
    assert agreed.n == 65
    assert [option.n for option in options] == [None, None, 15, 12, 18]


def test_two_statements_that_differ_by_a_small_number_are_not_both_printed() -> None:
    unions = [frozenset({0, 1}), frozenset({0})]
    _, (both, one) = closed_counts([60, 5, 35], 100, unions, PUBLIC)
    assert both.n == 65
    assert one.n is None


def test_options_that_exclude_no_other_are_judged_alone() -> None:
    options, stated = closed_counts([40, 30, 4], 50, [frozenset({0})], PUBLIC)
    assert [option.n for option in options] == [40, 30, None]
    assert stated == []


@settings(max_examples=300, deadline=None)
@given(
    cells=st.lists(st.one_of(st.integers(0, 12), st.integers(0, 80)), min_size=2, max_size=7),
    data=st.data(),
)
def test_no_small_cell_follows_from_all_that_is_printed(
    cells: list[int], data: st.DataObject
) -> None:
    """Solve for each hidden number with everything printed as equations: it keeps its room."""
    base = sum(cells)
    places = st.integers(0, len(cells) - 1)
    unions = data.draw(st.lists(st.frozensets(places, min_size=1), max_size=3))
    options, stated = closed_counts(cells, base, unions, PUBLIC)
    if base < 10:
        assert all(option.n is None and option.base is None for option in options if base)
        return
    concealed = [place for place, option in enumerate(options) if option.n is None]
    rows = [np.ones(len(cells))]
    rows += [np.eye(len(cells))[p] for p, option in enumerate(options) if option.n is not None]
    rows += [
        np.isin(range(len(cells)), list(union)).astype(float)
        for union, shown in zip(unions, stated, strict=True)
        if shown.n is not None
    ]
    lowest = 0 if any(cells[place] == 0 for place in concealed) else 1
    bounds = [(lowest if place in concealed else 0, base) for place in range(len(cells))]
    equations, sums = np.array(rows), np.array(rows) @ np.array(cells)

    def room(weights: np.ndarray) -> float:
        low = linprog(weights, A_eq=equations, b_eq=sums, bounds=bounds)
        high = linprog(-weights, A_eq=equations, b_eq=sums, bounds=bounds)
        return float(-high.fun - low.fun)

    for place, n in enumerate(cells):
        if 0 < n < 10 or 0 < base - n < 10:
            assert place in concealed
            # Where everything is hidden already, the base alone sets the room.
            assert room(np.eye(len(cells))[place]) >= min(5, base - len(cells)) > 0
    for union, shown in zip(unions, stated, strict=True):
        if shown.n is None:
            assert room(np.isin(range(len(cells)), list(union)).astype(float)) > 0


@pytest.mark.parametrize(
    ("text", "n", "base", "expected"),
    [
        ("Most respondents (18 of 20) agreed.", 18, 20, "Most respondents agreed."),
        (
            "5 of 6 respondents agreed.", 5, 6, "Fewer than 10 respondents agreed.",
        ),
        (
            "It was raised by 4 of 140 respondents.", 4, 140,
            "It was raised by fewer than 10 of 140 respondents.",
        ),
        ("10 of 11 respondents agreed.", 10, 11, "Some respondents agreed."),
        ("Many respondents (30 of 140) agreed.", 30, 140, "Many respondents (30 of 140) agreed."),
        (
            "Several respondents (4 of 20) wanted 2 of 3 halls kept.", 4, 20,
            "Several respondents wanted 2 of 3 halls kept.",
        ),
        (
            "Most respondents (1,195 of 1,200) agreed.", 1195, 1200,
            "Most respondents agreed.",
        ),
    ],
    ids=["parenthesis", "subject", "within", "narrow base", "shown", "not a count", "thousands"],
)  # fmt: skip
def test_a_sentence_loses_only_its_hidden_figures(
    text: str, n: int, base: int, expected: str
) -> None:
    shown = count(n, base, PUBLIC)
    assert soften(text, shown, n=n, base=base, profile=PUBLIC) == expected


def test_one_and_two_are_softened_only_where_asked() -> None:
    text = "One respondent was concerned about parking."
    shown = count(1, 40, PUBLIC)
    assert soften(text, shown, n=1, base=40, profile=PUBLIC) == text
    softened = soften(text, shown, n=1, base=40, profile=SOFTENED)
    assert softened == "A small number of respondents were concerned about parking."


def test_permissions_of_each_profile() -> None:
    """A refusal is never quotable; an unknown permission needs a stated basis in public."""
    people = ["individual"]
    basis = consultation(quotation_basis="The privacy notice.")
    assert profile_of("internal", consultation(), people).quotable == {"yes", "unknown"}
    assert profile_of("publish", consultation(), people).quotable == {"yes"}
    assert profile_of("publish", basis, people).quotable == {"yes", "unknown"}
    blank = consultation(quotation_basis="  ")
    assert profile_of("publish", blank, people).quotable == {"yes"}


def test_numbers_of_organisations_are_not_personal() -> None:
    settings_ = consultation(settings={"small_number": 7})
    assert profile_of("publish", settings_, ["organisation"] * 3).threshold == 0
    assert profile_of("publish", settings_, ["organisation", "unknown"]).threshold == 7


def test_an_unknown_profile_says_which_there_are() -> None:
    with pytest.raises(RunError, match="publish"):
        profile_of("publich", consultation(), [])
