"""Two hierarchies that every stage reads alike: questions in groups, themes in broader themes."""

from __future__ import annotations

import pandas as pd


def group_of(questions: pd.DataFrame) -> dict[str, str]:
    """Return the question group of each question and part: itself where it is in none.

    Parameters
    ----------
    questions : pandas.DataFrame
        The table ``questions``.

    Examples
    --------
    >>> rows = {"question_id": ["Q4", "Q4a"], "parent_id": [None, "Q4"]}
    >>> group_of(pd.DataFrame(rows))
    {'Q4': 'Q4', 'Q4a': 'Q4'}
    """
    groups = questions["parent_id"].where(questions["parent_id"].notna(), questions["question_id"])
    return dict(zip(questions["question_id"], groups, strict=True))


def is_narrowest(themes: pd.DataFrame) -> pd.Series[bool]:
    """Tell, for each row of ``themes``, whether it holds no narrower theme.

    Parameters
    ----------
    themes : pandas.DataFrame
        The table ``themes``.

    Examples
    --------
    >>> rows = {"theme_id": ["T1", "T2"], "parent_id": [None, "T1"]}
    >>> is_narrowest(pd.DataFrame(rows)).tolist()
    [False, True]
    """
    return ~themes["theme_id"].isin(set(themes["parent_id"].dropna()))
