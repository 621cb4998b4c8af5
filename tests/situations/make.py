"""Build the binary reports of the invented situations from text: ``python -m tests.situations.make``.

A text report stands in ``reports/`` as it is.  A Word, PDF or Excel file stands there too, built from
``sources/<file name>.txt``, so that what it says can be read and corrected.  The same text gives the same bytes.

In a source, ``@title``, ``@author``, ``@created`` and ``@modified`` set the file's own properties (often wrong, as
in life), ``# `` and ``## `` open headings, ``- `` an item, ``| a | b |`` a row of a table; in a workbook ``@sheet``
opens a sheet and ``a | b`` is a row.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen import canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = Path(__file__).parent
SETTING = re.compile(r"@(title|author|created|modified) (.+)")
HEADINGS = {"# ": "Heading1", "## ": "Heading2", "- ": "Bullet"}
Properties = dict[str, str]
Block = tuple[str, str | list[list[str]]]
NO_DAY = "2024-01-01"


def split(text: str) -> tuple[Properties, list[str]]:
    """Return the properties of a source and its other lines."""
    properties: Properties = {}
    lines = []
    for line in text.splitlines():
        if found := SETTING.fullmatch(line):
            properties[found[1]] = found[2]
        else:
            lines.append(line)
    return properties, lines


def cells(line: str) -> list[str]:
    """Return the cells of ``| a | b |`` or ``a | b``; one empty cell at an end is kept in the latter."""
    inner = line[1:-1] if line.startswith("|") else line
    return [cell.strip() for cell in inner.split("|")]


def blocks(lines: list[str]) -> Iterator[Block]:
    """Yield headings, items, paragraphs and tables in order."""
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append(cells(line))
            continue
        if rows:
            yield "Table", rows
            rows = []
        if line.strip():
            mark = next((mark for mark in HEADINGS if line.startswith(mark)), "")
            yield HEADINGS.get(mark, "Normal"), line.removeprefix(mark)


def day(properties: Properties, key: str) -> dt.datetime:
    """Return a day of the file's own properties."""
    return dt.datetime.fromisoformat(properties.get(key, properties.get("created", NO_DAY)))


def word(text: str) -> bytes:
    """Return a Word file."""
    properties, lines = split(text)
    document = docx.Document()
    core = document.core_properties
    core.title, core.author = properties.get("title", ""), properties.get("author", "")
    core.created, core.modified = day(properties, "created"), day(properties, "modified")
    styles = {"Heading1": "Heading 1", "Heading2": "Heading 2", "Bullet": "List Bullet", "Normal": "Normal"}
    for kind, content in blocks(lines):
        if isinstance(content, str):
            document.add_paragraph(content, style=styles[kind])
            continue
        table = document.add_table(rows=len(content), cols=max(map(len, content)), style="Table Grid")
        for row, values in zip(table.rows, content, strict=True):
            for cell, value in zip(row.cells, values, strict=False):
                cell.text = value
    raw = io.BytesIO()
    document.save(raw)
    return steady(raw.getvalue(), core.modified)


def pdf(text: str) -> bytes:
    """Return a PDF."""
    properties, lines = split(text)
    sheet = getSampleStyleSheet()
    flow: list[Flowable] = []
    for kind, content in blocks(lines):
        if isinstance(content, str):
            mark = "• " if kind == "Bullet" else ""
            flow += [Paragraph(mark + escape(content), sheet[kind]), Spacer(1, 4)]
        else:
            grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.4, "black"), ("FONTSIZE", (0, 0), (-1, -1), 8)])
            flow += [Table(content, style=grid, hAlign="LEFT"), Spacer(1, 6)]

    def stamp(page: canvas.Canvas, _: SimpleDocTemplate) -> None:
        made = TimeStamp(1)
        made.YMDhms = day(properties, "created").timetuple()[:6]
        page._doc._timeStamp = made  # reportlab has no setter for the day a file gives as its own

    raw = io.BytesIO()
    SimpleDocTemplate(
        raw,
        pagesize=A4,
        title=properties.get("title", ""),
        author=properties.get("author", ""),
        invariant=1,
        pageCompression=0,  # another zlib would give other bytes
    ).build(flow, onFirstPage=stamp)
    return raw.getvalue()


def workbook(text: str) -> bytes:
    """Return an Excel workbook; whole numbers and ISO days become typed cells."""
    properties, lines = split(text)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for line in lines:
        if line.startswith("@sheet "):
            sheet = book.create_sheet(line.removeprefix("@sheet "))
        else:
            sheet.append([typed(cell) for cell in cells(line)])
    book.properties.creator = properties.get("author", "")
    book.properties.created = day(properties, "created")
    raw = io.BytesIO()
    book.save(raw)
    return steady(raw.getvalue(), day(properties, "modified"))


def typed(cell: str) -> int | dt.date | str | None:
    """Return what a person would have typed into the cell."""
    if re.fullmatch(r"\d+", cell):
        return int(cell)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return dt.date.fromisoformat(cell)
    return cell or None


def steady(raw: bytes, modified: dt.datetime) -> bytes:
    """Return an Office file without the moment of its making: fixed days in the archive and in its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*",
                    rb"\g<1>" + f"{modified:%Y-%m-%dT%H:%M:%SZ}".encode(),
                    body,
                )
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, body)
    return out.getvalue()


MAKERS: dict[str, Callable[[str], bytes]] = {".docx": word, ".pdf": pdf, ".xlsx": workbook}


def held(body: bytes) -> bytes | dict[str, bytes]:
    """Return what a built file holds: of an archive its entries, however well they are packed."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def make(situation: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield each file that ``sources/`` of a situation gives, with its bytes."""
    for source in sorted((situation / "sources").glob("*.txt")):
        name = source.name.removesuffix(".txt")
        yield situation / "reports" / name, MAKERS[Path(name).suffix](source.read_text(encoding="utf-8"))


def main() -> None:
    """Write the binary reports of every situation in a folder (default: the ones beside this file)."""
    parser = argparse.ArgumentParser(description="Build the binary reports of the invented situations.")
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    for truth in sorted(parser.parse_args().folder.glob("*/truth.json")):
        for path, body in make(truth.parent):
            path.write_bytes(body)
            print(path)


if __name__ == "__main__":
    main()
