"""Statements about tick-box answers: "The vast majority of respondents (18 of 20) agreed ..."."""

from __future__ import annotations

import pandas as pd

from pipeline.quantifiers import quantify
from pipeline.summarise._base import Group
from pipeline.summarise._draft import Draft


def closed_statements(group: Group, *, preset: str) -> list[Draft]:
    """Return the statements of a group's closed part: agreement, then disagreement.

    Parameters
    ----------
    group : Group
    preset : str
        Words of quantity.

    Returns
    -------
    list of Draft
        Empty without a closed part or answers. Where no option counts as agreement, the most
        common answer is stated.
    """
    answers = group.answers
    if answers.empty:
        return []
    base = answers["respondent_id"].nunique()
    agreeing = answers[answers["agrees"]]
    if agreeing.empty and answers["scale_position"].isna().all():
        return [_most_common(group, base, preset)]
    drafts = []
    if not agreeing.empty:
        drafts.append(_draft(group, agreeing, base, preset, "agreed", "support"))
    against = _disagreeing(answers)
    if not against.empty:
        drafts.append(_draft(group, against, base, preset, "disagreed", "concern"))
    if not drafts:
        drafts.append(_most_common(group, base, preset))
    return drafts


def _disagreeing(answers: pd.DataFrame) -> pd.DataFrame:
    """Answers below the middle of an ordered scale; the options in agreement lie above it."""
    ordered = answers[answers["scale_position"].notna() & ~answers["agrees"]]
    lowest_agreeing = answers.loc[answers["agrees"], "scale_position"].min()
    if pd.isna(lowest_agreeing):
        return ordered.iloc[:0]
    # On a scale of five with agreement from 4 up, 3 is the middle and 1 and 2 disagree.
    below: pd.DataFrame = ordered[ordered["scale_position"] < lowest_agreeing - 1]
    return below


def _draft(group: Group, rows: pd.DataFrame, base: int, preset: str, verb: str, act: str) -> Draft:
    people = sorted(set(rows["respondent_id"]))
    quantity = quantify(len(people), base, preset=preset)
    counted = quantity.phrase
    if f"{len(people)} of {base}" not in counted:
        counted = f"{counted} ({len(people)} of {base})"
    return Draft(
        group_id=group.question_id,
        basis="closed",
        act=act,
        n_base=base,
        quantifier=quantity.word,
        text=f"{_first_upper(counted)} {verb} {_what(group.about)}.",
        answers=dict(zip(rows["respondent_id"], rows["value"], strict=True)),
    )


def _what(about: str | None) -> str:
    if about is None:
        return "with what was proposed"
    return about if about.startswith("that ") else f"with {about}"


def _most_common(group: Group, base: int, preset: str) -> Draft:
    counts = group.answers.groupby("value")["respondent_id"].nunique()
    value = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[0][0]
    rows = group.answers[group.answers["value"] == value]
    draft = _draft(group, rows, base, preset, "chose", "observation")
    counted = draft.text.split(" chose ")[0]
    return Draft(**{**vars(draft), "text": f"{counted} chose “{value}”, the most common answer."})


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
