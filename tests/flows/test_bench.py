"""Errors leave a stage without their words; folders appear whole or not at all."""

import pytest

from flows.bench import StageFailed, nameless
from flows.folders import built_whole
from pipeline.errors import InputError


def test_errors_leave_without_their_words():
    error = ValueError("what a respondent wrote")

    def fail() -> None:
        raise error

    with pytest.raises(StageFailed) as caught:
        nameless("clean", fail)
    assert str(caught.value).startswith("clean failed with ValueError in test_bench.py:")
    assert caught.value.original is error
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_the_place_that_failed_first_is_named():
    def fail() -> None:
        raise InputError("a message")

    with pytest.raises(StageFailed, match="ingest failed with InputError"):
        nameless("analyse", lambda: nameless("ingest", fail))


def test_a_folder_that_fails_leaves_the_old_one(tmp_path):
    target, workshop = tmp_path / "runs" / "r", tmp_path / "cache"
    with built_whole(target, workshop=workshop) as folder:
        (folder / "report.md").write_text("first")

    def build_and_fail() -> None:
        with built_whole(target, workshop=workshop) as folder:
            (folder / "report.md").write_text("second")
            raise InputError("stopped")

    with pytest.raises(InputError):
        build_and_fail()
    assert (target / "report.md").read_text() == "first"
    assert list(workshop.iterdir()) == []


def test_a_folder_is_replaced_but_what_people_put_there_is_kept(tmp_path):
    target, workshop = tmp_path / "runs" / "r", tmp_path / "cache"
    for text in ("first", "second"):
        with built_whole(target, workshop=workshop, makes=frozenset({"report"})) as folder:
            (folder / "report").mkdir()
            (folder / "report" / f"{text}.md").write_text(text)
        (target / "notes").mkdir(exist_ok=True)
        (target / "notes" / "mine.txt").write_text("kept")
    assert [path.name for path in (target / "report").iterdir()] == ["second.md"]
    assert (target / "notes" / "mine.txt").read_text() == "kept"
    assert list(workshop.iterdir()) == []
