"""A table as rows of cells, whatever set it: bars, tabs or blanks; where its titles, heads and rows stand.

A row with a single cell at the top is a title, one among the rows a title of those below it.  What heads the
columns is found by evidence from all rows: a head stands where the rows below it have figures.

In: text and the spans of cells.  Out: Grid, and Frame: how many rows are titles and heads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tracker.segment.words import SegmentWords

Span = tuple[int, int]

MOST_HEADS = 4
_SAMPLE = 400  # rows that are looked at to tell what a column holds
_TITLES = 8
_SIGN = 3  # letters of what says that a number is not known; "Unknown" may head a column
_FIGURES = 0.6  # of the filled cells of a column that counts
_FIGURE = re.compile(r"[~<>≈+±*_(]{0,3}\d")


class Frame(NamedTuple):
    """Where the rows of a table begin, and the titles and heads above them."""

    titles: int
    heads: int


@dataclass(slots=True)
class GridRow:
    """A row: the spans of its cells, and the words of those whose words are not their span alone."""

    cells: Sequence[Span]
    words: dict[int, str] = field(default_factory=dict)


@dataclass
class Grid:
    """Rows of cells over a text."""

    text: str
    rows: Sequence[GridRow]
    lex: SegmentWords

    @cached_property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)

    @cached_property
    def spans(self) -> bool:
        """Whether the table says which cells take up several columns."""
        return any(self.goes_on(row, at) for row in self.rows[:_SAMPLE] for at in range(1, len(row.cells)))

    def words(self, row: GridRow, at: int) -> str:
        """Return the words of a cell on one line, without marks of emphasis."""
        if at >= len(row.cells):
            return ""
        told = row.words.get(at)
        return told if told is not None else plain(self.text[slice(*row.cells[at])])

    def goes_on(self, row: GridRow, at: int) -> bool:
        """Tell whether a cell is taken up by the one before it: bars without a blank between ("| Displaced ||")."""
        if not 0 < at < len(row.cells):
            return False
        start, end = row.cells[at]
        return start == end and self.text[start - 1 : start + 1] == "||"

    def filled(self, row: GridRow) -> list[int]:
        """Return which cells of a row hold words."""
        return [at for at in range(len(row.cells)) if self.words(row, at)]

    def blank(self, row: GridRow, at: int) -> bool:
        """Tell a cell that is empty or says that nothing is known."""
        return self.lex.is_blank(self.words(row, at))

    def figure(self, row: GridRow, at: int) -> bool:
        """Tell a cell that opens with a number that is no date or age."""
        words = self.words(row, at)
        return bool(words) and _FIGURE.match(words) is not None and self.lex.counts(words)

    def lone(self, row: GridRow) -> str:
        """Return the words of a row whose only filled cell is its first, unless they are a figure."""
        filled = self.filled(row)
        if self.width < 2 or len(filled) != 1 or (filled[0] and not self._wide(row, filled[0])):
            return ""
        words = self.words(row, filled[0])
        return "" if self.lex.is_figure(words) else words

    def _wide(self, row: GridRow, at: int) -> bool:
        """Tell a cell that takes up all columns from its own on."""
        return at + 1 < len(row.cells) and all(
            self.goes_on(row, right) for right in range(at + 1, len(row.cells))
        )

    @cached_property
    def counting(self) -> frozenset[int]:
        """The columns most of whose cells are figures."""
        figures, filled = [0] * self.width, [0] * self.width
        for row in self.rows[:_SAMPLE]:
            for at in range(len(row.cells)):
                if not self.blank(row, at):
                    filled[at] += 1
                    figures[at] += self.figure(row, at)
        return frozenset(
            at
            for at in range(self.width)
            if figures[at] and figures[at] >= _FIGURES * (filled[at] - MOST_HEADS)
        )

    def heads_table(self, row: GridRow) -> bool:
        """Tell whether a row can head a table: no figure, but words over the columns that count."""
        return not any(self._is_data(row, at) for at in range(len(row.cells)))

    def _is_data(self, row: GridRow, at: int) -> bool:
        """Tell a cell that stands in a row of figures: a number, or a sign that one is not known."""
        words = self.words(row, at)
        if not words:
            return False
        if self.blank(row, at):
            return len(words) <= _SIGN
        return self.lex.counts(words) and not (at in self.counting and words[0].isalpha())

    def frame(self) -> Frame:
        """Return how many rows are titles, and how many below them are heads."""
        rows = self.rows
        titles = 0
        while titles < min(len(rows) - 1, _TITLES) and self.lone(rows[titles]):
            titles += 1
        if not any(len(self.filled(row)) > 1 for row in rows[titles:]):
            return Frame(0, self._height(0))
        return Frame(titles, self._height(titles))

    def _height(self, top: int) -> int:
        """Return how many rows from one on are heads; one where all rows look like them."""
        rows, height = self.rows, 0
        while top + height < len(rows) and height <= MOST_HEADS:
            row = rows[top + height]
            if not self.heads_table(row) or (height and (self.lone(row) or self._years(row))):
                break
            height += 1
        endless = height > MOST_HEADS or top + height == len(rows)
        return min(1, height) if endless else height

    def _years(self, row: GridRow) -> bool:
        """Tell a row of figures that look like years: it is named, and no word heads a column in it."""
        told = [at for at in self.filled(row) if at in self.counting]
        named = bool(row.cells) and 0 not in self.counting and bool(self.words(row, 0))
        return (
            named
            and bool(told)
            and not any(letter.isalpha() for at in told for letter in self.words(row, at))
        )

    def column_heads(self, frame: Frame) -> list[str]:
        """Return what heads each column: the words of all heads above it, from the top."""
        found: list[list[str]] = [[] for _ in range(self.width)]
        rows = self.rows[frame.titles : frame.titles + frame.heads]
        for depth, row in enumerate(rows):
            last = depth + 1 == len(rows)
            spread = ""
            for at in range(self.width):
                words = self.words(row, at)
                if not words and at and (self.goes_on(row, at) or not (self.spans or last)):
                    words = spread  # a head over several columns is said once
                spread = words
                if words and words not in found[at]:
                    found[at].append(words)
        return [" ".join(parts) for parts in found]


def plain(words: str) -> str:
    """Return the words of a cell without marks of emphasis and line breaks."""
    return " ".join(words.replace("*", " ").replace("_", " ").split())
