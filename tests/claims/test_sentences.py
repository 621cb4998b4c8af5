"""Sentences of our own and the claims a careful reader takes from them."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from tracker.claims.reader import read_claims
from tracker.vocabulary import Report

CASES = {
    f"{part}: {sentence}": (sentence, expected)
    for part, cases in tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8")).items()
    for sentence, expected in cases.items()
}
PUBLISHED = dt.date(2019, 3, 8)


def said(text: str) -> list[str]:
    """Read a text and write each claim down in short."""
    claims, _ = read_claims(Report(report_id="t", text=text, published=PUBLISHED))
    return [
        f"{'~' if claim.hypothetical else ''}{round(claim.value, 4):.10g} {claim.unit} {claim.term} {claim.measure}"
        for claim in claims
    ]


def short(expected: list[str]) -> list[str]:
    made = []
    for row in expected:
        value, *rest = row.split()
        mark = "~" if value.startswith("~") else ""
        made.append(" ".join([f"{mark}{float(value.strip('~')):.10g}", *rest]))
    return made


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_sentence(case: str) -> None:
    sentence, expected = CASES[case]
    assert said(sentence) == short(expected)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("NIAMEY, March 2 (Xinhua) -- Floods have killed 103 people.", (None, None)),
        (
            "GENEVA, March 2 (Reuters) - Some 4,000 people left the town on Monday.",
            ("2019-03-04", "2019-03-04"),
        ),
        (
            "UNHCR said on 5 March that 5,111 people had been displaced since 2 March.",
            ("2019-03-02", "2019-03-05"),
        ),
        ("Some 9,000 people remain in shelters.", ("2019-03-08", "2019-03-08")),
        ("Some 20 people have gone missing in the past four days.", ("2019-03-08", "2019-03-08")),
        ("Floods are forecast for the next two days. Some 12 people died.", (None, None)),
        ("Floods hit the town on 2 March. Some 12 people died.", ("2019-03-02", "2019-03-02")),
    ],
)
def test_period(text: str, period: tuple[str | None, str | None]) -> None:
    claims, _ = read_claims(Report(report_id="t", text=text, published=PUBLISHED))
    start, end = claims[-1].period_start, claims[-1].period_end
    assert (start and start.isoformat(), end and end.isoformat()) == period
