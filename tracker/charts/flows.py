"""Find where people went and draw it: origin to destination.

Running totals are taken where one was printed; else counts over periods that do not overlap are summed,
and called movements.  In: series, estimates.  Out: Moves; a plotly Figure.
Words: strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import polars as pl

from tracker.charts import curve, theme
from tracker.charts.rounding import three
from tracker.charts.translations import Words, words

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOVING = ("displaced", "crossed_border", "evacuated", "returned", "sheltered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """People who went from one place to another; ``periods`` is how many counts were summed, if any."""

    origin: str
    destination: str
    low: float
    best: float
    high: float
    until: dt.date
    series_id: str
    periods: int | None = None


def _summed(estimates: pl.DataFrame) -> tuple[float, float, float, dt.date, int]:
    """Sum windows that do not overlap, taking those that end first (the most that fit side by side)."""
    low = best = high = 0.0
    taken = 0
    reached = dt.date.min
    for window in sorted(
        curve.windows(estimates), key=lambda window: (window.end, -window.start.toordinal())
    ):
        if window.start > reached:
            low, best, high = low + window.low, best + window.best, high + window.high
            reached, taken = window.end, taken + 1
    return low, best, high, reached, taken


def moves(series: pl.DataFrame, estimates: pl.DataFrame) -> list[Move]:
    """Return one move for each pair of places, largest first.

    Several series of one pair are never added: the running total with the most people stands for it.
    """
    rows = series.filter(
        (pl.col("measure") == "flow")
        & (pl.col("unit") == "person")
        & pl.col("term").is_in(list(MOVING))
        & pl.col("group").is_null()
        & pl.col("origin_id").is_not_null()
        & pl.col("destination_id").is_not_null()
        & (pl.col("origin_id") != pl.col("destination_id"))
        & (pl.col("accumulation").is_null() | (pl.col("accumulation") != "rate"))
    )
    found: dict[tuple[str, str], Move] = {}
    for row in rows.sort("series_id").iter_rows(named=True):
        mine = estimates.filter(pl.col("series_id") == row["series_id"])
        last = curve.last_known(mine)
        if last is None:
            continue
        ends = {
            "origin": row["origin_id"],
            "destination": row["destination_id"],
            "series_id": row["series_id"],
        }
        if curve.is_windowed(row):
            low, best, high, until, taken = _summed(mine)
            move = Move(**ends, low=low, best=best, high=high, until=until, periods=taken)
        else:
            move = Move(**ends, low=last["low"], best=last["best"], high=last["high"], until=last["date"])
        if move.best <= 0:
            continue
        pair = (move.origin, move.destination)
        had = found.get(pair)
        if had is None or (move.periods is None, move.best) > (had.periods is None, had.best):
            found[pair] = move
    return sorted(found.values(), key=lambda move: (-move.best, move.origin, move.destination))


def flows(
    made: Sequence[Move],
    names: Mapping[str, str] | None = None,
    *,
    title: str | None = None,
    say: Words | None = None,
) -> go.Figure:
    """Draw moves as bands from origins (left) to destinations (right), as wide as people are many."""
    import plotly.graph_objects as go

    say = say or words()
    names = names or {}
    origins = list(dict.fromkeys(move.origin for move in made))
    destinations = list(dict.fromkeys(move.destination for move in made))
    labels = [escape(names.get(id_, id_), quote=False) for id_ in [*origins, *destinations]]
    colours = [theme.LOOKS[place % len(theme.LOOKS)].colour for place in range(len(origins))]
    link = {
        "source": [origins.index(move.origin) for move in made],
        "target": [len(origins) + destinations.index(move.destination) for move in made],
        "value": [move.best for move in made],
        "color": [_faint(colours[origins.index(move.origin)]) for move in made],
        "customdata": [
            "{} ({}–{})".format(*(say.number(three(value)) for value in (move.best, move.low, move.high)))
            for move in made
        ],
        "hovertemplate": "%{source.label} → %{target.label}<br>%{customdata}<extra></extra>",
    }
    figure = go.Figure()
    figure.add_trace(
        {
            "type": "sankey",
            "arrangement": "snap",
            "node": {
                "label": labels,
                "color": [*colours, *([theme.QUIET] * len(destinations))],
                "pad": 18,
                "thickness": 16,
                "line": {"color": theme.INK, "width": 0.5},
                "hovertemplate": "%{label}<extra></extra>",
            },
            "link": link,
        }
    )
    figure.update_layout(
        theme.layout(
            title={"text": title} if title else None,
            margin={"l": 8, "r": 8, "t": 48 if title else 12, "b": 12},
        )
    )
    return figure


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.4)"
