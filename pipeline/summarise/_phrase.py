"""What a theme is about, as a phrase for a sentence: "market towns and the rural economy"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.language import noun_phrases

_SINGULAR = frozenset({"a", "an", "another", "each", "every", "one"})
_OWN = frozenset({"our", "my", "their", "your", "its", "his", "her"})


@dataclass(frozen=True)
class Topic:
    """A noun phrase and whether it takes a plural verb."""

    text: str
    plural: bool


def topic_of(label: str, docs: Sequence[Doc]) -> Topic:
    """Return a theme's label as it is spoken of, with the articles its respondents used.

    Parameters
    ----------
    label : str
        Label of the theme: one noun phrase, or two joined by "and".
    docs : sequence of spacy.tokens.Doc
        Segments of the theme.

    Returns
    -------
    Topic
    """
    spoken = Counter[tuple[str, str, bool]]()
    for doc in docs:
        for span in noun_phrases(doc):
            words = [t for t in span if not t.is_punct]
            for cut in range(min(3, len(words))):
                rest = doc[words[cut].i : words[-1].i + 1].text.casefold()
                plural = span.root.tag_ in ("NNS", "NNPS")
                spoken[(rest, words[cut - 1].lower_ if cut else "", plural)] += 1
    parts = [part.strip() for part in label.split(" and ")]
    if not all(any(part.casefold() == rest for rest, _, _ in spoken) for part in parts):
        parts = [label]
    topics = [_with_article(part, spoken) for part in parts]
    text = " and ".join(topic.text for topic in topics)
    return Topic(text, len(topics) > 1 or topics[0].plural)


def _with_article(part: str, spoken: Counter[tuple[str, str, bool]]) -> Topic:
    seen = Counter[str]()
    plural = 0
    for (rest, before, is_plural), n in spoken.items():
        if rest == part.casefold():
            seen[_article(before)] += n
            plural += n if is_plural else -n
    article = min(seen, key=lambda word: (-seen[word], word)) if seen else ""
    text = part
    if (
        part[:1].isupper()
        and not part[1:2].isupper()
        and part.split()[0].casefold() == part.split()[0].lower()
    ):
        text = part if _is_name(part) else part[:1].lower() + part[1:]
    if article == "a":
        article = "an" if text[:1].lower() in "aeiou" else "a"
    return Topic(f"{article} {text}".strip(), plural > 0)


def _article(before: str) -> str:
    if before in ("the", "this", "that", "these", "those"):
        return "the"
    if before in _OWN:
        return "their" if before in ("our", "my", "their") else "the"
    return "a" if before in _SINGULAR else ""


def _is_name(part: str) -> bool:
    """Labels keep capitals only in names; the first word was capitalised for display."""
    words = part.split()
    return len(words) > 1 and words[1][:1].isupper()
