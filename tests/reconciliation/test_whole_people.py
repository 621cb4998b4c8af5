"""People are whole, nought is a count like any other, and a lone rival is no wider band."""

from __future__ import annotations

import polars as pl
import pytest

from tests.reconciliation.test_differences import STEADY, claim, settle, stock, window


@pytest.mark.parametrize("values", [(1, 2, 2), (3, 5, 4), (7, 7, 31), (12, 19, 60)])
def test_small_counts_are_whole_people(values: tuple[int, ...]) -> None:
    rows = [
        claim(f"k{n}", "A", 4 * n, value, term="killed", destination=None, origin="The Valley")
        for n, value in enumerate(values)
    ]
    rows += [
        window("w1", "A", 1, 3, values[0], term="injured"),
        window("w2", "B", 1, 3, values[1], term="injured"),
    ]
    estimates = settle(rows).estimates.filter(pl.col("best") < 100)
    assert estimates.height > 3
    for name in ("low", "best", "high", "likely_low", "likely_high"):
        assert estimates[name].to_list() == [round(value) for value in estimates[name]]
    assert estimates.filter((pl.col("low") > pl.col("best")) | (pl.col("best") > pl.col("high"))).is_empty()


@pytest.mark.parametrize("values", [(0, 0, 4091), (0, 0, 0, 812), (0, 15_340)])
@pytest.mark.parametrize("make", [claim, stock])
def test_a_count_from_nought_contradicts_nothing(values: tuple[int, ...], make: object) -> None:
    rows = [make(f"n{n}", "A", 7 * n, value, term="returned") for n, value in enumerate(values)]  # type: ignore[operator]
    found = settle(rows)
    assert found.conflicts.is_empty()
    assert not found.assignments.filter(pl.col("role") == "conflicting").height


def test_no_message_compares_with_nought_point_nought() -> None:
    rows = [claim("a", "A", 0, 0), claim("b", "A", 7, 0), claim("c", "B", 7, 900), claim("d", "A", 14, 4)]
    for message in settle(rows).conflicts["message"].to_list():
        assert " 0.0" not in message


def test_a_lone_rival_is_no_wider_likely_range() -> None:
    rival = claim("x", "B", 13, 9_000, qualifier="exact")
    found = settle([*STEADY, rival])
    assert found.assignments.filter(pl.col("claim_id") == "x")["role"].to_list() == ["conflicting"]
    last = found.estimates.sort("date").row(-1, named=True)
    assert last["likely_low"] > 18_000
    assert last["low"] <= last["likely_low"] <= last["best"] <= last["likely_high"] <= last["high"]
    near = found.estimates.filter(pl.col("date") == pl.col("date").min() + pl.duration(days=13)).row(
        0, named=True
    )
    assert near["low"] <= 9_000, "the whole band still holds it"
    assert near["likely_low"] > 9_000


def test_without_a_rival_both_ranges_are_one() -> None:
    estimates = settle(STEADY).estimates
    assert (estimates["likely_low"] == estimates["low"]).all()
    assert (estimates["likely_high"] == estimates["high"]).all()
