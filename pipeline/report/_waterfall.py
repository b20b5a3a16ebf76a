"""From the cells received to the comments analysed: every cell has exactly one fate."""

from __future__ import annotations

import pandas as pd

from pipeline.errors import RunError
from pipeline.report._bases import Bases
from pipeline.report._parts import HIDDEN, Step
from pipeline.report._profile import Profile, is_small, protect
from pipeline.tables import STATUSES

FATES = {
    "blank": "left blank",
    "non_answer": "no answer, such as “N/A” or “see above”",
    "not_english": "not in English",
    "duplicate": "the same words again from the same respondent to the same question",
    "superseded": "replaced by a later reply from the same respondent",
    "incomplete": "previews and unfinished replies",
    "withheld": "withheld",
}
LEFT_OUT = (
    "These numbers are left out of the published report, because they would give away how many "
    "answered a question that fewer than {threshold} respondents answered."
)

Waterfall = tuple[tuple[Step, ...], tuple[tuple[str, ...], ...], str]


def waterfall(bases: Bases, profile: Profile) -> Waterfall:
    """Return the steps from file to analysis, the same by open part, and a note.

    Parameters
    ----------
    bases : Bases
    profile : Profile
        Where numbers are protected only the totals are given, small ones hidden; and none at
        all where one of the bases is hidden, which the totals would give away.

    Raises
    ------
    RunError
        If the numbers do not add up: a comment would have been lost.
    """
    table = bases.run.table("exclusions").pivot_table(
        index="question_id", columns="status", values="n_comments", aggfunc="sum", fill_value=0
    )
    table = table.reindex(columns=list(STATUSES), fill_value=0)
    totals = {status: int(table[status].sum()) for status in STATUSES}
    n_received = len(bases.run.table("responses"))
    found = bases.comments["status"].value_counts()
    if sum(totals.values()) != n_received or any(
        totals[status] != int(found.get(status, 0)) for status in STATUSES
    ):
        raise RunError(
            f"The numbers of run {bases.run.run_id} do not add up: {n_received:,} comments were "
            f"received and {sum(totals.values()):,} are accounted for. Run the analysis again."
        )
    everyone = [len(people) for people in bases.answered.values()]
    if any(is_small(n, profile) for n in everyone):
        return (), (), LEFT_OUT.format(threshold=profile.threshold)
    cells = list(totals.values())
    secret = protect(cells, profile=profile) if profile.threshold else frozenset[int]()
    shown = {
        status: HIDDEN if place in secret else f"{n:,}"
        for place, (status, n) in enumerate(totals.items())
    }
    steps = [Step("Cells received in open questions", f"{n_received:,}", "total")]
    steps += [Step(f"Less: {FATES[s]}", shown[s], "less") for s in FATES if totals[s]]
    steps.append(Step("Comments analysed", shown["analysed"], "result"))
    by_part = () if profile.threshold else _by_part(bases, table)
    return tuple(steps), by_part, ""


def _by_part(bases: Bases, table: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    counts = {
        str(part): dict(zip(STATUSES, map(int, numbers), strict=True))
        for part, numbers in zip(table.index, table.to_numpy(), strict=True)
    }
    used = [status for status in STATUSES if any(row[status] for row in counts.values())]
    head = ("Question", *(status.replace("_", " ") for status in used), "received")
    rows = [
        (part, *(f"{counts[part][s]:,}" for s in used), f"{sum(counts[part].values()):,}")
        for part in bases.questions["question_id"]
        if part in counts
    ]
    return (head, *rows)
