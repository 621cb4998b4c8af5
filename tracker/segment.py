"""Cut a report into the stretches that are read as one: sentences, bullets, table cells.

Offsets are kept: ``report.text[s.start : s.start + len(s.text)] == s.text`` for every segment.  Headings
are context for what follows them; they are read only where they hold a number themselves.

In: Report.  Out: Segments, in reading order.
Words: lexicon/<language>/segment.toml
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from tracker import lexicon
from tracker.vocabulary import Report, Segment, SegmentKind

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-*•·‣▪●○◦–—✓➢]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
_HEADING = re.compile(r"\s*(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s*[|:\-=_*\s+]{3,}$")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?:\d{1,2})?(?=\s)|[.!?](?=[A-Z][a-z])|[。؟]")
_CREDIT = re.compile(r"\s*(?:\([^()\n]{2,90}\)\s*)+(?=$|[\"“‘]?[A-Z0-9])")
_ITEM = re.compile(r"\s*(?:\d[\d., ]*\s+\w|[^:\n]{2,60}:\s*[\d+~])")
_DATED = re.compile(
    r"(?:\b(?:as of|as at|since|from|to)\s+)?\b\d{1,2}\s+[A-Z][a-z]+(?:\s+\d{4})?"
    r"|\b(?:19|20)\d\d\b|\b[Nn]o\.?\s*\d+"
)
_WRAPPED_LINE = 36  # a block whose longest line is shorter is a list, not wrapped text
_HEADING_WORDS = 12
_LONGEST = 1_200  # characters of one sentence


@cache
def _abbreviations(language: str) -> frozenset[str]:
    """Return the words whose full stop ends no sentence."""
    return frozenset(lexicon.load(language, "segment")["abbreviations"])


def _paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each block: bullet, row, heading or plain text."""
    block: list[tuple[int, int]] = []

    def flush() -> Iterator[tuple[int, int, str]]:
        if block:
            yield block[0][0], block[-1][1], "text"
            block.clear()

    last_end = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        words = line.group()
        gap = text.count("\n", last_end, start) > 1
        last_end = end
        if not words.strip():
            yield from flush()
            continue
        if words.count("|") >= 2 or ("\t" in words.strip() and words.count("\t") >= 2):
            yield from flush()
            yield start, end, "row"
            continue
        if _HEADING.match(words):
            yield from flush()
            yield start, end, "heading"
            continue
        bullet = _BULLET.match(words)
        if bullet and not (block and not gap and _goes_on(text[block[-1][0] : block[-1][1]])):
            yield from flush()
            block.append((start, end))
            continue
        if block and not gap:
            before = text[block[-1][0] : block[-1][1]]
            longest = max(b - a for a, b in block)
            full = longest >= _WRAPPED_LINE and len(before.strip()) >= 0.6 * longest
            listed = (
                _ITEM.match(before) is not None and not _goes_on(before) and not words.lstrip()[:1].islower()
            )
            wraps = not _ENDS.search(before) and not listed and (words.lstrip()[:1].islower() or full)
            if not wraps:
                yield from flush()
        elif gap:
            yield from flush()
        block.append((start, end))
    yield from flush()


def _goes_on(line: str) -> bool:
    """Tell a line that is cut in the middle: the next cannot be a bullet, whatever it starts with."""
    return bool(re.search(r"(?:,|\b(?:and|or|of|the|than|to|in|at|with|by|from|least|about))\s*$", line))


def _sentences(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a paragraph."""
    abbreviations = _abbreviations(language)
    begin = start
    position = start
    while True:
        stop = _STOP.search(text, position, end)
        if stop is None:
            break
        position = stop.end()
        dot = stop.start()
        if text[dot] == ".":
            word = re.search(r"[\w.’'-]*$", text[max(begin, dot - 24) : dot])
            before = word.group().lower() if word else ""
            single = len(before) == 1 and before.isalpha() and text[dot - 1].isupper()
            if before in abbreviations or single or re.fullmatch(r"(?:[a-z]\.)+[a-z]", before):
                continue
            if before in ("no", "fig", "art") and re.match(r"\.\s*\d", text[dot : dot + 4]):
                continue
        following = text[position:end].lstrip()
        if following[:1].islower() or (stop.end() == dot + 1 and text[dot] == "." and following[:1] == ","):
            continue
        credit = _CREDIT.match(text, position, end)
        if credit:
            position = credit.end()
        yield begin, position
        begin = position
    if begin < end:
        yield begin, end


def _bounded(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans, an endless one cut at a comma or space: no grammar needs so much at once."""
    for start, end in spans:
        while end - start > _LONGEST:
            cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ("; ", ", ", " "))
            cut = cut + 1 if cut > start else start + _LONGEST
            yield start, cut
            start = cut
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_heading(words: str, language: str) -> bool:
    """Tell a short line without a full stop and without a number but a date: a heading, not a statement."""
    return (
        len(words.split()) <= _HEADING_WORDS
        and not re.search(r"[.!?;,…][\"'”’»)\]]*$", words)
        and not any(letter.isdigit() for letter in _DATED.sub("", words))
    )


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
    heading: str | None = None
    header: list[str] | None = None
    for number, (start, end, kind) in enumerate(_paragraphs(text)):
        if kind == "row":
            line = text[start:end]
            if _RULE.fullmatch(line):
                continue
            cells = list(_cells(text, start, end))
            if header is None:
                header = [text[a:b] for a, b in cells]
                if any(any(letter.isdigit() for letter in _DATED.sub("", cell)) for cell in header):
                    header = [""] * len(cells)
                else:
                    continue
            row = text[cells[0][0] : cells[0][1]] if cells else ""
            for index, (a, b) in enumerate(cells):
                if a < b:
                    column = header[index] if index < len(header) else None
                    yield Segment(
                        text=text[a:b],
                        start=a,
                        kind="cell",
                        language=language,
                        paragraph=number,
                        heading=heading,
                        row=row if index else None,
                        column=column or None,
                    )
            continue
        header = None
        start, end = _trim(text, start, end)
        words = text[start:end]
        if kind == "heading":
            shown = _HEADING.match(words)
            heading = shown.group(2) if shown else words
            continue
        if " ".join(words.split()).casefold() == title:
            continue
        bullet = _BULLET.match(text, start, end)
        if bullet:
            start = bullet.end()
            words = text[start:end]
        elif _is_heading(words, language):
            heading = words
            continue
        role: SegmentKind = "bullet" if bullet else "sentence"
        if worth is not None and not bullet and not worth(words):
            yield Segment(
                text=words, start=start, kind=role, language=language, paragraph=number, heading=heading
            )
            continue
        for a, b in _bounded(text, _sentences(text, start, end, language)):
            a, b = _trim(text, a, b)
            if a < b:
                yield Segment(
                    text=text[a:b], start=a, kind=role, language=language, paragraph=number, heading=heading
                )


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the trimmed spans of the cells of a table row."""
    separator = "|" if text.count("|", start, end) >= 2 else "\t"
    a = start
    first = True
    while a <= end:
        b = text.find(separator, a, end)
        b = end if b < 0 else b
        span = _trim(text, a, b)
        outer = (first or b == end) and span[0] == span[1]
        if not outer:
            yield span
        first = False
        a = b + 1
