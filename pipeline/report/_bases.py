"""Who is counted: the tables of a run joined once, and the respondents behind each question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.consultation import Consultation
from pipeline.hierarchy import group_of
from pipeline.store import Run


@dataclass(frozen=True)
class Bases:
    """A run with the joins that every part of a report needs.

    Attributes
    ----------
    run : Run
    consultation : Consultation
        As it stood when the run was made.
    """

    run: Run
    consultation: Consultation

    @cached_property
    def questions(self) -> pd.DataFrame:
        """Questions in the order of the form."""
        return self.run.table("questions").sort_values(["position", "question_id"])

    @cached_property
    def group_of(self) -> dict[str, str]:
        """Question group of each question and part, by id."""
        return group_of(self.questions)

    @cached_property
    def respondents(self) -> pd.DataFrame:
        """Respondents by id, with ``type``: what the form called them."""
        respondents = self.run.table("respondents").set_index("respondent_id")
        attributes = self.run.table("attributes")
        named = attributes[attributes["attribute"] == self.consultation.columns.kind]
        types = named.set_index("respondent_id")["value"]
        generic = respondents["kind"].map(
            {"individual": "Individual", "organisation": "Organisation", "unknown": "Respondent"}
        )
        return respondents.assign(type=types.reindex(respondents.index).fillna(generic))

    @cached_property
    def comments(self) -> pd.DataFrame:
        """Comments, with the question group of each."""
        comments = self.run.table("comments")
        return comments.assign(group=comments["question_id"].map(self.group_of))

    @cached_property
    def written(self) -> pd.DataFrame:
        """The comments that were analysed."""
        return self.comments[self.comments["status"] == "analysed"]

    @cached_property
    def answers(self) -> pd.DataFrame:
        """Closed answers, with the question group of each."""
        answers = self.run.table("answers")
        return answers.assign(group=answers["question_id"].map(self.group_of))

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Segments, with the respondent and the permission to quote."""
        who = self.comments[["comment_id", "respondent_id", "group"]]
        segments = self.run.table("segments").merge(who, on="comment_id", how="left")
        permission = self.respondents["may_quote"]
        return segments.assign(may_quote=segments["respondent_id"].map(permission))

    @cached_property
    def answered(self) -> dict[str, set[str]]:
        """Respondents who gave a substantive answer, closed or open, by question group."""
        rows = pd.concat(
            [self.answers[["group", "respondent_id"]], self.written[["group", "respondent_id"]]]
        )
        found = {str(group): set(ids) for group, ids in rows.groupby("group")["respondent_id"]}
        groups = self.questions[self.questions["parent_id"].isna()]["question_id"]
        return {group: found.get(group, set()) for group in groups}

    @cached_property
    def n_answered_any(self) -> int:
        """Respondents who gave a substantive answer to anything."""
        return len(set().union(*self.answered.values()))

    @cached_property
    def n_wrote(self) -> int:
        """Respondents who gave a comment that was analysed, on anything."""
        return int(self.written["respondent_id"].nunique())
