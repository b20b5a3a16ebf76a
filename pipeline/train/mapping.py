"""Fit the regression that maps subjects to the labels of any framework.

    python -m pipeline.train.mapping [--target models/tagger/mapping.json]

Learns from mappings that a person made of four frameworks (``data/labels``): two of a county with
descriptions and terms, a city's and a district's as councils publish them, without. Frameworks
with terms are taught a second time without, and a third with names alone, since a framework that a
user brings may have no more. Scores are of frameworks left out (the two of the county together).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from pipeline.embeddings import load_embedder
from pipeline.framework import Framework, load_framework
from pipeline.mapping import features, subject_vectors
from pipeline.resources import shipped
from pipeline.train.corpus import read_csv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.embeddings import Embedder

OFTEN = 0.5  # a share from which a subject belongs under a label
PENALTY = 0.1  # of the regression: scikit-learn's C
_COUNTY = ("leicestershire-2018-22", "leicestershire-2022-26")
_OTHERS = ("castlebourne-city", "harrowmere-district")


def examples(embedder: Embedder) -> dict[tuple[str, str], tuple[NDArray, NDArray]]:  # type: ignore[type-arg]
    """Features and truth of every framework and way of telling it.

    Returns
    -------
    dict of (name, telling) to (values, truth)
        Shapes (n_subjects, n_labels, n_features) and (n_subjects, n_labels); truth is True where
        the share is at least one half.
    """
    gold = read_csv(shipped("labels", "mapping.csv"))
    subjects = subject_vectors(embedder)
    found = {}
    for name in (*_COUNTY, *_OTHERS):
        framework = labelled_framework(name)
        own = gold[gold["framework"] == name]
        for telling, told in _tellings(framework).items():
            values, labels = features(told, embedder, subjects)
            truth = np.zeros(values.shape[:2], dtype=bool)
            for subject, label, share in zip(
                own["subject_id"], own["label_id"], own["share"], strict=True
            ):
                if label in labels:
                    truth[subjects.ids.index(subject), labels.index(label)] = float(share) >= OFTEN
            found[name, telling] = values, truth
    return found


def labelled_framework(name: str) -> Framework:
    """Load a framework that has labels: a shipped one, or one of ``data/labels/frameworks``."""
    own = shipped("labels") / "frameworks"
    return load_framework(name if name in _COUNTY else f"{name}.toml", own)


def _tellings(framework: Framework) -> dict[str, Framework]:
    if not any(p.terms for o in framework.outcomes for p in o.priorities):
        return {"as published": framework}
    return {
        "terms": framework,
        "descriptions": _without(framework, "terms"),
        "names": _without(framework, "terms", "description"),
    }


def _without(framework: Framework, *fields: str) -> Framework:
    empty = {"terms": (), "description": ""}
    return framework.model_copy(
        update={
            "outcomes": tuple(
                outcome.model_copy(
                    update={
                        "priorities": tuple(
                            p.model_copy(update={field: empty[field] for field in fields})
                            for p in outcome.priorities
                        )
                    }
                )
                for outcome in framework.outcomes
            )
        }
    )


def fit(parts: list[tuple[NDArray, NDArray]]) -> LogisticRegression:  # type: ignore[type-arg]
    """Fit the regression to features and truth of some frameworks."""
    values = np.vstack([v.reshape(-1, v.shape[-1]) for v, _ in parts])
    truth = np.concatenate([t.ravel() for _, t in parts])
    return LogisticRegression(C=PENALTY, max_iter=2000).fit(values, truth)


def measure(embedder: Embedder) -> dict[str, dict[str, float]]:
    """Score each framework with a regression that has not seen it.

    Returns
    -------
    dict of str to dict of str to float
        Average precision over pairs, and the share of subjects whose first label is right.
    """
    every = examples(embedder)
    scores = {}
    for name, telling in every:
        group = _COUNTY if name in _COUNTY else (name,)
        model = fit([part for (other, _), part in every.items() if other not in group])
        values, truth = every[name, telling]
        chance = model.predict_proba(values.reshape(-1, values.shape[-1]))[:, 1].reshape(
            truth.shape
        )
        somewhere = truth.any(axis=1)
        first = truth[np.arange(len(truth)), chance.argmax(axis=1)][somewhere]
        scores[f"{name}, {telling}"] = {
            "average precision": round(average_precision_score(truth.ravel(), chance.ravel()), 3),
            "first label right": round(float(first.mean()), 3),
        }
    return scores


def main() -> None:
    """Fit, write and measure from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--target", type=Path, default=Path("models/tagger/mapping.json"))
    options = parser.parse_args()
    embedder = load_embedder()
    model = fit(list(examples(embedder).values()))
    weights = {
        "weights": model.coef_[0].round(5).tolist(),
        "bias": round(float(model.intercept_[0]), 5),
    }
    options.target.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(measure(embedder), indent=2) + "\n")


if __name__ == "__main__":
    main()
