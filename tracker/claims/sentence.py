"""One segment with everything the marks rooms saw in it, overlaps settled once.

"3 March" and "Camp 14" hold digits too: an amount inside a time or a named place is none.

In: Segment and the report's day.  Out: Sentence: tokens, amounts, subjects, events, times, places, speakers.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker import lexicon
from tracker.claims.grammar import Grammar, grammar
from tracker.claims.phrases.adjuncts import struck_areas
from tracker.claims.phrases.words import Words, split
from tracker.marks.amounts import find_amounts
from tracker.marks.events import ASIDE, find_events
from tracker.marks.places import find_places
from tracker.marks.speakers import find_speakers
from tracker.marks.subjects import find_subjects
from tracker.marks.times import find_times
from tracker.vocabulary import Amount, Event, Mark, Place, Segment, Speaker, Subject, Time

_NOUN_REACH = 70
_LABEL_REACH = 40
_EVENT_REACH = 60
_COMMA = frozenset(",")
_FRONT = 14  # words within which a phrase in front of a sentence ends
_OPENS = frozenset("([")
_BRACKETS = _OPENS | frozenset(")]")
_MARKS = "*_ "  # around a cell

Seen = Mark[tuple[Event, ...]] | Mark[Subject]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment, its words and its marks; offsets count from the segment's start."""

    segment: Segment
    text: str
    low: str
    grammar: Grammar
    words: Words
    amounts: list[Mark[Amount]]
    dropped: list[tuple[Mark[Amount], str]]
    subjects: dict[int, Mark[Subject]]
    events: list[Mark[tuple[Event, ...]]]
    deeds: list[Mark[tuple[Event, ...]]]
    """What people do, have or say that is not how many were displaced or hurt."""
    event_starts: list[int]
    """Where each event starts, for quick search."""
    outside: list[Seen]
    """The events and nouns that stand in no bracket, in reading order: what a list in brackets may be about."""
    times: list[Mark[Time]]
    places: list[Mark[Place]]
    speakers: list[Mark[Speaker]]
    struck: list[Mark[Place]]
    """Areas that the sentence only says were struck: places that people may leave, and no names of any."""
    opening: int
    """Where the main clause begins, behind a phrase of place, time or manner in front of it."""
    place_ends: dict[int, int]
    amount_ends: dict[int, int]
    """Token index to the end of the place, time or amount it lies in."""

    def event_at(self, offset: int) -> Mark[tuple[Event, ...]] | None:
        """Return the event mark that covers an offset."""
        index = bisect_right(self.event_starts, offset) - 1
        if index >= 0 and self.events[index].end > offset:
            return self.events[index]
        return None


def _covered(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a span lies inside one of the spans."""
    return any(a <= start and end <= b for a, b in spans)


def _inside(mark: Mark[Amount], others: list[tuple[int, int]]) -> bool:
    """Tell whether the bare number of an amount lies inside one of the spans."""
    start, end = mark.value.head if mark.value.head != (0, 0) else (mark.start, mark.end)
    index = bisect_right(others, (start, len(others) and 10**9)) - 1
    return index >= 0 and others[index][0] <= start and end <= others[index][1]


@dataclass(slots=True)
class Glance:
    """What is cheap to see of a segment, before any name or date; each kind of mark is made when first asked for."""

    segment: Segment
    low: str
    _amounts: list[Mark[Amount]] | None = None
    _subjects: list[Mark[Subject]] | None = None
    _events: list[Mark[tuple[Event, ...]]] | None = None

    @property
    def amounts(self) -> list[Mark[Amount]]:
        """The numbers that may count somebody."""
        if self._amounts is None:
            told = self.segment.facts.number if self.segment.facts is not None else None
            self._amounts = (
                [_as_told(self.segment.text, told)]
                if told is not None
                else find_amounts(self.segment.text, language=self.segment.language)
            )
        return self._amounts

    @property
    def subjects(self) -> list[Mark[Subject]]:
        """The nouns of people, homes and things."""
        if self._subjects is None:
            self._subjects = find_subjects(self.segment.text, language=self.segment.language)
        return self._subjects

    @property
    def events(self) -> list[Mark[tuple[Event, ...]]]:
        """The words that say what happened."""
        if self._events is None:
            self._events = find_events(self.segment.text, language=self.segment.language)
        return self._events

    @property
    def speaks(self) -> bool:
        """Whether any word says what happened to somebody."""
        return any(event.kind not in ASIDE for mark in self.events for event in mark.value) or any(
            mark.value.implied is not None for mark in self.subjects
        )

    @property
    def counts_again(self) -> bool:
        """Whether it opens with a count that the sentence before told of ("in August alone the tally was")."""
        hit = grammar(self.segment.language).anaphora.find(self.low, 0, min(len(self.low), _LABEL_REACH))
        words = hit.group().split() if hit is not None else []
        return len(words) >= 2 and words[0] in grammar(self.segment.language).definite

    @property
    def counts(self) -> bool:
        """Whether any amount may count somebody: a noun of people follows it, or an event stands close by."""
        people = [mark.start for mark in self.subjects if mark.value.unit is not None]
        events = [mark for mark in self.events if any(event.kind not in ASIDE for event in mark.value)]
        if grammar(self.segment.language).count_of.find(self.low):
            return True  # "the number of families who sought refuge ... has ballooned to 4,816"
        if ":" in self.low[:_LABEL_REACH]:
            return True  # "IDPs: Nigeria, 2,118,550; Chad, 236,400"
        telling = [mark.end for mark in self.subjects if mark.value.implied is not None]
        for amount in self.amounts:
            if any(amount.end <= start <= amount.end + _NOUN_REACH for start in people):
                return True
            if any(amount.end - 1 <= mark.start <= amount.end + _EVENT_REACH for mark in events):
                return True
            if any(0 <= amount.start - mark.end <= _EVENT_REACH for mark in events):
                return True
            if any(0 <= amount.start - end <= _EVENT_REACH for end in telling):
                return True
        return False


def glance(segment: Segment) -> Glance:
    """Look at a segment once: most end here, for want of an amount or of an event."""
    return Glance(segment, lexicon.lower(segment.text))


def _as_told(text: str, value: float) -> Mark[Amount]:
    """Return the figure of a cell whose value its column tells, without the marks of emphasis around it."""
    start = len(text) - len(text.lstrip(_MARKS))
    end = len(text.rstrip(_MARKS))
    return Mark(start=start, end=end, value=Amount(value=value, head=(start, end)))


def sentence(
    seen: Glance,
    *,
    reference: dt.date | None,
    country: str | None = None,
    last: tuple[dt.date | None, dt.date | None] | None = None,
) -> Sentence:
    """Mark a segment in full and settle what overlaps.

    Parameters
    ----------
    seen
        What a glance saw.
    reference
        The report's day, for "on Friday".
    country
        ISO3 of the report's country, which settles ambiguous places.
    last
        The days named last before it, for "the day before".
    """
    segment, low = seen.segment, seen.low
    text, language = segment.text, segment.language
    words = split(text, low, language=language)
    times = find_times(text, reference=reference, language=language, last=last)
    places = find_places(text, country=country, language=language)
    time_spans = [(mark.start, mark.end) for mark in times]
    place_spans = [(mark.start, mark.end) for mark in places]
    amounts: list[Mark[Amount]] = []
    dropped: list[tuple[Mark[Amount], str]] = []
    doubt = segment.facts.doubt if segment.facts is not None else ""
    if segment.facts is not None and segment.facts.number is not None:
        times, time_spans = [], []  # what looks like a year is a count, as the column says
    for mark in seen.amounts:
        if doubt:
            dropped.append((mark, doubt))
        elif _inside(mark, time_spans):
            dropped.append((mark, "part of a date or period"))
        elif _inside(mark, place_spans) and mark.value.digits:
            dropped.append((mark, "part of a place's name"))
        else:
            amounts.append(mark)
    amounts = _one_in(amounts, seen.subjects, places, low, grammar(language).shares)
    speakers = find_speakers(text, language=language, iso3=country)
    names = sorted(
        [(mark.start, mark.end) for mark in speakers]
        + [(mark.start, mark.end) for mark in places if mark.value.level is not None]
        + time_spans
    )
    adjuncts = struck_areas(words, grammar(language))
    outside = names + adjuncts if adjuncts else names
    marked = [mark for mark in seen.events if not _covered(mark.start, mark.end, outside)]
    subjects = seen.subjects
    if grammar(language).participle_behind:
        marked, subjects = _of_things(marked, subjects, low, grammar(language))
    events = _of_kind(marked, deed=False)
    return Sentence(
        segment=segment,
        text=text,
        low=low,
        grammar=grammar(language),
        words=words,
        amounts=amounts,
        dropped=dropped,
        subjects={mark.start: mark for mark in subjects},
        events=events,
        deeds=_of_kind(marked, deed=True),
        event_starts=[mark.start for mark in events],
        outside=_outside(words, events, seen.subjects),
        times=times,
        places=[mark for mark in places if _names(mark, adjuncts)],
        speakers=speakers,
        struck=[mark for mark in places if not _names(mark, adjuncts)],
        opening=_opening(words, grammar(language), [*amounts, *events]),
        place_ends=_ends(words.starts, [*((m.start, m.end) for m in places), *adjuncts, *time_spans]),
        amount_ends=_ends(words.starts, [(m.start, m.end) for m in amounts]),
    )


def _outside(
    words: Words, events: list[Mark[tuple[Event, ...]]], subjects: list[Mark[Subject]]
) -> list[Seen]:
    """Return events and nouns before which as many brackets are shut as were opened, in reading order."""
    # from behind, an event comes before a noun of the same letters ("the displaced")
    marks: list[Seen] = sorted([*subjects, *reversed(events)], key=lambda mark: (mark.start, mark.end))
    turns = [
        (end, word in _OPENS) for end, word in zip(words.ends, words.tokens, strict=True) if word in _BRACKETS
    ]
    if not turns:
        return marks
    kept: list[Seen] = []
    depth = index = 0
    for mark in marks:
        while index < len(turns) and turns[index][0] <= mark.start:
            depth += 1 if turns[index][1] else -1
            index += 1
        if depth <= 0:
            kept.append(mark)
    return kept


def _of_things(
    events: list[Mark[tuple[Event, ...]]], subjects: list[Mark[Subject]], low: str, small: Grammar
) -> tuple[list[Mark[tuple[Event, ...]]], list[Mark[Subject]]]:
    """Leave out participles right behind a noun of things: "edificios afectados" says nothing of people."""
    behind = {mark.end + 1 for mark in subjects if mark.value.thing}

    def of_thing(start: int, end: int) -> bool:
        return start in behind and low[start - 1] == " " and low[start:end].endswith(small.participle_endings)

    return (
        [mark for mark in events if not of_thing(mark.start, mark.end)],
        [mark for mark in subjects if mark.value.implied is None or not of_thing(mark.start, mark.end)],
    )


def _of_kind(marks: list[Mark[tuple[Event, ...]]], *, deed: bool) -> list[Mark[tuple[Event, ...]]]:
    """Return the marks of deeds, or those of all other events; one word may be both ("received")."""
    kept: list[Mark[tuple[Event, ...]]] = []
    for mark in marks:
        if len(mark.value) == 1:  # as nearly all have
            kind = mark.value[0].kind
            if (kind == "deed") is deed and kind != "where":
                kept.append(mark)
            continue
        meant = tuple(
            event for event in mark.value if (event.kind == "deed") is deed and event.kind != "where"
        )
        if meant:
            kept.append(mark if len(meant) == len(mark.value) else dataclasses.replace(mark, value=meant))
    return kept


def _names(mark: Mark[Place], adjuncts: list[tuple[int, int]]) -> bool:
    """Tell whether a mark of a place names one: an area without a name that was struck does not."""
    if mark.value.place_id is not None:
        return True
    return not any(start < mark.end and mark.start < end for start, end in adjuncts)


def _opening(words: Words, small: Grammar, said: Sequence[Mark[Any]]) -> int:
    """Return where the main clause begins: behind "In the north, " or "Meanwhile, ", if neither says anything."""
    first = words.tokens[0] if words.tokens else ""
    if first not in small.prepositions and first not in small.adverbs and first not in small.clause_breaks:
        return 0  # most sentences open with their subject
    front = words.after(0, _FRONT).up_to(_COMMA)
    if not 0 < len(front) < min(_FRONT, len(words)):
        return 0
    adverbial = first in small.prepositions or front.only(small.adverbs | small.clause_breaks)
    return 0 if not adverbial or any(mark.start < front.end for mark in said) else front.end + 1


def _one_in(
    amounts: list[Mark[Amount]],
    subjects: list[Mark[Subject]],
    places: list[Mark[Place]],
    low: str,
    shares: frozenset[str],
) -> list[Mark[Amount]]:
    """Make "one person in three" and "one Ukrainian in four" a share of the noun between.

    ``shares``: the words between the two numbers of a share.
    """
    nouns = [(mark.start, mark.end) for mark in subjects if not mark.value.thing]
    nouns += [(mark.start, mark.end) for mark in places if mark.value.demonym]
    kept: list[Mark[Amount]] = []
    for mark in amounts:
        one = kept[-1] if kept else None
        if one is not None and one.value.value == 1 and 1 < mark.value.value <= 10 and not one.value.digits:
            between = low[one.end : mark.start]
            inside = any(one.end < start and end < mark.start for start, end in nouns)
            if inside and shares.issuperset(between.split()[-1:]) and 0 < len(between.split()) <= 4:
                value = dataclasses.replace(one.value, kind="share", value=1 / mark.value.value)
                kept[-1] = Mark(start=one.start, end=mark.end, value=value)
                continue
        kept.append(mark)
    return kept


def _ends(starts: list[int], spans: list[tuple[int, int]]) -> dict[int, int]:
    """Return the end of the first span that each token lies in, by token index."""
    found: dict[int, int] = {}
    for start, end in spans:
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            found.setdefault(index, end)
    return found
