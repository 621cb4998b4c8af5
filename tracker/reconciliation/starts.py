"""From which day a running total counts: starts that are one, and windows that are totals.

In: claims with the parts of their key.  Out: the same with ``_since``; windows that open together read as totals.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from tracker.reconciliation.settings import Settings

BLOCK = ["_situation", "_unit", "_class", "_to", "_set", "_group"]


def clusters(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Add ``_since``: start days within the tolerance of the first of their cluster are one.

    The cluster is called after the day most of its claims state, the earliest of several.
    """
    rows = (
        frame.filter((pl.col("_kind") == "cumulative") & pl.col("_start").is_not_null())
        .group_by(*BLOCK, "_start")
        .agg(pl.len().alias("_said"))
        .sort(*BLOCK, "_start", nulls_last=True)
    )
    first: list[int] = []
    last: tuple[Any, ...] | None = None
    head = 0
    for *rest, day, _ in rows.iter_rows():
        key = tuple(rest)
        if key != last or day - head > settings.linking.since_days:
            head = day
        last = key
        first.append(head)
    rows = (
        rows.with_columns(pl.Series("_head", first, dtype=pl.Int64))
        .with_columns(
            pl.col("_start")
            .sort_by("_said", "_start", descending=[True, False])
            .first()
            .over(*BLOCK, "_head")
            .alias("_since")
        )
        .drop("_said", "_head")
    )
    joined = frame.join(rows, on=[*BLOCK, "_start"], how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.when(pl.col("_kind") == "cumulative").then("_since").alias("_since"))


def running(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Read windows that open together and end on different days, or open with a running total, as totals.

    "9 to 13 January: 6,400", then "9 to 19 January: 14,900": the second holds the first.
    """
    windows = pl.col("_out").is_null() & (pl.col("_kind") == "window") & pl.col("_start").is_not_null()
    long = pl.col("_day") - pl.col("_start") >= settings.linking.opening_days
    block = ["_situation", "_unit", "_class", "_group"]
    opened = (
        frame.filter(windows)
        .group_by(*block, "_start")
        .agg(
            # one figure with the day of its print for an end, and with its own, is one window
            pl.min_horizontal(pl.col("_day").n_unique(), pl.col("_value").n_unique()).alias("_ends"),
            (pl.col("_day").max() - pl.col("_start").first()).alias("_span"),
        )
    )
    totals = (
        frame.filter(
            (pl.col("_kind") == "cumulative") & pl.col("_start").is_not_null() & pl.col("_out").is_null()
        )
        .select(*block, pl.col("_start"), pl.lit(True).alias("_total"))
        .unique()
    )
    # where a total counts from long before, windows of its days are windows, however many open together
    first = totals.group_by(*block).agg(pl.col("_start").min().alias("_first"))
    opened = opened.join(first, on=block, how="left", nulls_equal=True).filter(
        (pl.col("_start") <= pl.col("_first") + settings.linking.since_days).fill_null(True)
    )
    joined = frame.join(
        opened.drop("_first"), on=[*block, "_start"], how="left", nulls_equal=True, maintain_order="left"
    ).join(totals, on=[*block, "_start"], how="left", nulls_equal=True, maintain_order="left")
    together = (pl.col("_ends") > 1).fill_null(False) | pl.col("_total").fill_null(False)
    return joined.with_columns(
        pl.when(windows & long & together & pl.col("series_id").is_null())
        .then(pl.lit("cumulative"))
        .otherwise("_kind")
        .alias("_kind")
    ).drop("_ends", "_span", "_total")
