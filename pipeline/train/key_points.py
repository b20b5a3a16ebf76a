"""The measure of the key-point-matching shared task of 2021 [1]_.

For each topic and stance every argument is matched to its best key point; the half of the
arguments with the best scores is kept; average precision over them times the share of true
matches among them; then the mean over topics and stances. A pair that the judges left undecided
counts as wrong (*strict*) or as right (*relaxed*).

References
----------
.. [1] Friedman-Melamed, R. et al. (2021). Overview of the 2021 Key Point Analysis Shared Task.
   ArgMining.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def match_key_points(encode: Encode, folder: Path, *, split: str = "dev") -> tuple[float, float]:
    """Score an encoder.

    Parameters
    ----------
    encode : callable
        From texts to unit-length vectors.
    folder : pathlib.Path
        With ``argkp_arguments.csv``, ``argkp_key_points.csv`` and ``argkp_pairs.csv``.
    split : {"dev", "train"}, default "dev"

    Returns
    -------
    strict, relaxed : float
        0 to 1.
    """
    arguments = pd.read_csv(folder / "argkp_arguments.csv", keep_default_na=False)
    keys = pd.read_csv(folder / "argkp_key_points.csv", keep_default_na=False)
    pairs = pd.read_csv(folder / "argkp_pairs.csv")
    judged = {
        (argument, key): int(label)
        for argument, key, label in zip(
            pairs["arg_id"], pairs["key_point_id"], pairs["label"], strict=True
        )
    }
    strict, relaxed = [], []
    for topic, own in arguments[arguments["split"] == split].groupby(["topic", "stance"]):
        mine = keys[(keys["topic"] == topic[0]) & (keys["stance"] == topic[1])]
        if mine.empty:
            continue
        scores = encode(own["text"].tolist()) @ encode(mine["text"].tolist()).T
        best = scores.argmax(axis=1)
        kept = np.argsort(-scores.max(axis=1), kind="stable")[: int(len(own) * 0.5)]
        told = [judged.get((own["id"].iloc[i], mine["id"].iloc[best[i]])) for i in kept]
        strict.append(_precision(told, undecided=0))
        relaxed.append(_precision(told, undecided=1))
    return float(np.mean(strict)), float(np.mean(relaxed))


def _precision(told: Sequence[int | None], *, undecided: int) -> float:
    """Average precision of a ranking times the share of positives in it."""
    right = np.array([undecided if one is None else one for one in told], dtype=float)
    if not right.sum():
        return 0.0
    precision = right.cumsum() / np.arange(1, len(right) + 1)
    return float((precision * right).sum() / right.sum() * right.mean())
