"""Cut a report into the stretches that are read as one: sentences, bullets, table cells.

Offsets are kept: ``report.text[s.start : s.start + len(s.text)]`` are the words of every segment, a line's end
within a sentence a blank.  Headings
are context for what follows them; they are read only where they hold a number themselves.

In: Report.  Out: Segments, in reading order.
Words: lexicon/<language>/segment.toml
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tracker.read.printed import ISSUED, masthead
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
from tracker.segment.table_grid import Span
from tracker.segment.tables import Cell, cells, is_header
from tracker.segment.words import SegmentWords, segment_words
from tracker.vocabulary import Report, Segment, SegmentKind

__all__ = ["segments"]

_HEADINGS = 3  # that hold together
_HEAD_LINE = 150  # characters; a longer paragraph is no line of the head
_OWNERS = 6  # words of who wrote, in a line that dates the report
_JOINS = 3  # letters of a small word within a name ("of", "for", "and")


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
    lex = segment_words(report.language)
    tables = {table.start: table for table in aligned(report.text, report.language, lex)}
    cutter = _Cutter(report, lex, worth)
    cut = {table.start: table.end for table in tables.values()}
    for number, (start, end, kind) in enumerate(blocks(report.text, cut, lex)):
        if kind == "row":
            yield from cutter.row(number, start, end)
            continue
        yield from cutter.close_table()
        if start in tables:
            yield from cutter.table(tables[start].cells, number)
        elif kind == "heading":
            cutter.marked_heading(*trim(report.text, start, end))
        else:
            yield from cutter.paragraph(number, *trim(report.text, start, end))
    yield from cutter.close_table()


class _Cutter:
    """A report on its way through: the headings met, what leads into a list, the rows of an open table."""

    def __init__(self, report: Report, lex: SegmentWords, worth: Callable[[str], bool] | None) -> None:
        self.text, self.language, self.lex, self.worth = report.text, report.language, lex, worth
        self.title = " ".join((report.title or "").split()).casefold()
        self.published = report.published
        self.head = True  # whether nothing but the head of the report has come
        self.heading: str | None = None
        self.lead: str | None = None
        self.fresh = False  # whether nothing but headings has come since the last heading
        self.rows: list[tuple[int, list[Span]]] = []
        self.last_row = 0

    def row(self, number: int, start: int, end: int) -> Iterator[Segment]:
        """Take a row of a table that bars or tabs part; a new head closes the table before it."""
        gap = self.text.count("\n", self.last_row, start) > 1
        self.last_row = end
        if RULE.fullmatch(self.text, start, end):
            yield from self._rule()
            return
        spans = list(_cells(self.text, start, end))
        if self.rows and gap and is_header(self.text, spans, self.lex):
            yield from self.close_table()
        self.rows.append((number, spans))

    def _rule(self) -> Iterator[Segment]:
        """Take a rule: under words it heads a new table."""
        rows = self.rows
        figures = any(self.lex.counts(self.text[a:b]) for _, row in rows[:-1] for a, b in row)
        below = figures and not is_header(self.text, rows[-2][1], self.lex)  # titles alone are this table's
        if below and is_header(self.text, rows[-1][1], self.lex):
            head = rows.pop()
            yield from self._close()
            rows.append(head)

    def close_table(self) -> Iterator[Segment]:
        """Yield the cells of the table whose rows have been taken, if there is one."""
        if self.rows:
            yield from self._close()
            self.fresh = False

    def _close(self) -> Iterator[Segment]:
        spans = cells(self.text, [row for _, row in self.rows], self.language, self.lex)
        yield from self._filled(spans, [number for number, _ in self.rows])
        self.rows.clear()

    def table(self, found: Iterable[Cell], number: int) -> Iterator[Segment]:
        """Yield the cells of a table that is one block."""
        yield from self._filled(found, [number])
        self.lead, self.fresh = None, False

    def _filled(self, found: Iterable[Cell], numbers: list[int]) -> Iterator[Segment]:
        above = _joined(self.lead, self.heading, self.lex)
        titled: tuple[str, ...] = ()
        heading = above
        for cell in found:
            if cell.titles != titled:
                titled, heading = cell.titles, above
                for title in reversed(titled):
                    heading = _joined(title, heading, self.lex)
            for start, end in bounded(self.text, iter([(cell.start, cell.end)])):
                yield Segment(
                    text=self.text[start:end],
                    start=start,
                    kind="cell",
                    language=self.language,
                    paragraph=numbers[min(cell.line, len(numbers) - 1)],
                    heading=heading,
                    row=cell.row,
                    column=cell.column,
                    facts=cell.facts,
                )

    def marked_heading(self, start: int, end: int) -> None:
        """Take a heading that its marks show: "## Displacement"."""
        words = self.text[start:end]
        shown = HEADING.match(words)
        words = shown.group(2) if shown else words
        if not (self.head and self._is_title(words)):
            self._head(words)

    def _is_title(self, words: str) -> bool:
        """Tell the report's own title, which the text repeats."""
        return bool(self.title) and " ".join(words.split()).casefold() == self.title

    def _head(self, words: str) -> None:
        if self.head and self._of_report(words):  # the day at the head dates the report, no event
            if self.title and self._is_masthead(words):
                return
            words = self.lex.undated(words)
        self.heading = _joined(words, self.heading if self.fresh else None, self.lex)
        self.lead, self.fresh = None, True

    def paragraph(self, number: int, start: int, end: int) -> Iterator[Segment]:
        """Yield the sentences of a paragraph or bullet; one that heads what follows gives none."""
        text, words = self.text, self.text[start:end]
        if self.title.startswith(words[:1].casefold()) and self._is_title(words):
            return
        if self.head and (cut := self._cut(words)):
            yield from self.paragraph(number, *trim(text, start, start + cut))
            yield from self.paragraph(number, *trim(text, start + cut, end))
            return
        bullet = BULLET.match(text, start, end)
        if bullet is None and is_heading(words, self.lex):
            self._head(words)
            return
        if bullet:
            start = bullet.end()
            words = text[start:end]
        self.fresh = False
        self.head = self.head and len(words) <= _HEAD_LINE
        role: SegmentKind = "bullet" if bullet else "sentence"
        above = _joined(self.lead, self.heading, self.lex) if bullet else self.heading
        whole = self.worth is not None and not bullet and not self.worth(words)
        spans = iter([(start, end)]) if whole else bounded(text, sentences(text, start, end, self.lex))
        for a, b in spans if whole else (trim(text, *span) for span in spans):
            if whole or a < b:
                yield Segment(
                    text=text[a:b].replace("\n", " "),
                    start=a,
                    kind=role,
                    language=self.language,
                    paragraph=number,
                    heading=above,
                )
        if not bullet:
            self.lead = leads_in(words, self.lex)

    def _of_report(self, words: str) -> bool:
        """Tell a line of the head that names the day of the report and no other."""
        days = {one.date.day for one in masthead(words)} if self.published is not None else set()
        return days == {self.published}

    def _is_masthead(self, words: str) -> bool:
        """Tell a dated line that says who wrote or when it came out, and heads nothing ("Council, 3 May 2024")."""
        if any(one.why in ISSUED for one in masthead(words)):
            return True
        rest = self.lex.undated(words).split()
        return len(rest) <= _OWNERS and not any(word[:1].islower() and len(word) > _JOINS for word in rest)

    def _cut(self, words: str) -> int:
        """Return where a line of the head that names the report's day is to be parted from the lines beside it."""
        at = 0
        lines = words.splitlines(keepends=True)
        for line in lines if len(lines) > 1 else ():
            if self._of_report(line) or self._is_title(line):
                return at or len(line)
            at += len(line)
        return 0


def _joined(near: str | None, far: str | None, lex: SegmentWords) -> str | None:
    """Return headings that hold together, one a line, the nearest first.

    A line that is a date alone is the day of the report: it says nothing of the headings below it.
    """
    lines = [" ".join(near.split())] if near else []
    above = [line for line in far.split("\n") if any(map(str.isalnum, lex.undated(line)))] if far else []
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
