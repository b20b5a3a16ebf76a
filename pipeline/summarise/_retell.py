"""Words of a comment written as reported speech, or nothing where one would lose its meaning."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from pipeline.wording import mid_sentence

MAX_WORDS = 26
_OWN = {"our": "their", "my": "their"}
_OPENERS = frozenset(
    """also namely perhaps maybe therefore however please firstly secondly thirdly finally lastly
    additionally furthermore moreover again personally surely so then hopefully""".split()
)
_PHRASES = (("in", "addition"), ("for", "example"), ("for", "instance"), ("in", "particular"))
_BARRED = frozenset(
    """i we us me myself ourselves you your yours yourself it this that these those they them
    he she him her his who which one ones here there mine ours else none latter aforementioned
    i'm i'd we'd""".split()
)
_MARKS = frozenset('"“”‘()[]?!;:…•')
_DASHES = ("-", "–", "—")
# Reported, "not" and "should" need no shouting: "The council MUST NOT".
_SMALL_WORDS = frozenset({"MD", "RB", "DT", "IN", "CC", "TO", "VB", "VBZ", "VBP", "JJ", "PRP$"})


def opening(words: Sequence[Token]) -> int:
    """Return how many words at the start only lead in: "However,", "4.", "Transport:"."""
    start = 0
    while start < len(words):
        rest = [t.lower_ for t in words[start : start + 2]]
        token = words[start]
        label = _label(words[start:]) if start == 0 else 0
        if label:
            start += label
        elif tuple(rest) in _PHRASES:
            start += 2
        elif _leads_in(token) or (token.lower_ in ("yes", "no") and rest[1:] == [","]):
            start += 1
        else:
            return start
    return start


def _leads_in(token: Token) -> bool:
    return token.is_punct or token.dep_ in ("cc", "discourse") or token.lower_ in _OPENERS


def _label(words: Sequence[Token]) -> int:
    """Length of a number or heading at the start: "4.", "b)", "Priority 3 -"."""
    first = words[0]
    if re.fullmatch(r"\d{1,2}|[a-h]|[ivx]{1,4}", first.lower_) and len(words) > 1:
        if words[1].text in (".", ")"):
            return 2
    elif re.fullmatch(r"(\d{1,2}|[a-hivx])[.)]", first.lower_):
        return 1
    for n, token in enumerate(words[:7]):
        if token.pos_ in ("VERB", "AUX", "SCONJ", "PRON") or token.text in (",", "."):
            return 0
        numbered = n and words[n - 1].like_num
        if n and (token.text == ":" or (numbered and _is_dash(token))):
            return n + 1
    return 0


def shouted(doc: Doc) -> bool:
    """Tell whether a text is written in capitals, so that names cannot be told from words."""
    words = [t for t in doc if t.is_alpha and len(t) > 1]
    return 2 * sum(t.is_upper for t in words) > len(words)


def retell(
    tokens: Iterable[Token], names: frozenset[str], *, allow: frozenset[str] = frozenset()
) -> str | None:
    """Write tokens as reported speech.

    Parameters
    ----------
    tokens : iterable of spacy.tokens.Token
        A clause; what leads in or ends it is left out.
    names : frozenset of str
        Words that keep their capital.
    allow : frozenset of str
        Pronouns that are explained by the sentence that reports them: "who will pay".

    Returns
    -------
    str or None
        None if too short or too long, cut out of the middle, or if a word points outside.
    """
    words = [t for t in tokens if not t.is_space]
    while words and (words[-1].is_punct or words[-1].dep_ == "cc" or _thanks(words)):
        words = words[:-1]
    words = words[opening(words) :]
    if words and words[0].lower_ == "that":
        words = words[1:]
        words = words[opening(words) :]
    if not 3 <= len(words) <= MAX_WORDS or shouted(words[0].doc):
        return None
    if any(b.i - a.i > 1 for a, b in itertools.pairwise(words)):
        return None  # cut out of the middle of something else
    barred = _BARRED - allow - {"that"}
    if any(t.lower_ in barred and not _explained(t) for t in words):
        return None
    if any(_MARKS & set(t.text) or t.text in ("'", "’") or _is_dash(t) for t in words):
        return None
    if any(_points_back(t) or not t.text.strip(".") for t in words):
        return None
    return "".join(_write(t, names) + (" " if t.whitespace_ else "") for t in words).strip(" ,")


def _thanks(words: Sequence[Token]) -> bool:
    """Tell whether a courtesy ends a sentence: ", thanks"."""
    return (
        len(words) > 1
        and words[-1].lower_ in ("thanks", "please", "cheers")
        and words[-2].text == ","
    )


def _write(token: Token, names: frozenset[str]) -> str:
    if token.lower_ in _OWN:
        return _OWN[token.lower_]
    if token.is_upper and len(token) > 1 and token.tag_ in _SMALL_WORDS:
        return str(token.text if token.text in names else token.lower_)
    labels = token.is_upper and len(token) == 1 and not token.is_sent_start  # "Class A"
    if labels or _starts_name(token):
        return str(token.text)
    return mid_sentence(token, names)


def _starts_name(token: Token) -> bool:
    """Tell whether a capital at the start of a sentence belongs to a name: "Bowling Green"."""
    if not token.text[:1].isupper() or token.i + 1 >= len(token.doc):
        return False
    following = token.nbor()
    named = following.tag_ in ("NNP", "NNPS") and following.text[:1].isupper()
    part = token.dep_ in ("compound", "amod", "flat") or token.tag_ in ("NNP", "NNPS")
    return named and part and token.head in (following, following.head)


def _is_dash(token: Token) -> bool:
    return token.text in _DASHES and (token.i == 0 or bool(token.nbor(-1).whitespace_))


def _explained(token: Token) -> bool:
    """Tell whether a pronoun is explained beside it: "those of the city", "there should be"."""
    if token.tag_ == "EX":
        return True
    return (
        token.lower_ in ("those", "one", "that", "none")
        and token.i + 1 < len(token.doc)
        and token.nbor().lower_ in ("of", "who", "for")
    )


def _points_back(token: Token) -> bool:
    """Tell whether "that", "so", "such" or "the former" stands for something said before."""
    if token.lower_ == "that":
        return token.pos_ == "PRON" and "Rel" not in token.morph.get("PronType", [])
    after = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    if token.lower_ == "so":
        return token.head.pos_ == "VERB" and token.i > token.head.i and after != "that"
    if token.lower_ == "such":
        return after != "as" and (token.i == 0 or token.nbor(-1).lower_ != "as")
    return token.lower_ in ("former", "same", "above") and token.dep_ not in ("amod", "case")
