"""Comments written for these tests, as the tables that come before clustering."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest
from spacy.language import Language

from pipeline.cluster import cluster
from pipeline.embeddings import Embedder, embed, load_embedder
from pipeline.language import load_language
from pipeline.tables import TABLES, conform

Said = tuple[str, str, str]
"""Who, under which part, what: one comment of one segment."""

ASKED = "Is there anything else you think we should consider?"
QUESTIONS = [
    ("Q1", None, "group", "1", "Do you agree with the draft plan?", None, None, 1),
    ("Q1a", "Q1", "why", "1a", "Why do you say this?", None, None, 2),
    ("Q1b", "Q1", "anything_else", "1b", ASKED, None, None, 3),
    ("Q2", None, "other", "2", "Do you have any other comments?", None, None, 4),
    ("Q3", None, "other", "3", "What would you like to see in your town?", None, None, 5),
    ("Q4", None, "other", "4", "What do you think of the proposal to close the village library?",
     None, None, 6),
]  # fmt: skip


def made(name: str, rows: Sequence[tuple]) -> pd.DataFrame:
    return conform(name, pd.DataFrame(rows, columns=list(TABLES[name].columns)))


def tables_of(said: Sequence[Said], *, general: frozenset[int] = frozenset()) -> dict:
    """Tables before clustering. ``general`` lists the places in ``said`` tagged as general."""
    comments, segments, acts = [], [], []
    for place, (who, part, text) in enumerate(said):
        name = f"{who}:{part}"
        taken = sum(comment[0] == name for comment in comments)
        n = 1 + sum(segment[1] == name for segment in segments)
        if not taken:
            whole = " ".join(t for w, p, t in said if (w, p) == (who, part))
            comments.append((name, who, part, whole, "analysed", None, None, "en", 1, 0))
        whole = next(comment[3] for comment in comments if comment[0] == name)
        start = whole.index(text)
        segments.append((f"{name}.{n:02d}", name, start, start + len(text), text))
        act = "general" if place in general else "observation"
        acts.append((f"{name}.{n:02d}", act, "none", 0.5))
    return {
        "questions": made("questions", QUESTIONS),
        "comments": made("comments", comments),
        "segments": made("segments", segments),
        "acts": made("acts", acts),
    }


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_language()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="session")
def find(nlp: Language, embedder: Embedder) -> Callable[..., dict[str, pd.DataFrame]]:
    """Cluster (who, part, text) triples with the shipped models."""

    def run(
        said: Sequence[Said],
        *,
        general: frozenset[int] = frozenset(),
        shuffle: int | None = None,
        granularity: str = "standard",
    ) -> dict[str, pd.DataFrame]:
        tables = tables_of(said, general=general)
        tables |= embed(tables["segments"], embedder)
        if shuffle is not None:
            tables = {n: t.sample(frac=1, random_state=shuffle) for n, t in tables.items()}
        return cluster(**tables, nlp=nlp, embedder=embedder, granularity=granularity, seed=7)

    return run
