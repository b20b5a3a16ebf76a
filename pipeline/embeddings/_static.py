"""The static model: a vector a token, averaged. A hundred times faster, at some loss of quality.

What a text says in its word order and context is lost; what it is about mostly stays [1]_ [2]_.

References
----------
.. [1] Arora, S., Liang, Y. and Ma, T. (2017). A Simple but Tough-to-Beat Baseline for Sentence
   Embeddings. ICLR.
.. [2] Tulkens, S. and van Dongen, T. (2024). Model2Vec: Fast State-of-the-Art Static Embeddings.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from pipeline.embeddings._files import (
    check_dimensions,
    damaged,
    read_tokenizer,
    require,
    tokenise,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_SLICE = 16384  # texts at a time, so that a million do not fill the memory
_NOTHING = 1e-6  # a sum of token vectors shorter than this says nothing


class StaticModel:
    """Encodes distinct texts with ``vectors.npy`` and ``tokenizer.json``.

    A text's vector is the sum of its tokens' vectors, brought to unit length: that of their mean.
    Weights of tokens are folded into the table. Unknown words are passed over. A text without any
    known word has the vector whose numbers are all ``1 / sqrt(dimensions)``: it is like every
    other such text, and much like no other.

    Each sum runs over a text's own tokens, one after the other, so that a vector is the same to
    the last bit alone or in a batch.

    Attributes
    ----------
    dimensions : int
        Length of a vector.
    worth_keeping : bool
        Whether reading a vector from the disk is faster than making it.
    """

    FILES = ("vectors.npy", "tokenizer.json")
    worth_keeping = False

    def __init__(self, folder: Path, config: dict[str, Any], *, n_threads: int) -> None:
        require(folder, self.FILES)
        self.n_threads = n_threads
        self._tokenizer = read_tokenizer(folder)
        self._table = _table(folder)
        if len(self._table) < self._tokenizer.get_vocab_size():
            raise damaged(folder, "vectors.npy", "it has fewer rows than tokenizer.json has tokens")
        unknown = _unknown(folder, self._tokenizer.token_to_id)
        if unknown is not None:
            self._table[unknown] = 0
        self.dimensions = self._table.shape[1]
        check_dimensions(folder, config, self.dimensions)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit-length row for each text."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _SLICE):
            part = texts[start : start + _SLICE]
            tokens = tokenise(self._tokenizer, part, n_threads=self.n_threads, with_special=False)
            vectors[start : start + len(part)] = self._average(tokens)
        return vectors

    def _average(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        ends = np.cumsum([0, *(len(ids) for ids in tokens)])
        columns = np.fromiter(chain.from_iterable(tokens), dtype=np.int64, count=int(ends[-1]))
        ones = np.ones(len(columns), dtype=np.float32)
        counts = csr_array((ones, columns, ends), shape=(len(tokens), len(self._table)))
        sums: NDArray[np.float32] = np.ascontiguousarray(counts @ self._table)
        lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
        is_nothing = lengths[:, 0] < _NOTHING
        sums[is_nothing], lengths[is_nothing] = 1, np.sqrt(np.float32(self.dimensions))
        sums /= lengths
        return sums


def _table(folder: Path) -> NDArray[np.float32]:
    """Read the vectors of the tokens; int8 rows are multiplied by their scales."""
    whole = _array(folder, "vectors.npy")
    if whole.ndim != 2 or whole.dtype not in (np.int8, np.float16, np.float32):
        raise damaged(folder, "vectors.npy", f"shape {whole.shape}, numbers of type {whole.dtype}")
    table = whole.astype(np.float32)
    if (folder / "scales.npy").is_file():
        scales = _array(folder, "scales.npy").astype(np.float32).reshape(-1)
        if len(scales) != len(table):
            raise damaged(folder, "scales.npy", f"{len(scales)} scales for {len(table)} rows")
        table *= scales[:, None]
    if not np.isfinite(table).all():
        raise damaged(folder, "vectors.npy", "it holds numbers that are not finite")
    return table


def _array(folder: Path, name: str) -> NDArray[Any]:
    try:
        found: NDArray[Any] = np.load(folder / name, allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise damaged(folder, name, type(error).__name__) from None
    return found


def _unknown(folder: Path, id_of: Any) -> int | None:
    """Return the row of the token that stands for unknown words, if there is one."""
    model = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    if isinstance(model.get("unk_id"), int):  # as Unigram models name it
        return int(model["unk_id"])
    token = model.get("unk_token")
    found: int | None = id_of(token) if token else None
    return found
