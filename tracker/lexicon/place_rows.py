"""Places that the row of a table names in columns of their own: surely places, whatever they are called.

In: names, the finest first, and a country.  Out: the place of the gazetteer that is meant, if it has one.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from tracker.lexicon.gazetteer import PlaceEntry, gazetteer
from tracker.lexicon.place_words import place_words

_KEPT = 20_000
_CODE = re.compile(r"[A-Z]{3}")
_FEWEST = 2  # places that must lie in a country that no word names
_NEARLY = 0.6  # of all names


@lru_cache(maxsize=_KEPT)
def country_of(names: tuple[str, ...]) -> str | None:
    """Return the one country in which nearly all of the places lie that the rows of a table name.

    Parameters
    ----------
    names
        Places, as the cells of a column name them.
    """
    found = [gazetteer().lookup_exact(name) for name in names]
    votes = Counter(iso3 for places in found for iso3 in {entry.iso3 for entry in places if entry.iso3})
    if len(votes) == 1 and any(entry.level == "adm1" for places in found for entry in places):
        return next(iter(votes))
    (best, most), *others = [*votes.most_common(2), ("", 0)]
    sure = most >= max(_FEWEST, _NEARLY * len(names)) and (not others or others[0][1] < most)
    return best if sure else None


def country_by_code(code: str) -> PlaceEntry | None:
    """Return the country of an ISO code of three letters."""
    entry = gazetteer().get(code.lower()) if _CODE.fullmatch(code) else None
    return entry if entry is not None and entry.level == "country" and entry.iso3 == code else None


@lru_cache(maxsize=_KEPT)
def place_in_row(names: tuple[str, ...], country: str | None, language: str) -> PlaceEntry | None:
    """Return the place that the first of some names means, if it lies in those after it.

    Parameters
    ----------
    names
        What a row names in its columns of places, the finest first.
    country
        ISO3 of the country that the table is about.
    language
        Whose generic nouns may stand beside a name ("Kato District").
    """
    if not names:
        return None
    name, *outer = names
    if (found := country_by_code(name)) is not None:
        return found
    parent = place_in_row(tuple(outer), country, language) if outer else None
    iso3 = parent.iso3 if parent is not None and parent.iso3 else country
    for spelt in dict.fromkeys((name, _bare(name, language))):
        for entry in gazetteer().lookup(spelt, iso3=iso3) if iso3 else gazetteer().lookup_exact(spelt):
            if iso3 is None and entry.level != "country":
                continue
            if lies_in(entry.place_id, parent):
                return entry
    return None


def lies_in(place_id: str, parent: PlaceEntry | None) -> bool:
    """Tell whether a place may lie in another: a country holds all that is known of it."""
    return parent is None or parent.level == "country" or parent.place_id in gazetteer().parents(place_id)


def _bare(name: str, language: str) -> str:
    """Return a name without the generic nouns at its ends."""
    heads = place_words(language).heads
    words = name.split()
    while len(words) > 1 and words[-1].lower() in heads:
        words.pop()
    while len(words) > 1 and words[0].lower() in heads:
        words.pop(0)
    return " ".join(words)
