"""From evidence to tags: terms and likeness, weighed in the light of the question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.tag._labels import Label
from pipeline.tag._questions import Asked
from pipeline.tag._similarity import Floats
from pipeline.tag._terms import Match

# In units of cosine; measured on the worked example and on 3,200 comments about other things, and
# rounded: neighbouring values do as well.
LIMIT = 0.28  # how far a label must stand out for a score of 0.5
STEEPNESS = 20.0  # 0.055 beyond the limit makes a score of 0.75
TERM = 0.15  # what a term of several words adds
SCOPE = {"outcome": 0.15, "cross": 0.10, "priority": 0.10}  # what the question adds to its own
FLOOR = 0.25  # with no term, a label less alike than this is not considered
SHORTEST = 12  # characters: of less, the meaning is anyone's guess
ABOUT_PLAN = 0.15  # how far CROSS must stand out for a remark to be about the document
REVIEW, AUTO = 0.5, 0.75
BY_QUESTION = 0.8  # "Agree." and "we support these" are about what was asked
BY_DEFAULT = 0.6  # on the document as a whole, since on none of its parts in particular

_REFERS = frozenset({"general", "support", "alignment"})


@dataclass(frozen=True)
class Tag:
    """A label given to a segment; ``start`` and ``end`` count from its first character."""

    code: str
    level: str
    score: float
    start: int
    end: int
    why: str


def decide(
    labels: Sequence[Label], standing_out: Floats, likeness: Floats, matches: Sequence[Match],
    *, act: str, asked: Asked, length: int,
) -> list[Tag]:  # fmt: skip
    """Give one segment its tags.

    Parameters
    ----------
    labels : sequence of Label
        The plan as a whole comes last.
    standing_out, likeness : numpy.ndarray of shape (n_labels,)
        From ``LabelSpace.similarity``.
    matches : sequence of Match
        Terms that occur in it.
    act : str
        What the segment does.
    asked : Asked
        What its question is about.
    length : int
        Characters of the segment: the evidence where no term is.

    Returns
    -------
    list of Tag
        Each with a score of at least ``REVIEW``.
    """
    subject = asked.scope or (labels[-1].code if asked.whole else None)
    by_code = {label.code: label for label in labels}
    if act == "general":
        if subject not in by_code:
            return []
        label = by_code[subject]
        return [Tag(label.code, label.level, BY_QUESTION, 0, length, label.sentence)]
    best = _best_matches(matches)
    tags: dict[str, Tag] = {}
    # most labels are too far off for any term or question to help
    for index in np.flatnonzero(standing_out >= LIMIT - TERM - max(SCOPE.values())).tolist():
        label, match = labels[index], best.get(index)
        if label.level == "cross" and asked.scope:
            continue  # remarks on the wording of one outcome belong to that outcome
        if match is None and (likeness[index] < FLOOR or length < SHORTEST):
            continue
        evidence = float(standing_out[index]) + TERM * (match.weight if match else 0.0)
        evidence += SCOPE[label.level] * (label.outcome == subject)
        score = 1 / (1 + math.exp(-STEEPNESS * (evidence - LIMIT)))
        if score >= REVIEW:
            place = (match.start, match.end, match.term) if match else (0, length, label.sentence)
            tags[label.code] = Tag(label.code, label.level, score, *place)
    for tag in list(tags.values()):
        _imply(tags, tag, by_code)
    if subject not in by_code or subject in tags:
        return list(tags.values())
    label = by_code[subject]
    known = Tag(label.code, label.level, BY_DEFAULT, 0, length, label.sentence)
    if act in _REFERS:  # "we support these", "a close fit"
        tags[subject] = replace(known, score=BY_QUESTION)
    elif not tags if asked.whole else standing_out[-1] >= ABOUT_PLAN:
        tags[subject] = known  # remarks on the document, also where one outcome is asked about
    return list(tags.values())


def _best_matches(matches: Sequence[Match]) -> dict[int, Match]:
    """Return, for each label, the term that tells most, and the first of several."""
    best: dict[int, Match] = {}
    for match in sorted(matches, key=lambda match: (-match.weight, match.start, match.term)):
        best.setdefault(match.label, match)
    return best


def _imply(tags: dict[str, Tag], tag: Tag, labels: Mapping[str, Label]) -> None:
    """Give the outcome of a priority, on the same evidence, unless it has better of its own."""
    outcome = labels[labels[tag.code].outcome]
    known = tags.get(outcome.code)
    if known is None or known.score < tag.score:
        tags[outcome.code] = replace(tag, code=outcome.code, level=outcome.level)
