"""Small tables to tag, and the shipped language pipeline and embedder."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.embeddings import embed, load_embedder
from pipeline.framework import Framework, Outcome, Priority
from pipeline.language import load_language
from pipeline.tables import TABLES, conform
from pipeline.tag import tag

COLUMNS = {name: list(TABLES[name].columns) for name in ("questions", "comments", "segments")}


@pytest.fixture(scope="session")
def nlp():
    return load_language()


@pytest.fixture(scope="session")
def embedder():
    return load_embedder()


@pytest.fixture(scope="session")
def framework() -> Framework:
    """Two outcomes written for these tests."""
    return Framework(
        id="test",
        title="A plan for the test",
        outcomes=(
            Outcome(
                code="MOVE",
                name="Getting About",
                description="People can travel easily and safely.",
                priorities=(
                    Priority(code="M1", name="Buses and trains run where people need them",
                             terms=("bus service", "bus", "train", "public transport")),
                    Priority(code="M2", name="Streets are safe to walk and cycle",
                             terms=("cycle lane", "pavement", "pedestrian crossing", "safety")),
                ),
            ),
            Outcome(
                code="LEARN",
                name="Learning for Life",
                description="Everyone can learn, from early years to old age.",
                priorities=(
                    Priority(code="L1", name="Good schools for every child",
                             terms=("school", "teacher", "exam results")),
                    Priority(code="L2", name="Libraries and adult learning are open to all",
                             terms=("library", "evening class")),
                ),
            ),
        ),
    )  # fmt: skip


QUESTIONS = pd.DataFrame(
    [
        ("Q1", None, "group", "1", "Getting About: do you agree?", None, "MOVE", 1),
        ("Q1a", "Q1", "anything_else", "1a", "Is there anything else we should consider?", None,
         None, 2),
        ("Q2", None, "other", "2", "Any other comments on the draft plan?", None, None, 3),
        ("Q3", None, "other", "3", "How was your day?", None, None, 4),
    ],
    columns=COLUMNS["questions"],
)  # fmt: skip


def _tables_of(said: list[tuple[str, str]]) -> dict[str, pd.DataFrame]:
    """One comment of one segment, after ten characters, for each (question, text)."""
    comments, segments = [], []
    for index, (question, text) in enumerate(said):
        name = f"R{index:02d}:{question}"
        whole = "Foreword. " + text
        comments.append(
            (name, f"R{index:02d}", question, whole, "analysed", None, None, "en", 1, 0)
        )
        segments.append((f"{name}.01", name, 10, len(whole), text))
    return {
        "questions": conform("questions", QUESTIONS),
        "comments": conform("comments", pd.DataFrame(comments, columns=COLUMNS["comments"])),
        "segments": conform("segments", pd.DataFrame(segments, columns=COLUMNS["segments"])),
    }


@pytest.fixture(scope="session")
def tables_of() -> Callable[..., dict[str, pd.DataFrame]]:
    """Make the tables that come before tagging."""
    return _tables_of


@pytest.fixture(scope="session")
def tag_all(nlp, embedder, framework) -> Callable[..., dict[str, pd.DataFrame]]:
    """Tag (question, text) pairs, one respondent each."""

    def run(said, *, using: Framework | None = framework, shuffle: bool = False):
        tables = _tables_of(said)
        tables |= embed(tables["segments"], embedder)
        if shuffle:
            tables = {name: frame.sample(frac=1, random_state=7) for name, frame in tables.items()}
        return tag(**tables, framework=using, nlp=nlp, embedder=embedder)

    return run
