"""The -ing form of a verb, spelt as in Britain."""

from __future__ import annotations

import re

# Longer verbs stressed on the last syllable, by ending: "refer" but not "offer", "limit", "edit".
_STRESSED_END = re.compile(
    r"""(?:[^f]fer|(?<![il])(?<!vo)mit|cur|gin|deter|gret|quip|forget|allot|abet|abhor|overlap
    |unplug|worship|kidnap|program|(?:out|in|up|off|re|sub)(?:put|set|run|cut|let|fit|map|plan))$""",
    re.VERBOSE,
)
# A single vowel before "l" doubles it, stressed or not: "travelling", "fuelling", "dialling".
_VOWEL_L = re.compile(r"(?:[^aeiou]|u(?=e)|i(?=a))[aeiou]l$")


def gerund(verb: str) -> str:
    """Return the -ing form of a verb.

    Parameters
    ----------
    verb : str
        The infinitive, in small letters.

    Returns
    -------
    str

    Examples
    --------
    >>> [gerund(verb) for verb in ("make", "put", "widen", "see", "tie", "refer", "travel")]
    ['making', 'putting', 'widening', 'seeing', 'tying', 'referring', 'travelling']
    """
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    if re.search(r"[^aeiou]ic$", verb):
        return verb + "king"  # "panicking", "trafficking"
    sounds = verb.replace("qu", "q")  # this "u" is no vowel
    one_syllable = len(re.findall(r"[aeiouy]+", sounds)) == 1
    short = one_syllable and re.search(r"[^aeiou][aeiou][bdfgklmnprtz]$", sounds)
    in_l = _VOWEL_L.search(sounds) and verb != "parallel"
    if short or in_l or _STRESSED_END.search(verb):
        return verb + verb[-1] + "ing"
    return verb + "ing"
