"""Tables of PDFs: heads over several columns, even gaps, merged cells between lines, two figures never one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tracker.read import read

pytest.importorskip("reportlab")
from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

from tests.read.laid_out import BODY, CLASHES, FLOODS

HEADS = ["Ward", "Displaced", "", "Gone home", ""], ["", "Families", "Persons", "Families", "Persons"]
ROWS = [
    *HEADS,
    ["Tamri", "1,204", "6,310", "110", "540"],
    ["Oum Dabra", "88", "455", "-", "-"],
    ["All", "1,292", "6,765", "110", "540"],
]
MERGED = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("ALIGN", (1, 0), (-1, -1), "CENTER")]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
EXPECTED = [
    "| Ward | Displaced || Gone home ||",
    "|  | Families | Persons | Families | Persons |",
    "| Tamri | 1,204 | 6,310 | 110 | 540 |",
    "| Oum Dabra | 88 | 455 | - | - |",
    "| All | 1,292 | 6,765 | 110 | 540 |",
]


def table_of(
    tmp_path: Path, rows: list[list[str]], style: list[tuple[Any, ...]], widths: list[float] | None = None
) -> list[str]:
    """Return the lines of the table that a page with text around it holds."""
    path = tmp_path / "x.pdf"
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate("a", [Frame(40, 60, 500, 720)])])
    document.build(
        [Paragraph(FLOODS[0], BODY), Table(rows, colWidths=widths, style=style), Paragraph(CLASHES[0], BODY)]
    )
    text = read(path).reports[0].text
    return [line for line in text.split("\n") if line.startswith("|") and "---" not in line]


def test_a_ruled_table_with_merged_heads(tmp_path: Path) -> None:
    assert table_of(tmp_path, ROWS, [*MERGED, *GRID]) == EXPECTED


@pytest.mark.parametrize("widths", [None, [80.0, 70.0, 70.0, 70.0, 70.0], [120.0, 60.0, 60.0, 80.0, 60.0]])
def test_a_table_without_rules_with_heads_over_two_columns(
    tmp_path: Path, widths: list[float] | None
) -> None:
    assert table_of(tmp_path, ROWS, MERGED, widths) == EXPECTED


def test_a_head_over_three_columns(tmp_path: Path) -> None:
    rows = [
        ["Ward", "Displaced", "", "", "Dead"],
        ["", "Girls", "Boys", "All", ""],
        ["Tamri", "204", "310", "514", "3"],
        ["Oum Dabra", "88", "45", "133", "0"],
    ]
    style = [("SPAN", (1, 0), (3, 0)), ("ALIGN", (1, 0), (-1, -1), "CENTER")]
    assert table_of(tmp_path, rows, style, [90, 60, 60, 60, 60])[:2] == [
        "| Ward | Displaced ||| Dead |",
        "|  | Girls | Boys | All |  |",
    ]


def test_heads_that_stand_evenly_are_cells(tmp_path: Path) -> None:
    """Gaps of one width are no loosely set line where the rows around have gaps there, too."""
    rows = [["District", "Families", "Individuals", "Families"], ["Tamri", "110", "540", "12"], ["Kesra", "90", "455", "8"],
            ["Morrah", "70", "310", "2"]]  # fmt: skip
    style = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 12)]
    assert table_of(tmp_path, rows, style)[1:] == [
        "| Tamri | 110 | 540 | 12 |",
        "| Kesra | 90 | 455 | 8 |",
        "| Morrah | 70 | 310 | 2 |",
    ]
