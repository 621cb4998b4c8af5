"""Calendar arithmetic for ``times``: units, parts of units, and which year a date without one means.

In: days, units, the report's day.  Out: ``Span``.
Words: none.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

from tracker.vocabulary import Precision

FUTURE = 7
"""A date without a year may lie this many days after the report; otherwise it is the latest one before."""

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}
_PARTS = {
    "month": {"start": (0, 9), "early": (0, 9), "mid": (10, 19), "late": (20, 31), "end": (20, 31)},
    "week": {"start": (0, 0), "early": (0, 1), "mid": (2, 3), "late": (4, 6), "end": (4, 6)},
}
_PRECISION: dict[str, Precision] = {
    "hour": "day",
    "weekend": "day",
    "day": "day",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "half": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "year",
}


class Span(NamedTuple):
    """Inclusive days; ``None`` is open.  ``anchored`` is false when a report's day was needed."""

    start: dt.date | None
    end: dt.date | None
    precision: Precision = "day"
    anchored: bool = True


def unanchored(precision: Precision = "day") -> Span:
    """Return the span of words that need a report's day and have none."""
    return Span(None, None, precision, False)


def precision_of(unit: str) -> Precision:
    """Return how finely a unit dates."""
    return _PRECISION.get(unit, "day")


def make_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the day, or ``None`` when the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift(day: dt.date, count: int, unit: str = "day") -> dt.date:
    """Move a day by units, held inside the calendar; 31 March less a month is 28 February."""
    try:
        if unit in _MONTHS:
            months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
            year, month = divmod(months, 12)
            return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        if unit == "hour":
            # within half a day is that day; each begun day of hours more reaches one day further
            hours = abs(count)
            days = 0 if hours <= 12 else -(-hours // 24)
            return day + dt.timedelta(days=days if count > 0 else -days)
        return day + dt.timedelta(days=count * {"week": 7, "fortnight": 14, "weekend": 7}.get(unit, 1))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return dt.date.min if count < 0 else dt.date.max


def unit_around(day: dt.date, unit: str, turn: int = 0) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the calendar unit that holds a day, or of one before or after."""
    if unit in ("week", "fortnight"):
        first = shift(day, -day.weekday())
        first = shift(first, turn, unit)
        return first, shift(first, 6 if unit == "week" else 13)
    if unit == "weekend":
        # a weekend is the latest one that has begun
        first = shift(day, -((day.weekday() - 5) % 7))
        if turn < 0 and day.weekday() < 5:
            turn += 1
        first = shift(first, turn, "week")
        return first, shift(first, 1)
    if unit in _MONTHS:
        size = _MONTHS[unit]
        month = (day.month - 1) // min(size, 12) * min(size, 12) + 1
        year = day.year - day.year % 10 if unit == "decade" else day.year
        first = shift(dt.date(max(year, 1), month, 1), turn, unit)
        return first, shift(shift(first, 1, unit), -1)
    return shift(day, turn), shift(day, turn)


def part_of(start: dt.date, end: dt.date, part: str, unit: str) -> tuple[dt.date, dt.date]:
    """Return a part: days 1-10, 11-20, 21 on of a month; thirds of a year, its first and last month."""
    if unit in ("month", "week"):
        first, last = _PARTS[unit][part]
        return min(shift(start, first), end), min(shift(start, last), end)
    size = _MONTHS.get(unit, 0)
    if not size:
        return start, end
    if part == "end":
        return shift(shift(end, 1), -1, "month"), end
    if part == "start":
        return start, shift(shift(start, 1, "month"), -1)
    third = max(size // 3, 1)
    first_day = shift(start, {"early": 0, "mid": 1, "late": 2}[part] * third, "month")
    return first_day, shift(shift(first_day, third, "month"), -1)


def nth_piece(
    start: dt.date, end: dt.date, rank: int, count: int, unit: str
) -> tuple[dt.date, dt.date] | None:
    """Return the ``rank``-th piece of ``count`` units inside a span; a negative rank counts from the end.

    The first week of May is 1 to 7 May; the second half of 2018 is July to December.
    """
    if rank < 0:
        first, last = shift(shift(end, 1), -count, unit), end
    else:
        first = shift(start, (rank - 1) * count, unit)
        last = shift(shift(start, rank * count, unit), -1)
    if unit == "half":
        size = (end - start).days + 1
        if size < 100:  # the half of a month or a quarter, in days
            middle = shift(start, (size + 1) // 2 - 1)
            first, last = (start, middle) if rank == 1 else (shift(middle, 1), end)
    if not start <= first <= end:
        return None
    return first, min(last, end)


def year_of(month: int, day: int, reference: dt.date, *, past: bool = False) -> int | None:
    """Return the year of the latest such day on or before the report, or within a week after it."""
    limit = reference if past else shift(reference, FUTURE)
    for year in range(limit.year, limit.year - 9, -1):
        found = make_day(year, month, day)
        if found is not None and found <= limit:
            return year
    return None


def weekday_before(weekday: int, reference: dt.date, turn: str = "") -> dt.date:
    """Return the latest such weekday on or before the report; "last" never means the report's own day."""
    back = (reference.weekday() - weekday) % 7
    if turn in ("last", "past") and back == 0:
        back = 7
    if turn == "next":
        back -= 7
    return shift(reference, -back)
