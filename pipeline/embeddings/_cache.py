"""Keep vectors on the disk, so that a run after 5 % more comments embeds only the new ones.

One file for each model, under ``cache/vectors`` of the consultation's data folder. It may be
deleted at any time, and one that is damaged counts as absent.

Texts are not written, only an HMAC-SHA256 of each, keyed with a random salt that lies in the same
file. A plain hash of a short text ("Fix the potholes") is found by hashing guesses, once for all
consultations, and the same answer would show the same hash in two councils' folders. With a salt
of its own a file must be attacked by itself, and nothing can be read from hashes that got away
without it. It is not encryption: who holds the whole file can test guesses, and the vectors
themselves say what a text is about. The file is personal data, which is why it lies where it does.
"""

from __future__ import annotations

import hmac
import os
import time
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.store import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_KEY_BYTES = 16
_SALT_BYTES = 32
_MOST_BYTES = 512 * 2**20  # of vectors in one file: 350,000 of 384 numbers
_MOST_FILES = 3  # models, or versions of this code, whose vectors are kept
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


class _Kept(NamedTuple):
    salt: bytes
    rows: dict[bytes, int]  # by key
    vectors: NDArray[np.float32]


class VectorCache:
    """Vectors of one model in one data folder.

    Two processes may use it at once: files appear whole, and the worst that can happen is that
    one does not find what the other has just kept.

    Parameters
    ----------
    folder : pathlib.Path
        ``cache/vectors`` of the data folder; made when there is something to keep.
    model : str
        Digest of all that a vector depends on besides its text.
    dimensions : int
        Length of a vector.
    most_bytes : int
        The vectors of a file are at most this large; the oldest go first.
    """

    def __init__(
        self, folder: Path, *, model: str, dimensions: int, most_bytes: int = _MOST_BYTES
    ) -> None:
        self.path = folder / f"{model[:16]}.npz"
        self._dimensions = dimensions
        self._most = max(1, most_bytes // (4 * dimensions))

    def find(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Look texts up.

        Returns
        -------
        vectors : numpy.ndarray of shape (n_texts, n_dimensions), float32
            Zeros where there is none.
        is_found : numpy.ndarray of shape (n_texts,), bool
        """
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        kept = self._read()
        if kept is None:
            return vectors, np.zeros(len(texts), dtype=bool)
        rows = np.array([kept.rows.get(_key(kept.salt, text), -1) for text in texts], dtype=int)
        vectors[rows >= 0] = kept.vectors[rows[rows >= 0]]
        return vectors, rows >= 0

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Add vectors. A disk that is full or a file in use elsewhere is no error: it is a cache.

        Parameters
        ----------
        texts : sequence of str
            Distinct.
        vectors : numpy.ndarray of shape (n_texts, n_dimensions), float32
        """
        # Read again, because another process may have added to it since.
        kept = self._read()
        if kept is None:
            none = np.zeros((0, self._dimensions), dtype=np.float32)
            kept = _Kept(os.urandom(_SALT_BYTES), {}, none)
        fresh = {
            key: row
            for row, key in enumerate(_key(kept.salt, text) for text in texts)
            if key not in kept.rows
        }
        keys = [*kept.rows, *fresh][-self._most :]
        whole = np.concatenate([kept.vectors, vectors[list(fresh.values())]])[-self._most :]
        buffer = BytesIO()
        np.savez(
            buffer, salt=np.frombuffer(kept.salt, np.uint8),
            keys=np.frombuffer(b"".join(keys), np.uint8), vectors=whole,
        )  # fmt: skip
        with suppress(OSError):
            write_atomically(self.path, buffer.getvalue())
            self._tidy()

    def _read(self) -> _Kept | None:
        try:
            with np.load(self.path, allow_pickle=False) as file:
                salt, keys = file["salt"].tobytes(), file["keys"].tobytes()
                vectors = file["vectors"]
        except _UNREADABLE:  # absent or damaged (the container has checksums): written anew
            return None
        rows = {
            keys[at : at + _KEY_BYTES]: at // _KEY_BYTES for at in range(0, len(keys), _KEY_BYTES)
        }
        fits = vectors.shape == (len(rows), self._dimensions) and vectors.dtype == np.float32
        return _Kept(salt, rows, vectors) if fits and len(salt) == _SALT_BYTES else None

    def _tidy(self) -> None:
        """Remove the files written longest ago, and what a process that was killed left behind."""
        folder = self.path.parent
        found = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime)
        an_hour_ago = time.time() - 3600
        left = [path for path in folder.glob("*.part") if path.stat().st_mtime < an_hour_ago]
        for path in [*found[:-_MOST_FILES], *left]:
            path.unlink(missing_ok=True)


def _key(salt: bytes, text: str) -> bytes:
    return hmac.digest(salt, text.encode("utf-8", "surrogatepass"), "sha256")[:_KEY_BYTES]
