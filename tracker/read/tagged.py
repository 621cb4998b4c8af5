"""Tables whose columns have HXL tags: each number of a counting column is a claim at once, bound to its cell.

In: tags of columns, rows.  Out: Found with claims, some thousands of rows at a time.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.errors import BadReport
from tracker.lexicon.place_rows import country_of
from tracker.read.days import day
from tracker.read.decode import newlines
from tracker.read.hxl import Counted, Tag, counted, day_role, place_role, source_role
from tracker.read.row_places import RowPlaces
from tracker.read.source import Found
from tracker.vocabulary import Claim, Verdict

ROWS_AT_ONCE = 5000
ROWS_ASKED = 50  # of a table, for the country in which it lies
NAMES_ASKED = 12
NOTHING = {
    "",
    "-",
    "–",
    "—",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "not available",
    "no data",
    "unknown",
    "..",
    "*",
}
GROUPED = re.compile(r"^\d{1,3}(?:[,\u00a0\u202f\u2009 ']\d{3})+(?:\.\d+)?$|^\d{1,3}(?:\.\d{3}){2,}$")
PLAIN = re.compile(r"^\d+(?:\.\d+)?(?:[eE]\+?\d+)?$")
Row = Sequence[Any]


def chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield filled rows, some thousands at a time; at least one chunk."""
    filled = (row for row in rows if any(str(cell).strip() for cell in row))
    chunk = list(itertools.islice(filled, ROWS_AT_ONCE))
    yield chunk
    while chunk := list(itertools.islice(filled, ROWS_AT_ONCE)):
        yield chunk


def line_of(row: Row) -> str:
    """Return a row as a line of a Markdown table."""
    return f"| {' | '.join(flat(cell) for cell in row)} |"


def flat(cell: Any) -> str:
    """Return a cell on one line."""
    text = cell if isinstance(cell, str) else str(cell)
    if not text or (text.isascii() and text.isalnum()):
        return text  # as it is: a cell that another takes up stays one
    return " ".join(newlines(text).replace("|", "/").split())


@dataclass(slots=True)
class _Column:
    """A column of numbers: where it is, what it counts, and where its bounds stand."""

    at: int
    what: Counted
    low: int | None = None
    high: int | None = None


def _count_columns(tags: list[Tag | None]) -> list[_Column]:
    """Return the columns that count people, each with its bounds."""
    found: list[_Column] = []
    bounds: list[tuple[int, Tag, Counted]] = []
    for at, tag in enumerate(tags):
        what = counted(tag) if tag is not None else None
        if tag is None or what is None:
            continue
        if what.bound is None:
            found.append(_Column(at, what))
        else:
            bounds.append((at, tag, what))
    for at, tag, what in bounds:
        base = tag.attributes - {"min", "max"}
        for column in found:
            held = tags[column.at]
            if held is not None and held.name == tag.name and held.attributes == base:
                if what.bound == "min":
                    column.low = at
                else:
                    column.high = at
    return found


def claim_tables(
    tags: list[Tag | None],
    labels: list[str],
    rows: Iterable[Row],
    place: str,
    *,
    mark: str,
    notes: tuple[str, ...],
) -> Iterator[Found | Verdict]:
    """Yield the claims of a tagged table, some thousands of rows at a time."""
    columns = _count_columns(tags)
    if not columns:
        yield Verdict(
            place=place,
            fault=f"{place}: HXL tags, but no column that counts people on the move",
            fix="tag such a column, for example #affected+idps, #affected+returnees or #affected+killed",
        )
        return
    header = line_of(labels) + "\n" if any(labels) else ""
    for part, chunk in enumerate(chunks(rows), start=1):
        lines: list[str] = [header] if header else []
        offset = len(header)
        claims: list[Claim] = []
        latest: dt.date | None = None
        odd: dict[int, list[str]] = {}
        country = _country(tags, chunk)
        for row in chunk:
            line = line_of(row)
            for at, cell in _no_numbers(columns, row):
                odd.setdefault(at, []).append(cell)
            for claim in _row_claims(tags, columns, row, line, offset, country):
                claims.append(claim)
                seen = claim.as_of or claim.period_end
                latest = max(latest, seen) if latest and seen else latest or seen
            lines.append(line + "\n")
            offset += len(line) + 1
        if not chunk:
            raise BadReport(f"{place}: a tag row and no rows under it", fix="save it again with its values")
        more = f"{mark} {part}".strip() if part > 1 else mark
        yield Found(
            text="".join(lines),
            mark=more,
            title=mark or None,
            kind="table",
            published=latest,
            published_basis="inferred" if latest else "unknown",
            claims=tuple(claims),
            tabled=True,
            notes=(*(notes if part == 1 else ()), *_left_out(odd, labels, place)),
        )


def _no_numbers(columns: list[_Column], row: Row) -> Iterator[tuple[int, str]]:
    """Yield the cells of counting columns that say something, but no number."""
    for column in columns:
        cell = flat(row[column.at]) if column.at < len(row) else ""
        if cell.lower() not in NOTHING and number_of(cell) is None:
            yield column.at, cell


def _left_out(odd: dict[int, list[str]], labels: list[str], place: str) -> Iterator[str]:
    """Yield for each counting column a sentence on the cells in which no number could be read."""
    for at, cells in sorted(odd.items()):
        name = labels[at] if at < len(labels) and labels[at] else f"column {at + 1}"
        count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        yield f"{place}: {count} under {name!r} left out, no number in {cells[0][:40]!r}"


def number_of(cell: Any) -> float | None:
    """Return the number a cell holds, or ``None``."""
    text = str(cell).strip()
    if text.lower() in NOTHING:
        return None
    if PLAIN.match(text):
        return float(text)
    if GROUPED.match(text):
        dots = text.count(".") > 1
        return float(re.sub(r"[,\u00a0\u202f\u2009 ']" if not dots else r"\.", "", text))
    return None


def _row_claims(
    tags: list[Tag | None],
    columns: list[_Column],
    row: Row,
    line: str,
    offset: int,
    country: str | None,
) -> Iterator[Claim]:
    """Yield the claims of one row; the quote is the number as it stands in its cell."""
    said = _context(tags, row, country)
    starts = list(itertools.accumulate((len(flat(cell)) + 3 for cell in row), initial=2))
    for column in columns:
        value = _cell_number(row, column.at)
        if value is None:
            continue
        low, high = _bounds(row, column, value)
        quote = flat(row[column.at])
        start = offset + starts[column.at]
        what = column.what
        people = what.unit == "person"
        parted = what.sex is not None or what.age_group is not None
        yield Claim(
            quote=quote,
            start=start,
            end=start + len(quote),
            sentence=line,
            value=value,
            low=low,
            high=high,
            qualifier="range" if low is not None and high is not None else "exact",
            unit=what.unit,
            persons=value if people else None,
            persons_low=low if people else None,
            persons_high=high if people else None,
            term=what.term,
            subterm=what.subterm,
            measure=what.measure,
            **(_stock_days(said) if what.measure == "stock" else _flow_days(said, running=what.running)),
            group_role="subset" if parted else None,
            sex=what.sex,
            age_group=what.age_group,
            **said["places"].of(what.term),
            source=said.get("source"),
            kind="table",
        )


def _cell_number(row: Row, at: int | None) -> float | None:
    """Return the number in a cell, ``None`` where there is no such cell or no number in it."""
    return number_of(row[at]) if at is not None and at < len(row) else None


def _bounds(row: Row, column: _Column, value: float) -> tuple[float | None, float | None]:
    """Return the bounds a row gives of a number; one on the wrong side of it is none."""
    low, high = _cell_number(row, column.low), _cell_number(row, column.high)
    return (low if low is None or low <= value else None, high if high is None or high >= value else None)


def _span(said: dict[str, Any]) -> tuple[dt.date | None, dt.date | None, dt.date | None]:
    """Return first day, last day and day of count of a row; a bare year stands for its days."""
    as_of, begin, end = said.get("as_of"), said.get("period_start"), said.get("period_end")
    year = said.get("year")
    if year and not (as_of or begin or end):
        return dt.date(year, 1, 1), dt.date(year, 12, 31), dt.date(year, 12, 31)
    return begin, end, as_of


def _precision(said: dict[str, Any], *days: dt.date | None) -> str | None:
    """Return how exactly a row names its days."""
    if said.get("year") and not said.get("as_of"):
        return "year"
    return "day" if any(days) else None


def _stock_days(said: dict[str, Any]) -> dict[str, Any]:
    """Return the day on which people were counted in a place."""
    _, end, as_of = _span(said)
    as_of = as_of or end
    return {
        "period_end": as_of,
        "period_precision": _precision(said, as_of, end),
        "as_of": as_of,
        "as_of_basis": "explicit" if as_of else None,
    }


def _flow_days(said: dict[str, Any], *, running: bool) -> dict[str, Any]:
    """Return the days in which people moved; the day of a count stands for a period that is not named."""
    begin, end, as_of = _span(said)
    if running:
        begin = said.get("period_start")
        return {
            "accumulation": "cumulative",
            "period_start": begin,
            "period_end": end or as_of,
            "period_precision": _precision(said, as_of, end),
            "as_of": end or as_of,
            "as_of_basis": "explicit" if end or as_of else None,
        }
    return {
        "accumulation": "window",
        "period_start": begin or as_of,
        "period_end": end or as_of,
        "period_precision": _precision(said, as_of, end),
    }


def _context(tags: list[Tag | None], row: Row, country: str | None) -> dict[str, Any]:
    """Return what a row says of its numbers: places, days, source."""
    said: dict[str, Any] = {}
    places = RowPlaces(country)
    for tag, cell in zip(tags, row, strict=False):
        text = flat(cell)
        if tag is None or text.lower() in NOTHING:
            continue
        if where := place_role(tag):
            places.add(*where, text)
        elif when := day_role(tag):
            found = day(text)
            if when == "year" or (found is None and re.fullmatch(r"(19|20)\d\d", text)):
                said["year"] = (
                    int(text) if re.fullmatch(r"(19|20)\d\d", text) else (found.year if found else None)
                )
            elif found is not None:
                said[when] = found
        elif who := source_role(tag):
            said.setdefault(who, text)
    said["places"] = places
    return said


def _country(tags: list[Tag | None], rows: Sequence[Row]) -> str | None:
    """Return the country in which the places lie that the rows name, where no column tells it."""
    roles = [place_role(tag) if tag is not None else None for tag in tags]
    if any(role is not None and role[1] == 0 for role in roles):
        return None
    named = dict.fromkeys(
        flat(row[at])
        for row in rows[:ROWS_ASKED]
        for at, role in enumerate(roles)
        if role is not None and at < len(row)
    )
    return country_of(tuple(name for name in named if name.lower() not in NOTHING)[:NAMES_ASKED])
