"""A consultation of one question group and one open question, as the tables before summarising."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pytest
from spacy.language import Language

from pipeline.consultation import Consultation
from pipeline.embeddings import Embedder, embed, load_embedder
from pipeline.language import load_language
from pipeline.summarise import summarise
from pipeline.tables import TABLES, conform, empty

FIVE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
PEOPLE = tuple(f"R{n:02d}" for n in range(1, 21))

Tables = dict[str, pd.DataFrame]
Said = tuple[str, str, str, str]
"""Who, theme, act, what: one comment of one segment on part Q1a; theme "-" for none."""


def made(name: str, rows: Sequence[tuple]) -> pd.DataFrame:
    if not rows:
        return empty(name)
    return conform(name, pd.DataFrame(rows, columns=list(TABLES[name].columns)))


def consultation(**settings: object) -> Consultation:
    return Consultation.model_validate(
        {"title": "T", "body": "B", "sources": [{"file": "f.csv"}], "settings": settings}
    )


def tables_of(
    said: Sequence[Said] = (),
    *,
    part: str = "Q1a",
    ticked: Mapping[str, str] | None = None,
    options: Sequence[str] = FIVE,
    agree: Sequence[str] = FIVE[3:],
    scale: bool = True,
    about: str | None = "the draft plan",
    organisations: Sequence[str] = (),
    refused: Sequence[str] = (),
    silent: Mapping[str, str] | None = None,
) -> Tables:
    """Tables of PEOPLE: what they ticked in Q1 and said in ``part``.

    ``silent`` gives respondents a comment of another status on Q1a. A theme's label is its name;
    its id is its name in small letters with hyphens.
    """
    questions = [
        ("Q1", None, "group", "1", "Do you agree with the draft plan?", about, None, 1),
        ("Q1.closed", "Q1", "closed", None, "Do you agree with the draft plan?", None, None, 2),
        ("Q1a", "Q1", "why", "1a", "Why do you say this?", None, None, 3),
        ("Q1b", "Q1", "anything_else", "1b", "Is there anything else?", None, None, 4),
        ("Q2", None, "other", "2", "Any other comments?", None, None, 5),
    ]
    group = "Q2" if part == "Q2" else "Q1"
    comments, segments, acts, assignments = [], [], [], []
    themes: dict[str, list[tuple[str, str]]] = {}
    for place, (who, theme, act, text) in enumerate(said, start=1):
        comment = f"{who}:{part}"
        same = [row for row in segments if row[1] == comment]
        start = same[-1][3] + 1 if same else 0
        segment = f"{comment}.{len(same) + 1:02d}"
        segments.append((segment, comment, start, start + len(text), text))
        acts.append((segment, act, "none", 0.9))
        if theme != "-":
            name = f"{group}-{theme.lower().replace(' ', '-')}"
            themes.setdefault(name, []).append((who, theme))
            assignments.append((segment, name, max(0.0, 0.99 - place / 1000), "machine"))
    for comment in dict.fromkeys(row[1] for row in segments):
        whole = " ".join(row[4] for row in segments if row[1] == comment)
        comments.append((comment, comment[:3], part, whole, "analysed", None, None, "en", 5, 0))
    for who, status in (silent or {}).items():
        comments.append((f"{who}:Q1a", who, "Q1a", "-", status, None, None, "en", 0, 0))
    positions = {option: float(n) for n, option in enumerate(options, 1)} if scale else {}
    return {
        "questions": made("questions", questions),
        "respondents": made("respondents", [
            (who, "organisation" if who in organisations else "individual", None, "unknown",
             "no" if who in refused else "yes") for who in PEOPLE]),
        "answers": made("answers", [
            (who, "Q1.closed", value, positions.get(value), value in agree)
            for who, value in (ticked or {}).items()]),
        "comments": made("comments", comments),
        "segments": made("segments", segments),
        "acts": made("acts", acts),
        "tags": empty("tags"),
        "attributes": empty("attributes"),
        "themes": made("themes", [
            (name, group, None, people[0][1], "d", "k", "candidate",
             len({who for who, _ in people}), len(people), 0.9)
            for name, people in themes.items()]),
        "assignments": made("assignments", assignments),
    }  # fmt: skip


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_language()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="session")
def write(nlp: Language, embedder: Embedder) -> Callable[..., Tables]:
    """Summarise tables, or what ``tables_of`` makes of the arguments."""

    def run(
        said: Sequence[Said] = (), *, tables: Tables | None = None,
        settings: Mapping[str, object] | None = None, **given: object,
    ) -> Tables:  # fmt: skip
        before = tables if tables is not None else tables_of(said, **given)
        before = {**before, **embed(before["segments"], embedder)}
        chosen = consultation(**{"single_views": "all", **(settings or {})})
        found = summarise(before, consultation=chosen, nlp=nlp, embedder=embedder)
        check(found, before)
        return found

    return run


def check(found: Tables, before: Tables) -> None:
    """What holds of every statement whatever the input."""
    supporters = found["supporters"].groupby("statement_id")["respondent_id"].agg(list)
    for row in found["statements"].itertuples():
        people = supporters[row.statement_id]
        assert len(people) == len(set(people)) == row.n_respondents <= row.n_base
        assert row.share == row.n_respondents / row.n_base
        assert row.text[0] == row.text[0].upper()
        assert row.text[-1] == "."
        assert row.text[-2] not in ".,;: "
        assert "  " not in row.text
    permitted = before["respondents"].set_index("respondent_id")["may_quote"]
    texts = before["comments"].set_index("comment_id")["text"]
    owner = before["segments"].set_index("segment_id")["comment_id"]
    for row in found["evidence"].itertuples():
        comment = owner[row.segment_id]
        assert row.quote == texts[comment][row.start : row.end]
        assert permitted[comment[:3]] == row.may_quote != "no"
