"""A point in time as words give it, and where it lies on the calendar once the report's day is known.

In: ``Node``, the report's day, a year the text gives.  Out: ``Span``, ``Time``.
Words: none.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from tracker.marks import _calendar as cal
from tracker.marks._calendar import Span, unanchored
from tracker.marks._time_file import Fixed
from tracker.vocabulary import Precision, Time, TimeRelation

NodeKind = Literal["day", "month", "year", "weekday", "number", "span", "range"]


class Node(NamedTuple):
    """One point as the words give it, not yet settled on the calendar.

    ``strong`` points stand alone; weak ones (a bare month, a bare year) need a preposition.  ``turn`` is
    "last", "this" or "next"; for a span that may be cut in parts it is the unit.
    """

    kind: NodeKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    turn: str = ""
    span: Span | None = None
    strong: bool = True
    vague: bool = False


class Anchor:
    """The report's day, and a year for dates without one."""

    def __init__(
        self,
        reference: dt.date | None,
        year_hint: int | None,
        last: tuple[dt.date | None, dt.date | None] | None,
    ) -> None:
        self.last = last
        """The days named last, from which "the day before" counts."""
        self.reference = reference
        self.year_hint = year_hint
        self.said: int | None = None
        """The year a sentence has spoken of: "the end of the year" behind it is that year's."""

    def year(self, node: Node, *, past: bool = False, ahead: bool = False) -> int | None:
        """Return the year of a date or month without one: the latest that had come, or the nearest."""
        reference, month = self.reference, node.month or 1
        if reference is None:
            return self.year_hint
        if node.kind == "month":
            if node.turn == "this":
                return reference.year
            if node.turn == "last":
                return reference.year - (month >= reference.month)
            if node.turn == "next":
                return reference.year + (month <= reference.month)
            back = (reference.month - month) % 12
            coming = ahead and back > 6
            return self._hinted(reference.year - (month > reference.month) + coming, month, 1)
        found = cal.year_of(month, node.day or 1, reference, past=past)
        if ahead and found is not None:
            before, after = (cal.make_day(year, month, node.day or 1) for year in (found, found + 1))
            if before and after and after - reference < reference - before:
                found += 1
        return None if found is None else self._hinted(found, month, node.day or 1)

    def _hinted(self, year: int, month: int, day: int) -> int:
        """Prefer the year the text itself gives, unless it puts the day after the latest it may be."""
        hint = self.year_hint
        if hint is None or hint > year or cal.make_day(hint, month, day) is None:
            return year
        return hint

    def settle(self, node: Node, *, past: bool = False, ahead: bool = False, clip: bool = True) -> Span:
        """Return the days a point means: latest before the report, or (``ahead``) the nearest to it."""
        if node.span is not None:
            return node.span
        if node.kind == "weekday":
            if self.reference is None:
                return unanchored()
            day = cal.weekday_before(node.day or 0, self.reference, node.turn)
            if ahead and not node.turn and (self.reference - day).days > 3:
                day = cal.shift(day, 7)
            return Span(day, day)
        if node.kind == "year":
            start, end = dt.date(node.year or 1, 1, 1), dt.date(node.year or 1, 12, 31)
            return self._unit_span(start, end, node.part, "year", clip)
        precision: Precision = "day" if node.kind == "day" else "month"
        year = node.year if node.year is not None else self.year(node, past=past, ahead=ahead)
        if year is None or not 1 <= year <= 9999:
            return unanchored(precision)
        if node.kind == "day":
            found = cal.make_day(year, node.month or 1, node.day or 1)
            return Span(found, found) if found else unanchored()
        start, end = cal.unit_around(dt.date(year, node.month or 1, 1), "month")
        return self._unit_span(start, end, node.part, "month", clip)

    def _unit_span(self, start: dt.date, end: dt.date, part: str | None, unit: str, clip: bool) -> Span:
        span = Span(start, end, cal.precision_of(unit))
        if part in ("earlier", "later"):
            return self.cut(span, part, unit)
        if part is not None:
            span = Span(*cal.part_of(start, end, part, unit), "approximate")
        return self.clip(span) if clip else span

    def time(self, node: Node, relation: TimeRelation) -> Time:
        """Return the Time a point means under a relation."""
        ahead = relation in ("by", "until", "before")
        span = self.settle(
            node, past=relation in ("since", "ago"), ahead=ahead, clip=not ahead and relation != "after"
        )
        precision: Precision = "approximate" if node.vague else span.precision
        if node.part == "start" and relation == "since" and not node.vague:
            precision = "day"
        start, end = self._open_ends(span, relation) if span.anchored else (span.start, span.end)
        if start is not None and end is not None and start > end:  # at the calendar's own ends
            start = end
        return Time(start=start, end=end, precision=precision, relation=relation, anchored=span.anchored)

    def _open_ends(self, span: Span, relation: TimeRelation) -> tuple[dt.date | None, dt.date | None]:
        """Return the first and last day of what happened since, until, before or after a span."""
        start, end, reference = span.start, span.end, self.reference
        if relation == "since":
            return start, reference if reference and (start is None or start <= reference) else None
        if relation == "until":
            return None, end
        if relation == "before":
            return None, cal.shift(start, -1) if start else None
        if relation == "after" and end is not None:
            first = end if span.precision == "day" else cal.shift(end, 1)
            return first, reference if reference and first <= reference else None
        return start, end

    def cut(self, span: Span, part: str, unit: str) -> Span:
        """Return a part of a span, or what of it lies before or after the report's day."""
        if not span.anchored or span.start is None or span.end is None:
            return span
        reference = self.reference
        if part == "earlier":
            end = min(span.end, reference) if reference and reference >= span.start else span.end
            return Span(span.start, end, span.precision)
        if part == "later":
            start = max(span.start, reference) if reference and reference <= span.end else span.start
            return Span(start, span.end, span.precision)
        whole = cal.unit_around(span.start, unit)[1] if unit in ("week", "month", "year") else span.end
        start, end = cal.part_of(span.start, whole, part, unit)
        return self.clip(Span(start, end, "approximate"))

    def clip(self, span: Span) -> Span:
        """End a span that holds the report's day on that day: nothing later was known."""
        reference = self.reference
        if reference and span.start and span.end and span.start <= reference < span.end:
            return span._replace(end=reference)
        return span

    def clipped(self, node: Node) -> Node:
        """Return a span's node, ended on the report's day."""
        return node._replace(span=self.clip(node.span)) if node.span is not None else node

    def around(self, unit: str, turn: int) -> Node:
        """Return the calendar unit that holds the report's day, or the one before or after it."""
        precision = cal.precision_of(unit)
        if self.reference is None:
            return Node("span", turn=unit, span=unanchored(precision))
        start, end = cal.unit_around(self.reference, unit, turn)
        return Node("span", turn=unit, span=Span(start, end, precision))

    def rolling(self, count: int, unit: str, *, vague: bool = False) -> Node:
        """Return so many units up to the report's day, or from it on when the count is positive."""
        precision: Precision = "approximate" if vague else cal.precision_of(unit)
        if self.reference is None:
            return Node("span", span=unanchored(precision))
        other = cal.shift(self.reference, count, unit)
        ends = (other, self.reference) if count < 0 else (self.reference, other)
        return Node("span", span=Span(*ends, precision))

    def quarters(self, count: int) -> Node:
        """Return the last quarters that are over; nobody counts a quarter from any day but its first."""
        if self.reference is None:
            return Node("span", turn="quarter", span=unanchored("quarter"))
        start = cal.unit_around(self.reference, "quarter", -count)[0]
        end = cal.unit_around(self.reference, "quarter", -1)[1]
        return Node("span", turn="quarter", span=Span(start, end, "quarter"))

    def open(self, *, ahead: bool = False) -> Node:
        """Return a span of unknown length up to the report's day, or from it on."""
        if self.reference is None:
            return Node("span", span=unanchored("approximate"))
        start, end = (self.reference, None) if ahead else (None, self.reference)
        return Node("span", span=Span(start, end, "approximate"))

    def fixed(self, row: Fixed) -> Span:
        """Return the days of a phrase that holds its own span."""
        reference = self.reference
        if reference is None:
            return unanchored(row.precision)
        start, end = (None if days is None else cal.shift(reference, days) for days in (row.from_, row.to))
        return Span(start, end, row.precision)

    def back(self, days: int, *, unit: str = "day") -> Node | None:
        """Return the days named last, or the day so many units before or after them; None where none was named."""
        start, end = self.last or (None, None)
        if end is None:
            return None
        if not days:
            return Node("span", span=Span(start, end, "day" if start == end else "week"))
        day = cal.shift(end if days > 0 else start or end, days, unit)
        if self.reference is not None and day > self.reference:
            return None
        return Node("span", span=Span(day, day))

    def joined(self, start: Span, end: Span) -> Node | None:
        """Return the span from the start of one to the end of another, unless it runs backwards."""
        if start.start is not None and end.end is not None and start.start > end.end:
            return None
        anchored = start.anchored and end.anchored
        return Node("span", span=Span(start.start, end.end, start.precision, anchored))

    def pair(self, first: Node, second: Node) -> Node | None:
        """Return the span from one point to another; each lends the other the month or year it lacks."""
        if first.kind == "number":
            first = second._replace(day=first.day)
        if second.kind == "number":
            second = first._replace(day=second.day, year=first.year or second.year)
        if first.kind in ("day", "month") and second.kind in ("day", "month"):
            late = (first.month or 0, first.day or 0) > (second.month or 0, second.day or 32)
            if first.year is None and second.year is None:
                year = self.year(first)
                if year is None:
                    return Node("span", span=unanchored())
                first = first._replace(year=year)
            if first.year is None:
                first = first._replace(year=(second.year or 0) - late)
            elif second.year is None:
                second = second._replace(year=first.year + late)
        if first.kind == "weekday" and second.kind == "weekday":
            if self.reference is None:
                return Node("span", span=unanchored())
            end = cal.weekday_before(second.day or 0, self.reference, second.turn)
            return Node("span", span=Span(cal.weekday_before(first.day or 0, end), end))
        return self.joined(self.settle(first), self.settle(second))
