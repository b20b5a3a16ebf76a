"""Vectors as a table: a row a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.errors import RunError
from pipeline.tables import conform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.embeddings._embedder import Embedder

DIMENSIONS = 384
"""Length of a vector of the shipped full model; others have their own, ``Embedder.dimensions``."""


def embed(segments: pd.DataFrame, embedder: Embedder) -> dict[str, pd.DataFrame]:
    """Encode every segment; segments of the same words are encoded once.

    Parameters
    ----------
    segments : pandas.DataFrame
        The table ``segments``.
    embedder : Embedder

    Returns
    -------
    dict of str to pandas.DataFrame
        The table ``vectors``.

    Examples
    --------
    >>> from pipeline.embeddings import load_embedder
    >>> rows = pd.DataFrame({"segment_id": ["R01:Q9.01"], "text": ["Fix the potholes."]})
    >>> embed(rows, load_embedder())["vectors"].segment_id.tolist()
    ['R01:Q9.01']
    """
    vectors = embedder.encode(segments["text"].tolist())
    frame = pd.DataFrame(
        {
            "segment_id": segments["segment_id"].to_numpy(),
            "vector": pd.Series(list(vectors), dtype=object).to_numpy(),
        }
    )
    return {"vectors": conform("vectors", frame)}


def to_matrix(vectors: pd.DataFrame, segment_ids: Sequence[str]) -> NDArray[np.float32]:
    """Line the vectors up with a list of segments.

    Parameters
    ----------
    vectors : pandas.DataFrame
        The table ``vectors``.
    segment_ids : sequence of str
        In the order wanted; each must have a vector.

    Returns
    -------
    numpy.ndarray of shape (n_segments, n_dimensions), float32

    Raises
    ------
    RunError
        If a segment has no vector.

    Examples
    --------
    >>> rows = pd.DataFrame({"segment_id": ["a", "b"], "vector": [[1.0, 0.0], [0.0, 1.0]]})
    >>> to_matrix(rows, ["b", "a"]).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    if not len(segment_ids):
        width = len(vectors["vector"].iloc[0]) if len(vectors) else DIMENSIONS
        return np.zeros((0, width), dtype=np.float32)
    places = pd.Index(vectors["segment_id"]).get_indexer(list(segment_ids))
    if (places < 0).any():
        raise RunError(
            f"Table vectors lacks {int((places < 0).sum())} of {len(segment_ids)} segments: it "
            "belongs to another run. Run the consultation again."
        )
    return np.stack(vectors["vector"].to_numpy()[places]).astype(np.float32)
