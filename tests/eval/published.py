"""What ``tracker report`` wrote, as a reader of the pages would take it: a first sentence, lines by day, notes.

In: the folder a run wrote, and what the run printed.  Out: one ``Published``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

UNITS = {"people": "person", "households": "household", "homes": "dwelling"}
LEADING = re.compile(
    r"(?P<number>No|[\d,.]+)(?P<million> million)? (?P<unit>people|households|homes)\b", re.IGNORECASE
)
MONTHS = [dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
UNDERLINED = re.compile(r"^(?P<title>[^\n]+), as known on [^\n]*\n=+\n", re.MULTILINE)
PLACE = re.compile(
    r"\b(?P<way>from|to|in) (?P<place>.+?)(?= (?:from|to|in|since|by period|at a time|per period)\b|$)"
)
COMMON = frozenset(
    re.findall(r"\w+", "the of and a an district province region town city people in to from at")
)
ROUNDED = 0.01


def words(text: str | None) -> frozenset[str]:
    """Return the words of a name without accents, case and the words that every name has."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    every = frozenset(re.findall(r"[a-z0-9]+", plain))
    return (every - COMMON) or every


def near(value: float, low: float, high: float) -> bool:
    """Say whether a printed or fitted number lies within a range, but for rounding."""
    return low - max(abs(low) * ROUNDED, 0.3) <= value <= high + max(abs(high) * ROUNDED, 0.3)


@dataclass(frozen=True, kw_only=True)
class Point:
    """One day of a line."""

    date: dt.date
    best: float
    start: dt.date | None
    carried: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One series with its days."""

    name: str
    situation: str
    label: str
    term: str
    subterm: str | None
    unit: str
    measure: str
    accumulation: str | None
    since: dt.date | None
    group: str | None
    origin: str | None
    destination: str | None
    points: tuple[Point, ...]

    def at(self, day: dt.date, within: int = 0) -> list[Point]:
        """Return the points no further from a day than so many days."""
        return [point for point in self.points if abs((point.date - day).days) <= within]


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The first sentence of a page, and the line it tells."""

    text: str
    value: float
    unit: str
    date: dt.date
    line: Line | None


@dataclass(frozen=True, kw_only=True)
class Published:
    """All that a run wrote."""

    printed: str
    pages: str
    reports: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    used: dict[str, str]
    lines: list[Line]
    headlines: dict[str, Headline | None]
    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def leading(self) -> Headline | None:
        """The headline of the page that holds the most claims."""
        told = {name: size for name, size in self.sizes.items() if self.headlines.get(name)}
        return self.headlines[max(told, key=lambda name: told[name])] if told else None


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a published table, none when it was not written."""
    path = folder / "tables" / f"{name}.parquet"
    return pl.read_parquet(path).to_dicts() if path.exists() else []


def read(folder: Path, printed: str) -> Published:
    """Read what a run wrote into a folder."""
    record = folder / "run.json"
    situations = json.loads(record.read_text(encoding="utf-8"))["situations"] if record.exists() else {}
    lines = list(_lines(folder))
    summary = folder / "summary.txt"
    firsts = _first_sentences(summary.read_text(encoding="utf-8")) if summary.exists() else {}
    assigned = table(folder, "assignments")
    return Published(
        printed=printed,
        pages="".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))),
        reports=table(folder, "reports"),
        claims=table(folder, "claims"),
        conflicts=table(folder, "conflicts"),
        used={row["claim_id"]: row["series_id"] for row in assigned if row["role"] == "used"},
        lines=lines,
        headlines={
            name: _headline(firsts.get(one["title"].casefold(), ""), name, lines)
            for name, one in situations.items()
        },
        sizes={name: len(one["claims"]) for name, one in situations.items()},
    )


def _lines(folder: Path) -> Iterable[Line]:
    """Yield every series with its points and the names of its places."""
    names = {row["place_id"]: row["name"] for row in table(folder, "places")}
    points: dict[str, list[Point]] = {}
    for row in table(folder, "estimates"):
        if row["best"] is not None:
            point = Point(
                date=row["date"], best=row["best"], start=row["period_start"], carried=bool(row["carried"])
            )
            points.setdefault(row["series_id"], []).append(point)
    for row in table(folder, "series"):
        said = {found["way"]: found["place"] for found in PLACE.finditer(row["label"] or "")}
        origin, destination = row["origin_id"], row["destination_id"]
        yield Line(
            name=row["series_id"],
            situation=row["situation"],
            label=row["label"] or "",
            origin=names.get(origin, origin) or said.get("from"),
            destination=names.get(destination, destination) or _no_total(said.get("to") or said.get("in")),
            points=tuple(points.get(row["series_id"], ())),
            **{
                key: row[key]
                for key in ("term", "subterm", "unit", "measure", "accumulation", "since", "group")
            },
        )


def _no_total(place: str | None) -> str | None:
    """A label's "in total" names no place."""
    return None if place in {None, "total"} else place


def _first_sentences(summary: str) -> dict[str, str]:
    """Return the line under each title of summary.txt."""
    parts = UNDERLINED.split(summary)
    return {
        title.casefold(): body.strip().split("\n")[0]
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def _headline(text: str, situation: str, lines: list[Line]) -> Headline | None:
    """Take the number, the unit and the day out of a first sentence, and find the line that has them."""
    sentence = re.split(r"(?<=[a-z0-9)])\. (?=[A-Z])", text, maxsplit=1)[0]
    number = LEADING.search(sentence)
    days = [
        dt.date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in DAY.findall(sentence)
    ]
    if number is None or not days:
        return None
    said = number["number"].strip(".,").replace(",", "")
    value = 0.0 if said.lower() == "no" else float(said) * (1e6 if number["million"] else 1)
    unit = UNITS[number["unit"].lower()]
    told = words(sentence)
    fitting = [
        (len(told & words(f"{line.label} {line.origin} {line.destination}")), line)
        for line in lines
        if line.situation == situation and line.unit == unit
        if any(near(point.best, value, value) for point in line.at(days[-1]))
    ]
    line = max(fitting, key=lambda one: one[0])[1] if fitting else None
    return Headline(text=sentence, value=value, unit=unit, date=days[-1], line=line)
