"""Write a drafted ``consultation.toml`` with a comment on everything an analyst may change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import tomli_w

from pipeline.errors import RunError
from pipeline.ingest._classify import Column
from pipeline.ingest._group import Asked
from pipeline.ingest._options import fold
from pipeline.ingest._wording import label_of
from pipeline.resources import shipped

_HEAD = """\
# What "several" needs to know about your consultation. Lines that start with # are notes.
# Text stands in quotation marks. Check it with: several check consultation.toml

# Correct the title and the name of your organisation: both are printed in the report.
"""
_OPTIONAL = """\
# Dates of the consultation and the number of people invited, if you know them:
# opened = 2026-01-05
# closed = 2026-02-27
# invited = 500
"""
_QUOTATION = """\
# If respondents were told that their answers may be published, say so here in a sentence. It is
# printed in the annex, and allows quotations in the published report where no column says no.
# quotation_basis = "The form told respondents that anonymous quotations may be published."
"""
_COLUMNS = """\
# Which column holds what, by its exact header (row 1 of the file).
# kind tells individuals from organisations; the names of individuals are never kept.
# attributes are what the results may be broken down by. ignore: columns that are not used.
"""
_QUESTIONS = """\
# The questions, in the order of the form. Options run from the lowest to the highest; agree lists
# those that count as agreement. about completes "agreed with ...", or "agreed ..." where it starts
# with "that". role says what an open part asks for: why, anything_else or other.
"""
_NO_TITLES = ("responses", "data", "export", "results", "replies", "answers", "")
_ONE_EACH = ("respondent_id", "organisation", "kind", "submitted_at", "may_quote", "may_name")


def toml_text(
    columns: Sequence[Column], questions: Sequence[Asked], *, source: str, sheet: str | None
) -> str:
    """Return the text of a consultation file.

    Parameters
    ----------
    columns : sequence of Column
        Every column of the export.
    questions : sequence of Asked
    source : str
        The responses, as seen from the folder of the consultation file.
    sheet : str or None

    Returns
    -------
    str
        Valid TOML.
    """
    title = re.sub(r"[\W_]+", " ", PurePosixPath(source).stem).strip().capitalize()
    if title.lower() in _NO_TITLES:
        title = "Title of your consultation"
    parts = [
        _HEAD + _lines(title=title, body="Name of your organisation"),
        _OPTIONAL,
        _framework(),
        _QUOTATION,
        "[[sources]]\n" + _lines(file=source, sheet=sheet),
        _COLUMNS + "[columns]\n" + _purposes(columns),
        _QUESTIONS + "\n" + "\n".join(_question(asked) for asked in questions),
    ]
    return "\n".join(parts)


def _lines(**values: str | Sequence[str] | bool | None) -> str:
    """Return ``key = value`` lines; what is None is left out."""
    kept = {
        key: value if isinstance(value, str | bool) else list(value)
        for key, value in values.items()
        if value is not None
    }
    return tomli_w.dumps(kept)


def _framework() -> str:
    try:
        names = sorted({path.stem for path in shipped("frameworks").iterdir() if path.is_file()})
    except RunError:
        names = []
    come = f"These come with several: {', '.join(names)}.\n# " if names else ""
    return (
        "# The framework of outcomes that comments are tagged to: a name or a file of your own.\n"
        f"# {come}Leave it out if there is none.\n"
        f'# framework = "{names[0] if names else "our-framework.xlsx"}"\n'
    )


def _purposes(columns: Sequence[Column]) -> str:
    text = ""
    for use in _ONE_EACH:
        column = next((column for column in columns if column.use == use), None)
        if column is None:
            continue
        text += tomli_w.dumps({use: column.header})
        if use == "kind" and column.people:
            text += tomli_w.dumps({"individual_values": list(column.people)})
    # What tells individuals from organisations is worth breaking results down by, too.
    attributes = [column.header for column in columns if column.use in ("kind", "attribute")]
    ignored = [column.header for column in columns if column.use == "ignore"]
    return text + _lines(attributes=attributes or None, ignore=ignored or None)


def _question(asked: Asked) -> str:
    alone = asked.closed is None and len(asked.open) == 1
    text = "[[questions]]\n" + _lines(
        id=asked.id,
        number=asked.number,
        text=asked.text,
        about=asked.about,
        column=asked.open[0][1].header if alone else None,
    )
    if alone:
        return text
    if asked.closed:
        text += "\n[questions.closed]\n" + _closed(asked.closed, asked)
    for name, column in asked.open:
        text += "\n[[questions.open]]\n" + _lines(
            id=name, role=column.role, text=label_of(column.header).text, column=column.header
        )
    return text


def _closed(column: Column, asked: Asked) -> str:
    return _lines(
        column=column.header,
        options=column.options,
        agree=agreeing(column, asked) or None,
        scale=None if column.scale else False,
    )


def agreeing(column: Column, asked: Asked) -> tuple[str, ...]:
    """Return the options that count as agreement with what the question is about.

    A "yes" agrees only where the question asks for agreement; being satisfied never does.
    """
    scale = column.scale
    if scale is None or scale.family not in ("agreement", "support", "yes or no"):
        return ()
    if scale.family == "yes or no" and asked.about is None:
        return ()
    favourable = {fold(option) for option in scale.favourable}
    return tuple(option for option in column.options if fold(option) in favourable)
