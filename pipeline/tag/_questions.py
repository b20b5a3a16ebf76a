"""What the question of a segment makes likely, before a word of the answer is read."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.tag._cross import asks_about_whole


@dataclass(frozen=True)
class Asked:
    """A question part as the tagger sees it.

    Attributes
    ----------
    text : str
        Its own text, after its group's.
    scope : str or None
        The outcome it is about.
    whole : bool
        Whether, without a scope, it is about the document as a whole.
    """

    text: str = ""
    scope: str | None = None
    whole: bool = False


def read_questions(questions: pd.DataFrame) -> dict[str, Asked]:
    """Return each question by its id; a part takes over what only its group says.

    Parameters
    ----------
    questions : pandas.DataFrame
        The table ``questions``.
    """
    by_id = {record["question_id"]: record for record in questions.to_dict("records")}
    found = {}
    for name, record in by_id.items():
        group = by_id.get(record["parent_id"], record)
        said = [record["text"], group["text"], group["about"], record["about"]]
        text = " ".join(dict.fromkeys(part for part in said if isinstance(part, str)))
        scopes = [row["scope"] for row in (record, group) if isinstance(row["scope"], str)]
        scope = scopes[0] if scopes else None
        found[str(name)] = Asked(text, scope, whole=scope is None and asks_about_whole(text))
    return found
