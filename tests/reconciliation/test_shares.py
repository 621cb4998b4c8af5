"""Shares of other counts: their range, what they imply, and where they part from figures of the same people."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.reconciliation.test_differences import claim, settle
from tracker.reconciliation.settings import DEFAULT
from tracker.reconciliation.shares import allowed

BASE = claim("base", "A", 9, 58_000, qualifier="at_most")


def share(name: str = "share", value: float = 0.1, **more: Any) -> dict[str, Any]:
    found = {"unit": "share", "share_of": "base", "persons": value * 58_000, "group": "fighters", **more}
    return claim(name, "A", 9, value, **found)


def flags(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [{"share_of": None, "persons": None, **row} for row in rows]
    return settle(rows).conflicts.filter(pl.col("kind") == "share").to_dicts()


@pytest.mark.parametrize(
    ("value", "qualifier", "low", "high"),
    [
        (0.58, "exact", 0.575, 0.585),
        (0.581, "exact", 0.5805, 0.5815),
        (0.5, "exact", 0.475, 0.525),
        (1 / 3, "exact", 0.95 / 3, 1.05 / 3),
        (0.4, "at_least", 0.4, 0.46),
        (0.98, "approximately", 0.975, 0.985),
        (1.0, "at_least", 1.0, 1.0),
    ],
)
def test_what_the_words_of_a_share_allow(value: float, qualifier: str, low: float, high: float) -> None:
    found = allowed({"value": value, "qualifier": qualifier, "low": None, "high": None}, DEFAULT)
    assert found == pytest.approx((low, high))


def test_a_share_has_the_box_of_its_words_times_that_of_its_base() -> None:
    placed = settle([BASE, share()]).assignments.filter(pl.col("claim_id") == "share").row(0, named=True)
    assert placed["role"] == "used"
    found = settle([BASE, share()]).explain_text("share")
    assert "share: 10 %, counted as 5,415 to 6,090" in found
    assert (placed["low"], placed["high"]) == pytest.approx((0.095 * 57_000, 0.105 * 58_000))


def test_a_share_that_parts_from_a_count_of_the_same_people_is_flagged_with_both() -> None:
    fits = claim("count", "A", 9, 5_700, group="fighters")
    far = claim("count", "A", 9, 7_400, group="fighters")
    assert flags([BASE, share(), fits]) == []
    [row] = flags([BASE, share(), far])
    assert row["claim_ids"] == ["share", "base", "count"]
    assert row["values"] == [5_800, 58_000, 7_400]
    for words in ("10 % of at most 58,000 (share, base)", "5,415 to 6,090", "7,400", "(count)"):
        assert words in row["message"]


def test_two_sources_may_differ_by_more_than_one_sources_words() -> None:
    near = claim("count", "B", 9, 6_300, group="fighters")
    far = claim("count", "B", 9, 7_400, group="fighters")
    assert flags([BASE, share(), near]) == []
    assert len(flags([BASE, share(), far])) == 1
    assert flags([BASE, share(), claim("count", "B", 29, 7_400, group="fighters")]) == []


def test_one_figure_that_fits_is_enough_and_a_copied_share_is_flagged_once() -> None:
    far = claim("count", "B", 9, 7_400, group="fighters")
    fits = claim("other", "C", 9, 5_850, group="fighters")
    assert flags([BASE, share(), far, fits]) == []
    assert len(flags([BASE, share(), share("copy", publisher="Paper"), far])) == 1


def test_a_share_of_homes_says_what_it_implies_and_is_not_counted() -> None:
    homes = claim("base", "A", 9, 4_800, unit="household", qualifier="approximately")
    result = settle([{**homes, "share_of": None, "persons": None}, share(value=0.25, persons=None)])
    placed = result.assignments.filter(pl.col("claim_id") == "share").row(0, named=True)
    assert placed["role"] == "out_of_scope"
    assert placed["reason"] == (
        "25 % of about 4,800 (base), which makes 1,164 to 1,237 households: implied, not counted"
    )
    assert result.series.height == 1
    count = claim("count", "A", 9, 1_900, unit="household", group="fighters")
    assert [row["claim_ids"] for row in flags([homes, share(value=0.25, persons=None), count])] == [
        ["share", "base", "count"]
    ]


def test_a_share_of_the_same_quantity_is_a_part_of_it() -> None:
    rows = [{**BASE, "share_of": None, "persons": None}, share(group=None)]
    placed = settle(rows).assignments.filter(pl.col("claim_id") == "share").row(0, named=True)
    assert placed["role"] == "out_of_scope"
    assert "counted there already" in placed["reason"]


def test_a_share_without_its_base_says_so() -> None:
    placed = settle([share(persons=None)]).assignments.row(0, named=True)
    assert placed["reason"] == "a share whose base is not in the text"


def test_messages_say_a_share_in_its_words() -> None:
    far = claim("count", "A", 9, 9_000, group="fighters", published=BASE["published"])
    rows = [{"share_of": None, "persons": None, **row} for row in (BASE, share(), far)]
    result = settle(rows)
    reasons = " ".join(one for one in result.assignments["reason"].to_list() if one)
    assert "10 % of at most 58,000 (base), 5,800" in reasons
