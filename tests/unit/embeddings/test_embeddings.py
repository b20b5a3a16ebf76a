"""The shipped embedder: unit length, the same vector in any company, and sense."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.embeddings import (
    DIMENSIONS,
    MAX_TOKENS,
    Embedder,
    embed,
    load_embedder,
    to_matrix,
)
from pipeline.embeddings._files import tokenise
from pipeline.errors import RunError
from pipeline.resources import shipped
from pipeline.tables import TABLES

TEXTS = [
    "More buses in the evening, please.",
    "The last bus leaves at six and nobody can get home from work.",
    "Plant trees along the new road.",
    "Carers need a break.",
    "",
    "£££ ???",
    "Café, naïve, 你好",
    "The library is the only warm place to go in winter " * 60,
    "Speeding past the school gates is a danger to our children.",
    *(f"Reply number {n} about the {'road ' * (n % 17)}" for n in range(90)),
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="module")
def vectors(embedder: Embedder) -> np.ndarray:
    return embedder.encode(TEXTS)


def test_vectors_are_float32_of_unit_length(vectors):
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_its_batch(embedder, vectors):
    alone = np.vstack([embedder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, vectors, atol=1e-5)
    # To the bit on the machines of our CI, which is what lets cached vectors stand for computed.
    np.testing.assert_array_equal(alone, vectors)


def test_padding_hardly_moves_a_vector(embedder, vectors):
    """The model itself, fed by hand: padded to the limit, in batches of 64."""
    model = embedder._model
    tokens = tokenise(model._tokenizer, TEXTS[:64], n_threads=1, with_special=True)
    ids = np.zeros((64, MAX_TOKENS), dtype=np.int64)
    for row, found in zip(ids, tokens, strict=True):
        row[: len(found)] = found
    mask = np.array([[n < len(t) for n in range(MAX_TOKENS)] for t in tokens], dtype=np.int64)
    padded = model._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    np.testing.assert_allclose(padded, vectors[:64], atol=1e-5)


def test_the_order_of_the_texts_changes_nothing(embedder, vectors):
    order = np.random.default_rng(1).permutation(len(TEXTS))
    shuffled = embedder.encode([TEXTS[n] for n in order])
    np.testing.assert_array_equal(shuffled, vectors[order])


def test_repeated_texts_share_a_vector(embedder, vectors):
    twice = embedder.encode([TEXTS[0], TEXTS[1], TEXTS[0]])
    np.testing.assert_array_equal(twice[0], twice[2])
    np.testing.assert_allclose(twice[:2], vectors[:2], atol=1e-5)


def test_the_number_of_threads_changes_nothing(vectors):
    one = Embedder(shipped("models", "embedder"), n_threads=1)
    np.testing.assert_array_equal(one.encode(TEXTS), vectors)


def test_the_number_of_threads_is_respected(monkeypatch):
    folder = shipped("models", "embedder")

    def asked_of_the_runtime(n_threads: int) -> int:
        session = Embedder(folder, n_threads=n_threads)._model._session
        return session.get_session_options().intra_op_num_threads

    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert asked_of_the_runtime(1) == 1
    assert asked_of_the_runtime(0) == 3
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert asked_of_the_runtime(0) == 0  # onnxruntime then takes one a core


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        (0, "Evening public transport is poor", "Primary school places are short"),
        (2, "We want more woodland", "Dentists will not take new patients"),
        (3, "Respite for people who look after a relative", "Faster broadband in villages"),
        (8, "Cars drive too fast near the primary school", "Build more affordable homes"),
    ],
    ids=["bus", "trees", "carers", "speeding"],
)
def test_similar_texts_are_closer_than_unrelated_ones(embedder, vectors, text, near, far):
    similar, unrelated = embedder.encode([near, far]) @ vectors[text]
    assert similar > unrelated + 0.15


def test_words_past_the_limit_are_not_read(embedder):
    long = "The road is closed again and nobody told us. " * 60
    first, second = embedder.encode([long, long + "Swimming pools."])
    np.testing.assert_array_equal(first, second)


def test_no_texts_give_no_vectors(embedder):
    assert embedder.encode([]).shape == (0, DIMENSIONS)


def test_embed_gives_the_declared_table_whatever_the_row_order(embedder):
    ids = [f"R{n:02d}:Q1.01" for n in range(9)]
    segments = pd.DataFrame({"segment_id": ids, "text": TEXTS[:9]})
    before = segments.copy(deep=True)
    table = embed(segments, embedder)["vectors"]
    shuffled = embed(segments.sample(frac=1, random_state=3), embedder)["vectors"]
    pd.testing.assert_frame_equal(segments, before)
    pd.testing.assert_frame_equal(table, shuffled)
    assert list(table.columns) == list(TABLES["vectors"].columns)
    wanted = [ids[4], ids[0]]
    matrix = to_matrix(table, wanted)
    assert matrix.dtype == np.float32
    np.testing.assert_allclose(matrix, embedder.encode([TEXTS[4], TEXTS[0]]), atol=1e-5)


def test_the_table_survives_parquet(embedder, tmp_path: Path):
    segments = pd.DataFrame({"segment_id": ["a", "b"], "text": TEXTS[:2]})
    table = embed(segments, embedder)["vectors"]
    table.to_parquet(tmp_path / "vectors.parquet")
    again = pd.read_parquet(tmp_path / "vectors.parquet")
    np.testing.assert_array_equal(to_matrix(again, ["b", "a"]), to_matrix(table, ["b", "a"]))


def test_embed_takes_an_empty_table(embedder):
    segments = pd.DataFrame({"segment_id": [], "text": []}, dtype=str)
    table = embed(segments, embedder)["vectors"]
    assert len(table) == 0
    assert to_matrix(table, []).shape == (0, DIMENSIONS)


def test_a_segment_without_a_vector_is_an_error_that_counts():
    vectors = pd.DataFrame({"segment_id": ["a"], "vector": [[1.0]]})
    with pytest.raises(RunError, match="lacks 2 of 3 segments"):
        to_matrix(vectors, ["a", "b", "c"])


def test_missing_files_are_named(tmp_path: Path):
    shutil.copy(shipped("models", "embedder") / "tokenizer.json", tmp_path)
    with pytest.raises(RunError, match=r"model\.onnx not found"):
        load_embedder(tmp_path)


def test_a_model_with_other_inputs_is_refused(tmp_path: Path):
    folder = tmp_path / "model"
    shutil.copytree(shipped("models", "embedder"), folder)
    (folder / "digests.json").unlink()
    raw = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").write_bytes(raw.replace(b"attention_mask", b"attention_musk"))
    with pytest.raises(RunError, match="must turn input_ids and attention_mask into"):
        Embedder(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str):
    for file in ("model.onnx", "tokenizer.json"):
        shutil.copy(shipped("models", "embedder") / file, tmp_path)
    (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(RunError, match=f"{name} .* cannot be read"):
        Embedder(tmp_path)
