"""What each profile shows: exact numbers within the council, protected ones in public.

``publish`` hides a number of respondents, and what it leaves of its base, where either lies
under the consultation's ``small_number`` (other than 0), unless every respondent is an
organisation. Words of quantity stay: they are the finding. A number that could be worked out
from others beside it is hidden too (secondary suppression; Hundepool et al., *Statistical
Disclosure Control*, 2012, section 4.2), and all hidden numbers of a table look alike, so that
none tells which of them is the small one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.consultation import Consultation
from pipeline.errors import RunError, suggest
from pipeline.report._parts import HIDDEN, Count

PROFILES = ("internal", "publish")


@dataclass(frozen=True)
class Profile:
    """What may be shown.

    Attributes
    ----------
    name : {"internal", "publish"}
    threshold : int
        Numbers from 1 to one less than this are hidden; 0 hides nothing.
    quotable : frozenset of str
        Values of ``may_quote`` that may be quoted; never "no".
    marks_unknown : bool
        Whether a quotation without known permission carries a mark.
    lists_people : bool
        Whether respondents and comments are listed by id, and data problems by row.
    softens : bool
        Whether one and two respondents become "a small number of respondents".
    """

    name: str
    threshold: int
    quotable: frozenset[str]
    marks_unknown: bool
    lists_people: bool
    softens: bool


def profile_of(name: str, consultation: Consultation, kinds: Sequence[str]) -> Profile:
    """Return the profile for a consultation.

    Parameters
    ----------
    name : {"internal", "publish"}
    consultation : Consultation
        Its ``quotation_basis`` and settings say what may be published.
    kinds : sequence of str
        ``respondents.kind`` of everyone who took part.

    Raises
    ------
    RunError
        If there is no such profile.
    """
    if name not in PROFILES:
        raise RunError(f'There is no report profile "{name}". {suggest(name, PROFILES)}')
    settings = consultation.settings
    if name == "internal":
        return Profile(name, 0, frozenset({"yes", "unknown"}), True, True, False)
    only_organisations = all(kind == "organisation" for kind in kinds)
    basis = (consultation.quotation_basis or "").strip()
    quotable = frozenset({"yes", "unknown"} if basis else {"yes"})
    threshold = 0 if only_organisations else settings.small_number
    return Profile(name, threshold, quotable, False, False, settings.soften_small_counts)


def count(n: int, base: int, profile: Profile) -> Count:
    """Return ``n`` of ``base`` as far as the profile shows it.

    Examples
    --------
    >>> public = Profile("publish", 10, frozenset({"yes"}), False, False, False)
    >>> [count(n, 140, public).text for n in (3, 40, 138, 140)]
    ['fewer than 10 of 140', '40 of 140', 'more than 130 of 140', '140 of 140']
    >>> count(3, 6, public).text
    'fewer than 10'
    """
    low = profile.threshold
    if is_small(base, profile):
        return Count(None, None, f"fewer than {low}")
    if not is_small(n, profile) and not is_small(base - n, profile):
        return Count(n, base, f"{n:,} of {base:,}")
    # On a base only just over the threshold, saying on which side the number lies would give
    # it away: 11 respondents, not fewer than 10 and not all of them, are 10.
    if base < low + max(2, low // 2):
        return hidden(base)
    if is_small(n, profile):
        return Count(None, base, f"fewer than {low} of {base:,}")
    return Count(None, base, f"more than {max(low - 1, base - low):,} of {base:,}")


def hidden(base: int) -> Count:
    """Return a count that shows its base alone."""
    return Count(None, base, HIDDEN)


def is_small(n: int, profile: Profile) -> bool:
    """Say whether a number by itself may not be shown; 0 describes no one and may."""
    return 0 < n < profile.threshold


def figure(n: int, profile: Profile) -> str:
    """Return a number in words fit for the profile: "1,204" or "fewer than 10"."""
    return f"fewer than {profile.threshold}" if is_small(n, profile) else f"{n:,}"


def protect(
    cells: Sequence[int], *, profile: Profile, sums: Sequence[frozenset[int]] = ()
) -> frozenset[int]:
    """Return which cells of a table of exclusive answers must be hidden.

    A cell is hidden where it, or what it leaves of the whole, is small. Then, within each set
    of cells whose sum is printed, the smallest further ones are hidden until at least two are,
    their sum is no small number, and each could be one of several numbers (as far as there are
    cells to hide: ten respondents with ten different answers are one each, hidden or not).

    Parameters
    ----------
    cells : sequence of int
        Respondents in each.
    profile : Profile
    sums : sequence of frozenset of int
        Disjoint sets of positions whose sums are printed; by default the whole table.

    Returns
    -------
    frozenset of int
        Positions to hide.

    Examples
    --------
    >>> public = Profile("publish", 10, frozenset({"yes"}), False, False, False)
    >>> sorted(protect([60, 30, 4, 0], profile=public))
    [1, 2]
    """
    base = sum(cells)
    secret = {
        place
        for place, n in enumerate(cells)
        if is_small(n, profile) or is_small(base - n, profile)
    }
    for group in sums or (frozenset(range(len(cells))),):
        spare = sorted(group - secret, key=lambda place: (cells[place] == 0, cells[place], place))
        while (
            spare
            and secret & group
            and not safe_together([cells[p] for p in secret & group], profile)
        ):
            secret.add(spare.pop(0))
    return frozenset(secret)


def safe_together(concealed: list[int], profile: Profile) -> bool:
    """Say whether cells whose sum is known may be told apart by no one once they are hidden."""
    # Zeros are printed, so each hidden cell is at least 1 and at most what the others leave it.
    total, n_cells = sum(concealed), len(concealed)
    room = total - n_cells
    return n_cells > 1 and total >= profile.threshold and room >= profile.threshold // 2


def closed_counts(
    cells: Sequence[int],
    base: int,
    unions: Sequence[frozenset[int]],
    profile: Profile,
) -> tuple[list[Count], list[Count]]:
    """Return the counts of a closed question's options and of the statements made from them.

    Parameters
    ----------
    cells : sequence of int
        Respondents who ticked each option.
    base : int
        Respondents who ticked any. Where it is not the sum of ``cells``, respondents could
        tick several options, and nothing can be worked out by subtraction.
    unions : sequence of frozenset of int
        For each statement, the options it adds up.
    profile : Profile

    Returns
    -------
    options, statements : list of Count
    """
    if is_small(base, profile) or sum(cells) != base:
        # A union of options that overlap is not their sum: it is counted by its statement.
        return [count(n, base, profile) for n in cells], []
    stated: list[Count] = []
    sums = [frozenset(range(len(cells)))]
    for union in unions:
        shown = count(sum(cells[place] for place in union), base, profile)
        finer = [part for whole in sums for part in (whole & union, whole - union) if part]
        if shown.n is None:
            stated.append(shown)
        elif any(is_small(sum(cells[p] for p in part), profile) for part in finer):
            # Beside an earlier statement, this number would give a small one away.
            stated.append(hidden(base))
        else:
            stated.append(shown)
            sums = finer
    secret = protect(cells, profile=profile, sums=sums)
    options = [
        hidden(base) if place in secret else Count(n, base, f"{n:,} of {base:,}")
        for place, n in enumerate(cells)
    ]
    return options, stated


_FIGURES = re.compile(r"(?P<open>\s*\()?\b(?P<n>[\d,]+) (?:out )?of (?P<base>[\d,]+)(?P<close>\))?")
_ONE_OR_TWO = re.compile(r"\b(one|two) (?:respondents?)\b(?: (was|is|has)\b)?", re.IGNORECASE)
_PLURAL = {"was": "were", "is": "are", "has": "have"}


def soften(text: str, shown: Count, *, n: int, base: int, profile: Profile) -> str:
    """Return a statement's sentence without the figures that the profile hides.

    Parameters
    ----------
    text : str
        The sentence as stated, perhaps with "(18 of 20)" or "5 of 6 respondents".
    shown : Count
        The statement's own count under the profile.
    n, base : int
        The count itself. Other figures in the sentence are not counts of respondents.
    profile : Profile

    Examples
    --------
    >>> public = Profile("publish", 10, frozenset({"yes"}), False, False, False)
    >>> shown = count(18, 20, public)
    >>> soften("Most respondents (18 of 20) agreed.", shown, n=18, base=20, profile=public)
    'Most respondents agreed.'
    """

    def replace(match: re.Match[str]) -> str:
        if (_whole(match["n"]), _whole(match["base"])) != (n, base):
            return match[0]
        if match["open"] and match["close"]:
            return ""
        words = "some" if shown.text == HIDDEN else shown.text
        return f"{match['open'] or ''}{_as_placed(words, match)}{match['close'] or ''}"

    if shown.n is None:
        text = _FIGURES.sub(replace, text)
    if profile.softens and n <= 2 < base:
        text = _ONE_OR_TWO.sub(_few, text, count=1)
    return text


def _few(match: re.Match[str]) -> str:
    verb = f" {_PLURAL[match[2].lower()]}" if match[2] else ""
    return _as_placed("a small number of respondents", match) + verb


def _as_placed(words: str, match: re.Match[str]) -> str:
    return words[:1].upper() + words[1:] if match.start() == 0 else words


def _whole(figure: str) -> int:
    return int(figure.replace(",", "") or 0)
