"""What both kinds of embedding model read from their folder, with errors that name the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer

from pipeline.errors import RunError
from pipeline.models import put_back

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_TOKENS = 256
"""Tokens of a text that are read (about 190 words); the rest does not reach its vector."""


def require(folder: Path, names: Sequence[str]) -> None:
    """Raise unless all files are there."""
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise RunError(
            f'The embedding model in "{folder}" is incomplete: {" and ".join(missing)} '
            f"not found. {put_back(folder)}"
        )


def damaged(folder: Path, name: str, why: str) -> RunError:
    """Return the error for a file that is there and cannot be used."""
    return RunError(
        f'{name} in "{folder}" cannot be read ({why}): the file is damaged or of another kind. '
        f"{put_back(folder)}"
    )


def read_config(folder: Path) -> dict[str, Any]:
    """Read ``config.json``; a folder without one, or without a kind in it, holds an ONNX model."""
    path = folder / "config.json"
    if not path.is_file():
        return {"kind": "onnx"}
    try:
        return {"kind": "onnx"} | dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, OSError) as error:
        raise damaged(folder, path.name, type(error).__name__) from None


def check_dimensions(folder: Path, config: dict[str, Any], found: int) -> None:
    """Raise if ``config.json`` states another length of a vector than the model gives."""
    stated = config.get("dimensions", found)
    if stated != found:
        raise damaged(folder, "config.json", f"it states {stated} dimensions, the model {found}")


def read_tokenizer(folder: Path) -> Tokenizer:
    """Read ``tokenizer.json``, set to cut long texts and never to pad."""
    name = "tokenizer.json"
    try:
        content = (folder / name).read_text(encoding="utf-8")
        # The library raises a bare Exception on anything else, so look before it does.
        if not {"model", "normalizer", "pre_tokenizer"} <= set(json.loads(content)):
            raise ValueError("not a tokenizer")
    except (ValueError, TypeError, OSError) as error:
        raise damaged(folder, name, type(error).__name__) from None
    tokenizer = Tokenizer.from_str(content)
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def tokenise(
    tokenizer: Tokenizer, texts: Sequence[str], *, n_threads: int, with_special: bool
) -> list[list[int]]:
    """Return the tokens of each text; with one thread the library's own pool is not woken."""
    if n_threads == 1:
        return [tokenizer.encode(text, add_special_tokens=with_special).ids for text in texts]
    encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=with_special)
    return [encoding.ids for encoding in encodings]
