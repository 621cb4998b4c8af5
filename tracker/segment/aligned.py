"""Tables that a text sets with blanks alone: columns stand under each other, as a PDF's text has them.

Two rows or more whose figures stand under each other are a table.  The lines above them are its header, also
over several columns; a row's name may take two lines.  One line of figures over one of labels (or under it)
is a box of key figures.

In: text, a language's words.  Out: Tables, each with its span and its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.segment.table_grid import Frame, Grid, GridRow, Span, plain
from tracker.segment.tables import Cell, read_grid
from tracker.segment.words import SegmentWords

_COLUMNS = re.compile(r"^.*\S {2,}[~<>±+(]?\d|^ *[~<>±+]?\d[\d,.]* {2,}\S", re.MULTILINE)
_CELL = re.compile(r"\S+(?: \S+)*")
_LINE = re.compile(r"[^\n]+")
_TRAILING = re.compile(r"(?<=\S) ([~<>±+(]?\d[\d.,]*)$")
_NAME_WORDS = 6  # of a cell that is no figure
_CELLS = 40  # of a row; more is no table
_LABEL = 48  # characters of a row's name that takes two lines


@dataclass(slots=True)
class _Line:
    """A line and its cells; offsets count from the line's own start."""

    start: int
    text: str
    cells: list[Span]
    lex: SegmentWords

    def words(self, cell: Span) -> str:
        return self.text[cell[0] : cell[1]]

    def figure(self, cell: Span) -> bool:
        """Tell a cell that is a figure."""
        return self.lex.is_figure(self.words(cell))

    def numbered(self) -> bool:
        """Tell a line that holds a number which is no date."""
        return self.lex.counts(self.text)

    def ends_open(self) -> bool:
        """Tell a line whose words go on in the next."""
        return self.lex.open_ends.search(self.text.strip()) is not None

    def absolute(self, cell: Span) -> Span:
        return self.start + cell[0], self.start + cell[1]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table of aligned columns."""

    start: int
    end: int
    cells: tuple[Cell, ...]


def aligned(text: str, language: str, lex: SegmentWords) -> list[Aligned]:
    """Return the tables of a text whose columns are set with blanks."""
    if "  " not in text or _COLUMNS.search(text) is None:
        return []
    found: list[Aligned] = []
    run: list[_Line] = []
    last = 0
    for hit in [*_LINE.finditer(text), None]:
        line = None
        if hit is not None and hit.group().strip():
            line = _Line(hit.start(), hit.group(), [m.span() for m in _CELL.finditer(hit.group())], lex)
            near = text.count("\n", last, hit.start()) <= 2
            last = hit.end()
            if "|" not in line.text and "\t" not in line.text and near and (run or len(line.cells) > 1):
                if len(line.cells) > 1 or len(line.text.strip()) <= _LABEL:
                    run.append(line)
                    continue
        elif hit is not None:
            continue
        table = _table(run, text, language)
        if table is not None:
            found.append(table)
        run = [line] if line is not None and len(line.cells) > 1 and "|" not in line.text else []
    return found


def _is_data(line: _Line) -> bool:
    """Tell a line of figures, with at most a name before them and short words between."""
    words = [line.words(cell) for cell in line.cells]
    figures = [line.lex.is_figure(one) for one in words]
    if not any(figures) or not 2 <= len(words) <= _CELLS:
        return False
    return all(figure or len(one.split()) <= _NAME_WORDS for figure, one in zip(figures, words, strict=True))


def _table(run: Sequence[_Line], text: str, language: str) -> Aligned | None:
    """Return the table that a run of lines holds, if its figures stand under each other."""
    data = {index for index, line in enumerate(run) if _is_data(line)}
    if not data:
        return None
    columns = _columns([run[index] for index in data])
    if columns is None:
        return None
    first, last = min(data), max(data)
    if len(data) == 1:
        return _box(run, first, columns)
    begin = first
    while begin and len(run[begin - 1].cells) > 1 and not run[begin - 1].numbered():
        begin -= 1
    over = [line.words(cell) for line in run[begin:first] for cell in line.cells if cell[1] <= columns[0][0]]
    heads = [" ".join(map(plain, over)), *_heads(run[begin:first], columns)]
    rows = [_row(run[index], columns) for index in range(first, last + 1)]
    joined = _name_over_lines(run, data, rows, first)
    grid = Grid(text, [row for place, row in enumerate(rows, start=first) if place not in joined], run[0].lex)
    made = tuple(read_grid(grid, Frame(0, 0), heads, language))
    return Aligned(run[begin].start, run[last].start + len(run[last].text), made)


def _row(line: _Line, columns: Sequence[Span]) -> GridRow:
    """Return a line as a row: its name, then a cell for each column."""
    line = _split(line, columns) if _is_data(line) else line
    nothing = (line.start, line.start)
    cells = [nothing] * (len(columns) + 1)
    names: list[Span] = []
    for cell in line.cells:
        place = 0 if cell[1] <= columns[0][0] else _column(cell, columns)
        if place and cells[place] == nothing:
            cells[place] = line.absolute(cell)
        else:
            names.append(cell)
    if names:
        cells[0] = line.start + names[0][0], line.start + names[-1][1]
    return GridRow(cells, {0: " ".join(plain(line.words(cell)) for cell in names)})


def _name_over_lines(run: Sequence[_Line], data: set[int], rows: Sequence[GridRow], first: int) -> set[int]:
    """Join what lines without figures say to the name of the row below or above; return these lines."""
    joined: set[int] = set()
    for index in sorted(data):
        row = rows[index - first]
        above = run[index - 1] if index > first and index - 1 not in data else None
        below = run[index + 1] if index + 1 < first + len(rows) and index + 1 not in data else None
        if (
            above is not None
            and len(above.cells) == 1
            and _wraps(above, [row.words[0]] if row.words[0] else [])
        ):
            row.words[0] = f"{plain(above.text)} {row.words[0]}".strip()
            joined.add(index - 1)
        ends = below is not None and len(below.cells) == 1 and below.text.strip()[:1].islower()
        if below is not None and ends and not below.ends_open():
            row.words[0] = f"{row.words[0]} {plain(below.text)}".strip()
            joined.add(index + 1)
    return joined


def _wraps(above: _Line, words: Sequence[str]) -> bool:
    """Tell whether a line alone begins the name of the row below it."""
    return above.ends_open() or bool(words and (words[0][:1] == "(" or words[0][:1].islower()))


def _columns(lines: Sequence[_Line]) -> list[Span] | None:
    """Return where the columns of figures stand; None when the lines do not agree."""
    spans: list[list[int]] = []
    for line in lines:
        cells = line.cells if line.figure(line.cells[0]) else line.cells[1:]
        for a, b in cells:
            spans.append([a, b])
    merged: list[list[int]] = []
    for a, b in sorted(spans):
        if merged and a < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], b)
        else:
            merged.append([a, b])
    columns = [(a, b) for a, b in merged]
    for line in lines:
        places = [_column(cell, columns) for cell in line.cells]
        taken = [place for place in places if place]
        if len(set(taken)) < len(taken):
            return None
    fullest = max(len(line.cells) for line in lines)
    return columns if len(columns) <= fullest else None


def _column(cell: Span, columns: Sequence[Span]) -> int:
    """Return the number of the column a cell stands in, from 1; 0 for none."""
    for index, (a, b) in enumerate(columns, start=1):
        if cell[0] < b and cell[1] > a:
            return index
    return 0


def _split(line: _Line, columns: Sequence[Span]) -> _Line:
    """Part a name from the figure that one blank separates from it, where a column stands there."""
    cell = line.cells[0]
    figure = _TRAILING.search(line.words(cell))
    if figure is None or line.figure(cell):
        return line
    inner = (cell[0] + figure.start(1), cell[1])
    taken = {_column(other, columns) for other in line.cells[1:]}
    if not _column(inner, columns) or _column(inner, columns) in taken:
        return line
    return _Line(
        line.start, line.text, [(cell[0], cell[0] + figure.start()), inner, *line.cells[1:]], line.lex
    )


def _heads(lines: Sequence[_Line], columns: Sequence[Span]) -> list[str]:
    """Return what heads each column: a header over several columns heads each of them."""
    heads: list[list[str]] = [[] for _ in columns]
    if not lines:
        return [""] * len(columns)
    fullest = max(range(len(lines)), key=lambda index: len(lines[index].cells))
    for depth, line in enumerate(lines):
        cells = [
            cell for cell in line.cells if cell[1] > columns[0][0] - 6 or len(line.cells) == len(columns)
        ]
        for index, column in enumerate(columns):
            if not cells:
                continue
            nearest = min(cells, key=lambda cell: abs(sum(cell) - sum(column)))
            apart = max(nearest[0] - column[1], column[0] - nearest[1])
            back = min(columns, key=lambda other: abs(sum(nearest) - sum(other)))
            if depth < fullest or back == column or apart < 0:
                heads[index].append(plain(line.words(nearest)))
    return [" ".join(parts) for parts in heads]


def _box(run: Sequence[_Line], at: int, columns: Sequence[Span]) -> Aligned | None:
    """Return a line of figures with its labels below it or above it."""
    line = run[at]
    if not all(line.figure(cell) or line.lex.is_blank(line.words(cell)) for cell in line.cells):
        return None
    below = [one for one in run[at + 1 :] if not one.numbered()]
    above = [one for one in run[:at] if len(one.cells) == len(columns) and not one.numbered()]
    labels = below if below and len(below[0].cells) > 1 else above[-1:]
    if not labels:
        return None
    heads = _heads(labels, columns)
    made = [
        Cell(*line.absolute(cell), None, heads[place - 1] or None)
        for cell in line.cells
        if (place := _column(cell, columns))
    ]
    start, end = (
        min(line.start, labels[0].start),
        max(labels[-1].start + len(labels[-1].text), line.start + len(line.text)),
    )
    return Aligned(start, end, tuple(made))
