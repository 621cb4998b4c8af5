"""Days as files write them: ISO dates and times, and days with the month in words.

In: text, a date or a time.  Out: a day, or a reason why it is none.  "03/04/2019" is refused: nobody can
know which number is the month.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tracker.errors import BadReport

MONTH_NAMES = (
    *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
    *("jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"),
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names.split()}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
DAY_FIRST = re.compile(r"(?:\w+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\.?,?\s+(\d{4})\b")
MONTH_FIRST = re.compile(r"(?:[A-Za-z]+,\s+)?([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")


def day(value: Any) -> dt.date | None:
    """Return the day a value names, or ``None`` when it names none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    year, month, number = 0, 0, 0
    if seen := ISO.match(text) or COMPACT.match(text):
        year, month, number = (int(part) for part in seen.groups())
    elif seen := DAY_FIRST.match(text):
        year, month, number = int(seen[3]), MONTHS.get(seen[2].lower(), 0), int(seen[1])
    elif seen := MONTH_FIRST.match(text):
        year, month, number = int(seen[3]), MONTHS.get(seen[1].lower(), 0), int(seen[2])
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def given_day(value: Any, place: str, what: str) -> dt.date | None:
    """Return the day a field names; blank and "unknown" are ``None``.

    Raises
    ------
    BadReport
        The field holds something else.
    """
    if value is None or str(value).strip().lower() in {"", "unknown", "none", "null", "n/a", "-"}:
        return None
    found = day(value)
    if found is None:
        raise BadReport(f"{place}: {what} {str(value)[:40]!r} is not a day", fix="write it as 2019-03-08")
    return found
