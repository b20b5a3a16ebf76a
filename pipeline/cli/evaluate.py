"""``several evaluate``: measure a run against what people marked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    kind: Annotated[str, typer.Argument(help="What to measure: tags, themes or statements.")],
    run: Annotated[Path, typer.Argument(help="The run's folder, or the consultation's.")],
    gold: Annotated[
        Path, typer.Option("--gold", help="CSV file marked by hand, or the folder it is in.")
    ],
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Measure a run against what people marked by hand, beside a simple baseline."""
    from pipeline.evaluate import evaluate as measure
    from pipeline.store import open_run

    frame = measure(kind, open_run(run), gold)
    if json_:
        typer.echo(frame.to_json(orient="records", indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    resampled = "people" if kind == "tags" else "gold points (B-cubed: people)"
    caption = f"95 % intervals: bootstrap over {resampled}"
    table = Table(title=f"{kind} compared with {gold}", caption=caption)
    table.add_column("measure")
    for heading in ("value", "95 % interval", "baseline", "n"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("meaning", overflow="fold")
    for record in frame.to_dict("records"):
        interval = f"{_shown(record['low'])} to {_shown(record['high'])}"
        table.add_row(
            record["measure"],
            _shown(record["value"]),
            interval if record["low"] == record["low"] else "exact",
            _shown(record["baseline"]),
            str(record["n"]),
            record["meaning"],
        )
    Console().print(table)


def _shown(value: float) -> str:
    """Two decimals, or a dash for what is not defined (NaN differs from itself)."""
    return f"{value:.2f}" if value == value else "–"
