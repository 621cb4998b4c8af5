"""Look a text's capitalised words up in the gazetteer, longest run first.

In: a text and its capitalised words.  Out: the names found, each with its readings and with the words
beside it that make it part of another name ("Adnan Afrin").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tracker.lexicon.capitals import POSSESSIVE, TIGHT, Word
from tracker.lexicon.folding import FOLDED_COUNTRIES, plain
from tracker.lexicon.gazetteer import Gazetteer, PlaceEntry
from tracker.lexicon.place_words import PlaceWords
from tracker.vocabulary import PlaceLevel, PlaceRole

LONGEST: Final = 6
"""A name has at most this many capitalised words."""
LONGEST_NAME: Final = 80
"""In characters; anything longer is no name, and need not be kept in mind."""
_OWNER: Final = ("’s", "'s", "’", "'")


@dataclass(slots=True)
class Scene:
    """A text with its capitalised words, and what they are read with."""

    text: str
    tokens: list[Word]
    words: PlaceWords
    names: Gazetteer


@dataclass(slots=True, eq=False)
class Found:
    """A name while it is settled: the span as printed, the name's own, the readings."""

    start: int
    end: int
    core: tuple[int, int]
    first: int
    last: int
    initial: bool
    entries: tuple[PlaceEntry, ...] = ()
    demonym: bool = False
    exact: bool = True
    role: PlaceRole | None = None
    trusted: bool = False
    listed: bool = False
    head: PlaceLevel | None = None
    headed: bool = False
    strangers: tuple[bool, bool] = (False, False)
    entry: PlaceEntry | None = None
    name: tuple[int, int] | None = None


def look_up(scene: Scene, *, folded: bool) -> list[Found]:
    """Return the names of places among the capitalised words, in reading order.

    Spellings of Arabic names are brought together where the text plays in such a country (``folded``, or
    a name it holds says so).
    """
    names = scene.names
    found = [] if folded else _runs(scene, names.lookup_exact)
    if folded or any(place.entries[0].iso3 in FOLDED_COUNTRIES for place in found):
        found = _runs(scene, lambda name: _exact_or_folded(names, name))
    taken = {n: place for place in found for n in range(place.first, place.last + 1)}
    for place in found:
        place.strangers = (
            _stranger_before(scene, place.first, taken),
            _stranger_after(scene, place.last, taken),
        )
    return found


def nation(key: str, names: Gazetteer) -> PlaceEntry | None:
    """Return the country of a nationality word: Syrian, Iraqis."""
    iso3 = names.demonyms.get(key)
    if iso3 is None and key.endswith("s"):
        iso3 = names.demonyms.get(key[:-1])
    return names.get(iso3.lower()) if iso3 else None


def _exact_or_folded(names: Gazetteer, name: str) -> tuple[PlaceEntry, ...]:
    found = names.lookup_exact(name)
    if found or len(name) < 4 or name.count(" ") > 3:
        return found
    return tuple(entry for entry in names.lookup(name) if entry.iso3 in FOLDED_COUNTRIES)


def _runs(scene: Scene, look: Callable[[str], tuple[PlaceEntry, ...]]) -> list[Found]:
    found: list[Found] = []
    at = 0
    while at < len(scene.tokens):
        token = scene.tokens[at]
        opening = token.initial and token.low in scene.words.roles
        if not token.closed and not opening and not scene.words.compound.match(scene.text, token.end):
            place = _longest(scene, at, look)
            if place is not None:
                found.append(place)
                at = place.last
        at += 1
    return found


def _longest(scene: Scene, at: int, look: Callable[[str], tuple[PlaceEntry, ...]]) -> Found | None:
    """Return the place that the longest run of words from here names."""
    text, tokens = scene.text, scene.tokens
    last = at
    while last + 1 < len(tokens) and last + 1 - at < LONGEST:
        following = tokens[last + 1]
        if (
            following.link is None
            or following.closed
            or (following.link and tokens[last].text.endswith(_OWNER))
        ):
            break
        last += 1
    start = tokens[at].start
    # "Sharya camp" may be known where "Sharya" is not.
    head = scene.words.head.match(text, tokens[last].end)
    short = head is not None and head.end() - start <= LONGEST_NAME
    if (
        head is not None
        and short
        and text[tokens[last].end] == " "
        and (entries := look(text[start : head.end()]))
    ):
        span = (start, head.end())
        return Found(*span, span, at, last, tokens[at].initial, entries)
    for end in range(last, at - 1, -1):
        name = text[start : tokens[end].end]
        if len(name) > LONGEST_NAME:
            continue
        bare = POSSESSIVE.sub("", name)
        for spelt in (bare,) if bare == name else (bare, name):
            key = plain(spelt)
            if len(key) < 2 or (end == at and not _may_stand_alone(tokens[at], key, scene.words)):
                continue
            entries = look(spelt)
            if end == at and spelt.isupper() and len(spelt.replace(".", "")) <= 3:
                entries = tuple(entry for entry in entries if entry.level == "country")
            if not entries and spelt == name and len(key) > 5 and key.endswith("s"):
                # "Syrias war": apostrophes are lost on the way often enough.
                entries = tuple(e for e in look(spelt[:-1]) if e.level in ("country", "adm1") and e.curated)
            people = nation(key, scene.names)
            if people is not None:
                entries = (people,)
            if entries:
                skip = 4 if name.startswith(("The ", "THE ")) and not key.startswith("the") else 0
                span = (start + skip, start + len(spelt))
                place = Found(*span, span, at, end, tokens[at].initial, entries, people is not None)
                place.exact = people is not None or bool(scene.names.lookup_exact(spelt))
                return place
    return None


def _may_stand_alone(token: Word, key: str, words: PlaceWords) -> bool:
    return not (
        key in words.calendar
        or key in words.directions
        or key in words.not_places
        or token.text == "Us"
        or token.low in words.titles
    )


def _stranger_before(scene: Scene, first: int, taken: dict[int, Found]) -> bool:
    """Tell whether the word before a name makes it part of another: "Adnan Afrin", "Mayor Turner"."""
    if first == 0 or scene.tokens[first].link != "":
        return False
    token, words = scene.tokens[first - 1], scene.words
    if token.text.endswith(_OWNER):
        return False
    if token.low in words.given or token.closed:
        return True
    if first - 1 in taken:
        return _mere_town(taken[first - 1])
    if token.low in words.titles or (token.low in words.prefixes and not token.initial):
        return True
    return not _explained(token, words)


def _stranger_after(scene: Scene, last: int, taken: dict[int, Found]) -> bool:
    """Tell whether the word after a name makes it part of another: "Savana de la Mar"."""
    if last + 1 >= len(scene.tokens) or scene.tokens[last + 1].link not in TIGHT:
        return False
    token, words = scene.tokens[last + 1], scene.words
    if scene.tokens[last].text.endswith(_OWNER):
        return False
    if last + 1 in taken:
        return _mere_town(taken[last + 1])
    return bool(token.link) or token.low in words.given or token.closed or not _explained(token, words)


def _mere_town(place: Found) -> bool:
    """Tell whether a name right beside is a town's of no renown, and so rather a person's."""
    entry = place.entries[0]
    return not (place.demonym or entry.curated or entry.level in ("country", "adm1", "adm2"))


def _explained(token: Word, words: PlaceWords) -> bool:
    return token.low in words.explained or (token.text.isupper() and len(token.text) > 1)
