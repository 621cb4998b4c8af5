"""Which reports tell of one crisis, where nobody has said: a report goes where its countries go.

A folder of reports is one crisis unless the countries differ clearly.  Reports that are mainly about one country
and no longer apart than the gap are one; a report about no country goes with the others of its days; one that
counts people in many countries (a digest) ties none of them together.

In: claims with ``_country``.  Out: a crisis for every claim that has none.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from tracker.reconciliation.settings import Crises, Settings
from tracker.reconciliation.stated import date_of

UNPLACED = "unplaced"
ISO3 = len("ISO")


@dataclass(slots=True, eq=False)
class Told:
    """A report while reports are grouped: the day it was printed and how often it speaks of each country."""

    name: str
    day: int | None
    lands: Counter[str] = field(default_factory=Counter)

    def main(self, settings: Crises) -> frozenset[str]:
        """Return the countries the report is about; none where it counts people in many."""
        most = max(self.lands.values(), default=0)
        about = frozenset(land for land, often in self.lands.items() if often >= settings.main_share * most)
        return about if len(about) <= settings.most_lands else frozenset()


def land_of(end: str) -> pl.Expr:
    """Return the country of a claim's place, from its id, in capitals."""
    head = pl.col(f"{end}_id").str.split(".").list.first().str.to_uppercase()
    return pl.when(head.str.len_chars() == ISO3).then(head)


def lands() -> pl.Expr:
    """Return the countries a claim speaks of: where people left, where they went, where it says it is."""
    stated = [pl.coalesce(f"{end}_iso3", land_of(end)) for end in ("origin", "destination")]
    return pl.concat_list(*stated, "country_iso3").list.drop_nulls().list.unique().list.sort()


def report_key() -> pl.Expr:
    """Return what says that claims stand in one report; claims without one go by country and day."""
    alone = pl.format("~{}-{}", pl.col("_country").fill_null(UNPLACED), pl.col("_day").fill_null(0))
    return pl.coalesce("report_id", alone)


def found(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Name the crisis of claims that are in none."""
    none = pl.col("_situation").is_null()
    if frame.select(none.any()).item() is not True:
        return frame
    frame = frame.with_columns(lands().alias("_lands"), report_key().alias("_report"))
    told = _reports(frame.filter(none), settings.crises)
    names = {
        one.name: name for name, members in _named(_groups(told, settings.crises)).items() for one in members
    }
    named = pl.col("_report").replace_strict(names, default=None, return_dtype=pl.String)
    return frame.with_columns(pl.when(none).then(named).otherwise("_situation").alias("_situation")).drop(
        "_lands", "_report"
    )


def _reports(frame: pl.DataFrame, settings: Crises) -> list[Told]:
    """Return the reports in order of day and name; what they say of long ago does not say what they are about."""
    back = pl.col("_day") < pl.col("_published") - settings.earlier_days
    rows = (
        frame.with_columns(pl.when(back.fill_null(False)).then([]).otherwise("_lands").alias("_lands"))
        .group_by("_report")
        .agg(pl.col("_published").max(), pl.col("_lands").list.explode().drop_nulls())
        .sort("_report")
    )
    made = [Told(name, day, Counter(countries)) for name, day, countries in rows.iter_rows()]
    return sorted(made, key=lambda one: (one.day is None, one.day or 0, one.name))


def _groups(told: list[Told], settings: Crises) -> list[list[Told]]:
    """Return the reports crisis by crisis, the one of most reports first."""
    head = {one.name: one.name for one in told}

    def top(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    by_land: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        for land in one.main(settings):
            by_land[land].append(one)
    for members in by_land.values():
        for before, after in pairwise(members):
            if _near(before, after, settings):
                first, second = sorted((top(before.name), top(after.name)))
                head[second] = first
    groups: dict[str, list[Told]] = defaultdict(list)
    loose = []
    for one in told:
        if one.main(settings):
            groups[top(one.name)].append(one)
        else:
            loose.append(one)
    made = sorted(groups.values(), key=lambda group: (-len(group), group[0].name))
    return _with_loose(_gathered(made, settings), loose, settings)


def _near(one: Told, other: Told, settings: Crises) -> bool:
    """Whether no silence longer than the gap lies between two reports; one without a day is near any."""
    return one.day is None or other.day is None or abs(one.day - other.day) <= settings.gap_days


def _gathered(groups: list[list[Told]], settings: Crises) -> list[list[Told]]:
    """Return the groups, a small one joined to a large one of its days that speaks of its countries too."""
    kept: list[list[Told]] = []
    for group in groups:
        about = {land for one in group for land in one.main(settings)}
        for large in kept:
            speak = sum(bool(about & set(one.lands)) for one in large)
            beside = any(_near(one, other, settings) for one in group for other in large)
            if (
                speak >= max(settings.spoken_reports, settings.core_share * len(large))
                and len(group) * 2 <= len(large)
                and beside
            ):
                large += group
                break
        else:
            kept.append(list(group))
    return kept


def _with_loose(groups: list[list[Told]], loose: list[Told], settings: Crises) -> list[list[Told]]:
    """Put reports about no country, or too many, with the largest group of their days."""
    alone: list[list[Told]] = []
    for one in loose:
        near = [group for group in groups if any(_near(one, other, settings) for other in group)]
        sharing = [group for group in near if any(set(one.lands) & other.main(settings) for other in group)]
        strange = one.lands and not sharing
        home = next(iter(sharing or ([] if strange else near)), None)
        if home is not None:
            home.append(one)
        elif alone and _near(alone[-1][-1], one, settings):
            alone[-1].append(one)
        else:
            alone.append([one])
    return [*groups, *alone]


def _named(groups: Iterable[list[Told]]) -> Mapping[str, list[Told]]:
    """Return the groups by name: the country most reports are about, and the month of the first."""
    found: dict[str, list[Told]] = {}
    ordered = sorted(groups, key=lambda group: (min((one.day or 0) for one in group), group[0].name))
    for group in ordered:
        often = Counter(land for one in group for land in one.lands)
        weigh = Counter(land for one in group for land in one.lands.elements())
        land = min(often, key=lambda each: (-often[each], -weigh[each], each), default=UNPLACED)
        days = [one.day for one in group if one.day is not None]
        first = date_of(min(days)) if days else dt.date.min
        name = f"{land.lower()}-{first:%Y-%m}" if days else land.lower()
        while name in found:
            name += "-b"
        found[name] = group
    return found
