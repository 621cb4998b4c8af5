"""Draw places on plain axes, sized by people: no tiles, no outline server, no request.

In: spots (name, longitude, latitude, people), lines between them.  Out: a plotly Figure.
Words: strings/<language>.toml
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from tracker.charts import theme
from tracker.charts.outlines import Point, outlines
from tracker.charts.rounding import three
from tracker.charts.translations import Words, words

if TYPE_CHECKING:
    import plotly.graph_objects as go

LARGEST = 54.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place with people: who left from there, arrived there, or is there at one time."""

    place_id: str
    name: str
    lon: float
    lat: float
    people: float
    kind: Literal["stock", "left", "arrived"]
    vague: bool = False  # a country or region: the mark stands for somewhere within it


LOOK = {"stock": theme.LOOKS[2], "left": theme.LOOKS[1], "arrived": theme.LOOKS[0]}
WORD = {"stock": "places.stock_here", "left": "places.left_here", "arrived": "places.arrived_here"}


def bounds(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """Return west, south, east, north around the places, never tighter than about a hundred kilometres."""
    west, east = min(spot.lon for spot in spots), max(spot.lon for spot in spots)
    south, north = min(spot.lat for spot in spots), max(spot.lat for spot in spots)
    wide, high = max(east - west, 1.6), max(north - south, 1.2)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide * 0.8, y - high * 0.95, x + wide * 0.8, y + high * 0.95


def _draw_moves(figure: go.Figure, spots: Sequence[Spot], links: Sequence[tuple[str, str, float]]) -> None:
    """Draw an arrow for each move between two of the places, its width by people."""
    at = {spot.place_id: (spot.lon, spot.lat) for spot in spots}
    most = max((people for *_, people in links), default=1.0)
    for origin, destination, people in links:
        if origin in at and destination in at:
            (x0, y0), (x1, y1) = at[origin], at[destination]
            figure.add_annotation(
                x=x1,
                y=y1,
                ax=x0,
                ay=y0,
                xref="x",
                yref="y",
                axref="x",
                ayref="y",
                text="",
                showarrow=True,
                arrowhead=2,
                arrowsize=0.8,
                arrowwidth=1.2 + 4 * people / most,
                arrowcolor="rgba(27,27,27,0.45)",
                standoff=8,
                startstandoff=6,
            )


def _draw_spots(figure: go.Figure, spots: Sequence[Spot], say: Words, *, west: float, east: float) -> None:
    """Draw a mark for each place, its area by people, a trace for each kind."""
    top = max(spot.people for spot in spots) or 1.0
    labels = _labels(spots, say)
    # the largest first, so that a small mark on the same place stays visible
    for kind in sorted(
        {spot.kind for spot in spots},
        key=lambda kind: (-max(s.people for s in spots if s.kind == kind), kind),
    ):
        mine = [spot for spot in spots if spot.kind == kind]
        figure.add_trace(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [spot.lon for spot in mine],
                "y": [spot.lat for spot in mine],
                "name": say(WORD[kind]),
                "text": [labels.get((spot.place_id, spot.kind), "") for spot in mine],
                "customdata": [f"{spot.name}: {say.number(three(spot.people))}" for spot in mine],
                "textposition": [_side(spot, spots, west, east) for spot in mine],
                "textfont": {"size": 12, "color": theme.INK},
                "cliponaxis": False,
                "marker": {
                    "size": [max(8.0, LARGEST * math.sqrt(spot.people / top)) for spot in mine],
                    "symbol": LOOK[kind].symbol,
                    "color": ["rgba(0,0,0,0)" if spot.vague else _fill(LOOK[kind].colour) for spot in mine],
                    "line": {"color": LOOK[kind].rim, "width": 1.6},
                },
                "hovertemplate": "%{customdata}<br>" + say(WORD[kind]) + "<extra></extra>",
            }
        )


def places_map(
    spots: Sequence[Spot],
    links: Sequence[tuple[str, str, float]] = (),
    *,
    title: str | None = None,
    say: Words | None = None,
) -> go.Figure:
    """Draw places sized by people (area, not width), and thin lines between origins and destinations.

    Parameters
    ----------
    spots
        What to draw.
    links
        Origin id, destination id and people of each move.
    """
    import plotly.graph_objects as go

    say = say or words()
    figure = go.Figure()
    if not spots:
        figure.update_layout(theme.layout())
        return figure
    west, south, east, north = bounds(spots)
    for kind, lines in outlines(west, south, east, north).items():
        figure.add_trace(_outline(lines, dashed=kind == "border"))
    _draw_moves(figure, spots, links)
    _draw_spots(figure, spots, say, west=west, east=east)
    figure.update_layout(
        theme.layout(
            title={"text": title} if title else None,
            showlegend=True,
            legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "itemsizing": "constant"},
            xaxis={
                "range": [west, east],
                "ticksuffix": "°",
                "title": {"text": say("places.longitude")},
                "nticks": 6,
            },
            yaxis={
                "range": [south, north],
                "ticksuffix": "°",
                "title": {"text": say("places.latitude")},
                "scaleanchor": "x",
                "scaleratio": 1 / max(math.cos(math.radians((south + north) / 2)), 0.2),
                "nticks": 6,
            },
        )
    )
    return figure


def _labels(spots: Sequence[Spot], say: Words) -> dict[tuple[str, str], str]:
    """Return one label a place, on its largest mark: its name, then each count."""
    places: dict[str, list[Spot]] = {}
    for spot in spots:
        places.setdefault(spot.place_id, []).append(spot)
    made: dict[tuple[str, str], str] = {}
    for id_, here in places.items():
        here = sorted(here, key=lambda spot: (-spot.people, spot.kind))
        told = "<br>".join(
            say("places.label", n=say.number(three(spot.people)), kind=say(WORD[spot.kind])) for spot in here
        )
        name = say("places.somewhere", place=here[0].name) if here[0].vague else here[0].name
        made[id_, here[0].kind] = f"<b>{escape(name, quote=False)}</b><br>{told}"
    return made


def _side(spot: Spot, spots: Sequence[Spot], west: float, east: float) -> str:
    """Return on which side a name stands free: away from its nearest neighbour and from the map's edges."""
    across = (spot.lon - west) / (east - west)
    level = "right" if across < 0.3 else "left" if across > 0.7 else "center"
    others = [other for other in spots if other.place_id != spot.place_id]
    if not others:
        return f"top {level}"
    near = min(others, key=lambda other: (other.lon - spot.lon) ** 2 + (other.lat - spot.lat) ** 2)
    up = spot.lat > near.lat or (spot.lat == near.lat and spot.name < near.name)
    return f"top {level}" if up else f"bottom {level}"


def _fill(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.55)"


def _outline(lines: Sequence[Sequence[Point]], *, dashed: bool) -> dict[str, object]:
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        x += [*(round(lon, 3) for lon, _ in line), None]
        y += [*(round(lat, 3) for _, lat in line), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": "#8c8c8c", "width": 1, "dash": "dash" if dashed else "solid"},
        "hoverinfo": "skip",
        "showlegend": False,
    }
