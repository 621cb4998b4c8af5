"""One table, written as page, Word, workbook, CSV, PDF, Markdown and aligned text, gives the same claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.read.office_files import paragraph, write_open_document
from tracker.claims.read import read_claims
from tracker.read import ReadOptions, read

ROWS = [
    ["Canton", "Reported on", "Displaced persons", "Families", "Women", "Site capacity"],
    ["Moromira", "2031-05-03", "2,410", "482", "1,120", "3,000"],
    ["Balakato", "2031-05-04", "1,355", "271", "640", "900"],
    ["Kitopa", "2031-05-05", "3,208", "640", "1,502", "4,100"],
    ["Total", "", "6,973", "1,393", "3,262", "8,000"],
]
TITLE = "Registration by canton"


def page(path: Path) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    path.write_text(
        f"<html><body><article><h2>{TITLE}</h2><table>{cells}</table></article></body></html>", "utf-8"
    )


def word(path: Path) -> None:
    built = pytest.importorskip("docx").Document()
    built.add_heading(TITLE, 2)
    table = built.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for at, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell
    built.save(str(path))


def sheet(path: Path) -> None:
    made = pytest.importorskip("openpyxl").Workbook()
    for row in [[TITLE], [], *ROWS]:
        made.active.append(
            [int(cell.replace(",", "")) if cell[:1].isdigit() and "-" not in cell else cell for cell in row]
        )
    made.save(path)


def csv(path: Path) -> None:
    path.write_text("\n".join(";".join(row) for row in ROWS), "utf-8")


def pdf(path: Path) -> None:
    pytest.importorskip("reportlab")
    from reportlab.platypus import SimpleDocTemplate, Table

    SimpleDocTemplate(str(path)).build([Table(ROWS)])


def markdown(path: Path) -> None:
    lines = [f"| {' | '.join(row)} |" for row in ROWS]
    path.write_text(
        "\n".join([f"## {TITLE}", "", lines[0], "|---|---|---|---|---|---|", *lines[1:]]), "utf-8"
    )


def blanks(path: Path) -> None:
    lines = [row[0].ljust(12) + "".join(cell.rjust(20) for cell in row[1:]) for row in ROWS]
    path.write_text("\n".join([TITLE, "", *lines]), "utf-8")


def slides(path: Path) -> None:
    deck = pytest.importorskip("pptx").Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = TITLE
    table = slide.shapes.add_table(len(ROWS), len(ROWS[0]), 0, 1_000_000, 8_000_000, 3_000_000).table
    for at, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell
    deck.save(str(path))


def old_sheet(path: Path) -> None:
    book = pytest.importorskip("xlwt").Workbook()
    sheet = book.add_sheet("one")
    for at, row in enumerate([[TITLE], [], *ROWS]):
        for column, cell in enumerate(row):
            number = cell[:1].isdigit() and "-" not in cell
            sheet.write(at, column, int(cell.replace(",", "")) if number else cell)
    book.save(str(path))


def open_text(path: Path) -> None:
    cells = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell>{paragraph(cell)}</table:table-cell>' for cell in row)}"
        "</table:table-row>"
        for row in ROWS
    )
    body = f"<office:text><text:h>{TITLE}</text:h><table:table>{cells}</table:table></office:text>"
    write_open_document(path, body)


def open_sheet(path: Path) -> None:
    def cell(text: str) -> str:
        if text[:1].isdigit() and "-" not in text:
            value = text.replace(",", "")
            return f'<table:table-cell office:value-type="float" office:value="{value}">{paragraph(text)}</table:table-cell>'
        return f'<table:table-cell office:value-type="string">{paragraph(text)}</table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [[TITLE], [""], *ROWS]
    )
    write_open_document(
        path, f'<office:spreadsheet><table:table table:name="one">{rows}</table:table></office:spreadsheet>'
    )


def rich(path: Path) -> None:
    row = "".join(f"\\cellx{900 * at}" for at in range(1, len(ROWS[0]) + 1))
    lines = [f"\\trowd{row} " + "".join(f"{cell}\\cell " for cell in cells) + "\\row" for cells in ROWS]
    path.write_text("{\\rtf1\\ansi " + f"{TITLE}\\par\\par\n" + "\n".join(lines) + "}", "ascii")


FORMATS: dict[str, Callable[[Path], None]] = {
    "t.html": page, "t.docx": word, "t.xlsx": sheet, "t.csv": csv, "t.pdf": pdf, "t.md": markdown, "t.txt": blanks,
    "t.pptx": slides, "t.odt": open_text, "t.ods": open_sheet, "t.xls": old_sheet, "t.rtf": rich,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_reads_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    FORMATS[name](tmp_path / name)
    [report] = read(
        tmp_path / name, ReadOptions(published=dt.date(2031, 5, 6), today=dt.date(2031, 6, 1))
    ).reports
    claims = read_claims(report)[0]
    told = [
        (c.value, c.unit, c.term, c.measure, c.sex, c.destination, c.period_end, c.is_total) for c in claims
    ]
    days = [dt.date(2031, 5, day) for day in (3, 4, 5)]
    expected = []
    for at, row in enumerate(ROWS[1:]):
        persons, families, women = (float(cell.replace(",", "")) for cell in row[2:5])
        day, place = (days[at], row[0]) if at < len(days) else (None, None)
        for value, unit, sex in (
            (persons, "person", None),
            (families, "household", None),
            (women, "person", "female"),
        ):
            expected.append((value, unit, "displaced", "stock", sex, place, day, day is None))
    assert told == expected
