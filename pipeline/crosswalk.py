"""Which labels of one framework correspond to which of another, so that two waves can be compared.

Labels are compared by way of the subjects that belong under them (``pipeline.mapping``): what
residents write about stays the same when a council rewrites its plan. How alike the two are worded
counts besides, and alone where no subject says anything of a label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.mapping import leaves
from pipeline.subjects import load_subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.embeddings import Embedder
    from pipeline.framework import Framework, Priority

    Floats = NDArray[np.float64]

COLUMNS = (
    "old_code", "old_name", "new_code", "new_name", "strength", "kind", "of_old", "of_new",
)  # fmt: skip
LINK = 0.3  # weaker pairs are no link
STRONG = 0.5  # what makes a link more than a part
_WORDS = 0.5  # how much of what subjects leave open the wording may settle
_NEAR = 3.0  # spreads above the usual likeness at which wording half convinces
_EDGE = 2.0  # how sharply it turns


def crosswalk(
    old: Framework,
    new: Framework,
    *,
    old_mapping: pd.DataFrame,
    new_mapping: pd.DataFrame,
    embedder: Embedder,
) -> pd.DataFrame:
    """Link the labels of two frameworks.

    Parameters
    ----------
    old, new : Framework
    old_mapping, new_mapping : pandas.DataFrame
        Of each, as ``map_subjects`` returns it.
    embedder : Embedder

    Returns
    -------
    pandas.DataFrame
        One row a link, in the order of ``old``, strongest first, then labels of ``new`` without
        any. old_code, old_name, new_code, new_name (empty where there is no counterpart),
        strength (0 to 1) and kind: ``same`` (one becomes one), ``split`` (one becomes several),
        ``merged`` (several become one), ``part`` (a weaker link, or one of a tangle of several
        with several) and ``none``. of_old is the share of what belongs under the old label that
        goes to the new one, of_new the share of the new one's that comes from the old.
    """
    before, after = label_shares(old, old_mapping), label_shares(new, new_mapping)
    goes, comes = flows(before.to_numpy(), after.to_numpy())
    alike = wording([e for e, _ in leaves(old)], [e for e, _ in leaves(new)], embedder)
    strength = _strength(goes, comes, 1 / (1 + np.exp(-_EDGE * (alike - _NEAR))))
    kinds = _kinds(strength)
    names = {"old": old.labels(), "new": new.labels()}
    rows = []
    for i, code in enumerate(before.columns):
        linked = [j for j in np.argsort(-strength[i], kind="stable") if kinds[i][j]]
        rows += [
            (code, after.columns[j], strength[i, j], kinds[i][j], goes[i, j], comes[i, j])
            for j in linked
        ] or [(code, "", 0.0, "none", 0.0, 0.0)]
    rows += [
        ("", code, 0.0, "none", 0.0, 0.0)
        for j, code in enumerate(after.columns)
        if not any(row[j] for row in kinds)
    ]
    table = pd.DataFrame(
        rows, columns=["old_code", "new_code", "strength", "kind", "of_old", "of_new"]
    )
    for side, known in names.items():
        table[f"{side}_name"] = table[f"{side}_code"].map({**known, "": ""})
    figures = ["strength", "of_old", "of_new"]
    table[figures] = table[figures].astype("float64").round(2)
    return table[list(COLUMNS)]


def label_shares(framework: Framework, mapping: pd.DataFrame) -> pd.DataFrame:
    """Lay out a mapping with a row for each subject and a column for each label.

    Parameters
    ----------
    framework : Framework
    mapping : pandas.DataFrame
        As ``map_subjects`` returns it. Rows that lead to an outcome with priorities, or to the
        framework as a whole, are left out.

    Returns
    -------
    pandas.DataFrame
        Shares, 0 where there is no row; subjects in their order, labels in the framework's.
    """
    wide = mapping.pivot_table(index="subject_id", columns="label_id", values="share")
    return wide.reindex(
        index=[subject.subject_id for subject in load_subjects() if subject.parent_id],
        columns=[entry.code for entry, _ in leaves(framework)],
    ).fillna(0.0)


def flows(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Say how much of each label goes to each of another framework, and comes from it.

    Parameters
    ----------
    before, after : numpy.ndarray of float64, shapes (n_subjects, n_old) and (n_subjects, n_new)
        Shares of the same subjects.

    Returns
    -------
    goes, comes : numpy.ndarray of float64, shape (n_old, n_new)
        Shares of the old label's subjects, and of the new label's; 0 for a label without any.

    Examples
    --------
    One label with two subjects becomes two labels with one each.

    >>> goes, comes = flows(np.array([[1.0], [1.0]]), np.eye(2))
    >>> goes.tolist(), comes.tolist()
    ([[0.5, 0.5]], [[1.0, 1.0]])
    """
    chance_before = before / np.maximum(before.sum(axis=1, keepdims=True), 1.0)
    chance_after = after / np.maximum(after.sum(axis=1, keepdims=True), 1.0)
    goes = before.T @ chance_after / np.maximum(before.sum(axis=0)[:, None], 1e-9)
    comes = chance_before.T @ after / np.maximum(after.sum(axis=0), 1e-9)
    return goes, comes


def wording(
    one: Sequence[Priority], other: Sequence[Priority], embedder: Embedder, *, apart: bool = False
) -> Floats:
    """Say how alike labels are worded, beside how alike these labels are as a rule.

    Parameters
    ----------
    one, other : sequence of Priority
    embedder : Embedder
    apart : bool, default False
        Whether the two are the same labels, none of which is compared with itself.

    Returns
    -------
    numpy.ndarray of float64, shape (n_one, n_other)
        In spreads above the mean of both labels: some 3 where two say the same. Names,
        descriptions and terms count alike, so the scale is that of any embedder and any prose.
    """
    parts = []
    for texts in (
        ([e.name for e in one], [e.name for e in other]),
        (
            [f"{e.name}. {e.description}" for e in one],
            [f"{e.name}. {e.description}" for e in other],
        ),
    ):
        left, right = (embedder.encode(side) for side in texts)
        parts.append(left @ right.T)
    left_terms, right_terms = (
        [embedder.encode(e.terms or (e.name,)) for e in s] for s in (one, other)
    )
    parts.append(np.array([[_matched(a, b) for b in right_terms] for a in left_terms]))
    centred = [_standard(np.asarray(part, dtype=np.float64), apart=apart) for part in parts]
    return _standard(np.sum(centred, axis=0), apart=apart)


def _matched(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Mean likeness of each text to the nearest of the other label, both ways."""
    likeness = one @ other.T
    return float(likeness.max(axis=1).mean() + likeness.max(axis=0).mean()) / 2


def _standard(values: Floats, *, apart: bool) -> Floats:
    """Take the means of rows and columns away, and divide by the spread."""
    itself = np.eye(*values.shape) == 1 if apart else np.zeros(values.shape, dtype=np.bool_)
    counted = np.ma.masked_array(values, mask=itself)
    counted = counted - counted.mean(axis=0)
    counted = counted - counted.mean(axis=1, keepdims=True)
    spread = float(counted.std()) if counted.count() else 0.0
    return np.asarray(counted.filled(0.0)) / max(spread, 1e-6)


def _strength(goes: Floats, comes: Floats, alike: Floats) -> Floats:
    """Add to what subjects say what wording settles of the rest: all where they say nothing."""
    unknown = (goes.sum(axis=1) == 0)[:, None] | (comes.sum(axis=0) == 0)
    return 1 - (1 - (goes + comes) / 2) * (1 - alike * np.where(unknown, 1.0, _WORDS))


def _kinds(strength: Floats) -> list[list[str]]:
    """Name each link by how many strong ones its two labels have; "" where there is none."""
    strong = strength >= STRONG
    n_of_old, n_of_new = strong.sum(axis=1), strong.sum(axis=0)
    kinds = [["part" if value >= LINK else "" for value in row] for row in strength]
    for i, j in zip(*np.nonzero(strong), strict=True):
        several = (n_of_old[i] > 1, n_of_new[j] > 1)
        kinds[i][j] = {
            (False, False): "same", (True, False): "split",
            (False, True): "merged", (True, True): "part",
        }[several[0], several[1]]  # fmt: skip
    return kinds
