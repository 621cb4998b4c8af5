"""Which crisis a claim speaks of: given with the claim, declared, or found by what its report is about.

In: claims, declared Situations.  Out: a column ``_situation`` and the table of situations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from tracker.reconciliation import grouping, passing, place_keys
from tracker.reconciliation.settings import Settings
from tracker.reconciliation.stated import day_of
from tracker.vocabulary import Situation


def place(frame: pl.DataFrame, situations: Sequence[Situation], settings: Settings) -> pl.DataFrame:
    """Add ``_situation``: what the claim says, else the declared one it fits, else one that is found."""
    frame = frame.with_columns(_country().alias("_country"), pl.col("situation").alias("_situation"))
    for situation in sorted(situations, key=lambda one: (one.start or dt.date.min, one.situation_id)):
        if situation.country_iso3 is None:
            continue
        fits = pl.col("_situation").is_null() & (pl.col("_country") == situation.country_iso3)
        if situation.start:
            fits &= pl.col("_day") >= day_of(situation.start) - settings.crises.before_days
        if situation.end:
            fits &= pl.col("_day") <= day_of(situation.end) + settings.crises.after_days
        frame = frame.with_columns(
            pl.when(fits)
            .then(pl.lit(situation.situation_id))
            .otherwise(pl.col("_situation"))
            .alias("_situation")
        )
    return passing.mark(grouping.found(frame, settings), situations, settings)


def _country() -> pl.Expr:
    """Return the country a claim speaks of, from its own column or its places' ids."""

    def of(column: str) -> pl.Expr:
        head = pl.col(column).str.split(".").list.first().str.to_uppercase()
        return pl.when(head.str.len_chars() == 3).then(head)

    return pl.coalesce(
        "country_iso3", "origin_iso3", "destination_iso3", of("origin_id"), of("destination_id")
    )


def same_names(situations: Sequence[Situation]) -> dict[tuple[str | None, str], str]:
    """Return the place each alias stands for, by situation and folded alias (or id)."""
    table: dict[tuple[str | None, str], str] = {}
    for situation in situations:
        for named in situation.same_places:
            key = (
                named.place_id
                or place_keys.find(named.name, situation.country_iso3)
                or f"~{place_keys.fold(named.name)}"
            )
            for alias in (named.name, *named.aliases):
                table[situation.situation_id, place_keys.fold(alias)] = key
                if place_keys.fold(alias) == place_keys.words()["everywhere"]["alias"]:
                    continue  # no name of a place: where the displaced are when no place is stated
                found = place_keys.find(alias, situation.country_iso3)
                if found:
                    table[situation.situation_id, found] = key
            if named.place_id:
                table[situation.situation_id, named.place_id] = key
    return table


def listing(frame: pl.DataFrame, situations: Sequence[Situation]) -> pl.DataFrame:
    """Return one row a situation: declared or found, its days, how many claims and reports speak of it."""
    declared = {one.situation_id: one for one in situations}
    counted = (
        frame.filter(pl.col("_situation").is_not_null())
        .group_by("_situation")
        .agg(
            pl.col("_country").drop_nulls().mode().sort().first().alias("country_iso3"),
            pl.col("_day").min().cast(pl.Int32).cast(pl.Date).alias("first"),
            pl.col("_day").max().cast(pl.Int32).cast(pl.Date).alias("last"),
            pl.len().cast(pl.Int64).alias("claims"),
        )
        .sort("_situation")
        .rename({"_situation": "situation"})
    )
    titles = {key: one.title for key, one in declared.items()}
    return counted.with_columns(
        pl.col("situation")
        .map_elements(lambda name: titles.get(name, name), return_dtype=pl.String)
        .alias("title"),
        pl.col("situation").is_in(list(declared)).alias("declared"),
    )
