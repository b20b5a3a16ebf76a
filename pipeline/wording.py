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
    kept = text in names or any(c.isupper() for c in text[1:]) or text == "I"
    if kept or (token.pos_ == "PROPN" and not token.is_sent_start and token.i):
        return text
    return text[:1].lower() + text[1:]


def makes_a_point(doc: Doc, asked: frozenset[str]) -> bool:
    """Tell whether a segment says more than that its writer agrees with what was asked.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The segment.
    asked : frozenset of str
        Content lemmas of the question.
    """
    return bool(content_lemmas(doc) - asked - AGREEMENT)


def nameable(doc: Doc) -> list[Span]:
    """Return the spans of a segment that could name what it is about.

    Noun phrases, alone and with "of" ("a variety of homes"), and short gerund phrases ("working
    in partnership").
    """
    spans = {(s.start, s.end): s for s in noun_phrases(doc)}
    spans |= {(s.start, s.end): s for s in noun_phrases(doc, with_of=True)}
    for token in doc:
        # A gerund, not the participle of "is working".
        if token.tag_ == "VBG" and not any(
            c.dep_.startswith(("aux", "nsubj")) for c in token.children
        ):
            end = max(t.i for t in token.subtree) + 1
            if 2 <= end - token.i <= 5 and all(t.is_alpha for t in doc[token.i : end]):
                spans[(token.i, end)] = doc[token.i : end]
    return [spans[place] for place in sorted(spans)]
