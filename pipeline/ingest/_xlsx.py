"""Read a sheet of an Excel workbook as the text that Excel shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from pipeline.errors import InputError
from pipeline.ingest._received import Received, arrange, place

_ERRORS = ("#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!")


def read_xlsx(path: Path, sheet: str | None) -> Received:
    """Read one sheet: the one named, else the first one that holds anything.

    Numbers read ``3`` and not ``3.0``, percentages as shown, dates as ISO 8601. A cell that
    Excel took for a formula (a comment that starts with "=") keeps what was typed where Excel
    has stored no result for it.

    Parameters
    ----------
    path : pathlib.Path
    sheet : str or None

    Returns
    -------
    Received

    Raises
    ------
    InputError
        If the workbook is damaged, the sheet is not there or no sheet holds anything.
    """
    sheets = _texts(path, values=False, only=None)
    if sheet is not None and sheet not in sheets:
        listed = ", ".join(f'"{name}"' for name in sheets)
        raise InputError(
            f'{place(path.name, None)} has no sheet "{sheet}". Sheets that would work: {listed}.'
        )
    held = [name for name, (rows, _) in sheets.items() if any(map(any, rows))]
    if sheet is None and not held:
        raise InputError(f"{place(path.name, None)} is empty: no sheet holds anything.")
    name = held[0] if sheet is None else sheet
    rows, has_formulas = sheets[name]
    notes = []
    if sheet is None and len(held) > 1:
        notes.append(
            f'Sheet "{name}" was read. Not read: {", ".join(held[1:])}. To read another, name '
            "it as the sheet of a source."
        )
    if has_formulas:
        shown, _ = _texts(path, values=True, only=name)[name]
        rows = _merge(rows, shown)
    notes += _errors(rows)
    return arrange(rows, file=path.name, sheet=name, notes=notes)


def _texts(
    path: Path, *, values: bool, only: str | None
) -> dict[str, tuple[list[list[str]], bool]]:
    """Return, by sheet, its rows of text and whether any cell is a formula."""
    found = {}
    try:
        book = load_workbook(path, read_only=True, data_only=values)
        for sheet in book.worksheets:
            if only is not None and sheet.title != only:
                continue
            # Some exporters write wrong dimensions, which would hide rows and columns.
            sheet.reset_dimensions()
            has_formulas = False
            rows = []
            for cells in sheet.iter_rows():
                has_formulas |= any(cell.data_type == "f" for cell in cells)
                rows.append([_shown(cell.value, cell.number_format) for cell in cells])
            found[sheet.title] = (rows, has_formulas)
        book.close()
    except (BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise InputError(
            f"{place(path.name, None)} is damaged or protected ({type(error).__name__}). Open it "
            "in Excel and save a copy without a password as an Excel workbook (.xlsx)."
        ) from None
    return found


def _merge(typed: list[list[str]], shown: list[list[str]]) -> list[list[str]]:
    """Take what Excel shows; where it has stored nothing, what was typed."""
    return [
        [value or text for text, value in zip(row, [*values, *[""] * len(row)], strict=False)]
        for row, values in zip(typed, shown, strict=True)
    ]


def _shown(value: Any, number_format: str | None) -> str:
    """Return the text of a cell.

    Examples
    --------
    >>> _shown(3.0, "General"), _shown(0.255, "0.0%"), _shown(dt.datetime(2017, 8, 4), "")
    ('3', '25.5%', '2017-08-04')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return str(unescape(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, number_format or "")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(getattr(value, "text", value))


def _number(value: int | float, number_format: str) -> str:
    percent = re.search(r"0(?:\.(0+))?%", number_format)
    if percent:
        return f"{value * 100:.{len(percent[1] or '')}f}%"
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.15g}"  # Excel keeps 15 digits: 0.1 + 0.2 reads 0.3


def _errors(rows: Sequence[Sequence[str]]) -> list[str]:
    """Name cells that hold an Excel error: mostly comments that start with = or -."""
    at = [
        f"{get_column_letter(column)}{row}"
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
        if cell in _ERRORS
    ]
    if not at:
        return []
    more = f" and {len(at) - 8} more" if len(at) > 8 else ""
    return [
        f"Cells that show an Excel error instead of a text: {', '.join(at[:8])}{more}. Excel takes "
        "a text that starts with = or - for a formula: correct these cells in the file."
    ]
