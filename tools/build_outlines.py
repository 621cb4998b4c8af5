"""Pack the land and the borders between countries for the maps: tracker/charts/outlines.txt.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_outlines.py package/countries-10m.json

Natural Earth 1:10m (public domain) as world-atlas packs it: arcs shared by neighbours.  Arcs of two countries are
borders, all others coast; the rings of the land are simplified, small islands left out.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from pathlib import Path

SLACK = 0.02
LEAST = 0.0025
"""How far a simplified line may pass from the real one, and the least island, in degrees and square degrees."""
OUT = Path(__file__).resolve().parents[1] / "tracker" / "charts" / "outlines.txt"
HEAD = """# Natural Earth 1:10m, Admin 0 country boundaries, version 4.1.0 (public domain, naturalearthdata.com), by way
# of world-atlas 2.0.2, simplified to 0.02 degrees by tools/build_outlines.py.  l: a ring of land, b: a border between
# countries; packed as polylines, three decimals.
"""


def thinned(points: list[tuple[float, float]], slack: float = SLACK) -> list[tuple[float, float]]:
    """Leave out points that the line passes within ``slack`` of (Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        (x0, y0), (x1, y1) = points[start], points[end]
        length = math.hypot(x1 - x0, y1 - y0)
        worst, at = slack, None
        for place in range(start + 1, end):
            x, y = points[place]
            away = (
                abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
                if length
                else math.hypot(x - x0, y - y0)
            )
            if away > worst:
                worst, at = away, place
        if at is not None:
            keep.add(at)
            spans += [(start, at), (at, end)]
    return [points[place] for place in sorted(keep)]


def packed(points: list[tuple[float, float]]) -> str:
    """Return a line in Google's polyline encoding, three decimals."""
    code, last = [], (0, 0)
    for point in points:
        now = (round(point[0] * 1000), round(point[1] * 1000))
        for value in (now[0] - last[0], now[1] - last[1]):
            bits = ~(value << 1) if value < 0 else value << 1
            while bits >= 32:
                code.append(chr((32 | (bits & 31)) + 63))
                bits >>= 5
            code.append(chr(bits + 63))
        last = now
    return "".join(code)


def area(ring: list[tuple[float, float]]) -> float:
    """Return the size of a ring in square degrees."""
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring))) / 2


def build(file: Path) -> str:
    """Return the packed file."""
    topology = json.loads(file.read_text())
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(thinned(line))
    uses: dict[int, int] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for ring in rings_of(country):
            for arc in ring:
                uses[arc if arc >= 0 else ~arc] = uses.get(arc if arc >= 0 else ~arc, 0) + 1
    lines = []
    for land in topology["objects"]["land"]["geometries"]:
        for ring in rings_of(land):
            points: list[tuple[float, float]] = []
            for arc in ring:
                part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
                points += part if not points else part[1:]
            if area(points) >= LEAST:
                lines.append("l " + packed(points))
    lines += ["b " + packed(arcs[arc]) for arc, times in sorted(uses.items()) if times > 1]
    return HEAD + "\n".join(lines) + "\n"


def rings_of(geometry: dict) -> list[list[int]]:
    """Return the rings of a geometry, each a list of arcs."""
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return [ring for one in geometry.get("geometries", []) for ring in rings_of(one)]


if __name__ == "__main__":
    OUT.write_text(build(Path(sys.argv[1])), encoding="ascii")
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")
