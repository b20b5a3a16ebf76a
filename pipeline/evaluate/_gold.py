"""Read what people marked by hand, and check that it belongs to the run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError, suggest
from pipeline.hierarchy import group_of
from pipeline.store import Run


@dataclass(frozen=True)
class GoldFile:
    """A kind of gold file: its usual name, the columns it must have and may have."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


TAGS = GoldFile(
    "gold_tags.csv",
    ("comment_key", "outcome_ids", "priority_ids"),
    ("respondent_id", "column_id", "blank_equivalent", "statement_ids"),
)
POINTS = GoldFile(
    "gold_points.csv",
    ("statement_id", "question_id", "kind", "quantifier", "supporters", "basis"),
    (
        "point",
        "n_supporters",
        "framework_tags",
        "n_answered_question",
        "evidence_comments",
        "statement",
        "quantifier_phrase",
        "report_sentence",
    ),
)


@dataclass(frozen=True)
class Gold:
    """A gold file as read: ``frame`` holds text, missing cells are empty; row 1 is the header."""

    path: Path
    frame: pd.DataFrame

    def complain(self, row: int, column: str, problem: str) -> InputError:
        """Make the error for a cell; ``row`` counts from 0."""
        return InputError(f"{self.path.name}, row {row + 2}, column {column}: {problem}")

    def ids(self, column: str, known: Collection[str], where: str) -> list[tuple[str, ...]]:
        """Split a column of ids separated by ";" and check each against the run.

        Parameters
        ----------
        column : str
            The column; one that is absent reads as empty.
        known : collection of str
            The ids that exist; empty to skip the check.
        where : str
            What they are ids of, for the message.

        Raises
        ------
        InputError
            If an id does not exist in the run.
        """
        if column not in self.frame:
            return [()] * len(self.frame)
        found = []
        for row, cell in enumerate(self.frame[column]):
            ids = tuple(part.strip() for part in cell.split(";") if part.strip())
            for name in ids:
                if known and name not in known:
                    raise self.complain(
                        row, column, f'"{name}" is not one of the {where} of this run.'
                    )
            found.append(tuple(dict.fromkeys(ids)))
        return found


def read_gold(path: Path, kind: GoldFile) -> Gold:
    """Read a gold file.

    Parameters
    ----------
    path : pathlib.Path
        The CSV file, or the folder that holds it under its usual name.
    kind : GoldFile
        Which columns to expect.

    Returns
    -------
    Gold

    Raises
    ------
    InputError
        If the file is not there, is not CSV in UTF-8, or has a column missing or unknown.
    """
    file = path / kind.name if path.is_dir() else path
    if not file.is_file():
        raise InputError(
            f'There is no file "{file}". Give the CSV file, or a folder with {kind.name} in it.'
        )
    try:
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(
            f"{file.name} is not a CSV file in UTF-8 ({type(error).__name__}). "
            'In Excel, save it as "CSV UTF-8 (comma delimited)".'
        ) from None
    for column in kind.required:
        if column not in frame:
            raise InputError(f'{file.name}: column "{column}" is missing from row 1.')
    for column in frame.columns:
        if column not in kind.required + kind.optional:
            known = (*kind.required, *kind.optional)
            raise InputError(f'{file.name}, row 1: unknown column "{column}". '
                             f"{suggest(str(column), known)}")  # fmt: skip
    return Gold(file, frame)


def groups_of(run: Run) -> dict[str, str]:
    """Return, for each question id, the id of its group (itself if it is in none)."""
    return group_of(run.table("questions"))
