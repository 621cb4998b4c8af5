"""A running total told again as a number of displaced: a report that repeats the total's figure means the total.

"31,300 have fled since January", and a week later, in a paper, "34,600 are displaced, up from 31,300": one course.

In: claims with the parts of their key.  Out: the same, such stocks with the key of the total.
"""

from __future__ import annotations

import polars as pl

from tracker.reconciliation.settings import Settings

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
