"""How fast an exported encoder is, how close to its weights, and whether neighbours move a vector.

    python -m pipeline.train.measure_encoder --weights FOLDER --model models/embedder
        [--texts FILE] [--n 2000] [--repeats 5]

prints the figures as JSON. Compared are ``model.onnx`` and a plain fp32 export of the same weights
by torch, both through ``pipeline.embeddings`` with one thread, in turns in one process, so that
what else the machine does weighs on both alike. Needs the training extra.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from pipeline.embeddings import MAX_TOKENS, Embedder
from pipeline.train.corpus import load_corpus, read_csv
from pipeline.train.encoder_weights import read_weights, stored
from pipeline.train.export import write_tokenizer
from pipeline.train.needs import require_extra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Rows = list[list[int]]

_SEED = 2017
_N_ALONE = 512  # texts that are also encoded alone
_N_PADDED = 128  # texts that are also padded to the longest length there is


def figures(
    weights: Path, model: Path, texts: Sequence[str], *, repeats: int
) -> dict[str, float | list[float]]:
    """Compare an exported encoder with a plain fp32 export of the weights.

    Parameters
    ----------
    weights, model : pathlib.Path
        Folder of the weights, and of the model made from them.
    texts : sequence of str
    repeats : int
        How often each encodes all texts; medians are reported.

    Returns
    -------
    dict of str to float or list of float
    """
    rows = tokens(model, texts)
    with TemporaryDirectory() as place:
        exported = plain_export(weights, Path(place))
        models = {
            "plain fp32": Embedder(exported, n_threads=1),
            "model": Embedder(model, n_threads=1),
        }
        vectors, taken = _in_turns(models, texts, repeats)
    ratios = np.array(taken["plain fp32"]) / np.array(taken["model"])
    cosine = (vectors["model"] * vectors["plain fp32"]).sum(axis=1)
    found: dict[str, float | list[float]] = {
        "texts": len(texts),
        "tokens of a text, mean": float(np.mean([len(row) for row in rows])),
        "texts a second, plain fp32": len(texts) / float(np.median(taken["plain fp32"])),
        "texts a second, model": len(texts) / float(np.median(taken["model"])),
        "times as fast, median": float(np.median(ratios)),
        "times as fast, each repeat": [round(float(ratio), 3) for ratio in ratios],
        "cosine to fp32, mean": float(cosine.mean()),
        "cosine to fp32, 1st percentile": float(np.quantile(cosine, 0.01)),
        "cosine to fp32, least": float(cosine.min()),
    }
    few = rows[:_N_ALONE]
    exact = _as_torch_has_it(weights, few)
    found["largest difference to torch with the stored weights"] = float(
        np.abs(vectors["model"][: len(few)] - exact).max()
    )
    found |= neighbours(model, rows, vectors["model"])
    return found | {"megabytes": (model / "model.onnx").stat().st_size / 1e6}


def _in_turns(
    models: dict[str, Embedder], texts: Sequence[str], repeats: int
) -> tuple[dict[str, Floats], dict[str, list[float]]]:
    """Return the vectors of each model, and the seconds of each repeat; the first is not timed."""
    vectors = {name: model.encode(texts) for name, model in models.items()}
    taken: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(repeats):
        for name, model in models.items():
            began = time.perf_counter()
            model.encode(texts)
            taken[name].append(time.perf_counter() - began)
    return vectors, taken


def neighbours(folder: Path, rows: Rows, vectors: Floats) -> dict[str, float]:
    """Measure how much company and padding change a vector.

    Parameters
    ----------
    folder : pathlib.Path
        Of the model.
    rows : list of list of int
        Token ids of texts.
    vectors : numpy.ndarray of float32
        Their vectors as ``pipeline.embeddings`` makes them, in batches of one length.

    Returns
    -------
    dict of str to float
        The largest change of any number in a vector: 0 is equality to the bit.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )

    def run(part: Rows, length: int = 0) -> Floats:
        found: Floats = session.run(["vectors"], padded(part, length))[0]
        return found

    rows = rows[:_N_ALONE]
    alone = np.concatenate([run([row]) for row in rows])
    few = rows[:_N_PADDED]
    padding = np.concatenate([run([row], MAX_TOKENS) for row in few])
    batches = np.concatenate([run(rows[at : at + 64]) for at in range(0, len(rows), 64)])
    both = np.concatenate([run(few[at : at + 64], MAX_TOKENS) for at in range(0, len(few), 64)])
    name = "largest difference, alone and"
    return {
        f"{name} in the batches of a run": float(np.abs(alone - vectors[: len(rows)]).max()),
        f"{name} in a padded batch of 64": float(np.abs(alone - batches).max()),
        f"{name} padded to 256": float(np.abs(alone[: len(few)] - padding).max()),
        f"{name} in a batch of 64 padded to 256": float(np.abs(alone[: len(few)] - both).max()),
    }


def padded(rows: Rows, length: int = 0) -> dict[str, NDArray[np.int64]]:
    """Pad token ids to ``length`` or the longest of them, as inputs of the graph.

    Examples
    --------
    >>> padded([[7, 8], [9]])["attention_mask"].tolist()
    [[1, 1], [1, 0]]
    """
    ids = np.zeros((len(rows), max(length, *map(len, rows), 0)), dtype=np.int64)
    mask = np.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def tokens(folder: Path, texts: Sequence[str]) -> Rows:
    """Return the ids of each text's first tokens."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def plain_export(weights: Path, folder: Path) -> Path:
    """Write the fp32 graph as torch exports it, to compare with; return its folder."""
    import torch

    ids = torch.randint(5, 100, (3, 11))
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=512)}
    program = torch.onnx.export(
        _torch_encoder(weights),
        (ids, torch.ones_like(ids)),
        dynamo=True,
        verbose=False,
        opset_version=20,
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_shapes=(shape, dict(shape)),
    )
    program.save(str(folder / "model.onnx"), external_data=False)
    write_tokenizer(weights, folder)
    return folder


def _torch_encoder(weights: Path) -> Any:
    """The encoder in torch, fp32: token ids and mask to unit-length vectors."""
    import torch
    from transformers import BertModel

    class Encoder(torch.nn.Module):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.bert = BertModel.from_pretrained(
                str(weights), attn_implementation="eager", add_pooling_layer=False
            )

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.bert(
                input_ids=input_ids,
                attention_mask=attention_mask,
                token_type_ids=torch.zeros_like(input_ids),
            ).last_hidden_state
            kept = attention_mask.unsqueeze(1).to(hidden.dtype)
            return torch.nn.functional.normalize(torch.matmul(kept, hidden).squeeze(1), dim=1)

    return Encoder().eval()


def _as_torch_has_it(weights: Path, rows: Rows) -> Floats:
    """Encode each text alone in torch, on weights rounded as they are stored."""
    import torch

    encoder = _torch_encoder(weights)
    rounded = stored(read_weights(weights)).tensors
    state = {name: torch.from_numpy(tensor.copy()) for name, tensor in rounded.items()}
    encoder.bert.load_state_dict(state, strict=False)
    with torch.inference_mode():
        parts = [
            encoder(*(torch.from_numpy(array) for array in padded([row]).values())) for row in rows
        ]
    found: Floats = torch.cat(parts).numpy()
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", type=Path, required=True, help="folder of the weights")
    parser.add_argument(
        "--model", type=Path, required=True, help="folder of the model made of them"
    )
    parser.add_argument("--texts", type=Path, help="CSV with a column text (default: the corpus)")
    parser.add_argument("--n", type=int, default=2000, help="texts to draw")
    parser.add_argument("--repeats", type=int, default=5)
    chosen = parser.parse_args(arguments)
    require_extra("torch", "transformers", "onnx", "onnxscript")
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch

    torch.set_num_threads(1)
    table = read_csv(chosen.texts) if chosen.texts else load_corpus().utterances
    texts = table["text"].drop_duplicates()
    drawn = texts.sample(min(chosen.n, len(texts)), random_state=_SEED).tolist()
    found = figures(chosen.weights, chosen.model, drawn, repeats=chosen.repeats)
    shown = {k: float(f"{v:.6g}") if isinstance(v, float) else v for k, v in found.items()}
    sys.stdout.write(json.dumps(shown, indent=2) + "\n")


if __name__ == "__main__":
    main()
