"""``several evaluate`` on a run written for the test."""

import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.evaluate import evaluate
from pipeline.tables import TABLES, conform, empty


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(evaluate)
    return app


@pytest.fixture
def run(tmp_path: Path) -> Path:
    rows = {
        "questions": [("Q1", None, "other", "1", "What do you think?", None, None, 1)],
        "respondents": [("R1", "individual", None, "no", "no")],
        "comments": [("R1:Q1", "R1", "Q1", "word", "analysed", None, None, "en", 1, 0)],
        "segments": [("R1:Q1.01", "R1:Q1", 0, 4, "word")],
    }
    (tmp_path / "run" / "tables").mkdir(parents=True)
    frames = {
        name: conform(name, pd.DataFrame(content, columns=list(TABLES[name].columns)))
        for name, content in rows.items()
    }
    for name, frame in {**frames, "tags": empty("tags")}.items():
        frame.to_parquet(tmp_path / "run" / "tables" / f"{name}.parquet", index=False)
    (tmp_path / "run" / "manifest.json").write_text('{"run_id": "r"}', encoding="utf-8")
    (tmp_path / "gold_tags.csv").write_text(
        "comment_key,outcome_ids,priority_ids\nR1:Q1,AA,\n", encoding="utf-8"
    )
    return tmp_path


def test_table_shows_figures_beside_baselines(app, run):
    result = CliRunner().invoke(app, ["tags", str(run / "run"), "--gold", str(run)])
    assert result.exit_code == 0
    for heading in ("value", "baseline", "95 % interval", "outcome recall"):
        assert heading in result.output


def test_json_is_for_scripts(app, run):
    arguments = ["tags", str(run / "run"), "--gold", str(run / "gold_tags.csv"), "--json"]
    result = CliRunner().invoke(app, arguments)
    found = {row["measure"]: row for row in json.loads(result.output)}
    assert found["outcome recall"]["value"] == 0
    assert found["outcome recall"]["baseline"] == 1
    assert found["outcome precision"]["value"] is None
