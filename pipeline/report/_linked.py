"""Which cells of linked tables must be hidden, so that no hidden one can be worked out.

A breakdown prints the same respondents again and again: by age, by district, by kind. Within a
dimension the values add up to everyone; across dimensions one value may lie within another
("65 to 74" in "65 and over"). Each printed cell is then an equation, and a hidden cell is safe
only where it does not follow from all of them (Hundepool et al., *Statistical Disclosure
Control*, 2012, sections 4.3 and 4.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.report._profile import Profile, is_small, safe_together

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Linked:
    """Cells of several partitions of the same people.

    Attributes
    ----------
    parts : tuple of tuple of int
        The cells of each partition; every one adds up to everyone.
    shared : numpy.ndarray
        How many people each two cells have in common; on the diagonal, how many a cell has.
    everyone : int
    """

    parts: tuple[tuple[int, ...], ...]
    shared: Whole
    everyone: int

    @property
    def sizes(self) -> Whole:
        """How many people each cell has."""
        return np.asarray(np.diagonal(self.shared))


def conceal(
    linked: Linked, columns: Sequence[Whole], profile: Profile, *, closed: frozenset[int]
) -> frozenset[int]:
    """Return which cells must be hidden.

    Parameters
    ----------
    linked : Linked
    columns : sequence of numpy.ndarray
        What is printed of each cell, or follows from it: those who mention a label, and those of
        the cell who do not. Each adds up to the same number in every partition.
    profile : Profile
    closed : frozenset of int
        Cells that are hidden whatever their numbers.

    Returns
    -------
    frozenset of int
        ``closed``, the cells with a small number or one that leaves a small one, and as many more
        as it takes until no hidden cell, and no small difference of cells, follows from the rest.
    """
    totals = [sum(int(column[cell]) for cell in linked.parts[0]) for column in columns]
    hidden = set(closed)
    for column, total in zip(columns, totals, strict=True):
        hidden |= {
            cell
            for part in linked.parts
            for cell in part
            if is_small(int(column[cell]), profile) or is_small(total - int(column[cell]), profile)
        }
    while True:
        for part in linked.parts:
            _close(part, hidden, columns, profile)
        told = _solved(linked, hidden, columns[0]) | _told(linked, hidden, columns, profile)
        if not told:
            return frozenset(hidden)
        hidden |= told


def _order(column: Whole, cell: int) -> tuple[bool, int, int]:
    """Smallest first, and none at all last: a zero hides nothing behind it."""
    return int(column[cell]) == 0, int(column[cell]), cell


def _close(
    part: tuple[int, ...], hidden: set[int], columns: Sequence[Whole], profile: Profile
) -> None:
    """Hide further cells of a partition until what its hidden cells add up to is safe."""
    spare = sorted(set(part) - hidden, key=lambda cell: _order(columns[0], cell))
    while spare and hidden & set(part):
        mine = sorted(hidden & set(part))
        values = [[int(column[cell]) for cell in mine] for column in columns]
        if all(safe_together(cells, profile) for cells in values) and _room(values, profile):
            return
        hidden.add(spare.pop(0))


def _room(values: list[list[int]], profile: Profile) -> bool:
    """Say whether each hidden cell could be one of several numbers, where its size is printed.

    One more who mentions a label in a cell is one less elsewhere, and one less there who does not.
    """
    if len(values) == 1:
        return True
    yes, no = (np.maximum(np.array(column) - 1, 0) for column in values)
    more, fewer = np.minimum(no, yes.sum() - yes), np.minimum(yes, no.sum() - no)
    return bool((more + fewer >= profile.threshold // 2).all())


def _solved(linked: Linked, hidden: set[int], column: Whole) -> set[int]:
    """Return printed cells to hide because hidden ones are a sum or difference of them."""
    cells = [cell for part in linked.parts for cell in part]
    printed = [cell for cell in cells if cell not in hidden and linked.sizes[cell]]
    if not printed or not hidden:
        return set()
    # Everyone is printed too; least squares tells whether a cell is a combination of these.
    size = len(printed) + 1
    products = np.full((size, size), float(linked.everyone))
    products[0, 1:] = products[1:, 0] = linked.sizes[printed]
    products[1:, 1:] = linked.shared[np.ix_(printed, printed)]
    inverse = np.linalg.pinv(products, rcond=1e-10, hermitian=True)
    found: set[int] = set()
    for cell in sorted(hidden & set(cells)):
        with_it = np.array([linked.sizes[cell], *linked.shared[cell, printed]], dtype=float)
        weights = inverse @ with_it
        if linked.sizes[cell] - with_it @ weights > 1e-6 * max(1, linked.sizes[cell]):
            continue
        used = [c for c, weight in zip(printed, weights[1:], strict=True) if abs(weight) > 1e-6]
        if used and not found & set(used):
            found.add(min(used, key=lambda c: _order(column, c)))
    return found


def _told(linked: Linked, hidden: set[int], columns: Sequence[Whole], profile: Profile) -> set[int]:
    """Return a printed cell to hide because it differs by few from printed cells within it."""
    sizes, shared = linked.sizes, linked.shared
    for part in linked.parts:
        printed = [cell for cell in part if cell not in hidden]
        for other in linked.parts:
            if other is part:
                continue
            blocks = [[cell] for cell in other if cell not in hidden]
            blocks += [mine] if (mine := [cell for cell in other if cell in hidden]) else []
            for cell in printed:
                common = [int(shared[cell, block].sum()) for block in blocks]
                full = [int(sizes[block].sum()) for block in blocks]
                pairs = list(zip(blocks, common, full, strict=True))
                inside = [block for block, n, of in pairs if 0 < n == of]
                beside = [block for block, n, of in pairs if n and n < of]
                for column in columns:
                    within = sum(int(column[block].sum()) for block in inside)
                    around = within + sum(int(column[block].sum()) for block in beside)
                    rest = int(column[cell]) - within if inside else 0
                    if is_small(rest, profile) or is_small(
                        around - int(column[cell]) if around else 0, profile
                    ):
                        return {cell}
    return set()
