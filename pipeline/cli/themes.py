"""``several themes``: the ranked themes of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.report.content import Report, Section, Theme


def themes(
    run: Annotated[Path, typer.Argument(help="The run's folder, or the consultation's.")],
    question: Annotated[
        str | None,
        typer.Option("--question", help="One question, such as Q4; its id covers its parts."),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", min=1, help="How many themes of each question.")
    ] = 10,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Show the themes most respondents raised, each with a quotation that may be used."""
    from pipeline.report.content import build
    from pipeline.store import open_run

    sections = chosen(build(open_run(run)), question)
    if json_:
        rows = [_record(section, theme) for section in sections for theme in _top(section, top)]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    for section in sections:
        table = Table(title=escape(section.heading), title_justify="left", title_style="bold")
        table.add_column("#", no_wrap=True)
        table.add_column("Theme", overflow="fold", min_width=16)
        table.add_column("Respondents", justify="right")
        table.add_column("Share", justify="right")
        table.add_column("Example", overflow="fold")
        for theme in _top(section, top):
            quote = theme.example
            said = f"“{shorten(quote.text)}” {quote.attribution}" if quote else ""
            cells = (theme.rank, theme.label, theme.count.text, theme.count.percent, said)
            table.add_row(*(escape(cell) for cell in cells))
        console.print(
            table if section.themes else f"{section.heading}\n{section.empty_note or 'No themes.'}",
            markup=False,
        )


def chosen(report: Report, question: str | None) -> list[Section]:
    """Return the sections asked for: all, or the group a question or part belongs to.

    Raises
    ------
    RunError
        If there is no such question.
    """
    from pipeline.errors import RunError

    if question is None:
        return list(report.sections)
    found = [
        section
        for section in report.sections
        if question.casefold()
        in {name.casefold() for name in (section.question_id, *section.part_ids)}
    ]
    if not found:
        known = ", ".join(f'"{section.question_id}"' for section in report.sections)
        raise RunError(f'There is no question "{question}" in this run. What would work: {known}.')
    return found


def shorten(text: str, *, width: int = 140) -> str:
    """Cut text after a whole word, with an ellipsis.

    Examples
    --------
    >>> shorten("Better buses for the villages", width=14)
    'Better buses…'
    """
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    cut = text[:width].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.–-") + "…"


def _top(section: Section, top: int) -> list[Theme]:
    """The first themes of a question with the parts of each."""
    return [theme for theme in section.themes if int(theme.rank.split(".")[0]) <= top]


def _record(section: Section, theme: Theme) -> dict[str, object]:
    quote = theme.example
    return {
        "question_id": section.question_id,
        "rank": theme.rank,
        "theme_id": theme.theme_id,
        "label": theme.label,
        "status": theme.status,
        "n_respondents": theme.count.n,
        "n_base": theme.count.base,
        "share": theme.count.share,
        "example": quote.text if quote else None,
        "example_by": quote.attribution if quote else None,
    }
