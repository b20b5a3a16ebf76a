"""The label of the whole (CROSS): what is said about the plan itself, not about an outcome."""

from __future__ import annotations

import re

DESCRIPTION = (
    "The vision, principles or plan as a whole: its wording, length and priorities, how it will be "
    "delivered, funded, monitored and governed, working in partnership, and how people were "
    "consulted."
)
TERMS = (
    "vision",
    "vision statement",
    "guiding principles",
    "strategic plan",
    "outcomes framework",
    "strategic outcomes",
    "wording of the document",
    "length of the document",
    "delivery plan",
    "implementation plan",
    "monitoring progress",
    "measuring success",
    "performance measures",
    "governance arrangements",
    "partnership working",
    "role of the council",
    "funding to deliver the plan",
    "council budget",
    "consultation process",
    "engagement period",
)

_DOCUMENT = re.compile(
    r"\b(?:vision|mission|principles?|outcomes|framework|strategy|strategic|plan|document|proposals?"
    r"|draft|consultation|policy|aims|objectives|priorities)\b"
)
_ANYTHING = re.compile(
    r"\b(?:other|further|additional|general|final) (?:comments?|views?|points?)\b"
)


def asks_about_whole(question: str) -> bool:
    """Tell whether a question without a scope asks about the document as a whole.

    Parameters
    ----------
    question : str
        The question as respondents read it, with its group's text.

    Examples
    --------
    >>> asks_about_whole("Do you agree with our vision? Why do you say this?")
    True
    >>> asks_about_whole("How often do you use the bus?")
    False
    """
    text = question.lower()
    return bool(_DOCUMENT.search(text) or _ANYTHING.search(text))
