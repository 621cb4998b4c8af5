"""Each kind of difference is kept apart and stated in words with both figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tracker.errors import MissingColumn, UnknownId
from tracker.reconciliation import Reconciliation, reconcile
from tracker.reconciliation.differences import transposed

START = dt.date(2024, 1, 1)


def claim(name: str, source: str, day: int, value: float, /, **more: Any) -> dict[str, Any]:
    return {
        "claim_id": name,
        "value": float(value),
        "qualifier": "exact",
        "unit": "person",
        "term": "displaced",
        "measure": "flow",
        "accumulation": "cumulative",
        "period_start": START,
        "period_end": START + dt.timedelta(day),
        "as_of": START + dt.timedelta(day),
        "published": START + dt.timedelta(day),
        "source": source,
        "publisher": source,
        "origin": "The Valley",
        "destination": "Long Camp",
        "situation": "world",
        **more,
    }


def stock(name: str, source: str, day: int, value: float, /, **more: Any) -> dict[str, Any]:
    nothing = {"measure": "stock", "accumulation": None, "period_start": None, "period_end": None}
    return claim(name, source, day, value, **{**nothing, **more})


def window(name: str, source: str, first: int, last: int, value: float, /, **more: Any) -> dict[str, Any]:
    return claim(
        name, source, last, value, accumulation="window", period_start=START + dt.timedelta(first), **more
    )


def settle(rows: list[dict[str, Any]], **more: Any) -> Reconciliation:
    kinds = {"accumulation": pl.String, "period_start": pl.Date, "period_end": pl.Date, "group": pl.String}
    return reconcile(pl.DataFrame(rows, schema_overrides=kinds, infer_schema_length=None), **more)


def printed(day: int) -> dict[str, Any]:
    return {"published": START + dt.timedelta(day)}


STEADY = [claim(f"s{day}", "A", day, 10_007 + 503 * day) for day in range(0, 20, 2)]
CASES = {
    "revision": [*STEADY, stock("a", "A", 3, 500), stock("b", "A", 3, 700, **printed(5))],
    "late revision": [*STEADY, stock("a", "A", 3, 500), stock("b", "A", 3, 700, **printed(30))],
    "contradiction": [*STEADY, claim("a", "B", 9, 25_011)],
    "rebase": [
        claim(f"c{at}", "A", 3 * at, value) for at, value in enumerate([50_123, 60_456, 41_007, 41_230])
    ],
    "fall": [claim(f"c{at}", "A", 30 * at, value) for at, value in enumerate([50_123, 60_456, 41_007])],
    "nesting": [claim("a", "A", 5, 11_103), claim("b", "A", 5, 11_507, period_start=START + dt.timedelta(4))],
    "transposed digits": [
        claim("a", "A", 1, 45_900),
        window("b", "A", 2, 3, 3_600),
        claim("c", "A", 3, 49_050),
    ],
    "difference": [claim("a", "A", 1, 45_900), window("b", "A", 2, 3, 3_600), claim("c", "A", 3, 47_207)],
    "scope slip": [
        *STEADY,
        stock("a", "A", 6, 40_013),
        stock("b", "A", 10, 45_111),
        stock("c", "A", 8, 14_031),
    ],
    "part against whole": [
        claim("a", "A", 5, 55_095),
        stock("b", "A", 5, 3_759, destination="evacuation centres", term="sheltered"),
        stock("c", "A", 5, 51_089, destination="host families", term="sheltered"),
    ],
    "over-count": [
        claim("a", "A", 5, 75_095),
        stock("b", "A", 5, 3_759, destination="evacuation centres", term="sheltered"),
        stock("c", "A", 5, 51_089, destination="host families", term="sheltered"),
    ],
    "balance": [
        *STEADY,
        claim("a", "A", 18, 15_000, term="returned", origin="Long Camp", destination="The Valley"),
        stock("b", "A", 18, 14_000),
    ],
    "stock against arrivals": [*STEADY, stock("a", "A", 2, 4_101), stock("b", "A", 6, 16_203)],
    "redefinition": [*STEADY, stock("a", "A", 22, 31_003), stock("b", "A", 26, 32_007)],
    "loose bound": [*STEADY, claim("a", "B", 9, 5_000, qualifier="at_least"), claim("b", "C", 9, 14_531)],
}


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_of_difference_is_named(kind: str) -> None:
    rows = CASES[kind]
    result = settle(rows)
    found = result.conflicts.filter(pl.col("kind") == kind)
    assert found.height == 1, result.conflicts["kind"].to_list()
    ids = {row["claim_id"] for row in rows}
    [row] = found.to_dicts()
    assert set(row["claim_ids"]) <= ids
    assert any(f"{value:,.0f}" in row["message"] for value in row["values"])


def test_steady_figures_raise_no_flag() -> None:
    assert settle(STEADY).conflicts.is_empty()


def test_a_rebased_total_is_known_high_before_it_is_cleaned() -> None:
    rows = CASES["rebase"]
    before = settle(rows, as_known_on=START + dt.timedelta(4)).estimates["best"][-1]
    after = settle(rows).estimates.filter(pl.col("date") == START + dt.timedelta(4))["best"][0]
    assert before > 58_000
    assert after < 42_000


def test_a_list_that_loses_a_few_before_it_is_cleaned_is_cleaned_all_the_same() -> None:
    values = [50_123, 60_456, 60_448, 41_007, 41_230]
    result = settle([claim(f"c{at}", "A", 3 * at, value) for at, value in enumerate(values)])
    assert result.conflicts["kind"].to_list() == ["rebase"]
    assert result.assignments["role"].to_list() == ["superseded"] * 3 + ["used"] * 2


def test_a_tie_of_one_source_is_a_conflict_and_both_stand_in_the_band() -> None:
    result = settle([stock("a", "A", 3, 6_244), stock("b", "A", 3, 3_747)])
    assert result.assignments["role"].to_list() == ["conflicting", "conflicting"]
    [row] = result.estimates.to_dicts()
    assert row["low"] <= 3_747
    assert row["high"] >= 6_244
    assert 3_747 < row["best"] < 6_244


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (49_050, 49_500, True),
        (49_500, 49_500, False),
        (1_234, 1_243, True),
        (12, 21, False),
        (1_234, 4_231, False),
    ],
)
def test_transposed(first: float, second: float, expected: bool) -> None:
    assert transposed(first, second, 3) is expected


def test_units_and_measures_are_never_pooled() -> None:
    rows = [stock("a", "A", 3, 1_000), stock("b", "A", 3, 200, unit="household"), claim("c", "A", 3, 900)]
    result = settle(rows)
    assert result.series.height == 3
    assert result.assignments["role"].to_list() == ["used"] * 3


def test_a_given_series_pools_neither_units_nor_stocks_with_flows() -> None:
    rows = [
        stock("a", "A", 3, 1_000, series_id="mine"),
        stock("b", "A", 5, 1_100, series_id="mine"),
        stock("c", "A", 5, 210, series_id="mine", unit="household"),
        claim("d", "A", 5, 5_000, series_id="mine"),
    ]
    placed = dict(settle(rows).assignments.select("claim_id", "series_id").iter_rows())
    assert placed["a"] == placed["b"] == "mine"
    assert sorted((placed["c"], placed["d"])) == ["mine-2", "mine-3"]


@pytest.mark.parametrize(
    ("off", "role"), [(0, "superseded"), (1, "superseded"), (-1, "superseded"), (9, "conflicting")]
)
def test_a_figure_that_names_nobody_is_the_sources_give_or_take_one(off: int, role: str) -> None:
    """When the list is cleaned, what a paper printed of it without a name goes with it."""
    cleaned = [
        claim(f"c{at}", "A", 3 * at, value) for at, value in enumerate([50_123, 60_456, 41_007, 41_230])
    ]
    printed = {"source": None, "publisher": "Paper"}
    rows = [*cleaned, claim("z", "A", 2, 60_456 + off, **printed)]
    assert dict(settle(rows).assignments.select("claim_id", "role").iter_rows())["z"] == role


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hypothetical": True}, "hypothetical"),
        ({"unit": "share", "value": 0.1}, "share"),
        ({"value": None}, "value"),
    ],
)
def test_out_of_scope_says_why(change: dict[str, Any], reason: str) -> None:
    result = settle([*STEADY, {**claim("z", "A", 9, 12_000), **change}])
    row = result.assignments.filter(pl.col("claim_id") == "z").row(0, named=True)
    assert row["role"] == "out_of_scope"
    assert reason in row["reason"]


def test_a_share_with_its_persons_counts_as_persons() -> None:
    share = {**claim("z", "A", 9, 0.1), "unit": "share", "persons": 5_800.0, "group": "fighters"}
    result = settle([*STEADY, share])
    row = result.assignments.filter(pl.col("claim_id") == "z").row(0, named=True)
    assert row["role"] == "used"
    assert result.estimates.filter(pl.col("series_id") == row["series_id"])["best"][0] == pytest.approx(5_800)


def test_messy_claims_find_their_series_or_say_why_not() -> None:
    bare = {"origin": None, "destination": None, "period_start": None, "period_end": None}
    fits = claim("fits", "A", 9, 14_537, **bare)
    far = claim("far", "Z", 9, 190_000, **bare)
    generic = claim("generic", "B", 9, 14_600, destination="the camp", origin=None)
    result = settle([*STEADY, fits, far, generic])
    home = result.assignments.filter(pl.col("claim_id") == "s0")["series_id"][0]
    placed = {row["claim_id"]: row for row in result.assignments.to_dicts()}
    assert placed["fits"]["series_id"] == home
    assert placed["generic"]["series_id"] == home
    assert placed["far"]["role"] == "used"  # no place: it counts the crisis as a whole, not this camp
    assert placed["far"]["series_id"] != placed["fits"]["series_id"]


def test_the_least_columns_are_enough() -> None:
    least = ["claim_id", "value", "qualifier", "unit", "term", "measure", "published", "source"]
    result = reconcile(pl.DataFrame(STEADY).select(least))
    assert result.series.height == 1
    assert result.estimates["best"][-1] == pytest.approx(19_061, rel=0.02)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="qualifier"):
        reconcile(pl.DataFrame(STEADY).drop("qualifier"))
    with pytest.raises(MissingColumn, match="publisher"):
        reconcile(pl.DataFrame(STEADY).drop("source", "publisher"))


def test_explain_accounts_for_a_series_and_a_claim() -> None:
    result = settle(CASES["contradiction"])
    [series] = result.series["series_id"].to_list()
    account = result.explain(series, START + dt.timedelta(9))
    assert account["estimate"]["date"] == START + dt.timedelta(9)
    assert {row["claim_id"] for row in account["set_aside"]} == {"a"}
    assert "25,011" in result.explain_text(series, START + dt.timedelta(9))
    assert result.explain("a")["assignment"]["role"] == "conflicting"
    late = result.explain_text(series, START + dt.timedelta(900))
    assert f"no estimate on {START + dt.timedelta(900)}; the last before it:\n  2024-01-19: 19,0" in late
    with pytest.raises(UnknownId):
        result.explain("nobody")


def test_likeness_of_texts_corroborates_a_copy() -> None:
    words = "Officials in the valley said on Monday that people were leaving by bus and on foot. " * 6
    reports = pl.DataFrame(
        {"report_id": ["r1", "r2", "r3"], "text": [words, words + "More soon.", "Nothing alike."]}
    )
    rows = [
        claim("a", "Ministry", 3, 12_500, report_id="r1"),
        claim("b", "Gazette", 3, 12_500, report_id="r2"),
        claim("c", "Other", 3, 12_500, report_id="r3"),
    ]
    alone = settle(rows).assignments["role"].to_list()
    beside = dict(settle(rows, reports=reports).assignments.select("claim_id", "role").iter_rows())
    assert alone == ["used", "used", "used"]
    assert sorted(beside.values()) == ["duplicate", "used", "used"]
    assert beside["c"] == "used"


def test_estimates_are_carried_flagged_and_capped() -> None:
    result = settle(STEADY, as_known_on=START + dt.timedelta(400))
    carried = result.estimates.filter("carried")
    assert carried.height == 90
    assert carried["age_days"].max() == 90
    assert carried["grade"][-1] == "D"
