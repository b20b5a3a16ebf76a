"""A teacher's lessons: neighbourhoods are drawn together, and kept on disk as they were."""

import random
from pathlib import Path

import numpy as np
import pytest

from pipeline.train.batches import Batch
from pipeline.train.teacher import Lessons


@pytest.fixture
def lessons() -> Lessons:
    """Two groups of forty-five texts, at right angles to each other."""
    noise = np.random.default_rng(1).normal(scale=0.01, size=(90, 8))
    vectors = np.repeat(np.eye(8)[:2], 45, axis=0) + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Lessons([f"text {n}" for n in range(90)], vectors.astype(np.float16), range(90))


def test_a_batch_holds_neighbours_of_each_of_its_seeds(lessons: Lessons) -> None:
    (batch,) = lessons.batches(random.Random(1), 1)
    groups = {int(text.split()[1]) // 45 for text in batch.texts}

    assert not batch.labels
    assert len(set(batch.texts)) == len(batch.texts) > 20
    assert groups == {0, 1}


def test_vectors_come_back_in_the_order_asked(lessons: Lessons) -> None:
    first, second = lessons.of(["text 80", "text 3"])

    assert first[1] > 0.9 > first[0]
    assert second[0] > 0.9 > second[1]


def test_what_is_saved_is_loaded(lessons: Lessons, tmp_path: Path) -> None:
    assert Lessons.load(tmp_path) is None
    lessons.save(tmp_path)
    again = Lessons.load(tmp_path)

    assert again is not None
    assert list(again.batches(random.Random(5), 2)) == list(lessons.batches(random.Random(5), 2))


def test_losses_reward_what_they_should() -> None:
    torch = pytest.importorskip("torch", reason="torch is in the extra train")
    from pipeline.train.losses import difference, loss_of

    together = torch.eye(4)[[0, 0, 1, 1]]
    apart = torch.eye(4)
    same = Batch(["a", "b", "c", "d"], [0, 0, 1, 1])
    keys = Batch(["a", "b", "k", "l"], [0, 1], n_keys=2, others=((False, True), (True, False)))

    assert loss_of(together, same) < loss_of(apart, same)
    assert loss_of(apart[[0, 1, 0, 1]], keys) < loss_of(apart[[0, 1, 1, 0]], keys)
    assert difference(together, together) == pytest.approx(0.0, abs=1e-5)
    assert difference(together, apart) > difference(together, together)
    assert loss_of(apart, Batch(["a", "b"], [])) == 0
