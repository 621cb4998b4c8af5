"""Numbers that stand behind names in brackets or after a list's lead: what is said of the whole holds for each.

"Most IDPs fled to Benda (46%), Kato (21%)", "arrested mostly teachers (62), followed by nurses (40)".  What the list
counts is its governing noun: "schools were damaged in Benda (322)" counts schools, "prices rose in Benda (9%)" none.

In: a Number and its Context.  Out: a Proposal or a Refusal, or None.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from tracker.claims.draft import Number, Proposal, Refusal
from tracker.claims.propose.events import fits
from tracker.claims.propose.needs import has_need
from tracker.claims.propose.nouns import event_of
from tracker.claims.propose.rule import Context, Rule
from tracker.claims.sentence import Seen, Sentence
from tracker.claims.thresholds import HEADING
from tracker.vocabulary import Event, Mark, Subject

_OPENS = frozenset("([")
_SHUTS = frozenset(")]")
_ENDS = _SHUTS | frozenset(",;/")
_STOPS = frozenset(";:")
_PLAIN = 3  # words in a bracket before its figure: "(some 40%"
_MOST_BACK = 60  # nouns between a figure and the word that leads into its list
_AGAIN = 3  # words of the same figure in other words before it: "(39% or"


def bracketed(number: Number) -> bool:
    """Tell a figure that stands in a bracket of its own, alone or said twice: "(46%)", "(39% or 187 families)"."""
    seen, lead = number.sentence, number.lead
    opened = lead.last(_OPENS)
    if opened is None or opened == 0:
        return False
    inside = lead.part(opened + 1)
    first = bisect_left(seen.amounts, inside.start, key=lambda one: one.start)
    own = first < len(seen.amounts) and seen.amounts[first].start >= number.start
    again = len(inside) <= _AGAIN and inside.closes(seen.grammar.restating)
    closes = number.rest.opens(_ENDS | seen.grammar.restating | _OPENS)
    return closes and (again or (own and len(inside) <= _PLAIN and inside.only(seen.grammar.fillers)))


def governing(number: Number) -> tuple[Mark[tuple[Event, ...]] | None, Mark[Subject] | None]:
    """Return the event word that leads into the list of a number, and the noun before it: what the list counts."""
    event: Mark[tuple[Event, ...]] | None = None
    for mark in _backwards(number.sentence, _clause(number.sentence, number.start), number.start):
        if isinstance(mark.value, Subject):
            return event, mark
        if event is None:
            event = mark
    return event, None


def _spoken_of(number: Number) -> tuple[Mark[tuple[Event, ...]] | None, Mark[Subject] | None]:
    """Return the event word before a list; past nouns that only name who or where: "arrested mostly teachers (62)"."""
    event, noun = governing(number)
    shelters = number.sentence.grammar.shelters
    clause = _clause(number.sentence, number.start)
    for _ in range(_MOST_BACK):
        if event is not None or noun is None or noun.value.implied is not None:
            break
        if noun.value.thing and not noun.value.area and noun.value.noun not in shelters:
            break
        noun, last = _before(number.sentence, clause, noun)
        if last is None:
            break
        if isinstance(last.value, Subject):
            noun = last
        else:
            event = last
    return event, noun


def _before(seen: Sentence, clause: int, noun: Mark[Subject]) -> tuple[Mark[Subject], Seen | None]:
    """Return the first noun of those that stand together ("IDP camps" are camps), and the word before them."""
    same = noun.value
    last: Seen | None = None
    for mark in _backwards(seen, clause, noun.start):
        if mark.end > noun.start or (noun.start - mark.end <= 1 and mark.value == same):
            continue
        if noun.start - mark.end == 1 and isinstance(mark.value, Subject):
            noun = mark
            continue
        last = mark
        break
    return noun, last


def _backwards(seen: Sentence, clause: int, end: int) -> Iterator[Seen]:
    """Yield the events and nouns of a clause that end before an offset and stand in no bracket, the last first."""
    marks = seen.outside
    for index in range(bisect_left(marks, end, key=lambda mark: mark.start) - 1, -1, -1):
        mark = marks[index]
        if mark.start < clause:
            return
        if mark.end <= end:
            yield mark


def _clause(seen: Sentence, end: int) -> int:
    """Return where the clause before an offset begins."""
    lead = seen.words.between(0, end)
    stop = lead.last(_STOPS | seen.grammar.contrasts)
    return 0 if stop is None else lead.part(stop + 1).start


def _listed(number: Number) -> bool:
    plain = number.what.subject is not None and number.what.subject.implied is None
    return (number.elided or plain) and bracketed(number)


def _counts_other(number: Number, context: Context) -> Refusal | None:
    """Refuse a figure in brackets whose list counts things, or measures something."""
    seen, grammar = number.sentence, number.sentence.grammar
    measured = seen.words.between(_clause(seen, number.start), number.start).holds(grammar.measured)
    if measured and (number.elided or bracketed(number)) and not number.amount.value.negated:
        event, _ = governing(number)
        happened = event is not None and event.value[0].kind in ("did", "done")
        if not happened:
            return Refusal("a measure of something else", others=True)
    if not (number.elided and bracketed(number)):
        return None
    event, noun = governing(number)
    them = number.lead.holds(grammar.pronouns_whole)
    things = [one for one in context.numbers if one.end <= number.start and one.what.kind == "thing"]
    if them and things and not context.before:
        return Refusal(f"counts {things[0].what.head}", others=True)
    if noun is None or not noun.value.thing or noun.value.area:
        return None
    if noun.value.noun in grammar.shelters and seen.words.before(noun.start, 1).opens(grammar.at_places):
        return None  # "people live in schools (340)"
    homes = event is not None and any(
        one.unit == "dwelling" for one in event.value if event.start < noun.start
    )
    return None if homes else Refusal(f"counts {noun.value.noun}", others=True)


def _broken_down(number: Number, context: Context) -> Proposal | None:
    """Return what the sentence says of the whole, of which a bracket behind a name gives a part."""
    if not _listed(number) or number.sentence.segment.kind == "cell":
        return None
    mark, noun = _spoken_of(number)
    event = _event(number, mark)
    if mark is not None and _done_by_others(number, mark):
        return None
    if event is None and noun is not None and noun.value.implied not in (None, "casualty"):
        event, mark = event_of(noun.value), None
    if event is None:
        return None
    at = mark if mark is not None else noun
    return Proposal(
        event,
        via="inherited",
        score=HEADING,
        start=at.start if at is not None else number.start,
        end=at.end if at is not None else number.end,
        unit="share" if number.unit == "share" else noun.value.unit if noun is not None else None,
    )


def _done_by_others(number: Number, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell an event of pupils, staff or visitors: they come and go."""
    seen = number.sentence
    last = next(
        (one.value for one in _backwards(seen, 0, mark.start) if isinstance(one.value, Subject)), None
    )
    return last is not None and (last.role or last.visitor)


def _event(number: Number, mark: Mark[tuple[Event, ...]] | None) -> Event | None:
    """Return the first meaning of an event word that may befall what a list counts."""
    for event in mark.value if mark is not None else ():
        elided = number.elided or number.unit == "share"
        if event.kind != "other" and mark is not None and fits(event, number.unit, elided=elided):
            if has_need(number, event, mark):
                return event
    return None


COUNTS_OTHER = Rule(
    "list of other things", _counts_other, "Schools closed in Bulo ({322}) and Kato (41) as people fled."
)

BREAKDOWNS: tuple[Rule, ...] = (
    Rule("broken down", _broken_down, "Most of the IDPs fled to Bulo ({46%}) and Kato (21%)."),
)
