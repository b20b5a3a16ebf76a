"""Measure a language pipeline on held-out treebank and names, as they are and in one case.

    python -m pipeline.train.measure_language --treebank ../shared/treebank --names ../shared/ner \
        [--pipeline models/en_consultation/pipeline] [--out models/en_consultation/scores.json]

Raw text goes in: tokens, sentence ends and grammar are the pipeline's own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.resources import shipped
from pipeline.train.entities import blocks, read_conll, read_marked
from pipeline.train.language import HELD
from pipeline.train.treebank import read_treebank

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

Figures = dict[str, float | list[float]]
Floats = NDArray[np.float64]
_CASES: dict[str, Callable[[str], str]] = {
    "as written": str,
    "lower case": str.lower,
    "capitals": str.upper,
}
_GRAMMAR = {
    "tags": "tag_acc",
    "parts of speech": "pos_acc",
    "lemmas": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
    "sentences F1": "sents_f",
}
_SEED = 2017
_RESAMPLES = 200


def measure_grammar(nlp: Language, gold: list[Doc], case: Callable[[str], str] = str) -> Figures:
    """Score tags, lemmas, grammar and sentence ends on raw text.

    Parameters
    ----------
    nlp : spacy.language.Language
    gold : list of spacy.tokens.Doc
        Annotated documents.
    case : callable, default str
        What is done to each word first; lemmas are then compared without case.

    Returns
    -------
    dict of str to list of float
        Value, low and high (95 %, bootstrap over documents) of each figure, 0 to 1.
    """
    examples = [_example(nlp, doc, case) for doc in gold]
    scorer = Scorer(nlp)
    whole = scorer.score(examples)
    drawn = np.random.default_rng(_SEED).integers(len(examples), size=(_RESAMPLES, len(examples)))
    spread = [scorer.score([examples[i] for i in rows]) for rows in drawn]
    figures: Figures = {}
    for name, key in _GRAMMAR.items():
        low, high = np.quantile([one[key] for one in spread], (0.025, 0.975))
        figures[name] = [round(float(value), 4) for value in (whole[key], low, high)]
    return figures


def measure_names(nlp: Language, gold: list[Doc], case: Callable[[str], str] = str) -> Figures:
    """Score names by label on the words as the gold parts them; F1 with its interval."""
    found, truth = [], []
    for doc in gold:
        words = [case(token.text) for token in doc]
        spaces = [bool(token.whitespace_) for token in doc]
        read = Doc(nlp.vocab, words=words, spaces=spaces)
        for _, part in nlp.pipeline:
            read = part(read)
        found.append({(e.start, e.end, e.label_) for e in read.ents})
        truth.append({(e.start, e.end, e.label_) for e in doc.ents})
    figures: Figures = {}
    for label in ("PER", "LOC", "ORG"):
        counts = np.array(
            [
                [
                    sum(name[2] == label for name in told & true),
                    sum(name[2] == label for name in told),
                    sum(name[2] == label for name in true),
                ]
                for told, true in zip(found, truth, strict=True)
            ],
            dtype=float,
        )
        drawn = np.random.default_rng(_SEED).integers(len(counts), size=(1000, len(counts)))
        spread = _f1(counts[drawn].sum(axis=1))
        low, high = np.quantile(spread, (0.025, 0.975))
        value = _f1(counts.sum(axis=0)[None])[0]
        figures[f"{label} F1"] = [round(float(v), 4) for v in (value, low, high)]
    return figures


def _f1(sums: Floats) -> Floats:
    scores: Floats = 2 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1)
    return scores


def _example(nlp: Language, doc: Doc, case: Callable[[str], str]) -> Example:
    """The pipeline's reading of a text, and the gold beside it in the same case."""
    if case is str:
        return Example(nlp(doc.text), doc)
    words = [case(token.text) for token in doc]
    gold = Doc(
        doc.vocab,
        words=words,
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        lemmas=[token.lemma_.lower() for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
    )
    read = nlp(gold.text)
    for token in read:
        token.lemma_ = token.lemma_.lower()
    return Example(read, gold)


def speed(nlp: Language, gold: list[Doc]) -> float:
    """Words a second with all components, the best of three goes."""
    texts = [doc.text for doc in gold]
    n_words = sum(len(doc) for doc in gold)
    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        for _doc in nlp.pipe(texts):
            pass
        best = max(best, n_words / (time.perf_counter() - started))
    return round(best)


def measure(nlp: Language, treebank: Path, names: Path) -> dict[str, Figures]:
    """Measure everything the card tells.

    Returns
    -------
    dict of str to dict
        Figures by data set and case.
    """
    test = list(read_treebank(treebank / "test.conllu", nlp.vocab))
    held = {
        "btc-dev": read_conll(names / "btc-dev.conll", nlp.vocab),
        "wnut17-dev": read_conll(names / "wnut17-dev.conll", nlp.vocab),
        "ewt-dev, a third": blocks(read_conll(names / "ewt-dev.conll", nlp.vocab))[1],
        "our own, a sixth": read_marked(shipped("corpus", "names.txt"), spacy.blank("en"))[::HELD],
    }
    figures: dict[str, Figures] = {"speed": {"words a second, one core": speed(nlp, test)}}
    for case, change in _CASES.items():
        figures[f"EWT test, {case}"] = measure_grammar(nlp, test, change)
        for name, docs in held.items():
            figures[f"{name}, {case}"] = measure_names(nlp, docs, change)
    return figures


def main() -> int:
    """Measure, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    folder = shipped("models", "en_consultation")
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--pipeline", type=Path, default=folder / "pipeline")
    parser.add_argument("--out", type=Path, default=folder / "scores.json")
    options = parser.parse_args()
    figures = measure(spacy.load(options.pipeline), options.treebank, options.names)
    options.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for name, values in figures.items():
        sys.stdout.write(f"{name}: {values}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
