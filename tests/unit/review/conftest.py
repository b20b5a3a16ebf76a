"""Themes of a few comments, and decisions about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from pipeline.review import words_digest
from pipeline.tables import TABLES, conform

Tables = dict[str, pd.DataFrame]

# Theme, and what is in it: who and what. Buses holds two narrower themes.
FOUND = {
    "late": ("Late buses", "transport", [("R1", "Buses are late."), ("R2", "The bus is late.")]),
    "fares": ("Bus fares", "transport", [("R2", "Fares are dear."), ("R3", "Fares went up.")]),
    "roof": ("Library roof", None, [("R3", "The roof leaks."), ("R4", "Rain comes in.")]),
    "hours": ("Opening hours", None, [("R5", "Open on Sundays.")]),
}
PARENTS = {"transport": "Public transport", "places": "Places"}


def made(name: str, rows: Sequence[tuple]) -> pd.DataFrame:
    return conform(name, pd.DataFrame(rows, columns=list(TABLES[name].columns)))


def tables_of(found: dict = FOUND, *, first: int = 1) -> Tables:
    """Themes, assignments, segments and comments. ``first`` numbers the segments from there."""
    comments, segments, assignments, themes = {}, [], [], []
    for theme, (label, parent, said) in found.items():
        people = {who for who, _ in said}
        themes.append((theme, "Q1", parent, label, said[0][1], "k", "candidate", len(people),
                       len(said), 0.9))  # fmt: skip
        for who, text in said:
            comment = f"{who}:Q1"
            start = len(comments.get(comment, ""))
            comments[comment] = comments.get(comment, "") + text + " "
            n = first + sum(row[1] == comment for row in segments)
            segments.append((f"{comment}.{n:02d}", comment, start, start + len(text), text))
            for held in (theme, parent):
                if held:
                    assignments.append((segments[-1][0], held, 0.8, "machine"))
    for parent, label in PARENTS.items():
        inside = {row[0][:2] for row in assignments if row[1] == parent}
        n = sum(row[1] == parent for row in assignments)
        if n:
            themes.append((parent, "Q1", None, label, "d", "k", "candidate", len(inside), n, None))
    return {
        "themes": made("themes", themes),
        "assignments": made("assignments", assignments),
        "segments": made("segments", segments),
        "comments": made("comments", [
            (name, name[:2], "Q1", text, "analysed", None, None, "en", 3, 0)
            for name, text in comments.items()]),
    }  # fmt: skip


def named(theme: str) -> str:
    """A theme as a decision names it: COMMENT/DIGEST of its first words."""
    who, text = FOUND[theme][2][0]
    return f"{who}:Q1/{words_digest(text)}"


def decide(*acts: tuple[str, str] | tuple[str, str, str]) -> pd.DataFrame:
    """Decisions in order: act, theme, and the target of a rename or merge."""
    rows = []
    for number, (act, theme, *target) in enumerate(acts, start=1):
        subject, digest = named(theme).split("/")
        goal = target[0] if target else None
        goal = named(goal) if act == "merge" else goal
        rows.append((f"{number:04d}", "2026-01-01T09:00", "AB", act, subject, digest, goal, None))
    if not rows:
        return made("decisions", []).astype({"decision_id": "str"})
    return made("decisions", rows)


@pytest.fixture
def tables() -> Tables:
    return tables_of()


@pytest.fixture
def people_in() -> Callable[[Tables], dict[str, set[str]]]:
    """Respondents of each theme."""

    def run(found: Tables) -> dict[str, set[str]]:
        who = found["assignments"].assign(
            who=found["assignments"]["segment_id"].str.split(":").str[0]
        )
        return who.groupby("theme_id")["who"].agg(set).to_dict()

    return run
