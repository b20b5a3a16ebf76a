"""``several statements``: the counted statements of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def statements(
    run: Annotated[Path, typer.Argument(help="The run's folder, or the consultation's.")],
    question: Annotated[
        str | None,
        typer.Option("--question", help="One question, such as Q4; its id covers its parts."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Show what respondents said, each sentence with its number and its base."""
    from pipeline.cli.themes import chosen
    from pipeline.report.content import build
    from pipeline.store import open_run

    sections = chosen(build(open_run(run)), question)
    if json_:
        rows = [
            {
                "question_id": section.question_id,
                "statement_id": item.statement_id,
                "text": item.text,
                "quantifier": item.quantifier,
                "act": item.act,
                "basis": item.basis,
                "n_respondents": item.count.n,
                "n_base": item.count.base,
                "share": item.count.share,
                "quotes": [{"text": quote.text, "by": quote.attribution} for quote in item.quotes],
                "respondents": [person.respondent_id for person in item.supporters],
            }
            for section in sections
            for item in section.statements
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    for section in sections:
        table = Table(title=escape(section.heading), title_justify="left", title_style="bold")
        table.add_column("Statement", no_wrap=True)
        table.add_column("Sentence", overflow="fold")
        table.add_column("Respondents", justify="right", no_wrap=True)
        table.add_column("Share", justify="right")
        for item in section.statements:
            cells = (item.statement_id, item.text, item.count.text, item.count.percent)
            table.add_row(*(escape(cell) for cell in cells))
        if section.statements:
            console.print(table)
        if section.empty_note:
            console.print(f"{section.heading}: {section.empty_note}", markup=False)
