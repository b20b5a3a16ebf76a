"""``several train`` says what it needs before it begins; what it makes is tested with its parts."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.cli.train import MODELS


def several(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "train",
         *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def refused(*arguments: str | Path, cwd: Path) -> str:
    """Return the message of a call that must be refused and leave nothing behind."""
    before = sorted(cwd.rglob("*"))
    done = several(*arguments, cwd=cwd)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert sorted(cwd.rglob("*")) == before
    return done.stderr


def folder_with(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    return folder


def test_help_names_models_and_options(tmp_path: Path) -> None:
    done = several("--help", cwd=tmp_path)
    assert done.returncode == 0
    for word in ("spacy, embedder or static", "--data", "--weights", "--teacher", "--target"):
        assert word in done.stdout


def test_an_unknown_model(tmp_path: Path) -> None:
    said = refused("embeder", cwd=tmp_path)
    assert 'There is no model "embeder" to train. Did you mean "embedder"?' in said


@pytest.mark.skipif(find_spec("torch") is not None, reason="the extra train is installed")
def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path) -> None:
    said = refused("embedder", cwd=tmp_path)
    assert said.startswith("Training needs torch")
    assert 'pip install "several[train]"' in said
    assert len(said.splitlines()) == 1


def test_both_folders_are_asked_for(tmp_path: Path) -> None:
    said = refused("spacy", cwd=tmp_path)
    assert "--data FOLDER" in said
    assert "--weights FOLDER" in said


@pytest.mark.parametrize("name", ["spacy", "static"])
def test_a_folder_that_is_not_there(tmp_path: Path, name: str) -> None:
    said = refused(name, "--data", "nowhere", cwd=tmp_path)
    assert 'There is no folder "nowhere"' in said
    assert "--data FOLDER" in said


@pytest.mark.parametrize("name", ["spacy", "static"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    first, *others = MODELS[name].data
    folder_with(tmp_path / "data", tuple(others))
    said = refused(name, "--data", "data", cwd=tmp_path)
    assert f'The folder "data" does not hold the training data: {first} not found.' in said


def test_weights_that_are_not_there(tmp_path: Path) -> None:
    folder_with(tmp_path / "data", MODELS["spacy"].data)
    (tmp_path / "weights").mkdir()
    said = refused("spacy", "--data", "data", "--weights", "weights", cwd=tmp_path)
    assert "model.safetensors and vocab.txt not found" in said
    assert "--weights FOLDER" in said


def test_options_of_another_model(tmp_path: Path) -> None:
    for folder in ("weights", "teacher"):
        (tmp_path / folder).mkdir()
    said = refused("static", "--weights", "weights", cwd=tmp_path)
    assert "static is not made from --weights" in said
    folder_with(tmp_path / "data", MODELS["spacy"].data)
    folder_with(tmp_path / "weights", MODELS["spacy"].weights)
    given = ("--data", "data", "--weights", "weights", "--teacher", "teacher")
    assert "spacy has no --teacher" in refused("spacy", *given, cwd=tmp_path)


def test_a_teacher_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "teacher").mkdir()
    said = refused("static", "--teacher", "teacher", cwd=tmp_path)
    assert "model.onnx and tokenizer.json not found" in said


@pytest.mark.needs_shared
@pytest.mark.parametrize("name", MODELS)
def test_the_development_data_holds_what_is_asked_for(shared: Path, name: str) -> None:
    assert [path for path in MODELS[name].data if not (shared / path).is_file()] == []
