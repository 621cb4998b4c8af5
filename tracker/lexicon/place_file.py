"""What a language provides to read places: the lists of its places.toml, one field each.

Names of places are no words of a language: they stand in lexicon/places/.

Words: lexicon/<language>/places.toml
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.vocabulary import PlaceRole

Words = tuple[str, ...]
Set = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """What stands before a place and says which part it has."""

    from_: Words
    to: Words
    in_: Words
    none: Words
    of_areas: dict[str, PlaceRole]
    across: Set
    trusted: Set
    for_: Words
    with_: Set
    only_areas: Set
    """Of the words before areas, those before a few nouns only: ``areas.kept``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Nouns that belong to a name, by the level they speak of, and what may stand before them."""

    adm1: Words
    adm2: Words
    place: Words
    camp: Words
    area: Words
    before: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifiers:
    """Words that narrow a name, and what stands between a role word and a name."""

    words: Words
    compass: Words
    people_of: Words
    bridge_nouns: Words
    determiners: Words
    of: Words
    naming: Words
    """"called", "named": a name follows."""
    bridge_links: Words
    articles: Words
    parts_of: Words
    and_: Words
    nationality_endings: Words
    plural_endings: Words
    owners: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What joins places of one role: "from Hajin, in Sousa and in Baghouz"."""

    joins: Words
    phrases: Words
    roles: Words
    takes_in: Words = ()
    """What a place does with the people whose number follows: "Ostra has received 5,600"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """What is crossed to the place behind it, as in "crossed the border in"."""

    stems: Words
    words: Words
    nouns: Words
    lines: Set
    """What is crossed and is no place people are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillers:
    """What stands inside a phrase for an area, and what never does."""

    never: Words
    after: Words
    inner: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Nouns of areas without a name, and the words around them."""

    heads: Words
    only_after: dict[str, Set]
    named_as: dict[str, str]
    """Nouns whose areas go by the name of another: "host households" are "host families"."""
    fillers: Fillers
    bare: Words
    """Nouns that are places only by ``only_after``: "host families"."""
    after_role: Set
    """Of these, the ones that need one of ``roles.with_`` before them."""
    kept: Set
    determiners: Words
    name_nouns: Words
    distances: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Capitalised words that name no place, or only beside others."""

    stop: Set
    prefixes: Set
    titles: Set
    given: Set
    surname_countries: Set
    calendar: Set
    organisations: Set
    organisation_links: Set
    missions: Set
    mission_links: Set
    phrases: Words
    not_places: Set
    hyphenated: Words
    printed: Set
    """Words that alone are no place as they are printed: "Us"."""
    articles: Words
    """An article that may stand before a name and is no part of it."""
    speech: Words
    """Verbs of speech: who says something is no place."""
    uncased: bool = False
    """Whether the script has no capitals: only names that the gazetteer knows are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutCountry:
    """Where agencies sit: no sign of what a report is about."""

    seats: Words
    seat_countries: Set


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesFile:
    """The whole of a language's places.toml."""

    roles: Roles
    heads: Heads
    modifiers: Modifiers
    lists: Lists
    crossing: Crossing
    areas: Areas
    names: Names
    about_country: AboutCountry
