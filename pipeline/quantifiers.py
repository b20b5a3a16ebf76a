"""Words for numbers: named presets, each word bound to a count and a base.

The rules are those of DESIGN section 6. For a fixed base, more people never get a weaker word
(tested). Reports print ``key(preset)`` so that a reader can look every word up.
"""

from __future__ import annotations

from dataclasses import dataclass

SMALL_BASE = 10
"""Below this base a majority is printed as a fraction: "5 of 6 respondents"."""
LARGE_BASE = 50
"""From this base the middle words go by share, not by number."""


@dataclass(frozen=True)
class Quantity:
    """A word of quantity and the phrase it makes.

    Attributes
    ----------
    word : str
        What the key lists: "several", "a majority of", "5 of 6".
    phrase : str
        The subject of a sentence, in lower case: "several respondents".
    singular : bool
        Whether the phrase takes a singular verb.
    strength : int
        Rank among the words of the preset; never falls as n grows for a fixed base.
    """

    word: str
    phrase: str
    singular: bool
    strength: int


def quantify(
    n: int, base: int, *, preset: str = "engagement", noun: str = "respondent"
) -> Quantity:
    """Return the word for ``n`` of ``base`` respondents.

    Parameters
    ----------
    n : int
        How many, from 1 to ``base``.
    base : int
        Of how many.
    preset : {"engagement", "education-scotland", "numeric"}
        Which words.
    noun : str
        Singular noun for the people counted.

    Raises
    ------
    ValueError
        If ``n`` is not between 1 and ``base``, or the preset is unknown.

    Examples
    --------
    >>> quantify(5, 17).phrase
    'several respondents'
    >>> quantify(18, 20).phrase
    'the vast majority of respondents'
    >>> quantify(5, 6).phrase
    '5 of 6 respondents'
    >>> quantify(1, 20, preset="numeric").phrase
    '1 of 20 respondents'
    """
    if not 1 <= n <= base:
        raise ValueError(f"{n} of {base} is not a number of respondents")
    if preset == "engagement":
        return _engagement(n, base, noun)
    if preset == "education-scotland":
        return _by_share(n, base, noun)
    if preset == "numeric":
        return Quantity(f"{n} of {base}", f"{n} of {base} {noun}s", n == 1, n)
    raise ValueError(f"there is no preset {preset!r}")


def _engagement(n: int, base: int, noun: str) -> Quantity:
    share = n / base
    if n == 1 and base > 1:
        return Quantity("one", f"one {noun}", True, 1)
    if share > 0.5 and base < SMALL_BASE:
        return Quantity(f"{n} of {base}", f"{n} of {base} {noun}s", n == 1, 7 + n)
    if share > 0.5:
        steps = (
            (1.0, "all", "all", 10),
            (0.9, "the vast majority of", "the vast majority of", 9),
            (0.75, "most", "most", 8),
            (0.0, "a majority of", "a majority of", 7),
        )
        word, lead, strength = next((w, p, s) for low, w, p, s in steps if share >= low)
        return Quantity(word, f"{lead} {noun}s", False, strength)
    if n == 2:
        return Quantity("two", f"two {noun}s", False, 2)
    if base >= LARGE_BASE:
        word, strength = (
            ("a small number of", 3)
            if share < 0.05
            else (("several", 5) if share < 0.15 else ("many", 6))
        )
    else:
        word, strength = ("a few", 4) if n == 3 else (("several", 5) if n <= 6 else ("many", 6))
    return Quantity(word, f"{word} {noun}s", False, strength)


def _by_share(n: int, base: int, noun: str) -> Quantity:
    share = n / base
    steps = (
        (1.0, "all", 6),
        (0.9000001, "almost all", 5),
        (0.75, "most", 4),
        (0.5, "a majority of", 3),
        (0.15, "less than half of", 2),
        (0.0, "a few", 1),
    )
    word, strength = next((word, rank) for low, word, rank in steps if share >= low)
    return Quantity(word, f"{word} {noun}s", False, strength)


def key(preset: str = "engagement") -> list[tuple[str, str]]:
    """Return the key to a preset: each word with what it stands for, weakest first.

    Examples
    --------
    >>> key("numeric")
    [('12 of 140 respondents', 'the number who made the point, of the base of the question')]
    """
    if preset == "numeric":
        return [
            ("12 of 140 respondents", "the number who made the point, of the base of the question")
        ]
    if preset == "education-scotland":
        return [
            ("a few", "under 15% of the base"),
            ("less than half of", "15% to under 50%"),
            ("a majority of", "50% to under 75%"),
            ("most", "75% to 90%"),
            ("almost all", "over 90%"),
            ("all", "100%"),
        ]
    if preset != "engagement":
        raise ValueError(f"there is no preset {preset!r}")
    return [
        ("one, two", "one or two respondents"),
        ("a few", "three respondents (base under 50)"),
        ("a small number of", "three or more respondents, under 5% of a base of 50 or more"),
        ("several", "4 to 6 respondents; 5% to under 15% of a base of 50 or more"),
        ("many", "7 or more respondents, up to half; 15% to 50% of a base of 50 or more"),
        ("a majority of", "over 50% of a base of 10 or more"),
        ("most", "75% to under 90%"),
        ("the vast majority of", "90% or more"),
        ("all", "100%"),
        ("5 of 6 respondents", "printed in figures for more than half of a base under 10"),
        ("strong support", "in favour: 40% or more of the base, no opposing point above 5%"),
    ]
