"""The analyse flow on the worked example: what it leaves, what it repeats, what it lets out."""

import json
import shutil
import sqlite3
import sys
from pathlib import Path

import pandas as pd
import pytest

from flows.analyse import analyse
from pipeline.errors import InputError
from pipeline.store import TABLES, open_run

STAGES = ["ingest", "clean", "embed", "tag", "cluster", "review", "summarise"]


def phrases(folder: Path) -> list[str]:
    """A dozen distinctive runs of words from the middle of long answers."""
    cells = pd.read_csv(folder / "responses.csv", dtype=str, keep_default_na=False)
    answers = [text.split() for row in cells.iloc[:, 4:].itertuples(index=False) for text in row]
    long = [words for words in answers if len(words) > 25]
    return [" ".join(words[9:15]) for words in long[:: len(long) // 12][:12]]


def table_files(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((run / "tables").iterdir())}


def timings(run: Path) -> dict[str, float]:
    return json.loads((run / "manifest.json").read_text(encoding="utf-8"))["timings"]


def test_leaves_a_complete_run(analysed):
    run = open_run(analysed.run)
    assert analysed.run.name == run.run_id
    assert set(run.manifest["tables"]) == set(TABLES)
    assert run.manifest["embedder"] == "shipped embedder"
    assert [path.suffix for path in (analysed.folder / "cache" / "vectors").iterdir()] == [".npz"]
    assert all(timings(analysed.run)[stage] > 0 for stage in [*STAGES, "report"])
    assert (analysed.run / "consultation.toml").read_bytes() == (
        analysed.folder / "consultation.toml"
    ).read_bytes()
    endings = {path.suffix for path in (analysed.run / "report").iterdir()}
    assert {".docx", ".xlsx", ".html", ".md"} <= endings


def test_says_in_plain_words_what_came_of_it(analysed):
    run = open_run(analysed.run)
    assert f"{len(run.respondents)} respondents" in analysed.output
    assert f"{len(run.statements)} statements" in analysed.output
    assert str(analysed.run) in analysed.output


def test_keeps_the_issues_and_metrics_of_every_stage(analysed):
    run = open_run(analysed.run)
    assert run.issues["issue_id"].is_unique
    assert {"cluster"} <= set(run.metrics["stage"])


def test_leaves_nothing_outside_the_data_folder(analysed):
    assert list(analysed.home.rglob("*")) == []


def test_contacts_no_other_machine(analysed):
    assert analysed.contacted == ""


def test_leaves_nothing_half_written(analysed):
    leftover = [
        path.name
        for path in analysed.folder.rglob("*")
        if path.suffix == ".part" or path.name.startswith("building-")
    ]
    assert leftover == []


def test_prefects_database_holds_the_flow_run_and_no_comment(analysed):
    wanted = phrases(analysed.folder)
    assert len(wanted) == 12
    raw = b"\0".join(
        path.read_bytes() for path in (analysed.folder / ".prefect").rglob("*") if path.is_file()
    )
    with sqlite3.connect(analysed.folder / ".prefect" / "prefect.db") as database:
        tables = [row[0] for row in database.execute("select name from sqlite_master")]
        n_runs = database.execute("select count(*) from flow_run where state_type = 'COMPLETED'")
        assert n_runs.fetchone()[0] == 1
        assert "log" in tables
        assert database.execute("select count(*) from log").fetchone()[0] == 0
        text = "\0".join(database.iterdump())
    found = [n for n, phrase in enumerate(wanted) if phrase in text or phrase.encode() in raw]
    assert found == []  # numbers of the phrases only: a failing test prints no comment
    assert "/runs/" in text or "analyse" in text  # the search does find what is there


def test_second_run_takes_every_stage_from_the_cache(analysed, tmp_path):
    before = table_files(analysed.run)
    notes = analysed.run / "my notes.txt"
    notes.write_text("kept")
    again = analyse(analysed.folder)
    assert again == analysed.run
    assert table_files(again) == before
    assert [timings(again)[stage] for stage in STAGES] == [0] * len(STAGES)
    assert notes.read_text() == "kept"


@pytest.mark.slow
def test_refreshed_run_is_equal_to_the_byte(analysed, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(analysed.folder, folder)
    run = analyse(folder, refresh=True)
    assert run.name == analysed.run.name
    assert all(timings(run)[stage] > 0 for stage in STAGES)
    assert table_files(run) == table_files(analysed.run)


@pytest.mark.slow
def test_one_setting_changed_reruns_only_what_depends_on_it(analysed, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(analysed.folder, folder)
    file = folder / "consultation.toml"
    text = file.read_text(encoding="utf-8")
    assert "[settings]" in text
    assert "granularity" not in text
    file.write_text(
        text.replace("[settings]", '[settings]\ngranularity = "fine"'), encoding="utf-8"
    )
    seen: list[tuple[str, bool]] = []
    run = analyse(file, watcher=lambda stage, is_done: seen.append((stage, is_done)))
    spent = timings(run)
    assert run.name != analysed.run.name
    assert [stage for stage in STAGES if spent[stage] == 0] == ["ingest", "clean", "embed", "tag"]
    assert seen == [(stage, done) for stage in [*STAGES, "report"] for done in (False, True)]
    assert len(list((folder / "runs").iterdir())) == 2


def test_input_that_cannot_be_read_leaves_no_run(analysed, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(analysed.folder, folder, ignore=shutil.ignore_patterns("runs", ".prefect"))
    source = folder / "responses.csv"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("Respondent ID", "Something else", 1), encoding="utf-8")
    with pytest.raises(InputError, match="Respondent ID"):
        analyse(folder)
    assert not (folder / "runs").exists()
    assert not list(folder.rglob("*.part"))
    with sqlite3.connect(folder / ".prefect" / "prefect.db") as database:
        rows = database.execute("select type, message from flow_run_state").fetchall()
    (message,) = [message for kind, message in rows if kind == "FAILED"]
    assert "ingest failed with InputError in" in message
    assert "Respondent ID" not in message
    assert "prefect.server.api.server" not in sys.modules  # only the background server loads it
