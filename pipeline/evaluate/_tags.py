"""How well tags agree with tags given by people, comment by comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.evaluate._bootstrap import Floats, Resamples, mean, ratio, row
from pipeline.evaluate._gold import Gold, groups_of
from pipeline.store import Run

Sets = Sequence[Sequence[str]]

_LEVELS = {
    "outcome": ("outcome_ids", ("outcome", "cross")),
    "priority": ("priority_ids", ("priority",)),
}
_MEANINGS = {
    "sample F1": "Mean over comments of the F1 of its labels; 1 where neither side has any.",
    "sample F1, not blank": "The same, leaving out comments people marked as blank in effect.",
    "micro F1": "F1 over all pairs of comment and label.",
    "macro F1": "Mean over labels of each label's F1: rare labels weigh as much as common ones.",
    "precision": "Share of the labels given that people gave too.",
    "recall": "Share of the people's labels that were found.",
}


def measure_tags(run: Run, gold: Gold, resamples: Resamples) -> list[dict[str, str | float | int]]:
    """Compare the tags of a run with gold tags, at outcome and at priority level.

    A comment has the labels of all its segments, whether the tagger was sure or asked for
    review. The baseline gives every analysed comment its question's outcome; where there is
    none, the labels that people gave most often to such comments.
    """
    keys = [ids[0] for ids in gold.ids("comment_key", set(run.table("comments")["comment_id"]),
                                       "comments")]  # fmt: skip
    comments = run.table("comments").set_index("comment_id").loc[keys]
    owners = resamples.positions(comments["respondent_id"])
    blank = gold.frame.get("blank_equivalent", pd.Series("", index=gold.frame.index)) == "yes"
    tags = run.table("tags").merge(run.table("segments")[["segment_id", "comment_id"]])
    rows = []
    for level, (column, levels) in _LEVELS.items():
        wanted = gold.ids(column, (), "labels")
        of_level = tags[tags["level"].isin(levels)]
        by_comment = of_level.groupby("comment_id")["label_id"].agg(lambda ids: sorted(set(ids)))
        given = [by_comment.get(key, ()) for key in keys]
        guess = _baseline(level, wanted, comments, _scopes(run))
        figures = _figures(wanted, given, owners, resamples.weights, ~blank.to_numpy())
        plain = _figures(wanted, guess, owners, resamples.weights[:1], ~blank.to_numpy())
        for name, meaning in _MEANINGS.items():
            n = int((~blank).sum()) if name.endswith("not blank") else len(keys)
            rows.append(row(f"{level} {name}", figures[name], baseline=plain[name][0],
                            n=n, meaning=meaning))  # fmt: skip
    return rows


def _figures(
    wanted: Sets, given: Sets, owners: np.ndarray, weights: Floats, kept: np.ndarray
) -> Mapping[str, Floats]:
    """Compute every measure for every row of ``weights``."""
    labels = sorted({label for ids in (*wanted, *given) for label in ids})
    w, g = _matrix(wanted, labels), _matrix(given, labels)
    n_both = w.sum(axis=1) + g.sum(axis=1)
    f1 = ratio(2 * (w * g).sum(axis=1), n_both, otherwise=1.0)
    times = weights[:, owners]
    hit, n_given, n_wanted = times @ (w * g), times @ g, times @ w
    asked = w.sum(axis=0) > 0
    by_label = ratio(2 * hit[:, asked], n_given[:, asked] + n_wanted[:, asked])
    hits, all_given, all_wanted = (part.sum(axis=1) for part in (hit, n_given, n_wanted))
    return {
        "sample F1": ratio(times @ f1, times.sum(axis=1)),
        "sample F1, not blank": ratio(times @ (f1 * kept), times @ kept.astype(float)),
        "micro F1": ratio(2 * hits, all_given + all_wanted),
        "macro F1": mean(by_label),
        "precision": ratio(hits, all_given),
        "recall": ratio(hits, all_wanted),
    }


def _matrix(sets: Sets, labels: Sequence[str]) -> Floats:
    """Build the matrix of comments by labels, 1 where the comment has the label."""
    place = {label: column for column, label in enumerate(labels)}
    matrix = np.zeros((len(sets), len(labels)))
    for index, ids in enumerate(sets):
        matrix[index, [place[label] for label in ids]] = 1
    return matrix


def _scopes(run: Run) -> dict[str, str | None]:
    """Return the outcome each question is about, taken from its group where it has none."""
    groups = groups_of(run)
    own = run.table("questions").set_index("question_id")["scope"].dropna().to_dict()
    return {name: own.get(name, own.get(group)) for name, group in groups.items()}


def _baseline(
    level: str, wanted: Sets, comments: pd.DataFrame, scopes: Mapping[str, str | None]
) -> Sets:
    """Return the labels of a tagger that reads the question and not the comment."""
    scope = [scopes[name] or "" for name in comments["question_id"]]
    cells = pd.Series([";".join(sorted(ids)) for ids in wanted])
    analysed = (comments["status"] == "analysed").to_numpy()
    # mode() sorts, so ties fall the same way in any row order
    common = {name: part.mode().iloc[0] for name, part in cells[analysed].groupby(
        pd.Series(scope)[analysed])}  # fmt: skip
    guess: list[list[str]] = []
    for name, seen in zip(scope, analysed, strict=True):
        if not seen:
            guess.append([])
        elif level == "outcome" and name:
            guess.append([name])
        else:
            guess.append([label for label in common[name].split(";") if label])
    return guess
