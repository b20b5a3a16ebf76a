"""What a theme is about, as a phrase for a sentence: "market towns and the rural economy"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.summarise._read import Read
from pipeline.wording import content_lemmas, mid_sentence, nameable

SHARED = 0.6
"""Share of a theme's respondents who must speak of what is said of them all; both of two."""
NEAR, NEAR_OF_TWO = 0.38, 0.45
"""Cosine of a segment to a phrase from which it speaks of the same thing in other words; more is
asked where the sentence rests on two respondents."""
_SINGULAR = frozenset({"a", "an", "another", "each", "every", "one"})
_OWN = frozenset({"our", "my", "their", "your", "its", "his", "her"})


@dataclass(frozen=True)
class Topic:
    """A noun phrase, whether it takes a plural verb, and how many of its words carry meaning."""

    text: str
    plural: bool
    n_words: int = 2


def topic_of(
    label: str,
    segments: Sequence[str],
    owners: Sequence[str],
    *,
    group_id: str | None,
    read: Read,
) -> Topic | None:
    """Return a theme's label as it is spoken of, with the articles its respondents used.

    Parameters
    ----------
    label : str
        Label of the theme: one phrase, or two joined by "and".
    segments : sequence of str
        Ids of the theme's segments.
    owners : sequence of str
        Respondent of each segment.
    group_id : str or None
        The question group; None for a theme across questions.
    read : Read
        The parsed segments and their vectors.

    Returns
    -------
    Topic or None
        None if the label is no phrase of theirs or only repeats the question, or too few of
        the respondents speak of it for a sentence to say that they all do: by a word of it, or
        near to it in meaning.
    """
    docs = [read.docs[s] for s in segments]
    spoken = _spoken(docs, read)
    parts = _parts(label, spoken)
    if not parts:
        return None
    lemmas = frozenset[str]().union(*(spoken[part.casefold()].lemmas for part in parts))
    if lemmas <= read.asked[group_id]:
        return None
    near = read.vectors_of(segments) @ read.encode([label])[0]
    few = len(set(owners)) <= 2
    enough = NEAR_OF_TWO if few else NEAR
    close = {
        owner
        for doc, owner, score in zip(docs, owners, near, strict=True)
        if score >= enough or lemmas & content_lemmas(doc)
    }
    needed = (1 if few else SHARED) * len(set(owners))
    if len(close) < needed:
        return None
    topics = [_with_article(spoken[part.casefold()]) for part in parts]
    text = " and ".join(topic.text for topic in topics)
    return Topic(text, " and " in text or topics[0].plural, len(lemmas))


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


def _with_article(used: _Spoken) -> Topic:
    free = {word: n for word, n in used.before.items() if word != "their"}
    # "our buses" of one and "the buses" of another are the buses, not anyone's own.
    choice = free if 3 * sum(free.values()) >= used.before.total() else dict(used.before)
    article = min(choice, key=lambda word: (-choice[word], word))
    text = min(used.written, key=lambda word: (-used.written[word], word))
    if article == "a":
        article = "an" if text[:1].lower() in "aeiou" else "a"
    return Topic(f"{article} {text}".strip(), used.plural > 0)


def _article(before: str) -> str:
    if before in ("the", "this", "that", "these", "those"):
        return "the"
    if before in _OWN:
        return "their" if before in ("our", "my", "their") else "the"
    return "a" if before in _SINGULAR else ""
