"""The texts that a static model is fitted to: train splits, and never what it is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.train.corpus import read_csv

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from pipeline.train.corpus import Corpus


@dataclass(frozen=True)
class Lesson:
    """What the token vectors are fitted to.

    Attributes
    ----------
    texts : list of str
    labels : numpy.ndarray of int64, shape (n,)
        The point a text makes, where the corpus says it; else -1.
    """

    texts: list[str]
    labels: NDArray[np.int64]


def collect(corpus: Corpus, shared: Path | None) -> Lesson:
    """Collect the texts of the train splits of all sets.

    Parameters
    ----------
    corpus : Corpus
    shared : pathlib.Path or None
        Folder of the development data; without it, the corpus alone.

    Returns
    -------
    Lesson
        Different texts, in order of the sets. Of the Polis conversations, sorted by name, every
        second is left out, to be measured on (``is_taught``).
    """
    uttered = corpus.utterances[corpus.utterances["split"] == "train"]
    comments = corpus.comments[corpus.comments["split"] == "train"]
    whole = comments.set_index("comment_id")["text"]
    spans = corpus.spans[corpus.spans["comment_id"].isin(whole.index)]
    where = zip(spans["comment_id"], spans["start"], spans["end"], strict=True)
    texts: list[str] = [
        *uttered["text"],
        *corpus.general.loc[corpus.general["split"] == "train", "text"],
        *whole,
        *(whole[of][start:end] for of, start, end in where),
        *(_shared_texts(shared) if shared else ()),
    ]
    point = dict(
        zip(uttered["text"].str.strip(), pd.factorize(uttered["point_id"])[0], strict=True)
    )
    distinct = list(dict.fromkeys(text for text in map(str.strip, texts) if text))
    return Lesson(distinct, np.array([point.get(text, -1) for text in distinct], dtype=np.int64))


def is_taught(conversations: pd.Series[str]) -> pd.Series[bool]:
    """Say which rows belong to Polis conversations that the model is fitted to."""
    return conversations.isin(sorted(conversations.unique())[::2])


def _shared_texts(shared: Path) -> list[str]:
    found: list[str] = []
    for name in ("argkp_arguments", "argkp_key_points", "cdcp_comments", "cdcp_units"):
        frame = read_csv(shared / "data" / f"{name}.csv")
        split = frame["split"] if "split" in frame else frame["id"].str.split("-").str[0]
        found += frame.loc[split == "train", "text"].tolist()
    for name in ("themefinder_gambling", "themefinder_sentiments"):
        found += read_csv(shared / "data" / f"{name}.csv")["text"].tolist()
    polis = read_csv(shared / "data" / "polis_dev.csv")
    found += polis.loc[is_taught(polis["conversation"]), "text"].tolist()
    treebank = (shared / "treebank" / "train.conllu").read_text(encoding="utf-8")
    mark = "# text = "
    return found + [s.removeprefix(mark) for s in treebank.splitlines() if s.startswith(mark)]
