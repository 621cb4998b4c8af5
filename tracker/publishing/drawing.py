"""The figures of the pages, for notebooks and pictures.

In: a Reconciliation, a series id.  Out: a plotly Figure with its title and source.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from tracker.charts.translations import words
from tracker.charts.trend import trend
from tracker.errors import UnknownId
from tracker.publishing.chart_parts import source_line
from tracker.publishing.context import PublishOptions
from tracker.publishing.public_tables import prepared
from tracker.publishing.views import SituationView, situation_views
from tracker.vocabulary import Situation

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from tracker.reconciliation import Reconciliation


def _told(
    reconciliation: Reconciliation,
    situations: Sequence[Situation],
    language: str,
    reports: pl.DataFrame | None,
    official: pl.DataFrame | None = None,
) -> list[SituationView]:
    say = words(language)
    options = PublishOptions(reports=reports, audience="internal", official=official)
    return situation_views(prepared(reconciliation, options, say), situations, say)


def figure(
    reconciliation: Reconciliation,
    series_id: str,
    *,
    situations: Sequence[Situation] = (),
    reports: pl.DataFrame | None = None,
    official: pl.DataFrame | None = None,
    language: str = "en",
) -> go.Figure:
    """Draw one series as the pages do, with its title above, its source below, official figures beside it.

    Raises
    ------
    UnknownId
        No series has this id.
    """
    say = words(language)
    for view in _told(reconciliation, situations, language, reports, official):
        for line in view.lines:
            if line.series_id != series_id:
                continue
            title = "<br>".join(textwrap.wrap(line.title, 90))
            drawn = trend(
                line.row,
                line.estimates,
                line.claims,
                view.assignments,
                events=view.situation.events,
                official=line.official,
                title=title,
                say=say,
            )
            drawn.add_annotation(
                x=0,
                y=-0.22,
                xref="paper",
                yref="paper",
                showarrow=False,
                xanchor="left",
                yanchor="top",
                align="left",
                text="<br>".join(textwrap.wrap(source_line(line, say), 110)),
                font={"size": 11},
            )
            drawn.update_layout(margin={"b": 110})
            return drawn
    raise UnknownId(f"no series has the id {series_id!r}", fix="copy an id from the series table (.series)")


def main_series(
    reconciliation: Reconciliation, *, situations: Sequence[Situation] = (), language: str = "en"
) -> dict[str, str]:
    """Return the series each situation's headline speaks of, by situation."""
    told = _told(reconciliation, situations, language, None)
    return {view.situation.situation_id: view.lead.series_id for view in told if view.lead is not None}
