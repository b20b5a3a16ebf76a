"""The questions table, and the parts of questions that other modules walk through."""

from __future__ import annotations

import pandas as pd

from pipeline.consultation import ClosedPart, Consultation, OpenPart, Question
from pipeline.tables import conform


def open_parts(consultation: Consultation) -> list[OpenPart]:
    """Return every open part in form order; a single open question is its own only part."""
    found: list[OpenPart] = []
    for question in consultation.questions:
        if question.column:
            found.append(OpenPart(id=question.id, column=question.column))
        found.extend(question.open)
    return found


def closed_parts(consultation: Consultation) -> list[tuple[str, ClosedPart]]:
    """Return every closed part with its id, such as ``Q4.closed``, in form order."""
    return [
        (f"{question.id}.closed", question.closed)
        for question in consultation.questions
        if question.closed
    ]


def questions_table(consultation: Consultation) -> pd.DataFrame:
    """Return one row for each question group and part, in form order.

    A part takes ``about`` and ``scope`` from its group, and its text where it has none.

    Parameters
    ----------
    consultation : Consultation

    Returns
    -------
    pandas.DataFrame
        The table ``questions``.
    """
    rows: list[dict[str, object]] = []
    for question in consultation.questions:
        if question.column:
            rows.append(_row(question, question.id, "other", None, question.text))
            continue
        rows.append(_row(question, question.id, "group", None, question.text))
        if question.closed:
            closed_id = f"{question.id}.closed"
            rows.append(_row(question, closed_id, "closed", question.id, question.text))
        rows.extend(
            _row(question, part.id, part.role, question.id, part.text or question.text)
            for part in question.open
        )
    frame = pd.DataFrame(rows)
    frame["position"] = range(1, len(frame) + 1)
    return conform("questions", frame)


def _row(
    question: Question, name: str, role: str, parent: str | None, text: str
) -> dict[str, object]:
    return {
        "question_id": name,
        "parent_id": parent,
        "role": role,
        "number": question.number if parent is None or role == "closed" else None,
        "text": text,
        "about": question.about,
        "scope": question.scope,
    }
