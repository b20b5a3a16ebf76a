"""Who mentions which outcome and priority: by question, kind of respondent and attribute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.mentions import EVERYONE, KIND, QUESTION, not_broken_down
from pipeline.report._bases import Bases
from pipeline.report._hiding import Hiding, Key, Safe
from pipeline.report._parts import HIDDEN, Breakdown, Cell, Count
from pipeline.report._profile import Profile, count, hidden, is_small
from pipeline.report._tags import SMALLEST_WHOLE, Names, mentioning

DIMENSIONS = {EVERYONE: "Everyone", QUESTION: "Question", KIND: "Kind of respondent"}
VALUES = {
    (EVERYONE, EVERYONE): "All who commented",
    (KIND, "individual"): "Individuals",
    (KIND, "organisation"): "Organisations",
}
MORE, LESS, ALIKE, UNTESTED = (
    "more often than others",
    "less often than others",
    "no clear difference",
    "not tested",
)
READING = (
    "Who took part chose to do so. These are differences between the respondents who commented, "
    "not between residents. They stand out after a correction for the number of comparisons made "
    "(Fisher’s exact test; Benjamini and Hochberg, 5 per cent)."
)
REFUSED = (
    f"Fewer than {SMALLEST_WHOLE} respondents commented: they are not broken down in the published "
    "report, so that no one can be identified."
)


def breakdown(bases: Bases, profile: Profile, names: Names) -> Breakdown:
    """Return the breakdown as far as the profile shows it, and its clear differences in words.

    Parameters
    ----------
    bases : Bases
    profile : Profile
        Where numbers are protected, nothing is broken down that has fewer than 50 respondents,
        and no cell is printed from which a small one follows.
    names : Names
    """
    table = bases.run.table("breakdown")
    notes = [_left_out(not_broken_down(bases.run.table("attributes")))] if len(table) else []
    if profile.threshold and bases.n_wrote < SMALLEST_WHOLE:
        return Breakdown((), (), READING, REFUSED if len(table) else "")
    safe = Safe(bases, profile) if profile.threshold else None
    if safe and safe.refused:
        listed = ", ".join(f"“{DIMENSIONS.get(name, name)}”" for name in safe.refused)
        notes.append(
            f"Not broken down in the published report, because it is known of fewer than "
            f"{SMALLEST_WHOLE} respondents: {listed}."
        )
    cells: list[tuple[Cell, float, bool]] = []
    for _, group in _ordered(table, names).groupby(["label_id", "level"], sort=False):
        cells += _label(group, bases, profile, names, safe)
    if safe and any(cell.count.n is None for cell, _, _ in cells):
        notes.append("Some numbers are not shown, so that no one can be identified.")
    ranked = sorted(enumerate(cells), key=lambda pair: (pair[1][1], pair[0]))
    sentences = tuple(_sentence(cell) for _, (cell, _, stated) in ranked if stated)
    note = " ".join(note for note in notes if note)
    return Breakdown(tuple(cell for cell, _, _ in cells), sentences, READING, note)


def _ordered(table: pd.DataFrame, names: Names) -> pd.DataFrame:
    """In the order of the framework; of each label, everyone first and attributes last."""
    place = {code: position for position, code in enumerate(names.outcome)}
    order = {name: position for position, name in enumerate((EVERYONE, QUESTION, KIND))}
    return table.assign(
        place=table["label_id"].map(place).fillna(len(place)),
        last=table["level"] == "cross",
        kind=table["dimension"].map(order).fillna(len(order)),
    ).sort_values(["last", "place", "label_id", "kind", "dimension", "value"])


def _left_out(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    listed = ", ".join(f"“{name}”" for name in names)
    return f"Not broken down, because the values are no groups of respondents: {listed}."


def _label(
    group: pd.DataFrame, bases: Bases, profile: Profile, names: Names, safe: Safe | None
) -> Iterator[tuple[Cell, float, bool]]:
    """Each cell of a label, with its q and whether a sentence is to state it."""
    said: dict[Key, Any] = {(str(r.dimension), str(r.value)): r for r in group.itertuples()}
    total = int(said[EVERYONE, EVERYONE].n_respondents)
    numbers = {key: int(row.n_respondents) for key, row in said.items()}
    hiding = safe.hide(numbers, total) if safe else Hiding({}, frozenset())
    sums = group.groupby("dimension")[["n_respondents", "n_base"]].sum()
    known: dict[str, Any] = {str(row.Index): row for row in sums.itertuples()}
    sizes = group["dimension"].value_counts()
    over = {
        key[0]
        for key, row in said.items()
        if row.represented == "over" and key not in hiding.base_hidden
    }
    for key, row in said.items():
        if safe and key[0] in safe.refused:
            continue
        if key in hiding.base_hidden:
            gone = hiding.base_hidden[key]
            shown = Count(None, None, HIDDEN) if gone else hidden(int(row.n_base))
        else:
            shown = _alone(row, total, bases, profile)
        visible = shown.n is not None
        compared = visible and pd.notna(row.share_rest) and key[0] not in hiding.partly
        cell = _cell(row, shown, _others(row, known[key[0]]) if compared else None, names)
        q = float(row.q) if pd.notna(row.q) else 1.0
        # From a q and all the rest, the numbers of the others could be worked out.
        cell = replace(cell, q=None) if safe else cell
        # Of two values, one more often is the other less often: said once.
        mirrored = sizes[key[0]] == 2 and row.represented == "under" and key[0] in over
        yield cell, q, visible and bool(row.represented) and not mirrored


def _cell(row: Any, shown: Count, others: Count | None, names: Names) -> Cell:
    dimension, value, code = str(row.dimension), str(row.value), str(row.label_id)
    visible, tested = shown.n is not None, bool(pd.notna(row.q))
    words = {"over": MORE, "under": LESS}.get(str(row.represented), ALIKE)
    return Cell(
        label_id=code,
        name=names.name.get(code, code),
        level=str(row.level),
        dimension=DIMENSIONS.get(dimension, dimension),
        value=VALUES.get((dimension, value), value),
        count=shown,
        low=float(row.low) if visible else None,
        high=float(row.high) if visible else None,
        others=others,
        compared=HIDDEN if not visible else words if tested else UNTESTED,
        q=float(row.q) if tested else None,
    )


def _others(row: Any, known: Any) -> Count:
    """Count those of the other values of a dimension."""
    n = int(known.n_respondents) - int(row.n_respondents)
    base = int(known.n_base) - int(row.n_base)
    return Count(n, base, f"{n:,} of {base:,}")


def _alone(row: Any, total: int, bases: Bases, profile: Profile) -> Count:
    """Return a count that the other values of its dimension do not bear on, or no longer."""
    n, base = int(row.n_respondents), int(row.n_base)
    if row.dimension == EVERYONE:
        return mentioning(n, bases, profile, wrote=True)
    if row.dimension != QUESTION:
        return Count(n, base, f"{n:,} of {base:,}")
    # Who writes in answer to one question is among all who write, whatever they mention.
    if is_small(base, profile) or is_small(bases.n_wrote - base, profile):
        return Count(None, None, HIDDEN)
    return hidden(base) if is_small(total - n, profile) else count(n, base, profile)


def _sentence(cell: Cell) -> str:
    """State a difference: who mentions what more or less often, with the numbers shown."""
    who = f"Respondents whose “{cell.dimension}” is “{cell.value}”"
    if cell.dimension == DIMENSIONS[KIND]:
        who = cell.value
    against = f" against {cell.others.text}" if cell.others else ""
    return f"{who} mentioned “{cell.name}” {cell.compared} ({cell.count.text}{against})."
