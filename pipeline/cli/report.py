"""``several report``: write a run's report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FORMATS = ("docx", "xlsx", "html", "md")


def report(
    run: Annotated[Path, typer.Argument(help="The run's folder, or the consultation's.")],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="docx, xlsx, html, md or json; may be repeated. Without it: all but json.",
        ),
    ] = None,
    profile: Annotated[
        str,
        typer.Option(
            "--profile",
            help="internal (exact numbers) or publish (small numbers hidden, no ids).",
        ),
    ] = "internal",
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Folder for the files. Without it: report, in the run's."),
    ] = None,
) -> None:
    """Write the report of a run: Word, Excel, HTML and Markdown."""
    from pipeline.report import report as write
    from pipeline.store import open_run

    opened = open_run(run)
    folder = output or opened.path / "report"
    for path in write(opened, formats=formats or FORMATS, profile=profile, folder=folder):
        typer.echo(path)
