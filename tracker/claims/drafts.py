"""The numbers of a sentence become drafts of claims: what each counts, then what each says, in reading order.

In: a Sentence and what the one before lends.  Out: Drafts; those that are claims have a choice and a term.
"""

from __future__ import annotations

import dataclasses

from tracker.claims.carried import Carried
from tracker.claims.choose import choose, contest_of
from tracker.claims.draft import Draft, Number, Proposal, Refusal
from tracker.claims.phrases.nouns import counted
from tracker.claims.propose.headings import is_total
from tracker.claims.propose.neighbours import SECOND_LOOK, whole_of
from tracker.claims.propose.rule import Context, propose
from tracker.claims.propose.ties import YIELDS as TIES
from tracker.claims.roles import settle
from tracker.claims.rulebook import active
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Amount, Mark, Unit


def drafts_of(seen: Sentence) -> list[Draft]:
    """Return the numbers of a sentence in reading order; "no injuries or fatalities" makes two."""
    numbers = [_number(seen, mark) for mark in seen.amounts]
    return [Draft(half) for number in numbers for half in _both_nouns(number)]


def choose_all(drafts: list[Draft], carried: Carried, *, same_paragraph: bool) -> list[Draft]:
    """Choose what each number of a sentence says; return those that are claims."""
    accepted: list[Draft] = []
    kind = drafts[0].sentence.segment.kind if drafts else None
    last = carried.lead if kind == "bullet" and carried.lead is not None else carried.last
    refused = ""
    for index, draft in enumerate(drafts):
        context = Context(
            numbers=tuple(one.number for one in drafts),
            index=index,
            before=tuple(accepted),
            last=last,
            same_paragraph=same_paragraph,
            refused=refused,
            without=carried.without,
        )
        made = choose(draft.number, context)
        if carried.watches(draft):
            carried.contests[draft] = contest_of(draft.number, context, made)
        draft.number, draft.reason, draft.refused_by = made.number, made.reason, made.proposal.rule
        refused = made.reason if isinstance(made.proposal, Refusal) and made.proposal.others else ""
        if isinstance(made.proposal, Proposal):
            before = accepted[-1] if accepted else carried.last
            _accept(draft, made.proposal, accepted, carried, last=before)
            draft.is_total = made.proposal.rule not in TIES and is_total(draft.number)
    _look_again(drafts, accepted, carried)
    return accepted


def _look_again(drafts: list[Draft], accepted: list[Draft], carried: Carried) -> None:
    """Ask again about what is no claim, now that all claims of the sentence are known; tie parts to their wholes."""
    for rule in active(SECOND_LOOK, carried.without):
        for index, draft in enumerate(drafts):
            if not draft.reason:
                continue
            context = Context(
                tuple(one.number for one in drafts), index, before=accepted, reason=draft.reason
            )
            for proposal in propose((rule,), draft.number, context):
                if isinstance(proposal, Proposal):
                    _accept(draft, proposal, accepted, carried)
                    if draft in carried.contests:
                        carried.contests[draft] = carried.contests[draft].then(draft.number, proposal)
    for draft in accepted:
        whole = whole_of(draft.number, accepted)
        if whole is not None:
            draft.parent, draft.tie = whole, "part"


def _accept(
    draft: Draft,
    proposal: Proposal,
    accepted: list[Draft],
    carried: Carried,
    *,
    last: Draft | None = None,
) -> None:
    """Make a draft a claim, with its term and measure."""
    draft.choice, draft.reason = proposal, ""
    draft.parent, draft.tie, draft.group = proposal.parent, proposal.tie, proposal.group
    if draft.unit is None and proposal.unit is not None:
        draft.number = dataclasses.replace(draft.number, unit=proposal.unit)
    settle(draft, carried, last=last)
    accepted.append(draft)


def _number(seen: Sentence, mark: Mark[Amount]) -> Number:
    """Return a number: what the amount counts, and its unit."""
    what = counted(seen, mark)
    unit: Unit | None = None
    if mark.value.kind == "share":
        unit = "share"
    elif what.subject is not None:
        unit = what.subject.unit
    elif what.kind == "named":
        unit = "person"
    if what.subject is not None and what.subject.noun in seen.grammar.others:
        unit = None
    return Number(sentence=seen, amount=mark, what=what, unit=unit)


def _both_nouns(number: Number) -> list[Number]:
    """Make two numbers of "no injuries or fatalities": one amount, two events."""
    first = number.what.subject
    if first is None or first.implied is None or not number.amount.value.negated:
        return [number]
    after = [mark for mark in number.sentence.subjects.values() if mark.start >= number.amount.end]
    inside = [
        mark
        for mark in after
        if mark.start < number.what.end and mark.value.implied not in (None, first.implied)
    ]
    if not inside:
        return [number]
    end = min(mark.end for mark in after)
    return [
        dataclasses.replace(number, what=dataclasses.replace(number.what, end=end)),
        dataclasses.replace(number, what=dataclasses.replace(number.what, subject=inside[-1].value)),
    ]
