"""Find recurring themes: what points respondents make, and how many make each.

Segments are clustered within each question group; a theme that recurs across groups is found
over the themes' centres. Nothing is thrown into an outlier bin: a view held by one respondent
is a theme of one, and a segment with no point of its own goes to the group's *general* theme.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd
from spacy.language import Language

from pipeline.cluster._across import themes_across
from pipeline.cluster._labels import Encode
from pipeline.cluster._topics import fit_topics
from pipeline.cluster._within import Found, themes_within
from pipeline.embeddings import to_matrix
from pipeline.hierarchy import group_of
from pipeline.tables import conform, empty
from pipeline.wording import content_lemmas

__all__ = ["cluster", "fit_topics"]


class Embedding(Protocol):
    """Anything that makes unit vectors of texts."""

    @property
    def encode(self) -> Encode:
        """Texts to an array of shape (n, d)."""


def cluster(
    segments: pd.DataFrame,
    comments: pd.DataFrame,
    questions: pd.DataFrame,
    acts: pd.DataFrame,
    vectors: pd.DataFrame,
    *,
    nlp: Language,
    embedder: Embedding,
    granularity: str = "standard",
    seed: int = 0,
) -> dict[str, pd.DataFrame]:
    """Group segments into themes, within each question group and across groups.

    Parameters
    ----------
    segments, comments, questions, acts, vectors : pandas.DataFrame
        As declared in ``pipeline.tables``.
    nlp : spacy.language.Language
        Parses segments for labels.
    embedder : object with ``encode``
        Makes vectors of candidate labels.
    granularity : {"broad", "standard", "fine"}
        Where the tree is cut.
    seed : int
        For subsampling only.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``themes``, ``assignments`` (a segment is assigned to its theme and to the broader
        themes that hold it) and ``metrics``.
    """
    table = _rows(segments, comments, questions, acts)
    if table.empty:
        return {name: empty(name) for name in ("themes", "assignments", "metrics")}
    matrix = to_matrix(vectors, table["segment_id"].tolist())
    docs = list(nlp.pipe(table["text"].tolist()))
    everything = content_lemmas(nlp(" ".join(sorted(set(table["asked"])))))
    found: list[Found] = []
    for _, rows in table.groupby("group_id", sort=True):
        found += themes_within(
            rows, [docs[i] for i in rows.index], matrix[rows.index], nlp=nlp,
            encode=embedder.encode, granularity=granularity, seed=seed,
        )  # fmt: skip
    found += themes_across(found, table, docs, matrix, asked=everything, encode=embedder.encode)
    return _tables(found, table)


def _rows(
    segments: pd.DataFrame, comments: pd.DataFrame, questions: pd.DataFrame, acts: pd.DataFrame
) -> pd.DataFrame:
    """Segments with respondent, question group, act and what was asked, in a fixed order."""
    table = (
        segments.merge(comments[["comment_id", "respondent_id", "question_id"]], on="comment_id")
        .merge(acts[["segment_id", "act"]], on="segment_id", how="left")
        .sort_values("segment_id", ignore_index=True)
    )
    groups = table["question_id"].map(group_of(questions))
    asked = questions.set_index("question_id")["text"]
    return table.assign(
        group_id=groups, asked=groups.map(asked) + " " + table["question_id"].map(asked)
    )


def _tables(found: list[Found], table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    themes, assignments = [], []
    for theme in found:
        rows = table.loc[list(theme.rows)]
        themes.append(
            {
                "theme_id": theme.theme_id,
                "question_id": theme.group_id,
                "parent_id": theme.parent_id,
                "label": theme.label,
                "description": theme.description,
                "keywords": "; ".join(theme.keywords),
                "status": "general" if theme.general else "candidate",
                "n_respondents": rows["respondent_id"].nunique(),
                "n_segments": len(rows),
                "stability": theme.stability,
            }
        )
        assignments.append(
            pd.DataFrame(
                {
                    "segment_id": rows["segment_id"].to_numpy(),
                    "theme_id": theme.theme_id,
                    "score": theme.scores,
                    "assigned_by": "machine",
                }
            )
        )
    measured = [f.stability for f in found if f.stability is not None and len(f.rows) > 1]
    n_themes = float(sum(not f.general for f in found))
    metrics = [("n_themes", n_themes, "themes of all levels")]
    if measured:
        meaning = "mean survival of themes of two or more segments under subsampling"
        metrics.append(("mean_stability", sum(measured) / len(measured), meaning))
    return {
        "themes": conform("themes", pd.DataFrame(themes)),
        "assignments": conform("assignments", pd.concat(assignments, ignore_index=True)),
        "metrics": conform(
            "metrics",
            pd.DataFrame(metrics, columns=["metric", "value", "meaning"]).assign(stage="cluster"),
        ),
    }
