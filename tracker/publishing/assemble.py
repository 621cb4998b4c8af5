"""Bring the parts of a situation's page together, with the data it holds.

In: a story, the tables.  Out: what `page.situation_page` takes.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.charts.trend import span_of
from tracker.charts.words import Words
from tracker.publishing import charting, explaining, figuredata, moving, official, panels, parts, privacy
from tracker.publishing.claimrows import CSV_COLUMNS, packed, packed_frame, rows_of
from tracker.publishing.markup import Markup, tag
from tracker.publishing.story import Story
from tracker.publishing.telling import headline
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
    story: Story,
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
    rows = rows_of(story, say)
    by_id = {row["claim_id"]: row for row in rows}
    lead = story.lead
    frames = figuredata.known_frames(lead, earlier, story.names, say) if lead else []
    went, figures = moving.where_people_went(story, fit.places, say)
    lines = charting.chosen(story)
    for line in [*lines, *([story.second] if story.second else [])]:
        figures[line.series_id] = figuredata.figure_json(line, story, say)
    body: list[Markup | None] = [
        parts.top(story, say, known_on=known_on, input_hash=input_hash),
        charting.main(story, say, frames=frames, single=single),
        charting.second(story, say),
        parts.disagreements(story, by_id, say),
        official.section_beside(story, say),
        went,
        panels.multiples(story, say),
        parts.claims(story, rows, say),
        parts.section("series", say("section.series"), parts.all_series(story, say)),
        parts.changed(changed, say),
        explaining.method(
            story,
            say,
            known_on=known_on,
            input_hash=input_hash,
            withheld=fit.withheld,
            threshold=suppress_below,
            verdicts=verdicts,
            name_inputs=audience != "public",
        ),
        explaining.data(table_files, say),
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
        "second": charting.second_title(story.second, say) if story.second else "",
    }
    links = [
        tag("li", tag("a", titles.get(anchor) or say(f"section.{anchor}"), href=f"#{anchor}"))
        for anchor, part in zip(anchors, body[1:], strict=True)
        if part is not None
    ]
    said = headline(lead, story.names, say) if lead else None
    data = {
        "situation": story.situation.situation_id,
        "title": story.situation.title,
        "headline": said.text if said else None,
        "as_known_on": known_on,
        "input_hash": input_hash,
        "titles": {line.series_id: line.title for line in story.lines},
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
            for line in story.lines
        ],
        "estimates": {
            line.series_id: packed_frame(line.estimates.select(EMBEDDED))
            for line in story.lines
            if line.estimates.height
        },
        "claims": packed(rows),
        "csv_columns": list(CSV_COLUMNS),
        "conflicts": packed_frame(story.conflicts),
        "figures": figures,
        "known": frames,
    }
    return {
        "title": story.situation.title,
        "headline": said.sentence if said else story.situation.title,
        "parts": body,
        "contents": tag("nav", tag("ul", links), class_="contents", aria_label=say("page.contents")),
        "data": data,
    }
