"""How surely an event word speaks of a number: by its kind, its form, and what lies between.

Each weight is a rule by name: the score it starts from, and what its words take off; the first that applies decides.

In: a number and an event word of its sentence.  Out: the score, or None where the word cannot speak of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tracker.claims.draft import Number
from tracker.claims.phrases import gaps
from tracker.claims.phrases.verbs import (
    follows,
    is_participle,
    is_passive,
    is_progressive,
    rises_to,
    takes_object,
)
from tracker.claims.phrases.words import Stretch
from tracker.claims.rulebook import active
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Event

NEVER = float("inf")
_LABEL_MARKS = frozenset({":", "-", "–", "—", "=", "*", "|", "+", "**", "~"})
_COLON = frozenset(":")
_COMMA = frozenset(",")
_OPENING = 3  # words before a participle that may still open the sentence
_NOUN_REACH = 3  # words from a number to the noun that says what happened
_LABEL_NOUNS = 3
_PASSIVE = 0.25
_COUNT_REACH = 34  # characters from "the number of" to a verb
_INCLUDED = 4
_RISING = 4  # words from a verb of rising to its figure
_FAR_RISING = 10


@dataclass(slots=True)
class Word:
    """An event word seen from a number: what it says, where it stands, and what lies between."""

    number: Number
    event: Event
    start: int
    end: int
    after: bool
    gap: Stretch

    @property
    def passive(self) -> bool:
        """Whether it is a participle after "be"."""
        return is_passive(self.number.sentence, self.start)

    @property
    def cost(self) -> float:
        """What lies between, as a cost."""
        if self.after:
            return gaps.cost(self.number.sentence, self.number.what.end, self.start, after=True)
        return gaps.cost(self.number.sentence, self.end, self.number.start, after=False)


class Weighed(NamedTuple):
    """An event word with its score, and the weight that gave it."""

    score: float
    rule: str
    word: Word


@dataclass(frozen=True, slots=True)
class Weight:
    """A rule that weighs an event word of some kinds; ``less`` returns what it takes off, None if it does not apply."""

    name: str
    kinds: frozenset[str]
    score: float
    less: Callable[[Word], float | None]
    example: str


def weigh(word: Word, without: frozenset[str] = frozenset()) -> Weighed | None:
    """Return an event word with its score and the weight that gave it; None where it cannot speak of the number."""
    if word.after and word.event.object_only:
        return None
    for rule in active(BY_KIND[word.after, word.event.kind], without):
        less = rule.less(word)
        if less is not None:
            return None if less == NEVER else Weighed(rule.score - less, rule.name, word)
    return None


# -- a word after the number -----------------------------------------------------------------------------


def _done_to(word: Word) -> float:
    """A participle of what was done to the counted, not a verb with an object of its own."""
    seen = word.number.sentence
    of_the = word.gap.only(seen.grammar.partitive | seen.grammar.definite)
    if not of_the and word.gap.closes(seen.grammar.definite):
        return NEVER  # "among the displaced": a noun
    if not word.passive:
        active = takes_object(seen, word.end) or is_progressive(seen, word.start, word.end)
        if active or not is_participle(seen, word.start, word.end):
            return NEVER
    return word.cost


def _they_did(word: Word) -> float:
    """Of a word that may be done by them or to them, the passive is the latter."""
    passive = word.passive and not is_progressive(word.number.sentence, word.start, word.end)
    return word.cost + (_PASSIVE if passive else 0.0)


def _noun_after(word: Word) -> float:
    grammar = word.number.sentence.grammar
    if len(word.gap) > _NOUN_REACH or not word.gap.only(grammar.fillers | grammar.after_count):
        return NEVER
    return 0.5 * len(word.gap)


def _aid_after(word: Word) -> float:
    seen = word.number.sentence
    doing = not word.passive and seen.words.after(word.start, 1).end <= word.end
    doing = doing and is_progressive(seen, word.start, seen.words.after(word.start, 1).end)
    return word.cost + (4.0 if doing else 0.0)


def _state_after(word: Word) -> float:
    seen, grammar = word.number.sentence, word.number.sentence.grammar
    hosts = seen.low[word.start : word.end] in grammar.hosting_verbs and not word.passive
    if hosts and not seen.words.after(word.end, 1).opens(grammar.in_words):  # "shelter in 37 centres"
        return NEVER
    return word.cost + (0.5 if word.event.needs or word.event.term == "sheltered" else 0.0)


def _kinds(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


AFTER: tuple[Weight, ...] = (
    Weight("they did", _kinds("did"), 10.0, _they_did, "Some {4,000} people fled to Chad."),
    Weight(
        "done to them", _kinds("done"), 10.0, _done_to, "In all {340} civilians were evacuated on Monday."
    ),
    Weight("state they are in", _kinds("state"), 9.5, _state_after, "About {900} families are homeless."),
    Weight("aid after", _kinds("other"), 9.0, _aid_after, "Some {4,000} displaced people were vaccinated."),
    Weight("noun after", _kinds("noun"), 8.5, _noun_after, "There were {340} confirmed fatalities."),
)


# -- a word before the number ----------------------------------------------------------------------------


def _label(word: Word) -> float | None:
    return 0.0 if word.gap.only(_LABEL_MARKS) and word.gap.holds(_COLON) else None


def _label_with_noun(word: Word) -> float | None:
    """Only counted nouns and a colon lie between ("Damaged houses: 2,275")."""
    gap, seen = word.gap, word.number.sentence
    colon = gap.where(_COLON)
    if colon is None or not 0 < colon <= _LABEL_NOUNS or not gap.part(colon).only(_LABEL_MARKS):
        return None
    noun = next((mark for mark in seen.subjects.values() if mark.start >= word.end), None)
    return 0.0 if noun is not None and noun.start - word.end <= 1 else None


def _including(word: Word) -> float | None:
    return 0.2 * len(word.gap) if word.gap.closes(word.number.sentence.grammar.including) else None


def _included(word: Word) -> float | None:
    near = len(word.gap) <= _INCLUDED and word.gap.closes(word.number.sentence.grammar.includes)
    return 0.0 if near else None


def _opening(word: Word) -> float | None:
    """A participle opens the sentence and "were" leads to the number ("stranded were 400")."""
    seen = word.number.sentence
    opens = seen.words.at(word.start) <= _OPENING
    return 0.2 * len(word.gap) if opens and word.gap.closes(seen.grammar.finite_be) else None


def _object(word: Word) -> float:
    seen = word.number.sentence
    if word.gap.opens(_COMMA) and is_progressive(seen, word.start, word.end):
        if seen.words.before(word.start, 1).opens(seen.grammar.prepositions):
            return NEVER  # "affected by flooding, up from 900": a noun
    return word.cost + (8.0 if word.passive and not seen.grammar.verb_first else 0.0)


def _verb_first(word: Word) -> float | None:
    """The verb stands before those who did it, where a language has it so: "llegaron 300 personas"."""
    return word.cost if word.number.sentence.grammar.verb_first else None


def _noun_at(word: Word) -> float | None:
    """Only linking words and other figures lie between ("the death toll rose from 52 to 56")."""
    grammar, gap = word.number.sentence.grammar, word.gap
    figures = _figures(word)
    if not all(token in grammar.links or token in grammar.fillers or token in figures for token in gap):
        return None
    return 0.2 * len(gap) - (1.0 if len(gap) == 1 and gap.opens(grammar.partitive) else 0.0)


def _noun_rising(word: Word) -> float | None:
    gap, figures = word.gap, _figures(word)
    if _rises(word) and not any(token in figures or token in gaps.STOPS for token in gap):
        return 0.15 * len(gap)
    return None


def _noun_before(word: Word) -> float:
    """A noun with "of" takes what follows it: "the loss of income to 900 families" is no loss of families."""
    seen, gap = word.number.sentence, word.gap
    grammar = seen.grammar
    if seen.words.between(word.start, word.end).closes(grammar.partitive) and len(gap):
        known = grammar.fillers | grammar.before_nouns | grammar.prepositions | grammar.joining | _COMMA
        named = seen.place_ends.keys() | seen.amount_ends.keys()
        other = gap.first not in named and not gap.opens(known) and gap.start not in seen.subjects
        if other and not gap.holds(grammar.joining | _COMMA):
            return NEVER
    return word.cost


def _figures(word: Word) -> set[str]:
    """Return the words of all figures of the sentence but those with a noun of things ("levelled 900 barns")."""
    seen = word.number.sentence
    bare = [mark for mark in seen.amounts if not _counts_things(seen, mark.end)]
    words = {token for mark in bare for token in seen.words.between(mark.start, mark.end)}
    return words - _COMMA


def _rises(word: Word) -> bool:
    """Tell whether a verb of rising leads to the figure, past names and times alone ("surged in El Paso to")."""
    seen, gap = word.number.sentence, word.gap
    grammar = seen.grammar
    last = gap.last(grammar.rises)
    if last is None:
        return False
    tail = gap.part(last + 1)
    small = grammar.small_words | grammar.hedge_words
    named = [
        token in small or start in seen.place_ends or seen.text[start].isupper() or seen.text[start].isdigit()
        for token, start, _ in tail.offsets()
    ]
    return len(tail) < _RISING or (all(named) and len(tail) <= _FAR_RISING)


def _counts_things(seen: Sentence, end: int) -> bool:
    """Tell whether the noun right behind a figure is one of things or homes."""
    noun = seen.subjects.get(seen.words.after(end, 1).start)
    return noun is not None and (noun.value.thing or noun.value.unit == "dwelling")


def _number_of(word: Word) -> float | None:
    """A count of those who did it has come to the figure."""
    seen = word.number.sentence
    if seen.grammar.count_of.find(seen.low, max(0, word.start - _COUNT_REACH), word.start) is None:
        return None
    return 0.0 if rises_to(seen, word.end, word.number.figure) else None


def _of_number_before(word: Word) -> bool:
    """Tell "with 67 missing and 900 displaced": the state of the number it stands at, not of the next."""
    seen = word.number.sentence
    at_number = any(0 <= word.start - mark.end <= 1 for mark in seen.amounts)
    return at_number and word.gap.only(seen.grammar.joining | _COMMA)


def _state_before(word: Word) -> float:
    number = word.number
    own = not number.elided or follows(number.sentence, number.end)
    if word.gap and own and _of_number_before(word):
        return NEVER
    close = not word.gap or word.gap.only(word.number.sentence.grammar.fillers)
    return word.cost + (0.0 if close else 4.5)


def _of_them(word: Word) -> float:
    """The counted would be the object of what they must be the subject of, but for "among them were 300"."""
    grammar = word.number.sentence.grammar
    if not word.gap.holds(grammar.of_them | _COLON):
        return NEVER
    return word.cost - (2.0 if word.gap.holds(grammar.rates) else 0.0)


def _aid_before(word: Word) -> float:
    seen, grammar, gap = word.number.sentence, word.number.sentence.grammar, word.gap
    if word.event.words in grammar.reaches and seen.words.before(word.start, 1).opens(grammar.to):
        return NEVER  # "arrivals are predicted to reach 36,000" counts arrivals
    cost = word.cost
    if word.event.words.startswith(grammar.giving) and gap.closes(grammar.recipients):
        cost = min(cost, 4.0)  # "distributed 4,800 kits and vouchers to 3,000 evacuees"
    size = grammar.size_before.find(seen.low, word.start, word.number.start) is not None
    return cost - (2.0 if size else 0.0)


_ANY = _kinds("did", "done", "state", "noun", "other")

BEFORE: tuple[Weight, ...] = (
    Weight("label", _ANY, 9.5, _label, "Displaced: {4,210}"),
    Weight("label with its noun", _ANY, 9.0, _label_with_noun, "Damaged houses: {2,275}"),
    Weight("verb with including", _kinds("did", "done", "state"), 8.0, _including,
           "All fled, including {40} patients."),
    Weight("included", _kinds("state"), 8.0, _included, "The dead included at least {22} people."),
    Weight("participle first", _kinds("done"), 8.5, _opening, "Also evacuated were {400} patients."),
    Weight("its object", _kinds("done"), 11.0, _object, "The flood displaced {4,000} people."),
    Weight("noun at it", _kinds("noun"), 10.0, _noun_at, "The death toll rose to {56}."),
    Weight("noun rising", _kinds("noun"), 9.0, _noun_rising,
           "Deaths in the cold districts around the lake rose to {56}."),
    Weight("noun before", _kinds("noun"), 10.0, _noun_before, "The arrival in Malta of {40} people."),
    Weight("number of", _kinds("did", "state", "other"), 9.0, _number_of,
           "The number of people seeking asylum in Chad climbed to {9,400}."),
    Weight("state first", _kinds("state"), 8.5, _opening, "Still missing were {40} people."),
    Weight("state before", _kinds("state"), 8.0, _state_before, "The blast left missing as many as {40} people."),
    Weight("verb first", _kinds("did"), 9.5, _verb_first, "[fr] Vendredi ont fui {4 000} civils."),
    Weight("verb with among", _kinds("did"), 6.0, _of_them, "Among those who fled were {300} children."),
    Weight("aid before", _kinds("other"), 9.0, _aid_before, "The agency gave food to {4,000} displaced people."),
)  # fmt: skip

BY_KIND = {
    (after, kind): tuple(rule for rule in rules if kind in rule.kinds)
    for after, rules in ((True, AFTER), (False, BEFORE))
    for kind in _ANY
}
"""The weights that may apply to an event word, by whether it stands after the number, and by its kind."""
