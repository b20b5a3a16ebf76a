"""Which words may be quoted, and how the person who wrote them is described."""

from __future__ import annotations

import pandas as pd

from pipeline.report._bases import Bases
from pipeline.report._parts import Quote
from pipeline.report._profile import Profile

UNKNOWN = "(permission not known)"


def quotes_by_statement(bases: Bases, profile: Profile) -> dict[str, tuple[Quote, ...]]:
    """Return the quotations of each statement that the profile allows, in rank order.

    The evidence and the respondent must both allow it: the stricter of the two holds.
    """
    where = bases.segments.set_index("segment_id")[["comment_id", "respondent_id", "may_quote"]]
    where = where.rename(columns={"may_quote": "respondent_may_quote"})
    evidence = bases.run.table("evidence").join(where, on="segment_id")
    allowed = evidence["may_quote"].isin(profile.quotable) & evidence["respondent_may_quote"].isin(
        profile.quotable
    )
    found: dict[str, list[Quote]] = {}
    for row in evidence[allowed].sort_values(["statement_id", "rank"]).itertuples():
        known = {row.may_quote, row.respondent_may_quote} == {"yes"}
        quote = _quote(row.quote, row.respondent_id, row.comment_id, known, bases, profile)
        found.setdefault(str(row.statement_id), []).append(quote)
    return {statement: tuple(quotes) for statement, quotes in found.items()}


def examples_by_theme(bases: Bases, profile: Profile) -> dict[str, Quote]:
    """Return one quotation for each theme: its central segment, or the best that is allowed."""
    themes = bases.run.table("themes")[["theme_id", "description"]]
    rows = (
        bases.run.table("assignments")
        .merge(bases.segments, on="segment_id")
        .merge(themes, on="theme_id")
    )
    rows = rows[rows["may_quote"].isin(profile.quotable)]
    rows = rows.assign(central=rows["text"] == rows["description"])
    best = rows.sort_values(
        ["theme_id", "central", "score", "segment_id"], ascending=[True, False, False, True]
    ).drop_duplicates("theme_id")
    return {
        str(row.theme_id): _quote(
            row.text, row.respondent_id, row.comment_id, {row.may_quote} == {"yes"}, bases, profile
        )
        for row in best.itertuples()
    }


def organisations(bases: Bases, profile: Profile) -> tuple[str, ...]:
    """Return the organisations that may be listed as having taken part."""
    rows = bases.respondents
    rows = rows[(rows["kind"] == "organisation") & rows["organisation"].notna()]
    allowed = rows[
        rows["may_name"].isin({"yes"} if profile.name == "publish" else {"yes", "unknown"})
    ]
    return tuple(sorted(set(allowed["organisation"]), key=str.casefold))


def _quote(
    text: object, person: object, comment: object, known: bool, bases: Bases, profile: Profile
) -> Quote:
    row: pd.Series[str] = bases.respondents.loc[str(person)]  # type: ignore[assignment]
    note = "" if known or not profile.marks_unknown else UNKNOWN
    return Quote(
        str(text), _who(row, profile), note, str(comment) if profile.lists_people else None
    )


def _who(row: pd.Series[str], profile: Profile) -> str:
    """Describe a respondent by type; name only an organisation that allows it."""
    if row["kind"] != "organisation":
        # A rare type of individual ("Member of Parliament") would point to one person.
        return str(row["type"]) if profile.lists_people else "Individual"
    if row["may_name"] == "yes" and pd.notna(row["organisation"]):
        return f"{row['organisation']} ({row['type']})"
    return str(row["type"])
