"""Sentence vectors: what a text means as 384 numbers, from the shipped model or another.

The model (``models/embedder``) is all-MiniLM-L6-v2 [1]_ [2]_ run by onnxruntime in fp32, on the
processor, offline. The same set of texts gives the same vectors to the last bit, in any order
and with any number of threads; the texts that one is encoded with move its vector by 1e-7 at
most (``models/embedder/card.md``).

References
----------
.. [1] Reimers, N. and Gurevych, I. (2019). Sentence-BERT: Sentence Embeddings using Siamese
   BERT-Networks. EMNLP-IJCNLP.
.. [2] Wang, W. et al. (2020). MiniLM: Deep Self-Attention Distillation for Task-Agnostic
   Compression of Pre-Trained Transformers. NeurIPS.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import pandas as pd
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
)
from tokenizers import Tokenizer

from pipeline.errors import RunError
from pipeline.resources import shipped
from pipeline.tables import conform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

DIMENSIONS = 384
"""Length of a vector of the shipped model."""
MAX_TOKENS = 256
"""Tokens of a text that are read (about 190 words); the rest does not reach its vector."""
_BATCH_TOKENS = 2048  # padded tokens a batch: what fits a laptop's cache, measured
_SLICE = 4096  # texts tokenised at a time, so that a million do not fill the memory

onnxruntime.disable_telemetry_events()


class Embedder:
    """Turns texts into unit-length vectors, whose dot product is their cosine similarity.

    Parameters
    ----------
    folder : pathlib.Path
        A folder with ``model.onnx`` (inputs ``input_ids`` and ``attention_mask``, output one
        unit-length vector a text) and ``tokenizer.json``.
    n_threads : int, default 0
        Threads to compute with; 0 for one a core. The vectors do not depend on it.

    Raises
    ------
    RunError
        If one of the files is missing or cannot be read.

    See Also
    --------
    load_embedder : Load the shipped model.
    """

    def __init__(self, folder: Path, *, n_threads: int = 0) -> None:
        self.folder = folder
        self.n_threads = n_threads
        missing = [n for n in ("model.onnx", "tokenizer.json") if not (folder / n).is_file()]
        if missing:
            raise RunError(
                f'The embedding model in "{folder}" is incomplete: {" and ".join(missing)} '
                "not found. Leave settings.embedding_model out of consultation.toml to use the "
                "shipped one, or install Several again."
            )
        self._session = _session(folder, n_threads)
        self._tokenizer = _tokenizer(folder)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts, each different text once.

        Parameters
        ----------
        texts : sequence of str
            In any order, with repetitions; a text is read up to ``MAX_TOKENS`` tokens.

        Returns
        -------
        numpy.ndarray of shape (n_texts, 384), float32
            Row i is the unit-length vector of text i.

        Examples
        --------
        >>> embedder = load_embedder()
        >>> bus, late, tree = embedder.encode(
        ...     ["More buses please", "The bus is always late", "Plant more trees"]
        ... )
        >>> bool(bus @ late > bus @ tree)
        True
        """
        # Sorted, so that the batches are the same whatever the order of the texts.
        unique = sorted(set(texts), key=lambda text: (len(text), text))
        place = {text: row for row, text in enumerate(unique)}
        vectors = np.zeros((len(unique), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(unique), _SLICE):
            encodings = self._tokenizer.encode_batch(unique[start : start + _SLICE])
            tokens = [encoding.ids for encoding in encodings]
            for rows in _batches([len(ids) for ids in tokens]):
                vectors[start + rows] = self._run([tokens[row] for row in rows])
        return vectors[[place[text] for text in texts]]

    def _run(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        shape = (len(tokens), max(len(ids) for ids in tokens))
        feed = {name: np.zeros(shape, dtype=np.int64) for name in ("input_ids", "attention_mask")}
        for row, ids in enumerate(tokens):
            feed["input_ids"][row, : len(ids)] = ids
            feed["attention_mask"][row, : len(ids)] = 1
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
        raise _damaged(folder, "model.onnx", error) from None


def _tokenizer(folder: Path) -> Tokenizer:
    try:
        content = (folder / "tokenizer.json").read_text(encoding="utf-8")
        # The library raises a bare Exception on anything else, so look before it does.
        if not {"model", "normalizer", "pre_tokenizer"} <= set(json.loads(content)):
            raise ValueError("not a tokenizer")
    except (ValueError, OSError) as error:
        raise _damaged(folder, "tokenizer.json", error) from None
    return Tokenizer.from_str(content)


def _damaged(folder: Path, name: str, error: Exception) -> RunError:
    return RunError(
        f'{name} in "{folder}" cannot be read ({type(error).__name__}): the file is damaged or '
        "of another kind. Install Several again."
    )


def _batches(lengths: list[int]) -> Iterator[NDArray[np.intp]]:
    """Cut rows, shortest first, into batches of at most ``_BATCH_TOKENS`` padded tokens."""
    order = np.argsort(lengths, kind="stable")
    first = 0
    for last in range(1, len(order) + 1):
        if last == len(order) or (last - first + 1) * lengths[order[last]] > _BATCH_TOKENS:
            yield order[first:last]
            first = last


@lru_cache(maxsize=2)
def load_embedder(path: Path | None = None, *, n_threads: int = 0) -> Embedder:
    """Load an embedding model; the same one is loaded once a process.

    Parameters
    ----------
    path : pathlib.Path, optional
        Folder of the model; the shipped one by default.
    n_threads : int, default 0
        Threads to compute with; 0 for one a core.

    Returns
    -------
    Embedder

    Raises
    ------
    RunError
        If a file is missing or cannot be read.

    Examples
    --------
    >>> load_embedder().encode([]).shape
    (0, 384)
    """
    return Embedder(path or shipped("models", "embedder"), n_threads=n_threads)


def embed(segments: pd.DataFrame, embedder: Embedder) -> dict[str, pd.DataFrame]:
    """Encode every segment.

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
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    places = pd.Index(vectors["segment_id"]).get_indexer(list(segment_ids))
    if (places < 0).any():
        raise RunError(
            f"Table vectors lacks {int((places < 0).sum())} of {len(segment_ids)} segments: it "
            "belongs to another run. Run the consultation again."
        )
    return np.stack(vectors["vector"].to_numpy()[places]).astype(np.float32)
