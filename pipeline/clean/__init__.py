"""Clean: repair and redact what people wrote, say what became of it, cut it into segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.clean._issues import find_issues
from pipeline.clean._redact import MARK, redact
from pipeline.clean._segments import cut_comments
from pipeline.clean._status import fingerprint, is_blank, is_non_answer
from pipeline.clean._text import clean_text, count_words
from pipeline.errors import RunError
from pipeline.tables import conform

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["clean"]


def clean(
    responses: pd.DataFrame, questions: pd.DataFrame, *, nlp: Language
) -> dict[str, pd.DataFrame]:
    """Clean and redact every comment, give it its one status and cut it into segments.

    Parameters
    ----------
    responses : pandas.DataFrame
        Open cells as received (table ``responses``).
    questions : pandas.DataFrame
        The questions (table ``questions``).
    nlp : spacy.language.Language
        From :func:`pipeline.language.load_language`.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``comments`` with a row for each row of ``responses``, ``segments`` of the analysed ones,
        ``exclusions`` with the number of cells of each status, and ``issues``.

    Raises
    ------
    RunError
        If a table does not fit its declaration, or a response answers an unknown question.

    Notes
    -----
    ``language`` and ``campaign_id`` are left empty: nothing is guessed here.
    """
    received = conform("responses", responses)
    comments = _comment_rows(received)
    return {
        "comments": conform("comments", comments),
        "segments": conform("segments", _segment_rows(comments, nlp)),
        "exclusions": conform("exclusions", _count_exclusions(comments, questions)),
        "issues": conform("issues", find_issues(received, comments)),
    }


def _comment_rows(received: pd.DataFrame) -> pd.DataFrame:
    """One row for each cell received, in order of ``comment_id``."""
    # The same words come often ("No comment"): each is cleaned once.
    cleaned = {cell: redact(clean_text(cell)) for cell in received["verbatim"].unique()}
    comments = received[["comment_id", "respondent_id", "question_id"]].copy()
    comments["text"] = [cleaned[cell][0] for cell in received["verbatim"]]
    comments["n_redactions"] = [cleaned[cell][1] for cell in received["verbatim"]]
    statuses = {text: _status(text) for text in comments["text"].unique()}
    comments["status"] = [
        "superseded" if _is_superseded(comment_id) else statuses[text]
        for comment_id, text in zip(comments["comment_id"], comments["text"], strict=True)
    ]
    comments["duplicate_of"] = _repeats(comments)
    comments.loc[comments["duplicate_of"].notna(), "status"] = "duplicate"
    comments["n_words"] = [count_words(MARK.sub(" ", text)) for text in comments["text"]]
    return comments.assign(campaign_id=None, language=None)


def _status(text: str) -> str:
    if is_blank(text):
        return "blank"
    return "non_answer" if is_non_answer(text) else "analysed"


def _is_superseded(comment_id: str) -> bool:
    """Ingest marks an earlier reply of a respondent so: ``R04~1:Q5a``."""
    return "~" in comment_id.partition(":")[0]


def _repeats(comments: pd.DataFrame) -> pd.Series:
    """The first comment with the same words by the same respondent on the same part, if any."""
    analysed = comments[comments["status"] == "analysed"].sort_values("comment_id")
    words = analysed["text"].map(fingerprint)
    # Signs alone (a thumb up) leave no words to compare.
    words = words.where(words != "", analysed["text"])
    keys = [analysed["respondent_id"], analysed["question_id"], words]
    first = analysed["comment_id"].groupby(keys, sort=False).transform("first")
    return first.where(first != analysed["comment_id"]).reindex(comments.index).astype("str")


def _segment_rows(comments: pd.DataFrame, nlp: Language) -> pd.DataFrame:
    analysed = comments[comments["status"] == "analysed"]
    cuts = cut_comments(analysed["text"], nlp=nlp)
    rows = [
        (f"{comment_id}.{n:02d}", comment_id, start, end, text[start:end])
        for comment_id, text in zip(analysed["comment_id"], analysed["text"], strict=True)
        for n, (start, end) in enumerate(cuts[text], start=1)
    ]
    return pd.DataFrame(rows, columns=["segment_id", "comment_id", "start", "end", "text"])


def _count_exclusions(comments: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Cells and respondents of each status that occurs, by open part."""
    unknown = sorted(set(comments["question_id"]) - set(questions["question_id"]))
    if unknown:
        raise RunError(f"Table responses has questions that table questions lacks: {unknown}.")
    counted = comments.groupby(["question_id", "status"], as_index=False)
    return counted.agg(
        n_comments=("comment_id", "size"), n_respondents=("respondent_id", "nunique")
    )
