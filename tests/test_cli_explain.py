"""``tracker explain``: the section on how a claim was read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.claims.choose import Row
from tracker.cli import main
from tracker.cli.how_read import contest_lines

REPORT = """\
---
title: A night of fighting
published: 2019-03-08
publisher: Valley Herald
---
The mayor said 7,000 people fled Hajin on Friday, leaving 40 shops behind.
"""


def row(rule: str, outcome: str, **said: object) -> Row:
    held = {"event": None, "score": None, "via": "", "words": "", "why": ""}
    return Row(rule=rule, outcome=outcome, **{**held, **said})  # type: ignore[arg-type]


def test_a_contest_shows_the_winner_first_and_every_reason() -> None:
    lines = contest_lines(
        [
            row("list before", "stood aside", event="killed", score=4.0, why="weaker than a verb beside it"),
            row("own verb", "won", event="displaced", score=8.5, via="after", words="have\n fled"),
            row("money", "refused", why="a sum of money"),
        ]
    )
    assert lines == [
        "  How it was read:",
        "    won          own verb     displaced, score 8.5, via after, “have fled”",
        "    refused      money        a sum of money",
        "    stood aside  list before  killed, score 4: weaker than a verb beside it",
    ]


@pytest.mark.parametrize("kept_in", ["folder", "store"])
def test_explain_reads_the_report_of_a_claim_again(tmp_path: Path, kept_in: str) -> None:
    data = tmp_path / "reports"
    (data / "hajin").mkdir(parents=True)
    (data / "hajin" / "night.md").write_text(REPORT, encoding="utf-8")
    where = ["--data", str(data)]
    if kept_in == "store":
        pytest.importorskip("deltalake", reason="the store extra is not installed")
        where = ["--store", str(tmp_path / "store")]
        assert CliRunner().invoke(main, ["ingest", str(data), *where]).exit_code == 0
    shown = CliRunner().invoke(main, ["reconcile", *where, "--show", "assignments", "--format", "jsonl"])
    [claim] = [json.loads(line)["claim_id"] for line in shown.stdout.splitlines()]
    done = CliRunner().invoke(main, ["explain", claim, *where])
    assert done.exit_code == 0, done.output
    read = done.stdout[done.stdout.index("  How it was read:") :].splitlines()
    assert read[1].split()[0] == "won"
    assert "displaced" in read[1]
    assert "fled" in read[1]
