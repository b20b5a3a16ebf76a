"""``several framework``: check a framework, see what belongs under it, compare it with another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.framework import Framework

framework = typer.Typer(
    help="Check a framework, see what belongs under it, and compare it with another.",
    no_args_is_help=True,
)

_Named = Annotated[
    str,
    typer.Argument(help="A file of your own, or the name of a framework that is shipped."),
]
_Edits = Annotated[
    Path | None,
    typer.Option("--edits", help="Your own mapping.csv, which stands before what is computed."),
]
_Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


@framework.command()
def check(
    file_or_name: _Named,
    edits: _Edits = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the notes as JSON.")] = False,
) -> None:
    """Say what is wrong with a framework, or would be better otherwise."""
    import json
    from dataclasses import asdict
    from itertools import groupby

    from pipeline.embeddings import load_embedder
    from pipeline.framework import load_framework
    from pipeline.framework_check import check_framework
    from pipeline.mapping import leaves, map_subjects

    loaded = load_framework(file_or_name, Path())
    embedder = load_embedder()
    notes = check_framework(loaded, map_subjects(loaded, embedder, edits=edits), embedder)
    if json_:
        typer.echo(json.dumps([asdict(note) for note in notes], ensure_ascii=False, indent=2))
        return
    n_outcomes, n_labels = len(loaded.outcomes), len(leaves(loaded))
    lines = [f"{loaded.title}: {n_outcomes} outcomes, {n_labels} labels to tag to. It can be used."]
    for number, (do, alike) in enumerate(groupby(notes, key=lambda note: note.do), start=1):
        first, *rest = [note.says for note in alike]
        lines += ["", f"{number}. {first}", *(f"   {says}" for says in rest)]
        lines += [f"   What to do: {do}"]
    typer.echo("\n".join(lines if notes else [*lines, "There is nothing to note."]))


@framework.command("map")
def map_(
    file_or_name: _Named,
    edits: _Edits = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="CSV file to write it to, which you may edit: mapping.csv."),
    ] = None,
    force: _Force = False,
) -> None:
    """Show which labels each subject of council business belongs under, and how surely."""
    from pipeline.embeddings import load_embedder
    from pipeline.framework import load_framework
    from pipeline.mapping import map_subjects

    _refuse_to_overwrite(out, force=force)
    loaded = load_framework(file_or_name, Path())
    table = _with_names(map_subjects(loaded, load_embedder(), edits=edits), loaded)
    if out is not None:
        _write(table, out)
    _show_mapping(table)
    if out is not None:
        typer.echo(f"Written: {out}")


@framework.command()
def crosswalk(
    old: Annotated[str, typer.Argument(help="The earlier framework: a file or a shipped name.")],
    new: Annotated[str, typer.Argument(help="The later one.")],
    old_edits: Annotated[
        Path | None, typer.Option("--old-edits", help="Your own mapping.csv of the earlier one.")
    ] = None,
    new_edits: Annotated[
        Path | None, typer.Option("--new-edits", help="Your own mapping.csv of the later one.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="CSV file to write it to.")] = None,
    force: _Force = False,
) -> None:
    """Link the labels of one framework to those of another, to compare two waves."""
    from pipeline.crosswalk import crosswalk as link
    from pipeline.embeddings import load_embedder
    from pipeline.framework import load_framework
    from pipeline.mapping import map_subjects

    _refuse_to_overwrite(out, force=force)
    before, after = load_framework(old, Path()), load_framework(new, Path())
    embedder = load_embedder()
    table = link(
        before,
        after,
        old_mapping=map_subjects(before, embedder, edits=old_edits),
        new_mapping=map_subjects(after, embedder, edits=new_edits),
        embedder=embedder,
    )
    if out is not None:
        _write(table, out)
    _show_crosswalk(table)
    if out is not None:
        typer.echo(f"Written: {out}")


def _refuse_to_overwrite(out: Path | None, *, force: bool) -> None:
    """Stop before an edited file is lost."""
    from pipeline.errors import FrameworkError

    if out is not None and out.exists() and not force:
        raise FrameworkError(
            f'"{out}" is there already, perhaps with your edits. Name another file, or write over '
            "it with --force."
        )


def _write(table: pd.DataFrame, out: Path) -> None:
    from pipeline.errors import FrameworkError

    try:
        table.to_csv(out, index=False, encoding="utf-8-sig", lineterminator="\n")  # Excel's mark
    except OSError as error:
        raise FrameworkError(
            f'"{out}" cannot be written: {error.strerror}. Close it if it is open in Excel, and '
            "name a folder that is there."
        ) from None


def _with_names(table: pd.DataFrame, loaded: Framework) -> pd.DataFrame:
    """Add names for reading, and a row with an empty label for subjects that belong nowhere."""
    import pandas as pd

    from pipeline.subjects import load_subjects

    names = {s.subject_id: s.name for s in load_subjects() if s.parent_id}
    lost = [name for name in names if name not in set(table["subject_id"])]
    nowhere = pd.DataFrame({"subject_id": lost, "label_id": "", "by": "computed"})
    whole = pd.concat([table, nowhere], ignore_index=True)
    whole["subject"] = whole["subject_id"].map(names)
    whole["label"] = whole["label_id"].map({**loaded.labels(), "": "(nowhere)"})
    order = {name: position for position, name in enumerate(names)}
    return whole.sort_values("subject_id", key=lambda ids: ids.map(order), kind="stable")


def _show_mapping(table: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table()
    shown.add_column("Subject", overflow="fold")
    shown.add_column("Code", no_wrap=True)
    shown.add_column("Label", overflow="fold")
    shown.add_column("Share", justify="right", no_wrap=True)
    seen = ""
    for row in table.to_dict("records"):
        subject = "" if row["subject_id"] == seen else row["subject"]
        seen = row["subject_id"]
        share = f"{row['share']:.0%}" if row["label_id"] else ""
        mark = " (yours)" if row["by"] == "person" else ""
        shown.add_row(*(escape(c) for c in (subject, row["label_id"], row["label"], share + mark)))
    Console().print(shown)


def _show_crosswalk(table: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table()
    for heading in ("Old", "New"):
        shown.add_column(heading, no_wrap=True)
        shown.add_column("", overflow="fold")
    shown.add_column("Strength", justify="right", no_wrap=True)
    shown.add_column("Kind", no_wrap=True)
    for row in table.to_dict("records"):
        strength = "" if row["kind"] == "none" else f"{row['strength']:.2f}"
        names = (row["old_code"], row["old_name"], row["new_code"], row["new_name"])
        shown.add_row(*(escape(cell) for cell in (*names, strength, row["kind"])))
    Console().print(shown)
