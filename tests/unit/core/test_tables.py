"""Declared tables and the store: types, order, keys, foreign keys, content addresses."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import RunError
from pipeline.store import load, open_run, save
from pipeline.tables import TABLES, conform, empty

PEOPLE = pd.DataFrame(
    {
        "respondent_id": ["R02", "R01"],
        "kind": "individual",
        "organisation": None,
        "may_name": "no",
        "may_quote": "yes",
    }
)
ATTRIBUTES = pd.DataFrame({"respondent_id": ["R01"], "attribute": ["Area"], "value": ["Oadby"]})


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_keeps_its_shape_through_the_store(name: str, tmp_path: Path) -> None:
    known: list = []
    for other, _ in TABLES[name].foreign.values():
        if other != name:
            known += save(tmp_path, {other: empty(other)}, known) if other in TABLES else []
    (ref,) = save(tmp_path, {name: empty(name)}, known)
    back = load(ref)
    assert list(back.columns) == list(TABLES[name].columns)
    assert back.dtypes.to_dict() == empty(name).dtypes.to_dict()


def test_every_column_has_a_meaning() -> None:
    for table in TABLES.values():
        assert set(table.key) <= set(table.columns)
        for name, column in table.columns.items():
            assert column.description, f"{table.name}.{name}"
        for column, (other, key) in table.foreign.items():
            assert column in table.columns
            assert key in TABLES[other].columns


def test_row_order_does_not_change_the_bytes(tmp_path: Path) -> None:
    (one,) = save(tmp_path, {"respondents": PEOPLE})
    (two,) = save(tmp_path, {"respondents": PEOPLE.iloc[::-1]})
    assert one == two


def test_the_argument_is_not_changed() -> None:
    before = PEOPLE.copy(deep=True)
    conform("respondents", PEOPLE)
    pd.testing.assert_frame_equal(before, PEOPLE)


@pytest.mark.parametrize(
    "wrong",
    [
        PEOPLE.assign(kind="robot"),
        PEOPLE.drop(columns="kind"),
        PEOPLE.assign(extra=1),
        PEOPLE.assign(respondent_id="R01"),
        PEOPLE.assign(may_quote=None),
    ],
    ids=["value", "missing", "unknown", "key twice", "null"],
)
def test_what_does_not_fit_is_refused_without_naming_values(wrong: pd.DataFrame) -> None:
    with pytest.raises(RunError) as caught:
        conform("respondents", wrong)
    assert "robot" not in str(caught.value)


def test_foreign_keys_are_checked_on_write(tmp_path: Path) -> None:
    refs = save(tmp_path, {"respondents": PEOPLE, "attributes": ATTRIBUTES})
    lost = ATTRIBUTES.assign(respondent_id="R99")
    with pytest.raises(RunError, match=r"1 values of respondent_id do not occur"):
        save(tmp_path, {"attributes": lost}, refs)
    with pytest.raises(RunError, match="has not been written"):
        save(tmp_path, {"attributes": ATTRIBUTES})


def test_a_folder_without_a_run_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no finished run"):
        open_run(tmp_path)
