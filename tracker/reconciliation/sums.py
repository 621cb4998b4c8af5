"""Rows of a table that are all there are: their sum is a figure of the whole where the table itself tells none.

Rows are all when their sum lies on the course of the whole, as other reports tell it, or when another column of the
same rows does.  A sum is marked as one; a table that gives a total, or a report that gives the whole, needs none.

In: Lines with observations.  Out: the same Lines, wholes with hints and notes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.reconciliation import place_keys
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Settings, Sums
from tracker.reconciliation.stated import Figure, date_of, say


@dataclass(slots=True, kw_only=True)
class Column:
    """What one report's rows say of one quantity on one day, a figure a place."""

    whole: Line
    rows: dict[str, Figure]

    @property
    def day(self) -> int:
        """The day the rows speak of."""
        return next(iter(self.rows.values())).day

    @property
    def value(self) -> float:
        """The sum of the rows."""
        return sum(one.value for one in self.rows.values())


def complete(made: Sequence[Line], settings: Settings) -> None:
    """Give wholes the sums of rows that are known to be all."""
    tables: dict[tuple[str, frozenset[str]], list[Column]] = defaultdict(list)
    for report, column in _columns(made, settings.sums):
        tables[report, frozenset(column.rows)].append(column)
    for (report, _), columns in sorted(tables.items(), key=lambda one: (one[0][0], sorted(one[0][1]))):
        if not any(_on_course(one, settings) for one in columns):
            continue
        for one in columns:
            if not _told(one, report) and _fits(one, settings):
                _add(one)


def _columns(made: Sequence[Line], settings: Sums) -> Iterator[tuple[str, Column]]:
    """Yield the columns of rows in several places, with their report and the whole they are of."""
    alike: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in made:
        if line.kind in ("stock", "cumulative") and line.group is None:
            alike[line.unit, line.term, line.kind].append(line)
    for (unit, term, kind), members in alike.items():
        # who is displaced in all the places is told as a running total where nobody goes back
        whole = _whole(members) or (
            _whole(alike.get((unit, term, "cumulative"), ())) if kind == "stock" else None
        )
        if whole is None:
            continue
        rows: dict[tuple[str, int], dict[str, Figure]] = defaultdict(dict)
        for line in members:
            place = line.to or line.origin
            if line is whole or place is None or place_keys.side(place):
                continue
            for one in line.figures:
                if one.of_table and one.report is not None and one.role != "out_of_scope":
                    rows[one.report, one.day].setdefault(place, one)
        for (report, _), found in rows.items():
            if len(found) >= settings.least_rows and not _nested(found):
                yield report, Column(whole=whole, rows=found)


def _whole(members: Sequence[Line]) -> Line | None:
    """Return the series of everyone, or of all in shelters, that the places are parts of."""
    everyone = [one for one in members if one.to is None and one.origin is None]
    sheltered = [one for one in members if one.to is not None and place_keys.side(one.to) == "inside"]
    pool = sheltered or everyone
    return max(pool, key=lambda one: (len(one.observed), one.series_id), default=None)


def _nested(places: Mapping[str, object]) -> bool:
    """Whether one of the places lies in another."""
    return any(above in places for place in places for above in place_keys.parents(place))


def _told(column: Column, report: str) -> bool:
    """Whether the report gives the whole itself, or someone gives the very sum for its day."""
    return any(
        (one.report == report and one.day == column.day)
        or (one.day == column.day and one.value == column.value)
        for one in column.whole.figures
    )


def _on_course(column: Column, settings: Settings) -> bool:
    """Whether the sum lies where other reports put the whole."""
    own = {one.report for one in column.rows.values()}
    firm = sorted(
        (one.day, one.value)
        for one in column.whole.observed
        if one.two_sided and one.value > 0 and one.report not in own
    )
    if not firm or column.value <= 0:
        return False
    days, values = zip(*firm, strict=True)
    if not days[0] - settings.sums.near_days <= column.day <= days[-1] + settings.sums.near_days:
        return False
    inside = days[0] <= column.day <= days[-1]
    room = settings.sums.off if inside else settings.sums.off_beyond
    return abs(math.log(column.value / float(np.interp(column.day, days, values)))) < room


def _fits(column: Column, settings: Settings) -> bool:
    """Whether a total that never falls has room for the sum."""
    if not column.whole.cumulative:
        return True
    firm = [one for one in column.whole.observed if one.two_sided]
    side = settings.sums.falls
    return all(
        one.value <= column.value * (1 + side)
        if one.day <= column.day
        else one.value >= column.value * (1 - side)
        for one in firm
    )


def _add(column: Column) -> None:
    """Add the sum to the whole, and say so."""
    rows = sorted(column.rows.items())
    value, first = column.value, rows[0][1]
    column.whole.hints.append(
        Figure(
            row=-1, claim_id=first.claim_id, source=first.source, who=first.who, value=value, low=value, high=value,
            qualifier="exact", day=column.day, start=None, published=max(one.published for _, one in rows),
            dated=first.dated, digits=0,
        )
    )  # fmt: skip
    parts = " + ".join(f"{say(one.value)} ({one.claim_id})" for _, one in rows)
    column.whole.notes[column.day] = (
        f"{first.who}, {date_of(column.day)}: sum of {len(rows)} places, {parts}; the report tells no total"
    )
