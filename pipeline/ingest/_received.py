"""One file or sheet as received: text exactly as typed, by spreadsheet row and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl.utils import get_column_letter

from pipeline.errors import InputError


@dataclass(frozen=True)
class Received:
    """A table of text with the place it came from.

    Attributes
    ----------
    frame : pandas.DataFrame
        Strings, one column for each header; the index is the spreadsheet row, the header being
        row 1. Wholly empty rows are left out, so the index may have gaps.
    file : str
        The file's name.
    sheet : str or None
        The sheet of a workbook.
    letters : dict of str to str
        The letter that Excel shows above each column.
    notes : tuple of str
        What the reader thinks the analyst should know.
    """

    frame: pd.DataFrame
    file: str
    sheet: str | None
    letters: dict[str, str]
    notes: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The file, and the sheet if any, for messages."""
        return place(self.file, self.sheet)


def place(file: str, sheet: str | None) -> str:
    """Return the words for a file and its sheet.

    Examples
    --------
    >>> place("replies.xlsx", "Data")
    '"replies.xlsx", sheet "Data"'
    """
    return f'"{file}", sheet "{sheet}"' if sheet else f'"{file}"'


def listed(rows: Sequence[int], *, most: int = 8) -> str:
    """Return row numbers for a message, the first few of many.

    Examples
    --------
    >>> listed([3, 5, 9], most=2)
    '3, 5 and 1 more'
    """
    shown = ", ".join(str(row) for row in rows[:most])
    return f"{shown} and {len(rows) - most} more" if len(rows) > most else shown


def tidy(header: str) -> str:
    r"""Return a header on one line with single spaces.

    Examples
    --------
    >>> tidy(" Q1\n Why? ")
    'Q1 Why?'
    """
    return " ".join(header.split())


def arrange(
    rows: Sequence[Sequence[str]], *, file: str, sheet: str | None, notes: Sequence[str] = ()
) -> Received:
    """Make a table of rows of text, the first of which is the header.

    Parameters
    ----------
    rows : sequence of sequences of str
        Every row of the file in order, empty ones included; rows may be of unequal length.
    file : str
    sheet : str or None
    notes : sequence of str
        Notes of the reader, to which those on empty rows are added.

    Returns
    -------
    Received

    Raises
    ------
    InputError
        If there is nothing, no header, only a header, two columns of one name, text beside
        the last header, or a header of three rows as Qualtrics writes.
    """
    where = place(file, sheet)
    filled = [number for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not filled:
        raise InputError(f"{where} is empty. Export the responses again and check the file.")
    headers = _headers(rows, filled, where)
    body = [number for number in filled if number > 1]
    if not body:
        raise InputError(
            f"{where} holds a header (row 1) and no responses. Export again with all responses."
        )
    _refuse_qualtrics(rows[1:3], where)
    _refuse_overhang(rows, body, len(headers), where)
    width = len(headers)
    cells = [
        [*rows[number - 1][:width], *[""] * (width - len(rows[number - 1]))] for number in body
    ]
    frame = pd.DataFrame(cells, columns=headers, index=body, dtype="str")
    letters = {name: get_column_letter(n) for n, name in enumerate(headers, 1)}
    # A column without header and content is nothing but formatting.
    spare = [n for n in headers if n.startswith("(column ") and not frame[n].str.strip().any()]
    gaps = sorted(set(range(2, body[-1])) - set(body))
    found = list(notes)
    if gaps:
        found.append(f"Empty rows were passed over: {listed(gaps)}.")
    return Received(frame.drop(columns=spare), file, sheet, letters, tuple(found))


def _headers(rows: Sequence[Sequence[str]], filled: Sequence[int], where: str) -> list[str]:
    names = [tidy(cell) for cell in rows[0]]
    n_named = sum(map(bool, names))
    widest = max(sum(bool(cell.strip()) for cell in rows[n - 1]) for n in filled[:20])
    if filled[0] != 1 or (n_named == 1 and widest > 2):
        raise InputError(
            f"{where}: row 1 does not hold the column headers (it is empty or a title). "
            "Delete the rows above the headers and save the file."
        )
    while names and not names[-1]:
        names.pop()
    letters: dict[str, list[str]] = defaultdict(list)
    for position, name in enumerate(names, 1):
        if name:
            letters[name].append(get_column_letter(position))
    twice = [f'"{n}" (columns {", ".join(at)})' for n, at in letters.items() if len(at) > 1]
    if twice:
        raise InputError(
            f"{where}: headers in row 1 that occur more than once: {'; '.join(twice)}. "
            "Give each column a header of its own and save the file."
        )
    return [name or f"(column {get_column_letter(n)})" for n, name in enumerate(names, 1)]


def _refuse_qualtrics(rows: Sequence[Sequence[str]], where: str) -> None:
    if any(cell.startswith('{"ImportId"') for row in rows for cell in row):
        raise InputError(
            f"{where} is a Qualtrics export with three header rows. Delete row 3 and row 1, so "
            "that the question texts are the header, and save the file."
        )


def _refuse_overhang(
    rows: Sequence[Sequence[str]], body: Sequence[int], width: int, where: str
) -> None:
    over = [n for n in body if any(cell.strip() for cell in rows[n - 1][width:])]
    if over:
        raise InputError(
            f"{where}: rows with text to the right of the last header (column "
            f"{get_column_letter(width)}): {listed(over)}. Either a header is missing in row 1, "
            "or a text with commas is not in quotation marks: open the original in Excel and "
            "save it as an Excel workbook (.xlsx)."
        )
