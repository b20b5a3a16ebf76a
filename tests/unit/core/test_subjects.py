"""Subjects and points as a run reads them."""

from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.subjects import load_points, load_subjects

HEADER = "subject_id,parent_id,name,definition,elsewhere,terms,split\n"


def test_two_levels_and_every_subject_has_its_area() -> None:
    subjects = load_subjects()
    areas = {s.subject_id for s in subjects if not s.parent_id}

    assert 90 <= len(subjects) <= 120
    assert {s.parent_id for s in subjects if s.parent_id} == areas


def test_each_subject_of_an_area_says_what_belongs_to_it_and_how_people_call_it() -> None:
    short = [s.subject_id for s in load_subjects() if s.parent_id and len(s.terms) < 12]

    assert short == []
    assert all(s.definition and s.elsewhere for s in load_subjects() if s.parent_id)


def test_what_is_named_elsewhere_exists() -> None:
    import re

    known = {s.subject_id for s in load_subjects()}
    named = {
        name
        for s in load_subjects()
        for group in re.findall(r"\(([a-z0-9, -]+)\)", s.elsewhere)
        for name in re.split(r", *", group)
    }

    assert named <= known


def test_neighbours_of_a_point_are_points() -> None:
    known = {p.point_id: p for p in load_points()}

    for point in known.values():
        assert known[point.near_miss].subject_id == point.subject_id
        assert not point.opposite or known[point.opposite].opposite == point.point_id


def test_a_row_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "subjects.csv"
    path.write_text(
        HEADER + "a,,A,What belongs,,x;y,train\nb,a,B,More,,x,never\n", encoding="utf-8"
    )

    with pytest.raises(RunError, match=r'"subjects.csv", row 3, column "split"'):
        load_subjects(path)


def test_another_file_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(HEADER + "a,,A,What belongs here,,bus; coach;,dev\n", encoding="utf-8")

    assert load_subjects(path)[0].terms == ("bus", "coach")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be read"):
        load_subjects(tmp_path / "none.csv")
