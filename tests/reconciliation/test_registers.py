"""A camp's register: one counter disagrees with nobody, a new list has a name, a line goes through its counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from tests.reconciliation.test_quantities import START, settle, stock
from tracker.reconciliation import Reconciliation

GROWING = [4_120, 4_180, 4_235, 4_290, 4_340, 4_395, 4_430]


def register(values: Sequence[float], **more: Any) -> list[dict[str, Any]]:
    return [
        stock(f"c{at}", 20 * at, value, "Hollow camp", origin=None, report_id=f"r{at}", **more)
        for at, value in enumerate(values)
    ]


def told(done: Reconciliation) -> list[tuple[str, dt.date]]:
    return list(done.conflicts.select("kind", "date").iter_rows())


def drawn(done: Reconciliation, at: int) -> float:
    value: float = done.estimates.filter(pl.col("date") == START + dt.timedelta(20 * at))["best"].item()
    return value


def test_a_growing_register_has_no_difference_and_its_line_goes_through_every_count() -> None:
    done = settle(register(GROWING))
    assert done.conflicts.is_empty()
    assert [drawn(done, at) for at in range(len(GROWING))] == pytest.approx(GROWING, rel=0.001)


def test_a_fall_from_the_peak_is_openly_one_of_two_things() -> None:
    done = settle(register([*GROWING, 2_870, 2_865, 2_901]))
    assert told(done) == [("fall", START + dt.timedelta(140))]
    assert "a new list, or people who left" in done.conflicts["message"].item()
    assert drawn(done, 7) == pytest.approx(2_870, rel=0.002)


def test_words_of_a_registration_make_it_a_new_list() -> None:
    rows = register([*GROWING, 2_870, 2_865])
    for one in rows:
        one["sentence"] = None
    rows[7]["sentence"] = "A verification exercise found 2,870 people in the camp."
    done = settle(rows)
    assert told(done) == [("rebase", START + dt.timedelta(140))]
    assert done.conflicts["message"].item().endswith(": a new list")


def test_people_who_go_on_leaving_and_a_lone_high_count_are_no_new_lists() -> None:
    leaving = settle(register([*GROWING, 2_870, 2_450, 2_060, 1_740]))
    assert told(leaving) == [("fall", START + dt.timedelta(140))]
    lone = settle(register([*GROWING[:4], 7_310, *GROWING[4:]]))
    assert lone.conflicts.is_empty()


def test_a_doubling_between_quiet_counts_is_named_and_early_growth_is_not() -> None:
    done = settle(register([*GROWING, 9_120, 9_155, 9_180]))
    assert told(done) == [("rebase", START + dt.timedelta(140))]
    assert settle(register([310, 1_120, 2_480, 4_890, 7_020, 9_310, 9_480])).conflicts.is_empty()
