"""Sentences: the words of published reports, for every act, number and preset."""

import re

import pytest

from pipeline.quantifiers import quantify
from pipeline.summarise._forms import Point, aligned, sentence
from pipeline.summarise._phrase import Topic

ACTS = ("support", "suggestion", "concern", "query", "observation")
ONE = Topic("the rural economy", plural=False)
MANY = Topic("market towns", plural=True)
THEMES = tuple(f"Q4-{n}" for n in range(6))  # both wordings occur among them


@pytest.mark.parametrize("preset", ["engagement", "education-scotland", "numeric"])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("n", "base"), [(1, 20), (2, 20), (3, 20), (5, 20), (12, 20), (20, 20)])
def test_every_sentence_is_one_sentence_that_names_who_and_what(
    preset: str, act: str, n: int, base: int
) -> None:
    quantity = quantify(n, base, preset=preset)
    for topic in (ONE, MANY):
        for theme in THEMES:
            text = sentence(Point(theme, act, topic, quantity, n / base))
            assert text is not None
            assert re.fullmatch(r"[A-Z0-9][^.]*[a-z]\.", text)
            assert "  " not in text
            assert topic.text in text[:1].lower() + text[1:]
            assert quantity.phrase in text[:1].lower() + text[1:] or "strong support" in text


def test_both_wordings_occur_and_each_theme_keeps_its_own() -> None:
    made = {t: sentence(Point(t, "concern", ONE, quantify(3, 20), 0.15)) for t in THEMES}
    assert len(set(made.values())) == 2
    assert made == {t: sentence(Point(t, "concern", ONE, quantify(3, 20), 0.15)) for t in THEMES}


def test_verbs_agree_with_what_was_raised() -> None:
    said = {
        topic.text: {sentence(Point(t, "observation", topic, quantify(3, 20), 0.15))
                     for t in THEMES}
        for topic in (ONE, MANY)
    }  # fmt: skip
    assert "The rural economy was raised by a few respondents." in said[ONE.text]
    assert "Market towns were raised by a few respondents." in said[MANY.text]


@pytest.mark.parametrize(
    ("act", "example", "text"),
    [
        ("suggestion", "that the text should mention mental health",
         "One respondent suggested that the text should mention mental health."),
        ("query", "how success will be measured",
         "One respondent asked how success will be measured."),
        ("concern", "that villages will be forgotten",
         "One respondent was concerned that villages will be forgotten."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("topic", [ONE, None], ids=["topic", "no topic"])
def test_one_respondent_is_told_by_their_own_words(
    act: str, example: str, text: str, topic: Topic | None
) -> None:
    point = Point("Q1-a", act, topic, quantify(1, 20), 0.05, example=example)
    assert sentence(point) == text


@pytest.mark.parametrize("act", ["suggestion", "query"])
def test_several_are_told_by_topic_with_one_clause_for_example(act: str) -> None:
    text = sentence(Point("Q1-a", act, ONE, quantify(5, 20), 0.25, example="widening it"))
    assert text is not None
    assert text.startswith("Several respondents ")
    assert text.endswith(", for example widening it.")


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_said_where_nothing_can_be_named(act: str) -> None:
    assert sentence(Point("Q1-a", act, None, quantify(5, 20), 0.25)) is None
    assert sentence(Point("Q1-a", act, None, quantify(1, 20), 0.05)) is None


@pytest.mark.parametrize("act", ACTS)
def test_what_is_not_certain_is_told_plainly(act: str) -> None:
    text = sentence(Point("Q1-a", act, ONE, quantify(5, 20), 0.25, certain=False))
    assert text in (
        "Several respondents commented on the rural economy.",
        "The rural economy was raised by several respondents.",
    )


@pytest.mark.parametrize(
    ("share", "n", "opposed", "strong"),
    [(0.40, 8, False, True), (0.39, 8, False, False), (0.40, 8, True, False),
     (1.0, 1, False, False)],
    ids=["two fifths", "under", "opposed", "one respondent"],
)  # fmt: skip
def test_strong_support(share: float, n: int, opposed: bool, strong: bool) -> None:
    point = Point("Q1-a", "support", ONE, quantify(n, 20), share, opposed=opposed)
    assert (sentence(point) == "There was strong support for the rural economy.") is strong


@pytest.mark.parametrize(
    ("n", "about", "text"),
    [
        (5, "the proposed vision",
         "Several respondents said that the proposed vision aligned with their own plans or "
         "strategies."),
        (3, "that the principles will help to deliver the vision",
         "A few respondents said that the principles aligned with their own plans or strategies."),
        (2, None,
         "Two respondents said that this was in line with their own plans or strategies."),
        (2, "that more is needed",
         "Two respondents said that this was in line with their own plans or strategies."),
    ],
)  # fmt: skip
def test_alignment(n: int, about: str | None, text: str) -> None:
    assert aligned(quantify(n, 20), about) == text
