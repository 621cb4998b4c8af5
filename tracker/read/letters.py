"""Letters of a PDF page to words with their boxes.

Arabic and Hebrew letters are ordered by where they stand, right to left, whatever order the file has them in.
The raised marks of footnotes are left out: "58,000" with a small 1 is not 580,001.

In: a page.  Out: Items, one a word.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from ctypes import byref
from typing import Any

from tracker.read.columns import Item, is_rtl
from tracker.read.decode import newlines
from tracker.read.drawn import Rules

SOFT_HYPHENS = "\x02\ufffe\u00ad"
ABOVE, BELOW = 0.95, 0.22  # how far letters reach above and below their line, in font sizes
MARKS = "0123456789*†‡§,"


def words_of(page: Any, rules: Rules) -> Iterator[Item]:
    """Yield the words of a page; a line drawn between two cells parts the words in them."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    handle = textpage.raw
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    held: list[str] = []
    rtl: list[Item] = []
    x0 = y0 = x1 = size = 0.0
    first = 0

    def word() -> Item:
        bold = _is_bold(raw, handle, first)
        return Item(x0, y0 - BELOW * size, x1, y0 + ABOVE * size, newlines("".join(held)), size, bold)

    for place in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, place)
        letter = chr(code) if code < 0x110000 else "\ufffd"
        if letter in SOFT_HYPHENS:
            letter = "\u00ad"
        made_up = letter != "\u00ad" and raw.FPDFText_IsGenerated(handle, place) == 1
        if made_up or letter < " " or letter.isspace():
            if held:
                yield word()
                held = []
            continue
        raw.FPDFText_GetLooseCharBox(handle, place, byref(box))
        raw.FPDFText_GetCharOrigin(handle, place, byref(origin_x), byref(origin_y))
        raw.FPDFText_GetMatrix(handle, place, byref(matrix))
        tall = raw.FPDFText_GetFontSize(handle, place) * math.hypot(matrix.c, matrix.d) or 1.0
        left, right, base = box.left, box.right, origin_y.value
        if is_rtl(letter):
            if held:
                yield word()
                held = []
            plain = unicodedata.normalize("NFKC", letter)
            rtl.append(Item(left, base, right, base + tall, plain, tall))
            continue
        if held:
            near = -0.5 * size < left - x1 < 0.25 * size and not (
                left > x1 + 0.05 * size and _line_between(rules, x1, left, base)
            )
            if tall < 0.9 * size and base > y0 + 0.15 * size and -1 < left - x1 < 0.5 * size:
                if letter in MARKS:
                    continue
            elif abs(base - y0) > 0.5 * size or not near:
                yield word()
                held = []
        if not held:
            x0, y0, x1, size, first = left, base, right, tall, place
        held.append(letter)
        x1 = max(x1, right)
    if held:
        yield word()
    textpage.close()
    yield from _right_to_left(rtl)


def _line_between(rules: Rules, x0: float, x1: float, y: float) -> bool:
    """Return whether a ruled table has a line between two letters at this height."""
    return any(
        x0 - 0.5 <= x <= x1 + 0.5 for grid in rules.grids if grid.ys[-1] < y < grid.ys[0] for x in grid.xs
    )


def _right_to_left(letters: list[Item]) -> Iterator[Item]:
    """Yield words of letters that are written from right to left."""
    rows: list[list[Item]] = []
    for letter in sorted(letters, key=lambda letter: (-letter.y0, -letter.x1)):
        if rows and abs(rows[-1][0].y0 - letter.y0) <= 0.35 * letter.size:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        row.sort(key=lambda letter: (-letter.x1, -letter.x0))
        held = [row[0]]
        for letter in row[1:]:
            if min(one.x0 for one in held[-3:]) - letter.x1 > 0.2 * letter.size:
                yield _word(held)
                held = []
            held.append(letter)
        yield _word(held)


def _word(letters: list[Item]) -> Item:
    """Return one word of letters in their order."""
    base, size = letters[0].y0, letters[0].size
    return Item(
        min(letter.x0 for letter in letters),
        base - BELOW * size,
        max(letter.x1 for letter in letters),
        base + ABOVE * size,
        "".join(letter.text for letter in letters),
        size,
    )


def _is_bold(raw: Any, handle: Any, place: int) -> bool:
    """Return whether a letter is set in a bold font, by the font's name."""
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(96)
    raw.FPDFText_GetFontInfo(handle, place, name, 96, ctypes.byref(flags))
    lowered = name.value.lower()
    return b"bold" in lowered or b"black" in lowered or b"heavy" in lowered or b"demi" in lowered
