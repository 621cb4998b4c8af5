"""Reports laid out as offices lay theirs out, and how many of their claims are read right."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tracker import amounts
from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

LAYOUTS = sorted(Path(__file__).with_name("layouts").glob("*.txt"))
UNITS = {"p": "person", "h": "household", "d": "dwelling", "s": "share"}
MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)(?:\|([^\]]*))?\]\]")
# what was reached; raise them when the reader improves
FIGURES, CLAIMS = 0.95, 0.91


def marked(path: Path) -> tuple[Report, list[dict[str, Any]]]:
    """Return the report of a marked text and the claims marked in it."""
    first, text = path.read_text("utf-8").split("\n\n", 1)
    plain, true, position = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[position : mark.start()]
        unit, term, measure, period = mark[2].split()
        flags = dict(flag.partition("=")[::2] for flag in (mark[3] or "").split())
        value = float(flags["value"]) if "value" in flags else amounts(mark[1])["value"][0]
        true.append(
            {
                "start": len(plain),
                "end": len(plain) + len(mark[1]),
                "value": value,
                "told": (UNITS[unit], term, measure),
                "period": period,
                "total": "total" in flags,
                "sex": flags.get("sex"),
            }
        )
        plain += mark[1]
        position = mark.end()
    published = dt.date.fromisoformat(first.removeprefix("published "))
    return Report(report_id=path.stem, text=plain + text[position:], published=published), true


def period(claim: Claim) -> str:
    """Write the period of a claim as the marks do."""
    start, end = claim.period_start, claim.period_end
    if start == end:
        return start.isoformat() if start else "-"
    return f"{start or ''}..{end or ''}"


@cache
def counts() -> Counter[str]:
    """Count what is true, read and right over all layouts."""
    total: Counter[str] = Counter()
    for path in LAYOUTS:
        report, true = marked(path)
        claims, _ = read_claims(report)
        left = list(claims)
        total.update(true=len(true), read=len(claims))
        for one in true:
            found = next(
                (
                    c
                    for c in left
                    if c.start < one["end"] and c.end > one["start"] and c.value == one["value"]
                ),
                None,
            )
            if found is None:
                continue
            left.remove(found)
            total["figure"] += 1
            total["claim"] += (found.unit, found.term, found.measure) == one["told"]
            total["totals wrong"] += found.is_total != one["total"]
            total["sexes wrong"] += one["sex"] is not None and found.sex != one["sex"]
            total["periods"] += one["period"] != "?"
            total["periods right"] += one["period"] == period(found)
    return total


@pytest.mark.parametrize(("level", "floor"), [("figure", FIGURES), ("claim", CLAIMS)])
def test_layouts(level: str, floor: float) -> None:
    found = counts()
    assert 2 * found[level] / (found["true"] + found["read"]) >= floor


def test_totals_and_sexes_of_tables() -> None:
    assert counts()["totals wrong"] == 0
    assert counts()["sexes wrong"] == 0


def test_periods_of_layouts() -> None:
    assert counts()["periods right"] / counts()["periods"] >= 0.8


def test_a_table_of_aid_holds_no_claim() -> None:
    report, true = marked(Path(__file__).with_name("layouts") / "no-claims.txt")
    assert not true
    assert read_claims(report)[0] == []
