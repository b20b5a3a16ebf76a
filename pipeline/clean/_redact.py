"""Mask what identifies or reaches a person: e-mail addresses, telephone numbers, postcodes."""

from __future__ import annotations

import re

EMAIL, PHONE, POSTCODE = "[email]", "[phone]", "[postcode]"
MARK = re.compile(r"\[(?:email|phone|postcode)\]")

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
# No longer than an address may be, so that the search stays linear.
_EMAIL = re.compile(rf"{_LOCAL}{{1,64}}@[\w.-]+\.\w{{2,}}")

# Groups of digits: area codes have three or more, so dates (01-02-2017) are none.
_PHONE = re.compile(
    r"""
    (?<![\w£$€/.-])(?<!\d,)               # not within money, a decimal, a reference
    (?:
        (?:\+\s?44|\b0044)[\s.-]?(?:\(\s?0\s?\)|0)?[\s.-]?\(?[1-35789](?:[\s.()-]{0,2}\d){8,9}
      | \+\s?[1-9]\d{0,2}[\s.-]?(?:[\s.()-]{0,2}\d){8,11}
      | \(0[1-35789]\d{1,4}\)[\s.-]?\d(?:[\s.-]?\d){4,7}
      | 0[1-35789]\d{1,4}[\s.-]?\d(?:[\s.-]?\d){4,7}
    )
    (?![\w£%]|[./-]\d)
    """,
    re.VERBOSE,
)
# After "Tel:" any longer number is one, also a local one without its area code.
_CUED_PHONE = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|fax|whatsapp)\b\.?(?:\s(?:no|number|is|me|on)\b\.?){0,3}\s?"
    r":?\s?(?P<number>\(?\d[\d\s()-]{4,13}\d)(?![\w£%/])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:ref|reference|application|case|policy|invoice|order|account|charity|company|isbn)"
    r"\.?(?:\s(?:no|number|is|id)\b\.?)*\s?[:#]?\s?$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d\s?-\s?(?:(?:19|20)?\d\d)")

_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT "
    "DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD "
    "LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK "
    "SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(
    rf"(?<![\w£])(?:{'|'.join(sorted(_AREAS.split(), key=len, reverse=True))})"
    r"\d[\dA-Z]?[ ]?(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
# "the M1 3rd exit", "the M1 2hr queue" and "G7 2bn" are not postcodes, "M1 3RD" may be.
_NOT_INWARD = re.compile(r"\d(?:st|nd|rd|th|hr|ft|lb|yr|bn|tn|pp|pa)", re.IGNORECASE)


def redact(text: str) -> tuple[str, int]:
    """Mask personal details and count them.

    Parameters
    ----------
    text : str
        Cleaned text.

    Returns
    -------
    text : str
        With ``[email]``, ``[phone]`` and ``[postcode]`` in their place.
    n_redactions : int
        How many were masked.

    Examples
    --------
    >>> redact("Write to jo@example.org or ring 0116 496 0123: LE3 8RA, off the A46, costs £66m.")
    ('Write to [email] or ring [phone]: [postcode], off the A46, costs £66m.', 3)
    """
    count = 0

    def mask(match: re.Match[str], sign: str, group: str | int = 0) -> str:
        nonlocal count
        count += 1
        whole = match.group()
        start, end = (position - match.start() for position in match.span(group))
        return whole[:start] + sign + whole[end:]

    def mask_phone(match: re.Match[str]) -> str:
        is_reference = _REFERENCE.search(match.string[max(0, match.start() - 40) : match.start()])
        return match.group() if is_reference else mask(match, PHONE)

    def mask_cued(match: re.Match[str]) -> str:
        is_years = _YEARS.fullmatch(match["number"])
        return match.group() if is_years else mask(match, PHONE, "number")

    def mask_postcode(match: re.Match[str]) -> str:
        inward = match["inward"]
        is_other = not inward.isupper() and _NOT_INWARD.fullmatch(inward)
        return match.group() if is_other else mask(match, POSTCODE)

    text = _EMAIL.sub(lambda match: mask(match, EMAIL), text)
    text = _PHONE.sub(mask_phone, text)
    text = _CUED_PHONE.sub(mask_cued, text)
    return _POSTCODE.sub(mask_postcode, text), count
