"""The times that stand over a claim: in its row and column, its headings, the head of its section, the title.

In: a claim, and what the sentences so far tell of time.  Out: When, for the contest of times.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from tracker.claims.fill import rows
from tracker.claims.fill.periods import When
from tracker.claims.fill.rule import Rule
from tracker.claims.fill.told import Asked
from tracker.marks.times import find_times
from tracker.vocabulary import Mark, Time

_LABEL = 8  # words of a figure with its label
_LISTED = ("cell", "bullet", "label")
_WINDOWS = frozenset({"as_of", "between", "during", "by", "since"})


def of_row(asked: Asked) -> When | None:
    """Take the days that the row of a table cell names in columns of their own."""
    draft, segment = asked.draft, asked.draft.sentence.segment
    if segment.facts is None:
        return None
    words = segment.column or ""
    marks = find_times(words, reference=asked.context.reference, language=segment.language) if words else []
    told = rows.time_of(draft, [mark.value for mark in marks])
    return When(*told, words="") if told is not None else None


def _head_times(asked: Asked) -> Iterator[tuple[Time, str]]:
    """Yield the times of the row, column and headings over a claim."""
    draft, reference = asked.draft, asked.context.reference
    segment = draft.sentence.segment
    listed = segment.kind in _LISTED
    prose = not listed and len(draft.sentence.words) > _LABEL
    for words in filter(
        None, (segment.row, segment.column, segment.heading) if listed else (segment.heading,)
    ):
        for mark in find_times(words, reference=reference, language=segment.language):
            # a dateline over a text dates no figure
            if not (prose and mark.value.relation == "in" and mark.value.end == reference):
                yield mark.value, words[mark.start : mark.end]


def over(asked: Asked) -> Iterator[Time]:
    """Yield the cut-offs and windows over a claim."""
    yield from (time for time, _ in _head_times(asked) if time.relation in _WINDOWS)
    known = asked.told.cut_off() if SECTION.name not in asked.context.without else None
    if known is not None:
        yield known.time


def of_heads(asked: Asked) -> When | None:
    """Take the time of a table cell or bullet from its row, column or heading ("as of 20 February")."""
    found = list(_head_times(asked))
    if not found:
        return None
    times = [time for time, _ in found]
    flow = asked.draft.measure == "flow"
    since = next((time for time in times if time.relation == "since"), None) if flow else None
    time = next((time for time in times if time is not since), None)
    return When(time or since, since if time is not None else None, found[0][1])


def _of_section(asked: Asked) -> When | None:
    """Take the day that the first sentence of the section gives for its figures ("As of 9 October, ...")."""
    known = asked.told.cut_off()
    return When(known.time, None, known.words) if known is not None else None


SECTION: Rule[Asked, When] = Rule(
    "cut-off of the section", _of_section, "As of 1 March, losses are heavy. The storm killed {40} people."
)


@lru_cache(maxsize=16)
def _title_times(title: str, reference: dt.date | None, language: str) -> tuple[Mark[Time], ...]:
    """Return the times of a title, asked for by each claim of its report."""
    return tuple(find_times(title, reference=reference, language=language))


def of_title(asked: Asked) -> When | None:
    """Take the window or cut-off that the title of the report gives."""
    title, language = asked.context.title, asked.draft.sentence.segment.language
    if not title or asked.draft.hypothetical:
        return None
    for mark in _title_times(title, asked.context.reference, language):
        time = mark.value
        if time.relation == "as_of" and time.end == asked.context.reference:
            if not any(map(str.isdigit, title[mark.start : mark.end])):
                continue  # "still"
        spans = time.start is not None and time.end is not None and time.start < time.end
        if time.relation == "as_of" or (
            spans and (time.precision == "day" or asked.draft.measure == "stock")
        ):
            return When(time, None, title[mark.start : mark.end])
    return None
