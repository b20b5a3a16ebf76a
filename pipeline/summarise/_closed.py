"""Statements about tick-box answers: "The vast majority of respondents (18 of 20) agreed ..."."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.quantifiers import quantify
from pipeline.summarise._base import Group
from pipeline.summarise._draft import Draft

_ASIDE = re.compile(
    r"\b(neither|neutral|mixed|unsure|undecided|abstain|depends|more information|not (sure|certain"
    r"|applicable|relevant)|prefer not|(don'?t|do not|can'?t|cannot) (know|mind|say|wish|want)|no "
    r"(strong |particular |clear )?(views?|feelings?|opinions?|preferences?|comments?|answer))\b"
    r"|^n/a$|^other\b|^none of\b"
)
_UNOPPOSED = re.compile(r"\bno objections?\b|(\bnot|n't|cannot) (oppose|object|against)")
_OPPOSED = re.compile(
    r"\b(disagree\w*|oppos\w+|object(s|ed|ions?)?|against|reject\w*)\b"
    r"|(\bnot|n't|\bcannot)( \w+)* (agree|support|accept|favour)"
)
_NO = re.compile(r"no(\s*[,;:.!(–—-].*)?|(definitely|absolutely|probably|certainly) not|not at all")
_LOW = re.compile(
    r"\b(dissatisf\w+|unsatisf\w+|unhappy|unlikely|unimportant|poor|bad)\b"
    r"|\bnot( \w+)* (likely|important|satisf\w+|happy|good)\b"
)
_PARTLY = re.compile(
    r"\b(part(ly|ially)?|maybe|perhaps|possibly|somewhat|slightly|a little|both"
    r"|(some|small|limited|moderate) extent)\b"
)
_HIGH = re.compile(
    r"\b(agree\w*|support\w*|favour|accept\w*|welcome|yes|satisf\w+|happy|likely|important|good)\b"
)
_BOTH_WAYS = re.compile(r"(?<!not )(?<!n't )\b(agree|support)\w* .*\band\b|\band (agree|support)")
_NAMED = ("the most common answer", "the two most common answers", "the three most common answers")


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
        Empty without a closed part or answers. Where no option counts as agreement, and no one
        disagrees either, the most common answer is stated, or the two or three of them; nothing
        where even more options were ticked equally often.
    """
    answers = group.answers.sort_values(["respondent_id", "value"])
    if answers.empty:
        return []
    base = answers["respondent_id"].nunique()
    agreeing = answers[answers["agrees"]]
    ordered = answers["scale_position"].notna().any()
    drafts = []
    if not agreeing.empty:
        drafts.append(_draft(group, agreeing, base, preset, f"agreed {_what(group.about)}"))
        against = _disagreeing(answers) if ordered else answers.iloc[:0]
        rest = ""
    else:
        against, rest = _only_disagreeing(group, answers) if ordered else (answers.iloc[:0], "")
    if not against.empty:
        said = f"disagreed {_what(group.about)}{rest}"
        drafts.append(_draft(group, against, base, preset, said, act="concern"))
    return drafts or _most_common(group, answers, base, preset)


def _disagreeing(answers: pd.DataFrame) -> pd.DataFrame:
    """Answers that disagree where others agree: by their words, else by their place.

    Without words to go by, as on a scale of numbers, those below the middle disagree. The scale
    is taken to end at the highest option that someone ticked.
    """
    read = answers["value"].map(_reading)
    place = answers["scale_position"]
    middle = (place.max() + 1) / 2
    below = (place < answers.loc[answers["agrees"], "scale_position"].min()) & (place < middle)
    against: pd.DataFrame = answers[
        ~answers["agrees"] & (read.isin(["opposed", "no", "low"]) | ((read == "") & below))
    ]
    return against


def _only_disagreeing(group: Group, answers: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Answers that disagree where no option ticked counts as agreement, and what to add.

    The form's own options in agreement are not known then: what was ticked has to say by itself
    that the question was about agreement, and to leave no doubt about anyone.
    """
    read = answers["value"].map(_reading)
    asked = re.search(r"\b(agree|support)\b", group.text.casefold()) is not None
    against = read.isin(["opposed", "no"] if asked else ["opposed"])
    aside = read == "aside"
    if not (against | aside | (read == "partly")).all():
        return answers.iloc[:0], ""
    none_agreed = bool(aside.any() and (against | aside).all())
    return answers[against], "; none agreed" if none_agreed else ""


def _reading(value: str) -> str:
    """What an option says by its words; empty if they do not tell.

    Examples
    --------
    >>> [_reading(v) for v in ("Tend to disagree", "Neither agree nor disagree", "No", "Partly")]
    ['opposed', 'aside', 'no', 'partly']
    >>> _reading("Tend to agree"), _reading("No objection"), _reading("2")
    ('high', 'high', '')
    """
    said = " ".join(value.casefold().replace("’", "'").split())
    readings = (
        ("aside", _ASIDE.search(said)),
        ("high", _UNOPPOSED.search(said)),
        ("partly", _OPPOSED.search(said) and _BOTH_WAYS.search(said)),
        ("opposed", _OPPOSED.search(said)),
        ("no", _NO.fullmatch(said)),
        ("low", _LOW.search(said)),
        ("partly", _PARTLY.search(said)),
        ("high", _HIGH.search(said)),
    )
    return next((reading for reading, found in readings if found), "")


def _most_common(group: Group, answers: pd.DataFrame, base: int, preset: str) -> list[Draft]:
    """The answer given most often, or all of them where several share that place."""
    counts = answers.groupby("value")["respondent_id"].nunique()
    first = sorted(counts.index[counts == counts.max()])
    if len(first) > len(_NAMED):
        return []
    *others, last = (f"“{value}”" for value in first)
    named = f"{', '.join(others)} or {last}" if others else last
    # Where nothing else was ticked there is nothing that these are more common than. That they
    # are equal is left to the table: beside their sum it would give a hidden number away.
    which = f", {_NAMED[len(first) - 1]}" if len(first) < len(counts) else ""
    said = f"chose {named}{which}"
    rows = answers[answers["value"].isin(first)]
    return [_draft(group, rows, base, preset, said, act="observation")]


def _draft(
    group: Group, rows: pd.DataFrame, base: int, preset: str, said: str, *, act: str = "support"
) -> Draft:
    answers = dict(zip(rows["respondent_id"], rows["value"], strict=True))
    word, counted = _counted(len(answers), base, preset)
    return Draft(
        group_id=group.question_id,
        basis="closed",
        act=act,
        n_base=base,
        quantifier=word,
        text=f"{counted[:1].upper()}{counted[1:]} {said}.",
        answers=answers,
    )


def _counted(n: int, base: int, preset: str) -> tuple[str, str]:
    """The words of quantity, and who is counted with the figures once.

    Examples
    --------
    >>> _counted(18, 20, "engagement")[1], _counted(5, 6, "engagement")[1]
    ('the vast majority of respondents (18 of 20)', '5 of 6 respondents')
    >>> _counted(1, 20, "education-scotland")[1], _counted(1, 1, "numeric")[1]
    ('1 of 20 respondents', '1 of 1 respondent')
    """
    figures = f"{n} of {base}"
    quantity = quantify(n, base, preset=preset)
    if n == 1 and not quantity.singular:  # one person is neither "a few" nor "all"
        quantity = quantify(n, base, preset="numeric")
    phrase = quantity.phrase.replace("1 of 1 respondents", "1 of 1 respondent")
    return quantity.word, phrase if figures in phrase else f"{phrase} ({figures})"


def _what(about: str | None) -> str:
    if about is None:
        return "with what was proposed"
    return about if about.startswith("that ") else f"with {about}"
