"""Choose what a number says: every rule may propose, one order decides, and objections are heard.

PRECEDENCE is that order: what cannot count people, what the number hangs on, its noun, the words of its sentence, the
heads over it, the sentence before.  What it hangs on stands aside where a word of its own speaks more surely.

In: a Number and its Context.  Out: a Choice; for a reader who asks why, the whole Contest.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.claims.draft import Number, Proposal, Refusal
from tracker.claims.propose import breakdowns, deeds, headings, neighbours, nouns, refusals, ties, weights
from tracker.claims.propose.events import strongest
from tracker.claims.propose.objections import FAR_WORD, NO_EVENT, NO_NOUN, OBJECTIONS, objection
from tracker.claims.propose.rule import Context, Rule, propose
from tracker.claims.rulebook import Exampled
from tracker.claims.thresholds import SURE, WEAK
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

    The last row that won or refused decides: an objection turns down what has won, a second look may lift a refusal.
    """

    quote: str
    rows: tuple[Row, ...]

    def then(self, number: Number, proposal: Proposal) -> Contest:
        """Return the contest with what a second look has found."""
        return Contest(self.quote, (*self.rows, row_of(number, proposal, "won")))


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


_PEOPLE = frozenset({"person", "household"})
_NO_PART = frozenset({"killed", "injured", "missing"})  # of 40 families 12 people were killed
EVENT_WORD = Rule("event word", _verbs, "Some {4,000} people fled to Chad.")
COUNT = Rule("count", _counted, "The number of refugees in the camp has risen to {4,000}.")


def _as_it_is(number: Number, context: Context) -> tuple[Number, Context]:
    return number, context


def _weighed(number: Number, context: Context) -> tuple[Number, Context]:
    """Return the context with what the words of the sentence say of a number."""
    tie = ties.tied(number, context)
    word = strongest(number, context, alone=tie is not None and tie.tie == "part")
    said = word if word is not None and word.event.kind != "other" else None
    counted = nouns.counted_before(number, said) if COUNT.name not in context.without else None
    found = deeds.deed(number) if tie is not None else None
    deed = found[0] if found is not None else 0.0
    return number, dataclasses.replace(context, tie=tie, word=word, counted=counted, deed=deed)


def _under_heads(number: Number, context: Context) -> tuple[Number, Context]:
    """Return a number with the unit that the heads over it name, where its noun names none."""
    return (number if number.unit is not None else _with_unit(number, headings.above(number).unit)), context


@dataclass(frozen=True, slots=True)
class Stage:
    """Rules that are asked one after another, once what they look at is ``ready``."""

    ready: Callable[[Number, Context], tuple[Number, Context]]
    rules: tuple[Rule, ...]


PRECEDENCE: tuple[Stage, ...] = (
    Stage(_as_it_is, (*refusals.CANNOT_COUNT, breakdowns.COUNTS_OTHER)),
    Stage(
        _weighed,
        (
            ties.HANGS,
            refusals.AID_WORD,
            refusals.PART_OF_NONE,
            deeds.WHAT_THEY_DO,
            nouns.BOTH_KINDS,
            *neighbours.WENT_ON,
            *nouns.REFUSE_CASUALTIES,
            *nouns.NOUNS_FIRST,
            deeds.SHARE_OF_PEOPLE,
            *nouns.NOUNS,
            COUNT,
            EVENT_WORD,
            *nouns.ADJECTIVES,
            *headings.LABELS,
            *headings.HEADS,
        ),
    ),
    Stage(_under_heads, (*nouns.SHELTERS, *neighbours.FOLLOWS, *neighbours.ITEMS, *breakdowns.BREAKDOWNS)),
)
"""The one order in which rules decide; what stands first wins."""

TOO_FAR = frozenset({FAR_WORD.name})
"""Objections that say only that a word stands too far off: what stands over the number may still speak."""
OVER_IT = frozenset(rule.name for rule in (*headings.LABELS, *headings.HEADS, *breakdowns.BREAKDOWNS))

NAMED_IN_PART: dict[Rule, Sequence[Exampled]] = {
    ties.HANGS: ties.TIES,
    EVENT_WORD: (*weights.AFTER, *weights.BEFORE),
    refusals.AID_WORD: (),  # the same weights
}
"""Rules whose parts are rules by name: a proposal bears the name of the part."""


def rules() -> Iterator[tuple[str, str]]:
    """Yield the name and the example of every rule, in the order in which they are heard."""
    for rule in (rule for stage in PRECEDENCE for rule in stage.rules):
        parts: Sequence[Exampled] = NAMED_IN_PART.get(rule, (rule,))
        for part in parts:
            yield part.name, part.example
    last: Sequence[Exampled] = (*OBJECTIONS, *neighbours.SECOND_LOOK)
    for one in last:
        yield one.name, one.example


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
    heard = number
    turned_down: Choice | None = None
    for heard, proposal, stands in _heard(number, context):
        if not stands or (turned_down is not None and proposal.rule not in OVER_IT):
            continue
        made = _decided(heard, proposal, context)
        if made.proposal.rule not in TOO_FAR:
            return made
        turned_down = turned_down or made
    if turned_down is not None:
        return turned_down
    why = NO_EVENT if number.what.kind == "subject" else NO_NOUN
    return Choice(_under_heads(number, context)[0], Refusal(why, "nothing found"))


def contest_of(number: Number, context: Context, chosen: Choice) -> Contest:
    """Return all proposals for a number, and what became of them.

    Parameters
    ----------
    number, context, chosen
        The number, where it stands, and what was chosen for it.
    """
    rows: list[Row] = []
    decided = False
    for _, proposal, stands in _heard(number, context):
        outcome: Outcome = "stood" if stands else "stood aside"
        passed_over = not chosen.reason and proposal.rule != chosen.proposal.rule
        if stands and not decided and not passed_over:
            outcome = "refused" if isinstance(proposal, Refusal) else "won"
            decided = True
        rows.append(row_of(number, proposal, outcome))
    if chosen.reason and not any(row.outcome == "refused" for row in rows):
        rows.append(Row(chosen.proposal.rule, "refused", None, None, "", "", chosen.reason))
    return Contest(number.sentence.text[number.start : number.end], tuple(rows))


def row_of(number: Number, proposal: Proposal | Refusal, outcome: Outcome) -> Row:
    """Return a proposal as a row of a contest."""
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


def _heard(number: Number, context: Context) -> Iterator[tuple[Number, Proposal | Refusal, bool]]:
    """Yield the number as a rule saw it, what the rule proposes, and whether that stands; made as asked for."""
    for stage in PRECEDENCE:
        number, context = stage.ready(number, context)
        for proposal in propose(stage.rules, number, context):
            yield number, proposal, not _yields(proposal, context)


def _yields(proposal: Proposal | Refusal, context: Context) -> bool:
    """Tell whether a proposal stands aside for a word of the number's own that speaks more surely."""
    limit = ties.YIELDS.get(proposal.rule)
    own = context.word.score if context.word is not None else 0.0
    return limit is not None and max(own, context.deed) >= limit


def _with_unit(number: Number, unit: Unit | None) -> Number:
    return number if number.unit is not None or unit is None else dataclasses.replace(number, unit=unit)


def _decided(number: Number, proposal: Proposal | Refusal, context: Context) -> Choice:
    """Complete the proposal that stands, and hear what speaks against it."""
    if isinstance(proposal, Refusal):
        return Choice(number, proposal)
    if proposal.subject is not None:
        number = dataclasses.replace(number, what=dataclasses.replace(number.what, subject=proposal.subject))
    number = _with_unit(number, proposal.unit)
    if proposal.rule in ties.YIELDS:
        return Choice(number, proposal)
    proposal = _of_before(number, proposal, context)
    refused = objection(number, proposal, context)
    if refused is not None:
        return Choice(number, refused)
    return Choice(_with_unit(number, _unit(number, proposal, context)), proposal)


def _unit(number: Number, proposal: Proposal, context: Context) -> Unit:
    """Return the unit of a figure without a noun: the event's, its whole's, that of the claim of its event before."""
    if proposal.event.unit is not None:
        return proposal.event.unit
    tie = ties.tied(number, context) if number.unit is None and proposal.event.term not in _NO_PART else None
    part = tie.unit if tie is not None and tie.tie == "part" and tie.unit in _PEOPLE else None
    last = context.last
    if (
        last is not None
        and context.same_paragraph
        and number.what.kind == "base"
        and number.what.base is None
    ):
        part = part or (last.unit if last.unit in _PEOPLE else None)  # "the city received 1,300 of them"
    return part or _unit_before(proposal, context) or "person"


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
