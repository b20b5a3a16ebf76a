"""Find the theme a decision meant, and do to it what was decided."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from pipeline.hierarchy import is_narrowest
from pipeline.review._log import Order, in_order
from pipeline.store import digest_of

_GONE = "names words that are in no theme of this run"
_APART = "merges themes of different questions, which have different bases"


def words_digest(text: str) -> str:
    """Return the digest by which a decision knows a segment: case and spacing aside.

    Examples
    --------
    >>> words_digest("More  buses") == words_digest("more buses")
    True
    """
    return digest_of(" ".join(text.casefold().split()))[:16]


def replay(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    segments: pd.DataFrame,
    comments: pd.DataFrame,
    decisions: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Return themes and assignments after the decisions, and why others were not applied."""
    themes, assignments = themes.copy(), assignments.copy()
    lost: dict[str, str] = {}
    place = _places(themes, assignments, segments)
    question = dict(zip(themes["theme_id"], themes["question_id"], strict=True))
    for decision in sorted(decisions.to_dict("records"), key=_in_log):
        decision_id, act, target = (str(decision[k]) for k in ("decision_id", "act", "target"))
        theme = place.get((str(decision["subject"]), str(decision["digest"])))
        if theme is None:
            lost[decision_id] = _GONE
            continue
        row = themes["theme_id"] == theme
        if act in ("confirm", "reject"):
            themes.loc[row, "status"] = f"{act}ed"
        elif act == "rename":
            themes.loc[row, ["label", "status"]] = [target, "confirmed"]
        else:
            comment, _, digest = target.rpartition("/")
            other = place.get((comment, digest))
            if other is None:
                lost[decision_id] = _GONE
            elif question[other] != question[theme]:
                lost[decision_id] = _APART
            elif other != theme:
                themes, assignments = _merge(themes, assignments, theme, other)
                place = {key: other if t == theme else t for key, t in place.items()}
    return _recount(themes, assignments, segments, comments), assignments, lost


def _in_log(decision: dict[Hashable, object]) -> tuple[Order, str]:
    decision_id = str(decision["decision_id"])
    return in_order(decision_id), decision_id


def _places(
    themes: pd.DataFrame, assignments: pd.DataFrame, segments: pd.DataFrame
) -> dict[tuple[str, str], str]:
    """The narrowest theme of each segment within its question, by comment and words."""
    narrow = themes[is_narrowest(themes) & themes["question_id"].notna()]
    rows = assignments.merge(narrow[["theme_id"]], on="theme_id").merge(segments, on="segment_id")
    rows = rows.sort_values("segment_id", ascending=False)
    return {
        (comment, words_digest(text)): theme
        for comment, text, theme in zip(
            rows["comment_id"], rows["text"], rows["theme_id"], strict=True
        )
    }


def _merge(
    themes: pd.DataFrame, assignments: pd.DataFrame, theme: str, other: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Move what is in ``theme`` to ``other``; a union, so nobody is counted twice.

    What is moved leaves the broader themes of the one and enters those of the other.
    """
    left, entered = _broader(themes, theme), _broader(themes, other)
    mine = assignments["theme_id"] == theme
    moved = assignments[mine].assign(assigned_by="human")
    rest, kept = assignments[~mine], themes[themes["theme_id"] != theme]
    for broad in (name for name in left if name not in entered):
        inside = kept.loc[kept["parent_id"] == broad, "theme_id"]
        if inside.empty:
            kept = kept[kept["theme_id"] != broad]
        held = rest.loc[rest["theme_id"].isin(inside), "segment_id"]
        gone = rest["segment_id"].isin(moved["segment_id"]) & ~rest["segment_id"].isin(held)
        rest = rest[~((rest["theme_id"] == broad) & (gone | inside.empty))]
    into = [other, *(name for name in entered if name not in left)]
    # What is there already comes first: it stays as it was assigned.
    joined = pd.concat([rest, *(moved.assign(theme_id=name) for name in into)])
    return kept, joined.drop_duplicates(["segment_id", "theme_id"])


def _broader(themes: pd.DataFrame, theme: str) -> list[str]:
    """The broader themes that hold a theme, the nearest first."""
    parents = themes.dropna(subset="parent_id").set_index("theme_id")["parent_id"].to_dict()
    found: list[str] = []
    while theme in parents:
        theme = parents[theme]
        found.append(theme)
    return found


def _recount(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    segments: pd.DataFrame,
    comments: pd.DataFrame,
) -> pd.DataFrame:
    owners = segments[["segment_id", "comment_id"]].merge(
        comments[["comment_id", "respondent_id"]], on="comment_id"
    )
    placed = assignments.merge(owners, on="segment_id").groupby("theme_id")
    people = themes["theme_id"].map(placed["respondent_id"].nunique())
    pieces = themes["theme_id"].map(placed["segment_id"].nunique())
    return themes.assign(n_respondents=people.fillna(0), n_segments=pieces.fillna(0))
