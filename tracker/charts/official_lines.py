"""Draw the figures of public databases beside a series: dashed steps and levels in a colour no source has.

Stocks and totals hold until the next figure of their source; counts over a period are levels from their
first to their last day.  They are set beside the estimates and never enter them.

In: what `reconcile.beside.matched` says of one series.  Out: Figures, as traces and as SVG points.
Words: strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tracker.charts import curve, theme
from tracker.charts.dots import wrapped
from tracker.charts.translations import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """One figure of a public database; ``start`` where it counts over a period."""

    claim_id: str
    name: str
    source: str
    day: dt.date
    start: dt.date | None
    value: float
    figure: str
    when: str
    url: str | None
    hover: str


def officials(
    series: Mapping[str, Any],
    matched: pl.DataFrame,
    span: tuple[dt.date, dt.date] | None,
    say: Words,
) -> list[Official]:
    """Return the figures that belong to a series and speak of days its chart shows."""
    if span is None:
        return []
    windowed = curve.is_windowed(series)
    begins = pl.coalesce("start", "date") if windowed else pl.col("date")
    mine = matched.filter(
        (pl.col("series_id") == series["series_id"]) & (begins >= span[0]) & (pl.col("date") <= span[1])
    )
    return [_official(row, series, say, windowed) for row in mine.iter_rows(named=True)]


def _official(row: Mapping[str, Any], series: Mapping[str, Any], say: Words, windowed: bool) -> Official:
    number = say.count(f"unit.{series.get('unit') or 'person'}", row["official"])
    bound = say.get(f"before.{row['qualifier']}")
    figure = f"{bound} {number}" if bound else number
    day = say.day(row["date"], short=True)
    if row["start"]:
        when = say("official.window", start=say.day(row["start"], short=True), end=day)
    else:
        when = day
    name = say("official.name", source=row["source"])
    lines = [f"<b>{wrapped(figure)}</b>", wrapped(name), wrapped(say("hover.day", day=when))]
    if row["sentence"]:
        lines.append(wrapped(row["sentence"]))
    if row["published"]:
        lines.append(wrapped(say("official.published", day=say.day(row["published"], short=True))))
    if row["url"]:
        lines.append(wrapped(row["url"]))
    return Official(
        claim_id=row["claim_id"],
        name=name,
        source=row["source"],
        day=row["date"],
        start=row["start"] if windowed else None,
        value=row["official"],
        figure=figure,
        when=when,
        url=row["url"],
        hover="<br>".join(lines),
    )


def names(found: Sequence[Official]) -> list[str]:
    """Return the names of the official lines, in order."""
    return sorted({one.name for one in found})


def steps(found: Sequence[Official]) -> list[tuple[dt.date, float, Official]]:
    """Return the corners of one source's line, in order; a count over a period has two of one height."""
    corners: list[tuple[dt.date, float, Official]] = []
    for one in sorted(found, key=lambda one: (one.day, one.value, one.claim_id)):
        if one.start is not None:
            corners.append((one.start, one.value, one))
        corners.append((one.day, one.value, one))
    return corners


def official_traces(found: Sequence[Official]) -> list[dict[str, Any]]:
    """Return one trace a source: steps for stocks and totals, levels for counts over a period."""
    traces = []
    for place, name in enumerate(names(found)):
        members = [one for one in found if one.name == name]
        levels = any(one.start is not None for one in members)
        x: list[str | None] = []
        y: list[float | None] = []
        hover: list[str | None] = []
        for day, value, one in steps(members):
            if levels and day == one.start and x:
                x.append(None)
                y.append(None)
                hover.append(None)
            x.append(day.isoformat())
            y.append(value)
            hover.append(one.hover)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": y,
                "name": name,
                "meta": "official",
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
                "line": {
                    "color": theme.OFFICIAL,
                    "width": 2,
                    "dash": theme.DASHES[place % len(theme.DASHES)][0],
                    "shape": "linear" if levels else "hv",
                },
                "marker": {
                    "size": 8,
                    "symbol": "cross",
                    "color": theme.PAPER,
                    "line": {"color": theme.OFFICIAL, "width": 1.4},
                },
            }
        )
    return traces
