"""Two counters whom one report sets side by side are told as two, even where linking sees two quantities in them."""

from __future__ import annotations

from typing import Any

from tests.reconciliation.test_quantities import settle, stock, total


def said(name: str, start: int, value: float, source: str, **more: Any) -> dict[str, Any]:
    given = {"report_id": "one", "start": start, "origin": None, "source": source, "publisher": None}
    return stock(name, 9, value, None, term="displaced", **{**given, **more})


def told(*rows: dict[str, Any]) -> list[str]:
    return settle(list(rows)).conflicts["message"].to_list()


def test_a_prefect_and_an_agency_in_one_breath_are_two_counters() -> None:
    window = {"measure": "flow", "accumulation": "window"}
    found = told(said("a", 40, 14_620, "the prefect"), said("b", 130, 11_070, "the agency", **window))
    assert any("14,620" in one and "11,070" in one and "two counters" in one for one in found)


def test_another_place_another_report_and_words_that_agree_are_no_two_counters() -> None:
    one = said("a", 40, 14_620, "the prefect")
    assert told(one, said("b", 130, 11_070, "the agency", destination="Hollow")) == []
    assert told(one, said("b", 130, 14_600, "the agency", qualifier="approximately")) == []
    assert told(one, said("b", 4_130, 11_070, "the agency", measure="flow", accumulation="window")) == []
    assert (
        told(one, total("b", 9, 3_070, None, report_id="one", start=130, origin=None, source="the agency"))
        == []
    )
