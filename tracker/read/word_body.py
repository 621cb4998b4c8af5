"""The body of a Word document: headings, lists, tables and text boxes in the order of the page.

Each is read once, wherever it is nested: a table within a cell and a text box stand after what holds them.

In: the body's XML.  Out: blocks of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tracker.read.grid import GridCell, bars, is_filled, rule, span

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, TABLE, ROW, CELL, BOX = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "txbxContent"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = frozenset({FALLBACK, f"{W}del", f"{W}moveFrom"})
TABBED = 2  # parts between tabs of a paragraph that is no row
MARK = re.compile(r"[\s\[(]*[\d*†‡§,]{1,6}[\s\])]*")


def blocks(body: Any, styles: dict[str, str]) -> Iterator[str]:
    """Yield paragraphs, lists and tables in order; text boxes and tables in cells follow what holds them."""
    items: list[str] = []
    for element in _under(body, {P, TABLE}):
        if element.tag == TABLE:
            if items:
                yield "\n".join(items)
                items = []
            yield from _table(element, styles)
            continue
        text, kind = _text(element), _kind(element, styles)
        if kind == "item" and text:
            items.append(f"- {text}")
        elif text:
            if items:
                yield "\n".join(items)
                items = []
            yield f"## {text}" if kind == "head" else text
        for box in _under(element, {BOX}):
            yield from blocks(box, styles)
    if items:
        yield "\n".join(items)


def _under(top: Any, wanted: set[str], shut: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield the elements of some kinds below another, in order; not what lies within them or in ``shut``."""
    waiting = list(reversed(top))
    while waiting:
        element = waiting.pop()
        if element.tag in wanted:
            yield element
        elif element.tag not in GONE and element.tag not in shut:
            waiting.extend(reversed(element))


def _kind(paragraph: Any, styles: dict[str, str]) -> str:
    """Return "head", "item" or "text" by the paragraph's style."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = styles.get(style.get(f"{W}val"), "") if style is not None else ""
    if name.startswith(("heading", "title", "subtitle")):
        return "head"
    if name.startswith("list") or paragraph.find(f"{W}pPr/{W}numPr") is not None:
        return "item"
    return "text"


def _text(paragraph: Any) -> str:
    """Return a paragraph's own words, without deleted ones and text boxes."""
    made: list[str] = []
    for node in _under(
        paragraph, {f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"}, frozenset({BOX, f"{W}pPr"})
    ):
        tag = node.tag.removeprefix(W)
        if tag == "t" and made and _is_mark(node):
            continue
        made.append((node.text or "") if tag == "t" else {"noBreakHyphen": "-", "tab": "\t"}.get(tag, " "))
    cells = [" ".join(part.split()) for part in "".join(made).split("\t")]
    row = sum(map(bool, cells)) > TABBED  # a paragraph whose tabs set columns is the row of a table
    return "\t".join(cells).strip("\t") if row else " ".join(filter(None, cells))


def _is_mark(node: Any) -> bool:
    """Return whether a run is the raised mark of a footnote, not a part of the number before it."""
    raised = node.getparent().find(f"{W}rPr/{W}vertAlign[@{W}val='superscript']")
    return raised is not None and bool(MARK.fullmatch(node.text or ""))


def _table(table: Any, styles: dict[str, str]) -> Iterator[str]:
    """Yield a table, then the tables and text boxes that its cells hold."""
    lines: list[str] = []
    inner: list[Any] = []
    for row in _under(table, {ROW}):
        cells = list(_cells(row, inner))
        if not is_filled(cells):
            continue
        lines.append(bars(cells))
        if len(lines) == 1 and not any(cell.text[:1].isdigit() for cell in cells):
            lines.append(rule(cells))
    if lines:
        yield "\n".join(lines)
    for element in inner:
        yield from _table(element, styles) if element.tag == TABLE else blocks(element, styles)


def _cells(row: Any, inner: list[Any]) -> Iterator[GridCell]:
    """Yield the cells of a row, each with the columns it takes up; what they hold besides words is set aside."""
    for skipped in _under(row, {f"{W}gridBefore"}, frozenset({CELL})):
        yield GridCell("", span(skipped.get(f"{W}val")))
    for cell in _under(row, {CELL}):
        words: list[str] = []
        for element in _under(cell, {P, TABLE}):
            if element.tag == TABLE:
                inner.append(element)
                continue
            words.append(_text(element))
            inner.extend(_under(element, {BOX}))
        wide = cell.find(f"{W}tcPr/{W}gridSpan")
        yield GridCell(" ".join(filter(None, words)), span(wide.get(f"{W}val")) if wide is not None else 1)
