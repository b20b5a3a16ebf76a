"""BERTopic is the engine: a real model of it, without what it would otherwise load."""

import subprocess
import sys

import numpy as np
import pytest
from bertopic import BERTopic

from pipeline.cluster import fit_topics
from pipeline.cluster._topics import keywords

BUS = ["bus late evening", "bus fare child", "bus stop evening", "evening bus village"]
TREE = ["tree park plant", "plant tree street", "park tree shade", "tree root pavement"]


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    noise = np.random.default_rng(0).normal(scale=0.05, size=(8, 12))
    rows = np.repeat(np.eye(12)[:2], 4, axis=0) + noise
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def model(vectors: np.ndarray) -> BERTopic:
    return fit_topics(BUS + TREE, vectors)


def test_it_is_a_bertopic_without_outliers(model: BERTopic) -> None:
    assert type(model) is BERTopic
    assert -1 not in model.topics_
    assert len(model.topics_) == 8
    assert len(set(model.topics_[:4])) == len(set(model.topics_[4:])) == 1
    assert model.topics_[0] != model.topics_[4]
    assert set(model.get_topic_info()["Count"]) == {4}


def test_keywords_set_topics_apart(model: BERTopic) -> None:
    bus, tree = model.topics_[0], model.topics_[4]
    assert "bus" in keywords(model, bus, top=3)
    assert "tree" in keywords(model, tree, top=3)
    assert not set(keywords(model, bus)) & set(keywords(model, tree))
    assert len(keywords(model, bus, top=2)) == 2


def test_clusters_found_before_are_kept(vectors: np.ndarray) -> None:
    given = np.array([0, 1, 0, 1, 2, 2, 2, 2])
    model = fit_topics(BUS + TREE, vectors, given)
    pairs = set(zip(given.tolist(), model.topics_, strict=True))
    assert len(pairs) == 3
    assert model.topics_[4] == 0  # the largest


def test_same_input_same_model(vectors: np.ndarray, model: BERTopic) -> None:
    again = fit_topics(BUS + TREE, vectors)
    assert again.topics_ == model.topics_
    assert again.get_topics() == model.get_topics()


def test_no_heavy_library_is_loaded_by_fitting() -> None:
    script = """
import sys
import numpy as np
from pipeline.cluster import fit_topics
model = fit_topics(["bus late", "bus stop", "tree park", "tree root"], np.eye(8)[[0, 0, 1, 1]])
assert len(set(model.topics_)) == 2
heavy = {"torch", "umap", "hdbscan", "numba", "sentence_transformers", "transformers"}
sys.exit(", ".join(sorted(heavy & set(sys.modules))) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
