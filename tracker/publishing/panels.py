"""Small drawings side by side: series of one kind by place and by group on one axis, then the others.

In: a view.  Out: Markup.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.charts.multiples import kind_of
from tracker.charts.translations import Words
from tracker.publishing.chart_sections import drawing
from tracker.publishing.headlines import headline
from tracker.publishing.html_tags import Markup, tag
from tracker.publishing.one_series import SeriesView
from tracker.publishing.sections import section
from tracker.publishing.views import SituationView

MOST_PANELS = 9
MOST_FAMILIES = 3


def multiples(view: SituationView, say: Words) -> Markup:
    """Return small drawings: series of one kind by place and by group on one axis, then the others."""
    charted = [line for line in (view.lead, view.second) if line is not None]
    lines = [line for line in view.lines if line.estimates.height > 1]
    parts: list[Markup | None] = [tag("p", say("headline.apart"), class_="quiet")] if len(lines) > 1 else []
    shown = {line.series_id for line in charted}
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("multiples.by_place", ("origin_id", "destination_id")),
        ("multiples.by_group", ("group",)),
    )
    for key, ends in kinds:
        families = _families(lines, ends, by_group=ends == ("group",))[:MOST_FAMILIES]
        if families:
            parts += [tag("h3", say(key)), tag("p", say("multiples.lead"), class_="quiet")]
        for family in families:
            top = max(max(line.estimates["high"].to_list()) for line in family)
            parts.append(panels(family[:MOST_PANELS], view, say, top=top))
            shown.update(line.series_id for line in family)
    others = [line for line in lines if line.series_id not in shown]
    if others:
        parts += [tag("h3", say("multiples.other")), tag("p", say("multiples.own"), class_="quiet")]
        parts.append(panels(others[:MOST_PANELS], view, say))
    if len(others) > MOST_PANELS:
        parts.append(tag("p", say.count("multiples.more", len(others) - MOST_PANELS), class_="note"))
    return section("multiples", say("section.multiples"), parts or tag("p", say("multiples.none")))


def _families(
    lines: Sequence[SeriesView], ends: tuple[str, ...], *, by_group: bool
) -> list[list[SeriesView]]:
    """Return series that share an axis and differ in place (or group), the weightiest of each place."""
    found: dict[tuple[Any, ...], dict[tuple[Any, ...], SeriesView]] = {}
    for line in lines:
        row = line.row
        if not by_group and row["group"]:
            continue
        rest = kind_of(row) if not by_group else (*kind_of(row), row["origin_id"], row["destination_id"])
        found.setdefault(rest, {}).setdefault(tuple(row[end] for end in ends), line)
    return [list(members.values()) for members in found.values() if len(members) > 1]


def panels(
    lines: Sequence[SeriesView], view: SituationView, say: Words, *, top: float | None = None
) -> Markup:
    """Return one small drawing a series."""
    items = []
    for line in lines:
        said = headline(line, view.names, say)
        items.append(
            tag(
                "li",
                tag("h4", line.title),
                drawing(line, view, say, width=320, height=150, dots=False, top=top),
                tag("p", said.sentence if said else None, class_="small"),
            )
        )
    return tag("ul", items, class_="panels")
