"""Words for numbers: the boundaries of DESIGN section 6, and monotonicity for every base."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quantifiers import key, quantify

PRESETS = ("engagement", "education-scotland", "numeric")


@pytest.mark.parametrize(
    ("n", "base", "phrase"),
    [
        (1, 20, "one respondent"),
        (2, 20, "two respondents"),
        (3, 20, "a few respondents"),
        (4, 20, "several respondents"),
        (6, 20, "several respondents"),
        (7, 20, "many respondents"),
        (10, 20, "many respondents"),
        (11, 20, "a majority of respondents"),
        (15, 20, "most respondents"),
        (18, 20, "the vast majority of respondents"),
        (20, 20, "all respondents"),
        (5, 6, "5 of 6 respondents"),
        (3, 6, "a few respondents"),
        (6, 10, "a majority of respondents"),
        (5, 10, "several respondents"),
        (2, 500, "two respondents"),
        (3, 500, "a small number of respondents"),
        (24, 500, "a small number of respondents"),
        (25, 500, "several respondents"),
        (74, 500, "several respondents"),
        (75, 500, "many respondents"),
        (250, 500, "many respondents"),
        (251, 500, "a majority of respondents"),
        (3, 50, "several respondents"),
    ],
)
def test_engagement_words(n: int, base: int, phrase: str) -> None:
    assert quantify(n, base).phrase == phrase


@pytest.mark.parametrize(
    ("n", "word"),
    [(100, "all"), (91, "almost all"), (90, "most"), (75, "most"), (74, "a majority of"),
     (50, "a majority of"), (49, "less than half of"), (15, "less than half of"), (14, "a few")],
)  # fmt: skip
def test_education_scotland_words(n: int, word: str) -> None:
    assert quantify(n, 100, preset="education-scotland").word == word


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("base", [*range(1, 130), 1000, 4999])
def test_more_people_never_get_a_weaker_word(preset: str, base: int) -> None:
    strengths = [quantify(n, base, preset=preset).strength for n in range(1, base + 1)]
    assert strengths == sorted(strengths)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_majority_word_always_means_over_half(n: int, more: int) -> None:
    quantity = quantify(n, n + more)
    if quantity.word in ("a majority of", "most", "the vast majority of", "all"):
        assert n / (n + more) > 0.5
    if quantity.word == "many":
        assert n / (n + more) <= 0.5


@pytest.mark.parametrize("preset", ["engagement", "education-scotland"])
def test_every_word_is_in_the_key(preset: str) -> None:
    listed = {word for entry, _ in key(preset) for word in entry.split(", ")}
    for base in (10, 20, 49, 50, 200):
        for n in range(1, base + 1):
            assert quantify(n, base, preset=preset).word in listed


@pytest.mark.parametrize(("n", "base"), [(0, 5), (6, 5), (-1, 5)])
def test_impossible_counts_are_refused(n: int, base: int) -> None:
    with pytest.raises(ValueError, match="not a number of respondents"):
        quantify(n, base)
