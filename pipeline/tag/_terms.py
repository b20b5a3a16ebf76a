"""Where a framework's own terms occur in a segment, whatever their case and inflection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.tag._labels import Label

if TYPE_CHECKING:
    from spacy.language import Language

_SINGLE = 0.6  # what a term of one word weighs


@dataclass(frozen=True)
class Match:
    """A term found: for which label, where, and how much it tells.

    Attributes
    ----------
    start, end : int
        Characters in the segment.
    weight : float
        1 for a term of several words that no other label has; less for single words, which mean
        many things, and for terms that labels share.
    """

    label: int
    term: str
    start: int
    end: int
    weight: float


class TermFinder:
    """Finds the terms of labels in parsed segments.

    Parameters
    ----------
    labels : sequence of Label
    nlp : spacy.language.Language
        Pipeline that the segments are parsed with.
    """

    def __init__(self, labels: Sequence[Label], nlp: Language) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._terms: dict[str, tuple[int, str]] = {
            f"{index}:{term}": (index, term)
            for index, label in enumerate(labels)
            for term in label.terms
        }
        self._shared = Counter(term.lower() for _, term in self._terms.values())
        parsed = nlp.pipe(term.lower() for _, term in self._terms.values())
        for key, doc in zip(self._terms, parsed, strict=True):
            self._matcher.add(key, [_plain(doc), _lemmas(doc)])

    def find(self, doc: Doc) -> list[Match]:
        """Return the terms of a segment, longest first where they overlap.

        "Planning" inside "emergency planning" does not count as planning.
        """
        spans = {
            (start, end, *self._terms[doc.vocab.strings[key]])
            for form in (_plain(doc), _lemmas(doc))
            for key, start, end in self._matcher(form)
        }
        found = []
        for start, end, label, term in sorted(spans):
            if any(s <= start and end <= e and e - s > end - start for s, e, *_ in spans):
                continue
            last = doc[end - 1]
            if term.isupper() and doc[start:end].text != term:
                continue  # the abbreviation SEND is not the verb
            weight = (1.0 if end - start > 1 else _SINGLE) / self._shared[term.lower()]
            found.append(Match(label, term, doc[start].idx, last.idx + len(last), weight))
        return found


def _plain(doc: Doc) -> Doc:
    return Doc(doc.vocab, words=[token.lower_ for token in doc])


def _lemmas(doc: Doc) -> Doc:
    """Put the lemma of each word in its place, so that token positions stay."""
    return Doc(doc.vocab, words=[token.lemma_.lower() or token.lower_ for token in doc])
