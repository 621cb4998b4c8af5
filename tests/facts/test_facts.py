"""The fact an analyst would record stands first, and how its value was come by is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import tracker
from tracker import tables
from tracker.cli import main
from tracker.errors import BadTable
from tracker.facts import SHEETS, facts, sheet


def first(text: str) -> tuple[str, str, float, str]:
    made = facts(tracker.extract_text(text, published=dt.date(2021, 3, 8)))
    row = made.row(0, named=True)
    return row["term"], row["unit"], row["value"], row["logic"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        # people before homes before the affected, whichever is larger or told first
        ("The floods affected 90,000 people, destroyed 800 houses and displaced 4,200 people.",
         ("displaced", "person", 4200.0, "as stated")),
        ("The quake affected 12,000 people and destroyed 640 houses.",
         ("housing_destroyed", "dwelling", 640.0, "homes destroyed stand for households")),
        # a whole before its parts
        ("In Hajin 10,200 people were displaced, including 5,900 children.",
         ("displaced", "person", 10200.0, "as stated")),
        # places apart are summed, where no whole is told
        ("Some 400 people fled Hajin and 300 people fled Susah.", ("displaced", "person", 700.0, "sum of 2 places")),
        ("A total of 950 people fled: 650 people fled Hajin and 300 people fled Susah.",
         ("displaced", "person", 950.0, "as stated")),
        # what only may happen is no fact
        ("Some 600 people fled Hajin; another 7,000 people might have to flee.",
         ("displaced", "person", 600.0, "as stated")),
        # families where no persons are told, persons where both are
        ("Some 250 families were displaced in Hajin.", ("displaced", "household", 250.0, "as stated")),
        ("Some 250 families (1,410 people) were displaced in Hajin.", ("displaced", "person", 1410.0, "as stated")),
        # the dead come after the homeless
        ("The storm killed 212 people and left 90 people homeless.", ("displaced", "person", 90.0, "as stated")),
    ],
)  # fmt: skip
def test_the_first_fact(text: str, fact: tuple[str, str, float, str]) -> None:
    assert first(text) == fact


def test_ranks_count_from_one_in_each_report_and_lead_to_claims() -> None:
    texts = {"a": "Some 400 people fled Hajin. 20 people were killed.", "b": "Some 9 families fled Susah."}
    claims = pl.concat(
        tracker.extract_text(text).with_columns(report_id=pl.lit(name)) for name, text in texts.items()
    )
    made = facts(claims)
    tables.check("facts", made)
    assert made.group_by("report_id", maintain_order=True).agg("rank").rows() == [("a", [1, 2]), ("b", [1])]
    assert set(made["claim_ids"].explode()) <= set(claims["claim_id"])


def test_a_rate_a_denial_and_no_claims_are_no_facts() -> None:
    assert facts(
        tracker.extract_text("About 300 people a day fled. No civilians had been evacuated.")
    ).is_empty()
    assert facts(tables.empty("claims")).is_empty()


def test_sheets_have_their_columns() -> None:
    made = facts(
        tracker.extract_text(
            "At least 4,200 people are staying in Camp Linden in Uganda.", published=dt.date(2021, 3, 8)
        )
    )
    idmc = sheet(made, "idmc").row(0, named=True)
    assert (idmc["category"], idmc["term"], idmc["quantifier"], idmc["reported"], idmc["role"]) == (
        "IDPS",
        "SHELTERED",
        "MORE_THAN",
        4200.0,
        "RECOMMENDED",
    )
    dtm = sheet(made, "dtm").row(0, named=True)
    assert (dtm["admin0Pcode"], dtm["numPresentIdpInd"]) == ("UGA", 4200.0)
    with pytest.raises(BadTable, match="no sheet"):
        sheet(made, "unhcr")


def test_the_command_gives_facts_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some 400 people fled Hajin. 20 people were killed.")
    run = CliRunner().invoke
    rows = [
        json.loads(line)
        for line in run(main, ["extract", str(path), "--facts", "--format", "jsonl"]).stdout.splitlines()
    ]
    assert [(row["rank"], row["value"]) for row in rows] == [(1, 400.0), (2, 20.0)]
    assert "displaced" in run(main, ["extract", str(path), "--facts"]).stdout
    out = tmp_path / "facts.parquet"
    assert (
        run(main, ["extract", str(path), "--facts", "--format", "parquet", "--out", str(out)]).exit_code == 0
    )
    assert pl.read_parquet(out)["value"].to_list() == [400.0, 20.0]
    for name, (columns, _) in SHEETS.items():
        head = run(main, ["extract", str(path), "--sheet", name, "--format", "csv"]).stdout.splitlines()[0]
        assert head.split(",") == list(columns)
    assert run(main, ["extract", str(path), "--facts", "--unread"]).exit_code == 2
