"""Tables: CSV and Excel.

With an HXL tag row (or a mapping of columns to tags) each number of the rows is a claim at once, bound to its
cell.  With a column named "text" each row is a report.  Else the table is read in words, as a Markdown table.

In: a Source.  Out: Found.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TextIO

from tracker.errors import BadReport, MissingExtra
from tracker.read.decode import text_stream
from tracker.read.grid import TAKEN, bars, spanned
from tracker.read.hxl import DEEPEST_TAG_ROW, Tag, parse_tag, tags_of
from tracker.read.limits import MB
from tracker.read.plain import from_record
from tracker.read.printed import printed_days
from tracker.read.records import reading
from tracker.read.sheet_parts import DEEPEST_MERGE, SheetFacts, sheet_facts
from tracker.read.source import Found, Source
from tracker.read.tagged import Row, chunks, claim_tables, flat, line_of, number_of
from tracker.read.word import check_office
from tracker.vocabulary import Verdict

JOINED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
HEAD_ROWS = 8
MOST_HEADS = 12  # rows that stand above the figures of a table
LONGEST_CELL = MB
LONGEST_LINE = 8 * MB
MOST_FAULTS = 100
MOST_COLUMNS = 1000
MOST_CELLS = 3_000_000


def read_csv_file(source: Source) -> Iterator[Found | Verdict]:
    """Read a CSV table, however long, row by row; the delimiter is found out."""
    csv.field_size_limit(LONGEST_CELL)
    with source.open() as raw, contextlib.ExitStack() as closing:
        text, note = text_stream(raw, source.place)
        closing.enter_context(text)
        stream = _short_lines(text, source.place)
        lines = list(itertools.islice(stream, 30))
        marks = {mark: sum(line.count(mark) for line in lines) for mark in (",", ";", "\t", "|")}
        delimiter = max(marks, key=lambda mark: marks[mark])
        faults: list[str] = []
        rows = _rows(csv.reader(itertools.chain(lines, stream), delimiter=delimiter), faults)
        yield from read_rows(rows, source, notes=(note,) if note else ())
        for fault in faults:
            place = f"{source.place}, {fault}"
            fix = "close the quote that is open there, or save it again as CSV in UTF-8"
            yield Verdict(place=place, fault=f"{place}: this row was not read", fix=fix)


def _short_lines(stream: TextIO, place: str) -> Iterator[str]:
    """Yield lines.

    Raises
    ------
    BadReport
        One is longer than any table's.
    """
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise BadReport(
                f"{place}: a line of more than {LONGEST_LINE / MB:,.0f} million letters, which no table has",
                fix="save it again as CSV, one row a line",
            )
        yield line


def _rows(reader: Any, faults: list[str]) -> Iterator[Row]:
    """Yield the rows of a CSV reader; where one cannot be read is noted, and the next is tried."""
    while True:
        begin = reader.line_num + 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            if len(faults) < MOST_FAULTS:
                faults.append(f"lines {begin} to {reader.line_num} ({fault})")


def read_excel(source: Source) -> Iterator[Found | Verdict]:
    """Read an Excel workbook, sheet by sheet."""
    check_office(source, ".xlsx")
    try:
        import openpyxl
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading Excel files needs openpyxl",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    import warnings

    with source.open() as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of fonts and drawings it leaves out
        facts = sheet_facts(stream)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        found = 0
        sheets = [sheet for sheet in book.worksheets if not facts.get(sheet.title, SheetFacts()).hidden]
        hidden = [sheet.title for sheet in book.worksheets if sheet not in sheets]
        for sheet in sheets:
            _check_size(sheet)
        day = _day_of_book(sheets)
        changed = book.properties.modified
        made = changed.date() if changed is not None else None
        for sheet in sheets:
            said = facts.get(sheet.title, SheetFacts())
            mark = sheet.title if len(book.worksheets) > 1 else ""
            place = f"{source.place} > {mark}" if mark else source.place
            notes = tuple(_hidden(source.place, sheet.title, said, [] if found else hidden))
            for one in reading(place, partial(_sheet, sheet, said, source, mark, notes)):
                found += 1
                yield dataclasses.replace(one, beside=day, made=made) if isinstance(one, Found) else one
        book.close()
    if not found:
        more = f"; hidden and not read: {', '.join(hidden)}" if hidden else ""
        raise BadReport(f"{source.place}: the workbook is empty{more}", fix="save it again with its values")


def _shown(sheet: Any, facts: SheetFacts) -> Iterator[list[str]]:
    """Yield the rows of a sheet as text, without hidden rows and columns; merged cells say how wide they are."""
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=sheet.min_row or 1):
        if number in facts.rows:
            continue
        cells = [cell_text(value) for value in row]
        for at in range(len(cells)) if facts.wide and number <= DEEPEST_MERGE else ():
            for taken in range(at + 1, min(at + facts.wide.get((number, at + 1), 1), len(cells))):
                cells[taken] = TAKEN
        yield (
            [cell for at, cell in enumerate(cells, start=1) if facts.shows_column(at)]
            if facts.columns
            else cells
        )


def _hidden(place: str, title: str, facts: SheetFacts, sheets: Sequence[str]) -> Iterator[str]:
    """Yield a sentence on the sheets, rows and columns that are hidden and were not read."""
    if sheets:
        names = ", ".join(repr(name) for name in sheets)
        yield f"{place}: hidden and not read: sheet {names}; show it in the workbook to have it read"
    count = len(facts.rows) + sum(last - first + 1 for first, last in facts.columns)
    if count:
        what = "row or column" if count == 1 else "rows and columns"
        yield f"{place}, sheet {title!r}: {count:,} hidden {what} not read; show them in the workbook to have them read"


def _sheet(
    sheet: Any, facts: SheetFacts, source: Source, mark: str, notes: tuple[str, ...]
) -> Iterator[Found | Verdict]:
    """Yield what one sheet holds; nothing when its first rows are empty."""
    first = next(rows := _shown(sheet, facts), None)
    if first is not None and (any(first) or any(any(row) for row in itertools.islice(rows, 50))):
        yield from read_rows(_shown(sheet, facts), source, mark=mark, notes=notes)


def _check_size(sheet: Any) -> None:
    """Let a sheet be as large as its cells when it says that it is larger than tables are."""
    rows, columns = sheet.max_row or 0, sheet.max_column or 0
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        sheet.reset_dimensions()


def _day_of_book(sheets: Sequence[Any]) -> dt.date | None:
    """Return the day the head of one of its sheets prints: it holds for the sheets that print none."""
    for sheet in sheets:
        rows = sheet.iter_rows(max_row=HEAD_ROWS, values_only=True)
        day = day_in([[cell_text(value) for value in row] for row in rows])
        if day is not None:
            return day
    return None


def day_in(rows: Iterable[Row]) -> dt.date | None:
    """Return the day that the first rows of a sheet print."""
    for one in printed_days("\n".join(map(line_of, rows))):
        if one.date.day is not None and not one.date.swapped:
            return one.date.day
    return None


def cell_text(value: Any) -> str:
    """Return a cell's value as text."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_rows(
    rows: Iterable[Row], source: Source, *, mark: str = "", notes: tuple[str, ...] = ()
) -> Iterator[Found | Verdict]:
    """Yield what the rows of one table hold."""
    stream = iter(rows)
    head = list(itertools.islice(stream, DEEPEST_TAG_ROW))
    tags, labels, start = _tags(head, source)
    rest = itertools.chain(head[start:], stream)
    if tags is not None:
        yield from claim_tables(tags, labels, rest, source.place, mark=mark, notes=notes)
        return
    body = itertools.chain(head, stream)
    first = next((row for row in body if any(str(cell).strip() for cell in row)), None)
    if first is None:
        raise BadReport(f"{source.place}: the table is empty", fix="save it again with its values")
    names = [str(cell).strip().lower() for cell in first]
    if "text" in names:
        for number, row in enumerate(body, start=1):
            place = f"{source.place}, row {number + 1}"
            record = {
                name: cell for name, cell in zip(names, row, strict=False) if name and str(cell).strip()
            }
            try:
                yield from_record(record, place, mark=f"{mark} {number}".strip(), notes=notes)
            except BadReport as fault:
                yield Verdict(place=place, fault=fault.fault, fix=fault.fix)
        return
    for part, chunk in enumerate(chunks(itertools.chain([first], body)), start=1):
        if part == 1:
            above = chunk[: _heads(chunk)]
        rows = chunk if part == 1 else [*above, *chunk]
        lines = [
            bars(spanned(map(_head_words, row))) if at < len(above) else line_of(row)
            for at, row in enumerate(rows)
        ]
        lines.insert(len(above), f"|{' --- |' * len(first)}")
        more = f"{mark} {part}".strip() if part > 1 else mark
        yield Found(
            text="\n".join(lines), mark=more, title=mark or None, head=mark, kind="table", notes=notes
        )


def _head_words(cell: Any) -> str:
    """Return the words of a head, apart where a program wrote them together ("numPresentIdpInd")."""
    text = flat(cell)
    return JOINED.sub(" ", text) if text else text


def _heads(rows: Sequence[Row]) -> int:
    """Return how many rows stand above the first that holds a number; one where that is far down."""
    for at, row in enumerate(rows[:MOST_HEADS]):
        if any(number_of(cell) is not None for cell in row):
            return max(at, 1)
    return 1


def _tags(head: list[Row], source: Source) -> tuple[list[Tag | None] | None, list[str], int]:
    """Return the tag of each column, its label, and the number of the first row of data."""
    for number, row in enumerate(head):
        if (tags := tags_of(row)) is not None:
            labels = [flat(cell) for cell in head[number - 1]] if number else []
            return tags, labels, number + 1
    if source.mapping:
        wanted = {name.strip().lower(): tag for name, tag in source.mapping.items()}
        for number, row in enumerate(head):
            names = [str(cell).strip().lower() for cell in row]
            if any(name in wanted for name in names):
                found = []
                for name in names:
                    tag = parse_tag(wanted[name]) if name in wanted else None
                    if name in wanted and tag is None:
                        raise BadReport(
                            f"{source.place}: {wanted[name]!r} in the column mapping is no HXL tag",
                            fix="write it like #affected+idps, #adm1+name or #date+reported",
                        )
                    found.append(tag)
                return found, [flat(cell) for cell in row], number + 1
    return None, [], 0
