"""The exported encoder: what its weights compute, and no text moves the vector of another.

Where onnx is installed (it is in the extra ``train``, not in the lock), a small encoder of random
weights is exported and compared with the same sums in numpy. Everywhere the shipped one is looked
at by the same measures.
"""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from scipy.special import erf, softmax
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from pipeline.embeddings import Embedder
from pipeline.errors import RunError
from pipeline.resources import shipped
from pipeline.train.encoder_weights import (
    Weights,
    is_rounded,
    read_tensors,
    read_weights,
    rounded,
    stored,
)
from pipeline.train.measure_encoder import neighbours, padded, tokens

TEXTS = [
    "More buses",
    "The bus to the hospital is always late, and the last one leaves before visiting ends.",
    "Plant trees along the ring road.",
    "No",
    "I cannot park near the school in the morning because commuters fill every space by eight.",
] * 14
WIDTH, WIDE, N_LAYERS, N_HEADS = 64, 128, 3, 4
CONFIG = {
    "model_type": "bert", "hidden_act": "gelu", "hidden_size": WIDTH,
    "num_hidden_layers": N_LAYERS, "num_attention_heads": N_HEADS, "layer_norm_eps": 1e-12,
}  # fmt: skip


def random_tensors(n_words: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    shapes = {f"embeddings.{name}_embeddings.weight": (n, WIDTH)
              for name, n in (("word", n_words), ("position", 256), ("token_type", 2))}  # fmt: skip
    norms = ["embeddings.LayerNorm"]
    for number in range(N_LAYERS):
        start = f"encoder.layer.{number}"
        same = [f"attention.self.{part}" for part in ("query", "key", "value")]
        for name in (*same, "attention.output.dense"):
            shapes[f"{start}.{name}.weight"] = (WIDTH, WIDTH)
        shapes[f"{start}.intermediate.dense.weight"] = (WIDE, WIDTH)
        shapes[f"{start}.output.dense.weight"] = (WIDTH, WIDE)
        norms += [f"{start}.attention.output.LayerNorm", f"{start}.output.LayerNorm"]
    biases = {f"{name.removesuffix('weight')}bias": (shape[0],)
              for name, shape in shapes.items() if name.startswith("encoder")}  # fmt: skip
    made = {n: rng.normal(scale=0.2, size=s) for n, s in {**shapes, **biases}.items()}
    for name in norms:
        made[f"{name}.weight"] = rng.normal(1, 0.1, WIDTH)
        made[f"{name}.bias"] = rng.normal(0, 0.1, WIDTH)
    return {name: tensor.astype(np.float32) for name, tensor in made.items()}


def write_safetensors(path: Path, tensors: dict[str, np.ndarray]) -> None:
    kinds = {"float32": "F32", "float16": "F16", "int64": "I64"}
    header, at = {}, 0
    for name, tensor in tensors.items():
        header[name] = {
            "dtype": kinds[str(tensor.dtype)],
            "shape": tensor.shape,
            "data_offsets": [at, at + tensor.nbytes],
        }
        at += tensor.nbytes
    head = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    content = b"".join(tensor.tobytes() for tensor in tensors.values())
    path.write_bytes(struct.pack("<Q", len(head)) + head + content)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder of random weights, small but of the same architecture."""
    folder = tmp_path / "weights"
    folder.mkdir()
    words = sorted({word for text in TEXTS for word in text.split()})
    vocabulary = {word: at for at, word in enumerate(["[PAD]", "[CLS]", "[SEP]", "[UNK]", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    tokenizer.enable_padding(length=99)
    tokenizer.enable_truncation(5)
    tokenizer.save(str(folder / "tokenizer.json"))
    tensors = {f"bert.{n}": t for n, t in random_tensors(len(vocabulary)).items()}
    tensors["bert.embeddings.position_ids"] = np.arange(256)
    tensors["bert.pooler.dense.weight"] = np.zeros((2, 2), dtype=np.float32)
    write_safetensors(folder / "model.safetensors", tensors)
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    return folder


def in_numpy(weights: Weights, ids: list[int]) -> np.ndarray:
    """One text's vector, in float64."""
    of = {name: tensor.astype(np.float64) for name, tensor in weights.tensors.items()}

    def norm(value: np.ndarray, name: str) -> np.ndarray:
        centred = value - value.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + weights.eps)
        return centred / spread * of[f"{name}.weight"] + of[f"{name}.bias"]

    def linear(value: np.ndarray, name: str) -> np.ndarray:
        return value @ of[f"{name}.weight"].T + of[f"{name}.bias"]

    value = of["embeddings.word_embeddings.weight"][ids]
    value = value + of["embeddings.position_embeddings.weight"][: len(ids)]
    value = value + of["embeddings.token_type_embeddings.weight"][0]
    value = norm(value, "embeddings.LayerNorm")
    size = weights.width // weights.n_heads
    for number in range(weights.n_layers):
        start = f"encoder.layer.{number}"
        query, key, told = (
            linear(value, f"{start}.attention.self.{part}").reshape(len(ids), -1, size)
            for part in ("query", "key", "value")
        )
        shares = softmax(np.einsum("ihd,jhd->hij", query, key) / np.sqrt(size), axis=-1)
        heads = np.einsum("hij,jhd->ihd", shares, told).reshape(len(ids), -1)
        made = linear(heads, f"{start}.attention.output.dense")
        value = norm(value + made, f"{start}.attention.output.LayerNorm")
        wide = linear(value, f"{start}.intermediate.dense")
        wide = wide * (1 + erf(wide / np.sqrt(2))) / 2
        value = norm(value + linear(wide, f"{start}.output.dense"), f"{start}.output.LayerNorm")
    mean = value.mean(axis=0)
    return mean / np.linalg.norm(mean)


def test_tensors_are_read_as_they_were_written(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    written = {
        "a": rng.normal(size=(3, 5)).astype(np.float32),
        "half": rng.normal(size=7).astype(np.float16),
        "whole": np.arange(3),
    }
    write_safetensors(tmp_path / "file", written)

    read = read_tensors(tmp_path / "file")

    assert set(read) == {"a", "half"}
    assert all(tensor.dtype == np.float32 for tensor in read.values())
    assert (read["a"] == written["a"]).all()
    assert (read["half"] == written["half"]).all()


@pytest.mark.parametrize("length", [0, 4, 40, -8])
def test_a_file_of_weights_cut_short_is_named(small: Path, length: int) -> None:
    path = small / "model.safetensors"
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(RunError, match=r"model\.safetensors.* is not a whole file"):
        read_tensors(path)


def test_weights_are_known_by_their_names_in_the_encoder(small: Path) -> None:
    read = read_weights(small)

    assert (read.n_layers, read.n_heads, read.width) == (N_LAYERS, N_HEADS, WIDTH)
    assert all(name.startswith(("embeddings.", "encoder.")) for name in read.tensors)
    assert "encoder.layer.2.output.dense.weight" in read.tensors
    assert "embeddings.position_ids" not in read.tensors


def test_another_kind_of_model_is_refused(small: Path) -> None:
    (small / "config.json").write_text(json.dumps({"model_type": "mpnet"}), encoding="utf-8")

    with pytest.raises(RunError, match="not a BERT encoder"):
        read_weights(small)


def test_what_a_folder_of_weights_lacks_is_named(small: Path) -> None:
    (small / "config.json").unlink()
    (small / "tokenizer.json").unlink()

    with pytest.raises(RunError, match=r"config\.json and tokenizer\.json not found"):
        read_weights(small)
    with pytest.raises(RunError, match="There is no folder"):
        read_weights(small / "nothing")


def test_rounding_loses_at_most_half_a_step_of_what_it_does_not_clip() -> None:
    weight = np.random.default_rng(1).normal(size=(40, 30)).astype(np.float32)

    integers, scale = rounded(weight, 0)

    assert scale.shape == (40, 1)
    kept = np.abs(weight) <= 127 * scale
    assert (np.abs(integers * scale - weight) <= scale * 0.5001)[kept].all()
    assert kept.mean() > 0.95


def test_only_large_matrices_are_rounded(small: Path) -> None:
    read = read_weights(small)

    kept = stored(read).tensors

    changed = {name for name, tensor in kept.items() if (tensor != read.tensors[name]).any()}
    assert changed == {name for name in read.tensors if is_rounded(name)}
    assert len(changed) == 2 + 6 * N_LAYERS


def test_padding_is_masked() -> None:
    made = padded([[7, 8, 9], [7]], 5)

    assert made["attention_mask"].tolist() == [[1, 1, 1, 0, 0], [1, 0, 0, 0, 0]]
    assert made["input_ids"].tolist() == [[7, 8, 9, 0, 0], [7, 0, 0, 0, 0]]


def test_shipped_vectors_do_not_depend_on_their_neighbours() -> None:
    folder = shipped("models", "embedder")
    vectors = Embedder(folder, n_threads=1).encode(TEXTS)

    found = neighbours(folder, tokens(folder, TEXTS), vectors)

    assert found.pop("largest difference, alone and in the batches of a run") == 0
    assert max(found.values()) <= 1e-5


def test_without_onnx_it_is_said_what_to_install(small: Path, tmp_path: Path, monkeypatch) -> None:
    from pipeline.train.export import export

    monkeypatch.setattr("pipeline.train.needs.find_spec", lambda name: None)

    with pytest.raises(RunError, match=r'needs onnx: .* pip install "several\[train\]"'):
        export(small, tmp_path / "made")
    assert not (tmp_path / "made").exists()


@pytest.fixture
def made(small: Path, tmp_path: Path) -> Path:
    """Return the folder of the small encoder, exported."""
    pytest.importorskip("onnx", reason="exporting needs onnx, which is not installed")
    from pipeline.train.export import export

    return export(small, tmp_path / "made")


def test_export_computes_what_its_weights_say(small: Path, made: Path) -> None:
    read = read_weights(small)
    texts = TEXTS[:5]

    vectors = Embedder(made, n_threads=1).encode(texts)

    rows = tokens(made, texts)
    assert max(map(len, rows)) > 5  # the tokeniser no longer cuts, nor pads
    assert len(set(map(len, rows))) > 2
    exact = np.array([in_numpy(stored(read), row) for row in rows])
    plain = np.array([in_numpy(read, row) for row in rows])
    assert np.abs(vectors - exact).max() < 1e-6
    assert 1e-4 < np.abs(vectors - plain).max() < 0.05  # it is the 8-bit weights that are used
    assert ((vectors * plain).sum(axis=1) > 0.985).all()


def test_exported_vectors_do_not_depend_on_their_neighbours(made: Path) -> None:
    vectors = Embedder(made, n_threads=1).encode(TEXTS)

    found = neighbours(made, tokens(made, TEXTS), vectors)

    assert found.pop("largest difference, alone and in the batches of a run") == 0
    assert max(found.values()) <= 1e-5


def test_an_export_is_whole_and_the_same_twice(small: Path, made: Path, tmp_path: Path) -> None:
    from pipeline.train.export import main

    main(["--weights", str(small), "--target", str(tmp_path / "again")])

    names = {path.name for path in made.iterdir()}
    assert names == {"model.onnx", "tokenizer.json", "config.json", "digests.json"}
    assert json.loads((made / "config.json").read_text()) == {"kind": "onnx", "dimensions": WIDTH}
    for name in names:
        assert (made / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
