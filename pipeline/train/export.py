"""Make the shipped form of a sentence encoder from a folder of its weights.

    python -m pipeline.train.export --weights FOLDER --target models/embedder

``FOLDER`` holds ``config.json``, ``model.safetensors`` and ``tokenizer.json`` of a BERT encoder, as
``pipeline.train.embedder`` or transformers saves them. Written are ``model.onnx``,
``tokenizer.json``, ``config.json`` and ``digests.json``: what ``pipeline.embeddings`` loads. Needs
the package onnx of the training extra; no torch. The same weights give the same bytes.

``pipeline.train.measure_encoder`` measures what was made.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from pipeline.train.digests import write_digests
from pipeline.train.encoder_graph import build_graph
from pipeline.train.encoder_weights import read_weights
from pipeline.train.needs import require_extra

if TYPE_CHECKING:
    from collections.abc import Sequence


def export(weights: Path, target: Path) -> Path:
    """Write an encoder: weights stored in 8 bits, every sum in fp32.

    Parameters
    ----------
    weights : pathlib.Path
        Folder of a BERT encoder: ``model.safetensors``, ``config.json`` and ``tokenizer.json``.
    target : pathlib.Path
        Folder to write to; made if need be.

    Returns
    -------
    pathlib.Path
        The folder written to.

    Raises
    ------
    RunError
        If onnx is not installed, a file is missing, or the weights are of another kind.
    """
    require_extra("onnx")
    import onnx

    read = read_weights(weights)
    model = build_graph(read)
    onnx.checker.check_model(model)
    target.mkdir(parents=True, exist_ok=True)
    (target / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    write_tokenizer(weights, target)
    config = {"kind": "onnx", "dimensions": read.width}
    text = json.dumps(config) + "\n"
    (target / "config.json").write_text(text, encoding="utf-8", newline="\n")
    write_digests(target)
    return target


def write_tokenizer(weights: Path, target: Path) -> None:
    """Copy the tokenizer, without the padding and truncation that the caller decides."""
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", type=Path, required=True, help="folder of the weights")
    parser.add_argument("--target", type=Path, required=True, help="folder to write to")
    chosen = parser.parse_args(arguments)
    export(chosen.weights, chosen.target)


if __name__ == "__main__":
    main()
