"""Who answered: kinds, organisations, permissions and attributes."""

from __future__ import annotations

import pandas as pd

from pipeline.consultation import Columns, Consultation
from pipeline.ingest._gather import Gathered
from pipeline.ingest._issues import Found, at_rows
from pipeline.ingest._options import is_no_answer
from pipeline.ingest._permission import permission
from pipeline.ingest._received import tidy
from pipeline.tables import conform, empty


def respondents_table(
    gathered: Gathered, replies: pd.DataFrame, consultation: Consultation
) -> tuple[pd.DataFrame, list[Found]]:
    """Return one row for each respondent, from the reply that counts.

    The name of an individual is never kept, whatever the columns hold.

    Parameters
    ----------
    gathered : Gathered
    replies : pandas.DataFrame
        As ``identify`` returns it.
    consultation : Consultation

    Returns
    -------
    respondents : pandas.DataFrame
        The table ``respondents``.
    found : list of Found
        Permissions that could not be read.
    """
    current = replies["current"]
    rows, columns = gathered.rows[current], consultation.columns
    frame = pd.DataFrame({"respondent_id": replies.loc[current, "respondent_id"]})
    frame["kind"] = _kinds(rows, columns)
    frame["organisation"] = None
    if columns.organisation:
        names = rows[tidy(columns.organisation)].map(tidy)
        told = (frame["kind"] == "organisation") & (names != "")
        frame["organisation"] = names.where(told, None)
    found: list[Found] = []
    for name, column in (("may_name", columns.may_name), ("may_quote", columns.may_quote)):
        frame[name] = "unknown"
        if column:
            said = rows[tidy(column)]
            read = {value: permission(value, naming=name == "may_name") for value in said.unique()}
            frame[name] = said.map(read)
            odd = said.index[(frame[name] == "unknown") & (said.str.strip() != "")]
            message = "Neither yes nor no could be read here: the permission counts as unknown."
            found += at_rows(gathered.origin, odd, tidy(column), "note", message)
    return conform("respondents", frame), found


def _kinds(rows: pd.DataFrame, columns: Columns) -> pd.Series[str]:
    if not columns.kind:
        return pd.Series("unknown", index=rows.index, dtype="str")
    people = [tidy(value).casefold() for value in columns.individual_values]
    said = rows[tidy(columns.kind)]
    known = {value: _kind(tidy(value).casefold(), people) for value in said.unique()}
    return said.map(known)


def _kind(value: str, people: list[str]) -> str:
    if is_no_answer(value):
        return "unknown"
    return "individual" if any(person in value for person in people) else "organisation"


def attributes_table(
    gathered: Gathered, replies: pd.DataFrame, consultation: Consultation
) -> pd.DataFrame:
    """Return one row for each respondent and attribute that is not blank.

    Parameters
    ----------
    gathered : Gathered
    replies : pandas.DataFrame
        As ``identify`` returns it.
    consultation : Consultation

    Returns
    -------
    pandas.DataFrame
        The table ``attributes``.
    """
    current = replies["current"]
    parts = []
    for name in dict.fromkeys(map(tidy, consultation.columns.attributes)):
        values = gathered.rows.loc[current, name].str.strip()
        given = ~values.map(is_no_answer).astype(bool)
        part = pd.DataFrame({"respondent_id": replies.loc[current, "respondent_id"]})
        parts.append(part.assign(attribute=name, value=values)[given])
    if not parts or not sum(map(len, parts)):
        return empty("attributes")
    return conform("attributes", pd.concat(parts, ignore_index=True))
