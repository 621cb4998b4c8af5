"""The times of a claim's own sentence: which of them is its own, and what the others say.

Of the times that may date a claim the nearest does, by the words between, other figures and new clauses.

In: a claim and those of its sentence.  Out: its own times, the nearest first; the day on which somebody spoke.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from tracker.claims.draft import Draft
from tracker.claims.fill.dating import CITED, OTHER_TIMES, SPOKEN, Dated, dating
from tracker.claims.fill.rule import Context, Rule, chosen, has_words, holds, span
from tracker.vocabulary import Mark, Time

_FAR = 9.0
_FAR_ALONE = 14.0  # for the only time of a sentence
_CLOSE = 14  # characters: a time this near to another figure is that figure's
_OPENS = 1.0  # a time that opens the sentence holds for all of it
_LEAD = 1  # words before a time that opens the sentence: a sign of a list, "But"
_FIGURE = 2.5
_FIGURE_CLOSE = 6.0  # "up from 400 in May": the month stands beside the other figure
_FIGURE_OF_BEFORE = _FAR_ALONE  # what stands after "up from 400" dates the 400
_FIGURE_WITH_VERB = 2.0
_BEFORE = 0.5  # a time before the claim
_TURN = 5.0
_COMMA = 0.6
_WORD = 0.12
_NEXT = 3  # characters between a dateline and what follows at once
_REDUCED = 3  # words between the counted and "displaced by the feud"
_BEGUN = 6  # words between "began" and its day
_CLAUSE = 8  # words between "after" and the day it fell on


_Pair = tuple[Draft, Mark[Time], Sequence[Draft]]
"""A claim, a time of its sentence, and the claims of the sentence."""


def dated(draft: Draft, mark: Mark[Time]) -> Dated:
    """Return a time of a claim's sentence with the words it stands among."""
    seen = draft.sentence
    return Dated(seen.text, seen.words, seen.grammar, dating(seen.segment.language), mark)


def own_times(draft: Draft, context: Context) -> list[Mark[Time]]:
    """Return the times that may date a claim, the nearest first."""
    times = [
        _begun(draft, mark, context)
        for mark in draft.sentence.times
        if not holds(OTHER_TIMES, dated(draft, mark), context.without)
        and not is_of_others(draft, mark, context)
    ]
    times = _without_dateline(times)
    far = _FAR_ALONE if len(times) == 1 and draft.measure == "flow" else _FAR
    weighed = sorted(((_cost(draft, mark, context.claims), mark) for mark in times), key=_by_cost)
    return [mark for cost, mark in weighed if cost < far]


def _without_dateline(times: list[Mark[Time]]) -> list[Mark[Time]]:
    """Leave out the day of a dateline that a cut-off follows at once ("13 March 2024 As of 12 March, ...")."""
    if len(times) > 1 and times[0].value.relation == "in" and times[1].value.relation == "as_of":
        return times[1:] if times[1].start - times[0].end <= _NEXT else times
    return times


def is_of_others(draft: Draft, mark: Mark[Time], context: Context) -> bool:
    """Tell a time of the sentence that dates another verb than the claim's."""
    return holds(OF_OTHERS, (draft, mark, context.claims), context.without)


def told_on(
    draft: Draft, context: Context, ways: tuple[Rule[Dated, bool], ...] = (SPOKEN, CITED)
) -> Mark[Time] | None:
    """Return the day on which somebody told of a claim, or of its source in brackets, where its sentence says it."""
    days = (
        mark
        for mark in draft.sentence.times
        if mark.value.precision == "day"
        and mark.value.end is not None
        and holds(ways, dated(draft, mark), context.without)
    )
    return next(days, None)


def is_perfect(draft: Draft) -> bool:
    """Tell "have fled" from "fled": what goes on up to the day of the report."""
    words, perfect = draft.sentence.words, dating(draft.sentence.segment.language).verbs.perfect
    if not has_words(draft):
        return words.before(draft.start, _REDUCED).holds(perfect)  # "has cost 77 lives"
    choice = chosen(draft)
    if choice.start >= draft.end:
        return words.between(draft.what.end, choice.start).holds(perfect)
    return words.before(choice.start, _REDUCED).holds(perfect)


def _by_cost(row: tuple[float, Mark[Time]]) -> tuple[float, int]:
    return row[0], row[1].start


def _begun(draft: Draft, mark: Mark[Time], context: Context) -> Mark[Time]:
    """Read "after fighting broke out on 20 October, 9,800 have fled" as "since 20 October"."""
    time = mark.value
    ahead = context.reference is not None and time.start is not None and time.start > context.reference
    if time.relation not in ("in", "after") or ahead or draft.measure != "flow":
        return mark
    if holds((OPENED,), (draft, mark), context.without):
        since = dataclasses.replace(time, relation="since", end=context.reference or time.end)
        return dataclasses.replace(mark, value=since)
    return mark


def _opened(pair: tuple[Draft, Mark[Time]]) -> bool:
    """Tell a day with which something opened that goes on."""
    draft, mark = pair
    seen, file = draft.sentence, dating(draft.sentence.segment.language)
    perfect = is_perfect(draft)
    if mark.value.relation == "after":
        return perfect and mark.value.precision == "day"
    lead = seen.words.before(mark.start, _CLAUSE)
    begun = lead.last(file.happens.begins)
    if begun is not None and len(lead) - begun <= _BEGUN and (perfect or lead.holds(seen.grammar.relatives)):
        return mark.end <= draft.start or mark.start >= draft.end
    opened = lead.last(file.verbs.opens)
    if not perfect or opened is None:
        return False
    told = lead.part(opened)
    return mark.end <= draft.start or file.tells(told) or file.strikes(told)


OPENED: Rule[tuple[Draft, Mark[Time]], bool] = Rule(
    "opened on a day", _opened, "After fighting broke out on 1 March, {4,000} people have fled."
)


def _of_other_verb(asked: _Pair) -> bool:
    """Tell "On Monday lorries brought rice for 5,600 villagers uprooted by the feud": Monday is the rice's."""
    draft, mark, claims = asked
    if draft.measure != "flow" or mark.end > draft.start or not has_words(draft):
        return False
    choice, seen = chosen(draft), draft.sentence
    if choice.start < draft.end:
        return False
    gap, grammar = seen.words.between(draft.what.end, choice.start), seen.grammar
    reduced = choice.event.kind == "done" and gap.only(grammar.adverbs)
    # "villagers uprooted by": the participle stands with the noun, not with the verb of the sentence
    lead = seen.words.between(0, draft.start)
    if not (gap.holds(grammar.relatives) or reduced) or dating(seen.segment.language).strikes(lead):
        return False
    return any(_tells_nothing(draft, word, start, claims) for word, start, _ in lead.offsets())


def _tells_nothing(draft: Draft, word: str, start: int, claims: Sequence[Draft]) -> bool:
    """Tell a verb that says of nobody what befell them ("visited", "voted", "were refusing")."""
    seen, file = draft.sentence, dating(draft.sentence.segment.language)
    acts = word.endswith(seen.grammar.progressive_endings) and seen.words.before(start, 1).holds(
        seen.grammar.be
    )
    if not (word in file.verbs.finite or word.endswith(file.verbs.endings) or acts):
        return False
    if any(has_words(one) and chosen(one).start <= start < chosen(one).end for one in claims):
        return False
    counts = file.verbs.counting | seen.grammar.registering
    happens = file.tells(seen.words.after(start, 2)) or file.strikes((word,))
    return word not in counts and not happens


def _of_earlier(asked: _Pair) -> bool:
    """Tell "Saturday's blast comes weeks after seven were killed": Saturday is not theirs."""
    draft, mark, _ = asked
    if mark.end > draft.start:
        return False
    seen = draft.sentence
    gap = list(seen.words.between(mark.end, draft.start))
    apart = dating(seen.segment.language).carry.apart
    return any(word in apart and after in seen.grammar.after for word, after in itertools.pairwise(gap))


OF_OTHERS: tuple[Rule[_Pair, bool], ...] = (
    Rule(
        "time of a later event",
        _of_earlier,
        "Friday's blast comes weeks after {40} people were killed in the town.",
    ),
    Rule(
        "time of another verb",
        _of_other_verb,
        "On Monday lorries brought rice for {4,000} villagers uprooted by the feud.",
    ),
)
"""Times that date another verb than the claim's."""


# -- how far a time stands from a claim ----------------------------------------------------------------------


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
        if seen.words.at(mark.start) <= _LEAD:
            return _OPENS
        gap, turns = seen.words.between(mark.end, start), grammar.turns | grammar.after
        figures = sum(other is not draft and mark.end <= other.start < start for other in claims)
        cost = figures * _FIGURE + _BEFORE
        if any(other.tie == "before" and 0 <= mark.start - other.end <= _CLOSE for other in claims):
            cost += _FIGURE_OF_BEFORE  # "up from 29 tallied over the weekend"
    else:
        # "from 2.6 million, end of December, to 2.2 million": the time stands beside the other figure
        theirs = any(other is not draft and 0 <= mark.start - other.end <= _CLOSE for other in claims)
        return _FIGURE if theirs else 0.0
    sharp, light = gap.count(turns), gap.count(grammar.item_joins)
    return cost + sharp * _TURN + light * _COMMA + (len(gap) - sharp - light) * _WORD


def _figure_before(draft: Draft, other: Draft, mark: Mark[Time]) -> float:
    """Return what another figure between a claim and a time after it costs."""
    theirs = mark.value.relation == "in" and mark.value.precision in ("month", "year")
    cost = _FIGURE_CLOSE if theirs and mark.start - other.end <= _CLOSE else _FIGURE
    gap = draft.sentence.words.between(draft.end, other.start)
    compared = gap.holds(dating(draft.sentence.segment.language).carry.compares)
    if (other.tie == "before" and other.parent is draft) or compared:
        cost += _FIGURE_OF_BEFORE
    if has_words(other) and other.choice is not draft.choice:
        cost += _FIGURE_WITH_VERB
    return cost
