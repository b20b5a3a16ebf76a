"""Which outcomes and priorities of the framework respondents' words were tagged to."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.framework import CROSS_NAME, Framework
from pipeline.report._bases import Bases
from pipeline.report._parts import Tag
from pipeline.report._profile import Profile, count
from pipeline.tables import CROSS

ORDER = {"outcome": 0, "priority": 1, "cross": 2}


@dataclass(frozen=True)
class Names:
    """A framework as far as a report needs it: titles and names in order, by code."""

    title: str
    name: dict[str, str]
    outcome: dict[str, str]


def framework_names(bases: Bases) -> Names:
    """Return the names of outcomes and priorities, from the framework kept with the run."""
    kept = bases.run.manifest.get("framework")
    if kept is None:
        return Names("", {CROSS: CROSS_NAME}, {})
    framework = Framework.model_validate(kept)
    names = framework.labels()
    outcome = {code: framework.outcome_of(code) for code in names if code != framework.cross}
    return Names(framework.title, names, outcome)


def tags(bases: Bases, profile: Profile, names: Names) -> tuple[Tag, ...]:
    """Return respondents by outcome, each followed by its priorities.

    Parameters
    ----------
    bases : Bases
    profile : Profile
    names : Names

    Returns
    -------
    tuple of Tag
        In the order of the framework, codes it does not know after the rest. A tag that waits
        for a check counts its respondent under ``to_check`` only, if no other tag counts them.
    """
    rows = bases.run.table("tags").merge(
        bases.segments[["segment_id", "respondent_id"]], on="segment_id"
    )
    priorities = rows[rows["label_id"].isin([k for k, v in names.outcome.items() if k != v])]
    implied = priorities.assign(label_id=priorities["label_id"].map(names.outcome), level="outcome")
    rows = pd.concat([rows, implied])
    place = {code: position for position, code in enumerate(names.outcome)}
    found = []
    for (label, level), group in rows.groupby(["label_id", "level"]):
        settled = set(group.loc[group["decision"] != "needs_review", "respondent_id"])
        waiting = set(group["respondent_id"]) - settled
        code = str(label)
        tag = Tag(
            label_id=code,
            name=names.name.get(code, code),
            level=str(level),
            outcome=names.outcome.get(code, "" if level != "outcome" else code),
            count=count(len(settled), bases.n_answered_any, profile),
            to_check=f"{len(waiting):,}" if waiting and profile.lists_people else "",
        )
        found.append(((level == "cross", place.get(code, len(place)), ORDER[tag.level], code), tag))
    return tuple(tag for _, tag in sorted(found, key=lambda pair: pair[0]))
