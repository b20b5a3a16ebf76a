"""What an analyst should know of a framework before comments are tagged to it.

``load_framework`` refuses what cannot be used; these are notes on what can be used and would be
better otherwise, most important first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.crosswalk import label_shares, wording
from pipeline.mapping import LEAST, leaves
from pipeline.subjects import load_subjects

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from pipeline.embeddings import Embedder
    from pipeline.framework import Framework

CLOSE = 4.0  # spreads above the usual, of shared subjects and of wording together
MOST_SHARED = 0.5  # likeness of subjects that is said whatever is usual: small frameworks
_LEAST_SHARED = 0.1
_SIMILAR = 0.5  # of a subject's largest share: what is nearly as likely
_SPREAD = 3  # labels nearly as likely as the first that make a subject unclear
_LONG = 100  # characters of a name
_SHOWN = 8
_THE_PLAN_ITSELF = "plan-making"  # comments on these subjects belong to the cross code


@dataclass(frozen=True)
class Note:
    """One thing to know of a framework.

    Attributes
    ----------
    kind : str
        ``names_only``, ``no_terms``, ``no_outcome_description``, ``unused``, ``close``,
        ``nowhere``, ``everywhere``, ``shared_terms``, ``no_priorities`` or ``long_name``.
    about : tuple of str
        Codes of labels, or ids of subjects.
    says, do : str
        What was found and what it costs, and what to do about it.
    """

    kind: str
    about: tuple[str, ...]
    says: str
    do: str


def check_framework(framework: Framework, mapping: pd.DataFrame, embedder: Embedder) -> list[Note]:
    """Note what would make a framework better to tag to.

    Parameters
    ----------
    framework : Framework
    mapping : pandas.DataFrame
        Its mapping from subjects, as ``map_subjects`` returns it.
    embedder : Embedder

    Returns
    -------
    list of Note
        Most important first; empty if there is nothing to say.
    """
    shares = label_shares(framework, mapping)
    sent = set(mapping["subject_id"])  # also to an outcome or to the plan as a whole
    return [
        *_unsaid(framework),
        *_unused(framework, shares),
        *_close(framework, shares, embedder),
        *_nowhere(sent),
        *_everywhere(shares),
        *_shared_terms(framework),
        *_no_priorities(framework),
        *_long_names(framework),
    ]


def _unsaid(framework: Framework) -> Iterator[Note]:
    entries = [entry for entry, _ in leaves(framework)]
    bare = tuple(e.code for e in entries if not e.description and not e.terms)
    if bare:
        yield Note(
            "names_only",
            bare,
            f"{_of(len(bare), len(entries))} labels have a name and nothing more: {_some(bare)}. "
            "Tagging goes by descriptions and terms: from names alone it finds the right label "
            "first for about half of the subjects people write about, with both for nine in ten.",
            "Write a sentence on what each covers, as residents and officers talk, and ten or "
            "more terms.",
        )
    described = tuple(e.code for e in entries if e.description and not e.terms)
    if described:
        yield Note(
            "no_terms",
            described,
            f"{_of(len(described), len(entries))} labels have no terms: {_some(described)}. With "
            "descriptions alone a few subjects in a hundred more miss their label.",
            "Add ten or more words and phrases that people use for each.",
        )
    outcomes = tuple(o.code for o in framework.outcomes if o.priorities and not o.description)
    if outcomes:
        yield Note(
            "no_outcome_description",
            outcomes,
            f"{_count(len(outcomes), 'outcome')} without a description: {_some(outcomes)}. A "
            "priority is also known by the outcome it stands under.",
            "Write a sentence on what each takes in.",
        )


def _unused(framework: Framework, shares: pd.DataFrame) -> Iterator[Note]:
    unused = tuple(shares.columns[shares.max(axis=0) == 0])
    if unused:
        names = framework.labels()
        listed = _some([f"{code} ({_short(names[code])})" for code in unused])
        yield Note(
            "unused",
            unused,
            f"No subject of council business was found to belong under: {listed}. Few comments "
            "will be tagged to it.",
            "Say in its description and terms what residents would write about; or give it its "
            "subjects in mapping.csv (several framework map).",
        )


def _close(framework: Framework, shares: pd.DataFrame, embedder: Embedder) -> Iterator[Note]:
    entries = [entry for entry, _ in leaves(framework)]
    values = shares.to_numpy()
    likeness = _cosines(values)
    above = _above_usual(likeness) + wording(entries, entries, embedder, apart=True)
    is_close = (likeness >= MOST_SHARED) | ((above >= CLOSE) & (likeness >= _LEAST_SHARED))
    pairs = np.argwhere(np.triu(is_close, k=1))
    names = {subject.subject_id: subject.name for subject in load_subjects()}
    for i, j in sorted(pairs, key=lambda pair: -above[tuple(pair)])[:_SHOWN]:
        both = np.minimum(values[:, i], values[:, j])
        on = [names[shares.index[k]] for k in np.argsort(-both, kind="stable")[:3] if both[k] > 0]
        one, other = entries[i], entries[j]
        yield Note(
            "close",
            (one.code, other.code),
            f"{one.code} ({_short(one.name)}) and {other.code} ({_short(other.name)}) lie close: "
            f"comments on {'; '.join(on)} could go to either.",
            "Say in both descriptions which of them takes these, or that both do.",
        )


def _nowhere(sent: set[str]) -> Iterator[Note]:
    subjects = [s for s in load_subjects() if s.parent_id not in ("", _THE_PLAN_ITSELF)]
    lost = [s for s in subjects if s.subject_id not in sent]
    if lost:
        yield Note(
            "nowhere",
            tuple(s.subject_id for s in lost),
            f"{_of(len(lost), len(subjects))} subjects of council business belong under no label: "
            f"{_some([s.name for s in lost], most=40)}.",
            "Nothing, where the plan leaves them out. Where one belongs, add its words to the "
            "label's description and terms, or give it a label in mapping.csv.",
        )


def _everywhere(shares: pd.DataFrame) -> Iterator[Note]:
    values = shares.to_numpy()
    nearly = values >= np.maximum(_SIMILAR * values.max(axis=1, keepdims=True), LEAST)
    unclear = [int(k) for k in np.flatnonzero(nearly.sum(axis=1) >= _SPREAD)]
    if not unclear:
        return
    names = {subject.subject_id: subject.name for subject in load_subjects()}
    listed = [f"{names[shares.index[k]]} ({', '.join(shares.columns[nearly[k]])})" for k in unclear]
    yield Note(
        "everywhere",
        tuple(shares.index[unclear]),
        f"{_count(len(unclear), 'subject')} that could go to any of several labels: "
        f"{_some(listed, joint='; ')}.",
        "Name the subject in the description of the label it belongs under, or settle it in "
        "mapping.csv.",
    )


def _shared_terms(framework: Framework) -> Iterator[Note]:
    under: dict[str, list[str]] = {}
    for entry, _ in leaves(framework):
        for term in entry.terms:
            under.setdefault(term.casefold(), []).append(entry.code)
    shared = {term: codes for term, codes in under.items() if len(codes) > 1}
    if shared:
        most_first = sorted(shared, key=lambda term: -len(shared[term]))
        listed = [f'"{term}" ({", ".join(shared[term])})' for term in most_first]
        about = tuple(dict.fromkeys(code for codes in shared.values() for code in codes))
        yield Note(
            "shared_terms",
            about,
            f"{_count(len(shared), 'term')} under more than one label: {_some(listed)}. Such a "
            "term does not tell its labels apart.",
            "Keep each where most comments that use it belong; leave it where it truly means both.",
        )


def _no_priorities(framework: Framework) -> Iterator[Note]:
    bare = tuple(o.code for o in framework.outcomes if not o.priorities)
    if bare and len(bare) < len(framework.outcomes):
        yield Note(
            "no_priorities",
            bare,
            f"{_count(len(bare), 'outcome')} without priorities: {_some(bare)}. Comments are "
            "tagged to the outcome itself.",
            "Nothing, if the plan has none there; otherwise add a row for each priority.",
        )


def _long_names(framework: Framework) -> Iterator[Note]:
    names = framework.labels()
    long = tuple(code for code, name in names.items() if len(name) > _LONG)
    if long:
        yield Note(
            "long_name",
            long,
            f"{_count(len(long), 'name')} of over {_LONG} characters: {_some(long)}. Reports "
            "print names whole.",
            "Use the plan's short form, where it has one.",
        )


def _cosines(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compare each label's subjects with each other label's: 1 the same, 0 none in common."""
    length = np.maximum(np.sqrt((shares**2).sum(axis=0)), 1e-9)
    return np.asarray(shares.T @ shares / np.outer(length, length))


def _above_usual(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Express likenesses in spreads above that of two labels of the framework as a rule."""
    usual = likeness[~np.eye(len(likeness), dtype=bool)]
    if not len(usual):
        return np.zeros_like(likeness)
    return np.asarray((likeness - usual.mean()) / max(float(usual.std()), 1e-6))


def _of(n: int, total: int) -> str:
    return f"All {total}" if n == total else f"{n} of {total}"


def _count(n: int, noun: str) -> str:
    """Begin a sentence that says how many there are.

    >>> _count(1, "term"), _count(3, "term")
    ('There is one term', 'There are 3 terms')
    """
    return f"There is one {noun}" if n == 1 else f"There are {n} {noun}s"


def _some(items: Iterable[str], *, most: int = _SHOWN, joint: str = ", ") -> str:
    """List some and say how many more there are.

    >>> _some(["A", "B", "C"], most=2)
    'A, B and 1 more'
    """
    listed = list(items)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return joint.join(listed[:most]) + more


def _short(name: str, *, width: int = 50) -> str:
    if len(name) <= width:
        return name
    return name[:width].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
