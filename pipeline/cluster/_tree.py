"""One tree of segments, cut where asked: themes nest and do not reshuffle.

Average-linkage agglomeration of sentence vectors, part of whose common direction has been
removed, so that a consultation on one subject does not fall into one giant theme.

Measured (``tests/benchmarks/clusterers.py``, ``docs/decisions/0003-themes.md``): points of the
worked example found by the best cluster's respondents, mean F1: average linkage 0.80, complete
0.79, Leiden 0.77, Ward 0.75; without removing the common part 0.82, but a cluster of 42 % of a
question. BERTopic's defaults made every one of 60 real comments an outlier.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import MiniBatchKMeans

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]

COMMON_PART = 0.6
"""Share of the mean vector taken away from each vector of a question."""
HEIGHTS = {"fine": 0.72, "standard": 0.80, "broad": 0.87}
"""Where the tree is cut for the themes, by granularity (average cosine distance)."""
PARENT_STEP = 0.10
"""How much higher the tree is cut, at least, for the broader themes."""
MAX_PARENTS = 15
"""Most broader themes a question may have: the cut is raised until it holds."""
MAX_LEAVES, MAX_GROUPS = 4000, 2000
"""Above so many segments, the tree is grown over so many small groups of them."""


def without_common_part(vectors: NDArray[np.floating], *, share: float = COMMON_PART) -> Matrix:
    """Take part of the mean away from unit vectors and scale them to length one again.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
    share : float in 0..1
        How much of the mean is taken away.

    Examples
    --------
    >>> without_common_part(np.eye(2), share=0.0).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    centred = vectors.astype(np.float64) - share * vectors.mean(axis=0, dtype=np.float64)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    scaled: Matrix = np.divide(centred, lengths, out=np.zeros_like(centred), where=lengths > 1e-12)
    return scaled


class TreeClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Cluster by cutting one average-linkage tree; a sub-model for BERTopic.

    Parameters
    ----------
    height : float
        Average cosine distance at which the tree is cut.
    max_leaves : int
        Above this many rows, rows are first gathered into small groups, at most ``MAX_GROUPS``.
    seed : int
        For that gathering only; the tree itself has no randomness.

    Attributes
    ----------
    labels_ : ndarray of int, shape (n,)
        Cluster of each row; there are no outliers.
    tree_ : ndarray, shape (m - 1, 4)
        SciPy linkage over the leaves.
    leaves_ : ndarray, shape (m, d)
        Unit vectors of the leaves.
    leaf_of_ : ndarray of int, shape (n,)
        The leaf each row belongs to; the row itself unless there were too many.

    Examples
    --------
    >>> TreeClusterer(height=0.5).fit(np.eye(3)[[0, 0, 1]]).labels_.tolist()
    [0, 0, 1]
    """

    def __init__(
        self, *, height: float = HEIGHTS["standard"], max_leaves: int = MAX_LEAVES, seed: int = 0
    ) -> None:
        self.height = height
        self.max_leaves = max_leaves
        self.seed = seed

    def fit(self, X: Matrix, y: object = None) -> TreeClusterer:  # noqa: N803
        """Grow the tree over unit vectors ``X`` of shape (n, d) and cut it."""
        n = len(X)
        if n > self.max_leaves:
            groups = MiniBatchKMeans(
                n_clusters=min(self.max_leaves, MAX_GROUPS),
                random_state=self.seed,
                init="random",
                n_init=1,
                batch_size=8192,
            ).fit(X)
            used, self.leaf_of_ = np.unique(groups.labels_, return_inverse=True)
            self.leaves_ = without_common_part(groups.cluster_centers_[used], share=0.0)
        else:
            self.leaf_of_ = np.arange(n)
            self.leaves_ = X
        self.tree_ = (
            linkage(pdist(self.leaves_, "cosine").clip(0.0), "average")
            if len(self.leaves_) > 1
            else np.empty((0, 4))
        )
        self.labels_ = self.cut(self.height)
        return self

    @property
    def leaf_labels_(self) -> Labels:
        """Cluster of each leaf, shape (m,)."""
        labels = np.zeros(len(self.leaves_), dtype=np.int64)
        labels[self.leaf_of_] = self.labels_
        return labels

    def cut(self, height: float) -> Labels:
        """Return the cluster of each row when the tree is cut at ``height``, numbered from 0."""
        if len(self.tree_) == 0:
            return np.zeros(len(self.leaf_of_), dtype=np.int64)
        found: Labels = fcluster(self.tree_, height, "distance")[self.leaf_of_]
        _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
        order = np.argsort(np.argsort(first))  # numbered by first appearance
        numbered: Labels = order[inverse].astype(np.int64)
        return numbered

    def parents(self) -> Labels:
        """Return broader clusters of the rows, at most ``MAX_PARENTS`` where the tree allows."""
        height = self.height + PARENT_STEP
        labels = self.cut(height)
        while labels.max() + 1 > MAX_PARENTS and height < 1.0:
            height += 0.01
            labels = self.cut(height)
        return labels


def survival(X: Matrix, labels: Labels, *, height: float, seed: int, rounds: int = 8) -> Matrix:  # noqa: N803
    """Measure how well each cluster survives when a fifth of the rows is left out.

    Parameters
    ----------
    X : ndarray, shape (n, d)
        Unit vectors.
    labels : ndarray of int, shape (n,)
        Clusters 0 to k - 1.
    height : float
        Cut of the tree.
    seed, rounds : int
        Subsamples drawn.

    Returns
    -------
    ndarray, shape (k,)
        Mean over the subsamples of the best Jaccard overlap with a cluster found there
        (Hennig, 2007, "Cluster-wise assessment of cluster stability").
    """
    generator = np.random.default_rng(seed)
    k = int(labels.max()) + 1
    n = len(X)
    total, seen = np.zeros(k), np.zeros(k)
    for _ in range(rounds):
        kept = np.sort(generator.permutation(n)[: max(2, round(0.8 * n))])
        again = TreeClusterer(height=height, seed=seed).fit(X[kept]).labels_
        both = np.zeros((k, again.max() + 1))
        np.add.at(both, (labels[kept], again), 1)
        sizes, others = both.sum(axis=1, keepdims=True), both.sum(axis=0, keepdims=True)
        jaccard = both / np.maximum(sizes + others - both, 1)
        present = sizes[:, 0] > 0
        total[present] += jaccard.max(axis=1)[present]
        seen += present
    mean: Matrix = np.divide(total, seen, out=np.ones(k), where=seen > 0)
    return mean
