"""The sentence encoder as one ONNX graph, written node by node from a folder of weights.

Written rather than exported by torch, because that is faster to run and needs no torch to make:

- Every large matrix is stored as int8 with one fp32 scale a row (embeddings) or output channel
  (layers). onnxruntime turns those of the layers back into fp32 once, when it loads them, and each
  embedding row as it is looked up.
- Every sum is fp32. Nothing reaches over to another text but the mask, whose padding adds exact
  zeros: a vector does not depend on its neighbours.
- Between the products of a layer tokens lie in two dimensions, all texts below each other: a
  product with its bias then becomes one Gemm, and the sum before a norm stays an Add. In three
  dimensions onnxruntime would fuse sum and norm into SkipLayerNormalization, which is slower.
- Only operators of the ONNX standard. Attention, norm and gelu of com.microsoft are no faster:
  five sixths of the time are spent in Gemm as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.train.encoder_weights import Weights, rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

OPSET = 20  # the first with Gelu
IR_VERSION = 10  # what onnxruntime 1.22, our oldest, reads
_FLOAT, _INT64 = 1, 7  # onnx.TensorProto's numbers of the types
_HIDDEN = -1e9  # added to the scores of padding; the softmax of it is exactly 0


def build_graph(weights: Weights) -> Any:
    """Write the graph: ``input_ids`` and ``attention_mask`` to unit-length ``vectors``.

    Parameters
    ----------
    weights : Weights

    Returns
    -------
    onnx.ModelProto
        Both inputs are int64 of shape (batch, length), the output float32 of (batch, width).
    """
    return _Graph(weights).finish()


@dataclass
class _Graph:
    """Nodes and constants so far; each method adds some and returns the name of what it made."""

    weights: Weights
    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)

    def put(self, name: str, value: Any, kind: str = "float32") -> str:
        from onnx import numpy_helper

        if name not in self.constants:
            array = np.array(value, dtype=kind, order="C")
            self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def whole(self, *numbers: int) -> str:
        return self.put("whole_" + "_".join(map(str, numbers)), numbers, "int64")

    def op(self, kind: str, *read: str, **options: Any) -> str:
        from onnx import helper

        label = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(read), [f"{label}.out"], label, **options))
        return f"{label}.out"

    def look_up(self, table: str, at: str) -> str:
        """Look up int8 rows and their scales, so that the table is never held in fp32."""
        integers, scale = rounded(self.weights.tensors[f"embeddings.{table}_embeddings.weight"], 0)
        found = self.op("Gather", self.put(f"{table}.int8", integers, "int8"), at, axis=0)
        scales = self.op("Gather", self.put(f"{table}.scale", scale), at, axis=0)
        return self.op("Mul", self.op("Cast", found, to=_FLOAT), scales)

    def norm(self, value: str, name: str) -> str:
        parts = [
            self.put(f"{name}.{p}", self.weights.tensors[f"{name}.{p}"]) for p in ("weight", "bias")
        ]
        return self.op("LayerNormalization", value, *parts, axis=-1, epsilon=self.weights.eps)

    def linear(self, value: str, name: str) -> str:
        """Multiply with a matrix and add its bias."""
        integers, scale = rounded(self.weights.tensors[f"{name}.weight"], 0)
        small = self.op("Cast", self.put(f"{name}.int8", integers.T, "int8"), to=_FLOAT)
        matrix = self.op("Mul", small, self.put(f"{name}.scale", scale.T))
        bias = self.put(f"{name}.bias", self.weights.tensors[f"{name}.bias"])
        return self.op("Add", self.op("MatMul", value, matrix), bias)

    def attention(self, value: str, name: str, by_head: str, mask: str) -> str:
        """Let the tokens of each text look at each other."""
        turns = {"query": [0, 2, 1, 3], "key": [0, 2, 3, 1], "value": [0, 2, 1, 3]}
        query, key, told = (
            self.op("Transpose", self.op("Reshape", found, by_head), perm=turn)
            for found, turn in (
                (self.linear(value, f"{name}.self.{part}"), turn) for part, turn in turns.items()
            )
        )
        root = np.sqrt(self.weights.width // self.weights.n_heads)
        scores = self.op("Mul", self.op("MatMul", query, key), self.put("one_root", 1 / root))
        shares = self.op("Softmax", self.op("Add", scores, mask), axis=-1)
        heads = self.op("Transpose", self.op("MatMul", shares, told), perm=[0, 2, 1, 3])
        return self.op("Reshape", heads, self.whole(-1, self.weights.width))

    def layer(self, value: str, number: int, by_head: str, mask: str) -> str:
        name = f"encoder.layer.{number}"
        heads = self.attention(value, f"{name}.attention", by_head, mask)
        made = self.linear(heads, f"{name}.attention.output.dense")
        value = self.norm(self.op("Add", made, value), f"{name}.attention.output.LayerNorm")
        wide = self.op("Gelu", self.linear(value, f"{name}.intermediate.dense"))
        made = self.linear(wide, f"{name}.output.dense")
        return self.norm(self.op("Add", made, value), f"{name}.output.LayerNorm")

    def embeddings(self, sizes: str) -> str:
        """Sum the embeddings of token, position and type; every token is of type 0."""
        zero, one = (self.put(f"number_{n}", n, "int64") for n in (0, 1))
        length = self.op("Gather", sizes, one, axis=0)
        places = self.op("Range", zero, length, one)
        of_type = self.weights.tensors["embeddings.token_type_embeddings.weight"][0]
        place = self.op("Add", self.look_up("position", places), self.put("type", of_type))
        value = self.op("Add", self.look_up("word", "input_ids"), place)
        value = self.op("Reshape", value, self.whole(-1, self.weights.width))
        return self.norm(value, "embeddings.LayerNorm")

    def finish(self) -> Any:
        from onnx import helper

        width, n_heads = self.weights.width, self.weights.n_heads
        sizes = self.op("Shape", "input_ids")
        by_text = self.op("Concat", sizes, self.whole(width), axis=0)
        by_head = self.op("Concat", sizes, self.whole(n_heads, width // n_heads), axis=0)
        kept = self.op("Cast", "attention_mask", to=_FLOAT)
        away = self.op("Sub", self.put("one", 1.0), kept)
        mask = self.op("Mul", away, self.put("hidden", _HIDDEN))
        mask = self.op("Unsqueeze", mask, self.whole(1, 2))
        value = self.embeddings(sizes)
        for number in range(self.weights.n_layers):
            value = self.layer(value, number, by_head, mask)
        # The mean over tokens is a product with the mask, up to a factor: the length takes it out.
        # A sum would be taken in another order for a batch of one than for a larger batch.
        rows = self.op("Unsqueeze", kept, self.whole(1))
        total = self.op("MatMul", rows, self.op("Reshape", value, by_text))
        total = self.op("Squeeze", total, self.whole(1))
        self.nodes.append(helper.make_node("LpNormalization", [total], ["vectors"], axis=1, p=2))
        told = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes, "encoder",
            [told(name, _INT64, ["batch", "length"]) for name in ("input_ids", "attention_mask")],
            [told("vectors", _FLOAT, ["batch", width])], list(self.constants.values()),
        )  # fmt: skip
        sets = [helper.make_opsetid("", OPSET)]
        return helper.make_model(
            graph, producer_name="several", opset_imports=sets, ir_version=IR_VERSION
        )
