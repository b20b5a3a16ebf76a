"""Write the statements, each bound to its supporters and their words; count who mentions what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.consultation import Consultation
from pipeline.embeddings import Embedder
from pipeline.framework import Framework
from pipeline.hierarchy import is_narrowest
from pipeline.summarise._across import statements_across
from pipeline.summarise._base import groups_of
from pipeline.summarise._breakdown import breakdown
from pipeline.summarise._closed import closed_statements
from pipeline.summarise._draft import Draft
from pipeline.summarise._evidence import evidence_rows, main_outcome, supporter_rows
from pipeline.summarise._points import comment_statements
from pipeline.summarise._read import Read
from pipeline.tables import GENERAL, TABLES, conform
from pipeline.wording import content_lemmas, names_in, verbs_in

__all__ = ["NEEDS", "summarise"]

NEEDS = (
    "questions", "respondents", "attributes", "answers", "comments", "segments", "vectors",
    "acts", "tags", "themes", "assignments",
)  # fmt: skip
"""Tables the stage reads."""


def summarise(
    tables: Mapping[str, pd.DataFrame],
    *,
    consultation: Consultation,
    nlp: Language,
    embedder: Embedder,
    framework: Framework | None = None,
) -> dict[str, pd.DataFrame]:
    """Write the statements of every question group, closed answers first.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables in ``NEEDS``.
    consultation : Consultation
        Its settings choose words, and how much is stated.
    nlp : spacy.language.Language
        Parses the segments that sentences are composed from.
    embedder : Embedder
        The one that made ``vectors``.
    framework : Framework, optional
        The one that ``tags`` are of: it says which outcome each priority implies.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``statements``, ``statement_themes``, ``supporters`` and ``evidence``: every count is the
        number of rows of ``supporters`` for its statement. And ``breakdown``.
    """
    settings = consultation.settings
    said = _said(tables)
    voiced = _voiced(tables, said)
    docs = _parse(voiced, nlp)
    groups = groups_of(tables)
    asked = {group.question_id: content_lemmas(nlp(group.asked)) for group in groups}
    vectors = tables["vectors"]
    read = Read(
        docs,
        names_in(docs.values()),
        verbs_in(docs.values()),
        asked | {None: frozenset[str]().union(*asked.values())},
        dict(zip(vectors["segment_id"], vectors["vector"], strict=True)),
        embedder.encode,
    )
    drafts: list[Draft] = []
    everyone: set[str] = set()
    for group in groups:
        drafts += closed_statements(group, preset=settings.quantifiers)
        mine = voiced[voiced["group_id"] == group.question_id]
        drafts += comment_statements(group, mine, read=read, settings=settings)
        everyone |= group.base
    throughout = voiced[voiced["group_id"].isna()]
    drafts += statements_across(throughout, len(everyone), read=read, settings=settings)
    made = _rows(drafts, tables, said, n_quotes=settings.quotes_per_statement)
    outcome_of = framework.outcome_by_code() if framework else {}
    return made | {"breakdown": breakdown(tables, outcome_of=outcome_of)}


def _said(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Segments with who said them, doing what, and whether they may be quoted."""
    people = tables["respondents"][["respondent_id", "kind", "may_quote"]]
    owners = tables["comments"][["comment_id", "respondent_id"]]
    acts = tables["acts"].rename(columns={"score": "act_score"})
    said = tables["segments"].merge(owners, on="comment_id").merge(people, on="respondent_id")
    said = said.merge(acts[["segment_id", "act", "act_score"]], on="segment_id")
    return said.sort_values("segment_id").set_index("segment_id", drop=False)


def _voiced(tables: Mapping[str, pd.DataFrame], said: pd.DataFrame) -> pd.DataFrame:
    """Segments by theme, for the themes that statements are made of: the narrowest ones."""
    themes = tables["themes"]
    kept = themes[
        is_narrowest(themes)
        & themes["status"].isin(["candidate", "confirmed"])
        & ~themes["theme_id"].str.endswith(GENERAL)
    ]
    kept = kept.rename(columns={"question_id": "group_id"})[
        ["theme_id", "group_id", "label", "status"]
    ]
    placed = tables["assignments"][["segment_id", "theme_id", "score"]].merge(kept, on="theme_id")
    columns = ["text", "respondent_id", "kind", "may_quote", "act", "act_score"]
    return placed.join(said[columns], on="segment_id").sort_values(
        ["theme_id", "segment_id"], ignore_index=True
    )


def _parse(voiced: pd.DataFrame, nlp: Language) -> dict[str, Doc]:
    unique = voiced.drop_duplicates("segment_id")
    return dict(zip(unique["segment_id"], nlp.pipe(unique["text"].tolist()), strict=True))


def _rows(
    drafts: list[Draft], tables: Mapping[str, pd.DataFrame], said: pd.DataFrame, *, n_quotes: int
) -> dict[str, pd.DataFrame]:
    tags = tables["tags"]
    tagged = tags.loc[tags["level"] == "outcome", ["segment_id", "label_id"]]
    outcomes: dict[str, list[str]] = {}
    for segment, label in zip(tagged["segment_id"], tagged["label_id"], strict=True):
        outcomes.setdefault(segment, []).append(label)
    made: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("statements", "statement_themes", "supporters", "evidence")
    }
    ranks: dict[str | None, int] = {}
    for draft in drafts:
        rank = ranks[draft.group_id] = ranks.get(draft.group_id, 0) + 1
        statement_id = f"{draft.group_id or 'ALL'}-{rank:02d}"
        made["statements"].append(
            {
                "statement_id": statement_id,
                "question_id": draft.group_id,
                "outcome_id": main_outcome(list(draft.segments.values()), outcomes),
                "basis": draft.basis,
                "act": draft.act,
                "rank": rank,
                "n_respondents": draft.n_respondents,
                "n_base": draft.n_base,
                "share": draft.n_respondents / draft.n_base,
                "quantifier": draft.quantifier,
                "text": draft.text,
            }
        )
        made["statement_themes"] += [
            {"statement_id": statement_id, "theme_id": theme} for theme in draft.theme_ids
        ]
        made["supporters"] += supporter_rows(statement_id, draft)
        made["evidence"] += evidence_rows(statement_id, draft, said, n_quotes=n_quotes)
    return {
        name: conform(name, pd.DataFrame(rows, columns=list(TABLES[name].columns)))
        for name, rows in made.items()
    }
