"""Cells of a table, each with the words that head its row and its column.

Rows come in with the spans of their cells; a table has up to three header rows, and a header that spans
several columns is said once, over the first of them.  The first cell without a number names its row.

In: text and rows of cell spans.  Out: Cells, in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tracker import lexicon

Span = tuple[int, int]

FIGURE = re.compile(
    r"[~≈<>±+*_(]*\d[\d.,\u00a0\u202f ]*(?:%|k|m|bn|million|thousand|lakh|crore)?[+*_)]*", re.IGNORECASE
)
BLANK = re.compile(r"(?:[-–—.…*]+|n/?a|nil|none|nd|tbc|tbd|unknown|not available|no data)?", re.IGNORECASE)
_HEADERS = 3
_WIDEST = 40  # characters of a figure


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


@cache
def _dated() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what dates and counts headings, and what ages and short dates name columns, in all languages."""
    words = [lexicon.load(language, "segment") for language in lexicon.languages()]
    month, order, age = (
        lexicon.alternatives([word for one in words for word in one[kind]])
        for kind in ("months", "orders", "age_words")
    )
    heading = (
        rf"\b\d{{1,2}}(?:\s*(?:[-–]|to|and)\s*\d{{1,2}})?[ \xa0](?i:{month})\b\.?(?:\s+\d{{4}})?"
        rf"|\b(?i:{month})\.?[ \xa0]\d{{1,2}}\b(?![.,]?\d{{3}})|\b(?:19|20)\d\d\b|\b(?i:{order})\s*#?\d+\b|\bQ[1-4]\b"
    )
    column = (
        r"(?<![\d,.])\d{1,2}\s*[-–]\s*\d{1,2}(?![\d,.])|(?<![\d,.])\d{1,2}\+(?=\s|$)|[<>≥≤]\s?\d{1,2}\b"
        rf"|\b(?i:{age})[ -]\d{{1,2}}\b"
        r"|\b\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d\d|\d{4}))?\b|\b\d{4}-\d\d-\d\d\b"
    )
    return re.compile(heading), re.compile(column)


def undated(words: str) -> str:
    """Return words without their dates and numbers of order."""
    return _dated()[0].sub("", words)


def unlabelled(words: str) -> str:
    """Return the words of a cell without what names a row or column: dates, ages, numbers of order."""
    return _dated()[1].sub("", undated(words))


def is_figure(words: str) -> bool:
    """Tell a cell that holds a number and nothing else but a sign or a scale."""
    return len(words) <= _WIDEST and FIGURE.fullmatch(words) is not None


def _numbered(text: str, row: Sequence[Span], first: int = 0) -> bool:
    """Tell whether a cell of a row holds a number that is no date or age."""
    return any(letter.isdigit() for a, b in row[first:] for letter in unlabelled(text[a:b]))


def is_header(text: str, row: Sequence[Span]) -> bool:
    """Tell whether a row can head a table: words in two cells or more, and no number."""
    filled = sum(a < b and not BLANK.fullmatch(text[a:b]) for a, b in row)
    return filled > 1 and not _numbered(text, row)


def cells(text: str, rows: Sequence[Sequence[Span]]) -> Iterator[Cell]:
    """Yield the filled cells of a table.

    Parameters
    ----------
    text
        The text the spans point into.
    rows
        For each row the spans of its cells, empty ones too.

    Yields
    ------
    Cell
        Header rows are context and not yielded; without one, columns have no name.
    """
    height = 0
    while height < min(len(rows), _HEADERS) and not _numbered(text, rows[height]):
        height += 1
    if height == len(rows) or (height == _HEADERS and not _numbered(text, rows[height])):
        height = 1
    heads = _heads(text, rows[:height])
    above = ""
    for line, row in enumerate(rows[height:], start=height):
        label, above = _label(text, row, above)
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


def _label(text: str, row: Sequence[Span], above: str) -> tuple[tuple[set[int], str] | None, str]:
    """Return the cells that name a row and its name; an empty first cell goes on with the one above."""
    places: set[int] = set()
    words: list[str] = []
    for index, (a, b) in enumerate(row[:-1]):
        cell = plain(text[a:b])
        if index == 0 and not cell and above:
            words.append(above)
        if not cell and index == 0:
            continue
        if any(letter.isdigit() for letter in unlabelled(cell)):
            if index == 0 and len(row) > 2 and cell.isdigit() and len(cell) <= 3 and _is_word(text, row[1]):
                places.add(index)  # a running number
                continue
            break
        if BLANK.fullmatch(cell):
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
