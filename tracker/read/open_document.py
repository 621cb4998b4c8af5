"""Texts and slides of LibreOffice (.odt, .odp): headings, lists, tables, text boxes and notes in order.

In: a Source.  Out: Found.
"""

from __future__ import annotations

import datetime as dt
import itertools
import zipfile
from collections.abc import Iterator
from typing import Any

from tracker.errors import BadReport, MissingExtra
from tracker.read.days import days_written
from tracker.read.decode import newlines
from tracker.read.grid import GridCell, bars, is_filled, rule, span
from tracker.read.limits import MB
from tracker.read.source import Found, Source
from tracker.read.title import told
from tracker.read.word import check_office
from tracker.vocabulary import Verdict

LIMIT = 256 * MB
_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, TABLE, DRAW, OFFICE, SHOW, META = (
    _NAMES % name for name in ("text", "table", "drawing", "office", "presentation", "meta")
)
DC = "{http://purl.org/dc/elements/1.1/}"
P, H, LIST, GRID, BOX = f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table", f"{DRAW}text-box"
FRAME, PAGE = f"{DRAW}frame", f"{DRAW}page"
ROWS, COVERED = f"{TABLE}table-row", f"{TABLE}covered-table-cell"
# what stands in the text and is none of it
GONE = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{OFFICE}annotation",
        f"{TEXT}note",
        f"{TEXT}table-of-content",
        f"{OFFICE}forms",
    }
)
BLANKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": " ", f"{TEXT}s": " "}
TITLES = frozenset({"title", "subtitle"})
MOST_REPEATED = 200  # of a cell or row that is said to stand many times
TABBED = 2


def read_open_document(source: Source) -> Iterator[Found | Verdict]:
    """Read a text or slides of LibreOffice."""
    ending = source.name[source.name.rfind(".") :].lower()
    check_office(source, ending)
    try:
        from lxml import etree
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading {ending} files needs lxml",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with source.open() as stream, zipfile.ZipFile(stream) as box:
        names = box.NameToInfo
        if "META-INF/manifest.xml" in names and b"encryption-data" in box.read("META-INF/manifest.xml"):
            raise BadReport(
                f"{source.place}: locked with a password",
                fix=f"open it and save it as {ending} without a password",
            )
        if "content.xml" not in names:
            raise BadReport(
                f"{source.place}: broken, not a {ending} file",
                fix="fetch it again, or open it in LibreOffice and save it again",
            )
        try:
            root = etree.fromstring(box.read("content.xml"), parser)
            said = etree.fromstring(box.read("meta.xml"), parser) if "meta.xml" in names else None
        except etree.XMLSyntaxError as fault:
            raise BadReport(
                f"{source.place}: broken ({str(fault)[:80]})", fix="open it in LibreOffice and save it again"
            ) from fault
    body = root.find(f"{OFFICE}body")
    blocks = list(_blocks(body)) if body is not None else []
    heads = (text.lstrip("# ") for text in blocks if text.startswith("#"))
    yield Found(
        text=newlines("\n\n".join(blocks)),
        title=told(_said(said, f"{DC}title")) or next(heads, None),
        made=_day(_said(said, f"{DC}date") or _said(said, f"{META}creation-date")),
        kind="sitrep",
    )


def _said(root: Any, name: str) -> str | None:
    """Return what the file's properties hold under a name."""
    found = root.find(f".//{name}") if root is not None else None
    return found.text if found is not None else None


def _day(written: str | None) -> dt.date | None:
    """Return the day of a time stamp."""
    return next(iter(days_written((written or "")[:10])), None)


def _blocks(top: Any) -> Iterator[str]:
    """Yield paragraphs, lists and tables in order; what frames hold follows the paragraph they hang on."""
    for element in _under(top, {P, H, LIST, GRID, FRAME, PAGE}):
        if element.tag == GRID:
            yield from _table(element)
        elif element.tag == LIST:
            if items := [f"- {said}" for said in _items(element)]:
                yield "\n".join(items)
        elif element.tag in {FRAME, PAGE}:
            heads = element.get(f"{SHOW}class") in TITLES
            for text in _blocks(element):
                yield f"## {text.lstrip('# ')}" if heads else text
        else:
            if said := _words(element):
                yield f"## {said}" if element.tag == H else said
            for box in _under(element, {BOX}):
                yield from _blocks(box)


def _under(top: Any, wanted: set[str]) -> Iterator[Any]:
    """Yield the elements of some kinds below another, in order; not what lies within them."""
    waiting = list(reversed(top))
    while waiting:
        element = waiting.pop()
        if element.tag in wanted:
            yield element
        elif element.tag not in GONE:
            waiting.extend(reversed(element))


def _items(element: Any) -> Iterator[str]:
    """Yield the items of a list and of the lists in it."""
    for part in _under(element, {P, H}):
        if said := _words(part):
            yield said


def _words(paragraph: Any) -> str:
    """Return the words of a paragraph on one line, without those of boxes, notes and comments in it.

    A paragraph whose tabs set columns is the row of a table: its tabs stay.
    """
    made: list[str] = []
    waiting: list[Any] = [paragraph]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            made.append(one)
            continue
        made.append(BLANKS.get(one.tag, ""))
        if one.tag not in GONE and one.tag != FRAME:
            made.append(one.text or "")
            for child in reversed(one):
                waiting += [child.tail or "", child]
    cells = [" ".join(part.split()) for part in "".join(made).split("\t")]
    row = sum(map(bool, cells)) > TABBED
    return "\t".join(cells).strip("\t") if row else " ".join(filter(None, cells))


def _table(table: Any) -> Iterator[str]:
    """Yield a table, then the tables that its cells hold."""
    lines: list[str] = []
    inner: list[Any] = []
    for row in _under(table, {ROWS}):
        cells = list(_cells(row, inner))
        if not is_filled(cells):
            continue
        lines += [bars(cells)] * min(span(row.get(f"{TABLE}number-rows-repeated")), MOST_REPEATED)
        if len(lines) == 1 and not any(cell.text[:1].isdigit() for cell in cells):
            lines.append(rule(cells))
    if lines:
        yield "\n".join(lines)
    for one in inner:
        yield from _table(one)


def _cells(row: Any, inner: list[Any]) -> Iterator[GridCell]:
    """Yield the cells of a row, each with the columns it takes up; tables within them are set aside."""
    left = 0  # columns that the cell before takes up
    for cell in _under(row, {f"{TABLE}table-cell", COVERED}):
        times = min(span(cell.get(f"{TABLE}number-columns-repeated")), MOST_REPEATED)
        if cell.tag == COVERED:
            below = max(times - left, 0)  # a cell above takes these up: they stay, empty
            left = max(left - times, 0)
            yield from itertools.repeat(GridCell(""), below)
            continue
        said = " ".join(filter(None, map(_words, _under(cell, {P, H}))))
        inner += _under(cell, {GRID})
        wide = span(cell.get(f"{TABLE}number-columns-spanned"))
        left = wide - 1
        yield from itertools.repeat(GridCell(said, wide), times)
