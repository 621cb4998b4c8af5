"""Draw several series of one kind side by side on one shared axis.

In: series rows, estimates.  Out: a plotly Figure (the page shows the same as static drawings).
Words: strings/<language>.toml
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.charts import curve, theme
from tracker.charts.translations import Words, words
from tracker.charts.trend import line_traces, window_traces
from tracker.errors import UnitMismatch

if TYPE_CHECKING:
    import plotly.graph_objects as go


def kind_of(series: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what must be the same for series to share an axis: a stock never stands beside a flow."""
    return (
        series["term"],
        series.get("subterm"),
        series["measure"],
        series.get("accumulation"),
        series.get("unit"),
    )


def small_multiples(
    rows: Sequence[Mapping[str, Any]],
    estimates: pl.DataFrame,
    *,
    titles: Sequence[str] | None = None,
    columns: int = 3,
    say: Words | None = None,
) -> go.Figure:
    """Draw one panel a series, all on one axis.

    Raises
    ------
    UnitMismatch
        The series are not of one kind, so an axis in common would mislead.
    """
    from plotly.subplots import make_subplots

    say = say or words()
    if len({kind_of(row) for row in rows}) > 1:
        raise UnitMismatch(
            "these series differ in term, measure or unit, so they cannot share an axis",
            fix="draw those of one kind together; see the columns term, measure, accumulation and unit",
        )
    columns = max(1, min(columns, len(rows)))
    titles = titles or [str(row.get("label") or row["series_id"]) for row in rows]
    count = max(1, -(-len(rows) // columns))
    figure = make_subplots(
        rows=count,
        cols=columns,
        shared_yaxes="all",
        shared_xaxes="all",
        subplot_titles=["<br>".join(textwrap.wrap(title, 38)) for title in titles],
        vertical_spacing=min(0.18, 0.5 / count),
        horizontal_spacing=0.04,
    )
    for place, row in enumerate(rows):
        mine = estimates.filter(pl.col("series_id") == row["series_id"])
        draw = window_traces if curve.is_windowed(row) else line_traces
        for trace in draw(mine, say):
            figure.add_trace(
                {**trace, "showlegend": False}, row=place // columns + 1, col=place % columns + 1
            )
    base = theme.layout(height=120 + 200 * count)
    axis = {key: base.pop(key) for key in ("xaxis", "yaxis")}
    figure.update_layout(base)
    figure.update_xaxes(axis["xaxis"])
    figure.update_yaxes({**axis["yaxis"], "rangemode": "tozero", "tickformat": ",~r"})
    return figure
