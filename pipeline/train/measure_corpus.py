"""The figures of the corpus's data card: its sizes, its agreement and the baselines on it.

    python -m pipeline.train.measure_corpus [--out data/corpus/scores.json]

Baselines are what all-MiniLM-L6-v2 does with it, untrained.

Every figure has a 95 % bootstrap interval over points. Scores on the corpus are never averaged
with scores on real comments.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, f1_score

from pipeline.embeddings import Embedder, load_embedder
from pipeline.train.corpus import SPLITS, Corpus, load_corpus
from pipeline.train.measures import interval, k_means_f1, retrieve, rounded

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Figures = dict[str, float | list[float]]


def measure(corpus: Corpus, embedder: Embedder) -> Figures:
    """Measure retrieval, clustering, subjects and acts with an embedder.

    Parameters
    ----------
    corpus : Corpus
    embedder : Embedder

    Returns
    -------
    dict of str to list of float
        Value, low and high of each figure, 0 to 1.
    """
    vectors = embedder.encode(corpus.utterances["text"].tolist())
    return {
        **_retrieval(corpus.utterances, vectors),
        **_clustering(corpus.utterances, vectors),
        **_heads(corpus.utterances, vectors),
        **_agreement(corpus),
    }


def _retrieval(utterances: pd.DataFrame, vectors: NDArray[np.float32]) -> Figures:
    figures: Figures = {}
    everywhere = retrieve(vectors, utterances["point_id"].tolist())
    points = utterances["point_id"].tolist()
    figures["difficulty: nearest of all utterances makes the same point"] = rounded(
        interval(everywhere.at_1, points)
    )
    figures["difficulty: one of the ten nearest does"] = rounded(interval(everywhere.at_10, points))
    held = utterances["split"].eq("test").to_numpy()
    for unseen in ("point", "subject"):
        asks = (held & utterances["unseen"].eq(unseen).to_numpy())[held]
        found = retrieve(vectors[held], utterances.loc[held, "point_id"].tolist(), queries=asks)
        groups = utterances.loc[held, "point_id"].to_numpy()[asks].tolist()
        for name, values in (
            ("recall at 1", found.at_1),
            ("recall at 10", found.at_10),
            ("mAP", found.average_precision),
        ):
            figures[f"same point, test, unseen {unseen}s: {name}"] = rounded(
                interval(values, groups)
            )
    return figures


def _clustering(utterances: pd.DataFrame, vectors: NDArray[np.float32]) -> Figures:
    held = utterances["split"].eq("test").to_numpy()
    labels = utterances.loc[held, "point_id"].tolist()
    figure = "clusters of test utterances, k-means, k known: B-cubed F1"
    return {figure: k_means_f1(vectors[held], labels)}


def _heads(utterances: pd.DataFrame, vectors: NDArray[np.float32]) -> Figures:
    """Linear heads trained on the train split; test points, their subjects seen in training."""
    train = utterances["split"].eq("train").to_numpy()
    test = utterances["split"].eq("test").to_numpy()
    seen = test & utterances["unseen"].eq("point").to_numpy()
    figures: Figures = {}
    for column, rows in (("subject_id", seen), ("area_id", test), ("act", test), ("stance", test)):
        head = LogisticRegression(max_iter=2000)
        head.fit(vectors[train], utterances.loc[train, column])
        told = head.predict(vectors[rows])
        truth = utterances.loc[rows, column].to_numpy()
        figures[f"linear head, test, {column}: macro F1"] = round(
            float(f1_score(truth, told, average="macro")), 3
        )
    return figures


def _agreement(corpus: Corpus) -> Figures:
    """Labels given blind against those the utterance was written for."""
    both = corpus.second_labels.merge(
        corpus.utterances, on="utterance_id", suffixes=("_second", "")
    )
    figures: Figures = {}
    for layer in ("subject_id", "point_id", "act", "stance"):
        same = both[layer].eq(both[f"{layer}_second"]).to_numpy().astype(float)
        figures[f"second labels, {layer}: agreement"] = rounded(
            interval(same, both["utterance_id"].tolist())
        )
        figures[f"second labels, {layer}: kappa"] = round(
            float(cohen_kappa_score(both[layer], both[f"{layer}_second"])), 3
        )
    return figures


def sizes_table(corpus: Corpus) -> str:
    """Rows of each layer by split, as Markdown."""
    subjects = corpus.subjects[corpus.subjects["parent_id"] != ""]
    layers = {
        "subjects": subjects["split"],
        "points": corpus.points["split"],
        "utterances": corpus.utterances["split"],
        "general": corpus.general["split"],
        "comments": corpus.comments["split"],
    }
    lines = [f"| | {' | '.join(SPLITS)} |", "|---|---|---|---|"]
    for name, split in layers.items():
        counts = " | ".join(f"{int((split == s).sum()):,}" for s in SPLITS)
        lines.append(f"| {name} | {counts} |")
    return "\n".join(lines)


def figures_table(figures: Figures) -> str:
    """The figures as Markdown, with their intervals where they have one."""
    lines = ["| figure | value |", "|---|---|"]
    for name, value in figures.items():
        if isinstance(value, list):
            lines.append(f"| {name} | {value[0]:.3f} [{value[1]:.3f}, {value[2]:.3f}] |")
        else:
            lines.append(f"| {name} | {value:.3f} |")
    return "\n".join(lines)


def main() -> int:
    """Measure the corpus of this checkout and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/corpus/scores.json"))
    options = parser.parse_args()
    corpus = load_corpus()
    figures = measure(corpus, load_embedder())
    options.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sizes_table(corpus)}\n\n{figures_table(figures)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
