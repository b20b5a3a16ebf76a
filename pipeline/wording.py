"""Words taken out of people's sentences: which carry meaning, which keep their capitals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from pipeline.language import noun_phrases

CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM"})
# Lemmas with which people agree, and nothing more: they make no point of their own.
AGREEMENT = frozenset(
    """agree agreement support supportive welcome endorse endorsement approve accept content happy
    pleased glad good great fine ok okay yes strongly broadly fully generally general wholeheartedly
    completely totally overall principle sensible right thing think feel believe say see see
    disagree comment answer note nothing everything view opinion point above sound point""".split()
)


DENIALS = frozenset(
    "not n't n’t no never nothing none nobody neither cannot hardly without".split()
)


def content_lemmas(tokens: Doc | Span) -> frozenset[str]:
    """Return the lower-case lemmas of the words that carry meaning."""
    return frozenset(
        token.lemma_.lower()
        for token in tokens
        if token.pos_ in CONTENT and not token.is_stop and any(c.isalpha() for c in token.text)
    )


def names_in(docs: Iterable[Doc]) -> frozenset[str]:
    """Return the words that people write with a capital in the middle of a sentence.

    Parameters
    ----------
    docs : iterable of spacy.tokens.Doc

    Returns
    -------
    frozenset of str
        As written, such as "Melton"; words written small at least as often are left out.
    """
    capital, small = Counter[str](), Counter[str]()
    for doc in docs:
        for token in doc:
            if token.text[:1].islower():
                small[token.text] += 1
            elif token.i and not token.is_sent_start and doc[token.i - 1].text not in ".:•-–\"'‘“":
                capital[token.text] += 1
    return frozenset(word for word, n in capital.items() if n > small[word.lower()])


def mid_sentence(token: Token, names: frozenset[str]) -> str:
    """Return a word as written in the middle of a sentence: names keep their capitals."""
    text = str(token.text)
    if text in names or any(c.isupper() for c in text[1:]) or text == "I":
        return text
    first = token.is_sent_start or token.i == 0
    if token.pos_ == "PROPN" and not first:
        return text
    # "New" at the start of a sentence keeps its capital before "Zealand".
    followed = token.i + 1 < len(token.doc) and token.nbor().text in names
    if first and followed and token.pos_ in ("PROPN", "ADJ", "NOUN"):
        return text
    return text[:1].lower() + text[1:]


def makes_a_point(doc: Doc, asked: frozenset[str]) -> bool:
    """Tell whether a segment says more than that its writer agrees with what was asked.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The segment.
    asked : frozenset of str
        Content lemmas of the question. "Do not close it" makes a point although the question
        was about closing: whoever denies or finds too much of something does not just agree.
    """
    said = {token.lower_ for token in doc}
    denies = said & DENIALS and any(token.pos_ in ("VERB", "AUX") for token in doc)
    adverbs = {token.lemma_.lower() for token in doc if token.pos_ == "ADV" and not token.is_stop}
    return bool((content_lemmas(doc) | adverbs) - asked - AGREEMENT or denies or "too" in said)


# "in favour of homes" is about homes: nouns that are half of a preposition.
_PREPOSITIONAL = frozenset(
    "favour favor terms light spite front respect addition lieu case".split()
)


def verbs_in(docs: Iterable[Doc]) -> frozenset[str]:
    """Return words used as verbs once for every three other uses, where no sentence starts.

    At the start of a sentence taggers take commands for names: "Impeach him", "Fund buses".
    """
    verb, other = Counter[str](), Counter[str]()
    for doc in docs:
        for token in doc:
            if token.i and not token.is_sent_start:
                (verb if token.tag_ in ("VB", "VBP") else other)[token.lower_] += 1
    return frozenset(word for word, n in verb.items() if 3 * n >= other[word])


def nameable(doc: Doc, verbs: frozenset[str] = frozenset()) -> list[Span]:
    """Return the spans of a segment that could name what it is about.

    Noun phrases, alone and with "of" ("a variety of homes"), and short gerund phrases ("working
    in partnership"). A command at the start ("Fund buses") is left out of its phrase.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    verbs : frozenset of str
        Words that are verbs elsewhere, from ``verbs_in``.
    """
    spans = {(s.start, s.end): s for s in noun_phrases(doc)}
    spans |= {(s.start, s.end): s for s in noun_phrases(doc, with_of=True)}
    spans |= {(s.start, s.end): s for s in map(_gerund, doc) if s is not None}
    found = []
    for _, span in sorted(spans.items()):
        first = span[0]
        if (first.is_sent_start or first.i == 0) and first.lower_ in verbs:
            span = doc[span.start + 1 : span.end]
        half = span.start and len(span) and doc[span.start - 1].lower_ == "in"
        if not len(span) or (half and span[0].lower_ in _PREPOSITIONAL):
            continue
        # Taggers take "shorter" in "it would be shorter" for a noun: a bare predicate is no topic.
        predicate = len(span) == 1 and any(c.dep_ == "cop" for c in span.root.children)
        if predicate:
            continue
        if span.root.pos_ in ("NOUN", "PROPN") or span[0].tag_ == "VBG":
            found.append(span)
    return found


def _gerund(token: Token) -> Span | None:
    """A gerund with its object or place; not the participle of "is working"."""
    if token.tag_ != "VBG" or any(c.dep_.startswith(("aux", "nsubj")) for c in token.children):
        return None
    words = token.doc[token.i : max(t.i for t in token.subtree) + 1]
    plain = all(t.is_alpha and t.tag_ not in ("TO", "VB", "PRP") for t in words)
    return words if plain and 2 <= len(words) <= 5 else None
