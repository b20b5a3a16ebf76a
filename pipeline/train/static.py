"""Make a static model: a vector a token, whose mean is close to a full embedder's vector.

    python -m pipeline.train.static --teacher models/embedder --shared ../shared --target DIR
        [--dimensions 384] [--seed 2017] [--measure]

Three steps. Each token of the vocabulary goes through the teacher alone, is projected and weighted
by how rare it is: the plain static model of [1]_ [2]_. From there all token vectors are fitted
until the mean over a text's tokens lies where the teacher puts the text, and finds the same
neighbours. Utterances of the written corpus also draw those of their own point closer. Last, rows
are stored as int8. No torch; the same seed gives the same bytes.

References
----------
.. [1] Tulkens, S. and van Dongen, T. (2024). Model2Vec: Fast State-of-the-Art Static Embeddings.
.. [2] Arora, S., Liang, Y. and Ma, T. (2017). A Simple but Tough-to-Beat Baseline for Sentence
   Embeddings. ICLR.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

from pipeline.embeddings import load_embedder
from pipeline.errors import RunError
from pipeline.train.corpus import load_corpus
from pipeline.train.digests import write_digests
from pipeline.train.measure_embedders import measure
from pipeline.train.static_fit import Pace, Task, Terms, fit, unit
from pipeline.train.static_texts import Lesson, collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.embeddings import Embedder

    Floats = NDArray[np.float32]

UNKNOWN = "[UNK]"
SMOOTHING = 1e-3
"""Share of all tokens at which a token's first weight is halved (``a`` of Arora et al.)."""


def vocabulary(teacher: Path) -> tuple[Tokenizer, list[str]]:
    """Take the teacher's tokeniser without special tokens and without other scripts.

    Parameters
    ----------
    teacher : pathlib.Path
        Folder with a ``tokenizer.json`` of the kind WordPiece.

    Returns
    -------
    tokenizers.Tokenizer
    list of str
        Its tokens in order; the first is that of unknown words.

    Raises
    ------
    RunError
        If the tokeniser is of another kind.
    """
    settings = json.loads((teacher / "tokenizer.json").read_text(encoding="utf-8"))
    model = settings["model"]
    if model.get("type", "WordPiece") != "WordPiece":
        raise RunError(
            f'The tokeniser of "{teacher}" is of the kind {model["type"]}; '
            "this recipe reads WordPiece."
        )
    special = {token["content"] for token in settings["added_tokens"]}
    kept = [t for t in model["vocab"] if t.isascii() and t not in special and "[unused" not in t]
    tokens = [UNKNOWN, *kept]
    settings |= {"truncation": None, "padding": None, "post_processor": None, "added_tokens": []}
    settings["model"] = model | {
        "vocab": {token: row for row, token in enumerate(tokens)},
        "unk_token": UNKNOWN,
    }
    return Tokenizer.from_str(json.dumps(settings)), tokens


def bags(tokenizer: Tokenizer, texts: Sequence[str]) -> csr_array:
    """Return the share of each token in each text, shape (n_texts, n_tokens), float32."""
    rows = [e.ids for e in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
    lengths = np.array([len(ids) for ids in rows])
    shares = np.repeat(1 / np.maximum(lengths, 1), lengths).astype(np.float32)
    columns = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(lengths.sum()))
    shape = (len(rows), tokenizer.get_vocab_size())
    found = csr_array((shares, columns, np.cumsum([0, *lengths])), shape=shape)
    found.sum_duplicates()
    return found


def axes(vectors: Floats, dimensions: int) -> Floats:
    """Return the directions that keep most of the vectors' dot products, shape (d, dimensions)."""
    found: Floats = np.linalg.eigh(vectors.T @ vectors)[1][:, ::-1][:, :dimensions]
    return found.astype(np.float32)


def rarity(counted: csr_array) -> Floats:
    """Return Arora's weight of each token, by the share of texts' tokens that it is."""
    times = np.bincount(counted.indices, minlength=counted.shape[1]).astype(np.float32)
    weights: Floats = SMOOTHING / (SMOOTHING + times / max(times.sum(), 1))
    return weights


def plain(alone: Floats, counted: csr_array, dimensions: int) -> Floats:
    """Make the plain static model, fitted to nothing: the baseline.

    Parameters
    ----------
    alone : numpy.ndarray of float32, shape (n_tokens, d_teacher)
        The teacher's vector of each token.
    counted : scipy.sparse.csr_array
        The bags of the texts, for how rare a token is.
    dimensions : int

    Returns
    -------
    numpy.ndarray of float32, shape (n_tokens, dimensions)
        Centred, projected on its own axes, weighted.
    """
    centred = alone - alone.mean(axis=0)
    table: Floats = (centred @ axes(centred, dimensions)) * rarity(counted)[:, None]
    table[0] = 0
    return table


def distil(
    lesson: Lesson, embedder: Embedder, teacher: Path, *, dimensions: int, seed: int
) -> tuple[Tokenizer, Floats, Floats]:
    """Make a static model of an embedder.

    Parameters
    ----------
    lesson : Lesson
    embedder : Embedder
        The teacher.
    teacher : pathlib.Path
        Its folder, for the tokeniser.
    dimensions : int
        At most the teacher's.
    seed : int

    Returns
    -------
    tokenizers.Tokenizer
    numpy.ndarray of float32, shape (n_tokens, dimensions)
        The table fitted to the texts.
    numpy.ndarray of float32, shape (n_tokens, dimensions)
        The plain one, to compare with.
    """
    tokenizer, tokens = vocabulary(teacher)
    # The order of the lesson must not matter, and one thread adds up the same way everywhere.
    order = np.argsort(np.array(lesson.texts, dtype=object), kind="stable")
    texts = [lesson.texts[row] for row in order]
    vectors = embedder.encode(texts)
    alone = embedder.encode([token.removeprefix("##") for token in tokens])
    with threadpool_limits(1):
        counted = bags(tokenizer, texts)
        basis = axes(vectors, dimensions)
        begin = (alone @ basis) * rarity(counted)[:, None]
        begin[0] = 0
        task = Task(counted, vectors, unit(vectors @ basis), lesson.labels[order])
        fitted = fit(begin, task, terms=Terms(), pace=Pace(), seed=seed)
        return tokenizer, fitted, plain(alone, counted, dimensions)


def quantise(table: Floats) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Store each row as int8 with one float16 scale."""
    scales = np.maximum(np.abs(table).max(axis=1) / 127, 1e-7).astype(np.float16)
    rows = np.rint(table / np.maximum(scales.astype(np.float32), 1e-7)[:, None])
    return np.clip(rows, -127, 127).astype(np.int8), scales


def save(folder: Path, tokenizer: Tokenizer, table: Floats) -> None:
    """Write the model's folder: what ``pipeline.embeddings`` reads as the kind "static"."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(table)
    np.save(folder / "vectors.npy", rows)
    np.save(folder / "scales.npy", scales)
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    config: dict[str, Any] = {"kind": "static", "dimensions": table.shape[1]}
    (folder / "config.json").write_text(json.dumps(config) + "\n", encoding="utf-8")
    write_digests(folder)


def make(
    teacher: Path,
    target: Path,
    *,
    shared: Path | None = None,
    dimensions: int = 384,
    seed: int = 2017,
    cache: Path | None = None,
    measured: bool = False,
) -> None:
    """Make a static model and write it.

    Parameters
    ----------
    teacher, target : pathlib.Path
        Folder of the embedder to learn from, and to write to.
    shared : pathlib.Path, optional
        Folder of the development data; without it, the corpus alone.
    dimensions : int, default 384
    seed : int, default 2017
    cache : pathlib.Path, optional
        Folder to keep the teacher's vectors in.
    measured : bool, default False
        Also write ``scores.json``, with the scores of the teacher and of the plain static model.

    Raises
    ------
    RunError
        If the teacher cannot be read or has fewer dimensions, or the corpus is not there.
    """
    corpus, embedder = load_corpus(), load_embedder(teacher)
    if cache:
        embedder = embedder.with_cache(cache)
    if not 1 <= dimensions <= embedder.dimensions:
        raise RunError(f"--dimensions must be 1 to {embedder.dimensions}, those of the teacher.")
    lesson = collect(corpus, shared)
    tokenizer, fitted, unfitted = distil(
        lesson, embedder, teacher, dimensions=dimensions, seed=seed
    )
    save(target, tokenizer, fitted)
    sys.stdout.write(f"{len(fitted)} tokens, fitted to {len(lesson.texts)} texts\n")
    if measured:
        with TemporaryDirectory() as place:
            save(Path(place), tokenizer, unfitted)
            models = {
                "full": embedder,
                "plain static": load_embedder(Path(place)),
                "static": load_embedder(target),
            }
            figures = measure(corpus, models, teacher=embedder, shared=shared)
        text = json.dumps(figures, indent=2) + "\n"
        (target / "scores.json").write_text(text, encoding="utf-8")
        sys.stdout.write(text)


def main() -> int:
    """Make the model from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=None)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--seed", type=int, default=2017)
    parser.add_argument("--cache", type=Path, default=None, help="folder for the teacher's vectors")
    parser.add_argument("--measure", action="store_true", help="write TARGET/scores.json")
    options = parser.parse_args()
    make(
        options.teacher, options.target, shared=options.shared, dimensions=options.dimensions,
        seed=options.seed, cache=options.cache, measured=options.measure,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
