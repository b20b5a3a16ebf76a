"""Say what each column of an export seems to hold."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.ingest._dates import to_iso
from pipeline.ingest._options import fold, is_no_answer
from pipeline.ingest._permission import permission
from pipeline.ingest._received import Received, tidy
from pipeline.ingest._scales import Scale, scale_of
from pipeline.ingest._wording import asks_to_write, is_question, label_of, role_of

_ANY = re.IGNORECASE
_ID = re.compile(
    r"(respondent|response|reference|submission|unique|user|participant|record)?[ _-]?"
    r"(id|uuid|number|no\.?|ref(erence)?)", _ANY,
)  # fmt: skip
_SENT = re.compile(r"complet|submitted|received|recorded ?date|timestamp|^end|finish", _ANY)
_DATED = re.compile(r"date|time|created|started|updated|modified", _ANY)
_PERSONAL = re.compile(
    r"^(your |full |first |last |sur|fore|contact |recipient ?(first|last)?|middle )*name[?:*]*$"
    r"|e-?mail|\b(tele)?phone\b|\bmobile( number)?$|\bip[ _]?address|latitude|longitude"
    r"|\bpost ?code$|^(your |home )?address|date of birth|\bdob\b|user ?name|signature"
    r"|recipient(first|last)?name|recipientemail|(your|respondent'?s?) (full )?name[?:*]*$", _ANY,
)  # fmt: skip
_PERSONAL_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.\w+|\d{1,3}(\.\d{1,3}){3}|(\+44|0)[\d ()-]{9,14}")
_PLATFORM = re.compile(
    r"(status|finished|progress|duration.*|channel|distributionchannel|userlanguage|language"
    r"|total points|quiz feedback|collector id|external ?(data)?reference|tracking link"
    r"|custom data.*|points - .*|feedback - .*)", _ANY,
)  # fmt: skip
_KIND = re.compile(
    r"respondent type|type of respondent|respond(ing|ed)? (as|on behalf)|are you responding"
    r"|in what capacity|individual or (an )?organi[sz]ation|on whose behalf", _ANY,
)  # fmt: skip
_PERSON = re.compile(
    r"\b(individual|resident|member of the public|personal|private|citizen|myself|own behalf)\b",
    _ANY,
)
_BODY = re.compile(
    r"organi[sz]ation|\bgroup|business|charit|\bcouncil\b|agency|company|partnership|society"
    r"|association|\bbod(y|ies)\b|sector\b", _ANY,
)  # fmt: skip
_ORGANISATION = re.compile(
    r"^organi[sz]ation$|organi[sz]ation('s|s')? name|(group|company|business) name"
    r"|names? of (the |your )?(organi[sz]ation|group|company|business)|which organi[sz]ation"
    r"|behalf of an organi[sz]ation.*\bname\b", _ANY,
)  # fmt: skip
_QUOTE = re.compile(r"\bquot|\bpublish|\bpublication|\banonym", _ANY)
_TURNED = re.compile(r"\bnot\b|n't\b|confidential|anonymous", _ANY)
_DEMOGRAPHIC = re.compile(
    r"^(age|gender|sex|ethnic\w*|religion|district|ward|borough|town|parish|area|region|sector"
    r"|employment|disab\w*|sexual|marital|location|local authority|occupation|tenure|income)\b"
    r"|\byour (age|gender|sex\b|sexual|ethnic|religion|nationality|occupation|household|marital)"
    r"|age (group|range|band)|how old are you|do you (have|consider yourself).*(disab|health cond)"
    r"|are you (a carer|pregnant|disabled|married|male)|where do you live|(best )?describes? you\b"
    r"|which (district|ward|borough|area|town|parish|part).*(live|work|based)|describe yourself"
    r"|do you (own|rent)\b", _ANY,
)  # fmt: skip
_POINTED = ("agreement", "support", "satisfaction", "likelihood", "importance")


@dataclass(frozen=True)
class Column:
    """A column and what it was taken for.

    ``use`` is one of respondent_id, submitted_at, organisation, kind, may_quote, may_name,
    attribute, closed, open, ignore. ``doubt`` is what the analyst should look at.
    """

    header: str
    letter: str
    use: str
    options: tuple[str, ...] = ()
    scale: Scale | None = None
    people: tuple[str, ...] = ()
    doubt: str | None = None

    @property
    def role(self) -> str:
        """The role of an open part, by its wording."""
        return role_of(label_of(self.header).text)


def classify(received: Received) -> list[Column]:
    """Take each column for what it most likely is.

    Parameters
    ----------
    received : Received

    Returns
    -------
    list of Column
        In the order of the file. At most one column tells the id, the date, the kind, the
        organisation and each permission.
    """
    found: list[Column] = []
    for header in received.frame.columns:
        cells = [tidy(cell) for cell in received.frame[header]]
        column = _take(header, received.letters[header], cells)
        found.append(column)
    return _settle(found, received)


def _take(header: str, letter: str, cells: list[str]) -> Column:
    text = label_of(header).text
    values = [cell for cell in cells if not is_no_answer(cell)]
    column = Column(header, letter, "ignore")
    if _is_personal(text, values):
        doubt = f'I left out "{header}": it looks like personal details.'
        return replace(column, doubt=doubt)
    if _ID.fullmatch(text) and len(values) == len(cells):
        return replace(column, use="respondent_id")
    if (_DATED.search(text) or _SENT.search(text)) and _are_dates(values):
        return replace(column, use="submitted_at")
    if _PLATFORM.fullmatch(text):
        return column
    people = _people(text, values)
    if people is not None:
        return replace(column, use="kind", people=people)
    if _QUOTE.search(text) and values and len({*map(fold, values)}) <= 6:
        return _permission(column, text, values)
    if _ORGANISATION.search(text) or re.fullmatch("respondent name", text, _ANY):
        return replace(column, use="organisation")
    return _question(column, text, values)


def _question(column: Column, text: str, values: list[str]) -> Column:
    """Tell closed questions, open questions and attributes from one another."""
    asked = is_question(column.header)
    if not values:
        return replace(column, use="open") if asked else column
    if role_of(text) != "other":
        return replace(column, use="open")
    distinct = list(dict.fromkeys(map(fold, values)))
    scale = scale_of(values)
    short = max(map(len, values)) <= 60
    if _DEMOGRAPHIC.search(text) and short and not (scale and scale.family in _POINTED):
        return replace(column, use="attribute")
    if scale and (asked or scale.family in _POINTED):
        return replace(column, use="closed", scale=scale, options=scale.options)
    if asks_to_write(text):
        return replace(column, use="open")
    if len(distinct) == 1 and not asked:
        return column
    ticks = _ticks(values)
    if ticks and asked:
        return replace(column, use="closed", options=ticks)
    n_words = sum(len(value.split()) for value in values) / len(values)
    if _are_options(values, distinct, n_words):
        options = tuple(sorted({fold(value): value for value in sorted(values)}.values()))
        return replace(column, use="closed" if asked else "attribute", options=options)
    if not asked and n_words <= 3:
        doubt = f'I took "{column.header}" as an attribute of respondents, not as comments.'
        return replace(column, use="attribute", doubt=doubt)
    if not asked:
        column = replace(column, doubt=f'I took "{column.header}" as an open question.')
    return replace(column, use="open")


def _are_options(values: list[str], distinct: list[str], n_words: float) -> bool:
    """Tell few, repeated, short texts from comments (a campaign's are repeated, but long)."""
    if len(distinct) > 15 or len(distinct) > len(values) / 2:
        return False
    if n_words <= 5:
        return max(map(len, values)) <= 60
    sentences = any(value.endswith((".", "!")) for value in values)
    return n_words <= 15 and len(distinct) <= min(8, len(values) / 3) and not sentences


def _is_personal(text: str, values: list[str]) -> bool:
    if len(text.split()) <= 8 and _PERSONAL.search(text) and not _ORGANISATION.search(text):
        return text.casefold() != "respondent name"
    alike = sum(_PERSONAL_VALUE.fullmatch(value) is not None for value in values)
    return alike > len(values) / 2


def _are_dates(values: list[str]) -> bool:
    if not values:
        return False
    return bool(to_iso(pd.Series(values, dtype="str")).notna().mean() > 0.9)


def _people(text: str, values: list[str]) -> tuple[str, ...] | None:
    """Return the values that mean a person if the column tells people from organisations."""
    distinct = sorted({fold(value): value for value in sorted(values)}.values())
    if not values or len(distinct) > 15 or max(map(len, distinct)) > 120:
        return None
    people = [v for v in distinct if _PERSON.search(v) and not _BODY.search(v)]
    bodies = [v for v in distinct if _BODY.search(v)]
    if (people and bodies) or _KIND.search(text):
        return tuple(people)
    return None


def _permission(column: Column, text: str, values: list[str]) -> Column:
    use = "may_name" if re.search(r"\bname", text, _ANY) else "may_quote"
    said = [permission(value, naming=use == "may_name") for value in values]
    if _TURNED.search(text):
        doubt = (
            f'I did not use "{column.header}": a "yes" there may forbid quoting. If it permits '
            "quoting, name it as may_quote."
        )
        return replace(column, doubt=doubt)
    if said.count("unknown") > len(said) / 2:
        return replace(column, doubt=f'I could not read yes or no in "{column.header}".')
    return replace(column, use=use)


def _ticks(values: list[str]) -> tuple[str, ...]:
    """Return the options of a column of several ticks, as in ``Bus;Car;``."""
    if sum(";" in value for value in values) <= len(values) / 2:
        return ()
    parts = Counter(part for value in values for part in map(str.strip, value.split(";")) if part)
    repeated = sum(n for n in parts.values() if n > 1)
    return tuple(sorted(parts)) if repeated > sum(parts.values()) / 2 else ()


def _settle(columns: list[Column], received: Received) -> list[Column]:
    """Keep one column for each purpose that only one can serve."""
    sent = [c for c in columns if c.use == "submitted_at"]
    best = next((c for c in sent if _SENT.search(c.header)), sent[0] if sent else None)
    kind = next((c for c in columns if c.use == "kind"), None)
    first: dict[str, Column] = {}
    if best:
        first["submitted_at"] = best
    settled = []
    for column in columns:
        if column.use in ("attribute", "closed", "open", "ignore"):
            settled.append(column)
        elif first.setdefault(column.use, column) is not column:
            use = "attribute" if column.use == "kind" else "ignore"
            settled.append(replace(column, use=use))
        elif column.use == "organisation" and kind is None:
            doubt = (
                f'I left out "{column.header}": no column tells organisations from individuals, '
                "whose names are never kept."
            )
            settled.append(replace(column, use="ignore", doubt=doubt))
        else:
            settled.append(column)
    return settled
