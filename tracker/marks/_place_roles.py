"""Read the words around a name: its role ("from", "into"), its generic noun ("camp"), what is listed with it.

A part of ``places``.

In: a text and the names found in it.  Out: the same, with role and level.
Words: lexicon/<language>/places.toml
"""

from __future__ import annotations

import re
from typing import Final

from tracker.lexicon.place_lookup import Found
from tracker.lexicon.place_words import PlaceWords, level_of
from tracker.vocabulary import PlaceLevel

_WAYS: Final = ("from", "to")
_BRACKET: Final = re.compile(r"^\s*\([^()]{0,40}\d[^()]{0,40}\)")
"""A figure behind a name."""
_LOOK_BACK: Final = 90  # characters before a name within which its role word stands


def surround(text: str, place: Found, words: PlaceWords) -> None:
    """Read the words before and after a name: role, narrowing words, the generic noun."""
    if place.demonym:
        return
    start, end = place.core
    last_word = text[start:end].rpartition(" ")[2].lower()
    ending = " ".join(text[start:end].lower().split()[1:][-2:])  # "Ostra Transit Centre"
    match = words.head.match(text, end)
    country = bool(place.entries) and place.entries[0].level == "country"
    if " " in ending and ending in words.heads:
        place.head, place.headed = level_of(ending, words), True
    elif last_word in words.heads and " " in text[start:end]:
        place.head, place.headed = level_of(last_word, words), True
    elif match is not None:
        noun = " ".join(match.group(1).lower().split())
        level = level_of(noun, words)
        # "a northern California town" is not the town California: the noun only describes.
        described = level in ("place", "adm2") and _is_land(place, level)
        if not described and not (country and level not in (None, "camp")):
            place.end, place.head, place.headed = match.end(1), level, True
    if words.taking.match(text, end) or (
        words.item.match(text, end) and words.listing.search(text, max(0, start - _LOOK_BACK), start)
    ):
        place.trusted = True  # "Ostra has received 5,600 people, Mirna 2,400 and Kolva 1,200"
    before = text[max(0, start - 24) : start].rstrip(" \n\t\u00a0“‘\"'(").replace("-", " ").rsplit(None, 1)
    near = before[-1].lower() if before else ""
    if near not in words.leading:
        return
    narrowed = near in words.narrowing or near in words.links_of
    match = words.modifier.search(text, max(0, start - 45), start) if narrowed else None
    if match is not None:
        place.start = match.start()
    match = words.before.search(text, max(0, place.start - _LOOK_BACK), place.start)
    if match is not None:
        # "fled to the town of": the last role word before the name
        later = words.before.search(text, match.end(1), place.start)
        match = later if later is not None and words.roles.get(later.group(1).lower()) in _WAYS else match
        word = " ".join(match.group(1).lower().split())
        place.role = words.roles.get(word)
        place.trusted = word in words.trusted
        if place.role == "in" and words.crossed.search(text, max(0, place.start - 60), place.start):
            place.role = "to"
    named = narrowed or near in words.naming_words
    match = words.naming.search(text, max(0, place.start - 40), place.start) if named else None
    if match is not None:
        place.trusted = place.trusted or place.role is None
        place.head = place.head or level_of(" ".join(match.group(1).lower().split()), words)


def _is_land(place: Found, level: PlaceLevel | None) -> bool:
    """Tell whether a name is a country's or a large province's, dwarfing any town that bears it."""
    towns = [entry.population or 0 for entry in place.entries if entry.level == level]
    lands = [entry.population or 0 for entry in place.entries if entry.level in ("country", "adm1")]
    return bool(lands) and max(lands) > 50 * max(towns, default=0)


def carry_roles(text: str, found: list[Found], words: PlaceWords) -> list[Found]:
    """Give places named together one role: "from Hajin, Sousa and Baghouz", "left Goma for Rwanda"."""
    found.sort(key=lambda place: (place.start, place.end))
    last: Found | None = None
    for place in found:
        if place.demonym:
            continue
        if last is not None and last.entries and 0 < place.start - last.end < 8 and not any(last.strangers):
            place.listed = words.joint.fullmatch(text, last.end, place.start) is not None
        if last is not None and (last.role or last.trusted) and place.role is None and not place.trusted:
            # "in Ostra (11,400), Mirna (3,500)" lists as "in Ostra, Mirna" does; "to Bulo (46%), Kato (21%) and Mirov"
            behind = text[last.end : place.start]
            figured = words.figure.match(behind)
            gap = behind[figured.end() :] if figured else _BRACKET.sub("", behind)
            # Behind a mere comma a list must go on: not "fled Syria, Iraq said".
            listed = figured or gap.strip() != "," or words.listed.match(text, place.end)
            if 0 < len(gap) < 60 and listed and words.joint.fullmatch(gap):
                place.role, place.trusted = last.role, last.trusted
                place.head = place.head or (None if last.headed else last.head)
            elif owns(gap, words):
                place.role, place.trusted = last.role, last.trusted
            elif last.role == "from" and " ".join(gap.split()) in words.gaps_to:
                place.role = "to"
        last = place
    _share_heads(text, found, words)
    return found


def _share_heads(text: str, found: list[Found], words: PlaceWords) -> None:
    """Let a plural noun speak for all before it: "Sofala, Zambezia and Tete provinces"."""
    later: Found | None = None
    for place in reversed(found):
        if later is not None and later.headed and place.head is None and not (place.headed or place.demonym):
            gap = text[place.end : later.start]
            if 0 < len(gap) < 30 and text.endswith(words.plural, 0, later.end) and words.joint.fullmatch(gap):
                place.head, place.headed = later.head, True
        later = place


def owns(gap: str, words: PlaceWords) -> bool:
    """Tell whether an owner's ending stands between two names: "Malawi's Nsanje"."""
    return gap.endswith(" ") and gap[:-1] in words.owners
