"""Cut a report into blocks and sentences: what is a bullet, a row, a heading, a box of one figure.

In: text.  Out: spans, in reading order.
Words: lexicon/<language>/segment.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tracker import lexicon
from tracker.segment.boxes import figure_boxes
from tracker.segment.tables import undated

_LINE = re.compile(r"[^\n]+")
_CUT_SHORT = re.compile(r"(?:,|\b(?:and|or|of|the|than|to|in|at|with|by|from|least|about))\s*$")
_CLOSED = re.compile(r"[.!?;,…][\"'”’»)\]]*$")
_CLOSING = frozenset(".!?;,…")
_WORD = re.compile(r"[\w.’'-]*$")
_AHEAD = re.compile(r"\s*(\S?)")
_LETTERED = re.compile(r"(?:[a-z]\.)+[a-z]")
_NUMBERED = re.compile(r"\.\s*\d")
_NUMBER_SIGNS = frozenset({"no", "fig", "art"})
_LISTS = frozenset({".", ")"})  # what makes a letter a bullet
BULLET = re.compile(r"\s*(?:[-*•·‣▪●○◦–—✓➢]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
HEADING = re.compile(r"\s*(#{1,6})\s+(.*?)\s*#*\s*$")
RULE = re.compile(r"\s*[|:\-=_*\s+]{3,}$")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?:\d{1,2})?(?=\s)|[.!?](?=[A-Z][a-z])|[。؟]")
_CREDIT = re.compile(r"\s*(?:\([^()\n]{2,90}\)\s*)+(?=$|[\"“‘]?[A-Z0-9])")
_ITEM = re.compile(r"\s*(?:\d[\d., ]*\s+\w|[^:\n]{2,60}:\s*[\d+~])")
_WRAPPED_LINE = 36  # a block whose longest line is shorter is a list, not wrapped text
_HEADING_WORDS = 12
_LEAD_WORDS = 40
_LONGEST = 1_200  # characters of one sentence


@cache
def _abbreviations(language: str) -> frozenset[str]:
    """Return the words whose full stop ends no sentence."""
    return frozenset(lexicon.load(language, "segment")["abbreviations"])


def blocks(text: str, whole: Mapping[int, int], language: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each block: row, heading or plain text.

    Parameters
    ----------
    text, language
        The report's text.
    whole
        Spans already cut, start to end (tables of aligned columns): each is one block, of kind "table".
    """
    block: list[tuple[int, int]] = []

    def flush() -> Iterator[tuple[int, int, str]]:
        if block:
            yield block[0][0], block[-1][1], "text"
            block.clear()

    whole = {**whole, **figure_boxes(text, language)}
    tabled = "|" in text or "\t" in text
    last_end = longest = 0  # the longest line of the block, which says whether a line is full
    for line in _LINE.finditer(text):
        start, end = line.span()
        words = line.group()
        if start < last_end:
            continue  # within a box or table
        if start in whole:
            yield from flush()
            last_end = whole[start]
            yield start, last_end, "table"
            continue
        gap = text.count("\n", last_end, start) > 1
        last_end = end
        plain = words[0].isalpha() and words[1:2] not in _LISTS  # as most lines are
        if not plain and not words.strip():
            yield from flush()
            continue
        if tabled and (words.count("|") >= 2 or ("\t" in words.strip() and words.count("\t") >= 2)):
            yield from flush()
            yield start, end, "row"
            continue
        if not plain and HEADING.match(words):
            yield from flush()
            yield start, end, "heading"
            continue
        bullet = None if plain else BULLET.match(words)
        if bullet and not (block and not gap and _goes_on(text[block[-1][0] : block[-1][1]])):
            yield from flush()
            block.append((start, end))
            longest = end - start
            continue
        if block and not gap:
            before = text[block[-1][0] : block[-1][1]]
            full = longest >= _WRAPPED_LINE and len(before.strip()) >= 0.6 * longest
            listed = (
                _ITEM.match(before) is not None and not _goes_on(before) and not words.lstrip()[:1].islower()
            )
            wraps = not _ENDS.search(before) and not listed and (words.lstrip()[:1].islower() or full)
            if not wraps:
                yield from flush()
        elif gap:
            yield from flush()
        longest = max(longest, end - start) if block else end - start
        block.append((start, end))
    yield from flush()


def _goes_on(line: str) -> bool:
    """Tell a line that is cut in the middle: the next cannot be a bullet, whatever it starts with."""
    return _CUT_SHORT.search(line) is not None


def sentences(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a paragraph."""
    abbreviations = _abbreviations(language)
    begin = start
    position = start
    while stop := _STOP.search(text, position, end):
        dot, position = stop.span()
        if text[dot] == ".":
            before = _word_before(text, begin, dot)
            single = len(before) == 1 and before.isalpha() and text[dot - 1].isupper()
            if before in abbreviations or single or ("." in before and _LETTERED.fullmatch(before)):
                continue
            if before in _NUMBER_SIGNS and _NUMBERED.match(text[dot : dot + 4]):
                continue
        ahead = _AHEAD.match(text, position, end)
        following = ahead[1] if ahead else ""
        if following.islower() or (position == dot + 1 and text[dot] == "." and following == ","):
            continue
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


def is_heading(words: str) -> bool:
    """Tell a short line without a full stop and without a number but a date: a heading, not a statement."""
    return (
        words[-1:] not in _CLOSING
        and len(words.split()) <= _HEADING_WORDS
        and not _CLOSED.search(words)
        and not any(letter.isdigit() for letter in undated(words))
    )


def leads_in(words: str) -> str | None:
    """Return the sentence that leads into a list ("they were moved to:"), if a paragraph ends in one.

    One that holds a number itself speaks to the list as a claim, not as a heading.
    """
    if not words.endswith(":"):
        return None
    lead = words[max(words.rfind(mark) for mark in (". ", ".\n", "; ", "! ", "? ")) + 1 :].strip()
    if len(lead.split()) > _LEAD_WORDS or any(letter.isdigit() for letter in undated(lead)):
        return None
    return lead
