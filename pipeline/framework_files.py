"""Reads a framework from TOML, YAML, CSV or Excel into one shape, remembering what stood where.

Every reader returns the content for ``Framework`` and, for each outcome and priority, the words
that say where it stands in the file ("row 7", 'outcome 2 ("WO"), priority 1 ("WO1")'), so that
messages can name it.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
import yaml
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.errors import FrameworkError, suggest

Place = tuple[str | int, ...]
Content = tuple[dict[str, Any], dict[Place, str]]
Row = list[str]

COLUMNS = ("outcome_code", "outcome", "priority_code", "priority", "description", "terms")
_NEEDED = ("outcome_code", "outcome")
_ALIASES = {"id": "code", "definition": "description", "hints": "terms"}


def read_framework_file(path: Path) -> Content:
    """Read the file of a framework by the reader for its ending.

    Parameters
    ----------
    path : pathlib.Path
        An existing file with one of the endings in ``READERS``.

    Returns
    -------
    content : dict
        Arguments for ``Framework``, not yet checked.
    places : dict of tuple to str
        For the path of each outcome and priority in ``content``, where it stands in the file.

    Raises
    ------
    FrameworkError
        If the file cannot be read, or its rows do not make a framework.
    """
    return READERS[path.suffix.lower()](path)


def _read_toml(path: Path) -> Content:
    try:
        return _entries(path, tomllib.loads(_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{path.name} is not valid TOML: {error}.") from None


def _read_yaml(path: Path) -> Content:
    try:
        content = yaml.safe_load(_text(path))
    except yaml.MarkedYAMLError as error:
        line = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise FrameworkError(f"{path.name} is not valid YAML{line}: {error.problem}.") from None
    except yaml.YAMLError:
        raise FrameworkError(f"{path.name} is not valid YAML: it holds odd characters.") from None
    if isinstance(content, dict) and set(content) == {"framework"}:
        content = content["framework"]
    return _entries(path, content)


def _text(path: Path) -> str:
    """Return the text of a file: UTF-8, or what Excel on Windows writes."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _entries(path: Path, content: Any) -> Content:
    """Put nested entries in the one shape, without changing what was read."""
    if not isinstance(content, dict):
        raise FrameworkError(
            f"{path.name} does not hold a framework: id, title and a list of outcomes are needed."
        )
    top = {("cross" if key == "cross_cutting_id" else key): v for key, v in content.items()}
    places: dict[Place, str] = {}
    top["outcomes"] = _listed(top.get("outcomes") or [], "outcome", (), "", places)
    return top, places


def _listed(
    items: Any, kind: str, above: Place, before: str, places: dict[Place, str]
) -> list[Any]:
    """Rename the keys of a list of outcomes or priorities and note where each stands."""
    plural = {"outcome": "outcomes", "priority": "priorities"}[kind]
    found: list[Any] = []
    for n, item in enumerate(items if isinstance(items, list) else [items]):
        place = (*above, plural, n)
        entry = item
        if isinstance(item, dict):
            entry = {_ALIASES.get(str(key), str(key)): value for key, value in item.items()}
        code = f' ("{entry["code"]}")' if isinstance(entry, dict) and entry.get("code") else ""
        places[place] = f"{before}{kind} {n + 1}{code}"
        if isinstance(entry, dict) and "priorities" in entry:
            entry["priorities"] = _listed(
                entry["priorities"] or [], "priority", place, f"{places[place]}, ", places
            )
        found.append(entry)
    return found


def _read_csv(path: Path) -> Content:
    return _from_rows(path, list(csv.reader(io.StringIO(_text(path), newline=""))))


def _read_workbook(path: Path) -> Content:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError):
        raise FrameworkError(
            f"{path.name} cannot be opened as a workbook. Close it if it is open in Excel, and "
            "save it as an Excel workbook (.xlsx)."
        ) from None
    try:
        sheet = book.worksheets[0]
        return _from_rows(path, [[_cell(value) for value in row] for row in sheet.values])
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _from_rows(path: Path, rows: list[Row]) -> Content:
    """Gather the rows of a table into outcomes with their priorities."""
    numbered = [
        (n, [cell.strip() for cell in row])
        for n, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    ]
    if not numbered:
        raise FrameworkError(f"{path.name} is empty. Its columns are: {', '.join(COLUMNS)}.")
    columns = _columns(path, numbered)
    outcomes: dict[str, dict[str, Any]] = {}
    places: dict[Place, str] = {}
    for n, row in numbered[1:]:
        cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        _add(path, n, {name: cells.get(name, "") for name in COLUMNS}, outcomes, places)
    return {"id": path.stem, "title": path.stem, "outcomes": list(outcomes.values())}, places


def _columns(path: Path, rows: list[tuple[int, Row]]) -> dict[str, int]:
    """Find each column by its header, whatever its case and spaces."""
    number, header = rows[0]
    columns: dict[str, int] = {}
    for at in range(max(len(row) for _, row in rows)):
        title = header[at] if at < len(header) else ""
        name = "_".join(title.lower().replace("-", " ").replace("_", " ").split())
        letter = f"{path.name}, row {number}, column {get_column_letter(at + 1)}"
        if not name:
            if any(at < len(row) and row[at] for _, row in rows):
                raise FrameworkError(f"{letter}: the column has no header.")
            continue
        if name not in COLUMNS:
            raise FrameworkError(f'{letter}: "{title}" is not known. {suggest(name, COLUMNS)}')
        if name in columns:
            raise FrameworkError(f'{letter}: there are two columns "{name}"; keep one.')
        columns[name] = at
    for name in _NEEDED:
        if name not in columns:
            raise FrameworkError(
                f'{path.name}, row {number}: column "{name}" is missing. '
                f"A framework has the columns {', '.join(COLUMNS)}."
            )
    return columns


def _add(
    path: Path, n: int, row: dict[str, str],
    outcomes: dict[str, dict[str, Any]], places: dict[Place, str],
) -> None:  # fmt: skip
    """Add one row: an outcome, or a priority of one."""
    where = f"{path.name}, row {n}"
    code, has_priority = row["outcome_code"], bool(row["priority_code"] or row["priority"])
    if not code:
        what = f'priority "{row["priority_code"] or row["priority"]}" has no outcome'
        raise FrameworkError(
            f"{where}: {what if has_priority else 'the outcome has no code'}. "
            'Fill in "outcome_code" on every row (merged cells count once).'
        )
    if code not in outcomes:
        places["outcomes", len(outcomes)] = f"row {n}"
        outcomes[code] = {"code": code, "name": row["outcome"], "priorities": []}
    elif row["outcome"] and row["outcome"] != outcomes[code]["name"]:
        raise FrameworkError(
            f'{where}: code "{code}" is used already for the outcome "{outcomes[code]["name"]}". '
            "Give each outcome its own code, and write its name alike on every row."
        )
    elif not has_priority and "terms" in outcomes[code]:
        raise FrameworkError(f'{where}: outcome "{code}" is described twice; keep its first row.')
    entry = {"description": row["description"], "terms": row["terms"]}
    if has_priority:
        at = list(outcomes).index(code)
        priorities = outcomes[code]["priorities"]
        places["outcomes", at, "priorities", len(priorities)] = f"row {n}"
        priorities.append({"code": row["priority_code"], "name": row["priority"], **entry})
    else:
        outcomes[code].update(entry)


READERS: dict[str, Callable[[Path], Content]] = {
    ".toml": _read_toml,
    ".csv": _read_csv,
    ".xlsx": _read_workbook,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
"""What reads a framework, by the ending of its file."""
