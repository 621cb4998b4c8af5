"""Put claims that count the same quantity into one series, without being given one.

A series is one situation, unit, accumulation, class of term, place left, place reached, group and, for
cumulative totals, start.  Claims that say all of it link exactly; those that lack a part are scored against
the series there are and link only with a margin over the second best.  Claims that arrive with a
``series_id`` keep it.

In: prepared claims with ``_situation``.  Out: the same rows with ``_series`` (a number, null when unlinked),
and one row a series.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.scoring import KEY, kept_apart, scored
from tracker.reconciliation.series_names import slug
from tracker.reconciliation.settings import Settings


def link(
    frame: pl.DataFrame, same: Mapping[tuple[str | None, str], str], settings: Settings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the claims with ``_series`` and the series, one row each, numbered from 0 in order of id."""
    frame = with_keys(frame, same)
    frame = _since_clusters(_origin_sets(frame, settings), settings)
    frame = _exact(frame)
    frame = scored(frame, settings)
    return _numbered(frame, settings)


def with_keys(frame: pl.DataFrame, same: Mapping[tuple[str | None, str], str]) -> pl.DataFrame:
    """Add the parts of the key: places, class of term, group."""
    frame = frame.with_columns(
        place_keys.keys(frame, "origin", same).alias("_from"),
        place_keys.keys(frame, "destination", same).alias("_to"),
    ).with_columns(pl.coalesce("_to", _everywhere(same)).alias("_to"))
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
    group = pl.coalesce(
        pl.when(pl.col("group_role").fill_null("subset") != "composition").then(
            place_keys.fold_column("group", place_keys.group_key)
        ),
        pl.when(pl.col("group").is_null() | (pl.col("group_role").fill_null("subset") != "composition")).then(
            pl.concat_str(["sex", "age_group"], separator=" ", ignore_nulls=True).replace("", None)
        ),
    )
    frame = frame.with_columns(
        pl.when(
            (base == "moved") & ((land_from != land_to).fill_null(False) | (pl.col("subterm") == "refugee"))
        )
        .then(pl.lit("crossed"))
        .when((base == "inside") & at_site & (pl.col("_kind") == "stock"))
        .then(pl.lit("moved"))
        .otherwise(base)
        .alias("_class"),
        group.alias("_group"),
    )
    kept = ["housing", "affected", "returned"]
    fine = pl.col("_class").is_in(kept) & pl.col("subterm").is_not_null()
    apart = (pl.col("_class") == "crossed") & pl.col("subterm").is_in(["migrant", "asylum_seeker"])
    frame = frame.with_columns(
        pl.when(fine | apart)
        .then(pl.format("{}-{}", "_class", "subterm"))
        .otherwise("_class")
        .alias("_class")
    )
    camps = {name: place_keys.generic_site(name) for name in _distinct(frame, "destination")}
    frame = frame.with_columns(
        pl.col("destination")
        .replace_strict(camps, default=False, return_dtype=pl.Boolean)
        .fill_null(False)
        .alias("_sheltering"),
        at_site.alias("_site"),
    )
    # people of one group held at one place are one count, whatever verb brought them there
    near = pl.col("_class").is_in(["moved", "detained"]) & pl.col("_group").is_not_null()
    return frame.with_columns(
        pl.when(near & pl.col("_to").is_not_null()).then(pl.lit("moved")).otherwise("_class").alias("_class")
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


def _origin_sets(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Add ``_set``: origins that go together for one destination, class and group."""
    block = ["_situation", "_unit", "_class", "_to", "_group"]
    distinct = frame.select(*block, "_from").unique().drop_nulls("_from")
    alone = distinct.filter(pl.len().over(block) == 1).with_columns(pl.col("_from").alias("_set"))
    several = distinct.filter(pl.len().over(block) > 1)
    gathered: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for *rest, origin in several.iter_rows():
        gathered[tuple(rest)].append(origin)
    rows = []
    for key, names in gathered.items():
        # with no destination the origin alone says which quantity it is: only spellings join
        placed = key[block.index("_to")] is not None
        letters = settings.linking.name_letters
        sets = place_keys.origin_sets(names, letters) if placed else {name: name for name in names}
        rows += [(*key, name, head) for name, head in sets.items()]
    made = pl.DataFrame(rows, schema=alone.schema, orient="row") if rows else alone.clear()
    known = pl.concat([alone, made])
    # claims to a place that leave out from where go with the only origin stated for it
    only = (
        known.filter(pl.col("_to").is_not_null())
        .group_by(block)
        .agg(pl.col("_set").unique().sort())
        .filter(pl.col("_set").list.len() == 1)
        .with_columns(pl.col("_set").list.first().alias("_only"))
        .drop("_set")
    )
    joined = frame.join(known, on=[*block, "_from"], how="left", nulls_equal=True, maintain_order="left")
    joined = joined.join(only, on=block, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.coalesce("_set", "_only").alias("_set")).drop("_only")


def _since_clusters(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Add ``_since``: start days within the tolerance of the first of their cluster are one.

    The cluster is called after the day most of its claims state, the earliest of several.
    """
    block = ["_situation", "_unit", "_class", "_to", "_set", "_group"]
    rows = (
        frame.filter((pl.col("_kind") == "cumulative") & pl.col("_start").is_not_null())
        .group_by(*block, "_start")
        .agg(pl.len().alias("_said"))
        .sort(*block, "_start", nulls_last=True)
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
            .over(*block, "_head")
            .alias("_since")
        )
        .drop("_said", "_head")
    )
    joined = frame.join(rows, on=[*block, "_start"], how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.when(pl.col("_kind") == "cumulative").then("_since").alias("_since"))


def _exact(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``_link``, a number of the series for claims that say all of the key or arrive with a series."""
    given = pl.col("series_id").is_not_null()
    placed = pl.col("_to").is_not_null() & (
        (pl.col("_kind") != "cumulative") | pl.col("_since").is_not_null()
    )
    inside = pl.col("_out").is_null()
    frame = frame.with_columns((inside & (given | placed)).alias("_full"))
    # claims without a series of their own join the given series whose key they share
    owner = (
        frame.filter(inside & given)
        .group_by(*KEY)
        .agg(pl.col("series_id").mode().sort().first().alias("_owner"))
    )
    frame = frame.join(owner, on=list(KEY), how="left", nulls_equal=True, maintain_order="left")
    return frame.with_columns(pl.coalesce("series_id", "_owner").alias("_name")).drop("_owner")


def _numbered(frame: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the series in order of their ids and describe each."""
    free = pl.col("_out").is_null() & pl.col("_loose").is_null()
    lead = frame.select(
        pl.col("_row").cast(pl.Int64).alias("_leader"),
        *[pl.col(name).alias(f"_l{name}") for name in (*KEY, "_name")],
    )
    joined = frame.join(lead, on="_leader", how="left", maintain_order="left")
    led = pl.col("_leader").is_not_null()
    joined = joined.with_columns(
        pl.when(led).then(pl.col(f"_l{name}")).otherwise(pl.col(name)).alias(name) for name in (*KEY, "_name")
    ).drop(f"_l{name}" for name in (*KEY, "_name"))
    linked = joined.filter(free)
    named = pl.col("_name").is_not_null()
    joined = joined.with_columns(
        pl.when(free & ~named).then(slug()).when(free).then("_name").alias("_made"),
    )
    linked = joined.filter(free)
    keys = (
        linked.group_by("_made", *kept_apart(named), named.alias("_given"))
        .agg(
            *[
                pl.col(name).drop_nulls().mode().sort().first()
                for name in (*KEY, "_from", "_country", "term", "subterm")
            ],
            pl.col("measure").mode().sort().first(),
            pl.col("_start").min().alias("_earliest"),
            pl.when(named.first()).then(-pl.len().cast(pl.Int64)).alias("_fewest"),
        )
        .sort("_made", "_fewest", *[f"_k{name}" for name in KEY], "_given", nulls_last=True)
        .drop("_fewest")
    )
    again = pl.int_range(pl.len()).over("_made")
    keys = (
        keys.with_columns(
            pl.when(again == 0).then("_made").otherwise(pl.format("{}-{}", "_made", again + 1)).alias("_id")
        )
        .sort("_id")
        .with_row_index("_series")
        .with_columns(pl.col("_series").cast(pl.Int64))
    )
    hands = keys.select("_made", *[f"_k{name}" for name in KEY], "_given", "_series")
    joined = joined.with_columns(*kept_apart(named), named.alias("_given")).join(
        hands,
        on=["_made", *[f"_k{name}" for name in KEY], "_given"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    joined = _lesser(joined.with_columns(pl.when(free).then("_series").alias("_series")), settings)
    return joined.drop(f"_k{name}" for name in KEY), keys.drop(f"_k{name}" for name in KEY)


def _lesser(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Take out of running totals what is a part: one sentence, source and day gives a larger figure beside it.

    "Over 23,000 since December, 10,000 of them in the past week": the 10,000 is no second running total.
    """
    same = ["_series", "report_id", "sentence", "_source", "_day", "_start"]
    stated = pl.all_horizontal(pl.col(name).is_not_null() for name in ("_series", "report_id", "sentence"))
    total = stated & (pl.col("_kind") == "cumulative") & pl.col("series_id").is_null()
    whole = pl.col("_value").max().over(same)
    which = pl.col("claim_id").sort_by("_value").last().over(same)
    lesser = (total & (pl.col("_value") < settings.linking.part * whole)).fill_null(False) & ~pl.col(
        "_accepted"
    )
    reason = pl.format("a part of {}, which the same sentence gives for the same quantity", which)
    return frame.with_columns(
        pl.when(lesser).then(reason).otherwise("_out").alias("_out"),
        pl.when(~lesser).then("_series").alias("_series"),
    )


def with_twins(frame: pl.DataFrame, twins: Mapping[str, str]) -> pl.DataFrame:
    """Put claims that people called the same into the series of the claim they repeat."""
    if not twins:
        return frame
    homes = dict(frame.filter(pl.col("_series").is_not_null()).select("claim_id", "_series").iter_rows())
    moved = {claim: homes[other] for claim, other in twins.items() if other in homes}
    if not moved:
        return frame
    home = pl.col("claim_id").replace_strict(moved, default=None, return_dtype=pl.Int64)
    inside = home.is_not_null() & pl.col("_out").is_null()
    return frame.with_columns(
        pl.when(inside).then(home).otherwise("_series").alias("_series"),
        pl.when(inside).then(None).otherwise("_loose").alias("_loose"),
    )
