"""What a cell of a notebook shows: claims with the columns a person reads, a reconciliation with its main chart.

In: frames, a Reconciliation.  Out: HTML that stands alone.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.charts import curve
from tracker.charts.rounding import rounded
from tracker.charts.translations import Words, words
from tracker.publishing.chart_parts import picture_alone
from tracker.publishing.context import PublishOptions
from tracker.publishing.headlines import headline
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.public_tables import prepared
from tracker.publishing.views import SituationView, situation_views
from tracker.vocabulary import Situation

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation

MOST_ROWS = 20
MOST_SERIES = 10
MOST_SITUATIONS = 3
LONGEST = 60  # characters of a cell
COLUMNS = (
    *("quote", "value", "qualifier", "unit", "persons", "term", "measure", "period_start", "period_end"),
    *("origin", "destination", "source", "published", "report_id"),
)
NUMBERS = frozenset({"value", "persons"})
LEFT, RIGHT = "text-align:left", "text-align:right"


def claims_html(claims: pl.DataFrame, *, most: int = MOST_ROWS) -> str:
    """Return the first claims of a table with the columns a person reads; those that are empty are left out."""
    shown = claims.head(most)
    columns = [name for name in COLUMNS if name in shown.columns and shown[name].null_count() < shown.height]
    count = f"{claims.height:,} claim{'' if claims.height == 1 else 's'}"
    left = f", the first {most} shown" if claims.height > most else ""
    hidden = len(claims.columns) - len(columns)
    rest = f"; {hidden} more columns (.columns)" if hidden and columns else ""
    rows = [[_cell(row[name], name) for name in columns] for row in shown.iter_rows(named=True)]
    return join(tag("p", tag("small", count, left, rest)), _table(columns, rows) if rows else None)


def reconciliation_html(
    reconciliation: Reconciliation, situations: Sequence[Situation] = (), *, language: str = "en"
) -> str:
    """Return the headline, the main chart and the weightiest series of each situation."""
    say = words(language)
    options = PublishOptions(audience="internal")
    views = situation_views(prepared(reconciliation, options, say), situations, say)
    more = len(views) - MOST_SITUATIONS
    return join(
        [_situation(view, say) for view in views[:MOST_SITUATIONS]],
        tag("p", tag("small", f"and {more} more; see .situations")) if more > 0 else None,
        tag("p", "no claim to settle") if not views else None,
    )


def _situation(view: SituationView, say: Words) -> Markup:
    """Return one situation: what its page tells first, the chart, a row a series."""
    lead = view.lead
    told = headline(lead, view.names, say) if lead is not None else None
    rows = [row for line in view.lines[:MOST_SERIES] if (row := _row(line, say))]
    more = len(view.lines) - len(rows)
    return join(
        tag("h4", view.situation.title),
        tag("p", told.text) if told is not None else None,
        tag("div", Markup(picture_alone(lead, view, say)), style="max-width:760px")
        if lead is not None
        else None,
        _table(("series", "day", "low", "best", "high", "id for .figure()"), rows),
        tag("p", tag("small", f"{more} more in .series")) if more > 0 else None,
    )


def _row(line: Any, say: Words) -> list[tuple[str, str]] | None:
    """Return the last estimate of a series as a row."""
    last = curve.last_known(line.estimates)
    if last is None:
        return None
    low, best, high = rounded(last["low"], last["best"], last["high"])
    numbers = [(say.number(one), RIGHT) for one in (low, best, high)]
    return [(line.title, LEFT), (str(last["date"]), LEFT), *numbers, (line.series_id, LEFT)]


def _cell(value: Any, name: str) -> tuple[str, str]:
    """Return a value as a person reads it, and how it is set."""
    if value is None:
        return "", LEFT
    if name in NUMBERS:
        return (f"{value:,.0f}" if float(value).is_integer() or value >= 100 else f"{value:g}"), RIGHT
    if isinstance(value, dt.date):
        return value.isoformat(), LEFT
    said = " ".join(str(value).split())
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…", LEFT


def _table(names: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> Markup:
    """Return rows as a table."""
    head = [tag("th", name, style=LEFT) for name in names]
    body = [tag("tr", [tag("td", said, style=style) for said, style in row]) for row in rows]
    return tag("table", tag("thead", tag("tr", head)), tag("tbody", body))
