"""Find the places a segment names: towns, camps, provinces, countries, peoples, and areas without a name.

Capitalised words are looked up, longest run first; the words around them settle the rest: a person's or
an organisation's name is no place, "from" and "into" give the role, "camp" and "province" the level, a
province named beside a town tells which town is meant.

In: a text, and the country it is about when that is known.  Out: Marks of Place, in reading order.
Words: lexicon/<language>/places.toml, lexicon/places/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from tracker.lexicon.capitals import TIGHT, capitals
from tracker.lexicon.folding import FOLDED_COUNTRIES, POSSESSIVE, plain
from tracker.lexicon.gazetteer import gazetteer_in
from tracker.lexicon.place_choice import Evidence, Surroundings, is_place, is_this_one, likeliest
from tracker.lexicon.place_lookup import Found, Scene, look_up
from tracker.lexicon.place_words import PlaceWords, place_words
from tracker.marks._place_areas import areas
from tracker.marks._place_roles import carry_roles, owns, surround
from tracker.vocabulary import Mark, Place, PlaceRole

_CLEAR: Final = 600  # characters within which most reports say where they play
_SURELY: Final = 4.0  # times the weight of the next country from which on no more is read
_LIKELY: Final = 1.25  # times the weight of the next country that one must have
_TOLD_BY_ROLE: Final[dict[PlaceRole | None, float]] = {"from": 1.4, "to": 0.8}
"""People are displaced from the country a report is about, and may well go to another."""


def find_places(text: str, *, country: str | None = None, language: str) -> list[Mark[Place]]:
    """Find the places a text names, each with its role by the words before it.

    Parameters
    ----------
    text
        A segment, or a whole report.
    country
        ISO3 of the country the report is about; settles which of several places of one name is meant.
    language
        Whose prepositions and generic nouns to read.

    Returns
    -------
    list of Mark of Place
        In reading order; only an area without a name may hold another mark. ``name`` is as printed with
        the words that belong to it ("the Baghouz enclave" gives "Baghouz enclave"). A place no gazetteer
        has, and an area without a name, has no ``place_id``.
    """
    scene, marks = _named_places(text, country, place_words(language))
    marks += areas(scene, marks)
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def _named_places(
    text: str, country: str | None, words: PlaceWords, *, unknown: bool = True
) -> tuple[Scene, list[Mark[Place]]]:
    """Return a text as it is read for places, and those it names; ``unknown``: also those no gazetteer has."""
    scene = Scene(text, capitals(text, words), words, gazetteer_in(words.language))
    found = _named(scene, country, unknown=unknown) if scene.tokens else []
    return scene, [_mark(text, place) for place in found]


def main_country(
    text: str,
    marks: Sequence[Mark[Place]] | None = None,
    *,
    title: str | None = None,
    language: str,
) -> str | None:
    """Return the country a report is about as its own words tell, or ``None`` when they do not.

    The title and the first sentences weigh more; capitals where agencies sit, and the countries they
    belong to, weigh little.

    Parameters
    ----------
    text
        The report's text.
    marks
        Its places, when they are already found.
    title
        Its title, when it is not part of the text.
    language
        Whose words to read with.
    """
    words = place_words(language)
    titled = _count(_named_places(title or "", None, words, unknown=False)[1], words, {}, weight=3.0)
    if marks is None and len(text) > _CLEAR:
        # most reports say in their first sentences where they play; the rest is read only where those do not
        opening = text[: text.rfind(" ", 0, _CLEAR) + 1]
        best, lead = _leader(_count(_named_places(opening, None, words, unknown=False)[1], words, titled))
        if lead >= _SURELY:
            return best
    if marks is None:
        marks = _named_places(text, None, words, unknown=False)[1]
    best, lead = _leader(_count(marks, words, titled))
    return best if lead >= _LIKELY else None


def _count(
    marks: Sequence[Mark[Place]], words: PlaceWords, before: Mapping[str, float], *, weight: float = 1.0
) -> dict[str, float]:
    """Return how much places speak for each country, added to what was counted before."""
    seats = _seats(words.seats, words.language)
    count: defaultdict[str, float] = defaultdict(float, before)
    for mark in marks:
        place = mark.value
        if place.iso3 is None or place.place_id in seats:
            continue
        early = 2.0 if mark.start < 300 else 1.4 if mark.start < 900 else 1.0
        kind = 0.5 if place.demonym else _TOLD_BY_ROLE.get(place.role, 1.0)
        far = 0.25 if place.iso3 in words.seat_countries and place.level == "country" else 1.0
        count[place.iso3] += weight * early * kind * far
    return count


def _leader(count: Mapping[str, float]) -> tuple[str | None, float]:
    """Return the country that most speaks for, and by how much it leads; 0 where hardly anything does."""
    if not count:
        return None, 0.0
    (best, most), *rest = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return best, most / max(rest[0][1] if rest else 0.0, 1.0 / _LIKELY) if most >= 1.0 else 0.0


@cache
def _seats(seats: tuple[str, ...], language: str) -> frozenset[str]:
    names = gazetteer_in(language)
    return frozenset(
        entry.place_id for name in seats for entry in names.lookup_exact(name) if entry.level != "country"
    )


def _named(scene: Scene, country: str | None, *, unknown: bool) -> list[Found]:
    """Find what capitalised words name, and settle which place each is."""
    text, words = scene.text, scene.words
    found = look_up(scene, folded=country in FOLDED_COUNTRIES)
    around = Surroundings(country=country)
    for place in found:
        surround(text, place, words)
        if not any(place.strangers):
            around.see(place.entries, demonym=place.demonym)
    found = carry_roles(text, found, words)
    found = [
        place for n, place in enumerate(found) if _settle(scene, place, found[max(0, n - 2) : n + 3], around)
    ]
    if unknown:
        found += _unknown(scene, found)
    return _nested(scene, carry_roles(text, found, words))


def _settle(scene: Scene, place: Found, beside: list[Found], around: Surroundings) -> bool:
    """Choose which place a name means; tell whether a place is meant at all."""
    text, words, names = scene.text, scene.words, scene.names
    if place.demonym:
        place.entry = place.entries[0]
        return True
    key = plain(text[slice(*place.core)])
    seen = Evidence(
        role=place.role is not None,
        trusted=place.trusted or place.listed,
        headed=place.headed,
        head=place.head,
        initial=place.initial,
        spoken=words.speech.match(text, place.end) is not None,
        words=max(place.last - place.first, key.count(" ")) + 1,
        exact=place.exact,
        stop=place.first == place.last and key in words.stop,
        strangers=place.strangers,
        near=_readings(
            other
            for other in beside
            if other is not place and not other.demonym and abs(other.start - place.start) < 120
        ),
        after=_readings(
            other for other in beside if other.start == place.end + 2 and text.startswith(", ", place.end)
        ),
        surname=place.first == place.last and place.entries[0].iso3 in words.surname_countries,
        key=key,
    )
    best = likeliest(place.entries, seen, around, names)
    if not is_place(best, seen, around, names):
        return False
    place.entry = best if is_this_one(best, seen, around, names) else None
    return place.entry is not None or place.headed or place.trusted


def _readings(places: Iterable[Found]) -> frozenset[str]:
    """Return the ids of the likeliest places that names may mean."""
    return frozenset([entry.place_id for place in places for entry in place.entries[:4]])


def _unknown(scene: Scene, found: list[Found]) -> list[Found]:
    """Take capitalised names no gazetteer has for places where the words around say so."""
    text, tokens, words = scene.text, scene.tokens, scene.words
    taken = {n for place in found for n in range(place.first, place.last + 1)}
    more: list[Found] = []
    at = 0
    while at < len(tokens):
        end = _run_end(scene, at, taken)
        first, last = _without_small_words(scene, at, end, taken)
        at = end + 1
        if first > last or any(tokens[n].closed for n in range(first, last + 1)):
            continue
        stop = tokens[last].end
        name = POSSESSIVE.sub("", text[tokens[first].start : stop])
        lows = [tokens[n].low for n in range(first, last + 1)]
        if _no_place(name, lows, words) or words.compound.match(text, stop):
            continue
        span = (tokens[first].start, tokens[first].start + len(name))
        place = Found(*span, span, first, last, tokens[first].initial)
        surround(text, place, words)
        more.append(place)
    # A role that "and" carries over from a known place counts as well.
    carry_roles(text, [*found, *more], words)
    return [
        place
        for place in more
        if (place.trusted and not words.speech.match(text, place.end))
        or (place.headed and (place.head or place.role) is not None and place.core[1] - place.core[0] > 3)
    ]


def _run_end(scene: Scene, at: int, taken: set[int]) -> int:
    """Return the last of the capitalised words from here on that may be one name."""
    tokens, end = scene.tokens, at
    while end + 1 < len(tokens) and tokens[end + 1].link in TIGHT and end + 1 not in taken:
        if tokens[end].text.endswith(scene.words.owners):
            break
        end += 1
    return end


def _without_small_words(scene: Scene, first: int, last: int, taken: set[int]) -> tuple[int, int]:
    """Leave known names and what opens a sentence before a name, and a month or weekday behind it."""
    tokens, words = scene.tokens, scene.words
    while first <= last and (
        first in taken or (tokens[first].initial and tokens[first].low in words.explained)
    ):
        first += 1
    while last >= first and not tokens[last].link and _is_calendar(tokens[last].low, words):
        last -= 1
    return first, last


def _is_calendar(low: str, words: PlaceWords) -> bool:
    return low in words.calendar or any(low.removesuffix(ending) in words.calendar for ending in words.plural)


def _bare(key: str, words: PlaceWords) -> str:
    """Return a name without the article before it."""
    for article in words.bare_articles:
        key = key.removeprefix(article)
    return key


def _no_place(name: str, lows: list[str], words: PlaceWords) -> bool:
    key = name.lower()
    return (
        _bare(key, words) in words.not_places
        or lows[0] in words.not_places
        or lows[-1] in words.not_places
        or key.endswith(words.not_place_endings)
        or (name.isupper() and len(lows) == 1 and len(name) < 7)
        or all(low in words.numbers or low in words.explained or low in words.organisations for low in lows)
        or lows[0] in words.titles
        or lows[0] in words.given
        or lows[0] in words.calendar
        or len(key) < 3
    )


def _nested(scene: Scene, found: list[Found]) -> list[Found]:
    """Join "Baghouz, Deir ez-Zor, Syria" and "Malawi's Nsanje" into one place, by its innermost name."""
    text, words, names = scene.text, scene.words, scene.names
    kept: list[Found] = []
    for place in found:
        last = kept[-1] if kept else None
        if last is not None and last.end > place.start:
            continue
        if last is not None and last.entry and place.entry and not (last.demonym or place.demonym):
            gap = text[last.end : place.start]
            if gap in (", ", ",") and place.entry.place_id in names.parents(last.entry.place_id):
                last.name = last.name or (last.start, last.end)
                last.end = place.end
                continue
            if owns(gap, words) and last.entry.place_id in names.parents(place.entry.place_id):
                place.name = (place.start, place.end)
                place.start = last.start
                kept.pop()
        kept.append(place)
    return kept


def _mark(text: str, place: Found) -> Mark[Place]:
    start, end = place.name or (place.start, place.end)
    entry = place.entry
    if entry is None:
        value = Place(name=text[start:end], level=place.head, role=place.role)
    else:
        narrowed = place.head in ("adm1", "adm2", "camp") and entry.level in ("place", "adm2")
        value = Place(
            name=text[start:end],
            place_id=entry.place_id,
            level=place.head if narrowed else entry.level,
            iso3=entry.iso3,
            parent_id=entry.parent_id,
            role=place.role,
            demonym=place.demonym,
        )
    return Mark(start=place.start, end=place.end, value=value)
