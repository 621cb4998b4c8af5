"""Set official figures beside the estimates of the same quantity: where they part, and by how much.

A figure belongs to a series that counts the same (term, subterm, measure, unit, group), in the same place and
for a time that compares: a stock on any day, a flow since the series' own start or over a window of its own.
It meets an estimate of the same day or window.  Nothing is changed by it.

In: series, estimates, official claims.  Out: a row a figure, a row a meeting with a sentence a person can read.
"""

from __future__ import annotations

import datetime as dt
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
# what drove people out is no group of them: no series is kept by cause, so the cause goes into the name
CAUSES = ("conflict", "disaster")


def known_by(official: pl.DataFrame, day: dt.date | None) -> pl.DataFrame:
    """Return the figures known on a day: published by then or, where no source says when, recorded by then."""
    if day is None:
        return official
    known = pl.coalesce("published", pl.col("recorded_at").dt.date())
    return official.filter((known <= day).fill_null(False))


def matched(series: pl.DataFrame, official: pl.DataFrame) -> pl.DataFrame:
    """Return official figures with the series they belong to.

    Parameters
    ----------
    series
        Of a reconciliation.
    official
        Claims of kind "official".

    Returns
    -------
    polars.DataFrame
        Shape (pairs, 13): series_id, label, measure, accumulation, claim_id, source (with the cause, where
        the figure is of one), official (the figure), qualifier, start, date, published, url, sentence.
    """
    cause = pl.col("group").is_in(CAUSES).fill_null(False)
    figures = official.with_columns(
        _plain_subterm(),
        source=pl.when(cause).then(pl.format("{} ({})", "source", "group")).otherwise("source"),
        group=pl.when(~cause).then("group"),
    ).select(
        "claim_id",
        "source",
        "qualifier",
        "published",
        "url",
        "sentence",
        *WHAT,
        official="value",
        country="country_iso3",
        origin=_named("origin_id"),
        place=_named("destination_id"),
        start=pl.when(pl.col("measure") != "stock").then("period_start"),
        date=pl.coalesce("as_of", "period_end"),
    )
    quantities = series.with_columns(_plain_subterm()).select(
        "series_id",
        "label",
        "accumulation",
        "since",
        *WHAT,
        country="country_iso3",
        origin=_named("origin_id"),
        place=_named("destination_id"),
    )
    return (
        figures.filter(pl.col("country").is_not_null() & pl.col("date").is_not_null())
        .join(quantities, on=[*WHAT, "country"], how="inner", nulls_equal=True, suffix="_series")
        .filter(_same("place", "to") & _same("origin", "from") & _comparable())
        .select(
            "series_id",
            "label",
            "measure",
            "accumulation",
            "claim_id",
            "source",
            "official",
            "qualifier",
            "start",
            "date",
            "published",
            "url",
            "sentence",
        )
        .sort("series_id", "date", "source", "claim_id")
    )


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
        fits inside the band ("at least" and "at most" as bounds), and a message.
    """
    windowed = (pl.col("measure") != "stock") & (pl.col("accumulation") != "cumulative").fill_null(True)
    same_window = (pl.col("period_start") == pl.col("start")) & (pl.col("period_end") == pl.col("date"))
    met = (
        matched(series, official)
        .join(
            estimates.select("series_id", "date", "period_start", "period_end", "low", "best", "high"),
            on=["series_id", "date"],
            how="inner",
        )
        .filter(~windowed | same_window)
        .with_columns(
            difference=pl.col("best") - pl.col("official"),
            ratio=pl.when(pl.col("official") != 0).then(pl.col("best") / pl.col("official")),
            inside=_fits(),
        )
        .sort("series_id", "date", "claim_id")
    )
    rows = [{**row, "message": _sentence(row)} for row in met.iter_rows(named=True)]
    return pl.DataFrame([{name: row[name] for name in SCHEMA} for row in rows], schema=SCHEMA)


def _plain_subterm() -> pl.Expr:
    """Leave out a subterm that says no more than its term: the displaced within a country are IDPs."""
    plain = (pl.col("term") == "displaced") & (pl.col("subterm") == "idp")
    return pl.when(~plain.fill_null(False)).then("subterm").alias("subterm")


def _named(column: str) -> pl.Expr:
    """Return the places of a column; a town of its region's own name as the region.

    A report that says "Khartoum" does not say whether it means the city or the state around it.
    """

    def widest(id_: str) -> str:
        parts = id_.split(".")
        while len(parts) > 2 and parts[-1] == parts[-2]:
            parts.pop()
        return ".".join(parts)

    return pl.col(column).map_elements(widest, return_dtype=pl.String)


def _comparable() -> pl.Expr:
    """Say whether a figure's time compares: a total only with one since the same day, a rate with nothing."""
    how = pl.col("accumulation").fill_null("window")
    total = (how == "cumulative") & (pl.col("start") == pl.col("since"))
    return (pl.col("measure") == "stock") | ((how == "window") & pl.col("start").is_not_null()) | total


def _fits() -> pl.Expr:
    """Say whether a figure fits the band: "at least" as a floor, "at most" as a ceiling, others within it."""
    figure, qualifier = pl.col("official"), pl.col("qualifier")
    return (
        pl.when(qualifier == "at_least")
        .then(figure <= pl.col("high"))
        .when(qualifier == "at_most")
        .then(figure >= pl.col("low"))
        .otherwise(figure.is_between("low", "high"))
    )


def _same(end: str, word: str) -> pl.Expr:
    """Say whether both speak of the same place; the country as a whole is as good as no place.

    An end that the gazetteer does not know stands in the series' id only: it is a place all the same.
    """
    mine, other = pl.col(end), pl.col(f"{end}_series")
    country = pl.col("country").str.to_lowercase()
    whole = [pl.when(side == country).then(None).otherwise(side) for side in (mine, other)]
    unknown = other.is_null() & pl.col("series_id").str.contains(f".{word}-", literal=True)
    return whole[0].eq_missing(whole[1]) & ~unknown


def _sentence(row: dict[str, Any]) -> str:
    """Return a meeting in words."""
    name = row["label"] or row["series_id"]
    bound = {"at_least": "at least ", "at_most": "at most ", "approximately": "about "}.get(
        row["qualifier"], ""
    )
    start = (
        f"{name}, {row['date']}: {row['source']} has {bound}{row['official']:,.0f}, "
        f"the estimate is {row['best']:,.0f}"
    )
    if row["inside"]:
        return f"{start}; inside the band of {row['low']:,.0f} to {row['high']:,.0f}."
    side = "below" if row["official"] < row["low"] else "above"
    by = abs(row["difference"])
    part = f", {by / row['official']:.0%} of it" if row["official"] else ""
    return (
        f"{start}; it lies {side} the band of {row['low']:,.0f} to {row['high']:,.0f}, {by:,.0f} apart{part}."
    )
