"""Where official figures and estimates meet, and where they part."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tracker import tables
from tracker.fetch import official_rows
from tracker.reconciliation.beside import beside, known_by, matched

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
    return official_rows.row(claim_id, value, source="IOM DTM", source_id="iom_dtm", **(words | said))


def met(
    one: dict[str, Any], estimates: list[dict[str, Any]], *figures: dict[str, Any]
) -> list[dict[str, Any]]:
    frame = beside(
        tables.from_rows("series", [one]),
        tables.from_rows("estimates", estimates),
        official_rows.frame(figures),
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
        {"subterm": "refugee"},
        {"measure": "flow"},
        {"destination": "Kassala"},
        {"as_of": dt.date(2024, 5, 29)},
        {"country_iso3": "TCD"},
        {"group": "women"},
    ],
    ids=str,
)
def test_what_is_not_the_same_does_not_meet(said: dict[str, Any]) -> None:
    assert met(series(), [estimate(900, 1000, 1200)], figure(1000, **said)) == []


def test_the_displaced_of_no_kind_are_idps() -> None:
    assert len(met(series(subterm=None), [estimate(1, 2, 3)], figure(2))) == 1
    assert met(series(subterm=None, term="sheltered"), [estimate(1, 2, 3)], figure(2, term="sheltered")) == []


def test_a_figure_of_one_cause_carries_it_in_its_name() -> None:
    [row] = met(series(), [estimate(1, 2, 3)], figure(2, group="conflict"))
    assert row["source"] == "IOM DTM (conflict)"
    assert "IOM DTM (conflict) has 2" in row["message"]


def test_a_town_of_its_regions_name_is_the_region() -> None:
    assert len(met(series(destination_id="sdn.khartoum.khartoum"), [estimate(1, 2, 3)], figure(2))) == 1
    assert met(series(destination_id="sdn.khartoum.omdurman"), [estimate(1, 2, 3)], figure(2)) == []


@pytest.mark.parametrize(("end", "word"), [("destination", "to"), ("origin", "from")])
def test_a_place_no_gazetteer_knows_is_not_the_country(end: str, word: str) -> None:
    named = series(series_id=f"s.moved.stock.{word}-the-camps", destination_id=None, origin_id=None)
    whole = figure(2, destination="Sudan")
    assert met(named, [estimate(1, 2, 3, series_id=named["series_id"])], whole) == []


@pytest.mark.parametrize(
    ("qualifier", "value", "inside"),
    [
        ("at_least", 500.0, True),
        ("at_least", 1300.0, False),
        ("at_most", 1300.0, True),
        ("at_most", 800.0, False),
        ("approximately", 1300.0, False),
    ],
)
def test_bounds_part_on_one_side_only(qualifier: str, value: float, inside: bool) -> None:
    [row] = met(series(), [estimate(900, 1000, 1200)], figure(value, qualifier=qualifier))
    assert row["inside"] is inside
    said = {"at_least": "has at least", "at_most": "has at most", "approximately": "has about"}
    assert said[qualifier] in row["message"]


def test_a_total_meets_a_count_since_the_same_day() -> None:
    since = dt.date(2024, 5, 1)
    total = series(measure="flow", subterm=None, accumulation="cumulative", since=since, destination_id=None)
    said = {"measure": "flow", "subterm": None, "as_of": None, "destination": None, "destination_iso3": None}
    same = figure(5, start=since, end=DAY, **said)
    later = figure(5, "o2", start=dt.date(2024, 5, 2), end=DAY, **said)
    assert [row["claim_id"] for row in met(total, [estimate(4, 5, 6)], same, later)] == ["o1"]
    rate = total | {"accumulation": "rate"}
    assert met(rate, [estimate(4, 5, 6, period_start=since, period_end=DAY)], same) == []


def test_a_figure_belongs_without_an_estimate_of_its_day() -> None:
    early = figure(5, "o2", as_of=dt.date(2024, 1, 1), url="https://example.org/dtm")
    found = matched(tables.from_rows("series", [series()]), official_rows.frame([early]))
    assert found.select("series_id", "claim_id", "official", "date", "url").rows() == [
        ("s1", "o2", 5.0, dt.date(2024, 1, 1), "https://example.org/dtm")
    ]


def test_nothing_later_is_known() -> None:
    published = figure(1, "published", published=dt.date(2024, 6, 1))
    kept = figure(1, "kept", recorded_at=dt.datetime(2024, 7, 1, tzinfo=dt.UTC))
    frame = official_rows.frame([published, kept, figure(1, "never")])

    def known(day: dt.date | None) -> set[str]:
        return set(known_by(frame, day)["claim_id"])

    assert known(dt.date(2024, 5, 31)) == set()
    assert known(dt.date(2024, 6, 1)) == {"published"}
    assert known(dt.date(2024, 7, 1)) == {"published", "kept"}
    assert known(None) == {"published", "kept", "never"}


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
    assert official_rows.place_id(name, iso3) == place_id
