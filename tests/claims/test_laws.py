"""Laws of reading: offsets hold, nothing raises, the same input gives the same output, time stays bounded."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.claims.read import read_claims
from tracker.vocabulary import Report

WORDS = [
    *re.findall(
        r"\S+",
        """
    people families homes 7,000 58,000 nearly hundreds thousands of the have fled since December
    killed injured missing were was and , . ; ( ) : including children women from to in Syria camp
    said UNHCR according no one half a tenth of them 10% up between 5 to 7 thousand last week on
    Friday displaced refugees returned may could 3 March 2019 | - * IDPs: total more than at least
    destroyed
    """,
    ),
    "\n",
    "\n\n",
]
DAY = dt.date(2019, 3, 8)


def held(text: str) -> None:
    """Read a text and check that every offset holds and every number is in one place only."""
    report = Report(report_id="t", text=text, published=DAY)
    claims, unread = read_claims(report, all_unread=True)
    for one in (*claims, *unread):
        assert text[one.start : one.end] == one.quote
    assert (claims, unread) == read_claims(report, all_unread=True)
    assert read_claims(report, unread=False) == (read_claims(report)[0], [])
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)


@settings(max_examples=4_000, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_words_in_any_order(words: list[str]) -> None:
    held(" ".join(words))


@settings(max_examples=4_000, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all(text: str) -> None:
    held(text)


@settings(max_examples=2_000, deadline=None)
@given(st.text(max_size=60), st.integers(0, 10**7), st.text(max_size=60))
def test_a_claim_amid_anything(before: str, number: int, after: str) -> None:
    held(f"{before} {number:,} people fled {after}")


@pytest.mark.parametrize(
    "part",
    [
        "7,000 people fled ",
        "killed 3 and ",
        "including 5 ",
        "(",
        "5 of the 20 ",
        "since May, ",
        "| 4 ",
        "a tenth of ",
        "\n- 3 ",
    ],
)
def test_a_hundred_thousand_characters_come_to_an_end(part: str) -> None:
    """Nothing in the grammar may grow faster than the text: a sentence without end is cut."""
    text = "Some 40 people were displaced. " + part * (100_000 // len(part))
    claims, _ = read_claims(Report(report_id="t", text=text, published=DAY))
    assert claims


@pytest.mark.slow
@pytest.mark.parametrize("part", ["7,000 people fled ", "(((", "Syria, ", "said on Friday since "])
def test_a_megabyte_comes_to_an_end(part: str) -> None:
    text = "Some 40 people were displaced. " + part * (1_000_000 // len(part))
    assert read_claims(Report(report_id="t", text=text, published=DAY))[0]
