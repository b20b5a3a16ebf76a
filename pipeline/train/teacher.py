"""What a larger encoder thinks of many texts, for a small one to learn from.

The small encoder learns the larger one's *similarities* within a batch, not its vectors, so the
two may have different widths (``losses.difference``). Texts that no one labelled are drawn as
neighbourhoods, since texts picked at random have nothing to do with each other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from pipeline.train.batches import Batch

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_NEIGHBOURS = 40  # kept for each text
_SEEDS, _OF_EACH = 6, 12  # texts and neighbours of each in a batch
_BLOCK = 2_000


class Lessons:
    """A teacher's vectors of texts, and which of them lie near each other.

    Parameters
    ----------
    texts : sequence of str
        All different.
    vectors : numpy.ndarray of shape (n, d), float16
        The teacher's, of unit length.
    unlabelled : sequence of int
        Places of the texts that no label is known of.
    """

    def __init__(
        self, texts: Sequence[str], vectors: NDArray[np.float16], unlabelled: Sequence[int]
    ) -> None:
        self._texts = list(texts)
        self._places = {text: place for place, text in enumerate(self._texts)}
        self._vectors = vectors
        self._unlabelled = list(unlabelled)
        self._near = _neighbours(vectors.astype(np.float32))

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the teacher's vectors of texts, shape (n, d), float32."""
        return self._vectors[[self._places[text] for text in texts]].astype(np.float32)

    def batches(self, rng: random.Random, n: int) -> Iterator[Batch]:
        """Draw batches of unlabelled texts, each a few neighbourhoods."""
        for _ in range(n):
            drawn: dict[int, None] = {}
            for seed in rng.sample(self._unlabelled, min(_SEEDS, len(self._unlabelled))):
                near = self._near[seed].tolist()
                drawn |= dict.fromkeys([seed, *rng.sample(near, min(_OF_EACH, len(near)))])
            yield Batch([self._texts[place] for place in drawn], [])

    def save(self, folder: Path) -> None:
        """Write them, so that training that was stopped goes on from here."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(folder / "lessons.npz", vectors=self._vectors, unlabelled=self._unlabelled)
        (folder / "lessons.json").write_text(json.dumps(self._texts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Lessons | None:
        """Read what ``save`` wrote; None where there is nothing."""
        if not (folder / "lessons.json").is_file():
            return None
        texts = json.loads((folder / "lessons.json").read_text(encoding="utf-8"))
        kept = np.load(folder / "lessons.npz")
        return cls(texts, kept["vectors"], kept["unlabelled"].tolist())


def _neighbours(vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the nearest other texts of each, nearest first, shape (n, <= 40)."""
    count = min(_NEIGHBOURS, len(vectors) - 1)
    found = np.zeros((len(vectors), count), dtype=np.int64)
    for start in range(0, len(vectors), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(vectors)))
        closeness = vectors[rows] @ vectors.T
        closeness[np.arange(len(rows)), rows] = -np.inf
        found[rows] = np.argsort(-closeness, axis=1, kind="stable")[:, :count]
    return found
