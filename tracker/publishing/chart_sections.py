"""The leading chart of a page, with what lets a reader look closer: other counts, days, earlier days, who counted.

In: a view.  Out: Markup.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.charts.translations import Words
from tracker.charts.trend import log_helps, span_of
from tracker.publishing.chart_parts import (
    events_list,
    keys,
    legend,
    pictures,
    source_line,
    sub_title,
    turning_points,
)
from tracker.publishing.headlines import headline, summary
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.one_series import SeriesView
from tracker.publishing.views import SituationView

MOST_CHOICES = 24
DAYS = (30, 90)


def chosen(view: SituationView) -> list[SeriesView]:
    """Return the series a reader can choose in the main chart: the weightiest that have estimates."""
    return [line for line in view.lines if line.estimates.height][:MOST_CHOICES]


def main(
    view: SituationView, say: Words, *, frames: Sequence[Mapping[str, Any]], single: str | None
) -> Markup:
    """Return the leading chart: heading, picture, source, ways to take it along, a closer look."""
    line = view.lead
    assert line is not None
    lines = chosen(view)
    first = line.series_id
    figure = tag(
        "figure",
        pictures(line, view, say),
        tag(
            "div",
            class_="chart",
            tabindex=0,
            role="application",
            aria_roledescription=say("chart.role"),
            aria_label=summary(line, say),
        ),
        data_series=first,
    )
    foot = tag("div", keys(line, say), share(view, say, single), class_="foot")
    return tag(
        "section",
        [_head(one, say, first=first) for one in lines],
        figure,
        foot,
        [tag("p", source_line(one, say), class_="source", **_for(one, first)) for one in lines],
        explore(view, say, lines=lines, frames=frames),
        id="trend",
        aria_labelledby="trend-title",
    )


def _for(line: SeriesView, first: str) -> dict[str, Any]:
    """Return the attributes of what is shown with one series only."""
    return {"data_for": line.series_id, "hidden": line.series_id != first}


def _head(line: SeriesView, say: Words, *, first: str) -> Markup:
    mine = line.series_id == first
    return tag(
        "div",
        tag("h2", line.title, id="trend-title" if mine else None),
        tag("p", sub_title(line, say), class_="sub"),
        **_for(line, first),
    )


def share(view: SituationView, say: Words, single: str | None) -> Markup:
    """Return the ways to take the chart along: picture, table, sentence with its source, code to embed it."""
    buttons = [
        tag("button", say(f"share.{kind}"), type="button", data_share=kind, class_="linkish")
        for kind in ("png", "svg", "csv", "copy", *(["embed"] if single else []))
    ]
    made: list[Markup | str] = []
    for button in buttons:
        made += [" · ", button] if made else [button]
    alone = tag("noscript", tag("a", say("chart.single"), href=single)) if single else None
    return join(tag("span", made, class_="share js-only", data_single=single), alone)


def explore(
    view: SituationView, say: Words, *, lines: Sequence[SeriesView], frames: Sequence[Mapping[str, Any]]
) -> Markup:
    """Return what lets a reader look closer, folded."""
    first = lines[0].series_id
    return tag(
        "details",
        tag("summary", say("chart.explore")),
        _controls(view, say, lines=lines, frames=frames),
        [_under(one, view, say, first=first) for one in lines],
        tag("p", say("chart.help"), class_="note js-only"),
        class_="explore",
    )


def _under(line: SeriesView, view: SituationView, say: Words, *, first: str) -> Markup:
    """Return what stands under the closer look of one series: words, who counted, events, notes, days as a table."""
    said = headline(line, view.names, say)
    sizes = sorted(
        {
            (row["household_size"], row["household_size_basis"])
            for row in line.used.iter_rows(named=True)
            if row["household_size"] and line.row["unit"] == "person" and row["unit"] == "household"
        }
    )
    notes = [say("chart.household", n=say.number(size), basis=basis or "given") for size, basis in sizes[:2]]
    if line.official:
        notes.append(say("official.note"))
    events = events_list(line, view, say)
    return tag(
        "div",
        tag("p", said.sentence, " ", said.sure) if said else None,
        legend(line.dots, say, line.official),
        join(tag("p", say("chart.events"), class_="small"), events) if events else None,
        tag("p", say("chart.note"), _hollow(line, say), " ", " ".join(notes), class_="note"),
        tag("details", tag("summary", say("chart.describe")), tag("p", summary(line, say))),
        turning_points(line, say) if line.series_id == first else None,
        **_for(line, first),
    )


def _hollow(line: SeriesView, say: Words) -> Markup | None:
    """Say why dots stand outside the range, with a link to the reasons."""
    if all(dot.used for dot in line.dots):
        return None
    link = tag("a", say("chart.hollow_link"), href="#disagree")
    before, _, after = say("chart.hollow").partition("{link}")
    return join(" ", before, link, after)


def _controls(
    view: SituationView, say: Words, *, lines: Sequence[SeriesView], frames: Sequence[Mapping[str, Any]]
) -> Markup | None:
    """Return the controls of the live chart: which count, which days, which scale, as known on which day."""
    line = lines[0]
    parts: list[Markup | None] = []
    if len(lines) > 1:
        options = [tag("option", one.title, value=one.series_id, selected=one is line) for one in lines]
        parts.append(tag("label", tag("span", say("chart.choose")), tag("select", options, id="choose")))
    parts += [_days(line, say), _scale(line, say), _known(frames, say)]
    return tag("div", parts, class_="controls js-only") if any(parts) else None


def _days(line: SeriesView, say: Words) -> Markup | None:
    span = span_of(line.estimates, line.dots)
    days = (span[1] - span[0]).days if span else 0
    lengths = [length for length in DAYS if days > length * 1.2]
    if not lengths:
        return None
    buttons = [tag("button", say("chart.all"), type="button", data_days="", aria_pressed="true")]
    buttons += [
        tag("button", say("chart.last", n=length), type="button", data_days=length, aria_pressed="false")
        for length in lengths
    ]
    return tag("fieldset", tag("legend", say("chart.range")), join(*_spaced(buttons)))


def _scale(line: SeriesView, say: Words) -> Markup | None:
    if not log_helps(line.row, line.estimates):
        return None
    buttons = [
        tag(
            "button",
            say(f"chart.{name}"),
            type="button",
            data_scale=name,
            aria_pressed=str(name == "linear").lower(),
        )
        for name in ("linear", "log")
    ]
    return tag("fieldset", tag("legend", say("chart.scale")), join(*_spaced(buttons)), data_lead=True)


def _known(frames: Sequence[Mapping[str, Any]], say: Words) -> Markup | None:
    """Return the control that shows how the picture looked on earlier days."""
    if not frames:
        return None
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
    return tag(
        "fieldset",
        tag("legend", say("chart.known")),
        slider,
        " ",
        told,
        tag("div", say("chart.known_help", n=len(frames)), class_="small"),
        data_lead=True,
    )


def _spaced(buttons: Sequence[Markup]) -> list[Markup | str]:
    made: list[Markup | str] = []
    for button in buttons:
        made += [button, " "]
    return made
