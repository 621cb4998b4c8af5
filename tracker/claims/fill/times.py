"""Bind each claim to its own time: the words that date it, else a date that clearly dates the same event.

In: a claim, those of its sentence, and when it struck.  Out: When, with the period it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill.periods import Days, When, period
from tracker.claims.fill.rule import Context, Rule, first, has_words, holds, span
from tracker.claims.fill.struck import OTHER_TIMES, Dated, Struck
from tracker.marks.times import find_times
from tracker.vocabulary import Mark, Time

_FAR = 9.0
_FAR_ALONE = 14.0  # for the only time of a sentence
_CLOSE = 14  # characters: a time this near to another figure is that figure's
_LABEL = 8  # words of a figure with its label
_OPENS = 1.0  # a time that opens the sentence holds for all of it
_FIGURE = 2.5
_FIGURE_CLOSE = 6.0  # "up from 400 in May": the month stands beside the other figure
_FIGURE_OF_BEFORE = _FAR_ALONE  # what stands after "up from 400" dates the 400
_FIGURE_WITH_VERB = 2.0
_BEFORE = 0.5  # a time before the claim
_TURN = 5.0
_COMMA = 0.6
_WORD = 0.12
_CASUALTIES = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})
_STRUCK = frozenset({"killed", "injured", "displaced", "evacuated", "housing_destroyed", "affected"})
_ENDS = frozenset({"as_of", "by", "until", "in"})


@dataclass(frozen=True, slots=True)
class Period:
    """When it was: the time and the words that name it, where it started, the days it stands for, and why."""

    time: Time | None = None
    since: Time | None = None
    words: str = ""
    days: Days = (None, None)
    rule: str = ""
    period_rule: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim whose time is asked for, and when it struck."""

    draft: Draft
    context: Context
    struck: Struck


def date(draft: Draft, context: Context, struck: Struck) -> Period:
    """Return the time of a claim and the days it stands for.

    Parameters
    ----------
    draft
        A claim whose term and measure are settled.
    context
        The claims of its sentence; the report's day.
    struck
        When it struck, by this sentence and those before: it dates flows that say no time.
    """
    found = first(TIMES, _Asked(draft, context, struck), context.without)
    when, rule = found if found is not None else (When(), "")
    days, why = period(draft, when, context)
    return Period(when.time, when.since, when.words, days, rule, why)


# -- the times of the sentence -------------------------------------------------------------------------------


def _own(asked: _Asked) -> When | None:
    """Take the nearest time of the sentence, and a second one that completes it ("since ... as of ...")."""
    draft, context = asked.draft, asked.context
    near = _near(draft, context)
    if not near:
        return None
    nearest = near[0]
    words = draft.sentence.text[nearest.start : nearest.end]
    if START_AND_END.name not in context.without:
        for mark in near[1:]:
            both = START_AND_END.run((draft, nearest, mark))
            if both is not None:
                return When(*both, words)
    return When(nearest.value, None, words)


def _near(draft: Draft, context: Context) -> list[Mark[Time]]:
    """Return the times that may date a claim, the nearest first."""
    seen = draft.sentence
    times = [
        mark
        for mark in seen.times
        if not holds(OTHER_TIMES, Dated(seen.text, seen.words, seen.grammar, mark), context.without)
    ]
    far = _FAR_ALONE if len(times) == 1 and draft.measure == "flow" else _FAR
    weighed = sorted(((_cost(draft, mark, context.claims), mark) for mark in times), key=_by_cost)
    return [mark for cost, mark in weighed if cost < far]


def _by_cost(row: tuple[float, Mark[Time]]) -> tuple[float, int]:
    return row[0], row[1].start


def _cost(draft: Draft, mark: Mark[Time], claims: Sequence[Draft]) -> float:
    """Return how far a time stands from a claim: words between, other figures, new clauses."""
    seen, grammar = draft.sentence, draft.sentence.grammar
    start, end = span(draft)
    if mark.start >= end:
        gap, turns = seen.words.between(end, mark.start), grammar.turns
        cost = sum(
            _figure_before(draft, other, mark)
            for other in claims
            if other is not draft and end <= other.start < mark.start
        )
    elif mark.end <= start:
        if seen.words.at(mark.start) <= 1:
            return _OPENS
        gap, turns = seen.words.between(mark.end, start), grammar.turns | grammar.after
        figures = sum(other is not draft and mark.end <= other.start < start for other in claims)
        cost = figures * _FIGURE + _BEFORE
    else:
        return 0.0
    sharp, light = gap.count(turns), gap.count(grammar.item_joins)
    return cost + sharp * _TURN + light * _COMMA + (len(gap) - sharp - light) * _WORD


def _figure_before(draft: Draft, other: Draft, mark: Mark[Time]) -> float:
    """Return what another figure between a claim and a time after it costs."""
    theirs = mark.value.relation == "in" and mark.value.precision in ("month", "year")
    cost = _FIGURE_CLOSE if theirs and mark.start - other.end <= _CLOSE else _FIGURE
    if other.tie == "before" and other.parent is draft:
        cost += _FIGURE_OF_BEFORE
    if has_words(other) and other.choice is not draft.choice:
        cost += _FIGURE_WITH_VERB
    return cost


def _start_and_end(pair: tuple[Draft, Mark[Time], Mark[Time]]) -> tuple[Time, Time] | None:
    """Return the end and the start of a span that two times name."""
    draft, nearest, second = pair
    starts = nearest.value.relation == "since"
    since, end = (nearest, second) if starts else (second, nearest)
    if since.value.relation != "since" or end.value.relation not in _ENDS:
        return None
    if end.value.relation == "in" and draft.measure == "flow" and starts:
        return None  # only "the number since December rose to 58,000 on Friday" names the end first
    return end.value, since.value


START_AND_END: Rule[tuple[Draft, Mark[Time], Mark[Time]], tuple[Time, Time]] = Rule(
    "start and end", _start_and_end, "As of 5 March, {4,000} people had fled since 1 February."
)


# -- what stands over it, and what struck ---------------------------------------------------------------------


def _of_heads(asked: _Asked) -> When | None:
    """Take the time of a table cell or bullet from its row, column or heading ("as of 20 February")."""
    draft, reference = asked.draft, asked.context.reference
    segment = draft.sentence.segment
    listed = segment.kind in ("cell", "bullet", "label")
    prose = not listed and len(draft.sentence.words) > _LABEL
    heads = (segment.row, segment.column, segment.heading) if listed else (segment.heading,)
    found = [
        (mark.value, words[mark.start : mark.end])
        for words in filter(None, heads)
        for mark in find_times(words, reference=reference, language=segment.language)
        # a dateline over a text dates no figure
        if not (prose and mark.value.relation == "in" and mark.value.end == reference)
    ]
    if not found:
        return None
    times = [time for time, _ in found]
    since = next((t for t in times if t.relation == "since"), None) if draft.measure == "flow" else None
    time = next((t for t in times if t is not since), None)
    return When(time or since, since if time is not None else None, found[0][1])


def _of_event(asked: _Asked) -> When | None:
    """Take the date of what struck, for those it struck."""
    draft = asked.draft
    if draft.measure != "flow" or draft.term not in _STRUCK | _CASUALTIES:
        return None
    event = asked.struck.date()
    if event is None or draft.term not in (_CASUALTIES if event.sudden else _STRUCK):
        return None
    return When(event.time, None, event.words)


TIMES: tuple[Rule[_Asked, When], ...] = (
    Rule("time in the sentence", _own, "On 3 March {4,000} people fled."),
    Rule("time of the heads", _of_heads, "## Displaced as of 20 February\n\n- Hodeidah: {4,000} people"),
    Rule("date of what struck", _of_event, "Floods hit the town on 3 March. {40} people were killed."),
)
"""Where a claim finds its time; the first that names one decides."""
