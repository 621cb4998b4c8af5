"""What one report says of one quantity on one day is one figure: others beside it are parts, or count something else.

"23,000 since December, 10,000 of them in the past week": the 10,000 is no second running total.  Which of several
stands for the quantity: the one a table calls its total, the one other reports repeat or lead to, else the whole
that the others add up to, else the largest.

In: linked claims.  Out: the same, the lesser figures out of scope with the reason.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import numpy as np
import polars as pl

from tracker.reconciliation.settings import Linking, Settings

SAME = ("_series", "report_id", "_source", "_day", "_opens")
Row = dict[str, Any]


def one_each(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Leave one figure a report, source, quantity and day."""
    stated = (
        pl.col("_series").is_not_null() & pl.col("report_id").is_not_null() & pl.col("series_id").is_null()
    )
    told = frame.filter(stated & ~pl.col("_accepted") & (pl.col("_kind") != "rate")).with_columns(
        # a count of those in a place is of its day, however its words set out the time
        pl.when(pl.col("_kind") != "stock").then("_start").alias("_opens")
    )
    apart = told.filter(
        (pl.col("_value").max().over(SAME) * (1 - settings.linking.one_figure))
        > pl.col("_value").min().over(SAME)
    )
    if apart.is_empty():
        return frame
    touched = apart["_series"].unique()
    columns = ("claim_id", "_value", "_low", "_high", "is_total", "sentence", "_kind", *SAME)
    courses = _courses(frame.filter(pl.col("_series").is_in(touched.implode())))
    sets: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in apart.select(columns).sort("claim_id").iter_rows(named=True):
        sets[tuple(row[name] for name in SAME)].append(row)
    lesser: dict[str, str] = {}
    for rows in sets.values():
        stands = _stands(rows, courses[rows[0]["_series"]], settings.linking)
        for row in rows:
            if row is not stands and not _agree(row, stands):
                lesser[row["claim_id"]] = (
                    f"a part of {stands['claim_id']}, which the same report gives for the same quantity and day"
                    if row["_value"] < stands["_value"]
                    else f"another count than {stands['claim_id']}, which the same report gives for this day"
                )
    reason = pl.col("claim_id").replace_strict(lesser, default=None, return_dtype=pl.String)
    hit = reason.is_not_null() & stated
    return frame.with_columns(
        pl.when(hit).then(reason).otherwise("_out").alias("_out"),
        pl.when(~hit).then("_series").alias("_series"),
    )


Course = dict[int, list[tuple[str | None, float]]]


def _courses(frame: pl.DataFrame) -> dict[int, Course]:
    """Return the figures of each series by day, with the report that gives them."""
    found: dict[int, Course] = defaultdict(lambda: defaultdict(list))
    for series, day, report, value in frame.select("_series", "_day", "report_id", "_value").iter_rows():
        found[series][day].append((report, value))
    return found


def _stands(rows: list[Row], course: Course, settings: Linking) -> Row:
    """Return the figure that stands for the quantity."""
    totals = [row for row in rows if row["is_total"]]
    pool = totals or rows
    largest = max(pool, key=lambda row: (row["_value"], row["claim_id"]))
    one_sentence = rows[0]["_kind"] == "cumulative" and len({row["sentence"] for row in rows}) == 1
    if len(pool) == 1 or rows[0]["_kind"] == "window" or one_sentence:
        return largest
    lesser = sum({row["_value"] for row in pool if row["_value"] < largest["_value"]})
    if abs(lesser - largest["_value"]) <= settings.one_figure_sum * largest["_value"]:
        return largest
    report, day = rows[0]["report_id"], rows[0]["_day"]
    others = sorted(
        (on, value) for on, told in course.items() for each, value in told if each != report and value > 0
    )
    if not others:
        return largest
    days, values = zip(*others, strict=True)
    expected = float(np.interp(day, days, values))
    near = [
        (abs(math.log(row["_value"] / expected)), row["claim_id"], row)
        for row in pool
        if row["_value"] > 0 and expected > 0
    ]
    within = days[0] - settings.near_days <= day <= days[-1] + settings.near_days
    best = min(near, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and within and best[0] < settings.beyond_off else largest


def _agree(one: Row, other: Row) -> bool:
    """Whether one figure lies in the range of the other."""
    return bool(
        other["_low"] <= one["_value"] <= other["_high"] or one["_low"] <= other["_value"] <= one["_high"]
    )
