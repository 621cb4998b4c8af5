"""Score claims that lack a part of the key against the series of those that lack none.

A claim joins a series when the parts it gives agree, its size fits the series' course, and no other series
fits nearly as well.  One that fits nothing is a series of its own: without a place it counts the crisis as a whole.
All the displaced, stated without a place, are not those in shelters or in
one place of several: such a figure joins these only where it repeats one of theirs.

In: claims with keys.  Out: the same with ``_leader`` (a row of the series joined) and ``_loose`` (why not).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.settings import Linking, Settings

KEY = ("_situation", "_unit", "_kind", "_class", "_to", "_set", "_group", "_since")
BLOCK = KEY.index("_to")
"""The first parts of the key: series that differ in one of them are never compared."""
KIND, TO, SET, GROUP, SINCE = map(KEY.index, ("_kind", "_to", "_set", "_group", "_since"))


def scored(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Link incomplete claims by score and margin; what fits nothing stands alone."""
    frame = frame.with_row_index("_row").with_columns(pl.lit(None, dtype=pl.Int64).alias("_leader"))
    open_rows = frame.filter(pl.col("_out").is_null() & ~pl.col("_full"))
    if open_rows.is_empty():
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias("_loose"))
    block = ["_situation", "_unit", "_kind", "_class"]
    near = frame.filter(pl.col("_full")).join(
        open_rows.select(block).unique(), on=block, how="semi", nulls_equal=True
    )
    linking = settings.linking
    candidates = _candidates(near, linking)
    leader: dict[int, int] = {}
    everyone = pl.col("term").is_in(place_keys.words()["everywhere"]["terms"]) & ~pl.col("_sheltering")
    open_rows = open_rows.with_columns((everyone & pl.col("_to").is_null()).alias("_everyone"))
    columns = [
        "_row",
        "claim_id",
        "report_id",
        "_source",
        "_value",
        "_day",
        "_digits",
        "_sheltering",
        "_everyone",
        *KEY,
    ]
    for row, claim_id, report, source, value, day, digits, camp, all_, *key in open_rows.select(
        columns
    ).iter_rows():
        claim = Incomplete(key, value, day, digits, camp, all_, report, source, claim_id)
        rivals = candidates.get(tuple(key[:BLOCK]), [])
        scores = sorted(
            (-points, candidate.row)
            for candidate in rivals
            if (points := candidate.score(claim, linking)) is not None
        )
        clear = len(scores) == 1 or scores[1][0] - scores[0][0] >= linking.margin if scores else False
        if scores and -scores[0][0] >= linking.least_points and clear:
            leader[row] = scores[0][1]
    return frame.with_columns(
        pl.col("_row").replace_strict(leader, default=None, return_dtype=pl.Int64).alias("_leader"),
        pl.lit(None, dtype=pl.String).alias("_loose"),
    )


def kept_apart(given: pl.Expr) -> list[pl.Expr]:
    """Return what sets two series apart: the whole key, of a series that was given only unit and kind.

    Who gives one series to persons and households, or to a stock and a flow, gets one of each.
    """
    return [
        pl.col(name).alias(f"_k{name}")
        if name in ("_unit", "_kind")
        else pl.when(~given).then(name).alias(f"_k{name}")
        for name in KEY
    ]


def _close(first: int, second: int | None, settings: Linking) -> bool:
    """Whether two starts are the same, give or take the tolerance."""
    return second is not None and abs(first - second) <= settings.since_days


@dataclass(slots=True)
class Incomplete:
    """An incomplete claim while it looks for its series."""

    key: list[Any]
    value: float
    day: int
    digits: int
    camp: bool
    everyone: bool
    report: str | None
    source: str
    claim_id: str


@dataclass(slots=True)
class Candidate:
    """A series that an incomplete claim may belong to: its key and its figures by day."""

    row: int
    key: tuple[Any, ...]
    days: list[float]
    values: list[float]
    reports: set[str | None]
    sources: set[str]
    site: bool
    wholes: set[str]
    part: bool = False

    def score(self, claim: Incomplete, settings: Linking) -> float | None:
        """Return how well a claim fits; ``None`` when the groups differ, or it is the whole of which this is a part."""
        if claim.key[GROUP] != self.key[GROUP] or claim.claim_id in self.wholes:
            return None
        repeated = claim.digits >= settings.figure_digits and any(
            claim.value == other and abs(claim.day - on) <= settings.figure_days
            for on, other in zip(self.days, self.values, strict=True)
        )
        if claim.everyone and not repeated and self._narrow(claim):
            return None
        size = self._size(claim, settings)
        if claim.key[TO] is None and claim.key[SET] is None and not repeated and size <= 0:
            return None  # a total without a place is the crisis' own, unless its size is that of this place
        points = self._places_and_start(claim, settings)
        points += settings.told_again if self._told_again(claim, settings) else 0.0
        if len(self.days) == 1:
            points -= settings.support
        elif len(self.days) >= settings.many_figures:
            points += settings.support
        points += settings.camp if claim.camp and self.site else 0.0
        points += settings.same_figure if repeated else 0.0
        points += settings.same_report if claim.report is not None and claim.report in self.reports else 0.0
        points += settings.same_source if claim.source in self.sources else 0.0
        return points + size

    def _told_again(self, claim: Incomplete, settings: Linking) -> bool:
        """Whether the claim's report gives its figure for this series, too."""
        return (
            claim.report is not None
            and claim.report in self.reports
            and claim.digits >= settings.figure_digits
            and any(
                claim.value == other and abs(claim.day - on) <= 1
                for on, other in zip(self.days, self.values, strict=True)
            )
        )

    def _places_and_start(self, claim: Incomplete, settings: Linking) -> float:
        """Return how well a claim's destination, origin and start fit, where both say them."""
        points = 0.0
        for part, equal, unequal in (
            (TO, settings.same_place, settings.other_place),
            (SET, settings.same_origin, settings.other_origin),
            (SINCE, settings.same_start, settings.other_start),
        ):
            own, given = self.key[part], claim.key[part]
            if given is not None and own is not None:
                same = given == own or (part == SINCE and _close(given, own, settings))
                points += equal if same else unequal
        return points

    def _narrow(self, claim: Incomplete) -> bool:
        """Whether this counts fewer than all who left: those in shelters, with hosts, or in one place."""
        if claim.key[KIND] == "stock":
            return self.site or (self.key[TO] is not None and place_keys.side(self.key[TO]) is not None)
        # arrivals at a camp are stated without the camp; who says from where people left counts all of these
        return self.part or (self.site and claim.key[SET] is not None)

    def _size(self, claim: Incomplete, settings: Linking) -> float:
        """Return how well a claim's size fits the series' course on its day."""
        expected = float(np.interp(claim.day, self.days, self.values))
        apart = abs(math.log(claim.value / expected)) if claim.value > 0 and expected > 0 else math.inf
        near = self.days[0] - settings.near_days <= claim.day <= self.days[-1] + settings.near_days
        if apart < settings.like_off and near:
            return settings.close if apart < settings.close_off else settings.like
        return 0.0 if apart < (settings.far_off if near else settings.far_off_late) else settings.far


def _candidates(near: pl.DataFrame, settings: Linking) -> dict[tuple[Any, ...], list[Candidate]]:
    """Return the series of complete claims by situation, unit, kind and class."""
    given = pl.col("_name").is_not_null()
    grouped = (
        near.with_columns(kept_apart(given))
        .sort("_day", "_row")
        .group_by("_name", *[f"_k{name}" for name in KEY], maintain_order=True)
        .agg(
            pl.col("_row").min().cast(pl.Int64),
            *[pl.col(name).first().alias(f"_f{name}") for name in KEY],
            pl.col("_day"),
            pl.col("_value"),
            pl.col("report_id").unique(),
            pl.col("_source").unique(),
            pl.col("_site").any(),
            pl.col("part_of").list.first().drop_nulls().unique().alias("_wholes"),
        )
    )
    found: dict[tuple[Any, ...], list[Candidate]] = defaultdict(list)
    columns = [
        "_row",
        "_day",
        "_value",
        "report_id",
        "_source",
        "_site",
        "_wholes",
        *[f"_f{name}" for name in KEY],
    ]
    for row, days, values, reports, sources, site, wholes, *key in grouped.select(columns).iter_rows():
        found[tuple(key[:BLOCK])].append(
            Candidate(row, tuple(key), days, values, set(reports) - {None}, set(sources), site, set(wholes))
        )
    _mark_parts(found, settings)
    return found


def _mark_parts(found: dict[tuple[Any, ...], list[Candidate]], settings: Linking) -> None:
    """Mark the totals beside which another, from the same places and day, is so large that it holds them."""
    alike: dict[tuple[Any, ...], list[tuple[int, float, Candidate]]] = defaultdict(list)
    for rivals in found.values():
        for one in rivals:
            *block, to, origin, group, since = one.key
            if block[2] == "cumulative" and None not in (to, origin, since):
                alike[(*block, origin, group)].append((since, max(one.values), one))
    for totals in alike.values():
        for since, top, one in totals:
            one.part = any(
                _close(since, day, settings) and top < settings.part * larger for day, larger, _ in totals
            )
