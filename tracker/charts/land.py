"""Draw places on the outlines of the land: circles as large as people are many, arrows where they went, names.

No tiles, no server, no script.  Of a place there is one circle, of its largest count; names stand where nothing else
does.  In: spots, moves between them.  Out: SVG text, every word of it escaped.
Words: strings/<language>.toml
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tracker.charts.lettering import Box, first_free, text_width
from tracker.charts.outlines import lands, outlines
from tracker.charts.picture import Size
from tracker.charts.place_map import Spot
from tracker.charts.rounding import three
from tracker.charts.svg import in_svg, thin
from tracker.charts.translations import Words

WIDE, NARROW = Size(width=620, height=430), Size(width=360, height=300, font=12)
LARGEST, LEAST = 25.0, 4.5
MOST_ARROWS = 12
ROOM = 0.16
"""How much of the drawing is kept free around the places, on each side."""
LEAST_DEGREES = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """How degrees become places on the drawing."""

    west: float
    north: float
    scale: float
    squeeze: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the place of a point on the drawing."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale


def ground_of(spots: Sequence[Spot], size: Size) -> _Ground:
    """Return a view that holds all places with room for their names, in the shape of the drawing."""
    lons, lats = [spot.lon for spot in spots], [spot.lat for spot in spots]
    x, y = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = max(math.cos(math.radians(y)), 0.2)
    wide = max((max(lons) - min(lons)) * squeeze, LEAST_DEGREES)
    high = max(max(lats) - min(lats), LEAST_DEGREES)
    inside = 1 - 2 * ROOM
    scale = min(size.width * inside / wide, size.height * inside / high)
    return _Ground(
        west=x - size.width / 2 / scale / squeeze,
        north=y + size.height / 2 / scale,
        scale=scale,
        squeeze=squeeze,
    )


def largest_of(spots: Sequence[Spot]) -> list[Spot]:
    """Return one spot a place, of its largest count, the largest first."""
    best: dict[str, Spot] = {}
    for spot in sorted(spots, key=lambda spot: (-spot.people, spot.kind, spot.place_id)):
        best.setdefault(spot.name, spot)
    return list(best.values())


def land_map(
    spots: Sequence[Spot],
    links: Sequence[tuple[str, str, float]] = (),
    *,
    label: str,
    size: Size = WIDE,
    say: Words,
) -> str:
    """Return places and moves as SVG; ``label`` is its name for screen readers."""
    shown = largest_of(spots)
    if not shown:
        return ""
    ground = ground_of(shown, size)
    most = max(spot.people for spot in shown) or 1.0
    radius = {spot.name: max(LEAST, LARGEST * math.sqrt(spot.people / most)) for spot in shown}
    parts = _land(ground, size)
    parts += _arrows(spots, links, ground, radius)
    taken: list[Box] = []
    for spot in shown:
        (x, y), r = ground.at(spot.lon, spot.lat), radius[spot.name]
        look = f"spot {spot.kind}{' vague' if spot.vague else ''}"
        told = f"{spot.name}: {say.number(three(spot.people))}"
        spot_at = f'cx="{in_svg(x)}" cy="{in_svg(y)}" r="{in_svg(r)}"'
        parts.append(f'<circle class="{look}" {spot_at}><title>{escape(told)}</title></circle>')
        taken.append(Box(left=x - r * 0.8, top=y - r * 0.8, right=x + r * 0.8, bottom=y + r * 0.8))
    parts += _names(shown, ground, radius, size, taken, say)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}" role="img" '
        f'aria-label="{escape(label)}" class="land">{"".join(parts)}</svg>'
    )


def _land(ground: _Ground, size: Size) -> list[str]:
    """Return coasts and borders, each line cut to what the drawing shows."""
    east, south = (
        ground.west + size.width / ground.scale / ground.squeeze,
        ground.north - size.height / ground.scale,
    )
    parts = []
    for ring in lands(ground.west - 0.1, south - 0.1, east + 0.1, ground.north + 0.1):
        spots = [ground.at(lon, lat) for lon, lat in ring]
        half = len(spots) // 2  # each half has two ends to be thinned between
        spots = [*thin(spots[: half + 1]), *thin(spots[half:])[1:]]
        path = " ".join(f"{in_svg(x)},{in_svg(y)}" for x, y in spots)
        parts.append(f'<polygon class="ground" points="{path}"/>')
    for line in outlines(ground.west, south, east, ground.north)["border"]:
        spots = thin([ground.at(lon, lat) for lon, lat in line], 0.6)
        path = " ".join(f"{in_svg(x)},{in_svg(y)}" for x, y in spots)
        parts.append(f'<polyline class="border" points="{path}"/>')
    return parts


def _arrows(
    spots: Sequence[Spot], links: Sequence[tuple[str, str, float]], ground: _Ground, radius: dict[str, float]
) -> list[str]:
    """Return an arrow a move, bent so that ways there and back lie apart, as wide as people are many."""
    at = {spot.place_id: spot for spot in spots}
    known = [link for link in links if link[0] in at and link[1] in at][:MOST_ARROWS]
    most = max((people for *_, people in known), default=1.0)
    parts = []
    for origin, destination, people in known:
        one, other = at[origin], at[destination]
        (x0, y0), (x1, y1) = ground.at(one.lon, one.lat), ground.at(other.lon, other.lat)
        length = math.hypot(x1 - x0, y1 - y0)
        start, end = radius[one.name] + 2, radius[other.name] + 3
        if length < start + end + 12:
            continue
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        width = 1.4 + 3.2 * people / most
        head = 5 + width * 1.6
        bend = length * 0.12
        mx, my = (x0 + x1) / 2 - uy * bend, (y0 + y1) / 2 + ux * bend
        # the arrow's point lies on the circle's rim, on the way from the bend
        away = math.hypot(x1 - mx, y1 - my)
        vx, vy = (x1 - mx) / away, (y1 - my) / away
        px, py = x1 - vx * end, y1 - vy * end
        bx, by = px - vx * head, py - vy * head
        sx, sy = x0 + ux * start, y0 + uy * start
        parts.append(
            f'<path class="way" d="M{in_svg(sx)} {in_svg(sy)}Q{in_svg(mx)} {in_svg(my)} {in_svg(bx)} {in_svg(by)}" '
            f'stroke-width="{in_svg(width)}"/>'
            f'<polygon class="tip-of" points="{in_svg(px)},{in_svg(py)} {in_svg(bx - vy * head * 0.5)},'
            f'{in_svg(by + vx * head * 0.5)} {in_svg(bx + vy * head * 0.5)},{in_svg(by - vx * head * 0.5)}"/>'
        )
    return parts


def _names(
    shown: Sequence[Spot],
    ground: _Ground,
    radius: dict[str, float],
    size: Size,
    taken: list[Box],
    say: Words,
) -> list[str]:
    """Return the places' names with their counts, where they find room; the page's table has all."""
    parts: list[str] = []
    room = Box(left=2, top=2, right=size.width - 2, bottom=size.height - 2)
    font = size.font
    for spot in shown:
        name = say("places.somewhere", place=spot.name) if spot.vague else spot.name
        lines = [name, say.number(three(spot.people))]
        (x, y), r = ground.at(spot.lon, spot.lat), radius[spot.name]
        tall = font * 2.4
        candidates = []
        for gap in (4.0, 16.0, 34.0):
            d = r + gap
            candidates += [
                (x + d, y - font * 0.2, "start"),
                (x - d, y - font * 0.2, "end"),
                (x, y - d - tall + font, "middle"),
                (x, y + d + font * 0.8, "middle"),
                (x + d * 0.75, y - d * 0.75 - font * 0.4, "start"),
                (x - d * 0.75, y - d * 0.75 - font * 0.4, "end"),
                (x + d * 0.75, y + d * 0.75 + font * 0.6, "start"),
                (x - d * 0.75, y + d * 0.75 + font * 0.6, "end"),
            ]
        free = first_free(candidates, lines, font, taken=taken, frame=room, gap=2)
        if free is None:
            continue
        left, base, anchor, box = free
        taken.append(box)
        if text_width(name, font) and abs(base - y) > r + font * 2.2:
            parts.append(
                f'<line class="axis" x1="{in_svg(x)}" y1="{in_svg(y)}" x2="{in_svg(left)}" y2="{in_svg(base)}"/>'
            )
        for at, (line, look) in enumerate(zip(lines, ("place", "note"), strict=True)):
            parts.append(
                f'<text class="{look}" x="{in_svg(left)}" y="{in_svg(base + at * font * 1.2)}" '
                f'text-anchor="{anchor}" font-size="{in_svg(font)}">{escape(line)}</text>'
            )
    return parts
