"""Who mentions what, and what respondents are compared by: read alike by every stage."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

MOST_VALUES = 12
"""An attribute with more different values than this is broken down only if they are groups."""
EVERYONE, QUESTION, KIND = "all", "question", "kind"
"""Dimensions of every breakdown; an attribute of such a name is called "kind (column)"."""

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d(?:[A-Z]{2})?)?", re.IGNORECASE)


def mentions(tags: pd.DataFrame, outcome_of: Mapping[str, str]) -> pd.DataFrame:
    """Return which segments mention which labels, a priority's outcome included.

    Parameters
    ----------
    tags : pandas.DataFrame
        The table ``tags``.
    outcome_of : mapping of str to str
        Outcome of every code of the framework, as ``Framework.outcome_by_code`` gives it.

    Returns
    -------
    pandas.DataFrame
        ``segment_id``, ``label_id``, ``level`` and ``settled``: False where every tag that says
        so waits for a person. Only what is settled is counted.

    Examples
    --------
    >>> rows = {"segment_id": ["a"], "label_id": ["SE3"], "level": ["priority"]}
    >>> found = mentions(pd.DataFrame(rows).assign(decision="auto"), {"SE3": "SE", "SE": "SE"})
    >>> list(zip(found["label_id"], found["level"], found["settled"]))
    [('SE', 'outcome', True), ('SE3', 'priority', True)]
    """
    rows = tags[["segment_id", "label_id", "level"]]
    rows = rows.assign(settled=tags["decision"] != "needs_review")
    priorities = rows[rows["label_id"].isin([k for k, v in outcome_of.items() if k != v])]
    outcomes = priorities["label_id"].map(outcome_of)
    rows = pd.concat([rows, priorities.assign(label_id=outcomes, level="outcome")])
    # One settled tag settles it, whatever else points to the same label.
    rows = rows.sort_values("settled", ascending=False, kind="stable")
    keys = ["segment_id", "label_id", "level"]
    return rows.drop_duplicates(keys).sort_values(keys, ignore_index=True)


def dimensions(
    comments: pd.DataFrame, respondents: pd.DataFrame, attributes: pd.DataFrame
) -> pd.DataFrame:
    """Return what the respondents who wrote are compared by: everyone, their kind, attributes.

    Parameters
    ----------
    comments, respondents, attributes : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        ``respondent_id``, ``dimension`` and ``value``, one row for each value a respondent has.
        Only respondents with an analysed comment; a kind that is not known is no value.
    """
    wrote = comments.loc[comments["status"] == "analysed", ["respondent_id"]].drop_duplicates()
    kinds = respondents.loc[respondents["kind"] != "unknown", ["respondent_id", "kind"]]
    kept = attributes[~attributes["attribute"].isin(not_broken_down(attributes))]
    taken = kept["attribute"].isin([EVERYONE, QUESTION, KIND])
    kept = kept.assign(dimension=kept["attribute"].mask(taken, kept["attribute"] + " (column)"))
    known = pd.concat([kinds.rename(columns={"kind": "value"}).assign(dimension=KIND), kept])
    known = known[known["respondent_id"].isin(wrote["respondent_id"])]
    everyone = wrote.assign(dimension=EVERYONE, value=EVERYONE)
    return pd.concat([everyone, known], ignore_index=True)[["respondent_id", "dimension", "value"]]


def not_broken_down(attributes: pd.DataFrame) -> tuple[str, ...]:
    """Return the attributes whose values are no groups of people.

    These have more than ``MOST_VALUES`` values that are numbers (an age in years) or postcodes, or
    that are given by fewer than two people each on average (a name).

    Parameters
    ----------
    attributes : pandas.DataFrame
        The table ``attributes``.

    Examples
    --------
    >>> ages = pd.DataFrame({"attribute": "Age", "value": [str(n) for n in range(20, 40)]})
    >>> not_broken_down(ages)
    ('Age',)
    """
    found = []
    for name, values in attributes.groupby("attribute", sort=True)["value"]:
        different = pd.Series(values.unique())
        if len(different) <= MOST_VALUES:
            continue
        numbers = pd.to_numeric(different.str.replace(",", ""), errors="coerce").notna()
        codes = different.str.strip().map(lambda value: bool(_POSTCODE.fullmatch(value)))
        # Most is enough: "90+" among ages and "not known" among postcodes change nothing.
        if max(numbers.mean(), codes.mean()) > 0.5 or len(values) < 2 * len(different):
            found.append(str(name))
    return tuple(found)
