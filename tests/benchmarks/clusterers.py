"""Compare ways to cluster the worked example: the figures of docs/decisions/0003-themes.md.

    .venv/bin/python tests/benchmarks/clusterers.py

For each gold point made in comments: the best F1 of its supporters with the respondents of a
cluster of its question. Each method is shown at the best of five settings, which favours all of
them alike. The last column is the largest cluster's share of the segments of one question.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import pdist
from sknetwork.clustering import Leiden

from pipeline.clean import clean
from pipeline.cluster._tree import without_common_part
from pipeline.consultation import load_consultation
from pipeline.embeddings import embed, load_embedder, to_matrix
from pipeline.ingest import ingest
from pipeline.language import load_language
from pipeline.resources import shipped
from pipeline.tag import tag

Cluster = Callable[[np.ndarray, float], np.ndarray]


def tree(method: str, *, share: float) -> Cluster:
    """Agglomerative clustering with part of the mean vector removed first."""

    def fit(vectors: np.ndarray, height: float) -> np.ndarray:
        rows = without_common_part(vectors, share=share)
        grown = linkage(rows if method == "ward" else pdist(rows, "cosine").clip(0), method)
        return fcluster(grown, height, "distance")

    return fit


def leiden(vectors: np.ndarray, resolution: float) -> np.ndarray:
    """Leiden on the graph of five nearest neighbours."""
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    near = np.argsort(-alike, axis=1, kind="stable")[:, :5]
    graph = np.zeros_like(alike)
    rows = np.arange(len(alike))[:, None]
    graph[rows, near] = alike[rows, near].clip(0)
    return Leiden(resolution=resolution, random_state=0).fit_predict(
        csr_matrix(np.maximum(graph, graph.T))
    )


METHODS: dict[str, tuple[Cluster, tuple[float, ...]]] = {
    "average linkage, 0.6 of the mean removed": (
        tree("average", share=0.6), (0.70, 0.75, 0.80, 0.85, 0.90)),
    "average linkage, mean not removed": (
        tree("average", share=0.0), (0.55, 0.60, 0.65, 0.70, 0.75)),
    "complete linkage, 0.6 of the mean removed": (
        tree("complete", share=0.6), (0.75, 0.80, 0.85, 0.90, 0.95)),
    "Ward, mean not removed": (tree("ward", share=0.0), (0.7, 0.8, 0.9, 1.0, 1.1)),
    "Leiden, 5 nearest neighbours": (leiden, (1.5, 2, 3, 4, 6)),
}  # fmt: skip


def main() -> None:
    """Print the table."""
    consultation = load_consultation(shipped("examples", "leicestershire-2017"))
    nlp, embedder = load_language(), load_embedder()
    tables = ingest(consultation)
    tables |= clean(tables["responses"], tables["questions"], nlp=nlp)
    tables |= embed(tables["segments"], embedder)
    tables |= tag(
        tables["segments"], tables["comments"], tables["questions"], tables["vectors"], None,
        nlp=nlp, embedder=embedder,
    )  # fmt: skip
    group = tables["questions"].set_index("question_id")["parent_id"]
    rows = tables["segments"].merge(
        tables["comments"][["comment_id", "respondent_id", "question_id"]]
    )
    rows["group"] = rows["question_id"].map(group).fillna(rows["question_id"])
    rows = rows.merge(tables["acts"][["segment_id", "act"]])
    rows = rows[rows["act"] != "general"].reset_index(drop=True)
    vectors = to_matrix(tables["vectors"], rows["segment_id"].tolist()).astype(float)
    gold = pd.read_csv(shipped("examples", "leicestershire-2017") / "gold_points.csv")
    gold = gold[gold["basis"] == "comments"]
    print(f"{'method':45} {'setting':>7} {'mean F1':>8} {'>= 0.7':>7} {'largest':>8}")
    for name, (fit, settings) in METHODS.items():
        mean, good, largest, setting = max(measure(rows, vectors, gold, fit, s) for s in settings)
        print(f"{name:45} {setting:7.2f} {mean:8.2f} {good:7.2f} {largest:8.2f}")


def measure(
    rows: pd.DataFrame, vectors: np.ndarray, gold: pd.DataFrame, fit: Cluster, setting: float
) -> tuple[float, float, float, float]:
    """Return mean F1, share of points at 0.7 or more, largest cluster's share, and the setting."""
    people: dict[str, list[set[str]]] = {}
    largest = 0.0
    for name, part in rows.groupby("group"):
        labels = fit(vectors[part.index], setting)
        people[str(name)] = [set(ids) for _, ids in part["respondent_id"].groupby(labels)]
        largest = max(largest, pd.Series(labels).value_counts(normalize=True).max())
    best = []
    for point in gold.itertuples():
        wanted = set(point.supporters.split(";"))
        found = (
            2 * len(wanted & ids) / (len(wanted) + len(ids)) for ids in people[point.question_id]
        )
        best.append(max(found))
    scores = np.array(best)
    return float(scores.mean()), float((scores >= 0.7).mean()), largest, setting


if __name__ == "__main__":
    main()
