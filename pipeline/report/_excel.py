"""The report as an Excel workbook: what a report writer filters, sorts and copies from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.report._parts import Count, Report, Section, Statement

Value = str | int | float | None
Column = tuple[str, int]

CREATED = datetime(2000, 1, 1)
CELL_LIMIT = 32_767
"""Characters Excel keeps in a cell."""
LINE = 13.5
"""Height of a line of text in points."""
COUNTED: tuple[Column, ...] = (("Respondents", 13), ("Base", 8), ("Share", 8))


def write(report: Report) -> bytes:
    """Return the workbook. Text is written as text, whatever it begins with."""
    buffer = io.BytesIO()
    # The size of the longest sheet decides nothing else: text is kept, never read as a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = _Book(xlsxwriter.Workbook(buffer, options))
    book.file.set_properties(
        {"title": report.title, "author": report.body, "company": report.body, "created": CREATED}
    )
    book.sheet("Summary", (("", 30), ("", 100)), _summary(report), heading=False)
    book.sheet("Statements", _STATEMENTS, _statements(report))
    book.sheet("Evidence", _EVIDENCE, _evidence(report))
    book.sheet("Themes", _THEMES, _themes(report))
    book.sheet("Tags", _TAGS, _tags(report))
    book.sheet("Breakdown", _BREAKDOWN, _breakdown(report))
    book.sheet("Closed answers", _CLOSED, _closed(report))
    _matrix(book, report)
    book.sheet("Exclusions", (("Step", 70), ("Comments", 14)), _exclusions(report))
    book.sheet("Key", (("Words", 34), ("What they stand for", 90)), _key(report))
    if report.problems:
        book.sheet(
            "Data problems", _PROBLEMS, ((p.severity, p.place, p.message) for p in report.problems)
        )
    if report.waterfall_by_part:
        head, *rows = report.waterfall_by_part
        columns = tuple((name.capitalize(), 14) for name in head)
        book.sheet("Exclusions by question", columns, (_figures(row) for row in rows))
    book.file.close()
    return buffer.getvalue()


_STATEMENTS: tuple[Column, ...] = (
    ("Statement", 12), ("Question", 12), ("Sentence", 80), *COUNTED, ("Words of quantity", 18),
    ("Counted from", 14), ("Act", 13), ("Outcome", 24), ("Themes", 20),
)  # fmt: skip
_EVIDENCE: tuple[Column, ...] = (
    ("Statement", 12), ("Question", 12), ("Kind", 12), ("Respondent", 22), ("Where", 26),
    ("Quotation", 80), ("Permission", 24),
)  # fmt: skip
_THEMES: tuple[Column, ...] = (
    ("Question", 12), ("Rank", 8), ("Theme", 44), *COUNTED, ("Status", 18),
    ("Part of", 34), ("Keywords", 40), ("Stability", 10), ("Example", 70), ("Said by", 30),
    ("Theme id", 14),
)  # fmt: skip
_TAGS: tuple[Column, ...] = (
    ("Code", 10), ("Level", 10), ("Name", 70), ("Outcome", 10), *COUNTED, ("Further, to check", 18),
)  # fmt: skip
_BREAKDOWN: tuple[Column, ...] = (
    ("Code", 10), ("Level", 10), ("Outcome or priority", 50), ("Broken down by", 24), ("Value", 30),
    *COUNTED, ("Share at least", 9), ("Share at most", 9), ("Share of others", 9),
    ("Mentioned", 24), ("Chance of a false alarm (q)", 16),
)  # fmt: skip
_CLOSED: tuple[Column, ...] = (
    ("Question", 14), ("Answer", 44), *COUNTED, ("Counts as agreement", 20), ("Note", 60),
)  # fmt: skip
_PROBLEMS: tuple[Column, ...] = (("Severity", 12), ("Where", 44), ("Problem", 90))


class _Book:
    """A workbook whose sheets all look alike: bold frozen header, filter, wrapped text."""

    def __init__(self, file: Any) -> None:
        self.file = file
        font = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.text: Format = file.add_format({**font, "text_wrap": True})
        # The quote prefix keeps text such as "=1+1" text when someone edits the cell.
        self.quoted: Format = file.add_format({**font, "text_wrap": True, "quote_prefix": True})
        self.whole: Format = file.add_format({**font, "num_format": "#,##0"})
        self.share: Format = file.add_format({**font, "num_format": "0%"})
        self.head: Format = file.add_format(
            {
                **font,
                "bold": True,
                "text_wrap": True,
                "font_color": "#FFFFFF",
                "bg_color": "#1F4E79",
            }
        )
        self.label: Format = file.add_format({**font, "bold": True, "text_wrap": True})

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value]],
        *,
        heading: bool = True,
    ) -> Worksheet:
        sheet: Worksheet = self.file.add_worksheet(name)
        for place, (title, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            if heading:
                sheet.write_string(0, place, title, self.head)
        last = 0
        for last, row in enumerate(rows, start=1 if heading else 0):
            lines = max((_lines(v, columns[p][1]) for p, v in enumerate(row)), default=1)
            if lines > 1:
                sheet.set_row(last, LINE * min(lines, 30))
            for place, value in enumerate(row):
                self.write(sheet, last, place, value, label=not heading and place == 0)
        if heading:
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
            sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def write(
        self, sheet: Worksheet, row: int, column: int, value: Value, *, label: bool = False
    ) -> None:
        if value is None or value == "":
            return
        if isinstance(value, float):
            sheet.write_number(row, column, value, self.share)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.whole)
        else:
            style = self.label if label else self.text
            style = self.quoted if value.startswith(("=", "+", "-", "@", "\t", "\r")) else style
            sheet.write_string(row, column, value[:CELL_LIMIT], style)


def _lines(value: Value, width: int) -> int:
    """How many lines a value takes when wrapped; programs other than Excel do not work it out."""
    if not isinstance(value, str):
        return 1
    return sum(1 + int(len(part) / (1.05 * width)) for part in value.split("\n"))


def _counted(count: Count) -> tuple[Value, Value, Value]:
    if count.n is None:
        return count.text, count.base, None
    return count.n, count.base, count.share


def _summary(report: Report) -> Iterator[Sequence[Value]]:
    yield "Title", report.title
    yield "", report.subtitle
    yield "Body", report.body
    yield "Dates", report.dates
    yield "Status", report.status
    yield "Who took part", report.respondents
    yield "Not a vote", report.not_a_vote
    for section in report.sections:
        made = f"Statements: {len(section.statements)}. Themes: {len(section.themes)}."
        yield section.heading, f"{section.text} {section.base_note} {made}"
    for place, paragraph in enumerate((*report.method, *report.base_notes)):
        yield "" if place else "Method", paragraph
    if report.breakdown.cells or report.breakdown.note:
        yield "Breakdown", f"{report.breakdown.reading} {report.breakdown.note}".strip()
        yield from (("", sentence) for sentence in report.breakdown.sentences)
    yield "Made by", report.provenance


def _each(report: Report) -> Iterator[tuple[Section, Statement]]:
    for section in report.sections:
        for statement in section.statements:
            yield section, statement


def _statements(report: Report) -> Iterator[Sequence[Value]]:
    for section, item in _each(report):
        yield (
            item.statement_id, section.question_id, item.text, *_counted(item.count),
            item.quantifier, item.basis, item.act, item.outcome, "; ".join(item.themes),
        )  # fmt: skip


def _evidence(report: Report) -> Iterator[Sequence[Value]]:
    for section, item in _each(report):
        start = (item.statement_id, section.question_id)
        for quote in item.quotes:
            yield (
                *start,
                "quotation",
                quote.who,
                quote.comment_id,
                quote.text,
                quote.note.strip("()"),
            )
        for person in item.supporters:
            yield (*start, "supporter", person.respondent_id, person.where)


def _themes(report: Report) -> Iterator[Sequence[Value]]:
    for section in report.sections:
        for item in section.themes:
            quote = item.example
            yield (
                section.question_id, item.rank, item.label, *_counted(item.count), item.status,
                item.broader, item.keywords, item.stability, quote.text if quote else None,
                quote.attribution if quote else None, item.theme_id,
            )  # fmt: skip


def _tags(report: Report) -> Iterator[Sequence[Value]]:
    for tag in report.tags:
        yield tag.label_id, tag.level, tag.name, tag.outcome, *_counted(tag.count), tag.to_check


def _breakdown(report: Report) -> Iterator[Sequence[Value]]:
    for cell in report.breakdown.cells:
        yield (
            cell.label_id, cell.level, cell.name, cell.dimension, cell.value, *_counted(cell.count),
            cell.low, cell.high, cell.others.share if cell.others else None, cell.compared, cell.q,
        )  # fmt: skip


def _closed(report: Report) -> Iterator[Sequence[Value]]:
    for section in report.sections:
        for closed in section.closed:
            for option in closed.options:
                agrees = "yes" if option.agrees else "no"
                counted = _counted(option.count)
                yield closed.question_id, option.value, *counted, agrees, closed.base_note


def _matrix(book: _Book, report: Report) -> None:
    """Which comments make which themes: a 1 where they do, nothing elsewhere."""
    matrix = report.matrix
    columns: tuple[Column, ...] = (("Comment", 16), ("Respondent", 16), ("Question", 10))
    columns += tuple((label, 16) for _, label in matrix.columns)
    place = {theme: number for number, (theme, _) in enumerate(matrix.columns, start=3)}
    rows = [(comment, person, question) for comment, person, question, _ in matrix.rows]
    sheet = book.sheet("Comments matrix", columns, rows or [(matrix.note,)])
    for number, (*_, themes) in enumerate(matrix.rows, start=1):
        for theme in themes:
            sheet.write_number(number, place[theme], 1, book.whole)
    sheet.freeze_panes(1, 1)


def _exclusions(report: Report) -> Iterator[Sequence[Value]]:
    yield from (_figures((step.what, step.n)) for step in report.waterfall)
    if report.waterfall_note:
        yield (report.waterfall_note,)


def _key(report: Report) -> Iterator[Sequence[Value]]:
    yield from report.key


def _figures(row: Sequence[str]) -> list[Value]:
    """Numbers of a row as numbers, so that they can be added up."""
    cells: list[Value] = []
    for cell in row:
        plain = cell.replace(",", "")
        cells.append(int(plain) if plain.isdigit() else cell)
    return cells
