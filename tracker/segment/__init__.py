"""Cut a report into the stretches that are read as one: sentences, bullets, table cells.

Offsets are kept: ``report.text[s.start : s.start + len(s.text)] == s.text`` for every segment.  Headings
are context for what follows them; they are read only where they hold a number themselves.

In: Report.  Out: Segments, in reading order.
Words: lexicon/<language>/segment.toml
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tracker.segment.aligned import aligned
from tracker.segment.blocks import (
    BULLET,
    HEADING,
    RULE,
    blocks,
    bounded,
    is_heading,
    leads_in,
    sentences,
    trim,
)
from tracker.segment.tables import Cell, Span, cells, is_header, undated
from tracker.vocabulary import Report, Segment, SegmentKind

__all__ = ["segments"]

_HEADINGS = 3  # that hold together


def segments(report: Report, *, worth: Callable[[str], bool] | None = None) -> Iterator[Segment]:
    """Cut a report into segments.

    Parameters
    ----------
    report
        Its text is taken as it stands; Markdown marks, bullets and table bars are known.
    worth
        Whether a paragraph is worth cutting into sentences; one that is not comes as one segment.

    Yields
    ------
    Segment
        Sentences and bullets with the heading above them; table cells with the headers of their row and
        column.  The report's title, where the text repeats it, is left out.
    """
    text, language = report.text, report.language
    title = " ".join((report.title or "").split()).casefold()
    tables = {table.start: table for table in aligned(text)}
    heading: str | None = None
    lead: str | None = None
    fresh = False  # whether nothing but headings has come since the last heading
    rows: list[tuple[int, list[Span]]] = []

    def within(found: Iterable[Cell], numbers: list[int]) -> Iterator[Segment]:
        for cell in found:
            yield Segment(
                text=text[cell.start : cell.end],
                start=cell.start,
                kind="cell",
                language=language,
                paragraph=numbers[min(cell.line, len(numbers) - 1)],
                heading=_joined(lead, heading),
                row=cell.row,
                column=cell.column,
            )

    def flush() -> Iterator[Segment]:
        if rows:
            yield from within(cells(text, [row for _, row in rows]), [number for number, _ in rows])
            rows.clear()

    cut = {table.start: table.end for table in tables.values()}
    last_end = 0
    for number, (start, end, kind) in enumerate(blocks(text, cut, language)):
        if kind == "row":
            gap = text.count("\n", last_end, start) > 1
            last_end = end
            if RULE.fullmatch(text, start, end):
                below = len(rows) > 1 and not is_header(text, rows[-2][1])
                if below and is_header(text, rows[-1][1]):  # a rule under words heads a new table
                    *before, head = rows
                    rows[:] = before
                    yield from flush()
                    rows.append(head)
                continue
            spans = list(_cells(text, start, end))
            if rows and gap and is_header(text, spans):
                yield from flush()
            rows.append((number, spans))
            continue
        if rows:
            yield from flush()
            fresh = False
        if start in tables:
            yield from within(tables[start].cells, [number])
            lead, fresh = None, False
            continue
        start, end = trim(text, start, end)
        words = text[start:end]
        if kind == "heading":
            shown = HEADING.match(words)
            heading = _joined(shown.group(2) if shown else words, heading if fresh else None)
            lead, fresh = None, True
            continue
        if title.startswith(words[:1].casefold()) and " ".join(words.split()).casefold() == title:
            continue
        bullet = BULLET.match(text, start, end)
        if bullet:
            start = bullet.end()
            words = text[start:end]
        elif is_heading(words):
            heading = _joined(words, heading if fresh else None)
            lead, fresh = None, True
            continue
        fresh = False
        role: SegmentKind = "bullet" if bullet else "sentence"
        above = _joined(lead, heading) if bullet else heading
        if worth is not None and not bullet and not worth(words):
            yield Segment(
                text=words, start=start, kind=role, language=language, paragraph=number, heading=above
            )
        else:
            for a, b in bounded(text, sentences(text, start, end, language)):
                a, b = trim(text, a, b)
                if a < b:
                    yield Segment(
                        text=text[a:b], start=a, kind=role, language=language, paragraph=number, heading=above
                    )
        if not bullet:
            lead = leads_in(words)
    yield from flush()


def _joined(near: str | None, far: str | None) -> str | None:
    """Return headings that hold together, one a line, the nearest first.

    A line that is a date alone is the day of the report: it says nothing of the headings below it.
    """
    lines = [" ".join(near.split())] if near else []
    above = [line for line in far.split("\n") if any(map(str.isalnum, undated(line)))] if far else []
    lines += above[: _HEADINGS - len(lines)]
    return "\n".join(lines) or None


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the trimmed spans of the cells of a table row."""
    separator = "|" if text.count("|", start, end) >= 2 else "\t"
    a = start
    first = True
    while a <= end:
        b = text.find(separator, a, end)
        b = end if b < 0 else b
        span = trim(text, a, b)
        outer = (first or b == end) and span[0] == span[1]
        if not outer:
            yield span
        first = False
        a = b + 1
