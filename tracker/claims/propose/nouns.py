"""What the counted noun says by itself, or what the counted are said to be.

"4,000 refugees", "the number of refugees rose to 4,000", "117,023 residents (13%) are returnees".

In: a Number and its Context.  Out: a Proposal, or None.
"""

from __future__ import annotations

import dataclasses

from tracker.claims.draft import Number, Proposal, Refusal
from tracker.claims.phrases.verbs import reaches, rises_to
from tracker.claims.phrases.words import Stretch
from tracker.claims.propose.events import fits
from tracker.claims.propose.rule import Context, Rule
from tracker.claims.propose.ties import OWN_FIRST
from tracker.claims.thresholds import COUNTED, OWN, SURE, WEAK
from tracker.vocabulary import Event, Subject

_COUNT_OF = 44  # characters from "the number of" to its noun
_FIRST = 12  # characters within which a noun opens its sentence
_LOOSELY = (2, 4)  # other words between a noun and its figure; more after "the number of"
_ASIDE = 6  # words of "(13%)" after a noun
_SAID = 5  # words from "are" to the noun that says what they are
_SHELTER = 5
_COMMA = frozenset(",")
_FULL_STOP = frozenset(".;")
_BOTH = 14  # words after casualties within which both kinds are told
_KINDS = frozenset({"killed", "injured"})
_UNNAMED = (None, "casualty", "killed", "injured")


def event_of(subject: Subject) -> Event:
    """Return the event that a noun carries ("refugees", "deaths")."""
    return Event(
        term=subject.implied or "",
        kind="noun",
        words=subject.noun,
        measure=subject.implied_measure,
        subterm=subject.subterm if subject.implied == "affected" else None,
    )


def counted_before(number: Number, word: Proposal | None) -> Proposal | None:
    """Return what a count says of its figure ("the number of displaced persons increased from 670,000").

    Parameters
    ----------
    number, word
        The figure, and the strongest event word of its sentence.
    """
    seen = number.sentence
    if not number.elided or (word is not None and word.via == "after" and word.score > WEAK):
        return None
    figure = number.figure
    for noun in seen.subjects.values():
        if noun.value.implied is None or noun.end > number.start:
            continue
        count = seen.grammar.count_of.find(seen.low, max(0, noun.start - _COUNT_OF), noun.start)
        to = noun.value.implied_measure == "stock" and seen.words.between(noun.end, figure).closes(
            seen.grammar.to
        )
        rises = to or reaches(seen, noun.end, figure)
        lead = seen.words.before(noun.start, 2)
        opens = noun.start <= _FIRST or lead.back(seen.grammar.definite).closes(seen.grammar.opens_content)
        if count is None and not (opens and rises):
            continue
        if rises_to(seen, noun.end, figure, loosely=_LOOSELY[count is not None]):
            return Proposal(
                event_of(noun.value),
                via="before",
                score=COUNTED,
                start=noun.start,
                end=noun.end,
                unit=noun.value.unit,
            )
    return None


def _implied(number: Number) -> str | None:
    """Return what the counted noun says happened; of casualties only that there were none."""
    subject = number.what.subject
    if subject is None or subject.implied != "casualty":
        return subject.implied if subject is not None else None
    return "killed" if number.amount.value.negated else None


def _own(number: Number, term: str) -> Proposal | None:
    subject = number.what.subject
    if subject is None:
        return None
    event = dataclasses.replace(event_of(subject), term=term)
    return Proposal(event, via="own", score=OWN, start=number.amount.end, end=number.what.end)


def _says_itself(number: Number, context: Context) -> Proposal | None:
    """Return what the counted noun says ("40 deaths"), unless the verb says it of some of them."""
    implied = _implied(number)
    if implied not in OWN_FIRST:
        return None
    word = context.counted or context.said
    sure = word is not None and word.via == "after" and word.score >= WEAK
    some_of = number.sentence.words.after(number.amount.end, 1).opens(number.sentence.grammar.partitive)
    # "twelve of the injured": what befell these twelve is said by the verb
    return None if sure and some_of else _own(number, implied or "")


def _noun(number: Number, context: Context) -> Proposal | None:
    implied = _implied(number)
    word = context.counted or context.said
    weak = word is None or word.score < WEAK
    return _own(number, implied) if implied is not None and weak else None


def _casualties(number: Number, context: Context) -> Refusal | None:
    """Refuse casualties of which nothing says whether they were killed or hurt."""
    subject = number.what.subject
    unclear = subject is not None and subject.implied == "casualty" and _implied(number) is None
    last, some = context.last, number.sentence.words.after(number.amount.end, 1)
    if last is not None and context.same_paragraph and some.opens(number.sentence.grammar.partitive):
        return None  # "sixty of the victims": those told of before
    if unclear and (context.counted or context.said) is None:
        return Refusal(reason="casualties: killed or injured is not said")
    return None


def _both_kinds(number: Number, context: Context) -> Proposal | None:
    """Return that casualties are the affected, where both the killed and the hurt are told right after."""
    subject, seen = number.what.subject, number.sentence
    if subject is None or subject.implied != "casualty" or number.amount.value.negated:
        return None
    end = number.rest.part(0, _BOTH).up_to(_FULL_STOP).end
    told = {event.term for mark in seen.events if number.end <= mark.start < end for event in mark.value}
    nouns = (noun for noun in seen.subjects.values() if number.end <= noun.start < end)
    told |= {noun.value.implied for noun in nouns if noun.value.implied}
    if not told >= _KINDS:
        return None
    event = Event(term="affected", kind="noun", words=subject.noun, measure="flow", subterm="affected")
    return Proposal(event, via="own", score=OWN, start=number.amount.end, end=number.what.end)


def _attributive(number: Number, context: Context) -> Proposal | None:
    """Return what an adjective of the noun says ("900 newly displaced households")."""
    for event in number.what.attributive:
        if event.kind != "other" and fits(event, number.unit, elided=False):
            return Proposal(event, via="own", score=OWN, start=number.amount.end, end=number.what.end)
    return None


def _past_aside(number: Number) -> Stretch:
    """Return the words after a number's noun, and after the same figure in other words: "(13%)", ", or 13 %,"."""
    rest = number.rest
    aside = rest.part(0, _ASIDE)
    if aside.opens(frozenset("(")):
        closing = aside.where(frozenset(")"))
    elif aside.opens(_COMMA) and aside.opens(number.sentence.grammar.restated, at=1):
        again = aside.part(1).where(_COMMA)
        closing = None if again is None else again + 1
    else:
        return rest
    return rest if closing is None else rest.part(closing + 1)


def _said_to_be(number: Number, context: Context) -> Proposal | None:
    """Return what the counted are said to be ("117,023 residents (13%) are returnees")."""
    seen, grammar, said = number.sentence, number.sentence.grammar, context.said
    if said is not None and said.via == "after" and said.score >= SURE:
        return None  # "are returning refugees"
    rest = _past_aside(number)
    if not rest.opens(grammar.plural_be):
        return None
    for word, start, _ in rest.part(1, 1 + _SAID).offsets():
        noun = seen.subjects.get(start)
        if noun is not None:
            if noun.value.implied in _UNNAMED or noun.value.noun in grammar.befallen:
                return None
            return Proposal(event_of(noun.value), via="own", score=OWN, start=number.start, end=number.end)
        if not word[0].isalpha() or word in grammar.prepositions:
            return None
    return None


def _at_shelter(number: Number, context: Context) -> Proposal | None:
    """Return the state of people who are counted in a camp or shelter ("17,724 persons inside centres")."""
    grammar, rest = number.sentence.grammar, number.rest
    if number.unit not in ("person", "household", "share"):
        return None
    if number.what.subject is not None and number.what.subject.noun in grammar.schooled:
        return None  # pupils and teachers in schools
    if rest.opens(_COMMA) and not rest.opens(grammar.relatives, at=1):
        rest = rest.part(1)
    rest = rest.skip(grammar.be | grammar.adverbial).part(0, _SHELTER + 1)
    if not rest.opens(grammar.in_words):
        return None
    for place, word in enumerate(rest.part(1), start=1):
        if word in grammar.shelters:
            words = " ".join(rest.part(0, place + 1))
            event = Event(term="sheltered", kind="state", words=words, measure="stock")
            return Proposal(event, via="own", score=OWN, start=number.start, end=number.end)
        if not word[0].isalnum():
            break
    return None


NOUNS_FIRST: tuple[Rule, ...] = (
    Rule("noun before any verb", _says_itself, "Some {40} deaths were reported in flooded homes."),
)  # fmt: skip

NOUNS: tuple[Rule, ...] = (
    Rule("noun", _noun, "The camp needs tents for {4,000} refugees."),
    Rule("said to be", _said_to_be, "Of the displaced of the town, {117,023} residents (13%) are returnees."),
)

BOTH_KINDS = Rule("casualties of both kinds", _both_kinds,
                  "The army spoke of {40} casualties in Homs (30 dead and 10 wounded).")  # fmt: skip

REFUSE_CASUALTIES: tuple[Rule, ...] = (
    Rule("casualties of no kind", _casualties, "The army spoke of {40} casualties in Homs."),
)  # fmt: skip

ADJECTIVES: tuple[Rule, ...] = (
    Rule("adjective of the noun", _attributive, "The town counted {900} homeless families."),
)  # fmt: skip

SHELTERS: tuple[Rule, ...] = (
    Rule("at a shelter", _at_shelter, "Many fled Kato. Some {900} people are still in an unheated shelter."),
)
