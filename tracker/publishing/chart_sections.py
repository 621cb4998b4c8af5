"""The parts of a situation's page that hold charts, and what the page needs to draw them.

In: a view.  Out: Markup; figures as JSON.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.charts import theme
from tracker.charts.dots import Dot, sources
from tracker.charts.official_lines import Official
from tracker.charts.official_lines import names as official_names
from tracker.charts.rounding import rounded
from tracker.charts.svg import marker, trend_svg
from tracker.charts.translations import Words
from tracker.charts.trend import events_between, log_helps, span_of
from tracker.publishing.headlines import headline, summary
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.links import safe_url
from tracker.publishing.one_series import SeriesView
from tracker.publishing.sections import section
from tracker.publishing.views import SituationView

MOST_CHOICES = 24
DAYS = (30, 90)
TURNS = 40


def chosen(view: SituationView) -> list[SeriesView]:
    """Return the series a reader can choose in the main chart: the weightiest that have estimates."""
    return [line for line in view.lines if line.estimates.height][:MOST_CHOICES]


def drawing(line: SeriesView, view: SituationView, say: Words, **more: Any) -> Markup:
    """Return the static drawing of a series."""
    return Markup(
        trend_svg(
            line.row,
            line.estimates,
            line.dots,
            events=view.situation.events,
            official=line.official if more.get("dots", True) else (),
            label=summary(line, say),
            say=say,
            **more,
        )
    )


def drawings(line: SeriesView, view: SituationView, say: Words) -> Markup:
    """Return the drawing twice, for wide and for narrow screens; the page shows the one that fits."""
    return tag(
        "div",
        tag("div", drawing(line, view, say), class_="wide"),
        tag("div", drawing(line, view, say, width=420, height=330), class_="narrow"),
        class_="drawing",
    )


def legend(found: Sequence[Dot], say: Words, beside: Sequence[Official] = ()) -> Markup:
    """Return who counted, each with its shape, as buttons that show and hide; then what the marks mean.

    The official figures beside them have a button a source, with the dash of its line.
    """
    names = sources(found)
    look = theme.looks(names)
    shown: dict[str, theme.Look] = {}
    for name in names:
        shown[name if look[name] is not theme.OTHERS else say("legend.others")] = look[name]

    def icon(style: theme.Look) -> Markup:
        drawn = marker(style.symbol, 8, 8, 5.5, fill=style.colour, rim=style.rim)
        return Markup(f'<svg viewBox="0 0 16 16" aria-hidden="true">{drawn}</svg>')

    buttons = [
        tag("li", tag("button", icon(style), name, type="button", aria_pressed="true", data_trace=name))
        for name, style in shown.items()
    ]
    for place, name in enumerate(official_names(beside)):
        dash = theme.DASHES[place % len(theme.DASHES)][1]
        drawn = Markup(
            f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M0 8H16" stroke="{theme.OFFICIAL}" '
            f'stroke-width="2" stroke-dasharray="{dash}"/></svg>'
        )
        buttons.append(
            tag("li", tag("button", drawn, name, type="button", aria_pressed="true", data_trace=name))
        )
    line = Markup(
        f'<svg viewBox="0 0 16 16" aria-hidden="true"><rect y="3" width="16" height="10" '
        f'fill="{theme.BAND_PLAIN}" stroke="{theme.BAND_EDGE}"/><path d="M0 8H16" '
        f'stroke="{theme.BEST}" stroke-width="3"/></svg>'
    )
    keys = [
        tag("li", line, f"{say('legend.best')}; {say('legend.band').lower()}"),
        tag("li", say("legend.used"), "; ", say("legend.aside")),
        tag("li", say("legend.whisker"))
        if any(dot.qualifier in ("at_least", "at_most") for dot in found)
        else None,
    ]
    return join(
        tag("p", say("legend.title"), class_="small"),
        tag("ul", buttons, class_="legend"),
        tag("ul", keys, class_="legend quiet"),
    )


def static_legend(found: Sequence[Dot], say: Words, beside: Sequence[Official] = ()) -> Markup:
    """Return the legend without buttons, for pages without scripts."""
    made = legend(found, say, beside)
    for old, new in (
        (' type="button"', ""),
        (' aria-pressed="true"', ""),
        ("<button", "<span"),
        ("</button", "</span"),
    ):
        made = Markup(made.replace(old, new))
    return made


def events_list(line: SeriesView, view: SituationView, say: Words) -> Markup | None:
    """Return the lettered events under a chart."""
    span = span_of(line.estimates, line.dots)
    inside = events_between(view.situation.events, *span) if span else []
    if not inside:
        return None
    items = []
    for letter, event in inside:
        text = say("events.entry", day=say.day(event.date, short=True), label=event.label)
        url = safe_url(event.url)
        shown = tag("a", text, href=url, rel="noopener noreferrer", target="_blank") if url else text
        items.append(tag("li", tag("b", letter), " ", shown))
    return tag("ol", items, class_="events")


def source_line(line: SeriesView, say: Words) -> str:
    """Return whom a chart's figures come from."""
    names = sources([dot for dot in line.dots if dot.used]) or sources(line.dots)
    if len(names) > 4:
        return say(
            "chart.source_more", names=", ".join(names[:4]), more=say.count("chart.more", len(names) - 4)
        )
    return say("chart.source", names=", ".join(names))


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


def _hollow(line: SeriesView, say: Words) -> Markup | None:
    """Say why dots stand outside the band, with a link to the reasons."""
    if all(dot.used for dot in line.dots):
        return None
    link = tag("a", say("chart.hollow_link"), href="#disagree")
    before, _, after = say("chart.hollow").partition("{link}")
    return join(" ", before, link, after)


def side(line: SeriesView, view: SituationView, say: Words, *, first: str, heading: bool = True) -> Markup:
    """Return what stands around a chart for one series; the page shows that of the chosen one."""
    said = headline(line, view.names, say)
    return tag(
        "div",
        tag("h3", line.title) if heading else None,
        tag("p", said.sentence) if said and (line.series_id != first or not heading) else None,
        data_for=line.series_id,
        hidden=line.series_id != first,
    )


def under(line: SeriesView, view: SituationView, say: Words, *, first: str) -> Markup:
    """Return what stands under a chart for one series: legend, events, source, words, table, download."""
    sizes = sorted(
        {
            (row["household_size"], row["household_size_basis"])
            for row in line.used.iter_rows(named=True)
            if row["household_size"] and line.row["unit"] == "person" and row["unit"] == "household"
        }
    )
    notes = [say("chart.household", n=say.number(size), basis=basis or "given") for size, basis in sizes[:2]]
    return tag(
        "div",
        legend(line.dots, say, line.official),
        events_list(line, view, say),
        tag(
            "p",
            source_line(line, say),
            " ",
            say("chart.note"),
            _hollow(line, say),
            f" {say('official.note')}" if line.official else None,
            " ",
            " ".join(notes),
            class_="note",
        ),
        tag(
            "p",
            tag("button", say("chart.download"), type="button", data_csv=line.series_id, class_="linkish"),
            class_="js-only",
        ),
        tag("details", tag("summary", say("chart.describe")), tag("p", summary(line, say))),
        turning_points(line, say) if line.series_id == first else None,
        data_for=line.series_id,
        hidden=line.series_id != first,
    )


def chart(
    line: SeriesView,
    view: SituationView,
    say: Words,
    *,
    controls: Markup | None = None,
    lines: Sequence[SeriesView] = (),
    heading: bool = True,
) -> Markup:
    """Return a figure: heading, drawing, place for the interactive chart, and what stands under it."""
    lines = lines or [line]
    first = line.series_id
    holder = tag(
        "figure",
        drawings(line, view, say),
        tag(
            "div",
            class_="chart",
            tabindex=0,
            role="application",
            aria_roledescription=say("chart.role"),
            aria_label=summary(line, say),
        ),
        tag("figcaption", say("chart.help"), class_="js-only"),
        data_series=first,
    )
    return join(
        [side(one, view, say, first=first, heading=heading) for one in lines],
        controls,
        holder,
        [under(one, view, say, first=first) for one in lines],
    )


def main(
    view: SituationView, say: Words, *, frames: Sequence[Mapping[str, Any]], single: str | None
) -> Markup:
    """Return the main chart with its controls."""
    line = view.lead
    if line is None:
        return section("trend", say("section.trend"), tag("p", say("headline.none")))
    lines = chosen(view)
    parts: list[Markup | None] = []
    if len(lines) > 1:
        options = [tag("option", one.title, value=one.series_id, selected=one is line) for one in lines]
        parts.append(tag("label", tag("span", say("chart.choose")), tag("select", options, id="choose")))
    span = span_of(line.estimates, line.dots)
    days = (span[1] - span[0]).days if span else 0
    if any(days > length * 1.2 for length in DAYS):
        buttons = [tag("button", say("chart.all"), type="button", data_days="", aria_pressed="true")]
        buttons += [
            tag("button", say("chart.last", n=length), type="button", data_days=length, aria_pressed="false")
            for length in DAYS
            if days > length * 1.2
        ]
        parts.append(tag("fieldset", tag("legend", say("chart.range")), join(*_spaced(buttons))))
    if log_helps(line.row, line.estimates):
        scale = [
            tag(
                "button",
                say(f"chart.{name}"),
                type="button",
                data_scale=name,
                aria_pressed=str(name == "linear").lower(),
            )
            for name in ("linear", "log")
        ]
        parts.append(
            tag("fieldset", tag("legend", say("chart.scale")), join(*_spaced(scale)), data_lead=True)
        )
    if frames:
        slider = tag(
            "input",
            type="range",
            min=0,
            max=len(frames),
            value=len(frames),
            step=1,
            id="known",
            aria_label=say("chart.known"),
            aria_valuetext=say("chart.known_now"),
        )
        told = tag("output", say("chart.known_now"), for_="known", class_="live-text")
        parts.append(
            tag(
                "fieldset",
                tag("legend", say("chart.known")),
                slider,
                " ",
                told,
                tag("div", say("chart.known_help", n=len(frames)), class_="small"),
                data_lead=True,
            )
        )
    controls = tag("div", parts, class_="controls js-only") if parts else None
    alone = tag("p", tag("a", say("chart.single"), href=single), class_="note alone") if single else None
    return section(
        "trend", say("section.trend"), chart(line, view, say, controls=controls, lines=lines), alone
    )


def _spaced(buttons: Sequence[Markup]) -> list[Markup | str]:
    made: list[Markup | str] = []
    for button in buttons:
        made += [button, " "]
    return made


def second(view: SituationView, say: Words) -> Markup | None:
    """Return the chart of the other measure: a stock beside a flow, each on its own axis."""
    line = view.second
    if line is None:
        return None
    return section("second", second_title(line, say), chart(line, view, say, heading=False))


def second_title(line: SeriesView, say: Words) -> str:
    """Return what the chart of the other measure is called."""
    return say("section.second", title=line.title) if line.row["measure"] == "stock" else line.title
