"""Decisions by people: applied, shown, attached again, and reported when they match nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tracker.errors import BadConfiguration
from tracker.reconciliation import Reconciliation, reconcile


def claims() -> pl.DataFrame:
    rows = [
        ("a", 1, 1000.0, "Red Crescent", "1,000 people"),
        ("b", 3, 1200.0, "Red Crescent", "1,200 people"),
        ("c", 5, 4100.0, "Mayor", "4,100 people"),
        ("d", 7, 1500.0, "Red Crescent", "1,500 people"),
        ("e", 9, 1600.0, "Red Crescent", "1,600 people"),
    ]
    return pl.DataFrame(
        [
            {
                "claim_id": name,
                "value": value,
                "qualifier": "exact",
                "unit": "person",
                "term": "sheltered",
                "measure": "stock",
                "published": dt.date(2024, 5, day),
                "as_of": dt.date(2024, 5, day),
                "source": source,
                "quote": quote,
                "report_id": f"report-{name}",
                "destination": "School camp",
                "situation": "flood",
            }
            for name, day, value, source, quote in rows
        ]
    )


def decide(**decision: str) -> Reconciliation:
    return reconcile(claims(), decisions=pl.DataFrame([{"who": "Ana", "why": "phone call", **decision}]))


def role(result: Reconciliation, claim: str) -> dict[str, Any]:
    return result.assignments.filter(pl.col("claim_id") == claim).row(0, named=True)


def best(result: Reconciliation, day: int) -> float:
    return result.estimates.filter(pl.col("date") == dt.date(2024, 5, day))["best"][0]


def test_reject_sets_a_claim_aside_with_its_reason() -> None:
    result = decide(target="c", action="reject")
    assert role(result, "c")["role"] == "rejected"
    assert role(result, "c")["reason"] == "rejected by Ana: phone call"
    assert result.conflicts.is_empty()
    assert result.decisions["matched"].to_list() == [True]


def test_accept_makes_the_line_go_through_a_claim() -> None:
    assert best(reconcile(claims()), 5) < 2000
    result = decide(target="c", action="accept")
    assert role(result, "c")["role"] == "used"
    assert best(result, 5) == pytest.approx(4100, rel=0.05)


def test_correct_changes_a_field_and_keeps_the_rest() -> None:
    result = decide(target="c", action="correct", field="value", value="1,400")
    assert result.claims.filter(pl.col("claim_id") == "c")["value"][0] == 1400
    assert best(result, 5) == pytest.approx(1400, rel=0.05)


@pytest.mark.parametrize(
    ("field", "value"), [("value", "many"), ("nothing", "3"), ("unit", "goats"), ("claim_id", "z")]
)
def test_a_correction_that_does_not_fit_is_reported(field: str, value: str) -> None:
    result = decide(target="c", action="correct", field=field, value=value)
    assert result.decisions["matched"].to_list() == [False]
    assert result.decisions["note"][0]
    assert result.claims.filter(pl.col("claim_id") == "c")["value"][0] == 4100


def test_same_as_makes_a_duplicate_and_not_same_as_undoes_one() -> None:
    assert role(decide(target="b", action="same_as", value="a"), "b")["role"] == "duplicate"
    twin = claims().filter(pl.col("claim_id") == "a").with_columns(claim_id=pl.lit("a2"))
    both = pl.concat([claims(), twin])
    assert role(reconcile(both), "a2")["role"] == "duplicate"
    apart = pl.DataFrame([{"target": "a2", "action": "not_same_as", "value": "a"}])
    assert role(reconcile(both, decisions=apart), "a2")["role"] == "used"


def test_override_sets_a_day_and_says_who() -> None:
    [series] = reconcile(claims()).series["series_id"].to_list()
    result = decide(target=series, action="override", field="2024-05-05", value="1350")
    row = result.estimates.filter(pl.col("date") == dt.date(2024, 5, 5)).row(0, named=True)
    assert row["best"] == 1350
    assert row["low"] <= 1350 <= row["high"]
    assert "Ana" in row["note"]


def test_a_decision_finds_its_claim_again_by_quote() -> None:
    result = decide(target="old-id", action="reject", quote="4,100 people", report_id="report-c")
    assert role(result, "c")["role"] == "rejected"
    assert "attached again" in result.decisions["note"][0]


@pytest.mark.parametrize("action", ["reject", "accept", "correct", "same_as", "override"])
def test_a_decision_that_matches_nothing_is_reported(action: str) -> None:
    result = decide(target="gone", action=action, quote="no such words", field="value", value="5")
    assert result.decisions["matched"].to_list() == [False]
    assert result.decisions["note"][0]
    assert result.estimates.equals(reconcile(claims()).estimates)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="erase"):
        decide(target="a", action="erase")


def test_decisions_are_part_of_the_input_hash() -> None:
    assert decide(target="c", action="reject").input_hash != reconcile(claims()).input_hash


def rows(*decisions: dict[str, str]) -> Reconciliation:
    return reconcile(claims(), decisions=pl.DataFrame(list(decisions), infer_schema_length=None))


REJECT = {"target": "c", "action": "reject", "who": "Ana", "when": "2024-06-01T10:00:00.000001Z"}
UNDO = {
    "target": "c",
    "action": "undo",
    "who": "Ben",
    "when": "2024-06-01T11:00:00Z",
    "value": REJECT["when"],
}


def test_an_undo_is_a_row_of_its_own_and_can_be_undone() -> None:
    assert role(rows(REJECT), "c")["role"] == "rejected"
    assert role(rows(REJECT, UNDO), "c")["role"] != "rejected"
    assert role(rows(UNDO, REJECT), "c")["role"] != "rejected"  # the order in the file does not matter
    again = {"target": "c", "action": "undo", "when": "2024-06-01T12:00:00Z", "value": UNDO["when"]}
    assert role(rows(REJECT, UNDO, again), "c")["role"] == "rejected"


def test_the_later_of_accept_and_reject_holds() -> None:
    accept = {"target": "c", "action": "accept", "who": "Ben", "when": "2024-06-02T10:00:00Z"}
    assert role(rows(REJECT, accept), "c")["role"] != "rejected"
    assert role(rows(accept, {**REJECT, "when": "2024-06-03T10:00:00Z"}), "c")["role"] == "rejected"


def test_a_number_that_was_not_taken_becomes_a_claim() -> None:
    held = (
        '{"value": 1700, "unit": "person", "persons": 1700, "term": "sheltered", "measure": "stock",'
        ' "qualifier": "exact", "published": "2024-05-10", "as_of": "2024-05-10", "source": "Red Crescent",'
        ' "destination": "School camp", "situation": "flood", "quote": "1,700", "report_id": "report-f"}'
    )
    add = {"target": "f", "action": "add", "value": held, "who": "Ana", "when": "2024-06-01T10:00:00Z"}
    result = rows(add)
    assert role(result, "f")["role"] == "used"
    assert best(result, 10) == pytest.approx(1700, rel=0.001)
    assert result.decisions["matched"].to_list() == [True]
    undo = {"target": "f", "action": "undo", "value": add["when"], "when": "2024-06-01T10:00:01Z"}
    assert "f" not in rows(add, undo).claims["claim_id"].to_list()


def test_what_is_added_must_be_a_claim() -> None:
    with pytest.raises(BadConfiguration, match="holds no claim"):
        rows({"target": "f", "action": "add", "value": "1700", "when": "2024-06-01T10:00:00Z"})


def test_a_rule_corrects_all_claims_of_a_report_or_only_one_old_value() -> None:
    rule = {"target": "situation:flood", "action": "rule", "field": "source", "value": "Town hall"}
    assert set(rows(rule).claims["source"]) == {"Town hall"}
    only = rows({**rule, "quote": "source=mayor"})
    assert only.claims["source"].to_list().count("Town hall") == 1
    assert only.decisions["note"].to_list() == ["changes 1 claims"]
    idle = rows({**rule, "target": "report:nowhere"})
    assert idle.decisions["matched"].to_list() == [False]
