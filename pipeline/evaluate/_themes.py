"""How well themes gather those who made the same point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.evaluate._bootstrap import Floats, Resamples, mean, ratio, row
from pipeline.evaluate._gold import Gold, groups_of
from pipeline.evaluate._points import Point, commenters, read_points, supporters_f1
from pipeline.store import Run

_FOUND = 0.5


def measure_themes(
    run: Run, gold: Gold, resamples: Resamples
) -> list[dict[str, str | float | int]]:
    """Compare the themes of a run with gold points made in comments.

    The baseline has one theme a question, with everyone who wrote anything.
    """
    points = [point for point in read_points(run, gold) if point.basis == "comments"]
    members = _members(run)
    everyone = commenters(run)
    found = _by_group(run, members)
    one_each = {group: [set(ids)] for group, ids in everyone.items()}
    best = _best(points, found, resamples.sample)[0]
    plain = _best(points, one_each, resamples.sample)[0]
    bcubed = _bcubed(points, members, run, resamples)
    plain_bcubed = _bcubed(points, _one_theme_each(run), run, resamples.sample)
    over = resamples.mean_over_points
    rows = [
        row("point F1", over(best), baseline=float(mean(plain)), n=len(points),
            meaning="Mean over gold points of the best supporters' F1 of a theme in the question."),
        row("points found", over(_reached(best)), baseline=float(mean(_reached(plain))),
            n=len(points),
            meaning="Share of gold points for which some theme reaches F1 of 0.5."),
        row("B-cubed F1", bcubed, baseline=plain_bcubed[0],
            n=len({name for point in points for name in point.evidence}),
            meaning="Do comments that make a point together lie in a theme together?"),
    ]  # fmt: skip
    for index, point in enumerate(points):
        rows.append(row(f"point {point.point_id}", best[[index]], baseline=plain[index],
                        n=len(point.supporters), meaning="Best supporters' F1 of a theme of "
                        f"{point.group} for this point."))  # fmt: skip
    return rows


def _reached(f1: Floats) -> Floats:
    return np.where(np.isnan(f1), np.nan, (f1 >= _FOUND).astype(float))


def _best(
    points: Sequence[Point], found: Mapping[str, Sequence[set[str]]], resamples: Resamples
) -> Floats:
    """Return each point's best F1 in its group, of shape (n_weightings, n_points)."""
    best = np.zeros((len(resamples.weights), len(points)))
    for group in {point.group for point in points}:
        places = [i for i, point in enumerate(points) if point.group == group]
        themes = found.get(group, [])
        wanted = [points[i].supporters for i in places]
        # an empty set stands for "no theme": F1 0, or NaN where no supporter was drawn
        best[:, places] = supporters_f1(wanted, [*themes, set()], resamples).max(axis=2)
    return best


def _members(run: Run) -> pd.DataFrame:
    """Return theme, comment and respondent, once each; a theme holds what its children hold."""
    themes = run.table("themes")
    kept = themes[themes["status"] != "rejected"]
    parent = dict(zip(themes["theme_id"], themes["parent_id"], strict=True))
    holds = []
    for theme in themes["theme_id"]:
        above: str | float = theme
        while isinstance(above, str):
            holds.append((theme, above))
            above = parent.get(above, np.nan)
    lineage = pd.DataFrame(holds, columns=["theme_id", "holder"])
    segments = run.table("segments")[["segment_id", "comment_id"]]
    comments = run.table("comments")[["comment_id", "respondent_id", "question_id"]]
    joined = run.table("assignments").merge(lineage).merge(segments).merge(comments)
    joined = joined[joined["holder"].isin(kept["theme_id"])]
    return joined[["holder", "comment_id", "respondent_id", "question_id"]].drop_duplicates()


def _by_group(run: Run, members: pd.DataFrame) -> dict[str, list[set[str]]]:
    """Collect the supporters of each theme within each question group where it has any."""
    group = members["question_id"].map(groups_of(run))
    found: dict[str, list[set[str]]] = {}
    for (name, _), ids in members.groupby([group, "holder"])["respondent_id"]:
        found.setdefault(str(name), []).append(set(ids))
    return found


def _one_theme_each(run: Run) -> pd.DataFrame:
    comments = run.table("comments")
    kept = comments[comments["status"] == "analysed"]
    return kept.assign(holder=kept["question_id"].map(groups_of(run)))


def _bcubed(
    points: Sequence[Point], members: pd.DataFrame, run: Run, resamples: Resamples
) -> Floats:
    """Compute the extended B-cubed F1 for overlapping clusters, in every resample.

    A comment in no theme is a theme of its own.

    References
    ----------
    Amigó, E. et al. (2009). A comparison of extrinsic clustering evaluation metrics based on
    formal constraints. Information Retrieval 12.
    """
    items = sorted({name for point in points for name in point.evidence})
    if not items:
        return np.full(len(resamples.weights), np.nan)
    place = {name: index for index, name in enumerate(items)}
    wanted = np.zeros((len(items), len(points)))
    for column, point in enumerate(points):
        wanted[[place[name] for name in point.evidence], column] = 1
    inside = members[members["comment_id"].isin(place)]
    holders = {name: column for column, name in enumerate(sorted(set(inside["holder"])))}
    given = np.zeros((len(items), len(holders)))
    given[inside["comment_id"].map(place), inside["holder"].map(holders)] = 1
    alone = given.sum(axis=1) == 0
    together, meant = given @ given.T + np.diag(alone), wanted @ wanted.T
    shared = np.minimum(together, meant)
    comments = run.table("comments").set_index("comment_id")
    weights = resamples.weights[:, resamples.positions(comments.loc[items, "respondent_id"])]
    precision, recall = (_weighted(shared, pairs, weights) for pairs in (together, meant))
    return ratio(2 * precision * recall, precision + recall)


def _weighted(shared: Floats, pairs: Floats, weights: Floats) -> Floats:
    """Average over items, and over their companions, the share that is right."""
    right = ratio(shared, pairs, otherwise=0.0)
    per_item = ratio(weights @ right.T, weights @ (pairs > 0).astype(float).T, otherwise=0.0)
    return ratio((weights * per_item).sum(axis=1), weights.sum(axis=1))
