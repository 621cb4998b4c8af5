"""Set official figures beside the estimates of the same quantity: where they part, and by how much.

A figure meets a series that counts the same (term, subterm, measure, unit, group), in the same place and for
the same time: a stock on its day, a flow over the same window.  Nothing is changed by it.

In: series, estimates, official claims.  Out: a row a meeting, with a sentence a person can read.
"""

from __future__ import annotations

from typing import Any

import polars as pl

SCHEMA: dict[str, Any] = {
    "series_id": pl.String,
    "claim_id": pl.String,
    "source": pl.String,
    "date": pl.Date,
    "low": pl.Float64,
    "best": pl.Float64,
    "high": pl.Float64,
    "official": pl.Float64,
    "difference": pl.Float64,
    "ratio": pl.Float64,
    "inside": pl.Boolean,
    "message": pl.String,
}
WHAT = ("term", "subterm", "measure", "unit", "group")


def beside(series: pl.DataFrame, estimates: pl.DataFrame, official: pl.DataFrame) -> pl.DataFrame:
    """Return where official figures and estimates meet.

    Parameters
    ----------
    series, estimates
        Of a reconciliation.
    official
        Claims of kind "official".

    Returns
    -------
    polars.DataFrame
        Shape (meetings, 12): the estimate's low, best and high, the official figure, ``difference`` (best
        less official), ``ratio`` (best over official, null when that is zero), whether the official figure
        lies inside the band, and a message.
    """
    what = [name for name in WHAT if name in series.columns and name in official.columns]
    figures = official.select(
        "claim_id",
        "source",
        *what,
        official=pl.col("value"),
        country=pl.col("country_iso3"),
        origin=pl.col("origin_id"),
        place=pl.col("destination_id"),
        begin=pl.col("period_start"),
        end=pl.coalesce("as_of", "period_end"),
    )
    quantities = series.select(
        "series_id", *what, "label", country="country_iso3", origin="origin_id", place="destination_id"
    )
    met = (
        figures.join(quantities, on=[*what, "country"], how="inner", nulls_equal=True, suffix="_series")
        .filter(_same("place") & _same("origin"))
        .join(estimates, on="series_id", how="inner")
        .filter(
            pl.when(pl.col("measure") == "stock")
            .then(pl.col("date") == pl.col("end"))
            .otherwise((pl.col("period_start") == pl.col("begin")) & (pl.col("period_end") == pl.col("end")))
        )
        .with_columns(
            difference=pl.col("best") - pl.col("official"),
            ratio=pl.when(pl.col("official") != 0).then(pl.col("best") / pl.col("official")),
            inside=pl.col("official").is_between("low", "high"),
        )
        .sort("series_id", "date", "claim_id")
    )
    rows = [{**row, "message": _sentence(row)} for row in met.iter_rows(named=True)]
    return pl.DataFrame([{name: row[name] for name in SCHEMA} for row in rows], schema=SCHEMA)


def _same(end: str) -> pl.Expr:
    """Tell whether both speak of the same place; the country as a whole is as good as no place."""
    mine, other = pl.col(end), pl.col(f"{end}_series")
    country = pl.col("country").str.to_lowercase()
    whole = [pl.when(side == country).then(None).otherwise(side) for side in (mine, other)]
    return whole[0].eq_missing(whole[1])


def _sentence(row: dict[str, Any]) -> str:
    """Return a meeting in words."""
    name = row["label"] or row["series_id"]
    start = f"{name}, {row['date']}: {row['source']} has {row['official']:,.0f}, the estimate is {row['best']:,.0f}"
    if row["inside"]:
        return f"{start}; inside the band of {row['low']:,.0f} to {row['high']:,.0f}."
    side = "below" if row["official"] < row["low"] else "above"
    by = abs(row["difference"])
    part = f", {by / row['official']:.0%} of it" if row["official"] else ""
    return (
        f"{start}; it lies {side} the band of {row['low']:,.0f} to {row['high']:,.0f}, {by:,.0f} apart{part}."
    )
