"""Respondents per outcome and priority, by question and by any attribute, with fair tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import gammaln
from scipy.stats import false_discovery_control, norm

from pipeline.hierarchy import group_of
from pipeline.mentions import EVERYONE, QUESTION, dimensions, mentions
from pipeline.tables import conform, empty

SMALLEST_TESTED = 5
"""Groups of fewer respondents are counted and not tested."""
LEVEL = 0.05
"""The share of false alarms that is accepted among all differences reported."""

Cells = pd.DataFrame
Floats = NDArray[np.float64]


def breakdown(tables: Mapping[str, pd.DataFrame], *, outcome_of: Mapping[str, str]) -> pd.DataFrame:
    """Count who mentions each outcome and priority, by question, kind and attribute.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``questions``, ``respondents``, ``attributes``, ``comments``, ``segments`` and ``tags``.
    outcome_of : mapping of str to str
        Outcome of every code of the framework.

    Returns
    -------
    pandas.DataFrame
        The table ``breakdown``: a row for every label that someone mentions and every value that
        someone who wrote a comment has.
    """
    said = _said(tables, outcome_of)
    if said.empty:
        return empty("breakdown")
    labels = said[["label_id", "level"]].drop_duplicates().sort_values(["label_id", "level"])
    people = _by_people(tables, said, labels)
    rows = pd.concat([people, _by_question(tables, said, labels)], ignore_index=True)
    rows["share"] = rows["n_respondents"] / rows["n_base"]
    rows["low"], rows["high"] = _wilson(rows["n_respondents"], rows["n_base"])
    return conform("breakdown", _tested(rows))


def _said(tables: Mapping[str, pd.DataFrame], outcome_of: Mapping[str, str]) -> pd.DataFrame:
    """Who mentions which label in which question group, of analysed comments, once each."""
    comments = tables["comments"]
    written = comments.loc[
        comments["status"] == "analysed", ["comment_id", "respondent_id", "question_id"]
    ]
    groups = written["question_id"].map(group_of(tables["questions"]))
    written = written.assign(group=groups).drop(columns="question_id")
    segments = tables["segments"][["segment_id", "comment_id"]]
    found = mentions(tables["tags"], outcome_of)
    found = found[found["settled"]].merge(segments, on="segment_id").merge(written, on="comment_id")
    return found[["label_id", "level", "group", "respondent_id"]].drop_duplicates()


def _by_people(
    tables: Mapping[str, pd.DataFrame], said: pd.DataFrame, labels: pd.DataFrame
) -> Cells:
    """Count by everyone, kind and attribute: a product of two sparse tables of ones."""
    members = dimensions(tables["comments"], tables["respondents"], tables["attributes"])
    mentioned = said.drop_duplicates(["label_id", "level", "respondent_id"])
    person, people = pd.factorize(members["respondent_id"])
    speaker = pd.Index(people).get_indexer(pd.Index(mentioned["respondent_id"]))
    cells = members.groupby(["dimension", "value"])
    label = mentioned.groupby(["label_id", "level"]).ngroup().to_numpy(dtype="int64")
    values = cells.size().reset_index()[["dimension", "value"]]
    having = _ones(cells.ngroup().to_numpy(dtype="int64"), person, (len(values), len(people)))
    saying = _ones(speaker, label, (len(people), len(labels)))
    counts = (having @ saying).toarray()
    rows = labels.merge(values.assign(n_base=having.sum(axis=1)), how="cross")
    rows["n_respondents"] = counts.T.ravel()
    whole = rows.groupby(["label_id", "level", "dimension"])[["n_respondents", "n_base"]]
    known = whole.transform("sum")
    rows["rest"] = known["n_respondents"] - rows["n_respondents"]
    rows["rest_base"] = known["n_base"] - rows["n_base"]
    return rows


def _ones(row: NDArray[Any], column: NDArray[Any], shape: tuple[int, int]) -> csr_array:
    return csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=shape)


def _by_question(
    tables: Mapping[str, pd.DataFrame], said: pd.DataFrame, labels: pd.DataFrame
) -> Cells:
    """Count by question group. Many answer several, so there are no others to compare with."""
    comments = tables["comments"]
    written = comments[comments["status"] == "analysed"]
    groups = written["question_id"].map(group_of(tables["questions"])).rename("value")
    base = written.groupby(groups)["respondent_id"].nunique().rename("n_base").reset_index()
    keys = ["label_id", "level", "value"]
    counted = said.rename(columns={"group": "value"}).groupby(keys).size().rename("n_respondents")
    rows = labels.merge(base, how="cross").merge(counted.reset_index(), how="left", on=keys)
    rows["n_respondents"] = rows["n_respondents"].fillna(0).astype("int64")
    return rows.assign(dimension=QUESTION, rest=0, rest_base=0)


def _wilson(n: pd.Series[int], base: pd.Series[int]) -> tuple[Floats, Floats]:
    """Return the 95 % Wilson interval of each share; ``binomtest`` gives one at a time."""
    z2 = float(norm.ppf(0.975)) ** 2
    count, of = n.to_numpy(dtype=float), base.to_numpy(dtype=float)
    share = count / of
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    spread = np.sqrt(z2 * (share * (1 - share) / of + z2 / (4 * of**2))) / (1 + z2 / of)
    # None and all have a bound of exactly 0 and 1, which rounding may miss.
    return np.clip(centre - spread, 0, share), np.clip(centre + spread, share, 1)


def _tested(rows: Cells) -> Cells:
    """Compare each value with the others of its dimension, all tests of the run corrected."""
    rest = rows["rest_base"].where(rows["rest_base"] > 0)
    rows["share_rest"] = rows["rest"] / rest
    compared = ~rows["dimension"].isin([EVERYONE, QUESTION]) & rest.notna()
    tested = rows[compared & (rows["n_base"] >= SMALLEST_TESTED)]
    parts = tested[["n_respondents", "n_base", "rest", "rest_base"]].itertuples(index=False)
    logs = gammaln(np.arange(rows["n_base"].max() + 1) + 1.0)
    chances = [_fisher(n, base - n, rest, of - rest, logs) for n, base, rest, of in parts]
    p = pd.Series(chances, index=tested.index, dtype="float64")
    q = pd.Series(false_discovery_control(p) if len(p) else [], index=p.index, dtype="float64")
    rows["p"], rows["q"] = p.reindex(rows.index), q.reindex(rows.index)
    clear = rows["q"] < LEVEL
    over = clear & (rows["share"] > rows["share_rest"])
    under = clear & (rows["share"] < rows["share_rest"])
    rows["represented"] = np.select([over, under], ["over", "under"], "")
    return rows.drop(columns=["rest", "rest_base"])


def _fisher(a: int, b: int, c: int, d: int, logs: Floats) -> float:
    """Return the two-sided p of Fisher's exact test, given the logarithms of the factorials.

    ``scipy.stats.fisher_exact`` gives the same and takes minutes on 100,000 respondents.
    """
    mentioning, known = a + c, a + b + c + d
    n = np.arange(max(0, mentioning - (c + d)), min(a + b, mentioning) + 1)
    ways = logs[n] + logs[a + b - n] + logs[mentioning - n] + logs[c + d - mentioning + n]
    fixed = logs[[a + b, c + d, mentioning, known - mentioning]].sum() - logs[known]
    chance = np.exp(fixed - ways)
    # As likely as what was found, or less; the margin is rounding's.
    return min(1.0, float(chance[chance <= chance[a - n[0]] * (1 + 1e-7)].sum()))
