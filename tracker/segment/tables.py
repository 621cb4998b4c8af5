"""Cells of a table, each with the words that head its row and its column, and what else its table says of it.

Whatever set the table (bars, tabs, blanks; a page, a document, a sheet), its rows come in as a grid.  Titles
head all cells, or those of the rows below; what each column holds is told by its head and all its cells: days,
places, where people left or went, codes, figures.

In: a grid.  Out: Cells, in reading order.
Words: lexicon/<language>/segment.toml, tables.toml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.segment.table_columns import Columns, read_columns
from tracker.segment.table_grid import Frame, Grid, GridRow, Span
from tracker.segment.words import SegmentWords
from tracker.vocabulary import CellFacts


@dataclass(frozen=True, slots=True)
class Cell:
    """The span of a cell and the words that head it; a cell that names its row has no ``row``.

    ``line`` counts the rows of the table from its top; ``titles`` are the rows above that hold one cell, the
    nearest first.
    """

    start: int
    end: int
    row: str | None
    column: str | None
    line: int = 0
    titles: tuple[str, ...] = ()
    facts: CellFacts | None = None


def is_header(text: str, row: Sequence[Span], lex: SegmentWords) -> bool:
    """Tell whether a row can head a table: words in two cells or more, and no number."""
    filled = [text[a:b] for a, b in row if a < b and not lex.is_blank(text[a:b])]
    return len(filled) > 1 and not any(lex.counts(words) for words in filled)


def cells(text: str, rows: Sequence[Sequence[Span]], language: str, lex: SegmentWords) -> Iterator[Cell]:
    """Yield the filled cells of a table that is set with bars or tabs.

    Parameters
    ----------
    text
        The text the spans point into.
    rows
        For each row the spans of its cells, empty ones too.
    language, lex
        The text's language and its words.

    Yields
    ------
    Cell
        Rows that head the table are context and not yielded; without one, columns have no name.
    """
    grid = Grid(text, [GridRow(row) for row in rows], lex)
    frame = grid.frame()
    yield from read_grid(grid, frame, grid.column_heads(frame), language)


def read_grid(grid: Grid, frame: Frame, heads: Sequence[str], language: str) -> Iterator[Cell]:
    """Yield the filled cells of the rows of a grid.

    Parameters
    ----------
    grid, frame
        The table, and where its rows begin.
    heads
        What heads each column.
    language
        The text's language.
    """
    above = tuple(grid.words(row, grid.filled(row)[0]) for row in reversed(grid.rows[: frame.titles]))
    columns = read_columns(grid, frame, heads, language)
    first = columns.first
    last = max((at for at, row in enumerate(grid.rows) if len(grid.filled(row)) > 1), default=0)
    section: tuple[str, ...] = ()
    for line, row in enumerate(grid.rows[first:], start=first):
        alone = grid.lone(row)
        if alone and line < last and not grid.lex.counts(alone):
            section = (alone,)
            yield Cell(*row.cells[grid.filled(row)[0]], None, heads[0] or None, line, above)
            continue
        yield from _row(columns, row, line, (*section, *above))


def _row(columns: Columns, row: GridRow, line: int, titles: tuple[str, ...]) -> Iterator[Cell]:
    """Yield the cells of one row."""
    heads, said = columns.heads, columns.row(row, line)
    for at, (start, end) in enumerate(row.cells):
        if start == end or at in columns.silent:
            continue
        head = (heads[at] if at < len(heads) else "") or None
        if at in said.labels:
            yield Cell(start, end, None, head, line, titles)
        else:
            yield Cell(start, end, said.name or None, head, line, titles, columns.facts(row, said, at))
