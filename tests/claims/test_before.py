"""What sentences before a figure lend it: they are asked late, and say the same as if asked in turn."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

DAY = dt.date(2019, 3, 8)
FILLER = "The market opened late."


def read(*paragraphs: str) -> list[Claim]:
    report = Report(report_id="t", text="\n\n".join(paragraphs), published=DAY)
    claims, _ = read_claims(report)
    assert read_claims(report, unread=False) == (claims, [])
    return claims


@pytest.mark.parametrize("between", [[], [FILLER], [FILLER, "A train left at 5.", FILLER]])
def test_a_body_is_pointed_back_to_over_sentences_without_claims(between: list[str]) -> None:
    first = "Some 300 people fled the flood, UNHCR said."
    last = "Another 40 people were killed, the agency said."
    assert [claim.source for claim in read(" ".join([first, *between, last]))] == ["UNHCR", "UNHCR"]


def test_the_last_body_named_is_meant_also_where_its_sentence_holds_no_claim() -> None:
    claims = read(
        "Some 300 people fled the flood, UNHCR said.",
        "UNICEF said 20 tonnes of supplies had been sent.",
        "Another 40 people were killed, the agency said.",
    )
    assert [claim.source for claim in claims] == ["UNHCR", "UNICEF"]


def test_the_nearest_date_of_what_struck_dates_a_figure() -> None:
    struck = ("Floods struck the valley on 2 March.", "New floods hit the delta on 5 March.")
    (claim,) = read(*struck, "At least 40 people were killed.")
    assert claim.period_end == dt.date(2019, 3, 5)


def test_a_date_holds_for_two_paragraphs() -> None:
    ends = [
        read("Floods struck the valley on 2 March.", *[FILLER] * gap, "At least 40 people were killed.")[0]
        for gap in (0, 1, 2)
    ]
    assert [claim.period_end for claim in ends] == [dt.date(2019, 3, 2), dt.date(2019, 3, 2), None]
