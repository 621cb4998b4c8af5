"""The one decision on which day a report was published.

The order: what is given (front matter, a field, the caller); what is printed at the head; what a page, feed
or mail says in its metadata; the name of the file or the address; the day of what it came with; the last day
a table's rows name; when the file was made.  That is often the day it was printed or converted: it never
counts when it is far from the days the text names, or is today.  Where two disagree, it is said.

In: what a format found of a report, and the name of its file.  Out: a Decision.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.read.days import Written, dates_in, days_written
from tracker.read.printed import RANK, STRONG, Printed, printed_days
from tracker.read.source import address
from tracker.vocabulary import PublishedBasis

AHEAD = 2  # days by which a page may be dated before the day it prints (time zones, embargoes)
BEHIND = 21  # days after its figures' day within which a report comes out
TITLED = 3  # a title may name the last day of its figures
APART = 3  # days from which two sources of a day disagree
NEAR = 60  # days after the last day of its text within which a file is made
FRESH = 2  # a file made within these days of the reading was made for the reading
YEAR_NEAR = 200
NAME_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
ADDRESS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2}|[a-z]{3})/(\d{1,2})(?=/|$|-)", re.IGNORECASE)
PARTS = re.compile(r"[_\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks of a report's day.

    Attributes
    ----------
    text, head
        Its words; and lines a reader sees at the head that are not among them (a page's byline).
    given, told, beside, rows, made
        The day somebody gave; the day of the metadata of page, feed or mail; the day of what it came with (the
        other sheets of a workbook, the mail that carried it); the last day of a table's rows; the day the
        file says it was made.
    name, url
        The name of its file, its address.
    """

    text: str
    head: str = ""
    given: dt.date | None = None
    told: dt.date | None = None
    beside: dt.date | None = None
    rows: dt.date | None = None
    made: dt.date | None = None
    name: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The day, how it is known, and sentences on what disagrees with it."""

    day: dt.date | None
    basis: PublishedBasis
    notes: tuple[str, ...] = ()


def decide(known: Evidence, today: dt.date) -> Decision:
    """Return the day a report was published, as far as what came with it tells.

    Parameters
    ----------
    known
        All that speaks of it.
    today
        No report was published after it.
    """
    if known.given is not None:
        return Decision(known.given, "given", tuple(_beside_given(known, today)))
    named = name_day(known.name, known.url, near=known.told or known.beside)
    near = known.told or named or known.beside
    told = known.told if known.told is None or known.told <= today else None
    heads = _settled(known, near, today)
    if heads and not (told is not None and any(day == told for _, day in heads)):
        said = "its metadata say" if told is not None else "the name of its file says"
        beside = told if told is not None or named is None or named > today else named
        return _with_head(*heads[0], beside, said)
    if told is not None:
        return Decision(told, "metadata")
    if named is not None and named <= today:
        return Decision(named, "metadata")
    for day in (known.beside, known.rows):
        if day is not None and day <= today:
            return Decision(day, "inferred")
    if known.made is not None and known.made <= today:
        if _credible(known.made, known.text, today):
            return Decision(known.made, "metadata")
        return Decision(
            None, "unknown", (f"the file was made on {known.made}; that is not taken as its day",)
        )
    return Decision(None, "unknown")


def _beside_given(known: Evidence, today: dt.date) -> Iterable[str]:
    """Yield a sentence when the head prints another day than the one given."""
    heads = _settled(known, known.given, today)
    if heads and known.given is not None and heads[0][0].rank >= STRONG:
        if abs((heads[0][1] - known.given).days) >= APART:
            yield f"published {known.given} as given; its head prints {heads[0][0].words!r}"


def _with_head(printed: Printed, day: dt.date, told: dt.date | None, said: str) -> Decision:
    """Return the day of a report that prints one, beside what its metadata or the name of its file tell."""
    if told is None:
        return Decision(day, "inferred")
    gap = (told - day).days
    if printed.rank < RANK["title"]:
        return Decision(told, "metadata")
    if printed.why == "heading" and 0 <= gap <= TITLED:
        return Decision(told, "metadata")
    if printed.rank < STRONG and 0 <= gap <= BEHIND:
        return Decision(told, "metadata")
    if -BEHIND <= gap < -AHEAD:  # it speaks of a day to come
        return Decision(told, "metadata")
    if abs(gap) < APART:
        return Decision(day, "inferred")
    note = f"published {day}, as its head prints it ({printed.words!r}); {said} {told}"
    return Decision(day, "inferred", (note,))


def _settled(known: Evidence, near: dt.date | None, today: dt.date) -> list[tuple[Printed, dt.date]]:
    """Return the days at the head that lie not ahead, the surest first, their years and numbers settled."""
    seen = printed_days(f"{known.head}\n{known.text}" if known.head else known.text)
    if not seen:
        return []
    full = [one.date.day for one in seen if one.date.day is not None and not one.date.swapped]
    beside = near or (max(full) if full else None) or _only_year(known, today)
    days = [(one, day) for one in seen if (day := _day_of(one.date, beside, known.text)) and day <= today]
    later = [row for row in days if row[0].why in {"as_of", "period"} and row[0].date.year is not None]
    last = max(later, key=lambda row: row[1], default=None)
    if last is not None and days[0][0].rank < RANK["published"] and last[1] > days[0][1]:
        days.insert(0, last)  # no report comes out before the day its figures are of
    return days


def _only_year(known: Evidence, today: dt.date) -> dt.date | None:
    """Return the last day the text names, when a day without a year may lean on it."""
    days = [day for day in days_written(known.text) if day <= today]
    last = max(days, default=None)
    made = known.made
    if made is not None and (today - made).days > FRESH and (last is None or last <= made):
        return made
    return last


def _day_of(date: Written, near: dt.date | None, text: str) -> dt.date | None:
    """Return the day of a date; what else is known settles its year, or which of its numbers is the month."""
    if date.year is None:
        if near is None:
            return None
        days = [day for year in (near.year - 1, near.year, near.year + 1) if (day := date.in_year(year))]
        best = min(days, key=lambda day: abs((day - near).days), default=None)
        return best if best is not None and abs((best - near).days) <= NEAR else None
    first, other = date.day, date.other
    if not date.swapped or first is None or other is None:
        return first
    if near is not None and min(abs((one - near).days) for one in (first, other)) <= BEHIND:
        return min((first, other), key=lambda one: abs((one - near).days))
    return _by_others(date, text)


def _by_others(date: Written, text: str) -> dt.date | None:
    """Return the reading that the other dates in numbers of the text leave open, or ``None``."""
    for seen in re.finditer(r"(?<![\d./-])(\d{1,2})[-/](\d{1,2})[-/](?:\d{4}|\d{2})(?!\d)", text):
        first, second = int(seen[1]), int(seen[2])
        if first > 12 >= second:
            return date.day
        if second > 12 >= first:
            return date.other
    return None


def name_day(name: str, url: str | None = None, *, near: dt.date | None = None) -> dt.date | None:
    """Return the day the name of a file or an address holds; one of two readings only when ``near`` settles it."""
    stem = name.rpartition(".")[0] or name
    if seen := NAME_COMPACT.search(stem):
        found = days_written("-".join(seen.groups()))
        if (day := next(iter(found), None)) is not None:
            return day
    for date in dates_in(PARTS.sub(" ", stem)):
        if (day := _day_of(date, near, "")) is not None:
            return day
    seen = ADDRESS.search(f"/{address(url)[1]}") if url else None
    if seen is None:
        return None
    year, month, number = seen.groups()
    written = f"{year}-{month}-{number}" if month.isdigit() else f"{number} {month} {year}"
    return next(iter(days_written(written)), None)


def _credible(made: dt.date, text: str, today: dt.date) -> bool:
    """Return whether the day a file was made may be the day it was published."""
    if (today - made).days <= FRESH:
        return False
    last = max((day for day in days_written(text) if day <= today), default=None)
    return last is None or -1 <= (made - last).days <= NEAR
