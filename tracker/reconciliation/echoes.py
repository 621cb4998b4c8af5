"""A figure told without its place that is told elsewhere with it: one count, and the column it stands in with it.

A report says "9,840 in Alder" and in its heading "9,840 refugees"; a workbook has a column 9,840, 11,205, 12,089
without a place, and two other reports give two of these for Alder on their days.  Names that differ only in the word
for a place to stay ("Alder", "Alder site") are one place.

In: claims with the parts of their key.  Out: the same, such claims with the place and class of the figure they repeat.
Words: words.toml
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.settings import Linking, Settings

MOVED = ("moved", "crossed")
PEOPLE = ["_situation", "_unit", "_kind", "_group"]
TAKEN = ("_to", "_from", "_class")


def one_name(frame: pl.DataFrame) -> pl.DataFrame:
    """Give places one key that are called by one name, with and without a word for a place to stay."""
    named: dict[str | None, set[str]] = defaultdict(set)
    for situation, key in frame.select("_situation", "_to").unique().drop_nulls("_to").iter_rows():
        if key.startswith("~") and place_keys.side(key) is None:
            named[situation].add(key)
    rows = [
        (situation, key, goal)
        for situation, keys in named.items()
        for key, goal in _goals(keys)
        if key != goal
    ]
    if not rows:
        return frame
    table = pl.DataFrame(rows, schema=["_situation", "_to", "_goal"], orient="row")
    joined = frame.join(
        table.cast({"_situation": frame.schema["_situation"]}),
        on=["_situation", "_to"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return joined.with_columns(pl.coalesce("_goal", "_to").alias("_to")).drop("_goal")


def _goals(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return each name with the one it goes by: the shortest of those that differ in such words alone."""
    sites = place_keys.words()["sites"]
    kinds, plain = set(sites["one"]), set(sites["plain"])
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in keys:
        words = place_keys.fold(key.lstrip("~")).split()
        kept = tuple(word for word in words if word not in plain)
        stem = kept[:-1] if len(kept) > 1 and kept[-1] in kinds else kept
        alike[stem].append(key)
    return [
        (key, min(group, key=lambda name: (len(name), name)))
        for group in alike.values()
        if len(group) > 1
        for key in group
    ]


def placed(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Give counts of people on the move that leave out their place the place of the figure they repeat."""
    linking = settings.linking
    moved = (
        pl.col("_out").is_null()
        & pl.col("series_id").is_null()
        & pl.col("_class").is_in(MOVED)
        & (pl.col("_digits") >= linking.shared_digits)
        & pl.col("report_id").is_not_null()
    )
    sides = [key for key in frame["_to"].unique().drop_nulls().to_list() if place_keys.side(key)]
    bare = frame.filter(moved & pl.col("_to").is_null() & ~pl.col("_everywhere"))
    told = frame.filter(moved & pl.col("_to").is_not_null() & ~pl.col("_to").is_in(sides))
    if bare.is_empty() or told.is_empty():
        return frame
    pairs = (
        bare.select(
            "claim_id", "report_id", "_value", "_day", "_digits", pl.col("_class").alias("_was"), *PEOPLE
        )
        .join(
            told.select(
                *PEOPLE, "_value", pl.col("_day").alias("_on"), pl.col("report_id").alias("_by"), *TAKEN
            ),
            on=[*PEOPLE, "_value"],
            nulls_equal=True,
        )
        .filter((pl.col("_day") - pl.col("_on")).abs() <= linking.echo_days)
    )
    if pairs.is_empty():
        return frame
    found = _sure(pairs, linking)
    column = _columns(frame, moved, found)
    return _taken(frame, found, column)


def of_one_place(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Give a report's counts of people in shelters the place of which it repeats a count.

    A province says "19,840 in evacuation centres", which a table of the whole gives for that province: it speaks of
    its own centres, in its other figures, too.
    """
    linking = settings.linking
    sides = [key for key in frame["_to"].unique().drop_nulls().to_list() if place_keys.side(key)]
    stock = (
        pl.col("_out").is_null()
        & pl.col("series_id").is_null()
        & pl.col("report_id").is_not_null()
        & (pl.col("_kind") == "stock")
        & (pl.col("_class") == "moved")
    )
    half = stock & pl.col("_to").is_in(sides)
    told = frame.filter(stock & pl.col("_to").is_not_null() & ~pl.col("_to").is_in(sides))
    found = (
        frame.filter(half & (pl.col("_digits") >= linking.figure_digits))
        .select("report_id", "_situation", "_unit", "_group", "_value", "_day", "_to")
        .join(
            told.select(
                "_situation", "_unit", "_group", "_value", pl.col("_day").alias("_on"),
                pl.col("_to").alias("_at"), pl.col("report_id").alias("_by"),
            ),
            on=["_situation", "_unit", "_group", "_value"],
            nulls_equal=True,
        )
        .filter(
            ((pl.col("_day") - pl.col("_on")).abs() <= linking.echo_days)
            & (pl.col("report_id") != pl.col("_by"))
        )
    )  # fmt: skip
    larger = frame.filter(half).select(
        pl.col("_situation"),
        pl.col("_unit"),
        pl.col("_to"),
        pl.col("_value").alias("_all"),
        pl.col("_day").alias("_then"),
        pl.col("report_id").alias("_other"),
    )
    parts = (
        found.join(larger, on=["_situation", "_unit", "_to"], nulls_equal=True)
        .filter(
            ((pl.col("_day") - pl.col("_then")).abs() <= linking.echo_days)
            & (pl.col("_value") < linking.part * pl.col("_all"))
            & (pl.col("report_id") != pl.col("_other"))
        )
        .group_by("report_id")
        .agg(pl.col("_at").unique())
        .filter(pl.col("_at").list.len() == 1)
        .with_columns(pl.col("_at").list.first())
    )
    if parts.is_empty():
        return frame
    joined = frame.join(parts, on="report_id", how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(half & pl.col("_at").is_not_null()).then("_at").otherwise("_to").alias("_to")
    ).drop("_at")


def as_whole(frame: pl.DataFrame) -> pl.DataFrame:
    """Read a total without a place as the total of all who left, where its report gives that figure for these, too."""
    block = ["report_id", "_situation", "_unit", "_kind", "_group", "_value"]
    wholes = (
        frame.filter(pl.col("_everywhere") & pl.col("report_id").is_not_null() & pl.col("_out").is_null())
        .select(*block, pl.lit(True).alias("_all"))
        .unique()
    )
    if wholes.is_empty():
        return frame
    joined = frame.join(wholes, on=block, how="left", nulls_equal=True, maintain_order="left")
    again = (
        pl.col("_all").fill_null(False)
        & pl.col("_class").is_in(MOVED)
        & pl.col("_to").is_null()
        & pl.col("series_id").is_null()
    )
    return joined.with_columns(
        pl.when(again).then(pl.lit("crossed")).otherwise("_class").alias("_class"),
        pl.when(again).then(None).otherwise("_from").alias("_from"),
        (pl.col("_everywhere") | again).alias("_everywhere"),
    ).drop("_all")


def as_dated(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Give a figure that its report tells twice, once with its day, that day: the other is that of the print."""
    block = ["report_id", "term", "_unit", "_kind", "_group", "_value"]
    sharp = (
        pl.col("_out").is_null()
        & pl.col("report_id").is_not_null()
        & (pl.col("_digits") >= settings.linking.shared_digits)
    )
    days = (
        frame.filter(sharp & (pl.col("_dated") == 0))
        .group_by(block)
        .agg(pl.col("_day").unique().alias("_said"))
        .filter(pl.col("_said").list.len() == 1)
        .with_columns(pl.col("_said").list.first())
    )
    if days.is_empty():
        return frame
    joined = frame.join(days, on=block, how="left", nulls_equal=True, maintain_order="left")
    vague = sharp & (pl.col("_dated") > 0) & pl.col("series_id").is_null()
    near = (pl.col("_day") - pl.col("_said")).is_between(1, settings.linking.shared_days).fill_null(False)
    return joined.with_columns(
        pl.when(vague & near).then("_said").otherwise("_day").alias("_day"),
    ).drop("_said")


def _sure(pairs: pl.DataFrame, linking: Linking) -> pl.DataFrame:
    """Return the claims that repeat a figure of one place: of their own report, or so sharp that it is no chance."""
    own = pl.col("report_id") == pl.col("_by")
    sharp = pl.col("_digits") >= linking.figure_digits
    several = pl.col("_value").n_unique().over("report_id", "_was", *PEOPLE, "_to") > 1
    return (
        pairs.filter(own | sharp | several)
        .filter(pl.col("_to").n_unique().over("claim_id") == 1)
        .sort("_on", "_by", "_class", nulls_last=True)
        .unique("claim_id", keep="first", maintain_order=True)
    )


def _columns(frame: pl.DataFrame, moved: pl.Expr, found: pl.DataFrame) -> pl.DataFrame:
    """Return the reports whose counts without a place, one a day, are all of the place two of them repeat."""
    block = ["report_id", "_class", *PEOPLE]
    days = (
        frame.filter(pl.col("_out").is_null() & pl.col("_class").is_in(MOVED) & pl.col("_to").is_null())
        .group_by(block)
        .agg((pl.col("_day").n_unique() > 2).alias("_many"))
        .filter("_many")
    )
    agreed = (
        found.group_by("report_id", pl.col("_was").alias("_class"), *PEOPLE)
        .agg(
            pl.col("_to").n_unique().alias("_places"),
            pl.col("_value").n_unique().alias("_times"),
            *[pl.col(name).first().alias(f"_c{name}") for name in TAKEN],
        )
        .filter((pl.col("_places") == 1) & (pl.col("_times") > 1))
        .drop("_places", "_times")
    )
    return agreed.join(days.drop("_many"), on=block, how="semi", nulls_equal=True)


def _taken(frame: pl.DataFrame, found: pl.DataFrame, column: pl.DataFrame) -> pl.DataFrame:
    """Give the claims found, and the columns they stand in, their places."""
    each = found.select("claim_id", *[pl.col(name).alias(f"_e{name}") for name in TAKEN])
    block = ["report_id", "_class", *PEOPLE]
    joined = frame.join(each, on="claim_id", how="left", maintain_order="left").join(
        column, on=block, how="left", nulls_equal=True, maintain_order="left"
    )
    open_ = pl.col("_to").is_null() & pl.col("series_id").is_null()
    alone, together = open_ & pl.col("_e_to").is_not_null(), open_ & pl.col("_c_to").is_not_null()
    return joined.with_columns(
        pl.when(together).then(f"_c{name}").when(alone).then(f"_e{name}").otherwise(name).alias(name)
        for name in TAKEN
    ).drop(*[f"_e{name}" for name in TAKEN], *[f"_c{name}" for name in TAKEN])
