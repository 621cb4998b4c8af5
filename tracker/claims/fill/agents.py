"""Who does it to the counted: who orders them out or moves them, what holds them, who takes them in.

Evacuated or displaced, detained or sheltered turn on the agent of the verb and on the word of the place.

In: the case of a claim.  Out: whether it is so.
Words: lexicon/<language>/grammar.toml (orders, leaving, moved_by_others, holders, prisons)
"""

from __future__ import annotations

from tracker.claims.fill import borders
from tracker.claims.fill.rule import Case
from tracker.claims.phrases.verbs import is_passive

_FROM = 12  # characters from an arrival to where it came from
_RECEIVER = 4  # words of "promised to admit"
_HOLDER = 4  # words before "hold" that name who or what holds
_CAMP = 6  # words of "in the crowded Kalma camp"


def from_country(case: Case) -> bool:
    """Tell "9,300 people arriving from Congo": who comes from a country crossed its border."""
    start, end = case.choice.end, case.choice.end + _FROM
    return any(
        mark.value.role == "from" and mark.value.level == "country" and start <= mark.start <= end
        for mark in case.sentence.places
        if not mark.value.demonym
    )


def received_by_country(case: Case) -> bool:
    """Tell "Benin admitted 1,500 exiles": a country takes in who comes from another."""
    if not case.event.object_only or case.choice.via != "before":
        return False
    before = [m for m in case.sentence.places if not m.value.demonym and m.end <= case.choice.start]
    if not before or before[-1].value.level != "country" or before[-1].value.role is not None:
        return False
    return len(case.sentence.words.between(before[-1].end, case.choice.start)) <= _RECEIVER


def ordered(case: Case) -> bool:
    """Tell "ordered 45,000 people to flee": who is told to go is evacuated."""
    if case.choice.via != "after":
        return False
    ordered = case.draft.number.lead.back(case.grammar.hedge_words | case.grammar.determiners)
    to = case.sentence.words.between(case.draft.end, case.choice.start)
    verb = case.sentence.words.after(case.choice.start, 1)
    return (
        ordered.closes(case.grammar.orders) and to.only(case.grammar.to) and verb.opens(case.grammar.leaving)
    )


def moved_by_others(case: Case) -> bool:
    """Tell "4,900 people have been relocated to two camps" from "4,900 people moved to the hills"."""
    verb = case.sentence.words.after(case.choice.start, 1)
    if case.choice.via != "after" or not verb.opens(case.grammar.moved_by_others):
        return False
    return is_passive(case.sentence, case.choice.start)


def held_by_place(case: Case) -> bool:
    """Tell "three districts hold 6,000 families" from "the militia holds 40 men": a place holds nobody captive."""
    noun, grammar = case.draft.what.subject, case.grammar
    if not case.event.object_only:
        return False
    lead = case.sentence.words.before(case.choice.start, _HOLDER)
    if lead.holds(grammar.prisons):
        return False
    place = lead.closes(grammar.holders | grammar.shelters) or any(
        0 <= case.choice.start - mark.end <= 1 for mark in case.sentence.places if not mark.value.demonym
    )
    return place or (noun is not None and noun.plain)


def refugees_held(case: Case) -> bool:
    """Tell "three districts hold 6,000 refugees"."""
    return held_by_place(case) and borders.are_refugees(case.draft)


def displaced_held(case: Case) -> bool:
    """Tell "three districts hold 6,000 IDP families": displaced, unless a camp holds them."""
    camp = case.sentence.words.before(case.choice.start, _HOLDER).holds(case.grammar.shelters)
    return held_by_place(case) and _are_displaced(case) and not camp


def in_camp(case: Case) -> bool:
    """Tell "the 163,000 displaced people in Kalma camp": they are sheltered there."""
    if case.choice.via != "own" or case.draft.unit == "share":
        return False
    rest = case.draft.number.rest.part(0, _CAMP)
    if not rest.opens(case.grammar.in_words):
        return False
    reach = rest.up_to(case.grammar.stops - case.grammar.in_words) if len(rest) else rest
    if any(reach.start <= amount.start < reach.end for amount in case.sentence.amounts):
        return False  # "4,000 IDPs in nine sites": where they were counted
    inside = reach.holds(case.grammar.shelters)
    return inside or any(
        borders.is_camp(mark.value, case.grammar)
        for mark in case.sentence.places
        if rest.start <= mark.start < reach.end
    )


def _are_displaced(case: Case) -> bool:
    noun = case.draft.what.subject
    return noun is not None and noun.implied == "displaced"
