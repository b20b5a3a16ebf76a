"""The door to a model: each distinct text once, from the cache where it is there."""

from __future__ import annotations

import copy
import hashlib
import os
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from pipeline.embeddings._cache import VectorCache
from pipeline.embeddings._files import damaged, read_config
from pipeline.embeddings._onnx import OnnxModel
from pipeline.embeddings._static import StaticModel
from pipeline.models import check_files, file_sha256
from pipeline.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LIBRARIES = ("numpy", "onnxruntime", "scipy", "tokenizers")
_FEWEST = 32  # texts that are looked up in the cache: fewer are made sooner than it is read
_PORTION = 20_000  # texts after which the cache is written, so that a long run can be taken up


class _Model(Protocol):
    """One kind of model: distinct texts to rows, each the same in any company."""

    dimensions: int
    worth_keeping: bool

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


KINDS: dict[str, type[OnnxModel] | type[StaticModel]] = {"onnx": OnnxModel, "static": StaticModel}
"""Kinds of model by the name that ``config.json`` gives them."""


class Embedder:
    """Turns texts into unit-length vectors, whose dot product is their cosine similarity.

    Parameters
    ----------
    folder : pathlib.Path
        A folder with ``tokenizer.json``, the files of its kind and, optionally, ``config.json``
        with the kind and the number of dimensions:

        - "onnx" (also without ``config.json``): ``model.onnx``, with the inputs ``input_ids`` and
          ``attention_mask`` and one unit-length vector a text as output;
        - "static": ``vectors.npy`` (int8 or float16, a row a token) and, for int8, ``scales.npy``
          (a number a row).
    n_threads : int, default 0
        Threads to compute with; 0 for ``OMP_NUM_THREADS`` or, without it, one a core. The vectors
        do not depend on it.

    Raises
    ------
    RunError
        If a file is missing, cannot be read or, where the folder has a ``digests.json``, is not
        the one listed there.

    See Also
    --------
    load_embedder : Load the shipped model.
    """

    def __init__(self, folder: Path, *, n_threads: int = 0) -> None:
        self.folder = folder
        self.n_threads = n_threads or _threads_asked_for()
        check_files(folder)
        config = read_config(folder)
        kind = str(config["kind"])
        if kind not in KINDS:
            known = " and ".join(f'"{name}"' for name in KINDS)
            raise damaged(folder, "config.json", f"its kind must be one of {known}")
        self._model: _Model = KINDS[kind](folder, config, n_threads=self.n_threads)
        self._cache: VectorCache | None = None

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._model.dimensions

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that a vector depends on besides its text: files, code and libraries."""
        names = {"config.json", "scales.npy", *(n for kind in KINDS.values() for n in kind.FILES)}
        files = [self.folder / name for name in sorted(names)]
        code = sorted(Path(__file__).parent.glob("*.py"))
        parts = [f"{path.name} {file_sha256(path)}" for path in [*files, *code] if path.is_file()]
        parts += [f"{name} {version(name)}" for name in _LIBRARIES]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def with_cache(self, folder: Path) -> Embedder:
        """Return the same embedder, keeping its vectors in a folder and finding them there.

        Parameters
        ----------
        folder : pathlib.Path
            In the data folder of the consultation whose texts it will see: what lies in it is
            personal data. It may be deleted at any time.

        Returns
        -------
        Embedder
            Its vectors are equal to those of this one. Static models keep nothing: they are
            faster than the disk.
        """
        other = copy.copy(self)
        if self._model.worth_keeping:
            other._cache = VectorCache(folder, model=self.digest, dimensions=self.dimensions)
        return other

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts, each different text once.

        Parameters
        ----------
        texts : sequence of str
            In any order, with repetitions; a text is read up to ``MAX_TOKENS`` tokens.

        Returns
        -------
        numpy.ndarray of shape (n_texts, n_dimensions), float32
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
        # Texts of like length lie together, so that those tokenised together can share a batch.
        unique = sorted(set(texts), key=lambda text: (len(text), text))
        place = {text: row for row, text in enumerate(unique)}
        rows = np.array([place[text] for text in texts], dtype=np.intp)
        vectors: NDArray[np.float32] = self._encode_distinct(unique)[rows]
        return vectors

    def _encode_distinct(self, texts: list[str]) -> NDArray[np.float32]:
        if self._cache is None or len(texts) < _FEWEST:
            return self._model.encode(texts)
        vectors, is_found = self._cache.find(texts)
        lacking = np.flatnonzero(~is_found)
        for start in range(0, len(lacking), _PORTION):
            rows = lacking[start : start + _PORTION]
            new = [texts[row] for row in rows]
            vectors[rows] = self._model.encode(new)
            self._cache.keep(new, vectors[rows])
        return vectors


def _threads_asked_for() -> int:
    """Return what ``OMP_NUM_THREADS`` asks for; 0 where it says nothing."""
    asked: Any = os.environ.get("OMP_NUM_THREADS", "")
    return int(asked) if asked.isdecimal() else 0


@lru_cache(maxsize=2)
def load_embedder(path: Path | None = None, *, n_threads: int = 0) -> Embedder:
    """Load an embedding model; the same one is loaded once a process.

    Parameters
    ----------
    path : pathlib.Path, optional
        Folder of the model; the shipped full model by default.
    n_threads : int, default 0
        Threads to compute with; 0 for ``OMP_NUM_THREADS`` or, without it, one a core.

    Returns
    -------
    Embedder

    Raises
    ------
    RunError
        If a file is missing, cannot be read or is not the one that was shipped.

    Examples
    --------
    >>> load_embedder().encode([]).shape
    (0, 384)
    """
    return Embedder(path or shipped("models", "embedder"), n_threads=n_threads)
