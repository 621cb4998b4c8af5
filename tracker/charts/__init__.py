"""Frames to plotly Figures and static SVG; writes no file, asks no server.

``trend`` draws one series with its claims, ``flows`` where people went, ``places_map`` where they are,
``small_multiples`` several series of one kind; ``trend_svg`` and ``sparkline`` need no JavaScript.
"""

from tracker.charts.flows import Move, flows, moves
from tracker.charts.multiples import small_multiples
from tracker.charts.place_map import Spot, places_map
from tracker.charts.svg import sparkline, trend_svg
from tracker.charts.theme import CONFIG
from tracker.charts.trend import trend

__all__ = [
    "CONFIG",
    "Move",
    "Spot",
    "flows",
    "moves",
    "places_map",
    "small_multiples",
    "sparkline",
    "trend",
    "trend_svg",
]
