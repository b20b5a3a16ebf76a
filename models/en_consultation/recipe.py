"""Train ``models/en_consultation`` from UD English EWT and measure it on the test set.

    python models/en_consultation/recipe.py ../shared/treebank --work build/en_consultation

The treebank is CC BY-SA 4.0 and is not committed; the trained pipeline is. Takes about
25 minutes on one core. Scores on the test set are written to ``scores.json``.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import spacy
from spacy.cli.convert import convert
from spacy.cli.evaluate import evaluate
from spacy.cli.train import train

from pipeline.train.digests import write_digests

HERE = Path(__file__).parent
SCORES = ("tag_acc", "pos_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f", "speed")


def main() -> None:
    """Convert the treebank, train, evaluate and put the best model beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path, help="folder with train, dev and test .conllu")
    parser.add_argument("--work", type=Path, default=Path("build/en_consultation"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev", "test"):
        # Ten sentences a document, so that the parser learns where sentences end.
        convert(
            options.treebank / f"{split}.conllu",
            options.work,
            converter="conllu",
            file_type="spacy",
            n_sents=10,
            merge_subtokens=True,
        )
    train(
        HERE / "config.cfg",
        options.work / "out",
        overrides={
            "paths.train": str(options.work / "train.spacy"),
            "paths.dev": str(options.work / "dev.spacy"),
        },
    )
    best = options.work / "out" / "model-best"
    scores = evaluate(str(best), options.work / "test.spacy", silent=True)
    target = HERE / "pipeline"
    shutil.rmtree(target, ignore_errors=True)
    spacy.load(best).to_disk(target)
    write_digests(HERE)
    (HERE / "scores.json").write_text(
        json.dumps({name: scores[name] for name in SCORES}, indent=2) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
