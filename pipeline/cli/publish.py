"""``several publish``: write the reports of a run that may be published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def publish(
    run: Annotated[Path, typer.Argument(help="The run's folder, or the consultation's.")],
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show technical messages as well.")
    ] = False,
) -> None:
    """Write reports that may be published: small numbers hidden, quotes only with permission."""
    from flows.publish import publish as write

    paths = write(run, verbose=verbose)
    typer.echo("Reports for publication:")
    for path in paths:
        typer.echo(f"  {path}")
