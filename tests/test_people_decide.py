"""What people decide and type in, the whole way: files beside the reports, a workbook, the page, the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from tests.reconciliation.test_decisions import claims as flood
from tracker import api
from tracker.cli import main
from tracker.errors import BadTable
from tracker.reconciliation import reconcile
from tracker.store.workbook import read_sheet, workbook

REPORT = """---
title: Flooding in the delta
publisher: Delta Courier
published: 2021-05-0{day}
---

Some {people} people have been displaced in the delta since Monday, the flood office said.
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with two reports of one flood."""
    folder = tmp_path / "reports" / "delta"
    folder.mkdir(parents=True)
    for day, people in ((4, "12,300"), (6, "15,700")):
        (folder / f"report-{day}.md").write_text(REPORT.format(day=day, people=people), encoding="utf-8")
    return folder.parent


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    if path.suffix == ".xlsx":
        path.write_bytes(workbook({"decisions": frame}))
    else:
        frame.write_csv(path)


DECIDED = [
    {"target": "old", "quote": "Some 12,300 people", "action": "correct", "field": "value", "value": "13200"},
    {"target": "gone", "quote": "no such words", "action": "reject", "field": None, "value": None},
]


@pytest.mark.parametrize("name", ["decisions.csv", "decisions.xlsx"])
def test_decisions_beside_the_reports_are_applied_and_idle_ones_said(data: Path, name: str) -> None:
    write(data / name, DECIDED)
    result = api.whole(data).reconciliation
    assert 13_200.0 in result.claims["value"].to_list()
    assert result.decisions["matched"].to_list() == [False, True]
    code, out, err = run("reconcile", "--data", data, "--show", "decisions")
    assert code == 0
    assert "attached again" in out
    assert err == "decision without effect: reject gone: matches no claim\n"


def test_decisions_written_into_the_exported_workbook_survive(data: Path, tmp_path: Path) -> None:
    write(data / "decisions.csv", DECIDED)
    public, inside = tmp_path / "public.xlsx", tmp_path / "inside.xlsx"
    assert run("export", "--data", data, "--format", "xlsx", "-o", public)[0] == 0
    assert run("export", "--data", data, "--format", "xlsx", "-o", inside, "--audience", "internal")[0] == 0
    (data / "decisions.csv").unlink()
    # one that matches nothing may tell of a report kept back
    assert read_sheet(public, "decisions")["target"].to_list() == ["old"]
    assert sorted(read_sheet(inside, "decisions")["target"].to_list()) == ["gone", "old"]
    assert 13_200.0 in api.whole(data, decisions=inside).reconciliation.claims["value"].to_list()


def test_a_workbook_without_the_sheet_is_refused(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook({"claims": pl.DataFrame({"claim_id": ["a"]})}))
    with pytest.raises(BadTable, match="decisions"):
        read_sheet(book, "decisions")


def test_cells_typed_as_numbers_and_days_become_text(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    told = pl.DataFrame({"value": [1350.0, 0.5], "field": ["2024-05-05", None]}).with_columns(
        pl.col("field").str.to_date()
    )
    book.write_bytes(workbook({"decisions": told}))
    assert read_sheet(book, "decisions").rows() == [("1350", "2024-05-05"), ("0.5", None)]


def test_an_override_stands_on_the_page(data: Path, tmp_path: Path) -> None:
    [series] = api.whole(data).reconciliation.series["series_id"].to_list()
    override = {"target": series, "action": "override", "field": "2021-05-04", "value": "12500", "who": "Ana",
                "why": "called the office"}  # fmt: skip
    write(data / "decisions.csv", [override, {**override, "target": "no.series", "why": "kept back"}])
    out = tmp_path / "out"
    code, _, err = run("report", "--data", data, "-o", out)
    assert code == 0
    assert "override no.series: matches no series" in err
    page = (out / "delta.html").read_text(encoding="utf-8")
    assert "called the office" in page
    assert "kept back" not in page
    write(data / "decisions.csv", [{**override, "value": "7"}])
    assert run("report", "--data", data, "-o", out, "--suppress-below", 10)[0] == 0
    assert "called the office" not in (out / "delta.html").read_text(encoding="utf-8")


def test_claims_typed_in_are_no_report_and_count_in_persons(data: Path) -> None:
    (data / "claims.csv").write_text(
        "value,qualifier,unit,term,measure,published,source,situation\n"
        "2300,exact,person,displaced,flow,2021-05-07,Telephone call,delta\n"
        "500,exact,household,displaced,flow,2021-05-07,Telephone call,delta\n",
        encoding="utf-8",
    )
    done = api.whole(data, household_size=5)
    assert done.extraction.reports["report_id"].to_list() == ["report-4", "report-6"]
    typed = done.extraction.claims.filter(pl.col("kind") == "entered")
    assert typed.select("persons", "household_size_basis").rows() == [(2300.0, None), (2500.0, "given")]


def test_accept_lets_a_feared_figure_count_and_gives_no_base_to_a_share() -> None:
    feared = flood().with_columns(hypothetical=pl.col("claim_id") == "c")
    accept = pl.DataFrame([{"target": "c", "action": "accept"}])
    roles = [
        reconcile(feared, decisions=said).assignments.filter(pl.col("claim_id") == "c")["role"][0]
        for said in (None, accept)
    ]
    assert roles == ["out_of_scope", "used"]
    share = flood().with_columns(
        unit=pl.when(pl.col("claim_id") == "c").then(pl.lit("share")).otherwise("unit")
    )
    assert reconcile(share, decisions=accept).assignments["role"].to_list().count("out_of_scope") == 1
