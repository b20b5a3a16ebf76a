"""``several check`` says what would be read, in words and as JSON."""

import json
import shutil

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.check import check
from pipeline.errors import ConsultationError, InputError, RunError
from pipeline.resources import shipped

TOML = """
title = "Parks [2026]"
body = "A council"
[[sources]]
file = "replies.csv"
[columns]
respondent_id = "ID"
attributes = ["District"]
[[questions]]
id = "Q1"
text = "Do you agree?"
[questions.closed]
column = "Agree?"
options = ["No", "Yes"]
[[questions.open]]
id = "Q1a"
column = "Why?"
role = "why"
"""
CSV = """ID,Agree?,Why?,District,Spare
A1,Yes,"Green, pleasant",Blaby,x
A2,Perhaps,,Melton,x
A3,Perhaps,Too dear,Melton,x
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "consultation.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "replies.csv").write_text(CSV, encoding="utf-8")
    return tmp_path


def run(*arguments):
    app = typer.Typer()
    app.command()(check)
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})


def test_says_what_was_read(folder):
    result = run(folder)
    assert result.exit_code == 0
    for words in (
        "Parks [2026] (A council)",
        "replies.csv: 3 rows",
        "Respondents: 3 (3 unknown)",
        "Yes: 1, Perhaps: 2",
        'Attribute "District": 3 respondents, 2 values',
        "Framework: none",
        'column "Agree?", rows 3, 4',
        'column "Spare"',
    ):
        assert words in result.stdout
    assert "pleasant" not in result.stdout
    assert result.stdout.rstrip().splitlines()[-1].startswith("Ready to run: several run")


def test_json(folder):
    found = json.loads(run(folder, "--json").stdout)
    assert found["ready"] is True
    assert found["sources"] == [{"file": "replies.csv", "sheet": None, "n_rows": 3}]
    closed, why = found["questions"][1:]
    assert closed["options"] == {"Yes": 1, "Perhaps": 2}
    assert (why["n_answers"], why["n_blank"]) == (2, 1)
    assert [issue["rows"] for issue in found["issues"]] == [[3, 4], []]


def test_errors_are_raised_for_the_command_line_to_print(folder):
    assert isinstance(run(folder / "nothing").exception, ConsultationError)
    (folder / "replies.csv").unlink()
    assert isinstance(run(folder).exception, InputError)


def test_the_framework_of_the_example_is_loaded(example):
    pytest.importorskip("pipeline.framework", reason="the framework package is not built yet")
    found = json.loads(run(example, "--json").stdout)
    assert found["framework"]["n_outcomes"] == 5
    assert found["respondents"] == {"total": 20, "organisation": 18, "individual": 2}


def with_settings(folder, *lines):
    (folder / "consultation.toml").write_text(
        "\n".join([TOML, "[settings]", *lines]), encoding="utf-8"
    )


def test_models_that_come_with_several_are_not_spoken_of(folder):
    result = run(folder)
    assert result.exit_code == 0
    assert "model:" not in result.stdout
    assert json.loads(run(folder, "--json").stdout)["models"] == {
        "spacy_model": None,
        "embedding_model": "auto",
    }


def test_a_model_of_the_users_own_is_tried_and_named(folder):
    shutil.copytree(shipped("models", "embedder"), folder / "mine")
    with_settings(folder, 'embedding_model = "mine"')
    result = run(folder)
    assert result.exit_code == 0
    assert "Embedding model: mine\n" in result.stdout


def test_an_embedding_model_that_is_not_there(folder):
    with_settings(folder, 'embedding_model = "embeder"')
    error = run(folder).exception
    assert isinstance(error, RunError)
    assert str(error).startswith('settings.embedding_model is "embeder" in consultation.toml')
    assert 'Did you mean "embedder"?' in str(error)


def test_an_embedding_model_with_a_changed_file(folder):
    shutil.copytree(shipped("models", "embedder"), folder / "mine")
    with (folder / "mine" / "tokenizer.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    with_settings(folder, 'embedding_model = "mine"')
    error = run(folder).exception
    assert isinstance(error, RunError)
    assert "tokenizer.json" in str(error)
    assert "it is damaged or was changed" in str(error)


def test_a_folder_that_holds_no_embedding_model(folder):
    (folder / "mine").mkdir()
    with_settings(folder, 'embedding_model = "mine"')
    error = run(folder).exception
    assert isinstance(error, RunError)
    assert "model.onnx and tokenizer.json not found" in str(error)


def test_a_spacy_pipeline_that_is_not_there(folder):
    with_settings(folder, 'spacy_model = "en_nothing_lg"')
    error = run(folder).exception
    assert isinstance(error, RunError)
    assert 'The spaCy pipeline "en_nothing_lg" cannot be loaded.' in str(error)


def test_damage_to_a_shipped_model_is_found(folder, tmp_path, monkeypatch):
    shelf = tmp_path / "models"
    for name in ("embedder", "en_consultation"):
        shutil.copytree(shipped("models", name), shelf / name)
    (shelf / "embedder" / "model.onnx").write_bytes(b"cut short")
    monkeypatch.setattr("pipeline.resources._CHECKOUT", {"models": shelf})
    error = run(folder).exception
    assert isinstance(error, RunError)
    assert "model.onnx" in str(error)
    assert "Run:" in str(error)
