"""What a language provides to read times: the lists of its times.toml, and the names the grammar gives them.

The names (``Unit``, ``Tie``, ``Turn`` ...) are the grammar's own and the same in every language; the words under
them are the language's.

Words: lexicon/<language>/times.toml
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.vocabulary import Precision, TimeRelation

Unit = Literal[
    "hour", "day", "week", "fortnight", "month", "quarter", "half", "year", "decade", "weekend"
]  # fmt: skip
Tie = Literal[
    "in", "during", "since", "from", "between", "by", "as_of", "until", "before", "after", "for"
]  # fmt: skip
"""How a preposition ties an event to a time."""
Turn = Literal["this", "last", "past", "next", "recent"]
Part = Literal["start", "early", "mid", "late", "end", "earlier", "later"]
Piece = Literal["quarter", "half"]
Join = Literal[
    "and", "to", "of", "within", "month", "the", "at", "on", "each", "onwards", "ago", "ending", "starting",
    "hedge", "exact", "under", "loose", "rolls",
]  # fmt: skip
"""The small words between the parts of a time."""
Head = Literal["published", "updated", "period", "as_of"]
"""What a cue at the head of a report dates."""
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Names in the calendar's order, short names with their number, names that are ordinary words too."""

    names: Words
    short: dict[str, int]
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekdays:
    """Names from Monday on, short names with their number from 0."""

    names: Words
    short: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dayparts:
    """Parts of the day, and what stands behind a clock's time."""

    names: Words
    zone: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """What may end a figure or a name: "5th", "1990s", "Friday's", "Saturdays", "8 p.m.", "0800 hours"."""

    ordinals: Words
    decades: Words
    owners: Words
    weekdays: Words
    day_halves: Words
    clock: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Phrases that hold their own span: days from the report's day; an absent end is open."""

    words: Words
    from_: int | None = None
    to: int | None = None
    relation: TimeRelation | None = None
    precision: Precision = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Phrases that count so many days from the time named last; ``alone``: only where nothing follows them."""

    words: Words
    days: int
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Words behind a count of days or weeks: from the time named last on, or back."""

    later: Words
    earlier: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """Phrases that count up from the start of what follows."""

    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Words around "since" and an event: the event's nouns and verbs, what stops the look for its date."""

    nouns: Words
    verbs: Words
    stops: frozenset[str]
    auxiliaries: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Nouns behind a four-digit number that is a count and no year."""

    nouns: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Cues at the head of a report, and those near a date that is not the day of the text."""

    published: Words
    updated: Words
    period: Words
    as_of: Words
    other: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesFile:
    """The whole of a language's times.toml."""

    months: Months
    weekdays: Weekdays
    dayparts: Dayparts
    endings: Endings
    numbers: dict[str, int]
    ordinals: dict[str, int]
    units: dict[Unit, Words]
    singular: frozenset[str] = frozenset()
    """Words of units, besides the first of each, that name one: "an, année"."""
    relations: dict[Tie, Words]
    joins: dict[Join, Words]
    turns: dict[Turn, Words]
    parts: dict[Part, Words]
    pieces: dict[Piece, Words]
    fixed: tuple[Fixed, ...]
    back: tuple[Back, ...]
    later: Later
    so_far: SoFar
    events: Events
    counted: Counted
    heads: Heads
