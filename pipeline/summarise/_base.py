"""Who is counted, and of whom: bases by question group, respondents by closed answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.hierarchy import group_of


@dataclass(frozen=True)
class Group:
    """A question group with the people who answered it.

    Attributes
    ----------
    question_id, text, about : str
        The group's row of ``questions``; ``about`` may be missing.
    asked : str
        The words of the question and of all its parts.
    base : frozenset of str
        Respondents who gave a substantive answer to any part, closed or open.
    answers : pandas.DataFrame
        Rows of ``answers`` for the closed part, if there is one.
    """

    question_id: str
    text: str
    about: str | None
    asked: str
    base: frozenset[str]
    answers: pd.DataFrame


def groups_of(tables: Mapping[str, pd.DataFrame]) -> list[Group]:
    """Return the question groups in the order of the form, with their bases.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        At least ``questions``, ``answers`` and ``comments``.
    """
    questions = tables["questions"]
    groups = group_of(questions)
    comments = tables["comments"]
    written = comments[comments["status"] == "analysed"]
    answers = tables["answers"].assign(group=tables["answers"]["question_id"].map(groups))
    by_comment = written.groupby(written["question_id"].map(groups))["respondent_id"].agg(set)
    words = questions.groupby(questions["question_id"].map(groups))["text"].agg(" ".join)
    found = []
    top = questions[questions["parent_id"].isna()].sort_values("position")
    for question_id, text, about in zip(top["question_id"], top["text"], top["about"], strict=True):
        ticked = answers[answers["group"] == question_id].drop(columns="group")
        base = frozenset(ticked["respondent_id"]) | by_comment.get(question_id, set())
        found.append(
            Group(
                question_id,
                text,
                None if pd.isna(about) else about,
                words[question_id],
                base,
                ticked,
            )
        )
    return found
