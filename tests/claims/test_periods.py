"""Sentences of our own and the days a careful reader gives their claims."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

CASES = {
    f"{kind}: {text}": (text, expected)
    for kind, cases in tomllib.loads(Path(__file__).with_name("periods.toml").read_text("utf-8")).items()
    for text, expected in cases.items()
}
PUBLISHED = dt.date(2030, 11, 14)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day is not None else "-"


def _short(claim: Claim) -> str:
    days = f"{_day(claim.period_start)}..{_day(claim.period_end)}"
    return f"{'~' if claim.hypothetical else ''}{claim.value:.10g} {days} {claim.per or ''}".strip()


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_days(case: str) -> None:
    text, expected = CASES[case]
    claims, _ = read_claims(Report(report_id="t", text=text, published=PUBLISHED))
    assert set(expected) <= {_short(claim) for claim in claims}


def test_no_window_ends_before_it_begins() -> None:
    text = "Since 1 January 2031, up to 5 March 2030, some 4,000 people had fled; by 2 May 2029 900 had returned."
    claims, _ = read_claims(Report(report_id="t", text=text, published=PUBLISHED))
    assert claims
    for claim in claims:
        assert None in (claim.period_start, claim.period_end) or claim.period_start <= claim.period_end  # type: ignore[operator]
