"""The sentences: forms of published engagement reports, by what people do.

Two wordings alternate for each act, chosen by the theme's id, so that a page does not read like
a form letter and the same theme always reads the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.quantifiers import Quantity
from pipeline.store import digest_of
from pipeline.summarise._phrase import Topic

STRONG_SUPPORT = 0.40
"""Share of the base from which support without opposition is called strong."""


@dataclass(frozen=True)
class Point:
    """What a statement is to say.

    ``example`` is a reported clause of one supporter; where the point has one supporter only, it
    is the point itself. ``certain``: all supporters do the same act; ``most``: more than half of
    four or more do; ``cohesive``: their words are near each other in meaning.
    """

    theme_id: str
    act: str
    topic: Topic | None
    quantity: Quantity
    share: float
    example: str | None = None
    certain: bool = True
    most: bool = False
    cohesive: bool = False
    opposed: bool = False


def sentence(point: Point) -> str | None:
    """Write one statement, or none where what the respondents share cannot be named.

    Examples
    --------
    >>> from pipeline.quantifiers import quantify
    >>> topic = Topic("the rural economy", plural=False)
    >>> sentence(Point("Q4-a", "query", topic, quantify(5, 16), 5 / 16))
    'Several respondents sought clarification of the rural economy.'
    """
    act = point.act if point.certain else "observation"
    reported = act in _REPORTED and point.example and point.quantity.singular
    if reported:
        text = f"{point.quantity.phrase} {_REPORTED[act]} {point.example}"
    elif point.quantity.singular and (point.topic is None or point.topic.n_words < 2):
        return None  # a view of one respondent is told by its own words or not at all
    elif point.topic is None:
        if not (point.cohesive and point.example and act in _RELATED):
            return None
        text = f"{point.quantity.phrase} {_RELATED[act]}, for example {point.example}"
    else:
        text = _FORMS[act](point, point.topic)
        if not point.certain and point.act in _MAINLY and point.most:
            text += f", more than half of them {_MAINLY[point.act]}"
            text += f", for example {point.example}" if point.example else ""
    return text[:1].upper() + text[1:] + "."


def aligned(quantity: Quantity, about: str | None) -> str:
    """Write that respondents found the proposals in line with their own plans."""
    named = _SUBJECT_OF_CLAUSE.match(about or "")
    what = named[1] if named else about
    if what is None or what.startswith("that "):
        what, verb = "this", "was in line"
    else:
        verb = "aligned"
    text = f"{quantity.phrase} said that {what} {verb} with their own plans or strategies"
    return text[:1].upper() + text[1:] + "."


def _first(point: Point) -> bool:
    """Choose between two wordings, always the same for the same theme."""
    return int(digest_of(point.theme_id)[:8], 16) % 2 == 0


def _support(point: Point, topic: Topic) -> str:
    if point.share >= STRONG_SUPPORT and not point.opposed and not point.quantity.singular:
        return f"there was strong support for {topic.text}"
    verb = "welcomed" if _first(point) else "supported"
    return f"{point.quantity.phrase} {verb} {topic.text}"


def _suggestion(point: Point, topic: Topic) -> str:
    who = point.quantity.phrase
    about = "made suggestions about" if not point.quantity.singular else "made a suggestion about"
    text = f"{who} {about} {topic.text}"
    if point.example:
        text += f", for example {point.example}"
    return text


def _concern(point: Point, topic: Topic) -> str:
    who = point.quantity.phrase
    if _first(point):
        return f"{who} expressed concern about {topic.text}"
    return f"concern about {topic.text} was expressed by {who}"


def _query(point: Point, topic: Topic) -> str:
    who = point.quantity.phrase
    verb = "sought clarification of" if _first(point) else "asked about"
    text = f"{who} {verb} {topic.text}"
    if point.example:
        text += f", for example {point.example}"
    return text


def _observation(point: Point, topic: Topic) -> str:
    who = point.quantity.phrase
    if _first(point) or point.quantity.singular:
        return f"{who} commented on {topic.text}"
    verb = "were" if topic.plural else "was"
    return f"{topic.text} {verb} raised by {who}"


_SUBJECT_OF_CLAUSE = re.compile(
    r"that ((?:the|these|our|its) .+?) (?:will|would|should|can|could)\b"
)
_REPORTED = {"suggestion": "suggested", "query": "asked", "concern": "was concerned"}
_MAINLY = {
    "suggestion": "with suggestions",
    "query": "with questions",
    "concern": "with concerns",
    "support": "in support",
}
_RELATED = {
    "suggestion": "made related suggestions",
    "query": "asked related questions",
    "concern": "raised related concerns",
}
_FORMS = {
    "support": _support,
    "suggestion": _suggestion,
    "concern": _concern,
    "query": _query,
    "observation": _observation,
    "alignment": _support,
    "general": _observation,
}
