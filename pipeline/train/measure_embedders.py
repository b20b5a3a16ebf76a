"""Embedders beside each other, set by set: what training gained, what a static model loses.

    python -m pipeline.train.measure_embedders FOLDER [FOLDER ...] --shared ../shared --out FILE

Each folder is a model that ``pipeline.embeddings`` reads, and its name heads a column. The first
is the one whose similarities the others' are compared with.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import spearmanr

from pipeline.embeddings import load_embedder
from pipeline.resources import shipped
from pipeline.train.corpus import load_corpus, read_csv
from pipeline.train.key_points import match_key_points
from pipeline.train.measures import average_precision, interval, k_means_f1, retrieve, rounded
from pipeline.train.static_texts import is_taught

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.embeddings import Embedder
    from pipeline.train.corpus import Corpus
    from pipeline.train.measures import Retrieval

    Floats = NDArray[np.float32]
    Figures = dict[str, list[float] | float]

_SEED = 2017
_PAIRS = 50_000


def measure(
    corpus: Corpus, models: Mapping[str, Embedder], *, teacher: Embedder, shared: Path | None
) -> dict[str, dict[str, list[float] | float]]:
    """Measure models on texts that none of ours was fitted to.

    Parameters
    ----------
    corpus : Corpus
    models : mapping of str to Embedder
    teacher : Embedder
        Whose similarities the others should have.
    shared : pathlib.Path or None
        Folder of the development data; without it, the corpus and the worked example alone.

    Returns
    -------
    dict of str to dict of str to list of float
        For each figure each model's mean with its 95 % interval (groups resampled: points, key
        points, conversations, comments), or the figure alone where it has none.
    """
    found: dict[str, Figures] = {}
    for name, model in models.items():
        figures = _corpus(corpus, model, teacher)
        if shared is not None:
            figures |= _key_points(model, shared) | _conversations(model, shared)
            figures |= _themes(model, shared)
        figures |= _example(model)
        for figure, value in figures.items():
            found.setdefault(figure, {})[name] = value
    return found


def _corpus(corpus: Corpus, model: Embedder, teacher: Embedder) -> Figures:
    figures: Figures = {}
    for split in ("dev", "test"):
        part = corpus.utterances[corpus.utterances["split"] == split]
        texts, points = part["text"].tolist(), part["point_id"].tolist()
        vectors = model.encode(texts)
        for unseen in ("point", "subject"):
            asks = part["unseen"].eq(unseen).to_numpy()
            title = f"corpus {split}, unseen {unseen}s: same point"
            figures |= _figures(title, retrieve(vectors, points, queries=asks), points, asks)
        title = f"corpus {split}: rank correlation of similarities with the teacher's"
        figures[title] = _agreement(vectors, teacher.encode(texts))
        if split == "test":
            figures["corpus test: k-means, k known: B-cubed F1"] = k_means_f1(vectors, points)
    return figures


def _figures(
    title: str, result: Retrieval, labels: Sequence[str], asks: NDArray[np.bool_]
) -> Figures:
    """Return recall at 1 and mAP; groups are the labels of those who asked and could find."""
    names, codes = np.unique(np.asarray(labels), return_inverse=True)
    could = asks & (np.bincount(codes)[codes] > 1)
    groups = names[codes[could]].tolist()
    return {
        f"{title}: recall at 1": rounded(interval(result.at_1, groups)),
        f"{title}: mAP": rounded(interval(result.average_precision, groups)),
    }


def _agreement(vectors: Floats, truth: Floats) -> float:
    """Spearman's correlation of the similarities of drawn pairs of texts."""
    pairs = np.random.default_rng(_SEED).integers(len(vectors), size=(2, _PAIRS))
    one, two = pairs[:, pairs[0] != pairs[1]]
    ours, theirs = ((v[one] * v[two]).sum(axis=1) for v in (vectors, truth))
    return round(float(spearmanr(ours, theirs).statistic), 3)


def _key_points(model: Embedder, shared: Path) -> Figures:
    """Arguments of the dev topics that people matched to just one key point."""
    frame = read_csv(shared / "data" / "argkp_arguments.csv")
    points = frame["key_point_ids"]
    frame = frame[
        (frame["split"] == "dev") & (points != "") & ~points.str.contains("|", regex=False)
    ]
    labels = frame["key_point_ids"].tolist()
    found = retrieve(model.encode(frame["text"].tolist()), labels)
    strict, relaxed = match_key_points(model.encode, shared / "data")
    return {
        "ArgKP dev: matching to key points, strict": round(strict, 3),
        "ArgKP dev: matching to key points, relaxed": round(relaxed, 3),
        **_figures("ArgKP dev: same key point", found, labels, np.ones(len(frame), dtype=bool)),
    }


def _conversations(model: Embedder, shared: Path) -> Figures:
    """Comments of the conversations left out ask; those of all are searched."""
    frame = read_csv(shared / "data" / "polis_dev.csv").drop_duplicates("text")
    labels = frame["conversation"].tolist()
    asks = ~is_taught(frame["conversation"]).to_numpy()
    found = retrieve(model.encode(frame["text"].tolist()), labels, queries=asks)
    return _figures("Polis, conversations left out: same conversation", found, labels, asks)


def _themes(model: Embedder, shared: Path) -> Figures:
    """Responses to consultations on gambling; any theme or topic that two share counts."""
    figures: Figures = {}
    for title, file, column in (
        ("gambling: shares a theme", "themefinder_gambling.csv", "theme_ids"),
        ("sentiments: shares a topic", "themefinder_sentiments.csv", "target_topics"),
    ):
        frame = read_csv(shared / "data" / file)
        figures |= _sharing(title, model, frame["text"].tolist(), frame[column].str.split("|"))
    return figures


def _example(model: Embedder) -> Figures:
    """Comments of the worked example; any gold point that two share counts."""
    folder = shipped("examples", "leicestershire-2017")
    points = read_csv(folder / "gold_points.csv")
    made: dict[str, list[str]] = {}
    for row, group in enumerate(
        points.loc[points["basis"] == "comments", "evidence_comments"].str.split(";")
    ):
        for comment in filter(None, group):
            made.setdefault(comment, []).append(str(row))
    headers = read_csv(folder / "columns.csv").set_index("column_id")["header"]
    answers = read_csv(folder / "responses.csv").set_index("Respondent ID")
    comments = sorted(made)
    texts = [
        str(answers.loc[who, headers[what]])
        for who, what in (comment.split(":") for comment in comments)
    ]
    groups = [made[comment] for comment in comments]
    return _sharing("worked example: shares a point", model, texts, groups)


def _sharing(
    title: str, model: Embedder, texts: Sequence[str], labels: Iterable[Sequence[str]]
) -> Figures:
    """Recall at 1 and mAP where a text has several labels and any that two share counts."""
    groups = [{label for label in own if label} for own in labels]
    names = {label: column for column, label in enumerate(sorted(set().union(*groups)))}
    has = np.zeros((len(groups), len(names)), dtype=np.int64)
    for row, own in enumerate(groups):
        has[row, [names[label] for label in own]] = 1
    vectors = model.encode(texts)
    closeness = vectors @ vectors.T
    np.fill_diagonal(closeness, -np.inf)
    order = np.argsort(-closeness, axis=1, kind="stable")[:, :-1]
    hits = np.take_along_axis(has @ has.T > 0, order, axis=1)
    asks = np.asarray(hits.any(axis=1))
    who = [str(row) for row in np.flatnonzero(asks)]
    at_1 = rounded(interval(hits[asks, 0].astype(float), who))
    return {
        f"{title}: recall at 1": at_1,
        f"{title}: mAP": rounded(interval(average_precision(hits[asks]), who)),
    }


def main() -> int:
    """Measure models from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("models", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--shared", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=None)
    options = parser.parse_args()
    models = {folder.name: load_embedder(folder) for folder in options.models}
    first = next(iter(models.values()))
    figures = measure(load_corpus(), models, teacher=first, shared=options.shared)
    text = json.dumps(figures, indent=2) + "\n"
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
