"""Tables as every format gives them: rows of cells, each with the columns it takes up.

A row becomes a line with bars.  A cell over several columns is followed by as many bars as it takes up
("| Displaced || Returned ||"), so that its words stand once and the columns below it are still known.

In: rows of cells.  Out: lines of a Markdown table, which ``segment`` reads, whatever the file was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_COLUMNS = 16_384  # of a sheet; a cell that claims to span more is broken


class GridCell(NamedTuple):
    """The words of a cell and how many columns it takes up."""

    text: str
    wide: int = 1


def bars(row: Iterable[GridCell]) -> str:
    """Return a row as a line with bars."""
    return "|" + "".join(f" {cell.text.replace('|', '/')} {'|' * cell.wide}" for cell in row)


class Taken(str):
    """An empty cell of a sheet that the one before it takes up."""

    __slots__ = ()


TAKEN = Taken()


def spanned(row: Iterable[str]) -> list[GridCell]:
    """Return the cells of a row of a sheet, each with the columns it takes up."""
    cells: list[GridCell] = []
    for text in row:
        if text is TAKEN and cells:
            cells[-1] = cells[-1]._replace(wide=cells[-1].wide + 1)
        else:
            cells.append(GridCell(text))
    return cells


def rule(row: Sequence[GridCell]) -> str:
    """Return the line of dashes that stands under the head of a table."""
    return f"|{' --- |' * sum(cell.wide for cell in row)}"


def is_filled(row: Iterable[GridCell]) -> bool:
    """Return whether any cell of a row holds words."""
    return any(cell.text for cell in row)


def span(told: str | None) -> int:
    """Return how many columns or rows an attribute says a cell takes up; one where it says nothing sane."""
    number = int(told) if told is not None and told.strip().isdecimal() and len(told.strip()) <= 5 else 1
    return number if 1 <= number <= MOST_COLUMNS else 1
