"""The place that a verb or a noun makes the place of the counted: it holds them, counts them, or they live there.

In: a claim and its places by role.  Out: the same, with the place that its subject names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.claims.draft import Draft
from tracker.claims.fill.rule import Rule, chosen
from tracker.vocabulary import Mark, Place

_HOLDER = 40  # characters between a place and the verb whose subject it is
_STAY = frozenset({"sheltered", "trapped", "detained"})
_LEFT = frozenset({"displaced", "evacuated", "crossed_border"})
_COME = frozenset({"crossed_border", "returned"})
_HAPPEN = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})


@dataclass(frozen=True, slots=True)
class Sorted:
    """A claim, the places that people left, those they went to, those it happened in."""

    draft: Draft
    origins: Sequence[Mark[Place]]
    destinations: Sequence[Mark[Place]]
    inside: Sequence[Mark[Place]]


def _dwellers(asked: Sorted) -> Sorted | None:
    """Take the place whose people are counted ("all 88,000 residents of Kato"): they left it, or are held there."""
    draft, seen = asked.draft, asked.draft.sentence
    if asked.origins or draft.term not in _LEFT or not draft.number.rest.opens(seen.grammar.partitive):
        return None
    mark = next((one for one in seen.places if one.start == draft.number.rest.part(1).start), None)
    if mark is None or mark.value.demonym or mark.value.role is not None:
        return None
    return replace(asked, origins=[mark])


DWELLERS: Rule[Sorted, Sorted] = Rule(
    "place whose people they are", _dwellers, "The fire forced all {4,000} residents of Aleppo to flee."
)


def _holder(asked: Sorted) -> Sorted | None:
    """Take the place that is the grammatical subject ("the camp shelters 5,000")."""
    choice = chosen(asked.draft)
    stays = asked.draft.term in _STAY or (
        asked.draft.term == "crossed_border" and (choice.event.term in _STAY or choice.event.object_only)
    )
    if not stays or asked.destinations or choice.via != "before":
        return None
    before = [
        mark
        for mark in asked.draft.sentence.places
        if not mark.value.demonym and 0 <= choice.start - mark.end <= _HOLDER
    ]
    before = before or _subject(asked.draft)
    return replace(asked, destinations=before[-1:]) if before else None


def _subject(draft: Draft) -> list[Mark[Place]]:
    """Return the place that is the subject of a verb behind "and": "Chad has IDPs, and hosts 900 refugees"."""
    seen, verb = draft.sentence, chosen(draft).start
    lead = seen.words.between(seen.opening, verb)
    first = next((mark for mark in seen.places if mark.start >= seen.opening), None)
    joined = lead.back(seen.grammar.light_adverbs).closes(seen.grammar.ands)
    if first is None or not joined or first.value.role is not None or first.value.demonym:
        return []
    opens = first.start == lead.start and seen.words.after(first.end, 1).opens(seen.grammar.place_counts)
    return [first] if opens and not lead.holds(seen.grammar.relatives | seen.grammar.turns) else []


HOLDER: Rule[Sorted, Sorted] = Rule(
    "place that holds them", _holder, "Al-Hol camp was sheltering {5,000} people."
)


def _reports(asked: Sorted) -> Sorted | None:
    """Take the place of which a verb says how many it counts or lost ("Balochistan reports 600 houses destroyed")."""
    draft, seen = asked.draft, asked.draft.sentence
    if asked.origins or asked.destinations or draft.term not in _HAPPEN | _STAY | _COME:
        return None
    before = [mark for mark in seen.places if mark.end <= draft.start and not mark.value.demonym]
    if not before or before[-1].value.role is not None:
        return None
    way = seen.words.between(before[-1].end, draft.start).skip(seen.grammar.adverbs)
    if not way.opens(seen.grammar.place_counts) or way.holds(seen.grammar.new_clause):
        return None
    if draft.term in _HAPPEN:
        return replace(asked, origins=before[-1:])
    return replace(asked, destinations=before[-1:])


REPORTS: Rule[Sorted, Sorted] = Rule(
    "place that counts them", _reports, "Aleppo reports {600} houses destroyed."
)


def _takes_in(asked: Sorted) -> Sorted | None:
    """Take the place that takes people in, or accounts for them ("Aleppo has received 4,000 people").

    Of "Ostra accounts for 5,600 of them" and "Ostra is the hardest hit, with 5,600" the claim's kind says which way.
    """
    draft, seen = asked.draft, asked.draft.sentence
    if asked.destinations or draft.term not in _LEFT | _STAY:
        return None
    before = [mark for mark in seen.places if mark.end <= draft.start and not mark.value.demonym]
    if not before or before[-1].value.role is not None:
        return None
    way = seen.words.between(before[-1].end, draft.start).skip(seen.grammar.have | seen.grammar.adverbs)
    if len(way) == 1 and way.opens(seen.grammar.takes_in):
        return replace(asked, destinations=before[-1:])
    accounts = way.opens(seen.grammar.accounting) and way.closes(seen.grammar.item_for)
    worst = way.holds(seen.grammar.worst) and way.closes(seen.grammar.item_leads)
    if not accounts and not worst:
        return None
    there = draft.measure == "stock" or draft.term in _STAY
    return replace(asked, destinations=before[-1:]) if there else replace(asked, origins=before[-1:])


TAKES_IN: Rule[Sorted, Sorted] = Rule(
    "place that takes them in", _takes_in, "Aleppo has received {4,000} displaced people."
)
