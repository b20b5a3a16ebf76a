"""A treebank in CoNLL-U as spaCy documents, word by word as spaCy itself tokenises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Doc, DocBin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.vocab import Vocab

SENTENCES = 10
"""Sentences of a document, so that a parser learns where they end."""


@dataclass
class _Sentence:
    """Columns of one sentence; ``heads`` count from 0, the root's is its own place."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    opens: bool = False


def read_treebank(path: Path, vocab: Vocab, *, n_sentences: int = SENTENCES) -> Iterator[Doc]:
    """Read documents of up to so many sentences that follow each other in the source.

    Contractions are two words ("do", "n't") with no space between, which is how spaCy's
    tokeniser parts them; spaCy's own converter merges them into one or writes a space.

    Parameters
    ----------
    path : pathlib.Path
        A ``.conllu`` file.
    vocab : spacy.vocab.Vocab
        Where the words are kept.
    n_sentences : int, default 10
        A document of the source (``# newdoc``) never shares one of ours with another.

    Yields
    ------
    spacy.tokens.Doc
        With tags, parts of speech, morphology, lemmas, heads and labels.
    """
    group: list[_Sentence] = []
    for sentence in _sentences(path):
        if group and (sentence.opens or len(group) == n_sentences):
            yield _document(group, vocab)
            group = []
        group.append(sentence)
    if group:
        yield _document(group, vocab)


def write_documents(docs: Iterable[Doc], path: Path) -> int:
    """Write documents in spaCy's training format; return how many."""
    kept = DocBin(docs=docs, store_user_data=False)
    kept.to_disk(path)
    return len(kept)


def _sentences(path: Path) -> Iterator[_Sentence]:
    sentence, opens, inside = _Sentence(), False, range(0)
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            opens = opens or line.startswith("# newdoc")
        elif line:
            cells = line.split("\t")
            if "-" in cells[0]:  # a contraction: its words follow
                first, last = (int(n) for n in cells[0].split("-"))
                inside, after = range(first, last), "SpaceAfter=No" not in cells[9]
                contraction = (last, after)
            elif "." not in cells[0]:
                number = int(cells[0])
                space = number not in inside and "SpaceAfter=No" not in cells[9]
                if inside and number == contraction[0]:
                    space, inside = contraction[1], range(0)
                _add(sentence, cells, space=space)
        elif sentence.words:
            sentence.opens = opens
            yield sentence
            sentence, opens = _Sentence(), False


def _add(sentence: _Sentence, cells: list[str], *, space: bool) -> None:
    word = cells[1].replace(" ", "")
    place, head = int(cells[0]) - 1, int(cells[6]) - 1
    sentence.words.append(word)
    sentence.spaces.append(space)
    sentence.lemmas.append(word if cells[2] == "_" else cells[2])
    sentence.pos.append(cells[3])
    sentence.tags.append(cells[4])
    sentence.morphs.append("" if cells[5] == "_" else cells[5])
    sentence.heads.append(place if head < 0 else head)
    sentence.deps.append("ROOT" if head < 0 else cells[7])


def _document(group: list[_Sentence], vocab: Vocab) -> Doc:
    """Join sentences; heads move by the words before them."""
    heads, starts, before = [], [], 0
    for sentence in group:
        heads += [head + before for head in sentence.heads]
        starts += [True] + [False] * (len(sentence.words) - 1)
        before += len(sentence.words)

    def joined(column: str) -> list[str]:
        return [cell for sentence in group for cell in getattr(sentence, column)]

    spaces = [space for sentence in group for space in (*sentence.spaces[:-1], True)]
    return Doc(
        vocab,
        words=joined("words"),
        spaces=spaces,
        tags=joined("tags"),
        pos=joined("pos"),
        morphs=joined("morphs"),
        lemmas=joined("lemmas"),
        heads=heads,
        deps=joined("deps"),
    )
