"""Data problems as rows for the owner of the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from pipeline.tables import TABLES, conform, empty


class Found(NamedTuple):
    """One data problem, before it is numbered. ``message`` never holds a comment."""

    severity: str
    message: str
    source_file: str | None = None
    source_sheet: str | None = None
    source_row: int | None = None
    column: str | None = None


def at_rows(
    origin: pd.DataFrame, index: Iterable[int], column: str, severity: str, message: str
) -> list[Found]:
    """Return one problem for each of the rows of ``origin`` that ``index`` names."""
    at = origin.loc[list(index)]
    sheets = at["source_sheet"].astype(object).where(at["source_sheet"].notna(), None)
    return [
        Found(severity, message, str(file), sheet, int(row), column)
        for file, sheet, row in zip(at["source_file"], sheets, at["source_row"], strict=True)
    ]


def issues_table(found: Iterable[Found]) -> pd.DataFrame:
    """Return the problems, numbered by place and message, so that row order does not show.

    Examples
    --------
    >>> issues_table([Found("note", "b"), Found("note", "a")])["message"].tolist()
    ['a', 'b']
    """
    ordered = sorted(
        found,
        key=lambda item: (
            item.source_file or "",
            item.source_sheet or "",
            item.column or "",
            item.message,
            item.source_row or 0,
        ),
    )
    if not ordered:
        return empty("issues")
    frame = pd.DataFrame(ordered, columns=list(Found._fields))
    frame["issue_id"] = [f"ingest-{number:04}" for number in range(1, len(frame) + 1)]
    return conform("issues", frame[list(TABLES["issues"].columns)])
