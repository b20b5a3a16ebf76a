"""``several init``: draft a consultation file from an export."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.ingest import Draft


def init(
    responses: Annotated[
        Path, typer.Argument(help="The responses: a CSV file or an Excel workbook.")
    ],
    sheet: Annotated[
        str | None,
        typer.Option(help="Sheet of the workbook. By default the first one that holds anything."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="Where to write the file. By default consultation.toml beside them."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a consultation file that is there.")
    ] = False,
) -> None:
    """Draft consultation.toml from an export of responses, and say what to look at."""
    from pipeline.errors import ConsultationError
    from pipeline.ingest import draft
    from pipeline.store import write_atomically

    target = _target(responses, output)
    if target.exists() and not force:
        raise ConsultationError(
            f'"{target}" is there already and was left as it is. Use --force to write over it, '
            "or --output to write another file."
        )
    drafted = draft(responses, sheet, source=_seen_from(responses, target.parent))
    write_atomically(target, drafted.toml.encode())
    _show(drafted, responses, target)


def _target(responses: Path, output: Path | None) -> Path:
    if output is None:
        return responses.parent / "consultation.toml"
    return output if output.suffix == ".toml" else output / "consultation.toml"


def _seen_from(responses: Path, folder: Path) -> str:
    """Return the path of the responses as the consultation file has to name it."""
    try:
        return Path(os.path.relpath(responses.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return responses.resolve().as_posix()


def _show(drafted: Draft, responses: Path, target: Path) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table("Column", "Header", "Taken as")
    for letter, header, use in drafted.columns:
        table.add_row(letter, Text(header), Text(use))
    console.print(Text(f"{responses.name}: {drafted.n_rows} rows of responses"))
    console.print(table)
    if drafted.doubts:
        console.print("Please check:")
        for doubt in drafted.doubts:
            console.print(Text(f"- {doubt}"))
    console.print(Text(f"\nWritten: {target}"), soft_wrap=True)
    console.print("Correct the title and the name of your organisation in it. Then:")
    console.print(Text(f'several check "{target}"'), soft_wrap=True)
