"""The words around names of places, compiled: prepositions, generic nouns, names that are no places.

In: ``lexicon/<language>/places.toml``.  Out: ``PlaceWords``.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from tracker.lexicon import alternatives, keys, load
from tracker.lexicon.folding import plain
from tracker.lexicon.place_file import Areas, Heads, PlacesFile
from tracker.lexicon.typed import typed
from tracker.vocabulary import PlaceLevel, PlaceRole

UPPER: Final = "".join(
    chr(code)
    for code in (*range(0x41, 0x590), *range(0x1E00, 0x2000))
    if code <= sys.maxunicode and chr(code).isupper()
)
"""Capital letters, for character classes: the standard library's ``re`` has no class of them."""


HeadLevel = Literal["area", "place", "camp", "adm2", "adm1"]


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
    heads: dict[str, HeadLevel]
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
    numbers: frozenset[str]
    """Numbers in words, which open a sentence and name no place ("Five shelters")."""
    """Capitalised words beside a name that do not make it a person's or a firm's."""
    directions: frozenset[str]
    """Narrowing words as the gazetteer folds them; alone they name no place."""
    surname_countries: frozenset[str]
    compass: frozenset[str]
    prefixes: frozenset[str]
    """Words that begin names of places: lake, mount, wadi."""
    only_after: dict[str, frozenset[str]]
    named_as: dict[str, str]
    phrase_keys: frozenset[str]
    area_keys: frozenset[str]
    """A word of every phrase and every noun of areas: a text without one need not be searched for them."""
    speech: re.Pattern[str]
    """A verb of speech behind a name."""
    crossed: re.Pattern[str]
    """"crossed the border", anchored at the name behind it."""
    listed: re.Pattern[str]
    """What shows that a list goes on behind a name."""
    taking: re.Pattern[str]
    """What a place that took people in did, and how many: behind its name."""
    figure: re.Pattern[str]
    """The figure of an item of a list, between it and the next."""
    item: re.Pattern[str]
    """The figure of an item that is all the item says, behind its name: "Mirna 2,400 and"."""
    listing: re.Pattern[str]
    """What stands before such a name: the item before, or the colon of the list."""
    distance: re.Pattern[str]
    owners: tuple[str, ...]
    """Endings of an owner: "Malawi's"."""
    links_of: frozenset[str]
    naming_words: frozenset[str]
    gaps_to: frozenset[str]
    """Between a place left and the place people went to."""
    plural: tuple[str, ...]
    nouns: Areas
    with_: frozenset[str]
    only_areas: frozenset[str]
    lines: frozenset[str]
    bare_articles: tuple[str, ...]
    """Articles in small letters with their blank, which are no part of a name."""
    printed_articles: tuple[str, ...]
    printed: frozenset[str]
    seats: tuple[str, ...]
    seat_countries: frozenset[str]
    language: str
    uncased: bool
    """Whether the script has no capitals: only names that the gazetteer knows are read."""


_NUMBERS = ("small", "teens", "tens", "hundreds", "scales", "dozens", "plurals")  # tables of amounts.toml


@cache
def place_words(language: str) -> PlaceWords:
    """Return a language's words around places, compiled once."""
    return _compiled(typed(PlacesFile, load(language, "places"), f"{language}/places"), language)


def _compiled(file: PlacesFile, language: str) -> PlaceWords:
    names, modifiers = file.names, file.modifiers
    roles: dict[str, PlaceRole] = dict.fromkeys(file.roles.in_, "in")
    roles |= dict.fromkeys(file.roles.to, "to")
    roles |= dict.fromkeys(file.roles.from_, "from")
    heads = _heads(file.heads)
    pattern = _Patterns(file, {*roles, *file.roles.none}, heads)
    small = frozenset(w for words in (names.stop, names.calendar, names.titles) for w in words if len(w) < 12)
    narrowing = {part for word in modifiers.words for part in word.replace("-", " ").split()}
    around = (*modifiers.bridge_links, *modifiers.articles, *(word.split()[0] for word in modifiers.parts_of))
    return PlaceWords(
        capital=pattern.capital(),
        before=pattern.before(),
        modifier=pattern.modifier(),
        head=pattern.head(),
        joint=pattern.joint(),
        area=pattern.area(),
        phrase=re.compile(rf"(?<!\w){alternatives(names.phrases)}(?!\w)"),
        compound=re.compile(rf"[-‑](?:{alternatives(names.hyphenated)})\b"),
        naming=pattern.naming(),
        narrowing=frozenset(word.replace("-", " ").rpartition(" ")[2] for word in modifiers.words),
        leading=frozenset(
            {word.rpartition(" ")[2] for word in (*roles, *file.roles.none)}
            | {*modifiers.determiners, *narrowing, *around}
        ),
        roles=roles,
        area_roles={**roles, **file.roles.of_areas},
        trusted=file.roles.trusted,
        across=file.roles.across,
        heads=heads,
        stop=names.stop,
        titles=names.titles,
        given=names.given,
        calendar=names.calendar,
        organisations=names.organisations,
        organisation_links=names.organisation_links,
        missions=names.missions,
        mission_links=names.mission_links,
        not_places=names.not_places,
        not_place_endings=tuple(" " + name for name in names.not_places if " " in name),
        explained=frozenset(
            {w for noun in heads for w in noun.split()}
            | {*modifiers.words, *small, *roles, *modifiers.determiners}
        ),
        numbers=frozenset(
            word for table in _NUMBERS for word in load(language, "amounts").get(table, ()) if " " not in word
        ),
        directions=frozenset(plain(word) for word in (*modifiers.words, *modifiers.compass)),
        surname_countries=names.surname_countries,
        compass=frozenset(modifiers.compass),
        prefixes=names.prefixes,
        only_after=file.areas.only_after,
        named_as=file.areas.named_as,
        phrase_keys=keys(names.phrases),
        area_keys=keys((*file.areas.heads, *file.areas.bare, *modifiers.compass)),
        speech=re.compile(rf"\s+{alternatives(names.speech)}\b"),
        crossed=pattern.crossed(),
        listed=re.compile(rf"\s*(?:,\s*|\s{alternatives(file.lists.joins)}\s+)"),
        taking=re.compile(rf"\s+{alternatives(file.lists.takes_in)}\s+(?:\w+\s+){{0,2}}\d")
        if file.lists.takes_in
        else re.compile(r"(?!)"),
        figure=re.compile(r"^\s*(?:\(\s*[\d.,\s]+\)|(?:\w{2,3}\s)?\d[\d.,]*\d)(?=\s|,\s)"),
        item=re.compile(rf"\s\d{{1,3}}(?:,\d{{3}})+(?=\s*(?:[,;.)]|$|{alternatives(file.lists.joins)}\s))"),
        listing=re.compile(rf"(?:\d[^.;:]{{0,40}}(?:,|;|\s{alternatives(file.lists.joins)})|[a-z]:)\s*$"),
        distance=re.compile(rf"\b{alternatives(file.areas.distances)}\s+$", re.IGNORECASE),
        owners=modifiers.owners,
        links_of=frozenset(modifiers.of),
        naming_words=frozenset(modifiers.naming),
        gaps_to=frozenset(file.roles.for_),
        plural=modifiers.plural_endings,
        nouns=file.areas,
        with_=file.roles.with_,
        only_areas=file.roles.only_areas,
        lines=file.crossing.lines,
        bare_articles=tuple(f"{article} " for article in modifiers.articles),
        printed_articles=names.articles,
        printed=names.printed,
        seats=file.about_country.seats,
        seat_countries=file.about_country.seat_countries,
        language=language,
        uncased=names.uncased,
    )


def _heads(heads: Heads) -> dict[str, HeadLevel]:
    """Return the level each generic noun speaks of; of two lists the later one wins."""
    levels: tuple[tuple[HeadLevel, tuple[str, ...]], ...] = (
        ("area", heads.area),
        ("place", heads.place),
        ("camp", heads.camp),
        ("adm2", heads.adm2),
        ("adm1", heads.adm1),
    )
    return {noun: level for level, nouns in levels for noun in nouns}


class _Patterns:
    """Makes the expressions of one language."""

    def __init__(self, file: PlacesFile, roles: set[str], heads: dict[str, HeadLevel]) -> None:
        self.file, self.roles, self.heads = file, roles, heads
        self.narrowing = alternatives(file.modifiers.words)
        self.bridge = alternatives(file.modifiers.bridge_nouns)
        self.the = rf"(?:{alternatives(file.modifiers.articles)}\s+)?"
        self.of = alternatives(file.modifiers.of)
        self.and_ = alternatives(file.modifiers.and_)

    def capital(self) -> re.Pattern[str]:
        """Begin with a class of letters, which the engine skips to, and only then ask what stands before."""
        return re.compile(
            rf"[{UPPER}aedl](?<![\w’'-].)(?:(?<=[A-Z])\.(?:[A-Z]\.)+|(?:(?<![aedl])"
            rf"|(?:(?<=a)(?:[dlnrstz]|sh)|(?<=e)[dlnrsz])[-‑][{UPPER}]|(?<=[ae])l [{UPPER}]|(?<=[dl])[’'][{UPPER}])"
            rf"\w*(?:[-‑’'‘ʿ`´]\w+)*(?:(?<=\bSt)\.|(?<=\bMt)\.)?)"
        )

    def before(self) -> re.Pattern[str]:
        modifiers = self.file.modifiers
        people = alternatives(modifiers.nationality_endings)
        bridging = rf"(?-i:[a-z]+(?:-[a-z]+)*|[{UPPER}]\w+(?:{people})|\d[\d,.]*)"
        return re.compile(
            rf"(?:^|(?<=[\s(“\"'—–-]))({alternatives(sorted(self.roles))})\s+"
            rf"(?:(?:{alternatives(modifiers.determiners)})\s+)*"
            rf"(?:(?:{bridging}\s+){{0,3}}?(?:{self.bridge})\s+{alternatives(modifiers.bridge_links)}\s+"
            rf"{self.the})?"
            rf"(?:(?:{self.narrowing})\s+)*[“\"'‘]?$",
            re.IGNORECASE,
        )

    def modifier(self) -> re.Pattern[str]:
        one, parts = self.narrowing, alternatives(self.file.modifiers.parts_of)
        return re.compile(
            rf"(?<![\w-])(?:{one})(?:(?:\s+{self.and_}\s+|-|\s+)(?:{one}))*\s+(?:{parts}\s+)?$",
            re.IGNORECASE,
        )

    def head(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:[’']s?)?\s{{1,3}}((?:{alternatives(self.file.heads.before)}\s+)?"
            rf"(?:{alternatives(sorted(self.heads))}))(?![\w-])",
            re.IGNORECASE,
        )

    def joint(self) -> re.Pattern[str]:
        lists = self.file.lists
        joins = alternatives(lists.joins)
        return re.compile(
            rf"\s*(?:,|/|&|,?\s*\b{alternatives([*lists.joins, *lists.phrases])}\b)\s*(?:{joins}\s+)?"
            rf"(?:{alternatives(lists.roles)}\s+)?{self.the}"
            rf"(?:(?:{self.bridge})\s+{self.of}\s+)?(?:(?:{self.narrowing})\s+)*$",
            re.IGNORECASE,
        )

    def area(self) -> re.Pattern[str]:
        areas, fillers = self.file.areas, self.file.areas.fillers
        role = alternatives(sorted({*self.roles, *self.file.roles.of_areas}))
        head, compass = alternatives(areas.heads), alternatives(self.file.modifiers.compass)
        never = alternatives(fillers.never)
        capital = rf"(?-i:[{UPPER}][\w’'’‘ʿ-]*)"
        directed = "|".join(
            rf"(?<={re.escape(article)} ){compass}(?!\s+{self.of}\b)"
            for article in self.file.modifiers.articles
        )
        joins = alternatives(self.file.lists.joins)
        return re.compile(
            rf"(?<![\w-])({role})\s+(?:{alternatives(areas.determiners)}\s+)*"
            rf"((?:(?!(?-i:{never})\b)(?:[Uu]\.[SsNn]\.|[\w’'-]+)\s+){{0,5}}?"
            rf"(?:{head}|{alternatives(areas.bare)}|{directed})(?![\w-])"
            rf"(?:\s+(?:{head})(?![\w-]))*"
            rf"(?:\s+{self.of}\s+(?:{alternatives(fillers.inner)})(?!\w))?"
            rf"(?:\s+(?:{alternatives(fillers.after)})\s+{self.the}(?:[\w’'-]+\s+)?{capital}"
            rf"(?:\s+(?:{capital}|{alternatives(areas.name_nouns)}))*)?"
            rf"(?:(?:,|,?\s+{joins})\s+(?:(?!(?-i:{never})\b)(?-i:[a-z][\w-]*\s+)){{0,2}}?(?:{head})(?![\w-])){{0,3}})",
            re.IGNORECASE,
        )

    def naming(self) -> re.Pattern[str]:
        modifiers = self.file.modifiers
        nouns = alternatives([*modifiers.bridge_nouns, *modifiers.people_of])
        links = alternatives([*modifiers.of, *modifiers.naming])
        return re.compile(rf"(?<![\w-])({nouns})\s+{links}\s+[“\"'‘]?$", re.IGNORECASE)

    def crossed(self) -> re.Pattern[str]:
        crossing = self.file.crossing
        return re.compile(
            rf"(?:{alternatives(crossing.stems)}\w*|{alternatives(crossing.words)})\s+{self.the}"
            rf"(?:[\w’'-]+\s+)?{alternatives(crossing.nouns)}\b[^.]{{0,40}}$",
            re.IGNORECASE,
        )


def level_of(noun: str, words: PlaceWords) -> PlaceLevel | None:
    """Return the level a generic noun speaks of: a province, a district, a town, a camp."""
    level = words.heads.get(noun) or words.heads.get(noun.rpartition(" ")[2])
    return None if level == "area" else level
