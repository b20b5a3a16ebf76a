"""How near segments are to labels in meaning, beyond how near they are to everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.tag._labels import Label

Floats = NDArray[np.float32]

_CHUNK = 20_000

# The everyday business of councils and public bodies, whatever the framework: how like all of it
# a segment is says how general its words are.
BACKGROUND = (
    "roads, potholes and parking",
    "buses and trains",
    "bins, litter and recycling",
    "parks and playgrounds",
    "libraries and leisure centres",
    "schools and colleges",
    "children and families",
    "care for older and disabled people",
    "doctors, hospitals and health",
    "police, crime and nuisance",
    "fire, floods and emergencies",
    "housing and planning permission",
    "shops, jobs and businesses",
    "nature, climate and pollution",
    "arts, heritage and tourism",
    "council tax, fees and spending",
    "elections, councillors and meetings",
    "letters, forms and websites",
    "volunteers, clubs and charities",
    "benefits, debt and advice",
)


class Encoder(Protocol):
    """Whatever turns texts into unit-length vectors: ``pipeline.embeddings.Embedder``."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


class LabelSpace:
    """Labels as groups of vectors: one for the label's sentence and one for each of its terms.

    Parameters
    ----------
    labels : sequence of Label
    embedder : Encoder
        The embedder that made the segments' vectors.
    """

    def __init__(self, labels: Sequence[Label], embedder: Encoder) -> None:
        texts = [text for label in labels for text in label.texts]
        self._vectors = embedder.encode(texts)
        sizes = [len(label.texts) for label in labels]
        self._ends = np.cumsum(sizes)
        self._starts = self._ends - sizes
        self._specific = np.array([label.level == "priority" for label in labels])
        self._background = embedder.encode(BACKGROUND)

    def similarity(self, vectors: Floats) -> tuple[Floats, Floats]:
        """Compare segments with labels.

        A label's likeness is half that of its best text and half the mean over its texts: one
        chance resemblance does not suffice. From it the segment's mean likeness to the priorities
        and to the business of councils at large is taken away, since general words resemble
        everything a little. (The priorities alone would not do: a framework of four has nothing
        to stand out from.)

        Parameters
        ----------
        vectors : numpy.ndarray of shape (n_segments, n_dimensions)
            Unit length.

        Returns
        -------
        standing_out : numpy.ndarray of shape (n_segments, n_labels)
            Likeness less that mean.
        likeness : numpy.ndarray of shape (n_segments, n_labels)
            Cosines, -1 to 1.
        """
        likeness = np.empty((len(vectors), len(self._starts)), dtype=np.float32)
        for first in range(0, len(vectors), _CHUNK):
            rows = vectors[first : first + _CHUNK]
            part = rows @ self._vectors.T
            for index, (start, end) in enumerate(zip(self._starts, self._ends, strict=True)):
                own = part[:, start:end]
                likeness[first : first + _CHUNK, index] = (own.max(axis=1) + own.mean(axis=1)) / 2
        specific, other = likeness[:, self._specific], vectors @ self._background.T
        general = np.hstack([specific, other]).mean(axis=1, keepdims=True)
        return likeness - general, likeness
