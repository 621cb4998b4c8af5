"""The words around names of places, compiled: prepositions, generic nouns, names that are no places.

In: ``lexicon/<language>/places.toml`` (English where a language has none yet).  Out: ``PlaceWords``.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tracker.errors import BadConfiguration
from tracker.lexicon import alternatives, keys, load
from tracker.lexicon.folding import plain
from tracker.vocabulary import PlaceLevel, PlaceRole

UPPER: Final = "".join(
    chr(code)
    for code in (*range(0x41, 0x590), *range(0x1E00, 0x2000))
    if code <= sys.maxunicode and chr(code).isupper()
)
"""Capital letters, for character classes: the standard library's ``re`` has no class of them."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceWords:
    """One language's words around places, ready to match."""

    capital: re.Pattern[str]
    """One capitalised word, with an article that belongs to it (al-Hol)."""
    before: re.Pattern[str]
    """The role word, and what stands between it and a name; anchored at the name."""
    modifier: re.Pattern[str]
    head: re.Pattern[str]
    joint: re.Pattern[str]
    """What joins places of one role: a comma, "and"."""
    area: re.Pattern[str]
    leading: frozenset[str]
    """Words right before a name that ``before``, ``modifier`` or ``naming`` may end in."""
    narrowing: frozenset[str]
    """The last parts of narrowing words: "eastern" of "north-eastern"."""
    naming: re.Pattern[str]
    """A generic noun and "of" before a name: "the villages of"."""
    phrase: re.Pattern[str]
    compound: re.Pattern[str]
    """What follows a name in "US-backed"."""
    roles: dict[str, PlaceRole]
    area_roles: dict[str, PlaceRole]
    trusted: frozenset[str]
    across: frozenset[str]
    heads: dict[str, str]
    stop: frozenset[str]
    titles: frozenset[str]
    given: frozenset[str]
    calendar: frozenset[str]
    organisations: frozenset[str]
    organisation_links: frozenset[str]
    missions: frozenset[str]
    mission_links: frozenset[str]
    not_places: frozenset[str]
    not_place_endings: tuple[str, ...]
    explained: frozenset[str]
    """Capitalised words beside a name that do not make it a person's or a firm's."""
    directions: frozenset[str]
    """Narrowing words as the gazetteer folds them; alone they name no place."""
    surname_countries: frozenset[str]
    compass: frozenset[str]
    prefixes: frozenset[str]
    """Words that begin names of places: lake, mount, wadi."""
    only_after: dict[str, frozenset[str]]
    phrase_keys: frozenset[str]
    area_keys: frozenset[str]
    """A word of every phrase and every noun of areas: a text without one need not be searched for them."""
    seats: tuple[str, ...]
    seat_countries: frozenset[str]


@cache
def place_words(language: str) -> PlaceWords:
    """Return a language's words around places, compiled once."""
    try:
        data = load(language, "places")
    except BadConfiguration:
        data = load("en", "places")
    return _compiled(data)


def _compiled(data: dict[str, Any]) -> PlaceWords:
    roles: dict[str, PlaceRole] = {}
    for role in ("in", "to", "from"):
        roles |= dict.fromkeys(data["roles"][role], role)
    none: dict[str, PlaceRole | None] = dict.fromkeys(data["roles"]["none"])
    heads = {
        noun: level for level in ("area", "place", "camp", "adm2", "adm1") for noun in data["heads"][level]
    }
    names = data["names"]
    modifiers = data["modifiers"]
    areas = data["areas"]
    role = alternatives(sorted({**roles, **none}))
    area_role = alternatives(sorted({*roles, *none, *data["roles"]["of_areas"]}))
    compass = alternatives(modifiers["compass"])
    determiner = alternatives(modifiers["determiners"])
    narrowing = alternatives(modifiers["words"])
    bridge = alternatives(modifiers["bridge_nouns"])
    naming = alternatives([*modifiers["bridge_nouns"], *modifiers["people_of"]])
    never = alternatives([*areas["fillers"]["never"], *modifiers["determiners"][:10]])
    head = alternatives(areas["heads"])
    after = alternatives(areas["fillers"]["after"])
    inner = alternatives(areas["fillers"]["inner"])
    small = frozenset(w for key in ("stop", "calendar", "titles") for w in names[key] if len(w) < 12)
    capital_word = rf"(?-i:[{UPPER}][\w’'‘ʿ-]*)"
    bridging = rf"(?-i:[a-z]+(?:-[a-z]+)*|[{UPPER}]\w+(?:an|i|ese|ish)|\d[\d,.]*)"
    return PlaceWords(
        # begins with a class of letters, which the engine skips to, and only then asks what stands before
        capital=re.compile(
            rf"[{UPPER}aedl](?<![\w’'-].)(?:(?<=[A-Z])\.(?:[A-Z]\.)+|(?:(?<![aedl])"
            rf"|(?:(?<=a)(?:[dlnrstz]|sh)|(?<=e)[dlnrsz])[-‑][{UPPER}]|(?<=[ae])l [{UPPER}]|(?<=[dl])[’'][{UPPER}])"
            rf"\w*(?:[-‑’'‘ʿ`´]\w+)*(?:(?<=\bSt)\.|(?<=\bMt)\.)?)"
        ),
        before=re.compile(
            rf"(?:^|(?<=[\s(“\"'—–-]))({role})\s+(?:(?:{determiner})\s+)*"
            rf"(?:(?:{bridging}\s+){{0,3}}?(?:{bridge})\s+(?:of|in|called|named|around|near|at|outside|along)\s+"
            rf"(?:the\s+)?)?"
            rf"(?:(?:{narrowing})\s+)*[“\"'‘]?$",
            re.IGNORECASE,
        ),
        modifier=re.compile(
            rf"(?<![\w-])(?:{narrowing})(?:(?:\s+and\s+|-|\s+)(?:{narrowing}))*\s+(?:parts\s+of\s+)?$",
            re.IGNORECASE,
        ),
        head=re.compile(
            rf"(?:[’']s?)?\s{{1,3}}((?:(?:refugee|IDP|displacement|main|old)\s+)?"
            rf"(?:{alternatives(sorted(heads))}))(?![\w-])",
            re.IGNORECASE,
        ),
        joint=re.compile(
            rf"\s*(?:,|/|&|,?\s*\band\b|,?\s*\bor\b|,?\s*\bas well as\b)\s*(?:and\s+|or\s+)?"
            rf"(?:in\s+|from\s+|to\s+)?(?:the\s+)?"
            rf"(?:(?:{bridge})\s+of\s+)?(?:(?:{narrowing})\s+)*$",
            re.IGNORECASE,
        ),
        area=re.compile(
            rf"(?<![\w-])({area_role})\s+(?:(?:the|an?|their|its|this|that|these|those|some|other)\s+)*"
            rf"((?:(?!(?-i:{never})\b)(?:[Uu]\.[SsNn]\.|[\w’'-]+)\s+){{0,5}}?"
            rf"(?:{head}|families|relatives|countries|(?<=the ){compass}(?!\s+of\b))(?![\w-])"
            rf"(?:\s+(?:{head})(?![\w-]))*"
            rf"(?:\s+of\s+(?:{inner})(?!\w))?"
            rf"(?:\s+(?:{after})\s+(?:the\s+)?(?:[\w’'-]+\s+)?{capital_word}"
            rf"(?:\s+(?:{capital_word}|border|region|city|group))*)?"
            rf"(?:(?:,|,?\s+and|,?\s+or)\s+(?:(?!(?-i:{never})\b)(?-i:[a-z][\w-]*\s+)){{0,2}}?(?:{head})(?![\w-])){{0,3}})",
            re.IGNORECASE,
        ),
        phrase=re.compile(rf"(?<!\w){alternatives(names['phrases'])}(?!\w)"),
        compound=re.compile(rf"[-‑](?:{alternatives(names['hyphenated'])})\b"),
        naming=re.compile(rf"(?<![\w-])({naming})\s+(?:of|called|named)\s+[“\"'‘]?$", re.IGNORECASE),
        narrowing=frozenset(word.replace("-", " ").rpartition(" ")[2] for word in modifiers["words"]),
        leading=frozenset(
            {word.rpartition(" ")[2] for word in (*roles, *none)}
            | set(modifiers["determiners"])
            | {part for word in modifiers["words"] for part in word.replace("-", " ").split()}
            | {"of", "in", "called", "named", "around", "near", "at", "outside", "along", "the", "parts"}
        ),
        roles=roles,
        area_roles={**roles, **data["roles"]["of_areas"]},
        trusted=frozenset(data["roles"]["trusted"]),
        across=frozenset(data["roles"]["across"]),
        heads=heads,
        stop=frozenset(names["stop"]),
        titles=frozenset(names["titles"]),
        given=frozenset(names["given"]),
        calendar=frozenset(names["calendar"]),
        organisations=frozenset(names["organisations"]),
        organisation_links=frozenset(names["organisation_links"]),
        missions=frozenset(names["missions"]),
        mission_links=frozenset(names["mission_links"]),
        not_places=frozenset(names["not_places"]),
        not_place_endings=tuple(" " + name for name in names["not_places"] if " " in name),
        explained=frozenset(
            {w for noun in heads for w in noun.split()}
            | set(modifiers["words"])
            | small
            | set(roles)
            | set(modifiers["determiners"])
        ),
        directions=frozenset(plain(word) for word in (*modifiers["words"], *modifiers["compass"])),
        surname_countries=frozenset(names["surname_countries"]),
        compass=frozenset(modifiers["compass"]),
        prefixes=frozenset(names["prefixes"]),
        only_after={noun: frozenset(before) for noun, before in areas["only_after"].items()},
        phrase_keys=keys(names["phrases"]),
        area_keys=keys((*areas["heads"], "families", "relatives", "countries", *modifiers["compass"])),
        seats=tuple(data["about_country"]["seats"]),
        seat_countries=frozenset(data["about_country"]["seat_countries"]),
    )


def level_of(noun: str, words: PlaceWords) -> PlaceLevel | None:
    """Return the level a generic noun speaks of: a province, a district, a town, a camp."""
    level = words.heads.get(noun) or words.heads.get(noun.rpartition(" ")[2])
    return None if level in (None, "area") else level  # type: ignore[return-value]
