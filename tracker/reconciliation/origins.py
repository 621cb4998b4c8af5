"""The places that everyone of a crisis left: no part of what is counted, however a report words them.

"31,480 fled Alder and Birch" and "31,480 were displaced" are one count where all reports that say from where name
Alder, Birch, both, or the province that holds them.  Such an origin is dropped.

In: claims with the parts of their key.  Out: the same, without origins that tell nothing apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.settings import Linking, Settings

MOVED = ("moved", "crossed")


def of_everyone(
    frame: pl.DataFrame, same: Mapping[tuple[str | None, str], str], settings: Settings
) -> pl.DataFrame:
    """Drop the origin of counts of people on the move where it is what all of the crisis left.

    Where somebody said which places are one (``same``), nothing is guessed.
    """
    ruled = sorted({situation for situation, _ in same if situation})
    moved = (
        pl.col("_out").is_null()
        & pl.col("series_id").is_null()
        & pl.col("_class").is_in(MOVED)
        & pl.col("report_id").is_not_null()
        & ~pl.col("_situation").is_in(ruled).fill_null(False)
    )
    told: dict[str | None, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for situation, origin, report in (
        frame.filter(moved & pl.col("_from").is_not_null())
        .select("_situation", "_from", "report_id")
        .unique()
        .iter_rows()
    ):
        told[situation][origin].add(report)
    rows = [
        (situation, origin)
        for situation, origins in told.items()
        for origin in _all_of(origins, settings.linking)
    ]
    if not rows:
        return frame
    table = pl.DataFrame(
        rows, schema={"_situation": frame.schema["_situation"], "_from": pl.String}, orient="row"
    ).with_columns(pl.lit(True).alias("_all_left"))
    joined = frame.join(
        table, on=["_situation", "_from"], how="left", nulls_equal=True, maintain_order="left"
    )
    # who left in a day is told of the place they left then
    lasting = (pl.col("_day") - pl.col("_start") >= settings.linking.opening_days).fill_null(False)
    hit = (
        moved
        & (pl.col("_kind").is_in(["stock", "cumulative"]) | lasting)
        & pl.col("_all_left").fill_null(False)
    )
    return joined.with_columns(pl.when(~hit).then("_from").alias("_from")).drop("_all_left")


def _all_of(told: Mapping[str, set[str]], settings: Linking) -> list[str]:
    """Return the origins that are what all left: told by enough reports, and holding what most others tell."""
    everyone = set().union(*told.values())
    found = []
    for origin in told:
        within = [other for other in told if holds(origin, other)]
        reports = set().union(*(told[other] for other in within))
        others = [told[other] for other in told if other not in within and not holds(other, origin)]
        if (
            len(reports) >= settings.origin_reports
            and len(reports) >= settings.origin_share * len(everyone)
            and all(len(reports_of) < settings.origin_rival * len(reports) for reports_of in others)
        ):
            found.append(origin)
    # what holds the area everyone left is as wide as the crisis
    return sorted(found + [other for other in told if other not in found and _above(other, found)])


def holds(origin: str, other: str) -> bool:
    """Whether a place is another, holds it, or is a list that names it."""
    if origin == other or origin in place_keys.parents(other):
        return True
    parts = place_keys.core(other)
    return " and " in origin and bool(parts) and parts <= place_keys.core(origin)


def _above(origin: str, found: Iterable[str]) -> bool:
    """Whether a place holds one of those that everyone left."""
    return any(origin in place_keys.parents(each) or _holds_listed(origin, each) for each in found)


def _holds_listed(origin: str, listed: str) -> bool:
    """Whether a place holds all places of a list."""
    if not listed.startswith("~") or " and " not in listed:
        return False
    ids = [place_keys.find(part, None) for part in listed.lstrip("~").split(" and ")]
    return all(one is not None and origin in place_keys.parents(one) for one in ids)
