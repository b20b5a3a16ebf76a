"""The tick-box part of a question: a table of options, and its counts made safe together."""

from __future__ import annotations

import pandas as pd

from pipeline.report._bases import Bases
from pipeline.report._parts import Closed, Count, Option
from pipeline.report._profile import Profile, closed_counts, figure


def closed_part(
    part_id: str, statements: pd.DataFrame, bases: Bases, profile: Profile
) -> tuple[Closed, dict[str, Count]]:
    """Return the table of a closed part, and the counts of the statements made from it.

    The two are decided together: an option hidden in the table must not follow from the number
    in a sentence above it.

    Parameters
    ----------
    part_id : str
    statements : pandas.DataFrame
        Closed statements of the part's group, in rank order.
    bases : Bases
    profile : Profile

    Returns
    -------
    Closed, dict of str to Count
        The table has no options where no one ticked any.
    """
    answers = bases.answers[bases.answers["question_id"] == part_id]
    base = answers["respondent_id"].nunique()
    if base == 0:
        return Closed(part_id, (), "", ""), {}
    options = _options(part_id, answers, bases)
    ticked = answers.groupby("value")["respondent_id"].nunique()
    cells = [int(ticked.get(option, 0)) for option in options]
    agrees = set(answers.loc[answers["agrees"], "value"]) | _agreeing(part_id, bases)
    ids, unions = _unions(statements, options, bases)
    counts, stated = closed_counts(cells, base, unions, profile)
    shown = tuple(
        Option(option, number, option in agrees)
        for option, number in zip(options, counts, strict=True)
    )
    note = f"Base: {figure(base, profile)} respondents who ticked an option."
    if sum(cells) != base:
        note += " Respondents could tick more than one."
    if any(number.n is None for number in counts):
        note += " Some numbers are not shown, so that no one can be identified."
    # Where several options could be ticked, each statement is counted by itself.
    known = dict(zip(ids, stated, strict=True)) if stated else {}
    return Closed(part_id, shown, note, _alt(shown)), known


def _options(part_id: str, answers: pd.DataFrame, bases: Bases) -> list[str]:
    """Options as on the form, most agreement first; then any others that were ticked."""
    declared = [
        list(question.closed.options)
        for question in bases.consultation.questions
        if question.closed and f"{question.id}.closed" == part_id
    ]
    options = declared[0][::-1] if declared else []
    scale = answers.drop_duplicates("value").sort_values(
        ["scale_position", "value"], ascending=[False, True], na_position="last"
    )
    return options + [value for value in scale["value"] if value not in options]


def _agreeing(part_id: str, bases: Bases) -> set[str]:
    return {
        option
        for question in bases.consultation.questions
        if question.closed and f"{question.id}.closed" == part_id
        for option in question.closed.agree
    }


def _unions(
    statements: pd.DataFrame, options: list[str], bases: Bases
) -> tuple[list[str], list[frozenset[int]]]:
    """The options each statement adds up, from the answers of its supporters."""
    supporters = bases.run.table("supporters")
    supporters = supporters[supporters["answer"].isin(options)]
    by_statement = supporters.groupby("statement_id")["answer"].agg(set)
    place = {option: position for position, option in enumerate(options)}
    ids = [item for item in statements["statement_id"] if item in by_statement.index]
    return ids, [frozenset(place[option] for option in by_statement[item]) for item in ids]


def _alt(options: tuple[Option, ...]) -> str:
    said = "; ".join(f"{option.value}: {option.count.text}" for option in options)
    return f"Bar chart of the answers. {said}."
