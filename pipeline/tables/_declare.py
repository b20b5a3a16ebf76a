"""How a table is declared: vocabularies, kinds of column and the ``Table`` itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandera.pandas as pa

ROLES = ("group", "closed", "why", "anything_else", "other")
KINDS = ("individual", "organisation", "unknown")
PERMISSIONS = ("yes", "no", "unknown")
STATUSES = (
    "analysed",
    "blank",
    "non_answer",
    "not_english",
    "duplicate",
    "superseded",
    "incomplete",
    "withheld",
)
ACTS = (
    "support",
    "suggestion",
    "concern",
    "query",
    "alignment",
    "observation",
    "general",
)
STANCES = ("for", "against", "mixed", "none")
CROSS = "CROSS"
GENERAL = "-general"
"""How the id of a group's theme for comments without a point of their own ends."""


def text(meaning: str, *, nullable: bool = False, **checks: Any) -> pa.Column:
    return pa.Column(str, nullable=nullable, description=meaning, coerce=True, **checks)


def choice(meaning: str, options: tuple[str, ...], *, nullable: bool = False) -> pa.Column:
    listed = f"{meaning} One of: {', '.join(options)}."
    return text(listed, nullable=nullable, checks=pa.Check.isin(options))


def count(meaning: str, *, low: int = 0) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(low), description=meaning, coerce=True)


def share(meaning: str, *, nullable: bool = False) -> pa.Column:
    check = pa.Check.in_range(0, 1)
    return pa.Column("float64", check, nullable=nullable, description=meaning, coerce=True)


def number(meaning: str, *, nullable: bool = False) -> pa.Column:
    return pa.Column("float64", nullable=nullable, description=meaning, coerce=True)


def vector(meaning: str) -> pa.Column:
    return pa.Column(None, description=meaning)


@dataclass(frozen=True)
class Table:
    """One declared table.

    Attributes
    ----------
    name, grain : str
        What it is called and what one row of it is.
    key : tuple of str
        The columns that identify a row; rows are kept sorted by them.
    columns : dict of str to pandera.Column
        Types, checks and meanings, in order.
    foreign : dict of str to tuple of (str, str)
        Column to the (table, column) whose values it must take.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: dict[str, pa.Column]
    foreign: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema: strict, in order, unique by key."""
        return pa.DataFrameSchema(
            self.columns, strict=True, ordered=True, unique=list(self.key), name=self.name
        )


SEGMENT = ("segments", "segment_id")
COMMENT = ("comments", "comment_id")
QUESTION = ("questions", "question_id")
RESPONDENT = ("respondents", "respondent_id")
THEME = ("themes", "theme_id")
STATEMENT = ("statements", "statement_id")
