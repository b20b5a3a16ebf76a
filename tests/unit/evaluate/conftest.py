"""A run small enough to reckon by hand: two questions, four people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from pipeline.store import Run, open_run
from pipeline.tables import conform, empty

PEOPLE = ("R1", "R2", "R3", "R4")


def frame(name: str, rows: list[tuple]) -> pd.DataFrame:
    """A table in its declared shape from tuples in the order of its columns."""
    columns = list(empty(name).columns)
    return conform(name, pd.DataFrame(rows, columns=columns)) if rows else empty(name)


def base_tables() -> dict[str, pd.DataFrame]:
    """Q1 (scope AA, with parts Q1.closed and Q1a) and Q2 (no scope); everyone wrote to both."""
    comments = [
        (f"{who}:{part}", who, part, "words", "analysed", None, None, "en", 1, 0)
        for who in PEOPLE for part in ("Q1a", "Q2")
    ]  # fmt: skip
    return {
        "questions": frame("questions", [
            ("Q1", None, "group", "1", "First?", None, "AA", 1),
            ("Q1.closed", "Q1", "closed", "1", "First?", None, None, 2),
            ("Q1a", "Q1", "why", "1", "Why?", None, None, 3),
            ("Q2", None, "other", "2", "Second?", None, None, 4),
        ]),
        "respondents": frame("respondents", [
            (who, "individual", None, "no", "unknown") for who in PEOPLE]),
        "comments": frame("comments", comments),
        "segments": frame("segments", [
            (f"{row[0]}.01", row[0], 0, 5, "words") for row in comments]),
    }  # fmt: skip


@pytest.fixture
def make_run(tmp_path: Path) -> Callable[..., Run]:
    """Write tables as a finished run and open it."""

    def make(tables: Mapping[str, pd.DataFrame], name: str = "run") -> Run:
        folder = tmp_path / name
        (folder / "tables").mkdir(parents=True)
        for table, content in {**base_tables(), **tables}.items():
            content.to_parquet(folder / "tables" / f"{table}.parquet", index=False)
        (folder / "manifest.json").write_text(json.dumps({"run_id": name}), encoding="utf-8")
        return open_run(folder)

    return make


@pytest.fixture
def write_gold(tmp_path: Path) -> Callable[[str, list[str]], Path]:
    """Write a gold file from lines of CSV."""

    def write(name: str, lines: list[str]) -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write
