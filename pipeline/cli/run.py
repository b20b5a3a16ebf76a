"""``several run``: analyse a consultation, from its files to a draft report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import _outcome


def run(
    consultation: Annotated[
        Path, typer.Argument(help="The consultation file, or the folder it lies in.")
    ] = Path("consultation.toml"),
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Do every step afresh, even if nothing changed.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show technical messages as well.")
    ] = False,
) -> None:
    """Analyse a consultation, from its files to a draft report."""
    folder = _outcome.analysed(consultation, refresh=refresh, verbose=verbose)
    _outcome.tell(folder, out=sys.stdout)
