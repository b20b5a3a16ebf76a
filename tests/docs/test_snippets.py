"""The Python shown in the guides runs, in order, on a run of the worked example."""

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WITH_PYTHON = ("README.md", "docs/analyst.md", "docs/researcher.md")


@pytest.fixture
def in_the_folder(beside_a_run: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(beside_a_run)
    yield beside_a_run
    os.chdir(before)


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_PYTHON)
def test_python_in_a_guide_runs(pages: dict[str, Any], in_the_folder: Path, name: str) -> None:
    snippets = pages[name].in_language("python")
    assert snippets
    known: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for snippet in snippets:
            exec(compile(snippet, name, "exec"), known)
    if name == "README.md":
        assert "respondents" in printed.getvalue()
    if name == "docs/analyst.md":
        listed = (in_the_folder / "themes-to-check.csv").read_text().splitlines()
        assert listed[0] == "theme_id,label,comment_id,digest"
        assert len(listed) > 20


def test_no_other_page_shows_python(pages: dict[str, Any]) -> None:
    assert {name for name, page in pages.items() if page.in_language("python")} == set(WITH_PYTHON)


@pytest.mark.slow
def test_a_decision_as_the_guide_shows_it_is_applied(
    pages: dict[str, Any], beside_a_run: Path
) -> None:
    from pipeline.review import read_decisions, review
    from pipeline.store import open_run

    (shown,) = pages["docs/analyst.md"].in_language("csv")
    log = beside_a_run / "decisions-of-the-guide.csv"
    log.write_text(shown, encoding="utf-8")
    run = open_run(beside_a_run / "build" / "demo")
    tables = (run.themes, run.assignments, run.segments, run.comments)
    decided = review(*tables, read_decisions(log))
    assert decided["issues"].empty
    assert (decided["themes"]["status"] == "confirmed").sum() == 2
    assert "Working with partners" in set(decided["themes"]["label"])
