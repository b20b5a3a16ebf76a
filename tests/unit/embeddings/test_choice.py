"""Which model serves a consultation."""

from pathlib import Path

import pytest

from pipeline.embeddings import choose_model
from pipeline.errors import RunError
from pipeline.resources import shipped


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    for name in ("embedder", "embedder-static"):
        (tmp_path / "shelf" / name).mkdir(parents=True)
    return tmp_path / "shelf"


@pytest.mark.parametrize(
    ("setting", "n_texts", "name"),
    [
        ("auto", 0, "embedder"),
        ("auto", 10, "embedder"),
        ("auto", 11, "embedder-static"),
        ("embedder", 11, "embedder"),
        ("embedder-static", 1, "embedder-static"),
    ],
)
def test_auto_goes_by_the_number_of_texts(shelf, tmp_path, setting, n_texts, name):
    chosen = choose_model(setting, n_texts, root=tmp_path, full_up_to=10, shelf=shelf)
    assert chosen == shelf / name


def test_auto_takes_the_full_model_where_no_static_one_is_shipped(shelf, tmp_path):
    (shelf / "embedder-static").rmdir()
    assert choose_model("auto", 11, root=tmp_path, full_up_to=10, shelf=shelf).name == "embedder"


def test_the_full_model_serves_a_usual_consultation(tmp_path):
    assert choose_model("auto", 50_000, root=tmp_path) == shipped("models", "embedder")


def test_a_folder_is_relative_to_the_consultation(shelf, tmp_path):
    (tmp_path / "mine").mkdir()
    assert choose_model("mine", 1, root=tmp_path, shelf=shelf) == tmp_path / "mine"


def test_a_name_that_is_nowhere_gives_a_way_out(shelf, tmp_path):
    with pytest.raises(RunError, match='Did you mean "embedder-static"'):
        choose_model("embeder-static", 1, root=tmp_path, shelf=shelf)
