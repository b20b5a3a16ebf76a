"""Write a run's report: Word, Excel, HTML, Markdown and JSON from the same content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import RunError, suggest
from pipeline.report import _excel, _html, _json, _markdown, _word
from pipeline.report._parts import Report
from pipeline.report.content import build
from pipeline.store import Run, write_atomically

__all__ = ["WRITERS", "report"]

Writer = Callable[[Report], bytes]

WRITERS: dict[str, Writer] = {
    "docx": _word.write,
    "xlsx": _excel.write,
    "html": _html.write,
    "md": _markdown.write,
    "json": _json.write,
}
"""File type to writer. A writer is given the content and returns the bytes of the file."""


def report(
    run: Run,
    *,
    formats: Sequence[str] = ("docx", "xlsx", "html", "md"),
    profile: str = "internal",
    folder: Path,
) -> list[Path]:
    """Write the report of a run.

    Parameters
    ----------
    run : Run
    formats : sequence of str
        Keys of ``WRITERS``.
    profile : {"internal", "publish"}
        Exact numbers and ids, or what may be published. Published files carry ``-publish`` in
        their names, so that no one sends out the other by mistake.
    folder : pathlib.Path
        Where the files go; made if need be.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of ``formats``.

    Raises
    ------
    RunError
        If there is no such format or profile, or the run is damaged.

    Examples
    --------
    >>> from pipeline.store import open_run
    >>> report(open_run("."), formats=["docx"], folder=Path("out"))  # doctest: +SKIP
    [PosixPath('out/report.docx')]
    """
    for name in formats:
        if name not in WRITERS:
            raise RunError(f'There is no report format "{name}". {suggest(name, WRITERS)}')
    content = build(run, profile=profile)
    stem = "report" if profile == "internal" else f"report-{profile}"
    written = []
    for name in dict.fromkeys(formats):
        path = folder / f"{stem}.{name}"
        data = WRITERS[name](content)
        try:
            write_atomically(path, data)
        except PermissionError:
            raise RunError(
                f'"{path}" cannot be written. Close it in Word or Excel, and try again.'
            ) from None
        written.append(path)
    return written
