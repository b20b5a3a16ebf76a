"""The full model: a transformer run by onnxruntime, in fp32, on the processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
)

from pipeline.embeddings._files import (
    check_dimensions,
    damaged,
    read_tokenizer,
    require,
    tokenise,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_BATCH_TOKENS = 2048  # tokens a batch: what fits a laptop's cache, measured
_SLICE = 4096  # texts tokenised at a time, so that a million do not fill the memory

onnxruntime.disable_telemetry_events()


class OnnxModel:
    """Encodes distinct texts with ``model.onnx`` and ``tokenizer.json``.

    Only texts with equally many tokens share a batch. Nothing is padded, so every row of every
    matrix product is summed in the same way in any company: a text has the same vector to the
    last bit alone or in a batch, and vectors from the cache are those that would be computed.

    Attributes
    ----------
    dimensions : int
        Length of a vector.
    worth_keeping : bool
        Whether reading a vector from the disk is faster than making it.
    """

    FILES = ("model.onnx", "tokenizer.json")
    worth_keeping = True

    def __init__(self, folder: Path, config: dict[str, Any], *, n_threads: int) -> None:
        require(folder, self.FILES)
        self.n_threads = n_threads
        self._session = _session(folder, n_threads)
        self._tokenizer = read_tokenizer(folder)
        self.dimensions = self._length_of_a_vector(folder)
        check_dimensions(folder, config, self.dimensions)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit-length row for each text."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _SLICE):
            part = texts[start : start + _SLICE]
            tokens = tokenise(self._tokenizer, part, n_threads=self.n_threads, with_special=True)
            for rows in _batches([len(ids) for ids in tokens]):
                vectors[start + rows] = self._run([tokens[row] for row in rows])
        return vectors

    def _length_of_a_vector(self, folder: Path) -> int:
        """Try the model on two tokens, and say so if its inputs and outputs are not ours."""
        if {entry.name for entry in self._session.get_inputs()} == {"input_ids", "attention_mask"}:
            shape = self._run([[0, 0]]).shape
            if len(shape) == 2:
                return int(shape[1])
        raise damaged(
            folder, "model.onnx",
            "it must turn input_ids and attention_mask into one vector a text",
        )  # fmt: skip

    def _run(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        ids = np.array(tokens, dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vectors: NDArray[np.float32] = self._session.run(None, feed)[0]
        return vectors


def _session(folder: Path, n_threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.log_severity_level = 3  # its warnings are about graphs, not about the consultation
    try:
        return onnxruntime.InferenceSession(
            (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, OSError) as error:
        raise damaged(folder, "model.onnx", type(error).__name__) from None


def _batches(lengths: list[int]) -> Iterator[NDArray[np.intp]]:
    """Cut rows into batches of one length and at most ``_BATCH_TOKENS`` tokens, shortest first."""
    order = np.argsort(lengths, kind="stable")
    sizes = np.asarray(lengths)[order]
    first = 0
    while first < len(order):
        most = max(1, _BATCH_TOKENS // max(1, int(sizes[first])))
        last = min(first + most, int(np.searchsorted(sizes, sizes[first], side="right")))
        yield order[first:last]
        first = last
