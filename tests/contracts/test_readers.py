"""Whatever the file type: the same text in the same places, and the file is left as it was."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from pipeline.ingest import READERS
from tests.contracts.conftest import HEADER, ROWS


def written(folder: Path, ending: str) -> Path:
    """The small consultation's replies as a file of a type."""
    path = folder / f"replies{ending}"
    if ending.startswith(".xls"):
        book = Workbook()
        for row in (HEADER, *ROWS):
            book.active.append([cell or None for cell in row])
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            delimiter = "\t" if ending == ".tsv" else ","
            csv.writer(file, delimiter=delimiter).writerows([HEADER, *ROWS])
    return path


@pytest.mark.parametrize("ending", list(READERS))
def test_a_reader_gives_every_cell_as_text(ending: str, tmp_path: Path) -> None:
    received = READERS[ending](written(tmp_path, ending), None)
    expected = pd.DataFrame(ROWS, columns=list(HEADER), index=range(2, 2 + len(ROWS)))
    assert received.frame.to_dict() == expected.to_dict()
    assert received.frame.map(lambda cell: type(cell) is str).to_numpy().all()
    assert received.file == f"replies{ending}"


@pytest.mark.parametrize("ending", list(READERS))
def test_a_reader_leaves_the_file_as_it_was(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path, ending)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    first = READERS[ending](path, None)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    again = READERS[ending](path, None)
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert (first.letters, first.notes) == (again.letters, again.notes)
