"""Sentences of our own and the claims a careful reader takes from them."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from tracker.claims.read import read_claims
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
        # an attack dates who was hurt, not who was moved
        ("A bomb hit the convoy on 2 March. Some 12 people died.", ("2019-03-02", "2019-03-02")),
        ("A bomb hit the convoy on 2 March. Some 500 people were evacuated under the deal.", (None, None)),
        (
            "There had been no such flood since 1988, when some 9,000 families fled.",
            ("1988-01-01", "1988-12-31"),
        ),
        ("The dam had held since 8 May 2014, when 30 people died.", ("2014-05-08", "2014-05-08")),
        ("Some 40,000 people were in camps in early February.", ("2019-02-01", "2019-02-10")),
        (
            "NAIROBI, 8 March 2019\n\nSome 9,000 people live in schools across the three districts.",
            (None, None),
        ),
        ("Some 400 people drowned on September 19 and 20 last year.", ("2018-09-19", "2018-09-20")),
    ],
)
def test_period(text: str, period: tuple[str | None, str | None]) -> None:
    claims, _ = read_claims(Report(report_id="t", text=text, published=PUBLISHED))
    start, end = claims[-1].period_start, claims[-1].period_end
    assert (start and start.isoformat(), end and end.isoformat()) == period


@pytest.mark.parametrize(
    ("text", "origin", "destination"),
    [
        ("In Jassem in the southern province of Daraa 15 civilians were killed.", "Jassem", None),
        (
            "At Khan Sheikhun, in the northwestern province of Idlib, 11 people were killed.",
            "Khan Sheikhun",
            None,
        ),
        ("Some 300 people fled from Sousa in eastern Syria.", "Sousa", None),
    ],
)
def test_the_smaller_place_is_meant(text: str, origin: str | None, destination: str | None) -> None:
    claims, _ = read_claims(Report(report_id="t", text=text, published=PUBLISHED))
    assert (claims[0].origin, claims[0].destination) == (origin, destination)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "The Ministry of Health in North Darfur said 12 people were killed.",
            "Ministry of Health in North Darfur",
        ),
        ("IOM fears that 3,000 people are still trapped.", "IOM"),
        ("National: 623 houses were destroyed.", None),
    ],
)
def test_who_is_credited(text: str, source: str | None) -> None:
    claims, _ = read_claims(Report(report_id="t", text=text, published=PUBLISHED))
    assert claims[0].source == source
