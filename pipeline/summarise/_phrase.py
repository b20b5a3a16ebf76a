"""What a theme is about, as a phrase for a sentence: "market towns and the rural economy"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from spacy.tokens import Doc

from pipeline.summarise._read import Read
from pipeline.wording import content_lemmas, mid_sentence, nameable

SHARED = 0.6
"""Share of a theme's respondents who must speak of what it is named by; both of two."""
NEAR, NEAR_OF_TWO = 0.38, 0.45
"""Cosine of a segment to a phrase from which it speaks of the same thing in other words; more is
asked where the sentence rests on two respondents."""
_SINGULAR = frozenset({"a", "an", "another", "each", "every", "one"})


@dataclass(frozen=True)
class Topic:
    """What a sentence is about.

    Attributes
    ----------
    text : str
        A phrase for the middle of a sentence.
    plural : bool
        Whether it takes a plural verb.
    speakers : frozenset of str
        Respondents who speak of it.
    n_words : int
        How many of its words carry meaning.
    """

    text: str
    plural: bool
    speakers: frozenset[str] = frozenset()
    n_words: int = 2


def topic_of(rows: pd.DataFrame, *, group_id: str | None, read: Read) -> Topic | None:
    """Return a theme's label as it is spoken of, with the articles its respondents used.

    Parameters
    ----------
    rows : pandas.DataFrame
        Segments of the theme, with its ``label`` and ``status``, ``segment_id`` and
        ``respondent_id``.
    group_id : str or None
        The question group; None for a theme across questions.
    read : Read
        The parsed segments and their vectors.

    Returns
    -------
    Topic or None
        With those who speak of it, by a word of it or near to it in meaning. None if the label
        is no phrase of theirs or only repeats the question, or too few of them do. The name that
        a person gave a theme is taken as it is, for all of its respondents.
    """
    label, owners = str(rows["label"].iloc[0]), rows["respondent_id"].tolist()
    docs = [read.docs[segment] for segment in rows["segment_id"]]
    spoken = _spoken(docs, read)
    parts = _parts(label, spoken)
    if not parts and rows["status"].iloc[0] == "confirmed":
        return Topic(_decapitalised(label, read.names), " and " in label, frozenset(owners))
    lemmas = frozenset[str]().union(*(spoken[part.casefold()].lemmas for part in parts))
    if lemmas <= read.asked[group_id]:
        return None
    near = read.vectors_of(rows["segment_id"].tolist()) @ read.encode([label])[0]
    few = len(set(owners)) <= 2
    speakers = frozenset(
        owner
        for doc, owner, score in zip(docs, owners, near, strict=True)
        if score >= (NEAR_OF_TWO if few else NEAR) or lemmas & content_lemmas(doc)
    )
    if len(speakers) < (1 if few else SHARED) * len(set(owners)):
        return None
    topics = [_with_article(spoken[part.casefold()]) for part in parts]
    text = " and ".join(text for text, _ in topics)
    return Topic(text, " and " in text or topics[0][1], speakers, len(lemmas))


def _decapitalised(label: str, names: frozenset[str]) -> str:
    """A label in the middle of a sentence, where only names and abbreviations keep capitals."""
    first = label.split()[0]
    kept = first in names or any(c.isupper() for c in first[1:])
    return label if kept else label[:1].lower() + label[1:]


@dataclass
class _Spoken:
    """How a phrase was used: the words before it and the number of its head."""

    lemmas: frozenset[str]
    before: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    plural: int = 0


def _spoken(docs: Sequence[Doc], read: Read) -> dict[str, _Spoken]:
    found: dict[str, _Spoken] = {}
    for doc in docs:
        for span in nameable(doc, read.verbs):
            words = [t for t in span if not t.is_punct]
            for cut in range(min(4, len(words))):
                rest = doc[words[cut].i : words[-1].i + 1]
                used = found.setdefault(rest.text.casefold(), _Spoken(content_lemmas(rest)))
                used.before[_article(words[cut - 1].lower_ if cut else "")] += 1
                written = "".join(mid_sentence(t, read.names) + t.whitespace_ for t in rest)
                used.written[written.strip()] += 1
                many = span.root.tag_ in ("NNS", "NNPS") and rest[0].tag_ != "VBG"
                used.plural += 1 if many else -1
    return found


def _parts(label: str, spoken: Mapping[str, _Spoken]) -> list[str]:
    """Take a label apart into the one or two phrases it was made of."""
    if label.casefold() in spoken:
        return [label]
    words = label.split(" and ")
    for cut in range(1, len(words)):
        pair = [" and ".join(words[:cut]), " and ".join(words[cut:])]
        if all(part.casefold() in spoken for part in pair):
            return pair
    return []


def _with_article(used: _Spoken) -> tuple[str, bool]:
    """A phrase with its article, and whether it is plural."""
    article = min(used.before, key=lambda word: (-used.before[word], word))
    text = min(used.written, key=lambda word: (-used.written[word], word))
    if article == "a":
        article = "an" if text[:1].lower() in "aeiou" else "a"
    return f"{article} {text}".strip(), used.plural > 0


def _article(before: str) -> str:
    if before in ("the", "this", "that", "these", "those"):
        return "the"
    if before in ("its", "his", "her"):
        return "the"
    return "a" if before in _SINGULAR else ""
