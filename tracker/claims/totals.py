"""Point the cells of a table to the total they are part of, so that no breakdown counts twice.

A cell is part of the total of its row ("Girls" of "Total"), else of the total of its column ("Bulo" of "All
sites"); a row's total is part of the column's.  A total smaller than the cell is not its whole.

In: the claims of one table, in reading order.  Out: which is part of which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill.rows import tally
from tracker.claims.fill.rule import Rule, first
from tracker.claims.propose.heads import head_of


@dataclass(frozen=True, slots=True)
class _Table:
    """The totals of a table: of its rows and of its columns."""

    rows: dict[tuple[int, str], list[Draft]]
    columns: dict[tuple[str, str], list[Draft]]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell whose whole is asked for."""

    draft: Draft
    table: _Table

    @property
    def in_total_row(self) -> bool:
        """Whether the head of its row says that it is a total."""
        return _totals(self.draft.sentence.segment.row, self.draft)

    @property
    def in_total_column(self) -> bool:
        """Whether the head of its column says that it is a total."""
        return _totals(self.draft.sentence.segment.column, self.draft)


def parts(table: Sequence[Draft], without: frozenset[str] = frozenset()) -> Iterator[tuple[Draft, Draft]]:
    """Yield every cell whose total stands in its row or, at the table's foot or top, in its column, with the total."""
    totals = _Table({}, {})
    cells = [_Cell(draft, totals) for draft in table]
    for cell in cells:
        if cell.in_total_column and not cell.in_total_row:
            totals.rows.setdefault(_row(cell.draft), []).append(cell.draft)
        if cell.in_total_row:
            totals.columns.setdefault(_column(cell.draft), []).append(cell.draft)
    for cell in cells:
        whole = first(WHOLES, cell, without) if cell.draft.parent is None else None
        if whole is not None:
            yield cell.draft, whole[0]


def _of_row(cell: _Cell) -> Draft | None:
    if cell.in_total_column or cell.in_total_row:
        return None
    return _whole(cell.draft, cell.table.rows.get(_row(cell.draft), []))


def _of_column(cell: _Cell) -> Draft | None:
    if cell.in_total_row:
        return None
    return _whole(cell.draft, cell.table.columns.get(_column(cell.draft), []))


WHOLES: tuple[Rule[_Cell, Draft], ...] = (
    Rule(
        "total of the row",
        _of_row,
        "| Site | Displaced women | Total displaced |\n|---|---|---|\n| Bulo | {300} | 500 |\n| Mora | 300 | 400 |",
    ),
    Rule(
        "total of the column",
        _of_column,
        "| Site | Displaced |\n| --- | --- |\n| Bulo | {300} |\n| Mora | 200 |\n| Total | 500 |",
    ),
)
"""The whole of a cell; the first that is found decides."""


def _totals(words: str | None, draft: Draft) -> bool:
    """Tell whether a head says that what it heads is a total."""
    return words is not None and words != "" and head_of(words, draft.sentence.segment.language).total


def _row(draft: Draft) -> tuple[int, str]:
    """Return what names the row of a cell."""
    segment = draft.sentence.segment
    return segment.paragraph, segment.row or ""


def _column(draft: Draft) -> tuple[str, str]:
    """Return what names the column of a cell."""
    segment = draft.sentence.segment
    return segment.heading or "", segment.column or ""


def _whole(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Return the total a cell is part of: the next below it, else the only one above it."""
    fitting = [
        total
        for total in totals
        if total is not draft
        and (total.unit, total.term) == (draft.unit, draft.term)
        and (total.measure, tally(total) == "cumulative") == (draft.measure, tally(draft) == "cumulative")
        and total.amount.value.value >= draft.amount.value.value
    ]
    at = draft.sentence.segment.start
    below = next((total for total in fitting if total.sentence.segment.start > at), None)
    if below is not None:
        return below
    return fitting[0] if len(fitting) == 1 else None
