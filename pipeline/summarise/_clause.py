"""What one segment says, as the tail of a reported sentence, or nothing.

Only constructions that can be reported without changing what was said are taken; everything
else is left to the plainer forms. "The text should mention mental health" gives "that the text
should mention mental health"; "Please widen prevention" gives "widening prevention".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from pipeline.wording import mid_sentence

MAX_WORDS = 26
PROPOSING = frozenset({"suggest", "propose", "recommend", "urge", "request", "ask", "advocate"})
ASKING = frozenset(
    """know understand see explain learn ask wonder clarify hear unclear clear unsure
    sure""".split()
)
WORRYING = frozenset(
    """concerned worried disappointed disappointing afraid worry fear regret
    regrettable""".split()
)
_MODALS = frozenset({"should", "must", "ought", "needs", "need"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
_OWN = {"our": "their", "my": "their"}
_OPENERS = frozenset({"also", "namely", "perhaps", "therefore", "however", "please"})
_BARRED = frozenset(
    """i we us me myself ourselves you your yours yourself it this that these those they them
    he she him her his who which one ones here there mine ours else""".split()
)


def suggestion(doc: Doc, names: frozenset[str]) -> str | None:
    """Return what a segment suggests, to follow "suggested".

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The segment.
    names : frozenset of str
        Words that keep their capital.

    Returns
    -------
    str or None
        Starts with "that " or a gerund; None if nothing can be reported safely.
    """
    for token in doc:
        if token.lemma_.lower() in PROPOSING:
            for child in token.children:
                if child.dep_ == "ccomp" and _subject(child) is not None:
                    return _that(child, names)
                if child.dep_ in ("xcomp", "ccomp", "advcl") and child.tag_ == "VBG":
                    return _report(child.subtree, names)
        if token.lower_ in _MODALS and token.dep_ in ("aux", "ROOT", "conj", "parataxis"):
            head = token.head if token.dep_ == "aux" else token
            if head.dep_ in ("ROOT", "conj", "parataxis", "ccomp") and _subject(head) is not None:
                return _that(head, names)
    return _imperative(doc, names)


def query(doc: Doc, names: frozenset[str]) -> str | None:
    """Return what a segment asks, to follow "asked": "how success will be measured"."""
    for token in doc:
        if token.lemma_.lower() not in ASKING:
            continue
        for child in token.children:
            if child.dep_ in ("ccomp", "advcl", "csubj", "obj") and child.i > token.i:
                words = [t for t in child.subtree if not t.is_space]
                if words[0].lower_ in ("how", "what", "whether", "why", "when", "where"):
                    return _report(words, names, allow={"what"})
    return None


def concern(doc: Doc, names: frozenset[str]) -> str | None:
    """Return what a segment worries about, to follow "was concerned": "that ..."."""
    for token in doc:
        if token.lemma_.lower() in WORRYING or token.lower_ in WORRYING:
            for child in token.children:
                if child.dep_ in ("ccomp", "advcl") and any(
                    c.dep_ == "mark" and c.lower_ == "that" for c in child.children
                ):
                    return _that(child, names)
    return None


def _subject(head: Token) -> Token | None:
    """The subject of a clause, if it can be named outside its text."""
    for child in head.children:
        if child.dep_ in _SUBJECTS:
            named = child.pos_ in ("NOUN", "PROPN") or child.tag_ == "VBG"
            return child if named else None
    return None


def _that(head: Token, names: frozenset[str]) -> str | None:
    """Report a clause with its own subject."""
    words = [t for t in head.subtree if not t.is_space]
    subject = _subject(head)
    if subject is None:
        return None
    start = min(t.i for t in subject.subtree)
    words = [t for t in words if t.i >= start and not _aside(t, head)]
    said = _report(words, names) or _report(_without_reason(words, head), names)
    return f"that {said}" if said else None


def _without_reason(words: list[Token], head: Token) -> list[Token]:
    """Leave out the clauses that follow as reason or purpose: "so that we can plan"."""
    later = [c for c in head.children if c.dep_ == "advcl" and c.i > head.i]
    cut = min((min(t.i for t in c.subtree) for c in later), default=len(head.doc))
    return [t for t in words if t.i < cut]


def _aside(token: Token, head: Token) -> bool:
    """Tell whether a word belongs to a further main clause, which is not reported."""
    while token.i != head.i:
        if token.head == head and token.dep_ in ("parataxis", "discourse", "vocative"):
            return True
        if (
            token.head == head
            and token.dep_ == "conj"
            and any(c.dep_ in _SUBJECTS for c in token.children)
        ):
            return True
        # The conjunction that introduced the clause left out.
        if (
            token.dep_ == "cc"
            and any(c.dep_ in _SUBJECTS for c in token.head.children)
            and token.head.dep_ == "conj"
            and token.head.head == head
        ):
            return True
        if token.head == token:
            return False
        token = token.head
    return False


def _imperative(doc: Doc, names: frozenset[str]) -> str | None:
    """Report a command as a gerund: "Please widen prevention" gives "widening prevention"."""
    words = [t for t in doc if not t.is_space]
    if words and words[0].lower_ == "please":
        words = words[1:]
    if not words or words[0].tag_ != "VB" or words[0].dep_ not in ("ROOT", "conj"):
        return None
    head = words[0]
    if any(c.dep_ in _SUBJECTS for c in head.children) or not any(
        c.dep_ in ("obj", "obl", "xcomp") for c in head.children
    ):
        return None
    tail = [t for t in head.subtree if t.i > head.i and not _aside(t, head)]
    said = _report(tail, names)
    return f"{gerund(head.lower_)} {said}" if said else None


def gerund(verb: str) -> str:
    """Return the -ing form of a verb.

    Examples
    --------
    >>> [gerund(verb) for verb in ("make", "put", "widen", "see", "tie", "add", "plan")]
    ['making', 'putting', 'widening', 'seeing', 'tying', 'adding', 'planning']
    """
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    one_syllable = len(re.findall(r"[aeiouy]+", verb)) == 1
    if one_syllable and re.search(r"[^aeiou][aeiou][bdfglmnprt]$", verb):
        return verb + verb[-1] + "ing"
    return verb + "ing"


def _joined(token: Token) -> bool:
    """Tell whether "those" or "one" is explained by what follows: "those of the city"."""
    return (
        token.lower_ in ("those", "one", "that")
        and token.i + 1 < len(token.doc)
        and token.nbor().lower_ in ("of", "who", "for")
    )


def _points_back(token: Token) -> bool:
    """Tell whether "that" stands for something said before."""
    return bool(
        token.lower_ == "that"
        and token.pos_ == "PRON"
        and "Rel" not in token.morph.get("PronType", [])
    )


def _report(
    tokens: Iterable[Token], names: frozenset[str], *, allow: Iterable[str] = ()
) -> str | None:
    """Write tokens as reported speech, or nothing if a word would lose its meaning."""
    words = [t for t in tokens if not t.is_space]
    while words and (words[-1].is_punct or words[-1].dep_ in ("cc", "punct")):
        words = words[:-1]
    while words and (words[0].is_punct or words[0].dep_ == "cc" or words[0].lower_ in _OPENERS):
        words = words[1:]
    if words and words[0].lower_ == "that":
        words = words[1:]
    if not 3 <= len(words) <= MAX_WORDS:
        return None
    if any(b.i - a.i > 1 for a, b in itertools.pairwise(words)):
        return None  # cut out of the middle of something else
    barred = _BARRED - set(allow) - {"that"}
    marks = set('"“”‘()[]?!;:…')
    if any(t.lower_ in barred and not _joined(t) for t in words) or any(
        marks & set(t.text) for t in words
    ):
        return None
    if any(t.text in ("'", "’") for t in words) or any(_points_back(t) for t in words):
        return None
    pieces = []
    for token in words:
        text = _OWN.get(token.lower_, mid_sentence(token, names))
        pieces.append(text + (" " if token.whitespace_ else ""))
    return "".join(pieces).strip(" ,")
