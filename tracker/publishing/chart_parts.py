"""The parts around a chart: its pictures, who counted, the events, its source, its days as a table.

In: a series of a view.  Out: Markup.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from tracker.charts import picture, standing
from tracker.charts.curve import is_windowed
from tracker.charts.dots import Dot
from tracker.charts.official_lines import Official
from tracker.charts.official_lines import names as official_names
from tracker.charts.rounding import rounded
from tracker.charts.translations import Words
from tracker.charts.trend import events_between, span_of
from tracker.publishing.headlines import summary
from tracker.publishing.html_tags import Markup, tag
from tracker.publishing.links import safe_url
from tracker.publishing.one_series import SeriesView
from tracker.publishing.views import SituationView

TURNS = 40
MOST_NAMES = 3
SIZES = (("wide", picture.WIDE), ("middle", picture.MIDDLE), ("narrow", picture.NARROW))


def picture_of(line: SeriesView, view: SituationView, say: Words, size: picture.Size = picture.WIDE) -> str:
    """Return a series' picture as SVG."""
    return picture.picture(
        line.row,
        line.estimates,
        line.dots,
        events=view.situation.events,
        official=line.official,
        label=summary(line, say),
        size=size,
        say=say,
    )


def pictures(line: SeriesView, view: SituationView, say: Words) -> Markup:
    """Return the picture for wide, middle and narrow screens; the page shows the one that fits."""
    made = [tag("div", Markup(picture_of(line, view, say, size)), class_=name) for name, size in SIZES]
    return tag("div", made, class_="drawing")


def picture_alone(line: SeriesView, view: SituationView, say: Words, *, made: str = "") -> str:
    """Return a series' picture as a file of its own: title above, source and date below, its looks within."""
    return standing.alone(
        picture_of(line, view, say),
        title=line.title,
        sub=sub_title(line, say),
        source=" ".join(filter(None, (source_line(line, say), made))),
    )


def sub_title(line: SeriesView, say: Words) -> str:
    """Return what a chart shows, and of which days."""
    span = span_of(line.estimates, line.dots)
    if span is None:
        return ""
    key = "chart.sub_windows" if is_windowed(line.row) else "chart.sub"
    return say(key, first=say.day(span[0]), last=say.day(span[1]))


def keys(line: SeriesView, say: Words) -> Markup:
    """Return what the marks of a picture mean, of those that are in it."""
    looks = {"dissent" if dot.dissents else "used" if dot.used else "aside" for dot in line.dots}
    signs = (
        ("used", "\u25cf", "chart.key_used"),
        ("aside", "\u25cb", "chart.key_aside"),
        ("dissent", "\u25a1", "chart.key_dissent"),
    )
    return tag(
        "span",
        [
            tag("span", tag("i", sign, class_=look, aria_hidden="true"), " ", say(key))
            for look, sign, key in signs
            if look in looks
        ],
        [
            tag("span", tag("i", "\u2505", class_="official", aria_hidden="true"), " ", name)
            for name in official_names(line.official)
        ],
        class_="keys",
    )


def legend(found: Sequence[Dot], say: Words, beside: Sequence[Official] = ()) -> Markup | None:
    """Return who counted, as buttons that show and hide their dots in the live chart."""
    tally = Counter(dot.source for dot in found)
    names = [*sorted(tally, key=lambda name: (-tally[name], name)), *official_names(beside)]
    if not names:
        return None
    buttons = [
        tag(
            "li",
            tag(
                "button",
                name,
                tag("i", say.number(tally[name])) if name in tally else None,
                type="button",
                aria_pressed="true",
                data_trace=name,
            ),
        )
        for name in names
    ]
    return tag(
        "div",
        tag("p", say("legend.title"), class_="small"),
        tag("ul", buttons, class_="legend"),
        class_="js-only",
    )


def events_list(line: SeriesView, view: SituationView, say: Words) -> Markup | None:
    """Return the events within a chart's days."""
    span = span_of(line.estimates, line.dots)
    inside = events_between(view.situation.events, *span) if span else []
    if not inside:
        return None
    items = []
    for _, event in inside:
        text = say("events.entry", day=say.day(event.date, short=True), label=event.label)
        url = safe_url(event.url)
        shown = tag("a", text, href=url, rel="noopener noreferrer", target="_blank") if url else text
        items.append(tag("li", shown))
    return tag("ol", items, class_="events")


def source_line(line: SeriesView, say: Words) -> str:
    """Return whom a chart's figures come from, and how many figures in how many reports."""
    used = line.used if line.used.height else line.claims
    tally = Counter(dot.source for dot in line.dots if dot.used) or Counter(dot.source for dot in line.dots)
    names = sorted(tally, key=lambda name: (-tally[name], name))
    reports = used.select(pl.coalesce("report_id", "url", "publisher")).to_series().drop_nulls().n_unique()
    fill = {
        "names": ", ".join(names[:MOST_NAMES]),
        "claims": say.count("count.figures", used.height),
        "reports": say.count("count.reports", reports),
    }
    if len(names) > MOST_NAMES:
        return say("chart.source_more", more=say.count("chart.more", len(names) - MOST_NAMES), **fill)
    return say("chart.source", **fill)


def turning_points(line: SeriesView, say: Words) -> Markup:
    """Return the estimates as a table: first, last, and days between on which something happened."""
    rows = line.estimates.sort("date")
    if rows.height > TURNS:
        keep = {
            0,
            rows.height - 1,
            *(round(i * (rows.height - 1) / (TURNS // 2)) for i in range(TURNS // 2 + 1)),
        }
        rows = rows[sorted(keep)]
    body = []
    for row in rows.iter_rows(named=True):
        low, best, high = rounded(row["low"], row["best"], row["high"])
        when = say.day(row["date"], short=True)
        if row["period_start"]:
            when = f"{say.day(row['period_start'], short=True)} – {when}"
        cells = [("table.best", best), ("table.low", low), ("table.high", high)]
        body.append(
            tag(
                "tr",
                tag("th", when, scope="row"),
                [tag("td", say.number(value), class_="n", data_label=say(key)) for key, value in cells],
                tag("td", say("legend.carried") if row["carried"] else None),
            )
        )
    columns = tag(
        "thead",
        tag(
            "tr",
            [tag("th", say(f"table.{name}"), scope="col") for name in ("day", "best", "low", "high")],
            tag("td"),
        ),
    )
    table = tag("table", tag("caption", say("chart.table_note")), columns, tag("tbody", body))
    return tag(
        "details",
        tag("summary", say("chart.table")),
        tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=say("chart.table")),
    )
