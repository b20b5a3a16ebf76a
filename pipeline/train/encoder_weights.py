"""The weights of a BERT encoder, read from a folder, and their rounding to 8 bits."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import RunError
from pipeline.train.needs import require_files

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FILES = ("config.json", "model.safetensors", "tokenizer.json")
"""What a folder of weights must hold to be exported."""
_CLIPS = np.linspace(0.7, 1.0, 13)
_KINDS = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}


@dataclass(frozen=True)
class Weights:
    """What a folder of BERT weights holds.

    Attributes
    ----------
    tensors : dict of str to numpy.ndarray of float32
        By name from ``embeddings.`` or ``encoder.`` on, whatever class saved them.
    n_layers, n_heads, width : int
    eps : float
        Of the layer norms.
    """

    tensors: dict[str, Floats]
    n_layers: int
    n_heads: int
    width: int
    eps: float


def read_tensors(path: Path) -> dict[str, Floats]:
    """Read the floating-point tensors of a file in the safetensors format [1]_.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    dict of str to numpy.ndarray of float32
        In no particular order; not to be written to.

    Raises
    ------
    RunError
        If the file is cut short or of another format.

    References
    ----------
    .. [1] https://huggingface.co/docs/safetensors/index#format
    """
    content = path.read_bytes()
    found = {}
    try:
        (length,) = struct.unpack("<Q", content[:8])
        for name, entry in json.loads(content[8 : 8 + length]).items():
            if entry.get("dtype") in _KINDS:
                start, end = (8 + length + place for place in entry["data_offsets"])
                flat = np.frombuffer(content[start:end], dtype=_KINDS[entry["dtype"]])
                found[name] = flat.reshape(entry["shape"]).astype(np.float32, copy=False)
    except (struct.error, ValueError, KeyError, AttributeError):
        raise RunError(
            f'"{path}" is not a whole file of weights in the safetensors format. '
            "Copy it again from where it came from."
        ) from None
    return found


def read_weights(folder: Path) -> Weights:
    """Read ``model.safetensors`` and ``config.json`` of a BERT encoder.

    Parameters
    ----------
    folder : pathlib.Path
        As transformers or sentence-transformers save it.

    Returns
    -------
    Weights

    Raises
    ------
    RunError
        If a file is missing, or the folder holds another kind of model.
    """
    require_files(folder, FILES, what="the weights of an encoder", option="--weights")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
        raise RunError(f'"{folder}" is not a BERT encoder with gelu: only such can be exported.')
    tensors = {}
    for name, tensor in read_tensors(folder / "model.safetensors").items():
        places = [name.find(part) for part in ("embeddings.", "encoder.")]
        start = min((place for place in places if place >= 0), default=-1)
        if start >= 0:
            tensors[name[start:]] = tensor
    return Weights(
        tensors,
        config["num_hidden_layers"],
        config["num_attention_heads"],
        config["hidden_size"],
        config["layer_norm_eps"],
    )


def rounded(weight: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Round a matrix to int8 with one scale per index of ``axis``.

    For each of them the scale with the least squared error is kept, of a few that clip the
    largest numbers.

    Parameters
    ----------
    weight : numpy.ndarray of float32
        With two dimensions.
    axis : {0, 1}

    Returns
    -------
    integers : numpy.ndarray of int8
        -127 to 127.
    scale : numpy.ndarray of float32
        With two dimensions, one of them of length 1; ``integers * scale`` is close to ``weight``.

    Examples
    --------
    >>> integers, scale = rounded(np.array([[1.0, -0.5], [127.0, 63.5]], dtype="float32"), 0)
    >>> integers.tolist()
    [[127, -64], [127, 64]]
    """
    over = 1 - axis
    largest = np.maximum(np.abs(weight).max(axis=over, keepdims=True), 1e-12)
    best, scale = np.full(largest.shape, np.inf), largest / 127
    for clip in _CLIPS:
        trial = largest * clip / 127
        error = np.square(np.clip(np.rint(weight / trial), -127, 127) * trial - weight)
        error = error.sum(axis=over, keepdims=True)
        scale = np.where(error < best, trial, scale)
        best = np.minimum(error, best)
    scale = scale.astype(np.float32)
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale


def stored(weights: Weights) -> Weights:
    """Return the weights as the exported graph has them: its large matrices rounded.

    Parameters
    ----------
    weights : Weights

    Returns
    -------
    Weights
        What a test or a measurement compares the graph with.
    """
    tensors = dict(weights.tensors)
    for name, tensor in tensors.items():
        if is_rounded(name):
            # One scale a token or position, or a layer's output: in both cases a row.
            integers, scale = rounded(tensor, 0)
            tensors[name] = integers * scale
    return Weights(tensors, weights.n_layers, weights.n_heads, weights.width, weights.eps)


def is_rounded(name: str) -> bool:
    """Whether a tensor is stored in 8 bits: the matrices, not norms, biases and the token type.

    Examples
    --------
    >>> is_rounded("encoder.layer.0.output.dense.weight"), is_rounded("embeddings.LayerNorm.weight")
    (True, False)
    """
    small = ("LayerNorm.weight", "token_type_embeddings.weight")
    return name.endswith(".weight") and not name.endswith(small)
