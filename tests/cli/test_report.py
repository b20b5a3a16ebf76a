"""``several report``, ``several themes`` and ``several statements``."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.report import report
from pipeline.cli.statements import statements
from pipeline.cli.themes import shorten, themes
from pipeline.errors import RunError
from pipeline.store import Run
from tests.unit.report.small_run import build_run

RUNNER = CliRunner()
APP = typer.Typer()
for command in (report, themes, statements):
    APP.command()(command)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return build_run(tmp_path_factory.mktemp("consultation"))


def invoke(*words: object) -> str:
    result = RUNNER.invoke(APP, [str(word) for word in words], env={"COLUMNS": "160"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0
    return result.stdout


def test_report_writes_into_the_run_and_prints_the_paths(run: Run) -> None:
    printed = [Path(line) for line in invoke("report", run.path).splitlines()]
    assert [path.name for path in printed] == [
        "report.docx", "report.xlsx", "report.html", "report.md",
    ]  # fmt: skip
    assert all(path.is_file() and path.parent == run.path / "report" for path in printed)


def test_report_takes_a_consultation_formats_profile_and_folder(run: Run, tmp_path: Path) -> None:
    consultation = run.path.parents[1]
    options = ("--format", "md", "--format", "json", "--profile", "publish", "--output", tmp_path)
    printed = invoke("report", consultation, *options).splitlines()
    assert [Path(line).name for line in printed] == ["report-publish.md", "report-publish.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        Path(line).name for line in printed
    )


def test_themes_are_ranked_with_a_quotation_that_may_be_used(run: Run) -> None:
    printed = invoke("themes", run.path, "--question", "Q1")
    assert printed.index("Alignment with own strategy") < printed.index("Environment <missing>")
    assert "4 of 11" in printed
    assert "36%" in printed
    assert "Ambridge Parish Council" in printed
    assert "SECRET-WORDS-OF-R02" not in printed
    assert "Question 2" not in printed


def test_a_part_belongs_to_its_group(run: Run) -> None:
    assert invoke("themes", run.path, "--question", "q1a") == invoke(
        "themes", run.path, "--question", "Q1"
    )


def test_top_counts_broader_themes_and_keeps_their_parts(run: Run) -> None:
    rows = json.loads(invoke("themes", run.path, "--question", "Q1", "--top", "1", "--json"))
    assert [row["rank"] for row in rows] == ["1", "1.1"]
    assert (rows[0]["n_respondents"], rows[0]["n_base"]) == (4, 11)


def test_an_unknown_question_names_those_that_exist(run: Run) -> None:
    with pytest.raises(RunError, match='"Q1", "Q2", "Q3"'):
        invoke("themes", run.path, "--question", "Q9")


def test_an_empty_question_says_so(run: Run) -> None:
    assert "No substantive comments" in invoke("statements", run.path, "--question", "Q3")
    assert "No substantive comments" in invoke("themes", run.path, "--question", "Q3")


def test_statements_print_number_and_base(run: Run) -> None:
    printed = invoke("statements", run.path)
    assert "9 of 11" in printed
    rows = json.loads(invoke("statements", run.path, "--question", "Q2", "--json"))
    assert [(row["statement_id"], row["respondents"]) for row in rows] == [
        ("Q2-01", ["R01", "R06"])
    ]


@pytest.mark.parametrize("width", [10, 20, 40])
def test_shortened_text_ends_with_a_whole_word(width: int) -> None:
    text = "Better buses for the villages, please – and benches"
    short = shorten(text, width=width)
    assert len(short) <= width + 1
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    following = text[len(short) - 1 : len(short)]
    assert short == text or following in (" ", ",")
