"""What can go wrong, in the words of the person who has to put it right.

Every message says what is wrong, where (file, sheet, row, column) and what would work, and
never quotes what a respondent wrote. The command line prints it alone, without a traceback,
and exits with code 2.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class SeveralError(Exception):
    """Anything an analyst can put right."""


class ConsultationError(SeveralError):
    """``consultation.toml`` cannot be used as it stands."""


class InputError(SeveralError):
    """A file of responses cannot be read, or does not hold what the consultation says."""


class FrameworkError(SeveralError):
    """A framework of outcomes and priorities is incomplete or contradicts itself."""


class RunError(SeveralError):
    """A run, one of its tables or a shipped model is missing, damaged or does not fit."""


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant, or list them all.

    Parameters
    ----------
    wrong : str
        The name that was not found.
    known : iterable of str
        The names that would have worked.

    Returns
    -------
    str
        A sentence for the end of an error message.

    Examples
    --------
    >>> suggest("tilte", ["title", "body"])
    'Did you mean "title"?'
    >>> suggest("zzz", ["title", "body"])
    'What would work: "title", "body".'
    """
    names = list(known)
    close = get_close_matches(wrong, names, n=1, cutoff=0.7)
    if close:
        return f'Did you mean "{close[0]}"?'
    return "What would work: " + ", ".join(f'"{name}"' for name in names) + "."
