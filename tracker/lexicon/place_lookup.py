"""Look a text's capitalised words up in the gazetteer, longest run first.

In: a text and its capitalised words.  Out: the names found, each with its readings and with the words
beside it that make it part of another name ("Adnan Afrin").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.lexicon.capitals import TIGHT, Word
from tracker.lexicon.folding import FOLDED_COUNTRIES, POSSESSIVE, plain
from tracker.lexicon.gazetteer import Gazetteer, PlaceEntry
from tracker.lexicon.place_words import PlaceWords
from tracker.vocabulary import PlaceLevel, PlaceRole

LONGEST: Final = 6
"""A name has at most this many capitalised words."""
LONGEST_NAME: Final = 80
"""In characters; anything longer is no name, and need not be kept in mind."""
LONGEST_DIRECTION: Final = 20
"""In characters, with the blanks around: " north-western "."""
HYPHENS: Final = ("-", "‑")
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
    found = [] if folded else _runs(scene, folded=False)
    if folded or any(place.entries[0].iso3 in FOLDED_COUNTRIES for place in found):
        found = _runs(scene, folded=True)
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


def _looked_up(names: Gazetteer, name: str, *, folded: bool) -> tuple[PlaceEntry, ...]:
    found = names.lookup_exact(name)
    if found or not folded or len(name) < 4 or name.count(" ") > 3:
        return found
    return tuple(entry for entry in names.lookup(name) if entry.iso3 in FOLDED_COUNTRIES)


def _runs(scene: Scene, *, folded: bool) -> list[Found]:
    """Return the longest names from each word on."""
    text, tokens, words = scene.text, scene.tokens, scene.words
    found: list[Found] = []
    at = -1
    while (at := at + 1) < len(tokens):
        token = tokens[at]
        if token.closed or (token.initial and token.low in words.roles):
            continue
        hyphen = text.startswith(HYPHENS, token.end)
        if not (hyphen and words.compound.match(text, token.end)):
            place = _longest(scene, at, folded=folded)
            if place is not None:
                found.append(place)
                at = place.last
    return found


def _longest(scene: Scene, at: int, *, folded: bool) -> Found | None:
    """Return the place that the longest run of words from here names."""
    text, tokens, words, names = scene.text, scene.tokens, scene.words, scene.names
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
    start, stop = tokens[at].start, tokens[last].end
    # "Sharya camp" may be known where "Sharya" is not.
    head = words.head.match(text, stop) if text.startswith(" ", stop) else None
    if (
        head is not None
        and head.end() - start <= LONGEST_NAME
        and (entries := _looked_up(names, text[start : head.end()], folded=folded))
    ):
        span = (start, head.end())
        return Found(*span, span, at, last, tokens[at].initial, entries)
    for end in range(last, at - 1, -1):
        name = text[start : tokens[end].end]
        if len(name) > LONGEST_NAME:
            continue
        read = _reading(name, tokens[at].low if end == at else None, folded, words, names)
        if read is not None:
            skip, size, entries, demonym, exact = read
            span = (start + skip, start + size)
            place = Found(*span, span, at, end, tokens[at].initial, entries, demonym)
            place.exact = exact
            return place if demonym else _narrowed(scene, place)
    return None


def _narrowed(scene: Scene, place: Found) -> Found:
    """Read "the western Mediterranean" as the region of that name, where the gazetteer has one."""
    text = scene.text
    words = text[max(0, place.start - LONGEST_DIRECTION) : place.start].split(" ")
    if len(words) < 3 or words[-1] or plain(words[-2]) not in scene.words.directions:
        return place
    start = place.start - len(words[-2]) - 1
    regions = scene.names.lookup_exact(text[start : place.end])
    if regions and all(entry.curated and entry.level in ("region", "adm1") for entry in regions):
        place.start, place.entries = start, regions
        place.core = (start, place.end)
    return place


@lru_cache(maxsize=65_536)
def _reading(
    name: str, low: str | None, folded: bool, words: PlaceWords, names: Gazetteer
) -> tuple[int, int, tuple[PlaceEntry, ...], bool, bool] | None:
    """Read capitalised words as a name: where it starts and ends in them, its places, if a people, if exact.

    ``low`` is the word in small letters where it stands alone.
    """
    bare = POSSESSIVE.sub("", name)
    for spelt in (bare,) if bare == name else (bare, name):
        key = plain(spelt)
        if len(key) < 2 or (low is not None and not _may_stand_alone(name, low, key, words)):
            continue
        entries = _looked_up(names, spelt, folded=folded)
        if low is not None and spelt.isupper() and len(spelt.replace(".", "")) <= 3:
            entries = tuple(entry for entry in entries if entry.level == "country")
        if not entries and spelt == name and len(key) > 5 and key.endswith("s"):
            # "Syrias war": apostrophes are lost on the way often enough.
            lost = _looked_up(names, spelt[:-1], folded=folded)
            entries = tuple(e for e in lost if e.level in ("country", "adm1") and e.curated)
        people = nation(key, names)
        if people is not None:
            entries = (people,)
        if entries:
            article = next((one for one in words.printed_articles if name.startswith(one)), "")
            skip = 0 if key.startswith(article.strip().lower()) else len(article)
            exact = people is not None or bool(names.lookup_exact(spelt))
            return skip, len(spelt), entries, people is not None, exact
    return None


def _may_stand_alone(name: str, low: str, key: str, words: PlaceWords) -> bool:
    return not (
        key in words.calendar
        or key in words.directions
        or key in words.not_places
        or name in words.printed
        or low in words.titles
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
