"""Tables of a PDF page: cells by the white space between columns, or by the lines that rule them.

The columns are those of the rows of figures.  What stands above them may head several at once: it is wider than
a column, or stands in the middle of several.

In: bands of items, or words and the lines around them.  Out: rows of cells, each with the columns it takes up.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import median

from tracker.read.columns import Item, gaps_of, mostly_rtl, segments
from tracker.read.drawn import Grid
from tracker.read.grid import GridCell

NUMBER = re.compile(
    r"^[~≈<>±+]?\s*(?:[$€£]\s*)?\d[\d.,\s]*(?:%|\+|k|m|K|M|bn|million|thousand|billion|lakh|crore)?\+?$"
)
ALIGNED = 2.0  # points by which the left edges of a column and its head may differ
Row = list[GridCell]


def ruled(words: Sequence[Item], grid: Grid) -> tuple[Item | None, list[Item]]:
    """Return the ruled table that lines make of words, and the words outside it."""
    xs, ys = grid.xs, grid.ys
    inner: list[Item] = []
    outer: list[Item] = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        (inner if xs[0] < x < xs[-1] and ys[-1] < y < ys[0] else outer).append(word)
    held: list[list[list[Item]]] = [[[] for _ in xs[1:]] for _ in ys[1:]]
    for word in inner:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        held[sum(y < edge for edge in ys[1:-1])][sum(x > edge for edge in xs[1:-1])].append(word)
    rtl = mostly_rtl(inner)
    rows: list[Row] = []
    for number, row in enumerate(held):
        cells: Row = []
        for first, last in _merged(len(row), number, grid):
            together = [word for cell in row[first : last + 1] for word in cell]
            text = " ".join(line.text for line in segments(together, split=False))
            cells.append(GridCell(text, last - first + 1))
        if any(cell.text for cell in cells):
            rows.append(cells[::-1] if rtl else cells)
    if len(rows) < 2 or sum(sum(bool(cell.text) for cell in row) > 1 for row in rows) < 2:
        return None, list(words)
    size = median(word.size for word in inner)
    return Item(xs[0], ys[-1], xs[-1], ys[0], inside=inner, boxed=True, size=size, cells=rows), outer


def _merged(width: int, row: int, grid: Grid) -> list[tuple[int, int]]:
    """Return the first and last column of each cell of a row: where no line parts two columns, they are one."""
    cells = [(0, 0)]
    for at in range(1, width):
        if (row, at) in grid.open:
            cells[-1] = (cells[-1][0], at)
        else:
            cells.append((at, at))
    return cells


def spaced(bands: list[list[Item]], body: float) -> list[Row]:
    """Return the rows of a table whose columns are parted by white space alone."""
    data = [band for band in bands if len(band) > 1 and any(NUMBER.match(item.text) for item in band)]
    everything = gaps_of([item for band in bands for item in band], 0.4 * body)
    edges = gaps_of([item for band in data for item in band], 0.4 * body) if len(data) > 1 else everything
    if len(edges) < len(everything) or len(edges) + 1 > max(len(band) for band in bands):
        edges = everything
    cuts = [(left + right) / 2 for left, right in edges]
    first = next((at for at, band in enumerate(bands) if any(band is one for one in data)), 0)
    pitches = [upper[0].y0 - lower[0].y0 for upper, lower in itertools.pairwise(bands)]
    tight = 1.4 * median(item.size for band in bands for item in band)
    wrapped = bool(pitches) and min(pitches) < tight and max(pitches) > 1.25 * min(pitches)
    spans = _spans(data or bands, cuts)
    rows: list[Row] = []
    for place, band in enumerate(bands):
        cells = [""] * (len(cuts) + 1)
        wide = _heads_over(band, spans, last=place + 1 == first) if place < first else {}
        for item in band:
            at = wide.get(id(item), (_column(item, cuts), 0))[0]
            cells[at] = f"{cells[at]} {item.text}".strip()
        goes_on = wrapped and place > 0 and pitches[place - 1] < min(tight, 0.85 * max(pitches))
        if (
            goes_on
            and rows
            and not any(width > 1 for _, width in wide.values())
            and len(rows[-1]) == len(cells)
        ):
            rows[-1] = [
                GridCell(f"{upper.text} {lower}".strip())
                for upper, lower in zip(rows[-1], cells, strict=True)
            ]
        else:
            rows.append(_row(cells, dict(wide.values())))
    if mostly_rtl([item for band in bands for item in band]):
        rows = [row[::-1] for row in rows]
    return rows


def _row(cells: list[str], wide: dict[int, int]) -> Row:
    """Return the cells of a row; some take up several columns."""
    row: Row = []
    at = 0
    while at < len(cells):
        width = max(1, wide.get(at, 1))
        row.append(GridCell(" ".join(filter(None, cells[at : at + width])), width))
        at += width
    return row


def _column(item: Item, cuts: Sequence[float]) -> int:
    return sum((item.x0 + item.x1) / 2 > cut for cut in cuts)


def _spans(bands: list[list[Item]], cuts: Sequence[float]) -> list[tuple[float, float]]:
    """Return from where to where each column reaches."""
    held: list[list[Item]] = [[] for _ in range(len(cuts) + 1)]
    for band in bands:
        for item in band:
            held[_column(item, cuts)].append(item)
    return [
        (min(item.x0 for item in items), max(item.x1 for item in items)) if items else (0.0, 0.0)
        for items in held
    ]


def _heads_over(
    band: list[Item], spans: list[tuple[float, float]], *, last: bool
) -> dict[int, tuple[int, int]]:
    """Return for each item above the figures its first column and how many it takes up.

    ``last``: the row of heads next to the figures, where each has one column unless it covers more.
    """
    under = [[at for at, (x0, x1) in enumerate(spans) if item.x0 < x1 and item.x1 > x0] for item in band]
    found: dict[int, tuple[int, int]] = {}
    for place, (item, below) in enumerate(zip(band, under, strict=True)):
        before = max((at for cols in under[:place] for at in cols), default=0)
        after = min((at for cols in under[place + 1 :] for at in cols), default=len(spans))
        if not below:
            middle = (item.x0 + item.x1) / 2
            right = next((at for at, (x0, _) in enumerate(spans) if x0 > middle), len(spans))
            below = [at for at in (right - 1, right) if max(before, 0) < at < after]
        if not below or below[0] == 0:
            continue
        if last and len(under[place]) < 2:
            continue
        if abs(item.x0 - spans[below[0]][0]) < ALIGNED:
            first, end = below[0], max(below[-1], after - 1)
        else:
            first, end = _centred(item, below, spans, before + 1, after - 1)
        if end > first:
            found[id(item)] = (first, end - first + 1)
    return found


def _centred(
    item: Item, below: list[int], spans: list[tuple[float, float]], least: int, most: int
) -> tuple[int, int]:
    """Return the columns in whose middle an item stands: those below it, or as many more to both sides."""
    middle = (item.x0 + item.x1) / 2
    ranges = [
        (first, end)
        for first in range(min(least, below[0]), below[0] + 1)
        for end in range(below[-1], max(most, below[-1]) + 1)
    ]

    def off(columns: tuple[int, int]) -> float:
        return abs(middle - (spans[columns[0]][0] + spans[columns[1]][1]) / 2)

    best = min(map(off, ranges))
    near = [columns for columns in ranges if off(columns) <= best + 0.6 * item.size]
    return max(near, key=lambda columns: columns[1] - columns[0])
