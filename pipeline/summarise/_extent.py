"""How far a reported clause reaches: where it starts, and what may be left out at its end."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.language import is_clause
from pipeline.summarise._retell import retell
from pipeline.summarise._speech import SPEAKING, says

# Words that make a clause depend on what follows; nothing that holds one is left out.
_TURNS = frozenset("if unless until till provided except but or nor yet though although".split())
_REASONS = frozenset({"because", "since"})


def start_of(head: Token, *, governed: bool) -> int | None:
    """Where the report of a clause starts, if what comes before can be left out."""
    first = head
    while first.dep_ == "conj" and (is_clause(first.head) or first.head.dep_ == "ccomp"):
        first = first.head
    if first.dep_ == "ccomp":
        verb = first.head
        if first is not head or not (governed or says(verb)):
            return None
        start = min(t.i for t in head.subtree)
        between = [t for t in head.doc[verb.i + 1 : start] if t.lower_ not in ("that", ",")]
        return start if verb.i < start and not between else None
    if governed:
        return min(t.i for t in head.subtree)
    if first.dep_ == "parataxis" and first.head.lemma_.lower() in SPEAKING and not says(first.head):
        return None
    if head.dep_ in ("conj", "parataxis") and is_clause(head.head):
        start = min(t.i for t in head.subtree)
        before = head.doc[head.sent.start : start]
        # A condition or a choice in front may govern this clause as well.
        turns = _TURNS - {"but", "yet"}
        bound = any(c.dep_ == "advcl" and c.i < head.head.i for c in head.head.children)
        return None if bound or any(t.lower_ in turns for t in before) else start
    start = int(head.sent.start)
    cut_short = start and head.doc[start - 1].text[-1] not in ".!?;:…\n"
    return None if cut_short else start


def until_end(start: int, head: Token) -> list[Token]:
    """The words of a clause from its start, without a reason or a further sentence at its end."""
    sentence = head.sent
    if sentence.end < len(head.doc) and sentence[-1].text[-1] not in ".!?;:…\n":
        return []
    words = [t for t in head.doc[start : sentence.end] if not t.is_space]
    if any(_is_spliced(c, head) for c in head.children):
        return []
    further = [t for c in head.children if _is_further(c, head) for t in c.subtree]
    end = min((t.i for t in further), default=sentence.end)
    dropped = [t for t in words if t.i >= end]
    loose = {t.i for t in further}
    if any(t.lower_ in _TURNS or not (t.i in loose or t.is_punct) for t in dropped):
        return []
    if dropped and not (
        dropped[0].is_punct or dropped[0].dep_ in ("cc", "discourse") or dropped[0].lower_ == "so"
    ):
        return []  # "the places they live"
    kept = [t for t in words if t.i < end]
    if retell(kept, frozenset()) is not None or dropped:
        return kept
    reasons = [c for c in head.children if c.dep_ == "advcl" and c.i > head.i and _is_reason(c)]
    end = min((t.i for c in reasons for t in c.subtree), default=end)
    dropped = [t for t in kept if t.i >= end]
    return [] if any(t.lower_ in _TURNS for t in dropped) else [t for t in kept if t.i < end]


def _is_reason(clause: Token) -> bool:
    marks = [c.lower_ for c in clause.children if c.dep_ in ("mark", "fixed")]
    opening_words = [t.lower_ for t in clause.subtree][:2]
    return bool(_REASONS.intersection(marks)) or opening_words == ["so", "that"]


def _is_further(child: Token, head: Token) -> bool:
    """Tell whether a further sentence, a thank-you or "I think" follows a clause."""
    if child.i < head.i:
        return False
    if child.dep_ in ("discourse", "vocative"):
        return child.lower_ != "not"
    if child.dep_ == "conj":
        choice = any(c.dep_ == "cc" and c.lower_ in _TURNS for c in child.children)
        return is_clause(child) and not choice
    if child.dep_ == "parataxis":
        first = next((t for t in child.subtree if not t.is_punct), child)
        if first.lower_ in ("should", "were", "had"):
            return False  # a condition: "should money be found"
        before = first.nbor(-1).text
        speech = child.lemma_.lower() in SPEAKING and not says(child)
        thanks = child.lemma_.lower() in ("thank", "thanks")
        return not speech and (before in ".;:!" or is_clause(child) or thanks)
    return False


def _is_spliced(child: Token, head: Token) -> bool:
    """Tell whether a sentence is joined on by a comma that cannot be left out: "people say"."""
    if child.dep_ not in ("parataxis", "conj") or child.i < head.i or _is_further(child, head):
        return False
    labels = {c.dep_ for c in child.children}
    said = child.lemma_.lower() in SPEAKING and "nsubj" in labels and "cc" not in labels
    return said or (child.dep_ == "parataxis" and is_clause(child))
