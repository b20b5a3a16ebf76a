"""Notes on cells that an analyst should look at in the export."""

from __future__ import annotations

import pandas as pd

from pipeline.clean._status import fingerprint
from pipeline.tables import TABLES

_EXCEL_LIMIT = 32_767
_LONG = 10_000
_FEWEST_WORDS = 8

_CUT_OFF = (
    f"The cell holds exactly {_EXCEL_LIMIT:,} characters, the most a cell of Excel can hold: the "
    "end of the comment is probably missing. Take it from the survey platform."
)
_PASTED = (
    "The comment holds the same words twice, one after the other. It is analysed as it stands "
    "and its respondent counted once; delete the repetition in a copy of the file if it disturbs."
)
_VERY_LONG = (
    f"The comment has more than {_LONG:,} characters. If a whole document was pasted, "
    "check that it answers this question."
)


def find_issues(received: pd.DataFrame, comments: pd.DataFrame) -> pd.DataFrame:
    """List cells that were cut off, pasted twice or are very long.

    Parameters
    ----------
    received, comments : pandas.DataFrame
        The tables ``responses`` and ``comments`` with the same rows in the same order.

    Returns
    -------
    pandas.DataFrame
        Table ``issues``; the column is named by the id of its question.
    """
    rows: list[dict[str, object]] = []
    looked_at = received.assign(text=comments["text"], status=comments["status"])
    for cell in looked_at[looked_at["status"] == "analysed"].itertuples():
        for severity, message in _problems(str(cell.verbatim), str(cell.text)):
            rows.append(
                {
                    "issue_id": f"clean-{len(rows) + 1:04d}",
                    "severity": severity,
                    "source_file": cell.source_file,
                    "source_sheet": cell.source_sheet,
                    "source_row": cell.source_row,
                    "column": cell.question_id,
                    "message": message,
                }
            )
    return pd.DataFrame(rows, columns=list(TABLES["issues"].columns))


def _problems(verbatim: str, text: str) -> list[tuple[str, str]]:
    found = []
    if len(verbatim) == _EXCEL_LIMIT:
        found.append(("warning", _CUT_OFF))
    if len(text) > _LONG:
        found.append(("note", _VERY_LONG))
    if _is_pasted_twice(text):
        found.append(("note", _PASTED))
    return found


def _is_pasted_twice(text: str) -> bool:
    words = fingerprint(text).split()
    half, odd = divmod(len(words), 2)
    return not odd and half >= _FEWEST_WORDS and words[:half] == words[half:]
