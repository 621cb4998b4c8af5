"""Two counters whom one report sets side by side: who differs by more than the words allow is told, in any series.

"The governor puts the displaced at 14,600; the relief agencies counted 11,050."  Linking may well see two quantities in
them, a running total and a window; the reader of the report sees two answers to one question.

In: linked claims, what became of them.  Out: differences, each with a series.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import polars as pl

from tracker.reconciliation.differences import Difference
from tracker.reconciliation.settings import Settings, Within
from tracker.reconciliation.stated import WORDS, compared, date_of, say

Row = dict[str, Any]
COLUMNS = (
    "claim_id", "report_id", "start", "qualifier", "term", "_source", "_who", "_value", "_low", "_high", "_day",
    "_from", "_to",
)  # fmt: skip


def told_apart(
    linked: pl.DataFrame, homes: Mapping[str, str | None], known: set[frozenset[str]], settings: Settings
) -> list[tuple[str, Difference]]:
    """Return the differences between counters that one report names beside one another.

    Parameters
    ----------
    linked, homes
        The claims, and the series of each.
    known
        The pairs of claims of which a difference is told already.
    """
    if "start" not in linked.columns or "report_id" not in linked.columns:
        return []
    rows = linked.filter(
        pl.col("_out").is_null()
        & pl.col("_named")
        & pl.col("report_id").is_not_null()
        & pl.col("start").is_not_null()
        & pl.col("_kind").is_in(["stock", "cumulative", "window"])
        & (pl.col("_value") > 0)
    )
    sets: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows.select(*COLUMNS, "_unit", "_group").sort("start", "claim_id").iter_rows(named=True):
        sets[row["report_id"], row["_unit"], row["term"], row["_group"]].append(row)
    found = []
    for beside in sets.values():
        for one, other in combinations(beside, 2):
            pair = frozenset((one["claim_id"], other["claim_id"]))
            if (
                pair not in known
                and _differ(one, other, settings.within)
                and (home := homes.get(one["claim_id"]))
            ):
                found.append((home, _difference(one, other)))
    return found


def _differ(one: Row, other: Row, settings: Within) -> bool:
    """Whether two counters give different answers to one question, close to one another in the text."""
    if one["_source"] == other["_source"] or abs(one["_day"] - other["_day"]) > settings.days:
        return False
    if abs(one["start"] - other["start"]) > settings.characters:
        return False
    if one["_to"] != other["_to"] or (
        None not in (one["_from"], other["_from"]) and one["_from"] != other["_from"]
    ):
        return False  # a whole and its part, or two places
    small, large = sorted((one, other), key=lambda row: row["_value"])
    apart = small["_high"] * (1 + settings.apart) < large["_low"]
    return bool(apart and large["_value"] <= settings.most * small["_value"])


def _difference(one: Row, other: Row) -> Difference:
    """Return the row that tells both."""
    words = [WORDS.get(row["qualifier"], "") + say(row["_value"]) for row in (one, other)]
    return {
        "kind": "contradiction",
        "date": date_of(one["_day"]),
        "claim_ids": [one["claim_id"], other["claim_id"]],
        "values": [one["_value"], other["_value"]],
        "message": (
            f"one report gives two counters: {one['_who']} has {words[0]} on {date_of(one['_day'])}, "
            f"{compared(one['_value'], other['_value'])} the {words[1]} of {other['_who']} ({other['claim_id']})"
        ),
    }
