"""Days in the cells of a column, settled by the whole column: which number is the month, what is a serial day.

In: the cells of one column, a language's words.  Out: first and last day of each cell, None where it names none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.segment.words import SegmentWords
from tracker.vocabulary import Precision

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d\d.*)?Z?")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)(?: \d{1,2}:\d\d.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[ \-/.]?([^\W\d_]{3,9})\.?,?[ \-/.]?(\d{4}|\d\d)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.? (\d{1,2}),? (\d{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,9})\.?[ \-/,]{0,2}(\d{4})")
_SHORT_MONTH = re.compile(r"([^\W\d_]{3,9})\.?[-'’](\d\d)")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d(?:\.0)?")
_SERIAL = re.compile(r"[345]\d{4}(?:\.0)?")
_EPOCH = dt.date(1899, 12, 30)  # the day from which spreadsheets count; they hold 1900 for a leap year
_CENTURY = 2000
_LONGEST_SPAN = 60  # characters
_MOST = 0.8  # of the filled cells must be days


class Days(NamedTuple):
    """First and last day, and how exactly they are named."""

    begin: dt.date
    end: dt.date
    precision: Precision


def column_days(cells: Sequence[str], lex: SegmentWords, *, headed: bool) -> list[Days | None] | None:
    """Return the days that the cells of a column name.

    Parameters
    ----------
    cells
        The words of each cell; empty ones too.
    lex
        The words of the table's language.
    headed
        Whether the head of the column speaks of days: bare numbers may be serial days or years then.

    Returns
    -------
    list or None
        None where the column is none of days, or leaves open which of two numbers is the month.
    """
    readers: list[Callable[[str], Days | None]] = [
        _iso,
        lambda cell: _named(cell, lex),
        lambda cell: _span(cell, lex),
    ]
    order = _order(cells)
    if order is not None:
        readers.append(lambda cell: _numbered(cell, month_first=order == "month"))
    if headed:
        readers += [_serial, _year]
    filled = [cell for cell in cells if cell and not lex.is_blank(cell)]
    if not filled:
        return None
    for readable in (readers[:-2], readers) if headed else (readers,):
        found = [next((day for read in readable if (day := read(cell)) is not None), None) for cell in cells]
        if sum(day is not None for day in found) >= _MOST * len(filled):
            return found
    return None


def _iso(cell: str) -> Days | None:
    if hit := _ISO.fullmatch(cell):
        return _day(int(hit[1]), int(hit[2]), int(hit[3]))
    hit = _MONTH.fullmatch(cell)
    return _month(int(hit[1]), int(hit[2])) if hit else None


def _named(cell: str, lex: SegmentWords) -> Days | None:
    """Read a day or month whose month is a word."""
    if hit := _DAY_FIRST.fullmatch(cell):
        return _day(_full(hit[3]), lex.month(hit[2]), int(hit[1]))
    if hit := _MONTH_FIRST.fullmatch(cell):
        return _day(_full(hit[3]), lex.month(hit[1]), int(hit[2]))
    if hit := _SHORT_MONTH.fullmatch(cell):
        return _month(_full(hit[2]), lex.month(hit[1]))
    hit = _NAMED_MONTH.fullmatch(cell)
    return _month(int(hit[2]), lex.month(hit[1])) if hit else None


def _span(cell: str, lex: SegmentWords) -> Days | None:
    """Read a span of days ("29 Apr - 5 May 2031", "1-15 May 2031"): its first day may leave out month and year."""
    if len(cell) > _LONGEST_SPAN:
        return None
    for hit in lex.between_days.finditer(cell):
        first, last = cell[: hit.start()].strip(), cell[hit.end() :].strip()
        end = _iso(last) or _named(last, lex)
        if end is None or end.precision != "day":
            continue
        lent = last.split()  # "5 May 2031" lends "29 Apr" its year, and "1" its month, too
        for at in (len(lent), *range(len(lent) - 1, 0, -1)):
            told = " ".join([first, *lent[at:]])
            begin = _iso(told) or _named(told, lex)
            if begin is not None and begin.precision == "day" and begin.begin <= end.end:
                return Days(begin.begin, end.end, "day")
    return None


def _numbered(cell: str, *, month_first: bool) -> Days | None:
    hit = _NUMBERS.fullmatch(cell)
    if hit is None:
        return None
    one, two = int(hit[1]), int(hit[2])
    return _day(_full(hit[3]), *((one, two) if month_first else (two, one)))


def _serial(cell: str) -> Days | None:
    if not _SERIAL.fullmatch(cell):
        return None
    day = _EPOCH + dt.timedelta(days=int(float(cell)))
    return Days(day, day, "day")


def _year(cell: str) -> Days | None:
    if not _YEAR.fullmatch(cell):
        return None
    year = int(float(cell))
    return Days(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _order(cells: Sequence[str]) -> str | None:
    """Return whether days or months stand first in a column of numbers like 3/4/2024; None where nothing tells."""
    hits = [hit for cell in cells if (hit := _NUMBERS.fullmatch(cell)) is not None]
    if not hits:
        return None
    first, second = max(int(hit[1]) for hit in hits), max(int(hit[2]) for hit in hits)
    if first > 12 or second > 12:
        return None if first > 12 and second > 12 else "day" if first > 12 else "month"
    spreads = {name: _spread(hits, month_first=name == "month") for name in ("day", "month")}
    if None in spreads.values() or spreads["day"] == spreads["month"]:
        return None
    # days of one column stand close: what makes them leap over months is the wrong reading
    return min(spreads, key=lambda name: spreads[name] or dt.timedelta())


def _spread(hits: Sequence[re.Match[str]], *, month_first: bool) -> dt.timedelta | None:
    """Return how far apart the days of a column lie in one of the two readings."""
    days = [day.begin for hit in hits if (day := _numbered(hit[0], month_first=month_first)) is not None]
    return max(days) - min(days) if len(days) == len(hits) else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else _CENTURY + int(year)


def _day(year: int, month: int | None, day: int) -> Days | None:
    try:
        made = dt.date(year, month or 0, day)
    except ValueError:
        return None
    return Days(made, made, "day")


def _month(year: int, month: int | None) -> Days | None:
    first = _day(year, month, 1)
    if first is None:
        return None
    following = (first.begin.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return Days(first.begin, following - dt.timedelta(days=1), "month")
