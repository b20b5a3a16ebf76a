"""A static model of a few words, written for the tests."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

WORDS = ["[UNK]", "more", "buses", "trees", "road", "the", "late", "fewer", "cars", "please"]


@pytest.fixture
def write_static(tmp_path: Path) -> Callable[..., Path]:
    def write(kind: str = "float16", dimensions: int = 16, *, name: str = "static") -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        vocabulary = {word: row for row, word in enumerate(WORDS)}
        tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.Lowercase()
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        tokenizer.save(str(folder / "tokenizer.json"))
        table = np.random.default_rng(7).normal(size=(len(WORDS), dimensions))
        if kind == "int8":
            scales = np.abs(table).max(axis=1) / 127
            np.save(folder / "vectors.npy", np.rint(table / scales[:, None]).astype(np.int8))
            np.save(folder / "scales.npy", scales.astype(np.float16))
        else:
            np.save(folder / "vectors.npy", table.astype(np.float16))
        config = {"kind": "static", "dimensions": dimensions}
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
        return folder

    return write
