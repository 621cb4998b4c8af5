"""What an event word needs beside it to mean what it may mean: a shelter, a boat, a place to leave.

"2,000 people live in tents" is a claim, "2,000 people live" is none.

In: a number, an event and its mark.  Out: whether what it needs stands where it must.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.claims.draft import Number
from tracker.claims.phrases.gaps import STOPS
from tracker.claims.phrases.verbs import is_passive, is_progressive
from tracker.vocabulary import Event, Mark

_SHELTERED = 16  # words from a camp to the verb that says how many it holds
_SHELTER = 9  # words from a verb to its shelter
_WOUNDS = 7
_WAY = 3
_LEAVING = 5  # words from "left" to the place that was left
_FLOWN = frozenset({"crossed_border", "displaced", "sheltered"})
_CAMP = (40, 60)  # characters before and after a verb within which a camp is named

Need = Callable[[Number, Event, Mark[tuple[Event, ...]]], bool]


def has_need(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell whether what an event needs stands where it must."""
    return event.needs is None or NEEDS[event.needs](number, event, mark)


def _convoy(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell whether a convoy carries them, or a plane people whose noun says that they fled."""
    grammar, tokens, noun = number.sentence.grammar, number.sentence.words.tokens, number.what.subject
    flying = noun is not None and noun.implied in _FLOWN and not grammar.aircraft.isdisjoint(tokens)
    return flying or not grammar.convoys.isdisjoint(tokens)


def _boat(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    return not number.sentence.grammar.boats.isdisjoint(number.sentence.words.tokens)


def _wounds(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    seen = number.sentence
    return seen.words.after(max(number.what.end, mark.end), _WOUNDS).holds(seen.grammar.wounds)


def _way_out(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "took 227 people to Las Palmas", "led 40 people out"."""
    seen, grammar = number.sentence, number.sentence.grammar
    after = seen.words.after(number.what.end, _WAY)
    goes_to = after.opens(grammar.to) and after.first + 1 in seen.place_ends
    return mark.end <= number.what.start and (goes_to or after.holds(grammar.ways_out))


def _shelter(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "living in tents"; "al-Hol camp, where 70,000 people are now living", "the hotspot held 6,762"."""
    seen, grammar, noun = number.sentence, number.sentence.grammar, number.what.subject
    if event.words in grammar.registered and noun is not None and noun.implied_measure == "flow":
        return False  # "registered 4,100 new arrivals": who came, not who is there
    for place, word in enumerate(seen.words.after(mark.end, _SHELTER)):
        if word in grammar.shelters:
            return True
        if word in STOPS and place > 1:
            break
    else:
        active = mark.end <= number.what.start and mark.value[0].kind != "noun"
        lead = seen.words.before(mark.end)
        if (active or lead.holds(grammar.where)) and lead.part(-_SHELTERED).holds(grammar.shelters):
            return True
        return any(
            _is_camp(number, one.value.level, one.value.name)
            and -_CAMP[0] <= one.start - mark.end <= _CAMP[1]
            for one in seen.places
        )
    return False


def _is_camp(number: Number, level: str | None, name: str) -> bool:
    low = name.lower()
    return level == "camp" or any(word in low for word in number.sentence.grammar.camp_names)


def _place(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell whether a verb of leaving or going says from where, to where or when."""
    seen, grammar, what = number.sentence, number.sentence.grammar, number.what
    following = seen.words.after(mark.end)
    starts = seen.words.starts
    reach = starts[min(following.first + _LEAVING, len(starts) - 1)] if starts else 0
    if any(mark.end <= one.start <= reach for one in (*seen.places, *seen.struck)):
        return True
    if following.opens(grammar.owners | grammar.means):
        return True
    if following.opens(grammar.to) and event.words in grammar.leaves:
        return True  # "two departed to the transit centre"
    if mark.start < what.end:
        return False
    if seen.words.before(mark.start, 1).opens(grammar.to) and _made_to(number):
        return True  # "forced all 900 residents of Kato to leave"
    if any(0 <= one.start - mark.end <= 1 for one in seen.times):
        return True  # "4,500 people leaving between midnight and noon"
    plain = what.subject is not None and what.subject.plain
    if plain and event.words in grammar.leaves and following.opens(grammar.after_leaving):
        return True  # "2,000 people are expected to leave in total"
    return _have_left(number, mark)


def _made_to(number: Number) -> bool:
    """Tell whether a verb before the counted makes them do what follows: "forced", "ordered", "led"."""
    grammar = number.sentence.grammar
    lead = number.lead.back(grammar.hedge_words | grammar.determiners)
    return lead.closes(grammar.compelling | grammar.orders)


def _have_left(number: Number, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "three quarters have left", but not "have left three dead"."""
    seen, grammar = number.sentence, number.sentence.grammar
    perfect = seen.words.before(mark.start, 2).holds(grammar.have)
    counts = any(0 <= one.start - mark.end <= 1 for one in seen.amounts)
    return perfect and not counts and not seen.words.after(mark.end).opens(grammar.left_what)


def _object(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "reached the camp" from "were reached", "reached in Bulo through": what a verb reaches follows it."""
    seen, following = number.sentence, number.sentence.words.after(mark.end)
    passive = is_passive(seen, mark.start) and not is_progressive(seen, mark.start, mark.end)
    closed = seen.grammar.prepositions | STOPS | frozenset(",.)(")
    return bool(following) and not following.opens(closed) and not passive


def _object_at_it(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "returned some 300 refugees": nothing but a hedge stands between the verb and the counted."""
    grammar = number.sentence.grammar
    gap = number.sentence.words.between(mark.end, number.start)
    return mark.end <= number.start and gap.only(grammar.hedge_words | grammar.determiners)


NEEDS: dict[str, Need] = {
    "convoy": _convoy,
    "boat": _boat,
    "wounds": _wounds,
    "way out": _way_out,
    "shelter": _shelter,
    "place": _place,
    "object": _object,
    "object at it": _object_at_it,
}
