"""The labels of a framework as the tagger sees them: names, sentences and terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.framework import CROSS_NAME, Framework, Outcome, Priority
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
    """Return the labels of a framework: its outcomes and priorities, and last the whole."""
    labels = []
    for outcome in framework.outcomes:
        below = [_label(entry, "priority", outcome.code) for entry in outcome.priorities]
        texts = [text for label in below for text in label.texts]
        labels += [_label(outcome, "outcome", outcome.code, texts), *below]
    code, whole = framework.cross, f"{CROSS_NAME}. {_cross.DESCRIPTION}"
    labels.append(Label(code, "cross", code, whole, _cross.TERMS, (whole, *_cross.TERMS)))
    return labels


def _label(entry: Outcome | Priority, level: str, outcome: str, texts: Sequence[str] = ()) -> Label:
    sentence = f"{entry.name}. {entry.description}" if entry.description else entry.name
    every = tuple(dict.fromkeys((sentence, *entry.terms, *texts)))
    return Label(entry.code, level, outcome, sentence, entry.terms, every)
