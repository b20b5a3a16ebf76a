"""What people ticked, matched to the options of the form."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.consultation import ClosedPart, Consultation
from pipeline.errors import ConsultationError, suggest
from pipeline.ingest._gather import Gathered
from pipeline.ingest._issues import Found, at_rows
from pipeline.ingest._options import fold, has_no_position, is_no_answer
from pipeline.ingest._questions import closed_parts
from pipeline.ingest._received import tidy
from pipeline.tables import conform, empty

_PRINTED = 60  # longer values may be free text and are not printed


def answers_table(
    gathered: Gathered, replies: pd.DataFrame, consultation: Consultation
) -> tuple[pd.DataFrame, list[Found]]:
    """Return one row for each option ticked by each respondent.

    Parameters
    ----------
    gathered : Gathered
    replies : pandas.DataFrame
        As ``identify`` returns it: only the replies that count are used.
    consultation : Consultation

    Returns
    -------
    answers : pandas.DataFrame
        The table ``answers``. A value that is no option of the form is kept without a place
        on the scale; so is "Don't know".
    found : list of Found
        Values that are no option.

    Raises
    ------
    ConsultationError
        If ``agree`` names something that is not among the options.
    """
    current = replies.index[replies["current"]]
    parts: list[pd.DataFrame] = []
    found: list[Found] = []
    for name, closed in closed_parts(consultation):
        column = tidy(closed.column)
        cells = gathered.rows.loc[current, column]
        options = {fold(option): tidy(option) for option in closed.options}
        ticked = {value: _ticked(value, options, closed) for value in cells.unique()}
        part = pd.DataFrame({"value": cells.map(ticked), "question_id": name})
        part["respondent_id"] = replies.loc[current, "respondent_id"]
        parts.append(_placed(part.explode("value").dropna(subset="value"), name, closed))
        unknown = {v for v, found_ in ticked.items() if any(fold(f) not in options for f in found_)}
        for value in sorted(unknown):
            at = cells.index[cells == value]
            found += at_rows(gathered.origin, at, column, "warning", _unknown(value))
    if not sum(map(len, parts)):
        return empty("answers"), found
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return conform("answers", table.drop_duplicates()), found


def _ticked(value: str, options: dict[str, str], closed: ClosedPart) -> list[str]:
    """Return the options a cell holds; one that is not on the form is returned as it is."""
    said = fold(value)
    if said in options:
        return [options[said]]
    if is_no_answer(value):
        return []
    several = None if closed.scale else _several(said, list(options))
    return [options[one] for one in several] if several else [tidy(value)]


def _several(said: str, options: list[str]) -> list[str] | None:
    """Cut a cell with several ticks into options; options may hold commas themselves.

    Examples
    --------
    >>> _several("yes, definitely, by bus", ["by bus", "yes, definitely"])
    ['yes, definitely', 'by bus']
    """
    found = []
    rest = said.strip(" ;,|")
    longest_first = sorted(options, key=lambda option: (-len(option), option))
    while rest:
        fits = (o for o in longest_first if rest == o or re.match(re.escape(o) + r"\s*[;,|]", rest))
        option = next(fits, None)
        if option is None:
            return None
        found.append(option)
        rest = rest[len(option) :].strip(" ;,|")
    return found


def _placed(part: pd.DataFrame, name: str, closed: ClosedPart) -> pd.DataFrame:
    """Add the place on the scale (1 for the lowest) and whether the option means agreement."""
    options = [tidy(option) for option in closed.options]
    agree = {fold(option) for option in closed.agree}
    for option in closed.agree:
        if fold(option) not in map(fold, options):
            question = name.removesuffix(".closed")
            raise ConsultationError(
                f'consultation.toml, question "{question}": agree names "{option}", which is not '
                f"among its options. {suggest(option, options)}"
            )
    scale = [option for option in options if closed.scale and not has_no_position(option)]
    positions = {option: float(n) for n, option in enumerate(scale, 1)}
    return part.assign(
        scale_position=part["value"].map(positions).astype("float64"),
        agrees=part["value"].map(lambda value: fold(value) in agree).astype(bool),
    )


def _unknown(value: str) -> str:
    short = tidy(value)
    what = f'"{short}"' if len(short) <= _PRINTED else "This answer (longer than an option)"
    return (
        f"{what} is not among the options of the question. It is counted without a place on the "
        "scale; correct the cell, or add the option to consultation.toml."
    )
