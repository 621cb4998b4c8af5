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
_REFUGE = 20  # characters from "refuge" to the country
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


def foreigners_hosted(case: Case) -> bool:
    """Tell "Lebanon hosts 1.1 million Syrians" from "a camp in Lebanon hosts 900 Syrians"."""
    return borders.is_foreign(case.draft) and not borders.near_shelter(case.draft)


def refuge_abroad(case: Case) -> bool:
    """Tell "have taken refuge in Chad" from "have taken refuge in a school"."""
    if case.choice.via != "after" or case.event.measure != "flow" or borders.near_shelter(case.draft):
        return False
    end = case.choice.end
    place = next((one for one in case.sentence.places if one.start >= end and not one.value.demonym), None)
    if place is None or place.start - end > _REFUGE:
        return False
    return place.value.level == "country" and place.value.iso3 != case.context.country


def hosts_more(case: Case) -> bool:
    """Tell "Rwanda has received 7,300 refugees; Uganda hosts 24,795"."""
    last = case.context.last
    if last is None or last.term != "crossed_border" or not case.draft.number.elided:
        return False
    before = [one for one in case.sentence.places if one.end <= case.choice.start]
    return case.choice.via == "before" and bool(before) and before[-1].value.level == "country"


def received_by_shelter(case: Case) -> bool:
    """Tell "the camp took in 1,200 people"."""
    if not case.event.object_only or case.choice.via != "before":
        return False
    return case.sentence.words.before(case.choice.start, _RECEIVER).holds(case.grammar.shelters)


def inside_shelter(case: Case) -> bool:
    """Tell "still inside 48 evacuation centres" from "still inside the enclave"."""
    said = case.sentence.words.between(case.choice.start, case.choice.end)
    stays = said.closes(case.grammar.in_words) and said.opens(case.grammar.lasting | case.grammar.be)
    return stays and case.choice.via == "after" and borders.near_shelter(case.draft)


def _are_displaced(case: Case) -> bool:
    noun = case.draft.what.subject
    return noun is not None and noun.implied == "displaced"
