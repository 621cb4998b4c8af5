"""From words on a page to text in the order a person reads it.

The page is cut where white space runs through it: first into columns, else into bands; what stands in a
drawn box is read by itself.  Rows of short cells that line up are a table and come out as "| a | b |"; a
large number over (or under) its label is a key figure and comes out on one line.  Lines are joined into
paragraphs, so that sentences stay whole.

In: Words and boxes of one page.  Out: Blocks, in reading order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tracker.read.columns import (
    Box,
    Item,
    are_columns,
    bands_of,
    close_loose,
    gaps_of,
    gutter_of,
    into_boxes,
    is_prose,
    joined,
    mostly_rtl,
    segments,
    sides,
)
from tracker.read.drawn import Rules
from tracker.read.grid import GridCell, bars, rule
from tracker.read.pdf_tables import NUMBER, ruled, spaced

BULLET = re.compile(r"^(?:[•●▪■◦‣⁃➢➤►✓·]|[-–—*](?=\s)|o(?=\s+[A-Z0-9]))\s*")
ENDED = re.compile(r"[.!?:;؟。…][\"'”’»)\]]*$")
STOPPED = re.compile(r"[.!?؟。…][\"'”’»)\]]*$")
BROKEN_WORD = re.compile(r"[^\W_][-\u00ad\u2010]$")
COMPOUND = re.compile(
    r"(?:\d|\b[A-Z]{2,}|\b(?i:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|half|mid|well|non|self|so))-$"
)
NOTE = re.compile(r"^(?:\d{1,2}|[*†‡§]+)[.)]?\s+\S")


@dataclass(slots=True)
class Block:
    """A piece of text in reading order: paragraph, heading, bullet, table, figure or note."""

    kind: str
    text: str
    size: float
    y0: float = 0.0
    first: float = 0.0
    opens: bool = False  # the first of a column: it may go on with the sentence before


def read_blocks(words: Sequence[Item], rules: Rules, body: float) -> list[Block]:
    """Return the blocks of a page; ``body`` is the font size of running text."""
    rest, tables = list(words), []
    for grid in rules.grids:
        table, rest = ruled(rest, grid)
        if table is not None:
            tables.append(table)
    items = [*segments(rest), *tables]
    boxes = [box for box in rules.boxes if not any(_within(box, table) for table in tables)]
    return list(_zone(into_boxes(items, boxes), body))


def _within(box: Box, table: Item) -> bool:
    """Return whether a drawn box is a cell or the shading of a table."""
    x0, y0, x1, y1 = box
    return x0 >= table.x0 - 4 and x1 <= table.x1 + 4 and y0 >= table.y0 - 4 and y1 <= table.y1 + 4


def _inside(item: Item, body: float) -> Iterator[Block]:
    """Yield what stands in a box."""
    if item.cells:
        yield _rows(item.cells, item)
    else:
        yield from _zone(item.inside, body)


def _zone(items: list[Item], body: float) -> Iterator[Block]:
    """Yield the blocks of a region: cut it into columns, or into bands from top to bottom."""
    if not items:
        return
    if gutter := gutter_of(items, body):
        left, right = sides(items, gutter)
        if mostly_rtl(items) and not any(item.boxed for item in items):
            left, right = right, left
        bands = bands_of(items)
        parts = (
            place
            for place in range(1, len(bands))
            if len(bands[place]) == 1 and _parts_zones(bands, place, [gutter], body)
        )
        if (place := next(parts, 0)) and are_columns(left, right, bands, body):
            yield from _zone([item for band in bands[:place] for item in band], body)
            yield from _zone([item for band in bands[place:] for item in band], body)
            return
        if are_columns(left, right, bands, body):
            yield from _zone(left, body)
            yield from _opening(_zone(right, body))
            return
    bands = close_loose(bands_of(items))
    loose: list[Item] = []
    start = 0
    while start < len(bands):
        end, made = _run(bands, start, body)
        if made is None:
            loose.extend(bands[start])
        else:
            yield from _lines(loose, body)
            loose = []
            yield from made
        start = end
    yield from _lines(loose, body)


def _opening(blocks: Iterator[Block]) -> Iterator[Block]:
    """Mark the first block as the first of a column."""
    for place, block in enumerate(blocks):
        block.opens = block.opens or place == 0
        yield block


def _run(bands: list[list[Item]], start: int, body: float) -> tuple[int, list[Block] | None]:
    """Return where the zone that starts at this band ends, and its blocks when it has columns or cells."""
    last = _zone_end(bands, start, body)
    alone = len(bands[start]) == 1 and not bands[start][0].boxed
    if alone and (_ends_above(bands, start) or not _continues(bands, start, last, body)):
        return start + 1, None
    blocks = _side_by_side(bands[start:last], body)
    return (start + 1, None) if blocks is None else (last, blocks)


def _zone_end(bands: list[list[Item]], start: int, body: float) -> int:
    """Return where the bands end, from ``start`` on, that share a free stretch; ``start`` when none do."""
    held: list[Item] = []
    end, both = start, 0
    free: list[tuple[float, float]] = []
    while end < len(bands):
        band = bands[end]
        if both and len(band) == 1 and _parts_zones(bands, end, free, body):
            break
        gaps = gaps_of([*held, *band], 0.8 * body)
        if not gaps and (len(held) > 0 or len(band) > 1):
            break
        held.extend(band)
        free = gaps
        both += len(band) > 1
        end += 1
    # lines before the first and after the last with two sides belong to the text around
    while end > start and len(bands[end - 1]) == 1 and not _beside(bands[end - 1], held, body):
        end -= 1
    return end


def _side_by_side(bands: list[list[Item]], body: float) -> list[Block] | None:
    """Return the blocks of a zone with columns, figures, table cells or boxes; ``None`` when it is plain text."""
    zone = [item for band in bands for item in band]
    gutter = gutter_of(zone, body) if any(len(band) > 1 for band in bands) else None
    if gutter is None:
        return None
    left, right = sides(zone, gutter)
    if are_columns(left, right, bands, body):
        return [*_zone(left, body), *_opening(_zone(right, body))]
    if figures := _figures(bands, body):
        return figures
    boxed = any(item.boxed for item in zone)
    if sum(len(band) > 1 for band in bands) >= 2 and not boxed:
        return [_rows(spaced(bands, body), bands[-1][0])]
    return [block for item in zone for block in _lines([item], body)] if boxed else None


def _parts_zones(bands: list[list[Item]], place: int, free: list[tuple[float, float]], body: float) -> bool:
    """Return whether a lone heading starts a new zone: the other columns have a break beside it, too."""
    head = bands[place][0]
    if head.boxed or head.size <= 1.12 * body or not free:
        return False
    gutter = max(free, key=lambda gap: gap[1] - gap[0])
    on_left = head.x0 < gutter[0]
    above = [item.y0 for band in bands[:place] for item in band if (item.x0 < gutter[0]) != on_left]
    below = [item.y1 for band in bands[place + 1 :] for item in band if (item.x0 < gutter[0]) != on_left]
    if not above or not below:
        return False
    clear = min(above) > head.y1 - 0.2 * head.size and max(below) < head.y0 + 0.2 * head.size
    return clear and min(above) - max(below) > body + (head.y1 - head.y0)


def _beside(band: list[Item], held: list[Item], body: float) -> bool:
    """Return whether a lone item belongs to a column of several lines (not to the text around)."""
    item = band[0]
    if item.boxed:
        return True
    same = [other for other in held if other is not item and abs(other.x0 - item.x0) < 2 and not other.boxed]
    return len(same) >= 3 and is_prose([*same, item], body)


def _ends_above(bands: list[list[Item]], start: int) -> bool:
    """Return whether a lone line is the last of the text above it: nearer to it than to what follows."""
    if start == 0 or start + 1 >= len(bands):
        return False
    item = bands[start][0]
    up = min(other.y0 for other in bands[start - 1]) - item.y0
    down = item.y0 - max(other.y0 for other in bands[start + 1])
    return up < 0.85 * down and abs(bands[start - 1][-1].size - item.size) < 0.5


def _continues(bands: list[list[Item]], start: int, last: int, body: float) -> bool:
    """Return whether a lone first line opens a column of running text rather than standing over a table."""
    item = bands[start][0]
    below = [
        other
        for band in bands[start + 1 : last]
        for other in band
        if abs(other.x0 - item.x0) < 2 and not other.boxed
    ]
    return len(below) >= 3 and is_prose([item, *below], body)


def _figures(bands: list[list[Item]], body: float) -> list[Block] | None:
    """Return key figures side by side: a row of large numbers over (or under) their labels."""
    rows = [band for band in bands if len(band) > 1]
    if len(rows) < 2 or len(bands) > 5:
        return None
    large = [band for band in rows if all(NUMBER.match(item.text) for item in band)]
    if len(large) != 1 or large[0][0].size < 1.2 * max(
        item.size for band in bands if band is not large[0] for item in band
    ):
        return None
    numbers = large[0]
    columns: list[list[Item]] = [[number] for number in numbers]
    for band in bands:
        if band is numbers:
            continue
        for item in band:
            middle = (item.x0 + item.x1) / 2
            near = min(
                range(len(numbers)),
                key=lambda place: min(
                    abs(item.x0 - numbers[place].x0),
                    abs(middle - (numbers[place].x0 + numbers[place].x1) / 2),
                ),
            )
            columns[near].append(item)
    return [block for column in columns for block in _lines(column, body)]


def _rows(rows: list[list[GridCell]], bottom: Item) -> Block:
    """Return rows of cells as a Markdown table; a first row without numbers is its header."""
    lines = [bars(row) for row in rows]
    if len(rows) > 1 and not any(NUMBER.match(cell.text) for cell in rows[0] if cell.text):
        lines.insert(1, rule(rows[0]))
    return Block("table", "\n".join(lines), bottom.size, bottom.y0)


def _lines(items: list[Item], body: float) -> Iterator[Block]:
    """Join lines from top to bottom into paragraphs, bullets, headings and key figures."""
    rows: list[Item] = []
    for band in bands_of(items):
        flat = [item for item in band if not item.boxed]
        if flat:
            rows.append(joined(flat))
        for item in band:
            if item.boxed:
                yield from _paragraphs(rows, body)
                rows = []
                yield from _inside(item, body)
    yield from _paragraphs(rows, body)


def _paragraphs(rows: list[Item], body: float) -> Iterator[Block]:
    """Yield paragraphs of lines that follow one another."""
    if not rows:
        return
    x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
    steps = [
        upper.y0 - lower.y0
        for upper, lower in itertools.pairwise(rows)
        if abs(upper.size - lower.size) < 0.05 * upper.size
    ]
    close = [step for step in steps if 0.9 * body < step < 2.2 * body]
    pitch = min(close) if close else 1.2 * body
    held = [rows[0]]
    labels = _label_side(rows)
    for upper, lower in itertools.pairwise(rows):
        if _breaks(upper, lower, held, pitch=pitch, edges=(x0, x1), labels=labels):
            yield _block(held, body)
            held = []
        held.append(lower)
    yield _block(held, body)


def _large(rows: list[Item], place: int) -> bool:
    """Return whether a line is a large number beside smaller words: a key figure."""
    row = rows[place]
    beside = [rows[at] for at in (place - 1, place + 1) if 0 <= at < len(rows)]
    return bool(NUMBER.match(row.text)) and any(row.size > 1.2 * other.size for other in beside)


def _label_side(rows: list[Item]) -> str:
    """Return whether the labels of key figures stand below or above their numbers; the nearer lines are theirs."""
    large = [place for place in range(len(rows)) if _large(rows, place)]
    if not large:
        return ""
    if large[0] == 0 or large[-1] == len(rows) - 1:
        return "below" if large[0] == 0 else "above"
    above = median(rows[place - 1].y0 - rows[place].y1 for place in large)
    below = median(rows[place].y0 - rows[place + 1].y1 for place in large)
    return "below" if below <= above else "above"


def _breaks(
    upper: Item, lower: Item, held: list[Item], *, pitch: float, edges: tuple[float, float], labels: str
) -> bool:
    """Return whether a new paragraph starts at ``lower``."""
    step = upper.y0 - lower.y0
    if NUMBER.match(upper.text) and upper.size > 1.2 * lower.size:
        return labels != "below" or step > 3.2 * upper.size
    if NUMBER.match(lower.text) and lower.size > 1.2 * upper.size:
        return labels != "above" or step > 3.2 * lower.size or bool(STOPPED.search(upper.text))
    if abs(upper.size - lower.size) > 0.12 * max(upper.size, lower.size):
        return not (NUMBER.match(held[0].text) and len(held) > 1)
    if BULLET.match(lower.text) or upper.bold != lower.bold:
        return True
    if step > 1.3 * pitch or step > 2.2 * upper.size:
        return True
    if step > 1.55 * upper.size and STOPPED.search(upper.text) and not lower.text[:1].islower():
        return True
    width = edges[1] - edges[0]
    if lower.x0 - upper.x0 > 0.8 * lower.size and not BULLET.match(held[0].text) and len(held) > 1:
        return bool(ENDED.search(upper.text))
    return upper.x1 < edges[1] - 0.25 * width and bool(ENDED.search(upper.text))


def _block(rows: list[Item], body: float) -> Block:
    """Return the block that these lines make."""
    numbers = [row for row in rows if NUMBER.match(row.text)]
    text = rows[0].text
    for upper, lower in itertools.pairwise(rows):
        text = join_lines(text, lower.text, label=lower in numbers and lower.size > 1.2 * upper.size)
    text = text.replace("\u00ad", "-")
    first, size = rows[0], rows[0].size
    if bullet := BULLET.match(text):
        return Block("bullet", f"- {text[bullet.end() :].strip()}", size, rows[-1].y0, first.y1)
    if numbers and len(rows) > 1:
        return Block("figure", text, size, rows[-1].y0, first.y1)
    heads = (size > 1.12 * body or first.bold) and not STOPPED.search(text) and len(text) < 160
    if heads and any(letter.isalpha() for letter in text) and not NUMBER.match(text):
        return Block("heading", f"## {text}", size, rows[-1].y0, first.y1)
    if size <= 0.9 * body and NOTE.match(text):
        return Block("note", text, size, rows[-1].y0, first.y1)
    return Block("paragraph", text, size, rows[-1].y0, first.y1)


def join_lines(upper: str, lower: str, *, label: bool = False) -> str:
    """Join two lines of one sentence; a word broken by a hyphen at the line's end is fixed."""
    if label:
        return f"{upper.rstrip(':')}: {lower}"
    if BROKEN_WORD.search(upper):
        told = upper[:-1] + "-"
        if lower[:1].islower() and not COMPOUND.search(told):
            return upper[:-1] + lower
        return told + lower
    return f"{upper} {lower}"
