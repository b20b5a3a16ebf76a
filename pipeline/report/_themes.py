"""The themes of a question, ranked by how many respondents raised them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.report._parts import Quote, Theme
from pipeline.report._profile import Profile, count

STATUSES = {
    "candidate": "not yet checked",
    "confirmed": "confirmed",
    "general": "general comments",
}


@dataclass(frozen=True)
class Labels:
    """The themes that stand, and a quotation that is allowed for each."""

    frame: pd.DataFrame
    examples: Mapping[str, Quote]


def themes_of(group: str | None, base: int, labels: Labels, profile: Profile) -> tuple[Theme, ...]:
    """Return the themes of a question group, each broader theme before its parts.

    Parameters
    ----------
    group : str or None
        Question group; None for themes across questions.
    base : int
        Respondents who gave a substantive answer there.
    labels : Labels
    profile : Profile

    Returns
    -------
    tuple of Theme
        Most respondents first, general comments last; empty where the base is.
    """
    column = labels.frame["question_id"]
    rows = labels.frame[column.isna() if group is None else column == group]
    rows = rows.assign(last=rows["status"] == "general").sort_values(
        ["last", "n_respondents", "label", "theme_id"], ascending=[True, False, True, True]
    )
    if base == 0:
        return ()
    broader = _broadest(rows, set(rows["theme_id"]))
    found: list[Theme] = []
    for rank, row in enumerate(rows[broader.isna()].itertuples(), start=1):
        found.append(_theme(row, str(rank), "", base, labels, profile))
        for part, child in enumerate(rows[broader == row.theme_id].itertuples(), start=1):
            found.append(
                _theme(child, f"{rank}.{part}", _first_upper(str(row.label)), base, labels, profile)
            )
    return tuple(found)


def _broadest(rows: pd.DataFrame, known: set[str]) -> pd.Series[str]:
    """The broadest theme of the question that each theme is part of; missing for itself."""
    parent = rows.set_index("theme_id")["parent_id"]
    above = rows["parent_id"].where(rows["parent_id"].isin(known))
    for _ in range(len(rows)):
        higher = above.map(parent)
        higher = higher.where(higher.isin(known))
        if higher.isna().all():
            break
        above = higher.where(higher.notna(), above)
    return above


def _theme(
    row: object, rank: str, broader: str, base: int, labels: Labels, profile: Profile
) -> Theme:
    values = row._asdict()  # type: ignore[attr-defined]  # a row of itertuples
    stability = values["stability"]
    return Theme(
        theme_id=str(values["theme_id"]),
        rank=rank,
        label=_first_upper(str(values["label"])),
        status=STATUSES[values["status"]],
        count=count(int(values["n_respondents"]), base, profile),
        keywords=str(values["keywords"]),
        stability=None if pd.isna(stability) else float(stability),
        example=labels.examples.get(str(values["theme_id"])),
        broader=broader,
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
