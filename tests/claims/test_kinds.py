"""Sentences of our own by what decides the kind of a claim: term, measure, places, country, source.

``kinds.toml`` holds them in groups.  ``not_yet`` names those that are not read right so far.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

_FILE = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))
NOT_YET = set(_FILE.pop("not_yet"))
CASES = {sentence: expected for cases in _FILE.values() for sentence, expected in cases.items()}
PUBLISHED = dt.date(2019, 3, 8)


def _said(claim: Claim, wanted: str) -> str:
    """Write a claim down with the roles that are asked for; a role agrees where its words are those wanted."""
    roles = {
        "from": claim.origin,
        "to": claim.destination,
        "in": claim.country_iso3,
        "by": claim.source,
        "per": claim.per,
    }
    mark = "~" if claim.hypothetical else ""
    said = [f"{mark}{round(claim.value, 4):.10g} {claim.unit} {claim.term} {claim.measure}"]
    for part in wanted.split("; ")[1:]:
        role, words = part.split(" ", 1)
        found = roles[role] or "-"
        said.append(f"{role} {words if words != '-' and words.lower() in found.lower() else found}")
    return "; ".join(said)


@pytest.mark.parametrize(
    "sentence",
    [pytest.param(one, marks=pytest.mark.xfail(strict=False)) if one in NOT_YET else one for one in CASES],
)
def test_kinds(sentence: str) -> None:
    claims, _ = read_claims(Report(report_id="t", text=sentence, published=PUBLISHED))
    wanted = [*CASES[sentence], *[""] * len(claims)]
    assert [_said(c, e) for c, e in zip(claims, wanted, strict=False)] == CASES[sentence]


def test_what_is_not_read_yet_is_among_the_sentences() -> None:
    assert CASES.keys() >= NOT_YET
