"""One section a question group: what was asked, who answered, what they said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.report._bases import Bases
from pipeline.report._closed import closed_part
from pipeline.report._parts import Closed, Count, Quote, Section, Statement, Supporter
from pipeline.report._profile import Profile, count, figure, soften
from pipeline.report._quotes import examples_by_theme, quotes_by_statement
from pipeline.report._themes import Labels, themes_of

ACROSS = "across"
NO_COMMENTS = "No substantive comments were made on this question."
NO_STATEMENTS = "The comments on this question made no point that could be stated."


def sections(bases: Bases, profile: Profile, names: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections in the order of the form, then what was said across questions.

    Parameters
    ----------
    bases : Bases
    profile : Profile
    names : mapping of str to str
        Names of outcomes by code.
    """
    themes = bases.run.table("themes")
    labels = Labels(
        frame=themes[themes["status"] != "rejected"],
        examples=examples_by_theme(bases, profile),
    )
    evidence = _Evidence(bases, profile, names)
    groups = bases.questions[bases.questions["parent_id"].isna()]
    found = [_section(row, bases, profile, evidence, labels) for row in groups.itertuples()]
    across = _across(bases, profile, evidence, labels)
    return (*found, *([across] if across.statements or across.themes else []))


def _section(
    row: Any, bases: Bases, profile: Profile, evidence: _Evidence, labels: Labels
) -> Section:
    group = str(row.question_id)
    parts = bases.questions[bases.questions["parent_id"] == group]
    rows = evidence.statements[evidence.statements["question_id"] == group]
    closed, counts = _closed(parts, rows, bases, profile)
    statements = tuple(evidence.statement(item, counts) for item in rows.itertuples())
    n_wrote = bases.written.loc[bases.written["group"] == group, "respondent_id"].nunique()
    said = any(statement.basis == "comments" for statement in statements)
    asks_for_words = (row.role == "other") or (parts["role"] != "closed").any()
    note = "" if said or not asks_for_words else NO_STATEMENTS if n_wrote else NO_COMMENTS
    number = group.removeprefix("Q") if pd.isna(row.number) else str(row.number).strip(" .")
    return Section(
        question_id=group,
        part_ids=tuple(parts["question_id"]),
        heading=f"Question {number}{_subject(row.about)}",
        text=str(row.text),
        parts=tuple(text for text in dict.fromkeys(parts["text"]) if text != row.text),
        base_note=_base_note(len(bases.answered[group]), n_wrote, group, bases, profile),
        closed=closed,
        statements=statements,
        themes=themes_of(group, len(bases.answered[group]), labels, profile),
        empty_note=note,
    )


def _subject(about: Any) -> str:
    """What the question is about, for its heading: the subject of a "that ..." clause."""
    if pd.isna(about):
        return ""
    clause = re.match(r"that (.+?) (?:will|would|should|can|could|is|are|has|have)\b", str(about))
    return f": {clause[1] if clause else str(about).removeprefix('that ')}"


def _across(bases: Bases, profile: Profile, evidence: _Evidence, labels: Labels) -> Section:
    rows = evidence.statements[evidence.statements["question_id"].isna()]
    base = bases.n_answered_any
    return Section(
        question_id=ACROSS,
        part_ids=(),
        heading="Points made across questions",
        text="Points that respondents made in answer to more than one question.",
        parts=(),
        base_note=f"Base: the {figure(base, profile)} respondents who answered any question.",
        closed=(),
        statements=tuple(evidence.statement(item, {}) for item in rows.itertuples()),
        themes=themes_of(None, base, labels, profile),
        empty_note="",
    )


def _closed(
    parts: pd.DataFrame, statements: pd.DataFrame, bases: Bases, profile: Profile
) -> tuple[tuple[Closed, ...], dict[str, Count]]:
    """Closed parts as tables, with the counts their statements may print beside them."""
    tables: list[Closed] = []
    counts: dict[str, Count] = {}
    made = statements[statements["basis"] == "closed"].sort_values("rank")
    for part_id in parts.loc[parts["role"] == "closed", "question_id"]:
        table, stated = closed_part(str(part_id), made, bases, profile)
        counts.update(stated)
        if table.options:
            tables.append(table)
    return tuple(tables), counts


def _base_note(n_base: int, n_wrote: int, group: str, bases: Bases, profile: Profile) -> str:
    if n_base == 0:
        return "No respondent gave a substantive answer to this question."
    ticked = bases.answers.loc[bases.answers["group"] == group, "respondent_id"].nunique()
    ways = [f"{figure(ticked, profile)} ticked an option"] if ticked else []
    if n_wrote:
        ways.append(f"{figure(n_wrote, profile)} wrote a comment that was analysed")
    who = "respondent" if n_base == 1 and profile.threshold == 0 else "respondents"
    return (
        f"Base: {figure(n_base, profile)} {who} gave a substantive answer to this question; "
        f"{' and '.join(ways)}."
    )


class _Evidence:
    """What stands behind each statement, looked up once for the whole report."""

    def __init__(self, bases: Bases, profile: Profile, names: Mapping[str, str]) -> None:
        self.profile = profile
        self.names = names
        self.statements = bases.run.table("statements").sort_values(["rank", "statement_id"])
        self.quotes: Mapping[str, tuple[Quote, ...]] = quotes_by_statement(bases, profile)
        links = bases.run.table("statement_themes")
        self.themes = links.groupby("statement_id")["theme_id"].agg(tuple).to_dict()
        self.supporters = _supporters(bases) if profile.lists_people else {}

    def statement(self, row: Any, counts: Mapping[str, Count]) -> Statement:
        n, base = int(row.n_respondents), int(row.n_base)
        shown = counts.get(row.statement_id) or count(n, base, self.profile)
        outcome = "" if pd.isna(row.outcome_id) else str(row.outcome_id)
        return Statement(
            statement_id=str(row.statement_id),
            text=soften(str(row.text), shown, n=n, base=base, profile=self.profile),
            basis=str(row.basis),
            act=str(row.act),
            outcome=self.names.get(outcome, outcome),
            quantifier=soften(str(row.quantifier), shown, n=n, base=base, profile=self.profile),
            count=shown,
            themes=self.themes.get(row.statement_id, ()),
            quotes=self.quotes.get(str(row.statement_id), ()),
            supporters=self.supporters.get(str(row.statement_id), ()),
        )


def _supporters(bases: Bases) -> dict[str, tuple[Supporter, ...]]:
    comment = bases.segments.set_index("segment_id")["comment_id"]
    rows = bases.run.table("supporters")
    said = rows["segment_id"].map(comment)
    where = said.where(said.notna(), "ticked “" + rows["answer"].fillna("") + "”")
    people = [Supporter(*pair) for pair in zip(rows["respondent_id"], where, strict=True)]
    grouped = pd.Series(people, index=rows.index, dtype=object).groupby(rows["statement_id"])
    return {str(statement): tuple(group) for statement, group in grouped}
