"""Write ``docs/reference`` from the code: ``make docs``. A test fails where a page is out of date.

Each page is a function from nothing to Markdown, and the same code gives the same page.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

import typer.main
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pipeline import quantifiers
from pipeline.cli import build
from pipeline.consultation import (
    ClosedPart,
    Columns,
    Consultation,
    OpenPart,
    Question,
    Settings,
    Source,
)
from pipeline.tables import TABLES, Table

HERE = Path(__file__).parent
WRITTEN = "<!-- Written by docs/generate.py: do not edit, run `make docs`. -->"
MODELS: dict[str, tuple[str, type[BaseModel]]] = {
    "consultation": ("At the top of the file", Consultation),
    "sources": ("`[[sources]]`", Source),
    "columns": ("`[columns]`", Columns),
    "questions": ("`[[questions]]`", Question),
    "closed": ("`[questions.closed]`", ClosedPart),
    "open": ("`[[questions.open]]`", OpenPart),
    "settings": ("`[settings]`", Settings),
}


def tables() -> str:
    """Return the data dictionary."""
    lines = [
        "# Tables of a run",
        "",
        "The data dictionary: every table that `open_run(path)` gives as an attribute, with what "
        "one row of it is, what identifies a row and what each column means. Tables are declared "
        "once, in `pipeline/tables`, and checked against this whenever they are written or read.",
        "",
        *_table(
            ("table", "one row", "identified by"),
            ((f"[{t.name}](#{t.name})", t.grain, _codes(t.key)) for t in TABLES.values()),
        ),
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", f"One row: {table.grain}. Key: {_codes(table.key)}."]
        lines += ["", *_table(("column", "type", "meaning"), _columns(table))]
    return _page(lines)


def _columns(table: Table) -> Iterator[tuple[str, str, str]]:
    kinds = {
        "string": "text",
        "int64": "whole number",
        "float64": "number",
        "bool": "true or false",
    }
    for name, column in table.columns.items():
        kind = kinds[str(column.dtype).split("[")[0]] if column.dtype else "list of numbers"
        meaning = str(column.description)
        if name in table.foreign:
            other, key = table.foreign[name]
            meaning += f" Occurs in [{other}](#{other}).`{key}`."
        yield f"`{name}`", f"{kind}, may be missing" if column.nullable else kind, meaning


def cli() -> str:
    """Return the reference of the command line."""
    group: Any = typer.main.get_command(build())
    lines = [
        "# Commands",
        "",
        f"{group.help} The same text is shown by `several --help` and, for one command, "
        "by `several COMMAND --help`.",
        "",
        "Exit codes: 0 done; 1 an error nobody foresaw; 2 something you can put right, said in "
        "plain words; 130 stopped with Ctrl-C.",
        "",
        *_table(
            ("command", "what it does"),
            (
                (f"[`several {name}`](#several-{name.replace(' ', '-')})", command.help)
                for name, command in _commands(group)
            ),
        ),
    ]
    for name, command in _commands(group):
        arguments = [p for p in command.params if p.opts == [p.name]]
        options = [p for p in command.params if p.opts != [p.name]]
        usage = " ".join(
            ["several", name, *(["[OPTIONS]"] if options else []), *map(_placeholder, arguments)]
        )
        lines += ["", f"## several {name}", "", command.help]
        if hasattr(command, "commands"):  # a group: its commands follow
            continue
        lines += ["", f"    {usage}", ""]
        rows = [(f"`{one.name.upper()}`", one.help, _default(one)) for one in arguments]
        rows += [(_option(one), one.help, _default(one)) for one in options]
        lines += _table(("argument or option", "meaning", "without it"), rows)
    return _page(lines)


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its words; those of a group follow it."""
    for name, command in group.commands.items():
        yield before + name, command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")


def _placeholder(argument: Any) -> str:
    return argument.name.upper() if argument.required else f"[{argument.name.upper()}]"


def _option(option: Any) -> str:
    value = "" if option.is_flag else f" {option.name.strip('_').upper()}"
    return f"`{', '.join(option.opts)}{value}`"


def _default(one: Any) -> str:
    if one.required:
        return "needed"
    shown = one.default.as_posix() if isinstance(one.default, Path) else one.default
    return "" if shown is None or shown is False else f"`{shown}`"


def settings() -> str:
    """Return the reference of ``consultation.toml``."""
    meanings = tomllib.loads((HERE / "meanings.toml").read_text(encoding="utf-8"))
    lines = [
        "# consultation.toml",
        "",
        "Every key, with its type and its default. A key that is not listed here is an error. "
        "[The guide for analysts](../analyst.md) explains them with the worked example.",
    ]
    for name, (heading, model) in MODELS.items():
        fields = {key: field for key, field in model.model_fields.items() if not field.exclude}
        if set(fields) != set(meanings[name]):
            odd = sorted(set(fields) ^ set(meanings[name]))
            raise SystemExit(f"docs/meanings.toml, [{name}]: explain (only) what there is: {odd}")
        rows = [
            (f"`{key}`", _type(field), _value(field), meanings[name][key])
            for key, field in fields.items()
        ]
        lines += ["", f"## {heading}", "", *_table(("key", "type", "default", "meaning"), rows)]
    return _page(lines)


def _type(field: FieldInfo) -> str:
    limits = [
        f"at least {limit.ge}" if hasattr(limit, "ge") else f"at most {limit.le}"
        for limit in field.metadata
        if hasattr(limit, "ge") or hasattr(limit, "le")
    ]
    return ", ".join([_words(field.annotation), *limits])


def _words(annotation: Any) -> str:
    plain = {str: "text", int: "whole number", bool: "true or false"}
    if annotation in plain:
        return plain[annotation]
    inner = [part for part in get_args(annotation) if part not in (NoneType, ...)]
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(f'`"{choice}"`' for choice in inner)
    if get_origin(annotation) is UnionType:
        return _words(inner[0])
    if get_origin(annotation) is tuple:
        return "list of texts" if inner == [str] else "one or more tables"
    return "table" if issubclass(annotation, BaseModel) else annotation.__name__


def _value(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    value = field.default
    if value is None or isinstance(value, BaseModel) or value == ():
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{item}"' for item in value) + "]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def words() -> str:
    """Return the keys to the words for numbers."""
    lines = [
        "# Words for numbers",
        "",
        "What each word stands for, by the preset chosen with `quantifiers` in `[settings]`. The "
        "key of the preset in use is printed in every report.",
    ]
    for preset in get_args(Settings.model_fields["quantifiers"].annotation):
        rows = [(word, meaning) for word, meaning in quantifiers.key(preset)]
        lines += ["", f"## {preset}", "", *_table(("words", "what they stand for"), rows)]
    return _page(lines)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = [head, ("---",) * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]


def _page(lines: list[str]) -> str:
    return "\n".join([WRITTEN, *lines]) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "tables.md": tables,
    "cli.md": cli,
    "settings.md": settings,
    "words.md": words,
}
"""File in ``docs/reference`` to what writes it."""


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        path = HERE / "reference" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(), encoding="utf-8", newline="\n")
        sys.stdout.write(f"Written: docs/reference/{name}\n")


if __name__ == "__main__":
    main()
