"""``several init`` writes a consultation file that ``several check`` takes as it is."""

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.check import check
from pipeline.cli.init import init
from pipeline.consultation import load_consultation
from pipeline.errors import ConsultationError, InputError
from pipeline.ingest import ingest


@pytest.fixture
def app():
    made = typer.Typer()
    made.command()(init)
    made.command()(check)
    return made


@pytest.fixture
def responses(example, tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes((example / "responses.csv").read_bytes())
    return path


def run(app, *arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})


def test_writes_a_file_that_check_accepts(app, responses):
    result = run(app, "init", responses)
    assert result.exit_code == 0
    assert "export.csv: 20 rows" in result.stdout
    assert "open question Q1a" in result.stdout
    assert "Please check:" in result.stdout
    assert 'several check "' in result.stdout
    checked = run(app, "check", responses.parent / "consultation.toml")
    assert checked.exit_code == 0
    assert "Ready to run" in checked.stdout


def test_does_not_write_over_a_file_unless_forced(app, responses):
    target = responses.parent / "consultation.toml"
    target.write_text("mine", encoding="utf-8")
    result = run(app, "init", responses)
    assert isinstance(result.exception, ConsultationError)
    assert "--force" in str(result.exception)
    assert target.read_text(encoding="utf-8") == "mine"
    assert run(app, "init", responses, "--force").exit_code == 0
    assert target.read_text(encoding="utf-8") != "mine"


def test_another_folder_still_finds_the_responses(app, responses, tmp_path):
    assert run(app, "init", responses, "--output", tmp_path / "a" / "b").exit_code == 0
    consultation = load_consultation(tmp_path / "a" / "b")
    assert consultation.sources[0].file == "../../export.csv"
    assert len(ingest(consultation)["respondents"]) == 20


def test_nothing_is_written_where_the_responses_cannot_be_read(app, tmp_path):
    (tmp_path / "report.csv").write_bytes(b"%PDF-1.7")
    result = run(app, "init", tmp_path / "report.csv")
    assert isinstance(result.exception, InputError)
    assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]
