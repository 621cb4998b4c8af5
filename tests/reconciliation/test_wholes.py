"""The whole of a crisis: what everyone left, what adds to a total, what a table's rows sum up to, who counts it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.reconciliation.test_quantities import START, homes, settle, stock, total


def row(name: str, day: int, value: float, place: str, **more: Any) -> dict[str, Any]:
    return stock(name, day, value, place, origin=None, report_id="table", is_total=False, **more)


def at(done: Any, series: str, day: int) -> float | None:
    found = done.estimates.filter(
        (pl.col("series_id") == series) & (pl.col("date") == START + dt.timedelta(day))
    )
    return found["best"].item() if found.height else None


def test_a_list_that_all_reports_say_people_left_is_no_origin_of_its_own() -> None:
    done = settle([
        total("a", 3, 4_120, None, origin="Hollow and Mere", report_id="one"),
        total("b", 8, 9_310, None, origin="Mere", report_id="two"),
        total("c", 12, 12_470, None, origin="Hollow and Mere", report_id="three"),
        total("d", 17, 15_880, None, origin=None, report_id="four"),
    ])  # fmt: skip
    found = homes(done)
    assert found["a"] == found["c"] == found["d"]


def test_two_places_that_as_many_reports_name_stay_two_origins() -> None:
    found = homes(settle([
        total("a", 3, 4_120, None, origin="Hollow", report_id="one"),
        total("b", 8, 9_310, None, origin="Hollow", report_id="two"),
        total("c", 3, 1_140, None, origin="Mere", report_id="three"),
        total("d", 8, 2_290, None, origin="Mere", report_id="four"),
    ]))  # fmt: skip
    assert found["a"] == found["b"] != found["c"] == found["d"]


def test_a_number_of_displaced_that_adds_to_a_total_is_the_total() -> None:
    found = homes(settle([
        total("a", 3, 4_120, None, origin=None, report_id="one"),
        total("b", 8, 9_310, None, origin=None, report_id="two"),
        stock("c", 15, 13_460, None, origin=None, term="displaced", report_id="three"),
    ]))  # fmt: skip
    assert found["a"] == found["b"] == found["c"]


def test_a_number_of_displaced_that_falls_below_the_total_is_none() -> None:
    found = homes(settle([
        total("a", 3, 4_120, None, origin=None, report_id="one"),
        total("b", 8, 9_310, None, origin=None, report_id="two"),
        stock("c", 15, 3_460, None, origin=None, term="displaced", report_id="three"),
    ]))  # fmt: skip
    assert found["a"] == found["b"] != found["c"]


ROWS = [row("x", 14, 3_120, "Hollow"), row("y", 14, 2_240, "Mere"), row("z", 14, 1_610, "Sedge")]
WHOLE = [
    stock("a", 10, 6_480, None, origin=None, report_id="one"),
    stock("b", 18, 7_390, None, origin=None, report_id="two"),
]


def test_rows_that_are_all_there_are_give_the_whole_their_sum_and_say_so() -> None:
    done = settle([*ROWS, *WHOLE])
    series = homes(done)["a"]
    assert at(done, series, 14) == pytest.approx(6_970, rel=0.01)
    note = done.estimates.filter((pl.col("series_id") == series) & pl.col("note").is_not_null())[
        "note"
    ].item()
    assert "sum of 3 places" in note
    assert all(name in note for name in "xyz")


def test_rows_that_lack_some_places_are_never_summed() -> None:
    done = settle([*ROWS[:2], *WHOLE])
    value = at(done, homes(done)["a"], 14)
    assert value is not None
    assert value > 6_480


def test_a_table_with_a_total_of_its_own_is_not_summed_again() -> None:
    told = stock("t", 14, 7_005, None, origin=None, report_id="table", is_total=True)
    done = settle([*ROWS, *WHOLE, told])
    assert at(done, homes(done)["a"], 14) == pytest.approx(7_005, rel=0.005)


def test_of_two_counters_the_one_on_the_course_of_the_line_is_drawn() -> None:
    line = [
        total(name, day, value, None, origin=None, source="the survey", report_id=name)
        for name, day, value in (("a", 3, 4_120), ("b", 8, 9_310), ("c", 15, 12_470), ("d", 22, 15_880))
    ]
    other = [
        total(name, 15, 18_650, None, origin=None, source=source, report_id=name)
        for name, source in (("x", "the ministry"), ("y", "the prefect"))
    ]
    done = settle([*line, *other])
    assert at(done, homes(done)["a"], 15) == pytest.approx(12_470, rel=0.03)
    told = " ".join(done.conflicts["message"].to_list())
    assert "18,650" in told
    assert "12,470" in told


def test_who_is_affected_is_a_state_whose_number_falls() -> None:
    told = [
        total(
            name,
            day,
            value,
            None,
            origin=None,
            term="affected",
            report_id=name,
            period_start=None,
        )
        for name, day, value in (("a", 3, 214_300), ("b", 8, 461_900), ("c", 15, 58_200))
    ]
    done = settle(told)
    series = homes(done)["a"]
    assert [at(done, series, day) for day in (3, 8, 15)] == pytest.approx(
        [214_300, 461_900, 58_200], rel=0.02
    )
