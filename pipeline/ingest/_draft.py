"""Draft ``consultation.toml`` from an export, and say in plain words what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import InputError
from pipeline.ingest._classify import Column, classify
from pipeline.ingest._group import Asked, group
from pipeline.ingest._read import read
from pipeline.ingest._received import Received, listed
from pipeline.ingest._scales import complete
from pipeline.ingest._toml import toml_text


@dataclass(frozen=True)
class Draft:
    """A drafted ``consultation.toml``.

    Attributes
    ----------
    toml : str
        The text of the file. It loads and can be read with as it stands.
    doubts : tuple of str
        What the analyst should look at, in plain words.
    columns : tuple of (str, str, str)
        Letter and header of each column of the export, and what it was taken for.
    n_rows : int
        Rows of responses in the file.
    """

    toml: str
    doubts: tuple[str, ...]
    columns: tuple[tuple[str, str, str], ...]
    n_rows: int


def draft(path: Path, sheet: str | None = None, *, source: str | None = None) -> Draft:
    """Draft the consultation of an export by its headers and the shape of its answers.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file or an Excel workbook of responses.
    sheet : str, optional
        Sheet of a workbook; by default the first one that holds anything.
    source : str, optional
        How the consultation file should name the responses; by default the file's name.

    Returns
    -------
    Draft

    Raises
    ------
    InputError
        If the file cannot be read or no column holds free text.

    Examples
    --------
    >>> from pipeline.resources import shipped
    >>> found = draft(shipped("examples", "leicestershire-2017") / "responses.csv")
    >>> found.n_rows, found.toml.count("[[questions]]")
    (20, 9)
    """
    received = read(path, sheet)
    columns, added = _completed(classify(received))
    if not any(column.use == "open" for column in columns):
        raise InputError(
            f"{received.where}: no column looks like answers in people's own words, so there is "
            "nothing to draft. Check that this is the export with the full text of the answers."
        )
    questions, joined = group([c for c in columns if c.use in ("closed", "open")])
    text = toml_text(columns, questions, source=source or path.name, sheet=received.sheet)
    doubts = [*received.notes, *_doubts(received, columns), *joined, *added]
    shown = _in_words(columns, questions)
    return Draft(text, tuple(doubts), shown, len(received.frame))


_WORDS = {
    "respondent_id": "respondent id",
    "submitted_at": "date of the reply",
    "organisation": "name of the organisation",
    "kind": "individual or organisation",
    "may_quote": "permission to quote",
    "may_name": "permission to name",
    "attribute": "attribute",
    "ignore": "not used",
}


def _in_words(
    columns: Sequence[Column], questions: Sequence[Asked]
) -> tuple[tuple[str, str, str], ...]:
    parts = {
        asked.closed.header: f"closed question {asked.id}" for asked in questions if asked.closed
    }
    for asked in questions:
        parts |= {column.header: f"open question {name}" for name, column in asked.open}
    return tuple((c.letter, c.header, parts.get(c.header) or _WORDS[c.use]) for c in columns)


def _completed(columns: list[Column]) -> tuple[list[Column], list[str]]:
    """Give the same options to alike scales, and add options that nobody ticked."""
    scales = [column.scale for column in columns if column.use == "closed" and column.scale]
    completed: list[Column] = []
    added: dict[str, list[str]] = {}
    for column in columns:
        if column.use == "closed" and column.scale:
            whole, new = complete(column.scale, scales)
            for option in new:
                added.setdefault(option, []).append(column.header)
            column = replace(column, scale=whole, options=whole.options)
        completed.append(column)
    doubts = [
        f'Nobody ticked "{option}"; I added it because its opposite occurs ({len(headers)} '
        "questions). Delete it if it was not on the form."
        for option, headers in added.items()
    ]
    return completed, doubts


def _doubts(received: Received, columns: Sequence[Column]) -> list[str]:
    by_use = {column.use: column for column in columns}
    doubts = []
    if "respondent_id" in by_use:
        doubts += _repeated(received, by_use["respondent_id"].header)
    else:
        doubts.append("No column holds an id of respondents: each row gets one made from its text.")
    if kind := by_use.get("kind"):
        doubts.append(f'I took "{kind.header}" as telling individuals from organisations.')
        people = ", ".join(f'"{value}"' for value in kind.people) or "none that I could find"
        doubts.append(f"Values that mean an individual: {people}. All others: an organisation.")
    else:
        doubts.append("No column tells individuals from organisations: their kind is unknown.")
    if organisation := by_use.get("organisation"):
        doubts.append(
            f'I took "{organisation.header}" as the name of the organisation; the names of '
            "individuals in it are not kept."
        )
    if "may_quote" not in by_use:
        doubts.append(
            "No column says whether people may be quoted: quotes will be marked "
            '"permission unknown".'
        )
    doubts += [column.doubt for column in columns if column.doubt]
    unused = [column.header for column in columns if column.use == "ignore" and not column.doubt]
    if unused:
        doubts.append("Not used: " + "; ".join(f'"{header}"' for header in unused) + ".")
    unordered = [c for c in columns if c.use == "closed" and c.scale is None]
    doubts += [
        f'I could not order the options of "{column.header}": they are not taken as a scale.'
        for column in unordered
    ]
    return doubts


def _repeated(received: Received, header: str) -> list[str]:
    ids = received.frame[header].str.strip()
    rows = ids.index[ids.duplicated(keep=False)].tolist()
    if not rows:
        return []
    return [
        f'Ids in "{header}" occur more than once (rows {listed(rows)}). Delete the rows that do '
        "not belong, or choose what to do with repeated_respondent (see the analyst guide)."
    ]
