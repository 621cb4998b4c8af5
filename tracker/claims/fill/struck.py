"""When it struck: a sentence that dates a flood or an attack dates the figures that follow.

In: the sentences of a report in reading order.  Out: the nearest date of what struck.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from dataclasses import dataclass, field

from tracker import lexicon
from tracker.claims.fill.rule import Rule, holds
from tracker.claims.grammar import Grammar, grammar
from tracker.claims.phrases.words import Words, split
from tracker.claims.sentence import Sentence
from tracker.marks.times import find_times, in_dateline
from tracker.vocabulary import Mark, Segment, Time

_DAYS = 10
_PARAGRAPHS = 2
_PASSED = 12  # sentences without claims that are asked for a date once one needs it
_CITATION_ENDS = frozenset({")", ",", ";"})
_SAID = 2  # words between a verb of saying and its day
_COMPARED = 6  # words between "the worst" and its time


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date that a sentence gave to what struck, and where: it dates the figures that follow.

    ``sudden``: it was an attack or accident: it dates who was killed or hurt, not who moved before or since.
    """

    time: Time
    words: str
    paragraph: int
    sudden: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A time of a text, and the words it stands among."""

    text: str
    words: Words
    grammar: Grammar
    mark: Mark[Time]


def _of_comparison(dated: Dated) -> bool:
    """Tell a time that belongs to a comparison ("the worst floods this year")."""
    return dated.words.before(dated.mark.start, _COMPARED).holds(dated.grammar.superlatives)


def _of_speech(dated: Dated) -> bool:
    """Tell a time at which somebody spoke ("UNHCR said on Friday") from one at which it happened."""
    if dated.mark.value.relation not in ("in", "during"):
        return False
    return dated.words.before(dated.mark.start, _SAID).holds(dated.grammar.speech)


def _of_dateline(dated: Dated) -> bool:
    """Tell the date in a dateline ("NIAMEY, Aug. 27 (Xinhua) -- ")."""
    return in_dateline(dated.text, dated.mark)


def _of_source(dated: Dated) -> bool:
    """Tell the date of a source that is cited in brackets ("(UNOSAT 26/05/2021)") from one at which it struck."""
    opened = dated.text.rfind("(", 0, dated.mark.start)
    closes = dated.text[dated.mark.end :].lstrip()[:1] in _CITATION_ENDS
    cited = dated.text[opened + 1 : dated.mark.start]
    return opened >= 0 and closes and cited.strip() != "" and ")" not in cited


SPOKEN: Rule[Dated, bool] = Rule(
    "time of speech", _of_speech, "UNHCR said on Friday that {4,000} people had fled."
)
OTHER_TIMES: tuple[Rule[Dated, bool], ...] = (
    Rule("time of a comparison", _of_comparison, "In the worst floods this year {40} people were killed."),
    SPOKEN,
    Rule("dateline", _of_dateline, "NIAMEY, Aug. 27 (Xinhua) -- Some {4,000} people fled."),
)
"""Times that date no figure."""
CITED: Rule[Dated, bool] = Rule(
    "date of a source",
    _of_source,
    "The volcano erupted on 2 March. Lava cut roads (UNOSAT 06/03/2019). Some {31} people died.",
)
NOT_STRUCK = (*OTHER_TIMES, CITED)
"""Times at which nothing struck; the date of a source may still date its own figures."""


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
        """Return the nearest date that a sentence gives to what struck, while it holds.

        What was put off is asked now and remembered; the answer is the same as if each had been asked in turn.
        """
        while self.waiting:
            found = _struck(self.waiting.pop(), self.reference, self.without)
            if found is not None:
                self.known = found
                self.waiting.clear()
        return self.known if self.known is not None and self._near(self.known.paragraph) else None

    def _near(self, paragraph: int) -> bool:
        return self.paragraph - paragraph <= _PARAGRAPHS


def _segment(one: Segment | Sentence) -> Segment:
    return one.segment if isinstance(one, Sentence) else one


def _struck(one: Segment | Sentence, reference: dt.date | None, without: frozenset[str]) -> EventDate | None:
    """Return the date that a sentence gives to what struck; what is forecast has struck nobody yet."""
    segment = _segment(one)
    small = grammar(segment.language)
    words = (
        one.words
        if isinstance(one, Sentence)
        else split(segment.text, lexicon.lower(segment.text), language=segment.language)
    )
    if small.hazards.isdisjoint(words.tokens):
        return None
    if isinstance(one, Sentence):
        times = one.times
    else:
        times = find_times(segment.text, reference=reference, language=segment.language)
    for mark in times:
        if _is_past_day(mark.value, reference):
            if not holds(NOT_STRUCK, Dated(segment.text, words, small, mark), without):
                said = segment.text[mark.start : mark.end]
                sudden = not small.attacks.isdisjoint(words.tokens)
                return EventDate(mark.value, said, segment.paragraph, sudden)
    return None


def _is_past_day(time: Time, reference: dt.date | None) -> bool:
    """Tell a day, or a few of them, that has come."""
    if time.relation not in ("in", "between", "during") or time.end is None or time.precision != "day":
        return False
    if reference is not None and time.end > reference:
        return False
    return (time.end - (time.start or time.end)).days <= _DAYS
