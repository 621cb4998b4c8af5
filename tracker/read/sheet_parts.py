"""What a workbook says of its sheets besides their values: what is hidden in them, and which cells are merged.

It is read from the parts of the file, a piece at a time: a sheet of any length takes no more memory.

In: the bytes of a workbook.  Out: SheetFacts by the name of the sheet.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, BinaryIO
from xml.etree import ElementTree

PIECE = 1 << 20
OVERLAP = 4096  # of two pieces: no tag that is looked for is longer
DEEPEST_MERGE = 12  # rows that may head a table
MOST_MERGES = 10_000
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
LINK = re.compile(r"^\{[^}]*/relationships\}id$")
MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"'
)
HIDDEN = re.compile(rb'<(?:\w+:)?(row|col)\b([^>]*?\bhidden="(?:1|true)"[^>]*)>')
NUMBER = re.compile(rb'\b(r|min|max)="(\d{1,7})"')


@dataclass(slots=True)
class SheetFacts:
    """What is hidden in a sheet, and how many columns the merged cells of its first rows take up."""

    hidden: bool = False
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    """By row and column, both from 1."""

    def shows_column(self, number: int) -> bool:
        """Return whether a column, from 1, is shown."""
        return not any(first <= number <= last for first, last in self.columns)


def sheet_facts(stream: BinaryIO) -> dict[str, SheetFacts]:
    """Return what a workbook says of each of its sheets; what cannot be read is taken as shown and unmerged."""
    found: dict[str, SheetFacts] = {}
    with zipfile.ZipFile(stream) as box:
        try:
            listed = list(_sheets(box))
        except (KeyError, ElementTree.ParseError, ValueError):
            return {}
        for name, hidden, part in listed:
            facts = found[name] = SheetFacts(hidden=hidden)
            if not hidden and part in box.NameToInfo:
                with box.open(part) as opened:
                    for piece in _pieces(opened):
                        _note(piece, facts)
    return found


def _sheets(box: zipfile.ZipFile) -> Iterator[tuple[str, bool, str]]:
    """Yield the name of each sheet, whether it is hidden, and its part of the file."""
    links = ElementTree.fromstring(box.read("xl/_rels/workbook.xml.rels"))
    parts = {one.get("Id"): one.get("Target", "") for one in links}
    book = ElementTree.fromstring(box.read("xl/workbook.xml"))
    for one in [*book.iter(f"{MAIN}sheet"), *book.iter(f"{STRICT}sheet")]:
        link = next((value for name, value in one.attrib.items() if LINK.match(name)), None)
        target = parts.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield one.get("name", ""), one.get("state", "visible") != "visible", part


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a part; a tag cut by the end of one stands whole in the next."""
    kept = b""
    while piece := stream.read(PIECE):
        piece = kept + piece
        cut = piece.rfind(b"<")
        kept = piece[cut:] if 0 <= len(piece) - cut <= OVERLAP else b""
        yield piece[: len(piece) - len(kept)]
    yield kept


def _note(piece: bytes, facts: SheetFacts) -> None:
    """Note what a piece of a sheet says of hidden rows and columns and of merged cells."""
    if b"hidden=" in piece:
        for hit in HIDDEN.finditer(piece):
            told = {name: int(number) for name, number in NUMBER.findall(hit[2])}
            if hit[1] == b"row" and b"r" in told:
                facts.rows.add(told[b"r"])
            elif b"min" in told and b"max" in told:
                facts.columns.append((told[b"min"], told[b"max"]))
    if b"mergeCell" in piece:
        for hit in MERGED.finditer(piece):
            row, first, last = int(hit[2]), _column(hit[1]), _column(hit[3])
            if row <= DEEPEST_MERGE and last > first and len(facts.wide) < MOST_MERGES:
                facts.wide[row, first] = last - first + 1


def _column(letters: bytes) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
