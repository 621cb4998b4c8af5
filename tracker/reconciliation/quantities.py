"""What quantity a claim counts: the parts of a series' key, however the words put them.

A place is a key (``place_keys``); the country people leave, and the one they are displaced in, is no place of its
own in a crisis of that country: a total told of it is the total of the crisis.  Shelters and hosts without a name are
the two halves of the displaced, however many buildings the words count.

In: claims with ``_situation``.  Out: the same with ``_from``, ``_to``, ``_class``, ``_group``.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.ground import Ground


def with_keys(
    frame: pl.DataFrame, same: Mapping[tuple[str | None, str], str], grounds: Mapping[str | None, Ground]
) -> pl.DataFrame:
    """Add the parts of the key: places, class of term, group."""
    frame = frame.with_columns(
        place_keys.keys(frame, "origin", same).alias("_from"),
        place_keys.keys(frame, "destination", same).alias("_to"),
    ).with_columns(pl.coalesce("_to", _everywhere(same)).alias("_to"))
    # who is counted in and from one place is counted in it; hosts and shelters are nowhere people come from
    halves = [key for key in _distinct(frame, "_from") if place_keys.side(key)]
    frame = frame.with_columns(
        pl.when((pl.col("_from") != pl.col("_to").fill_null("")) & ~pl.col("_from").is_in(halves))
        .then("_from")
        .alias("_from")
    )
    frame = _grouped(_classed(frame), grounds)
    return _at_large(_abroad(frame, grounds)).drop("_home", "_core", "_exodus", "_land")


def _classed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``_class``: terms that may count one quantity, told apart by borders and by kinds never pooled."""
    table = {term: name for name, terms in place_keys.words()["terms"].items() for term in terms}
    sites = _sites(frame)
    lands = {key: place_keys.country_of(key) for key in _distinct(frame, "_from", "_to")}
    land_from, land_to = (
        pl.coalesce(
            pl.col(f"{name}_iso3").str.to_lowercase(),
            pl.col(column).replace_strict(lands, default=None, return_dtype=pl.String),
        )
        for name, column in (("origin", "_from"), ("destination", "_to"))
    )
    at_site = pl.col("_to").replace_strict(sites, default=False, return_dtype=pl.Boolean).fill_null(False)
    base = pl.col("term").replace_strict(table, default=pl.col("term"), return_dtype=pl.String)
    frame = frame.with_columns(
        pl.when(
            (base == "moved") & ((land_from != land_to).fill_null(False) | (pl.col("subterm") == "refugee"))
        )
        .then(pl.lit("crossed"))
        .when((base == "inside") & at_site & (pl.col("_kind") == "stock"))
        .then(pl.lit("moved"))
        .otherwise(base)
        .alias("_class"),
    )
    kept = ["housing", "affected", "returned"]
    fine = pl.col("_class").is_in(kept) & pl.col("subterm").is_not_null()
    apart = (pl.col("_class") == "crossed") & pl.col("subterm").is_in(["migrant", "asylum_seeker"])
    camps = {name: place_keys.generic_site(name) for name in _distinct(frame, "destination")}
    return frame.with_columns(
        pl.when(fine | apart)
        .then(pl.format("{}-{}", "_class", "subterm"))
        .otherwise("_class")
        .alias("_class"),
        pl.col("destination")
        .replace_strict(camps, default=False, return_dtype=pl.Boolean)
        .fill_null(False)
        .alias("_sheltering"),
        at_site.alias("_site"),
    )


def _grouped(frame: pl.DataFrame, grounds: Mapping[str | None, Ground]) -> pl.DataFrame:
    """Add ``_group``, null where the words name everyone counted; people held at one place are one count."""
    parts = frame.select("_situation", "group", "_class").unique(maintain_order=True)
    homes = {name: one.home for name, one in grounds.items()}
    named = parts.with_columns(
        pl.Series(
            "_people",
            [
                place_keys.group_key(group, homes.get(situation)) if group else None
                for situation, group, _ in parts.iter_rows()
            ],
            dtype=pl.String,
        )
    )
    frame = frame.join(
        named, on=["_situation", "group", "_class"], how="left", nulls_equal=True, maintain_order="left"
    )
    subset = pl.col("group_role").fill_null("subset") != "composition"
    whole = pl.col("group").is_null() | ~subset
    group = pl.coalesce(
        pl.when(subset).then("_people"),
        pl.when(whole).then(
            pl.concat_str(["sex", "age_group"], separator=" ", ignore_nulls=True).replace("", None)
        ),
    )
    frame = frame.with_columns(group.alias("_group")).drop("_people")
    near = pl.col("_class").is_in(["moved", "detained"]) & pl.col("_group").is_not_null()
    return frame.with_columns(
        pl.when(near & pl.col("_to").is_not_null()).then(pl.lit("moved")).otherwise("_class").alias("_class")
    )


def _abroad(frame: pl.DataFrame, grounds: Mapping[str | None, Ground]) -> pl.DataFrame:
    """Read who is counted in another country of the crisis than the one people leave as having crossed to it.

    In an exodus a report from a country of refuge says "18,000 have arrived" and, in a table, "displaced: Chad".
    """
    table = pl.DataFrame(
        [
            (name, one.home.lower() if one.home else None, [land.lower() for land in sorted(one.lands)], one.exodus)
            for name, one in grounds.items()
        ],
        schema={
            "_situation": pl.String, "_home": pl.String, "_core": pl.List(pl.String), "_exodus": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    frame = frame.join(table, on="_situation", how="left", nulls_equal=True, maintain_order="left")
    exodus = pl.col("_exodus").fill_null(False) & pl.col("_home").is_not_null()

    def refuge(place: pl.Expr) -> pl.Expr:
        return (place.is_in(pl.col("_core")) & (place != pl.col("_home"))).fill_null(False)

    lists = {key: _lands_of(key) for key in _distinct(frame, "_to") if key.startswith("~")}
    frame = frame.with_columns(
        pl.col("_to")
        .replace_strict(
            {key: found for key, found in lists.items() if found},
            default=None,
            return_dtype=pl.List(pl.String),
        )
        .alias("_several")
    )
    all_of = pl.col("_several").is_not_null() & pl.col("_several").list.set_difference(
        pl.col("_core").list.set_difference(pl.concat_list("_home"))
    ).list.len().eq(0)
    # "to Alderland and Birchland", which are where all go: everyone who left
    everywhere = (exodus & all_of).fill_null(False)
    frame = frame.with_columns(
        pl.when(~everywhere).then("_to").alias("_to"),
        pl.when(everywhere).then(None).otherwise("_country").alias("_land"),
        everywhere.alias("_everywhere"),
    ).drop("_several")
    told, here = pl.col("_from"), pl.col("_land").str.to_lowercase()
    unsaid = exodus & pl.col("_to").is_null() & ~pl.col("_everywhere")
    moved = (pl.col("_class") == "moved") & (pl.col("term") == "displaced") & (pl.col("_kind") != "stock")
    across = moved | (pl.col("_class") == "crossed")
    arrived = unsaid & across & refuge(told)
    there = unsaid & across & told.is_null() & refuge(here)
    left = (unsaid | pl.col("_everywhere")) & moved & (told == pl.col("_home")).fill_null(False)
    return frame.with_columns(
        pl.when(arrived).then(told).when(there).then(here).otherwise("_to").alias("_to"),
        pl.when(~arrived).then("_from").alias("_from"),
        pl.when(arrived | there | left).then(pl.lit("crossed")).otherwise("_class").alias("_class"),
    )


def _at_large(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop the country of the crisis as a place: who left it, or is displaced in it, is everyone."""
    home = pl.col("_home")
    inside = ~pl.col("_class").str.starts_with("crossed")
    return frame.with_columns(
        pl.when((pl.col("_from") != home).fill_null(True)).then("_from").alias("_from"),
        pl.when(~inside | (pl.col("_to") != home).fill_null(True)).then("_to").alias("_to"),
    )


def _everywhere(same: Mapping[tuple[str | None, str], str]) -> pl.Expr:
    """Return the situation's place for everybody, where the displaced are counted and no place is stated."""
    word = place_keys.words()["everywhere"]
    named = {
        situation: key for (situation, alias), key in same.items() if alias == word["alias"] and situation
    }
    if not named:
        return pl.lit(None, dtype=pl.String)
    place = pl.col("_situation").replace_strict(named, default=None, return_dtype=pl.String)
    return pl.when(pl.col("destination").is_null() & pl.col("term").is_in(word["terms"])).then(place)


def _sites(frame: pl.DataFrame) -> dict[str, bool]:
    """Return which destinations are places people stay in, by their id or by any name they were given."""
    named = frame.select("_to", "destination").unique().drop_nulls("_to")
    found: dict[str, bool] = {}
    for key, name in named.iter_rows():
        found[key] = (
            found.get(key, False)
            or place_keys.is_site(key)
            or (name is not None and place_keys.is_site(f"~{name}"))
        )
    return found


def _distinct(frame: pl.DataFrame, *names: str) -> list[str]:
    """Return the distinct non-null values of some columns."""
    return sorted({value for name in names for value in frame[name].unique().drop_nulls().to_list()})


def _lands_of(key: str) -> list[str] | None:
    """Return the countries a list of places names, ``None`` unless all of it are countries."""
    found = [place_keys.find(part, None) for part in key.lstrip("~").split(" and ")]
    return [one for one in found if one] if found and all(one and "." not in one for one in found) else None
