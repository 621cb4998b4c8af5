"""When it was: a contest of the times that may date a claim, by what each has to do with it.

The claim's own sentence comes first; then what stands over it, the whole it is part of, its section, the claim
before, what struck, the day on which a state was told, the title.  The first that names a time decides.

In: a claim, those of its sentence, and what the sentences before tell.  Out: Period.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill.dating import CITED, SPOKEN, dating
from tracker.claims.fill.over import SECTION, of_heads, of_row, of_title, over
from tracker.claims.fill.own import is_of_others, is_perfect, own_times, told_on
from tracker.claims.fill.periods import Days, When, period
from tracker.claims.fill.reach import is_before, is_of_another
from tracker.claims.fill.rule import Context, Rule, first
from tracker.claims.fill.struck import EventDate, Struck, elsewhere, is_stale
from tracker.claims.fill.told import Asked, Told, is_present
from tracker.vocabulary import Mark, Time

_CASUALTIES = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})
_ATTACKED = _CASUALTIES | {"detained"}
_STRUCK = frozenset(
    {"killed", "injured", "displaced", "evacuated", "crossed_border", "housing_destroyed", "affected"}
)
_ENDS = frozenset({"as_of", "by", "until", "in"})
_UP_TO = frozenset({"as_of", "by", "until"})
_OWN_TIME = frozenset({"before", "total", "again"})
"""How a number hangs on another without sharing its time."""
_LISTED_WITH = 8  # words between "84 dead" and "310 injured"


@dataclass(frozen=True, slots=True)
class Period:
    """When it was: the time and the words that name it, where it started, the days it stands for, and why."""

    time: Time | None = None
    since: Time | None = None
    words: str = ""
    days: Days = (None, None)
    rule: str = ""
    period_rule: str = ""


def date(draft: Draft, context: Context, struck: Struck, told: Told) -> Period:
    """Return the time of a claim and the days it stands for.

    Parameters
    ----------
    draft
        A claim whose term, measure and modality are settled.
    context
        The claims of its sentence; the report's day and title.
    struck
        When it struck, by this sentence and those before: it dates flows that say no time.
    told
        The cut-off of the section and the claims of the paragraph.
    """
    found = first(TIMES, Asked(draft, context, struck, told), context.without)
    when, rule = found if found is not None else (When(), "")
    days, why = period(draft, when, context)
    return Period(when.time, when.since, when.words, days, rule, why)


def date_later(draft: Draft, context: Context, struck: Struck) -> Period | None:
    """Return the period of a claim that has none from what a later sentence tells of the same event."""
    if (
        draft.time is not None
        or draft.measure != "flow"
        or draft.hypothetical
        or LATER.name in context.without
    ):
        return None
    when = LATER.run((draft, struck))
    if when is None:
        return None
    days, why = period(draft, when, context)
    return Period(when.time, when.since, when.words, days, LATER.name, why)


# -- its own sentence ----------------------------------------------------------------------------------------


def _own(asked: Asked) -> When | None:
    """Take the nearest time of the sentence, and a second one that completes it ("since ... as of ...")."""
    draft, context = asked.draft, asked.context
    near = own_times(draft, context)
    if not near:
        return None
    nearest = near[0]
    if is_present(draft.sentence, nearest, context.reference):
        # a cut-off beats "now" and "still", in the sentence and over it
        cut_offs = [mark for mark in near[1:] if mark.value.relation in ("as_of", "by")]
        told = draft.measure == "stock" and told_on(draft, context, (SPOKEN,)) is not None
        if not cut_offs and (told or any(True for _ in over(asked))):
            return None
        nearest = (cut_offs or near)[0]
    words = draft.sentence.text[nearest.start : nearest.end]
    if START_AND_END.name not in context.without:
        for mark in near:
            ahead = (
                context.reference is not None and (mark.value.end or context.reference) > context.reference
            )
            both = START_AND_END.run((draft, nearest, mark)) if mark is not nearest and not ahead else None
            if both is not None:
                return When(*both, words)
    return When(nearest.value, None, words)


def _start_and_end(pair: tuple[Draft, Mark[Time], Mark[Time]]) -> tuple[Time, Time] | None:
    """Return the end and the start of a span that two times name."""
    draft, nearest, second = pair
    starts = nearest.value.relation == "since"
    since, end = (nearest, second) if starts else (second, nearest)
    if draft.measure == "flow" and _cut_short(nearest, second) is not None:
        return _cut_short(nearest, second)
    if since.value.relation != "since" or end.value.relation not in _ENDS:
        return None
    if end.value.relation == "in" and draft.measure == "flow" and starts:
        return None  # only "the number since December rose to 58,000 on Friday" names the end first
    return end.value, since.value


def _cut_short(one: Mark[Time], other: Mark[Time]) -> tuple[Time, Time] | None:
    """Return the end and the start of a month or year that has come so far ("up to 30 June ... this year")."""
    whole, end = (one.value, other.value) if other.value.relation in _UP_TO else (other.value, one.value)
    if end.relation not in _UP_TO or whole.relation not in ("in", "during") or end.end is None:
        return None
    if whole.precision not in ("month", "quarter", "year") or whole.start is None or whole.end is None:
        return None
    inside = whole.start <= end.end <= whole.end
    return (end, dataclasses.replace(whole, relation="since")) if inside else None


START_AND_END: Rule[tuple[Draft, Mark[Time], Mark[Time]], tuple[Time, Time]] = Rule(
    "start and end", _start_and_end, "As of 5 March, {4,000} people had fled since 1 February."
)


def _told(asked: Asked) -> When | None:
    """Take the day on which a state was told: it is a state of that day."""
    state = asked.draft.measure == "stock" and not asked.draft.hypothetical
    return _on_day_told(asked) if state else None


def _reached(asked: Asked) -> When | None:
    """Take the day on which somebody told how far a running total had come."""
    draft, claims = asked.draft, asked.context.claims
    running = _is_counted(draft) or any(_runs_on(one, draft) for one in claims)
    return _on_day_told(asked) if running else None


def _is_counted(draft: Draft) -> bool:
    """Tell a running total ("the death toll is 56", "bringing the number of wounded to 90")."""
    choice = draft.choice
    return draft.tie == "total" or (
        choice is not None and choice.event.kind == "noun" and choice.via == "before"
    )


def _runs_on(one: Draft, draft: Draft) -> bool:
    """Tell a figure listed with a running total ("the toll stands at 84, with 310 injured")."""
    choice = draft.choice
    if choice is None or choice.event.kind != "noun" or not _is_counted(one) or one.start >= draft.start:
        return False
    gap = draft.sentence.words.between(one.end, draft.start)
    return len(gap) <= _LISTED_WITH and not gap.holds(draft.sentence.grammar.turns)


def _on_day_told(asked: Asked) -> When | None:
    mark = told_on(asked.draft, asked.context)
    if mark is None:
        return None
    time = dataclasses.replace(mark.value, relation="as_of", start=mark.value.end)
    return When(time, None, asked.draft.sentence.text[mark.start : mark.end])


# -- the same event, told before -----------------------------------------------------------------------------


def _of_whole(asked: Asked) -> When | None:
    """Leave a part without a time of its own to its whole, which lends it its own."""
    parent = asked.draft.parent
    lends = parent is not None and parent.time is not None and asked.draft.tie not in _OWN_TIME
    return When() if lends else None


def _of_before(asked: Asked) -> When | None:
    """Let what was so before it struck end with the day it struck, where that is told."""
    draft = asked.draft
    event = asked.struck.date() if draft.measure == "flow" and is_before(draft) else None
    if event is None or draft.hypothetical:
        return None
    time = dataclasses.replace(event.mark.value, relation="by", start=None)
    return When(time, None, event.words)


def _of_claim_before(asked: Asked) -> When | None:
    """Take the time of the claim before in the paragraph, of the same thing or of what struck both."""
    if not asked.told.claims:
        return None
    draft = asked.draft
    facts = draft.sentence.segment.facts
    if draft.hypothetical or (facts is not None and facts.total) or is_of_another(draft):
        return None  # a total has no day of one of its rows
    earlier = [
        one
        for one in asked.told.claims
        if one.time is not None and one.tie not in _OWN_TIME and not one.hypothetical
    ]
    if draft.measure == "stock":
        before = [one for one in earlier if _is_cut_off(one, asked.context)]
    else:
        flows = [one for one in earlier if one.measure == "flow"]
        before = [one for one in flows if one.term == draft.term]
        before = before or [one for one in flows if _befell_both(one, draft)]
    if not before:
        return None
    last = before[-1]
    if last.time is None or (_is_day(last.time) and not _goes_on(draft, last, asked.context)):
        return None
    return _closed(asked, last.time, last.since, last.time_words, sudden=not _befell_long(last))


def _closed(asked: Asked, time: Time, since: Time | None, words: str, *, sudden: bool) -> When:
    """Close what began on a day told before with the day of a source in brackets ("(UNICEF 23/05)")."""
    draft, end = asked.draft, time.end
    cited = told_on(draft, asked.context, (CITED,)) if draft.measure == "flow" and _is_day(time) else None
    if sudden or cited is None or end is None or cited.value.end is None or cited.value.end <= end:
        return When(time, since, words)
    closing = dataclasses.replace(cited.value, relation="as_of", start=cited.value.end)
    return When(closing, dataclasses.replace(time, relation="since"), words)


def _befell_long(draft: Draft) -> bool:
    """Tell what is told of something that may go on after the day it struck."""
    file = dating(draft.sentence.segment.language)
    return file.hazard_kinds(draft.sentence.words.tokens).isdisjoint(file.kinds.sudden)


def _is_cut_off(draft: Draft, context: Context) -> bool:
    """Tell a state that is of a day the words give, other than the report's."""
    time = draft.time
    return time is not None and time.relation in ("as_of", "by") and time.end != context.reference


def _goes_on(draft: Draft, last: Draft, context: Context) -> bool:
    """Tell whether what happened on a day may be told on: not of another season, nor elsewhere, nor still open."""
    if is_perfect(draft):
        return False  # "the war has killed thousands"
    stale = last.time is not None and is_stale(last.time, context.reference)
    return not stale and not elsewhere(draft.sentence.places, last.sentence.places)


def _befell_both(one: Draft, other: Draft) -> bool:
    """Tell whether what happened to one may have happened to the other: nobody was moved by a blast of a moment."""
    file = dating(one.sentence.segment.language)
    kinds = file.hazard_kinds(one.sentence.words.tokens)
    if one.time is not None and one.time.precision == "approximate":
        return False
    terms = _STRUCK if kinds.isdisjoint(file.kinds.sudden) else _ATTACKED
    return {one.term, other.term} <= terms


def _is_day(time: Time) -> bool:
    return time.relation == "in" and time.precision == "day"


def _of_event(asked: Asked) -> When | None:
    """Take the date of what struck, for those it struck."""
    draft = asked.draft
    if draft.measure != "flow" or draft.hypothetical or is_of_another(draft):
        return None
    event = asked.struck.date()
    if event is None or not _dates(event, draft):
        return None
    if event.told is draft.sentence and is_of_others(draft, event.mark, asked.context):
        return None
    return _closed(asked, event.mark.value, None, event.words, sudden=event.sudden)


def _dates(event: EventDate, draft: Draft) -> bool:
    """Tell whether what struck may have befallen the people of a claim."""
    if draft.term not in (_ATTACKED if event.sudden else _STRUCK):
        return False
    file = dating(draft.sentence.segment.language)
    if elsewhere(draft.sentence.places, event.places()):
        return False
    return file.agree(event.kinds, file.hazard_kinds(draft.sentence.words.tokens))


def _of_later(asked: tuple[Draft, Struck]) -> When | None:
    """Take the date that a later sentence gives to what struck ("The accident happened on Saturday")."""
    draft, struck = asked
    if draft.term not in _STRUCK | _CASUALTIES or is_of_another(draft):
        return None
    event = struck.later(draft.sentence.segment)
    if event is None or not _dates(event, draft):
        return None
    time = event.mark.value
    if is_perfect(draft):  # "floods have killed 58": since then
        time = dataclasses.replace(time, relation="since", end=struck.reference or time.end)
    return When(time, None, event.words)


LATER: Rule[tuple[Draft, Struck], When] = Rule(
    "date told later", _of_later, "A mine collapsed, killing {40} people. The accident happened on 3 March."
)
TIMES: tuple[Rule[Asked, When], ...] = (
    Rule("time in the sentence", _own, "On 3 March {4,000} people fled."),
    Rule(
        "days of the row",
        of_row,
        "| Place | IDPs | Date |\n|---|---|---|\n| Aleppo | {400} | 2031-03-02 |",
    ),
    Rule("time of the heads", of_heads, "## Displaced as of 20 February\n\n- Hodeidah: {4,000} people"),
    Rule(
        "time of the whole",
        _of_whole,
        "Report, 1 to 5 March 2019 // On 2 May 2016 floods displaced 400 people. Of these, {40} were children.",
    ),
    SECTION,
    Rule(
        "day of telling", _told, "The mayor said on Monday that {4,000} people are sheltering in the school."
    ),
    Rule(
        "before what struck",
        _of_before,
        "A quake struck on 3 March. Clashes had displaced {4,000} people before the earthquake.",
    ),
    Rule(
        "day of telling a total", _reached, "The death toll of the storm is {56}, the mayor said on Monday."
    ),
    Rule(
        "time of the claim before",
        _of_claim_before,
        "Since 3 March 900 people have fled Kato. Some {400} people fled Bulo.",
    ),
    Rule("date of what struck", _of_event, "Floods hit the town on 3 March. {40} people were killed."),
    Rule(
        "time of the title",
        of_title,
        "Situation report, 1 to 5 March 2019 // Floods displaced {4,000} people.",
    ),
)
"""Where a claim finds its time; the first that names one decides."""
