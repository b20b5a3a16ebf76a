"""The written corpus as tables: what is trained with, and what is kept apart.

The texts lie in ``data/corpus`` of a checkout (its README is the data card, its GUIDELINE.md says
how they were labelled); a wheel carries only subjects and points.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.errors import RunError
from pipeline.resources import shipped
from pipeline.subjects import load_points, load_subjects

if TYPE_CHECKING:
    from pathlib import Path

SPLITS = ("train", "dev", "test")
FILES = (
    "utterances.csv", "general.csv", "comments.jsonl", "second_labels.csv", "wordings.jsonl",
)  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """The corpus, one frame a layer.

    Attributes
    ----------
    subjects, points : pandas.DataFrame
        Columns as the fields of ``pipeline.subjects.Subject`` and ``Point``.
    utterances : pandas.DataFrame
        utterance_id, point_id, voice, wording {plain, rephrased, oblique}, text, and of their
        point: subject_id, area_id, act, stance, split and ``unseen`` {point, subject, none}: what
        of it training never saw.
    general : pandas.DataFrame
        general_id, kind, text, split: texts that make no point.
    comments : pandas.DataFrame
        comment_id, question, voice, text, split: whole answers of two to five points.
    spans : pandas.DataFrame
        comment_id, point_id, start, end: the characters of ``text`` that make each point.
    second_labels : pandas.DataFrame
        utterance_id, reader, subject_id, point_id, act, stance: labels given blind.
    wordings : pandas.DataFrame
        scene, point_id, text: points of questions of every kind, each in six wordings (its line
        and five people's), for training alone. Points of a scene answer one question.
    """

    subjects: pd.DataFrame
    points: pd.DataFrame
    utterances: pd.DataFrame
    general: pd.DataFrame
    comments: pd.DataFrame
    spans: pd.DataFrame
    second_labels: pd.DataFrame
    wordings: pd.DataFrame


def load_corpus(folder: Path | None = None) -> Corpus:
    """Read the corpus.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Default: ``data/corpus`` of the checkout.

    Returns
    -------
    Corpus

    Raises
    ------
    RunError
        If a file is missing: an installed wheel holds only subjects and points.

    Examples
    --------
    >>> corpus = load_corpus()
    >>> sorted(corpus.utterances["split"].unique())
    ['dev', 'test', 'train']
    """
    folder = folder or shipped("corpus")
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise RunError(
            f'The corpus in "{folder}" is incomplete: {", ".join(missing)} not found. '
            "It is needed for training only, and lies in data/corpus of a checkout."
        )
    subjects = pd.DataFrame([s.model_dump() for s in load_subjects(folder / "subjects.csv")])
    points = pd.DataFrame([p.model_dump() for p in load_points(folder / "points.csv")])
    comments, spans = _comments(folder / "comments.jsonl")
    return Corpus(
        subjects=subjects,
        points=points,
        utterances=_with_labels(read_csv(folder / "utterances.csv"), points, subjects),
        general=read_csv(folder / "general.csv"),
        comments=comments,
        spans=spans,
        second_labels=read_csv(folder / "second_labels.csv"),
        wordings=_wordings(folder / "wordings.jsonl"),
    )


def read_csv(path: Path) -> pd.DataFrame:
    """Read a table, every cell as text and an empty one as no text."""
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def _with_labels(
    utterances: pd.DataFrame, points: pd.DataFrame, subjects: pd.DataFrame
) -> pd.DataFrame:
    labels = points[["point_id", "subject_id", "act", "stance", "split"]].merge(
        subjects[["subject_id", "parent_id", "split"]].rename(columns={"parent_id": "area_id"}),
        on="subject_id",
        suffixes=("", "_of_subject"),
        validate="m:1",
    )
    labels["unseen"] = "none"
    labels.loc[labels["split"] != "train", "unseen"] = "point"
    labels.loc[labels["split_of_subject"] != "train", "unseen"] = "subject"
    return utterances.merge(
        labels.drop(columns="split_of_subject"), on="point_id", how="left", validate="m:1"
    )


def _comments(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    spans = [
        {"comment_id": row["comment_id"], **span} for row in rows for span in row.pop("points")
    ]
    return pd.DataFrame(rows), pd.DataFrame(spans)


def _wordings(path: Path) -> pd.DataFrame:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return pd.DataFrame(
        [
            {"scene": row["scene"], "point_id": f"{row['scene']}.{place}", "text": text}
            for place, row in enumerate(rows)
            for text in (row["point"], *row["texts"])
        ]
    )
