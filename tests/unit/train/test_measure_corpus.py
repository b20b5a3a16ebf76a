"""The data card tells the figures that the command measured, and those are of this corpus."""

import json
from pathlib import Path

import pytest

from pipeline.embeddings import load_embedder
from pipeline.train.corpus import load_corpus
from pipeline.train.measure_corpus import figures_table, measure, sizes_table

FOLDER = Path(__file__).parents[3] / "data" / "corpus"


def test_the_card_tells_the_sizes_of_the_corpus() -> None:
    assert sizes_table(load_corpus()) in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_card_tells_the_figures_that_were_measured() -> None:
    figures = json.loads((FOLDER / "scores.json").read_text(encoding="utf-8"))

    assert figures_table(figures) in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_corpus_is_as_hard_as_life() -> None:
    """In a realistic consultation the nearest neighbour makes the same point for 54 %."""
    figures = json.loads((FOLDER / "scores.json").read_text(encoding="utf-8"))

    nearest = figures["difficulty: nearest of all utterances makes the same point"]
    assert 0.4 <= nearest[0] <= 0.6


@pytest.mark.slow
def test_the_figures_are_of_this_corpus() -> None:
    told = json.loads((FOLDER / "scores.json").read_text(encoding="utf-8"))
    measured = measure(load_corpus(), load_embedder())

    assert set(measured) == set(told)
    for name, value in measured.items():
        assert value == pytest.approx(told[name], abs=0.01), name
