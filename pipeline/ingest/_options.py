"""Compare what was ticked with options, whatever the case, spaces and apostrophes."""

from __future__ import annotations

import re

_NONE = frozenset({"", "-", "–", "—", "not answered", "no answer", "no response", "n/a"})
_NO_POSITION = re.compile(
    r"(i )?(don't|do not) (know|wish to say|want to say)|unsure|not sure|undecided|no opinion"
    r"|no view|prefer not to (say|answer)|not applicable|n/a"
)


def is_no_answer(value: str) -> bool:
    """Tell whether a cell of a closed column stands for not having ticked anything.

    Examples
    --------
    >>> is_no_answer(" Not Answered "), is_no_answer("No")
    (True, False)
    """
    return fold(value) in _NONE


def has_no_position(option: str) -> bool:
    """Tell whether an option lies outside any scale, like "Don't know".

    Examples
    --------
    >>> has_no_position("Don’t know"), has_no_position("Neither agree nor disagree")
    (True, False)
    """
    return _NO_POSITION.fullmatch(fold(option)) is not None


def fold(value: str) -> str:
    """Return a value as it is compared: without case, double spaces and curly apostrophes.

    Examples
    --------
    >>> fold("  Strongly  Agree")
    'strongly agree'
    """
    return " ".join(value.casefold().replace("’", "'").split())
