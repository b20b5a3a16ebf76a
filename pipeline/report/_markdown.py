"""The report as Markdown: for a web page, a wiki or a text editor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.report._parts import Closed, Report, Section, Statement, Tag

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~]|&(?=#?\w+;))")


def write(report: Report) -> bytes:
    """Return the report as Markdown in UTF-8."""
    lines = [f"# {_escape(report.title)}", "", f"*{_escape(report.subtitle)}*", ""]
    lines += [f"{_escape(report.body)}{'. ' if report.dates else ''}{report.dates}.", ""]
    lines += [f"**{report.status}**", "", _escape(report.respondents), "", report.not_a_vote, ""]
    for section in report.sections:
        lines += _section(section)
    if report.tags:
        lines += ["## Outcomes and priorities mentioned", ""]
        lines += [_escape(report.framework), ""] if report.framework else []
        lines += _table(
            ("Outcome or priority", "Respondents"),
            [(_tag(tag), tag.count.text) for tag in report.tags],
        )
    if report.breakdown.listed:
        lines += ["### Differences between respondents", "", report.breakdown.reading, ""]
        lines += [*(f"- {_escape(sentence)}" for sentence in report.breakdown.listed), ""]
    lines += _annexes(report)
    return ("\n".join(lines).rstrip() + "\n").encode()


def _section(section: Section) -> list[str]:
    lines = [f"## {_escape(section.heading)}", "", _escape(section.text), ""]
    lines += [f"- {_escape(part)}" for part in section.parts] + [""] * bool(section.parts)
    lines += [f"*{_escape(section.base_note)}*", ""]
    for closed in section.closed:
        lines += _closed(closed)
    if section.statements or section.empty_note:
        lines += [f"### {section.comments_heading}", ""]
    for statement in section.statements:
        lines += _statement(statement)
    if section.empty_note:
        lines += [section.empty_note, ""]
    if section.listed_themes:
        lines += ["### Themes", ""]
        lines += _table(
            ("", "Theme", "Respondents", "Status"),
            [
                (theme.rank, theme.label, theme.count.text, theme.status)
                for theme in section.listed_themes
            ],
        )
        lines += [section.more_themes, ""] if section.more_themes else []
    return lines


def _closed(closed: Closed) -> list[str]:
    rows = [(option.value, option.count.text, option.count.percent) for option in closed.options]
    return [*_table(("Answer", "Respondents", "Share"), rows), f"*{closed.base_note}*", ""]


def _statement(statement: Statement) -> list[str]:
    counted = f" ({statement.counted})" if statement.counted else ""
    lines = [f"{_escape(statement.text)}{counted}", ""]
    for quote in statement.quotes:
        lines += [f"> “{_escape(quote.text)}” — {_escape(quote.attribution)}", ""]
    return lines


def _tag(tag: Tag) -> str:
    return f"– {tag.name}" if tag.level == "priority" else tag.name


def _annexes(report: Report) -> list[str]:
    lines = ["## How this report was made", ""]
    for paragraph in (*report.method, *report.base_notes):
        lines += [_escape(paragraph), ""]
    lines += ["## Key to the words", ""]
    lines += _table(("Words", "What they stand for"), report.key)
    lines += ["## From comments received to comments analysed", ""]
    if report.waterfall:
        lines += _table(("", "Comments"), [(step.what, step.n) for step in report.waterfall])
    else:
        lines += [report.waterfall_note, ""]
    if report.organisations:
        lines += ["## Organisations that took part", ""]
        lines += [*(f"- {_escape(name)}" for name in report.organisations), ""]
    if report.problems:
        lines += ["## Problems in the data", ""]
        rows = [(problem.severity, problem.place, problem.message) for problem in report.problems]
        lines += _table(("Severity", "Where", "Problem"), rows)
    return [*lines, f"*{_escape(report.provenance)}*"]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(_escape(cell) for cell in row)} |" for row in rows]
    return [*lines, ""]


def _escape(text: str) -> str:
    """Keep what Markdown would read as markup, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
