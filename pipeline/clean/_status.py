"""Decide whether a comment says anything: blank, a non-answer, a repetition, or to be analysed.

A non-answer is recognised by a small grammar, never by a list of cells once seen: every part of
the comment must be an expression of having nothing to say, of not knowing, of the question not
applying, or of the answer standing elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.clean._redact import MARK

_LONGEST = 160

_WHO = r"(?:i|we|the (?:council|board|parish|group|trust|committee))"
_HAVE = rf"(?:{_WHO} )?(?:have|have got|had|there (?:is|are)|there s|ve|would have)"
_MORE = r"(?:further|additional|more|other|else|particular|specific|extra|strong|fixed)"
_THING = (
    r"(?:comments?|points?|views?|opinions?|thoughts?|suggestions?|observations?|ideas?|answer|"
    r"response|reply|remarks?|additions?|feedback|questions?|input|contributions?|"
    r"recommendations?)"
)
_TO_DO = (
    r"(?:to (?:add|say|make|offer|suggest|report|contribute|comment(?: on)?|give|raise|note|"
    r"mention|submit)|comes? to mind)"
)
_THIS = r"(?:this|that|these|it|the above)(?: (?:section|question|point|part|matter|topic|one))?"
_TIME = (
    rf"(?:(?:at|for|from) (?:this|the|that|present)(?: (?:time|stage|moment|point|present))?|"
    rf"at present|right now|for now|currently|yet|just now|(?:on|to|about) {_THIS}|here|"
    r"from (?:me|us|our side)|in (?:this regard|particular))"
)
_TAIL = rf"(?: (?:really|whatsoever|at all|{_TIME}|thank you|thanks|please|sorry|{_TO_DO}))*"
_REACH = (
    r"(?:remit|area|expertise|scope|field|knowledge|responsibility|responsibilities|jurisdiction|"
    r"competence|experience)"
)
_NUMBERED = r"(?:q(?:uestion)? ?)?\d{1,2} ?(?:\(?[a-h]\)?|[ivx]{1,4})?"
_PAPER = (
    r"(?:letter|document|report|plan|strategy|policy|response|reply|submission|e ?mail|attachment|"
    r"appendix|annex|website|web ?page|page|answers?|comments?|note|statement|paper|link|file|form|"
    r"sheet|section|questions?|points?|paragraph|table|representation|text|box)"
)
_PLACE = (
    r"(?:above|below|previous|previously|earlier|before|attached|enclosed|overleaf|over|elsewhere|"
    r"already|separate(?:ly)?|accompanying|preceding|following|last|first|next|previous one)"
)
_ANSWER = r"(?:answers?|response|comments?|reply|submission|letter|e ?mail|question|points?)"
_POINTER = rf"(?:(?:the|my|our|all|in|by|to|at|of|for|on|{_ANSWER}|{_PLACE}) )"
_AT = (
    rf"(?: {_PLACE}| {_NUMBERED}| thanks?| please|"
    rf" (?:to|of|for|in|at) (?:the )?(?:{_ANSWER} )?(?:{_NUMBERED}|{_PLACE}))"
)
_END = rf"(?:{_PLACE}|{_PAPER}|{_NUMBERED}){_AT}*"

_PHRASES = (
    # nothing: "no", "none", "no further comments to make at this stage", "nothing to add"
    rf"(?:no+|nope|nah|n|nil|none|nothing|nowt|nada|null|blank|nil return|not really|"
    rf"no thanks?(?: you)?){_TAIL}",
    rf"(?:{_HAVE} )?(?:no|not any|none|zero)(?: (?:{_MORE}|or|and|{_THING}))* {_THING}{_TAIL}",
    rf"(?:{_HAVE} )?(?:no (?:more|further)|none|nothing|not (?:anything|much|a lot))"
    rf"(?: {_MORE})*{_TAIL}",
    rf"{_WHO} (?:do not|don t|dont|did not|didn t) (?:have|wish|want)(?: any| anything)?"
    rf"(?: {_MORE})*(?: {_THING})?{_TAIL}",
    rf"(?:not|nothing|none)(?: {_MORE})* (?:that )?{_WHO} (?:can|could) (?:think of|see){_TAIL}",
    rf"(?:{_WHO} )?(?:can t|cant|cannot|can not|could not|couldn t) think of (?:any|anything)"
    rf"(?: {_MORE})*(?: {_THING})?{_TAIL}",
    rf"(?:that s|that is|thats) (?:all|it){_TAIL}",
    rf"(?:prefer|rather|choose|decline|declined|wish) (?:not )?to "
    rf"(?:say|comment|answer|respond){_TAIL}",
    rf"{_WHO} (?:have nothing|decline){_TAIL}",
    rf"not at (?:this|the) (?:time|stage|moment|present){_TAIL}",
    # not knowing: "don't know", "not sure", "no idea", "no opinion"
    rf"(?:{_WHO} )?(?:do not|don t|dont) (?:know|have an? (?:view|opinion)){_TAIL}",
    rf"(?:{_WHO} (?:am|are|m|re) )?(?:not sure|unsure|undecided|dunno|d k|dk){_TAIL}",
    rf"(?:{_HAVE} )?no (?:idea|clue)(?: sorry)?{_TAIL}",
    # not applying: "n/a", "not applicable to us", "outside our remit"
    rf"(?:(?:this|it|that|question) (?:is )?|is )?(?:n ?a|not applicable|not relevant|"
    rf"does not apply|doesn t apply)"
    rf"(?: (?:to|for) (?:me|us|this|our|my|the)(?: \w+){{0,2}})?{_TAIL}",
    rf"(?:(?:this|it|that) (?:is|lies|falls) )?(?:outside|beyond|not (?:with)?in|out of)"
    rf"(?: of)? (?:our|my|the)(?: \w+)? {_REACH}(?: of {_REACH})?{_TAIL}",
    # standing elsewhere: "see above", "as per my answer to Q3", "see enclosed letter", "ditto"
    rf"(?:please )?(?:see|refer to|cf|as (?:per|stated|set out) in) "
    rf"(?:{_POINTER}|\w+ ){{0,4}}{_END}",
    rf"(?:please )?(?:as (?:per|in|for|stated|said|noted|mentioned|given)|(?:the )?same (?:as|for)|"
    rf"covered|answered|(?:{_WHO} )?(?:have )?already (?:answered|covered|said|stated|commented))"
    rf" {_POINTER}{{0,4}}(?:{_PLACE}|{_ANSWER}|{_NUMBERED}){_AT}*",
    rf"(?:same )?as (?:for )?(?:{_PLACE}|{_NUMBERED})(?: (?:{_PLACE}|{_ANSWER}))?{_TAIL}",
    r"(?:ditto|idem|ibid|(?:already )?answered(?: (?:above|already|previously))?|"
    r"same (?:again|answer))",
)
_PHRASE = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES))
_PARTS = re.compile(r"[.,;:!?\n)]+|\((?=\w{2})|\s[-–—]+\s|…")
_COURTESY = re.compile(r"(?:many )?(?:thanks|thank you)|sorry|please")
_APOSTROPHE = re.compile("['’‘`´]")
_JUNK = re.compile(r"[^\w()]+|_+")


def is_blank(text: str) -> bool:
    """Tell whether a cleaned comment holds nothing at all.

    Examples
    --------
    >>> is_blank("")
    True
    """
    return not text


def is_non_answer(text: str) -> bool:
    """Tell whether a comment only says that there is nothing to say.

    Parameters
    ----------
    text : str
        Cleaned, redacted text.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_non_answer("No comment - outside our remit")
    True
    >>> [is_non_answer(t) for t in ("Agree.", "Nothing is said about buses", "No. We need buses")]
    [False, False, False]
    """
    if len(text) > _LONGEST:
        return False
    plain = MARK.sub(" ", text)
    letters = [sign for sign in plain if sign.isalnum()]
    if len(letters) <= 1:
        # A sign such as a thumb up is an answer; so is "y", and a number on a scale.
        telling = any(unicodedata.category(sign) == "So" for sign in plain)
        return not telling and not any(sign in "yY" or sign.isdigit() for sign in letters)
    parts = [_normal(part) for part in _PARTS.split(_spell_out(plain))]
    said = [part for part in parts if part and not _COURTESY.fullmatch(part)]
    return bool(said) and all(_PHRASE.fullmatch(part) for part in said)


def _spell_out(text: str) -> str:
    """Write "n/a" and its kin as one word before the comment is cut at its stops."""
    return re.sub(r"\bn\s?[./\\-]\s?a\b\.?", "na", text.lower())


def _normal(part: str) -> str:
    return _JUNK.sub(" ", _APOSTROPHE.sub(" ", part)).strip()


def fingerprint(text: str) -> str:
    """Reduce a comment to its letters and digits, to find repetitions.

    Examples
    --------
    >>> fingerprint("More  buses, please!") == fingerprint("more buses please")
    True
    """
    return " ".join(re.findall(r"\w+", text.casefold()))
