"""The ``several`` command: each command is one file here, a few lines over one library call.

Modules of this package import at their top only what ``several --help`` can wait for.
"""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.errors import SeveralError

COMMANDS = (
    "demo",
    "init",
    "check",
    "run",
    "publish",
    "themes",
    "statements",
    "report",
    "evaluate",
    "runs",
    "train",
    "framework",
)
"""In the order a reader of the help meets them; each is the function, or the group of commands, of
that name in its module. Groups come last, as typer lists them."""


def build() -> typer.Typer:
    """Return the application with all its commands."""
    app = typer.Typer(
        name="several", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_several)
    for name in COMMANDS:
        command = getattr(import_module(f"pipeline.cli.{name}"), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main() -> None:
    """Run the command line.

    Exit codes: 0 done; 1 an error nobody foresaw; 2 something the user can put right, said on
    standard error; 130 stopped with Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):  # a Windows console may know fewer characters
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.excepthook = _apologise
    try:
        # The command itself, because calling the application would set another excepthook.
        typer.main.get_command(build()).main(prog_name="several")
    except SeveralError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"several {__version__}")
        raise typer.Exit


def _several(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,
) -> None:
    """Turn the free-text answers of a consultation into counted, evidenced statements, offline."""


def _apologise(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say briefly what nobody foresaw; the details, which may quote comments, on request only."""
    if "--verbose" in sys.argv:
        sys.__excepthook__(kind, error, trace)
        return
    last = traceback.extract_tb(trace)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    sys.stderr.write(
        f"Sorry: Several met an error that nobody foresaw ({kind.__name__} in {place}).\n"
        "No half-written results were left behind. Please report the line above.\n"
        "For the details, repeat the command with --verbose, where it has one; they may quote "
        "what respondents wrote, so read them before you pass them on.\n"
    )
