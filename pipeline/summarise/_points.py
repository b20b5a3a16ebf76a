"""From themes and acts to points: which respondents say which thing, doing what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.consultation import Settings
from pipeline.quantifiers import quantify
from pipeline.summarise import _clause
from pipeline.summarise._base import Group
from pipeline.summarise._draft import Draft
from pipeline.summarise._forms import Point, aligned, sentence
from pipeline.summarise._phrase import topic_of
from pipeline.summarise._read import Read

OPPOSED = 0.05
"""Share of the base from which concern about the same thing takes "strong" from support."""
COHESIVE = 0.35
"""Mean cosine between the segments of a theme from which one of them may speak as an example."""
SURE = 0.75
"""Score of an act from which a single view may be told by its topic alone."""
TELLING = ("suggestion", "concern", "query", "support", "alignment", "observation", "general")
"""Acts by how much they tell; decides ties and the order of single views."""
_EXAMPLES = {
    "suggestion": _clause.suggestion,
    "query": _clause.query,
    "concern": _clause.concern,
}


def comment_statements(
    group: Group, voiced: pd.DataFrame, *, read: Read, settings: Settings
) -> list[Draft]:
    """Return the statements about what people wrote under one question group.

    Parameters
    ----------
    group : Group
    voiced : pandas.DataFrame
        Segments assigned to the group's themes, with ``theme_id``, ``label``, ``segment_id``,
        ``status``, ``text``, ``respondent_id``, ``kind``, ``may_quote``, ``act``, ``act_score`` and
        ``score``.
    read : Read
        The parsed segments.
    settings : Settings

    Returns
    -------
    list of Draft
        Ranked: more respondents first, then more kinds of respondent.
    """
    own_plans = voiced[voiced["act"] == "alignment"]
    drafts = [_alignment(group, own_plans, settings)] if not own_plans.empty else []
    for _, rows in voiced[voiced["act"] != "alignment"].groupby("theme_id", sort=True):
        drafts += _of_theme(group, rows, read, settings)
    several = [d for d in drafts if d.n_respondents > 1]
    single = [d for d in drafts if d.n_respondents == 1]
    several.sort(key=lambda d: (-d.n_respondents, -d.breadth, -len(d.quotable), d.theme_ids))
    return several[: settings.max_statements] + _single_views(single, voiced, read, settings)


def _alignment(group: Group, rows: pd.DataFrame, settings: Settings) -> Draft:
    people = _most_central(rows)
    quantity = quantify(len(people), len(group.base), preset=settings.quantifiers)
    return _draft(group, rows, people, "alignment", quantity.word, aligned(quantity, group.about))


def _of_theme(group: Group, rows: pd.DataFrame, read: Read, settings: Settings) -> list[Draft]:
    """One statement for a theme, or two where people are for and against."""
    act_of = _act_of_each(rows)
    against = {person for person, act in act_of.items() if act == "concern"}
    in_favour = {person for person, act in act_of.items() if act == "support"}
    parts = [rows]
    if against and in_favour and len(act_of) > 2:
        worried = rows["respondent_id"].isin(against)
        parts = [rows[~worried], rows[worried]]
    opposed = len(parts) > 1 and len(against) > OPPOSED * len(group.base)
    drafts = [_of_part(group, part, act_of, read, settings, opposed=opposed) for part in parts]
    return [draft for draft in drafts if draft is not None]


def _of_part(
    group: Group,
    rows: pd.DataFrame,
    act_of: Mapping[str, str],
    read: Read,
    settings: Settings,
    *,
    opposed: bool,
) -> Draft | None:
    """The statement about respondents of a theme: those who speak of what it names."""
    topic = topic_of(rows, group_id=group.question_id, read=read)
    if topic is not None:
        rows = rows[rows["respondent_id"].isin(topic.speakers)]
    people = sorted(set(rows["respondent_id"]))
    counts = Counter(act_of[person] for person in people)
    act = min(counts, key=lambda a: (-counts[a], TELLING.index(a)))
    quantity = quantify(len(people), len(group.base), preset=settings.quantifiers)
    doing = rows[(rows["act"] == act) & (rows["may_quote"] != "no")]
    point = Point(
        theme_id=str(rows["theme_id"].iloc[0]),
        act=act,
        topic=topic,
        quantity=quantity,
        share=len(people) / len(group.base),
        example=_example(act, _by_score(doing)["segment_id"], read),
        certain=counts[act] == len(people),
        most=len(people) > 3 and counts[act] > len(people) / 2,
        cohesive=_cohesion(read.vectors_of(rows["segment_id"].tolist())) >= COHESIVE,
        opposed=opposed,
    )
    text = sentence(point)
    if text is None:
        return None
    return _draft(group, rows, _most_central(rows), act, quantity.word, text)


def _by_score(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["score", "segment_id"], ascending=[False, True])


def _cohesion(vectors: NDArray[np.float32]) -> float:
    """Mean cosine between different rows; 1 for a single row."""
    n = len(vectors)
    if n == 1:
        return 1.0
    total = float(np.square(vectors.sum(axis=0, dtype=np.float64)).sum())
    return (total - n) / (n * (n - 1))


def _act_of_each(rows: pd.DataFrame) -> dict[str, str]:
    """The most telling act of each respondent within a theme."""
    order = {act: i for i, act in enumerate(TELLING)}
    ranked = rows.assign(order=rows["act"].map(order)).sort_values(["order", "segment_id"])
    first = ranked.drop_duplicates("respondent_id")
    return dict(zip(first["respondent_id"], first["act"], strict=True))


def _example(act: str, segment_ids: Iterable[str], read: Read) -> str | None:
    """The first clause, from the most central segment on, that can be reported safely."""
    write = _EXAMPLES.get(act)
    if write is None:
        return None
    return next((said for s in segment_ids if (said := write(read.docs[s], read.names))), None)


def _most_central(rows: pd.DataFrame) -> dict[str, str]:
    """Each respondent's most central segment."""
    first = _by_score(rows).drop_duplicates("respondent_id").sort_values("respondent_id")
    return dict(zip(first["respondent_id"], first["segment_id"], strict=True))


def _draft(
    group: Group, rows: pd.DataFrame, people: dict[str, str], act: str, word: str, text: str
) -> Draft:
    doing = rows.assign(same=rows["act"] == act)
    ranked = doing.sort_values(["same", "score", "segment_id"], ascending=[False, False, True])
    return Draft(
        group_id=group.question_id,
        basis="comments",
        act=act,
        n_base=len(group.base),
        quantifier=word,
        text=text,
        segments=people,
        quotable=tuple(dict.fromkeys(ranked["segment_id"])),
        theme_ids=tuple(sorted(set(rows["theme_id"]))),
        breadth=rows["kind"].nunique(),
    )


def _single_views(
    drafts: Sequence[Draft], voiced: pd.DataFrame, read: Read, settings: Settings
) -> list[Draft]:
    """Views of one respondent alone that say something a reader can use, most telling first."""
    if settings.single_views == "none":
        return []
    sure = dict(zip(voiced["segment_id"], voiced["act_score"], strict=True))
    kind_of = dict(zip(voiced["respondent_id"], voiced["kind"], strict=True))
    kept = []
    for draft in drafts:
        (person, segment) = next(iter(draft.segments.items()))
        if settings.single_views == "organisations" and kind_of[person] != "organisation":
            continue
        if draft.act in ("observation", "support") or len(read.docs[segment]) < 6:
            continue
        verbs = (" suggested ", " asked ", " concerned ")
        reported = any(verb in draft.text for verb in verbs)
        if not reported and sure.get(segment, 0.0) < SURE:
            continue
        kept.append(
            (not reported, TELLING.index(draft.act), -len(read.docs[segment]), segment, draft)
        )
    kept.sort(key=lambda item: item[:4])
    return [draft for *_, draft in kept[: settings.max_single_views]]
