"""One tree, cut where asked: themes nest, nobody is an outlier, row order does not matter."""

from itertools import combinations

import numpy as np
import pytest
from sklearn.base import clone

from pipeline.cluster._tree import (
    HEIGHTS,
    MAX_PARENTS,
    TreeClusterer,
    survival,
    without_common_part,
)


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def blobs(n_blobs: int, each: int, *, spread: float, seed: int = 0, d: int = 24) -> np.ndarray:
    """Unit vectors around the first axes, blob after blob."""
    noise = np.random.default_rng(seed).normal(scale=spread, size=(n_blobs * each, d))
    return unit(np.repeat(np.eye(d)[:n_blobs], each, axis=0) + noise)


def same_partition(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether two labellings differ in numbers only."""
    pairs = set(zip(first.tolist(), second.tolist(), strict=True))
    return len(pairs) == len(set(first.tolist())) == len(set(second.tolist()))


@pytest.fixture(params=["blobs", "cloud", "more rows than leaves"])
def fitted(request: pytest.FixtureRequest) -> TreeClusterer:
    if request.param == "blobs":
        return TreeClusterer().fit(blobs(6, 8, spread=0.15))
    cloud = without_common_part(unit(np.random.default_rng(1).normal(size=(150, 12))))
    leaves = 40 if request.param == "more rows than leaves" else 4000
    return TreeClusterer(max_leaves=leaves, seed=3).fit(cloud)


@pytest.mark.parametrize(("fine", "broad"), list(combinations(["fine", "standard", "broad"], 2)))
def test_finer_themes_lie_within_one_broader_theme(
    fitted: TreeClusterer, fine: str, broad: str
) -> None:
    narrow, wide = fitted.cut(HEIGHTS[fine]), fitted.cut(HEIGHTS[broad])
    assert narrow.max() >= wide.max()
    for theme in np.unique(narrow):
        assert len(set(wide[narrow == theme])) == 1


@pytest.mark.parametrize("height", sorted(HEIGHTS.values()))
def test_themes_lie_within_their_parents(fitted: TreeClusterer, height: float) -> None:
    fitted.height = height
    narrow, wide = fitted.cut(height), fitted.parents()
    assert len(set(zip(narrow.tolist(), wide.tolist(), strict=True))) == narrow.max() + 1


def test_every_row_has_a_theme_and_numbers_leave_no_gap(fitted: TreeClusterer) -> None:
    labels = fitted.labels_
    assert labels.dtype == np.int64
    assert sorted(set(labels.tolist())) == list(range(labels.max() + 1))
    first_seen = [labels.tolist().index(theme) for theme in range(labels.max() + 1)]
    assert first_seen == sorted(first_seen)


def test_blobs_are_found() -> None:
    labels = TreeClusterer(height=0.5).fit(blobs(5, 9, spread=0.05)).labels_
    assert labels.tolist() == np.repeat(np.arange(5), 9).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_numbers_only(seed: int) -> None:
    rows = unit(np.random.default_rng(seed).normal(size=(90, 10)))
    order = np.random.default_rng(seed + 10).permutation(len(rows))
    straight = TreeClusterer().fit(rows)
    shuffled = TreeClusterer().fit(rows[order])
    assert same_partition(straight.labels_[order], shuffled.labels_)
    assert same_partition(straight.parents()[order], shuffled.parents())


def test_one_row_and_two_rows() -> None:
    alone = TreeClusterer().fit(np.eye(4)[:1])
    assert alone.labels_.tolist() == alone.parents().tolist() == [0]
    assert TreeClusterer().fit(np.eye(4)[:2]).labels_.tolist() == [0, 1]


@pytest.mark.parametrize("n", [2, 3, 50])
def test_identical_rows_are_one_theme(n: int) -> None:
    rows = np.repeat(unit(np.ones((1, 8))), n, axis=0)
    assert set(TreeClusterer().fit(rows).labels_.tolist()) == {0}
    assert set(TreeClusterer().fit(without_common_part(rows)).labels_.tolist()) == {0}


def test_more_rows_than_leaves_still_finds_the_blobs_in_one_theme_each() -> None:
    rows = blobs(4, 60, spread=0.05)
    model = TreeClusterer(height=0.5, max_leaves=30, seed=1).fit(rows)
    assert len(model.leaf_of_) == len(rows)
    assert model.leaf_of_.max() < 30
    assert same_partition(model.labels_, np.repeat(np.arange(4), 60))


def test_the_seed_decides_the_gathering() -> None:
    rows = unit(np.random.default_rng(5).normal(size=(300, 6)))
    one, again = (TreeClusterer(max_leaves=20, seed=9).fit(rows) for _ in range(2))
    assert np.array_equal(one.labels_, again.labels_)
    assert np.array_equal(one.tree_, again.tree_)


def test_there_are_not_too_many_parents() -> None:
    rows = unit(np.random.default_rng(2).normal(size=(400, 10)))
    model = TreeClusterer(height=0.3).fit(rows)
    assert model.labels_.max() + 1 > MAX_PARENTS
    assert model.parents().max() + 1 <= MAX_PARENTS


def test_it_is_an_estimator() -> None:
    model = TreeClusterer(height=0.4, max_leaves=7, seed=2)
    assert clone(model).get_params() == {"height": 0.4, "max_leaves": 7, "seed": 2}
    assert same_partition(model.fit_predict(np.eye(5)), np.arange(5))


def test_fitting_does_not_change_the_rows() -> None:
    rows = blobs(3, 5, spread=0.1)
    before = rows.copy()
    TreeClusterer(max_leaves=6).fit(rows)
    without_common_part(rows)
    assert np.array_equal(rows, before)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_common_part_is_taken_away_and_length_kept(dtype: type) -> None:
    shared = np.zeros(16)
    shared[0] = 2.0
    rows = unit(np.random.default_rng(4).normal(size=(80, 16)) * 0.5 + shared).astype(dtype)
    centred = without_common_part(rows)
    assert centred.dtype == np.float64
    assert np.allclose(np.linalg.norm(centred, axis=1), 1.0)
    before, after = rows @ rows.T, centred @ centred.T
    assert after.mean() < before.mean() - 0.1
    assert np.linalg.norm(centred.mean(axis=0)) < np.linalg.norm(rows.mean(axis=0))


def test_the_whole_common_part_of_identical_rows_leaves_zeros_not_nan() -> None:
    rows = np.repeat(unit(np.ones((1, 4))), 3, axis=0)
    assert np.array_equal(without_common_part(rows, share=1.0), np.zeros((3, 4)))


def test_far_apart_blobs_survive() -> None:
    rows = blobs(4, 15, spread=0.03)
    labels = TreeClusterer(height=0.5).fit(rows).labels_
    stable = survival(rows, labels, height=0.5, seed=1)
    # Of 15 rows some are left out, and the overlap counts only those kept.
    assert stable.tolist() == [1.0] * 4


def test_an_arbitrary_cut_of_one_blob_does_not_survive() -> None:
    rows = blobs(1, 60, spread=0.03)
    halves = (np.arange(60) % 2).astype(np.int64)
    stable = survival(rows, halves, height=0.5, seed=1)
    assert stable.shape == (2,)
    assert (stable < 0.7).all()


def test_survival_lies_between_0_and_1_and_depends_on_the_seed_alone() -> None:
    rows = unit(np.random.default_rng(8).normal(size=(50, 6)))
    labels = TreeClusterer(height=0.6).fit(rows).labels_
    one, again = (survival(rows, labels, height=0.6, seed=4) for _ in range(2))
    assert np.array_equal(one, again)
    assert ((one >= 0) & (one <= 1)).all()
    assert not np.array_equal(one, survival(rows, labels, height=0.6, seed=5))


@pytest.mark.parametrize("n", [1, 2, 3])
def test_survival_of_very_few_rows(n: int) -> None:
    labels = np.arange(n, dtype=np.int64)
    assert survival(np.eye(4)[:n], labels, height=0.5, seed=0).tolist() == [1.0] * n
