"""Which comments were assigned to which themes: ids only, never words."""

from __future__ import annotations

import pandas as pd

from pipeline.report._bases import Bases
from pipeline.report._parts import Matrix
from pipeline.report._profile import Profile

LIMIT = 100_000
"""Comments listed; more than these are for a program to read, not a person."""


def matrix(bases: Bases, profile: Profile) -> Matrix:
    """Return the analysed comments with the themes of each; a note where they are not listed."""
    if not profile.lists_people:
        return Matrix((), (), "Not part of the published report: it lists each response.")
    written = bases.written
    if len(written) > LIMIT:
        note = f"More than {LIMIT:,} comments: see the table assignments in the run's folder."
        return Matrix((), (), note)
    themes = bases.run.table("themes")
    themes = themes[themes["status"] != "rejected"].sort_values(["question_id", "theme_id"])
    prefix = (themes["question_id"] + ": ").fillna("")
    columns = tuple(zip(themes["theme_id"], prefix + themes["label"], strict=True))
    found = _themes_by_comment(bases, set(themes["theme_id"]))
    listed = zip(
        written["comment_id"], written["respondent_id"], written["question_id"], strict=True
    )
    rows = tuple((*ids, found.get(ids[0], ())) for ids in listed)
    return Matrix(columns, rows, "1: the comment makes at least one point of the theme.")


def _themes_by_comment(bases: Bases, known: set[str]) -> dict[str, tuple[str, ...]]:
    linked = bases.run.table("assignments").merge(
        bases.segments[["segment_id", "comment_id"]], on="segment_id"
    )
    linked = linked[linked["theme_id"].isin(known)].drop_duplicates(["comment_id", "theme_id"])
    linked = linked.sort_values(["comment_id", "theme_id"])
    grouped: pd.Series[str] = linked.set_index("comment_id")["theme_id"]
    found: dict[str, tuple[str, ...]] = {}
    for comment, theme in grouped.items():
        found[str(comment)] = (*found.get(str(comment), ()), theme)
    return found
