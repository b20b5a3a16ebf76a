"""``consultation.toml``: one strict, frozen model of everything a run may depend on.

A key that is not declared here is an error that names the key that was probably meant. The
file is copied into every run.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import ConsultationError, suggest


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Frozen):
    """A file of responses: path relative to the consultation, and the sheet of a workbook."""

    file: str
    sheet: str | None = None
    channel: str | None = None


class Columns(_Frozen):
    """Which columns hold what, by their exact header.

    ``organisation`` names the organisation that answered; ``kind`` tells individuals from
    organisations, with ``individual_values`` listing (or occurring in) the values that mean a
    person. Every column of the file is named here, in a question, or in ``ignore``.
    """

    respondent_id: str | None = None
    organisation: str | None = None
    kind: str | None = None
    individual_values: tuple[str, ...] = ("individual", "resident", "member of the public")
    submitted_at: str | None = None
    may_quote: str | None = None
    may_name: str | None = None
    attributes: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class ClosedPart(_Frozen):
    """The tick-box part of a question. ``options`` run from the lowest to the highest."""

    column: str
    options: tuple[str, ...]
    agree: tuple[str, ...] = ()
    scale: bool = True


class OpenPart(_Frozen):
    """A free-text part of a question."""

    id: str
    column: str
    role: Literal["why", "anything_else", "other"] = "other"
    text: str | None = None


class Question(_Frozen):
    """A question with its parts, or one open question (``column`` and no parts).

    ``about`` is what the question asks about as a noun phrase ("the proposed vision"): closed
    answers are reported as agreeing with it. ``scope`` is the outcome the question is about.
    """

    id: str
    text: str
    number: str | None = None
    about: str | None = None
    scope: str | None = None
    column: str | None = None
    closed: ClosedPart | None = None
    open: tuple[OpenPart, ...] = ()

    @model_validator(mode="after")
    def _has_parts(self) -> Question:
        if self.column and (self.open or self.closed):
            raise ValueError(f'question "{self.id}" has both a column and parts; keep one')
        if not (self.column or self.open or self.closed):
            raise ValueError(f'question "{self.id}" has no column and no parts')
        return self


class Settings(_Frozen):
    """How to analyse. The defaults are the recommended values.

    ``single_views``: whose view may be reported when one respondent alone holds it ("One
    respondent called for ..."), organisations' only or everybody's.
    """

    seed: int = 20170804
    repeated_respondent: Literal["error", "latest", "keep_all"] = "error"
    quantifiers: Literal["engagement", "education-scotland", "numeric"] = "engagement"
    granularity: Literal["broad", "standard", "fine"] = "standard"
    single_views: Literal["all", "organisations", "none"] = "organisations"
    max_single_views: int = Field(default=6, ge=0)
    max_statements: int = Field(default=12, ge=1)
    quotes_per_statement: int = Field(default=2, ge=0, le=5)
    small_number: int = Field(default=10, ge=1)
    soften_small_counts: bool = False
    spacy_model: str | None = None
    embedding_model: str = "auto"


class Consultation(_Frozen):
    """A consultation: what was asked, of whom, where the answers lie, how to analyse them.

    Attributes
    ----------
    root : pathlib.Path
        Folder of the file it was read from; ``sources`` and ``data_dir`` are relative to it.
    """

    root: Path = Field(default=Path(), exclude=True)
    title: str
    body: str
    opened: date | None = None
    closed: date | None = None
    invited: int | None = None
    framework: str | None = None
    quotation_basis: str | None = None
    data_dir: str = "."
    sources: tuple[Source, ...] = Field(min_length=1)
    columns: Columns = Columns()
    questions: tuple[Question, ...] = ()
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Consultation:
        seen: set[str] = set()
        for question in self.questions:
            for name in (question.id, *(part.id for part in question.open)):
                if name in seen:
                    raise ValueError(f'question id "{name}" occurs twice')
                seen.add(name)
        return self

    @property
    def folder(self) -> Path:
        """The data folder: runs, caches, decisions and private files live here."""
        return (self.root / self.data_dir).resolve()


def load_consultation(path: Path) -> Consultation:
    """Read and check ``consultation.toml``.

    Parameters
    ----------
    path : pathlib.Path
        The file, or the folder that holds ``consultation.toml``.

    Returns
    -------
    Consultation

    Raises
    ------
    ConsultationError
        If it is missing, not TOML, or holds an unknown key or a value that cannot be. The
        message lists every problem and what would have worked.
    """
    if path.is_dir():
        path = path / "consultation.toml"
    if path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".xlsm", ".xls"):
        raise ConsultationError(
            f'"{path.name}" is a file of responses. Draft a consultation file for it with: '
            f'several init "{path.name}"'
        )
    if not path.is_file():
        raise ConsultationError(
            f'There is no consultation file "{path}". '
            "Draft one with: several init YOUR-RESPONSES.xlsx"
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConsultationError(
            f"{path.name} is not valid TOML: {error}. "
            'Text values need quotation marks, as in: title = "Our plan".'
        ) from None
    content.pop("root", None)
    try:
        return Consultation.model_validate({**content, "root": path.parent.resolve()})
    except ValidationError as error:
        lines = [_explain(item) for item in error.errors()]
        raise ConsultationError(f"{path.name} cannot be used:\n- " + "\n- ".join(lines)) from None


def _explain(item: object) -> str:
    """Put one pydantic error in an analyst's words."""
    assert isinstance(item, dict)
    place = [str(part) for part in item["loc"]]
    where = ".".join(f"{int(p) + 1}" if p.isdigit() else p for p in place)
    if item["type"] == "extra_forbidden":
        return f'"{where}" is not a key. {suggest(place[-1], _keys_at(place[:-1]))}'
    if item["type"] == "missing":
        return f'"{where}" is missing.'
    message = str(item["msg"]).removeprefix("Value error, ")
    return f'"{where}": {message}.' if where else f"{message}."


def _keys_at(place: list[str]) -> list[str]:
    """Keys allowed at a place in the file, for suggestions."""
    models: dict[str, type[BaseModel]] = {
        "": Consultation, "sources": Source, "columns": Columns, "questions": Question,
        "closed": ClosedPart, "open": OpenPart, "settings": Settings,
    }  # fmt: skip
    names = [part for part in place if not part.isdigit()]
    return [key for key in models[names[-1] if names else ""].model_fields if key != "root"]
