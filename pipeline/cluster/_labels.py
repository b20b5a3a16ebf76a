"""Name a theme from the noun phrases its respondents used.

A phrase is good when it lies near the centre of the theme, when many of its respondents use
its words and when the other themes of the question do not (the idea of KeyBERT with a contrast
to siblings). A second phrase is added where it covers respondents whom the first does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from pipeline.wording import content_lemmas, mid_sentence, nameable, names_in, verbs_in

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

MAX_WORDS = 7
# Nouns that name nothing by themselves, in any consultation.
EMPTY_NOUNS = frozenset(
    """thing lot way bit kind sort part number point one something anything everything nothing
    example case fact matter issue question answer comment reason time day year week month
    other some any all none many few several first second third end need use
    half couple mention picture match word box line gap hole move name good thanks room deal
    respondent member people person man woman someone anyone everyone nobody""".split()
)


@dataclass
class Phrase:
    """A candidate for a label: its lemmas and the ways it was written."""

    lemmas: frozenset[str]
    surfaces: Counter[str] = field(default_factory=Counter)
    gerund: bool = False

    @property
    def surface(self) -> str:
        """The most common way it was written; the first in the alphabet of equals."""
        return min(self.surfaces, key=lambda text: (-self.surfaces[text], text))


def phrases_in(
    doc: Doc, names: frozenset[str], verbs: frozenset[str]
) -> list[tuple[frozenset[str], str, bool]]:
    """Return the phrases of a segment that could name a theme: lemmas, wording, gerund or not."""
    found = []
    for span in nameable(doc, verbs):
        tokens = [token for token in span if not token.is_punct]
        while tokens and (tokens[0].pos_ in ("DET", "PRON", "NUM", "ADV") or tokens[0].is_stop):
            tokens = tokens[1:]
        if not 1 <= len(tokens) <= 6 or span.root not in tokens:
            continue
        whole: Span = doc[tokens[0].i : tokens[-1].i + 1]
        lemmas = content_lemmas(whole)
        if not lemmas - EMPTY_NOUNS or span.root.lemma_.lower() in EMPTY_NOUNS:
            continue
        text = "".join(mid_sentence(t, names) + t.whitespace_ for t in whole).strip()
        if not any(c in text for c in '[]()"“”‘,;:/'):
            found.append((lemmas, text, tokens[0].tag_ == "VBG"))
    return found


def label_themes(
    docs: Sequence[Doc],
    owners: Sequence[str],
    vectors: NDArray[np.floating],
    labels: NDArray[np.int64],
    *,
    asked: frozenset[str],
    encode: Encode,
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

    Returns
    -------
    list of str, length k
    """
    known, verbs = names_in(docs), verbs_in(docs)
    lemma_sets = [content_lemmas(doc) for doc in docs]
    candidates: list[dict[frozenset[str], Phrase]] = [{} for _ in range(int(labels.max()) + 1)]
    for doc, theme in zip(docs, labels, strict=True):
        for lemmas, text, gerund in phrases_in(doc, known, verbs):
            phrase = candidates[theme].setdefault(lemmas, Phrase(lemmas, gerund=gerund))
            phrase.surfaces[text] += 1
    texts = sorted({p.surface for named in candidates for p in named.values()})
    vector_of = dict(zip(texts, encode(texts), strict=True))
    # Largest theme first, so that the most frequent one gets the plainest name.
    sizes = Counter(labels.tolist())
    names: dict[int, str] = {}
    taken: set[str] = set()
    for theme in sorted(sizes, key=lambda t: (-sizes[t], t)):
        inside = np.flatnonzero(labels == theme)
        ranked = _rank(list(candidates[theme].values()), theme, inside, labels, owners,
                       lemma_sets, vectors, vector_of, asked)  # fmt: skip
        names[theme] = _name(ranked, inside, owners, lemma_sets, vector_of, taken, docs)
        taken.add(names[theme].lower())
    return [names[theme] for theme in range(len(candidates))]


def _rank(
    phrases: Sequence[Phrase],
    theme: int,
    inside: NDArray[np.intp],
    labels: NDArray[np.int64],
    owners: Sequence[str],
    lemma_sets: Sequence[frozenset[str]],
    vectors: NDArray[np.floating],
    vector_of: dict[str, NDArray[np.float32]],
    asked: frozenset[str],
) -> list[tuple[float, Phrase]]:
    """Score the candidates of one theme, best first."""
    centre = vectors[inside].mean(axis=0)
    centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
    people = {owners[i] for i in inside}
    outside = np.flatnonzero(labels != theme).tolist()
    scored = []
    for phrase in phrases:
        near = float(vector_of[phrase.surface] @ centre)
        users = {owners[i] for i in inside if phrase.lemmas <= lemma_sets[i]}
        elsewhere = sum(phrase.lemmas <= lemma_sets[i] for i in outside) / max(len(outside), 1)
        touched = {owners[i] for i in inside if phrase.lemmas & lemma_sets[i]}
        cover = (len(users) + len(touched)) / (2 * len(people))
        shape = 0.05 if 2 <= len(phrase.surface.split()) <= 5 else 0.0
        echo = len(phrase.lemmas & asked) / len(phrase.lemmas)
        echo += 1.5 * (echo == 1)  # the question's own words alone say nothing
        gerund = 0.04 if phrase.gerund else 0.0
        score = near + 0.40 * cover - 0.8 * elsewhere - 0.25 * echo + shape - gerund
        scored.append((round(score, 6), phrase))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].surface))


def _name(
    ranked: Sequence[tuple[float, Phrase]],
    inside: NDArray[np.intp],
    owners: Sequence[str],
    lemma_sets: Sequence[frozenset[str]],
    vector_of: dict[str, NDArray[np.float32]],
    taken: set[str],
    docs: Sequence[Doc],
) -> str:
    """Put one or two phrases together into a name that no sibling has."""
    free = [(score, p) for score, p in ranked if p.surface.lower() not in taken]
    if not free:
        words = docs[int(inside[0])].text.split()[:MAX_WORDS]
        return _capitalised(_unique(" ".join(words).rstrip(".,;:!?") or "No words", taken))
    score, first = free[0]
    covered = {owners[i] for i in inside if first.lemmas <= lemma_sets[i]}
    for other_score, other in free[1:8]:
        users = {owners[i] for i in inside if other.lemmas <= lemma_sets[i]}
        alike = float(vector_of[first.surface] @ vector_of[other.surface])
        n_words = len(first.surface.split()) + 1 + len(other.surface.split())
        if (
            not first.lemmas & other.lemmas
            and alike < 0.6
            and len(users - covered) >= 2
            and other_score >= 0.6 * score
            and n_words <= MAX_WORDS
        ):
            both = f"{first.surface} and {other.surface}"
            return _capitalised(_unique(both, taken))
    return _capitalised(_unique(first.surface, taken))


def _unique(name: str, taken: set[str]) -> str:
    n, found = 2, name
    while found.lower() in taken:
        found, n = f"{name} ({n})", n + 1
    return found


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]
