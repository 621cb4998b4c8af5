"""Where a source gives all the displaced and one half of them, the other half is known too."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.eval import split_worlds
from tests.reconciliation.test_differences import START, claim, settle, stock

WHERE = {"inside": "evacuation centres", "outside": "host families"}


def half(name: str, side: str, day: int, value: float, **more: Any) -> dict[str, Any]:
    return stock(name, "Registry", day, value, term="sheltered", destination=WHERE[side], **more)


def stated(*days: tuple[int, float | None, float | None, float | None]) -> list[dict[str, Any]]:
    """Return the claims of some days: total, inside, outside, each if stated."""
    rows = []
    for day, total, inside, outside in days:
        if total is not None:
            rows.append(claim(f"t{day}", "Registry", day, total, destination="The Plain"))
        if inside is not None:
            rows.append(half(f"i{day}", "inside", day, inside))
        if outside is not None:
            rows.append(half(f"o{day}", "outside", day, outside))
    return rows


def inside_on(rows: list[dict[str, Any]], day: int) -> dict[str, Any]:
    estimates = settle(rows).estimates.filter(
        pl.col("series_id").str.contains("evacuation") & (pl.col("date") == START + dt.timedelta(day))
    )
    return estimates.row(0, named=True)


CLEAN = [(0, 55_003, 4_001, 51_002), (8, 98_007, 14_003, 84_004)]


def test_a_silent_half_is_the_total_less_the_other_and_says_so() -> None:
    alone = inside_on(stated(*CLEAN), 4)
    assert alone["best"] == pytest.approx(9_000, rel=0.05)
    row = inside_on(stated(*CLEAN, (4, 80_006, None, 75_001)), 4)
    assert row["best"] == pytest.approx(5_005, rel=0.15)
    assert row["low"] < 5_005 < row["high"]
    assert "80,006 in all (t4) less 75,001 (o4)" in row["note"]


def test_a_total_that_is_not_the_sum_of_its_halves_says_nothing_of_either() -> None:
    twice = [(0, 75_003, 4_001, 51_002), (8, 138_007, 14_003, 84_004)]
    row = inside_on(stated(*twice, (4, 110_006, None, 75_001)), 4)
    assert row["best"] == pytest.approx(9_000, rel=0.05)
    assert row["note"] is None


def test_a_source_that_never_gives_all_three_is_not_trusted_to_add_up() -> None:
    rows = stated((0, None, 4_001, 51_002), (4, 80_006, None, 75_001), (8, None, 14_003, 84_004))
    assert inside_on(rows, 4)["note"] is None


def test_a_total_cut_later_says_nothing_of_a_half() -> None:
    late = stated((12, 60_002, None, None), (16, 60_101, None, None), (20, None, 14_100, None))
    row = inside_on([*stated(*CLEAN, (4, 80_006, None, 75_001)), *late], 4)
    assert row["note"] is None


def test_a_half_is_not_drawn_beyond_its_own_figures() -> None:
    rows = stated(*CLEAN, (12, 120_006, None, 102_001))
    assert settle(rows).estimates.filter(pl.col("series_id").str.contains("evacuation"))[
        "date"
    ].max() == START + dt.timedelta(8)


def test_in_made_up_worlds_halves_are_better_known_by_what_the_total_leaves() -> None:
    seeds = range(200, 206)
    without = split_worlds.score(seeds, completed=False)
    completed = split_worlds.score(seeds, completed=True)
    for kind, row in completed.items():
        assert row["error"] < 0.9 * without[kind]["error"], kind
        assert row["interval"] <= without[kind]["interval"], kind
