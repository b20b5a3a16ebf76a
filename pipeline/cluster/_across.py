"""Themes that recur across questions, found over the centres of the questions' themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.cluster._labels import Encode, label_themes
from pipeline.cluster._tree import TreeClusterer, without_common_part
from pipeline.cluster._within import Found, minted

HEIGHT = 0.62
"""Cut of the tree over theme centres: lower than within a question, since centres vary less."""


def themes_across(
    found: list[Found],
    table: pd.DataFrame,
    docs: Sequence[Doc],
    vectors: NDArray[np.float32],
    *,
    asked: frozenset[str],
    encode: Encode,
) -> list[Found]:
    """Join themes of different question groups that are about the same thing.

    Parameters
    ----------
    found : list of Found
        Themes of all groups.
    table : pandas.DataFrame
        All segments, in the order of ``vectors``.
    docs : sequence of spacy.tokens.Doc
        The segments, parsed.
    vectors : ndarray, shape (len(table), d)
        Unit vectors.
    asked : frozenset of str
        Content lemmas of all the questions.
    encode : callable
        Makes unit vectors of candidate labels.

    Returns
    -------
    list of Found
        Themes with no group, each spanning at least two groups and two respondents.
    """
    broader = {f.parent_id for f in found}
    leaves = [f for f in found if not f.general and f.theme_id not in broader]
    groups = {f.group_id for f in leaves}
    if len(groups) < 2:
        return []
    centres = np.stack([vectors[list(f.rows)].mean(axis=0) for f in leaves])
    centred = without_common_part(centres / np.linalg.norm(centres, axis=1, keepdims=True))
    labels = TreeClusterer(height=HEIGHT).fit(centred).labels_
    joined = []
    for label in np.unique(labels):
        parts = [leaves[i] for i in np.flatnonzero(labels == label)]
        rows = tuple(sorted({row for part in parts for row in part.rows}))
        people = table.loc[list(rows), "respondent_id"].nunique()
        if len({part.group_id for part in parts}) < 2 or people < 2:
            continue
        largest = max(parts, key=lambda part: (len(part.rows), part.theme_id))
        scores = {
            row: score for part in parts for row, score in zip(part.rows, part.scores, strict=True)
        }
        joined.append(
            replace(
                largest,
                theme_id=minted("ALL", "across" + largest.theme_id),
                group_id=None,
                parent_id=None,
                keywords=tuple(dict.fromkeys(w for p in parts for w in p.keywords))[:6],
                rows=rows,
                scores=tuple(scores[row] for row in rows),
                stability=None,
            )
        )
    return _renamed(joined, table, docs, vectors, asked, encode)


def _renamed(
    joined: list[Found],
    table: pd.DataFrame,
    docs: Sequence[Doc],
    vectors: NDArray[np.float32],
    asked: frozenset[str],
    encode: Encode,
) -> list[Found]:
    """Name the joined themes afresh, from all that they hold."""
    if not joined:
        return joined
    rows = [row for theme in joined for row in theme.rows]
    labels = np.repeat(np.arange(len(joined)), [len(theme.rows) for theme in joined])
    names = label_themes(
        [docs[i] for i in rows], table.loc[rows, "respondent_id"].tolist(), vectors[rows],
        labels, asked=asked, encode=encode,
    )  # fmt: skip
    return [replace(theme, label=name) for theme, name in zip(joined, names, strict=True)]
