"""Figures never fall below what was reached; the golden reports keep their own rules."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.eval import floors, number_suites, reading, whole_way
from tracker.vocabulary import MEASURES, QUALIFIERS, TERMS, UNITS

FLOORS = floors.load()


def _pinned(figures: dict[str, float]) -> list[str]:
    assert set(figures) <= set(FLOORS), (
        "a figure is measured but not pinned: python -m tests.eval --raise-floors"
    )
    return floors.undercut(figures, FLOORS)


def test_golden_reports_keep_their_floors() -> None:
    found = reading.read(one.report for one in reading.golden())
    result = reading.score(reading.golden(), found)
    near = sum(len(found.get(one.report.report_id, [])) for one in reading.golden() if one.near_miss)
    figures = {f"golden.{level}": result[level]["f1"] for level in reading.LEVELS}
    assert _pinned({**figures, "golden.near_miss_claims": near}) == [], "\n".join(result["wrong"][:20])


@pytest.mark.skipif(not reading.beside(), reason="no annotated development reports beside the repository")
def test_development_reports_keep_their_floors() -> None:
    both = reading.halves()
    assert (
        _pinned({f"{name}.{level}": both[name][level]["f1"] for name in both for level in reading.LEVELS})
        == []
    )


@pytest.mark.skipif(not number_suites.SUITES.is_dir(), reason="no number suites beside the repository")
@pytest.mark.parametrize("suite", number_suites.NAMES)
def test_number_suites_keep_their_floors(suite: str) -> None:
    assert _pinned({f"numbers.{suite}": number_suites.score(suite).f1}) == []


@pytest.mark.skipif(not whole_way.beside(), reason="no claim sequences beside the repository")
def test_reconciling_keeps_its_floors() -> None:
    assert _pinned(whole_way.reconciling_figures(whole_way.reconciling())) == []


def test_floors_only_go_up() -> None:
    before = {"a": 0.5, "b.error": 4.0}
    assert floors.raised({"a": 0.4, "b.error": 5.0}, before) == before
    assert floors.raised({"a": 0.61239, "b.error": 3.2501}, before) == {"a": 0.612, "b.error": 3.251}
    assert floors.undercut({"a": 0.49, "b.error": 4.1}, before) == [
        "a is 0.4900, its floor 0.5000",
        "b.error is 4.1000, its floor 4.0000",
    ]
    assert floors.undercut({"a": 0.5}, before) == []


@pytest.mark.parametrize("one", reading.golden(), ids=lambda one: one.report.report_id)
def test_golden_claims_keep_the_definitions(one: reading.Golden) -> None:
    text = one.report.text
    assert bool(one.claims) != one.near_miss
    for claim in one.claims:
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert claim["term"] in TERMS
        assert claim["measure"] in MEASURES
        assert claim["unit"] in UNITS
        assert claim["qualifier"] in QUALIFIERS
        assert (claim["qualifier"] == "at_least") == (claim["low"] is not None and claim["high"] is None)
        assert (claim["qualifier"] == "at_most") == (claim["high"] is not None and claim["low"] is None)
        if claim["period_start"] and claim["period_end"]:
            assert dt.date.fromisoformat(claim["period_start"]) <= dt.date.fromisoformat(claim["period_end"])


def test_the_scorer_knows_right_from_wrong() -> None:
    [one] = [one for one in reading.golden() if one.report.report_id == "ferry-town"]
    perfect = reading.score([one], {"ferry-town": list(one.claims)})
    assert [perfect[level]["f1"] for level in reading.LEVELS] == [1.0, 1.0, 1.0]
    assert not perfect["wrong"]
    first, *rest = one.claims
    wrong_term = reading.score([one], {"ferry-town": [{**first, "term": "killed"}, *rest]})
    assert wrong_term["figure"]["f1"] == 1.0
    assert wrong_term["claim"]["f1"] == wrong_term["row"]["f1"] == 0.75
    wrong_value = reading.score([one], {"ferry-town": [{**first, "value": 999.0}, *rest]})
    assert wrong_value["figure"]["f1"] == 0.75
    silent = reading.score([dataclasses.replace(one)], {})
    assert silent["figure"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "pm": 0.0}
