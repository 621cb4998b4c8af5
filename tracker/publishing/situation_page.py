"""Bring the parts of a situation's page together, with the data it holds.

In: a Page.  Out: its HTML.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.charts.translations import Words
from tracker.charts.trend import span_of
from tracker.publishing import (
    chart_sections,
    document,
    figure_data,
    first_screen,
    method_section,
    movement_section,
    official_section,
    panels,
    sections,
)
from tracker.publishing.chart_parts import source_line
from tracker.publishing.claim_rows import CSV_COLUMNS, packed, packed_frame, rows_of
from tracker.publishing.context import Form, Page
from tracker.publishing.headlines import headline
from tracker.publishing.html_tags import Markup, tag

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


def situation_page(page: Page, form: Form) -> str:
    """Return a situation's page as HTML, in one of the forms."""
    return document.with_charts(page_parts(page), form, page.say)


def page_parts(page: Page) -> document.Parts:
    """Return what a situation's page is made of."""
    view, say = page.view, page.say
    rows = rows_of(view, say)
    lead = view.lead
    frames = figure_data.known_frames(lead, page.earlier, view.names, say) if lead else []
    figures = {
        line.series_id: figure_data.figure_json(line, view, say) for line in chart_sections.chosen(view)
    }
    said = headline(lead, view.names, say) if lead else None
    body = _sections(page, rows)
    return document.Parts(
        title=view.situation.title,
        headline=said.sentence if said else view.situation.title,
        facts=first_screen.facts(view, say, page.known_on),
        parts=[
            first_screen.first_screen(view, say, frames=frames, single=page.chart_file),
            _tabs(page, body),
            *body.values(),
        ],
        data={
            **_data(page, rows),
            "headline": said.text if said else None,
            "cite": _citation(page, said.sentence) if said and lead else None,
            "made": say("share.made", site=say("page.site"), title=view.situation.title, known=page.known_on),
            "figures": figures,
            "known": frames,
        },
    )


def _citation(page: Page, sentence: str) -> str:
    """Return the sentence with where it is from, as one pastes it."""
    view, say = page.view, page.say
    assert view.lead is not None
    return say(
        "share.cite",
        sentence=sentence,
        site=say("page.site"),
        title=view.situation.title,
        known=page.known_on,
        source=source_line(view.lead, say).rstrip("."),
    )


def _sections(page: Page, rows: Sequence[Mapping[str, Any]]) -> dict[str, Markup | None]:
    """Return the sections under the first screen by their anchors, in order; those without content are ``None``."""
    view, say = page.view, page.say
    return {
        "counts": panels.counts(view, say),
        "places": movement_section.where_people_went(view, page.places, say),
        "disagree": sections.disagreements(view, {row["claim_id"]: row for row in rows}, say),
        "official": official_section.section_beside(view, say),
        "claims": sections.claims(view, rows, say),
        "changed": sections.changed(page.changed, say),
        "method": method_section.method(page),
        "data-files": method_section.data(page.table_files, say),
    }


def _tabs(page: Page, body: Mapping[str, Markup | None]) -> Markup:
    """Return the short contents: a link to each section there is, with how much stands there."""
    view, say = page.view, page.say
    tabs: tuple[tuple[str, str, int | None], ...] = (
        ("counts", "tab.trend", None),
        ("places", "tab.places", movement_section.many_places(view, page.places)),
        ("disagree", "tab.disagree", view.open.height),
        ("official", "tab.official", sum(len(line.official) for line in view.lines)),
        ("claims", "tab.claims", view.claims.height),
        ("changed", "tab.changed", None),
        ("method", "tab.method", None),
    )
    links = [
        tag("a", say(key), tag("i", say.number(n)) if n is not None else None, href=f"#{anchor}")
        for anchor, key, n in tabs
        if body.get(anchor) is not None
    ]
    return tag("nav", links, class_="tabs", aria_label=say("page.contents"))


def _data(page: Page, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the tables that the page holds, for its scripts and for whoever reads it by program."""
    view = page.view
    return {
        "situation": view.situation.situation_id,
        "title": view.situation.title,
        "headline": None,
        "as_known_on": page.known_on,
        "input_hash": page.input_hash,
        "titles": {line.series_id: line.title for line in view.lines},
        "last_days": {
            line.series_id: span[1].isoformat()
            for line in chart_sections.chosen(view)
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
    }
