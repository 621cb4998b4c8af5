"""Join series that are one quantity told with fewer words: without its place, its start, or its people.

One series is the same quantity as another that says less when they share a sharp figure, or when all figures of
one lie on the course of the other and nothing else fits as well.  They are two when one report gives both, with
different figures for one day: then one is a part of the other.

In: claims with the parts of their key.  Out: the same, with one key for what is one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any

import numpy as np
import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.scoring import GROUP, KEY, KIND, SET, SINCE, TO
from tracker.reconciliation.settings import Linking, Settings

BLOCK = ("_situation", "_unit", "_kind", "_class")
CLASS = KEY.index("_class")
MOVED = ("moved", "crossed")


@dataclass(slots=True, eq=False)
class Series:
    """A series while series are joined: its key, a row that stands for it, and its figures in order of day."""

    key: tuple[Any, ...]
    row: int
    given: bool
    days: list[int]
    values: list[float]
    digits: list[int]
    reports: list[str | None]
    claims: frozenset[str]
    wholes: frozenset[str]
    everyone: bool = False

    def course(self, day: int) -> float:
        """Return the size the series' figures give for a day."""
        return float(np.interp(day, self.days, self.values))


def join(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Give the claims of series that are one the key of the whole."""
    free = pl.col("_out").is_null() & pl.col("_loose").is_null()
    table: list[tuple[Any, ...]] = []
    everywhere: set[tuple[Any, Any]] = set()
    for block in _blocks(frame.filter(free)):
        for group in _joined(block, settings.linking):
            key = _key(group)
            table += [(*one.key, *key) for one in group if one.key != key]
            # the dead of one place may be all the dead there are, and the displaced in it still not all
            if key[CLASS] in MOVED and key[TO] is None and key[SET] is None:
                everywhere |= {(key[0], one.key[SET]) for one in group if one.key[SET] is not None}
    if everywhere:
        frame = _at_large(frame, everywhere)
    if not table:
        return frame
    kinds = {name: frame.schema[name] for name in KEY}
    renamed = pl.DataFrame(
        table, schema={**kinds, **{f"_n{name}": kind for name, kind in kinds.items()}}, orient="row"
    ).with_columns(pl.lit(True).alias("_hit"))
    joined = frame.join(renamed, on=list(KEY), how="left", nulls_equal=True, maintain_order="left")
    hit = free & pl.col("_name").is_null() & pl.col("_hit").fill_null(False)
    return joined.with_columns(
        pl.when(hit).then(f"_n{name}").otherwise(name).alias(name) for name in KEY
    ).drop("_hit", *[f"_n{name}" for name in KEY])


def _at_large(frame: pl.DataFrame, everywhere: set[tuple[Any, Any]]) -> pl.DataFrame:
    """Drop the place that all who were displaced left: who is counted in it now is counted in the crisis."""
    known = pl.DataFrame(
        sorted(everywhere), schema={"_situation": pl.String, "_to": pl.String}, orient="row"
    ).with_columns(pl.lit(True).alias("_large"))
    moved = (pl.col("_class") == "moved") & (pl.col("_kind") == "stock") & pl.col("_name").is_null()
    joined = frame.join(known, on=["_situation", "_to"], how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(
        pl.when(~(moved & pl.col("_large").fill_null(False))).then("_to").alias("_to")
    ).drop("_large")


def _blocks(keyed: pl.DataFrame) -> Iterator[list[Series]]:
    """Yield the series that might be one, block by block, those of most figures first."""
    rows = (
        keyed.sort("_day", "_row")
        .group_by(*KEY, "_name", maintain_order=True)
        .agg(
            pl.col("_row").min().cast(pl.Int64).alias("_stands"), "_day", "_value", "_digits", "report_id",
            "claim_id", pl.col("part_of").list.first().drop_nulls().alias("_wholes"),
            pl.col("_everywhere").any(),
        )
    )  # fmt: skip
    blocks: dict[tuple[Any, ...], list[Series]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        key = tuple(row[name] for name in KEY)
        blocks[tuple(row[name] for name in BLOCK)].append(
            Series(
                key, row["_stands"], row["_name"] is not None, row["_day"], row["_value"], row["_digits"],
                row["report_id"], frozenset(row["claim_id"]), frozenset(row["_wholes"]),
                row["_everywhere"],
            )
        )  # fmt: skip
    for block in blocks.values():
        if len(block) > 1:
            yield sorted(block, key=lambda one: (-len(one.days), one.row))


def _joined(block: Sequence[Series], settings: Linking) -> list[list[Series]]:
    """Return the sets of two or more series that are one."""
    home = {id(one): [one] for one in block}
    pairs = []
    for index, one in enumerate(block):
        for other in block[index + 1 :]:
            if one.given or other.given:
                continue  # who gives a series has said what is one
            if (points := _alike(one, other, block, settings)) is not None:
                pairs.append(((-points, one.row, other.row), one, other))
    for _, one, other in sorted(pairs, key=itemgetter(0)):
        first, second = home[id(one)], home[id(other)]
        if first is second or any(
            _related(a.key, b.key, settings) is False or _both_told(a, b, settings) or _whole_and_place(a, b)
            for a in first
            for b in second
        ):
            continue
        first += second
        for each in second:
            home[id(each)] = first
    found = {id(group): group for group in home.values() if len(group) > 1}
    return list(found.values())


def _related(one: tuple[Any, ...], other: tuple[Any, ...], settings: Linking) -> bool:
    """Whether two keys may be one quantity's: each part equal, left out by one, or held by the other's."""
    if (
        one[SINCE] is not None
        and other[SINCE] is not None
        and abs(one[SINCE] - other[SINCE]) > settings.since_days
    ):
        return False
    if one[GROUP] is not None and other[GROUP] is not None and one[GROUP] != other[GROUP]:
        return False
    return all(_within(one[part], other[part], bare=part == TO) for part in (TO, SET))


def _within(one: str | None, other: str | None, *, bare: bool) -> bool:
    """Whether two places are one, one is not told, or one lies in the other; halves are never the whole."""
    if one == other:
        return True
    halves = [name is not None and place_keys.side(name) is not None for name in (one, other)]
    if bare and any(halves):
        return False
    if one is None or other is None:
        return True
    if one in place_keys.parents(other) or other in place_keys.parents(one):
        return True
    named = one.startswith("~") or other.startswith("~")
    words = place_keys.core(one)
    return named and bool(words) and words == place_keys.core(other)


def _alike(one: Series, other: Series, block: Sequence[Series], settings: Linking) -> float | None:
    """Return how surely two series are one quantity, ``None`` when they are not."""
    if not _related(one.key, other.key, settings) or _both_told(one, other, settings):
        return None
    if _whole_and_place(one, other):
        return None
    shared = _shared(one, other, settings)
    if shared:
        return settings.sure_figure + shared
    fewer, more = (one, other) if len(one.days) < len(other.days) else (other, one)
    if _undated(one, other, block) or _one_course(one, other, settings):
        return settings.sure_same
    if not _on_course(fewer, more, settings):
        return None
    same = [one.key[part] == other.key[part] for part in (TO, SET, GROUP)]
    if all(same):
        return settings.sure_same
    # a part of the key left out: only where nothing else could be meant
    rivals = [
        each
        for each in block
        if each is not one
        and each is not other
        and _related(fewer.key, each.key, settings)
        and not _related(more.key, each.key, settings)
        and _on_course(fewer, each, settings)
    ]
    return None if rivals else 1.0 + sum(same)


def _undated(one: Series, other: Series, block: Sequence[Series]) -> bool:
    """Whether two totals differ only in that one does not say its start, and grow as one."""
    bare, dated = (one, other) if one.key[SINCE] is None else (other, one)
    same = all(one.key[part] == other.key[part] for part in (TO, SET, GROUP))
    if not same or one.key[KIND] != "cumulative" or bare.key[SINCE] is not None or dated.key[SINCE] is None:
        return False
    if any(
        each is not dated
        and each.key[SINCE] is not None
        and all(each.key[part] == bare.key[part] for part in (TO, SET, GROUP))
        for each in block
    ):
        return False  # which of two starts is not told
    told = sorted([*zip(bare.days, bare.values, strict=True), *zip(dated.days, dated.values, strict=True)])
    return all(before[1] <= after[1] for before, after in pairwise(told) if before[0] < after[0])


def _whole_and_place(one: Series, other: Series) -> bool:
    """Whether one is told as all who left, to every country they went to, and the other of one of their places."""
    return (one.everyone and other.key[TO] is not None) or (other.everyone and one.key[TO] is not None)


def _one_course(one: Series, other: Series, settings: Linking) -> bool:
    """Whether two totals from one start, of a place and one that holds it, take turns and never fall as one."""
    if one.key[KIND] != "cumulative" or None in (one.key[TO], other.key[TO], one.key[SINCE]):
        return False
    if any(one.key[part] != other.key[part] for part in (SET, GROUP)) and None not in (
        one.key[SET],
        other.key[SET],
    ):
        return False
    told = sorted(
        [(day, value, 0) for day, value in zip(one.days, one.values, strict=True)]
        + [(day, value, 1) for day, value in zip(other.days, other.values, strict=True)]
    )
    turns = sum(before[2] != after[2] for before, after in pairwise(told))
    return turns >= settings.turns and all(before[1] <= after[1] for before, after in pairwise(told))


def _shared(one: Series, other: Series, settings: Linking) -> int:
    """Return how many sharp figures two series share, on about the same day."""
    known: dict[float, list[int]] = defaultdict(list)
    for day, value, digits in zip(one.days, one.values, one.digits, strict=True):
        if digits >= settings.shared_digits:
            known[value].append(day)
    return sum(
        any(abs(day - on) <= settings.shared_days for on in known.get(value, ()))
        for day, value in zip(other.days, other.values, strict=True)
    )


def _both_told(one: Series, other: Series, settings: Linking) -> bool:
    """Whether one report gives both series different figures for one day: a whole and its part."""
    if one.claims & other.wholes or other.claims & one.wholes:
        return True
    told: dict[tuple[str, int], list[float]] = defaultdict(list)
    for report, day, value in zip(one.reports, one.days, one.values, strict=True):
        if report is not None:
            told[report, day].append(value)
    for report, day, value in zip(other.reports, other.days, other.values, strict=True):
        near = told.get((report, day), ()) if report is not None else ()
        if near and all(abs(value - each) > settings.told_apart * max(value, each) for each in near):
            return True
    return False


def _on_course(one: Series, other: Series, settings: Linking) -> bool:
    """Whether the figures of one series lie on the course of the other, near in time and not against its growth."""
    for day, value in zip(one.days, one.values, strict=True):
        if not other.days[0] - settings.near_days <= day <= other.days[-1] + settings.near_days:
            return False
        expected = other.course(day)
        if value <= 0 or expected <= 0:
            return False
        room = settings.like_off if other.days[0] <= day <= other.days[-1] else settings.beyond_off
        if abs(math.log(value / expected)) > room:
            return False
        if one.key[KIND] == "cumulative":
            before = [each for on, each in zip(other.days, other.values, strict=True) if on < day]
            after = [each for on, each in zip(other.days, other.values, strict=True) if on > day]
            if (before and value < max(before) * (1 - settings.close_off)) or (
                after and value > min(after) * (1 + settings.close_off)
            ):
                return False
    return True


def _head(group: Sequence[Series]) -> Series:
    """Return the series that stands for a joined one: the one of most figures."""
    return min(group, key=lambda one: (-len(one.days), one.row))


def _key(group: Sequence[Series]) -> tuple[Any, ...]:
    """Return the key of a joined series: where people went as told, the wider of two places; the start most give."""
    key = list(_head(group).key)
    for part in (TO, SET, GROUP, SINCE):
        told: dict[Any, int] = defaultdict(int)
        for one in group:
            told[one.key[part]] += len(one.days)
        known = [value for value in told if value is not None]
        if part in (GROUP, SET) and None in told and not (part == SET and key[TO] is not None):
            key[part] = None
        elif part in (TO, SET) and known:
            key[part] = min(
                known, key=lambda place: (place.startswith("~"), place.count("."), -told[place], place)
            )
        elif known:
            key[part] = min(known, key=lambda value: (-told[value], value))
    return tuple(key)
