"""Run the analysis with a progress bar, and say in plain words what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

_STAGES = {
    "ingest": "Reading the files",
    "clean": "Cleaning comments and dividing them into points",
    "embed": "Comparing meanings",
    "tag": "Tagging outcomes and priorities",
    "cluster": "Finding themes",
    "review": "Applying your decisions",
    "summarise": "Writing statements",
    "report": "Writing reports",
}


def analysed(consultation: Path, *, refresh: bool, verbose: bool) -> Path:
    """Run the analysis, with a bar by stage if a person is watching; return the run's folder."""
    from flows.analyse import analyse

    if verbose or not sys.stderr.isatty():
        return analyse(consultation, refresh=refresh, verbose=verbose)
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<48}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Starting", total=len(_STAGES))

        def watcher(stage: str, is_done: bool) -> None:
            progress.update(bar, description=_STAGES[stage], advance=1 if is_done else 0)

        return analyse(consultation, refresh=refresh, watcher=watcher)


def tell(folder: Path, *, out: TextIO) -> None:
    """Say how much was analysed and where the results lie."""
    from pipeline.store import open_run

    finished = open_run(folder)
    comments, issues = finished.comments, finished.issues
    n_analysed = int((comments["status"] == "analysed").sum())
    lines = [
        f"{len(finished.respondents):,} respondents",
        f"{n_analysed:,} of {len(comments):,} comment boxes analysed (the rest were blank, said "
        'only "no comment" or the like; the report lists them)',
        f"{len(finished.statements):,} statements",
        f"Run folder: {folder}",
        "Draft reports:",
        *(f"  {path}" for path in sorted((folder / "report").iterdir())),
    ]
    n_warnings = int((issues["severity"] != "note").sum())
    if n_warnings:
        lines.append(f"{n_warnings:,} problems with the data are listed in the reports.")
    out.write("\n".join(lines) + "\n")
