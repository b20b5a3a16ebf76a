"""Read yes or no out of what people ticked about being quoted or named."""

from __future__ import annotations

import re

# Said about the name alone, these do not forbid quoting.
_UNNAMED = re.compile(
    r"\b(without|not with|but not|excluding|minus) (my |our |the |any |your )*(full )?"
    r"(names?|details|personal details|attribution)\b|\banonym\w*"
    r"|\b(not|never) (be )?(named|identified|attributed)\b"
)
# "No" words that say yes.
_WILLING = re.compile(r"\bno (objections?|problems?|issues?)\b|\b(do not|don't) (mind|object)\b")
_REFUSES = re.compile(
    r"\b(no|not|n|never|don't|doesn't|won't|cannot|can't|without|false|none|neither|nor|decline\w*"
    r"|refus\w*|withhold|withheld|object\w*|opt(ed)?[ -]out|confidential\w*|private|unwilling)\b"
)
_ALLOWS = re.compile(
    r"\b(yes|y|true|1|agree\w*|consent\w*|happy|may|can|publish\w*|quote\w*|allow\w*|permi\w*"
    r"|opt(ed)?[ -]in|willing|ok|okay|fine|checked|ticked|selected|willingly)\b"
)
_SILENT = re.compile(
    r"(not (answered|sure|provided|stated|specified)|no (answer|response|reply)|unsure|unknown"
    r"|don't know|do not know|prefer not to say|n/a|-)?\.?"
)


def permission(value: str, *, naming: bool = False) -> str:
    """Return what an answer to "May we quote (or name) you?" permits.

    Anything that forbids outweighs anything that allows, so that a doubtful "no" is a no.

    Parameters
    ----------
    value : str
        The option ticked, as received.
    naming : bool, default False
        The permission to name, which "yes, but anonymously" refuses and quoting does not.

    Returns
    -------
    {"yes", "no", "unknown"}

    Examples
    --------
    >>> permission("Yes, you may quote me"), permission("I do not consent"), permission("")
    ('yes', 'no', 'unknown')
    >>> permission("Publish without my name"), permission("Publish without my name", naming=True)
    ('yes', 'no')
    """
    said = " ".join(value.casefold().replace("’", "'").split())
    if _SILENT.fullmatch(said):
        return "unknown"
    if said == "0":
        return "no"
    unnamed = _UNNAMED.search(said) is not None
    rest = _WILLING.sub(" yes ", _UNNAMED.sub(" ", said))
    if _REFUSES.search(rest) or (naming and unnamed):
        return "no"
    return "yes" if unnamed or _ALLOWS.search(rest) else "unknown"
