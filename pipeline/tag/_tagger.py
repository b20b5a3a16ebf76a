"""The tagger: a framework's labels with their terms and vectors, ready to meet segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.embeddings import Embedder, to_matrix
from pipeline.framework import Framework
from pipeline.tag._decide import AUTO, decide
from pipeline.tag._labels import labels_of
from pipeline.tag._questions import Asked
from pipeline.tag._similarity import LabelSpace
from pipeline.tag._terms import TermFinder

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "terms+similarity-1"

COLUMNS = (
    "segment_id", "label_id", "level", "score", "start", "end", "why", "decision", "tagger",
)  # fmt: skip
Row = tuple[str, str, str, float, int, int, str, str, str]


class Tagger:
    """Gives segments the labels of a framework.

    Parameters
    ----------
    framework : Framework
    vectors : pandas.DataFrame
        The table ``vectors``.
    nlp : spacy.language.Language
    embedder : Embedder
    """

    def __init__(
        self, framework: Framework, vectors: pd.DataFrame, *, nlp: Language, embedder: Embedder
    ) -> None:
        self._labels = labels_of(framework)
        self._terms = TermFinder(self._labels, nlp)
        self._space = LabelSpace(self._labels, embedder)
        self._vectors = vectors
        self._places = pd.Index(vectors["segment_id"])

    def tag(
        self, segments: pd.DataFrame, docs: Sequence[Doc], acts: Sequence[str],
        asked: Sequence[Asked],
    ) -> list[Row]:  # fmt: skip
        """Return rows of the ``tags`` table, in the order of ``COLUMNS``.

        Parameters
        ----------
        segments : pandas.DataFrame
            Rows of the table ``segments``.
        docs, acts, asked : sequence
            For each of them, its parse, its act and its question.
        """
        ids = segments["segment_id"].tolist()
        nearby = self._vectors.iloc[self._places.get_indexer(ids)]
        standing_out, likeness = self._space.similarity(to_matrix(nearby, ids))
        rows: list[Row] = []
        for i, (name, start) in enumerate(zip(ids, segments["start"], strict=True)):
            tags = decide(
                self._labels, standing_out[i], likeness[i], self._terms.find(docs[i]),
                act=acts[i], asked=asked[i], length=len(docs[i].text),
            )  # fmt: skip
            for tag in tags:
                decision = "auto" if tag.score >= AUTO else "needs_review"
                rows.append((name, tag.code, tag.level, round(tag.score, 4), start + tag.start,
                             start + tag.end, tag.why, decision, NAME))  # fmt: skip
        return rows
