"""A running total told again as a number of displaced: a report that repeats the total's figure means the total.

"31,300 have fled since January", and a week later, in a paper, "34,600 are displaced, up from 31,300": one course.
So are numbers of displaced that only add to the total, and "14 died on Sunday" where 13 had died in all before.

In: claims with the parts of their key.  Out: the same, such stocks and windows with the key of the total.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from tracker.reconciliation.settings import Linking, Settings

PEOPLE = ["_situation", "_unit", "_class", "_group"]
TAKEN = ("_kind", "_to", "_set", "_since", "_start")


def as_totals(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Give the stocks of a report that repeats a running total's figure among them the key of that total."""
    linking = settings.linking
    free = pl.col("_out").is_null() & pl.col("series_id").is_null() & pl.col("report_id").is_not_null()
    moved = pl.col("term") == "displaced"
    stocks = frame.filter(free & moved & (pl.col("_kind") == "stock"))
    # when the words were printed says whether they repeat: the day they speak of may be told vaguely
    totals = frame.filter(
        free & moved & (pl.col("_kind") == "cumulative") & (pl.col("_digits") >= linking.shared_digits)
    )
    if stocks.is_empty() or totals.is_empty():
        return frame
    repeated = (
        stocks.select("report_id", *PEOPLE, "_to", "_set", "_value", "_published")
        .join(
            totals.select(
                *PEOPLE,
                "_value",
                *[pl.col(name).alias(f"_t{name}") for name in (*TAKEN, "_day", "report_id")],
            ),
            on=[*PEOPLE, "_value"],
            nulls_equal=True,
        )
        .filter(
            ((pl.col("_published") - pl.col("_t_day")).is_between(0, linking.retold_days))
            & (pl.col("report_id") != pl.col("_treport_id"))
        )
        .sort("_t_day", "_treport_id", descending=[True, False])
        .unique(["report_id", *PEOPLE, "_to", "_set"], keep="first", maintain_order=True)
        .select(
            "report_id",
            *PEOPLE,
            "_to",
            "_set",
            *[f"_t{name}" for name in TAKEN],
            pl.col("_value").alias("_tvalue"),
            "_t_day",
            pl.lit(True).alias("_again"),
        )
    )
    if repeated.is_empty():
        return frame
    joined = frame.join(
        repeated,
        on=["report_id", *PEOPLE, "_to", "_set"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    hit = free & moved & (pl.col("_kind") == "stock") & pl.col("_again").fill_null(False)
    early = hit & (pl.col("_value") == pl.col("_tvalue")) & (pl.col("_day") < pl.col("_t_day"))
    return joined.with_columns(
        pl.when(early).then("_t_day").otherwise("_day").alias("_day"),
        *[pl.when(hit).then(f"_t{name}").otherwise(name).alias(name) for name in TAKEN],
    ).drop("_again", "_t_day", "_tvalue", *[f"_t{name}" for name in TAKEN])


ALIKE = ("_situation", "_unit", "_class", "_to", "_group")
Told = tuple[int, float, str | None]
"""A day, a figure, and the report that gives it."""


def on_course(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Give stocks and windows that go on where a running total stands the key of that total."""
    free = pl.col("_out").is_null() & pl.col("series_id").is_null() & pl.col("report_id").is_not_null()
    totals: dict[tuple[Any, ...], dict[tuple[Any, ...], list[Told]]] = defaultdict(lambda: defaultdict(list))
    keys = frame.filter(free & (pl.col("_kind") == "cumulative") & (pl.col("_value") > 0))
    for *alike, origin, since, day, value, report in keys.select(
        *ALIKE, "_set", "_since", "_day", "_value", "report_id"
    ).iter_rows():
        totals[tuple(alike)][origin, since].append((day, value, report))
    stocks = free & (pl.col("_kind") == "stock") & (pl.col("term") == "displaced")
    brief = free & (pl.col("_kind") == "window") & ~(pl.col("_day") - pl.col("_start") > 1).fill_null(False)
    rows = frame.filter((stocks | brief) & (pl.col("_value") > 0)).select(
        "claim_id", "_kind", *ALIKE, "_set", "_day", "_value", "report_id"
    )
    asked: dict[tuple[Any, ...], list[tuple[str, str | None, Told]]] = defaultdict(list)
    for claim, kind, *alike, origin, day, value, report in rows.iter_rows():
        asked[kind, *alike].append((claim, origin, (day, value, report)))
    found: list[tuple[str, str | None, int | None]] = []
    for (kind, *alike), claims in asked.items():
        for (origin, since), told in totals.get(tuple(alike), {}).items():
            same = [one for one in claims if _of_origin(one[1], origin, totals[tuple(alike)])]
            hits = (
                _adding(same, told, settings.linking)
                if kind == "stock"
                else _standing(same, told, settings.linking)
            )
            found += [(claim, origin, since) for claim in hits]
    sure = pl.DataFrame(
        found, schema={"claim_id": pl.String, "_tset": pl.String, "_tsince": pl.Int64}, orient="row"
    ).filter(pl.len().over("claim_id") == 1)  # which of two totals is not told
    if sure.is_empty():
        return frame
    joined = frame.join(
        sure.with_columns(pl.lit(True).alias("_goes_on")), on="claim_id", how="left", maintain_order="left"
    )
    hit = pl.col("_goes_on").fill_null(False)
    return joined.with_columns(
        pl.when(hit).then(pl.lit("cumulative")).otherwise("_kind").alias("_kind"),
        pl.when(hit).then("_tset").otherwise("_set").alias("_set"),
        pl.when(hit).then(pl.col("_tsince").cast(frame.schema["_since"])).otherwise("_since").alias("_since"),
    ).drop("_goes_on", "_tset", "_tsince")


def _of_origin(own: str | None, origin: str | None, totals: Mapping[tuple[Any, ...], object]) -> bool:
    """Whether a claim may be of a total from an origin: the same, or one of the two untold and no total is closer."""
    return own == origin or (None in (own, origin) and all(own != other for other, _ in totals))


def _adding(claims: list[tuple[str, str | None, Told]], told: list[Told], settings: Linking) -> list[str]:
    """Return the numbers of displaced that only add to a total: nobody has gone back, so both are one."""
    days = [day for day, *_ in told]
    near = [one for one in claims if min(days) <= one[2][0] <= max(days) + settings.adding_days]
    if not near or len(near) < len(claims):
        return []
    course = sorted([*told, *(one for *_, one in near)], key=lambda one: one[:2])
    falls = any(
        after[1] < before[1] * (1 - settings.close_off)
        for before, after in pairwise(course)
        if before[0] < after[0]
    )
    top = max(value for _, value, _ in told)
    far = any(value > settings.adding_most * top for _, (_, value, _) in ((o, t) for _, o, t in near))
    return [] if falls or far else [claim for claim, *_ in near]


def _standing(claims: list[tuple[str, str | None, Told]], told: list[Told], settings: Linking) -> list[str]:
    """Return the windows of a day whose figure is the total's own size on that day: the total told with its day."""
    found = []
    for claim, _, (day, value, report) in claims:
        others = sorted((on, each) for on, each, by in told if by != report)
        days = [on for on, _ in others]
        if len(set(days)) < 2 or not days[0] < day <= days[-1] + settings.near_days:
            continue
        expected = float(np.interp(day, days, [each for _, each in others]))
        before = max(each for on, each in others if on <= day)
        after = min((each for on, each in others if on > day), default=math.inf)
        if abs(math.log(value / expected)) < settings.like_off and before * (
            1 - settings.close_off
        ) <= value <= after * (1 + settings.close_off):
            found.append(claim)
    return found
