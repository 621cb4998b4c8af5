"""Mentions in passing: a report on one crisis that names another, or an earlier one, counts nothing of it.

In: claims with ``_situation``.  Out: the same, such claims out of scope with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.ground import crossing, grounds
from tracker.reconciliation.grouping import land_of
from tracker.reconciliation.settings import Settings
from tracker.vocabulary import Situation


def mark(frame: pl.DataFrame, situations: Sequence[Situation], settings: Settings) -> pl.DataFrame:
    """Set aside what speaks of other countries than the crisis' own, or of long before its first report."""
    made = grounds(frame, situations, settings)
    if not made:
        return frame
    table = pl.DataFrame(
        [
            (name, sorted(one.lands), one.first, one.reports >= settings.crises.passing_reports)
            for name, one in made.items()
        ],
        schema={
            "_situation": pl.String, "_core": pl.List(pl.String), "_first": pl.Int64, "_many": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    frame = frame.join(table, on="_situation", how="left", maintain_order="left")
    free = pl.col("_out").is_null() & ~pl.col("_accepted") & pl.col("series_id").is_null()
    other = free & pl.col("_many").fill_null(False) & (pl.col("_core").list.len() > 0) & _strange()
    early = free & (pl.col("_day") < pl.col("_first") - settings.crises.lead_days)
    if frame.select((other | early).fill_null(False).any()).item() is not True:
        return frame.drop("_core", "_first", "_many")
    names = place_keys.country_names()
    told = pl.concat_list(_left(), _went(), pl.col("country_iso3")).list.drop_nulls().list.first()
    land = told.replace_strict(names, default=told, return_dtype=pl.String)
    reason = (
        pl.when(other.fill_null(False))
        .then(pl.format("a passing mention: it speaks of {}, where this crisis is not", land))
        .when(early.fill_null(False))
        .then(
            pl.format(
                "a passing mention: it speaks of {}, long before the first report of this crisis",
                pl.col("_day").cast(pl.Int32).cast(pl.Date).dt.strftime("%B %Y"),
            )
        )
    )
    return frame.with_columns(pl.coalesce("_out", reason).alias("_out")).drop("_core", "_first", "_many")


def _strange() -> pl.Expr:
    """Whether a claim's countries say that it is of another crisis.

    Who leaves a country of the crisis may go anywhere; who reaches one may come from there only, or from nowhere told.
    """
    left, went, here = _left(), _went(), pl.col("country_iso3")
    outside = [~one.is_in(pl.col("_core")).fill_null(True) for one in (left, went, here)]
    from_elsewhere = left.is_not_null() & outside[0]
    people = here.is_not_null() & outside[2] & (here != went).fill_null(False)
    nowhere = left.is_null() & pl.coalesce(went, here).is_not_null()
    elsewhere = (
        nowhere
        & (went.is_null() | outside[1])
        & (here.is_null() | outside[2])
        & ~(crossing() & went.is_not_null() & (here.is_null() | (here == went)))
    )
    return from_elsewhere | (left.is_null() & people) | elsewhere


def _left() -> pl.Expr:
    """Return the country people left."""
    return pl.coalesce("origin_iso3", land_of("origin"))


def _went() -> pl.Expr:
    """Return the country people went to."""
    return pl.coalesce("destination_iso3", land_of("destination"))
