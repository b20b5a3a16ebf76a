"""Read the log of decisions, or say which row of it has to be put right."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError, suggest
from pipeline.tables import TABLES, conform, empty

_ACTS = ("confirm", "reject", "rename", "merge")
_COLUMNS = TABLES["decisions"].columns
_NEEDED = [name for name, column in _COLUMNS.items() if not column.nullable]

Order = tuple[str | int, ...]


def read_decisions(path: Path) -> pd.DataFrame:
    """Read the log of decisions; no file means no decisions.

    Parameters
    ----------
    path : pathlib.Path
        ``decisions.csv`` in the consultation's data folder: UTF-8, or Windows-1252 as Excel
        saves it. Rows with nothing in them are passed over.

    Returns
    -------
    pandas.DataFrame
        As the table ``decisions`` declares.

    Raises
    ------
    InputError
        If the file is no readable CSV, a column is missing, or a row cannot be carried out:
        a value it needs is empty, its act does not exist or its ``decision_id`` is taken.
    """
    if not path.is_file():
        return empty("decisions")
    records = _records(path)
    if not records:
        return empty("decisions")
    header = [name.strip() for name in records[0]]
    for name in _COLUMNS:
        if name not in header:
            raise InputError(f'{path.name}: column "{name}" is missing.')
    rows: list[dict[str, str]] = []
    taken: dict[Order, int] = {}
    for number, record in enumerate(records[1:], start=2):
        # Excel leaves the last columns out of a row where they are empty.
        values = [*(value.strip() for value in record), *[""] * (len(header) - len(record))]
        if not any(values):
            continue
        row = dict(zip(header, values, strict=False))
        _check(row, f"{path.name}, row {number}")
        first = taken.setdefault(in_order(row["decision_id"]), number)
        if first != number:
            raise InputError(
                f'{path.name}, row {number}: the decision_id "{row["decision_id"]}" is that of '
                f"row {first} already. Give each row a number of its own; decisions are replayed "
                "in the order of these numbers."
            )
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return conform("decisions", frame.mask(frame == ""))


def in_order(decision_id: str) -> Order:
    """Return the place of a decision in the log: numbers count as numbers, 10 after 9.

    Excel takes leading zeros away, so 0001 and 1 are the same place.

    Examples
    --------
    >>> sorted(["10", "9", "0002"], key=in_order)
    ['0002', '9', '10']
    """
    parts = re.split(r"([0-9]+)", decision_id)
    # Words stand at even places and numbers at odd ones, so that like is compared with like.
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))


def _check(row: dict[str, str], where: str) -> None:
    for name in _NEEDED:
        if not row[name]:
            raise InputError(f'{where}: column "{name}" is empty. Every decision needs one.')
    act, target = row["act"], row["target"]
    if act not in _ACTS:
        raise InputError(f'{where}: there is no act "{act}". {suggest(act, _ACTS)}')
    if act == "rename" and not target:
        raise InputError(f'{where}: a rename needs the new label in the column "target".')
    if act == "merge" and not re.fullmatch(r".+/[^/]+", target):
        raise InputError(
            f'{where}: a merge needs the theme to merge into in the column "target": the comment '
            'and the digest of a segment in it, as "COMMENT/DIGEST".'
        )


def _records(path: Path) -> list[list[str]]:
    """Records as Excel numbers them: one may take several lines, a blank line is one too."""
    records: list[list[str]] = []
    try:
        text = io.StringIO(_text(path), newline="")
        # Strict, since a quotation mark left open would swallow the decisions after it.
        records.extend(csv.reader(text, strict=True))
    except csv.Error:
        raise InputError(
            f"{path.name}: a quotation mark does not pair in or after row {len(records) + 1}. "
            "Open the file in Excel, correct the row and save it as CSV again."
        ) from None
    return records


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # as UTF-16 has between any two letters
            return text
    raise InputError(
        f"{path.name} is in an encoding that cannot be read. Open it in Excel and save it as "
        '"CSV UTF-8".'
    )
