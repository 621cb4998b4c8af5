"""The words by which the columns of a table are known, compiled once per language.

In: the head of a column.  Out: what the column holds.
Words: lexicon/<language>/tables.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from tracker.lexicon import alternatives, load
from tracker.lexicon.typed import typed

Side = Literal["here", "origin", "destination"]
ColumnKind = Literal["day", "begin", "end", "year", "month", "place", "code", "serial", "label"]

_WORD = re.compile(r"[^\W\d_]+\d?|#")
_WIDEST = 4  # words of a phrase that stands in a list
_KEPT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRank:
    """The kinds of places of one rank: the words that head their columns."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Words that say on which side of the way a place is; of counts made where people left; small words."""

    origin: frozenset[str]
    destination: frozenset[str]
    back: frozenset[str]
    counted: frozenset[str]
    small: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherHeads:
    """Words of columns that hold no place and no day, and of rows and columns that sum up."""

    codes: frozenset[str]
    serials: frozenset[str]
    kinds: frozenset[str]
    totals: frozenset[str]
    sums: frozenset[str]
    running: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """How heads and titles say what figures are counted in."""

    thousands: tuple[str, ...]
    millions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """The lists of a language's tables.toml."""

    days: frozenset[str]
    begins: frozenset[str]
    ends: frozenset[str]
    weeks: frozenset[str]
    years: frozenset[str]
    months_heads: frozenset[str]
    places: tuple[PlaceRank, ...]
    sides: Sides
    other: OtherHeads
    groups: dict[str, str]
    scales: Scales


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead:
    """What the words of a head say its column holds; ``rank`` of a place: the finer, the higher.

    ``back``: people came back to its places; ``both``: rows are where they left, columns where they went.
    """

    kind: ColumnKind = "label"
    side: Side = "here"
    rank: int = 0
    weekly: bool = False
    code: bool = False
    running: bool = False
    at_origin: bool = False
    known: bool = False
    back: bool = False
    both: bool = False


def _phrases(words: str) -> frozenset[str]:
    """Return the words of a head and the phrases that they make."""
    found = _WORD.findall(words.lower())
    return frozenset(
        " ".join(found[at : at + length])
        for length in range(1, _WIDEST + 1)
        for at in range(len(found) - length + 1)
    )


@cache
def table_words(language: str) -> TableFile:
    """Return the lists of a language's tables.toml.

    Raises
    ------
    BadConfiguration
        The language has no tables.toml, or it lacks a list.
    """
    return typed(TableFile, load(language, "tables"), f"{language}/tables")


@lru_cache(maxsize=_KEPT)
def column_head(words: str, language: str) -> ColumnHead:
    """Return what the head of a column says that it holds."""
    file = table_words(language)
    found = _phrases(words)
    other = file.other
    side: Side = (
        "origin" if found & file.sides.origin else "destination" if found & file.sides.destination else "here"
    )
    code, running = bool(found & other.codes), bool(found & other.running)
    weekly, at_origin = bool(found & file.weeks), bool(found & file.sides.counted)
    back = bool(found & file.sides.back)
    side = "destination" if back else side
    made = ColumnHead(side=side, code=code, running=running, at_origin=at_origin, weekly=weekly)
    single = set(_WORD.findall(words.lower()))
    sided = (
        single
        <= file.sides.origin | file.sides.destination | file.sides.back | file.sides.small | other.codes
    )
    kind, rank = _kind(found, file, side=side, code=code, serial=single <= other.serials, aside=sided)
    if kind is None:
        return made
    return ColumnHead(
        kind=kind,
        side=side,
        rank=rank,
        code=code,
        running=running,
        at_origin=at_origin,
        weekly=weekly,
        known=True,
        back=back,
        both=bool(found & file.sides.origin and found & file.sides.destination),
    )


def _kind(
    found: frozenset[str], file: TableFile, *, side: Side, code: bool, serial: bool, aside: bool
) -> tuple[ColumnKind | None, int]:
    """Return what a column holds, and how fine its places are; None where its head does not say."""
    rank = max((at for at, one in enumerate(file.places) if found & one.words), default=None)
    if found & file.other.kinds and not found & file.days:
        return None, 0
    if found & file.days:
        return ("begin" if found & file.begins else "end" if found & file.ends else "day"), 0
    if found & file.years:
        return "year", 0
    if found & file.months_heads or (found & file.weeks and rank is None):
        return "month" if found & file.months_heads else "day", 0
    if rank is not None:
        return "place", rank
    if side != "here" and aside:
        return "place", len(file.places) - 2  # "Origin", "From", "Place of displacement"
    if code:
        return "code", 0
    return ("serial", 0) if found and serial else (None, 0)


def without_totals(words: str, language: str) -> tuple[str, bool]:
    """Return the name of a row without the words that say it sums others up, and whether it does."""
    other = table_words(language).other
    parts = words.split()
    known = [part.strip(":*()").lower() for part in parts]
    if not any(part in other.totals for part in known[:1] + known[-1:]):
        return words, False
    return " ".join(part for part, low in zip(parts, known, strict=True) if low not in other.sums), True


@lru_cache(maxsize=_KEPT)
def scale_of(words: str, language: str) -> int:
    """Return what figures under a head or title are counted in: 1,000 for "IDPs (in thousands)"."""
    scales = table_words(language).scales
    for number, said in ((1_000, scales.thousands), (1_000_000, scales.millions)):
        if re.search(rf"(?:^|[^\w]){alternatives(said)}(?![\w])", words, re.IGNORECASE):
            return number
    return 1


def group_of(code: str, language: str) -> str | None:
    """Return the words of a code for who is counted, None where it is none."""
    return table_words(language).groups.get(code.strip().lower())
