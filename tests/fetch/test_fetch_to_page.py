"""From a public source to the page: fetched, kept, drawn beside the estimates, listed where they part."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("httpx")
pytest.importorskip("deltalake", reason="the store's extra is not installed")
sys.path.insert(0, str(Path(__file__).parent))

from replay import Answer, replay

from tracker.cli import main

REPORT = """---
title: Situation in Khartoum
publisher: Nile Bulletin
published: 2024-05-{day:02}
---
Some {people:,} displaced people were living in Khartoum on {day} May 2024, the Nile Observatory said.
"""
COUNTS = {2: 80_000, 6: 84_500, 10: 90_000, 16: 97_000, 20: 99_000}


def run(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def round_of(number: int, day: int, people: int) -> dict[str, Any]:
    return {
        "operation": "Sudan crisis",
        "admin0Name": "Sudan",
        "admin0Pcode": "SDN",
        "admin1Name": "Khartoum",
        "admin1Pcode": "SD01",
        "numPresentIdpInd": people,
        "reportingDate": f"2024-05-{day:02}T00:00:00",
        "roundNumber": number,
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("khartoum")
    for day, people in COUNTS.items():
        path = folder / "inbox" / f"{day:02}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(REPORT.format(day=day, people=people), encoding="utf-8")
    run("ingest", folder / "inbox", "--store", folder / "store")
    result = [round_of(1, 5, 60_000), round_of(1, 5, 22_500), round_of(2, 18, 140_000)]
    answer = {"isSuccess": True, "result": result, "errorMessages": []}
    with replay([Answer(answer)]) as server:
        told = run(
            "fetch", "dtm", "--country", "Sudan", "--key", "k", "--store", folder / "store", "--base", server.base
        )  # fmt: skip
    assert "2 figures of IOM DTM, 2 new" in told
    return folder / "store"


def test_figures_reach_the_page(store: Path, tmp_path: Path) -> None:
    told = run("report", "--store", store, "--data", tmp_path, "--out", tmp_path / "out")
    assert "2 official figures, 2 of a quantity and place that the reports count" in told
    [page] = [path for path in (tmp_path / "out").glob("*.html") if 'id="official"' in path.read_text()]
    text = page.read_text()
    assert 'data-trace="IOM DTM, official figures"' in text
    apart = text[text.index('<section id="official"') :].partition("<details>")[0]
    assert "140,000 people" in apart
    assert "above the estimate" in apart
    assert "82,500 people" not in apart, "within the range, so folded"
    assert "https://dtm.iom.int/" in apart


def test_where_they_part_is_told_in_full(store: Path, tmp_path: Path) -> None:
    told = run("reconcile", "--store", store, "--data", tmp_path, "--show", "official")
    assert "IOM DTM has 140,000, the estimate is 97," in told
    assert "% of it." in told, "the message is not cut"
    assert "e+0" not in told, "figures as people write them"
