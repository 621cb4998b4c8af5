"""Draw a series as the picture a page opens with: words on the chart, no legend of letters, nothing overlapping.

A range, the best line, a dot a claim (filled: used; open: set aside; a square in the colour of doubt: another figure),
the last value at the line's end, the events that fit.  Its looks are classes, so that a page can turn dark;
``standing`` has them for a picture that stands alone.

In: a series row, estimates, dots, events.  Out: SVG text, every word of it escaped.
Words: strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import polars as pl

from tracker.charts import curve
from tracker.charts.dots import Dot
from tracker.charts.lettering import Box, box_of, first_free, lines_of, text_width
from tracker.charts.official_lines import Official
from tracker.charts.rounding import rounded, ticks
from tracker.charts.svg import Frame, day_ticks, in_svg, official_lines, thin
from tracker.charts.translations import Words
from tracker.charts.trend import events_between, span_of
from tracker.vocabulary import SituationEvent

MOST_DISSENT = 2
MONTHS = 50
"""From so many days on a chart's days are the firsts of months."""
LABEL_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a picture is, and its letters."""

    width: int
    height: int
    font: float = 13.0
    big: float = 20.0

    @property
    def small(self) -> bool:
        """Whether it is for a narrow screen."""
        return self.width < 480


WIDE, MIDDLE, NARROW = (
    Size(width=760, height=430),
    Size(width=560, height=400),
    Size(width=360, height=270, font=12, big=17),
)


@dataclass(slots=True)
class _Drawing:
    """What has been drawn so far, and the room its words and dots take."""

    frame: Frame
    size: Size
    say: Words
    parts: list[str] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    thin: list[Box] = field(default_factory=list)
    """Lines that words cross only where nothing else is free."""

    @property
    def room(self) -> Box:
        """Where words may stand."""
        return Box(left=0, top=0, right=self.size.width, bottom=self.size.height)

    def words(
        self,
        lines: Sequence[str],
        x: float,
        y: float,
        *,
        look: str,
        anchor: str = "start",
        big: float = 0,
    ) -> None:
        """Write lines, one under the other, and note their room."""
        font = big or self.size.font
        for place, line in enumerate(lines):
            self.parts.append(
                f'<text class="{look}" x="{in_svg(x)}" y="{in_svg(y + place * font * 1.2)}" '
                f'text-anchor="{anchor}" font-size="{in_svg(font)}">{escape(line)}</text>'
            )
        self.taken.append(box_of(lines, font, x, y, anchor))


def picture(
    series: Mapping[str, Any],
    estimates: pl.DataFrame,
    found: Sequence[Dot],
    *,
    label: str,
    size: Size = WIDE,
    events: Sequence[SituationEvent] = (),
    official: Sequence[Official] = (),
    say: Words,
) -> str:
    """Return a series as SVG; ``label`` is its name for screen readers."""
    mine = estimates.filter(pl.col("series_id") == series["series_id"])
    span = span_of(mine, found)
    if span is None:
        return ""
    drawing = _Drawing(frame=_frame(mine, found, official, span, size, events, say), size=size, say=say)
    _axes(drawing, mine, say.name("axis", series.get("unit")))
    boxes = _windows if curve.is_windowed(series) else _lines
    boxes(drawing, mine)
    drawing.parts += official_lines(drawing.frame, official)
    _dots(drawing, found)
    _end(drawing, mine)
    _events(drawing, events)
    _dissent(drawing, mine, found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}" role="img" '
        f'aria-label="{escape(label)}" class="picture">{"".join(drawing.parts)}</svg>'
    )


def _frame(
    mine: pl.DataFrame,
    found: Sequence[Dot],
    official: Sequence[Official],
    span: tuple[dt.date, dt.date],
    size: Size,
    events: Sequence[SituationEvent],
    say: Words,
) -> Frame:
    """Return where days and values lie: room for events above, for the last value on the right."""
    shown = [*(dot.value for dot in found), *(one.value for one in official)]
    top = max([*mine["high"].to_list(), *shown], default=1.0)
    last = curve.last_known(mine)
    number = (
        text_width(say.number(rounded(last["low"], last["best"], last["high"])[1]), size.big) if last else 20
    )
    spread = (
        say(
            "figure.range",
            low=say.number(rounded(last["low"], last["best"], last["high"])[0]),
            high=say.number(last["high"]),
        )
        if last
        else ""
    )
    above = bool(events_between(events, *span)) and not size.small
    return Frame(
        first=span[0],
        last=span[1],
        top=max(top * 1.04, 1e-9),
        left=text_width(say.number(ticks(top * 1.04, 4)[-1]), size.font) + 8,
        right=size.width - max(number * 1.08, text_width(spread, size.font) if not size.small else 0) - 16,
        upper=(size.font * 4.4 if above else size.font * 1.9),
        lower=size.height - size.font * 2.2,
    )


def _line(look: str, x1: float, x2: float, y1: float, y2: float) -> str:
    spots = zip(("x1", "x2", "y1", "y2"), (x1, x2, y1, y2), strict=True)
    return f'<line class="{look}" ' + " ".join(f'{name}="{in_svg(at)}"' for name, at in spots) + "/>"


def _axes(drawing: _Drawing, mine: pl.DataFrame, unit: str) -> None:
    """Draw the values as thin lines with their numbers on them, the days below."""
    frame, size, say = drawing.frame, drawing.size, drawing.say
    scale = [value for value in ticks(frame.top, 4) if value <= frame.top]
    for value in scale:
        y = frame.y(value)
        drawing.parts.append(_line("axis" if value == 0 else "grid", frame.left, frame.right, y, y))
        if value:
            drawing.words(
                [say.number(value)], frame.left - 6, y + size.font * 0.35, look="tick", anchor="end"
            )
    drawing.words([unit], 0, frame.y(scale[-1]) - size.font * 0.9, look="tick")
    days = (frame.last - frame.first).days
    wanted = 3 if size.small else 5
    seen: set[int] = set()
    for day in _ticked(frame.first, frame.last, wanted):
        month = say.months[day.month - 1][:3]
        text = month if days > MONTHS and day.day == 1 else f"{day.day} {month}"
        if days > 800:
            text = str(day.year) if day.month == 1 else f"{month} {day.year}"
        elif day.year not in seen:
            text = f"{text} {day.year}"
        x, y = frame.x(day), frame.lower + size.font * 1.45
        half = text_width(text, size.font) / 2
        x = min(max(x, half), size.width - half)
        if any(box_of([text], size.font, x, y, "middle").meets(other, 6) for other in drawing.taken):
            continue
        seen.add(day.year)
        drawing.parts.append(_line("axis", frame.x(day), frame.x(day), frame.lower, frame.lower + 5))
        drawing.words([text], x, y, look="tick", anchor="middle")


def _ticked(first: dt.date, last: dt.date, wanted: int) -> list[dt.date]:
    """Return the days to label: firsts of months from two months on, else even days."""
    if MONTHS < (last - first).days < 31 * wanted:
        starts = [
            dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)
        ]
        return [day for day in starts if first <= day <= last]
    return day_ticks(first, last, wanted)


def _points(frame: Frame, days: Sequence[dt.date], values: Sequence[float]) -> list[str]:
    spots = [(frame.x(day), frame.y(value)) for day, value in zip(days, values, strict=True)]
    return [f"{in_svg(x)},{in_svg(y)}" for x, y in thin(spots)]


def _lines(drawing: _Drawing, mine: pl.DataFrame) -> None:
    """Draw the range, its inner half, and the best line; what is carried on is dashed."""
    frame = drawing.frame
    runs = curve.stretches(mine)
    for run in runs:
        outer = "stale" if run.carried else "band"
        if len(run.days) == 1:
            x = frame.x(run.days[0])
            drawing.parts.append(
                f'<rect class="{outer}" x="{in_svg(x - 3)}" y="{in_svg(frame.y(run.high[0]))}" width="6" '
                f'height="{in_svg(max(frame.y(run.low[0]) - frame.y(run.high[0]), 1))}"/>'
            )
            continue
        drawing.parts.append(_area(frame, run.days, run.low, run.high, outer))
        if not run.carried:
            low, high = zip(*map(curve.inner, run.low, run.best, run.high), strict=True)
            drawing.parts.append(_area(frame, run.days, low, high, "inner"))
    for run in runs:
        look = "carried" if run.carried else "best"
        drawing.parts.append(
            f'<polyline class="{look}" points="{" ".join(_points(frame, run.days, run.best))}"/>'
        )


def _area(
    frame: Frame, days: Sequence[dt.date], low: Sequence[float], high: Sequence[float], look: str
) -> str:
    spots = [*_points(frame, days, high), *reversed(_points(frame, days, low))]
    return f'<polygon class="{look}" points="{" ".join(spots)}"/>'


def _windows(drawing: _Drawing, mine: pl.DataFrame) -> None:
    """Draw a box for each period: from its first to its last day, from low to high, with its best value."""
    frame = drawing.frame
    for window in curve.windows(mine):
        start, end = frame.x(window.start), min(frame.x(window.end, end=True), frame.right + 8)
        high, low, best = frame.y(window.high), frame.y(window.low), frame.y(window.best)
        wide = max(end - start, 3)
        drawing.parts.append(
            f'<rect class="band" x="{in_svg(start)}" y="{in_svg(high)}" width="{in_svg(wide)}" '
            f'height="{in_svg(max(low - high, 1))}"/>' + _line("best", start, start + wide, best, best)
        )


def _dots(drawing: _Drawing, found: Sequence[Dot]) -> None:
    """Draw a mark for each claim; of marks that would lie on one another one stands."""
    frame, radius = drawing.frame, 3.6 if drawing.size.small else 4.2
    seen: set[tuple[int, int, str]] = set()
    for dot in sorted(found, key=lambda dot: (dot.dissents, dot.used)):
        x, y = frame.x(dot.day), frame.y(dot.value)
        look = "dissent" if dot.dissents else "used" if dot.used else "aside"
        spot = (round(x / 2), round(y / 2), look)
        if spot in seen:
            continue
        seen.add(spot)
        more = f'class="{look}" data-id="{escape(dot.claim_id)}"'
        title = (
            f"<title>{escape(f'{dot.figure}: {dot.source}, {drawing.say.day(dot.day, short=True)}')}</title>"
        )
        if dot.dissents:
            side = radius * 2.3
            drawing.parts.append(
                f'<rect {more} x="{in_svg(x - side / 2)}" y="{in_svg(y - side / 2)}" width="{in_svg(side)}" '
                f'height="{in_svg(side)}">{title}</rect>'
            )
        else:
            drawing.parts.append(
                f'<circle {more} cx="{in_svg(x)}" cy="{in_svg(y)}" r="{in_svg(radius)}">{title}</circle>'
            )
        drawing.taken.append(Box(left=x - radius, top=y - radius, right=x + radius, bottom=y + radius))


def _end(drawing: _Drawing, mine: pl.DataFrame) -> None:
    """Write the last value beside the line's end, with its range."""
    last = curve.last_known(mine)
    if last is None:
        return
    frame, size, say = drawing.frame, drawing.size, drawing.say
    low, best, high = rounded(last["low"], last["best"], last["high"])
    x, y = frame.x(last["date"]), frame.y(last["best"])
    drawing.parts.append(
        f'<circle class="end" cx="{in_svg(x)}" cy="{in_svg(y)}" r="{size.font * 0.46:.1f}"/>'
    )
    at = frame.right + 12
    y = min(max(y + size.big * 0.3, size.big), frame.lower - 3 * size.font)
    drawing.words([say.number(best)], at, y, look="endlabel", big=size.big)
    if high > low:
        spread = say("figure.range", low=say.number(low), high=say.number(high))
        lines = [spread]
        if text_width(spread, size.font) > size.width - at:
            lines = [say("figure.range_low", low=say.number(low)), say.number(high)]
        drawing.words(lines, at, y + size.font * 1.4, look="note")


def _dissent(drawing: _Drawing, mine: pl.DataFrame, found: Sequence[Dot]) -> None:
    """Say beside a square who gave another figure, in whose words: the latest ones that find room."""
    frame, size, say = drawing.frame, drawing.size, drawing.say
    room = Box(left=2, top=2, right=size.width - 2, bottom=frame.lower - 2)
    _keep_line_free(drawing, mine)
    told: set[str] = set()
    for dot in sorted(
        (dot for dot in found if dot.dissents), key=lambda dot: (dot.day, dot.value), reverse=True
    ):
        if len(told) == MOST_DISSENT:
            break
        if dot.source in told:
            continue
        widest = size.width * (0.4 if size.small else 0.27)
        lines = lines_of(say("chart.says", who=dot.source), size.font, widest, 2)
        lines += lines_of(say("chart.said", words=dot.figure), size.font, widest, 2)
        x, y = frame.x(dot.day), frame.y(dot.value)
        tall = size.font * 1.2 * len(lines)
        spots = [
            (x + way * 11, y + shift, anchor)
            for shift in (
                size.font * 0.35,
                size.font * 1.6,
                0.5 * size.font - tall,
                30 + size.font,
                -tall - 14,
                52 + size.font,
                -tall - 36,
            )
            for way, anchor in ((1, "start"), (-1, "end"), (4, "middle"), (-4, "middle"))
        ]
        free = first_free(spots, lines, size.font, taken=[*drawing.taken, *drawing.thin], frame=room)
        free = free or first_free(spots, lines, size.font, taken=drawing.taken, frame=room)
        if free is not None:
            drawing.words(lines, free[0], free[1], look="doubt", anchor=free[2])
            told.add(dot.source)


def _keep_line_free(drawing: _Drawing, mine: pl.DataFrame) -> None:
    """Keep words off the best line: small boxes along it."""
    frame = drawing.frame
    for run in curve.stretches(mine):
        spots = thin([(frame.x(day), frame.y(best)) for day, best in zip(run.days, run.best, strict=True)])
        for (x0, y0), (x1, y1) in itertools.pairwise(spots):
            steps = max(int(math.hypot(x1 - x0, y1 - y0) / 8), 1)
            for step in range(steps + 1):
                x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
                drawing.taken.append(Box(left=x - 4, top=y - 4, right=x + 4, bottom=y + 4))


def _events(drawing: _Drawing, events: Sequence[SituationEvent]) -> None:
    """Draw the events that find room for their words above the chart; the page lists all."""
    frame, size = drawing.frame, drawing.size
    if size.small:
        return
    room = Box(left=2, top=0, right=frame.right + 30, bottom=frame.upper + size.font * 0.6)
    names = [event for _, event in events_between(events, frame.first, frame.last)]
    for event in sorted(names, key=lambda event: (len(event.label), event.date)):
        x = frame.x(event.date)
        lines = lines_of(event.label, size.font - 1, 128)
        if lines[-1].endswith("…"):
            continue
        y = size.font * 1.1
        free = first_free(
            [(x - 5, y, "end"), (x + 5, y, "start")],
            lines,
            size.font - 1,
            taken=drawing.taken,
            frame=room,
            gap=8,
        )
        if free is None:
            continue
        drawing.parts.insert(0, _line("event", x, x, 2, frame.lower))
        drawing.words(lines, free[0], free[1], look="eventlabel", anchor=free[2], big=size.font - 1)
        drawing.taken.append(Box(left=x - 1, top=0, right=x + 1, bottom=frame.upper))
        drawing.thin.append(Box(left=x - 1, top=frame.upper, right=x + 1, bottom=frame.lower))
