"""What the columns of a table hold: days, places, codes, names of rows, figures; by their heads and all their cells.

In: a grid and the heads of its columns.  Out: Columns, which say of each cell what its row and column tell.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tracker.lexicon.place_rows import country_of
from tracker.segment.column_days import Days, column_days
from tracker.segment.figures import Figures, read_figures
from tracker.segment.table_grid import Frame, Grid, GridRow
from tracker.segment.table_words import ColumnHead, Side, column_head, group_of, scale_of, without_totals
from tracker.vocabulary import CellFacts, Precision

_BESIDE = 6  # heads of other columns that a cell is told of
_LONGEST_NUMBER = 4  # digits of a number that counts rows
_IN_BRACKETS = re.compile(r"\(([^()]{4,30})\)$")
_ISO3 = re.compile(r"[A-Z]{3}")
_NAMES = 12  # places by which the country of a table may be told
_SAMPLE = 100
_ROWS = 2  # from which on numbers of rows are seen to rise
_WEEK = dt.timedelta(days=6)
_TIMES = frozenset({"day", "begin", "end", "year", "month"})


class RowDays(NamedTuple):
    """The days that a row names."""

    begin: dt.date | None = None
    end: dt.date | None = None
    precision: Precision | None = None


@dataclass(slots=True)
class RowFacts:
    """What a row says of all its cells."""

    name: str
    labels: frozenset[int]
    facts: CellFacts


@dataclass
class Columns:
    """The columns of a table: what they hold, and what they say of the cells of a row."""

    grid: Grid
    heads: Sequence[str]
    language: str
    first: int
    """The number of the first row below the heads."""
    kinds: list[ColumnHead]
    counting: tuple[int, ...]
    names: tuple[int, ...]
    """Columns whose cells name a row, from the left."""
    silent: frozenset[int]
    """Columns of days, codes and running numbers: no cell of them counts anybody."""
    days: dict[int, list[Days | None]]
    """For each column of days, what the cells below the heads name."""
    figures: Figures
    matrix: bool = False
    """Whether rows are where people left, and columns where they went."""
    towns: dict[int, str] = field(default_factory=dict)
    """Columns that count, each for a place: "Displaced persons" over "Gulu" and "Lamwo"."""
    titles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ranked = sorted(self.names, key=lambda at: -self.kinds[at].rank)
        self._places = [at for at in ranked if self.kinds[at].kind == "place"]
        self._above: dict[int, str] = {}
        over = [*self.titles, *(self.heads[at] for at in range(len(self.heads)) if at not in self.counting)]
        whole = max((scale_of(words, self.language) for words in over), default=1)
        self._scales = {at: scale_of(self.heads[at], self.language) for at in self.counting}
        self._scales = {at: scale if scale > 1 else whole for at, scale in self._scales.items()}
        self._beside = {at: tuple(self._others(at)) for at in self.counting}
        self._opened = self._opening()
        self._named = tuple(dict.fromkeys(self._names_of_places()))[:_NAMES]
        lone = [row for row in self.grid.rows[self.first :] if self._is_lone_total(row)]
        self._whole = lone[0] if len(lone) == 1 else None

    def _others(self, at: int) -> Iterator[str]:
        """Yield the heads of the other columns that count, the nearest first; to the left before to the right."""
        others = sorted(
            (other for other in self.counting if other != at), key=lambda other: (abs(other - at), other)
        )
        return (self.heads[other] for other in others[:_BESIDE] if self.heads[other])

    def _names_of_places(self) -> Iterator[str]:
        """Yield what the cells of the columns of places name, from the top."""
        for row in self.grid.rows[self.first : self.first + _SAMPLE]:
            for at in reversed(self._places):
                words, total = without_totals(self.grid.words(row, at), self.language)
                if words and not total:
                    yield words

    def _opening(self) -> dt.date | None:
        """Return the day of the first row where a running total is what is new on that day."""
        rows = self.grid.rows
        if not self.days or self.first >= len(rows):
            return None
        row, day = rows[self.first], self._days(0)
        running = {self.grid.words(row, at) for at in self.counting if self.kinds[at].running}
        new = {self.grid.words(row, at) for at in self.counting if not self.kinds[at].running}
        return day.begin if (running & new) - {""} else None

    def _is_lone_total(self, row: GridRow) -> bool:
        """Tell a row that sums up without a name in its first cell."""
        if len(self.names) < 2 or self.grid.words(row, self.names[0]):
            return False
        return any(without_totals(self.grid.words(row, at), self.language)[1] for at in self.names[1:])

    def row(self, row: GridRow, line: int) -> RowFacts:
        """Return what a row says of its cells; rows are asked about in their order."""
        words = self._words(row)
        name = " ".join(group_of(said, self.language) or said for said in words.values())
        name = name or " ".join(self.grid.words(row, at) for at in self.days).strip()
        labels = frozenset(at for at in self.names if self.grid.words(row, at))
        day = self._days(line - self.first)
        bare = {at: without_totals(said, self.language) for at, said in words.items()}
        places: dict[Side, list[str]] = {"here": [], "origin": [], "destination": []}
        rank: dict[Side, int] = {}
        for at in self._places:
            kind = self.kinds[at]
            if at in bare and bare[at][0] and kind.rank < rank.get(kind.side, kind.rank + 1):
                rank[kind.side] = kind.rank
                places[kind.side].append(bare[at][0])
        return RowFacts(
            name,
            labels,
            CellFacts(
                begin=day.begin,
                end=day.end,
                precision=day.precision,
                here=tuple(places["here"]),
                origins=tuple(places["origin"]),
                destinations=tuple(places["destination"]),
                names=self._named,
                total=any(sums for _, sums in bare.values()),
            ),
        )

    def facts(self, row: GridRow, said: RowFacts, at: int) -> CellFacts | None:
        """Return what the table says of a cell of a row."""
        kind = self.kinds[at] if at < len(self.kinds) else ColumnHead()
        words = self.grid.words(row, at)
        number, doubt = self.figures.number(words, at, self._scales.get(at, 1))
        shared = said.facts
        if at in self.towns and not shared.here:
            shared = replace(shared, here=(self.towns[at],), names=tuple(dict.fromkeys(self.towns.values())))
        elif self.towns and not shared.here and without_totals(self.heads[at], self.language)[1]:
            shared = replace(shared, total=True)
        if self.matrix and at in self.counting and not without_totals(self.heads[at], self.language)[1]:
            shared = replace(shared, destinations=(self.heads[at],))
        if words == "0" and shared.origins and shared.destinations:
            doubt = "a nought on a way that nobody went"
        made = replace(
            shared,
            opened=self._opened if kind.running else None,
            beside=self._beside.get(at, ()),
            number=number,
            at_origin=kind.at_origin,
            doubt=doubt,
        )
        return None if made == _NOTHING else made

    def _words(self, row: GridRow) -> dict[int, str]:
        """Return the words of the cells that name a row; an empty one may go on with the one above it."""
        found: dict[int, str] = {}
        filled = [at for at in self.names if self.grid.words(row, at)]
        same = row is not self._whole  # whether all names to the left are those of the row above
        for place, at in enumerate(self.names):
            said = self.grid.words(row, at)
            if not said and same and (place == 0 or (filled and filled[-1] > at)):
                said = self._above.get(at, "")
            else:
                same = same and said == self._above.get(at, "")
                self._above[at] = said
            if said and not self.grid.lex.is_blank(said):
                found[at] = said
        return found

    def _days(self, at: int) -> RowDays:
        """Return the days that a row names."""
        begin = end = None
        precision: Precision | None = None
        for column, days in self.days.items():
            day, head = days[at], self.kinds[column]
            if day is None:
                continue
            if head.kind == "begin":
                begin = day.begin
                end = end or (day.end + _WEEK if head.weekly else None)
            elif head.kind == "end":
                end = day.end
                begin = begin or (day.begin - _WEEK if head.weekly else None)
            elif precision is None:
                begin, end = begin or day.begin, end or day.end
            precision = precision or ("week" if head.weekly else day.precision)
        return RowDays(begin, end, precision)


_NOTHING = CellFacts()


def read_columns(grid: Grid, frame: Frame, heads: Sequence[str], language: str) -> Columns:
    """Tell what each column of a table holds.

    Parameters
    ----------
    grid, frame
        The table, and where its rows begin.
    heads
        What heads each column.
    language
        The language of the table.
    """
    first = frame.titles + frame.heads
    rows = grid.rows[first:]
    kinds = [column_head(head, language) for head in heads]
    days: dict[int, list[Days | None]] = {}
    silent: set[int] = set()
    numbered: set[int] = set()
    for at, head in enumerate(kinds):
        cells = [grid.words(row, at) for row in rows]
        headed = head.kind in _TIMES
        found = column_days(cells, grid.lex, headed=headed) if headed or at not in grid.counting else None
        if found is None and head.code:  # "Round 4 (Jan 2024)"
            held = [said[1] if (said := _IN_BRACKETS.search(cell)) else "" for cell in cells]
            found = column_days(held, grid.lex, headed=True) if all(held) else None
        if found is not None:
            days[at] = found
            silent.add(at)
            kinds[at] = head if headed else replace(head, kind="day")
        elif headed:
            kinds[at] = replace(head, kind="label")
            if at in grid.counting:
                numbered.add(at)  # "Week 18": a number that names its row
        elif (
            head.code
            and (countries := [cell for cell in cells if cell])
            and all(map(_ISO3.fullmatch, countries))
        ):
            kinds[at] = replace(head, kind="place", rank=0)
        elif head.code or _counts_rows(at, head, cells, grid):
            silent.add(at)
    if any(
        kind.back for at, kind in enumerate(kinds) if at not in grid.counting
    ):  # they left where they had fled to
        kinds = [
            replace(kind, side="origin") if kind.side == "destination" and not kind.back else kind
            for kind in kinds
        ]
    counting = tuple(sorted(at for at in grid.counting if at not in silent | numbered))
    return Columns(
        grid, heads, language, first, kinds, counting, _names(grid, kinds, counting, silent, first),
        frozenset(silent), days, read_figures({at: [grid.words(row, at) for row in rows] for at in counting}),
        matrix=any(kind.both for at, kind in enumerate(kinds) if at not in counting),
        towns=_towns(grid, frame, counting, language),
        titles=tuple(grid.words(row, grid.filled(row)[0]) for row in grid.rows[: frame.titles]),
    )  # fmt: skip


def _towns(grid: Grid, frame: Frame, counting: Sequence[int], language: str) -> dict[int, str]:
    """Return the places that the lowest heads of the columns name, where nearly all of them lie in one country."""
    rows = grid.rows[frame.titles : frame.titles + frame.heads]
    lowest = {at: grid.words(rows[-1], at) for at in counting} if rows else {}
    names = {
        at: said
        for at, said in lowest.items()
        if said[:1].isupper() and not without_totals(said, language)[1] and not grid.lex.counts(said)
    }
    told = tuple(dict.fromkeys(names.values()))
    return names if len(told) > 1 and country_of(told) is not None else {}


def _counts_rows(at: int, head: ColumnHead, cells: Sequence[str], grid: Grid) -> bool:
    """Tell a first column that numbers the rows: headed so and rising, or 1, 2, 3 before a column of words."""
    said = [cell.rstrip(".") for cell in cells if cell]
    if at or len(said) < _ROWS or not all(one.isdigit() and len(one) < _LONGEST_NUMBER for one in said):
        return False
    numbers = [int(one) for one in said]
    if head.kind == "serial":
        return all(left < right for left, right in itertools.pairwise(numbers))
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return not head.known and counted and 1 not in grid.counting


def _names(
    grid: Grid, kinds: Sequence[ColumnHead], counting: Sequence[int], silent: set[int], first: int
) -> tuple[int, ...]:
    """Return the columns whose cells name a row: those before the first that counts, and all of places."""
    start = counting[0] if counting else _first_number(grid, first)
    return tuple(
        at
        for at, kind in enumerate(kinds)
        if at not in silent and at not in counting and (at < start or kind.kind == "place")
    )


def _first_number(grid: Grid, first: int) -> int:
    """Return the first column in which any cell holds a number, where no column counts; else the last."""
    for at in range(grid.width):
        if any(grid.lex.counts(grid.words(row, at)) for row in grid.rows[first:]):
            return at
    return max(grid.width - 1, 0)
