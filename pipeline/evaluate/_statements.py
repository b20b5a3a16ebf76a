"""How well statements say what people found, with the same counts and words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from pipeline.evaluate._bootstrap import Floats, Resamples, mean, row
from pipeline.evaluate._gold import Gold, groups_of
from pipeline.evaluate._points import Point, commenters, read_points, supporters_f1
from pipeline.store import Run

_FOUND = 0.5

# What a gold quantifier may read as; "none_given" accepts any words.
QUANTIFIERS: Mapping[str, str] = {
    "one": r"\bone\b|^1\b|\bsingle\b",
    "two": r"\btwo\b|^2\b",
    "several": r"\bseveral\b|\ba number of\b",
    "many": r"\bmany\b|\bstrong\b|\bmajority\b|\bmost\b",
    "most": r"\bmost\b|\bvast majority\b|\bmajority\b",
    "vast_majority": r"\bvast majority\b|\balmost all\b",
    "all": r"\ball\b|^(\d+) of \1\b",
    "none_given": r"",
}


@dataclass(frozen=True)
class _Found:
    """A statement of the run with the respondents it counts."""

    supporters: frozenset[str]
    act: str
    quantifier: str


def measure_statements(
    run: Run, gold: Gold, resamples: Resamples
) -> list[dict[str, str | float | int]]:
    """Compare the statements of a run with gold points.

    Within a question group each gold point is matched with at most one statement, so that the
    sum of supporters' F1 is greatest. The baseline has one statement a question, with everyone
    who wrote anything.
    """
    points = read_points(run, gold)
    closed = [point for point in points if point.basis == "closed"]
    written = [point for point in points if point.basis == "comments"]
    found = _statements(run, "comments")
    plain = {name: [_Found(frozenset(ids), "observation", "")]
             for name, ids in commenters(run).items()}  # fmt: skip
    f1, acts, words = (values[0] for values in _match(written, found, resamples.sample))
    flat_f1, flat_acts, _ = (values[0] for values in _match(written, plain, resamples.sample))
    over = resamples.mean_over_points
    n = len(written)
    return [
        *_closed(run, closed),
        row("points found", over(_reached(f1)), baseline=float(mean(_reached(flat_f1))), n=n,
            meaning="Share of gold points whose statement has supporters' F1 of 0.5 or more."),
        row("mean F1", over(f1), baseline=float(mean(flat_f1)), n=n,
            meaning="Mean over gold points of the supporters' F1 of the statement matched."),
        row("act agreement", over(acts), baseline=float(mean(flat_acts)),
            n=int((~np.isnan(acts)).sum()),
            meaning="Share of the points found whose statement does the same act."),
        row("quantifier agreement", over(words), baseline=np.nan,
            n=int((~np.isnan(words)).sum()),
            meaning="Share of the points found, with a gold quantifier, that use such words."),
        _recount(run),
    ]  # fmt: skip


def same_quantifier(gold: str, words: str) -> bool:
    """Say whether words of quantity may stand for a gold quantifier.

    Examples
    --------
    >>> same_quantifier("vast_majority", "the vast majority of"), same_quantifier("one", "many")
    (True, False)
    >>> same_quantifier("all", "6 of 6 respondents")
    True
    """
    return bool(re.search(QUANTIFIERS.get(gold, re.escape(gold)), words.lower()))


def _statements(run: Run, basis: str) -> dict[str, list[_Found]]:
    """Collect the statements of a basis by question group, in order of their ids."""
    statements = run.table("statements")
    people = run.table("supporters").groupby("statement_id")["respondent_id"].agg(frozenset)
    found: dict[str, list[_Found]] = {}
    for record in statements[statements["basis"] == basis].to_dict("records"):
        ids = people.get(record["statement_id"], frozenset())
        found.setdefault(str(record["question_id"]), []).append(
            _Found(ids, record["act"], record["quantifier"])
        )
    return found


def _reached(f1: Floats) -> Floats:
    return np.where(np.isnan(f1), np.nan, (f1 >= _FOUND).astype(float))


def _match(
    points: Sequence[Point], found: Mapping[str, Sequence[_Found]], resamples: Resamples
) -> tuple[Floats, Floats, Floats]:
    """Return F1, act and quantifier agreement of each point's match.

    Each is of shape (n_weightings, n_points). A point without a match has F1 0; agreement is
    NaN where F1 is under 0.5.
    """
    shape = (len(resamples.weights), len(points))
    f1, acts, words = np.zeros(shape), np.full(shape, np.nan), np.full(shape, np.nan)
    for group in sorted({point.group for point in points}):
        places = [index for index, point in enumerate(points) if point.group == group]
        wanted = [points[index] for index in places]
        statements = found.get(group, [])
        sets = [statement.supporters for statement in statements]
        scores = supporters_f1([p.supporters for p in wanted], [*sets, frozenset()], resamples)
        f1[:, places] = np.where(np.isnan(scores[:, :, -1]), np.nan, 0.0)
        for b, score in enumerate(np.nan_to_num(scores[:, :, :-1])):
            for i, j in zip(*linear_sum_assignment(score, maximize=True), strict=True):
                index = places[i]
                if np.isnan(f1[b, index]):
                    continue
                f1[b, index] = score[i, j]
                if score[i, j] >= _FOUND:
                    acts[b, index] = wanted[i].act == statements[j].act
                    if wanted[i].quantifier not in ("", "none_given"):
                        words[b, index] = same_quantifier(
                            wanted[i].quantifier, statements[j].quantifier
                        )
    return f1, acts, words


def _closed(run: Run, points: Sequence[Point]) -> list[dict[str, str | float | int]]:
    """Check counts and words of closed points: exact, so without an interval.

    The baseline says "all", with everyone who ticked an option.
    """
    found = _statements(run, "closed")
    ticked = _ticked(run)
    right, worded, flat, flat_worded = [], [], [], []
    for point in points:
        wanted = frozenset(point.supporters)
        match = next((s for s in found.get(point.group, []) if s.supporters == wanted), None)
        right.append(match is not None)
        worded.append(match is not None and same_quantifier(point.quantifier, match.quantifier))
        flat.append(ticked.get(point.group) == wanted)
        flat_worded.append(same_quantifier(point.quantifier, "all"))
    n = len(points)
    return [
        row("closed counts right", _share(right), baseline=_share(flat)[0], n=n,
            meaning="Share of gold closed points with a statement that counts the same people."),
        row("closed quantifiers right", _share(worded), baseline=_share(flat_worded)[0], n=n,
            meaning="Share of gold closed points counted right and in words of the same kind."),
    ]  # fmt: skip


def _share(values: Sequence[bool]) -> Floats:
    return np.array([np.mean(values) if values else np.nan])


def _ticked(run: Run) -> dict[str, frozenset[str]]:
    """Collect everyone who ticked an option, by question group."""
    answers = run.table("answers")
    group = answers["question_id"].map(groups_of(run))
    return dict(answers.groupby(group)["respondent_id"].agg(frozenset))


def _recount(run: Run) -> dict[str, str | float | int]:
    """Check law 3 on this run: counts are numbers of distinct supporters."""
    statements: pd.DataFrame = run.table("statements")
    counted = run.table("supporters").groupby("statement_id")["respondent_id"].nunique()
    recounted = statements["statement_id"].map(counted).fillna(0)
    same = (recounted == statements["n_respondents"]).tolist()
    return row("counts recompute", _share(same), baseline=np.nan, n=len(same),
               meaning="Share of statements whose count is that of their supporters; must be 1."
               )  # fmt: skip
