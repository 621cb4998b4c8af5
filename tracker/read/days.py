"""Days as people and programs write them: ISO dates and times, numbers, months in words, serials of Excel.

"03/04/2019" names two days: nobody can know which number is the month.  `days_of_column` settles it by the
whole column, `tracker.read.publication` by what else is known of a report; alone it is refused.

In: text, a date or a time.  Out: a day, or a reason why it is none; the dates written in a line.
Words: lexicon/days.toml
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from tracker import lexicon
from tracker.errors import BadReport

BLANK = {"", "unknown", "none", "null", "n/a", "-"}
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
SERIALS = (25_569, 73_050)  # 1970 and 2099 as Excel counts days
SERIAL_ZERO = dt.date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2199
CENTURY = 70  # "'69" is 2069, "'70" is 1970
ROMAN = {name: at for at, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), start=1)}  # noqa: SIM905
DOT = "."  # nobody writes the month first with dots


@dataclass(frozen=True, slots=True)
class Written:
    """A date as a line writes it: where it stands, and the day and month; the year may be missing.

    ``swapped`` is the other day that "03/04/2019" may be.  ``opens`` is the day a span begins with, when the
    words name one ("5 - 11 March"): the date itself is the span's end.
    """

    start: int
    end: int
    year: int | None
    month: int
    number: int
    swapped: bool = False
    opens: dt.date | None = None
    spans: bool = False

    @property
    def day(self) -> dt.date | None:
        """The day, when the year is written."""
        return make_day(self.year, self.month, self.number) if self.year is not None else None

    @property
    def other(self) -> dt.date | None:
        """The other day it may be, when its numbers can be read both ways."""
        return make_day(self.year, self.number, self.month) if self.swapped and self.year else None

    def in_year(self, year: int) -> dt.date | None:
        """Return the day in a year."""
        return make_day(year, self.month, self.number)


def make_day(year: int, month: int, number: int) -> dt.date | None:
    """Return a day of the calendar, or ``None`` when there is none such."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of some words."""
    return lexicon.alternatives(sorted(words))


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled forms of dates, and the words they are made of."""

    months: dict[str, int]
    date: re.Pattern[str]
    opening: re.Pattern[str]
    join: re.Pattern[str]
    weekday: re.Pattern[str]
    numbered: re.Pattern[str]
    week: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Return the patterns of dates, compiled from the words of all languages at first use."""
    words = lexicon.shared("days")
    months = {
        name: number for number, names in enumerate(words["months"]["names"], start=1) for name in names
    }
    month = rf"(?:{_any(months)})"
    of, to = _any(words["joins"]["of"]), _any(words["joins"]["to"])
    nth = r"\d{1,2}(?:st|nd|rd|th|er|º|ª|°)?(?!\d)"
    year = r"(?:(?:19|20|21)\d{2}|['’]\d{2})(?![\d,.]*\d|\s?(?:h|hrs|hours)\b)"
    part = rf"(?:\s*[-/.]\s*|,?\s+(?:{of}\s+)?|,\s*|)"
    date = "|".join(
        (
            rf"(?<![\d./-])(?P<y5>(?:19|20|21)\d{{2}})(?:\s*[-/.]\s*|\s+)(?P<m5>{month})\.?(?:\s*[-/.]\s*|\s+)(?P<d5>{nth})(?![\d%,.]\d)",
            rf"(?<![\d./-])(?P<d6>\d{{1,2}})\s?(?P<s6>[-/.])\s?(?P<m6>{_any(ROMAN)})\s?(?P=s6)\s?(?P<y6>(?:19|20|21)\d{{2}})(?!\d)",
            r"(?<![\d./-])(?P<y1>(?:19|20|21)\d{2})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?![\d%])",
            r"(?<![\d./-])(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>(?:19|20|21)\d{2}|\d{2})(?![\d%]|[./-]\d)",
            rf"(?<![\d.,/])(?P<d3>{nth})(?:\s*[-/.]\s*|\s*(?:{of}\s+)?)(?P<m3>{month})(?![^\W\d_])\.?(?:{part}(?P<y3>{year})|-(?P<z3>\d\d)(?![\d-]))?",
            rf"(?<![^\W\d_])(?P<m4>{month})(?![^\W\d_])\.?\s*(?P<d4>{nth})(?:\s*(?:{to})\s*(?P<e4>{nth})(?!\s*{month}))?(?:,?\s*(?P<y4>{year}))?",
        )
    )
    labels = _any(words["numbered"]["words"])
    return Patterns(
        months=months,
        date=re.compile(date, re.IGNORECASE),
        opening=re.compile(rf"(?<![\d.,/])({nth})\s*(?:{to})\s*$", re.IGNORECASE),
        join=re.compile(
            rf"\s*(?:{to})\s*(?:(?:{_any(words['weekdays']['names'])})\.?,?\s+)?$", re.IGNORECASE
        ),
        weekday=re.compile(rf"(?:{_any(words['weekdays']['names'])})\.?,?\s*$", re.IGNORECASE),
        numbered=re.compile(rf"(?:^|[^\w])(?:{labels})\s*[:.]?\s*#?\s*$", re.IGNORECASE),
        week=re.compile(rf"(?:^|[^\w])(?:{_any(words['numbered']['weeks'])})\s*[:.]?\s*$", re.IGNORECASE),
    )


def dates_in(text: str) -> list[Written]:
    """Return the dates a text writes, in reading order; of a span its end, with the day it opens with."""
    forms = patterns()
    found: list[Written] = []
    for seen in forms.date.finditer(text):
        one = _written(seen, forms)
        if one is None:
            continue
        last = found[-1] if found else None
        if last is not None and not last.spans and forms.join.fullmatch(text[last.end : one.start]):
            found[-1] = _joined(last, one)
        else:
            found.append(_opened(text, one, forms))
    return found


def _written(seen: re.Match[str], forms: Patterns) -> Written | None:
    """Return the date of a match, or ``None`` when its numbers name no day."""
    held = {name[0]: value for name, value in seen.groupdict().items() if value is not None}
    year = int(held["y"].strip("'’")) if "y" in held else int(held["z"]) if "z" in held else None
    if year is not None and year < 100:
        year += 2000 if year < CENTURY else 1900
    number = int(re.match(r"\d+", held["d"])[0])  # type: ignore[index]
    said = held["m"].lower()
    month = forms.months.get(said) or ROMAN.get(said) or (int(said) if said.isdigit() else 0)
    numeric = held.get("s") is not None and seen["d2"] is not None
    swapped = False
    if numeric:
        if month > 12 >= number:
            number, month = month, number
        swapped = number <= 12 and month <= 12 and number != month and seen["s2"] != DOT
    if make_day(year if year is not None else 2024, month, number) is None:
        return None
    end, opens = number, None
    if "e" in held:
        end = int(re.match(r"\d+", held["e"])[0])  # type: ignore[index]
        if end <= number or make_day(year if year is not None else 2024, month, end) is None:
            return None
        opens = make_day(year, month, number) if year is not None else None
    return Written(seen.start(), seen.end(), year, month, end, swapped, opens, spans="e" in held)


def _joined(first: Written, last: Written) -> Written:
    """Return the span two dates make: its end, with the day it opens with."""
    year = last.year
    opens = first.day
    if opens is None and year is not None:
        later = (first.month, first.number) > (last.month, last.number)
        opens = first.in_year(year - later)
    return Written(first.start, last.end, year, last.month, last.number, last.swapped, opens, spans=True)


def _opened(text: str, one: Written, forms: Patterns) -> Written:
    """Return a date as the end of a span when a day stands before it: "5 - 11 March", not "Round 4 - 10 March"."""
    before = text[: one.start]
    seen = forms.opening.search(before[-16:])
    if seen is None or one.spans or not text[one.start : one.start + 1].isdigit():
        return one
    start = len(before) - len(before[-16:]) + seen.start()
    first = int(re.match(r"\d+", seen[1])[0])  # type: ignore[index]
    label = before[:start]
    if not 1 <= first < one.number:
        return one
    if forms.numbered.search(label) or (forms.week.search(label) and one.number - first != 6):
        return one
    opens = make_day(one.year, one.month, first) if one.year is not None else None
    return Written(start, one.end, one.year, one.month, one.number, one.swapped, opens, spans=True)


def day(value: Any) -> dt.date | None:
    """Return the day a value names, as it is written there, or ``None`` when it names none or two."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = " ".join(str(value).split()) if isinstance(value, (str, int)) else ""
    if seen := COMPACT.match(text):
        return make_day(*(int(part) for part in seen.groups()))
    found = _alone(text)
    return None if found is None or found.swapped else found.day


def _alone(text: str) -> Written | None:
    """Return the date a text consists of, but for a weekday before it and a time of day around it."""
    found = dates_in(text[:60])
    if len(found) != 1 or found[0].year is None or found[0].spans:
        return None
    before = patterns().weekday.sub("", text[: found[0].start])
    if before.strip(" ,") and not CLOCK.fullmatch(before):
        return None
    return found[0] if text[found[0].end :][:1] in {"", " ", "T", ",", ")"} else None


CLOCK = re.compile(r"[\s\d:.,hHAPMapmGMTUTC+-]*")


def readings(value: Any) -> list[dt.date]:
    """Return every day a value may name: two for "03/04/2019", none for what is no date."""
    one = day(value)
    if one is not None:
        return [one]
    found = _alone(" ".join(str(value).split())) if isinstance(value, str) else None
    return [found.day, found.other] if found is not None and found.day and found.other else []


def days_of_column(cells: Iterable[Any]) -> list[dt.date | None]:
    """Return the day of each cell of a column of dates; the whole column settles which number is the month.

    Numbers that are no dates otherwise are read as Excel's serial days.  Where the column leaves it open
    ("03/04/2019" and no day past the twelfth) the order that keeps the rows in sequence and close together
    is taken, and the day before the month when both do.
    """
    held = list(cells)
    both = [readings(cell) for cell in held]
    day_first, month_first = (any(_numeric(cell, first) for cell in held) for first in (True, False))
    if day_first != month_first:
        place = 0 if day_first else 1
    else:
        place = min((0, 1), key=lambda which: _disorder(both, which))
    return [
        one[min(place, len(one) - 1)] if one else _serial(cell) for one, cell in zip(both, held, strict=True)
    ]


def _numeric(cell: Any, day_first: bool) -> bool:
    """Return whether a cell of numbers can only be read with the day (or the month) first."""
    seen = re.match(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}", cell) if isinstance(cell, str) else None
    if seen is None:
        return False
    first, second = int(seen[1]), int(seen[2])
    return first > 12 >= second if day_first else second > 12 >= first


def _disorder(both: list[list[dt.date]], place: int) -> tuple[int, int]:
    """Return how often a column runs backwards and how many days it spans, for one order of its numbers."""
    days = [one[min(place, len(one) - 1)] for one in both if one]
    back = min(
        sum(after < before for before, after in pairwise(days)),
        sum(after > before for before, after in pairwise(days)),
    )
    return back, (max(days) - min(days)).days if days else 0


def _serial(cell: Any) -> dt.date | None:
    """Return the day of an Excel serial number, or ``None``."""
    text = str(cell).strip().removesuffix(".0")
    if not text.isdigit() or not SERIALS[0] <= int(text) <= SERIALS[1]:
        return None
    return SERIAL_ZERO + dt.timedelta(days=int(text))


def given_day(value: Any, place: str, what: str) -> dt.date | None:
    """Return the day a field names; blank and "unknown" are ``None``.

    Raises
    ------
    BadReport
        The field holds something else, or a day that can be read two ways.
    """
    if value is None or str(value).strip().lower() in BLANK:
        return None
    found = day(value)
    if found is None:
        both = readings(value)
        why = f"names two days, {both[0]} or {both[1]}" if both else "is not a day"
        raise BadReport(f"{place}: {what} {str(value)[:40]!r} {why}", fix="write it as 2019-03-08")
    return found


def days_written(text: str) -> Iterator[dt.date]:
    """Yield the days a text names with their year, one reading each; those of two readings are left out."""
    for one in dates_in(text):
        if one.day is not None and not one.swapped:
            yield one.day
