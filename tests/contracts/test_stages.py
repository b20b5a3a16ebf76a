"""Every stage is a pure function from declared tables to declared tables, and stays offline."""

import ast
import random
import socket
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.consultation import Consultation
from pipeline.store import digest_of, save
from pipeline.tables import TABLES, conform, empty
from tests.contracts.conftest import write_consultation
from tests.contracts.in_process import STAGES, Tables, tables_before

NAMES = list(STAGES)


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a stage tried to reach the network")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def fingerprint(tables: Tables) -> dict[str, str]:
    """A digest of each table: its values, index, column order and types."""
    return {
        name: digest_of(
            repr([(c, str(t)) for c, t in frame.dtypes.items()])
            + repr(frame.index)
            + repr([tuple(row) if name != "vectors" else (row[0], row[1].tobytes())
                    for row in frame.itertuples(index=False)])
        )
        for name, frame in tables.items()
    }  # fmt: skip


def shuffled(tables: Tables, seed: int) -> Tables:
    return {n: t.sample(frac=1, random_state=seed) for n, t in tables.items()}


def test_the_network_would_be_noticed() -> None:
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("127.0.0.1", 9))


def test_every_declared_table_is_made_by_a_stage_or_read_from_the_log() -> None:
    made = {table for stage in STAGES.values() for table in stage.makes}
    assert made | {"decisions"} == set(TABLES)


@pytest.mark.parametrize("name", NAMES)
def test_a_stage_changes_no_argument(name: str, tables: Tables, small: Consultation) -> None:
    given = tables_before(name, tables)
    before, settings = fingerprint(given), small.model_dump_json()
    STAGES[name].call(given, small)
    assert fingerprint(given) == before
    assert small.model_dump_json() == settings


@pytest.mark.parametrize("name", NAMES)
def test_a_stage_makes_the_tables_it_declares(
    name: str, tables: Tables, small: Consultation
) -> None:
    made = STAGES[name].call(tables_before(name, tables), small)
    assert set(made) == set(STAGES[name].makes)
    for table, frame in made.items():
        pd.testing.assert_frame_equal(frame, conform(table, frame))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", [name for name in NAMES if STAGES[name].reads])
def test_row_order_does_not_matter(
    name: str, seed: int, tables: Tables, small: Consultation
) -> None:
    given = tables_before(name, tables)
    straight = STAGES[name].call(given, small)
    mixed = STAGES[name].call(shuffled(given, seed), small)
    assert fingerprint(straight) == fingerprint(mixed)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_rows_of_a_file_does_not_matter(
    seed: int, tables: Tables, tmp_path: Path
) -> None:
    made = STAGES["ingest"].call({}, write_consultation(tmp_path, shuffle=seed))
    for name in ("questions", "respondents", "attributes", "answers", "responses"):
        straight, mixed = tables[name], made[name]
        if name == "responses":
            assert straight["source_row"].tolist() != mixed["source_row"].tolist()
            straight, mixed = (t.drop(columns="source_row") for t in (straight, mixed))
        pd.testing.assert_frame_equal(straight, mixed)


@pytest.mark.parametrize("name", [name for name in NAMES if STAGES[name].reads])
def test_a_stage_takes_empty_tables(name: str, small: Consultation) -> None:
    made = STAGES[name].call({table: empty(table) for table in STAGES[name].reads}, small)
    assert set(made) == set(STAGES[name].makes)
    assert all(frame.empty for frame in made.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_again_is_the_same(name: str, tables: Tables, small: Consultation) -> None:
    given = tables_before(name, tables)
    # What a stage would take if it drew from the state that all of Python shares.
    random.seed(1)
    np.random.seed(1)
    one = fingerprint(STAGES[name].call(given, small))
    random.seed(2)
    np.random.seed(2)
    assert fingerprint(STAGES[name].call(given, small)) == one


def test_a_stage_writes_nothing_where_it_is_started(
    tables: Tables, small: Consultation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(small.root.iterdir())
    for name, stage in STAGES.items():
        stage.call(tables_before(name, tables), small)
    assert list(tmp_path.iterdir()) == []
    assert sorted(small.root.iterdir()) == before


def test_foreign_keys_hold_over_all_tables(tables: Tables, tmp_path: Path) -> None:
    refs = save(tmp_path, tables)
    assert {ref.name for ref in refs} == set(TABLES)


def test_the_flow_calls_the_same_stages_in_the_same_order() -> None:
    # Read, not imported: Prefect would set up a home.
    source = Path(__file__).parents[2] / "flows" / "composition.py"
    (stages,) = (
        node.value
        for node in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STAGES"
    )
    assert [task.id.removesuffix("_task") for task in stages.elts] == NAMES
