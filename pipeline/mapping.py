"""Which outcomes and priorities of a framework each subject of council business belongs under.

Subjects stay the same whatever a council publishes (``pipeline.subjects``); this table leads from
them to a framework's labels. It is computed from the framework's wording alone, by a regression
on how near the two lie in meaning (``models/tagger``), and a person may write their own in its
place, subject by subject.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.errors import FrameworkError, suggest
from pipeline.resources import shipped
from pipeline.subjects import load_points, load_subjects

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from pipeline.embeddings import Embedder
    from pipeline.framework import Framework, Outcome, Priority

    Floats = NDArray[np.float32]

COLUMNS = ("subject_id", "label_id", "share", "by")
LEAST = 0.15  # smaller shares are left out of the table
_BEST = 8  # of the texts of a subject or label, how many count towards the best matches
_PIECES = re.compile(r"[.:;,]| and ")


@dataclass(frozen=True)
class SubjectVectors:
    """What is known of each subject, as vectors: rows of ``names`` are those of ``ids``."""

    ids: tuple[str, ...]
    names: Floats
    definitions: Floats
    terms: tuple[Floats, ...]
    points: tuple[Floats, ...]


def map_subjects(
    framework: Framework, embedder: Embedder, *, edits: Path | None = None
) -> pd.DataFrame:
    """Say for each subject what share of the comments on it belongs under each label.

    Parameters
    ----------
    framework : Framework
    embedder : Embedder
    edits : pathlib.Path, optional
        A CSV file, as this table and Excel write it, with the columns subject_id, label_id and
        share: its rows replace all computed rows of the subjects it names, unless they say
        ``by`` "computed" themselves. A row with an empty label says "nowhere".

    Returns
    -------
    pandas.DataFrame
        subject_id, label_id (a priority, or an outcome without priorities), share (0 to 1; the
        chance that an officer would file such a comment there) and by {"computed", "person"};
        sorted by subject and share. A subject that belongs nowhere has no row.

    Raises
    ------
    FrameworkError
        If the file of edits cannot be read or names what does not exist.
    """
    subjects = subject_vectors(embedder)
    values, labels = features(framework, embedder, subjects)
    fitted = _fitted()
    logits = values @ fitted["weights"] + float(fitted["bias"])
    shares = 1 / (1 + np.exp(-logits))
    rows, columns = np.nonzero(shares >= LEAST)
    table = pd.DataFrame(
        {
            "subject_id": [subjects.ids[row] for row in rows],
            "label_id": [labels[column] for column in columns],
            "share": shares[rows, columns].round(3),
            "by": "computed",
        },
        columns=list(COLUMNS),
    )
    if edits is not None:
        own = _read_edits(edits, subjects.ids, [*labels, *framework.labels()])
        table = pd.concat([table[~table["subject_id"].isin(own["subject_id"])], own])
        table = table[table["label_id"] != ""]
    order = ["subject_id", "share", "label_id"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


def features(
    framework: Framework, embedder: Embedder, subjects: SubjectVectors
) -> tuple[NDArray[np.float64], list[str]]:
    """Compare every subject with every label of a framework.

    Parameters
    ----------
    framework : Framework
    embedder : Embedder
        The one that made ``subjects``.
    subjects : SubjectVectors

    Returns
    -------
    values : numpy.ndarray of float64, shape (n_subjects, n_labels, 20)
        Ten likenesses, each less the means of its label and its subject and divided by its
        spread, and each less the best of the subject's.
    labels : list of str
        Codes of the priorities, and of outcomes that have none.
    """
    entries = leaves(framework)
    sentence = embedder.encode([_sentence(entry) for entry, _ in entries])
    name = embedder.encode([entry.name for entry, _ in entries])
    outcome = embedder.encode([_sentence(above) for _, above in entries])
    pieces = [embedder.encode(_pieces(entry)) for entry, _ in entries]
    likeness = [
        subjects.definitions @ sentence.T,
        subjects.names @ name.T,
        subjects.definitions @ name.T,
        np.stack([(own @ sentence.T).mean(axis=0) for own in subjects.terms]),
        np.stack([(own @ sentence.T).max(axis=0) for own in subjects.terms]),
        np.stack([[_best((own @ b.T).max(axis=1)) for b in pieces] for own in subjects.terms]),
        np.stack([[_best((own @ b.T).max(axis=0)) for b in pieces] for own in subjects.terms]),
        np.stack([[(own @ b.T).max(axis=1).mean() for b in pieces] for own in subjects.points]),
        np.stack([(own @ sentence.T).mean(axis=0) for own in subjects.points]),
        subjects.definitions @ outcome.T,
    ]
    columns = []
    for part in likeness:
        part = part - part.mean(axis=0)
        part = part - part.mean(axis=1, keepdims=True)
        spread = max(float(part.std()), 1e-6)
        columns += [part / spread, (part - part.max(axis=1, keepdims=True)) / spread]
    return np.stack(columns, axis=-1).astype(np.float64), [entry.code for entry, _ in entries]


def leaves(framework: Framework) -> list[tuple[Priority, Outcome]]:
    """Return each priority with its outcome; an outcome without priorities is its own."""
    return [
        (entry, outcome)
        for outcome in framework.outcomes
        for entry in (outcome.priorities or (outcome,))
    ]


def subject_vectors(embedder: Embedder) -> SubjectVectors:
    """Return the vectors of what is known of each subject (areas left out).

    Parameters
    ----------
    embedder : Embedder

    Returns
    -------
    SubjectVectors
    """
    subjects = [subject for subject in load_subjects() if subject.parent_id]
    said: dict[str, list[str]] = {subject.subject_id: [] for subject in subjects}
    for point in load_points():
        said[point.subject_id].append(point.text)
    groups = [
        [subject.name for subject in subjects],
        [f"{subject.name}. {subject.definition}" for subject in subjects],
        *(list(subject.terms) for subject in subjects),
        *said.values(),
    ]
    vectors = embedder.encode([text for group in groups for text in group])
    parts = np.split(vectors, np.cumsum([len(group) for group in groups])[:-1])
    count = len(subjects)
    return SubjectVectors(
        ids=tuple(said),
        names=parts[0],
        definitions=parts[1],
        terms=tuple(parts[2 : 2 + count]),
        points=tuple(parts[2 + count :]),
    )


@lru_cache(maxsize=1)
def _fitted() -> dict[str, NDArray[np.float64]]:
    path = shipped("models", "tagger") / "mapping.json"
    return {name: np.asarray(v) for name, v in json.loads(path.read_text("utf-8")).items()}


def _sentence(entry: Priority) -> str:
    return f"{entry.name}. {entry.description}" if entry.description else entry.name


def _pieces(entry: Priority) -> list[str]:
    """Return what a label is made of: its terms, or the phrases of its wording."""
    if entry.terms:
        return list(entry.terms)
    found = [part.strip() for part in _PIECES.split(entry.description)]
    return [entry.name, *(part for part in found if len(part) > 3)]


def _best(likeness: Floats) -> float:
    return float(np.sort(likeness)[-_BEST:].mean())


def _read_edits(path: Path, subjects: tuple[str, ...], labels: list[str]) -> pd.DataFrame:
    table = _read_table(path)
    missing = [name for name in COLUMNS[:3] if name not in table]
    if missing:
        raise FrameworkError(
            f'"{path.name}" has no column "{missing[0]}"; it needs {", ".join(COLUMNS[:3])}.'
        )
    for row, (subject, label, share) in enumerate(
        table[list(COLUMNS[:3])].itertuples(index=False), start=2
    ):
        where = f'"{path.name}", row {row}: '
        if subject not in subjects:
            raise FrameworkError(f'{where}no subject "{subject}". {suggest(subject, subjects)}')
        if label and label not in labels:
            raise FrameworkError(f'{where}no code "{label}". {suggest(label, labels)}')
        if label and not _is_share(share):
            raise FrameworkError(f'{where}share "{share}" is not a number from 0 to 1.')
    if "by" in table:
        table = table[table["by"] != "computed"]
    own = table[list(COLUMNS[:3])].assign(by="person")
    own["share"] = pd.to_numeric(own["share"], errors="coerce").fillna(0.0)
    return own


def _read_table(path: Path) -> pd.DataFrame:
    """Read a CSV file as people and Excel write it: either separator, either encoding."""
    if not path.is_file():
        raise FrameworkError(f'There is no file "{path}" with a mapping of subjects.')
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return pd.read_csv(
                path, dtype="str", keep_default_na=False, sep=None, engine="python",
                encoding=encoding,
            )  # fmt: skip
        except UnicodeDecodeError:
            continue
        except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
            raise FrameworkError(f'"{path.name}" cannot be read as a CSV file.') from error
    raise FrameworkError(f'"{path.name}" is not a text file; save it as CSV.')


def _is_share(text: str) -> bool:
    try:
        return 0.0 <= float(text) <= 1.0
    except ValueError:
        return False
