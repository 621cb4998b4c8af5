"""Bind each claim to its own time: the words that date it, else a date that clearly dates the same event.

In: the drafts of a sentence, the report's day.  Out: each draft's period, and what of it others may use.
"""

from __future__ import annotations

import datetime as dt

from tracker.claims.draft import Draft
from tracker.vocabulary import Accumulation, Mark, Time

_FAR = 9.0


def date_drafts(drafts: list[Draft], *, reference: dt.date | None) -> None:
    """Choose the time of every draft of one sentence and lay its period down."""
    for draft in drafts:
        _choose(draft, drafts)
        _lay(draft, reference)


def _cost(draft: Draft, mark: Mark[Time], drafts: list[Draft]) -> float:
    """Return how far a time stands from a claim: words between, other figures, new clauses."""
    sentence, binding = draft.sentence, draft.binding
    start, end = draft.start, draft.end
    if binding is not None and binding.side in ("left", "right"):
        start, end = min(start, binding.start), max(end, binding.end)
    cost = 0.0
    if mark.start >= end:
        gap = sentence.between(end, mark.start)
        for other in drafts:
            if other is not draft and end <= other.start < mark.start:
                cost += 2.5
                own = other.binding
                if own is not None and own.side in ("left", "right") and own is not draft.binding:
                    cost += 2.0
    elif mark.end <= start:
        gap = sentence.between(mark.end, start)
        lead = sentence.token_at(mark.start) <= 1
        if lead:
            return 1.0
        for other in drafts:
            if other is not draft and mark.end <= other.start < start:
                cost += 2.5
        cost += 0.5
    else:
        return 0.0
    for token in gap:
        if token in (";", "while", "whereas", "but", "although"):
            cost += 5.0
        elif token in (",", "and"):
            cost += 0.6
        else:
            cost += 0.12
    return cost


def _choose(draft: Draft, drafts: list[Draft]) -> None:
    """Set the time of a draft: the nearest, and a second one that completes it ("since ... as of ...")."""
    weighed = sorted(
        ((_cost(draft, mark, drafts), mark.start, mark) for mark in draft.sentence.times),
        key=lambda row: row[:2],
    )
    near = [mark for cost, _, mark in weighed if cost < _FAR]
    if not near:
        return
    first = near[0]
    draft.time = first.value
    draft.time_words = draft.sentence.text[first.start : first.end]
    for mark in near[1:]:
        pair = {first.value.relation, mark.value.relation}
        if "since" in pair and pair & {"as_of", "by", "until", "in"}:
            since, other = (first, mark) if first.value.relation == "since" else (mark, first)
            if other.value.relation == "in" and draft.measure == "flow":
                # "the number since December rose to 58,000 on Friday"
                if other is not first:
                    continue
            draft.since = since.value
            draft.time = other.value
            break


def _lay(draft: Draft, reference: dt.date | None) -> None:
    """Set the period of a draft from its time words."""
    time, sentence = draft.time, draft.sentence
    if time is None:
        if draft.measure == "stock" and sentence.grammar.find("present", sentence.low):
            draft.period = (reference, reference)
        return
    start, end = time.start, time.end
    if time.relation == "since":
        end = end or reference
        if draft.measure == "stock":
            draft.period = (reference, reference)
            return
    if draft.since is not None and draft.measure == "flow":
        draft.period = (draft.since.start, end)
        return
    if draft.measure == "stock":
        if time.relation in ("as_of", "by", "until"):
            draft.period = (end, end)
        elif time.precision == "approximate":
            draft.period = (None, None)
        else:
            draft.period = (start or end, end)
        return
    if time.relation in ("as_of", "by", "until"):
        draft.period = (start if start != end else None, end)
        return
    draft.period = (start, end)


def accumulation(draft: Draft) -> Accumulation | None:
    """Return how a flow adds up: cumulative from a start, a bounded window, or a rate."""
    if draft.measure != "flow":
        return None
    if draft.amount.value.per is not None:
        return "rate"
    relations = {time.relation for time in (draft.time, draft.since) if time is not None}
    if "since" in relations or "until" in relations:
        return "cumulative"
    if relations & {"as_of", "by"}:
        return "cumulative"
    start, end = draft.period
    if end is not None and (start is not None or draft.time is not None):
        return "window"
    return None
