"""Read the files of a consultation into tables: who answered, and what they answered.

One reader a file ending (``READERS``); whatever cannot be read is refused with a message that
says where and what would work, before anything is written. ``draft`` proposes the
``consultation.toml`` of an export.
"""

from __future__ import annotations

import pandas as pd

from pipeline.consultation import Consultation
from pipeline.ingest._answers import answers_table
from pipeline.ingest._draft import Draft, draft
from pipeline.ingest._gather import Gathered, gather
from pipeline.ingest._identity import identify
from pipeline.ingest._issues import issues_table
from pipeline.ingest._people import attributes_table, respondents_table
from pipeline.ingest._questions import open_parts, questions_table
from pipeline.ingest._read import READERS
from pipeline.ingest._received import tidy
from pipeline.tables import conform

__all__ = ["READERS", "Draft", "draft", "ingest"]


def ingest(consultation: Consultation) -> dict[str, pd.DataFrame]:
    """Read every source of a consultation into the tables of what was received.

    Every row of the sources gives one response for each open part, blank or not. Nothing is
    written.

    Parameters
    ----------
    consultation : Consultation
        As ``load_consultation`` returns it.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``questions``, ``respondents``, ``attributes``, ``answers``, ``responses``, ``issues``.
        An earlier reply of a respondent (policy ``latest``) keeps its responses under ids such
        as ``R04~1:Q5a``, for cleaning to mark as superseded.

    Raises
    ------
    InputError
        If a file cannot be read or does not hold what the consultation says, or the
        consultation has no open question.
    ConsultationError
        If the consultation contradicts itself.

    Examples
    --------
    >>> from pipeline.consultation import load_consultation
    >>> from pipeline.resources import shipped
    >>> tables = ingest(load_consultation(shipped("examples", "leicestershire-2017")))
    >>> len(tables["respondents"]), len(tables["responses"])
    (20, 340)
    """
    gathered = gather(consultation)
    replies, repeated = identify(gathered, consultation)
    respondents, permissions = respondents_table(gathered, replies, consultation)
    answers, unknown = answers_table(gathered, replies, consultation)
    return {
        "questions": questions_table(consultation),
        "respondents": respondents,
        "attributes": attributes_table(gathered, replies, consultation),
        "answers": answers,
        "responses": _responses(gathered, replies, consultation),
        "issues": issues_table([*gathered.found, *repeated, *permissions, *unknown]),
    }


def _responses(
    gathered: Gathered, replies: pd.DataFrame, consultation: Consultation
) -> pd.DataFrame:
    """Return every cell of every open column, exactly as received."""
    parts = []
    for part in open_parts(consultation):
        frame = replies[["respondent_id", "submitted_at"]].join(gathered.origin)
        frame["comment_id"] = replies["stem"] + ":" + part.id
        frame["question_id"] = part.id
        frame["verbatim"] = gathered.rows[tidy(part.column)]
        parts.append(frame)
    return conform("responses", pd.concat(parts, ignore_index=True))
