"""``several demo``: run the shipped example."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import _outcome

_EXAMPLE = "leicestershire-2017"


def demo(
    folder: Annotated[
        Path, typer.Option("--folder", help="Where to put the example; made if need be.")
    ] = Path("several-demo"),
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show technical messages as well.")
    ] = False,
) -> None:
    """Copy the worked example to a folder of its own and analyse it."""
    import shutil

    from pipeline.errors import InputError
    from pipeline.resources import shipped

    if not (folder / "consultation.toml").is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(
                f'"{folder}" holds something else. Name an empty or a new folder, as in: '
                "several demo --folder my-demo"
            )
        made_by_runs = shutil.ignore_patterns("runs", "cache", ".prefect", "decisions.csv")
        shutil.copytree(
            shipped("examples", _EXAMPLE), folder, ignore=made_by_runs, dirs_exist_ok=True
        )
    typer.echo(f"The example is in {folder.resolve()}. Its answers are synthetic.")
    finished = _outcome.analysed(folder, refresh=False, verbose=verbose)
    _outcome.tell(finished, out=sys.stdout)
