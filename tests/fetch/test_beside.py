"""Where official figures and estimates meet, and where they part."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tracker import tables
from tracker.fetch import official
from tracker.fetch.beside import beside

DAY = dt.date(2024, 5, 30)


def series(**said: Any) -> dict[str, Any]:
    row = {
        "series_id": "s1",
        "label": "IDPs in Khartoum",
        "term": "displaced",
        "subterm": "idp",
        "measure": "stock",
        "unit": "person",
    }
    return row | {"country_iso3": "SDN", "destination_id": "sdn.khartoum"} | said


def estimate(low: float, best: float, high: float, **said: Any) -> dict[str, Any]:
    row = {
        "series_id": "s1",
        "date": DAY,
        "low": low,
        "best": best,
        "high": high,
        "claims": 1,
        "sources": 1,
        "carried": False,
    }
    return row | said


def figure(value: float, claim_id: str = "o1", **said: Any) -> dict[str, Any]:
    words = {
        "term": "displaced",
        "subterm": "idp",
        "measure": "stock",
        "as_of": DAY,
        "destination": "Khartoum",
    }
    words |= {"destination_iso3": "SDN", "country_iso3": "SDN"}
    return official.row(claim_id, value, source="IOM DTM", source_id="iom_dtm", **(words | said))


def met(
    one: dict[str, Any], estimates: list[dict[str, Any]], *figures: dict[str, Any]
) -> list[dict[str, Any]]:
    frame = beside(
        tables.from_rows("series", [one]), tables.from_rows("estimates", estimates), official.frame(figures)
    )
    return list(frame.iter_rows(named=True))


@pytest.mark.parametrize(
    ("value", "inside", "said"),
    [
        (1100.0, True, "inside the band of 900 to 1,200"),
        (2000.0, False, "above the band of 900 to 1,200, 1,000 apart, 50% of it"),
        (500.0, False, "below the band"),
        (0.0, False, "below"),
    ],
)
def test_how_far_apart(value: float, inside: bool, said: str) -> None:
    [row] = met(series(), [estimate(900, 1000, 1200)], figure(value))
    assert (row["inside"], row["difference"], row["official"]) == (inside, 1000 - value, value)
    assert row["ratio"] == (pytest.approx(1000 / value) if value else None)
    assert said in row["message"]
    assert row["message"].startswith("IDPs in Khartoum, 2024-05-30: IOM DTM has")


@pytest.mark.parametrize(
    "said",
    [
        {"subterm": None},
        {"measure": "flow"},
        {"destination": "Kassala"},
        {"as_of": dt.date(2024, 5, 29)},
        {"country_iso3": "TCD"},
        {"group": "conflict"},
    ],
    ids=str,
)
def test_what_is_not_the_same_does_not_meet(said: dict[str, Any]) -> None:
    assert met(series(), [estimate(900, 1000, 1200)], figure(1000, **said)) == []


def test_a_country_as_a_whole_is_no_place() -> None:
    whole = series(destination_id=None)
    assert len(met(whole, [estimate(1, 2, 3)], figure(2, destination="Sudan"))) == 1
    assert met(whole, [estimate(1, 2, 3)], figure(2)) == []


def test_flows_meet_over_the_same_window() -> None:
    window = {"period_start": dt.date(2024, 5, 1), "period_end": dt.date(2024, 5, 7)}
    flow = series(measure="flow", subterm=None, destination_id=None, origin_id="sdn")
    said = {
        "measure": "flow",
        "subterm": None,
        "as_of": None,
        "destination": None,
        "destination_iso3": None,
        "origin": "Sudan",
        "origin_iso3": "SDN",
    }
    same = figure(5, start=window["period_start"], end=window["period_end"], **said)
    other = figure(5, "o2", start=window["period_start"], end=DAY, **said)
    rows = met(flow, [estimate(4, 5, 6, date=window["period_end"], **window)], same, other)
    assert [row["claim_id"] for row in rows] == ["o1"]


@pytest.mark.parametrize(
    ("name", "iso3", "place_id"),
    [
        ("Khartoum", "SDN", "sdn.khartoum"),
        ("Syrian Arab Republic", "SYR", "syr"),
        (None, "SYR", "syr"),
        ("Nowhere at all", "SYR", None),
        (None, None, None),
        ("Khartoum", None, None),
    ],
)
def test_places_get_the_ids_of_the_gazetteer(
    name: str | None, iso3: str | None, place_id: str | None
) -> None:
    assert official.place_id(name, iso3) == place_id
