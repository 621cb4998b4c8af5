"""Where people went: to a shelter, to another country, or neither; by the words and places near the event.

In: a claim and what was chosen for it.  Out: whether it is so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker import lexicon
from tracker.claims.draft import Draft
from tracker.claims.fill.rule import chosen, has_words, span
from tracker.claims.grammar import Grammar
from tracker.claims.phrases.words import split
from tracker.vocabulary import Mark, Place

REFUGEES = frozenset({"refugee", "asylum_seeker", "migrant"})
_PAST = 70  # characters past an event within which its way is named
_SHELTER = 60  # characters past an event within which its shelter is named


def is_camp(place: Place, grammar: Grammar) -> bool:
    """Tell whether a place is a camp, by kind or by name."""
    return place.level == "camp" or any(word in place.name.lower() for word in grammar.camp_names)


def are_refugees(draft: Draft) -> bool:
    """Tell whether the noun of the counted names refugees, asylum seekers or migrants."""
    noun = draft.what.subject
    return noun is not None and noun.subterm in REFUGEES


def near_shelter(draft: Draft) -> bool:
    """Tell whether a camp or shelter stands after the event, or over the number."""
    choice = chosen(draft)
    if choice.via == "heading":
        segment = draft.sentence.segment
        heads = lexicon.lower(" ".join(filter(None, (segment.row, segment.column, segment.heading))))
        return not draft.sentence.grammar.shelters.isdisjoint(
            split(heads, heads, language=draft.sentence.segment.language).tokens
        )
    if choice.via == "before" and _names_shelter(draft, choice.end, draft.start):
        return True
    start = choice.end if choice.via == "after" else draft.end
    return _names_shelter(draft, start, start + _SHELTER)


def _names_shelter(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a camp or shelter word opens within a stretch, before a new clause."""
    seen, grammar = draft.sentence, draft.sentence.grammar
    if seen.words.opening(start, end).up_to(grammar.shelter_breaks).holds(grammar.shelters):
        return True
    return any(is_camp(mark.value, grammar) for mark in seen.places if start <= mark.start <= end)


def goes_somewhere(draft: Draft) -> bool:
    """Tell whether the sentence names a place that people went to or left."""
    return any(
        mark.value.role in ("to", "from", "in") and not mark.value.demonym for mark in draft.sentence.places
    )


def is_foreign(draft: Draft) -> bool:
    """Tell whether people of one country are counted in another ("Turkey took in 3.6 million Syrians")."""
    marks = draft.sentence.places
    nations = {m.value.iso3 for m in marks if m.value.demonym and draft.start <= m.start < draft.end}
    if not nations or None in nations:
        return False
    others = {
        m.value.iso3
        for m in marks
        if not m.value.demonym and m.value.level == "country" and m.value.role != "from" and m.value.iso3
    }
    return bool(others - nations)


def at_sea(draft: Draft) -> bool:
    """Tell whether a rescue is one on a migration route, not one from a flood."""
    seen, grammar = draft.sentence, draft.sentence.grammar
    return grammar.sea_routes.find(seen.low) is not None and grammar.floods.isdisjoint(seen.words.tokens)


def goes_abroad(draft: Draft) -> bool:
    """Tell whether the destination is another country, or words say so."""
    seen = draft.sentence
    start, end = _way(draft)
    if seen.grammar.abroad.find(seen.low, start, end):
        return True
    origins = {m.value.iso3 for m in seen.places if m.value.role == "from" and m.value.iso3}
    return any(
        mark.value.level in ("country", "region")
        and mark.value.role in ("to", "in")
        and not mark.value.demonym
        and mark.value.iso3 not in origins
        for mark in seen.places
        if start <= mark.start <= end
    )


def _way(draft: Draft) -> tuple[int, int]:
    """Return the stretch from the amount to a little past its event."""
    start, end = span(draft)
    return start, min(end + _PAST, len(draft.sentence.low))


@dataclass(frozen=True, slots=True)
class Flight:
    """The way that words of flight take: ``abroad`` as far as words say it, ``places`` after them in order."""

    draft: Draft
    abroad: re.Match[str] | None
    places: list[Mark[Place]]

    @property
    def by_words(self) -> bool:
        """Whether words like "abroad" decide: they speak of those who flee, not of those who were displaced."""
        return self.abroad is not None and chosen(self.draft).event.kind == "did"

    @property
    def to_country(self) -> bool:
        """Whether the first place after the words is a country."""
        return bool(self.places) and self.places[0].value.level == "country"


def flight(draft: Draft) -> Flight | None:
    """Return the way of people who fled or were displaced, where words of the sentence say that they did."""
    choice = chosen(draft)
    if not has_words(draft) or choice.event.kind not in ("did", "done"):
        return None
    seen = draft.sentence
    start, end = _way(draft)
    places = [m for m in seen.places if choice.end <= m.start <= end and not m.value.demonym]
    return Flight(
        draft, seen.grammar.abroad.find(seen.low, start, end), sorted(places, key=lambda m: m.start)
    )


def within_country(way: Flight) -> bool:
    """Tell "fled within the country": the words that mean abroad elsewhere."""
    seen, found = way.draft.sentence, way.abroad
    if found is None or found.group() not in seen.grammar.own_country:
        return False
    return seen.words.between(0, found.start()).closes(seen.grammar.insides)


def heads_for_country(way: Flight) -> bool:
    """Tell whether people fled to a country; those displaced only where words of the way lead straight there."""
    choice, seen, grammar = chosen(way.draft), way.draft.sentence, way.draft.sentence.grammar
    ways = grammar.way_words | grammar.flight_verbs
    begins = max(choice.end, way.draft.end)
    return any(
        choice.event.kind == "did" or seen.words.between(begins, mark.start).only(ways)
        for mark in way.places
        if mark.value.level == "country" and mark.value.role == "to"
    )


def finds_refuge(way: Flight) -> bool:
    """Tell "have sought refuge in Bangladesh"."""
    return way.to_country and chosen(way.draft).event.place == "refuge"


def quits_country(way: Flight) -> bool:
    """Tell "fled Iraq", but not "fled Iraq's northern city"."""
    choice, seen, grammar = chosen(way.draft), way.draft.sentence, way.draft.sentence.grammar
    if not way.to_country or choice.event.place != "left":
        return False
    gap = seen.words.between(choice.end, way.places[0].start)
    straight = len(gap) <= 1 and gap.only(grammar.straight_from)
    return straight and not seen.low.startswith(grammar.possessives, way.places[0].end)
