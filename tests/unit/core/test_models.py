"""Digests of model files: every shipped model has them, and a wrong or missing file is named."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.embeddings import Embedder
from pipeline.errors import RunError
from pipeline.models import DIGESTS, check_files, files_of
from pipeline.resources import how_to_restore, shipped
from pipeline.train.digests import write_digests

SHIPPED = sorted(path for path in shipped("models").iterdir() if path.is_dir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    (made / "parts").mkdir(parents=True)
    for name in ("weights.bin", "parts/more.bin", "recipe.py", "card.md", "scores.json"):
        (made / name).write_text(f"content of {name}\n", encoding="utf-8")
    write_digests(made)
    return made


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_model_is_the_one_listed(path: Path) -> None:
    assert (path / DIGESTS).is_file(), f"run: python -m pipeline.train.digests models/{path.name}"
    check_files(path)
    listed = json.loads((path / DIGESTS).read_text(encoding="utf-8"))
    assert list(listed) == [file.relative_to(path).as_posix() for file in files_of(path)]


def test_the_list_names_what_the_model_consists_of(folder):
    assert list(json.loads((folder / DIGESTS).read_text())) == ["parts/more.bin", "weights.bin"]
    check_files(folder)


def test_writing_twice_gives_the_same_list(folder):
    first = (folder / DIGESTS).read_bytes()
    assert write_digests(folder).read_bytes() == first


@pytest.mark.parametrize("name", ["weights.bin", "parts/more.bin"])
def test_a_changed_or_missing_file_is_named(folder, name):
    (folder / name).write_text("something else")
    with pytest.raises(RunError, match=f"{Path(name).name}.* is not the one"):
        check_files(folder)
    (folder / name).unlink()
    with pytest.raises(RunError, match=f"{Path(name).name}.* is missing"):
        check_files(folder)


@pytest.mark.parametrize("content", ["", "[1]", "{", "3"], ids=range(4))
def test_a_damaged_list_is_named(folder, content):
    (folder / DIGESTS).write_text(content)
    with pytest.raises(RunError, match=r"digests\.json.* cannot be read"):
        check_files(folder)


def test_a_folder_without_a_list_is_not_checked(folder):
    (folder / DIGESTS).unlink()
    (folder / "weights.bin").write_text("something else")
    check_files(folder)


def test_an_embedder_with_a_wrong_file_is_refused(tmp_path):
    copied = tmp_path / "embedder"
    shutil.copytree(shipped("models", "embedder"), copied)
    with (copied / "tokenizer.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(RunError, match=r"tokenizer\.json.* is not the one .*delete digests\.json"):
        Embedder(copied)


def test_a_shipped_model_comes_back_by_a_command_that_is_given():
    said = how_to_restore(shipped("models", "embedder"))
    assert 'git checkout -- "models/embedder"' in said or "--force-reinstall" in said


def test_what_is_not_shipped_is_named_with_a_command():
    with pytest.raises(RunError, match=r'models "no-such-model" was not found.* Run: '):
        shipped("models", "no-such-model")
