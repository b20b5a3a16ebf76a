"""What a theme is about, as its respondents speak of it: articles, number, capitals."""

from collections.abc import Callable

import pytest

from tests.unit.summarise.conftest import PEOPLE, Tables

Write = Callable[..., Tables]


def stated(write: Write, label: str, wordings: list[str]) -> str | None:
    """The statement, in small letters at its start, about what was said under a label."""
    said = [(who, label, "concern", text) for who, text in zip(PEOPLE, wordings, strict=False)]
    rest = [(who, "-", "general", "I agree.") for who in PEOPLE[len(wordings) :]]
    found = write([*said, *rest])["statements"]["text"].tolist()
    assert len(found) <= 1
    return found[0][:1].lower() + found[0][1:] if found else None


@pytest.mark.parametrize(
    ("label", "wordings", "spoken"),
    [
        ("Evening buses",
         ["The evening buses are late.", "We rely on the evening buses.",
          "Cuts hit the evening buses."], "the evening buses"),
        ("Bypass", ["Melton needs a bypass.", "There is no money for a bypass.",
                    "Build a bypass at Melton."], "a bypass"),
        ("Open space", ["An open space was lost.", "We lost an open space by the school.",
                        "Sadly an open space has gone."], "an open space"),
        ("Market towns", ["Market towns are declining.", "Shops close in market towns.",
                          "Life leaves market towns."], "market towns"),
        ("CCTV cameras", ["CCTV cameras are broken.", "We asked for the repair of CCTV cameras.",
                          "Crime follows where CCTV cameras fail."], "CCTV cameras"),
        ("Melton hospital", ["The Melton hospital is shut.", "We miss the Melton hospital.",
                             "Reopen the Melton hospital wards."], "the Melton hospital"),
        ("Variety of homes", ["We lack a variety of homes.", "A variety of homes is missing.",
                              "There is not a variety of homes."], "a variety of homes"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)  # fmt: skip
def test_spoken_of_with_the_articles_its_respondents_used(
    write: Write, label: str, wordings: list[str], spoken: str
) -> None:
    text = stated(write, label, wordings)
    assert text is not None
    assert f" {spoken} " in f" {text[:-1]} "


def test_two_phrases_are_joined_and_plural(write: Write) -> None:
    text = stated(write, "Library roof and heating", [
        "The library roof leaks and the heating fails.", "The heating is off; the roof drips too.",
        "Mend the library roof and the heating before winter.",
    ])  # fmt: skip
    assert text is not None
    assert "the library roof and the heating" in text


@pytest.mark.parametrize(
    ("label", "wordings"),
    [
        ("Climate emergency", ["The library roof leaks.", "Library roofs drip."]),
        ("Library roof", ["The library roof leaks.", "Dogs foul the pavement.",
                          "Bus fares are dear.", "Schools need teachers."]),
        ("Library roof", ["The library roof leaks.", "Dogs foul the pavement."]),
    ],
    ids=["not their words", "one of four", "one of two"],
)  # fmt: skip
def test_what_they_do_not_all_speak_of_is_not_said_of_them(
    write: Write, label: str, wordings: list[str]
) -> None:
    assert stated(write, label, wordings) is None


def test_everyone_counted_speaks_of_the_topic(write: Write) -> None:
    text = stated(write, "Library roof", [
        "The library roof leaks.", "Mend the library roof.", "Rain comes through the library roof.",
        "Dogs foul the pavement.", "Bus fares are dear.",
    ])  # fmt: skip
    assert text is None or "a few respondents" in text


def test_what_was_asked_is_not_repeated_as_the_answer(write: Write) -> None:
    wordings = ["The draft plan is dull.", "Drop the draft plan.", "The draft plan lacks detail."]
    assert stated(write, "Draft plan", wordings) is None


def test_no_sentence_starts_with_their(write: Write) -> None:
    wordings = ["Our public transport is slow.", "Our public transport is dear.",
                "They forget our public transport."]  # fmt: skip
    said = [(who, "Public transport", act, text) for who, act, text in zip(
        PEOPLE, ("observation", "concern", "query"), wordings, strict=False)]  # fmt: skip
    (text,) = write(said)["statements"]["text"]
    assert not text.startswith("Their ")
    assert "public transport" in text.lower()
