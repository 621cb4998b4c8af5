"""Cells of a table, each with the words that head its row and its column.

Rows come in with the spans of their cells; a table has up to three header rows, and a header that spans
several columns is said once, over the first of them.  The first cell without a number names its row.

In: text, rows of cell spans, a language's words.  Out: Cells, in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.segment.words import SegmentWords

Span = tuple[int, int]

_HEADERS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """The span of a cell and the words that head it; a cell that names its row has no ``row``.

    ``line`` counts the rows of the table from its top.
    """

    start: int
    end: int
    row: str | None
    column: str | None
    line: int = 0


def _numbered(text: str, row: Sequence[Span], lex: SegmentWords) -> bool:
    """Tell whether a cell of a row holds a number that is no date or age."""
    return any(lex.counts(text[a:b]) for a, b in row)


def is_header(text: str, row: Sequence[Span], lex: SegmentWords) -> bool:
    """Tell whether a row can head a table: words in two cells or more, and no number."""
    filled = sum(a < b and not lex.is_blank(text[a:b]) for a, b in row)
    return filled > 1 and not _numbered(text, row, lex)


def cells(text: str, rows: Sequence[Sequence[Span]], lex: SegmentWords) -> Iterator[Cell]:
    """Yield the filled cells of a table.

    Parameters
    ----------
    text
        The text the spans point into.
    rows
        For each row the spans of its cells, empty ones too.
    lex
        The words of the text's language.

    Yields
    ------
    Cell
        Header rows are context and not yielded; without one, columns have no name.
    """
    height = 0
    while height < min(len(rows), _HEADERS) and not _numbered(text, rows[height], lex):
        height += 1
    if height == len(rows) or (height == _HEADERS and not _numbered(text, rows[height], lex)):
        height = 1
    heads = _heads(text, rows[:height])
    above = ""
    for line, row in enumerate(rows[height:], start=height):
        label, above = _label(text, row, above, lex)
        for index, (a, b) in enumerate(row):
            if a == b:
                continue
            named = label is not None and index in label[0]
            column = heads[index] if index < len(heads) else ""
            yield Cell(a, b, None if named or label is None else label[1], column or None, line)


def _heads(text: str, rows: Sequence[Sequence[Span]]) -> list[str]:
    """Return what heads each column: the words of all header rows above it, from the top."""
    width = max((len(row) for row in rows), default=0)
    heads: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        spread = ""
        for index in range(width):
            words = plain(text[slice(*row[index])]) if index < len(row) else ""
            if not words and depth + 1 < len(rows) and index:
                words = spread  # a header over several columns is said once
            spread = words
            if words and words not in heads[index]:
                heads[index].append(words)
    return [" ".join(parts) for parts in heads]


def _label(
    text: str, row: Sequence[Span], above: str, lex: SegmentWords
) -> tuple[tuple[set[int], str] | None, str]:
    """Return the cells that name a row and its name; an empty first cell goes on with the one above."""
    places: set[int] = set()
    words: list[str] = []
    for index, (a, b) in enumerate(row[:-1]):
        cell = plain(text[a:b])
        if index == 0 and not cell and above:
            words.append(above)
        if not cell and index == 0:
            continue
        if lex.counts(cell):
            if index == 0 and len(row) > 2 and cell.isdigit() and len(cell) <= 3 and _is_word(text, row[1]):
                places.add(index)  # a running number
                continue
            break
        if lex.is_blank(cell):
            break
        places.add(index)
        words.append(cell)
    if not words:
        return None, above
    first = plain(text[slice(*row[0])])
    return (places, " ".join(words)), first or above


def _is_word(text: str, span: Span) -> bool:
    """Tell a cell that begins with a letter."""
    return text[span[0] : span[1]][:1].isalpha()


def plain(words: str) -> str:
    """Return the words of a cell without marks of emphasis and line breaks."""
    return " ".join(words.replace("*", " ").replace("_", " ").split())
