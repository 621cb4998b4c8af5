"""Score claims that lack a part of the key against the series of those that lack none.

A claim joins a series when the parts it gives agree, its size fits the series' course, and no other series
fits nearly as well.  One that names a place or a start of its own, and fits nothing, is a series of its own;
one that names neither stays unlinked.  All the displaced, stated without a place, are not those in shelters or in
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
from tracker.reconciliation.settings import DEFAULT, Settings

KEY = ("_situation", "_unit", "_kind", "_class", "_to", "_set", "_group", "_since")
EQUAL = {"_to": 3.0, "_set": 1.0, "_since": 4.0}
UNEQUAL = {"_to": -5.0, "_set": -4.0, "_since": -6.0}
SAME_REPORT, SAME_SOURCE, SITE, SAME_FIGURE = 1.0, 2.0, 2.0, 2.0
PART = 2 / 3
"""A total whose figures stay below this share of another's, from the same places and day, is a part of it."""
NEAR_DAYS = 10
"""Beyond so many days from its figures, a series says little about a figure's size."""


def scored(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Link incomplete claims by score and margin; what fits nothing stands alone if it names a place."""
    frame = frame.with_row_index("_row").with_columns(pl.lit(None, dtype=pl.Int64).alias("_leader"))
    open_rows = frame.filter(pl.col("_out").is_null() & ~pl.col("_full"))
    if open_rows.is_empty():
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias("_loose"))
    block = ["_situation", "_unit", "_kind", "_class"]
    near = frame.filter(pl.col("_full")).join(
        open_rows.select(block).unique(), on=block, how="semi", nulls_equal=True
    )
    candidates = _candidates(near)
    leader: dict[int, int] = {}
    loose: dict[int, str] = {}
    everyone = pl.col("term").is_in(place_keys.words()["everywhere"]["terms"]) & ~pl.col("_sheltering")
    open_rows = open_rows.with_columns((everyone & pl.col("_to").is_null()).alias("_everyone"))
    columns = ["_row", "report_id", "_source", "_value", "_day", "_digits", "_sheltering", "_everyone", *KEY]
    for row, report, source, value, day, digits, camp, all_, *key in open_rows.select(columns).iter_rows():
        claim = Incomplete(key, value, day, digits, camp, all_, report, source)
        rivals = candidates.get(tuple(key[:4]), [])
        scores = sorted(
            (-points, candidate.row) for candidate in rivals if (points := candidate.score(claim)) is not None
        )
        clear = len(scores) == 1 or scores[1][0] - scores[0][0] >= settings.link_margin if scores else False
        if scores and -scores[0][0] >= settings.link_at and clear:
            leader[row] = scores[0][1]
        elif scores and key[4] is None and key[5] is None and _own_start(key, rivals):
            continue  # it says a start of its own, and that is a quantity of its own
        elif scores and key[4] is None and key[5] is None:
            poor = -scores[0][0] < settings.link_at
            best = "no series fits it well enough" if poor else "several series fit it as well"
            loose[row] = f"it names no place and {best}"
    return frame.with_columns(
        pl.col("_row").replace_strict(leader, default=None, return_dtype=pl.Int64).alias("_leader"),
        pl.col("_row").replace_strict(loose, default=None, return_dtype=pl.String).alias("_loose"),
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


def _own_start(key: list[Any], rivals: list[Candidate]) -> bool:
    """Whether a claim counts from a day no series counts from."""
    return key[7] is not None and not any(_close(key[7], each.key[7]) for each in rivals)


def _close(first: int, second: int | None) -> bool:
    """Whether two starts are the same, give or take the tolerance."""
    return second is not None and abs(first - second) <= DEFAULT.since_tolerance


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
    part: bool = False

    def score(self, claim: Incomplete) -> float | None:
        """Return how well a claim fits; ``None`` when the groups differ, or it counts all and this a part."""
        if claim.key[6] != self.key[6]:
            return None
        repeated = claim.digits >= 4 and any(
            claim.value == other and abs(claim.day - on) <= 14
            for on, other in zip(self.days, self.values, strict=True)
        )
        if claim.everyone and not repeated and self._narrow(claim):
            return None
        points = -1.0 if len(self.days) == 1 else 1.0 if len(self.days) >= 5 else 0.0
        for index, name in ((4, "_to"), (5, "_set"), (7, "_since")):
            own, given = self.key[index], claim.key[index]
            if given is not None and own is not None:
                same = given == own or (index == 7 and _close(given, own))
                points += EQUAL[name] if same else UNEQUAL[name]
        if claim.camp and self.site:
            points += SITE
        points += SAME_FIGURE if repeated else 0.0
        points += SAME_REPORT if claim.report is not None and claim.report in self.reports else 0.0
        points += SAME_SOURCE if claim.source in self.sources else 0.0
        return points + self._size(claim)

    def _narrow(self, claim: Incomplete) -> bool:
        """Whether this counts fewer than all who left: those in shelters, with hosts, or in one place."""
        if claim.key[2] == "stock":
            return self.site or (self.key[4] is not None and place_keys.side(self.key[4]) is not None)
        # arrivals at a camp are stated without the camp; who says from where people left counts all of these
        return self.part or (self.site and claim.key[5] is not None)

    def _size(self, claim: Incomplete) -> float:
        """Return how well a claim's size fits the series' course on its day."""
        expected = float(np.interp(claim.day, self.days, self.values))
        apart = abs(math.log(claim.value / expected)) if claim.value > 0 and expected > 0 else 9.0
        near = self.days[0] - NEAR_DAYS <= claim.day <= self.days[-1] + NEAR_DAYS
        if apart < 0.15 and near:
            return 3.0 if apart < 0.05 else 2.0
        return 0.0 if apart < (0.5 if near else 1.0) else -3.0


def _candidates(near: pl.DataFrame) -> dict[tuple[Any, ...], list[Candidate]]:
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
        )
    )
    found: dict[tuple[Any, ...], list[Candidate]] = defaultdict(list)
    columns = ["_row", "_day", "_value", "report_id", "_source", "_site", *[f"_f{name}" for name in KEY]]
    for row, days, values, reports, sources, site, *key in grouped.select(columns).iter_rows():
        found[tuple(key[:4])].append(
            Candidate(row, tuple(key), days, values, set(reports) - {None}, set(sources), site)
        )
    _mark_parts(found)
    return found


def _mark_parts(found: dict[tuple[Any, ...], list[Candidate]]) -> None:
    """Mark the totals beside which another, from the same places and day, is so large that it holds them."""
    alike: dict[tuple[Any, ...], list[tuple[int, float, Candidate]]] = defaultdict(list)
    for rivals in found.values():
        for one in rivals:
            *block, to, origin, group, since = one.key
            if block[2] == "cumulative" and None not in (to, origin, since):
                alike[(*block, origin, group)].append((since, max(one.values), one))
    for totals in alike.values():
        for since, top, one in totals:
            one.part = any(_close(since, day) and top < PART * larger for day, larger, _ in totals)
