"""Draw a series small, without axes' numbers: its range, its line, its first and last day, its last value.

In: a series row, its estimates.  Out: SVG text.
Words: strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl

from tracker.charts import curve
from tracker.charts.lettering import text_width
from tracker.charts.rounding import rounded
from tracker.charts.svg import Frame, in_svg, thin
from tracker.charts.translations import Words
from tracker.charts.trend import span_of

WIDTH, HEIGHT, FONT = 340, 112, 12


def panel(series: Mapping[str, Any], estimates: pl.DataFrame, *, label: str, say: Words) -> str:
    """Return a small drawing; ``label`` is its name for screen readers."""
    mine = estimates.filter(pl.col("series_id") == series["series_id"]).sort("date")
    span = span_of(mine, [])
    if span is None:
        return ""
    last = curve.last_known(mine)
    number = say.number(rounded(last["low"], last["best"], last["high"])[1]) if last else ""
    frame = Frame(
        first=span[0],
        last=span[1],
        top=max(*mine["high"].to_list(), 1e-9) * 1.05,
        left=2,
        right=WIDTH - text_width(number, 14) - 14,
        upper=8,
        lower=HEIGHT - 20,
    )
    parts = [
        f'<line class="axis" x1="2" x2="{in_svg(frame.right)}" y1="{in_svg(frame.lower)}" y2="{in_svg(frame.lower)}"/>'
    ]
    parts += _windows(frame, mine) if curve.is_windowed(series) else _lines(frame, mine)
    days = [(frame.left, "start", say.day(span[0], short=True))]
    if span[1] > span[0]:
        days.append((frame.right, "end", say.day(span[1], short=True)))
    parts += [
        f'<text class="tick" x="{in_svg(x)}" y="{HEIGHT - 5}" text-anchor="{anchor}" font-size="{FONT}">{text}</text>'
        for x, anchor, text in days
    ]
    if last:
        x, y = frame.x(last["date"]), frame.y(last["best"])
        if not curve.is_windowed(series):
            parts.append(f'<circle class="end" cx="{in_svg(x)}" cy="{in_svg(y)}" r="3.4"/>')
        parts.append(
            f'<text class="endlabel" x="{in_svg(frame.right + 8)}" y="{in_svg(min(max(y + 5, 14), frame.lower))}" '
            f'font-size="14">{escape(number)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" class="panel">{"".join(parts)}</svg>'
    )


def _lines(frame: Frame, mine: pl.DataFrame) -> list[str]:
    parts = []
    for run in curve.stretches(mine):
        ways = {}
        for name in ("low", "best", "high"):
            spots = [
                (frame.x(day), frame.y(at)) for day, at in zip(run.days, getattr(run, name), strict=True)
            ]
            ways[name] = [f"{in_svg(x)},{in_svg(y)}" for x, y in thin(spots)]
        around = " ".join([*ways["high"], *reversed(ways["low"])])
        parts.append(f'<polygon class="{"stale" if run.carried else "band"}" points="{around}"/>')
        look = "carried" if run.carried else "best"
        parts.append(f'<polyline class="{look}" points="{" ".join(ways["best"])}"/>')
    return parts


def _windows(frame: Frame, mine: pl.DataFrame) -> list[str]:
    parts = []
    for window in curve.windows(mine):
        start, end = frame.x(window.start), min(frame.x(window.end, end=True), frame.right + 4)
        wide, y = max(end - start, 3), frame.y(window.best)
        parts.append(
            f'<rect class="band" x="{in_svg(start)}" y="{in_svg(y)}" width="{in_svg(wide)}" '
            f'height="{in_svg(max(frame.lower - y, 1))}"/>'
            f'<line class="best" x1="{in_svg(start)}" x2="{in_svg(start + wide)}" y1="{in_svg(y)}" y2="{in_svg(y)}"/>'
        )
    return parts
