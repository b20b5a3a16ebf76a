"""Gold points: what people found in the answers, with those who said it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate._bootstrap import Floats, Resamples, ratio
from pipeline.evaluate._gold import Gold, groups_of
from pipeline.store import Run

_SAME_ACT = {"request": "suggestion"}


@dataclass(frozen=True)
class Point:
    """One point of a gold file.

    Attributes
    ----------
    group : str
        Question group it belongs to.
    act : str
        Its kind, in the project's terms.
    basis : {"closed", "comments"}
        Whether it counts ticks or what was written.
    supporters, evidence : tuple of str
        Respondent ids; comment ids.
    """

    point_id: str
    group: str
    act: str
    quantifier: str
    basis: str
    supporters: tuple[str, ...]
    evidence: tuple[str, ...]


def read_points(run: Run, gold: Gold) -> list[Point]:
    """Return the points of a gold file, their ids checked against the run.

    Raises
    ------
    InputError
        If a question, respondent or comment does not exist in the run, a point has no
        supporters, or ``basis`` is neither "closed" nor "comments".
    """
    groups = groups_of(run)
    questions = gold.ids("question_id", groups.keys(), "questions")
    respondents = set(run.table("respondents")["respondent_id"])
    supporters = gold.ids("supporters", respondents, "respondents")
    evidence = gold.ids("evidence_comments", set(run.table("comments")["comment_id"]), "comments")
    points = []
    for row, cells in enumerate(gold.frame.to_dict("records")):
        if not questions[row]:
            raise gold.complain(row, "question_id", "no question is named.")
        if not supporters[row]:
            raise gold.complain(row, "supporters", "no respondent is named.")
        if cells["basis"] not in ("closed", "comments"):
            raise gold.complain(row, "basis", 'write "closed" or "comments".')
        points.append(Point(
            point_id=cells["statement_id"], group=groups[questions[row][0]],
            act=_SAME_ACT.get(cells["kind"], cells["kind"]), quantifier=cells["quantifier"],
            basis=cells["basis"], supporters=supporters[row], evidence=evidence[row],
        ))  # fmt: skip
    return sorted(points, key=lambda point: (point.group, point.point_id))


def commenters(run: Run) -> dict[str, list[str]]:
    """Return, for each question group, everyone with an analysed comment in it, sorted."""
    groups = groups_of(run)
    comments = run.table("comments")
    kept = comments[comments["status"] == "analysed"]
    named = kept["question_id"].map(groups)
    return {str(name): sorted(set(ids)) for name, ids in kept.groupby(named)["respondent_id"]}


def supporters_f1(
    points: Iterable[Iterable[str]], found: Iterable[Iterable[str]], resamples: Resamples
) -> Floats:
    """F1 between every set of respondents wanted and every set found, in every resample.

    Returns
    -------
    numpy.ndarray of shape (n_weightings, n_points, n_found)
        NaN for a point none of whose supporters was drawn.
    """
    wanted, given = _membership(points, resamples), _membership(found, resamples)
    weights = resamples.weights
    both = np.einsum("br,pr,fr->bpf", weights, wanted, given, optimize=True)
    n_wanted, n_given = weights @ wanted.T, weights @ given.T
    score = ratio(2 * both, n_wanted[:, :, None] + n_given[:, None, :])
    score[np.broadcast_to((n_wanted == 0)[:, :, None], score.shape)] = np.nan
    return score


def _membership(sets: Iterable[Iterable[str]], resamples: Resamples) -> Floats:
    """Build the matrix of sets by respondents, 1 where the respondent is in the set."""
    listed = [resamples.positions(ids) for ids in sets]
    matrix: NDArray[np.float64] = np.zeros((len(listed), len(resamples.respondents)))
    for index, places in enumerate(listed):
        matrix[index, places] = 1
    return matrix
