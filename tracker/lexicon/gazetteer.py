"""The gazetteer: which places there are, what each lies in, how its name is spelt.

Bulk rows (GeoNames) stay lines of text until one is asked for, so that loading is a few splits; the
hand-written places are few and win over the bulk row of the same town.

In: ``lexicon/places/``.  Out: ``gazetteer()``, one per process, read at first use.
Words: places/countries.csv, country_names.csv, humanitarian.csv, places.tsv.gz, names.tsv.gz
"""

from __future__ import annotations

import csv
import gzip
import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast, get_args

from tracker.errors import BadConfiguration
from tracker.lexicon.folding import FOLDED_COUNTRIES, fold, plain, slug
from tracker.vocabulary import PlaceLevel

__all__ = ["Gazetteer", "PlaceEntry", "fold", "gazetteer", "plain"]

FOLDER: Final = Path(__file__).parent / "places"
SAME_PLACE_KM: Final = 60.0
_EARTH_KM: Final = 6371.0
_LEVELS: Final = frozenset(get_args(PlaceLevel))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """One place: where it is, what it lies in, and its other names.

    ``curated`` tells a hand-written entry from a GeoNames one.  ``spans`` lists what a region covers that
    its parents do not say: countries or provinces.
    """

    place_id: str
    name: str
    parent_id: str | None
    level: PlaceLevel
    iso3: str | None
    lat: float
    lon: float
    population: int | None = None
    aliases: tuple[str, ...] = ()
    curated: bool = False
    spans: tuple[str, ...] = ()


class Gazetteer:
    """Places by name and by id.

    Parameters
    ----------
    folder
        Where the files lie.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        with gzip.open(folder / "places.tsv.gz") as file:
            self._lines = file.read().decode("utf-8").split("\n")
        with gzip.open(folder / "names.tsv.gz") as file:
            keys, _, numbers = file.read().decode("utf-8").partition("\n\n")
        self._bulk = dict(zip(keys.split("\n"), numbers.split("\n"), strict=True))
        self._own: dict[str, PlaceEntry] = {}
        self._own_names: dict[str, list[str]] = {}
        self._hidden: dict[str, str] = {}
        self._found: dict[tuple[str, str | None], tuple[PlaceEntry, ...]] = {}
        self.demonyms: dict[str, str] = {}
        self._read_countries(folder)
        self._read_curated(folder)

    def get(self, place_id: str) -> PlaceEntry | None:
        """Return the place of that id, or ``None``."""
        if place_id in self._own:
            return self._own[place_id]
        if place_id in self._hidden:
            return self._own[self._hidden[place_id]]
        at = bisect_left(self._lines, place_id + "\t")
        if at < len(self._lines) and self._lines[at].startswith(place_id + "\t"):
            return _entry(self._lines[at])
        return None

    def lookup(self, name: str, *, iso3: str | None = None) -> tuple[PlaceEntry, ...]:
        """Return the places of that name, the likeliest first when nothing else is known.

        The name is matched without case, accents and punctuation; when nothing has it, spellings of the
        same Arabic name are tried.

        Parameters
        ----------
        name
            As printed.
        iso3
            Only places of this country.
        """
        found = self._found.get((name, iso3))
        if found is None:
            key = plain(name)
            found = self._named(key, iso3) if key else ()
            if not found and len(folded := fold(name)) > 2:
                found = self._named("~" + folded, iso3)
            if len(self._found) < 100_000:
                self._found[name, iso3] = found
        return found

    def lookup_exact(self, name: str) -> tuple[PlaceEntry, ...]:
        """Return the places of that name, without trying other spellings of Arabic names."""
        return self._named(plain(name), None)

    def parents(self, place_id: str) -> tuple[str, ...]:
        """Return what a place lies in, from the nearest up to the country; empty when it is not known."""
        chain: list[str] = []
        entry = self.get(place_id)
        while entry is not None and entry.parent_id and entry.parent_id not in chain:
            chain.append(entry.parent_id)
            entry = self.get(entry.parent_id)
        return tuple(chain)

    def within(self, inner: str, outer: str) -> bool:
        """Tell whether a place is another or lies in it; regions hold the lands they span."""
        chain = (inner, *self.parents(inner))
        if outer in chain:
            return True
        region = self.get(outer)
        return region is not None and bool(set(region.spans) & set(chain))

    def distance_km(self, one: str, other: str) -> float | None:
        """Return how far two places are apart as the crow flies, or ``None`` when one is not known."""
        a, b = self.get(one), self.get(other)
        return None if a is None or b is None else _apart(a, b)

    def entries(self, *, curated: bool = False) -> Iterator[PlaceEntry]:
        """Give every place, or only the hand-written ones and the countries."""
        yield from self._own.values()
        if not curated:
            for line in self._lines:
                entry = _entry(line)
                if entry.place_id not in self._own and entry.place_id not in self._hidden:
                    yield entry

    def _named(self, key: str, iso3: str | None) -> tuple[PlaceEntry, ...]:
        entries = [self._own[place_id] for place_id in self._own_names.get(key, ())]
        for number in self._bulk.get(key, "").split():
            entry = _entry(self._lines[int(number)])
            if entry.place_id not in self._own and entry.place_id not in self._hidden:
                entries.append(entry)
        if iso3 is not None:
            entries = [entry for entry in entries if entry.iso3 == iso3]
        return tuple(sorted(entries, key=_rank))

    def _add(self, entry: PlaceEntry) -> None:
        """Take in a hand-written entry under all its names; a second row of one id adds names."""
        self._own[entry.place_id] = entry
        names = (entry.name, *entry.aliases)
        keys = [plain(name) for name in names]
        if entry.iso3 in FOLDED_COUNTRIES:
            keys += ["~" + fold(name) for name in names]
        for key in keys:
            ids = self._own_names.setdefault(key, [])
            if entry.place_id not in ids:
                ids.append(entry.place_id)

    def _read_countries(self, folder: Path) -> None:
        extra: dict[str, dict[str, str]] = {row["iso3"]: row for row in _rows(folder / "country_names.csv")}
        for row in _rows(folder / "countries.csv"):
            more = extra.get(row["iso3"], {})
            aliases = [*more.get("aliases", "").split("|"), *row["aliases"].split("|")]
            self._add(
                PlaceEntry(
                    place_id=row["iso3"].lower(),
                    name=row["name"],
                    parent_id=None,
                    level="country",
                    iso3=row["iso3"],
                    lat=float(row["lat"]),
                    lon=float(row["lon"]),
                    population=int(row["population"] or 0) or None,
                    aliases=tuple(alias for alias in aliases if alias),
                    curated=True,
                )
            )
            for word in more.get("demonyms", "").split("|"):
                if word:
                    self.demonyms[plain(word)] = row["iso3"]

    def _read_curated(self, folder: Path) -> None:
        for row in _rows(folder / "humanitarian.csv"):
            self._add(self._curated(row))

    def _curated(self, row: dict[str, str]) -> PlaceEntry:
        """Make the entry of a hand-written row, joined with the bulk row of the same place."""
        name, iso3, level = row["name"], row["iso3"] or None, row["level"]
        if level not in _LEVELS:
            raise BadConfiguration(
                f"humanitarian.csv: {name}: level {level!r}", mend=f"use one of: {', '.join(sorted(_LEVELS))}"
            )
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        parent_id: str | None = None
        if iso3 is not None:
            parent_id = iso3.lower()
            if row["parent"]:
                parent_id = self._parent(row["parent"], iso3) or parent_id
        stem = f"{parent_id}.{slug(name)}" if parent_id else f"region.{slug(name)}"
        entry = PlaceEntry(
            place_id=stem,
            name=name,
            parent_id=parent_id,
            level=cast("PlaceLevel", level),
            iso3=iso3,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            aliases=aliases,
            curated=True,
            spans=tuple(row["spans"].split("|")) if row["spans"] else (),
        )
        if iso3 is None or level == "region":
            return entry
        return self._joined(entry)

    def _parent(self, name: str, iso3: str) -> str | None:
        found = [e for e in self.lookup(name, iso3=iso3) if e.level in ("adm1", "adm2")]
        return found[0].place_id if found else None

    def _joined(self, entry: PlaceEntry) -> PlaceEntry:
        """Take over people and names of the bulk row of the same place, which is then hidden."""
        areas = ("adm1", "adm2")
        for name in (entry.name, *entry.aliases):
            for other in self.lookup(name, iso3=entry.iso3):
                if other.curated or (entry.level in areas) != (other.level in areas):
                    continue
                if entry.level not in areas and _apart(entry, other) > SAME_PLACE_KM:
                    continue
                if entry.level in areas and entry.level != other.level:
                    continue
                if entry.level in areas:
                    place_id, parent_id = other.place_id, other.parent_id
                else:
                    place_id, parent_id = entry.place_id, entry.parent_id
                    self._hidden[other.place_id] = place_id
                    if parent_id == (entry.iso3 or "").lower():
                        parent_id = other.parent_id
                names = dict.fromkeys((*entry.aliases, other.name, *other.aliases))
                names.pop(entry.name, None)
                self._found.clear()
                return PlaceEntry(
                    place_id=place_id,
                    name=entry.name,
                    parent_id=parent_id,
                    level=entry.level,
                    iso3=entry.iso3,
                    lat=entry.lat,
                    lon=entry.lon,
                    population=other.population,
                    aliases=tuple(names),
                    curated=True,
                )
        self._found.clear()
        return entry


@cache
def gazetteer() -> Gazetteer:
    """Return the bundled gazetteer, read once."""
    return Gazetteer()


def _rank(entry: PlaceEntry) -> tuple[int, int, str]:
    first = 0 if entry.level == "country" else 1 if entry.curated else 2
    return (first, -(entry.population or 0), entry.place_id)


def _entry(line: str) -> PlaceEntry:
    place_id, name, parent, level, iso3, lat, lon, people, aliases = line.split("\t")
    return PlaceEntry(
        place_id=place_id,
        name=name,
        parent_id=parent or None,
        level=cast("PlaceLevel", level),
        iso3=iso3 or None,
        lat=float(lat),
        lon=float(lon),
        population=int(people) if people else None,
        aliases=tuple(aliases.split("|")) if aliases else (),
    )


def _apart(a: PlaceEntry, b: PlaceEntry) -> float:
    """Great-circle distance, haversine."""
    up, across = math.radians(b.lat - a.lat) / 2, math.radians(b.lon - a.lon) / 2
    part = (
        math.sin(up) ** 2
        + math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat)) * math.sin(across) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(part)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Give the rows of a hand-written table; lines that start with # are notes."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
