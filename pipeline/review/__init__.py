"""Replay what people decided about themes on what the machine found.

Decisions belong to the consultation: they are read from ``decisions.csv`` in its data folder,
name a theme by the words of a segment in it, and are replayed on every run. A theme is known by
its words, so a decision survives when segments are numbered or themes are cut differently.
"""

from __future__ import annotations

import pandas as pd

from pipeline.review._log import read_decisions
from pipeline.review._replay import replay, words_digest
from pipeline.tables import TABLES, conform

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
        ``themes`` with status and labels as decided, ``assignments`` with merged themes moved
        (a broader theme always holds what its narrower themes hold, and goes with the last of
        them), and ``issues``: a note for each decision that could not be applied.
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
                "message": f"Decision {decision_id} {reason}; it was not applied.",
            }
            for decision_id, reason in lost.items()
        ],
        columns=list(TABLES["issues"].columns),
    )
    return {
        "themes": conform("themes", changed),
        "assignments": conform("assignments", moved),
        "issues": conform("issues", issues),
    }
