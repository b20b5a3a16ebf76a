"""The labels of a framework as the tagger sees them: names, sentences and terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.framework import Framework, Outcome, Priority
from pipeline.tables import CROSS
from pipeline.tag import _cross


@dataclass(frozen=True)
class Label:
    """An outcome, a priority, or the plan as a whole.

    Attributes
    ----------
    code : str
        As in ``tags.label_id``.
    level : {"outcome", "priority", "cross"}
        As in ``tags.level``.
    outcome : str
        The outcome it belongs to; its own code unless it is a priority.
    sentence : str
        Name and description, for ``why``.
    terms : tuple of str
        Words that people use for it.
    texts : tuple of str
        What it is compared with in meaning: its sentence and terms; for an outcome also those of
        its priorities.
    """

    code: str
    level: str
    outcome: str
    sentence: str
    terms: tuple[str, ...]
    texts: tuple[str, ...]


def labels_of(framework: Framework) -> list[Label]:
    """Return the labels of a framework: its outcomes, their priorities, and CROSS."""
    labels = []
    for outcome in framework.outcomes:
        below = [
            _label(priority.code, "priority", outcome.code, _sentence(priority), priority.terms)
            for priority in outcome.priorities
        ]
        texts = [text for label in below for text in (label.sentence, *label.terms)]
        labels.append(
            _label(outcome.code, "outcome", outcome.code, _sentence(outcome), outcome.terms, texts)
        )
        labels.extend(below)
    whole = f"{_cross.NAME}. {_cross.DESCRIPTION}"
    labels.append(_label(CROSS, "cross", CROSS, whole, _cross.TERMS))
    return labels


def _label(
    code: str, level: str, outcome: str, sentence: str, terms: Iterable[str],
    texts: Iterable[str] = (),
) -> Label:  # fmt: skip
    own = tuple(dict.fromkeys(terms))
    return Label(
        code, level, outcome, sentence, own, tuple(dict.fromkeys((sentence, *own, *texts)))
    )


def _sentence(entry: Outcome | Priority) -> str:
    return f"{entry.name}. {entry.description}" if entry.description else entry.name
