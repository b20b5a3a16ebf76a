"""Put the rows of all sources under one another and check that they hold what is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pipeline.consultation import Consultation
from pipeline.errors import ConsultationError, InputError, suggest
from pipeline.ingest._issues import Found
from pipeline.ingest._questions import closed_parts, open_parts
from pipeline.ingest._read import read
from pipeline.ingest._received import Received, tidy


@dataclass(frozen=True)
class Gathered:
    """Rows of all sources: ``rows`` as typed, ``origin`` where each came from, same index."""

    rows: pd.DataFrame
    origin: pd.DataFrame
    found: list[Found]


def gather(consultation: Consultation) -> Gathered:
    """Read every source of a consultation.

    Parameters
    ----------
    consultation : Consultation

    Returns
    -------
    Gathered

    Raises
    ------
    InputError
        If a source cannot be read or lacks a column, there is no open question, or no open
        column has any text.
    ConsultationError
        If a column is used for two parts.
    """
    _refuse_odd_questions(consultation)
    sources = [
        (source, read(consultation.root / source.file, source.sheet))
        for source in consultation.sources
    ]
    named = named_columns(consultation)
    frames, origins, found = [], [], []
    for source, received in sources:
        _refuse_missing(received, named)
        found += [Found("note", text, source.file, received.sheet) for text in received.notes]
        found += _not_mentioned(source.file, received, named)
        frames.append(received.frame.reset_index(drop=True))
        origins.append(
            pd.DataFrame(
                {
                    "source_file": source.file,
                    "source_sheet": received.sheet,
                    "source_row": received.frame.index,
                    "channel": source.channel,
                }
            ).astype({"source_sheet": "str", "channel": "str", "source_row": "int64"})
        )
    rows = pd.concat(frames, ignore_index=True).fillna("")
    _refuse_silence(rows, consultation)
    return Gathered(rows, pd.concat(origins, ignore_index=True), found)


def named_columns(consultation: Consultation) -> list[str]:
    """Return every column the consultation names, ignored ones included, in tidy spelling."""
    columns = consultation.columns
    single = (
        columns.respondent_id,
        columns.organisation,
        columns.kind,
        columns.submitted_at,
        columns.may_quote,
        columns.may_name,
    )
    names = [name for name in single if name]
    names += [*columns.attributes, *columns.ignore, *_question_columns(consultation)]
    return list(dict.fromkeys(tidy(name) for name in names))


def _question_columns(consultation: Consultation) -> Iterable[str]:
    yield from (closed.column for _, closed in closed_parts(consultation))
    yield from (part.column for part in open_parts(consultation))


def _refuse_odd_questions(consultation: Consultation) -> None:
    if not open_parts(consultation):
        raise InputError(
            "consultation.toml names no open question, so there are no comments to analyse. Add "
            'a [[questions]] with a "column" that holds what people wrote.'
        )
    seen: set[str] = set()
    for column in map(tidy, _question_columns(consultation)):
        if column in seen:
            raise ConsultationError(
                f'consultation.toml uses the column "{column}" for two parts of questions. '
                "Each part needs a column of its own."
            )
        seen.add(column)


def _refuse_missing(received: Received, named: list[str]) -> None:
    headers = list(received.frame.columns)
    missing = [name for name in named if name not in headers]
    if not missing:
        return
    free = [header for header in headers if header not in named] or headers
    lines = [f'- "{name}". {suggest(name, free)}' for name in missing]
    raise InputError(
        f"{received.where}: columns that consultation.toml names and that are not in row 1:\n"
        + "\n".join(lines)
    )


def _not_mentioned(file: str, received: Received, named: list[str]) -> list[Found]:
    message = "The consultation does not mention this column, so it is not used."
    return [
        Found("note", message, file, received.sheet, None, header)
        for header in received.frame.columns
        if header not in named
    ]


def _refuse_silence(rows: pd.DataFrame, consultation: Consultation) -> None:
    columns = [tidy(part.column) for part in open_parts(consultation)]
    if not any(rows[column].str.strip().any() for column in columns):
        files = ", ".join(f'"{source.file}"' for source in consultation.sources)
        listed = "; ".join(f'"{column}"' for column in columns)
        raise InputError(
            f"{files}: every answer to every open question is blank ({len(rows)} rows). Check "
            f"that these columns hold what people wrote: {listed}."
        )
