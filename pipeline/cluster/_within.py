"""The themes of one question group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.cluster._labels import Encode, label_themes
from pipeline.cluster._topics import fit_topics, keywords
from pipeline.cluster._tree import (
    HEIGHTS,
    Labels,
    Matrix,
    TreeClusterer,
    survival,
    without_common_part,
)
from pipeline.store import digest_of
from pipeline.tables import GENERAL
from pipeline.wording import content_lemmas, makes_a_point


@dataclass(frozen=True)
class Found:
    """A theme before it becomes rows of tables.

    ``rows`` are positions in the stage's table of segments; ``scores`` their similarity to the
    theme's centre, 0 to 1.
    """

    theme_id: str
    group_id: str | None
    parent_id: str | None
    label: str
    description: str
    keywords: tuple[str, ...]
    rows: tuple[int, ...]
    scores: tuple[float, ...]
    general: bool = False
    stability: float | None = None


def themes_within(
    rows: pd.DataFrame,
    parsed: Sequence[Doc],
    vectors: NDArray[np.float32],
    *,
    nlp: Language,
    encode: Encode,
    granularity: str,
    seed: int,
) -> list[Found]:
    """Find the themes of one question group.

    Parameters
    ----------
    rows : pandas.DataFrame
        Segments of the group, with ``text``, ``respondent_id``, ``group_id``, ``act`` and
        ``asked``, the question as respondents read it.
    parsed : sequence of spacy.tokens.Doc
        The same segments, parsed.
    vectors : ndarray, shape (len(rows), d)
        Their unit vectors.
    nlp, encode, granularity, seed
        As in ``pipeline.cluster.cluster``.

    Returns
    -------
    list of Found
        Themes, broader themes and, if there is any, the group's general theme.
    """
    asked = content_lemmas(nlp(" ".join(sorted(set(rows["asked"])))))
    telling = np.array([makes_a_point(doc, asked) for doc in parsed])
    # Who proposes, asks, worries or finds it in line with own plans makes a point in any words.
    echoing = rows["act"].isin(["support", "observation"]).to_numpy()
    general = (rows["act"] == "general").to_numpy() | (echoing & ~telling)
    found = _general(rows[general]) if general.any() else []
    pointed = rows[~general]
    if pointed.empty:
        return found
    docs = [doc for doc, left in zip(parsed, general, strict=True) if not left]
    # The same words, written twice, are one leaf of the tree: counted after, clustered once.
    key = pointed["text"].str.casefold().str.strip(" .!?,;:")
    first = ~key.duplicated().to_numpy()
    place = pd.Series(np.arange(first.sum()), index=key[first])
    unique = place.loc[key].to_numpy()
    raw = vectors[~general]
    centred = without_common_part(raw[first]) if first.sum() > 2 else raw[first].astype(float)
    tree = TreeClusterer(height=HEIGHTS[granularity], seed=seed).fit(centred)
    stable = survival(tree.leaves_, tree.leaf_labels_, height=tree.height, seed=seed)
    labels, parents = tree.labels_[unique], tree.parents()[unique]
    question = _Question(pointed, docs, raw, asked, encode)
    children = _themes(question, labels, stable)
    return found + _with_parents(children, question, labels, parents)


@dataclass(frozen=True)
class _Question:
    """The segments of a question that make a point, with all that naming themes needs."""

    rows: pd.DataFrame
    docs: Sequence[Doc]
    vectors: NDArray[np.float32]
    asked: frozenset[str]
    encode: Encode


def minted(group: str, words: str) -> str:
    """Return the id of a theme: eight digits of a digest, so that thousands are kept apart."""
    return f"{group}-{digest_of(words)[:8]}"


def _general(rows: pd.DataFrame) -> list[Found]:
    group = str(rows["group_id"].iloc[0])
    return [
        Found(
            theme_id=f"{group}{GENERAL}", group_id=group, parent_id=None,
            label="General comments", description="Comments that make no further point.",
            keywords=(), rows=tuple(rows.index), scores=(1.0,) * len(rows), general=True,
        )
    ]  # fmt: skip


def _themes(
    question: _Question,
    labels: Labels,
    stable: Matrix | None,
    *,
    level: str = "theme",
    taken: frozenset[str] = frozenset(),
) -> list[Found]:
    rows, docs, vectors = question.rows, question.docs, question.vectors
    group = str(rows["group_id"].iloc[0])
    owners = rows["respondent_id"].tolist()
    names = label_themes(
        docs, owners, vectors, labels, asked=question.asked, encode=question.encode, taken=taken
    )
    words = [" ".join(sorted(content_lemmas(doc))) or "-" for doc in docs]
    terms = _keywords(words, vectors, labels)
    found = []
    for theme, name in enumerate(names):
        inside = np.flatnonzero(labels == theme)
        scores = _closeness(vectors[inside])
        # Central, and neither a fragment nor a speech: the sentence that stands for the theme.
        lengths = np.array([len(str(text).split()) for text in rows["text"].iloc[inside]])
        fit = scores - 0.15 * ((lengths < 6) | (lengths > 45))
        centre = inside[int(np.argmax(fit.round(6)))]
        text = str(rows["text"].iloc[centre])
        found.append(
            Found(
                theme_id=minted(group, level + group + text.casefold()),
                group_id=group, parent_id=None, label=name, description=text,
                keywords=terms[theme], rows=tuple(rows.index[inside]),
                scores=tuple(float(s) for s in scores),
                stability=float(stable[theme]) if stable is not None else None,
            )
        )  # fmt: skip
    return found


def _with_parents(
    children: list[Found], question: _Question, labels: Labels, parents: Labels
) -> list[Found]:
    """Add the broader themes that hold two or more themes."""
    taken = frozenset(child.label.lower() for child in children)
    broad = _themes(question, parents, None, level="parent", taken=taken)
    inside = {int(p): sorted(set(labels[parents == p].tolist())) for p in np.unique(parents)}
    found = []
    for parent, members in inside.items():
        if len(members) == 1:
            found.append(children[members[0]])
            continue
        found.append(broad[parent])
        found += [replace(children[m], parent_id=broad[parent].theme_id) for m in members]
    return found


def _closeness(vectors: NDArray[np.float32]) -> Matrix:
    """Cosine of each row to the mean of the rows, within 0 and 1."""
    centre = vectors.mean(axis=0, dtype=np.float64)
    length = max(float(np.linalg.norm(centre)), 1e-9)
    closeness: Matrix = np.clip(vectors.astype(np.float64) @ centre / length, 0.0, 1.0).round(6)
    return closeness


def _keywords(
    words: Sequence[str], vectors: NDArray[np.float32], labels: Labels
) -> list[tuple[str, ...]]:
    """c-TF-IDF keywords of each cluster, from BERTopic."""
    n = int(labels.max()) + 1
    if n < 2:
        return [tuple(sorted(set(" ".join(words).split()))[:6])] * n
    model = fit_topics(words, vectors.astype(np.float64), labels)
    topic_of = dict(zip(labels.tolist(), model.topics_, strict=True))
    return [tuple(keywords(model, topic_of[theme])) for theme in range(n)]
