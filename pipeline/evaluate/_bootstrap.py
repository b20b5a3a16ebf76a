"""Bootstrap intervals: over respondents with everything they wrote, or over gold points.

A figure that looks for the best match of each gold point is resampled over the points: leaving
respondents out would only shrink the sets compared and flatter every match.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COLUMNS = ("measure", "value", "low", "high", "baseline", "n", "meaning")


@dataclass(frozen=True)
class Resamples:
    """How often each respondent counts, in the sample itself (row 0) and in each resample.

    A measure is written once, as a function of weights, so that the figure and its interval
    cannot come from different formulas.

    Attributes
    ----------
    respondents : pandas.Index
        Respondent ids, sorted: results do not depend on the order of rows.
    weights : numpy.ndarray of shape (1 + n_resamples, n_respondents)
        Row 0 is all ones.
    seed : int
        With which they were drawn.
    """

    respondents: pd.Index
    weights: Floats
    seed: int = 0

    @property
    def sample(self) -> Resamples:
        """The sample itself, without resamples."""
        return Resamples(self.respondents, self.weights[:1], self.seed)

    def mean_over_points(self, values: Floats) -> Floats:
        """Average over gold points, in the sample (first) and in resamples of the points.

        Parameters
        ----------
        values : numpy.ndarray of shape (n_points,)
            NaN where a point is left out.

        Returns
        -------
        numpy.ndarray of shape (1 + n_resamples,)
        """
        known = values[~np.isnan(values)]
        if not len(known):
            return np.full(1, np.nan)
        generator = np.random.default_rng(self.seed)
        drawn = generator.choice(known, size=(len(self.weights) - 1, len(known)))
        averages: Floats = np.concatenate([[known.mean()], drawn.mean(axis=1)])
        return averages

    def positions(self, respondent_ids: Iterable[str]) -> NDArray[np.intp]:
        """Return where respondents stand in ``weights``."""
        return self.respondents.get_indexer(pd.Index(list(respondent_ids), dtype=object))


def resample(respondent_ids: Iterable[str], *, n_resamples: int, seed: int) -> Resamples:
    """Draw respondents with replacement.

    Parameters
    ----------
    respondent_ids : iterable of str
        Everyone who may be drawn, in any order.
    n_resamples : int
        How many resamples to draw.
    seed : int
        Of the random generator.

    References
    ----------
    Efron, B. and Tibshirani, R. (1993). An Introduction to the Bootstrap.

    Examples
    --------
    >>> drawn = resample(["R2", "R1"], n_resamples=3, seed=1)
    >>> drawn.weights.shape, drawn.weights.sum(axis=1).tolist()
    ((4, 2), [2.0, 2.0, 2.0, 2.0])
    """
    ids = sorted(set(respondent_ids))
    n = len(ids)
    weights = np.ones((1 + n_resamples, n))
    if n:
        drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=n_resamples)
        weights[1:] = drawn
    return Resamples(pd.Index(ids, dtype=object), weights, seed)


def ratio(top: Floats, bottom: Floats, *, otherwise: float = np.nan) -> Floats:
    """Divide, with ``otherwise`` where there is nothing to divide by."""
    result = np.full(np.broadcast_shapes(top.shape, bottom.shape), otherwise)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result


def mean(values: Floats) -> Floats:
    """Average over the last axis, leaving out what is not defined; NaN if nothing is."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1).astype(float))


def row(
    measure: str, values: Floats, *, baseline: float, n: int, meaning: str
) -> dict[str, str | float | int]:
    """Make one row of the result: the figure, its 95 % interval and its baseline.

    Parameters
    ----------
    values : numpy.ndarray of shape (1 + n_resamples,) or (1,)
        The figure itself first. Without resamples there is no interval.
    """
    known = values[1:][~np.isnan(values[1:])]
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    return {
        "measure": measure,
        "value": float(values[0]),
        "low": float(low),
        "high": float(high),
        "baseline": float(baseline),
        "n": n,
        "meaning": meaning,
    }
