"""Draw a series: best line, low-high band, one dot a claim.

Running totals and stocks are lines with a band; counts over a period are bars from their first to their
last day.  Gaps stay gaps; days with no claim of their own are dashed.  One measure a chart: stocks and
flows never share an axis.

In: a series row, its estimates, claims, assignments, events.  Out: a plotly Figure.
Words: strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.charts import curve, theme
from tracker.charts.dots import Dot, dots, sources
from tracker.charts.official_lines import Official, official_traces
from tracker.charts.rounding import rounded
from tracker.charts.translations import Words, words
from tracker.vocabulary import SituationEvent

if TYPE_CHECKING:
    import plotly.graph_objects as go

WHISKER = 0.05
LOG_HELPS = 60.0


def trend(
    series: Mapping[str, Any],
    estimates: pl.DataFrame,
    claims: pl.DataFrame,
    assignments: pl.DataFrame,
    *,
    events: Sequence[SituationEvent] = (),
    official: Sequence[Official] = (),
    title: str | None = None,
    legend: bool = True,
    say: Words | None = None,
) -> go.Figure:
    """Draw one series with its claims.

    Parameters
    ----------
    series
        One row of the series table.
    estimates, claims, assignments
        The tables; rows of other series are left out.
    events
        Dated events to mark with a rule and a letter.
    official
        Figures of public databases to draw beside the line.
    title
        Put above the chart; the page prints its own heading instead.
    legend
        Show who counted beside the chart.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces carry ``meta``: "low", "high", "best", "carried", "official" or "claims"; dots carry the claim id.
    """
    import plotly.graph_objects as go

    say = say or words()
    found = dots(series, claims, assignments, say=say)
    return go.Figure(
        drawn(series, estimates, found, events=events, official=official, title=title, legend=legend, say=say)
    )


def drawn(
    series: Mapping[str, Any],
    estimates: pl.DataFrame,
    found: Sequence[Dot],
    *,
    events: Sequence[SituationEvent] = (),
    official: Sequence[Official] = (),
    title: str | None = None,
    legend: bool = True,
    say: Words,
) -> dict[str, Any]:
    """Return the same chart as plain ``data`` and ``layout``, which plotly.js draws."""
    mine = estimates.filter(pl.col("series_id") == series["series_id"])
    draw = window_traces if curve.is_windowed(series) else line_traces
    beside = [one.value for one in official]
    top = max([*mine["high"].to_list(), *(dot.value for dot in found), *beside], default=1.0)
    shapes, letters_ = _events(events, mine, found)
    layout = theme.layout(
        showlegend=legend,
        legend={"orientation": "h", "y": -0.12, "x": 0},
        margin={"r": 92, "t": 96 if title else 62},
        yaxis={
            "title": {"text": say.name("axis", series.get("unit"))},
            "rangemode": "tozero",
            "tickformat": ",~r",
            "range": [0, top * 1.08],
        },
        xaxis={"type": "date", "hoverformat": "%-d %b %Y", "showgrid": False, **_reach(mine, found)},
        hoverdistance=24,
        shapes=shapes,
        annotations=[*_end_label(mine, say), *letters_],
    )
    if title:
        layout["title"] = {"text": title, "x": 0, "xref": "paper"}
    traces = [*draw(mine, say), *official_traces(official), *dot_traces(found, say)]
    return {"data": traces, "layout": layout}


def _reach(estimates: pl.DataFrame, found: Sequence[Dot]) -> dict[str, Any]:
    """Return the days the axis shows: first to last, with room for the dots but none for the labels."""
    span = span_of(estimates, found)
    if span is None:
        return {}
    room = max(0.02 * (span[1] - span[0]).days, 0.5)
    first, last = span[0] - dt.timedelta(days=1), span[1] + dt.timedelta(days=1)
    return {"range": [_moment(first, 1 - room), _moment(last, room)]}


def _days(days: Sequence[dt.date]) -> list[str]:
    return [day.isoformat() for day in days]


def line_traces(estimates: pl.DataFrame, say: Words) -> list[dict[str, Any]]:
    """Return band and line traces: solid where claims are, dashed where the last value is carried on."""
    traces: list[dict[str, Any]] = []
    for carried in (False, True):
        x: list[str | None] = []
        low: list[float | None] = []
        best: list[float | None] = []
        high: list[float | None] = []
        for run in curve.stretches(estimates):
            if run.carried != carried:
                continue
            x += [*_days(run.days), None]
            low += [*run.low, None]
            best += [*run.best, None]
            high += [*run.high, None]
        kind = "carried" if carried else "best"
        edge = {
            "color": theme.EVENT if carried else theme.BAND_EDGE,
            "width": 1,
            "dash": "dot" if carried else "solid",
        }
        common = {"type": "scatter", "x": x, "mode": "lines", "hoverinfo": "skip", "showlegend": False}
        traces += [
            {**common, "y": low, "line": edge, "meta": f"{kind}.low"},
            {
                **common,
                "y": high,
                "line": edge,
                "fill": "tonexty",
                "fillcolor": theme.STALE if carried else theme.BAND,
                "meta": f"{kind}.high",
                "name": say("legend.band"),
                "showlegend": not carried,
            },
            {
                **common,
                "y": best,
                "line": {
                    "color": theme.QUIET if carried else theme.BEST,
                    "width": 3,
                    "dash": "dash" if carried else "solid",
                },
                "meta": kind,
                "name": say("legend.carried" if carried else "legend.best"),
                "showlegend": bool(x),
            },
        ]
    return traces


def window_traces(estimates: pl.DataFrame, say: Words) -> list[dict[str, Any]]:
    """Return one rectangle (low to high) and one level (best) a window, each from its first to its last day."""
    box_x: list[str | None] = []
    box_y: list[float | None] = []
    level_x: list[str | None] = []
    level_y: list[float | None] = []
    for window in curve.windows(estimates):
        start, end = f"{window.start} 00:00", f"{window.end} 23:59"
        box_x += [start, end, end, start, start, None]
        box_y += [window.low, window.low, window.high, window.high, window.low, None]
        level_x += [start, end, None]
        level_y += [window.best, window.best, None]
    common = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    return [
        {
            **common,
            "x": box_x,
            "y": box_y,
            "fill": "toself",
            "fillcolor": theme.BAND,
            "line": {"color": theme.BAND_EDGE, "width": 1},
            "meta": "best.high",
            "name": say("legend.band"),
        },
        {
            **common,
            "x": level_x,
            "y": level_y,
            "line": {"color": theme.BEST, "width": 4},
            "meta": "best",
            "name": say("legend.window"),
        },
    ]


def whisker(dot: Dot, span: float) -> tuple[float, float]:
    """Return how far a dot's whisker goes up and down: one side only for "at least" and "at most"."""
    if dot.qualifier == "at_least":
        return span * WHISKER, 0.0
    if dot.qualifier == "at_most":
        return 0.0, min(span * WHISKER, dot.value)
    if dot.qualifier == "range" and dot.low is not None and dot.high is not None:
        return max(dot.high - dot.value, 0.0), max(dot.value - dot.low, 0.0)
    return 0.0, 0.0


def dot_traces(found: Sequence[Dot], say: Words) -> list[dict[str, Any]]:
    """Return one trace a source; those beyond the palette share the last look."""
    names = sources(found)
    look = theme.looks(names)
    span = max((dot.value for dot in found), default=1.0)
    groups: dict[str, list[Dot]] = {}
    for name in names:
        shown = name if look[name] is not theme.OTHERS else say("legend.others")
        groups.setdefault(shown, []).extend(dot for dot in found if dot.source == name)
    traces = []
    for shown, members in groups.items():
        style = look.get(shown, theme.OTHERS)
        members = sorted(members, key=lambda dot: (dot.day, dot.value, dot.claim_id))
        ups, downs = zip(*(whisker(dot, span) for dot in members), strict=True)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": _days([dot.day for dot in members]),
                "y": [dot.value for dot in members],
                "name": shown,
                "meta": "claims",
                "customdata": [
                    [dot.claim_id, dot.published and dot.published.isoformat()] for dot in members
                ],
                "hovertext": [dot.hover for dot in members],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {
                    "size": 10,
                    "symbol": style.symbol,
                    "color": [style.colour if dot.used else theme.PAPER for dot in members],
                    "line": {"color": style.rim, "width": 1.6},
                },
                "error_y": {
                    "type": "data",
                    "array": list(ups),
                    "arrayminus": list(downs),
                    "symmetric": False,
                    "color": style.rim,
                    "thickness": 1.4,
                    "width": 4,
                    "visible": any(ups) or any(downs),
                },
            }
        )
    return traces


def _end_label(estimates: pl.DataFrame, say: Words) -> list[dict[str, Any]]:
    """Return the last best value and its range, to stand beside the end of the line."""
    last = curve.last_known(estimates)
    if last is None:
        return []
    low, best, high = rounded(last["low"], last["best"], last["high"])
    span = f"{say.number(low)}–<br>{say.number(high)}"
    return [
        {
            "x": max(estimates["date"].to_list()).isoformat(),
            "y": last["best"],
            "text": f"<b>{say.number(best)}</b><br><span style='font-size:11px'>{span}</span>",
            "showarrow": False,
            "xanchor": "left",
            "xshift": 8,
            "align": "left",
            "font": {"color": theme.BEST, "size": 14},
        }
    ]


def letters(n: int) -> str:
    """Return the letter of the n-th event: A to Z, then AA and on."""
    name = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        name = chr(65 + rest) + name
    return name


def events_between(
    events: Sequence[SituationEvent], first: dt.date, last: dt.date
) -> list[tuple[str, SituationEvent]]:
    """Return the events within a chart from ``first`` to ``last``, lettered from A."""
    inside = [event for event in events if first <= event.date <= last]
    ordered = sorted(inside, key=lambda event: (event.date, event.label))
    return [(letters(place), event) for place, event in enumerate(ordered)]


def spread(days: Sequence[dt.date], first: dt.date, last: dt.date, share: float = 0.022) -> list[float]:
    """Return where letters stand, in days from ``first``: by their days, moved on where they would overlap."""
    least = max((last - first).days, 1) * share
    made: list[float] = []
    for day in days:
        at = float((day - first).days)
        made.append(max(at, made[-1] + least) if made else at)
    return made


def span_of(estimates: pl.DataFrame, found: Sequence[Dot]) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day a chart of these estimates and dots shows."""
    days = [*estimates["date"].to_list(), *(dot.day for dot in found)]
    days += (
        [day for day in estimates["period_start"].to_list() if day]
        if "period_start" in estimates.columns
        else []
    )
    return (min(days), max(days)) if days else None


def _events(
    events: Sequence[SituationEvent], estimates: pl.DataFrame, found: Sequence[Dot]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a rule and a letter for each event within the chart."""
    span = span_of(estimates, found)
    rules, notes = [], []
    inside = events_between(events, *span) if span else []
    places = spread([event.date for _, event in inside], *span) if span else []
    for (letter, event), at in zip(inside, places, strict=True):
        day = event.date.isoformat()
        line = {"color": theme.EVENT, "width": 1, "dash": "dot"}
        rules.append(
            {
                "type": "line",
                "x0": day,
                "x1": day,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "layer": "below",
                "line": line,
            }
        )
        notes.append(
            {
                "x": _moment(span[0], at) if span else day,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "text": letter,
                "showarrow": False,
                "font": {"color": theme.QUIET, "size": 12},
                "hovertext": escape(event.label, quote=False),
            }
        )
    return rules, notes


def _moment(first: dt.date, days: float) -> str:
    """Return the moment some days after a day; whole days as a day."""
    if days == int(days):
        return (first + dt.timedelta(days=int(days))).isoformat()
    start = dt.datetime.combine(first, dt.time())
    return (start + dt.timedelta(minutes=round(days * 1440))).isoformat(sep=" ", timespec="minutes")


def log_helps(series: Mapping[str, Any], estimates: pl.DataFrame) -> bool:
    """Return whether a log axis shows more: a line that spans well over an order of magnitude, never zero."""
    if estimates.is_empty() or curve.is_windowed(series):
        return False
    low, high = min(estimates["best"].to_list()), max(estimates["best"].to_list())
    return bool(low > 0 and high / low >= LOG_HELPS)
