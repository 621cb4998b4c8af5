"""Charts: what is drawn where, gaps as gaps, nothing that phones home."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publishing.made_up_world import CAMP, CHILDREN, NASTY, OUT, PORT, START, WEEKS, World, day, world
from tracker import tables
from tracker.charts import CONFIG, flows, moves, places_map, small_multiples, sparkline, trend, trend_svg
from tracker.charts.curve import stretches
from tracker.charts.dots import dots, wrapped
from tracker.charts.flows import Move
from tracker.charts.outlines import decoded, outlines
from tracker.charts.place_map import Spot
from tracker.charts.rounding import rounded, ticks
from tracker.charts.svg import day_ticks, thin
from tracker.charts.theme import LOOKS, OTHERS, looks
from tracker.charts.translations import words
from tracker.charts.trend import letters, log_helps
from tracker.errors import BadConfiguration, UnitMismatch


@pytest.fixture(scope="module")
def made() -> World:
    return world()


def _row(made: World, id_: str) -> dict[str, Any]:
    return made.reconciliation.series.filter(pl.col("series_id") == id_).row(0, named=True)


def _trend(made: World, id_: str, **more: Any) -> Any:
    found = made.reconciliation
    return trend(_row(made, id_), found.estimates, found.claims, found.assignments, **more)


def _traces(figure: Any, meta: str) -> list[Any]:
    return [trace for trace in figure.data if trace.meta == meta]


def test_trend_has_band_line_and_a_dot_a_claim(made: World) -> None:
    figure = _trend(made, OUT)
    [best] = _traces(figure, "best")
    assert max(y for y in best.y if y is not None) == pytest.approx(33_700)
    dotted = [row[0] for trace in _traces(figure, "claims") for row in trace.customdata]
    placed = made.reconciliation.assignments.filter(pl.col("series_id") == OUT)["claim_id"].to_list()
    assert sorted(dotted) == sorted(placed)


def test_carried_days_are_dashed_and_apart(made: World) -> None:
    figure = _trend(made, OUT)
    [best], [carried] = _traces(figure, "best"), _traces(figure, "carried")
    assert carried.line.dash == "dash"
    assert best.line.dash == "solid"
    assert max(x for x in best.x if x) == day(28).isoformat()
    assert min(x for x in carried.x if x) == day(28).isoformat()
    assert max(x for x in carried.x if x) == day(36).isoformat()


def test_one_sided_whiskers(made: World) -> None:
    figure = _trend(made, OUT)
    sides = {}
    for trace in _traces(figure, "claims"):
        for row, up, down in zip(
            trace.customdata, trace.error_y.array, trace.error_y.arrayminus, strict=True
        ):
            sides[row[0]] = (up > 0, down > 0)
    assert sides["c02"] == (True, False)
    assert sides["c07"] == (False, True)
    assert sides["c01"] == (False, False)


def test_set_aside_is_hollow(made: World) -> None:
    figure = _trend(made, OUT)
    fill = {
        row[0]: colour
        for trace in _traces(figure, "claims")
        for row, colour in zip(trace.customdata, trace.marker.color, strict=True)
    }
    assert fill["c03"] == fill["c04"] == "#ffffff"
    assert fill["c01"] != "#ffffff"


def test_hover_holds_words_and_escapes_them(made: World) -> None:
    figure = _trend(made, OUT)
    texts = {
        row[0]: text
        for trace in _traces(figure, "claims")
        for row, text in zip(trace.customdata, trace.hovertext, strict=True)
    }
    assert "nearly 26,000 people" in texts["c05"]
    assert "Counted by: Kestrel Observatory" in texts["c05"]
    assert NASTY not in texts["c04"]
    assert "&lt;script&gt;" in texts["c04"]


def test_windows_are_levels_not_a_line(made: World) -> None:
    [best] = _traces(_trend(made, WEEKS), "best")
    assert list(best.y) == [2500, 2500, None, 1200, 1200, None]
    assert best.x[0].startswith(day(8).isoformat())
    assert best.x[1].startswith(day(14).isoformat())


def test_events_are_lettered(made: World) -> None:
    figure = _trend(made, OUT, events=made.situations[0].events)
    assert [note.text for note in figure.layout.annotations if note.yref == "paper"] == ["A", "B"]
    assert len(figure.layout.shapes) == 2


def test_charts_phone_nobody(made: World) -> None:
    assert CONFIG["displaylogo"] is False
    assert "sendChartToCloud" in CONFIG["modeBarButtonsToRemove"]
    for figure in (_trend(made, OUT), _trend(made, CAMP)):
        assert {trace.type for trace in figure.data} == {"scatter"}
        text = figure.to_json()
        assert "http" not in text.replace("https://example.org", "")


def test_gaps_stay_gaps() -> None:
    rows = [
        {
            "series_id": "s",
            "date": START + dt.timedelta(days=n),
            "low": 1.0,
            "best": 2.0,
            "high": 3.0,
            "claims": 1,
            "sources": 1,
            "carried": False,
        }
        for n in (0, 1, 2, 9, 10)
    ]
    runs = stretches(tables.from_rows("estimates", rows))
    assert [len(run.days) for run in runs] == [3, 2]


def test_moves_prefer_running_totals_and_never_add_them(made: World) -> None:
    found = moves(made.reconciliation.series, made.reconciliation.estimates)
    assert [(move.destination, move.series_id, move.periods) for move in found] == [
        ("camp", OUT, None),
        ("port", PORT, None),
    ]
    only = made.reconciliation.series.filter(pl.col("series_id") == WEEKS)
    [summed] = moves(only, made.reconciliation.estimates)
    assert (summed.best, summed.periods) == (3700, 2)


def test_overlapping_periods_are_not_summed_twice() -> None:
    series = tables.from_rows(
        "series",
        [
            {
                "series_id": "w",
                "term": "displaced",
                "measure": "flow",
                "accumulation": "window",
                "unit": "person",
                "origin_id": "a",
                "destination_id": "b",
            }
        ],
    )
    rows = [
        {
            "series_id": "w",
            "date": day(end),
            "period_start": day(start),
            "period_end": day(end),
            "low": 1.0,
            "best": best,
            "high": best,
            "claims": 1,
            "sources": 1,
            "carried": False,
        }
        for start, end, best in ((0, 6, 100.0), (5, 8, 40.0), (7, 13, 200.0), (0, 13, 310.0))
    ]
    [move] = moves(series, tables.from_rows("estimates", rows))
    assert (move.best, move.periods) == (300, 2)


def test_flow_and_map_draw_without_tiles(made: World) -> None:
    figure = flows(
        [Move(origin="a", destination="b", low=1, best=2, high=3, until=START, series_id="s")], {"a": NASTY}
    )
    assert figure.data[0].type == "sankey"
    assert NASTY not in figure.to_json()
    spots = [
        Spot(place_id="a", name="Here", lon=40.9, lat=34.4, people=100, kind="left"),
        Spot(place_id="b", name="There", lon=41.1, lat=36.3, people=400, kind="stock"),
    ]
    drawn = places_map(spots, [("a", "b", 100)])
    assert {trace.type for trace in drawn.data} == {"scatter"}
    assert not drawn.layout.geo.to_plotly_json()
    sizes = {trace.name: trace.marker.size[0] for trace in drawn.data if trace.mode == "markers+text"}
    assert sizes["there at one time"] / sizes["left from there"] == pytest.approx(2)


def test_outlines_are_there_for_the_whole_world() -> None:
    for west, south, east, north in ((38, 33, 43, 37), (123, 7, 125, 9), (30, 0, 34, 4), (-75, 17, -71, 20)):
        lines = outlines(west, south, east, north)
        assert lines["coast"] or lines["border"]
    assert decoded("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == [
        (3850.0, -12020.0),
        (4070.0, -12095.0),
        (4325.2, -12645.3),
    ]


def test_small_multiples_share_an_axis_only_within_a_kind(made: World) -> None:
    found = made.reconciliation
    figure = small_multiples([_row(made, OUT), _row(made, PORT)], found.estimates)
    assert figure.layout.yaxis2.matches == "y"
    with pytest.raises(UnitMismatch, match="cannot share an axis"):
        small_multiples([_row(made, OUT), _row(made, CAMP)], found.estimates)


@pytest.mark.parametrize("id_", [OUT, CAMP, WEEKS, CHILDREN])
def test_static_drawing_is_sound_xml(made: World, id_: str) -> None:
    from xml.etree import ElementTree

    found = made.reconciliation
    row = _row(made, id_)
    drawn = trend_svg(
        row,
        found.estimates,
        dots(row, found.claims, found.assignments),
        events=made.situations[0].events,
        label=NASTY,
    )
    root = ElementTree.fromstring(drawn)
    assert root.get("aria-label") == NASTY
    assert "script" not in drawn.replace("&lt;script&gt;", "").replace("&lt;/script&gt;", "")
    for number in re.findall(r"(?:x|y|cx|cy)\d?=\"(-?[\d.]+)\"", drawn):
        assert -5 <= float(number) <= 800


def test_sparkline_ends_in_a_dot(made: World) -> None:
    drawn = sparkline(made.reconciliation.estimates.filter(pl.col("series_id") == OUT), label="x")
    assert drawn.count("<circle") == 1
    assert sparkline(tables.empty("estimates"), label="x") == ""


def test_log_axis_only_where_it_helps(made: World) -> None:
    found = made.reconciliation.estimates
    assert not log_helps(_row(made, OUT), found.filter(pl.col("series_id") == OUT))
    wide = found.filter(pl.col("series_id") == OUT).with_columns(
        best=pl.col("date").dt.ordinal_day().cast(pl.Float64) ** 12
    )
    assert log_helps(_row(made, OUT), wide)


def test_every_counter_has_its_look() -> None:
    names = [f"source {n}" for n in range(12)]
    found = looks(names)
    assert len({look.symbol for look in LOOKS}) == len({look.colour for look in LOOKS}) == len(LOOKS)
    assert all(found[name] is OTHERS for name in names[len(LOOKS) :])


def _contrast(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("colour", [*(look.rim for look in LOOKS), OTHERS.rim, "#004b7a", "#3f86b5"])
def test_marks_have_contrast(colour: str) -> None:
    assert _contrast(colour) >= 3


@given(low=st.floats(0, 1e7), width=st.floats(0, 1e6), place=st.floats(0, 1))
def test_rounding_keeps_the_order_and_never_narrows(low: float, width: float, place: float) -> None:
    high = low + width
    best = min(max(low + width * place, low), high)
    down, near, up = rounded(low, best, high)
    assert down <= near <= up
    assert down <= low * (1 + 1e-9) + 1e-6
    assert up >= high * (1 - 1e-9) - 1e-6
    assert abs(near - best) <= max(1.0, 0.06 * best + 0.06 * width)


@given(top=st.floats(0.001, 1e9))
def test_axis_reaches_the_top(top: float) -> None:
    found = ticks(top)
    assert found[0] == 0
    assert found[-1] >= top * (1 - 1e-9)
    assert 2 <= len(found) <= 8


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 400)), min_size=2, max_size=60))
def test_thinning_keeps_the_ends(points: list[tuple[int, int]]) -> None:
    kept = thin([(float(x), float(y)) for x, y in points])
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]
    assert len(kept) <= len(points)


@given(days=st.integers(0, 9000))
def test_day_ticks_lie_within(days: int) -> None:
    last = START + dt.timedelta(days=days)
    found = day_ticks(START, last, 6)
    assert found
    assert len(found) <= 16
    assert all(START <= tick <= last for tick in found)


@given(st.text(max_size=400))
def test_hover_text_is_always_escaped(text: str) -> None:
    shown = wrapped(text).replace("<br>", "")
    assert "<" not in shown
    assert ">" not in shown


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (0, 25, 26, 27, 51, 52)] == ["A", "Z", "AA", "AB", "AZ", "BA"]


def test_words_count_and_miss_nothing() -> None:
    say = words()
    assert say.count("count.claims", 1) == "1 claim"
    assert say.count("count.claims", 1200) == "1,200 claims"
    assert say.number(None) == say.number(float("nan")) == "–"
    assert say.day(dt.date(2031, 3, 8)) == "8 March 2031"
    with pytest.raises(BadConfiguration, match="no strings"):
        words("xx")


def test_no_string_is_left_unused(root: Any) -> None:
    """A catalogue that grows stale is a burden to whoever translates it."""
    code = "".join(
        path.read_text()
        for folder in ("charts", "publishing")
        for path in (root / "tracker" / folder).rglob("*")
        if path.suffix in (".py", ".js")
    )
    families = re.compile(
        r"^(unit|axis|term|kind|did|conflict|role|basis|before|grades?|placed|apart|title|headline|method|define|where"
        r"|now|now_sentence|moved|fate|verdict|detail|because|shift)\."
    )
    unused = []
    for key in words().strings:
        base = re.sub(r"\.(one|other)$", "", key)
        last = base.rsplit(".", 1)[-1]
        if base not in code and not families.match(key) and f'"{last}"' not in code:
            unused.append(key)
    assert unused == []
