"""Cut a report into blocks and sentences: what is a bullet, a row, a heading, a box of one figure.

In: text, a language's words.  Out: spans, in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from tracker.segment.boxes import figure_boxes
from tracker.segment.words import SegmentWords
from tracker.segment.wrapped import is_full, width

_LINE = re.compile(r"[^\n]+")
_CLOSED = re.compile(r"[.!?;,…][\"'”’»)\]]*$")
_CLOSING = frozenset(".!?;,…")
_WORD = re.compile(r"[\w.’'-]*$")
_AHEAD = re.compile(r"\s*(\S?)")
_LETTERED = re.compile(r"(?:[a-z]\.)+[a-z]")
_NUMBERED = re.compile(r"\.\s*\d")
_LISTS = frozenset({".", ")"})  # what makes a letter a bullet
BULLET = re.compile(r"\s*(?:[-*•·‣▪●○◦–—✓➢]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
HEADING = re.compile(r"\s*(#{1,6})\s+(.*?)\s*#*\s*$")
RULE = re.compile(r"\s*[|:\-=_*\s+]{3,}$")
_DASH = re.compile(r"\s*[-–—]\s+[a-z]")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?:\d{1,2})?(?=\s)|[.!?](?=[A-Z][a-z])|[。؟]")
_CREDIT = re.compile(r"\s*(?:\([^()\n]{2,90}\)\s*)+(?=$|[\"“‘]?[A-Z0-9])")
_ITEM = re.compile(r"\s*(?:\d[\d., ]*\s+\w|[^:\n]{2,60}:\s*[\d+~])")
_WRAPPED_LINE = 36  # a block whose longest line is shorter is a list, not wrapped text
_HEADING_WORDS = 12
_LEAD_WORDS = 40
_LONGEST = 1_200  # characters of one sentence


BlockKind = Literal["row", "heading", "text", "table"]
Block = tuple[int, int, BlockKind]


class _Lines:
    """The lines of one block of text on its way, and how long its longest is: that says whether one is full."""

    def __init__(self, text: str, lex: SegmentWords) -> None:
        self.text, self.lex = text, lex
        self.spans: list[tuple[int, int]] = []
        self.longest = 0
        self.broken_at = width(text)

    def add(self, start: int, end: int) -> None:
        self.longest = max(self.longest, end - start) if self.spans else end - start
        self.spans.append((start, end))

    def flush(self) -> Iterator[Block]:
        """Yield the block, and begin a new one."""
        if self.spans:
            yield self.spans[0][0], self.spans[-1][1], "text"
            self.spans.clear()

    def last(self) -> str:
        return self.text[slice(*self.spans[-1])]

    def cut(self) -> bool:
        """Tell a block cut in the middle of a line: the next cannot be a bullet, whatever it starts with."""
        return bool(self.spans) and self.lex.cut_short.search(self.last()) is not None

    def breaks_at_dash(self, words: str) -> bool:
        """Tell a line whose dash is no bullet: the one before was full, and its sentence goes on."""
        if not self.broken_at or not self.spans or not _DASH.match(words):
            return False
        before = self.last()
        return not _ENDS.search(before) and is_full(before, words, self.broken_at)

    def wraps_into(self, words: str) -> bool:
        """Tell whether the last line goes on in the next one."""
        before, small = self.last(), words.lstrip()[:1].islower()
        full = self.longest >= _WRAPPED_LINE and len(before.strip()) >= 0.6 * self.longest
        listed = _ITEM.match(before) is not None and not self.cut() and not small
        if self.broken_at and is_full(before, words, self.broken_at):
            return not before.rstrip().endswith(":") or len(words) >= 0.6 * self.broken_at
        return not _ENDS.search(before) and not listed and (small or full or self.cut())


def blocks(text: str, whole: Mapping[int, int], lex: SegmentWords) -> Iterator[Block]:
    """Yield start, end and kind of each block: row, heading or plain text.

    Parameters
    ----------
    text
        The report's text.
    whole
        Spans already cut, start to end (tables of aligned columns): each is one block, of kind "table".
    lex
        The words of the report's language.
    """
    whole = {**whole, **figure_boxes(text, lex)}
    tabled = "|" in text or "\t" in text
    block = _Lines(text, lex)
    last_end = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        if start < last_end:
            continue  # within a box or table
        gap = start not in whole and text.count("\n", last_end, start) > 1
        last_end = whole.get(start, end)
        kind, bulleted = ("table", False) if start in whole else _line_kind(line.group(), tabled=tabled)
        if kind != "text":
            yield from block.flush()
            if kind is not None:
                yield start, last_end, kind
            continue
        goes_on = block.spans and block.wraps_into(line.group())
        if bulleted and not block.cut() and not block.breaks_at_dash(line.group()):
            goes_on = False
        if gap or not goes_on:
            yield from block.flush()
        block.add(start, end)
    yield from block.flush()


def _line_kind(words: str, *, tabled: bool) -> tuple[BlockKind | None, bool]:
    """Return what one line is, ``None`` when it is empty, and whether a bullet opens it."""
    plain = words[0].isalpha() and words[1:2] not in _LISTS  # as most lines are
    if not plain and not words.strip():
        return None, False
    if tabled and (words.count("|") >= 2 or ("\t" in words.strip() and words.count("\t") >= 2)):
        return "row", False
    if not plain and HEADING.match(words):
        return "heading", False
    return "text", not plain and BULLET.match(words) is not None


def sentences(text: str, start: int, end: int, lex: SegmentWords) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a paragraph."""
    abbreviations = lex.file.abbreviations
    begin = start
    position = start
    while stop := _STOP.search(text, position, end):
        dot, position = stop.span()
        if text[dot] == ".":
            before = _word_before(text, begin, dot)
            single = len(before) == 1 and before.isalpha() and text[dot - 1].isupper()
            if before in abbreviations or single or ("." in before and _LETTERED.fullmatch(before)):
                continue
            if before in lex.file.number_signs and _NUMBERED.match(text[dot : dot + 4]):
                continue
        ahead = _AHEAD.match(text, position, end)
        following = ahead[1] if ahead else ""
        if following.islower() or (position == dot + 1 and text[dot] == "." and following == ","):
            continue
        decimal = text[dot + 1 : dot + 2].isdigit() and text[dot - 1 : dot].isdigit()
        if decimal and following.isalpha() and not following.isupper():
            continue  # "6.2 million" in a script without capitals; a footnote's number stands before one
        if following == "(" and (credit := _CREDIT.match(text, position, end)):
            position = credit.end()
        yield begin, position
        begin = position
    if begin < end:
        yield begin, end


def _word_before(text: str, begin: int, dot: int) -> str:
    """Return the word that ends at a full stop, in small letters."""
    window = text[max(begin, dot - 24) : dot]
    word = window[window.rfind(" ") + 1 :]
    if not word.isalnum():
        found = _WORD.search(window)
        word = found.group() if found else ""
    return word.lower()


def bounded(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans, an endless one cut at a comma or space: no grammar needs so much at once."""
    for start, end in spans:
        while end - start > _LONGEST:
            cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ("; ", ", ", " "))
            cut = cut + 1 if cut > start else start + _LONGEST
            yield start, cut
            start = cut
        yield start, end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def is_heading(words: str, lex: SegmentWords) -> bool:
    """Tell a short line without a full stop and without a number but a date: a heading, not a statement."""
    return (
        words[-1:] not in _CLOSING
        and len(words.split()) <= _HEADING_WORDS
        and not _CLOSED.search(words)
        and not lex.numbered(words)
    )


def leads_in(words: str, lex: SegmentWords) -> str | None:
    """Return the sentence that leads into a list ("they were moved to:"), if a paragraph ends in one.

    One that holds a number itself speaks to the list as a claim, not as a heading.
    """
    if not words.endswith(":"):
        return None
    lead = words[max(words.rfind(mark) for mark in (". ", ".\n", "; ", "! ", "? ")) + 1 :].strip()
    if len(lead.split()) > _LEAD_WORDS or lex.numbered(lead):
        return None
    return lead
