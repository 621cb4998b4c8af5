"""The days a time stands for, and how a flow over them adds up.

In: a claim and the words that date it.  Out: first and last day; cumulative, window or rate.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill.dating import CITED, SPOKEN, Dated, dating
from tracker.claims.fill.rows import tally
from tracker.claims.fill.rule import Context, Rule, first, holds
from tracker.claims.phrases.verbs import rises_to
from tracker.marks.times import Part, named_part
from tracker.vocabulary import Accumulation, Time

Days = tuple[dt.date | None, dt.date | None]
"""First and last day, both included; None where the words leave it open."""

_SINCE = 90  # characters between "since" and "two weeks ago"
_COMMA = frozenset({","})
_UP_TO = ("as_of", "by", "until")
_AT = ("in", "during", *_UP_TO)
_YEAR = re.compile(r"\d{4}")
_RISES = 3  # words between "stood at" and the figure
_TOLL = 10  # words between a toll and its figure
_HALF_YEAR_PART = 60  # days: the middle part of a year is longer


@dataclass(frozen=True, slots=True)
class When:
    """The time of a claim, where it started if that is said beside it, and the words of the time."""

    time: Time | None = None
    since: Time | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Timed:
    """A claim and its time."""

    draft: Draft
    time: Time
    since: Time | None
    context: Context
    words: str = ""

    @property
    def part(self) -> Part | None:
        """Which part of a month or year the words name ("the end of September")."""
        return named_part(self.words, self.draft.sentence.segment.language)

    @property
    def is_stock(self) -> bool:
        """Whether the claim counts who is in it."""
        return self.draft.measure == "stock"

    @property
    def up_to(self) -> bool:
        """Whether the time is an end ("as of", "by", "until")."""
        return self.time.relation in _UP_TO


def period(draft: Draft, when: When, context: Context) -> tuple[Days, str]:
    """Return the days that a time stands for, and the rule that says so.

    Parameters
    ----------
    draft, when
        A claim and its time.
    context
        The report's day, with which "now" and "since" end.
    """
    if when.time is None:
        today = first((PRESENT,), (draft, context), context.without)
        return today if today is not None else ((None, None), "")
    timed = Timed(draft, when.time, when.since, context, when.words)
    found = first(PERIODS, timed, context.without)
    (start, end), rule = found if found is not None else ((when.time.start, when.time.end), "")
    if start is not None and end is not None and start > end:
        start = None  # no window ends before it begins
    return (start, end), rule


def _present(asked: tuple[Draft, Context]) -> Days | None:
    """Date people who are there "now" by the report's day."""
    draft, context = asked
    now = draft.measure == "stock" and draft.sentence.grammar.present.find(draft.sentence.low)
    return (context.reference, context.reference) if now else None


PRESENT: Rule[tuple[Draft, Context], Days] = Rule(
    "present", _present, "Some {4,000} people remain displaced from the city."
)


def _ago(timed: Timed) -> Days | None:
    """Tell "since the offensive began two weeks ago": a start, not the day itself."""
    seen, reference = timed.draft.sentence, timed.context.reference
    if timed.time.relation != "ago":
        return None
    at = next((mark.start for mark in seen.times if mark.value is timed.time), 0)
    if not seen.words.between(max(0, at - _SINCE), at).holds(seen.grammar.since):
        return None
    return (reference, reference) if timed.is_stock else (timed.time.start, reference)


def _then(timed: Timed) -> Days | None:
    """Tell "since 1988, when nearly a million families ...": the figure is of that year, not of all since."""
    seen, time = timed.draft.sentence, timed.time
    mark = next((mark for mark in seen.times if mark.value is time), None)
    if time.relation != "since" or mark is None or mark.end > timed.draft.start:
        return None
    if not seen.words.after(mark.end, 2).skip(_COMMA).opens(seen.grammar.back_then):
        return None
    return time.start, _closing(time)


def _closing_month(day: dt.date) -> dt.date:
    following = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return following - dt.timedelta(days=1)


def _closing(time: Time) -> dt.date | None:
    """Return the last day of the day, month or year that a time names the start of."""
    start = time.start
    if start is None or time.precision not in ("month", "year"):
        return start
    if time.precision == "year":
        return start.replace(month=12, day=31)
    return _closing_month(start)


def _stock_since(timed: Timed) -> Days | None:
    """Date people who have been there since a day by the report's day."""
    if timed.time.relation != "since" or not timed.is_stock:
        return None
    return timed.context.reference, timed.context.reference


def _start_and_end(timed: Timed) -> Days | None:
    return (timed.since.start, _end(timed)) if timed.since is not None and not timed.is_stock else None


def _flow_since(timed: Timed) -> Days | None:
    """Let what has gone on since a day last until somebody spoke, or the report's day."""
    return (timed.time.start, _end(timed)) if timed.time.relation == "since" else None


def _end(timed: Timed) -> dt.date | None:
    """Return the last day of a time; what goes on ends with the day on which somebody spoke of it."""
    end, reference = timed.time.end, timed.context.reference
    if timed.time.relation != "since" or (end is not None and end != reference):
        return end
    return _spoken(timed) or reference


def _spoken(timed: Timed) -> dt.date | None:
    """Return the day on which somebody spoke ("UNHCR said on 11 June that ... since 2 June"), if said."""
    seen = timed.draft.sentence
    file = dating(seen.segment.language)
    days = (
        mark.value.end
        for mark in seen.times
        if mark.value.precision == "day"
        and holds(
            (SPOKEN, CITED), Dated(seen.text, seen.words, seen.grammar, file, mark), timed.context.without
        )
    )
    return next(days, None)


def _planned(timed: Timed) -> Days | None:
    """Let a plan or forecast up to a day begin with the report; a bare month behind it is the next one."""
    time, reference = timed.time, timed.context.reference
    if not (timed.draft.hypothetical and timed.up_to and reference and time.end):
        return None
    end = time.end
    if end < reference and time.precision == "month" and not _YEAR.search(timed.words):
        end = _closing_month(end.replace(day=1, year=end.year + 1))
    return (reference, end) if end > reference else None


def _stock_at_end(timed: Timed) -> Days | None:
    """Date a state at the end of a month or year by its last day, one of mid-year by 30 June."""
    end = timed.time.end
    if not timed.is_stock or end is None or timed.time.relation not in _AT:
        return None
    if timed.part == "end":
        return end, end
    middle = timed.part == "mid" and (end - (timed.time.start or end)).days > _HALF_YEAR_PART
    return (dt.date(end.year, 6, 30),) * 2 if middle else None


def _total_on(timed: Timed) -> Days | None:
    """Leave the start open of a running total that had come so far on a day ("rose to 56 on Friday")."""
    draft, time = timed.draft, timed.time
    if time.relation != "in" or time.precision != "day" or time.start != time.end or not _is_running(draft):
        return None
    mark = next((mark for mark in draft.sentence.times if mark.value is time), None)
    return (None, time.end) if mark is not None and mark.start >= draft.end else None


def _is_running(draft: Draft) -> bool:
    """Tell a total that a noun counts and a verb lets rise ("the toll climbed to 56")."""
    if draft.tie == "before" and draft.parent is not None:
        return _is_running(draft.parent)  # "from 24 a day earlier"
    choice, seen = draft.choice, draft.sentence
    if choice is not None and choice.event.kind == "noun" and choice.via == "before":
        return rises_to(seen, choice.end, draft.start)
    lead = seen.words.between(0, draft.start)
    told = lead.holds(seen.grammar.figure_words) and lead.part(-_RISES).holds(seen.grammar.rises)
    return told or draft.tie == "total"


def _stock_then(timed: Timed) -> Days | None:
    """Date a stock by a day; where a span that is not over names it, by its last."""
    time = timed.time
    if not timed.is_stock:
        return None
    if time.precision == "approximate" and time.start is None:
        return None, None
    return time.end if time.end == timed.context.reference else time.start or time.end, time.end


def _flow_up_to(timed: Timed) -> Days | None:
    """Leave the start open of what happened up to a day."""
    return (None, timed.time.end) if timed.up_to else None


PERIODS: tuple[Rule[Timed, Days], ...] = (
    Rule(
        "since some time ago",
        _ago,
        "Some {400} people have been killed since the army and its allied militias began an offensive two weeks ago.",
    ),
    Rule("since, when", _then, "The town had not seen such floods since 1988, when {4,000} families fled."),
    Rule("stock since", _stock_since, "Some {4,000} people are displaced since 1 February."),
    Rule("from start to end", _start_and_end, "As of 5 March, {4,000} people had fled since 1 February."),
    Rule("flow since", _flow_since, "UNHCR said on 5 March that {4,000} people had fled since 1 February."),
    Rule("planned up to", _planned, "The government plans to return {4,000} refugees by April."),
    Rule("stock at the end", _stock_at_end, "At the end of 2018 there were {4,000} displaced people."),
    Rule("stock then", _stock_then, "Some {4,000} people are displaced this week."),
    Rule("total on a day", _total_on, "The death toll of the storm rose to {56} on 5 March."),
    Rule("flow up to", _flow_up_to, "By 5 March, {4,000} people had fled."),
)
"""The days that a time stands for; the first that fits decides, else those it names."""


# -- how a flow adds up -------------------------------------------------------------------------------------


def accumulation(draft: Draft, without: frozenset[str] = frozenset()) -> Accumulation | None:
    """Return how a flow adds up: cumulative from a start, a bounded window, or a rate."""
    if draft.measure != "flow":
        return None
    found = first(ACCUMULATIONS, draft, without)
    return found[0] if found is not None else None


def _is_rate(draft: Draft) -> Accumulation | None:
    return "rate" if draft.amount.value.per is not None else None


def _runs(draft: Draft) -> Accumulation | None:
    return "cumulative" if tally(draft) == "cumulative" else None


def _is_toll(draft: Draft) -> Accumulation | None:
    """Tell a toll, whatever the day it is told with: all so far ("the toll on Friday was 56")."""
    seen = draft.sentence
    # what stands between another figure and this one speaks of that figure's toll, not of this one's
    start = max((mark.end for mark in seen.amounts if mark.end <= draft.start), default=0)
    lead = seen.words.between(start, draft.start).part(-_TOLL)
    done = draft.choice is not None and draft.choice.event.kind != "noun"
    told = not done and lead.holds(seen.grammar.tolls)
    return "cumulative" if told or _is_running(draft) or _is_changed(draft) else None


def _is_changed(draft: Draft) -> bool:
    """Tell a total that somebody changed ("lowered the number of deaths from 31 to 28")."""
    choice, seen = draft.choice, draft.sentence
    if choice is None or choice.event.kind != "noun" or choice.via != "before":
        return False
    changed = seen.words.between(0, choice.start).holds(seen.grammar.count_verbs)
    return changed and seen.words.between(choice.end, draft.start).part(-1).holds(
        seen.grammar.to | seen.grammar.straight_from
    )


def _relations(draft: Draft) -> set[str]:
    return {time.relation for time in (draft.time, draft.since) if time is not None}


def _has_start(draft: Draft) -> Accumulation | None:
    return None if _relations(draft).isdisjoint(("since", "until")) else "cumulative"


def _has_end(draft: Draft) -> Accumulation | None:
    return None if _relations(draft).isdisjoint(("as_of", "by")) else "cumulative"


def _is_bounded(draft: Draft) -> Accumulation | None:
    start, end = draft.period
    return "window" if end is not None and (start is not None or draft.time is not None) else None


ACCUMULATIONS: tuple[Rule[Draft, Accumulation], ...] = (
    Rule("so many a day", _is_rate, "Some {4,000} people fled each day."),
    Rule(
        "running column",
        _runs,
        "| Place | Cumulative arrivals |\n|---|---|\n| Aleppo | {4,000} |",
    ),
    Rule("total since a start", _has_start, "Some {4,000} people have fled since 1 February."),
    Rule("total up to a day", _has_end, "By 5 March, {4,000} people had fled."),
    Rule("toll", _is_toll, "On Friday the death toll stood at {56}."),
    Rule("window", _is_bounded, "On 3 March {4,000} people fled."),
)
"""How a flow adds up; the first that fits decides."""
