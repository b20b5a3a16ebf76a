"""What each segment does (its act) and how it stands to what was asked (its stance), by rules.

The words come from ``_cues``; the parse adds what words alone do not show: commands, questions,
and whether a modal verb asks for a change or is politeness.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.tag import _cues
from pipeline.tag._cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# When two acts are shown equally strongly, the one that asks most of the reader is reported.
ORDER = ("query", "suggestion", "concern", "alignment", "support")
_UNSURE = 0.3  # an observation: nothing was shown, rather than something shown weakly
_HINT = 0.4  # weaker cues than this are not reported
_ASKS_FOR_MORE = re.compile(
    r"\b(?:anything else|consider|suggest\w*|improve\w*|missing|change|add|ideas?)\b"
)
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_PEOPLE = frozenset({"i", "we"})
_POLITE = frozenset(
    """
    like be wish prefer appreciate say observe note point add stress emphasise underline draw
    comment thank stand mention hesitate remark agree support back endorse argue
    """.split()
)
_ELLIPTIC = frozenset(  # "Agree with this", "Hope it works": the subject left out is I or we
    """
    agree think hope like love feel support believe know want need wish thank see note welcome
    have be appreciate look sound seem get go understand imagine
    """.split()
)
_CONTRAST = re.compile(r"(?:\bbut|\balthough|\bhowever|\bthough|, subject to|, provided)\b")
_OPENER = 12  # words: "We agree with the aims of this section, but ..."
_MODALS = {"should": 0.85, "ought": 0.85, "must": 0.75, "could": 0.0}
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_MAIN = frozenset({"ROOT", "conj", "parataxis", "ccomp"})
_ASKING = frozenset({"could", "can", "should", "would"})
_SUBJECTS = ("nsubj", "csubj", "expl")


def classify(doc: Doc, question: str = "") -> tuple[str, float]:
    """Name the act of one parsed segment.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The segment, parsed.
    question : str, default ""
        The question it answers. "Very closely." aligns only where alignment was asked about.

    Returns
    -------
    act : str
        One of ``pipeline.tables.ACTS``.
    score : float
        Strength of the best cue, 0 to 1.
    """
    text, asked = plain(doc.text), plain(question)
    shown = {
        "query": max(_strength(_cues.QUERY, text), _question(doc, text)),
        "suggestion": max(_strength(_cues.SUGGESTION, text), _modal(doc), _command(doc)),
        "concern": _strength(_cues.CONCERN, text, unless_negated=True),
        "alignment": _alignment(text, asked),
        "support": _support(doc, text),
    }
    if _cues.GENERAL.issuperset(_WORD.findall(text)) and shown["alignment"] < 0.7:
        return "general", 0.9
    if "?" in text and shown["query"] < 0.8 <= shown["suggestion"]:
        shown["query"] = 0.0  # "Could each have its own line?" asks for the line
    best = max(ORDER, key=lambda act: (shown[act], -ORDER.index(act)))
    if _cues.GREETING.match(text) and best == "support":
        return "general", 0.7
    if shown[best] >= _HINT:
        return best, round(shown[best], 3)
    if _ASKS_FOR_MORE.search(asked) and len(doc) < 12 and not any(t.tag_ in _FINITE for t in doc):
        return "suggestion", 0.45  # "More benches." under "anything else we should consider?"
    return "observation", _UNSURE


def stance_of(doc: Doc, act: str) -> str:
    """Tell how a parsed segment stands to what was asked: for, against, mixed or none."""
    text = plain(doc.text)
    pro = _strength(_cues.FOR, text, unless_negated=True) > 0
    contra = _strength(_cues.AGAINST, text, unless_negated=True) > 0 or _denied(text)
    if act == "alignment":
        pro = True
    if pro and (contra or _cues.CONDITION.search(text)):
        return "mixed"
    if pro and act in ("suggestion", "concern", "query"):
        # "would be good" is about the change asked for, not about what was proposed
        return (
            "for"
            if re.match(r"\W*(?:yes|(?:\w+ ){0,4}(?:agree|support|welcome))", text)
            else "none"
        )
    if pro:
        return "for"
    return "against" if contra else "none"


def plain(text: str) -> str:
    """Lower the case, straighten apostrophes and close up spaces.

    Examples
    --------
    >>> plain("It’s  FINE")
    "it's fine"
    """
    return " ".join(text.replace("\u2019", "'").replace("\u2018", "'").lower().split())


def _strength(cues: Sequence[Cue], text: str, *, unless_negated: bool = False) -> float:
    """Strength of the strongest cue that occurs, not counting negated ones if asked."""
    best = 0.0
    for cue in cues:
        if cue.strength <= best:
            continue
        for match in cue.pattern.finditer(text):
            before = " ".join(text[: match.start()].split()[-3:])
            if unless_negated and _cues.NEGATION.search(before):
                continue
            best = cue.strength
            break
    return best


def _support(doc: Doc, text: str) -> float:
    """How strongly it welcomes something; "Agree, but ..." leaves the point to what follows."""
    best = _strength(_cues.SUPPORT, text, unless_negated=True)
    for token in doc:
        verb = token.tag_.startswith("VB") and token.tag_ != "VBG" and token.dep_ in _MAIN
        if not verb or token.lemma_.lower() not in _cues.SUPPORT_VERBS:
            continue
        before = " ".join(t.lower_ for t in doc[max(0, token.i - 3) : token.i])
        if not _cues.NEGATION.search(before) and not before.endswith(("would like", "to", "would")):
            best = max(best, 0.9)
    contrast = _CONTRAST.search(text)
    opened = contrast is not None and len(text[: contrast.start()].split()) <= _OPENER
    return min(best, 0.5) if opened else best


def _denied(text: str) -> bool:
    """Tell whether agreement is denied, as in "cannot support"."""
    for cue in _cues.FOR:
        for match in cue.pattern.finditer(text):
            before = " ".join(text[: match.start()].split()[-3:])
            if re.search(r"\b(?:not|cannot|never|nor|unable to)\b|n't\b", before):
                return True
    return False


def _question(doc: Doc, text: str) -> float:
    """Is it a question? Why not, How about, Could ... ask for something and are weaker."""
    if "?" not in text:
        return 0.0
    first = next((t for t in doc if t.is_alpha), None)
    if first is not None and first.lower_ in _ASKING and not _strength(_cues.QUERY, text):
        return 0.6
    return 0.6 if re.match(r"\W*(?:why not|how about|what about)\b", text) else 0.88


def _modal(doc: Doc) -> float:
    """How strongly a modal verb asks for a change; politeness ("we would add") does not."""
    best = 0.0
    for token in doc:
        if token.lower_ not in _MODALS or not token.dep_.startswith(("aux", "ROOT")):
            continue
        head = token.head
        subject = next((t.lower_ for t in head.children if t.dep_.startswith("nsubj")), "")
        if subject in _PEOPLE and (head.lemma_.lower() in _POLITE or _has(head, "cop")):
            continue  # "I should be glad to know", "we could not agree more"
        if _has(head, "aux", "have"):
            continue  # "it must have been", "it should have worked"
        # only "Could this be ...?" is a request; "it could be" says what is possible
        request = token.lower_ == "could" and token.i == doc[0].i
        best = max(best, 0.85 if request else _MODALS[token.lower_])
    return best


def _has(head: Token, dep: str, lemma: str = "") -> bool:
    """Tell whether the word has a dependent of this kind (and lemma)."""
    return any(t.dep_ == dep and lemma in ("", t.lemma_.lower()) for t in head.children)


def _command(doc: Doc) -> float:
    """Is it a command? A bare verb at the start that governs the sentence, without a subject."""
    words = [t for t in doc if not t.is_punct and not t.is_space]
    while words and words[0].lower_ in ("please", "also", "just", "and", "but", "then", "so"):
        words = words[1:]
    if len(words) < 2 or "?" in doc.text:
        return 0.0
    first = words[1] if words[0].lower_ in ("do", "don't") and len(words) > 3 else words[0]
    bare = first.tag_ == "VB" or "Imp" in first.morph.get("Mood", [])
    has_subject = any(t.dep_.startswith(_SUBJECTS) for t in first.children)
    return 0.8 if bare and not has_subject and first.lemma_.lower() not in _ELLIPTIC else 0.0


def _alignment(text: str, question: str) -> float:
    """How strongly it says that what is proposed agrees with the writer's own plans."""
    linked = _cues.ALIGNMENT_LINK.search(text) is not None
    own = _cues.ALIGNMENT_OWN.search(text) is not None
    if _cues.ALIGNMENT_QUESTION.search(question):
        answered = _cues.ALIGNMENT_ANSWER.search(text) is not None
        return 0.92 if linked and (own or answered) else 0.85 if linked else 0.7 * answered
    return 0.91 if (linked and own) or _cues.ALIGNMENT_STRONG.search(text) else 0.0
