"""Vectors kept on the disk: found again, by text and model, never the text itself."""

import multiprocessing
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipeline.embeddings import Embedder, load_embedder
from pipeline.embeddings._cache import VectorCache
from pipeline.resources import shipped

TEXTS = [f"The {thing} on road {n} is late" for n in range(20) for thing in ("bus", "bin")]


class Counting:
    """Stands between an embedder and its model, and writes down what the model is given."""

    def __init__(self, embedder: Embedder) -> None:
        self.model = embedder._model
        self.dimensions, self.worth_keeping = self.model.dimensions, True
        self.given: list[str] = []

    def encode(self, texts):
        self.given += texts
        return self.model.encode(texts)


@pytest.fixture
def counted() -> tuple[Embedder, Counting]:
    embedder = Embedder(shipped("models", "embedder"), n_threads=1)
    embedder._model = counting = Counting(embedder)
    return embedder, counting


def cache_at(folder: Path, **options) -> VectorCache:
    return VectorCache(folder, model="m" * 64, dimensions=3, **options)


def vectors_of(n: int, start: int = 0) -> np.ndarray:
    return np.arange(start, start + 3 * n, dtype=np.float32).reshape(n, 3)


def test_each_distinct_text_is_encoded_once(counted):
    embedder, model = counted
    embedder.encode([*TEXTS, *TEXTS[:30], TEXTS[0]])
    assert len(model.given) == len(set(model.given)) == len(TEXTS)


def test_a_run_after_a_few_more_texts_encodes_only_those(counted, tmp_path):
    embedder, model = counted
    first = embedder.with_cache(tmp_path / "vectors").encode(TEXTS)
    model.given.clear()
    more = [*TEXTS[:7], "A new comment.", *TEXTS[7:], "And another, longer one.", "A new comment."]
    second = embedder.with_cache(tmp_path / "vectors").encode(more)
    assert sorted(model.given) == ["A new comment.", "And another, longer one."]
    np.testing.assert_array_equal(np.vstack([second[:7], second[8:-2]]), first)
    np.testing.assert_array_equal(second, load_embedder().encode(more))


def test_few_texts_do_not_wake_the_cache(counted, tmp_path):
    counted[0].with_cache(tmp_path / "vectors").encode(TEXTS[:5])
    assert not (tmp_path / "vectors").exists()


def test_the_embedder_without_a_cache_keeps_nothing(counted, tmp_path):
    embedder, model = counted
    embedder.with_cache(tmp_path / "vectors").encode(TEXTS)
    embedder.encode(TEXTS)
    assert len(model.given) == 2 * len(TEXTS)


def test_no_text_and_no_plain_hash_is_written(counted, tmp_path):
    import hashlib

    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        counted[0].with_cache(folder).encode(TEXTS)
    files = [next(folder.iterdir()) for folder in folders]
    for file in files:
        raw = file.read_bytes()
        assert b"is late" not in raw
        assert not any(hashlib.sha256(text.encode()).digest()[:16] in raw for text in TEXTS)
    one, two = (np.load(file) for file in files)
    assert one["salt"].tobytes() != two["salt"].tobytes()
    assert len(one["salt"]) == 32
    keys = [{bytes(key) for key in file["keys"].reshape(-1, 16)} for file in (one, two)]
    assert len(keys[0]) == len(TEXTS)
    assert not keys[0] & keys[1]


def test_another_model_has_vectors_of_its_own(counted, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(shipped("models", "embedder"), folder)
    same = Embedder(folder).digest
    assert same == counted[0].digest
    (folder / "config.json").write_text('{"kind": "onnx", "dimensions": 384}', encoding="utf-8")
    assert Embedder(folder).digest != same


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "text", "shape"])
def test_a_damaged_file_is_ignored_and_written_anew(tmp_path, damage):
    cache = cache_at(tmp_path)
    cache.keep(["a", "b"], vectors_of(2))
    raw = cache.path.read_bytes()
    place = raw.index(vectors_of(2).tobytes())
    if damage == "shape":
        VectorCache(tmp_path, model="m" * 64, dimensions=5).keep(["a"], np.ones((1, 5), np.float32))
    else:
        flipped = raw[:place] + b"\xff" + raw[place + 1 :]
        content = {"cut": raw[: len(raw) // 2], "bit": flipped, "empty": b"", "text": b"x" * 99}
        cache.path.write_bytes(content[damage])
    assert not cache.find(["a", "b"])[1].any()
    cache.keep(["b"], vectors_of(1, 9))
    found, is_found = cache.find(["a", "b"])
    assert is_found.tolist() == [False, True]
    assert found.tolist() == [[0, 0, 0], [9, 10, 11]]


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(tmp_path):
    cache = cache_at(tmp_path, most_bytes=4 * 3 * 4)  # four vectors
    cache.keep(["a", "b", "c"], vectors_of(3))
    cache.keep(["d", "b", "e"], vectors_of(3, 30))
    found, is_found = cache.find(["a", "b", "c", "d", "e"])
    assert is_found.tolist() == [False, True, True, True, True]
    assert found[1].tolist() == [3, 4, 5]
    left = tmp_path / "killed.npz.1.part"
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    for n in range(9):
        VectorCache(tmp_path, model=f"{n:016}", dimensions=3).keep(["a"], vectors_of(1))
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"] * 3


def test_the_folder_may_go_at_any_time_and_may_be_unwritable(tmp_path):
    cache = cache_at(tmp_path / "vectors")
    cache.keep(["a"], vectors_of(1))
    shutil.rmtree(tmp_path / "vectors")
    assert not cache.find(["a"])[1].any()
    (tmp_path / "vectors").write_text("a file where the folder should be")
    cache.keep(["a"], vectors_of(1))
    assert not cache.find(["a"])[1].any()


def _keep_many(folder: Path, name: str) -> None:
    for n in range(25):
        cache_at(folder).keep([f"{name}{n}"], np.full((1, 3), n, np.float32))


def test_two_processes_leave_a_whole_file(tmp_path):
    start = multiprocessing.get_context("spawn").Process
    both = [start(target=_keep_many, args=(tmp_path, name)) for name in "ab"]
    for process in both:
        process.start()
    for process in both:
        process.join()
        assert process.exitcode == 0
    texts = [f"{name}{n}" for name in "ab" for n in range(25)]
    found, is_found = cache_at(tmp_path).find(texts)
    assert is_found.any()
    wanted = np.array([[n] * 3 for _ in "ab" for n in range(25)], np.float32)
    np.testing.assert_array_equal(found[is_found], wanted[is_found])
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]
