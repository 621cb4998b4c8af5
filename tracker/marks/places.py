"""Find the places a segment names: towns, camps, provinces, countries, peoples, and areas without a name.

Capitalised words are looked up, longest run first; the words around them settle the rest: a person's or
an organisation's name is no place, "from" and "into" give the role, "camp" and "province" the level, a
province named beside a town tells which town is meant.

In: a text, and the country it is about when that is known.  Out: Marks of Place, in reading order.
Words: lexicon/<language>/places.toml, lexicon/places/
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.lexicon.folding import FOLDED_COUNTRIES, fold, plain
from tracker.lexicon.gazetteer import Gazetteer, PlaceEntry, gazetteer
from tracker.lexicon.place_words import PlaceWords, level_of, place_words
from tracker.vocabulary import Mark, Place, PlaceLevel, PlaceRole

LONGEST: Final = 6
"""A name has at most this many capitalised words."""
LOOK_BACK: Final = 90
_POSSESSIVE: Final = re.compile(r"[’']s?$")
_LINKS: Final = frozenset(
    "of of_the and the and_the de de_la de_las de_los del du des da do dos das la le les es al el ez az au aux en bin ibn sur y e i &".split()
)
_INITIAL: Final = re.compile(r"(?:^|[.!?:;•\n|–—-]\s*|[“\"‘(\[]\s*)$")
_SPEECH: Final = re.compile(r"\s+(?:said|says|told|added|warned|tweeted|explained|insisted)\b")
_BORDER: Final = re.compile(
    r"(?:cross\w*|over|across)\s+(?:the\s+)?(?:[\w’'-]+\s+)?(?:border|frontier|river)\b[^.]{0,40}$", re.I
)


@dataclass(slots=True)
class _Word:
    """A capitalised word, and how it is tied to the one before: "" is a space, ``None`` not at all."""

    start: int
    end: int
    text: str
    link: str | None
    initial: bool
    closed: bool = False

    @property
    def low(self) -> str:
        return _POSSESSIVE.sub("", self.text).lower().rstrip(".")


@dataclass(slots=True)
class _Found:
    """A place while it is settled: the name's own span, the span as printed, whom it may be."""

    start: int
    end: int
    core: tuple[int, int]
    entries: tuple[PlaceEntry, ...]
    words: int
    initial: bool
    demonym: str | None = None
    role: PlaceRole | None = None
    trusted: bool = False
    head: PlaceLevel | None = None
    headed: bool = False
    beside: tuple[bool, bool] = (False, False)
    hint: str | None = None
    entry: PlaceEntry | None = None
    keep: bool = True
    first: int = 0
    last: int = 0
    within: list[tuple[int, int]] = field(default_factory=list)


def find_places(text: str, *, country: str | None = None, language: str = "en") -> list[Mark[Place]]:
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
        In reading order, none overlapping another but an area without a name and what it holds.
    """
    words = place_words(language)
    names = gazetteer()
    tokens = _capitals(text, words)
    found: list[_Found] = []
    if tokens:
        _close_organisations(text, tokens, words)
        found = _lookup(text, tokens, words, names, country)
        for place in found:
            _surround(text, place, words)
        _carry_roles(text, found, words)
        _settle(text, found, names, words, country)
        found = _nest(text, [place for place in found if place.keep], names)
    marks = [_mark(text, place) for place in found]
    marks += _areas(text, marks, words)
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def main_country(
    text: str, marks: Sequence[Mark[Place]] | None = None, *, title: str | None = None
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
    """
    words, names = place_words("en"), gazetteer()
    seats = {
        entry.place_id for name in words.seats for entry in names.lookup(name)[:3] if entry.level != "country"
    }
    count: Counter[str] = Counter()
    for weight, some in (
        (4.0, find_places(title) if title else ()),
        (1.0, find_places(text) if marks is None else marks),
    ):
        for mark in some:
            place = mark.value
            if place.iso3 is None or place.place_id in seats:
                continue
            early = 2.0 if mark.start < 300 else 1.4 if mark.start < 900 else 1.0
            kind = 0.5 if place.demonym else 1.0
            far = 0.25 if place.iso3 in words.seat_countries and place.level == "country" else 1.0
            count[place.iso3] += weight * early * kind * far
    if not count:
        return None
    (best, most), *rest = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    second = rest[0][1] if rest else 0.0
    return best if most >= 1.0 and most >= 1.5 * second else None


def _capitals(text: str, words: PlaceWords) -> list[_Word]:
    """Cut the text's capitalised words, each with its tie to the one before."""
    tokens: list[_Word] = []
    before = -1
    for match in words.capital.finditer(text):
        start, end = match.span()
        link: str | None = None
        gap = text[before:start] if 0 <= before and start - before < 12 else None
        if gap is not None:
            if gap in (" ", "\u00a0"):
                link = ""
            elif gap[0] in " \u00a0" and (tie := "_".join(gap.split())) in _LINKS:
                link = tie
        initial = start == 0 or (link is None and _INITIAL.search(text, max(0, start - 4), start) is not None)
        tokens.append(_Word(start, end, match.group(), link, initial))
        before = end
    return tokens


def _close_organisations(text: str, tokens: list[_Word], words: PlaceWords) -> None:
    """Shut the words of organisations' names, so that no place is seen inside."""
    for match in words.phrase.finditer(text):
        for token in tokens:
            if token.start >= match.end():
                break
            if token.start >= match.start():
                token.closed = True
    at = 0
    while at < len(tokens):
        end = at + 1
        while end < len(tokens) and tokens[end].link == "":
            end += 1
        heads = [n for n in range(at, end) if tokens[n].low in words.organisations]
        # A run of one word ("Police in ...") is no organisation's name unless more is tied to it.
        if heads and not (end - at == 1 and (end == len(tokens) or tokens[end].link is None)):
            stop, missions = end, any(tokens[n].low in words.missions for n in heads)
            ties = words.organisation_links | (words.mission_links if missions else frozenset())
            while stop < len(tokens) and tokens[stop].link is not None:
                if (tokens[stop].link or "").replace("_", " ") not in ties and tokens[stop].link != "":
                    break
                stop += 1
            if missions or "for" in ties:
                stop = _after_links(text, tokens, stop, ties)
            if end - at > 1 or stop > end:
                for token in tokens[at:stop]:
                    token.closed = True
            at = max(stop, end)
        else:
            at = end


def _after_links(text: str, tokens: list[_Word], at: int, ties: frozenset[str]) -> int:
    """Go on over "for Human Rights", "in South Sudan": words tied by prepositions that names hold."""
    while 0 < at < len(tokens):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if len(gap) > 12 or " ".join(gap.split()) not in ties or gap.strip() == "and":
            break
        at += 1
        while at < len(tokens) and tokens[at].link == "":
            at += 1
    return at


def _lookup(
    text: str, tokens: list[_Word], words: PlaceWords, names: Gazetteer, country: str | None
) -> list[_Found]:
    """Look the capitalised words up, longest run first, then judge the words beside each."""
    found: list[_Found] = []
    unknown: list[tuple[int, int]] = []
    folding = country in FOLDED_COUNTRIES
    at = 0
    while at < len(tokens):
        if tokens[at].closed or words.compound.match(text, tokens[at].end):
            at += 1
            continue
        place = _longest(text, tokens, at, words, names, names.lookup_exact)
        if place is None:
            unknown.append((at, at))
            at += 1
            continue
        found.append(place)
        folding = folding or any(entry.iso3 in FOLDED_COUNTRIES for entry in place.entries[:1])
        at = place.last + 1
    if folding:
        taken = {n for place in found for n in range(place.first, place.last + 1)}
        for first, _ in unknown:
            if first in taken or not tokens[first].text[0].isalpha():
                continue
            place = _longest(text, tokens, first, words, names, lambda name: _folded(names, name), reach=3)
            if place is not None and not any(n in taken for n in range(place.first, place.last + 1)):
                taken |= set(range(place.first, place.last + 1))
                found.append(place)
    found.sort(key=lambda place: place.start)
    taken = {n for place in found for n in range(place.first, place.last + 1)}
    for place in found:
        place.beside = (
            _stranger(tokens, place.first - 1, place.first, taken, words),
            _stranger(tokens, place.last + 1, place.last + 1, taken, words),
        )
    found += _unknown(text, tokens, taken, words)
    return sorted(found, key=lambda place: place.start)


def _folded(names: Gazetteer, name: str) -> tuple[PlaceEntry, ...]:
    return (
        tuple(entry for entry in names.lookup(name) if entry.iso3 in FOLDED_COUNTRIES)
        if len(name) > 3
        else ()
    )


def _longest(text, tokens, at, words, names, look, *, reach=LONGEST):  # type: ignore[no-untyped-def]
    """Return the place the longest run of words from here names, or ``None``."""
    last = at
    while (
        last + 1 < len(tokens)
        and last + 1 - at < reach
        and tokens[last + 1].link is not None
        and not tokens[last + 1].closed
    ):
        last += 1
    start = tokens[at].start
    for end in range(last, at - 1, -1):
        name = text[start : tokens[end].end]
        size = end - at + 1
        for spelt in (name, _POSSESSIVE.sub("", name)):
            key = plain(spelt)
            if not key or (size == 1 and (key in words.calendar or spelt == "Us" or len(key) < 2)):
                continue
            nation = names.demonyms.get(key) or (names.demonyms.get(key[:-1]) if key.endswith("s") else None)
            if nation is None and key.endswith("women"):
                nation = names.demonyms.get(key[:-2] + "an")
            entries = look(spelt)
            if size == 1 and spelt.isupper() and len(spelt.replace(".", "")) <= 3:
                entries = tuple(entry for entry in entries if entry.level == "country")
            if nation is not None and not entries:
                entry = names.get(nation.lower())
                stop = start + len(spelt)
                if entry is not None:
                    return _Found(
                        start,
                        stop,
                        (start, stop),
                        (entry,),
                        size,
                        tokens[at].initial,
                        nation,
                        first=at,
                        last=end,
                    )
            if entries:
                stop = start + len(spelt)
                return _Found(
                    start, stop, (start, stop), entries, size, tokens[at].initial, first=at, last=end
                )
            if spelt == name and not _POSSESSIVE.search(name):
                break
    return None


def _stranger(tokens: list[_Word], at: int, tied: int, taken: set[int], words: PlaceWords) -> bool:
    """Tell whether the word beside a name makes it part of another name: "Adnan Afrin"."""
    if not 0 <= at < len(tokens) or tied >= len(tokens) or tokens[tied].link != "" or at in taken:
        return False
    if tied != at and tokens[at].low in words.titles and not tokens[at].initial:
        return True
    low = tokens[at].low
    short = tokens[at].text.isupper() and len(low) > 1
    return not (low in words.explained or short) or tokens[at].closed or low in words.given


def _unknown(text: str, tokens: list[_Word], taken: set[int], words: PlaceWords) -> list[_Found]:
    """Take capitalised names no gazetteer has for places where the words around say so."""
    found: list[_Found] = []
    at = 0
    while at < len(tokens):
        end = at
        while (
            end + 1 < len(tokens)
            and tokens[end + 1].link is not None
            and tokens[end + 1].link not in ("and", "the", "of", "and_the", "of_the")
        ):
            end += 1
        run = range(at, end + 1)
        at = end + 1
        while run and tokens[run[0]].low in words.roles and tokens[run[0]].initial:
            run = range(run[0] + 1, end + 1)
        while run and tokens[run[-1]].low in words.calendar:
            run = run[:-1]
        # A gazetteer name that is only a part of a longer run is that longer name.
        known = [n for n in run if n in taken]
        if not run or len(known) == len(run) or known or any(tokens[n].closed for n in run):
            continue
        start, stop = tokens[run[0]].start, tokens[run[-1]].end
        name = _POSSESSIVE.sub("", text[start:stop])
        lows = [tokens[n].low for n in run]
        if _no_place(name, lows, words) or words.compound.match(text, stop):
            continue
        place = _Found(
            start,
            start + len(name),
            (start, start + len(name)),
            (),
            len(run),
            tokens[run[0]].initial,
            first=run[0],
            last=run[-1],
        )
        _surround(text, place, words)
        named_head = lows[-1] in words.heads and len(lows) > 1
        if (
            place.trusted
            and place.role
            and not _SPEECH.match(text, stop)
            and not (place.initial and place.start == 0)
        ):
            found.append(place)
        elif (place.headed or named_head) and level_of(
            lows[-1] if named_head else _head_noun(text, place), words
        ):
            found.append(place)
    return found


def _no_place(name: str, lows: list[str], words: PlaceWords) -> bool:
    key = name.lower()
    return (
        key in words.not_places
        or lows[0] in words.not_places
        or lows[-1] in words.not_places
        or (name.isupper() and len(lows) == 1 and len(name) < 7)
        or all(low in words.explained or low in words.organisations for low in lows)
        or lows[0] in words.titles
        or lows[0] in words.given
        or any(low in words.calendar for low in lows)
        or len(key) < 3
    )


def _head_noun(text: str, place: _Found) -> str:
    return text[place.core[1] : place.end].strip().lower()


def _surround(text: str, place: _Found, words: PlaceWords) -> None:
    """Read the words before and after a name: role, narrowing words, the generic noun."""
    start, end = place.core
    if place.demonym is None:
        match = words.head.match(text, end)
        country = bool(place.entries) and place.entries[0].level == "country"
        if match is not None:
            noun = " ".join(match.group(1).lower().split())
            level = level_of(noun, words)
            if not (country and level not in (None, "camp")):
                place.end, place.head, place.headed = match.end(1), level, True
        match = words.modifier.search(text, max(0, start - 45), start)
        if match is not None:
            place.start = match.start()
    match = words.before.search(text, max(0, place.start - LOOK_BACK), place.start)
    if match is not None:
        word = " ".join(match.group(1).lower().split())
        place.role = words.roles.get(word)
        place.trusted = word in words.trusted
        if place.role in ("in", None) and _BORDER.search(text, max(0, place.start - 60), place.start):
            place.role = "to"
    if place.demonym is not None:
        place.role = None


def _carry_roles(text: str, found: list[_Found], words: PlaceWords) -> None:
    """Give places named together one role: "from Hajin, Sousa and Baghouz"."""
    last: _Found | None = None
    for place in found:
        if place.demonym is not None:
            continue
        if last is not None and last.role and place.role is None and place.start >= last.end:
            gap = text[last.end : place.start]
            if len(gap) < 60 and words.joint.fullmatch(gap):
                place.role, place.trusted = last.role, last.trusted
        last = place


def _settle(text: str, found: list[_Found], names: Gazetteer, words: PlaceWords, country: str | None) -> None:
    """Choose which place each name means, and let go what the words do not bear out."""
    lands: Counter[str] = Counter()
    for place in found:
        if place.entries and (place.demonym or place.entries[0].level == "country"):
            lands[place.entries[0].iso3 or ""] += 1
        elif place.entries and place.entries[0].level == "adm1" and len({e.iso3 for e in place.entries}) == 1:
            lands[place.entries[0].iso3 or ""] += 1
    for number, place in enumerate(found):
        if not place.entries:
            continue
        near = [
            other.entries[0].place_id
            for other in found[max(0, number - 2) : number + 3]
            if other is not place and other.entries and other.demonym is None
        ]
        place.entry = max(
            place.entries,
            key=lambda entry: (_likely(entry, place, names, lands, near, country), entry.place_id),
        )
        if place.demonym is None and not _borne_out(
            text, place, place.entry, names, words, lands, near, country
        ):
            place.keep = False


def _likely(
    entry: PlaceEntry,
    place: _Found,
    names: Gazetteer,
    lands: Counter[str],
    near: list[str],
    country: str | None,
) -> float:
    """Score one reading of a name."""
    score = 0.6 * math.log10((entry.population or 300) + 10)
    score += {"country": 4.0, "region": 1.5, "adm1": 0.5, "camp": 0.6}.get(entry.level, 0.0)
    if entry.curated:
        score += 1.5
    if entry.iso3 is not None:
        score += 4.0 * (entry.iso3 == country) + min(2.5, 1.0 * lands[entry.iso3]) * (
            entry.level != "country"
        )
    chain = names.parents(entry.place_id)
    score += 3.0 * any(other in chain or names.within(other, entry.place_id) for other in near)
    if place.head is not None:
        score += 6.0 * (entry.level == place.head) + 1.0 * (place.head == "adm1" and entry.level == "adm2")
    elif entry.level in ("adm1", "adm2") and len(place.entries) > 1:
        score -= 1.5
    return score


def _borne_out(
    text: str,
    place: _Found,
    entry: PlaceEntry,
    names: Gazetteer,
    words: PlaceWords,
    lands: Counter[str],
    near: list[str],
    country: str | None,
) -> bool:
    """Tell whether the words around a name bear out that a place is meant."""
    own = entry.iso3 is not None and (entry.iso3 == country or lands[entry.iso3] > 0)
    related = bool(near) and any(
        other in names.parents(entry.place_id) or names.within(other, entry.place_id) for other in near
    )
    name = text[place.core[0] : place.core[1]]
    if any(place.beside) and entry.level != "country" and not place.headed and not related:
        return False
    if place.beside[0] and entry.level == "country" and not place.role:
        return False
    if place.words == 1 and plain(name) in words.stop:
        if entry.level == "country" and not place.initial:
            return True
        return (place.trusted and (own or entry.curated)) or (place.headed and own) or related
    people = entry.population or 0
    evidence = 2.0 * (place.role is not None) + 2.5 * place.headed + 2.0 * own + 1.0 * (place.words > 1)
    evidence += 2.0 * related + 2.0 * entry.curated + 1.0 * (entry.level in ("adm1", "country")) * 2
    evidence += 1.0 * (people >= 100_000) + 1.0 * (people >= 1_000_000)
    if plain(name) not in (plain(n) for n in (entry.name, *entry.aliases)):
        evidence -= 1.0
    if place.words == 1 and place.initial and not place.headed:
        evidence -= 1.0
    if _SPEECH.match(text, place.end):
        evidence -= 2.0
    return evidence >= 2.0


def _nest(text: str, found: list[_Found], names: Gazetteer) -> list[_Found]:
    """Join "Baghouz, Deir ez-Zor, Syria" into one place with its parents."""
    kept: list[_Found] = []
    for place in found:
        last = kept[-1] if kept else None
        if last is not None and last.end > place.start:
            continue
        if (
            last is not None
            and last.entry is not None
            and place.entry is not None
            and last.demonym is None
            and place.demonym is None
            and text[last.end : place.start] in (", ", ",", ", in ", " (")
            and place.entry.place_id in names.parents(last.entry.place_id)
        ):
            if not last.within:
                last.within.append((last.start, last.end))
            last.end = place.end
            continue
        kept.append(place)
    return kept


def _mark(text: str, place: _Found) -> Mark[Place]:
    start, end = place.within[0] if place.within else (place.start, place.end)
    entry = place.entry
    if entry is None:
        value = Place(name=text[start:end], level=place.head, role=place.role)
    else:
        narrowed = place.head in ("adm1", "adm2", "camp")
        value = Place(
            name=text[start:end],
            place_id=entry.place_id,
            level=place.head if narrowed and entry.level == "place" else entry.level,
            iso3=entry.iso3,
            parent_id=entry.parent_id,
            role=place.role,
            demonym=place.demonym is not None,
        )
    return Mark(start=place.start, end=place.end, value=value)


def _areas(text: str, marks: list[Mark[Place]], words: PlaceWords) -> list[Mark[Place]]:
    """Find areas without a name where people leave, go or are: "the last bastion", "host families"."""
    found: list[Mark[Place]] = []
    at = 0
    for match in words.area.finditer(text):
        start, end = match.span(2)
        role_word = " ".join(match.group(1).lower().split())
        if role_word == "with" and not re.search(r"families|relatives|communit", match.group(2)):
            continue
        phrase = match.group(2).lower().split()
        if not _is_area(phrase, words):
            continue
        while at < len(marks) and marks[at].end <= start:
            at += 1
        named = [mark for mark in marks[at:] if mark.start < end and not mark.value.demonym]
        # The name that follows, or holds the noun itself, is the place: "the village of Baghouz".
        if any(
            mark.start < end and start < mark.end and mark.start < start + len(match.group(2)) * 0.6
            for mark in named
        ):
            continue
        if re.match(
            r"\s+(?:of|in|called|named|outside|around|near)\s+(?:the\s+)?$",
            text[end : _next(marks, at, end, text)],
        ):
            after = _next(marks, at, end, text)
            if after - end < 9:
                continue
        name = text[start:end].rstrip()
        role = words.roles.get(role_word, "in")
        found.append(Mark(start=start, end=start + len(name), value=Place(name=name, role=role)))
    return found


def _next(marks: list[Mark[Place]], at: int, end: int, text: str) -> int:
    for mark in marks[at:]:
        if mark.start >= end:
            return mark.start
    return len(text)


def _is_area(phrase: list[str], words: PlaceWords) -> bool:
    """Tell whether a phrase's noun is a place here: "host families" is, "families" is not."""
    for at in range(len(phrase) - 1, -1, -1):
        noun = phrase[at]
        if noun in words.only_after:
            before = phrase[at - 1] if at else ""
            return before in words.only_after[noun] or "the" in words.only_after[noun]
        if noun in ("relatives", "families"):
            return at > 0 and phrase[at - 1] in ("host", "foster")
    return True


__all__ = ["find_places", "fold", "main_country"]
