"""The report as one HTML page that needs nothing else: no script, font or picture from outside."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report._parts import Report

if TYPE_CHECKING:
    from jinja2 import Template

LISTED = 200
"""Supporters listed under a statement; the rest are in the workbook."""


def write(report: Report) -> bytes:
    """Return the report as a page of HTML in UTF-8. Every value is escaped."""
    return _template().render(report=report, listed=LISTED).encode()


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html.j2")
