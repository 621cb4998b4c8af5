"""Laws of reconciling, on made-up worlds."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tracker import tables
from tracker.reconciliation import Reconciliation, reconcile

START = dt.date(2020, 1, 1)
LAW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
Row = dict[str, Any]


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def claim(name: str, source: str, on: int, value: float, /, **more: Any) -> Row:
    kind = more.pop("kind", "cumulative")
    lag = more.pop("lag", 0)
    return {
        "claim_id": name,
        "value": float(value),
        "qualifier": "exact",
        "unit": "person",
        "term": "displaced",
        "measure": "stock" if kind == "stock" else "flow",
        "accumulation": None if kind == "stock" else kind,
        "period_start": None if kind == "stock" else START if kind == "cumulative" else day(on - 1),
        "period_end": None if kind == "stock" else day(on),
        "as_of": day(on),
        "as_of_basis": "explicit",
        "published": day(on + lag),
        "source": source,
        "publisher": f"Paper of {source}",
        "origin": "The Valley",
        "destination": "Long Camp",
        "situation": "world",
        **more,
    }


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema_overrides={
            "accumulation": pl.String,
            "as_of": pl.Date,
            "period_start": pl.Date,
            "period_end": pl.Date,
            "wire": pl.String,
        },
        infer_schema_length=None,
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[Row]:
    base = draw(st.integers(500, 50_000))
    rows = []
    for number in range(draw(st.integers(2, 12))):
        on = draw(st.integers(0, 40))
        value = base + on * draw(st.integers(0, 900))
        row = claim(
            f"c{number:02d}",
            draw(st.sampled_from("ABC")),
            on,
            value,
            kind=draw(st.sampled_from(["cumulative", "cumulative", "cumulative", "stock", "window"])),
            lag=draw(st.integers(0, 3)),
            qualifier=draw(st.sampled_from(["exact", "exact", "approximately", "at_least", "at_most"])),
        )
        if draw(st.booleans()) and row["accumulation"] != "window":
            row["as_of"], row["as_of_basis"], row["period_end"] = None, "implicit", None
        rows.append(row)
    return rows


def same(first: Reconciliation, second: Reconciliation, *, but: tuple[str, ...] = ()) -> None:
    keys = ["series_id", "date", "period_start"]
    # who prints is no part of an estimate, so counts of claims may differ when a copy is added
    columns = [name for name in first.estimates.columns if name not in but]
    assert_frame_equal(
        first.estimates.select(columns).sort(keys), second.estimates.select(columns).sort(keys), rel_tol=1e-6
    )


@LAW
@given(worlds(), st.randoms())
def test_order_changes_nothing(rows: list[Row], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    first, second = reconcile(frame(rows)), reconcile(frame(mixed))
    for name in ("claims", "series", "estimates", "assignments", "conflicts"):
        assert_frame_equal(getattr(first, name), getattr(second, name))
    assert first.input_hash == second.input_hash


@LAW
@given(worlds())
def test_repetition_changes_nothing(rows: list[Row]) -> None:
    first, second = reconcile(frame(rows)), reconcile(frame(rows + rows))
    for name in ("estimates", "assignments", "conflicts"):
        assert_frame_equal(getattr(first, name), getattr(second, name))


@LAW
@given(worlds(), st.integers(0, 11), st.integers(0, 2))
def test_a_wire_copy_changes_no_estimate(rows: list[Row], which: int, late: int) -> None:
    original = rows[which % len(rows)]
    copy = {
        **original,
        "claim_id": "zz",
        "publisher": "Another paper",
        "wire": "Wire",
        "published": original["published"] + dt.timedelta(days=late),
    }
    first, second = reconcile(frame(rows)), reconcile(frame([*rows, copy]))
    if late and original["as_of"] is None:
        cut = first.estimates.join(second.estimates, on=["series_id", "date"], how="semi")
        again = second.estimates.join(cut, on=["series_id", "date"], how="semi")
        assert_frame_equal(cut.select("series_id", "date", "best"), again.select("series_id", "date", "best"))
    else:
        same(first, second, but=("claims", "carried", "age_days", "grade", "sources"))
    roles = dict(second.assignments.select("claim_id", "role").iter_rows())
    before = dict(first.assignments.select("claim_id", "role").iter_rows())
    assert roles.pop("zz") == "duplicate"
    assert roles == before


@LAW
@given(worlds(), st.sampled_from([10.0, 1000.0]))
def test_scaling_scales_estimates(rows: list[Row], factor: float) -> None:
    """People counted by tens or thousands: the same shape, the same roles."""
    big = [{**row, "value": row["value"] * factor} for row in rows]
    # digits that were exact become round when scaled: keep them exact by giving the range
    ranged = lambda each, scale: [  # noqa: E731
        {**row, "qualifier": "range", "low": row["value"] - 100 * scale, "high": row["value"] + 100 * scale}
        for row in each
    ]
    first, second = reconcile(frame(ranged(rows, 1.0))), reconcile(frame(ranged(big, factor)))
    assert first.estimates.height == second.estimates.height
    for name in ("low", "best", "high"):
        for one, other in zip(first.estimates[name], second.estimates[name], strict=True):
            assert other == pytest.approx(one * factor, rel=1e-4, abs=factor)


@LAW
@given(worlds())
def test_each_claim_has_one_place_and_a_reason(rows: list[Row]) -> None:
    result = reconcile(frame(rows))
    assert sorted(result.assignments["claim_id"]) == sorted(row["claim_id"] for row in rows)
    without = result.assignments.filter((pl.col("role") != "used") & pl.col("reason").is_null())
    assert without.is_empty()
    for name in ("series", "estimates", "assignments", "conflicts"):
        tables.check(name, getattr(result, name))


@LAW
@given(worlds())
def test_low_best_high_in_order_and_totals_never_fall(rows: list[Row]) -> None:
    result = reconcile(frame(rows), as_known_on=day(60))
    estimates = result.estimates
    assert estimates.filter((pl.col("low") > pl.col("best")) | (pl.col("best") > pl.col("high"))).is_empty()
    assert estimates.filter(pl.col("low") < 0).is_empty()
    totals = result.series.filter(pl.col("accumulation") == "cumulative")["series_id"].to_list()
    for series in totals:
        best = estimates.filter(pl.col("series_id") == series).sort("date")["best"].to_list()
        assert all(after >= before - 1e-6 for before, after in pairwise(best))


@LAW
@given(worlds())
def test_bounds_in_use_are_respected(rows: list[Row]) -> None:
    result = reconcile(frame(rows))
    placed = result.assignments.filter(pl.col("role") == "used").join(result.claims, on="claim_id")
    daily = result.estimates.filter(pl.col("period_end").is_null())
    for row in placed.filter(pl.col("qualifier").is_in(["at_least", "at_most"])).iter_rows(named=True):
        if row["accumulation"] == "window":
            continue
        [best] = daily.filter((pl.col("series_id") == row["series_id"]) & (pl.col("date") == row["date"]))[
            "best"
        ]
        slack = 1e-6 * max(1.0, row["value"])
        assert (
            best >= row["value"] - slack if row["qualifier"] == "at_least" else best <= row["value"] + slack
        )


@LAW
@given(worlds(), st.integers(0, 45))
def test_as_known_on_uses_only_what_was_published(rows: list[Row], last: int) -> None:
    known = [row for row in rows if row["published"] <= day(last)]
    first = reconcile(frame(rows), as_known_on=day(last))
    second = reconcile(frame(rows).filter(pl.col("published") <= day(last)), as_known_on=day(last))
    for name in ("claims", "series", "estimates", "assignments", "conflicts"):
        assert_frame_equal(getattr(first, name), getattr(second, name))
    assert first.assignments.height == len(known)
    assert first.input_hash == second.input_hash


def steady(value: int, count: int = 6, step: int = 100) -> list[Row]:
    return [claim(f"c{number}", "A", number * 3, value + number * step + 7) for number in range(count)]


def width(result: Reconciliation, on: int) -> tuple[float, float, float]:
    row = result.estimates.filter(pl.col("date") == day(on)).row(0, named=True)
    return row["high"] - row["low"], row["low"], row["high"]


@LAW
@given(st.integers(5_000, 90_000), st.floats(1.3, 3.0))
def test_a_contradiction_never_narrows(value: int, factor: float) -> None:
    rows = steady(value)
    odd = claim("z", "B", 9, round(value * factor) + 3)
    before, after = reconcile(frame(rows)), reconcile(frame([*rows, odd]))
    assert width(after, 9)[0] >= width(before, 9)[0] - 1e-6
    role = after.assignments.filter(pl.col("claim_id") == "z")["role"][0]
    if role == "conflicting" and "contradiction" in after.conflicts["kind"].to_list():
        assert width(after, 9)[2] >= round(value * factor)


@LAW
@given(st.integers(5_000, 90_000), st.integers(0, 5))
def test_a_consistent_source_never_widens(value: int, where: int) -> None:
    rows = steady(value)
    before = reconcile(frame(rows))
    level = before.estimates.filter(pl.col("date") == day(3 * where))["best"][0]
    agreeing = claim("z", "B", 3 * where, round(level) + 1)
    after = reconcile(frame([*rows, agreeing]))
    assert width(after, 3 * where)[0] <= width(before, 3 * where)[0] * 1.001 + 1


@LAW
@given(st.integers(5_000, 90_000))
def test_removing_a_representative_promotes_its_twin(value: int) -> None:
    rows = steady(value)
    twin = {**rows[2], "claim_id": "twin", "publisher": "Another paper"}
    both = reconcile(frame([*rows, twin]))
    roles = dict(both.assignments.select("claim_id", "role").iter_rows())
    assert sorted((roles["c2"], roles["twin"])) == ["duplicate", "used"]
    stands = "c2" if roles["c2"] == "used" else "twin"
    left = reconcile(frame([row for row in [*rows, twin] if row["claim_id"] != stands]))
    assert left.assignments.filter(pl.col("claim_id").is_in(["c2", "twin"]))["role"].to_list() == ["used"]
    same(both, left, but=("claims",))


@LAW
@given(worlds())
def test_every_id_in_a_message_exists(rows: list[Row]) -> None:
    result = reconcile(frame(rows))
    ids = set(result.claims["claim_id"])
    words = [*result.conflicts["message"], *result.assignments["reason"].drop_nulls()]
    for text in words:
        assert set(re.findall(r"\bc\d\d\b", text)) <= ids
    for each in result.conflicts["claim_ids"]:
        assert set(each) <= ids
    assert set(result.assignments["observation"].drop_nulls()) <= ids


@LAW
@given(worlds())
def test_another_crisis_changes_nothing(rows: list[Row]) -> None:
    other = [{**row, "claim_id": "x" + row["claim_id"], "situation": "elsewhere"} for row in rows]
    alone, beside = reconcile(frame(rows)), reconcile(frame(rows + other))
    kept = beside.estimates.filter(pl.col("series_id").str.starts_with("world"))
    assert_frame_equal(alone.estimates, kept)
