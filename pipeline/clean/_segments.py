"""Cut a comment into segments, each of which makes one point.

Lines, list items, sentences and semicolons part points; so do clauses that could stand alone.
The parser proposes clauses and is believed only where a cut is safe: a clause coordinated with
the main one, with a subject and a finite verb of its own, and enough words on either side.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.clean._text import count_words
from pipeline.language import enclosed, is_clause, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

_FEWEST_WORDS = 4
_BATCH = 256
_UNUSED = ("morphologizer", "trainable_lemmatizer", "lemmatizer", "attribute_ruler", "ner")
_BULLET = re.compile(r"(?:(?<=\s)|^)[•●▪◦‣·∙■□➢✓*]\s+|^[-–—>]+\s+")
_NUMBER = re.compile(r"(?:(?<=\s)|^)(?:\((\d{1,2}|[a-h])\)|(\d{1,2}|[a-h])[.)])\s+(?=\w)")
_BETWEEN = " \n•●▪◦‣·∙■□➢✓*,;:/\\|<>~=_–—-"
_LEADING = _BETWEEN + ".…!?"
_VERBAL = frozenset({"VB", "VBD", "VBP", "VBZ", "MD"})
_JOINING = frozenset({"conj", "parataxis"})
_OPENERS = frozenset({":", "(", "[", '"', "“", "‘", "'", "-", "–", "—", "--", "/"})
_CONTRASTS = frozenset({"but", "however", "although", "though", "yet", "whereas"})


class Cut(NamedTuple):
    """A segment within a comment: ``text[start:end]``."""

    start: int
    end: int


def cut_comments(texts: Iterable[str], *, nlp: Language) -> dict[str, list[Cut]]:
    """Cut texts into segments.

    Parameters
    ----------
    texts : iterable of str
        Cleaned texts; each distinct one is parsed once.
    nlp : spacy.language.Language
        A pipeline with a tagger and a parser.

    Returns
    -------
    dict of str to list of Cut
        For each text its segments, in order and disjoint. Together they hold every letter and
        digit; none begins or ends with a space or holds a line break.
    """
    distinct = sorted(set(texts))
    blocks = {text: _blocks(text) for text in distinct}
    pieces = sorted({text[block.start : block.end] for text in distinct for block in blocks[text]})
    unused = [name for name in _UNUSED if name in nlp.pipe_names]
    docs = nlp.pipe(pieces, batch_size=_BATCH, disable=unused)
    points = {piece: list(_points(doc)) for piece, doc in zip(pieces, docs, strict=True)}
    return {
        text: _tidy(
            text,
            [
                block.start + point
                for block in blocks[text]
                for point in points[text[block.start : block.end]]
            ],
        )
        for text in distinct
    }


def _blocks(text: str) -> list[Cut]:
    """Lines and list items: what is parsed on its own."""
    starts = {0, *(match.end() for match in re.finditer("\n", text))}
    for line in re.finditer(r"[^\n]+", text):
        shift = line.start()
        starts.update(shift + match.start() for match in _BULLET.finditer(line.group()))
        starts.update(shift + start for start in _numbered(line.group()))
    edges = sorted(starts | {len(text)})
    return [Cut(a, a + len(text[a:b].rstrip())) for a, b in pairwise(edges) if text[a:b].strip()]


def _numbered(line: str) -> list[int]:
    """Starts of "1. ... 2. ..." or "(a) ... (b) ..." within a line.

    They count on from one, and each item has enough words to make a point.
    """
    found = [(match.group(1) or match.group(2), match.start()) for match in _NUMBER.finditer(line)]
    for sequence in ([str(n) for n in range(1, 30)], list("abcdefgh")):
        starts: list[int] = []
        for value, start in found:
            if len(starts) < len(sequence) and value == sequence[len(starts)]:
                starts.append(start)
        items = [line[a:b] for a, b in pairwise([*starts, len(line)])]
        # The marker itself counts as a word.
        if len(starts) > 1 and all(count_words(item) > _FEWEST_WORDS for item in items):
            return starts
    return []


def _points(doc: Doc) -> Iterator[int]:
    """Yield the character at which each point of a block starts."""
    kept = enclosed(doc.text)
    for sentence in sentences(doc):
        yield doc[sentence.start].idx
        cuts = sorted(_semicolons(sentence) | _clauses(sentence))
        previous = sentence.start
        for cut in cuts:
            position = doc[cut].idx
            inside = any(start < position < end for start, end in kept)
            following = min([c for c in cuts if c > cut], default=sentence.end)
            long_enough = min(
                count_words(doc[previous:cut].text), count_words(doc[cut:following].text)
            )
            if not inside and long_enough >= _FEWEST_WORDS:
                yield position
                previous = cut


def _semicolons(sentence: Span) -> set[int]:
    end = sentence.end - 1
    return {token.i + 1 for token in sentence if token.text == ";" and token.i < end}


def _clauses(sentence: Span) -> set[int]:
    """First words of the clauses that are joined to the main clause of a sentence."""
    found = set()
    inside = range(sentence.start, sentence.end)
    heads = [token for token in sentence if token.dep_ == "ROOT" or token.head.i not in inside]
    while heads:
        head = heads.pop()
        for child in head.children:
            if child.dep_ in _JOINING and child.i > head.i and child.i in inside:
                heads.append(child)
                first = child.left_edge
                while first.is_punct and first.i < child.i:
                    first = first.nbor(1)
                if first.i > head.i and _is_point(child, first):
                    found.add(first.i)
    return found


def _is_point(head: Token, first: Token) -> bool:
    """Tell whether a joined clause makes a point of its own."""
    before = first.nbor(-1)
    if before.text in _OPENERS or any(child.dep_ == "mark" for child in head.lefts):
        return False
    governor = head.head
    if head.dep_ == "conj":
        contrast = first.lower_ in _CONTRASTS and before.text == "," and _has_verb(head)
        relative = first.dep_ == "cc" and first.nbor(1).tag_.startswith("W")
        return (is_clause(head) or contrast) and _has_verb(governor) and not relative
    # A clause without a joining word may be the main clause after "When ...," or "I must say,".
    opening = governor.sent[0] if governor.dep_ == "ROOT" else governor.left_edge
    subordinate = opening.tag_.startswith(("IN", "W")) or any(
        child.dep_ == "mark" for child in governor.lefts
    )
    said = before.nbor(-1) if before.is_punct and before.i > 0 else before
    bare = said == governor or (said.head == governor and said.dep_ == "compound:prt")
    relative = first.tag_.startswith("W") or first.lower_ == "that"
    safe = before.is_punct or (first.is_title and first.lower_ != "i" and is_clause(governor))
    safe = safe and _has_verb(governor)
    return safe and is_clause(head) and not (subordinate or bare or relative)


def _has_verb(head: Token) -> bool:
    """Tell whether a word is, or comes with, a finite verb or an imperative."""
    verbs = [head, *(child for child in head.children if child.dep_.startswith(("aux", "cop")))]
    return any(_VERBAL.intersection(verb.tag_.split("_")) for verb in verbs)


def _tidy(text: str, starts: list[int]) -> list[Cut]:
    """Trim what separates segments and drop what holds no letter, unless there is nothing else."""
    cuts: list[Cut] = []
    for start, end in pairwise([*starts, len(text)]):
        piece = text[start:end].rstrip(_BETWEEN)
        begin = start + len(piece) - len(piece.lstrip(_LEADING))
        if any(sign.isalnum() for sign in piece):
            cuts.append(Cut(begin, start + len(piece)))
    if not cuts and text:
        cuts.append(Cut(0, len(text)))
    return cuts
