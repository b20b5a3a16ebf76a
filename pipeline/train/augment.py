"""Variants of training texts: as people who answer surveys write, and with other names in them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.language import Language

    from pipeline.train.entities import Pools

_RENAMED = {"PER": 0.9, "LOC": 0.5, "ORG": 0.5}
_STOPS_KEPT = 0.3


@registry.augmenters("several.variants.v1")  # type: ignore[untyped-decorator]
def variants(
    lower: float, upper: float, unstop: float, rename: float, pools: str
) -> Callable[[Language, Example], Iterator[Example]]:
    """Make the augmenter that ``language.cfg`` names.

    Parameters
    ----------
    lower, upper : float
        Share of examples repeated in lower case, and in capitals.
    unstop : float
        Share repeated with most of their full stops left out.
    rename : float
        Share of the examples with names that are repeated with others of the same length.
    pools : str
        File of names (``pipeline.train.entities.pools_of``).

    Returns
    -------
    callable
        Yields each example, and now and then a variant of it.
    """
    names: Pools = json.loads(Path(pools).read_text(encoding="utf-8"))

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        yield example
        doc = example.reference
        words = [token.text for token in doc]
        known = [e for e in doc.ents if str(len(e)) in names.get(e.label_, {})]
        if known and random.random() < rename:
            yield _reworded(nlp, example, _renamed(words, known, names))
            return
        chance = random.random()
        if chance < lower:
            yield _reworded(nlp, example, [word.lower() for word in words])
        elif chance < lower + upper:
            yield _reworded(nlp, example, [word.upper() for word in words])
        elif chance < lower + upper + unstop:
            kept = [t.i for t in doc if not _is_loose_stop(doc, t.i)]
            if 0 < len(kept) < len(doc):
                yield _shortened(nlp, example, kept)

    return augment


def _annotated(example: Example) -> dict[str, Any]:
    """The annotation there is; spaCy takes empty columns for annotation."""
    whole: dict[str, Any] = example.to_dict()
    doc, columns = example.reference, whole["token_annotation"]
    for column in ("TAG", "POS", "MORPH", "LEMMA"):
        if not doc.has_annotation(column):
            columns.pop(column, None)
    if not doc.has_annotation("DEP"):
        for column in ("HEAD", "DEP", "SENT_START"):
            columns.pop(column, None)
    if not doc.has_annotation("ENT_IOB"):
        whole["doc_annotation"].pop("entities", None)
    return whole


def _reworded(nlp: Language, example: Example, words: list[str]) -> Example:
    whole = _annotated(example)
    whole["token_annotation"]["ORTH"] = words
    spaces = [bool(token.whitespace_) for token in example.reference]
    return Example.from_dict(Doc(nlp.vocab, words=words, spaces=spaces), whole)


def _renamed(words: list[str], known: list[Any], names: Pools) -> list[str]:
    words = words[:]
    for entity in known:
        if random.random() < _RENAMED[entity.label_]:
            new = random.choice(names[entity.label_][str(len(entity))])
            for place, word in zip(range(entity.start, entity.end), new, strict=True):
                words[place] = _in_case_of(word, words[place])
    return words


def _in_case_of(word: str, old: str) -> str:
    if old.islower():
        return word.lower()
    return word.upper() if old.isupper() and len(old) > 1 else word


def _is_loose_stop(doc: Doc, place: int) -> bool:
    """Whether a full stop ends a sentence, nothing hangs on it, and chance has it left out."""
    token = doc[place]
    return (
        token.text in (".", "!")
        and (place + 1 == len(doc) or bool(doc[place + 1].is_sent_start))
        and place > 0
        and not list(token.children)
        and random.random() > _STOPS_KEPT
    )


def _shortened(nlp: Language, example: Example, kept: list[int]) -> Example:
    whole = _annotated(example)
    columns = whole["token_annotation"]
    moved = {old: new for new, old in enumerate(kept)}
    for column, values in columns.items():
        columns[column] = [values[place] for place in kept]
    if "HEAD" in columns:
        columns["HEAD"] = [moved.get(head, own) for own, head in enumerate(columns["HEAD"])]
    entities = whole["doc_annotation"].get("entities")
    if entities:
        whole["doc_annotation"]["entities"] = [entities[place] for place in kept]
    spaces = [bool(example.reference[place].whitespace_) for place in kept]
    return Example.from_dict(Doc(nlp.vocab, words=columns["ORTH"], spaces=spaces), whole)
