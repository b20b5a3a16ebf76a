"""Name a theme from the noun phrases its respondents used.

A phrase is good when it lies near the centre of the theme, when many of its respondents use
its words and when the other themes of the question do not (the idea of KeyBERT with a contrast
to siblings). A second phrase is added where it covers respondents whom the first does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.cluster._phrases import Phrase, phrases_of_themes
from pipeline.wording import content_lemmas

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

MAX_WORDS = 7
"""Words of a label, at most."""
COVER, ELSEWHERE, ECHO, GERUND, SHAPE = 0.40, 0.80, 0.25, 0.04, 0.05
"""Weights: respondents who use the words; other themes that do; words of the question; gerunds;
phrases of two to five words. Nearness to the theme's centre weighs one."""
RUNNERS_UP = 7
"""Phrases looked at for a second part of the name."""


def label_themes(
    docs: Sequence[Doc],
    owners: Sequence[str],
    vectors: NDArray[np.floating],
    labels: NDArray[np.int64],
    *,
    asked: frozenset[str],
    encode: Encode,
    taken: frozenset[str] = frozenset(),
) -> list[str]:
    """Name every theme of a question, each name once.

    Parameters
    ----------
    docs : sequence of spacy.tokens.Doc, length n
        Parsed segments.
    owners : sequence of str, length n
        Respondent of each segment.
    vectors : ndarray, shape (n, d)
        Unit vectors of the segments.
    labels : ndarray of int, shape (n,)
        Theme of each segment, 0 to k - 1.
    asked : frozenset of str
        Content lemmas of the question: what was asked does not name what was answered.
    encode : callable
        Makes unit vectors of texts.
    taken : frozenset of str
        Names, in small letters, that other themes have.

    Returns
    -------
    list of str, length k
    """
    candidates = phrases_of_themes(docs, labels)
    texts = sorted({phrase.surface for phrases in candidates for phrase in phrases})
    words = _Words.of(docs, owners, dict(zip(texts, encode(texts), strict=True)), asked)
    # Largest theme first, so that the most frequent one gets the plainest name.
    sizes = Counter(labels.tolist())
    names: dict[int, str] = {}
    used = set(taken)
    for theme in sorted(sizes, key=lambda t: (-sizes[t], t)):
        inside = np.flatnonzero(labels == theme)
        centre = vectors[inside].mean(axis=0)
        centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
        rows = frozenset(inside.tolist())
        ranked = _rank(candidates[theme], rows, centre, words)
        free = [pair for pair in ranked if pair[1].surface.lower() not in used]
        name = _name(free, rows, words, used) or _first_words(docs[min(rows)])
        names[theme] = _unique(name, used)
        used.add(names[theme].lower())
    return [name[:1].upper() + name[1:] for _, name in sorted(names.items())]


@dataclass(frozen=True)
class _Words:
    """Who used which words, and what phrases mean.

    Attributes
    ----------
    rows : mapping of str to frozenset of int
        Segments by content lemma.
    owners : sequence of str
        Respondent of each segment.
    vector_of : mapping of str to ndarray
        Unit vector of each candidate phrase.
    asked : frozenset of str
        Content lemmas of the question.
    """

    rows: Mapping[str, frozenset[int]]
    owners: Sequence[str]
    vector_of: Mapping[str, NDArray[np.float32]]
    asked: frozenset[str]

    @classmethod
    def of(
        cls,
        docs: Sequence[Doc],
        owners: Sequence[str],
        vector_of: Mapping[str, NDArray[np.float32]],
        asked: frozenset[str],
    ) -> _Words:
        """Index the segments by their content lemmas."""
        rows: dict[str, set[int]] = {}
        for row, doc in enumerate(docs):
            for lemma in content_lemmas(doc):
                rows.setdefault(lemma, set()).add(row)
        return cls({k: frozenset(v) for k, v in rows.items()}, owners, vector_of, asked)

    def with_all(self, phrase: Phrase) -> frozenset[int]:
        """Return the segments that hold all words of a phrase."""
        return frozenset.intersection(*(self.rows[lemma] for lemma in phrase.lemmas))

    def with_any(self, phrase: Phrase) -> frozenset[int]:
        """Return the segments that hold any word of a phrase."""
        return frozenset[int]().union(*(self.rows[lemma] for lemma in phrase.lemmas))

    def people(self, rows: frozenset[int]) -> set[str]:
        """Return the respondents of segments."""
        return {self.owners[row] for row in rows}


def _rank(
    phrases: Sequence[Phrase],
    inside: frozenset[int],
    centre: NDArray[np.floating],
    words: _Words,
) -> list[tuple[float, Phrase]]:
    """Score the candidates of one theme, best first."""
    n_people = len(words.people(inside))
    n_outside = max(len(words.owners) - len(inside), 1)
    scored = []
    for phrase in phrases:
        users = words.with_all(phrase)
        touched = words.people(words.with_any(phrase) & inside)
        cover = (len(words.people(users & inside)) + len(touched)) / (2 * n_people)
        echo = len(phrase.lemmas & words.asked) / len(phrase.lemmas)
        echo += 1.5 * (echo == 1)  # the question's own words alone say nothing
        score = (
            float(words.vector_of[phrase.surface] @ centre)
            + COVER * cover
            - ELSEWHERE * len(users - inside) / n_outside
            - ECHO * echo
            - GERUND * phrase.gerund
            + SHAPE * (2 <= len(phrase.surface.split()) <= 5)
        )
        scored.append((round(score, 6), phrase))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].surface))


def _name(
    ranked: Sequence[tuple[float, Phrase]], inside: frozenset[int], words: _Words, used: set[str]
) -> str | None:
    """Put the best phrase, and perhaps a second one, together into a name not yet used."""
    if not ranked:
        return None
    score, first = ranked[0]
    covered = words.people(words.with_all(first) & inside)
    for other_score, other in ranked[1 : 1 + RUNNERS_UP]:
        more = words.people(words.with_all(other) & inside) - covered
        alike = float(words.vector_of[first.surface] @ words.vector_of[other.surface])
        both = f"{first.surface} and {other.surface}"
        distinct = not first.lemmas & other.lemmas and alike < 0.6
        if (
            distinct
            and len(more) >= 2
            and other_score >= 0.6 * score
            and len(both.split()) <= MAX_WORDS
            and both.lower() not in used
        ):
            return both
    return first.surface


def _first_words(doc: Doc) -> str:
    """The name of a theme whose segments hold no noun phrase: how one of them begins."""
    words = doc.text.split()
    begun = " ".join(words[: MAX_WORDS - 1]).rstrip(".,;:!?–-")
    return f"{begun} …" if len(words) >= MAX_WORDS else begun or "No words"


def _unique(name: str, taken: set[str]) -> str:
    n, found = 2, name
    while found.lower() in taken:
        found, n = f"{name} ({n})", n + 1
    return found
