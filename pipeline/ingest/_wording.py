"""What the wording of a header tells: its number, its role and what is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABEL = re.compile(
    r"""^(?:q(?:uestion)?\s*\.?\s*(?P<q>\d{1,3})
         |(?P<bare>\d{1,3})(?=\s*[.):]|[a-z][.):\s]|\s*\(?[a-z]\)))
        (?:[\s.]*\(?(?P<round>[a-z])\)
         |[._]?(?P<tight>[a-z])(?=[\s.:)\-–]|$)
         |[._](?P<sub>\d{1,2})(?=[\s.:)\-–]|$))?
        \s*[.:)\-–]*\s*(?P<rest>.*)$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_WHY = re.compile(
    r"^why\b|\bwhy do you\b|\bwhy (is|did) (this|that|you)\b|\bsay this\b|\breasons? (for|why)\b"
    r"|\bexplain (why|your|this)\b|^please explain\b|\btell us why\b|\bgive (us )?(your )?reasons\b"
    r"|\bexpand on your answer\b",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\banything else\b|\b(any|other|further|additional|general)( other| further| additional)? "
    r"(comments?|thoughts|views|feedback|points)\b",
    re.IGNORECASE,
)
_WRITE = re.compile(
    r"\b(please (describe|specify|comment|tell|give details|say more|expand|use (this|the) space)"
    r"|tell us|describe (how|what|any|the)|if (so|yes|no|not)\b|comments?\b|suggest(ions?)?\b"
    r"|in your own words|what (else|would|could|should|do you think|changes|improvements)\b"
    r"|how (could|can|should|would|might) (we|the|you)\b|other \(please)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?|^(do|does|did|how|to what extent|what|which|why|are|is|should|would|please|have|if"
    r"|where|when|who|tell|any|describe|explain)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:^|[:.;]\s+)(?:to what extent |how (?:far|much|strongly) )?(?:do|would) you "
    r"(?P<verb>agree|support|think|believe|feel|consider)"
    r"(?: (?:or|and/or) (?:disagree|oppose|object(?: to)?|do not support))?"
    r"(?: (?P<link>with|that))? (?P<what>[^?]+)",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"(this|it|that|these|them|us)?$|((each|any|all|these|this) )?(of )?(the )?(following|below)\b"
    r"|the (statements?|proposals?) (below|that follow)|or\b|about\b|of\b|to\b",
    re.IGNORECASE,
)
_LONGEST = 160


@dataclass(frozen=True)
class Label:
    """A header taken apart: ``Q4 a) Why?`` has number 4, letter a and the text ``Why?``."""

    number: str | None
    letter: str | None
    text: str


def label_of(header: str) -> Label:
    """Take the number and letter off a header.

    Examples
    --------
    >>> label_of("Q4 a) Why do you say this?")
    Label(number='4', letter='a', text='Why do you say this?')
    >>> label_of("4a. Why?"), label_of("Age group")
    (Label(number='4', letter='a', text='Why?'), Label(number=None, letter=None, text='Age group'))
    """
    found = _LABEL.match(header)
    if not found:
        return Label(None, None, header)
    letter = found["round"] or found["tight"] or found["sub"]
    number = found["q"] or found["bare"]
    return Label(number, letter.lower() if letter else None, found["rest"] or header)


def role_of(text: str) -> str:
    """Return the role of an open part by its wording.

    Examples
    --------
    >>> role_of("Why do you say this?"), role_of("Any other comments?"), role_of("What next?")
    ('why', 'anything_else', 'other')
    """
    if _WHY.search(text):
        return "why"
    return "anything_else" if _ELSE.search(text) else "other"


def asks_to_write(text: str) -> bool:
    """Tell whether a header asks for an answer in words.

    Examples
    --------
    >>> asks_to_write("What would improve the park?"), asks_to_write("Do you use the park?")
    (True, False)
    """
    return role_of(text) != "other" or _WRITE.search(text) is not None


def is_question(header: str) -> bool:
    """Tell whether a header reads like a question, rather than the name of a field.

    Examples
    --------
    >>> is_question("Q3. The park"), is_question("District")
    (True, False)
    """
    label = label_of(header)
    return label.number is not None or _QUESTION.search(label.text) is not None


def about(text: str) -> str | None:
    """Return what a closed question asks about, to complete "agreed with" or "agreed".

    Parameters
    ----------
    text : str
        The question without its number.

    Returns
    -------
    str or None
        A noun phrase, or a clause that starts with "that "; None where the wording gives none.

    Examples
    --------
    >>> about("To what extent do you agree or disagree with the plan for parks?")
    'the plan for parks'
    >>> about("To what extent do you think our plan will work?")
    'that our plan will work'
    >>> about("How satisfied are you with the parks?")
    """
    found = _ASKED.search(text)
    if not found:
        return None
    what = re.sub(r"\s*\(please [^)]*\)?|[\s.:;,]+$", "", found["what"].strip())
    link, verb = (found["link"] or "").lower(), found["verb"].lower()
    if _NOT_SAID.match(what) or len(what) > _LONGEST or ". " in what:
        return None
    if link == "with" or (verb == "support" and not link):
        return what
    return f"that {what}"
