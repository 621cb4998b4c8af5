"""The situations a set of reports is about, and household sizes by country: two small files a person keeps.

``situations.toml`` has one table a situation, named like the folder its reports lie in;
``household_size.csv`` has one row a country.  Both are checked key by key: a misspelt key would otherwise
be dropped in silence.

In: paths.  Out: Situations; persons per household by ISO3.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import BadConfiguration, MissingInput
from tracker.vocabulary import NamedPlace, Situation, SituationEvent

SITUATION_KEYS = (
    *("title", "country", "summary", "start", "end", "household_size", "household_size_source"),
    *("same_places", "events", "lead"),
)  # fmt: skip
PLACE_KEYS = ("name", "aliases", "place_id", "lat", "lon")
EVENT_KEYS = ("date", "label", "url")
SIZE_COLUMNS = ("iso3", "persons_per_household")
SMALLEST, LARGEST = 1.0, 20.0
ISO3 = re.compile(r"[A-Z]{3}")
IDENTIFIER = re.compile(r"[\w-]+")
WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """One TOML table and where it stands; its getters say file, table, key and fix when a value is wrong."""

    path: Path
    name: str
    values: Mapping[str, Any]

    def fault(self, what: str, fix: str) -> BadConfiguration:
        return BadConfiguration(f"{self.path}, table [{self.name}]: {what}", fix=fix)

    def only(self, known: tuple[str, ...]) -> None:
        if unknown := [key for key in self.values if key not in known]:
            told = ", ".join(repr(key) for key in unknown)
            raise self.fault(f"unknown key {told}", f"use only: {', '.join(known)}")

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key} = {value!r} is no text", f'write {key} = "..." or leave it out')
        return value.strip()

    def needed(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise self.fault(f"{key} is missing", f'add {key} = "..."')
        return value

    def number(self, key: str, lowest: float, highest: float) -> float | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not lowest <= value <= highest:
            raise self.fault(
                f"{key} = {value!r} is no number between {lowest:g} and {highest:g}",
                f"write {key} as a bare number in that range, or leave it out",
            )
        return float(value)

    def day(self, key: str) -> dt.date | None:
        value = self.values.get(key)
        if isinstance(value, str):
            with suppress(ValueError):
                value = dt.date.fromisoformat(value)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        raise self.fault(f"{key} = {value!r} is no day", f"write {key} = 2019-03-08")

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.fault(f"{key} is no list of names", f'write {key} = ["one name", "another"]')
        return tuple(one.strip() for one in value)

    def web(self, key: str) -> str | None:
        value = self.text(key)
        if value is not None and not WEB.fullmatch(value):
            raise self.fault(f"{key} = {value!r} is no web address", "begin it with http:// or https://")
        return value

    def tables(self, key: str) -> Iterable[_Table]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fault(f"{key} is no list of tables", f"head each with [[{self.name}.{key}]]")
        for number, one in enumerate(value, start=1):
            yield _Table(path=self.path, name=f"{self.name}.{key} {number}", values=one)


def load_situations(path: Path) -> tuple[Situation, ...]:
    """Read the situations of a ``situations.toml``, in the order of the file.

    Parameters
    ----------
    path
        A TOML file with one table a situation; the table's name is the situation's id and the name of the
        folder its reports lie in.

    Returns
    -------
    tuple of Situation
        Empty when the file holds no table.

    Raises
    ------
    MissingInput
        There is no such file.
    BadConfiguration
        The file is not TOML, a key is unknown or missing, a value cannot be what its key says, or one name
        stands for two places of a situation.  The message names file, table and key.
    """
    try:
        values = tomllib.loads(words_of(path))
    except tomllib.TOMLDecodeError as fault:
        raise BadConfiguration(f"{path}: {fault}", fix="fix the TOML at that line") from fault
    except RecursionError as fault:
        raise BadConfiguration(
            f"{path}: brackets within brackets without end", fix="write it out flat"
        ) from fault
    found = []
    for name, table in values.items():
        if not isinstance(table, dict):
            raise BadConfiguration(
                f"{path}: {name!r} stands outside any table",
                fix="move it below the [situation] it belongs to",
            )
        found.append(_situation(_Table(path=path, name=name, values=table)))
    return tuple(found)


def _situation(table: _Table) -> Situation:
    if not IDENTIFIER.fullmatch(table.name):
        raise table.fault(
            "the name is no folder name", "use letters, digits, - and _, as in the folder of its reports"
        )
    table.only(SITUATION_KEYS)
    country = table.text("country")
    if country is not None and not ISO3.fullmatch(country):
        raise table.fault(f"country = {country!r} is no ISO code", 'write three capitals, such as "SYR"')
    start, end = table.day("start"), table.day("end")
    if start and end and start > end:
        raise table.fault(f"start {start} is after end {end}", "give the earlier day as start")
    size, source = table.number("household_size", SMALLEST, LARGEST), table.text("household_size_source")
    if (size is None) != (source is None):
        raise table.fault(
            "household_size and household_size_source go together",
            "give both, or neither to use the country's",
        )
    return Situation(
        situation_id=table.name,
        title=table.needed("title"),
        country_iso3=country,
        start=start,
        end=end,
        same_places=_places(table),
        events=tuple(_event(one) for one in table.tables("events")),
        household_size=size,
        household_size_source=source,
        summary=table.text("summary"),
        lead=table.text("lead"),
    )


def _places(table: _Table) -> tuple[NamedPlace, ...]:
    owners: dict[str, str] = {}
    places = []
    for one in table.tables("same_places"):
        one.only(PLACE_KEYS)
        place = NamedPlace(
            name=one.needed("name"),
            aliases=one.texts("aliases"),
            place_id=one.text("place_id"),
            lat=one.number("lat", -90, 90),
            lon=one.number("lon", -180, 180),
        )
        if (place.lat is None) != (place.lon is None):
            raise one.fault("lat and lon go together", "give both or neither")
        for name in (place.name, *place.aliases):
            if owners.setdefault(name.casefold(), place.name) != place.name:
                raise one.fault(
                    f"{name!r} already stands for {owners[name.casefold()]!r}",
                    "keep the name in one place only",
                )
        places.append(place)
    return tuple(places)


def _event(table: _Table) -> SituationEvent:
    table.only(EVENT_KEYS)
    day = table.day("date")
    if day is None:
        raise table.fault("date is missing", "add date = 2019-03-08")
    return SituationEvent(date=day, label=table.needed("label"), url=table.web("url"))


def load_household_sizes(path: Path) -> dict[str, float]:
    """Read persons per household by country.

    Parameters
    ----------
    path
        A CSV file with the columns iso3 and persons_per_household; others (country, year, source, url) are
        for people and are not read.

    Returns
    -------
    dict
        ISO3 code to persons per household, in the order of the file.

    Raises
    ------
    MissingInput
        There is no such file.
    BadConfiguration
        A column is missing, a code is no ISO3 code or comes twice, a size is no number between 1 and 20.  The
        message names file and line.
    """
    reader = csv.DictReader(io.StringIO(words_of(path)))
    columns = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    if missing := [name for name in SIZE_COLUMNS if name not in columns]:
        raise BadConfiguration(
            f"{path}, line 1: no column {' and '.join(missing)}",
            fix=f"head the columns {', '.join(SIZE_COLUMNS)}",
        )
    sizes: dict[str, float] = {}
    for row in reader:
        code, said = ((row[name] or "").strip() for name in SIZE_COLUMNS)
        where = f"{path}, line {reader.line_num}"
        if not ISO3.fullmatch(code):
            raise BadConfiguration(
                f"{where}: {code!r} is no ISO code", fix="write three capitals, such as SYR"
            )
        if code in sizes:
            raise BadConfiguration(f"{where}: {code} comes twice", fix="keep one row a country")
        try:
            size = float(said)
        except ValueError:
            size = 0.0
        if not SMALLEST <= size <= LARGEST:
            raise BadConfiguration(
                f"{where}: {said!r} persons per household is no number between {SMALLEST:g} and {LARGEST:g}",
                fix="write the average as a plain number, such as 4.6",
            )
        sizes[code] = size
    return sizes


def words_of(path: Path) -> str:
    """Return the text of a configuration file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MissingInput(f"{path}: no such file", fix="check the spelling of the path") from None
    except UnicodeDecodeError as fault:
        raise BadConfiguration(f"{path}: not UTF-8 text ({fault.reason})", fix="save it as UTF-8") from fault
    except OSError as fault:
        raise BadConfiguration(
            f"{path}: cannot be read ({fault.strerror})", fix="name a readable file"
        ) from fault
