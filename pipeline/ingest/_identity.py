"""Whose each row is: ids of the export or our own, and the policy on repeated ids."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.consultation import Consultation
from pipeline.errors import InputError
from pipeline.ingest._dates import to_iso
from pipeline.ingest._gather import Gathered
from pipeline.ingest._issues import Found, at_rows
from pipeline.ingest._received import listed, place, tidy
from pipeline.store import digest_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def identify(gathered: Gathered, consultation: Consultation) -> tuple[pd.DataFrame, list[Found]]:
    """Say for each row whose it is, and whether a later reply stands in its place.

    Parameters
    ----------
    gathered : Gathered
    consultation : Consultation

    Returns
    -------
    replies : pandas.DataFrame
        On the index of ``gathered.rows``: ``respondent_id``; ``stem``, which begins the ids of
        the row's comments (``R04``, or ``R04~1`` for an earlier reply of R04); ``current``,
        False for such an earlier reply; ``submitted_at``.
    found : list of Found

    Raises
    ------
    InputError
        If an id is empty, is an e-mail address, or occurs twice under the policy ``error``.
    """
    rows, columns = gathered.rows, consultation.columns
    replies = pd.DataFrame(index=rows.index)
    replies["submitted_at"] = pd.Series(None, index=rows.index, dtype="str")
    found: list[Found] = []
    if columns.submitted_at:
        replies["submitted_at"] = to_iso(rows[tidy(columns.submitted_at)])
        found = _undated(gathered, replies, tidy(columns.submitted_at))
    if not columns.respondent_id:
        digests = _digests(rows)
        replies["respondent_id"] = _minted(digests)
        return replies.assign(stem=replies["respondent_id"], current=True), found
    replies["respondent_id"] = _given(gathered, tidy(columns.respondent_id))
    replies, repeated = _apply_policy(gathered, replies, consultation)
    return replies, found + repeated


def _given(gathered: Gathered, column: str) -> pd.Series[str]:
    """Return the ids of the export, or say which rows have none."""
    ids = gathered.rows[column].str.strip()
    origin = gathered.origin
    if (ids == "").any():
        blank = origin[ids == ""].fillna({"source_sheet": ""})
        where = "; ".join(
            f"{place(str(file), str(sheet))}: rows {listed(part['source_row'].tolist())}"
            for (file, sheet), part in blank.groupby(["source_file", "source_sheet"])
        )
        raise InputError(
            f'The respondent id in column "{column}" is empty. {where}. Fill it in, or delete '
            "respondent_id from [columns] in consultation.toml: Several then makes its own ids."
        )
    if ids.map(lambda value: _EMAIL.fullmatch(value) is not None).mean() > 0.5:
        raise InputError(
            f'Column "{column}" holds e-mail addresses, which would put personal data into every '
            "table. Delete respondent_id from [columns] in consultation.toml and put the column "
            "into ignore: Several then makes ids of its own."
        )
    return ids


def _digests(rows: pd.DataFrame) -> pd.Series[str]:
    """Return a digest of each row's content, whatever the order of its columns."""
    names = sorted(rows.columns)
    filled = (
        "\0".join(f"{n}\1{cell}" for n, cell in zip(names, cells, strict=True) if cell)
        for cells in rows[names].itertuples(index=False, name=None)
    )
    return pd.Series([digest_of(text) for text in filled], index=rows.index, dtype="str")


def _minted(digests: pd.Series[str]) -> pd.Series[str]:
    """Return ids such as ``r-3f9a2c41.1``; equal rows are told apart by the counter."""
    short = "r-" + digests.str[:8]
    counter = digests.sort_values(kind="stable").groupby(short).cumcount() + 1
    return short + "." + counter.reindex(digests.index).astype("str")


def _apply_policy(
    gathered: Gathered, replies: pd.DataFrame, consultation: Consultation
) -> tuple[pd.DataFrame, list[Found]]:
    ids = replies["respondent_id"]
    replies = replies.assign(stem=ids, current=True)
    repeated = ids[ids.duplicated(keep=False)]
    if repeated.empty:
        return replies, []
    policy = consultation.settings.repeated_respondent
    column = tidy(consultation.columns.respondent_id or "")
    if policy == "error":
        raise InputError(_twice(repeated, gathered.origin, column))
    order, timed = _order(gathered, replies, repeated, by_content=policy == "keep_all")
    rank = order.groupby(ids[order.index]).rank(method="first").astype(int)
    last = rank.groupby(ids[rank.index]).transform("max")
    if policy == "keep_all":
        renamed = ids[rank.index].where(rank == 1, ids[rank.index] + "#" + rank.astype("str"))
        replies.loc[rank.index, "respondent_id"] = renamed
        replies.loc[rank.index, "stem"] = renamed
        message = "This id occurs again; each row counts as a respondent of its own (keep_all)."
        return replies, at_rows(gathered.origin, rank.index[rank > 1], column, "note", message)
    earlier = rank.index[rank < last]
    replies.loc[earlier, "stem"] = ids[earlier] + "~" + rank[earlier].astype("str")
    replies.loc[earlier, "current"] = False
    message = "A later reply of the same respondent stands in place of this one (latest)."
    found = at_rows(gathered.origin, earlier, column, "note", message)
    untold = earlier[~timed[earlier]]
    message = "No dates tell which reply is the latest; the lowest row was taken."
    return replies, found + at_rows(gathered.origin, untold, column, "warning", message)


def _order(
    gathered: Gathered, replies: pd.DataFrame, repeated: pd.Series[str], *, by_content: bool
) -> tuple[pd.Series[int], pd.Series[bool]]:
    """Order repeated replies by time, then by content or by row; say whose times differ."""
    when = replies.loc[repeated.index, "submitted_at"]
    all_dated = when.notna().groupby(repeated).transform("all")
    when = when.where(all_dated, "").fillna("")
    tie = _digests(gathered.rows.loc[repeated.index]) if by_content else ""
    keys = pd.DataFrame({"when": when, "tie": tie, "row": range(len(when))}, index=when.index)
    ordered = keys.sort_values(["when", "tie", "row"], kind="stable")
    timed = ~keys.assign(id=repeated).duplicated(["id", "when"], keep=False)
    return pd.Series(range(len(ordered)), index=ordered.index).reindex(when.index), timed


def _twice(repeated: pd.Series[str], origin: pd.DataFrame, column: str) -> str:
    lines = []
    groups = repeated.groupby(repeated)
    for name, part in list(groups)[:8]:
        at = origin.loc[part.index]
        files = at.groupby("source_file")["source_row"].agg(list)
        spots = ", ".join(f'"{file}" rows {listed(rows)}' for file, rows in files.items())
        lines.append(f'- "{name}": {spots}')
    if len(groups) > 8:
        lines.append(f"- and {len(groups) - 8} more")
    return (
        f'Respondent ids in column "{column}" that occur more than once:\n'
        + "\n".join(lines)
        + "\nDelete the rows that do not belong, or choose in [settings] of consultation.toml:\n"
        '- repeated_respondent = "latest": the last reply counts, earlier ones are superseded\n'
        '- repeated_respondent = "keep_all": every row counts as a respondent of its own'
    )


def _undated(gathered: Gathered, replies: pd.DataFrame, column: str) -> list[Found]:
    typed = gathered.rows[column].str.strip() != ""
    index = replies.index[typed & replies["submitted_at"].isna()]
    message = "This is not a date that can be read; write it as 2017-08-04 or 04/08/2017."
    return at_rows(gathered.origin, index, column, "note", message)
