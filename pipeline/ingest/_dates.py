"""Dates and times as survey platforms write them, turned to ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pandas as pd

_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b,?\s*(.*)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\b")
_SERIAL = re.compile(r"[2-6]\d{4}(\.\d+)?")
_NAMED = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
_TIMES = ("", "%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


def to_iso(values: pd.Series[str]) -> pd.Series[str]:
    """Turn dates to ISO 8601; what is no date becomes missing.

    Day and month are told apart once for the whole column: a second number above 12 means that
    the month comes first (8/20/25); otherwise the day does, as is usual in Britain.

    Parameters
    ----------
    values : pandas.Series of str

    Returns
    -------
    pandas.Series of str
        ``2017-08-04``, or ``2017-08-04T09:30:00`` where a time is given.

    Examples
    --------
    >>> to_iso(pd.Series(["04/08/2017", "3/8/17 9:30", ""])).tolist()
    ['2017-08-04', '2017-08-03T09:30:00', nan]
    >>> to_iso(pd.Series(["8/2/25", "8/20/25 12:51"])).tolist()
    ['2025-08-02', '2025-08-20T12:51:00']
    """
    distinct = values.str.strip().unique()
    numbers = [found for value in distinct if (found := _SLASHED.fullmatch(value))]
    month_first = any(int(n[2]) > 12 for n in numbers) and not any(int(n[1]) > 12 for n in numbers)
    known = {value: _one(value, month_first=month_first) for value in distinct}
    return values.str.strip().map(known).astype("str")


def _one(value: str, *, month_first: bool) -> str | None:
    if slashed := _SLASHED.fullmatch(value):
        first, second, year, time = slashed.groups()
        month, day = (first, second) if month_first else (second, first)
        full = year if len(year) == 4 else f"20{year}"
        return _with_time(f"{full}-{int(month):02}-{int(day):02}", time)
    if _ISO.match(value):
        try:
            moment = datetime.fromisoformat(value.removesuffix(" UTC"))
        except ValueError:
            return None
        return moment.isoformat() if len(value) > 10 else value
    if _SERIAL.fullmatch(value):  # the number behind an Excel date
        moment = datetime(1899, 12, 30) + timedelta(seconds=round(float(value) * 86400))
        return moment.isoformat() if "." in value else moment.date().isoformat()
    for form in _NAMED:
        try:
            return datetime.strptime(value, form).date().isoformat()
        except ValueError:
            continue
    return None


def _with_time(day: str, time: str) -> str | None:
    for form in _TIMES:
        try:
            moment = datetime.strptime(f"{day} {time.upper()}".strip(), f"%Y-%m-%d {form}".strip())
        except ValueError:
            continue
        return moment.isoformat() if form else day
    return None
