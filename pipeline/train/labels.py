"""Comments labelled by reading: their tags, with their texts where the development data is at hand.

    python -m pipeline.train.labels

prints how far the two coders agreed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.resources import shipped
from pipeline.train.corpus import load_corpus, read_csv

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = ("outcome", "priority")


def load_tags() -> pd.DataFrame:
    """Read the labels.

    Returns
    -------
    pandas.DataFrame
        source, source_id, framework, and as sets of codes: outcome_ids and priority_ids (settled),
        outcomes_first, priorities_first, outcomes_second, priorities_second (of the coders).
    """
    table = read_csv(shipped("labels", "tags.csv"))
    sets = {
        column: pd.Series(
            [frozenset(filter(None, cell.split(";"))) for cell in table[column]], dtype="object"
        )
        for column in table.columns[3:]
    }
    return table.assign(**sets)


def labelled_comments(shared: Path) -> pd.DataFrame:
    """Return the text of every labelled comment.

    Parameters
    ----------
    shared : pathlib.Path
        Folder of the development data.

    Returns
    -------
    pandas.DataFrame
        source, source_id, group (what must not be learnt from when it is measured: a
        conversation, or the whole source), question (empty where none was stated) and text.
    """
    wanted = load_tags()[["source", "source_id"]].drop_duplicates()
    parts = []
    for source, ids in wanted.groupby("source")["source_id"]:
        table = _texts(str(source), shared).drop_duplicates("source_id").set_index("source_id")
        own = table.loc[ids.tolist()].reset_index()
        parts.append(own.assign(source=source))
    columns = ["source", "source_id", "group", "question", "text"]
    return pd.concat(parts, ignore_index=True)[columns]


def _texts(source: str, shared: Path) -> pd.DataFrame:
    if source == "corpus":
        table = load_corpus().comments.rename(columns={"comment_id": "source_id"})
        return table.assign(group=source)
    table = read_csv(shared / "data" / f"{source}.csv").rename(columns={"id": "source_id"})
    if source == "polis_dev":
        return table.assign(group=table["conversation"], question=table["topic"])
    if "question" not in table:
        asked = "Rules for debt collectors" if source == "cdcp_comments" else ""
        table = table.assign(question=asked)
    return table.assign(group=source)


def f1(one: frozenset[str], other: frozenset[str]) -> float:
    """F1 between two sets of labels; 1 where both are empty.

    Examples
    --------
    >>> f1(frozenset({"SE", "GC"}), frozenset({"SE"}))
    0.6666666666666666
    """
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 1.0


def main() -> None:
    """Print the agreement of the coders."""
    table = load_tags()
    for framework, own in table.groupby("framework"):
        for level in ("outcomes", "priorities"):
            pairs = zip(own[f"{level}_first"], own[f"{level}_second"], strict=True)
            agreement = pd.Series([f1(one, other) for one, other in pairs])
            sys.stdout.write(f"{framework}, {level}: {agreement.mean():.3f} of {len(own)}\n")


if __name__ == "__main__":
    main()
