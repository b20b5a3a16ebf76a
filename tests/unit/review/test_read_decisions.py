"""The log of decisions is read, or refused in the reader's words."""

import csv
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.review import read_decisions
from pipeline.tables import TABLES, empty

COLUMNS = list(TABLES["decisions"].columns)
ROW = {
    "decision_id": "0001", "at": "2026-01-01T09:00", "reviewer": "AB", "act": "confirm",
    "subject": "R1:Q1", "digest": "abc", "target": "", "reason": "",
}  # fmt: skip


def log(
    folder: Path, *rows: dict[str, str], columns: list[str] = COLUMNS, encoding: str = "utf-8"
) -> Path:
    path = folder / "decisions.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(ROW | row for row in rows)
    return path


def bug(reason: str, raises: type[Exception] = AssertionError) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, raises=raises, reason=reason)


def test_no_log_means_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.csv").equals(empty("decisions"))


def test_a_log_without_rows_means_no_decisions(tmp_path: Path) -> None:
    assert len(read_decisions(log(tmp_path))) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_log_is_read_as_declared(tmp_path: Path, encoding: str) -> None:
    path = log(tmp_path, {"act": "rename", "target": "Cafés, parks\nand paths"},
               {"decision_id": "0002", "reason": "Too narrow"}, encoding=encoding)  # fmt: skip
    found = read_decisions(path)
    assert list(found.columns) == COLUMNS
    assert found["decision_id"].tolist() == ["0001", "0002"]
    assert found["target"].iloc[0] == "Cafés, parks\nand paths"
    assert found["target"].isna().tolist() == [False, True]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    path = log(tmp_path, {}, columns=[name for name in COLUMNS if name != column])
    with pytest.raises(InputError, match=f'decisions.csv: column "{column}" is missing'):
        read_decisions(path)


def test_an_unknown_act_is_named_with_its_row_and_what_would_work(tmp_path: Path) -> None:
    path = log(tmp_path, {}, {"decision_id": "0002", "act": "confrim"})
    with pytest.raises(InputError, match=r'row 3: there is no act "confrim".*confirm'):
        read_decisions(path)


@bug("a rename without a new name calls the theme 'nan'", raises=pytest.fail.Exception)
@pytest.mark.parametrize("act", ["rename", "merge"])
def test_a_rename_or_merge_needs_a_target(tmp_path: Path, act: str) -> None:
    with pytest.raises(InputError, match="row 2"):
        read_decisions(log(tmp_path, {"act": act, "target": ""}))


@bug("the message names tables and checks, not file and row", raises=Exception)
@pytest.mark.parametrize("rows", [[{"subject": ""}], [{}, {}]], ids=["no subject", "same id twice"])
def test_other_slips_are_named_by_row(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    with pytest.raises(InputError, match="row"):
        read_decisions(log(tmp_path, *rows))


@bug("a log saved by Excel on Windows ends in a traceback", raises=UnicodeDecodeError)
def test_a_log_saved_by_excel_is_read(tmp_path: Path) -> None:
    path = log(tmp_path, {"act": "rename", "target": "Cafés"}, encoding="cp1252")
    assert read_decisions(path)["target"].tolist() == ["Cafés"]
