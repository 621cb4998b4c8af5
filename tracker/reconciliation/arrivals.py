"""Rows of a table that name a district where people are, read as if they had left it.

"Displaced: Alder 8,260, Birch 3,645" does not say whether people fled to Alder or from it.  Where the crisis' other
reports name Alder as a place people went to, and hardly any as one they left for another, they are in Alder.

In: claims with the parts of their key.  Out: the same, such places moved from where people left to where they went.
Words: words.toml
"""

from __future__ import annotations

import re

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.settings import Settings

MOVED = ("moved", "crossed")


def turned(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Read places of arrival, named without a word of leaving, as places of arrival."""
    if "sentence" not in frame.columns:
        return frame
    leaving = "|".join(re.escape(word) for word in place_keys.words()["leaving"]["words"])
    said = pl.col("sentence").fill_null("").str.contains(rf"(?i)\b(?:{leaving})\b")
    inside = (
        pl.col("_out").is_null()
        & pl.col("series_id").is_null()
        & pl.col("_class").is_in(MOVED)
        & pl.col("report_id").is_not_null()
    )
    doubtful = inside & pl.col("_from").is_not_null() & pl.col("_to").is_null() & ~said
    reached = _told(frame.filter(inside & pl.col("_to").is_not_null()), "_to").rename({"report_id": "_by"})
    left = _told(frame.filter(inside & (pl.col("_to").is_not_null() | said)), "_from")
    # a place reached in most reports is not one that people left because one report was read so
    often = reached.group_by("_situation", "_to").agg(pl.len().alias("_reached"))
    left = (
        left.group_by("_situation", "_from")
        .agg(pl.len().alias("_left"))
        .join(
            often,
            left_on=["_situation", "_from"],
            right_on=["_situation", "_to"],
            how="left",
            nulls_equal=True,
        )
        .filter(pl.col("_left") * settings.linking.turned_most > pl.col("_reached").fill_null(0))
        .select("_situation", "_from")
    )
    sure = (
        frame.filter(doubtful)
        .select("claim_id", "report_id", "_situation", "_from")
        .join(reached, left_on=["_situation", "_from"], right_on=["_situation", "_to"], nulls_equal=True)
        .filter(pl.col("report_id") != pl.col("_by"))
        .join(left, on=["_situation", "_from"], how="anti", nulls_equal=True)
        .select("claim_id", pl.lit(True).alias("_there"))
        .unique()
    )
    if sure.is_empty():
        return frame
    joined = frame.join(sure, on="claim_id", how="left", maintain_order="left")
    there = pl.col("_there").fill_null(False)
    return joined.with_columns(
        pl.when(there).then("_from").otherwise("_to").alias("_to"),
        pl.when(~there).then("_from").alias("_from"),
    ).drop("_there")


def _told(frame: pl.DataFrame, end: str) -> pl.DataFrame:
    """Return which reports name which places at one end of the way."""
    return frame.select("_situation", end, "report_id").drop_nulls(end).unique()
