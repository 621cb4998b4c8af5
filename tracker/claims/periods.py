"""Bind each claim to its own time: the words that date it, else a date that clearly dates the same event.

In: the drafts of a sentence, the report's day.  Out: each draft's period, and what of it others may use.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from dataclasses import dataclass, field

from tracker.claims.draft import Draft
from tracker.claims.grammar import grammar
from tracker.claims.sentence import Sentence
from tracker.marks.times import find_times, in_dateline
from tracker.vocabulary import Accumulation, Mark, Segment, Time

_FAR = 9.0
_FAR_ALONE = 14.0
_CLOSE = 14  # a time this near to another figure is that figure's
_EVENT_DAYS = 10
_EVENT_PARAGRAPHS = 2
_LABEL = 8  # tokens of a figure with its label
_PASSED = 12  # sentences without claims that are asked for a date once one needs it
_CASUALTIES = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})
_STRUCK = frozenset({"killed", "injured", "displaced", "evacuated", "housing_destroyed", "affected"})


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date that a sentence gave to what struck, and where: it dates the figures that follow."""

    time: Time
    words: str
    paragraph: int
    sudden: bool = False
    """Whether it was an attack or accident: it dates who was killed or hurt, not who moved before or since."""


@dataclass(slots=True)
class Struck:
    """When the sentences so far say it struck; they are asked, the nearest first, only when a figure needs it.

    ``passed`` are the last sentences without claims, ``waiting`` those and the read ones not asked yet.
    """

    reference: dt.date | None
    known: EventDate | None = None
    passed: deque[Segment] = field(default_factory=lambda: deque(maxlen=_PASSED))
    waiting: list[Segment | Sentence] = field(default_factory=list)
    paragraph: int = 0

    def pass_by(self, segment: Segment) -> None:
        """Note a sentence without claims."""
        self.passed.append(segment)

    def read(self, seen: Sentence) -> None:
        """Note a sentence that was read."""
        if seen.segment.paragraph != self.paragraph:
            self.paragraph = seen.segment.paragraph
            self.waiting = [one for one in self.waiting if self._near(_segment(one).paragraph)]
        self.waiting += [*self.passed, seen]
        self.passed.clear()

    def date(self) -> EventDate | None:
        """Return the nearest date that a sentence gives to what struck, while it holds."""
        while self.waiting:
            found = _struck(self.waiting.pop(), self.reference)
            if found is not None:
                self.known = found
                self.waiting.clear()
        return self.known if self.known is not None and self._near(self.known.paragraph) else None

    def _near(self, paragraph: int) -> bool:
        return self.paragraph - paragraph <= _EVENT_PARAGRAPHS


def _segment(one: Segment | Sentence) -> Segment:
    return one.segment if isinstance(one, Sentence) else one


def _struck(one: Segment | Sentence, reference: dt.date | None) -> EventDate | None:
    """Return the date that a sentence gives to what struck; what is forecast has struck nobody yet."""
    segment = _segment(one)
    words = grammar(segment.language)
    tokens = one.tokens if isinstance(one, Sentence) else re.findall(r"\w+", segment.text.lower())
    if words.hazards.isdisjoint(tokens):
        return None
    if isinstance(one, Sentence):
        times = one.times
    else:
        times = find_times(segment.text, reference=reference, language=segment.language)
    for mark in times:
        time = mark.value
        if time.relation not in ("in", "between", "during") or time.end is None:
            continue
        if reference is not None and time.end > reference:
            continue
        said = segment.text[: mark.start].lower().split()[-2:]
        if not words.speech.isdisjoint(said):
            continue
        if _compares(segment.text, mark, segment.language) or in_dateline(segment.text, mark):
            continue
        if time.precision == "day" and (time.end - (time.start or time.end)).days <= _EVENT_DAYS:
            said_so = segment.text[mark.start : mark.end]
            sudden = not words.attacks.isdisjoint(tokens)
            return EventDate(time=time, words=said_so, paragraph=segment.paragraph, sudden=sudden)
    return None


def date_drafts(drafts: list[Draft], struck: Struck, *, reference: dt.date | None) -> None:
    """Choose the time of every draft of one sentence and lay its period down.

    Parameters
    ----------
    drafts
        The claims of one sentence.
    struck
        When it struck, by this sentence and those before: it dates flows that say no time.
    reference
        The report's day.
    """
    for draft in drafts:
        _choose(draft, drafts)
        if draft.time is None:
            _from_header(draft, reference)
        if draft.time is None and draft.measure == "flow" and draft.term in _STRUCK | _CASUALTIES:
            event = struck.date()
            if event is not None and draft.term in (_CASUALTIES if event.sudden else _STRUCK):
                draft.time, draft.time_words = event.time, event.words
        _lay(draft, reference)


def _from_header(draft: Draft, reference: dt.date | None) -> None:
    """Take the time of a table cell or bullet from its row, column or heading ("as of 20 February")."""
    segment = draft.sentence.segment
    listed = segment.kind in ("cell", "bullet", "label")
    headers = (segment.row, segment.column, segment.heading) if listed else (segment.heading,)
    for words in filter(None, headers):
        for mark in find_times(words, reference=reference, language=segment.language):
            prose = not listed and len(draft.sentence.tokens) > _LABEL
            if prose and mark.value.relation == "in" and mark.value.end == reference:
                continue  # a dateline over a text dates no figure
            if mark.value.relation == "since" and draft.measure == "flow" and draft.since is None:
                draft.since = mark.value
            elif draft.time is None:
                draft.time = mark.value
            draft.time_words = draft.time_words or words[mark.start : mark.end]
    if draft.time is None and draft.since is not None:
        draft.time, draft.since = draft.since, None


def _compares(text: str, mark: Mark[Time], language: str) -> bool:
    """Tell whether a time belongs to a comparison ("the worst floods this year")."""
    before = text[: mark.start].lower().split()[-6:]
    return not grammar(language).superlatives.isdisjoint(before)


def _dates_speech(seen: Sentence, mark: Mark[Time]) -> bool:
    """Tell whether a time says when somebody spoke ("UNHCR said on Friday"), not when it happened."""
    if mark.value.relation not in ("in", "during"):
        return False
    before = seen.tokens[max(0, seen.token_at(mark.start) - 2) : seen.token_at(mark.start)]
    return not seen.grammar.speech.isdisjoint(before)


def _spoken(seen: Sentence) -> dt.date | None:
    """Return the day on which somebody spoke ("UNHCR said on 11 June that ... since 2 June"), if said."""
    days = (
        mark.value.end for mark in seen.times if mark.value.precision == "day" and _dates_speech(seen, mark)
    )
    return next(days, None)


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
                cost += _FAR_ALONE if other.tie == "before" and other.parent is draft else 0.0
                theirs = mark.value.relation == "in" and mark.value.precision in ("month", "year")
                cost += 6.0 if theirs and mark.start - other.end <= _CLOSE else 2.5
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
        if token in (";", "while", "whereas", "but", "although") or (token == "after" and mark.end <= start):
            cost += 5.0
        elif token in (",", "and"):
            cost += 0.6
        else:
            cost += 0.12
    return cost


def _choose(draft: Draft, drafts: list[Draft]) -> None:
    """Set the time of a draft: the nearest, and a second one that completes it ("since ... as of ...")."""
    weighed = sorted(
        (
            (_cost(draft, mark, drafts), mark.start, mark)
            for mark in draft.sentence.times
            if not _compares(draft.sentence.text, mark, draft.sentence.segment.language)
            and not _dates_speech(draft.sentence, mark)
            and not in_dateline(draft.sentence.text, mark)
        ),
        key=lambda row: row[:2],
    )
    far = _FAR_ALONE if len(weighed) == 1 and draft.measure == "flow" else _FAR
    near = [mark for cost, _, mark in weighed if cost < far]
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
        if draft.measure == "stock" and sentence.grammar.present.find(sentence.low):
            draft.period = (reference, reference)
        return
    start, end = time.start, time.end
    if time.relation == "ago" and _since_before(draft):
        draft.period = (reference, reference) if draft.measure == "stock" else (start, reference)
        return
    if time.relation == "since" and _then(draft):
        draft.period = (start, _close(start, time.precision))
        return
    if time.relation == "since":
        if end is None or end == reference:
            end = _spoken(sentence) or reference
        if draft.measure == "stock":
            draft.period = (reference, reference)
            return
    if draft.since is not None and draft.measure == "flow":
        draft.period = (draft.since.start, end)
        return
    if draft.measure == "stock":
        if time.relation in ("as_of", "by", "until"):
            draft.period = (end, end)
        elif time.precision == "approximate" and start is None:
            draft.period = (None, None)
        else:
            draft.period = (end, end) if end == reference else (start or end, end)
        return
    if time.relation in ("as_of", "by", "until"):
        draft.period = (start if start != end else None, end)
        return
    draft.period = (start, end)


def _then(draft: Draft) -> bool:
    """Tell "since 1988, when nearly a million families ...": the figure is of that year, not of all since."""
    seen = draft.sentence
    mark = next((mark for mark in seen.times if mark.value is draft.time), None)
    if mark is None or mark.end > draft.start:
        return False
    index = seen.token_at(mark.end)
    after = [token for token in seen.tokens[index : index + 2] if token != ","]
    return after[:1] in (["when"], ["where"])


def _close(start: dt.date | None, precision: str) -> dt.date | None:
    """Return the last day of the day, month or year that starts on a day."""
    if start is None or precision not in ("month", "year"):
        return start
    if precision == "year":
        return start.replace(month=12, day=31)
    following = (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return following - dt.timedelta(days=1)


def _since_before(draft: Draft) -> bool:
    """Tell "since the offensive began two weeks ago": a start, not the day itself."""
    seen = draft.sentence
    at = next((mark.start for mark in seen.times if mark.value is draft.time), 0)
    return "since" in seen.between(max(0, at - 90), at)


def accumulation(draft: Draft) -> Accumulation | None:
    """Return how a flow adds up: cumulative from a start, a bounded window, or a rate."""
    if draft.measure != "flow":
        return None
    if draft.amount.value.per is not None:
        return "rate"
    if draft.tie == "total":
        return "cumulative"
    relations = {time.relation for time in (draft.time, draft.since) if time is not None}
    if "since" in relations or "until" in relations:
        return "cumulative"
    if relations & {"as_of", "by"}:
        return "cumulative"
    start, end = draft.period
    if end is not None and (start is not None or draft.time is not None):
        return "window"
    return None
