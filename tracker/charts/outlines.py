"""Country outlines for plain maps: Natural Earth 1:10m, public domain, simplified and packed.

In: a box of longitudes and latitudes.  Out: the land within it as rings, or lines, coasts and borders apart.
Words: outlines.txt (made by tools/build_outlines.py: a polyline a line, "l" a ring of land or "b" a border, then
Google's polyline encoding, 3 decimals)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

Point = tuple[float, float]
DECIMALS = 1000


def decoded(code: str) -> list[Point]:
    """Return the longitudes and latitudes of one packed polyline."""
    values: list[int] = []
    value = shift = 0
    for char in code:
        part = ord(char) - 63
        value |= (part & 31) << shift
        if part >= 32:
            shift += 5
        else:
            values.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points: list[Point] = []
    x = y = 0
    for place in range(0, len(values) - 1, 2):
        x, y = x + values[place], y + values[place + 1]
        points.append((x / DECIMALS, y / DECIMALS))
    return points


@cache
def _lines() -> tuple[tuple[str, tuple[float, float, float, float], tuple[Point, ...]], ...]:
    text = (resources.files("tracker.charts") / "outlines.txt").read_text(encoding="ascii")
    made = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        points = tuple(decoded(line[2:]))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        made.append((line[0], (min(xs), min(ys), max(xs), max(ys)), points))
    return tuple(made)


def outlines(west: float, south: float, east: float, north: float) -> dict[str, list[list[Point]]]:
    """Return the lines that touch the box: ``coast`` and ``border``, each cut to what lies near the box."""
    found: dict[str, list[list[Point]]] = {"coast": [], "border": []}
    slack = max(east - west, north - south) * 2  # a wide screen shows more than the box
    for kind, (left, lower, right, upper), points in _lines():
        if right < west - slack or left > east + slack or upper < south - slack or lower > north + slack:
            continue
        run: list[Point] = []
        for x, y in points:
            near = west - slack <= x <= east + slack and south - slack <= y <= north + slack
            if near:
                run.append((x, y))
            elif len(run) > 1:
                found["coast" if kind == "l" else "border"].append(run)
                run = []
            else:
                run = []
        if len(run) > 1:
            found["coast" if kind == "l" else "border"].append(run)
    return found


def lands(west: float, south: float, east: float, north: float) -> list[list[Point]]:
    """Return the rings of the land that lie in the box, cut at its edges."""
    made = []
    for kind, (left, lower, right, upper), points in _lines():
        if kind != "l" or right < west or left > east or upper < south or lower > north:
            continue
        ring = list(points[:-1])
        for axis, edge, keeps_more in (
            (0, west, True),
            (0, east, False),
            (1, south, True),
            (1, north, False),
        ):
            ring = _cut(ring, axis, edge, keeps_more)
        if len(ring) > 2:
            made.append(ring)
    return made


def _cut(ring: Sequence[Point], axis: int, edge: float, keeps_more: bool) -> list[Point]:
    """Return what of a ring lies on one side of an edge (Sutherland and Hodgman)."""

    def kept(point: Point) -> bool:
        return point[axis] >= edge if keeps_more else point[axis] <= edge

    made: list[Point] = []
    for place, point in enumerate(ring):
        before = ring[place - 1]
        if kept(point) != kept(before):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            made.append(
                (before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1]))
            )
        if kept(point):
            made.append(point)
    return made
