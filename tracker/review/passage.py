"""A claim in the report's own text: its words marked, what gave its day, place and speaker underlined, the rest pale.

In: a report, a claim and what else stands near.  Out: paragraphs of pieces, each with what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker import lexicon
from tracker.vocabulary import Report

WHOLE = 12_000
"""Characters up to which a report is shown whole."""
AROUND = 4_000
MARKED = 1_500
"""Characters around a claim in which days, places and names can be clicked."""
_PARAGRAPH = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text and what it is: quote, day, place, who, other, number; or what a click on it gives."""

    start: int
    end: int
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph in which nothing begins or ends."""

    text: str
    start: int
    kinds: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is shown of a report: paragraphs, and whether something stands before and after."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    before: bool = False
    after: bool = False


def passage(report: Report, at: int, spans: Sequence[Span], *, whole: bool = False) -> Passage:
    """Return the text around an offset in pieces.

    Parameters
    ----------
    report, at
        The report, and where the claim stands.
    spans
        What is marked; spans may overlap.
    whole
        Show all of a long report.
    """
    text = report.text
    first, last = 0, len(text)
    if len(text) > WHOLE and not whole:
        first = text.rfind("\n\n", 0, max(0, at - AROUND)) + 1 if at > AROUND else 0
        last = text.find("\n\n", at + AROUND)
        last = len(text) if last < 0 else last
        first, last = max(first, at - 3 * AROUND), min(last, at + 3 * AROUND)
    return Passage(
        tuple(tuple(_pieces(text, start, end, spans)) for start, end in _paragraphs(text, first, last)),
        first > 0,
        last < len(text),
    )


def _paragraphs(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for hit in _PARAGRAPH.finditer(text, first, last):
        if text[start : hit.start()].strip():
            yield start, hit.start()
        start = hit.end()
    if text[start:last].strip():
        yield start, last


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """Yield a paragraph in pieces."""
    here = [span for span in spans if span.start < end and start < span.end and span.start < span.end]
    edges = sorted(
        {start, end, *(min(max(edge, start), end) for span in here for edge in (span.start, span.end))}
    )
    for a, b in pairwise(edges):
        over = [span for span in here if span.start <= a and b <= span.end]
        kinds = tuple(dict.fromkeys(span.kind for span in over))
        yield Piece(text[a:b], a, kinds, {span.kind: span.value for span in over if span.value})


def near(text: str, words: str | None, start: int, end: int) -> tuple[int, int] | None:
    """Return where words stand that are nearest to a span, whatever the blanks between them."""
    tokens = (words or "").split()
    if not tokens:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, tokens)), re.IGNORECASE)
    low, high = max(0, start - 4 * AROUND), end + 4 * AROUND
    best: tuple[int, int, int] | None = None
    for hit in pattern.finditer(text, low, high):
        away = max(hit.start() - end, start - hit.end(), 0)
        if best is None or away < best[0]:
            best = (away, hit.start(), hit.end())
    return None if best is None else best[1:]


def clickable(report: Report, at: int) -> Iterator[Span]:
    """Yield the days, places and speakers that stand around an offset, with what a click on them gives."""
    language = report.language
    if language not in lexicon.languages():
        return
    from tracker.marks.places import find_places
    from tracker.marks.speakers import find_speakers
    from tracker.marks.times import find_times

    first = report.text.rfind("\n", 0, max(0, at - MARKED)) + 1
    last = report.text.find("\n", at + MARKED)
    text = report.text[first : last if last > 0 else len(report.text)]
    for time in find_times(text, reference=report.published, language=language):
        days = (time.value.start or time.value.end, time.value.end)
        if days[1] is not None:
            yield Span(first + time.start, first + time.end, "a-day", f"{days[0]} to {days[1]}")
    for place in find_places(text, country=report.country_iso3, language=language):
        if place.value.place_id is not None or place.value.level is None:
            value = f"{place.value.name}|{place.value.place_id or ''}|{place.value.iso3 or ''}"
            yield Span(first + place.start, first + place.end, "a-place", value)
    for speaker in find_speakers(text, language=language, iso3=report.country_iso3):
        yield Span(first + speaker.start, first + speaker.end, "a-who", speaker.value.name)


def page_of(report: Report, start: int) -> int | None:
    """Return the page of a PDF that an offset stands on."""
    return bisect_right(report.pages, start) if report.pages else None


def ordered(spans: Iterable[Span]) -> list[Span]:
    """Return spans in the order of the text."""
    return sorted(spans, key=lambda span: (span.start, -span.end))
