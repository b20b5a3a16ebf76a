"""What sentences are composed from: parses, names and vectors of the segments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc


@dataclass(frozen=True)
class Read:
    """The segments as read.

    Attributes
    ----------
    docs : mapping of str to spacy.tokens.Doc
        Parses by segment_id.
    names : frozenset of str
        Words that keep their capital.
    verbs : frozenset of str
        Words that are verbs, also where a sentence starts with them.
    asked : mapping of str or None to frozenset of str
        Content lemmas of each question group; under None those of all questions.
    vectors : mapping of str to ndarray
        Unit vectors by segment_id.
    encode : callable
        Makes unit vectors of texts.
    """

    docs: Mapping[str, Doc]
    names: frozenset[str]
    verbs: frozenset[str]
    asked: Mapping[str | None, frozenset[str]]
    vectors: Mapping[str, NDArray[np.float32]]
    encode: Callable[[Sequence[str]], NDArray[np.float32]]

    def vectors_of(self, segments: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of segments, shape (len(segments), d)."""
        return np.stack([self.vectors[segment] for segment in segments])
