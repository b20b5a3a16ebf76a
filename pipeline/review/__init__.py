"""Replay what people decided about themes on what the machine found.

Decisions belong to the consultation: they are read from ``decisions.csv`` in its data folder,
name a theme by the words of a segment in it, and are replayed on every run. A theme is known by
its words, so a decision survives when segments are numbered or themes are cut differently.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError, suggest
from pipeline.review._replay import replay, words_digest
from pipeline.tables import TABLES, conform, empty

__all__ = ["read_decisions", "review", "words_digest"]


def review(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    segments: pd.DataFrame,
    comments: pd.DataFrame,
    decisions: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Apply the decisions, oldest first, to the candidate themes.

    Parameters
    ----------
    themes, assignments, segments, comments, decisions : pandas.DataFrame
        As declared in ``pipeline.tables``. ``subject`` of a decision is a comment, ``digest``
        that of the words of one of its segments; ``target`` is the new label of a ``rename``
        and ``COMMENT/DIGEST`` of a segment in the other theme of a ``merge``.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``themes`` with status and labels as decided, ``assignments`` with merged themes moved,
        and ``issues``: a note for each decision whose words are no longer there.
    """
    changed, moved, lost = replay(themes, assignments, segments, comments, decisions)
    issues = pd.DataFrame(
        [
            {
                "issue_id": f"review-{decision_id}",
                "severity": "warning",
                "source_file": "decisions.csv",
                "source_sheet": None,
                "source_row": None,
                "column": None,
                "message": f"Decision {decision_id} names words that are in no theme of this "
                "run; it was not applied.",
            }
            for decision_id in lost
        ],
        columns=list(TABLES["issues"].columns),
    )
    return {
        "themes": conform("themes", changed),
        "assignments": conform("assignments", moved),
        "issues": conform("issues", issues),
    }


def read_decisions(path: Path) -> pd.DataFrame:
    """Read the log of decisions; no file means no decisions.

    Parameters
    ----------
    path : pathlib.Path
        ``decisions.csv`` in the consultation's data folder.

    Returns
    -------
    pandas.DataFrame
        As the table ``decisions`` declares.

    Raises
    ------
    InputError
        If a column is missing or a row holds an act that does not exist.
    """
    if not path.is_file():
        return empty("decisions")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(TABLES["decisions"].columns)
    for name in columns:
        if rows and name not in rows[0]:
            raise InputError(f'{path.name}: column "{name}" is missing.')
    known = ("confirm", "reject", "rename", "merge")
    for number, row in enumerate(rows, start=2):
        if row["act"] not in known:
            raise InputError(
                f'{path.name}, row {number}: there is no act "{row["act"]}". '
                f"{suggest(row['act'], known)}"
            )
    frame = pd.DataFrame(rows, columns=columns)
    return conform("decisions", frame.mask(frame == ""))
