"""Fits token vectors, so that their mean over a text is where a teacher puts the text.

Three terms, each over a batch of texts: one minus the cosine to the teacher's vector; how far the
neighbours of each text in the batch are from those that the teacher gives it [1]_; and, for texts
of a known point, a contrast of the point's other texts with the rest of the batch [2]_. Adam on
the rows that a batch touches; numpy only.

References
----------
.. [1] Passalis, N. and Tefas, A. (2018). Learning Deep Representations with Probabilistic
   Knowledge Transfer. ECCV.
.. [2] Khosla, P. et al. (2020). Supervised Contrastive Learning. NeurIPS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

_FADES = (0.9, 0.99)
_WARM_UP = 30  # steps


@dataclass(frozen=True)
class Terms:
    """Weights and temperatures of the loss."""

    cosine: float = 0.2
    neighbours: float = 1.0
    same_point: float = 0.1
    softness: float = 0.1
    sharpness: float = 0.05


@dataclass(frozen=True)
class Pace:
    """How long and how fast to fit."""

    rate: float = 2e-3
    epochs: int = 6
    batch: int = 1024
    labelled: int = 384
    held_out: float = 0.05


@dataclass(frozen=True)
class Task:
    """Texts as bags of tokens, and what the teacher makes of them.

    Attributes
    ----------
    bags : scipy.sparse.csr_array of float32, shape (n_texts, n_tokens)
    vectors : numpy.ndarray of float32, shape (n_texts, d_teacher)
        The teacher's, unit length: their dot products say who neighbours whom.
    targets : numpy.ndarray of float32, shape (n_texts, d)
        The same on the axes of the table, unit length.
    labels : numpy.ndarray of int64, shape (n_texts,)
        The point a text makes; -1 where unknown.
    """

    bags: csr_array
    vectors: Floats
    targets: Floats
    labels: Ints


def fit(table: Floats, task: Task, *, terms: Terms, pace: Pace, seed: int) -> Floats:
    """Fit a table of token vectors.

    Parameters
    ----------
    table : numpy.ndarray of float32, shape (n_tokens, d)
        Where to start; not changed. Tokens of no text stay as they are.
    task : Task
    terms : Terms
    pace : Pace
        It stops early where the loss on the texts held out rises.
    seed : int
        Which texts are held out, and the order of the others.

    Returns
    -------
    numpy.ndarray of float32, shape (n_tokens, d)
        The table of the epoch with the least loss on the texts held out.
    """
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(task.targets))
    n_held = max(2, int(len(order) * pace.held_out))
    held, taught = np.sort(order[:n_held]), order[n_held:]
    labelled = np.sort(taught[task.labels[taught] >= 0])
    batch = min(pace.batch, len(taught))
    adam = _Adam(table, rate=pace.rate, n_steps=pace.epochs * (len(taught) // batch))
    best, least = table.copy(), np.inf
    for _ in range(pace.epochs):
        taught = rng.permutation(taught)
        for first in range(0, len(taught) - batch + 1, batch):
            rows = taught[first : first + batch]
            if terms.same_point and len(labelled):
                n_drawn = min(pace.labelled, batch // 2, len(labelled))
                drawn = rng.choice(labelled, n_drawn, replace=False)
                rows = np.unique(np.concatenate([rows[: batch - n_drawn], drawn]))
            adam.step(task, rows, terms)
        loss = _slope(unit(task.bags[held] @ adam.table), task, held, terms)[0]
        if loss >= least:
            break
        best, least = adam.table.copy(), loss
    return best


class _Adam:
    """Adam on the rows of a table that a batch touches, its rate falling to nothing."""

    def __init__(self, table: Floats, *, rate: float, n_steps: int) -> None:
        self.table = table.copy()
        self._mean, self._square = np.zeros_like(table), np.zeros_like(table)
        self._rate, self._n_steps, self._n = rate, n_steps, 0

    def step(self, task: Task, rows: Ints, terms: Terms) -> None:
        whole = task.bags[rows]
        columns = np.unique(whole.indices)
        places = np.searchsorted(columns, whole.indices)
        part = csr_array((whole.data, places, whole.indptr), shape=(len(rows), len(columns)))
        means = part @ self.table[columns]
        lengths = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
        found = means / lengths
        slope = _slope(found, task, rows, terms)[1]
        slope = (slope - (slope * found).sum(axis=1, keepdims=True) * found) / lengths
        self._move(columns, part.T @ slope)

    def _move(self, columns: Ints, slope: Floats) -> None:
        n, (one, two) = self._n, _FADES
        rate = self._rate * (1 - n / self._n_steps) * min(1.0, (n + 1) / _WARM_UP)
        self._n = n = n + 1
        self._mean[columns] = one * self._mean[columns] + (1 - one) * slope
        self._square[columns] = two * self._square[columns] + (1 - two) * slope * slope
        height = np.sqrt(self._square[columns] / (1 - two**n)) + 1e-10
        self.table[columns] -= rate * (self._mean[columns] / (1 - one**n)) / height


def _slope(found: Floats, task: Task, rows: Ints, terms: Terms) -> tuple[float, Floats]:
    """Return the loss of the texts' vectors (without contrast), and its slope (with it)."""
    n = len(rows)
    taught, likeness = task.vectors[rows], found @ found.T
    wanted = _shares(taught @ taught.T, terms.softness)
    given = _shares(likeness, terms.softness)
    off = 1 - float((found * task.targets[rows]).sum()) / n
    gap = float((wanted * (np.log(wanted + 1e-12) - np.log(given + 1e-12))).sum()) / n
    slope = -terms.cosine / n * task.targets[rows]
    # The slope of the comparison is scaled by the temperature, as is usual in distillation.
    pull = (terms.neighbours / n) * (given - wanted)
    labels = task.labels[rows]
    same = (labels[:, None] == labels[None, :]) & (labels >= 0)[:, None]
    np.fill_diagonal(same, val=False)
    n_same = same.sum(axis=1, keepdims=True)
    if terms.same_point and n_same.any():
        contrast = _shares(likeness, terms.sharpness) - same / np.maximum(n_same, 1)
        pull += (terms.same_point / n) * np.where(n_same > 0, contrast, 0).astype(np.float32)
    slope += (pull + pull.T) @ found
    return terms.cosine * off + terms.neighbours * gap, slope.astype(np.float32, copy=False)


def _shares(likeness: Floats, temperature: float) -> Floats:
    """Turn likenesses into shares of each row, a text's likeness to itself left out."""
    heights = likeness / np.float32(temperature)
    np.fill_diagonal(heights, -np.inf)
    heights -= heights.max(axis=1, keepdims=True)
    np.exp(heights, out=heights)
    heights /= heights.sum(axis=1, keepdims=True)
    return heights


def unit(vectors: Floats) -> Floats:
    """Bring rows to unit length; a row of zeros stays one.

    Examples
    --------
    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return scaled
