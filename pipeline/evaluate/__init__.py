"""Evaluate a run against what people marked by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError, suggest
from pipeline.evaluate._bootstrap import COLUMNS, Resamples, resample
from pipeline.evaluate._gold import POINTS, TAGS, Gold, GoldFile, read_gold
from pipeline.evaluate._statements import measure_statements
from pipeline.evaluate._tags import measure_tags
from pipeline.evaluate._themes import measure_themes
from pipeline.store import Run

__all__ = ["MEASURES", "evaluate"]

Rows = list[dict[str, str | float | int]]

# What can be evaluated: the gold file it is compared with, and how.
MEASURES: Mapping[str, tuple[GoldFile, Callable[[Run, Gold, Resamples], Rows]]] = {
    "tags": (TAGS, measure_tags),
    "themes": (POINTS, measure_themes),
    "statements": (POINTS, measure_statements),
}


def evaluate(
    kind: str, run: Run, gold: Path, *, n_resamples: int = 1_000, seed: int = 20170804
) -> pd.DataFrame:
    """Measure a run against a gold file.

    Parameters
    ----------
    kind : {"tags", "themes", "statements"}
        What to measure.
    run : Run
        A finished run.
    gold : pathlib.Path
        The gold file (``gold_tags.csv`` for tags, ``gold_points.csv`` for the others), or the
        folder that holds it.
    n_resamples : int, default 1000
        Resamples of respondents for the 95 % intervals.
    seed : int, default 20170804
        Of the resampling.

    Returns
    -------
    pandas.DataFrame
        Columns measure, value, low, high, baseline (what a method that reads only the question
        reaches), n (what is averaged over) and meaning. Exact figures have no interval.

    Raises
    ------
    InputError
        If ``kind`` is unknown, or the gold file is missing or does not fit the run; the message
        names file, row and column.

    Examples
    --------
    >>> from pipeline.store import open_run
    >>> evaluate("tags", open_run("runs/4f1c09a2be"), Path("gold"))  # doctest: +SKIP
    """
    if kind not in MEASURES:
        raise InputError(f'"{kind}" cannot be evaluated. {suggest(kind, MEASURES)}')
    file, measure = MEASURES[kind]
    people = run.table("respondents")["respondent_id"]
    resamples = resample(people, n_resamples=n_resamples, seed=seed)
    rows = measure(run, read_gold(gold, file), resamples)
    return pd.DataFrame(rows, columns=list(COLUMNS))
