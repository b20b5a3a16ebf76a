"""Quotations for statements: verbatim, permitted, from different respondents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from rapidfuzz.fuzz import token_set_ratio

from pipeline.summarise._draft import Draft

SHORTEST, LONGEST = 5, 60
"""Words of a good quotation; others are used only where there is nothing better."""
ALIKE = 80
"""Likeness, of 100, from which a second quotation would only say the first again."""


def evidence_rows(
    statement_id: str, draft: Draft, said: pd.DataFrame, *, n_quotes: int
) -> list[dict[str, object]]:
    """Choose the quotations of one statement.

    Parameters
    ----------
    statement_id : str
    draft : Draft
        ``quotable`` lists segments, best first.
    said : pandas.DataFrame
        Indexed by segment_id: ``respondent_id``, ``text``, ``start``, ``end``, ``may_quote``.
    n_quotes : int
        At most so many, each from another respondent.

    Returns
    -------
    list of dict
        Rows of ``evidence``. Respondents who refused permission are never quoted.
    """
    text = said["text"]
    allowed = [s for s in draft.quotable if said.at[s, "may_quote"] != "no"]
    ranked = sorted(allowed, key=lambda s: -_readable(str(text[s])))
    chosen: list[str] = []
    people: set[str] = set()
    for segment in ranked:
        person = str(said.at[segment, "respondent_id"])
        new = all(token_set_ratio(text[segment], text[other]) < ALIKE for other in chosen)
        if person not in people and new and len(chosen) < n_quotes:
            chosen.append(segment)
            people.add(person)
    return [
        {
            "statement_id": statement_id,
            "rank": rank,
            "segment_id": segment,
            "quote": said.at[segment, "text"],
            "start": said.at[segment, "start"],
            "end": said.at[segment, "end"],
            "may_quote": said.at[segment, "may_quote"],
        }
        for rank, segment in enumerate(chosen, start=1)
    ]


def _readable(text: str) -> int:
    """How well a segment reads by itself: whole, and neither a scrap nor a speech."""
    whole = text[:1].isupper() and text[-1:] in ".!?”\"'’"
    return 2 * (SHORTEST <= len(text.split()) <= LONGEST) + whole


def supporter_rows(statement_id: str, draft: Draft) -> list[dict[str, object]]:
    """Return the rows of ``supporters`` that the statement's count recomputes from."""
    rows: list[dict[str, object]] = [
        {"statement_id": statement_id, "respondent_id": r, "segment_id": None, "answer": a}
        for r, a in sorted(draft.answers.items())
    ]
    rows += [
        {"statement_id": statement_id, "respondent_id": r, "segment_id": s, "answer": None}
        for r, s in sorted(draft.segments.items())
    ]
    return rows


def main_outcome(segments: Sequence[str], outcome_of: Mapping[str, Sequence[str]]) -> str | None:
    """Return the outcome that half or more of the supporters' segments were tagged to, if any."""
    found: dict[str, int] = {}
    for segment in segments:
        for outcome in outcome_of.get(segment, ()):
            found[outcome] = found.get(outcome, 0) + 1
    best = min(found, key=lambda o: (-found[o], o), default=None)
    return best if best is not None and 2 * found[best] >= len(segments) else None
