"""Units: persons, households and dwellings never mix without a stated size."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import tables
from tracker.errors import UnitMismatch
from tracker.reconciliation import reconcile
from tracker.units import add, quantity, rate_over, registry, state_persons, to_persons

COUNTS = st.floats(0, 1e9, allow_nan=False)
SIZES = st.floats(1, 20)
UNITS = ("person", "household", "dwelling")


def test_one_registry() -> None:
    assert registry() is registry()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("other", UNITS)
def test_units_are_unrelated_dimensions(unit: str, other: str) -> None:
    assert quantity(1, unit).is_compatible_with(quantity(1, other)) == (unit == other)


@given(n=COUNTS)
def test_persons_are_persons(n: float) -> None:
    assert to_persons(n, "person", household_size=None) == n


@given(n=COUNTS, size=SIZES)
def test_households_times_size(n: float, size: float) -> None:
    assert to_persons(n, "household", household_size=size) == pytest.approx(n * size)


@given(n=COUNTS, size=SIZES)
def test_there_and_back(n: float, size: float) -> None:
    persons = quantity(to_persons(n, "household", household_size=size), "person")
    assert persons.to("household", "household_size", n=size).magnitude == pytest.approx(n)


@pytest.mark.parametrize(
    ("value", "unit", "size", "message"),
    [
        (1250, "household", None, "1,250 households cannot be stated in persons without a household size"),
        (40, "dwelling", None, "40 dwellings cannot be stated in persons"),
        (40, "dwelling", 5.0, "40 dwellings cannot be stated in persons"),
    ],
)
def test_no_size_no_persons(value: float, unit: str, size: float | None, message: str) -> None:
    with pytest.raises(UnitMismatch, match=message) as caught:
        to_persons(value, unit, household_size=size)
    assert caught.value.fix in str(caught.value)


@given(a=COUNTS, b=COUNTS, unit=st.sampled_from(UNITS))
def test_like_adds_to_like_in_any_order(a: float, b: float, unit: str) -> None:
    total, of = add([(a, unit), (b, unit)])
    assert of == unit
    assert total == pytest.approx(a + b)
    assert add([(b, unit), (a, unit)])[0] == pytest.approx(total)


@pytest.mark.parametrize(
    ("first", "second"), [("person", "household"), ("household", "person"), ("dwelling", "person")]
)
def test_unlike_never_adds(first: str, second: str) -> None:
    with pytest.raises(UnitMismatch) as caught:
        add([(6300, first), (1250, second)])
    assert f"1,250 {second}s cannot be added to 6,300 {first}s" in str(caught.value)
    assert "--household-size" in caught.value.fix


def test_nothing_to_add_is_told() -> None:
    with pytest.raises(UnitMismatch, match="no amounts"):
        add([])


@given(n=st.floats(0, 1e6), days=st.floats(0, 400))
def test_rates_are_persons_per_time(n: float, days: float) -> None:
    assert rate_over(n, "day", days) == pytest.approx(n * days)
    assert rate_over(7 * n, "week", days) == pytest.approx(n * days)
    assert rate_over(n, "hour", days) == pytest.approx(24 * n * days)
    assert not quantity(1, "person", per="day").is_compatible_with(quantity(1, "person"))


def households(**columns: object) -> pl.DataFrame:
    """Return one claim of 100 to 120 households, in a claims table."""
    row = {
        "claim_id": "c1", "report_id": "r1", "value": 100.0, "low": 100.0, "high": 120.0, "qualifier": "at_least",
        "unit": "household", "term": "displaced", "measure": "stock", "situation": "delta", "country_iso3": "SDN",
    }  # fmt: skip
    return tables.from_rows("claims", [{**row, **columns}])


OWN = {
    "claim_id": "c2",
    "value": 2840.0,
    "persons": 14200.0,
    "household_size": 5.0,
    "household_size_basis": "report",
}
ALL = {"given": 4.0, "situation": {"delta": 6.0}, "country": {"SDN": 7.0}}


@pytest.mark.parametrize(
    ("leave_out", "size", "basis"),
    [
        ((), 5.0, "report"),
        (("own",), 4.0, "given"),
        (("own", "given"), 6.0, "situation"),
        (("own", "given", "situation"), 7.0, "country"),
        (("own", "given", "situation", "country"), None, None),
    ],
)
def test_which_household_size_wins(leave_out: tuple[str, ...], size: float | None, basis: str | None) -> None:
    frame = households()
    if "own" not in leave_out:
        frame = pl.concat([frame, households(**OWN)])
    stated = state_persons(frame, **{name: value for name, value in ALL.items() if name not in leave_out})  # type: ignore[arg-type]
    row = stated.row(0, named=True)
    assert stated.columns == frame.columns
    assert (row["household_size"], row["household_size_basis"]) == (size, basis)
    expected = (None, None, None) if size is None else (100 * size, 100 * size, 120 * size)
    assert (row["persons"], row["persons_low"], row["persons_high"]) == expected


def test_what_is_stated_is_left_alone() -> None:
    frame = pl.concat([
        households(unit="person", value=600.0, persons=600.0),
        households(claim_id="c3", unit="dwelling"),
        households(**OWN),
    ])  # fmt: skip
    stated = state_persons(frame, **ALL)  # type: ignore[arg-type]
    assert stated["persons"].to_list() == [600.0, None, 14200.0]
    assert stated["household_size"].to_list() == [None, None, 5.0]


def test_a_ratio_serves_its_own_report_only() -> None:
    frame = pl.concat([households(report_id="other"), households(**OWN)])
    assert state_persons(frame)["persons"].to_list() == [None, 14200.0]


@pytest.mark.parametrize("given", [4.0, {"delta": 4.0}, {"SDN": 4.0}, {"SDN": 9.0, "delta": 4.0}])
def test_reconciling_states_persons_by_the_same_rule(given: float | dict[str, float]) -> None:
    """The report's own five persons a household win over a given four, wherever persons are stated."""
    more = {"published": dt.date(2021, 5, 7), "source": "Registry"}
    frame = pl.concat([
        households(**more), households(**{**OWN, **more}), households(claim_id="c3", report_id="r2", **more),
    ])  # fmt: skip
    stated = state_persons(frame, given=given)
    assert stated["persons"].to_list() == [500.0, 14200.0, 400.0]
    assert stated["household_size_basis"].to_list() == ["report", "report", "given"]
    columns = ["claim_id", "persons", "persons_low", "persons_high", "household_size", "household_size_basis"]
    used = reconcile(frame, household_size=given).claims
    assert used.sort("claim_id").select(columns).equals(stated.select(columns))


def test_stating_persons_twice_changes_nothing() -> None:
    frame = pl.concat([households(), households(**OWN), households(claim_id="c3", report_id="r2")])
    once = state_persons(frame, **ALL)  # type: ignore[arg-type]
    assert state_persons(once, **ALL).equals(once)  # type: ignore[arg-type]
    assert state_persons(once, given=9.0, situation={"delta": 8.0}).equals(once)
