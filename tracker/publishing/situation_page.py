"""Bring the parts of a situation's page together, with the data it holds.

In: a view, the tables.  Out: what `page.situation_page` takes.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.charts.translations import Words
from tracker.charts.trend import span_of
from tracker.publishing import (
    chart_sections,
    figure_data,
    method_section,
    movement_section,
    official_section,
    panels,
    privacy,
    sections,
)
from tracker.publishing.claim_rows import CSV_COLUMNS, packed, packed_frame, rows_of
from tracker.publishing.headlines import headline
from tracker.publishing.html_tags import Markup, tag
from tracker.publishing.views import SituationView
from tracker.vocabulary import Verdict

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation

EMBEDDED = (
    "date",
    "period_start",
    "period_end",
    "low",
    "best",
    "high",
    "claims",
    "sources",
    "grade",
    "carried",
)


def last_published(claims: pl.DataFrame) -> dt.date | None:
    """Return the day the newest of the claims was printed."""
    return max(claims["published"].drop_nulls().to_list(), default=None)


def known_text(reconciliation: Reconciliation, claims: pl.DataFrame, say: Words) -> str:
    """Say up to when reports were used: the day asked for, else the newest report of these claims."""
    if reconciliation.as_known_on:
        return say.day(reconciliation.as_known_on)
    newest = last_published(claims)
    return say("known.all", day=say.day(newest)) if newest else say("known.none")


def page_parts(
    view: SituationView,
    fit: privacy.Tables,
    *,
    earlier: Sequence[Reconciliation],
    changed: Sequence[str],
    verdicts: Sequence[Verdict],
    known_on: str,
    input_hash: str,
    suppress_below: float | None,
    audience: str,
    single: str,
    table_files: Sequence[str],
    say: Words,
) -> dict[str, Any]:
    """Return what a situation's page is made of, for `page.situation_page`."""
    rows = rows_of(view, say)
    by_id = {row["claim_id"]: row for row in rows}
    lead = view.lead
    frames = figure_data.known_frames(lead, earlier, view.names, say) if lead else []
    went, figures = movement_section.where_people_went(view, fit.places, say)
    lines = chart_sections.chosen(view)
    for line in [*lines, *([view.second] if view.second else [])]:
        figures[line.series_id] = figure_data.figure_json(line, view, say)
    body: list[Markup | None] = [
        sections.top(view, say, known_on=known_on, input_hash=input_hash),
        chart_sections.main(view, say, frames=frames, single=single),
        chart_sections.second(view, say),
        sections.disagreements(view, by_id, say),
        official_section.section_beside(view, say),
        went,
        panels.multiples(view, say),
        sections.claims(view, rows, say),
        sections.section("series", say("section.series"), sections.all_series(view, say)),
        sections.changed(changed, say),
        method_section.method(
            view,
            say,
            known_on=known_on,
            input_hash=input_hash,
            withheld=fit.withheld,
            threshold=suppress_below,
            verdicts=verdicts,
            name_inputs=audience != "public",
        ),
        method_section.data(table_files, say),
    ]
    anchors = [
        "trend",
        "second",
        "disagree",
        "official",
        "places",
        "multiples",
        "claims",
        "series",
        "changed",
        "method",
        "data-files",
    ]
    titles = {
        "data-files": say("section.data"),
        "second": chart_sections.second_title(view.second, say) if view.second else "",
    }
    links = [
        tag("li", tag("a", titles.get(anchor) or say(f"section.{anchor}"), href=f"#{anchor}"))
        for anchor, part in zip(anchors, body[1:], strict=True)
        if part is not None
    ]
    said = headline(lead, view.names, say) if lead else None
    data = {
        "situation": view.situation.situation_id,
        "title": view.situation.title,
        "headline": said.text if said else None,
        "as_known_on": known_on,
        "input_hash": input_hash,
        "titles": {line.series_id: line.title for line in view.lines},
        "last_days": {
            line.series_id: span[1].isoformat()
            for line in lines
            if (span := span_of(line.estimates, line.dots))
        },
        "series": [
            {
                key: value.isoformat() if isinstance(value, dt.date) else value
                for key, value in line.row.items()
            }
            for line in view.lines
        ],
        "estimates": {
            line.series_id: packed_frame(line.estimates.select(EMBEDDED))
            for line in view.lines
            if line.estimates.height
        },
        "claims": packed(rows),
        "csv_columns": list(CSV_COLUMNS),
        "conflicts": packed_frame(view.conflicts),
        "figures": figures,
        "known": frames,
    }
    return {
        "title": view.situation.title,
        "headline": said.sentence if said else view.situation.title,
        "parts": body,
        "contents": tag("nav", tag("ul", links), class_="contents", aria_label=say("page.contents")),
        "data": data,
    }
