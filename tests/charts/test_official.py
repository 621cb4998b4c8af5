"""Figures of public databases beside a chart: steps for stocks and totals, levels for periods."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.publishing.made_up_world import CAMP, NASTY, OUT, WEEKS, World, day
from tests.publishing.official_world import ADDRESS, BUREAU, FIGURES, LEDGER, official_world
from tracker.charts import theme, trend, trend_svg
from tracker.charts.dots import dots
from tracker.charts.official_lines import Official, officials
from tracker.charts.translations import words
from tracker.charts.trend import span_of
from tracker.reconciliation.beside import matched


@pytest.fixture(scope="module")
def made() -> World:
    return official_world()


def _row(made: World, id_: str) -> dict[str, Any]:
    return made.reconciliation.series.filter(pl.col("series_id") == id_).row(0, named=True)


def _beside(made: World, id_: str) -> list[Official]:
    told = made.reconciliation
    row = _row(made, id_)
    mine = told.estimates.filter(pl.col("series_id") == id_)
    span = span_of(mine, dots(row, told.claims, told.assignments))
    return officials(row, matched(told.series, FIGURES), span, words())


def _traces(made: World, id_: str) -> list[Any]:
    told = made.reconciliation
    drawn = trend(_row(made, id_), told.estimates, told.claims, told.assignments, official=_beside(made, id_))
    return [trace for trace in drawn.data if trace.meta == "official"]


def test_a_total_is_a_dashed_step_in_no_counters_colour(made: World) -> None:
    [trace] = _traces(made, OUT)
    assert trace.name == f"{BUREAU}, official figures"
    assert list(trace.x) == [day(5).isoformat(), day(20).isoformat()]
    assert list(trace.y) == [8_900, 50_000]
    assert (trace.line.shape, trace.line.dash, trace.line.color) == ("hv", "dash", theme.OFFICIAL)
    assert theme.OFFICIAL not in {look.colour for look in theme.LOOKS} | {theme.BEST, theme.QUIET}


def test_a_period_is_a_level_from_its_first_to_its_last_day(made: World) -> None:
    [trace] = _traces(made, WEEKS)
    assert list(trace.x) == [day(8).isoformat(), day(14).isoformat()], "the year does not fit the chart"
    assert list(trace.y) == [2_600, 2_600]
    assert trace.line.shape == "linear"


def test_levels_are_not_joined() -> None:
    told = {"name": "x", "source": "x", "figure": "", "when": "", "url": None, "hover": ""}
    two = [
        Official(claim_id=str(n), day=day(n + 3), start=day(n), value=n, **told)  # type: ignore[arg-type]
        for n in (1, 8)
    ]
    from tracker.charts.official_lines import official_traces

    assert official_traces(two)[0]["y"] == [1, 1, None, 8, 8]


def test_each_source_has_a_line_and_a_dash(made: World) -> None:
    traces = _traces(made, CAMP)
    assert [trace.name for trace in traces] == sorted(
        f"{name}, official figures" for name in (BUREAU, LEDGER, NASTY)
    )
    assert len({trace.line.dash for trace in traces}) == 3


def test_a_figure_says_what_it_is_when_pointed_at(made: World) -> None:
    [trace] = _traces(made, OUT)
    for part in ("50,000 people", f"{BUREAU}, official figures", "21 Mar 2031", "Round 2 of the register."):
        assert part in trace.hovertext[1]
    assert ADDRESS in trace.hovertext[1]
    assert "Published 21 Mar 2031" in trace.hovertext[0]


def test_words_of_a_database_are_escaped(made: World) -> None:
    for trace in _traces(made, CAMP):
        assert "<script" not in "".join(text or "" for text in trace.hovertext)


def test_bounds_are_said(made: World) -> None:
    found = {one.claim_id: one.figure for one in _beside(made, CAMP)}
    assert found["o-camp-2"] == "at least 30,000 people"
    assert {"o-old", "o-elsewhere"}.isdisjoint(found), "days and places of the chart only"


def test_the_axis_reaches_an_official_figure(made: World) -> None:
    told = made.reconciliation
    row = _row(made, CAMP)
    drawn = trend(row, told.estimates, told.claims, told.assignments, official=_beside(made, CAMP))
    assert drawn.layout.yaxis.range[1] > 30_000


def test_the_drawing_has_the_same_lines(made: World) -> None:
    told = made.reconciliation
    for id_, lines in ((OUT, 1), (CAMP, 3), (WEEKS, 1)):
        row = _row(made, id_)
        found = dots(row, told.claims, told.assignments)
        plain = trend_svg(row, told.estimates, found, label="x")
        beside = trend_svg(row, told.estimates, found, official=_beside(made, id_), label="x")
        assert theme.OFFICIAL not in plain
        assert beside.count(f'fill="none" stroke="{theme.OFFICIAL}"') == lines


def test_without_figures_nothing_changes(made: World) -> None:
    told = made.reconciliation
    row = _row(made, OUT)
    with_none = trend(row, told.estimates, told.claims, told.assignments, official=())
    assert with_none == trend(row, told.estimates, told.claims, told.assignments)
