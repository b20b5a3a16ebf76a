"""A framework: the outcomes a body works towards, and the priorities under each.

Frameworks that are shipped with Several are read by name; any other from a TOML, CSV, Excel or
YAML file beside ``consultation.toml``. The names are official; descriptions and terms are what
tagging goes by (``docs/analyst.md``): how residents and officers talk about the thing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipeline.errors import FrameworkError, suggest
from pipeline.framework_files import READERS, Place, read_framework_file
from pipeline.resources import shipped
from pipeline.tables import CROSS

CROSS_NAME = "The plan as a whole"


def _split(value: Any) -> Any:
    """Take terms written in one cell, separated by semicolons."""
    return value.split(";") if isinstance(value, str) else value


_Filled = Annotated[str, StringConstraints(min_length=1)]
_Terms = Annotated[tuple[str, ...], BeforeValidator(_split)]


class _Entry(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True
    )


class Priority(_Entry):
    """One priority, or supporting outcome, of an outcome.

    Attributes
    ----------
    code, name : str
        A short code, unique in the framework, and the official name.
    description : str
        What it covers, in plain words.
    terms : tuple of str
        Words and phrases that people use for it; repetitions are dropped.
    """

    code: _Filled
    name: _Filled
    description: str = ""
    terms: _Terms = ()

    @field_validator("terms")
    @classmethod
    def _once_each(cls, terms: tuple[str, ...]) -> tuple[str, ...]:
        return tuple({term.lower(): term for term in reversed(terms) if term}.values())[::-1]


class Outcome(Priority):
    """One outcome with its priorities, in the order of the framework."""

    priorities: tuple[Priority, ...] = ()


class Framework(_Entry):
    """The outcomes and priorities that comments are tagged to.

    Attributes
    ----------
    id, title : str
        Short name (as in ``framework = "..."``) and full title.
    outcomes : tuple of Outcome
    cross : str, default "CROSS"
        Code for what concerns the framework as a whole.
    note : str
        Where names, descriptions and terms come from.

    Examples
    --------
    >>> framework = load_framework("leicestershire-2017-21", Path())
    >>> framework.labels()["SE4"]
    'Businesses are supported to flourish'
    >>> framework.outcome_of("SE4")
    'SE'
    """

    id: _Filled
    title: _Filled
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    cross: _Filled = CROSS
    note: str = ""

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Framework:
        seen: dict[str, Place] = {self.cross.lower(): ()}
        for code, place in self._codes():
            if code.lower() in seen:
                raise PydanticCustomError(
                    "code_twice",
                    'code "{code}" is used twice',
                    {"code": code, "place": place, "first": seen[code.lower()]},
                )
            seen[code.lower()] = place
        return self

    def _codes(self) -> list[tuple[str, Place]]:
        found: list[tuple[str, Place]] = []
        for i, outcome in enumerate(self.outcomes):
            found.append((outcome.code, ("outcomes", i)))
            for j, priority in enumerate(outcome.priorities):
                found.append((priority.code, ("outcomes", i, "priorities", j)))
        return found

    def labels(self) -> dict[str, str]:
        """Return the name of every code: outcomes, their priorities, and the cross code."""
        names = {
            entry.code: entry.name
            for outcome in self.outcomes
            for entry in (outcome, *outcome.priorities)
        }
        return {**names, self.cross: CROSS_NAME}

    def outcome_by_code(self) -> dict[str, str]:
        """Return the outcome of every code but the cross code, in the order of the framework."""
        return {
            entry.code: outcome.code
            for outcome in self.outcomes
            for entry in (outcome, *outcome.priorities)
        }

    def outcome_of(self, code: str) -> str:
        """Return the code of the outcome that a code belongs to; the cross code is its own.

        Raises
        ------
        FrameworkError
            If the framework has no such code.
        """
        for outcome in self.outcomes:
            if code == outcome.code or any(code == p.code for p in outcome.priorities):
                return outcome.code
        if code == self.cross:
            return code
        raise FrameworkError(
            f'Framework "{self.id}" has no code "{code}". {suggest(code, self.labels())}'
        )


def load_framework(name_or_path: str, root: Path) -> Framework:
    """Load a shipped framework, or read one from a file.

    Parameters
    ----------
    name_or_path : str
        Name of a shipped framework ("leicestershire-2018-22"), or a TOML, CSV, Excel or YAML
        file. A CSV file or the first sheet of a workbook has the columns outcome_code, outcome,
        priority_code, priority, description and terms (separated by ";"), one row a priority;
        a row without a priority describes the outcome.
    root : pathlib.Path
        Folder that a relative path starts from: that of ``consultation.toml``.

    Returns
    -------
    Framework

    Raises
    ------
    FrameworkError
        If it is not there, cannot be read, is incomplete or contradicts itself. The message names
        the file and the row or entry.

    Examples
    --------
    >>> [outcome.code for outcome in load_framework("leicestershire-2022-26", Path()).outcomes]
    ['CGF', 'GC', 'IO', 'SETI', 'KPSW']
    """
    path = _find(name_or_path, root)
    content, places = read_framework_file(path)
    try:
        return Framework.model_validate(content)
    except ValidationError as error:
        problems = [_explain(item, places) for item in error.errors()]
        listed = "\n- ".join(dict.fromkeys(problems))
        raise FrameworkError(f"{path.name} cannot be used:\n- {listed}") from None


def _find(name_or_path: str, root: Path) -> Path:
    shelf = shipped("frameworks")
    names = sorted(path.stem for path in shelf.glob("*.toml"))
    if name_or_path in names:
        return shelf / f"{name_or_path}.toml"
    path = root / name_or_path
    if not path.is_file():
        raise FrameworkError(
            f'There is no framework "{name_or_path}": no file "{path}", and none of that name is '
            f"shipped. {suggest(name_or_path, names)} Or name a file of your own "
            f"({', '.join(READERS)})."
        )
    if path.suffix.lower() not in READERS:
        raise FrameworkError(
            f'{path.name}: a framework is not read from a "{path.suffix}" file. '
            f"Save it as one of: {', '.join(READERS)}."
        )
    return path


def _explain(item: Any, places: dict[Place, str]) -> str:
    """Put one pydantic error in words, with the row or entry it is about."""
    if item["type"] == "code_twice":
        place, first, code = (item["ctx"][key] for key in ("place", "first", "code"))
        if not first:
            return f'{places[place]}: code "{code}" is kept for the plan as a whole; use another.'
        return f'{places[place]}: code "{code}" is used already in {places[first]}.'
    place = tuple(item["loc"])
    field = next((str(part) for part in reversed(place) if isinstance(part, str)), "")
    while place and place not in places:
        place = place[:-1]
    where = f"{places[place]}: " if place else ""
    match item["type"]:
        case "missing":
            return f'{where}"{field}" is missing.'
        case "string_too_short":
            return f'{where}"{field}" is empty.'
        case "too_short":
            return f"{where}there are no outcomes; at least one is needed."
        case "string_type":
            return f'{where}"{field}" must be text.'
        case "extra_forbidden":
            return f'{where}"{field}" is not known here. {_known(field, len(place))}'
        case _:
            return f'{where}"{field}" does not have the shape it should: {item["msg"]}.'


def _known(field: str, depth: int) -> str:
    """Say what a key was probably meant to be, at the top, in an outcome or in a priority."""
    if field == "priorities" and depth == 0:
        return "Priorities belong under an outcome."
    models: dict[int, type[BaseModel]] = {0: Framework, 2: Outcome}
    return suggest(field, models.get(depth, Priority).model_fields)
