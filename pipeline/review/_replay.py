"""Find the theme a decision meant, and do to it what was decided."""

from __future__ import annotations

import pandas as pd

from pipeline.store import digest_of


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
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return themes and assignments after the decisions, and decisions that found nothing."""
    themes, assignments = themes.copy(), assignments.copy()
    lost: list[str] = []
    place = _places(themes, assignments, segments)
    for decision in decisions.sort_values("decision_id").to_dict("records"):
        theme = place.get((str(decision["subject"]), str(decision["digest"])))
        if theme is None:
            lost.append(str(decision["decision_id"]))
            continue
        row = themes["theme_id"] == theme
        if decision["act"] in ("confirm", "reject"):
            themes.loc[row, "status"] = f"{decision['act']}ed"
        elif decision["act"] == "rename":
            themes.loc[row, ["label", "status"]] = [str(decision["target"]), "confirmed"]
        else:
            comment, _, digest = str(decision["target"]).rpartition("/")
            other = place.get((comment, digest))
            if other is None:
                lost.append(str(decision["decision_id"]))
            elif other != theme:
                themes, assignments = _merge(themes, assignments, theme, other)
                place = {key: other if t == theme else t for key, t in place.items()}
    return _recount(themes, assignments, segments, comments), assignments, lost


def _places(
    themes: pd.DataFrame, assignments: pd.DataFrame, segments: pd.DataFrame
) -> dict[tuple[str, str], str]:
    """The narrowest theme of each segment within its question, by comment and words."""
    broader = set(themes["parent_id"].dropna())
    narrow = themes[~themes["theme_id"].isin(broader) & themes["question_id"].notna()]
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
    """Move what is in ``theme`` to ``other``; a union, so nobody is counted twice."""
    moved = assignments.copy()
    mine = moved["theme_id"] == theme
    moved.loc[mine, ["theme_id", "assigned_by"]] = [other, "human"]
    moved = moved.drop_duplicates(["segment_id", "theme_id"])
    return themes[themes["theme_id"] != theme], moved


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
