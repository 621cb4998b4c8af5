"""Find the times a text names, the day it was published, and the date at its head.

Amounts hold digits too; ``amounts`` marks those, and ``claims`` settles the overlap.

In: a text and the day its report was published.  Out: Marks of Time, in reading order.
Words: lexicon/<language>/times.toml
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from tracker.marks._calendar import shift
from tracker.marks._time_anchor import Anchor
from tracker.marks._time_file import Head, Part
from tracker.marks._time_grammar import Grammar
from tracker.marks._time_words import TimeWords, time_words
from tracker.vocabulary import Mark, Time

__all__ = [
    "Part",
    "dateline",
    "find_times",
    "in_dateline",
    "infer_published",
    "named_part",
    "names_time",
    "points_back",
]


def find_times(
    text: str,
    *,
    reference: dt.date | None,
    language: str,
    year_hint: int | None = None,
    last: tuple[dt.date | None, dt.date | None] | None = None,
) -> list[Mark[Time]]:
    """Return the times a text names.

    Parameters
    ----------
    text
        A sentence, a segment or a whole report.
    reference
        The day the report was published; "Friday", "this week" and "5 March" count from it.
    year_hint
        A year for dates without one, when the text itself gives it nearby.
    last
        The days named last before the text, from which "the day before" counts.

    Returns
    -------
    list of Mark of Time
        In reading order, never overlapping; a mark covers its preposition ("since December").

    Notes
    -----
    What ``start`` and ``end`` hold, by ``relation``:

    - in, during, between, by, as_of: the days named ("by Friday" is that Friday twice);
    - since: from the first day named to the reference; an event without a date has no start;
    - until, before: an open start, and the last day ("before 5 March" ends on the 4th);
    - after: from the day named (from the day after a month or a year) to the reference;
    - ago: the day counted back, twice.

    A date without a year is the latest on or before the reference, or within the week after it; behind
    "by", "until" and "before" it is the nearest.  A month, a year or a part of one that holds the
    reference ends on it.  Without a reference, dates
    with a year resolve and the others come back with no days and ``anchored`` false.
    """
    words = time_words(language)
    anchor = Anchor(reference, year_hint, last)
    marks: list[Mark[Time]] = []
    for start, end in words.windows(text):
        marks += Grammar(words, words.tokens(text, start, end), anchor).marks()
    return marks


def names_time(text: str, language: str) -> bool:
    """Tell cheaply whether a text may name a time: where this says no, ``find_times`` finds none."""
    return time_words(language).gate.search(text) is not None


def points_back(text: str, language: str) -> bool:
    """Tell whether a text may count from days named before it ("the day before", "two days later")."""
    return time_words(language).points_back.search(text) is not None


def named_part(words: str, language: str) -> Part | None:
    """Return which part of a month or year the words of a time name ("the end of September")."""
    known = time_words(language)
    tokens = known.tokens(words, 0, len(words))
    return next((known.parts[token.word] for token in tokens if token.word in known.parts), None)


HEAD = 1200
"""How many characters of a report its dateline may stand in."""
LEAD = 3000
"""How many characters in the weekday of the lead may stand."""

Headed = Head | Literal["place", "line"]
"""What makes a date at the head of a report its own."""
_SIGNS = " \t:;,|-–—•*#([.…"
_PLACE = re.compile(r"\W*[^\W\d_a-z][^.!?\n]{0,70}?(?:,|\(|[-–—|/])\s*\Z")
_BEHIND_PLACE = re.compile(r"\s*(?:[-–—:|]|\)\s*(?:[-–—:|]|\Z|\n)|\([^)\n]{1,40}\)\s*[-–—:]|\Z|\n)")

_BEHIND_WIRE = re.compile(r"\s*(?:\)|\([^)\n]{1,40}\))\s*[-–—]")


def in_dateline(text: str, mark: Mark[Time]) -> bool:
    """Tell whether a date stands in the dateline of a sentence: "NIAMEY, Aug. 27 (Xinhua) -- "."""
    return bool(_PLACE.match(text[: mark.start]) and _BEHIND_WIRE.match(text, mark.end))


def _is_full(time: Time) -> bool:
    """Tell whether the words give whole days with their year."""
    return time.anchored and time.start is not None and time.end is not None and time.precision == "day"


def _cue(before: str, words: TimeWords) -> Head | None:
    """Return which kind of cue ("published", "period", ...) a text ends on."""
    before = before.rstrip(_SIGNS).casefold()
    for kind, cues in words.heads.items():
        if cues.search(before):
            return kind
    return None


def _headed(text: str, mark: Mark[Time], words: TimeWords) -> Headed | None:
    """Return what makes a date at the head of a report its own: a cue, a place before it, its own line."""
    left = text.rfind("\n", 0, mark.start) + 1
    right = text.find("\n", mark.end)
    right = len(text) if right < 0 else right
    before, after = text[left : mark.start], text[mark.end : right]
    cue = _cue(before[-60:], words)
    if cue:
        return cue
    short = len(before) + len(after) <= 100
    parted = not before.strip() or before.rstrip()[-1:] in _SIGNS
    if mark.value.relation == "as_of":
        return "as_of" if (short or parted) and not after.strip(" )].*|").strip() else None
    named = text[mark.start : mark.end]
    if named[:1].isalpha() and mark.value.relation in ("by", "since", "until", "before", "after"):
        return None
    if _PLACE.match(before) and _BEHIND_PLACE.match(text, mark.end):
        return "place"
    last = before.split()[-1:] or [""]
    if short and not last[0].islower() and (not before.strip() or not after.strip(" )].*|").strip()):
        return None if words.relations.get(named.split()[0].casefold()) == "in" else "line"
    return None


_RANK: dict[Headed | None, int] = {
    "as_of": 0,
    "period": 1,
    "published": 2,
    "place": 2,
    "line": 3,
    "updated": 4,
}


def dateline(text: str, *, language: str) -> Mark[Time] | None:
    """Return the date at the head of a report: "GENEVA (5 March 2019) –", "as of 31 May 2021", "Date: ...".

    Only days with their year count.  What the figures are of ("as of", "reporting period") wins over the
    day of publication, and that over a date on a line of its own.

    Returns
    -------
    Mark of Time or None
        The words of the date, with a range for a reporting period.
    """
    words = time_words(language)
    best: tuple[int, Mark[Time]] | None = None
    for mark in find_times(text[:HEAD], reference=None, language=language):
        if _is_full(mark.value):
            rank = _RANK.get(_headed(text, mark, words))
            if rank is not None and (best is None or rank < best[0]):
                best = rank, mark
    return best[1] if best else None


def infer_published(text: str, *, language: str) -> tuple[dt.date, int, int] | None:
    """Infer from the text alone the day it was published.

    A published line, then an updated line, then a dateline, then the latest full date of the body that
    is not ahead of the text; if the lead names a weekday ("on Friday"), the next such day on or after it.

    Returns
    -------
    tuple of date, int and int, or None
        The day and the span of the date it rests on; ``None`` when no full date is there.
    """
    words = time_words(language)
    marks = find_times(text, reference=None, language=language)
    full = [mark for mark in marks if _is_full(mark.value) and mark.value.end is not None]
    kinds: tuple[Head, ...] = ("published", "updated")
    for kind in kinds:
        for mark in full:
            if mark.value.end and _cue(text[max(0, mark.start - 60) : mark.start], words) == kind:
                return mark.value.end, mark.start, mark.end
    head = dateline(text, language=language)
    if head is not None and head.value.end is not None:
        return head.value.end, head.start, head.end
    return _from_body(text, marks, words)


def _sentence(text: str, at: int) -> str:
    """Return what stands before a place in its sentence, not far back."""
    return re.split(r"[.!?]\s|\n", text[max(0, at - 80) : at])[-1]


def _from_body(text: str, marks: list[Mark[Time]], words: TimeWords) -> tuple[dt.date, int, int] | None:
    """Return the latest full date, moved on to the weekday of the lead."""
    best = _latest(text, marks, words)
    if best is None:
        return None
    anchor, start, end = best
    for mark in marks:
        time = mark.value
        later = time.anchored and time.start is not None and time.start.year > anchor.year
        if later and time.relation != "by" and not words.ahead.search(_sentence(text, mark.start)):
            return None  # the text speaks of later years: its full date is history
    weekday = _lead_weekday(text, marks, words)
    if weekday is not None:
        return shift(anchor, (weekday - anchor.weekday()) % 7), start, end
    return best


def _latest(text: str, marks: list[Mark[Time]], words: TimeWords) -> tuple[dt.date, int, int] | None:
    """Return the latest full date that is not ahead of the text."""
    best: tuple[dt.date, int, int] | None = None
    for mark in marks:
        time = mark.value
        if not _is_full(time) or time.end is None or time.relation in ("by", "until", "before"):
            continue
        if not words.ahead.search(_sentence(text, mark.start)) and (best is None or time.end > best[0]):
            best = time.end, mark.start, mark.end
    return best


def _lead_weekday(text: str, marks: list[Mark[Time]], words: TimeWords) -> int | None:
    """Return the weekday the lead names: "on Friday", and not "last Friday"."""
    for mark in marks:
        if mark.start > LEAD:
            break
        named = text[mark.start : mark.end].casefold().split()
        if mark.value.anchored or mark.value.relation != "in" or not words.turns.keys().isdisjoint(named):
            continue
        days = [words.weekdays[word] for word in named if word in words.weekdays]
        if days:
            return days[0]
    return None
