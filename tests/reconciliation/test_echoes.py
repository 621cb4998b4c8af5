"""A figure told without its place goes with the same told with it; what only looks alike stays apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reconciliation.test_quantities import homes, settle, stock, total
from tracker.reconciliation import place_keys


def held(name: str, day: int, value: float, to: str | None, report: str, **more: Any) -> dict[str, Any]:
    return stock(name, day, value, to, report_id=report, origin=None, **more)


def test_a_camp_with_and_without_the_word_for_it_is_one_series() -> None:
    found = homes(
        settle([
            held("a", 1, 8_417, "Hollow", "one"),
            held("b", 9, 9_233, "Hollow refugee site", "two"),
            held("c", 16, 10_108, "Hollow camp", "three"),
        ])
    )  # fmt: skip
    assert len(set(found.values())) == 1


def test_places_told_apart_by_a_number_or_a_kind_of_centre_stay_apart() -> None:
    found = homes(
        settle([
            held("a", 1, 8_417, "Hollow", "one"),
            held("b", 1, 3_206, "Hollow 2", "one"),
            held("c", 1, 1_519, "Hollow transit centre", "one"),
        ])
    )  # fmt: skip
    assert len(set(found.values())) == 3


def test_a_report_s_figure_without_a_place_goes_with_the_same_figure_that_names_it() -> None:
    found = homes(
        settle([
            held("heading", 5, 14_236, None, "one"),
            held("text", 5, 14_236, "Hollow", "one"),
            held("before", 1, 13_871, "Hollow", "two"),
            held("all", 5, 61_842, None, "three"),
        ])
    )  # fmt: skip
    assert found["heading"] == found["text"] == found["before"]
    assert found["all"] != found["text"]


def test_a_column_without_a_place_is_of_the_place_two_of_its_figures_repeat() -> None:
    column = [held(f"w{day}", day, 9_011 + 613 * day, None, "sheet") for day in (1, 8, 15, 22)]
    told = [held("x", 1, 9_624, "Hollow", "one"), held("y", 15, 18_206, "Hollow", "two")]
    found = homes(settle([*column, *told]))
    assert len(set(found.values())) == 1


def test_the_shelters_of_a_place_are_that_place_and_not_all_shelters() -> None:
    said = "Of these, 4,318 people are in 31 shelters in Bamenda."
    rows = [
        held("all", 5, 21_877, "120 shelters", "one", term="sheltered", country_iso3="CMR"),
        held("there", 5, 4_318, "31 shelters", "two", term="sheltered", country_iso3="CMR", sentence=said),
        held("before", 2, 4_902, "Bamenda", "three", term="sheltered", country_iso3="CMR"),
    ]
    found = homes(settle(rows))
    assert place_keys.find("Bamenda", "CMR") is not None
    assert found["there"] == found["before"] != found["all"]


def test_a_report_that_repeats_one_place_s_count_speaks_of_its_own_shelters() -> None:
    rows = [
        held("all", 5, 21_877, "120 shelters", "table", term="sheltered"),
        held("part", 5, 6_341, "Hollow", "table", term="sheltered"),
        held("again", 5, 6_341, "evacuation centres", "province", term="sheltered"),
        held("later", 8, 4_100, "evacuation centres", "province", term="sheltered"),
    ]
    found = homes(settle(rows))
    assert found["later"] == found["again"] == found["part"] != found["all"]


def test_a_figure_told_twice_in_one_report_speaks_of_the_day_it_states() -> None:
    rows = [
        total("dated", 6, 31_482, "Hollow", report_id="one", as_of_basis="explicit"),
        total(
            "print", 7, 31_482, "Hollow", report_id="one", as_of_basis="implicit", as_of=None, period_end=None
        ),
        total("before", 1, 22_019, "Hollow", report_id="two"),
    ]
    made = settle(rows)
    assert len(set(homes(made).values())) == 1
    day = made.estimates.filter(made.estimates["date"] == rows[0]["as_of"])
    assert day["best"].to_list() == pytest.approx([31_482], rel=0.005)


def test_a_place_and_one_that_holds_it_are_one_total_where_they_take_turns() -> None:
    wide, narrow = "MOZ", "Cabo Delgado"
    assert place_keys.find(narrow, "MOZ") is not None
    values = {2: 4_812, 6: 9_377, 10: 15_692, 14: 17_218, 18: 18_466, 22: 18_791}
    rows = [
        total(
            f"d{day}", day, value, "Mozambique" if day in (6, 14, 22) else narrow,
            destination_id=wide.lower() if day in (6, 14, 22) else place_keys.find(narrow, "MOZ"),
            origin="Malawi", origin_id="mwi", term="crossed_border", report_id=f"r{day}",
        )
        for day, value in values.items()
    ]  # fmt: skip
    assert len(set(homes(settle(rows)).values())) == 1


def test_days_after_a_series_own_figures_are_carried() -> None:
    made = settle([total("a", 5, 1_763, "Hollow"), stock("b", 20, 6_024, "Hollow")])
    mine = made.estimates.filter(made.estimates["series_id"] == homes(made)["a"])
    after = mine.filter(mine["date"] > mine["date"].min())
    assert not after.is_empty()
    assert after["carried"].all()


def test_a_district_of_a_table_that_others_name_as_reached_was_not_left() -> None:
    row = "Hollow | 412 | 1,763"
    rows = [
        total("reached", 5, 1_204, "Hollow", report_id="one", sentence="1,204 people went to Hollow."),
        total("row", 9, 1_763, None, report_id="two", origin="Hollow", sentence=row),
    ]
    assert len(set(homes(settle(rows)).values())) == 1
    said = "In all, 1,763 people have fled from Hollow since."
    rows[1]["sentence"] = said
    assert len(set(homes(settle(rows)).values())) == 2
