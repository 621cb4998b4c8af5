"""Which count leads a page, from reports to the first sentence of summary.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker import api

RESCUED = (
    ("2021-08-27", "Some 2,100 people have been rescued in the city of Aleppo so far, the mayor said."),
    ("2021-08-29", "Some 6,300 people have been rescued in all, the fire service said."),
    ("2021-08-30", "The police said a total of 9,200 people have been rescued."),
    ("2021-08-31", "A total of 9,900 people have been rescued, the army said."),
)
IN_SHELTERS = (
    ("2021-08-29", "Some 17,400 people are in shelters, the Red Crescent said."),
    ("2021-08-31", "The Red Crescent said 29,800 people are in shelters."),
    ("2021-09-01", "Some 34,100 people are in shelters, the Red Crescent said."),
)


def headline(folder: Path, reports: tuple[tuple[str, str], ...]) -> str:
    data = folder / "in"
    data.mkdir()
    for at, (day, text) in enumerate(reports):
        (data / f"{at}.md").write_text(
            f"---\npublished: {day}\npublisher: Desk {at}\ncountry_iso3: SYR\n---\n{text}\n", encoding="utf-8"
        )
    api.report(data, folder / "out")
    lines = (folder / "out" / "summary.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("About "))


@pytest.mark.parametrize(
    "reports", [RESCUED + IN_SHELTERS, IN_SHELTERS + RESCUED], ids=["one way", "the other"]
)
def test_a_total_smaller_than_those_in_shelters_now_does_not_lead(
    reports: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    assert "34,100" in headline(tmp_path, reports)


def test_a_running_total_leads_where_nobody_counts_more_now(tmp_path: Path) -> None:
    assert "9,900" in headline(tmp_path, RESCUED)
