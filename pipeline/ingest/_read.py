"""Find the reader for a file of responses, and say what is wrong with one that has none."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import InputError
from pipeline.ingest._csv import read_csv
from pipeline.ingest._received import Received, place
from pipeline.ingest._xlsx import read_xlsx

READERS: dict[str, Callable[[Path, str | None], Received]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
}

_WORKBOOK = "an Excel workbook"
_OLD = "an old Excel file (.xls), or a workbook with a password"
# What the first bytes of a file say it is; None: text.
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a Word or RTF document"),
    (b"\xd0\xcf\x11\xe0", _OLD),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_INSIDE = (
    ("xl/workbook.xml", _WORKBOOK),
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "a LibreOffice document"),
)


def read(path: Path, sheet: str | None = None) -> Received:
    """Read a file of responses as text exactly as typed.

    Parameters
    ----------
    path : pathlib.Path
        A file whose ending is in ``READERS``.
    sheet : str, optional
        Sheet of a workbook; by default the first one that holds anything.

    Returns
    -------
    Received

    Raises
    ------
    InputError
        If the file is missing, locked, empty or no spreadsheet, or its sheet or header cannot
        be used. The message says what would work.
    """
    if not path.is_file():
        raise InputError(_not_there(path))
    reader = READERS.get(path.suffix.lower())
    where = place(path.name, None)
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        if not head.strip():
            raise InputError(f"{where} is empty. Export the responses again.")
        seems = _what(path, head)
        fits = seems == (_WORKBOOK if reader is read_xlsx else None)
        if reader is None or not fits:
            raise InputError(_not_a_spreadsheet(where, path.suffix, seems))
        return reader(path, sheet)
    except PermissionError:
        raise InputError(f"{where} cannot be opened. Close it in Excel and try again.") from None


def _not_there(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f'There is no file "{path.name}": its folder "{folder}" does not exist.'
    near = sorted(p.name for p in folder.iterdir() if p.suffix.lower() in READERS)
    found = ", ".join(f'"{name}"' for name in near) or "none"
    return (
        f'There is no file "{path.name}" in "{folder}". Spreadsheets that are there: {found}. '
        "Correct the name."
    )


def _what(path: Path, head: bytes) -> str | None:
    """Say what a file seems to be by its content; None for plain text."""
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
        return next((name for part, name in _INSIDE if part in members), "a ZIP archive")
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "a web page"
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "not a text file" if b"\0" in head and not marked else None


def _not_a_spreadsheet(where: str, ending: str, seems: str | None) -> str:
    way_out = "Export the responses as CSV or as an Excel workbook (.xlsx)."
    if seems == _WORKBOOK:
        return f"{where} is {_WORKBOOK} by its content. Change its ending to .xlsx."
    if seems == _OLD:
        return f"{where} is {_OLD}. Open it in Excel and save it as .xlsx without a password."
    if seems is None and ending.lower() in (".xlsx", ".xlsm"):
        return f"{where} is a text file by its content, not a workbook. Change its ending to .csv."
    if seems is None:
        return f'{where}: files ending in "{ending}" cannot be read. {way_out}'
    return f"{where} seems to be {seems}, which is no spreadsheet. {way_out}"
