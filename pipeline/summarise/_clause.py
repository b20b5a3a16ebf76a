"""What one segment says, as the tail of a reported sentence, or nothing.

Only constructions that can be reported without changing what was said are taken; everything
else is left to the plainer forms. "The text should mention mental health" gives "that the text
should mention mental health"; "Please widen prevention" gives "widening prevention".

Nothing is picked out of the middle: a clause is told from the start of its sentence (or from
after "I think") to its end. What may be left out at the end is a reason or a further sentence.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline.summarise._extent import start_of, until_end
from pipeline.summarise._gerund import gerund
from pipeline.summarise._retell import MAX_WORDS, opening, retell
from pipeline.summarise._speech import PROPOSING, asks, negated, says, worries

__all__ = ["MAX_WORDS", "concern", "gerund", "query", "suggestion"]

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
_CLAUSAL = ("ROOT", "conj", "parataxis", "ccomp")
# Verbs of states and feelings form no commands: "Agree with this" leaves out "I". Those of reading
# address whoever reads the comment: "See our response to question 4".
_NO_COMMANDS = frozenset(
    """need want like love hope wish prefer think believe feel know understand agree disagree
    support welcome endorse appreciate accept doubt fear worry hate dislike regret seem appear
    mean sound look have own lack depend thank see read note refer remember notice find hear
    suggest propose recommend request ask urge advocate""".split()
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
    if _is_question(doc):
        return None
    for token in doc:
        if token.lemma_.lower() in PROPOSING and says(token):
            for child in token.children:
                if child.dep_ == "ccomp":
                    return _that(child, names)
                if child.dep_ in ("xcomp", "advcl") and child.tag_ == "VBG":
                    return retell(child.subtree, names)
        if token.lower_ in _MODALS and token.tag_[:2] in ("MD", "VB"):
            head = token.head if token.dep_ == "aux" else token
            if head.dep_ in _CLAUSAL and not _is_surmise(token, head):
                said = _that(head, names)
                if said is not None:
                    return said
    return _imperative(doc, names)


def query(doc: Doc, names: frozenset[str]) -> str | None:
    """Return what a segment asks, to follow "asked": "how success will be measured"."""
    for token in doc:
        if token.lemma_.lower() not in ASKING or not asks(token):
            continue
        for child in token.children:
            if child.dep_ in ("ccomp", "advcl", "csubj", "obj") and child.i > token.i:
                words = [t for t in child.subtree if not t.is_space]
                first = words[0].lower_
                asking = first in ("how", "what", "whether", "why", "when", "where", "who")
                if asking and not _is_inverted(child):
                    return retell(words, names, allow=frozenset({"what", first}))
    return None


def concern(doc: Doc, names: frozenset[str]) -> str | None:
    """Return what a segment worries about, to follow "was concerned": "that ..."."""
    if _is_question(doc):
        return None
    for token in doc:
        worrying = token.lemma_.lower() in WORRYING or token.lower_ in WORRYING
        if worrying and worries(token):
            for child in token.children:
                if child.dep_ in ("ccomp", "advcl", "csubj") and any(
                    c.dep_ == "mark" and c.lower_ == "that" for c in child.children
                ):
                    return _that(child, names, governed=True)
    return None


def _is_question(doc: Doc) -> bool:
    return "?" in doc.text


def _is_surmise(modal: Token, head: Token) -> bool:
    """Tell whether a modal guesses: "must have closed", "must be worn out by now"."""
    if modal.lower_ != "must":
        return False
    verbs = {t.lower_ for t in head.children if t.dep_.startswith(("aux", "cop"))}
    # What is demanded lies ahead, so that words for what has come about tell a guess.
    by_now = any(t.lower_ == "now" and t.nbor(-1).lower_ == "by" for t in head.subtree if t.i)
    elapsed = by_now or any(t.lower_ in ("already", "surely") for t in head.subtree)
    return "have" in verbs or elapsed or ("be" in verbs and head.tag_ == "VBG")


def _is_inverted(head: Token) -> bool:
    """Tell whether a question kept its order: "why is the tip closing", "what is the plan"."""
    subject = next((c for c in head.children if c.dep_ in _SUBJECTS), None)
    verbs = [c for c in head.children if c.dep_ in ("aux", "cop", "aux:pass")]
    if subject is None or subject.tag_.startswith("W"):
        return False
    before = min(t.i for t in subject.subtree)
    wh_subject = subject.doc[before].tag_.startswith("W")
    return any(v.i < subject.i for v in verbs) and not wh_subject


def _subject(head: Token) -> Token | None:
    """The subject of a clause, if it can be named outside its text."""
    if any(c.dep_ == "nsubj:outer" for c in head.children):
        return None  # "My view is that ..."
    for child in head.children:
        if child.dep_ in _SUBJECTS:
            named = child.pos_ in ("NOUN", "PROPN") or child.tag_ in ("VBG", "NN")
            return child if named else None
    return None


def _that(head: Token, names: frozenset[str], *, governed: bool = False) -> str | None:
    """Report a clause with its own subject."""
    subject = _subject(head)
    if subject is None or _inverted_or_asked(head, subject):
        return None
    start = start_of(head, governed=governed)
    if start is None:
        return None
    said = retell(until_end(start, head), names)
    return f"that {said}" if said else None


def _inverted_or_asked(head: Token, subject: Token) -> bool:
    """Tell whether a clause has the order or the words of a question, or a condition."""
    there = any(c.dep_ == "expl" for c in head.children)
    for child in head.children:
        if child.i < subject.i and child.dep_ == "aux" and not there:
            return True
        if child.dep_ == "mark" and child.lower_ != "that" and head.dep_ == "ccomp":
            return True
        follows = child.i + 1 < len(head.doc) and child.nbor().pos_ == "ADJ"
        if child.i < subject.i and child.tag_ in ("WRB", "WP", "WDT") and not follows:
            return True
    return False


def _imperative(doc: Doc, names: frozenset[str]) -> str | None:
    """Report a command as a gerund: "Please widen prevention" gives "widening prevention"."""
    words = [t for t in doc if not t.is_space]
    words = words[opening(words) :]
    if not words or words[0].tag_ != "VB" or words[0].dep_ not in ("ROOT", "conj"):
        return None
    head = words[0]
    if head.lemma_.lower() in _NO_COMMANDS or negated(head):
        return None
    if any(c.dep_ in _SUBJECTS for c in head.children) or not any(
        c.dep_ in ("obj", "obl", "xcomp", "ccomp") for c in head.children
    ):
        return None
    tail = until_end(head.i + 1, head)
    if any(_is_command(t) for t in tail if t.dep_ == "conj"):
        return None  # a second command would need to change its form as well
    if tail and tail[0].lower_ == "that" and tail[0].tag_ == "DT":
        return None  # "Consider that idea as well"
    said = retell(tail, names)
    return f"{gerund(head.lower_)} {said}" if said else None


def _is_command(token: Token) -> bool:
    """Tell whether a coordinated verb is a command of its own: "and start listening"."""
    if token.tag_ not in ("VB", "VBP"):
        return False
    first = token
    while first.dep_ == "conj":
        first = first.head
    helped = any(c.tag_ in ("TO", "MD") or c.dep_ in _SUBJECTS for c in first.children)
    return not helped or first.tag_ not in ("VB", "VBP")
