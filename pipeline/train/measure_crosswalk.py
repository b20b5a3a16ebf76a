"""Measure crosswalks against links that a person wrote by reading both frameworks.

    python -m pipeline.train.measure_crosswalk

The links are in ``data/labels/crosswalk.csv``: strength 1 for the counterpart, or one of the parts
a label was divided into, and 0.5 for a smaller part. One person wrote them, and the limits of
``pipeline.crosswalk`` were chosen in sight of all three pairs: no figure is of unseen frameworks.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from pipeline.crosswalk import STRONG, crosswalk
from pipeline.embeddings import load_embedder
from pipeline.framework import Framework, load_framework
from pipeline.mapping import map_subjects
from pipeline.resources import shipped
from pipeline.train.corpus import read_csv

if TYPE_CHECKING:
    from pipeline.embeddings import Embedder

_MAIN = 1.0


def measure(embedder: Embedder) -> dict[str, dict[str, float]]:
    """Score the crosswalk of each pair of frameworks that has been linked by hand.

    Returns
    -------
    dict of str to dict of str to float
        Precision and recall of links; recall of those with strength 1; and precision and recall
        of strong links against those with strength 1.
    """
    scores = {}
    every = read_csv(shipped("labels", "crosswalk.csv"))
    for names in dict.fromkeys(zip(every["old"], every["new"], strict=True)):
        links = every[(every["old"] == names[0]) & (every["new"] == names[1])]
        old, new = (_load(name) for name in names)
        found = crosswalk(
            old, new, old_mapping=map_subjects(old, embedder),
            new_mapping=map_subjects(new, embedder), embedder=embedder,
        )  # fmt: skip
        found = found[found["kind"] != "none"]
        true = dict(
            zip(
                zip(links["old_code"], links["new_code"], strict=True),
                links["strength"].astype(float),
                strict=True,
            )
        )
        linked = set(zip(found["old_code"], found["new_code"], strict=True))
        strong = found[found["strength"] >= STRONG]
        firm = set(zip(strong["old_code"], strong["new_code"], strict=True))
        main = {pair for pair, strength in true.items() if strength == _MAIN}
        scores[" to ".join(names)] = {
            "links": len(true),
            "precision": round(len(linked & set(true)) / len(linked), 2),
            "recall": round(len(linked & set(true)) / len(true), 2),
            "recall of main links": round(len(linked & main) / len(main), 2),
            "strong, precision": round(len(firm & main) / len(firm), 2),
            "strong, recall": round(len(firm & main) / len(main), 2),
        }
    return scores


def _load(name: str) -> Framework:
    own = shipped("labels") / "frameworks"
    return load_framework(f"{name}.toml" if (own / f"{name}.toml").is_file() else name, own)


def main() -> None:
    """Print the scores as JSON."""
    sys.stdout.write(json.dumps(measure(load_embedder()), indent=2) + "\n")


if __name__ == "__main__":
    main()
