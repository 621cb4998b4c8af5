"""Key figures that stand alone on a line, with their label on the next.

"738,000" over "internally displaced people" is read as one stretch.  Where labels come first they are
headings of the figures below them, and nothing is joined.

In: text, a language's words.  Out: spans of figures with their labels.
"""

from __future__ import annotations

import re
from typing import Literal

from tracker.segment.words import SegmentWords

_LINE = re.compile(r"[^\n]+")
_ALONE = re.compile(
    r"^[^\w\n|]*[~<>±+]?\d[\d.,\u00a0\u202f ]{0,20}(?:%|\+|[A-Za-z]{1,8})?[ \t*_]{0,20}$", re.MULTILINE
)
_STOPPED = re.compile(r"[.!?;,:][\"'”’»)\]]*$")
_LABEL_WORDS = 10
_BESIDE = 3  # lines around a figure in which another may stand
_SURE = 3  # digits of a figure that needs no other beside it


LineKind = Literal["figure", "label", "other"]


def figure_boxes(text: str, lex: SegmentWords) -> dict[int, int]:
    """Return the spans, start to end, of figures joined with the labels that follow them."""
    if _ALONE.search(text) is None:
        return {}
    lines = [hit.span() for hit in _LINE.finditer(text) if not hit.group().isspace()]
    kinds = [_kind(text[a:b].strip(), lex) for a, b in lines]
    near = [0, *(text.count("\n", lines[i - 1][1], lines[i][0]) for i in range(1, len(lines)))]
    joined: dict[int, int] = {}
    index = 0
    while index < len(lines):
        if kinds[index] not in ("figure", "label"):
            index += 1
            continue
        last = index
        while last + 1 < len(lines) and kinds[last + 1] in ("figure", "label") and near[last + 1] == 1:
            last += 1
        if last == index:  # one line by itself: figures and labels may take turns with blanks between
            while last + 1 < len(lines) and {kinds[last], kinds[last + 1]} == {"figure", "label"}:
                if last + 2 < len(lines) and near[last + 2] == 1 and kinds[last + 2] != "other":
                    break
                last += 1
            led = kinds[index] == "label" and not _titled(text[slice(*lines[index])], lex)
        else:
            led = kinds[index] == "label" and kinds[last] == "figure"
        if not led:
            _join(text, lines, kinds, index, last, joined)
        index = last + 1
    return joined


def _join(
    text: str,
    lines: list[tuple[int, int]],
    kinds: list[LineKind],
    first: int,
    last: int,
    joined: dict[int, int],
) -> None:
    """Join each figure of a run of lines with the label below it."""
    several = kinds[max(0, first - _BESIDE) : last + 1 + _BESIDE].count("figure") > 1
    for index in range(first, last):
        if kinds[index] != "figure" or kinds[index + 1] != "label":
            continue
        words = text[slice(*lines[index])]
        if not several and sum(letter.isdigit() for letter in words) < _SURE and words.strip().isdigit():
            continue  # the number of a page over a heading
        end = index + 1
        if end < last and kinds[end + 1] == "label" and text[slice(*lines[end + 1])].strip()[:1].islower():
            end += 1
        joined[lines[index][0]] = lines[end][1]


def _kind(words: str, lex: SegmentWords) -> LineKind:
    """Tell a figure, a label and any other line apart."""
    if lex.is_figure(words) and lex.undated(words).strip():
        return "figure"
    short = len(words.split()) <= _LABEL_WORDS and words[:1].isalpha() and not _STOPPED.search(words)
    return "label" if short and "|" not in words else "other"


def _titled(words: str, lex: SegmentWords) -> bool:
    """Tell the title of a box from a label."""
    return words.strip().lower().startswith(lex.file.box_titles)
