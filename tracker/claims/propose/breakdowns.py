"""Numbers that stand behind names in brackets or after a list's lead: what is said of the whole holds for each.

"Most IDPs fled to Benda (46%), Kato (21%)", "arrested mostly teachers (62), followed by nurses (40)".  What the list
counts is its governing noun: "schools were damaged in Benda (322)" counts schools, "prices rose in Benda (9%)" none.

In: a Number and its Context.  Out: a Proposal or a Refusal, or None.
"""

from __future__ import annotations

from tracker.claims.draft import Number, Proposal, Refusal
from tracker.claims.propose.events import fits
from tracker.claims.propose.needs import has_need
from tracker.claims.propose.nouns import event_of
from tracker.claims.propose.rule import Context, Rule
from tracker.claims.sentence import Sentence
from tracker.claims.thresholds import HEADING
from tracker.vocabulary import Event, Mark, Subject

_OPENS = frozenset("([")
_SHUTS = frozenset(")]")
_ENDS = _SHUTS | frozenset(",;/")
_STOPS = frozenset(";:")
_PLAIN = 3  # words in a bracket before its figure: "(some 40%"
_AGAIN = 3  # words of the same figure in other words before it: "(39% or"

Word = Mark[tuple[Event, ...]] | Mark[Subject]


def bracketed(number: Number) -> bool:
    """Tell a figure that stands in a bracket of its own, alone or said twice: "(46%)", "(39% or 187 families)"."""
    seen, lead = number.sentence, number.lead
    opened = lead.last(_OPENS)
    if opened is None or opened == 0:
        return False
    inside = lead.part(opened + 1)
    figures = [one for one in seen.amounts if inside.first < len(seen.words) and one.start >= inside.start]
    own = figures and figures[0].start >= number.start
    again = len(inside) <= _AGAIN and inside.closes(seen.grammar.restating)
    closes = number.rest.opens(_ENDS | seen.grammar.restating | _OPENS)
    return closes and (again or (bool(own) and len(inside) <= _PLAIN and inside.only(seen.grammar.fillers)))


def governing(number: Number) -> tuple[Mark[tuple[Event, ...]] | None, Mark[Subject] | None]:
    """Return the event word that leads into the list of a number, and the noun before it: what the list counts."""
    seen = number.sentence
    clause = _clause(seen, number.start)
    before = [mark for mark in _marks(seen) if clause <= mark.start and mark.end <= number.start]
    event: Mark[tuple[Event, ...]] | None = None
    for mark in sorted(before, key=lambda one: (one.start, one.end), reverse=True):
        if _in_brackets(seen, mark.start):
            continue
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
    while event is None and noun is not None and noun.value.implied is None:
        if noun.value.thing and not noun.value.area and noun.value.noun not in shelters:
            break
        before = [mark for mark in _marks(number.sentence) if clause <= mark.start and mark.end <= noun.start]
        before = [mark for mark in before if not _in_brackets(number.sentence, mark.start)]
        before = [mark for mark in before if noun.start - mark.end > 1 or mark.value != noun.value]
        while before and noun.start - (nearer := before[-1]).end == 1 and isinstance(nearer.value, Subject):
            noun = nearer  # "IDP camps" are camps
            before.pop()
        last = max(before, key=lambda one: (one.start, one.end), default=None)
        if last is None:
            break
        if isinstance(last.value, Subject):
            noun = last
        else:
            event = last
    return event, noun


def _marks(seen: Sentence) -> list[Word]:
    return [*seen.events, *seen.subjects.values()]


def _clause(seen: Sentence, end: int) -> int:
    """Return where the clause before an offset begins."""
    lead = seen.words.between(0, end)
    stop = lead.last(_STOPS | seen.grammar.contrasts)
    return 0 if stop is None else lead.part(stop + 1).start


def _in_brackets(seen: Sentence, offset: int) -> bool:
    lead = seen.words.between(0, offset)
    return lead.count(_OPENS) > lead.count(_SHUTS)


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
    before = [noun for noun in seen.subjects.values() if noun.end <= mark.start]
    before = [noun for noun in before if not _in_brackets(seen, noun.start)]
    last = max(before, key=lambda noun: noun.start, default=None)
    return last is not None and (last.value.role or last.value.visitor)


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
