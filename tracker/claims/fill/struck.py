"""When it struck: a sentence that dates a flood or an attack dates the figures that follow, or those before it.

In: the sentences of a report in reading order.  Out: the nearest date of what struck.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker import lexicon
from tracker.claims.fill.dating import OTHER_TIMES, Dated, Dating, dating
from tracker.claims.fill.rule import holds
from tracker.claims.grammar import Grammar, grammar
from tracker.claims.phrases.words import Words, split
from tracker.claims.sentence import Sentence
from tracker.marks.places import find_places
from tracker.marks.times import find_times, names_time
from tracker.read.printed import masthead
from tracker.vocabulary import Mark, Place, Segment, Time

_DAYS = 10
_PARAGRAPHS = 2
_PASSED = 12  # sentences without claims that are asked for a date once one needs it
_OPENS = 5  # words within which "it" opens a sentence
_LATER = 6  # sentences within which an event told before may get its date
_STALE = 60
"""Days: an older event is another than the one the report tells of."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date that a sentence gave to what struck, and of what kind: it dates the figures that follow.

    ``sudden``: it was an attack or accident: it dates who was killed or hurt, not who moved before or since.
    """

    mark: Mark[Time]
    words: str
    paragraph: int
    kinds: frozenset[str] = frozenset()
    sudden: bool = False
    told: Segment | Sentence | None = None

    def places(self) -> Sequence[Mark[Place]]:
        """Return the places that the sentence names."""
        if self.told is None or isinstance(self.told, Sentence):
            return self.told.places if self.told is not None else ()
        return find_places(self.told.text, country=None, language=self.told.language)


def _of_masthead(dated: Dated) -> bool:
    """Tell the day of the report in a line of its head ("Floods in Kato | Agency, 4 March 2019")."""
    return dated.mark.value.end is not None and any(
        one.date.day == dated.mark.value.end for one in masthead(dated.text)
    )


@dataclass(slots=True)
class Struck:
    """When the sentences so far say it struck; they are asked, the nearest first, only when a figure needs it.

    ``passed`` are the last sentences without claims, ``waiting`` those and the read ones not asked yet.
    """

    reference: dt.date | None
    without: frozenset[str] = frozenset()
    known: EventDate | None = None
    passed: deque[Segment] = field(default_factory=lambda: deque(maxlen=_PASSED))
    waiting: list[Segment | Sentence] = field(default_factory=list)
    paragraph: int = 0
    story: list[Segment | Sentence] = field(default_factory=list)
    """All sentences, for what is told later."""
    known_later: dict[int, EventDate | None] = field(default_factory=dict)
    """What each of them, by its start, says when what was told before it happened."""

    def pass_by(self, segment: Segment) -> None:
        """Note a sentence without claims."""
        self.passed.append(segment)
        self.story.append(segment)

    def read(self, seen: Sentence) -> None:
        """Note a sentence that was read."""
        if seen.segment.paragraph != self.paragraph:
            self.paragraph = seen.segment.paragraph
            self.waiting = [one for one in self.waiting if self._near(_segment(one).paragraph)]
        self.waiting += [*self.passed, seen]
        self.passed.clear()
        self.story.append(seen)

    def date(self) -> EventDate | None:
        """Return the nearest date that a sentence gives to what struck, while it holds.

        What was put off is asked now and remembered; the answer is the same as if each had been asked in turn.
        """
        while self.waiting:
            found = event_date(self.waiting.pop(), self.reference, self.without)
            if found is not None:
                self.known = found
                self.waiting.clear()
        return self.known if self.known is not None and self._near(self.known.paragraph) else None

    def later(self, segment: Segment) -> EventDate | None:
        """Return the date that one of the next sentences gives to what a sentence tells of."""
        at = bisect_right(self.story, segment.start, key=lambda one: _segment(one).start)
        for one in self.story[at : at + _LATER]:
            if _segment(one).paragraph - segment.paragraph > _PARAGRAPHS:
                break
            start = _segment(one).start
            if start not in self.known_later:
                self.known_later[start] = event_date(one, self.reference, self.without, later=True)
            found = self.known_later[start]
            if found is not None:
                return found
        return None

    def _near(self, paragraph: int) -> bool:
        return self.paragraph - paragraph <= _PARAGRAPHS


def _segment(one: Segment | Sentence) -> Segment:
    return one.segment if isinstance(one, Sentence) else one


def event_date(
    one: Segment | Sentence, reference: dt.date | None, without: frozenset[str], *, later: bool = False
) -> EventDate | None:
    """Return the date that a sentence gives to what struck; what is forecast has struck nobody yet.

    ``later``: the sentence tells of an event told before, as "the accident" or "it".
    """
    segment = _segment(one)
    file, small = dating(segment.language), grammar(segment.language)
    if isinstance(one, Sentence):
        may_date = bool(one.times)
    else:  # most name no day, or nothing that happens, and need not be cut into words
        may_date = names_time(segment.text, segment.language) and file.may_strike(segment.text, later=later)
    if not may_date:
        return None
    words = (
        one.words
        if isinstance(one, Sentence)
        else split(segment.text, lexicon.lower(segment.text), language=segment.language)
    )
    strikes = file.strikes(words.tokens) or _tells_of_event(words, file)
    if not (_tells_when(words, file, small) if later else strikes):
        return None
    if isinstance(one, Sentence):
        times = one.times
    else:
        times = find_times(segment.text, reference=reference, language=segment.language)
    for mark in times:
        dated = Dated(segment.text, words, small, file, mark)
        if (
            not _is_past_day(mark.value, reference)
            or holds(OTHER_TIMES, dated, without)
            or _of_masthead(dated)
        ):
            continue
        kinds = file.hazard_kinds(words.tokens)
        said = segment.text[mark.start : mark.end]
        sudden = not kinds.isdisjoint(file.kinds.sudden)
        return EventDate(mark, said, segment.paragraph, kinds, sudden, one)
    return None


def _tells_of_event(words: Words, file: Dating) -> bool:
    """Tell a sentence of what happened to "the accident", whatever kind it was."""
    low = words.after(0)
    return low.holds(file.happens.nouns) and file.tells(low)


def _tells_when(words: Words, file: Dating, small: Grammar) -> bool:
    """Tell a sentence that says when what was told before happened ("It came down at dawn on 14 October")."""
    low = words.after(0)
    if low.holds(file.carry.ends | file.carry.others) or not file.tells(low):
        return False
    return (
        low.part(0, _OPENS).holds(small.third_persons) or low.holds(file.happens.nouns) or file.strikes(low)
    )


def _is_past_day(time: Time, reference: dt.date | None) -> bool:
    """Tell a day, or a few of them, that has come and is not of another season."""
    if time.relation not in ("in", "between", "during") or time.end is None or time.precision != "day":
        return False
    if is_stale(time, reference) or (reference is not None and time.end > reference):
        return False
    return (time.end - (time.start or time.end)).days <= _DAYS


def is_stale(time: Time, reference: dt.date | None) -> bool:
    """Tell a day so long before the report that the report tells of another event."""
    return reference is not None and time.end is not None and (reference - time.end).days > _STALE


_LARGE = frozenset({"adm1"})
_SMALL = frozenset({"adm2", "place", None})
"""Levels of places that may be told apart; a place no gazetteer knows has none."""


def elsewhere(here: Sequence[Mark[Place]], there: Sequence[Mark[Place]]) -> bool:
    """Tell whether two sentences name different places of one size, none of which lies in one of the others."""
    one, other = _named(here), _named(there)
    ids = {_identity(place) for place in one}
    others = {_identity(place) for place in other}
    within = {place.parent_id for place in (*one, *other)} - {None}
    if not ids.isdisjoint(others) or not within.isdisjoint(ids | others):
        return False
    return any(
        any(place.level in levels for place in one) and any(place.level in levels for place in other)
        for levels in (_LARGE, _SMALL)
    )


def _identity(place: Place) -> str:
    return place.place_id or place.name.lower()


def _named(places: Sequence[Mark[Place]]) -> list[Place]:
    """Return the named places that may be told apart, and not where people went.

    One in capitals is where the report was written.
    """
    named = (mark.value for mark in places if not mark.value.demonym and mark.value.role != "to")
    told = (place for place in named if place.name[:1].isupper() and not place.name.isupper())
    return [place for place in told if place.level in _LARGE | _SMALL]
