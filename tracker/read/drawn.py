"""What is drawn on a page: boxes that hold text, and the lines of ruled tables.

In: a page.  Out: Rules: boxes, and grids (the lines between the columns and rows of a table).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from tracker.read.columns import Box

MOST = 2000
NEAR = 2.5
HAIR = 2.5


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows part, from left to right and from top to bottom.

    ``open``: rows and columns, from 0, between which no line parts a column from the one to its left.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    open: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """Boxes and grids drawn on a page."""

    boxes: tuple[Box, ...] = ()
    grids: tuple[Grid, ...] = field(default=())


def rules_of(page: Any) -> Rules:
    """Return what is drawn on a page; a map or a chart counts as nothing."""
    from pypdfium2 import raw

    width, height = page.get_size()
    boxes: list[Box] = []
    upright: list[Box] = []
    level: list[Box] = []
    for number, drawn in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if number >= MOST:
            return Rules()
        x0, y0, x1, y1 = drawn.get_bounds()
        wide, tall = x1 - x0, y1 - y0
        if wide <= HAIR and tall > 5:
            upright.append((x0, y0, x1, y1))
        elif tall <= HAIR and wide > 5:
            level.append((x0, y0, x1, y1))
        elif wide > 30 and tall > 18 and wide * tall < 0.8 * width * height:
            boxes.append((round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)))
    if len(boxes) > 400:
        boxes = []
    return Rules(tuple(boxes), tuple(_grids(upright, level)))


def _grids(upright: list[Box], level: list[Box]) -> list[Grid]:
    """Return the tables that lines make: lines that touch one another belong together."""
    groups: list[list[Box]] = []
    for line in [*upright, *level]:
        touching = [group for group in groups if any(_touch(line, other) for other in group)]
        merged = [line, *(other for group in touching for other in group)]
        groups = [group for group in groups if not any(group is one for one in touching)]
        groups.append(merged)
    grids = []
    for group in groups:
        xs = _places([(line[0] + line[2]) / 2 for line in group if line[2] - line[0] <= HAIR])
        ys = _places([(line[1] + line[3]) / 2 for line in group if line[3] - line[1] <= HAIR])
        if len(xs) >= 3 and len(ys) >= 3:
            ys.reverse()
            grids.append(Grid(tuple(xs), tuple(ys), _open(xs, ys, group)))
    return grids


def _open(xs: list[float], ys: list[float], lines: list[Box]) -> frozenset[tuple[int, int]]:
    """Return between which cells no line stands: they are one cell."""
    upright = [line for line in lines if line[2] - line[0] <= HAIR]
    found: set[tuple[int, int]] = set()
    for at, x in enumerate(xs[1:-1], start=1):
        here = [line for line in upright if abs((line[0] + line[2]) / 2 - x) <= 2 * NEAR]
        for row, (top, bottom) in enumerate(itertools.pairwise(ys)):
            middle = (top + bottom) / 2
            if not any(line[1] <= middle <= line[3] for line in here):
                found.add((row, at))
    return frozenset(found)


def _touch(one: Box, other: Box) -> bool:
    """Return whether two lines touch or cross."""
    return (
        one[0] <= other[2] + NEAR
        and other[0] <= one[2] + NEAR
        and one[1] <= other[3] + NEAR
        and other[1] <= one[3] + NEAR
    )


def _places(values: list[float]) -> list[float]:
    """Return values in order, those that nearly coincide as one."""
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > NEAR:
            made.append(value)
    return made
