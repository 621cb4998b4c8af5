"""Choose which of several places of one name is meant, and whether a place is meant at all.

In: a name's readings and what stands around it.  Out: the likeliest reading, with the evidence for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tracker.lexicon.folding import plain
from tracker.lexicon.gazetteer import Gazetteer, PlaceEntry
from tracker.vocabulary import PlaceLevel

KNOWN_PEOPLE = 100_000
"""A town this large is known by its name alone."""
ENOUGH = 2.0
"""Evidence from which on a capitalised word is taken for a place."""


@dataclass(slots=True)
class Surroundings:
    """What a whole text tells about where it plays."""

    country: str | None = None
    lands: Counter[str] = field(default_factory=Counter)
    provinces: Counter[str] = field(default_factory=Counter)

    def see(self, entries: Sequence[PlaceEntry], *, demonym: bool) -> None:
        """Count a name that speaks for its country or province."""
        first = entries[0]
        if first.iso3 is None:
            return
        if demonym or first.level == "country":
            self.lands[first.iso3] += 1
        for entry in entries:
            if entry.level == "adm1":
                self.provinces[entry.place_id] += 1
        if first.level == "adm1" and len({entry.iso3 for entry in entries}) == 1:
            self.lands[first.iso3] += 1

    def own(self, entry: PlaceEntry) -> bool:
        """Tell whether a place lies where the text plays."""
        return entry.iso3 is not None and (entry.iso3 == self.country or self.lands[entry.iso3] > 0)


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What the words beside one name tell.

    ``near`` are the ids of places named beside it, ``after`` those that follow it behind a comma; ``key``
    is the name as printed, folded.  ``surname`` tells a lone name that is as likely a person's.
    """

    role: bool
    trusted: bool
    headed: bool
    head: PlaceLevel | None
    initial: bool
    spoken: bool
    words: int
    exact: bool
    stop: bool
    surname: bool
    strangers: tuple[bool, bool]
    near: frozenset[str]
    after: frozenset[str] = frozenset()
    key: str = ""


def related(entry: PlaceEntry, near: Collection[str], names: Gazetteer) -> bool:
    """Tell whether a province named beside a place holds it, or a place beside a province lies in it."""
    if not near:
        return False
    chain = names.parents(entry.place_id)[:-1]
    return any(
        other in chain or (entry.level in ("adm1", "adm2", "region") and names.within(other, entry.place_id))
        for other in near
        if other != entry.place_id
    )


_BY_LEVEL: dict[PlaceLevel, float] = {"country": 4.0, "region": 1.5, "camp": 0.6}


def likeliest(
    entries: Sequence[PlaceEntry], seen: Evidence, around: Surroundings, names: Gazetteer
) -> PlaceEntry:
    """Return the reading that fits best what is known."""
    if len(entries) == 1:
        return entries[0]
    return max(entries, key=lambda entry: (_score(entry, entries, seen, around, names), entry.place_id))


def _score(
    entry: PlaceEntry,
    entries: Sequence[PlaceEntry],
    seen: Evidence,
    around: Surroundings,
    names: Gazetteer,
) -> float:
    """Score one reading of a name among all it has."""
    chain = names.parents(entry.place_id)
    score = 0.6 * math.log10((entry.population or (KNOWN_PEOPLE if entry.curated else 300)) + 10)
    score += _BY_LEVEL.get(entry.level, 0.0)
    spelt = plain(entry.name) == seen.key or (
        entry.curated and any(plain(name) == seen.key for name in entry.aliases)
    )
    score += 1.5 * entry.curated + 1.0 * spelt
    if entry.iso3 is not None:
        score += 4.0 * (entry.iso3 == around.country)
        if entry.level != "country":
            score += min(2.5, float(around.lands[entry.iso3]))
            # A name that is a province's and a town's in it is no sign of itself.
            told = [parent for parent in chain if around.provinces[parent]]
            score += 1.0 * (bool(told) and not {other.place_id for other in entries}.issuperset(told))
    score += 6.0 * related(entry, seen.near, names)
    score += 5.0 * (not seen.after.isdisjoint(chain))
    if seen.head is not None:
        score += 9.0 * (entry.level == seen.head) + 1.0 * (seen.head == "adm1" and entry.level == "adm2")
    elif entry.level in ("adm1", "adm2") and any(
        other.level in ("place", "camp") and other.iso3 == entry.iso3 and plain(other.name) == seen.key
        for other in entries
    ):
        # "Idlib" alone is the town rather than its province.
        score -= 1.5
    return score


def is_place(entry: PlaceEntry, seen: Evidence, around: Surroundings, names: Gazetteer) -> bool:
    """Tell whether the words around a name bear out that a place is meant."""
    country = entry.level == "country"
    if any(seen.strangers) and not country and not (seen.headed and not seen.strangers[0]):
        return False
    if seen.strangers[0] and country and not seen.role:
        return False
    own, kin = around.own(entry), related(entry, seen.near, names)
    if seen.stop:
        if country:
            return not seen.initial or seen.role
        return (seen.trusted and (own or entry.curated)) or (seen.headed and own) or kin
    if not seen.exact and not (seen.role or seen.headed or kin):
        return False
    return _weight(entry, seen, own=own, kin=kin) >= ENOUGH


def _weight(entry: PlaceEntry, seen: Evidence, *, own: bool, kin: bool) -> float:
    people = entry.population or 0
    weight = (
        2.0 * seen.role
        + 2.5 * seen.headed
        + (0.5 if seen.surname else 2.0) * own
        + 1.0 * (seen.words > 1)
        + 2.0 * kin
    )
    weight += 2.0 * entry.curated + 2.0 * (entry.level in ("adm1", "country"))
    weight += 1.5 * (people >= KNOWN_PEOPLE) + 1.0 * (people >= 3 * KNOWN_PEOPLE)
    weight -= 1.0 * (seen.words == 1 and seen.initial and not seen.headed) + 2.0 * seen.spoken
    return weight


def is_this_one(entry: PlaceEntry, seen: Evidence, around: Surroundings, names: Gazetteer) -> bool:
    """Tell whether it is known which place is meant, not only that one is.

    A small town far from where the text plays is more likely the namesake of one the gazetteer lacks.
    """
    return (
        entry.curated
        or entry.level in ("country", "adm1", "region")
        or (entry.population or 0) >= KNOWN_PEOPLE
        or around.own(entry)
        or related(entry, seen.near, names)
        or (not around.lands and around.country is None and seen.exact)
    )
