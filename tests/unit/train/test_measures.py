"""Measures of vectors, on vectors whose answer is known by hand."""

import numpy as np
import pytest

from pipeline.train.measures import b_cubed, interval, retrieve

AXES = np.eye(3, dtype=np.float32)


def test_nearest_of_the_same_point_is_found_and_the_text_itself_is_not() -> None:
    found = retrieve(AXES[[0, 0, 1, 2]], ["a", "a", "b", "c"])

    assert found.at_1.tolist() == [1.0, 1.0]  # "b" and "c" have no other text to find


def test_average_precision_by_hand() -> None:
    at = np.radians([0, 10, 20, 30])
    vectors = np.stack([np.cos(at), np.sin(at)], axis=1).astype(np.float32)

    found = retrieve(vectors, ["a", "b", "a", "b"], queries=np.array([True, False, False, False]))

    assert found.at_1.tolist() == [0.0]
    assert found.average_precision.tolist() == [0.5]  # its one fellow comes second


def test_queries_choose_who_asks_and_everyone_is_searched() -> None:
    vectors = AXES[[0, 0, 0, 1]]

    found = retrieve(vectors, ["a", "a", "b", "b"], queries=np.array([False] * 3 + [True]))

    assert len(found.at_1) == 1
    assert found.average_precision[0] <= 1 / 3 + 1e-9


def test_blocks_do_not_change_the_result() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(1200, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = [str(i % 40) for i in range(1200)]

    whole = retrieve(vectors, labels).average_precision
    part = retrieve(vectors, labels, queries=np.arange(1200) >= 700).average_precision

    np.testing.assert_allclose(whole[700:], part)


def test_b_cubed_of_a_perfect_clustering_and_of_singletons() -> None:
    labels = ["a", "a", "b", "b"]

    precision, recall = b_cubed(labels, [7, 7, 3, 3])
    assert (precision.mean(), recall.mean()) == (1.0, 1.0)
    precision, recall = b_cubed(labels, [0, 1, 2, 3])
    assert (precision.mean(), recall.mean()) == (1.0, 0.5)


def test_interval_holds_the_mean_and_widens_when_values_come_in_groups() -> None:
    values = np.repeat(np.random.default_rng(3).random(20), 10)

    mean, low, high = interval(values, [str(i) for i in range(200)])
    _, group_low, group_high = interval(values, [str(i // 10) for i in range(200)])

    assert low < mean < high
    assert group_high - group_low > 1.5 * (high - low)
    assert mean == pytest.approx(values.mean())
