"""Every table of a run, declared once: grain, key, foreign keys, columns and their meaning.

Schemas, validation and the data dictionary (``docs/reference/tables.md``) all come from here.
Strings are pandas ``str`` columns in which a missing value is ``NaN``; shares lie in 0 to 1;
``n_`` counts, ``_id`` identifies, ``_at`` is an ISO 8601 time.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from pipeline.errors import RunError
from pipeline.tables import _analysis, _findings, _received
from pipeline.tables._declare import (
    ACTS,
    CROSS,
    GENERAL,
    KINDS,
    PERMISSIONS,
    ROLES,
    STANCES,
    STATUSES,
    Table,
)

__all__ = [
    "ACTS",
    "CROSS",
    "GENERAL",
    "KINDS",
    "PERMISSIONS",
    "ROLES",
    "STANCES",
    "STATUSES",
    "TABLES",
    "Table",
    "conform",
    "empty",
]

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _received.QUESTIONS,
        _received.RESPONDENTS,
        _received.ATTRIBUTES,
        _received.ANSWERS,
        _received.RESPONSES,
        _analysis.COMMENTS,
        _analysis.SEGMENTS,
        _analysis.VECTORS,
        _analysis.ACTS_TABLE,
        _analysis.TAGS,
        _findings.THEMES,
        _findings.ASSIGNMENTS,
        _findings.DECISIONS,
        _findings.STATEMENTS,
        _findings.STATEMENT_THEMES,
        _findings.SUPPORTERS,
        _findings.EVIDENCE,
        _findings.BREAKDOWN,
        _findings.ISSUES,
        _findings.EXCLUSIONS,
        _findings.METRICS,
    )
}


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` in its declared shape, or fail.

    Columns are put in order and given their declared types, rows are sorted by key and numbered
    afresh, so that two frames of equal content are equal to the byte.

    Parameters
    ----------
    name : str
        A name in ``TABLES``.
    frame : pandas.DataFrame
        Rows in any order, with all the declared columns and no other.

    Returns
    -------
    pandas.DataFrame
        A new frame; the argument is not changed.

    Raises
    ------
    RunError
        If a column is missing, unknown or holds what it may not, or a key occurs twice. The
        message names columns and checks, never values.

    Examples
    --------
    >>> rows = pd.DataFrame({"theme_id": ["T1"], "statement_id": ["Q1-02"]})
    >>> list(conform("statement_themes", rows).columns)
    ['statement_id', 'theme_id']
    """
    table = TABLES[name]
    if set(frame.columns) != set(table.columns):
        missing = sorted(set(table.columns) - set(frame.columns))
        unknown = sorted(set(frame.columns) - set(table.columns))
        raise RunError(f"Table {name}: columns missing {missing}, not declared {unknown}.")
    ordered = frame[list(table.columns)].astype(_missing_kinds(table))
    try:
        checked: pd.DataFrame = table.schema.validate(ordered, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases[["column", "check"]].drop_duplicates()
        listed = "; ".join(f"{row.column}: {row.check}" for row in cases.itertuples())
        raise RunError(f"Table {name} does not fit its declaration: {listed}.") from None
    return checked.sort_values(list(table.key), kind="stable", ignore_index=True)


def _missing_kinds(table: Table) -> dict[str, str]:
    """Types that an empty or all-missing column would otherwise lose."""
    return {
        name: str(column.dtype)
        for name, column in table.columns.items()
        if str(column.dtype) in ("str", "float64")
    }


def empty(name: str) -> pd.DataFrame:
    """Return a table without rows in its declared shape.

    Examples
    --------
    >>> len(empty("themes"))
    0
    """
    return conform(name, pd.DataFrame({column: [] for column in TABLES[name].columns}))
