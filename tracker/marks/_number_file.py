"""What a language provides to read numbers: the lists of its amounts.toml, one field each.

The names of tables and lists are the grammar's own; the words in them are the language's.  A language without
a kind of word ("dozen", "lakh") gives an empty table.

Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.lexicon import load
from tracker.lexicon.typed import typed
from tracker.vocabulary import Per

WordKind = Literal[
    "fractions", "fraction", "plural", "dozen", "scale", "hundred", "zero", "ten", "teen", "unit", "ordinal",
    "glued",
]  # fmt: skip
"""What a word of a number is: "thirds", "third", "thousands", "dozen" ... "glued" is "fiftyeight"."""
Role = Literal[
    "year", "weekday", "month", "capital", "name", "phone", "article", "vague", "label", "rate_base", "money",
    "age", "from", "between", "more", "approximately", "at_most", "at_least",
]  # fmt: skip
"""What a word before a number makes of it."""
Reason = Literal[
    "year", "date", "time", "money", "age", "distance", "area", "weight", "volume", "duration", "temperature",
    "speed", "energy",
    "magnitude", "label", "list", "name", "ordinal", "score", "code", "phone", "address", "coordinate",
    "compound", "rate", "times", "points", "one", "fraction", "word",
]  # fmt: skip
"""Why a number counts nobody."""
Words = tuple[str, ...]
Set = frozenset[str]
Values = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A table of one list."""

    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """What follows figures at once: "3rd", "80s", "one's"; "8 p.m."."""

    ordinals: Words
    decades: Words
    owners: Words
    day_halves: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """Per cent, and the points it must not be."""

    words: Words
    points: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedges:
    """What qualifies a number, before it."""

    at_least: Words
    at_most: Words
    approximately: Words
    closing: Set
    closing_joins: Words
    closing_anyway: Set
    spreading: Set
    more: Words
    vague: Words
    article: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailing:
    """What qualifies a number, behind it; one that begins with a blank stands apart."""

    at_least: Words
    at_most: Words
    approximately: Words
    more: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FarBounds:
    """A bound behind the noun: "300 people or more"."""

    opening: Words
    at_least: Words
    at_most: Words
    approximately: Words
    not_before: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Units of a rate, "a day" or "daily", and what shows that there is none.

    ``always``: those of ``each`` that say nothing else; ``goes_on``: what may
    follow one that closes its clause; ``nouns`` and ``of``: "an average daily rate of".
    """

    each: Words
    always: Words
    goes_on: Words
    nouns: Words
    of: Words
    not_before: Words
    not_across: Words
    units: dict[str, Per]
    words: dict[str, Per]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joiners:
    """What joins two numbers, or the words of one."""

    to: Words
    and_: Words
    or_: Words
    between: Words
    from_: Words
    in_: Words
    out_of: Words
    of: Words
    point: Words
    one: Words
    in_tens: Words = ()
    """What joins tens and units: "treinta y dos"."""
    units_first: bool = False
    """Whether the unit stands before the tens: "five and twenty"."""
    sums: bool = False
    """Whether what an "and" joins to a number is added to it, figures too: "29 thousand and 350"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a language writes figures."""

    dot_groups: bool = False
    """Whether a dot before three figures parts thousands: "16.740"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Words of change, after which two numbers are no range."""

    words: Words
    stems: Words
    copulas: Words
    not_: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Nobody:
    """Words for nobody; ``no`` needs a noun behind it."""

    words: Words
    no: Words
    none_not_before: Words
    none_not_after: Words
    no_not_before: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """Words around a "one" that counts nothing."""

    not_before: Words
    not_after: Set
    only_before: Words = ()
    """Where "one" is the article too: the nouns before which it counts; it also counts in a list of numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Nouns of people and homes, and verbs of theirs."""

    nouns: Words
    not_across: Words
    verbs: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words that make a number a label: "Section 4", "Camp 14"."""

    always: Words
    capital: Words
    anyway: Set
    ends: Words
    plural_continues: Set
    carried: frozenset[Reason]
    rate_base: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Currencies before and after a figure."""

    before: Words
    after: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """Words around ages."""

    before: Words
    over_under: Set
    people: Set
    after: Words
    greatest: int
    apposition: Words
    usual: frozenset[int]
    usual_follow: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Units of what is measured, by the reason they give."""

    adjectives: Words
    figures_only: Set
    after: dict[Reason, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Words behind a unit that show what it is."""

    follow: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Compounds:
    """Words behind a hyphen that leave a number a count: "300-strong"."""

    counts: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """Which four figures may be a year, and the words before it."""

    from_: int
    to: int
    strong: Set
    before: Set


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Months, those that need their capital, weekdays before a day, what leaves a number behind a month free."""

    full: Words
    capital: Set
    day_before: Words
    counts_after: Set


@dataclass(frozen=True, slots=True, kw_only=True)
class Phones:
    """What announces a telephone's number."""

    before: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Words for a half, and those around one that is no share: "half an hour"."""

    words: Words
    not_after: Words
    not_before: Words
    bare: bool = False
    """Whether it needs no article behind a number: "un million et demi"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersFile:
    """The whole of a language's amounts.toml."""

    small: Values
    teens: Values
    tens: Values
    zeros: Values
    hundreds: Values
    scales: Values
    scale_signs: Values
    scale_letters: Values
    dozens: Values
    plurals: Values
    vague: Values
    rounded: Listed = Listed(words=())
    fractions: Values
    fraction_plurals: Values
    ordinals: Listed
    share_follows: Listed
    percent: Percent
    endings: Endings
    hedges: Hedges
    trailing: Trailing
    trailing_not_before: Listed
    far_bounds: FarBounds
    rates: Rates
    joiners: Joiners
    changes: Changes
    none: Nobody
    one: One
    vague_needs: dict[str, Words]
    counted: Counted
    labels: Labels
    not_share_bases: Listed
    names: dict[str, frozenset[int]]
    money: Money
    ages: Ages
    units: Units
    metres: Follow
    compounds: Compounds
    years: Years
    months: Months
    phones: Phones
    half: Half
    figures: Figures = Figures()


def numbers_file(language: str) -> NumbersFile:
    """Return the words of a language.

    Raises
    ------
    BadConfiguration
        The language has no amounts.toml, or it lacks a list.
    """
    return typed(NumbersFile, load(language, "amounts"), f"{language}/amounts")
