"""One table, written as page, Word, workbook, CSV, PDF, Markdown and aligned text, gives the same claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

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


FORMATS: dict[str, Callable[[Path], None]] = {
    "t.html": page, "t.docx": word, "t.xlsx": sheet, "t.csv": csv, "t.pdf": pdf, "t.md": markdown, "t.txt": blanks,
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
