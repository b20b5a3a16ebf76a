"""Small exports written for these tests, and the consultations that describe them."""

import csv
from pathlib import Path

import pytest
import tomli_w

from pipeline.consultation import Consultation, load_consultation

HEADERS = ["ID", "Type", "Name", "Q1 Do you agree?", "Q1a Why?", "Q2 Other comments", "District"]
ROWS = [
    ["A1", "Individual", "Jo Bloggs", "Agree", "Parks need care.", "", "Blaby"],
    ["A2", "Charity", "Green Trust", "strongly  AGREE", "", "£5 – café, “yes”", "Melton"],
    ["A3", "", "", "Not Answered", "Line one\nline two", "  spaced  ", ""],
]
CONFIG = {
    "title": "Parks",
    "body": "A council",
    "sources": [{"file": "replies.csv"}],
    "columns": {
        "respondent_id": "ID",
        "kind": "Type",
        "organisation": "Name",
        "attributes": ["District"],
    },
    "questions": [
        {
            "id": "Q1",
            "text": "Do you agree?",
            "closed": {
                "column": "Q1 Do you agree?",
                "options": ["Disagree", "Agree", "Strongly agree"],
                "agree": ["Agree", "Strongly agree"],
            },
            "open": [{"id": "Q1a", "column": "Q1a Why?", "role": "why", "text": "Why?"}],
        },
        {"id": "Q2", "text": "Other comments", "column": "Q2 Other comments"},
    ],
}


class Survey:
    """A folder with an export and its consultation file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def csv(self, rows, headers=HEADERS, *, name="replies.csv", encoding="utf-8", delimiter=","):
        with (self.folder / name).open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([headers, *rows])
        return self.folder / name

    def load(self, **changes) -> Consultation:
        path = self.folder / "consultation.toml"
        path.write_text(tomli_w.dumps(CONFIG | changes), encoding="utf-8")
        return load_consultation(path)


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    made = Survey(tmp_path)
    made.csv(ROWS)
    return made


@pytest.fixture
def rows() -> list[list[str]]:
    return [list(row) for row in ROWS]


@pytest.fixture
def headers() -> list[str]:
    return list(HEADERS)


@pytest.fixture
def columns() -> dict[str, object]:
    return dict(CONFIG["columns"])


@pytest.fixture
def questions() -> list[dict[str, object]]:
    import copy

    return copy.deepcopy(CONFIG["questions"])
