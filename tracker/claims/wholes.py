"""Point the cells of a table to the total they are part of, so that no breakdown counts twice.

A cell is part of the total of its row ("Girls" of "Total"), else of the total of its column ("Bulo" of "All
sites"); a row's total is part of the column's.  A total smaller than the cell is not its whole.

In: the drafts of one table, in reading order.  Out: their parents.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.claims.draft import Draft
from tracker.claims.propose.heads import head_of


def point_to_totals(table: Sequence[Draft]) -> None:
    """Set the parent of every cell whose total stands in its row or, at the table's foot or top, in its column."""
    by_row: dict[tuple[int, str], list[Draft]] = {}
    by_column: dict[tuple[str, str], list[Draft]] = {}
    for draft in table:
        segment = draft.sentence.segment
        if _totals(segment.column, segment.language) and not _totals(segment.row, segment.language):
            by_row.setdefault(_row(draft), []).append(draft)
        if _totals(segment.row, segment.language):
            by_column.setdefault(_column(draft), []).append(draft)
    for draft in table:
        if draft.parent is not None:
            continue
        segment = draft.sentence.segment
        whole = None
        if not _totals(segment.column, segment.language) and not _totals(segment.row, segment.language):
            whole = _whole(draft, by_row.get(_row(draft), []))
        if whole is None and not _totals(segment.row, segment.language):
            whole = _whole(draft, by_column.get(_column(draft), []))
        if whole is not None:
            draft.parent, draft.tie = whole, "part"


def _totals(words: str | None, language: str) -> bool:
    """Tell whether a head says that what it heads is a total."""
    return bool(words) and head_of(words or "", language).total


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
        and total.amount.value.value >= draft.amount.value.value
    ]
    at = draft.sentence.segment.start
    below = [total for total in fitting if total.sentence.segment.start > at]
    return below[0] if below else fitting[0] if len(fitting) == 1 else None
