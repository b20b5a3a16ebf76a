"""Repair how a comment was stored, without touching what was written."""

from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_text

# Curly quotes, dashes, £ and é are what people wrote: only damage is repaired.
_REPAIRS = TextFixerConfig(
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=True,
    normalization="NFC",
    explain=False,
)
_EXCEL_ESCAPE = re.compile(r"_x00(?:0D|0A|09)_|<br\s*/?>", re.IGNORECASE)
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# The joiner within an emoji is kept: without it one sign falls into several.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    "|(?<![\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])\u200d"
)
_BLANK = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SOFT_WRAP = 50


def clean_text(verbatim: str) -> str:
    r"""Return a comment as it was meant to look.

    Wrongly decoded characters are put right, control and invisible characters go, runs of blanks
    become one and line breaks are kept where they part lines of their own. All offsets in later
    tables refer to this text (after redaction).

    Parameters
    ----------
    verbatim : str
        The cell as received.

    Returns
    -------
    str
        Cleaning it again changes nothing.

    Examples
    --------
    >>> clean_text("Itâ€™s  Â£66m_x000D_ too much")
    'It’s £66m\ntoo much'
    """
    text = verbatim
    # A repair may uncover another: go on until nothing changes. It settles in two or three.
    for _ in range(10):
        once = _clean_once(text)
        if once == text:
            break
        text = once
    return text


def _clean_once(text: str) -> str:
    text = _EXCEL_ESCAPE.sub("\n", text)
    text = _LINE_END.sub("\n", fix_text(_LINE_END.sub("\n", text), _REPAIRS))
    text = _BLANK.sub(" ", _INVISIBLE.sub("", text))
    lines: list[str] = []
    for line in (part.strip() for part in text.split("\n")):
        if not line:
            continue
        if lines and _is_wrapped(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _is_wrapped(before: str, line: str) -> bool:
    """Tell whether a line goes on with the sentence of a long line before it."""
    return len(before) >= _SOFT_WRAP and line[0].islower() and before[-1] not in ".!?:;"


def count_words(text: str) -> int:
    """Count words; "don't" and "well-being" are one each.

    Examples
    --------
    >>> count_words("Don't close it - our well-being!")
    5
    """
    return len(_WORD.findall(text))
