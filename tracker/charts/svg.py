"""Draw the same series as plain SVG: shows without JavaScript, prints sharp, weighs little.

In: a series row, its estimates, dots, events.  Out: SVG text, every word of it escaped.
Words: strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from tracker.charts import curve, theme
from tracker.charts.dots import Dot, sources
from tracker.charts.official_lines import Official, names, steps
from tracker.charts.rounding import rounded, ticks
from tracker.charts.translations import Words, words
from tracker.charts.trend import events_between, span_of, spread, whisker
from tracker.vocabulary import SituationEvent

GAP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where days and values lie on the drawing."""

    first: dt.date
    last: dt.date
    top: float
    left: float
    right: float
    upper: float
    lower: float

    def x(self, day: dt.date, *, end: bool = False) -> float:
        """Return the place of a day; ``end`` gives the end of it."""
        days = max((self.last - self.first).days, 1)
        return self.left + ((day - self.first).days + (1 if end else 0)) / days * (self.right - self.left)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.lower - min(value, self.top) / self.top * (self.lower - self.upper)


def trend_svg(
    series: Mapping[str, Any],
    estimates: pl.DataFrame,
    found: Sequence[Dot],
    *,
    events: Sequence[SituationEvent] = (),
    official: Sequence[Official] = (),
    label: str,
    width: int = 760,
    height: int = 380,
    top: float | None = None,
    dots: bool = True,
    say: Words | None = None,
) -> str:
    """Return the trend as a static SVG with ``label`` as its name for screen readers.

    ``top`` fixes the upper end of the axis, so that several drawings can share it.
    """
    say = say or words()
    mine = estimates.filter(pl.col("series_id") == series["series_id"])
    span = span_of(mine, found if dots else [])
    if span is None:
        return ""
    shown = [*(dot.value for dot in found if dots), *(one.value for one in official)]
    reach = max([*mine["high"].to_list(), *shown], default=1.0)
    scale = ticks(top if top is not None else reach, 5 if height > 200 else 2)
    small = width < 400
    room = 44 + 7 * max(0, len(say.number(scale[-1])) - 5)
    frame = Frame(
        first=span[0],
        last=span[1],
        top=max(scale[-1], 1e-9),
        left=room,
        right=width - (70 if small else 92),
        upper=16 if small else 26,
        lower=height - (22 if small else 30),
    )
    parts = [*_axes(frame, scale, say, height, small), *_marks(frame, events, small)]
    parts += _boxes(frame, mine) if curve.is_windowed(series) else _curves(frame, mine)
    parts += official_lines(frame, official)
    parts += _dots(frame, found) if dots else []
    parts += _end(frame, mine, say, small)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(label)}" class="{"panel" if small else "trend"}" '
        f'font-family="{escape(theme.FONT)}" font-size="{11 if small else 13}">{"".join(parts)}</svg>'
    )


def in_svg(value: float) -> str:
    """Return a coordinate with no more digits than a screen shows."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", fill: str = theme.QUIET, more: str = ""
) -> str:
    return f'<text x="{in_svg(x)}" y="{in_svg(y)}" text-anchor="{anchor}" fill="{fill}"{more}>{escape(text)}</text>'


def day_ticks(first: dt.date, last: dt.date, wanted: int) -> list[dt.date]:
    """Return about ``wanted`` days to label: firsts of months where the span allows, else even days."""
    span = (last - first).days
    if span >= 31 * wanted / 2:
        months = (last.year - first.year) * 12 + last.month - first.month
        every = next((m for m in (1, 2, 3, 6, 12, 24, 60, 120) if months / m <= wanted), 240)
        made = []
        for index in range(months + 1):
            year, month = divmod(first.year * 12 + first.month - 1 + index, 12)
            if (year * 12 + month) % every == 0:
                made.append(dt.date(year, month + 1, 1))
        made = [day for day in made if first <= day <= last]
        if len(made) >= 2:
            return made
    step = max(1, math.ceil(span / wanted))
    return [first + dt.timedelta(days=gap) for gap in range(0, span + 1, step)]


def _axes(frame: Frame, scale: list[float], say: Words, height: int, small: bool) -> list[str]:
    parts = []
    for value in scale:
        y = frame.y(value)
        parts.append(
            f'<line x1="{in_svg(frame.left)}" x2="{in_svg(frame.right)}" y1="{in_svg(y)}" y2="{in_svg(y)}" '
            f'stroke="{theme.EVENT if value == 0 else theme.RULE}"/>'
        )
        parts.append(_text(frame.left - 6, y + 4, say.number(value), anchor="end"))
    wanted = 3 if small else max(3, int((frame.right - frame.left) / 110))
    for day in day_ticks(frame.first, frame.last, wanted):
        month = say.months[day.month - 1][:3]
        text = f"{day.day} {month}" if (frame.last - frame.first).days < 400 else f"{month} {day.year}"
        parts.append(_text(frame.x(day), height - (6 if small else 8), text, anchor="middle"))
    return parts


def _marks(frame: Frame, events: Sequence[SituationEvent], small: bool) -> list[str]:
    parts = []
    inside = events_between(events, frame.first, frame.last)
    share = 14 / max(frame.right - frame.left, 1)
    places = spread([event.date for _, event in inside], frame.first, frame.last, share)
    whole = max((frame.last - frame.first).days, 1)
    for (letter, event), at in zip(inside, places, strict=True):
        x = min(max(frame.x(event.date), frame.left), frame.right)
        parts.append(
            f'<line x1="{in_svg(x)}" x2="{in_svg(x)}" y1="{in_svg(frame.upper)}" y2="{in_svg(frame.lower)}" '
            f'stroke="{theme.EVENT}" stroke-dasharray="2 3"/>'
        )
        if not small:
            beside = frame.left + at / whole * (frame.right - frame.left)
            parts.append(_text(beside, frame.upper - 6, letter, anchor="middle"))
    return parts


def thin(points: Sequence[tuple[float, float]], slack: float = 0.35) -> list[tuple[float, float]]:
    """Leave out points that a line drawn without them passes within ``slack`` of (Douglas and Peucker)."""
    if len(points) < 3:
        return list(points)
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        (x0, y0), (x1, y1) = points[start], points[end]
        length = math.hypot(x1 - x0, y1 - y0) or 1e-9
        worst, at = slack, None
        for place in range(start + 1, end):
            x, y = points[place]
            away = abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
            if away > worst:
                worst, at = away, place
        if at is not None:
            keep.add(at)
            spans += [(start, at), (at, end)]
    return [points[place] for place in sorted(keep)]


def _path(frame: Frame, days: Sequence[dt.date], values: Sequence[float]) -> list[str]:
    """Return the points of one line, thinned."""
    points = [(frame.x(day), frame.y(value)) for day, value in zip(days, values, strict=True)]
    return [f"{in_svg(x)},{in_svg(y)}" for x, y in thin(points)]


def _curves(frame: Frame, estimates: pl.DataFrame) -> list[str]:
    parts = []
    runs = curve.stretches(estimates)
    for run in runs:
        if len(run.days) == 1:
            x, low, high = frame.x(run.days[0]), frame.y(run.low[0]), frame.y(run.high[0])
            parts.append(
                f'<line x1="{in_svg(x)}" x2="{in_svg(x)}" y1="{in_svg(low)}" y2="{in_svg(high)}" '
                f'stroke="{theme.BAND_EDGE}" stroke-width="5"/>'
            )
        upper, lower = _path(frame, run.days, run.high), _path(frame, run.days, run.low)
        fill = theme.STALE_PLAIN if run.carried else theme.BAND_PLAIN
        edge = theme.EVENT if run.carried else theme.BAND_EDGE
        spots = " ".join([*upper, *reversed(lower)])
        parts.append(f'<polygon points="{spots}" fill="{fill}" stroke="{edge}" stroke-width="0.8"/>')
    for run in runs:
        best = " ".join(_path(frame, run.days, run.best))
        dash = ' stroke-dasharray="6 4"' if run.carried else ""
        ink = theme.QUIET if run.carried else theme.BEST
        parts.append(f'<polyline points="{best}" fill="none" stroke="{ink}" stroke-width="2.6"{dash}/>')
    return parts


def _boxes(frame: Frame, estimates: pl.DataFrame) -> list[str]:
    parts = []
    for window in curve.windows(estimates):
        start, end = frame.x(window.start), min(frame.x(window.end, end=True), frame.right + 8)
        high, low, best = frame.y(window.high), frame.y(window.low), frame.y(window.best)
        width = max(end - start, 3)
        tall = in_svg(max(low - high, 1))
        parts.append(
            f'<rect x="{in_svg(start)}" y="{in_svg(high)}" width="{in_svg(width)}" height="{tall}" '
            f'fill="{theme.BAND_PLAIN}" stroke="{theme.BAND_EDGE}" stroke-width="0.8"/>'
            f'<line x1="{in_svg(start)}" x2="{in_svg(start + width)}" y1="{in_svg(best)}" y2="{in_svg(best)}" '
            f'stroke="{theme.BEST}" stroke-width="3"/>'
        )
    return parts


def official_lines(frame: Frame, found: Sequence[Official]) -> list[str]:
    """Return the figures of public databases: a dashed step line a source, a level for each period."""
    parts = []
    for place, name in enumerate(names(found)):
        members = [one for one in found if one.name == name]
        ink = f'fill="none" stroke="{theme.OFFICIAL}" stroke-width="2"'
        ink += f' stroke-dasharray="{theme.DASHES[place % len(theme.DASHES)][1]}"'
        spots = [(frame.x(day), frame.y(value)) for day, value, _ in steps(members)]
        if any(one.start is not None for one in members):
            path = "".join(
                f"M{in_svg(x)} {in_svg(y)}H{in_svg(end)}"
                for (x, y), (end, _) in zip(spots[::2], spots[1::2], strict=True)
            )
        else:
            path = f"M{in_svg(spots[0][0])} {in_svg(spots[0][1])}" + "".join(
                f"H{in_svg(x)}V{in_svg(y)}" for x, y in spots[1:]
            )
        parts.append(f'<path d="{path}" {ink}/>')
        parts += [marker("cross", x, y, 4, fill=theme.PAPER, rim=theme.OFFICIAL) for x, y in spots]
    return parts


def marker(symbol: str, x: float, y: float, size: float, *, fill: str, rim: str) -> str:
    """Return one marker as SVG, in the shape plotly draws under the same name."""
    if symbol == "circle":
        place = f'cx="{in_svg(x)}" cy="{in_svg(y)}" r="{in_svg(size)}"'
        return f'<circle {place} fill="{fill}" stroke="{rim}" stroke-width="1.4"/>'
    turns = {
        "square": [45, 135, 225, 315],
        "diamond": [0, 90, 180, 270],
        "triangle-up": [270, 30, 150],
        "triangle-down": [90, 210, 330],
        "pentagon": [270, 342, 54, 126, 198],
    }
    if symbol == "cross":
        arm, wide = size, size * 0.4
        corners = [(wide, arm), (wide, wide), (arm, wide)]
        quarter = [*corners, *((a, -b) for a, b in reversed(corners))]
        both = [*quarter, *((-a, -b) for a, b in quarter)]
        spots = " ".join(f"{in_svg(x + a)},{in_svg(y + b)}" for a, b in both)
        return f'<polygon points="{spots}" fill="{fill}" stroke="{rim}" stroke-width="1.2"/>'
    if symbol == "star":
        points = [(270 + 36 * i, size * (1.25 if i % 2 == 0 else 0.55)) for i in range(10)]
    elif symbol in turns:
        points = [(turn, size * 1.2) for turn in turns[symbol]]
    else:
        arm = size * 0.9
        left, right, above, below = map(in_svg, (x - arm, x + arm, y - arm, y + arm))
        return (
            f'<path d="M{left} {above}L{right} {below}M{left} {below}L{right} {above}" '
            f'stroke="{rim}" stroke-width="2.2" fill="none"/>'
        )
    spots = " ".join(
        f"{in_svg(x + reach * math.cos(math.radians(turn)))},{in_svg(y + reach * math.sin(math.radians(turn)))}"
        for turn, reach in points
    )
    return f'<polygon points="{spots}" fill="{fill}" stroke="{rim}" stroke-width="1.4"/>'


def _dots(frame: Frame, found: Sequence[Dot]) -> list[str]:
    look = theme.looks(sources(found))
    span = max((dot.value for dot in found), default=1.0)
    parts = []
    drawn: set[tuple[int, int, str, bool]] = set()
    for dot in found:
        style = look[dot.source]
        x, y = frame.x(dot.day), frame.y(dot.value)
        spot = (round(x / 2), round(y / 2), style.symbol, dot.used)
        if spot in drawn:  # one of the same look stands there already
            continue
        drawn.add(spot)
        up, down = whisker(dot, span)
        if up or down:
            parts.append(
                f'<line x1="{in_svg(x)}" x2="{in_svg(x)}" y1="{in_svg(frame.y(dot.value + up))}" '
                f'y2="{in_svg(frame.y(dot.value - down))}" stroke="{style.rim}" stroke-width="1.3"/>'
            )
        fill = style.colour if dot.used else theme.PAPER
        parts.append(marker(style.symbol, x, y, 4.4, fill=fill, rim=style.rim))
    return parts


def _end(frame: Frame, estimates: pl.DataFrame, say: Words, small: bool) -> list[str]:
    last = curve.last_known(estimates)
    if last is None:
        return []
    low, best, high = rounded(last["low"], last["best"], last["high"])
    x, y = frame.right + 8, min(max(frame.y(last["best"]), frame.upper + 10), frame.lower - 18)
    bold = ' font-weight="700"'
    parts = [_text(x, y, say.number(best), fill=theme.BEST, more=bold)]
    if not small and low != high:
        parts.append(_text(x, y + 15, f"{say.number(low)}–", more=' font-size="11"'))
        parts.append(_text(x, y + 28, say.number(high), more=' font-size="11"'))
    return parts


def sparkline(estimates: pl.DataFrame, *, label: str, width: int = 160, height: int = 36) -> str:
    """Return a line of one series without axes, for a list; its name for screen readers is ``label``."""
    rows = estimates.sort("date").select("date", "best").rows()
    if not rows:
        return ""
    first, last = rows[0][0], rows[-1][0]
    days = max((last - first).days, 1)
    top = max((best for _, best in rows), default=0) or 1e-9
    spots = [
        (3 + (day - first).days / days * (width - 10), height - 4 - best / top * (height - 10))
        for day, best in rows
    ]
    line = " ".join(f"{in_svg(x)},{in_svg(y)}" for x, y in thin(spots))
    x, y = spots[-1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(label)}" class="spark">'
        f'<polyline points="{line}" fill="none" stroke="{theme.BEST}" stroke-width="2"/>'
        f'<circle cx="{in_svg(x)}" cy="{in_svg(y)}" r="3" fill="{theme.BEST}"/></svg>'
    )
