"""``several framework``: what it prints, what it writes, and how it refuses."""

import json
from pathlib import Path

import pandas as pd
import pytest
import typer.testing

from pipeline.cli import build
from pipeline.embeddings import load_embedder
from pipeline.errors import FrameworkError
from pipeline.framework import load_framework
from pipeline.mapping import map_subjects

PLAN = """outcome_code,outcome,priority_code,priority,description,terms
G,Greener,G1,Less waste,"Bins, tips and recycling.",bins; recycling; rubbish; tip
G,Greener,G2,Zero waste,"Recycling and rubbish collection.",bins; recycling; landfill; black bag
M,Moving,M1,Better buses,"Buses, trains and fares.",bus service; bus fares; trains; timetable
M,Moving,M2,Safer roads,"Speeding, crossings and potholes.",speeding; potholes; road safety
L,Learning,L1,Good schools,"Schools, teachers and places.",schools; teachers; class sizes
L,Learning,L2,Brilliance,,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    (tmp_path / "plan.csv").write_text(PLAN, encoding="utf-8")
    return tmp_path


def several(*arguments: str) -> typer.testing.Result:
    return typer.testing.CliRunner().invoke(build(), ["framework", *arguments])


def test_check_says_what_to_do_and_succeeds(folder):
    done = several("check", "plan.csv")
    assert done.exit_code == 0, done.output
    assert "It can be used." in done.output
    assert "1 of 6 labels have a name and nothing more: L2." in done.output
    assert "G1 (Less waste) and G2 (Zero waste) lie close" in done.output
    assert '"recycling" (G1, G2)' in done.output
    assert done.output.count("What to do:") >= 4


def test_check_as_json(folder):
    notes = json.loads(several("check", "plan.csv", "--json").output)
    assert {"kind", "about", "says", "do"} == set(notes[0])
    assert notes[0]["about"] == ["L2"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "plan.xlsx"], "plan.xlsx"),
        (["check", "broken.csv"], "row 3"),
        (["map", "plan.csv", "--edits", "mine.csv"], "There is no file"),
        (["map", "plan.csv", "--out", "plan.csv"], "--force"),
        (["crosswalk", "plan.csv", "leicestershire-2022-27"], "Did you mean"),
    ],
)
def test_refusals_are_for_the_user_to_put_right(folder, arguments, message):
    rows = PLAN.splitlines()
    (folder / "broken.csv").write_text("\n".join([rows[0], rows[1], rows[1]]), encoding="utf-8")
    error = several(*arguments).exception
    assert isinstance(error, FrameworkError)  # which main() prints alone, with exit code 2
    assert message in str(error)
    assert (folder / "plan.csv").read_text(encoding="utf-8") == PLAN


def test_a_mapping_is_written_and_read_back(folder):
    done = several("map", "plan.csv", "--out", "mapping.csv")
    assert done.exit_code == 0, done.output
    assert "Better buses" in done.output
    assert "Bus services" in done.output
    written = pd.read_csv(folder / "mapping.csv", keep_default_na=False)
    assert list(written.columns[:4]) == ["subject_id", "label_id", "share", "by"]
    assert "M1" in set(written.loc[written["subject_id"] == "bus-services", "label_id"])
    assert "" in set(written["label_id"])
    framework = load_framework("plan.csv", folder)
    computed = map_subjects(framework, load_embedder())
    again = map_subjects(framework, load_embedder(), edits=folder / "mapping.csv")
    columns = ["subject_id", "label_id", "share"]
    pd.testing.assert_frame_equal(again[columns], computed[columns])


def test_edits_stand_before_what_is_computed(folder):
    (folder / "mine.csv").write_text(
        "subject_id,label_id,share,subject\nfaith,L2,0.9,Faith\nbus-services,,,Buses\n", "utf-8"
    )
    done = several("map", "plan.csv", "--edits", "mine.csv", "--out", "all.csv")
    assert "90% (yours)" in done.output
    table = pd.read_csv(folder / "all.csv", keep_default_na=False).set_index("subject_id")
    assert table.loc["faith", "label_id"] == "L2"
    assert table.loc["bus-services", "label"] == "(nowhere)"
    assert "unused" not in several("check", "plan.csv", "--edits", "mine.csv", "--json").output


def test_a_crosswalk_is_printed_and_written(folder):
    (folder / "next.csv").write_text(PLAN.replace("Better buses", "Public transport"), "utf-8")
    done = several("crosswalk", "plan.csv", "next.csv", "--out", "links.csv")
    assert done.exit_code == 0, done.output
    assert "Public transport" in done.output
    table = pd.read_csv(folder / "links.csv", keep_default_na=False)
    assert ("M1", "M1", "same") in set(
        table[["old_code", "new_code", "kind"]].itertuples(index=False, name=None)
    )
    assert "--force" in str(
        several("crosswalk", "plan.csv", "next.csv", "--out", "links.csv").exception
    )
