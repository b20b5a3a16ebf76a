"""The phrases in people's words that could name a theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from pipeline.wording import content_lemmas, mid_sentence, nameable, names_in, verbs_in

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
        quoted = text.startswith(("'", "’")) or " '" in text or " ‘" in text
        if not quoted and not any(c in text for c in '[]()"“”‘,;:/'):
            found.append((lemmas, text, tokens[0].tag_ == "VBG"))
    return found


def phrases_of_themes(docs: Sequence[Doc], labels: NDArray[np.int64]) -> list[list[Phrase]]:
    """Collect the phrases of each theme, phrases of the same lemmas together.

    Parameters
    ----------
    docs : sequence of spacy.tokens.Doc, length n
        Parsed segments.
    labels : ndarray of int, shape (n,)
        Theme of each segment, 0 to k - 1.

    Returns
    -------
    list of list of Phrase, length k
    """
    names, verbs = names_in(docs), verbs_in(docs)
    found: list[dict[frozenset[str], Phrase]] = [{} for _ in range(int(labels.max()) + 1)]
    for doc, theme in zip(docs, labels, strict=True):
        for lemmas, text, gerund in phrases_in(doc, names, verbs):
            phrase = found[theme].setdefault(lemmas, Phrase(lemmas, gerund=gerund))
            phrase.surfaces[text] += 1
    return [list(phrases.values()) for phrases in found]
