"""Whatever the format: a writer is a function of the content, and touches nothing else."""

import copy
import socket
from pathlib import Path

import pytest

from pipeline.consultation import Consultation
from pipeline.report import WRITERS, report
from pipeline.report.content import build
from pipeline.store import Run, digest_of
from tests.contracts.in_process import Tables, write_run

PROFILES = ("internal", "publish")


@pytest.fixture(scope="module")
def run(tables: Tables, small: Consultation, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return write_run(tables, small, tmp_path_factory.mktemp("run"))


def state_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): digest_of(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", list(WRITERS))
def test_a_writer_depends_on_the_content_alone(
    name: str, profile: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a writer tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.chdir(tmp_path)
    content = build(run, profile=profile)
    before, disk = repr(content), state_of(run.path)
    kept = copy.deepcopy(content)
    data = WRITERS[name](content)
    assert isinstance(data, bytes)
    assert len(data) > 500
    assert repr(content) == before
    assert data == WRITERS[name](kept)
    assert state_of(run.path) == disk
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", list(WRITERS))
def test_words_of_those_who_refused_are_in_no_report(name: str, profile: str, run: Run) -> None:
    from tests.unit.report.test_writers import words_in

    text = words_in(name, WRITERS[name](build(run, profile=profile)))
    assert "evening buses" in text.lower()
    assert "SECRET" not in text
    assert "jo@example.org" not in text
    assert "0116 496 0123" not in text


def test_what_is_masked_is_in_no_table_but_the_responses(tables: Tables) -> None:
    assert tables["comments"]["n_redactions"].sum() == 2
    for name, table in tables.items():
        printed = "\n".join(map(str, table.to_numpy().ravel()))
        found = [detail for detail in ("jo@example", "496 0123") if detail in printed]
        assert bool(found) == (name == "responses"), name


def test_reports_lie_where_asked_and_nowhere_else(run: Run, tmp_path: Path) -> None:
    disk = state_of(run.path)
    paths = report(run, formats=list(WRITERS), folder=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        path.name for path in paths
    )
    assert state_of(run.path) == disk
