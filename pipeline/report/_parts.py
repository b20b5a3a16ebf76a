"""The parts of a report: what every writer is given and nothing else.

Numbers reach a writer only as a ``Count``, from which the profile has already taken what may
not be shown; a writer cannot print what it has never seen.
"""

from __future__ import annotations

from dataclasses import dataclass

HIDDEN = "not shown"
"""Stands for a number that the profile hides."""


@dataclass(frozen=True)
class Count:
    """A number of respondents beside its base, as far as the profile shows it.

    Attributes
    ----------
    n : int or None
        How many; None where hidden.
    base : int or None
        Of how many; None where hidden.
    text : str
        What to print: "18 of 20", "fewer than 10 of 140".
    """

    n: int | None
    base: int | None
    text: str

    @property
    def share(self) -> float | None:
        """Share of the base in 0 to 1; None where hidden."""
        return self.n / self.base if self.n is not None and self.base else None

    @property
    def percent(self) -> str:
        """Share as a whole percentage, or an empty string where hidden."""
        return "" if self.share is None else f"{100 * self.share:.0f}%"


@dataclass(frozen=True)
class Quote:
    """A respondent's words, with who may be said to have written them."""

    text: str
    who: str
    note: str
    comment_id: str | None

    @property
    def attribution(self) -> str:
        """Who wrote it, with a mark where permission is not known."""
        return f"{self.who} {self.note}".strip()


@dataclass(frozen=True)
class Supporter:
    """A respondent a statement counts, and the comment or answer it counts them for."""

    respondent_id: str
    where: str


@dataclass(frozen=True)
class Statement:
    """A counted sentence with its evidence. ``supporters`` is empty where ids are not listed."""

    statement_id: str
    text: str
    basis: str
    act: str
    outcome: str
    quantifier: str
    count: Count
    themes: tuple[str, ...]
    quotes: tuple[Quote, ...]
    supporters: tuple[Supporter, ...]

    @property
    def counted(self) -> str:
        """The count to print after the sentence; empty where hidden or said already."""
        said = self.count.text.casefold() in self.text.casefold()
        return "" if said or self.count.text == HIDDEN else self.count.text


@dataclass(frozen=True)
class Option:
    """An option of a closed question and who ticked it."""

    value: str
    count: Count
    agrees: bool


@dataclass(frozen=True)
class Closed:
    """The answers to a closed part; ``alt`` says in words what its chart shows."""

    question_id: str
    options: tuple[Option, ...]
    base_note: str
    alt: str


@dataclass(frozen=True)
class Theme:
    """A theme of a question; ``rank`` is "3", or "3.1" for a part of a broader theme."""

    theme_id: str
    rank: str
    label: str
    status: str
    count: Count
    keywords: str
    stability: float | None
    example: Quote | None
    broader: str


LISTED = 20
"""Themes of a question that a document lists; the workbook has them all."""


@dataclass(frozen=True)
class Section:
    """A question group: what was asked, who answered, what they said."""

    question_id: str
    part_ids: tuple[str, ...]
    heading: str
    text: str
    parts: tuple[str, ...]
    base_note: str
    closed: tuple[Closed, ...]
    statements: tuple[Statement, ...]
    themes: tuple[Theme, ...]
    empty_note: str

    @property
    def listed_themes(self) -> tuple[Theme, ...]:
        """The themes a document lists: raised by two or more, the first ``LISTED`` of them."""
        shared = [theme for theme in self.themes if theme.count.n is None or theme.count.n > 1]
        return tuple(shared[:LISTED])

    @property
    def more_themes(self) -> str:
        """Where the other themes are, if there are any."""
        more = len(self.themes) - len(self.listed_themes)
        if not more:
            return ""
        return (
            f"{more:,} more, most of them raised by few, are in the sheet Themes of the workbook."
        )

    @property
    def comments_heading(self) -> str:
        """What the part that reports comments is called."""
        return "What respondents said" if self.closed else "Comments"


@dataclass(frozen=True)
class Tag:
    """How many respondents mentioned an outcome or priority; ``level`` as in ``tags``."""

    label_id: str
    name: str
    level: str
    outcome: str
    count: Count
    to_check: str


@dataclass(frozen=True)
class Cell:
    """How many respondents of one value mention an outcome or priority, beside the others.

    ``low`` and ``high`` bound the share (95 %); ``q`` is how often so clear a difference would be
    a chance one, all tests of the run considered. These are None where hidden or not tested.
    """

    label_id: str
    name: str
    level: str
    dimension: str
    value: str
    count: Count
    low: float | None
    high: float | None
    others: Count | None
    compared: str
    q: float | None


DIFFERENCES = 20
"""Differences between respondents that a document lists; the workbook has them all."""


@dataclass(frozen=True)
class Breakdown:
    """Who mentions which outcome and priority; ``sentences`` state the clear differences."""

    cells: tuple[Cell, ...]
    sentences: tuple[str, ...]
    reading: str
    note: str

    @property
    def listed(self) -> tuple[str, ...]:
        """The differences a document lists, and where the others are."""
        more = len(self.sentences) - DIFFERENCES
        if more <= 0:
            return self.sentences
        where = f"{more:,} more differences are in the sheet Breakdown of the workbook."
        return (*self.sentences[:DIFFERENCES], where)


@dataclass(frozen=True)
class Step:
    """A row of the exclusion waterfall: how many open cells, and what became of them."""

    what: str
    n: str
    kind: str


@dataclass(frozen=True)
class Matrix:
    """Which comments were assigned to which themes: ids only, never words."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    note: str


@dataclass(frozen=True)
class Problem:
    """A data problem, with the place it was found."""

    severity: str
    place: str
    message: str


@dataclass(frozen=True)
class Report:
    """Everything a report says, in the order it says it."""

    title: str
    subtitle: str
    body: str
    dates: str
    status: str
    profile: str
    respondents: str
    organisations: tuple[str, ...]
    sections: tuple[Section, ...]
    framework: str
    tags: tuple[Tag, ...]
    breakdown: Breakdown
    waterfall: tuple[Step, ...]
    waterfall_by_part: tuple[tuple[str, ...], ...]
    waterfall_note: str
    not_a_vote: str
    method: tuple[str, ...]
    base_notes: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    matrix: Matrix
    provenance: str

    @property
    def n_statements(self) -> int:
        """How many statements the sections make."""
        return sum(len(section.statements) for section in self.sections)
