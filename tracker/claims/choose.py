"""Choose what a number says: every rule may propose, one order decides, and objections are heard.

The order is PRECEDENCE: what cannot count people first, then what the number hangs on, its noun, its verb, the
heads over it, the sentence before.  A family yields where a word of its own sentence speaks more surely.

In: a Number and its Context.  Out: a Choice; for a reader who asks why, the whole Contest.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tracker.claims.draft import Draft, Number, Proposal, Refusal
from tracker.claims.propose import headings, neighbours, nouns, refusals, ties, weights
from tracker.claims.propose.events import strongest
from tracker.claims.propose.objections import (
    NO_EVENT,
    NO_NOUN,
    NOT_CLOSE,
    OBJECTIONS,
    PEOPLE_ONLY,
    objection,
)
from tracker.claims.propose.rule import Context, Rule, propose
from tracker.claims.thresholds import INHERITED, SURE, WEAK
from tracker.vocabulary import Unit

Outcome = Literal["won", "stood", "stood aside", "refused"]


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal of a contest: what it says, how it fared, and why."""

    rule: str
    outcome: Outcome
    event: str | None
    score: float | None
    via: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Contest:
    """All proposals for one number, in the order in which they were heard.

    A refused row decides: the number is no claim, even where another row has won before it was turned down.
    """

    quote: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a number: the proposal that won, or why the number is no claim."""

    number: Number
    proposal: Proposal | Refusal

    @property
    def reason(self) -> str:
        """Why the number is no claim; empty where it is one."""
        return self.proposal.reason if isinstance(self.proposal, Refusal) else ""


def _verbs(number: Number, context: Context) -> Proposal | None:
    """Return what the strongest event word of the sentence says."""
    return context.said


def _counted(number: Number, context: Context) -> Proposal | None:
    """Return what a count before the figure says ("the number of displaced persons rose to")."""
    return context.counted


EVENT_WORD = Rule("event word", _verbs, "Some {4,000} people fled to Chad.")
VERBS = (Rule("count", _counted, "The number of refugees in the camp has risen to {4,000}."), EVENT_WORD)

BEFORE_HEADS: tuple[Rule, ...] = (
    refusals.AID_WORD,
    *neighbours.WENT_ON,
    *nouns.REFUSE_CASUALTIES,
    *nouns.NOUNS_FIRST,
    *nouns.NOUNS,
    *VERBS,
    *nouns.ADJECTIVES,
    *headings.LABELS,
    *headings.HEADS,
)
AFTER_HEADS: tuple[Rule, ...] = (*nouns.SHELTERS, *neighbours.FOLLOWS, *neighbours.ITEMS)
PRECEDENCE = (*refusals.CANNOT_COUNT, *BEFORE_HEADS, *AFTER_HEADS)
"""The rules in the order in which they decide; ties come after those that say what cannot count people."""


def rules() -> Iterator[tuple[str, str]]:
    """Yield the name and the example of every rule, in the order in which they are heard."""
    for rule in refusals.CANNOT_COUNT:
        yield rule.name, rule.example
    for tie in ties.TIES:
        yield tie.name, tie.example
    for weight in (*weights.AFTER, *weights.BEFORE):
        yield weight.name, weight.example
    for rule in (*BEFORE_HEADS, *AFTER_HEADS):
        if rule not in (EVENT_WORD, refusals.AID_WORD):  # their weights are rules by name
            yield rule.name, rule.example
    for doubt in OBJECTIONS:
        yield doubt.name, doubt.example


RULES = frozenset(name for name, _ in rules())
"""The names of all rules."""


def choose(number: Number, context: Context) -> Choice:
    """Choose what a number says.

    Parameters
    ----------
    number, context
        The number and where it stands.

    Returns
    -------
    Choice
        The proposal that stands first in the order of precedence, completed with a unit, or a reason.
    """
    for proposal, stands in _heard(number, context):
        if stands:
            return _decided(number, proposal, context)
    why = NO_EVENT if number.what.kind == "subject" else NO_NOUN
    return Choice(_under_heads(number), Refusal(why, "nothing found"))


def contest_of(number: Number, context: Context, chosen: Choice) -> Contest:
    """Return all proposals for a number, and what became of them.

    Parameters
    ----------
    number, context, chosen
        The number, where it stands, and what was chosen for it.
    """
    rows: list[Row] = []
    decided = False
    for proposal, stands in _heard(number, context):
        outcome: Outcome = "stood" if stands else "stood aside"
        if stands and not decided:
            outcome = "refused" if isinstance(proposal, Refusal) else "won"
        decided = decided or stands
        rows.append(_row(number, proposal, outcome))
    if chosen.reason and not any(row.outcome == "refused" for row in rows):
        rows.append(Row(chosen.proposal.rule, "refused", None, None, "", "", chosen.reason))
    return Contest(number.sentence.text[number.start : number.end], tuple(rows))


def _row(number: Number, proposal: Proposal | Refusal, outcome: Outcome) -> Row:
    text = number.sentence.text
    said = text[proposal.start : proposal.end]
    if isinstance(proposal, Refusal):
        return Row(proposal.rule, outcome, None, None, "", said, proposal.reason)
    words = said if proposal.via in ("before", "after") else ""
    return Row(
        proposal.rule,
        outcome,
        proposal.event.term,
        round(proposal.score, 2),
        proposal.via,
        proposal.parent.quote if proposal.parent is not None else words,
        proposal.tie,
    )


def _heard(number: Number, context: Context) -> Iterator[tuple[Proposal | Refusal, bool]]:
    """Yield the proposals for a number in the order of precedence, and whether each stands; made as asked for."""
    for proposal in propose(refusals.CANNOT_COUNT, number, context):
        yield proposal, True
    tie = ties.tied(number, context)
    word = strongest(number, context, alone=tie is not None and tie[0].tie == "part")
    if tie is not None and ties.may_hang(number, context.before[-1]):
        yield tie[1], word is None or word.score < tie[0].yields_to
    said = word if word is not None and word.event.kind != "other" else None
    counted = nouns.counted_before(number, said) if "count" not in context.without else None
    context = dataclasses.replace(context, word=word, counted=counted)
    for proposal in propose(BEFORE_HEADS, number, context):
        yield proposal, True
    for proposal in propose(AFTER_HEADS, _under_heads(number), context):
        yield proposal, True


def _with_unit(number: Number, unit: Unit | None) -> Number:
    return number if number.unit is not None or unit is None else dataclasses.replace(number, unit=unit)


def _under_heads(number: Number) -> Number:
    """Return a number with the unit that the heads over it name, where its noun names none."""
    return number if number.unit is not None else _with_unit(number, headings.above(number).unit)


def _decided(number: Number, proposal: Proposal | Refusal, context: Context) -> Choice:
    """Complete the proposal that stands, and hear what speaks against it."""
    if isinstance(proposal, Refusal):
        return Choice(number, proposal)
    if proposal.subject is not None:
        number = dataclasses.replace(number, what=dataclasses.replace(number.what, subject=proposal.subject))
    if proposal.rule in _AFTER_HEADS:
        number = _under_heads(number)
    number = _with_unit(number, proposal.unit)
    if proposal.rule in ties.NAMES:
        return Choice(number, proposal)
    if number.unit is None:
        unit, reason = _unit(proposal, context)
        number = _with_unit(number, unit)
        if reason:
            return Choice(number, Refusal(reason, "thing before"))
    proposal = _of_before(number, proposal, context)
    reason, rule = objection(number, proposal, context.without)
    return Choice(number, Refusal(reason, rule) if reason else proposal)


_AFTER_HEADS = frozenset(rule.name for rule in AFTER_HEADS)


def _unit(proposal: Proposal, context: Context) -> tuple[Unit | None, str]:
    """Return the unit of a figure without a noun: the event's, else that of the claim of the same event before."""
    event, previous = proposal.event, context.previous
    things = f"counts {previous.what.head}" if previous and previous.what.kind == "thing" else ""
    if event.unit is not None:
        return event.unit, things if proposal.via != "heading" else ""
    if event.term not in PEOPLE_ONLY and things and proposal.via in ("before", "after"):
        return None, things
    return _unit_before(proposal, context) or "person", ""


def _unit_before(proposal: Proposal, context: Context) -> Unit | None:
    """Return the unit of the claim of the same event before a number."""
    parents = [proposal.parent] if proposal.parent is not None else []
    for other in (*reversed(context.before), *parents):
        if other.choice is not None and other.unit in ("person", "household", "dwelling"):
            if other.choice.event.term == proposal.event.term:
                return other.unit
    return None


def _of_before(number: Number, proposal: Proposal, context: Context) -> Proposal:
    """Tie a share without a noun to the claim before it ("of 9,600 refugees one in four had fled alone")."""
    surely = (
        proposal.score >= SURE
        or proposal.via == "own"
        or (proposal.via == "after" and proposal.score >= WEAK)
    )
    if number.unit != "share" or not number.elided or not context.before or not surely:
        return proposal
    return dataclasses.replace(proposal, parent=context.before[-1], tie="share")


# -- once all numbers of a sentence are chosen -----------------------------------------------------------

RESCUED = frozenset({NO_EVENT, NO_NOUN, NOT_CLOSE})
"""Reasons that the same people counted again right after may lift."""


def part_of(base: Draft) -> Proposal | None:
    """Return what a share or count without a word of its own takes over from the claim it is part of."""
    return (
        base.choice.inherited(base, "part", base.unit, score=INHERITED) if base.choice is not None else None
    )
