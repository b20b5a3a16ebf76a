"""Measures of vectors: how well they bring texts that make the same point together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import KMeans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BLOCK = 512  # rows of the similarity matrix held at a time


@dataclass(frozen=True)
class Retrieval:
    """What each text finds when it asks for others with its label.

    Attributes
    ----------
    at_1, at_10 : numpy.ndarray of float64, shape (n,)
        1 where the nearest other text, or one of the ten nearest, has the same label, else 0.
    average_precision : numpy.ndarray of float64, shape (n,)
        Over the whole ranking of the other texts, 0 to 1.
    """

    at_1: Floats
    at_10: Floats
    average_precision: Floats


def retrieve(
    vectors: NDArray[np.float32],
    labels: Sequence[str],
    *,
    queries: NDArray[np.bool_] | None = None,
) -> Retrieval:
    """Rank all other texts by cosine for each query and see where its own label stands.

    Parameters
    ----------
    vectors : numpy.ndarray of float32, shape (n, d)
        Unit-length vectors.
    labels : sequence of str
        What each text says; a label that only one text has is never a query.
    queries : numpy.ndarray of bool, shape (n,), optional
        Which texts ask; all are searched. Default: all.

    Returns
    -------
    Retrieval
        A row for each query, in order.

    Examples
    --------
    >>> axes = np.eye(2, dtype="float32")
    >>> float(retrieve(axes[[0, 0, 1, 1]], ["a", "a", "b", "b"]).average_precision.mean())
    1.0
    """
    codes = np.unique(np.asarray(labels), return_inverse=True)[1]
    several = np.bincount(codes)[codes] > 1
    asks = np.flatnonzero(several if queries is None else several & queries)
    columns: list[list[Floats]] = [[], [], []]
    for start in range(0, len(asks), _BLOCK):
        rows = asks[start : start + _BLOCK]
        closeness = vectors[rows] @ vectors.T
        closeness[np.arange(len(rows)), rows] = -np.inf
        order = np.argsort(-closeness, axis=1, kind="stable")[:, :-1]
        hits = codes[order] == codes[rows, None]
        columns[0].append(hits[:, 0].astype(float))
        columns[1].append(hits[:, :10].any(axis=1).astype(float))
        columns[2].append(average_precision(hits))
    at_1, at_10, average = (np.concatenate(c) if c else np.empty(0) for c in columns)
    return Retrieval(at_1, at_10, average)


def average_precision(hits: NDArray[np.bool_]) -> Floats:
    """Average precision of rankings, a row each; every row holds at least one hit.

    Examples
    --------
    >>> average_precision(np.array([[False, True]])).tolist()
    [0.5]
    """
    precision = hits.cumsum(axis=1) / np.arange(1, hits.shape[1] + 1)
    found: Floats = (precision * hits).sum(axis=1) / hits.sum(axis=1)
    return found


def k_means_f1(vectors: NDArray[np.float32], labels: Sequence[str], *, seed: int = 2017) -> float:
    """B-cubed F1 of k-means with as many clusters as there are labels, to three places."""
    model = KMeans(n_clusters=len(set(labels)), n_init=3, random_state=seed)
    precision, recall = (part.mean() for part in b_cubed(labels, model.fit_predict(vectors)))
    return round(float(2 * precision * recall / (precision + recall)), 3)


def b_cubed(labels: Sequence[str], clusters: Sequence[int]) -> tuple[Floats, Floats]:
    """B-cubed precision and recall of each text [1]_.

    Parameters
    ----------
    labels : sequence of str
        What each text says.
    clusters : sequence of int
        The cluster each was put into.

    Returns
    -------
    precision, recall : numpy.ndarray of float64, shape (n,)
        Share of a text's cluster with its label, and of its label in its cluster, itself included.

    References
    ----------
    .. [1] Amigo, E. et al. (2009). A comparison of extrinsic clustering evaluation metrics based
       on formal constraints. Information Retrieval 12.

    Examples
    --------
    >>> precision, recall = b_cubed(["a", "a", "b"], [0, 0, 0])
    >>> float(recall.mean()), round(float(precision.mean()), 2)
    (1.0, 0.56)
    """
    by_label = np.unique(np.asarray(labels), return_inverse=True)[1]
    by_cluster = np.unique(np.asarray(clusters), return_inverse=True)[1]
    both = np.zeros((by_label.max() + 1, by_cluster.max() + 1))
    np.add.at(both, (by_label, by_cluster), 1)
    shared = both[by_label, by_cluster]
    return shared / both.sum(axis=0)[by_cluster], shared / both.sum(axis=1)[by_label]


def interval(
    values: Floats, groups: Sequence[str], *, n_resamples: int = 1000, seed: int = 2017
) -> tuple[float, float, float]:
    """Mean of values and its 95 % bootstrap interval, whole groups resampled.

    Parameters
    ----------
    values : numpy.ndarray of float64, shape (n,)
    groups : sequence of str
        Values of one group (the utterances of a point) are not independent: they stay together.

    Returns
    -------
    mean, low, high : float

    Examples
    --------
    >>> interval(np.array([1.0, 1.0, 1.0]), ["a", "b", "b"])
    (1.0, 1.0, 1.0)
    """
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    sums, counts = np.bincount(codes, weights=values), np.bincount(codes)
    drawn = np.random.default_rng(seed).integers(len(sums), size=(n_resamples, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(values.mean()), float(low), float(high)


def rounded(values: tuple[float, float, float]) -> list[float]:
    """Round a mean and its interval to three places, as cards tell them."""
    return [round(value, 3) for value in values]
