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

from tracker.reconciliation import arrivals, echoes, joins, origins, place_keys, retold, starts, tellings
from tracker.reconciliation.ground import Ground
from tracker.reconciliation.quantities import with_keys
from tracker.reconciliation.scoring import KEY, kept_apart, scored
from tracker.reconciliation.series_names import slug
from tracker.reconciliation.settings import Settings


def link(
    frame: pl.DataFrame,
    same: Mapping[tuple[str | None, str], str],
    grounds: Mapping[str | None, Ground],
    settings: Settings,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the claims with ``_series`` and the series, one row each, numbered from 0 in order of id."""
    frame = echoes.one_name(arrivals.turned(with_keys(frame, same, grounds), settings))
    frame = origins.of_everyone(frame, same, settings)
    frame = echoes.of_one_place(frame, settings)
    frame = echoes.placed(echoes.as_whole(echoes.as_dated(frame, settings)), settings)
    frame = starts.clusters(starts.running(_origin_sets(frame, grounds, settings), settings), settings)
    frame = _exact(frame)
    frame = retold.as_totals(_followed(scored(frame, settings)), settings)
    frame = joins.join(retold.on_course(frame, settings), settings)
    return _numbered(frame, settings)


def _origin_sets(
    frame: pl.DataFrame, grounds: Mapping[str | None, Ground], settings: Settings
) -> pl.DataFrame:
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
    # claims to a place that leave out from where go with the only origin stated, if people of this crisis left it
    only = (
        known.filter(pl.col("_to").is_not_null() & ~_foreign(known, grounds))
        .group_by(block)
        .agg(pl.col("_set").unique().sort())
        .filter(pl.col("_set").list.len() == 1)
        .with_columns(pl.col("_set").list.first().alias("_only"))
        .drop("_set")
    )
    joined = frame.join(known, on=[*block, "_from"], how="left", nulls_equal=True, maintain_order="left")
    joined = joined.join(only, on=block, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.coalesce("_set", "_only").alias("_set")).drop("_only")


def _foreign(known: pl.DataFrame, grounds: Mapping[str | None, Ground]) -> pl.Series:
    """Say of each origin whether it lies in another country than the one people of the crisis leave."""
    homes = {name: one.home.lower() for name, one in grounds.items() if one.home}
    return pl.Series(
        [
            (land := place_keys.country_of(origin)) is not None and land != homes.get(situation, land)
            for situation, origin in known.select("_situation", "_from").iter_rows()
        ],
        dtype=pl.Boolean,
    )


def _exact(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``_link``, a number of the series for claims that say all of the key or arrive with a series."""
    given = pl.col("series_id").is_not_null()
    placed = (pl.col("_to").is_not_null() | pl.col("_everywhere")) & (
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


def _followed(frame: pl.DataFrame) -> pl.DataFrame:
    """Give claims the key of the series they joined."""
    lead = frame.select(
        pl.col("_row").cast(pl.Int64).alias("_leader"),
        *[pl.col(name).alias(f"_l{name}") for name in (*KEY, "_name")],
    )
    led = pl.col("_leader").is_not_null()
    return (
        frame.join(lead, on="_leader", how="left", maintain_order="left")
        .with_columns(pl.when(led).then(f"_l{name}").otherwise(name).alias(name) for name in (*KEY, "_name"))
        .drop(f"_l{name}" for name in (*KEY, "_name"))
    )


def _numbered(frame: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the series in order of their ids and describe each."""
    free = pl.col("_out").is_null() & pl.col("_loose").is_null()
    named = pl.col("_name").is_not_null()
    joined = frame.with_columns(
        pl.when(free & ~named).then(slug()).when(free).then("_name").alias("_made"),
    )
    linked = joined.filter(free)
    keys = (
        linked.group_by("_made", *kept_apart(named), named.alias("_given"))
        .agg(
            *[
                pl.col(name).drop_nulls().mode().sort().first()
                for name in (*KEY, "_country", "term", "subterm")
            ],
            # a series is told to be from a place where most of its claims say so
            pl.when(pl.col("_from").count() * 2 > pl.len())
            .then(pl.col("_from").drop_nulls().mode().sort().first())
            .alias("_from"),
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
    joined = tellings.one_each(joined.with_columns(pl.when(free).then("_series").alias("_series")), settings)
    return joined.drop(f"_k{name}" for name in KEY), keys.drop(f"_k{name}" for name in KEY)


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
