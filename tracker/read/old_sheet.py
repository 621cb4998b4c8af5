"""Workbooks of Excel before 2007 and of LibreOffice (.xls, .xlsb, .ods), sheet by sheet.

Many an .xls that a web site hands out is a web page or a table of text: it is read as what it is.

In: a Source.  Out: what each sheet holds, as the sheets of `tracker.read.sheet`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import partial
from typing import Any

from tracker.errors import BadReport, MissingExtra
from tracker.read.grid import TAKEN
from tracker.read.limits import MB
from tracker.read.page import read_page
from tracker.read.records import reading
from tracker.read.sheet import HEAD_ROWS, cell_text, day_in, read_csv_file, read_rows
from tracker.read.sheet_parts import DEEPEST_MERGE
from tracker.read.source import Found, Source
from tracker.read.word import OLE, check_office
from tracker.vocabulary import Verdict

LIMIT = 256 * MB
ZIP = b"PK\x03\x04"
SPACES = b" \t\r\n\xef\xbb\xbf"
FIX = "open it in Excel or LibreOffice and save it as .xlsx without a password"


def read_old_sheet(source: Source) -> Iterator[Found | Verdict]:
    """Read a workbook of Excel before 2007 or of LibreOffice."""
    head = source.head(512).lstrip(SPACES)
    if head.startswith(ZIP):
        check_office(source, source.name[source.name.rfind(".") :].lower())
    elif not head.startswith(OLE) and b"\x00" not in head:
        yield from read_page(source) if head.startswith(b"<") else read_csv_file(source)
        return
    try:
        import python_calamine
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading this workbook needs python-calamine",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    with source.open() as stream:
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
        except python_calamine.PasswordError as fault:
            raise BadReport(f"{source.place}: locked with a password", fix=FIX) from fault
        except (python_calamine.CalamineError, ValueError) as fault:
            raise BadReport(f"{source.place}: broken, or no workbook ({str(fault)[:80]})", fix=FIX) from fault
        yield from _sheets(book, source)


def _sheets(book: Any, source: Source) -> Iterator[Found | Verdict]:
    """Yield what the sheets of a workbook hold that are shown."""
    listed = [one for one in book.sheets_metadata if str(one.typ).endswith("WorkSheet")]
    shown = [one.name for one in listed if str(one.visible).endswith("Visible")]
    hidden = [one.name for one in listed if one.name not in shown]
    notes: tuple[str, ...] = ()
    if hidden:
        names = ", ".join(repr(name) for name in hidden)
        notes = (
            f"{source.place}: hidden and not read: sheet {names}; show it in the workbook to have it read",
        )
    tables = [(name, list(_rows(book.get_sheet_by_name(name)))) for name in shown]
    day = next(filter(None, (day_in(rows[:HEAD_ROWS]) for _, rows in tables)), None)
    found = 0
    for name, rows in tables:
        if not any(any(row) for row in rows):
            continue
        mark = name if len(listed) > 1 else ""
        place = f"{source.place} > {mark}" if mark else source.place
        for one in reading(place, partial(read_rows, rows, source, mark=mark, notes=() if found else notes)):
            found += 1
            yield dataclasses.replace(one, beside=day) if isinstance(one, Found) else one
    if not found:
        more = f"; hidden and not read: {', '.join(hidden)}" if hidden else ""
        raise BadReport(f"{source.place}: the workbook is empty{more}", fix="save it again with its values")


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of a sheet as text; merged cells of its head say how wide they are."""
    wide = {
        (first[0], column)
        for first, last in sheet.merged_cell_ranges or ()
        if first[0] < DEEPEST_MERGE
        for column in range(first[1] + 1, last[1] + 1)
    }
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        yield [TAKEN if (number, at) in wide else cell_text(value) for at, value in enumerate(row)]
