"""What the sentences so far tell of time: the cut-off of the section, and the claims of the paragraph.

In: the sentences of a report in reading order.  Out: the day a section's figures are of; the claim before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker import lexicon
from tracker.claims.draft import Draft
from tracker.claims.fill.dating import dating
from tracker.claims.fill.rule import Context
from tracker.claims.fill.struck import Struck
from tracker.claims.grammar import grammar
from tracker.claims.phrases.words import Words, split
from tracker.claims.sentence import Sentence
from tracker.marks.times import find_times
from tracker.vocabulary import Mark, Segment, Time

_FIRST = 2  # sentences of a section that may give its cut-off
_OPENS = 3  # words before a cut-off that opens its sentence
_RECENT = 4  # sentences in which the days named last may stand
_NAMES = frozenset({"in", "since", "between", "during", "by", "as_of", "ago"})
_LISTED = ("bullet", "cell", "label")

Days = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class CutOff:
    """The day a section's figures are of, the words that give it, and the paragraph.

    ``wide``: it speaks of the figures themselves ("Figures are of 28 June"), not of what goes on.
    """

    time: Time
    words: str
    paragraph: int
    wide: bool = False


@dataclass(slots=True)
class Told:
    """What the sentences so far tell of time.

    ``opening``: the first sentences of the section that nobody has asked for a cut-off yet; ``claims``: those of the
    paragraph so far.
    """

    reference: dt.date | None
    section: str | None = None
    opening: list[Segment | Sentence] = field(default_factory=list)
    seen: int = 0
    known: CutOff | None = None
    paragraph: int = -1
    claims: list[Draft] = field(default_factory=list)
    recent: deque[Segment | Sentence] = field(default_factory=lambda: deque(maxlen=_RECENT))
    """The last sentences, for the days they name."""

    def pass_by(self, segment: Segment) -> None:
        """Note a sentence without claims."""
        self._enter(segment)
        self._open(segment, segment)
        self.recent.append(segment)

    def read(self, seen: Sentence) -> None:
        """Note a sentence that is read now."""
        self._enter(seen.segment)
        self._open(seen, seen.segment)
        self.recent.append(seen)

    def note(self, drafts: Sequence[Draft]) -> None:
        """Note the claims of a sentence, with their times."""
        self.claims += drafts

    def cut_off(self) -> CutOff | None:
        """Return the day the section's figures are of, where one of its sentences so far gives it."""
        for one in self.opening:
            self.known = _cut_off(one, self.reference) or self.known
        self.opening.clear()
        known = self.known
        if known is None or known.wide or self.section is not None or known.paragraph == self.paragraph:
            return known
        return None

    def last(self, segment: Segment) -> Days | None:
        """Return the days named last before a sentence, in its paragraph or the one before."""
        for one in reversed(self.recent):
            before = _segment(one)
            if segment.paragraph - before.paragraph > 1:
                return None
            for mark in reversed(_times(one, self.reference)):
                if mark.value.end is not None and mark.value.relation in _NAMES:
                    return mark.value.start, mark.value.end
        return None

    def _enter(self, segment: Segment) -> None:
        if segment.paragraph != self.paragraph:
            self.paragraph, self.claims = segment.paragraph, []
        if not self._same_section(segment):
            self.section, self.seen, self.known = segment.heading, 0, None
            self.opening.clear()

    def _same_section(self, segment: Segment) -> bool:
        """Tell whether a sentence stands under the heading of those before; a list leads in with one of its own."""
        if segment.kind in _LISTED:
            return (segment.heading or "").endswith(self.section or "")
        return segment.heading == self.section

    def _open(self, one: Segment | Sentence, segment: Segment) -> None:
        if segment.kind not in _LISTED and self.seen < _FIRST:
            self.seen += 1
            self.opening.append(one)


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim whose time is asked for, and what the sentences so far tell of time."""

    draft: Draft
    context: Context
    struck: Struck
    told: Told


def is_present(seen: Sentence, mark: Mark[Time], reference: dt.date | None) -> bool:
    """Tell a word such as "now" or "still": the day of the report, for want of another."""
    time = mark.value
    if time.relation != "as_of" or time.end != reference:
        return False
    return seen.grammar.present.find(seen.low, mark.start, mark.end) is not None


def _segment(one: Segment | Sentence) -> Segment:
    return one.segment if isinstance(one, Sentence) else one


def _times(one: Segment | Sentence, reference: dt.date | None) -> list[Mark[Time]]:
    if isinstance(one, Sentence):
        return one.times
    return find_times(one.text, reference=reference, language=one.language)


def _cut_off(one: Segment | Sentence, reference: dt.date | None) -> CutOff | None:
    """Return the day that a sentence gives for what follows ("As of 9 October, ...", "Figures are of 28 June")."""
    segment = _segment(one)
    times = _times(one, reference)
    if not times:
        return None
    low = one.low if isinstance(one, Sentence) else lexicon.lower(segment.text)
    words = one.words if isinstance(one, Sentence) else split(segment.text, low, language=segment.language)
    heads = words.after(0, _OPENS).holds(dating(segment.language).carry.cut_offs)
    for mark in times:
        time = mark.value
        if time.end is None or (reference is not None and time.end > reference):
            continue
        if _opens(words, mark) and time.relation == "as_of" and not _is_now(low, mark, segment):
            return CutOff(time, segment.text[mark.start : mark.end], segment.paragraph, heads)
        if heads and time.relation in ("in", "as_of") and not (isinstance(one, Sentence) and one.amounts):
            time = dataclasses.replace(time, relation="as_of")
            return CutOff(time, segment.text[mark.start : mark.end], segment.paragraph, True)
    return None


def _opens(words: Words, mark: Mark[Time]) -> bool:
    return len(words.before(mark.start)) <= _OPENS


def _is_now(low: str, mark: Mark[Time], segment: Segment) -> bool:
    return grammar(segment.language).present.find(low, mark.start, mark.end) is not None
