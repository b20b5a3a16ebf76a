"""Subjects find the labels that a person would file them under, and a person has the last word."""

from pathlib import Path

import pytest

from pipeline.embeddings import Embedder, load_embedder
from pipeline.errors import FrameworkError
from pipeline.framework import Framework, load_framework
from pipeline.mapping import map_subjects


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework("leicestershire-2018-22", Path())


def test_plain_subjects_go_where_anyone_would_put_them(
    framework: Framework, embedder: Embedder
) -> None:
    table = map_subjects(framework, embedder)
    first = table.drop_duplicates("subject_id").set_index("subject_id")["label_id"]

    wanted = {"bus-services": "SE2", "children-in-care": "KPS2", "affordable-housing": "AQH1"}
    assert {subject: first[subject] for subject in wanted} == wanted
    assert table["share"].between(0, 1).all()
    assert set(table["by"]) == {"computed"}


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "cp1252")])
def test_rows_of_a_person_replace_those_of_their_subjects(
    framework: Framework, embedder: Embedder, tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = [
        "subject_id,label_id,share,by,note",
        "bus-services,GC6,0.7,,café",
        "bus-services,SE3,0.4,person,",
        "parking,,,,",
        "biodiversity,SE1,0.9,computed,",
    ]
    path = tmp_path / "mapping.csv"
    path.write_bytes("\n".join(rows).replace(",", separator).encode(encoding))
    table = map_subjects(framework, embedder, edits=path)
    buses = table[table["subject_id"] == "bus-services"]

    assert buses["label_id"].tolist() == ["GC6", "SE3"]
    assert buses["by"].tolist() == ["person", "person"]
    assert "parking" not in set(table["subject_id"])
    assert "SE1" not in set(table.loc[table["subject_id"] == "biodiversity", "label_id"])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("bus-service,SE2,0.5", r'row 2: no subject "bus-service"\. .*bus-services'),
        ("bus-services,SE22,0.5", r'row 2: no code "SE22"'),
        ("bus-services,SE2,70%", r'row 2: share "70%" is not a number'),
    ],
    ids=["subject", "label", "share"],
)
def test_a_wrong_row_is_named(
    framework: Framework, embedder: Embedder, tmp_path: Path, row: str, message: str
) -> None:
    path = tmp_path / "mapping.csv"
    path.write_text(f"subject_id,label_id,share\n{row}\n", encoding="utf-8")

    with pytest.raises(FrameworkError, match=message):
        map_subjects(framework, embedder, edits=path)


def test_a_missing_file_or_column_is_named(
    framework: Framework, embedder: Embedder, tmp_path: Path
) -> None:
    with pytest.raises(FrameworkError, match="There is no file"):
        map_subjects(framework, embedder, edits=tmp_path / "mapping.csv")
    (tmp_path / "mapping.csv").write_text("subject_id,share\nparking,1\n", encoding="utf-8")
    with pytest.raises(FrameworkError, match='no column "label_id"'):
        map_subjects(framework, embedder, edits=tmp_path / "mapping.csv")
