"""Tag: what each segment does, and which outcomes and priorities it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.embeddings import Embedder
from pipeline.framework import Framework
from pipeline.tables import conform, empty
from pipeline.tag._acts import classify, stance_of
from pipeline.tag._questions import read_questions
from pipeline.tag._tagger import COLUMNS, Row, Tagger

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["tag"]

_CHUNK = 4096  # segments at a time, so that memory does not grow with the consultation


def tag(
    segments: pd.DataFrame,
    comments: pd.DataFrame,
    questions: pd.DataFrame,
    vectors: pd.DataFrame,
    framework: Framework | None,
    *,
    nlp: Language,
    embedder: Embedder,
) -> dict[str, pd.DataFrame]:
    """Name each segment's act and stance, and tag it to outcomes and priorities.

    Acts come from general cues and the parse, and need no framework. Tags weigh the framework's
    own terms against likeness in meaning, in the light of the question; a segment about nothing
    in the framework gets none.

    Parameters
    ----------
    segments, comments, questions, vectors : pandas.DataFrame
        The tables of those names, rows in any order.
    framework : Framework or None
        None leaves ``tags`` empty.
    nlp : spacy.language.Language
        Pipeline with tagger, lemmatiser and parser.
    embedder : Embedder
        The one that made ``vectors``.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables ``tags`` and ``acts``.

    Examples
    --------
    >>> from pipeline.language import load_language
    >>> from pipeline.embeddings import load_embedder
    >>> none = {name: empty(name) for name in ("segments", "comments", "questions", "vectors")}
    >>> result = tag(**none, framework=None, nlp=load_language(), embedder=load_embedder())
    >>> sorted(result), len(result["acts"])
    (['acts', 'tags'], 0)
    """
    by_question = read_questions(questions)
    places = comments.set_index("comment_id")["question_id"]
    tagger = Tagger(framework, vectors, nlp=nlp, embedder=embedder) if framework else None
    # sorted, so that rows in another order are parsed and multiplied in the same batches
    ordered = segments.sort_values(["text", "segment_id"], ignore_index=True)
    acts: list[tuple[str, str, str, float]] = []
    tags: list[Row] = []
    for first in range(0, len(ordered), _CHUNK):
        part = ordered.iloc[first : first + _CHUNK]
        docs = list(nlp.pipe(part["text"].tolist(), batch_size=256))
        asked = [by_question[name] for name in part["comment_id"].map(places)]
        found = [classify(doc, about.text) for doc, about in zip(docs, asked, strict=True)]
        for name, doc, (act, score) in zip(part["segment_id"], docs, found, strict=True):
            acts.append((name, act, stance_of(doc, act), score))
        if tagger is not None:
            tags += tagger.tag(part, docs, [act for act, _ in found], asked)
    columns = ["segment_id", "act", "stance", "score"]
    return {
        "tags": conform("tags", pd.DataFrame(tags, columns=list(COLUMNS)))
        if tags
        else empty("tags"),
        "acts": conform("acts", pd.DataFrame(acts, columns=columns)) if acts else empty("acts"),
    }
