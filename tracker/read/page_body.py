"""The body of a web page as text: headings, lists and tables as light Markdown.

Each element is read once, wherever it is nested: the items of a list within an item follow it.

In: a body as trafilatura gives it.  Out: blocks of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tracker.read.grid import GridCell, bars, is_filled, rule
from tracker.read.page_marks import ITEM, NO_SPAN, TAB, TOLD

Element = Any  # an lxml element
SPACE = re.compile(r"[ \t\r\n\f\v]+")
BLOCKS = frozenset({"head", "p", "quote", "list", "table", "div", "item", "code"})
STOPS = frozenset(".!?:;,")
INNER = frozenset({"p", "list", "table", "head", "quote"})
TABBED = 2  # parts between tabs of a line that is no row
GLUED = re.compile(r"\d$"), re.compile(r"[^\W\d_]{3}")  # a number and a word that stand apart


def blocks(body: Element) -> Iterator[str]:
    """Yield the blocks of a trafilatura body as lines of light Markdown."""
    loose: list[str] = [body.text or ""]
    for child in body:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in BLOCKS:
            if said := _clean("".join(loose)):
                yield said
            loose = []
            yield from _block(child, tag)
        elif tag:
            loose.append(_words(child))
        loose.append(_apart(loose[-1] if loose else "", child.tail or ""))
    if said := _clean("".join(loose)):
        yield said


def _block(element: Element, tag: str) -> Iterator[str]:
    """Yield one block element as text."""
    if tag == "table":
        if rows := list(_rows(element)):
            yield "\n".join(rows)
    elif tag in {"list", "item"}:
        if items := [f"- {said}" for said in _items(element)]:
            yield "\n".join(items)
    elif tag == "head":
        level = (element.get("rend") or "h2")[-1:]
        if said := _flat(_words(element)):
            yield f"{'#' * (int(level) if level.isdigit() else 2)} {said}"
    elif any(child.tag in INNER for child in element if isinstance(child.tag, str)):
        yield from blocks(element)
    elif said := _clean(_words(element)):
        yield said


def _items(element: Element) -> Iterator[str]:
    """Yield the items of a list or an item, each once; those of a list within an item follow its own words."""
    inner: list[Element] = []
    if said := _flat(_words(element, inner)):
        yield said
    for one in inner:
        yield from _items(one)


def _rows(table: Element) -> Iterator[str]:
    """Yield the rows of a table; a line of dashes stands under a header row."""
    for number, row in enumerate(table.iterchildren("row")):
        cells = _spread([_cell(_words(cell)) for cell in row.iterchildren("cell")])
        if is_filled(cells):
            yield bars(cells)
            if number == 0 and row.find("cell[@role='head']") is not None:
                yield rule(cells)


def _cell(text: str) -> str:
    """Return the words of a cell on one line, the items of a list in it parted by semicolons."""
    parts = [said for part in text.split(ITEM) if (said := _flat(part))]
    return " ".join(
        f"{part};" if at < len(parts) and part[-1] not in STOPS else part for at, part in enumerate(parts, 1)
    )


def _spread(words: list[str]) -> list[GridCell]:
    """Return the cells of a row; the empty ones that extraction puts after a wide cell belong to it."""
    cells: list[GridCell] = []
    left = 0
    for text in words:
        if left and not text:
            cells[-1] = cells[-1]._replace(wide=cells[-1].wide + 1)
            left -= 1
            continue
        told = TOLD.search(text)
        left = ord(told[0]) - NO_SPAN - 1 if told else 0
        cells.append(GridCell(_flat(TOLD.sub("", text))))
    return cells


def _words(element: Element, inner: list[Element] | None = None) -> str:
    """Return an element's own words; line breaks stay.

    Lists and items in it are put into ``inner`` where it is given, else they follow as "one; two".
    """
    made = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "lb":
            made.append("\n")
        elif tag in {"list", "item"}:
            if inner is None:
                made.append(f" {'; '.join(_items(child))} ")
            else:
                inner.append(child)
        elif tag and tag != "graphic":
            made.append((" " if tag in {"p", "cell", "row"} else "") + _words(child, inner))
        made.append(_apart(made[-1], child.tail or ""))
    return "".join(made)


def _apart(before: str, after: str) -> str:
    """Return what follows a marked word; extraction may have lost the blank between a number and what it counts."""
    return f" {after}" if GLUED[0].search(before) and GLUED[1].match(after) else after


def _flat(text: str) -> str:
    """Return text on one line."""
    return SPACE.sub(" ", text.replace(TAB, " ").replace(ITEM, " ")).strip()


def _clean(text: str) -> str:
    """Return text with single spaces, its own line breaks kept, and the tabs of a line that sets columns with them."""
    lines = (
        "\t".join(map(_flat, part.split(TAB))) if part.count(TAB) >= TABBED else _flat(part)
        for part in text.split("\n")
    )
    return "\n".join(filter(None, lines))
