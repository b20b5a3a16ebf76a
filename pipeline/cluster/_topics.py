"""BERTopic as the engine: the tree as its clusterer, c-TF-IDF for its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from bertopic import BERTopic
from bertopic.cluster import BaseCluster
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from pipeline.cluster._tree import HEIGHTS, Matrix, TreeClusterer, without_common_part


class _FoundBefore(BaseCluster):  # type: ignore[misc]
    """Hands BERTopic the labels of a tree that has been cut already."""

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self.labels_ = labels

    def fit(self, X: Matrix, y: object = None) -> _FoundBefore:  # noqa: N803
        """Keep the labels."""
        return self


def fit_topics(
    words: Sequence[str], vectors: Matrix, labels: NDArray[np.int64] | None = None
) -> BERTopic:
    """Fit BERTopic on vectors made before, without UMAP, HDBSCAN or torch.

    Parameters
    ----------
    words : sequence of str, length n
        Lemmas of each document, separated by spaces.
    vectors : ndarray, shape (n, d)
        Unit vectors of the documents.
    labels : ndarray of int, shape (n,), optional
        Clusters found before. By default the common part is taken away from the vectors, as for
        the themes of a question, and the tree is cut at the standard height.

    Returns
    -------
    bertopic.BERTopic
        A fitted model, to explore with all of BERTopic's own methods. ``topics_`` are numbered
        by size.
    """
    if labels is None:
        vectors = without_common_part(vectors)
        labels = TreeClusterer(height=HEIGHTS["standard"]).fit(vectors).labels_
    model = BERTopic(
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=_FoundBefore(labels),
        vectorizer_model=CountVectorizer(token_pattern=r"\S+", lowercase=False),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True),
        calculate_probabilities=False,
    )
    model.fit(list(words), embeddings=vectors)
    return model


def keywords(model: BERTopic, topic: int, *, top: int = 6) -> list[str]:
    """Return the words that set a topic apart, most characteristic first."""
    return [word for word, weight in (model.get_topic(topic) or [])[:top] if word and weight > 0]
