"""Statements about points made throughout: themes that recur across questions."""

from __future__ import annotations

import pandas as pd

from pipeline.consultation import Settings
from pipeline.quantifiers import quantify
from pipeline.summarise._draft import Draft
from pipeline.summarise._phrase import topic_of
from pipeline.summarise._read import Read

FEWEST = 3
"""Respondents a point made throughout must have."""


def statements_across(
    voiced: pd.DataFrame, n_base: int, *, read: Read, settings: Settings
) -> list[Draft]:
    """Return statements about themes found under several questions.

    Parameters
    ----------
    voiced : pandas.DataFrame
        Segments assigned to themes across questions.
    n_base : int
        Respondents who gave any substantive answer.
    read, settings
        As in ``comment_statements``.
    """
    drafts = []
    for theme_id, rows in voiced.groupby("theme_id", sort=True):
        topic = topic_of(rows, group_id=None, read=read)
        if topic is None or len(topic.speakers) < FEWEST:
            continue
        mine = rows[rows["respondent_id"].isin(topic.speakers)]
        ranked = mine.sort_values(["score", "segment_id"], ascending=[False, True])
        first = ranked.drop_duplicates("respondent_id").sort_values("respondent_id")
        quantity = quantify(len(first), n_base, preset=settings.quantifiers)
        drafts.append(
            Draft(
                group_id=None,
                basis="comments",
                act="observation",
                n_base=n_base,
                quantifier=quantity.word,
                text=f"Across the questions, {quantity.phrase} commented on {topic.text}.",
                segments=dict(zip(first["respondent_id"], first["segment_id"], strict=True)),
                quotable=tuple(ranked["segment_id"]),
                theme_ids=(str(theme_id),),
                breadth=mine["kind"].nunique(),
            )
        )
    drafts.sort(key=lambda d: (-d.n_respondents, -d.breadth, d.theme_ids))
    return drafts[: settings.max_statements]
