"""The static kind of model: a mean of token vectors, in any company, with errors by file."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.embeddings import Embedder, embed, load_embedder, to_matrix
from pipeline.errors import RunError

Write = Callable[..., Path]
RNG = np.random.default_rng(3)
KNOWN = ["more", "buses", "trees", "road", "the", "late", "fewer", "cars", "please"]
TEXTS = [" ".join(RNG.choice([*KNOWN, "zebra"], size=n % 40)) for n in range(300)]


def test_a_vector_is_the_mean_of_its_tokens_at_unit_length(write_static: Write) -> None:
    folder = write_static()
    table = np.load(folder / "vectors.npy").astype(np.float64)
    mean = table[[1, 2, 2]].mean(axis=0)  # the unknown word is passed over
    (found,) = Embedder(folder).encode(["More buses zebra BUSES"])
    np.testing.assert_allclose(found, mean / np.linalg.norm(mean), atol=1e-6)


def test_int8_with_scales_is_close_to_float16(write_static: Write) -> None:
    full = Embedder(write_static(name="a")).encode(TEXTS)
    small = Embedder(write_static("int8", name="b")).encode(TEXTS)
    assert (full * small).sum(axis=1).min() > 0.999
    assert not np.array_equal(full, small)


@pytest.mark.parametrize("text", ["", "   ", "zebra", "£££ ???"], ids=range(4))
def test_a_text_that_says_nothing_has_a_fixed_vector(write_static: Write, text: str) -> None:
    (found,) = Embedder(write_static()).encode([text])
    np.testing.assert_array_equal(found, np.full(16, 0.25, dtype=np.float32))


def test_alone_in_a_batch_in_any_order_on_any_threads_equal_to_the_bit(write_static: Write) -> None:
    embedder = Embedder(write_static("int8", 24))
    together = embedder.encode(TEXTS)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    alone = np.vstack([embedder.encode([text]) for text in TEXTS])
    np.testing.assert_array_equal(alone, together)
    order = RNG.permutation(len(TEXTS))
    np.testing.assert_array_equal(embedder.encode([TEXTS[n] for n in order]), together[order])
    one = Embedder(embedder.folder, n_threads=1)
    np.testing.assert_array_equal(one.encode(TEXTS), together)


def test_its_own_dimensions_reach_the_table_and_the_matrix(write_static: Write) -> None:
    embedder = load_embedder(write_static(dimensions=24))
    assert embedder.dimensions == 24
    assert embedder.encode([]).shape == (0, 24)
    rows = pd.DataFrame({"segment_id": ["a", "b"], "text": ["more buses", "the road"]})
    table = embed(rows, embedder)["vectors"]
    assert to_matrix(table, ["b"]).shape == (1, 24)
    assert to_matrix(table, []).shape == (0, 24)


def test_nothing_is_kept_of_it(write_static: Write, tmp_path: Path) -> None:
    embedder = load_embedder(write_static())
    kept = tmp_path / "vectors"
    np.testing.assert_array_equal(embedder.with_cache(kept).encode(TEXTS), embedder.encode(TEXTS))
    assert not kept.exists()


@pytest.mark.parametrize("name", ["vectors.npy", "scales.npy", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("content", [b"", b"[1", b"\x93NUMPY\x01"], ids=["empty", "cut", "npy"])
def test_a_damaged_file_is_named(write_static: Write, name: str, content: bytes) -> None:
    folder = write_static("int8")
    (folder / name).write_bytes(content)
    with pytest.raises(RunError, match=f"{name} .* cannot be read"):
        Embedder(folder)


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("vectors.npy", np.zeros((10, 24), np.float16), "states 16 dimensions, the model 24"),
        ("vectors.npy", np.zeros((4, 16), np.int8), "fewer rows|4 rows"),
        ("vectors.npy", np.zeros(16, np.float16), r"shape \(16,\)"),
        ("vectors.npy", np.full((10, 16), np.nan, np.float16), "not finite"),
        ("vectors.npy", np.zeros((10, 16), np.int64), "type int64"),
        ("scales.npy", np.ones(3, np.float16), "3 scales for 10 rows"),
    ],
    ids=["dimensions", "rows", "shape", "nan", "type", "scales"],
)
def test_files_that_do_not_fit_are_named(
    write_static: Write, file: str, change: np.ndarray, message: str
) -> None:
    folder = write_static()
    np.save(folder / file, change)
    with pytest.raises(RunError, match=message):
        Embedder(folder)


def test_missing_files_and_unknown_kinds_are_named(write_static: Write) -> None:
    folder = write_static()
    (folder / "config.json").write_text(json.dumps({"kind": "word2vec"}), encoding="utf-8")
    with pytest.raises(RunError, match='its kind must be one of "onnx" and "static"'):
        Embedder(folder)
    (folder / "config.json").unlink()
    with pytest.raises(RunError, match=r"model\.onnx not found"):
        Embedder(folder)
