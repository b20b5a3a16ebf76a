"""Recognise the options of a closed question and put them in order, lowest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.ingest._options import fold, has_no_position
from pipeline.ingest._received import tidy

_STRONG = re.compile(r"\b(strong\w*|very|complete\w*|totally|fully|definitely|extreme\w*|at all)\b")
_WEAK = re.compile(
    r"\b(tend|slightly|somewhat|fairly|mostly|partly|probably|quite|some extent|not (very|that"
    r"|particularly|so))\b"
)
_NEUTRAL = re.compile(r"\b(neither|neutral|no strong (view|feeling)s?)\b")
_Family = Callable[[str], float | None]


def _two_sided(against: str, favour: str) -> _Family:
    """Return a scale with two ends, such as disagree and agree, and a middle."""
    minus, plus = re.compile(against), re.compile(favour)

    def place(said: str) -> float | None:
        if _NEUTRAL.search(said):
            return 0
        strength = 1 if _WEAK.search(said) else 3 if _STRONG.search(said) else 2
        if minus.search(said):
            return -strength
        return strength if plus.search(said) else None

    return place


def _stepped(*steps: str) -> _Family:
    """Return a scale given step by step, lowest first."""
    patterns = [re.compile(step) for step in steps]

    def place(said: str) -> float | None:
        return next((float(n) for n, step in enumerate(patterns) if step.fullmatch(said)), None)

    return place


def _numeric(said: str) -> float | None:
    number = re.match(r"(\d{1,2})\b(?!\s*[-–]\s*\d|\s*to\s)", said)
    return float(number[1]) if number else None


_FAMILIES: dict[str, _Family] = {
    "agreement": _two_sided(r"\bdisagree|\b(not|n't) agree", r"\bagree"),
    "support": _two_sided(r"\boppos|\bobject|\bagainst\b|\bnot support", r"\bsupport|\bfavour"),
    "satisfaction": _two_sided(r"\bdissatisf|\bunsatisf|\bnot .*satisf", r"\bsatisf"),
    "likelihood": _two_sided(r"\bunlikely|\bnot .*likely", r"\blikely"),
    "importance": _two_sided(r"\bunimportant|\bnot .*important", r"\bimportant"),
    "quality": _stepped(
        r"(very|extremely) (poor|bad)|terrible", r"poor|bad",
        r"fair|average|adequate|acceptable|ok|okay|satisfactory", r"(fairly|quite) good", r"good",
        r"very good", r"excellent",
    ),
    "yes or no": _stepped(
        r"(no\b|definitely not\b).*", r"(maybe|partly|in part|possibly|partially|to some extent).*",
        r"yes\b.*(partly|in part|some extent|somewhat|probably).*", r"yes|y", r"yes\b.*",
    ),
    "extent": _stepped(
        r"not at all|none", r"(very little|not much|to a very small extent)",
        r"(a little|slightly|(to )?a? ?(small|limited) extent)",
        r"(somewhat|(to )?(some|a moderate) extent|moderately)",
        r"(a lot|mostly|(to )?a (large|great) extent|very much)",
        r"(completely|fully|entirely|(to )?a very (large|great) extent)",
    ),
    "frequency": _stepped(
        r"never", r"rarely|seldom|hardly ever", r"sometimes|occasionally",
        r"often|usually|frequently|regularly", r"always",
    ),
    "numbers": _numeric,
}  # fmt: skip
_OPPOSITES = {
    "agreement": ("disagree", "agree"),
    "support": ("oppose", "support"),
    "satisfaction": ("dissatisfied", "satisfied"),
    "likelihood": ("unlikely", "likely"),
}


@dataclass(frozen=True)
class Scale:
    """Options in order, lowest first; those without a place ("Don't know") come last."""

    family: str
    options: tuple[str, ...]
    favourable: tuple[str, ...]


def scale_of(values: Iterable[str]) -> Scale | None:
    """Return the scale that all of the values belong to, if there is one.

    Parameters
    ----------
    values : iterable of str
        What was ticked, blanks left out.

    Returns
    -------
    Scale or None

    Examples
    --------
    >>> scale_of(["Agree", "Strongly agree", "Disagree", "Don't know"]).options
    ('Disagree', 'Agree', 'Strongly agree', "Don't know")
    >>> scale_of(["Yes", "No"]).family, scale_of(["by bus", "by car"])
    ('yes or no', None)
    """
    distinct = {fold(value): tidy(value) for value in sorted(values)}
    aside = [text for said, text in distinct.items() if has_no_position(said)]
    placed = {said: text for said, text in distinct.items() if not has_no_position(said)}
    for name, family in _FAMILIES.items():
        places = {said: family(said) for said in placed}
        if placed and None not in places.values():
            if len(set(places.values())) < len(places):
                continue  # two options on one step: the order would be a guess
            ordered = sorted(placed, key=lambda said: places[said] or 0)
            above = [placed[said] for said in ordered if (places[said] or 0) > 0]
            if name in ("quality", "extent", "frequency", "numbers"):
                above = []
            elif name == "yes or no":
                above = [placed[said] for said in ordered if said.startswith("y")]
            options = (*(placed[said] for said in ordered), *sorted(aside))
            return Scale(name, options, tuple(above))
    return None


def complete(scale: Scale, others: Iterable[Scale]) -> tuple[Scale, tuple[str, ...]]:
    """Add options that nobody ticked here: those of alike questions, and opposites.

    Parameters
    ----------
    scale : Scale
    others : iterable of Scale
        Scales of the other questions of the same file.

    Returns
    -------
    scale : Scale
        With the options added.
    added : tuple of str
        Options that occur nowhere in the file.

    Examples
    --------
    >>> whole, added = complete(scale_of(["Agree", "Strongly agree", "Disagree"]), [])
    >>> whole.options, added
    (('Strongly disagree', 'Disagree', 'Agree', 'Strongly agree'), ('Strongly disagree',))
    """
    whole = scale
    for other in others:
        if other.family == scale.family != "numbers":
            whole = scale_of({*whole.options, *other.options}) or whole
    low, high = _OPPOSITES.get(scale.family, ("", ""))
    if not low:
        return whole, ()
    added = []
    for option in whole.options:
        said = fold(option)
        if _NEUTRAL.search(said) or has_no_position(said):
            continue
        one, other_end = (low, high) if low in said else (high, low)
        opposite = _swap(option, one, other_end)
        wider = scale_of({*whole.options, opposite})
        if opposite and wider and len(wider.options) > len(whole.options):
            whole = wider
            added.append(opposite)
    return whole, tuple(added)


def _swap(option: str, one: str, other: str) -> str:
    swapped = re.sub(rf"\b{one}\b", other, option, flags=re.IGNORECASE)
    return swapped[:1].upper() + swapped[1:] if option[:1].isupper() else swapped
