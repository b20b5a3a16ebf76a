"""Which cells of a breakdown a published report may print, label by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.mentions import EVERYONE, dimensions
from pipeline.report._bases import Bases
from pipeline.report._linked import Linked, Whole, conceal
from pipeline.report._profile import Profile
from pipeline.report._tags import SMALLEST_WHOLE

Key = tuple[str, str]
"""Dimension and value."""


@dataclass(frozen=True)
class Hiding:
    """What is hidden of a label.

    Attributes
    ----------
    base_hidden : mapping of (str, str) to bool
        Hidden cells by dimension and value; True where the base is hidden, too.
    partly : frozenset of str
        Dimensions with a hidden cell: from "all others" it would follow.
    """

    base_hidden: Mapping[Key, bool]
    partly: frozenset[str]


class Safe:
    """The people of a breakdown, by dimension and value, and what may be printed of them.

    Parameters
    ----------
    bases : Bases
    profile : Profile

    Attributes
    ----------
    refused : tuple of str
        Dimensions known of fewer respondents than are broken down in public.
    """

    def __init__(self, bases: Bases, profile: Profile) -> None:
        self._profile = profile
        attributes = bases.run.table("attributes")
        members = dimensions(bases.comments, bases.respondents.reset_index(), attributes)
        members = members[members["dimension"] != EVERYONE]
        known = members["dimension"].value_counts()
        self.refused = tuple(sorted(str(name) for name in known.index[known < SMALLEST_WHOLE]))
        members = members[~members["dimension"].isin(self.refused)]
        people = pd.Index(sorted(bases.written["respondent_id"].unique()))
        person = people.get_indexer(pd.Index(members["respondent_id"]))
        groups = members.groupby(["dimension", "value"])
        values = groups.size().reset_index()
        self._keys: list[Key] = list(
            zip(values["dimension"].astype(str), values["value"].astype(str), strict=True)
        )
        ones = np.zeros((len(people), len(self._keys)), dtype=np.int64)
        ones[person, groups.ngroup().to_numpy()] = 1
        parts: list[tuple[int, ...]] = []
        for dimension in dict.fromkeys(name for name, _ in self._keys):
            mine = [p for p, (name, _) in enumerate(self._keys) if name == dimension]
            # Who gave no value is a cell as well: it follows where all the others are printed.
            parts.append((*mine, ones.shape[1]))
            ones = np.column_stack([ones, 1 - ones[:, mine].sum(axis=1)])
        self._linked = Linked(tuple(parts), ones.T @ ones, len(people))
        self._bases = self._conceal([self._linked.sizes], frozenset())

    def _conceal(self, columns: Sequence[Whole], closed: frozenset[int]) -> frozenset[int]:
        if not self._linked.parts:
            return closed
        return conceal(self._linked, columns, self._profile, closed=closed)

    def hide(self, said: Mapping[Key, int], total: int) -> Hiding:
        """Return what is to be hidden of a label.

        Parameters
        ----------
        said : mapping of (str, str) to int
            Respondents who mention it, by dimension and value.
        total : int
            All who mention it.
        """
        sizes = self._linked.sizes
        column = np.zeros(len(sizes), dtype=np.int64)
        column[: len(self._keys)] = [said[key] for key in self._keys]
        for part in self._linked.parts:
            column[part[-1]] = total - int(column[list(part[:-1])].sum())
        secret = self._conceal([column, sizes - column], self._bases)
        return Hiding(
            {key: place in self._bases for place, key in enumerate(self._keys) if place in secret},
            frozenset(self._keys[part[0]][0] for part in self._linked.parts if secret & set(part)),
        )
