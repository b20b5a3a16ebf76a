"""Whose words a clause is: the writer's own, somebody else's, or denied."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.wording import DENIALS

PROPOSING = frozenset({"suggest", "propose", "recommend", "urge", "request", "ask", "advocate"})
SPEAKING = PROPOSING | frozenset(
    """think believe feel consider argue say agree stress emphasise insist reckon claim tell hear
    report write state note hold maintain contend know hope expect understand mean""".split()
)
_OPINING = PROPOSING | frozenset(
    "think believe feel consider argue say agree stress emphasise insist maintain contend".split()
)
_WANTING = frozenset(
    """like want wish love need keen interested interesting useful helpful good welcome nice
    important grateful appreciate""".split()
)
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl"})
_UP = frozenset({"xcomp", "ccomp", "csubj", "advcl", "acl", "obj"})
_FIRST = frozenset({"i", "we"})
_WEAKENING = DENIALS | frozenset({"nt", "few", "little", "less", "rarely", "seldom", "scarcely"})


def negated(token: Token) -> bool:
    """Tell whether what a verb or adjective says is denied or weakened, by adverb or subject."""
    for child in token.children:
        if child.i > token.i and child.dep_ != "advmod":
            continue
        if any(t.lower_ in _WEAKENING or t.norm_ == "not" for t in child.subtree):
            return True
    return False


def says(verb: Token) -> bool:
    """Tell whether the writer says or proposes here and now what this verb governs.

    "I think", "We would like to suggest", "Suggest" at the start, and "The Board would suggest",
    as organisations speak of themselves; not "Some say", "The report suggested" or "I doubt".
    """
    lemma = verb.lemma_.lower()
    if lemma not in _OPINING or verb.pos_ not in ("VERB", "AUX"):
        return False
    chain = list(_governors(verb, ("xcomp",)))
    if any(negated(v) or _has(v, "mark", ("if", "unless", "whether")) for v in chain):
        return False
    if any(v is not verb and v.lemma_.lower() not in _WANTING for v in chain):
        return False
    if lemma not in PROPOSING and any(v.tag_ == "VBD" for v in chain):
        return False  # what one used to think
    if _impersonal(verb):
        return lemma in PROPOSING
    return _own(chain[-1], wish=lemma in PROPOSING)


def asks(token: Token) -> bool:
    """Tell whether the writer wants to know what this word governs, and does not know it yet."""
    lemma = token.lemma_.lower()
    chain = list(_governors(token, _UP))
    above = chain[1:]
    denied = negated(token)
    if lemma in ("wonder", "ask", "query", "question"):
        return not any(map(negated, chain)) and (
            _own(chain[-1], wish=True) if above else _own(token, wish=True)
        )
    if lemma in ("unclear", "unsure", "clear", "sure"):
        doubted = lemma.startswith("un") != denied
        return doubted and not above and not _modal(token) and (_own(token) or _impersonal(token))
    if any(map(negated, above)):
        return False
    wanted = any(_wanted(verb) for verb in above)
    if lemma in ("explain", "clarify"):
        return _explains(token, chain[-1], denied=denied, wanted=wanted)
    if wanted:
        return not denied
    puzzled = denied and lemma in ("know", "understand") and not _modal(token)
    return puzzled and not above and _own(token)


def worries(token: Token) -> bool:
    """Tell whether the writer is worried: not "was worried", "not worried", "He is worried"."""
    if token.tag_.startswith("NN") or negated(token) or token.dep_ not in ("ROOT", "conj"):
        return False
    past = token.tag_ == "VBD" or any(
        c.tag_ == "VBD" for c in token.children if c.dep_ in ("aux", "cop", "aux:pass")
    )
    bare = _subject(token) is None and token.i == token.sent.start and token.tag_ != "VB"
    return not past and (bare or _own(token) or _impersonal(token))


def _governors(token: Token, labels: tuple[str, ...] | frozenset[str]) -> Iterator[Token]:
    """The word and the words above it that it completes: "suggest", then "like" to suggest."""
    yield token
    while token.dep_ in labels and token.head != token:
        token = token.head
        yield token


def _subject(token: Token) -> Token | None:
    """The subject, also one shared with an earlier verb: "We met and suggested"."""
    while True:
        for child in token.children:
            if child.dep_ in _SUBJECTS and child.i < token.i:
                return child
        if token.dep_ != "conj":
            return None
        token = token.head


def _own(token: Token, *, wish: bool = False) -> bool:
    """Tell whether a main verb has the writer as its subject."""
    if token.dep_ not in ("ROOT", "conj", "parataxis"):
        return False
    subject = _subject(token)
    if subject is None:
        before = token.doc[token.sent.start : token.i]
        helped = [t for t in before if t.head == token and t.dep_ in ("aux", "advmod")]
        bare = len(helped) == sum(t.is_alpha for t in before)
        return bare and token.tag_ in ("VB", "VBP", "NN", "NNP", "JJ")
    if any(c.dep_ == "conj" for c in subject.children):
        return False
    if subject.lower_ in _FIRST:
        return True
    definite = subject.pos_ == "PROPN" or _has(subject, "det", ("the",))
    return (
        wish and definite and subject.pos_ in ("NOUN", "PROPN") and _has(token, "aux", ("would",))
    )


def _impersonal(token: Token) -> bool:
    """Tell whether nobody is named: "It is suggested", "It is disappointing"."""
    subject = _subject(token)
    agent = any(c.dep_ in ("obl:agent", "obl") for c in token.children)
    present = any(c.lower_ in ("is", "'s", "’s", "remains") for c in token.children)
    return subject is not None and subject.lower_ == "it" and present and not agent


def _wanted(verb: Token) -> bool:
    """Tell whether a verb above is a wish of the writer: "would like", "It would be useful"."""
    if verb.lemma_.lower() not in _WANTING:
        return False
    subject = _subject(verb)
    if subject is not None and subject.lower_ == "it":
        return _has(verb, "aux", ("would",))
    if verb.lemma_.lower() == "like" and subject is not None and not _has(verb, "aux", ("would",)):
        return _has(verb, "aux", ("'d", "’d")) and _own(verb)
    return _own(verb, wish=True)


def _explains(token: Token, top: Token, *, denied: bool, wanted: bool) -> bool:
    """Tell whether an explanation is asked for, or missed: "The plan does not explain how"."""
    subject = _subject(token)
    if denied:
        told = subject is not None and subject.pos_ == "NOUN"
        return told and token is top and not _modal(token)
    if wanted or (subject is None and token is top and token.tag_ == "VB"):
        return True
    if top.lemma_.lower() == "need" and top is not token:
        return True
    if _has(token, "aux", ("should", "must")):
        return token is top
    asked = [c for c in token.children if c.dep_ == "aux" and subject and c.i < subject.i]
    return bool(asked) and token is top


def _modal(token: Token) -> bool:
    return any(c.tag_ == "MD" for c in token.children if c.dep_ == "aux")


def _has(token: Token, label: str, words: tuple[str, ...]) -> bool:
    return any(c.dep_ == label and c.lower_ in words for c in token.children)
