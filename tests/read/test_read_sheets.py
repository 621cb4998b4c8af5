"""Workbooks and CSV files as partners write them: titles, two rows of heads, hidden sheets, many rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.read import Reading, read


def book(tmp_path: Path, build: Callable[[Any], None]) -> Reading:
    """Return what is read of a workbook that a function fills."""
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    build(made)
    path = tmp_path / "tracker.xlsx"
    made.save(path)
    return read(path)


def fill(sheet: Any, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> None:
    for row in rows:
        sheet.append(row)
    for one in merged:
        sheet.merge_cells(one)


ROWS = [
    ["Site monitoring, round 9"],
    ["Kalo, 3 June 2031"],
    [],
    ["Ward", "Hosted", None, None, "Gone home"],
    [None, "Families", "Women", "Men", "Families"],
    ["Moro", 41, 90, 84, 3],
    ["Bala", 12, 30, 21, 0],
]


def test_merged_heads_of_a_sheet_say_how_wide_they_are(tmp_path: Path) -> None:
    got = book(tmp_path, lambda made: fill(made.active, ROWS, ("B4:D4", "A4:A5")))
    assert (
        "| Ward | Hosted ||| Gone home |\n|  | Families | Women | Men | Families |\n| --- |"
        in got.reports[0].text
    )


def test_hidden_sheets_rows_and_columns_are_said_and_not_read(tmp_path: Path) -> None:
    def build(made: Any) -> None:
        fill(
            made.active,
            [["Ward", "IDPs", "Check"], ["Moro", 410, 77_777], ["Bala", 66_666, 3], ["Kato", 55, 4]],
        )
        made.active.row_dimensions[3].hidden = True
        made.active.column_dimensions["C"].hidden = True
        made.create_sheet("Old round").append(["Moro", 9_999])
        made["Old round"].sheet_state = "hidden"

    got = book(tmp_path, build)
    [report] = got.reports
    assert "410" in report.text
    assert "55" in report.text
    for unseen in ("66666", "77777", "9999"):
        assert unseen not in report.text
    assert "hidden and not read: sheet 'Old round'" in got.notes[0]
    assert "2 hidden rows and columns not read" in got.notes[1]


def test_a_workbook_with_nothing_but_hidden_sheets_says_so(tmp_path: Path) -> None:
    def build(made: Any) -> None:
        made.create_sheet("Old round").append(["Moro", 9_999])
        made["Old round"].sheet_state = "veryHidden"

    got = book(tmp_path, build)
    assert not got.reports
    assert "hidden and not read: Old round" in got.verdicts[0].fault


def test_each_part_of_a_long_sheet_has_all_rows_of_its_head(tmp_path: Path) -> None:
    rows = [*ROWS[3:5], *([f"Ward {at}", at, at, at, at] for at in range(7_000))]
    first, second = book(tmp_path, lambda made: fill(made.active, rows, ("B1:D1",))).reports
    head = "| Ward | Hosted ||| Gone home |\n|  | Families | Women | Men | Families |\n| --- |"
    assert first.text.startswith(head)
    assert second.text.startswith(head)
    assert "| Ward 6999 | 6999 |" in second.text
    assert first.text.count("\n") + second.text.count("\n") + 2 == 7_000 + 6
