"""The spaCy pipeline, and what Several reads from its parses: sentences and noun phrases.

The shipped pipeline is trained on Universal Dependencies, for which ``doc.noun_chunks`` and the
parser's own sentence ends do not suffice: people who answer surveys leave out capitals and full
stops.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import spacy

from pipeline.errors import RunError
from pipeline.models import check_files
from pipeline.resources import shipped

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "expl", "nsubjpass"})
"""Labels of subjects, in Universal Dependencies and in spaCy's own English scheme."""

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_LEFT = frozenset(
    {"det", "det:predet", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "flat", "poss"}
)
_NEEDED = ("tagger", "parser")

# Full stops after these end a sentence only where the next word cannot follow them.
_TITLES = frozenset(
    "mr mrs ms dr st cllr prof rev hon sir lt col capt dept govt ltd e.g eg i.e ie vs viz".split()
)
_BEFORE_NUMBERS = frozenset(
    "no nos p pp para paras ref fig vol art sec ch app approx c ca circa tel ext est q".split()
)
_END = re.compile(r"""(?P<mark>[.!?…]+)["'”’)\]]*\s+""")
# Brackets may hold brackets. A closing single quotation mark is also the apostrophe, and a straight
# double one also the sign for inches.
_PAIR = re.compile(
    r"""\((?:[^()]|\([^()]{0,400}\)){0,400}\) | \[[^\[\]]{0,400}\] | “[^“”]{0,400}”
    | (?<!\w)‘.{0,400}?’(?!\w) | (?<!\w)"[^"]{0,400}"(?!\w)""",
    re.VERBOSE,
)


def load_language(name: str | None = None) -> Language:
    """Load the spaCy pipeline that the analysis reads with.

    Parameters
    ----------
    name : str, optional
        An installed spaCy package such as ``en_core_web_lg``, or the folder of a pipeline. By
        default the one shipped in ``models/en_consultation``.

    Returns
    -------
    spacy.language.Language
        The same object on every call with the same name.

    Raises
    ------
    RunError
        If it cannot be loaded, or has no tagger or no parser; or a file of the shipped one is
        missing or damaged.
    """
    if name is None:
        _check_shipped()
    return _load(str(shipped("models", "en_consultation/pipeline")) if name is None else name)


@lru_cache(maxsize=1)
def _check_shipped() -> None:
    check_files(shipped("models", "en_consultation"))


@lru_cache(maxsize=4)
def _load(source: str) -> Language:
    way_out = (
        'In consultation.toml, remove "spacy_model" to use the pipeline that comes with Several, '
        "or name an installed spaCy package or the folder of a pipeline."
    )
    try:
        nlp = spacy.load(source)
    except (OSError, ValueError, ImportError):
        # spaCy's own message tells people to download, which Several never does.
        raise RunError(f'The spaCy pipeline "{source}" cannot be loaded. {way_out}') from None
    missing = [part for part in _NEEDED if part not in nlp.pipe_names]
    if missing:
        raise RunError(
            f'The spaCy pipeline "{source}" has no {" and no ".join(missing)}. {way_out}'
        )
    return nlp


def is_clause(head: Token) -> bool:
    """Tell whether a word heads a clause that could stand alone: own subject, finite verb.

    Parameters
    ----------
    head : spacy.tokens.Token
        A word of a parsed text.

    Returns
    -------
    bool
    """
    has_subject = any(child.dep_ in SUBJECTS for child in head.children)
    verbs = [head, *(child for child in head.children if child.dep_.startswith(("aux", "cop")))]
    return has_subject and any(_FINITE.intersection(verb.tag_.split("_")) for verb in verbs)


def enclosed(text: str) -> list[tuple[int, int]]:
    """Find what stands in brackets or quotation marks.

    Parameters
    ----------
    text : str
        One line of text.

    Returns
    -------
    list of (int, int)
        Start and end of each outermost pair, in order. Pairs over 400 characters apart are taken
        for a slip of the keyboard; a pair around the whole text encloses nothing *within* it.

    Examples
    --------
    >>> enclosed('He said "Stop. Now." (We did.)')
    [(8, 20), (21, 30)]
    """
    found = [match.span() for match in _PAIR.finditer(text)]
    if found and not (text[: found[0][0]] + text[found[0][1] :]).strip(" ."):
        start, end = found[0]
        return [(start + 1 + a, start + 1 + b) for a, b in enclosed(text[start + 1 : end - 1])]
    return found


def sentences(doc: Doc) -> list[Span]:
    """Cut a text into sentences, also where capitals or full stops are missing.

    A full stop, question mark or exclamation mark ends a sentence unless it belongs to an
    abbreviation or stands within brackets or quotation marks. Without one, the parser is
    believed only where both sides are clauses of their own, or where a capital follows.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed text.

    Returns
    -------
    list of spacy.tokens.Span
        In order, without gaps.

    Examples
    --------
    >>> nlp = load_language()
    >>> [len(s) for s in sentences(nlp("no buses run here. please see e.g. Oadby."))]
    [5, 5]
    """
    text = doc.text
    kept = enclosed(text)
    ends = {match.end(): match for match in _END.finditer(text)}
    careless = text == text.lower()
    starts = [0]
    for token in doc[1:]:
        if any(start < token.idx < end for start, end in kept):
            continue
        match = ends.get(token.idx)
        if match is not None:
            if _is_end(text, match, token, careless=careless):
                starts.append(token.i)
        elif token.is_sent_start and _run_on(doc, starts[-1], token):
            starts.append(token.i)
        elif doc[token.i - 1].text == "." and not doc[token.i - 1].whitespace_ and token.is_title:
            starts.append(token.i)  # "the end.Then": a full stop without a space
    return [doc[start:end] for start, end in zip(starts, [*starts[1:], len(doc)], strict=True)]


def _is_end(text: str, match: re.Match[str], token: Token, *, careless: bool) -> bool:
    """Tell whether a mark such as a full stop ends its sentence before ``token``."""
    words = text[: match.start()].rsplit(None, 1)
    last = words[-1].lstrip("([\"'“‘").lower() if words else ""
    if match["mark"] == ".":
        if last in _TITLES or (last in _BEFORE_NUMBERS and text[match.end()].isdigit()):
            return False
        if len(last) == 1 and last.isalpha() and last != "i" and token.is_title:
            return False  # the initial of a name
        if last.isdigit() and (not words[:-1] or words[0].endswith((".", "!", "?", ":"))):
            return False  # the number of a list item
    if not text[match.end()].islower():
        return True
    if match["mark"] in ("...", "…") or "." in last or match.group().rstrip()[-1] in ")]\"'”’":
        return False  # a pause, or a remark or saying after which the sentence goes on
    return bool(careless or token.is_sent_start)


def _run_on(doc: Doc, start: int, token: Token) -> bool:
    """Believe the parser's sentence start although no mark precedes it."""
    before, after = doc[start : token.i], token.sent
    if min(len(before), len(after)) < 4 or doc[token.i - 1].text in (",", ":", "-", "–", "—", "/"):
        return False
    if token.tag_.startswith(("IN", "W")):
        return False  # "that", "because", "who": the sentence goes on
    clauses = is_clause(before.root) and is_clause(after.root)
    return clauses or (token.is_title and "NNP" not in token.tag_ and is_clause(after.root))


def noun_phrases(span: Doc | Span, *, with_of: bool = False) -> list[Span]:
    """Find the base noun phrases of a parsed text.

    A noun with its determiners, adjectives, numerals, possessives and compounds to the left and
    the rest of a name to the right. Coordinated nouns give a phrase each; pronouns give none.

    Parameters
    ----------
    span : spacy.tokens.Doc or spacy.tokens.Span
        Where to look.
    with_of : bool, default False
        Take along phrases joined with "of" on the right: "the lack of public transport".

    Returns
    -------
    list of spacy.tokens.Span
        In order; none lies within another.

    Examples
    --------
    >>> nlp = load_language()
    >>> [p.text for p in noun_phrases(nlp("The lack of buses isolates older residents."))]
    ['The lack', 'buses', 'older residents']
    """
    first, last = (span[0].i, span[-1].i + 1) if len(span) else (0, 0)
    bounds = []
    for token in span:
        if _is_nominal(token):
            start, end = _base(token)
            if with_of:
                end = _extend(token, end)
            if first <= start and end <= last:
                bounds.append((start, end))
    phrases: list[Span] = []
    reached = -1
    for start, end in sorted(bounds, key=lambda pair: (pair[0], -pair[1])):
        if start >= reached:
            phrases.append(span.doc[start:end])
            reached = end
    return phrases


def _is_nominal(token: Token) -> bool:
    return token.text[0].isalnum() and any(tag.startswith("NN") for tag in token.tag_.split("_"))


def _is_name(token: Token) -> bool:
    return _is_nominal(token) and token.tag_.startswith("NNP") and token.text[0].isupper()


def _base(head: Token) -> tuple[int, int]:
    """First token, and one past the last, of a noun with what belongs to it."""
    own = {head.i}
    for child in head.children:
        if child.dep_ in _LEFT:
            own.update(token.i for token in child.subtree)
    # Names stay whole even where the parser took them apart.
    for step in (-1, 1):
        i = head.i
        while _is_name(head.doc[i]) and 0 <= i + step < len(head.doc):
            i += step
            if _is_name(head.doc[i]):
                own.add(i)
    start = end = head.i
    while start - 1 in own:
        if head.doc[start - 1].is_punct and any(_is_nominal(head.doc[i]) for i in own if i < start):
            break  # a list that the parser took for one phrase
        start -= 1
    while end + 1 in own:
        end += 1
    while head.doc[start].is_punct and start < head.i:
        start += 1
    return start, end + 1


def _extend(head: Token, end: int) -> int:
    """Follow "of" from the end of a phrase to the end of the phrase it joins."""
    doc = head.doc
    if end >= len(doc) or doc[end].lower_ != "of":
        return end
    for token in doc[end + 1 : end + 8]:
        # "of" hangs on the joined noun in UD, and the noun on "of" in spaCy's own scheme.
        joined = doc[end].head == token or token.head == doc[end]
        if joined and _is_nominal(token):
            return _extend(token, _base(token)[1])
    return end
