"""Texts with named people, places and organisations, as spaCy documents."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.language import Language
    from spacy.vocab import Vocab

LABELS = ("PER", "LOC", "ORG")
_MARK = re.compile(r"\[(PER|LOC|ORG) ([^\]]+)\]")

Pools = dict[str, dict[str, list[list[str]]]]
"""For each label and number of words ("2"), the names of that length, as words."""


def read_conll(path: Path, vocab: Vocab) -> list[Doc]:
    """Read sentences in the CoNLL form: a token, a tab and its IOB2 tag a line.

    Parameters
    ----------
    path : pathlib.Path
    vocab : spacy.vocab.Vocab

    Returns
    -------
    list of spacy.tokens.Doc
        One a sentence, with entities and nothing else; labels other than PER, LOC and ORG are left
        out.
    """
    docs, tokens = [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        word, _, tag = line.partition("\t")
        if line.strip():
            tokens.append((word if word.strip() else "_", tag.strip()))
        elif tokens:
            docs.append(_tagged(tokens, vocab))
            tokens = []
    return docs


def read_marked(path: Path, nlp: Language) -> list[Doc]:
    """Read texts with marks in place, ``[PER Ann Other] spoke``, one a line.

    Parameters
    ----------
    path : pathlib.Path
    nlp : spacy.language.Language
        Whose tokeniser parts the words.

    Returns
    -------
    list of spacy.tokens.Doc
        With entities and nothing else.
    """
    docs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            text, places = _unmarked(line.strip())
            doc = nlp.make_doc(text)
            spans = (
                doc.char_span(start, end, label=label, alignment_mode="contract")
                for start, end, label in places
            )
            doc.ents = tuple(span for span in spans if span is not None)
            docs.append(doc)
    return docs


def pools_of(docs: Iterable[Doc], *, longest: int = 3) -> Pools:
    """Gather the names in documents, by label and length, for others to be put in their place.

    Handles and addresses are left out. Sorted, so that a seed decides what is drawn.
    """
    pools: dict[str, dict[str, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    for doc in docs:
        for entity in doc.ents:
            words = tuple(token.text for token in entity)
            if len(words) <= longest and not any(mark in "".join(words) for mark in "@/"):
                pools[entity.label_][str(len(words))].add(words)
    return {
        label: {length: [list(name) for name in sorted(names)] for length, names in by.items()}
        for label, by in pools.items()
    }


def blocks(docs: list[Doc], *, size: int = 40, held: int = 3) -> tuple[list[Doc], list[Doc]]:
    """Part sentences of running texts into two in three blocks to train on, and one held back."""
    kept = [doc for place, doc in enumerate(docs) if (place // size) % held != held - 1]
    back = [doc for place, doc in enumerate(docs) if (place // size) % held == held - 1]
    return kept, back


def _tagged(tokens: list[tuple[str, str]], vocab: Vocab) -> Doc:
    doc = Doc(vocab, words=[word for word, _ in tokens])
    doc.ents = tuple(Span(doc, s, e, label=label) for s, e, label in _runs([t for _, t in tokens]))
    return doc


def _runs(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """First place, place after the last, and label of each name."""
    start, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        kind, _, name = tag.partition("-")
        if label and (kind != "I" or name != label):
            yield start, place, label
            label = ""
        if kind in ("B", "I") and not label and name in LABELS:
            start, label = place, name


def _unmarked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, places, read = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[read : mark.start()]
        places.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        read = mark.end()
    return text + line[read:], places
