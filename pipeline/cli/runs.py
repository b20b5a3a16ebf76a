"""``several runs``: list the finished runs of a consultation."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def runs(
    folder: Annotated[
        Path, typer.Argument(help="The consultation file, or its data folder.")
    ] = Path(),
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """List the finished runs of a consultation, oldest first."""
    from pipeline.consultation import load_consultation
    from pipeline.store import open_run, runs_in

    if folder.suffix == ".toml" or (folder / "consultation.toml").is_file():
        folder = load_consultation(folder).folder
    rows = []
    for path in runs_in(folder):
        manifest = open_run(path).manifest
        finished = datetime.fromtimestamp((path / "manifest.json").stat().st_mtime)
        rows.append(
            {
                "run_id": manifest["run_id"],
                "finished_at": finished.isoformat(sep=" ", timespec="minutes"),
                "title": manifest["title"],
                "n_respondents": manifest["tables"]["respondents"]["n_rows"],
                "n_statements": manifest["tables"]["statements"]["n_rows"],
                "path": str(path.resolve()),
            }
        )
    if json_:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(
            f"{row['run_id']}  {row['finished_at']}  {row['n_respondents']:,} respondents, "
            f"{row['n_statements']:,} statements  {row['title']}"
        )
    if not rows:
        typer.echo(f"There are no finished runs in {folder.resolve()}.")
