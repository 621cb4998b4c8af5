"""A figure joins the quantity its words name: all the displaced are not those in shelters, nor a part."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tracker.lexicon.gazetteer import gazetteer
from tracker.reconciliation import Reconciliation, reconcile
from tracker.reconciliation.sources import who_counted
from tracker.reconciliation.stated import compared
from tracker.vocabulary import NamedPlace, Situation

START = dt.date(2024, 1, 1)


def total(name: str, day: int, value: float, to: str | None, **more: Any) -> dict[str, Any]:
    on = START + dt.timedelta(day)
    return {
        "claim_id": name,
        "value": float(value),
        "qualifier": "exact",
        "unit": "person",
        "term": "displaced",
        "measure": "flow",
        "accumulation": "cumulative",
        "period_start": START,
        "period_end": on,
        "as_of": on,
        "published": on,
        "source": "Registry",
        "publisher": "Registry",
        "origin": "Old Valley",
        "destination": to,
        "situation": "world",
        **more,
    }


def stock(name: str, day: int, value: float, to: str | None, **more: Any) -> dict[str, Any]:
    nothing = {"measure": "stock", "accumulation": None, "period_start": None, "period_end": None}
    return total(name, day, value, to, **{**nothing, **more})


def settle(rows: list[dict[str, Any]], **more: Any) -> Reconciliation:
    kinds = {"accumulation": pl.String, "period_start": pl.Date, "period_end": pl.Date, "origin": pl.String}
    texts = {"destination": pl.String, "source_id": pl.String}
    frame = pl.DataFrame(rows, schema_overrides={**kinds, **texts}, infer_schema_length=None)
    return reconcile(frame, **more)


def homes(found: Reconciliation) -> dict[str, str | None]:
    return dict(found.assignments.select("claim_id", "series_id").iter_rows())


WHOLE = [total(f"w{day}", day, 100_003 + 5_011 * day, "Near and far provinces") for day in (9, 12, 15, 18)]
PART = [total(f"p{day}", day, 40_009 + 1_007 * day, "Coast Province") for day in (9, 14, 20)]


def test_a_total_without_a_place_is_no_part() -> None:
    # 55,095 lies nearer to the part's course, and yet names all who left
    found = homes(settle([*WHOLE, *PART, total("a", 8, 55_095, None), total("b", 30, 203_100, None)]))
    assert found["b"] == found["w9"]
    assert found["a"] not in (found["p9"], None)


def test_a_part_repeated_without_its_place_stays_with_it() -> None:
    found = homes(settle([*WHOLE, *PART, total("a", 15, PART[1]["value"], None)]))
    assert found["a"] == found["p14"]


def test_two_totals_of_one_size_are_no_parts() -> None:
    other = [total(f"o{day}", day, 70_001 + 5_003 * day, "Coast Province") for day in (9, 12, 15, 18)]
    found = homes(settle([*WHOLE, *other, total("a", 12, other[1]["value"] + 600, None)]))
    assert found["a"] == found["o12"]


@pytest.mark.parametrize("shelter", ["host families", "evacuation centres"])
def test_the_displaced_without_a_place_are_not_the_sheltered(shelter: str) -> None:
    sheltered = [
        stock(f"s{day}", day, 290_007 + 911 * day, shelter, term="sheltered", origin=None)
        for day in (2, 5, 9, 14, 20)
    ]
    more = [
        stock("all", 9, 299_000, None),
        stock("bare", 9, 299_000, None, origin=None),
        stock("hosted", 9, 299_000, None, origin=None, term="sheltered"),
        stock("same", 10, sheltered[2]["value"], None, origin=None),
    ]
    found = homes(settle([*sheltered, *more]))
    assert found["hosted"] == found["same"] == found["s9"] is not None
    assert found["all"] != found["s9"]
    assert found["bare"] != found["s9"]


def test_who_left_is_not_who_reached_the_camp() -> None:
    left = [total(f"l{day}", day, 20_003 + 1_511 * day, "Safe Plain") for day in (3, 6, 9, 12, 15)]
    camp = [
        total(f"c{day}", day, 12_007 + 1_203 * day, "Long Camp", term="sheltered")
        for day in (3, 6, 9, 12, 15)
    ]
    more = [
        total("out", 12, camp[3]["value"] + 800, None),
        total("in", 12, camp[3]["value"] + 800, None, term="sheltered"),
    ]
    found = homes(settle([*left, *camp, *more]))
    assert found["out"] == found["l3"]
    assert found["in"] == found["c3"]


def test_the_lesser_figure_of_one_sentence_is_a_part() -> None:
    words = {"report_id": "r", "sentence": "23,000 since the day, 10,000 of them this week"}
    rows = [
        *(total(f"c{day}", day, 5_003 + 2_011 * day, "Long Camp") for day in (3, 6)),
        total("whole", 9, 23_000, "Long Camp", **words),
        total("part", 9, 10_000, "Long Camp", **words),
        total("other", 9, 10_500, "Long Camp", report_id="q", sentence="10,500 arrived", source="Agency"),
    ]
    roles = {row["claim_id"]: row for row in settle(rows).assignments.iter_rows(named=True)}
    assert roles["part"]["role"] == "out_of_scope"
    assert "whole" in roles["part"]["reason"]
    assert roles["whole"]["role"] == "used"
    assert roles["other"]["role"] != "out_of_scope"


def test_a_place_for_everybody_takes_those_whose_place_is_not_told() -> None:
    valley = Situation(
        situation_id="world",
        title="World",
        same_places=(NamedPlace(name="Near and far provinces", aliases=("everywhere",)),),
    )
    rows = [
        *WHOLE,
        *PART,
        total("a", 2, 20_000, None, qualifier="at_least"),
        stock("b", 9, 120_000, None, origin=None),
        stock("c", 9, 9_000, None, origin=None, term="sheltered"),
    ]
    plain, joined = homes(settle(rows)), homes(settle(rows, situations=[valley]))
    assert joined["a"] == joined["w9"] == plain["w9"]
    assert str(joined["b"]).endswith("to-near-and-far-provinces")
    assert joined["c"] not in (joined["b"], joined["w9"])  # those in shelters are some of the displaced


def test_a_start_is_called_after_the_day_most_claims_state() -> None:
    fall = START + dt.timedelta(3)
    rows = [
        total("a", 20, 34_350, "Safe Plain"),
        *(total(f"b{day}", day, 11_503 + 1_009 * day, "Safe Plain", period_start=fall) for day in (5, 8)),
    ]
    [series] = settle(rows).series.iter_rows(named=True)
    assert series["since"] == fall
    [earliest] = settle(rows[:2]).series["since"]
    assert earliest == START  # a tie goes to the first


def test_a_difference_says_what_differs_from_what() -> None:
    rows = [
        *(total(f"s{day}", day, 10_007 + 53 * day, "Long Camp", source="SOHR") for day in range(0, 20, 2)),
        total("odd", 8, 58_160, "Long Camp", source="UNICEF", qualifier="approximately"),
    ]
    found = settle(rows)
    [said] = found.conflicts.filter(pl.col("claim_ids").list.contains("odd"))["message"]
    assert said.startswith("UNICEF has about 58,160 on 2024-01-09, 5.6 times the 10,4")
    assert "Syrian Observatory for Human Rights has 10,431 on 2024-01-09 (s8)" in said
    assert "(+" not in said


@pytest.mark.parametrize(
    ("value", "base", "words"),
    [
        (58_160, 12_692, "4.6 times"),
        (120_000, 10_000, "12 times"),
        (417_315, 365_038, "14 % more than"),
        (40_000, 48_780, "18 % less than"),
        (10_001, 10_000, "about as many as"),
        (5, 0, "more than"),
    ],
)
def test_figures_are_compared_in_words(value: float, base: float, words: str) -> None:
    assert compared(value, base) == words


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (
            [("sohr", "Observatory"), (None, "SOHR"), (None, "Syrian Observatory for Human Rights")],
            "sohr",
        ),
        (
            [
                ("armm-government", "ARMM"),
                (None, "ARMM government"),
                (None, "government of the Autonomous Region in Muslim Mindanao"),
                ("government-of-the-autonomous-region", "government of the Autonomous Region"),
            ],
            "armm-government",
        ),
        ([("harbour-office", "the harbour office"), ("harbour-office", None)], "harbour-office"),
        ([(None, "Harbour Office"), (None, "harbour office")], "harbour office"),
        ([(None, None)], "unnamed"),
    ],
)
def test_a_source_is_one_however_it_is_written(names: list[tuple[str | None, str | None]], key: str) -> None:
    assert {who_counted(id_, source, None, None, "PHL")[0] for id_, source in names} == {key}


def test_one_source_by_two_names_counts_once() -> None:
    rows = [
        total("a", 5, 20_000, "Long Camp", source="SOHR"),
        total("b", 5, 20_000, "Long Camp", source="Syrian Observatory for Human Rights"),
    ]
    found = settle(rows)
    assert sorted(found.assignments["role"]) == ["duplicate", "used"]
    assert found.estimates["sources"].max() == 1


def test_lanao_lies_on_mindanao() -> None:
    [place, *_] = gazetteer().lookup("Lanao")
    assert (place.iso3, place.level, place.lat, place.lon) == ("PHL", "region", 7.9, 124.3)
    assert all(gazetteer().get(part) is not None for part in place.spans)


def test_a_stock_said_alone_as_at_least_is_not_carried_past() -> None:
    early = [
        stock("first", 5, 294_011, "Lake Town", qualifier="at_least"),
        stock("second", 18, 353_007, "Lake Town"),
    ]
    late = stock("late", 420, 69_011, "Lake Town", qualifier="at_least")
    sums = [total(f"t{day}", day, 354_013 + day, "Lake Town") for day in (20, 90, 160, 230, 300)]
    found = settle([*early, late, *sums])
    series = homes(found)["late"]
    assert series is not None
    assert series == homes(found)["second"]
    days = found.estimates.filter(pl.col("series_id") == series).sort("date")
    last = days.row(-1, named=True)
    assert 69_011 <= last["best"] < 1.5 * 69_011
    assert last["high"] < 350_007
