"""What stands around the findings: who took part, how it was done, how to read the words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from pipeline.consultation import Consultation
from pipeline.hierarchy import is_narrowest
from pipeline.report._bases import Bases
from pipeline.report._parts import Problem
from pipeline.report._profile import Profile, figure, protect

NOT_A_VOTE = (
    "A consultation is not a vote. The people and organisations who took part chose to do so, "
    "and need not be typical of everyone affected. The numbers say how many respondents made a "
    "point; they do not say how good the point is. A point made once may matter as much as one "
    "made many times."
)
_KINDS = {
    "organisation": ("organisation", "organisations"),
    "individual": ("individual", "individuals"),
    "unknown": ("respondent of unknown type", "respondents of unknown type"),
}


def dates(consultation: Consultation) -> str:
    """Return when the consultation was open, in words; empty where not known."""
    opened, closed = consultation.opened, consultation.closed
    if opened and closed:
        year = f" {opened.year}" if opened.year != closed.year else ""
        return f"{_day(opened)}{year} to {_day(closed)} {closed.year}"
    known = closed or opened
    if known is None:
        return ""
    return f"{'Closed' if closed else 'Opened'} {_day(known)} {known.year}"


def _day(day: date) -> str:
    # Month names come from here, not from the machine's locale.
    months = (
        "January February March April May June July August September October November December"
    ).split()
    return f"{day.day} {months[day.month - 1]}"


def respondents(bases: Bases, profile: Profile) -> str:
    """Return one paragraph on who took part."""
    n = len(bases.respondents)
    kinds = bases.respondents["kind"].value_counts()
    cells = [int(kinds.get(kind, 0)) for kind in _KINDS]
    secret = protect(cells, profile=profile) if profile.threshold else frozenset[int]()
    named = []
    for place, (one, many) in enumerate(_KINDS.values()):
        if cells[place]:
            word = one if cells[place] == 1 and place not in secret else many
            named.append(word if place in secret else f"{cells[place]:,} {word}")
    people = "respondent" if n == 1 and not profile.threshold else "respondents"
    known = cells[0] or cells[1]
    text = f"{figure(n, profile)} {people} took part" + (f": {_and(named)}." if known else ".")
    invited = bases.consultation.invited
    if invited and figure(n, profile) == f"{n:,}":
        text += f" {invited:,} were invited to take part ({100 * n / invited:.0f}% response)."
    answered = bases.n_answered_any
    if answered < n and figure(n, profile) == f"{n:,}":
        text += f" {figure(answered, profile)} gave a substantive answer to at least one question."
    return text[:1].upper() + text[1:]


def _and(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def standing(bases: Bases) -> str:
    """Return whether the themes were checked by a person."""
    themes = bases.run.table("themes")
    # Decisions are about the narrowest themes of a question; the others follow from them.
    status = themes.loc[is_narrowest(themes) & themes["question_id"].notna(), "status"]
    n_open, n_all = (
        int((status == "candidate").sum()),
        int(status.isin(["candidate", "confirmed"]).sum()),
    )
    if n_all == 0:
        return "No themes were found."
    if n_open == 0:
        return "A person has confirmed every theme in this report."
    if n_open == n_all:
        return "Draft: no person has yet confirmed the themes in this report."
    return f"Draft: {n_open} of the {n_all} themes have not yet been confirmed by a person."


def method(bases: Bases, profile: Profile) -> tuple[str, ...]:
    """Return how the report was made, a paragraph each."""
    found = [
        "Comments were analysed with Several, a program that runs on one computer and sends no "
        "comment anywhere. Personal details were masked. Each comment was divided into the "
        "separate points it makes, and points alike were grouped into themes.",
        f"{standing(bases)} Statements are drafted by the program from the themes. Every number "
        "in them is counted from a list of the respondents who made the point.",
        _quotation_note(bases, profile),
    ]
    if profile.threshold:
        found.append(
            f"To protect the people who took part, numbers of respondents under "
            f"{profile.threshold}, and numbers that would leave fewer than {profile.threshold} "
            "of their base, are not shown, nor are others from which these could be worked out. "
            "The words of quantity are those of the full numbers."
        )
    return tuple(found)


def _quotation_note(bases: Bases, profile: Profile) -> str:
    start = "Quotations are verbatim. Respondents who refused permission are never quoted. "
    basis = (bases.consultation.quotation_basis or "").strip()
    stated = f"Basis for quotation: {basis.rstrip('.')}." if basis else ""
    if profile.name == "publish":
        return start + (stated or "Only respondents who gave permission are quoted.")
    marked = "Where permission is not known, the quotation says so. "
    return (start + marked + stated).strip()


def base_notes() -> tuple[str, ...]:
    """Return how numbers and their bases are to be read."""
    return (
        "“12 of 17” means 12 respondents of a base of 17. Respondents are counted, not comments: "
        "one who makes a point several times is counted once.",
        "The base of a statement about comments, and of a theme, is the respondents who gave a "
        "substantive answer to the question, whether they ticked an option or wrote a comment.",
        "The base of a statement about the options of a closed question is the respondents who "
        "ticked one.",
        "A respondent may make several points, so the numbers for different points do not add up.",
    )


def problems(bases: Bases, profile: Profile) -> tuple[Problem, ...]:
    """Return the data problems; none where rows are not to be listed."""
    if not profile.lists_people:
        return ()
    order = {"error": 0, "warning": 1, "note": 2}
    issues = bases.run.table("issues")
    issues = issues.assign(order=issues["severity"].map(order)).sort_values(["order", "issue_id"])
    return tuple(
        Problem(str(row.severity), _place(row), str(row.message)) for row in issues.itertuples()
    )


def _place(row: Any) -> str:
    """Say where a problem lies: file, sheet, row and column, as far as they are known."""
    known = {name: value for name, value in row._asdict().items() if pd.notna(value)}
    parts = [
        str(known["source_file"]) if "source_file" in known else "",
        f"sheet {known['source_sheet']}" if "source_sheet" in known else "",
        f"row {known['source_row']:.0f}" if "source_row" in known else "",
        f"column “{known['column']}”" if "column" in known else "",
    ]
    return ", ".join(part for part in parts if part)
