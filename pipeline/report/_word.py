"""The report as a Word document that a council can put its name to."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.shared import Cm

from pipeline.report._chart import chart
from pipeline.report._parts import Closed, Report, Section, Statement
from pipeline.report._word_file import fixed_zip, set_properties
from pipeline.report._word_style import add_contents, add_footer, add_table, plain, set_styles

PROBLEMS = 40
"""Data problems printed; the workbook has them all."""


def write(report: Report) -> bytes:
    """Return the document."""
    document = docx.Document()
    set_properties(document, title=plain(report.title), author=plain(report.body))
    set_styles(document)
    add_footer(document, report.title)
    _front(document, report)
    for place, section in enumerate(report.sections):
        _section(document, section, new_page=place == 0)
    _annexes(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed_zip(buffer.getvalue())


def _add(document: Document, text: str, style: str) -> None:
    document.add_paragraph(plain(text), style=style)


def _front(document: Document, report: Report) -> None:
    """The title block, who took part, and the contents."""
    _add(document, report.body, "Body name")
    _add(document, report.title, "Title")
    _add(document, report.subtitle, "Subtitle")
    if report.dates:
        _add(document, report.dates, "Dates")
    _add(document, report.status, "Status")
    _add(document, "Who took part", "Front heading")
    _add(document, report.respondents, "Normal")
    _add(document, report.not_a_vote, "Normal")
    _add(document, "Contents", "Front heading")
    add_contents(document, _headings(report))


def _headings(report: Report) -> list[str]:
    found = [section.heading for section in report.sections]
    found += ["Outcomes and priorities mentioned"] if report.tags else []
    found += ["How this report was made", "Key to the words"]
    found += ["From comments received to comments analysed"]
    found += ["Organisations that took part"] if report.organisations else []
    return [*found, "Problems in the data"] if report.problems else found


def _section(document: Document, section: Section, *, new_page: bool) -> None:
    heading = document.add_heading(plain(section.heading), level=1)
    heading.paragraph_format.page_break_before = new_page
    _add(document, section.text, "Question")
    for part in section.parts:
        _add(document, part, "Question part")
    _add(document, section.base_note, "Base note")
    for closed in section.closed:
        _closed(document, closed)
    if section.statements or section.empty_note:
        document.add_heading(section.comments_heading, level=2)
    for statement in section.statements:
        _statement(document, statement)
    if section.empty_note:
        _add(document, section.empty_note, "Normal")
    if section.listed_themes:
        document.add_heading("Themes", level=2)
        _themes(document, section)


def _closed(document: Document, closed: Closed) -> None:
    drawn = chart(closed)
    if drawn is not None:
        picture = document.add_picture(io.BytesIO(drawn), width=Cm(16))
        picture._inline.docPr.set("descr", plain(closed.alt))
        document.paragraphs[-1].style = document.styles["Figure"]
    rows = [(option.value, option.count.text, option.count.percent) for option in closed.options]
    add_table(
        document, ("Answer", "Respondents", "Share"), rows, widths=(9.5, 4.5, 2), right=(1, 2)
    )
    _add(document, closed.base_note, "Base note")


def _statement(document: Document, statement: Statement) -> None:
    paragraph = document.add_paragraph(plain(statement.text), style="Statement")
    if statement.counted:
        paragraph.add_run(f"\u2002({statement.counted})".replace(" ", "\u00a0"), style="Counted")
    paragraph.paragraph_format.keep_with_next = bool(statement.quotes)
    for quote in statement.quotes:
        words = document.add_paragraph(plain(f"“{quote.text}”"), style="Quote")
        words.add_run(plain(f" – {quote.attribution}"), style="Attribution")


def _themes(document: Document, section: Section) -> None:
    listed = section.listed_themes
    rows = [(theme.rank, theme.label, theme.count.text, theme.status) for theme in listed]
    head = ("", "Theme", "Respondents", "Status")
    add_table(document, head, rows, widths=(1.2, 8.3, 3.5, 3), right=(2,))
    if section.more_themes:
        _add(document, section.more_themes, "Base note")


def _annexes(document: Document, report: Report) -> None:
    if report.tags:
        document.add_heading("Outcomes and priorities mentioned", level=1)
        note = "Respondents whose comments mention each outcome or priority"
        _add(
            document,
            f"{note} of: {report.framework}." if report.framework else f"{note}.",
            "Base note",
        )
        rows = [
            (("\u2003" if tag.level == "priority" else "") + tag.name, tag.count.text)
            for tag in report.tags
        ]
        whole = [place for place, tag in enumerate(report.tags) if tag.level != "priority"]
        add_table(
            document, ("Outcome or priority", "Respondents"), rows,
            widths=(12, 4), right=(1,), bold=whole,
        )  # fmt: skip
    if report.breakdown.listed:
        document.add_heading("Differences between respondents", level=2)
        _add(document, report.breakdown.reading, "Normal")
        for sentence in report.breakdown.listed:
            _add(document, sentence, "List Bullet")
    heading = document.add_heading("How this report was made", level=1)
    heading.paragraph_format.page_break_before = True
    for paragraph in (*report.method, *report.base_notes):
        _add(document, paragraph, "Normal")
    document.add_heading("Key to the words", level=1)
    add_table(document, ("Words", "What they stand for"), report.key, widths=(5, 11))
    _received(document, report)
    if report.organisations:
        document.add_heading("Organisations that took part", level=1)
        for name in report.organisations:
            _add(document, name, "List Bullet")
    if report.problems:
        document.add_heading("Problems in the data", level=1)
        shown = [(item.severity, item.place, item.message) for item in report.problems[:PROBLEMS]]
        add_table(document, ("Severity", "Where", "Problem"), shown, widths=(2.2, 5, 8.8))
        if len(report.problems) > PROBLEMS:
            more = len(report.problems) - PROBLEMS
            _add(document, f"And {more} more, in the workbook.", "Base note")
    _add(document, report.provenance, "Base note")


def _received(document: Document, report: Report) -> None:
    document.add_heading("From comments received to comments analysed", level=1)
    if not report.waterfall:
        _add(document, report.waterfall_note, "Normal")
        return
    rows = [(step.what, step.n) for step in report.waterfall]
    bold = [place for place, step in enumerate(report.waterfall) if step.kind != "less"]
    add_table(document, ("Step", "Comments"), rows, widths=(12.5, 3.5), right=(1,), bold=bold)
