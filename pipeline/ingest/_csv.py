"""Read a CSV file as Excel would show it: records, not lines, are rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pipeline.errors import InputError
from pipeline.ingest._received import Received, arrange, place

_DELIMITERS = (",", ";", "\t")
_LONGEST = 2**31 - 1  # the largest limit that Windows accepts


def read_csv(path: Path, sheet: str | None) -> Received:
    """Read a CSV (comma, semicolon or tab; UTF-8, else Windows-1252; UTF-16 with its mark).

    Parameters
    ----------
    path : pathlib.Path
    sheet : None
        A CSV has no sheets.

    Returns
    -------
    Received

    Raises
    ------
    InputError
        If a sheet is named, the text cannot be decoded, or its quotation marks do not pair.
    """
    where = place(path.name, None)
    if sheet:
        raise InputError(
            f'{where} is a CSV file and has no sheets, but sheet "{sheet}" is asked for. '
            "Leave the sheet out."
        )
    text, encoding = _decode(path.read_bytes(), where)
    notes = []
    if encoding == "cp1252":
        notes.append(
            "The file is not in UTF-8 and was read as Windows-1252. If £, é or dashes look "
            'wrong, save it from Excel as "CSV UTF-8".'
        )
    limit = csv.field_size_limit(_LONGEST)
    try:
        rows = _records(text, _delimiter(text), where)
    finally:
        csv.field_size_limit(limit)
    return arrange(rows, file=path.name, sheet=None, notes=notes)


def _decode(data: bytes, where: str) -> tuple[str, str]:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(
        f"{where} is in an encoding that cannot be read. Open it in Excel and save it as "
        '"CSV UTF-8" or as an Excel workbook (.xlsx).'
    )


def _reader(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    # newline="" leaves line breaks within quotation marks as they were typed.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _delimiter(text: str) -> str:
    """Choose the delimiter by which most records are as wide as the header."""
    best, choice = (0, 0), ","
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in islice(_reader(text, delimiter, strict=False), 50) if row]
        if widths and widths[0] > 1:
            score = (widths.count(widths[0]), widths[0])
            if score > best:
                best, choice = score, delimiter
    return choice


def _records(text: str, delimiter: str, where: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(_reader(text, delimiter, strict=True))
    except csv.Error as error:
        open_ended = "unexpected end" in str(error)
        what = "starts and does not end" if open_ended else "stands unpaired inside a text"
        raise InputError(
            f"{where}: a quotation mark {what} in or after row {len(rows) + 1}. Export again, or "
            "open the original in Excel and save it as an Excel workbook (.xlsx)."
        ) from None
    return rows
