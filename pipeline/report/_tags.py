"""Which outcomes and priorities of the framework respondents' words were tagged to."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.framework import CROSS_NAME, Framework
from pipeline.mentions import mentions
from pipeline.report._bases import Bases
from pipeline.report._parts import Count, Tag
from pipeline.report._profile import Profile, count, hidden, is_small
from pipeline.tables import CROSS

SMALLEST_WHOLE = 50
"""A published report breaks down no fewer respondents than this."""
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
    return Names(framework.title, names, framework.outcome_by_code())


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
    rows = mentions(bases.run.table("tags"), names.outcome).merge(
        bases.segments[["segment_id", "respondent_id"]], on="segment_id"
    )
    place = {code: position for position, code in enumerate(names.outcome)}
    found = []
    for (label, level), group in rows.groupby(["label_id", "level"]):
        settled = set(group.loc[group["settled"], "respondent_id"])
        waiting = set(group["respondent_id"]) - settled
        code = str(label)
        tag = Tag(
            label_id=code,
            name=names.name.get(code, code),
            level=str(level),
            outcome=names.outcome.get(code, "" if level != "outcome" else code),
            count=mentioning(len(settled), bases, profile),
            to_check=f"{len(waiting):,}" if waiting and profile.lists_people else "",
        )
        found.append(((level == "cross", place.get(code, len(place)), ORDER[tag.level], code), tag))
    return tuple(tag for _, tag in sorted(found, key=lambda pair: pair[0]))


def mentioning(n: int, bases: Bases, profile: Profile, *, wrote: bool = False) -> Count:
    """Return how many mention a label, of all who answered or, for the breakdown, who wrote.

    Both bases may be printed, so what is hidden beside one of them is hidden beside the other.
    """
    base, other = bases.n_answered_any, bases.n_wrote
    base, other = (other, base) if wrote else (base, other)
    shown = count(n, base, profile)
    both = bases.n_wrote >= SMALLEST_WHOLE
    return hidden(base) if both and shown.n is not None and is_small(other - n, profile) else shown
