"""Where words stand on a page: lines, bands, boxes and the white space that parts columns.

In: Words with their boxes.  Out: Items (stretches of words on one line, boxes with all that is in them), and
what the white space between them says.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from tracker.read.grid import GridCell

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
STRAY = re.compile(r"(?<=[\u0590-\u08ff]) ([.,:;!،؛؟)\]])(?=\s|$)")
NEAR = 6  # rows above and below in which the columns of a table are seen
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Item:
    """A stretch of words on one line, or a box with all that is in it; y grows upwards."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str = ""
    size: float = 10.0
    bold: bool = False
    inside: list[Item] = field(default_factory=list)
    boxed: bool = False
    cells: list[list[GridCell]] = field(default_factory=list)


def segments(words: Sequence[Item], *, split: bool = True) -> list[Item]:
    """Join words that stand on one line without a gap wider than a letter is high (or whatever the gap)."""
    rows: list[list[Item]] = []
    for word in sorted(words, key=lambda word: (-word.y0, word.x0)):
        if rows and abs(rows[-1][0].y0 - word.y0) <= 0.35 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    made: list[Item] = []
    for row in rows:
        row.sort(key=lambda word: word.x0)
    if not split:
        return [joined(row) for row in rows]
    gutters = _clear_stretches(rows)
    for place, row in enumerate(rows):
        made.extend(
            _split_row(
                row, gutters, [*rows[max(0, place - NEAR) : place], *rows[place + 1 : place + 1 + NEAR]]
            )
        )
    return made


def _clear_stretches(rows: list[list[Item]]) -> list[tuple[float, float]]:
    """Return the stretches of x that hardly any row of the page covers, with full text on both sides."""
    if len(rows) < 8:
        return []
    width = int(max(word.x1 for row in rows for word in row)) + 2
    covered = [0] * width
    for row in rows:
        for at in {at for word in row for at in range(max(0, int(word.x0)), max(0, int(word.x1)) + 1)}:
            covered[at] += 1
    least, most = 0.12 * len(rows), 0.35 * len(rows)
    found = []
    at = 0
    while at < width:
        end = at
        while end < width and covered[end] <= least:
            end += 1
        beside = max(covered[max(0, at - 40) : at], default=0), max(covered[end : end + 40], default=0)
        if end - at >= 6 and min(beside) >= most:
            found.append((float(at), float(end - 1)))
        at = max(end, at + 1)
    return found


def _split_row(
    row: list[Item], gutters: list[tuple[float, float]], around: list[list[Item]]
) -> Iterator[Item]:
    """Split a row at its wide gaps; the even gaps of a loosely justified line are none."""
    wide: list[list[Item]] = [[row[0]]]
    for left, word in itertools.pairwise(row):
        parted = any(left.x1 <= x0 + 1.5 and word.x0 >= x1 - 1.5 for x0, x1 in gutters)
        if parted or word.x0 - left.x1 > 2.5 * max(word.size, left.size):
            wide.append([])
        wide[-1].append(word)
    for part in wide:
        gaps = [word.x0 - left.x1 for left, word in itertools.pairwise(part)]
        if len(gaps) > 1 and max(gaps) < 1.3 * min(gaps) and not _are_cells(part, around):
            yield joined(part)
            continue
        held = [part[0]]
        for gap, word in zip(gaps, part[1:], strict=True):
            if gap > max(word.size, held[-1].size):
                yield joined(held)
                held = []
            held.append(word)
        yield joined(held)


def _are_cells(part: list[Item], around: list[list[Item]]) -> bool:
    """Tell the cells of a table, however evenly they stand: rows around have wide gaps at the same places."""
    if part[1].x0 - part[0].x1 <= max(part[0].size, part[1].size):
        return False
    wide = [
        [(left.x1, word.x0) for left, word in itertools.pairwise(row) if word.x0 - left.x1 > word.size]
        for row in around
    ]
    return all(
        sum(any(min(x1, word.x0) - max(x0, left.x1) > 0.3 * word.size for x0, x1 in gaps) for gaps in wide)
        >= 2
        for left, word in itertools.pairwise(part)
    )


def joined(words: list[Item]) -> Item:
    """Return one item for words side by side, in the order they are read."""
    letters = sum(len(word.text) for word in words)
    return Item(
        x0=words[0].x0,
        y0=min(word.y0 for word in words),
        x1=max(word.x1 for word in words),
        y1=max(word.y1 for word in words),
        text=STRAY.sub(r"\1", " ".join(word.text for word in in_order(words))),
        size=max(words, key=lambda word: len(word.text)).size,
        bold=sum(len(word.text) for word in words if word.bold) > 0.8 * letters,
    )


def is_rtl(text: str) -> bool:
    """Return whether a text holds letters written from right to left."""
    return RTL.search(text) is not None


def mostly_rtl(items: Sequence[Item]) -> bool:
    """Return whether most words are written from right to left."""
    rtl = sum(len(item.text) for item in items if is_rtl(item.text))
    return rtl > sum(sum(map(str.isalpha, item.text)) for item in items) / 2


def in_order(words: Sequence[Item]) -> list[Item]:
    """Return words that stand from left to right in the order they are read.

    In a line of Arabic, numbers and Latin words among it run from left to right.
    """
    if not mostly_rtl(words):
        return list(words)
    made: list[Item] = []
    for rtl, run in itertools.groupby(reversed(words), key=lambda word: is_rtl(word.text)):
        held = list(run)
        made += held if rtl else held[::-1]
    return made


def into_boxes(items: list[Item], boxes: Sequence[Box]) -> list[Item]:
    """Put the items that stand in a drawn box into one item each; innermost boxes first."""
    for x0, y0, x1, y1 in sorted(set(boxes), key=lambda box: (box[2] - box[0]) * (box[3] - box[1])):
        inner = [
            item
            for item in items
            if x0 - 1 <= (item.x0 + item.x1) / 2 <= x1 + 1
            and y0 - 1 <= (item.y0 + item.y1) / 2 <= y1 + 1
            and item.x1 <= x1 + 3
            and item.x0 >= x0 - 3
        ]
        if len(inner) < 2 or len(inner) == len(items):
            continue
        heights = sorted((item.y0 + item.y1) / 2 for item in inner)
        if heights[-1] - heights[0] < 0.5 * inner[0].size:  # one row of a table, shaded
            continue
        held = {id(item) for item in inner}
        items = [item for item in items if id(item) not in held]
        items.append(Item(x0, y0, x1, y1, inside=inner, boxed=True, size=inner[0].size))
    return items


def bands_of(items: Sequence[Item]) -> list[list[Item]]:
    """Group items whose heights overlap, from top to bottom, each from left to right."""
    bands: list[list[Item]] = []
    floor = 0.0
    for item in sorted(items, key=lambda item: -item.y1):
        slack = 0.0 if item.boxed else 0.3 * (item.y1 - item.y0)
        if bands and item.y1 - slack > floor:
            bands[-1].append(item)
            floor = min(floor, item.y0 + slack)
        else:
            bands.append([item])
            floor = item.y0 + slack
    for band in bands:
        band.sort(key=lambda item: item.x0)
    return bands


def gaps_of(items: Sequence[Item], least: float) -> list[tuple[float, float]]:
    """Return the stretches of x, at least so wide, that no item covers."""
    gaps = []
    reach: float | None = None
    for item in sorted(items, key=lambda item: item.x0):
        if reach is not None and item.x0 - reach >= least:
            gaps.append((reach, item.x0))
        reach = item.x1 if reach is None else max(reach, item.x1)
    return gaps


def gutter_of(items: Sequence[Item], body: float) -> tuple[float, float] | None:
    """Return the widest free stretch that runs through all items, if any."""
    gaps = gaps_of(items, 0.8 * body)
    return max(gaps, key=lambda gap: gap[1] - gap[0]) if gaps else None


def is_prose(items: Sequence[Item], body: float) -> bool:
    """Distinguish running text from cells and labels: several lines, most of them full (in each column)."""
    lines = [item for item in items if not item.boxed]
    if len(lines) < 3:
        return False
    if gutter := gutter_of(lines, body):
        left, right = sides(lines, gutter)
        return is_prose(left, body) and is_prose(right, body)
    rows = bands_of(lines)
    width = max(item.x1 for item in lines) - min(item.x0 for item in lines)
    full = sum(row[-1].x1 - row[0].x0 >= 0.6 * width for row in rows)
    return (
        full >= 0.5 * len(rows) and median(sum(len(item.text.split()) for item in row) for row in rows) >= 3.5
    )


def sides(items: Sequence[Item], gutter: tuple[float, float]) -> tuple[list[Item], list[Item]]:
    """Return what lies left and right of a gutter."""
    edge = gutter[0] + 0.1
    return [item for item in items if item.x1 <= edge], [item for item in items if item.x1 > edge]


def are_columns(left: Sequence[Item], right: Sequence[Item], bands: list[list[Item]], body: float) -> bool:
    """Distinguish columns, which are read one after the other, from a table, which is read row by row."""
    if all(item.boxed for item in left) or all(item.boxed for item in right):
        return True
    shared = sum(any(item in left for item in band) and any(item in right for item in band) for band in bands)
    prose = is_prose(left, body), is_prose(right, body)
    if all(prose):
        return True
    if any(prose):
        fewer = min(len(bands_of(left)), len(bands_of(right)))
        level = {round(item.y0) for item in left}
        aligned = sum(any(round(item.y0) + step in level for step in (-1, 0, 1)) for item in right)
        return shared < 2 or aligned < 0.8 * len(right) or fewer < 2
    return shared < 2 and len(left) > 1 and len(right) > 1


def close_loose(bands: list[list[Item]]) -> list[list[Item]]:
    """Join the parts of a loosely justified line: it ends where the full line beside it ends."""
    made = list(bands)
    for step in (1, -1):
        order = range(len(made)) if step == 1 else range(len(made) - 1, -1, -1)
        for place in order:
            band, other = made[place], place - step
            if len(band) < 2 or not 0 <= other < len(made) or len(made[other]) != 1:
                continue
            full = made[other][0]
            if full.boxed or any(item.boxed for item in band):
                continue
            near = abs(full.y0 - band[0].y0) < 1.7 * band[0].size and abs(full.size - band[0].size) < 0.5
            edges = abs(full.x1 - band[-1].x1) < 1 and abs(full.x0 - band[0].x0) < 2.5 * band[0].size
            narrow = all(right.x0 - left.x1 < 5 * left.size for left, right in itertools.pairwise(band))
            if near and edges and narrow:
                made[place] = [joined(band)]
    return made
