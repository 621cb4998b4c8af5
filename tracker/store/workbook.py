"""Tables as an Excel workbook: one sheet a table, frozen header, dates as dates, text never run as a formula.

In: frames.  Out: a workbook's bytes; and back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import io
import itertools
import math
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from tracker import tables
from tracker.errors import BadTable, MissingExtra
from tracker.store.folder import split_cell, unwritable

MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
FIRST_DAY = dt.date(1900, 3, 1)  # Excel's days before it are a day off
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
WIDE = {
    "quote": 40,
    "sentence": 60,
    "message": 60,
    "reason": 50,
    "title": 40,
    "label": 40,
    "url": 30,
    "note": 40,
}


def _openpyxl() -> Any:
    """Return the package that writes workbooks."""
    try:
        import openpyxl
    except ImportError as fault:
        raise MissingExtra(
            "Excel files need openpyxl", fix='pip install "displacement-tracker[files]"'
        ) from fault
    return openpyxl


def workbook(frames: Mapping[str, pl.DataFrame]) -> bytes:
    """Return the tables as a workbook; a table too long for a sheet goes on in the next.

    Raises
    ------
    MissingExtra
        openpyxl is not installed.
    UnwritableOutput
        The folder for passing files, where sheets grow, has no space.
    """
    broke = import_module("lxml.etree").SerialisationError
    book = _openpyxl().Workbook(write_only=True)
    held = io.BytesIO()
    try:
        _fill(book, frames)
        book.save(held)
    except (OSError, broke) as fault:
        _give_up(book)
        full = fault if isinstance(fault, OSError) else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise unwritable(tempfile.gettempdir(), full) from fault
    return held.getvalue()


def _give_up(book: Any) -> None:
    """Close the files of a workbook that is not finished; what they say then is known already."""
    for sheet in book.worksheets:
        for part in (sheet._rows, getattr(sheet._writer, "xf", None)):
            with contextlib.suppress(Exception):
                if part is not None:
                    part.close()


def _fill(book: Any, frames: Mapping[str, pl.DataFrame]) -> None:
    """Write the tables into a workbook."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for name, frame in frames.items():
        for part, rows in enumerate(_parts(frame), start=1):
            sheet = book.create_sheet(name if part == 1 else f"{name} {part}")
            sheet.freeze_panes = "A2"
            for number, column in enumerate(frame.columns, start=1):
                sheet.column_dimensions[get_column_letter(number)].width = WIDE.get(column, 16)
            if frame.width:
                sheet.auto_filter.ref = f"A1:{get_column_letter(frame.width)}{rows.height + 1}"
            head = []
            for column in frame.columns:
                cell = WriteOnlyCell(sheet, value=column)
                cell.font = Font(bold=True)
                head.append(cell)
            sheet.append(head)
            for row in rows.iter_rows():
                sheet.append([_cell(sheet, value, WriteOnlyCell) for value in row])
    if not frames:
        book.create_sheet("empty")


def _parts(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield a table in pieces that fit a sheet, at least one."""
    if frame.is_empty():
        yield frame
    yield from frame.iter_slices(MOST_ROWS)


def _cell(sheet: Any, value: Any, make: Any) -> Any:
    """Return a cell; text is text whatever it starts with."""
    if isinstance(value, (list, tuple, pl.Series)):
        items = (str(item).replace("\\", "\\\\").replace(";", "\\;") for item in value if item is not None)
        value = ";".join(items)
    if isinstance(value, dt.datetime):
        value = value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    elif isinstance(value, dt.date) and value < FIRST_DAY:
        value = value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        value = None
    if isinstance(value, str):
        if not value:
            return None
        cell = make(sheet, value=FORBIDDEN.sub("\ufffd", value)[:LONGEST_CELL])
        cell.data_type = "s"
        return cell
    if isinstance(value, dt.date):
        cell = make(sheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def read_sheet(path: Path, name: str) -> pl.DataFrame:
    """Return one sheet as text, days as ISO 8601 and whole numbers without a point.

    Raises
    ------
    BadTable
        The workbook cannot be read, or has no such sheet.
    """
    book = _opened(path)
    if name not in book.sheetnames:
        raise BadTable(f"{path}: no sheet {name!r} in it", fix=f"name one of its sheets {name}")
    rows = list(book[name].iter_rows(values_only=True))
    book.close()
    head = [str(column) for column in rows[0] if column is not None] if rows else []
    told = [row[: len(head)] for row in rows[1:] if any(value is not None for value in row)]
    return pl.DataFrame(
        {
            column: [_text(row[at]) if at < len(row) else None for row in told]
            for at, column in enumerate(head)
        },
        schema=dict.fromkeys(head, pl.String),
    )


def _text(value: Any) -> str | None:
    """Return what a person typed into a cell as text."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)


def _opened(path: Path) -> Any:
    """Return a workbook to read from."""
    openpyxl = _openpyxl()
    with path.open("rb") as stream:
        try:
            return openpyxl.load_workbook(io.BytesIO(stream.read()), read_only=True, data_only=True)
        except Exception as fault:  # openpyxl raises what it meets
            raise BadTable(
                f"{path}: not a readable workbook ({fault})", fix="write it again: tracker export"
            ) from fault


def read_workbook(path: Path) -> dict[str, pl.DataFrame]:
    """Return the tables of a workbook that `workbook` wrote, typed as our tables.

    Raises
    ------
    BadTable
        It cannot be read as such.
    """
    book = _opened(path)
    found: dict[str, pl.DataFrame] = {}
    for sheet in book.worksheets:
        name, _, part = sheet.title.partition(" ")
        if name not in tables.SCHEMAS:
            continue
        frame = _table(sheet, name)
        found[name] = pl.concat([found[name], frame]) if part and name in found else frame
    book.close()

    return found


def _table(sheet: Any, name: str) -> pl.DataFrame:
    """Return one sheet as the named table; columns it does not know stay text."""
    rows = sheet.iter_rows(values_only=True)
    head = [str(column) for column in next(rows, ())]
    kinds = tables.columns(name)
    data = [  # a row ends with its last filled cell
        [_value(value, kinds.get(column)) for column, value in itertools.zip_longest(head, row[: len(head)])]
        for row in rows
    ]
    schema: dict[str, Any] = {column: kinds.get(column, pl.String()) for column in head}
    return pl.DataFrame(data, schema=schema, orient="row")


def _value(value: Any, kind: pl.DataType | None) -> Any:
    """Return a cell's value in the type of its column."""
    if value is None or kind is None:
        return None if value is None else str(value)
    if isinstance(kind, pl.List):
        items = split_cell(str(value))
        return [float(item) for item in items] if kind.inner == pl.Float64 else items
    if kind == pl.String:
        return str(value)
    if kind == pl.Date:
        return value.date() if isinstance(value, dt.datetime) else dt.date.fromisoformat(str(value))
    if isinstance(kind, pl.Datetime):
        return dt.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    if kind.is_float():
        return float(value)
    return value
