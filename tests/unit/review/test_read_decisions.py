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


@pytest.mark.parametrize(
    ("act", "target"), [("rename", ""), ("rename", "  "), ("merge", ""), ("merge", "R2:Q1")]
)
def test_a_rename_or_merge_needs_a_target(tmp_path: Path, act: str, target: str) -> None:
    path = log(tmp_path, {}, {"decision_id": "0002", "act": act, "target": target})
    with pytest.raises(InputError, match=rf'decisions.csv, row 3: a {act} needs .* "target"'):
        read_decisions(path)


@pytest.mark.parametrize("column", ["decision_id", "at", "reviewer", "subject", "digest"])
def test_what_every_decision_needs_is_named_by_row(tmp_path: Path, column: str) -> None:
    with pytest.raises(InputError, match=f'decisions.csv, row 2: column "{column}" is empty'):
        read_decisions(log(tmp_path, {column: ""}))


@pytest.mark.parametrize("again", ["0001", "1"], ids=["same text", "same number"])
def test_a_number_given_twice_is_named_by_both_rows(tmp_path: Path, again: str) -> None:
    with pytest.raises(InputError, match=rf'row 3: the decision_id "{again}" is that of row 2'):
        read_decisions(log(tmp_path, {}, {"decision_id": again}))


def test_a_log_saved_by_excel_is_read(tmp_path: Path) -> None:
    path = log(tmp_path, {"act": "rename", "target": "Cafés – £5"}, encoding="cp1252")
    assert read_decisions(path)["target"].tolist() == ["Cafés – £5"]


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    path = log(tmp_path, {"reason": "Two\nlines"}, dict.fromkeys(COLUMNS, ""))
    with path.open("a", encoding="utf-8") as file:
        file.write("\n0002,2026-01-01T09:00,AB,confirm,R2:Q1,abc\n0003,,,confrim,,,,\n")
    with pytest.raises(InputError, match="row 6: "):
        read_decisions(path)


def test_empty_and_short_rows_do_not_matter(tmp_path: Path) -> None:
    path = log(tmp_path, {}, dict.fromkeys(COLUMNS, ""))
    with path.open("a", encoding="utf-8") as file:
        file.write("\n2, 2026-01-01T09:00 ,AB,confirm,R2:Q1,abc\n")
    found = read_decisions(path)
    assert found["decision_id"].tolist() == ["0001", "2"]
    assert found["at"].iloc[1] == "2026-01-01T09:00"
    assert found["reason"].isna().all()


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (",".join(COLUMNS).encode("utf-16"), "encoding"),
        (b"decision_id,caf\x81", "encoding"),
        (",".join(COLUMNS).encode() + b'\n1,now,AB,confirm,R1:Q1,abc,"oops,\n', "row 2"),
    ],
    ids=["utf-16", "unknown letter", "open quotation mark"],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, wrong: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"decisions.csv.*{wrong}"):
        read_decisions(path)


def test_an_empty_file_means_no_decisions(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(b"")
    assert read_decisions(path).equals(empty("decisions"))
