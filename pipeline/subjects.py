"""Subjects: the areas of council business that people write about, whatever the framework.

Residents do not know which tier empties the bin, and no two councils publish the same outcomes;
subjects are what stays the same. There are two levels, an area (``transport``) and its subjects
(``bus-services``), each with a definition, what belongs elsewhere and the terms people use. They
were written for this project (``data/corpus``), as were the points: what people say about each.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from pipeline.errors import RunError
from pipeline.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

Act = Literal["support", "suggestion", "concern", "query", "alignment", "observation"]
Stance = Literal["for", "against", "mixed", "none"]
Split = Literal["train", "dev", "test"]


def _listed(value: object) -> object:
    """Take what stands in one cell, separated by semicolons."""
    return (
        tuple(p.strip() for p in value.split(";") if p.strip()) if isinstance(value, str) else value
    )


_Filled = Annotated[str, StringConstraints(min_length=1)]
_Row = TypeVar("_Row", bound=BaseModel)
_Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Subject(BaseModel):
    """One area of council business, or one subject of an area.

    Attributes
    ----------
    subject_id : str
        As ``bus-services``.
    parent_id : str
        The area it belongs to; empty for an area.
    name : str
        As an officer would head a page: "Bus services".
    definition, elsewhere : str
        What belongs here, and what would be looked for here but belongs to another subject (whose
        id stands in brackets).
    terms : tuple of str
        Words and phrases, plain and official, that point to this subject.
    split : {"train", "dev", "test"}
        ``dev`` and ``test`` subjects were kept out of training whole.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    subject_id: _Filled
    parent_id: str
    name: _Filled
    definition: _Filled
    elsewhere: str
    terms: _Names
    split: Split


class Point(BaseModel):
    """Something people say about a subject, in one line an officer would write.

    Attributes
    ----------
    point_id : str
        The subject's id and a slug: ``bus-services.evening-buses``.
    subject_id : str
        Its first subject.
    also : tuple of str
        Other subjects whose officers would want to read it.
    act, stance : str
        What the respondent does, and their stance towards ``target``
        (``data/corpus/GUIDELINE.md``).
    target : str
        The thing judged, as a noun phrase.
    text : str
        The point.
    near_miss : str
        Another point of the subject, easily taken for this one.
    opposite : str
        A point about the same thing from the other side; empty if there is none.
    split : {"train", "dev", "test"}
        ``dev`` and ``test`` points were kept out of training.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    point_id: _Filled
    subject_id: _Filled
    also: _Names
    act: Act
    stance: Stance
    target: _Filled
    text: _Filled
    near_miss: _Filled
    opposite: str
    split: Split


@lru_cache(maxsize=4)
def load_subjects(path: Path | None = None) -> tuple[Subject, ...]:
    """Read the subjects: each area followed by its subjects.

    Parameters
    ----------
    path : pathlib.Path, optional
        Another file with the columns of ``data/corpus/subjects.csv``.

    Returns
    -------
    tuple of Subject

    Raises
    ------
    RunError
        If the file is missing, or a row of it cannot be used.

    Examples
    --------
    >>> subjects = {s.subject_id: s for s in load_subjects()}
    >>> subjects["bus-services"].parent_id
    'transport'
    """
    return _read(path or shipped("corpus", "subjects.csv"), Subject)


@lru_cache(maxsize=4)
def load_points(path: Path | None = None) -> tuple[Point, ...]:
    """Read what people commonly say to councils, point by point.

    Parameters
    ----------
    path : pathlib.Path, optional
        Another file with the columns of ``data/corpus/points.csv``.

    Returns
    -------
    tuple of Point
        In the order of their subjects.

    Raises
    ------
    RunError
        If the file is missing, or a row of it cannot be used.

    Examples
    --------
    >>> {p.subject_id for p in load_points()} <= {s.subject_id for s in load_subjects()}
    True
    """
    return _read(path or shipped("corpus", "points.csv"), Point)


def _read(path: Path, kind: type[_Row]) -> tuple[_Row, ...]:
    rows: list[_Row] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):  # noqa: B007
                rows.append(kind.model_validate(row))
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f'"{path.name}" cannot be read: {error.__class__.__name__}.') from error
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(part) for part in first["loc"])
        raise RunError(
            f'"{path.name}", row {number}, column "{column}": {first["msg"]}.'
        ) from error
    return tuple(rows)
