"""The gazetteer: which places there are, what each lies in, how its name is spelt.

Bulk rows (GeoNames) stay lines of text until one is asked for, so that loading is a few splits; the
hand-written places are few and win over the bulk row of the same town. Hand-written districts only fill
what is missing: where anything of the name is known in the province, their line adds spellings.

In: ``lexicon/places/``.  Out: ``gazetteer()``, one per process, read at first use.
Words: places/countries.csv, country_names.csv, humanitarian.csv, districts.csv, places.tsv.gz, names.tsv.gz
"""

from __future__ import annotations

import copy
import csv
import math
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast, get_args

from tracker import lexicon
from tracker.errors import BadConfiguration
from tracker.lexicon import writing
from tracker.lexicon.districts import DistrictLines
from tracker.lexicon.folding import FOLDED_COUNTRIES, fold, plain, slug
from tracker.vocabulary import PlaceLevel

__all__ = ["Gazetteer", "PlaceEntry", "fold", "gazetteer", "gazetteer_in", "plain"]

PLACE_NAMES: Final = "place_names.csv"
FOLDER: Final = Path(__file__).parent / "places"
SAME_PLACE_KM: Final = 60.0
MOST_KEPT: Final = 50_000
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
        self._lines = _unpacked(folder / "places.tsv.gz").split("\n")
        keys, _, numbers = _unpacked(folder / "names.tsv.gz").partition("\n\n")
        self._bulk = dict(zip(keys.split("\n"), numbers.split("\n"), strict=True))
        self._own: dict[str, PlaceEntry] = {}
        self._own_names: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] | None = None
        self._district_lines = DistrictLines(folder / "districts.csv")
        self._districts: dict[int, PlaceEntry] = {}
        # Answers given before; bounded, so that a hostile text can't fill the memory.
        self._found: dict[tuple[str, str | None, bool], tuple[PlaceEntry, ...]] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._read: dict[int, PlaceEntry] = {}
        self._also: dict[str, list[str]] = {}  # names in one language, see with_names
        self.spelled: list[str] = []
        """Those names as a text is read."""
        self.demonyms: dict[str, str] = {}
        self._read_countries(folder)
        self._read_curated(folder)

    def with_names(self, path: Path, language: str) -> Gazetteer:
        """Return the same places with the names they have in a language, from the file of that language."""
        made = copy.copy(self)
        made._found, made._also = {}, {}
        written = writing(language)
        for row in _rows(path):
            for name in row["names"].split("|"):
                spelt = written.plain(name) if written is not None else name
                made._also.setdefault(plain(spelt), []).append(row["place_id"])
                made.spelled.append(spelt)
        return made

    def get(self, place_id: str) -> PlaceEntry | None:
        """Return the place of that id, or ``None``."""
        if place_id in self._own:
            return self._own[place_id]
        row = self._bulk_row(place_id)
        if row is not None:
            return self._twin(row) or row
        for number in self._district_lines.named(plain(place_id.rpartition(".")[2])):
            district = self._district(number)
            if district.place_id == place_id:
                return district
        return None

    def _bulk_row(self, place_id: str) -> PlaceEntry | None:
        at = bisect_left(self._lines, place_id + "\t")
        found = at < len(self._lines) and self._lines[at].startswith(place_id + "\t")
        return self._row(at) if found else None

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
        found = self._found.get((name, iso3, True))
        if found is None:
            key = plain(name)
            found = self._named(key, iso3) if key else ()
            if not found and len(folded := fold(name)) > 2:
                found = self._named("~" + folded, iso3)
            self._keep((name, iso3, True), found)
        return found

    def lookup_exact(self, name: str) -> tuple[PlaceEntry, ...]:
        """Return the places of that name, without trying other spellings of Arabic names."""
        found = self._found.get((name, None, False))
        if found is None:
            found = self._named(plain(name), None)
            self._keep((name, None, False), found)
        return found

    def _keep(self, asked: tuple[str, str | None, bool], found: tuple[PlaceEntry, ...]) -> None:
        if len(self._found) >= MOST_KEPT:
            self._found.clear()
        self._found[asked] = found

    def parents(self, place_id: str) -> tuple[str, ...]:
        """Return what a place lies in, from the nearest up to the country; empty when it is not known."""
        known = self._chains.get(place_id)
        if known is None:
            chain: list[str] = []
            entry = self.get(place_id)
            while entry is not None and entry.parent_id and entry.parent_id not in chain:
                chain.append(entry.parent_id)
                entry = self.get(entry.parent_id)
            known = tuple(chain)
            if entry is not None:
                self._chains[place_id] = known
        return known

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
                if entry.place_id not in self._own and self._twin(entry) is None:
                    yield entry
            for number in range(len(self._district_lines)):
                entry = self._district(number)
                if entry.place_id not in self._own and self._bulk_row(entry.place_id) is None:
                    yield entry

    def _row(self, number: int) -> PlaceEntry:
        entry = self._read.get(number)
        if entry is None:
            entry = self._read[number] = _entry(self._lines[number])
        return entry

    def _known(self, key: str) -> dict[str, PlaceEntry]:
        """Return the hand-written places and the bulk rows of a key, by id."""
        own = self._own_folded() if key.startswith("~") else self._own_names
        entries = {place_id: self._own[place_id] for place_id in own.get(key, ())}
        for number in self._bulk.get(key, "").split():
            row = self._row(int(number))
            entry = self._own.get(row.place_id) or self._twin(row) or row
            entries.setdefault(entry.place_id, entry)
        for place_id in self._also.get(key, ()):
            if (also := self.get(place_id)) is not None:
                entries.setdefault(place_id, also)
        return entries

    def _named(self, key: str, iso3: str | None) -> tuple[PlaceEntry, ...]:
        entries = self._known(key)
        for number in self._district_lines.named(key):
            entry = self._district(number)
            entries.setdefault(entry.place_id, entry)
        found = [entry for entry in entries.values() if iso3 is None or entry.iso3 == iso3]
        return tuple(sorted(found, key=_rank))

    def _district(self, number: int) -> PlaceEntry:
        """Return the district of a line: what the province holds of that name, else an entry of its own."""
        entry = self._districts.get(number)
        if entry is None:
            names, province, iso3 = self._district_lines[number]
            parent_id = self._inside(province, iso3)
            entry = self._held(names, parent_id, iso3)
            if entry is None:
                parent = self._own.get(parent_id) or self._bulk_row(parent_id)
                if parent is None:
                    raise BadConfiguration(
                        f"districts.csv: {names[0]}: no {iso3}", fix="name a known country"
                    )
                entry = PlaceEntry(
                    place_id=f"{parent_id}.{slug(names[0])}",
                    name=names[0],
                    parent_id=parent_id,
                    level="adm2",
                    iso3=iso3,
                    lat=parent.lat,
                    lon=parent.lon,
                    aliases=names[1:],
                )
            self._districts[number] = entry
        return entry

    def _held(self, names: Sequence[str], parent_id: str, iso3: str) -> PlaceEntry | None:
        """Return what a province holds of one of these names, a district before a town."""
        for keyed in (plain, _folded) if iso3 in FOLDED_COUNTRIES else (plain,):
            held = [
                entry
                for name in names
                for entry in self._known(keyed(name)).values()
                if entry.iso3 == iso3
                and entry.level not in ("country", "adm1")
                and parent_id in self.parents(entry.place_id)
            ]
            if held:
                return min(held, key=lambda entry: entry.level != "adm2")
        return None

    def _own_folded(self) -> dict[str, list[str]]:
        """Return the hand-written places by folded name; made when first asked for."""
        if self._folded is None:
            folded: dict[str, list[str]] = {}
            for entry in self._own.values():
                if entry.iso3 in FOLDED_COUNTRIES:
                    for name in (entry.name, *entry.aliases):
                        ids = folded.setdefault("~" + fold(name), [])
                        if entry.place_id not in ids:
                            ids.append(entry.place_id)
            self._folded = folded
        return self._folded

    def _twin(self, row: PlaceEntry) -> PlaceEntry | None:
        """Return the hand-written entry of the same town, which stands for a bulk row everywhere."""
        if row.level != "place":
            return None
        for name in (row.name, *row.aliases):
            ids = self._own_names.get(plain(name), ())
            if not ids and row.iso3 in FOLDED_COUNTRIES:
                ids = self._own_folded().get("~" + fold(name), ())
            for place_id in ids:
                own = self._own[place_id]
                if (
                    own.iso3 == row.iso3
                    and own.level in ("place", "camp")
                    and _apart(own, row) <= SAME_PLACE_KM
                ):
                    return own
        return None

    def _add(self, entry: PlaceEntry) -> None:
        """Take in a hand-written entry under all its names; a second row of one id adds names."""
        self._own[entry.place_id] = entry
        for name in (entry.name, *entry.aliases):
            ids = self._own_names.setdefault(plain(name), [])
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
                f"humanitarian.csv: {name}: level {level!r}", fix=f"use one of: {', '.join(sorted(_LEVELS))}"
            )
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        parent_id: str | None = None
        if iso3 is not None:
            parent_id = iso3.lower()
            if row["parent"]:
                parent_id = self._inside(row["parent"], iso3)
        place_id = f"{parent_id}.{slug(name)}" if parent_id else f"region.{slug(name)}"
        people = None
        if level in ("adm1", "adm2"):
            # Towns hang on the bulk row's id, so the hand-written row takes it over.
            bulk = self._province((name, *aliases), iso3, (level,))
            if bulk is not None:
                place_id, parent_id, people = bulk.place_id, bulk.parent_id, bulk.population
                aliases = tuple(dict.fromkeys((*aliases, bulk.name, *bulk.aliases)))
        return PlaceEntry(
            place_id=place_id,
            name=name,
            parent_id=parent_id,
            level=cast("PlaceLevel", level),
            iso3=iso3,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            aliases=aliases,
            population=people,
            curated=True,
            spans=tuple(row["spans"].lower().split("|")) if row["spans"] else (),
        )

    def _inside(self, parent: str, iso3: str) -> str:
        """Return the id of the province a hand-written row names, or its country's."""
        known = self._parents.get((parent, iso3))
        if known is None:
            province = self._province((parent,), iso3, ("adm1",)) or self._province(
                (parent,), iso3, ("adm2",)
            )
            known = province.place_id if province else iso3.lower()
            self._parents[parent, iso3] = known
        return known

    def _province(self, names: Iterable[str], iso3: str | None, levels: tuple[str, ...]) -> PlaceEntry | None:
        """Return the bulk or hand-written province or district of one of these names."""
        for name in names:
            for key in (plain(name), "~" + fold(name) if iso3 in FOLDED_COUNTRIES else ""):
                for place_id in self._own_names.get(key, ()):
                    if self._own[place_id].iso3 == iso3 and self._own[place_id].level in levels:
                        return self._own[place_id]
                for number in self._bulk.get(key, "").split():
                    row = self._row(int(number))
                    if row.iso3 == iso3 and row.level in levels:
                        return row
        return None


@cache
def gazetteer() -> Gazetteer:
    """Return the bundled gazetteer, read once."""
    return Gazetteer()


@cache
def gazetteer_in(language: str) -> Gazetteer:
    """Return the gazetteer as a language names its places; the file of names is read at first use."""
    path = lexicon.HERE / language / PLACE_NAMES
    return gazetteer().with_names(path, language) if path.exists() else gazetteer()


def _folded(name: str) -> str:
    """Return the key under which the index has a folded name."""
    return "~" + fold(name)


def _unpacked(path: Path) -> str:
    """Read a gzip file at one go, which is faster than as a stream."""
    return zlib.decompress(path.read_bytes(), wbits=31).decode("utf-8")


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
