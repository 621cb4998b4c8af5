"""What each crisis is about, as its reports tell: the countries, the one people leave, the first report.

In: claims with ``_situation`` and ``_country``; declared Situations.  Out: Grounds, one a crisis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.grouping import land_of, lands, report_key
from tracker.reconciliation.settings import Settings
from tracker.reconciliation.stated import day_of
from tracker.vocabulary import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The countries a crisis is about, and its days.

    ``home`` is the country that people leave, or are displaced in; ``exodus`` whether most of what is told is
    of people who crossed a border; ``reports`` how many tell of it; ``first`` the day of the first print.
    """

    lands: frozenset[str]
    home: str | None
    exodus: bool
    reports: int
    first: int | None


def grounds(
    frame: pl.DataFrame, situations: Sequence[Situation], settings: Settings
) -> Mapping[str | None, Ground]:
    """Return the ground of every crisis."""
    declared = {one.situation_id: one for one in situations}
    rows = frame.filter(pl.col("_situation").is_not_null()).with_columns(
        lands().alias("_lands"), report_key().alias("_report"), crossing().alias("_crossing")
    )
    if rows.is_empty():
        return {}
    total = rows.group_by("_situation").agg(
        pl.col("_report").n_unique().alias("reports"), pl.col("_published").min().alias("first")
    )
    about = _about(rows, settings)
    homes = _homes(rows)
    crossed = dict(
        rows.filter(pl.col("term").is_in(place_keys.words()["exodus"]["terms"]))
        # a report a voice: a table of a hundred rows is no hundred reports
        .group_by("_situation", "_report")
        .agg(pl.col("_crossing").mean())
        .group_by("_situation")
        .agg((pl.col("_crossing").mean() >= settings.crises.exodus_share).alias("_out"))
        .iter_rows()
    )
    made: dict[str | None, Ground] = {}
    for name, reports, first in total.iter_rows():
        said = declared.get(name)
        core = set(about.get(name, ()))
        home = homes.get(name)
        if said is not None and said.country_iso3:
            core.add(said.country_iso3)
            home = said.country_iso3
        start = day_of(said.start) if said is not None and said.start else None
        made[name] = Ground(
            lands=frozenset(core), home=home, exodus=bool(crossed.get(name)), reports=reports,
            first=first if start is None or first is None else min(first, start),
        )  # fmt: skip
    return made


def crossing() -> pl.Expr:
    """Say whether a claim is of people who crossed a border."""
    return (pl.col("term") == "crossed_border") | pl.col("subterm").is_in(
        ["refugee", "asylum_seeker"]
    ).fill_null(False)


def _about(rows: pl.DataFrame, settings: Settings) -> dict[str, list[str]]:
    """Return the countries that enough reports of a crisis are about."""
    each = (
        rows.explode("_lands")
        .drop_nulls("_lands")
        .group_by("_situation", "_report", "_lands")
        .agg(pl.len().alias("_often"))
        .filter(
            pl.col("_often")
            >= settings.crises.main_share * pl.col("_often").max().over("_situation", "_report")
        )
    )
    counted = each.group_by("_situation", "_lands").agg(pl.len().alias("_in"))
    all_of = each.group_by("_situation").agg(pl.col("_report").n_unique().alias("_of"))
    enough = counted.join(all_of, on="_situation").filter(
        (pl.col("_in") >= settings.crises.core_reports)
        | (pl.col("_in") >= settings.crises.core_share * pl.col("_of"))
    )
    return dict(enough.group_by("_situation").agg(pl.col("_lands").sort()).iter_rows())


def _homes(rows: pl.DataFrame) -> dict[str, str]:
    """Return the country most reports say people leave; where none crosses a border, the one most speak of."""
    went = pl.coalesce("destination_iso3", land_of("destination"))
    left = pl.coalesce(
        "origin_iso3", land_of("origin"), pl.when(pl.col("country_iso3") != went).then("country_iso3")
    )
    inside = pl.coalesce(left, pl.col("country_iso3"), went)
    country = pl.when("_crossing").then(left).otherwise(inside)
    weight = pl.when(pl.col("_crossing") & left.is_not_null()).then(2).otherwise(1)
    counted = (
        rows.select("_situation", "_report", country.alias("_land"), weight.alias("_weight"))
        .drop_nulls("_land")
        .unique(["_situation", "_report", "_land", "_weight"])
        .group_by("_situation", "_land")
        .agg(pl.col("_weight").sum())
        .sort("_situation", "_weight", "_land", descending=[False, True, False])
        .unique("_situation", keep="first", maintain_order=True)
    )
    return dict(counted.select("_situation", "_land").iter_rows())
