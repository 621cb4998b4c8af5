"""Amounts: a table of sentences for every form, what is no amount, and laws."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import BadConfiguration
from tracker.lexicon import load
from tracker.marks import amounts
from tracker.vocabulary import Amount, Mark

find_amounts = partial(amounts.find_amounts, language="en")
unread_numbers = partial(amounts.unread_numbers, language="en")

LEAST, MOST, ABOUT, RANGE, EXACT = "at_least", "at_most", "approximately", "range", "exact"


def seen(text: str) -> list[tuple[str, float]]:
    return [(text[mark.start : mark.end], mark.value.value) for mark in find_amounts(text)]


def only(text: str) -> Mark[Amount]:
    marks = find_amounts(text)
    assert len(marks) == 1, seen(text)
    return marks[0]


# text, words of the mark, value, qualifier, low, high, anything else
ONE: list[tuple[Any, ...]] = [
    # figures
    ("Clashes uprooted 58,000 residents.", "58,000", 58000, EXACT, None, None, {}),
    ("In all 1,234,567 persons registered.", "1,234,567", 1234567, EXACT, None, None, {}),
    ("The registry lists 58 000 names.", "58 000", 58000, EXACT, None, None, {}),
    ("The registry lists 58\u00a0000 names.", "58\u00a0000", 58000, EXACT, None, None, {}),
    ("The registry lists 58\u2009000 names.", "58\u2009000", 58000, EXACT, None, None, {}),
    ("The registry lists 58\u202f000 names.", "58\u202f000", 58000, EXACT, None, None, {}),
    ("The registry lists 58'000 names.", "58'000", 58000, EXACT, None, None, {}),
    ("The registry lists 58’000 names.", "58’000", 58000, EXACT, None, None, {}),
    ("Relief reached 12,34,567 villagers.", "12,34,567", 1234567, EXACT, None, None, {}),
    ("A census of 34.500 refugees was kept.", "34.500", 34500, EXACT, None, None, {}),
    ("A census of 1.500.000 was kept.", "1.500.000", 1500000, EXACT, None, None, {}),
    ("A town of 10.000 souls.", "10.000", 10000, EXACT, None, None, {}),
    ("Families average 34.5 in the sample.", "34.5", 34.5, EXACT, None, None, {}),
    ("They sheltered 7 in a school.", "7", 7, EXACT, None, None, {}),
    ("Shelters hold 470000 now.", "470000", 470000, EXACT, None, None, {}),
    ("IDPs:7,000", "7,000", 7000, EXACT, None, None, {}),
    ("| Displaced | 4,210 |", "4,210", 4210, EXACT, None, None, {}),
    ("The group (N = 312) was interviewed.", "312", 312, EXACT, None, None, {}),
    # mixed
    ("Some fear that 1.2 million fled.", "1.2 million", 1.2e6, EXACT, None, None, {}),
    ("The war displaced 1.2m people.", "1.2m", 1.2e6, EXACT, None, None, {}),
    ("The war displaced 350k people.", "350k", 350000, EXACT, None, None, {}),
    ("The war displaced 3.4 mn people.", "3.4 mn", 3.4e6, EXACT, None, None, {}),
    ("The region counts 2.5bn people.", "2.5bn", 2.5e9, EXACT, None, None, {}),
    ("Floods hit 2 lakh people.", "2 lakh", 200000, EXACT, None, None, {}),
    ("Floods hit 1.2 crore people.", "1.2 crore", 1.2e7, EXACT, None, None, {}),
    ("Camps took in 58 thousand people.", "58 thousand", 58000, EXACT, None, None, {}),
    ("Camps took in 1,3 million people.", "1,3 million", 1.3e6, EXACT, None, None, {}),
    ("Camps took in 2½ million people.", "2½ million", 2.5e6, EXACT, None, None, {}),
    ("Camps took in 1 1/2 million people.", "1 1/2 million", 1.5e6, EXACT, None, None, {}),
    ("The floods displaced 1.1 million.", "1.1 million", 1100000, EXACT, None, None, {}),
    # words
    (
        "Fifty-eight thousand people fled.",
        "Fifty-eight thousand",
        58000,
        EXACT,
        None,
        None,
        {"digits": False},
    ),
    ("Twelve hundred families moved.", "Twelve hundred", 1200, EXACT, None, None, {"digits": False}),
    (
        "One hundred and five civilians died.",
        "One hundred and five",
        105,
        EXACT,
        None,
        None,
        {"digits": False},
    ),
    (
        "Two hundred and two thousand people fled.",
        "Two hundred and two thousand",
        202000,
        EXACT,
        None,
        None,
        {},
    ),
    ("A hundred villagers walked.", "A hundred", 100, EXACT, None, None, {"vague": False}),
    ("A thousand villagers walked.", "A thousand", 1000, EXACT, None, None, {"vague": False}),
    ("A dozen men were seized.", "A dozen", 12, EXACT, None, None, {}),
    ("Two dozen men were seized.", "Two dozen", 24, EXACT, None, None, {"vague": False}),
    ("Half a dozen men were seized.", "Half a dozen", 6, EXACT, None, None, {"kind": "count"}),
    ("Half a million people left.", "Half a million", 500000, EXACT, None, None, {"kind": "count"}),
    ("Half-a-million people left.", "Half-a-million", 500000, EXACT, None, None, {"kind": "count"}),
    ("A million and a half people left.", "A million and a half", 1500000, EXACT, None, None, {}),
    ("One and a half million people left.", "One and a half million", 1500000, EXACT, None, None, {}),
    ("Three and a half million people left.", "Three and a half million", 3500000, EXACT, None, None, {}),
    (
        "A quarter of a million people left.",
        "A quarter of a million",
        250000,
        EXACT,
        None,
        None,
        {"kind": "count"},
    ),
    (
        "Three quarters of a million left.",
        "Three quarters of a million",
        750000,
        EXACT,
        None,
        None,
        {"kind": "count"},
    ),
    ("One point five million people left.", "One point five million", 1500000, EXACT, None, None, {}),
    ("One child was found alive.", "One", 1, EXACT, None, None, {}),
    ("One hundred thousand people left.", "One hundred thousand", 100000, EXACT, None, None, {}),
    ("The plain holds 5 m people.", "5 m", 5e6, EXACT, None, None, {}),
    ("The plain holds 5.6+ million people.", "5.6+ million", 5.6e6, LEAST, 5.6e6, None, {}),
    (
        "More than a half a million people fled.",
        "More than a half a million",
        500000,
        LEAST,
        500000,
        None,
        {},
    ),
    ("A half million people fled.", "A half million", 500000, EXACT, None, None, {"kind": "count"}),
    ("A wave of two to three dozen fled.", "two to three dozen", 30, RANGE, 24, 36, {}),
    # vague magnitudes
    ("Thousands upon thousands fled.", "Thousands upon thousands", 2000, LEAST, 2000, None, {"vague": True}),
    ("Dozens were hurt.", "Dozens", 24, LEAST, 24, None, {"vague": True}),
    ("Scores of villagers were hurt.", "Scores", 40, LEAST, 40, None, {"vague": True}),
    ("Hundreds were hurt.", "Hundreds", 200, LEAST, 200, None, {"vague": True}),
    ("Thousands were hurt.", "Thousands", 2000, LEAST, 2000, None, {"vague": True}),
    ("Tens of thousands were hurt.", "Tens of thousands", 20000, LEAST, 20000, None, {"vague": True}),
    ("Hundreds of thousands fled.", "Hundreds of thousands", 200000, LEAST, 200000, None, {"vague": True}),
    ("Millions fled.", "Millions", 2e6, LEAST, 2e6, None, {"vague": True}),
    ("Several hundred fighters gave up.", "Several hundred", 200, LEAST, 200, None, {"vague": True}),
    ("A few hundred fighters gave up.", "A few hundred", 200, LEAST, 200, None, {"vague": True}),
    ("A couple of hundred gave up.", "A couple of hundred", 200, LEAST, 200, None, {"vague": True}),
    ("A couple hundred gave up.", "A couple hundred", 200, LEAST, 200, None, {"vague": True}),
    ("A few thousand gave up.", "A few thousand", 2000, LEAST, 2000, None, {"vague": True}),
    ("Several dozen gave up.", "Several dozen", 24, LEAST, 24, None, {"vague": True}),
    (
        "Several hundred thousand gave up.",
        "Several hundred thousand",
        200000,
        LEAST,
        200000,
        None,
        {"vague": True},
    ),
    ("Many thousands gave up.", "Many thousands", 2000, LEAST, 2000, None, {"vague": True}),
    (
        "At least dozens gave up.",
        "At least dozens",
        24,
        LEAST,
        24,
        None,
        {"vague": True, "hedge": "At least"},
    ),
    # at least
    ("More than 7,000 people left.", "More than 7,000", 7000, LEAST, 7000, None, {"hedge": "More than"}),
    ("Over 7,000 people left.", "Over 7,000", 7000, LEAST, 7000, None, {"hedge": "Over"}),
    ("Well over 7,000 people left.", "Well over 7,000", 7000, LEAST, 7000, None, {"hedge": "Well over"}),
    ("Just over 7,000 people left.", "Just over 7,000", 7000, LEAST, 7000, None, {}),
    ("At least 7,000 people left.", "At least 7,000", 7000, LEAST, 7000, None, {}),
    ("A crowd exceeding 7,000 left.", "exceeding 7,000", 7000, LEAST, 7000, None, {}),
    ("No fewer than 7,000 left.", "No fewer than 7,000", 7000, LEAST, 7000, None, {}),
    ("Upwards of 7,000 left.", "Upwards of 7,000", 7000, LEAST, 7000, None, {}),
    ("In excess of 7,000 left.", "In excess of 7,000", 7000, LEAST, 7000, None, {}),
    ("The tally exceeded 7,000 at noon.", "exceeded 7,000", 7000, LEAST, 7000, None, {}),
    ("The camp shelters 3,000+ people.", "3,000+", 3000, LEAST, 3000, None, {"hedge": "+"}),
    ("The camp shelters 7,000 or more.", "7,000 or more", 7000, LEAST, 7000, None, {"hedge": "or more"}),
    ("The camp shelters 7,000 people or more.", "7,000", 7000, LEAST, 7000, None, {"hedge": "or more"}),
    ("The camp shelters 200-plus families.", "200-plus", 200, LEAST, 200, None, {}),
    ("Flooded homes: +1 046", "+1 046", 1046, LEAST, 1046, None, {"hedge": "+"}),
    ("More than 2000 were bused out.", "More than 2000", 2000, LEAST, 2000, None, {}),
    ("More than a dozen were hurt.", "More than a dozen", 12, LEAST, 12, None, {}),
    (
        "More than a quarter of a million fled.",
        "More than a quarter of a million",
        250000,
        LEAST,
        250000,
        None,
        {},
    ),
    # at most
    ("Nearly 58,000 people left.", "Nearly 58,000", 58000, MOST, None, 58000, {"hedge": "Nearly"}),
    ("Almost 58,000 people left.", "Almost 58,000", 58000, MOST, None, 58000, {}),
    ("Close to 58,000 people left.", "Close to 58,000", 58000, MOST, None, 58000, {}),
    ("Up to 58,000 people left.", "Up to 58,000", 58000, MOST, None, 58000, {}),
    ("As many as 58,000 people left.", "As many as 58,000", 58000, MOST, None, 58000, {}),
    ("Fewer than 300 remain.", "Fewer than 300", 300, MOST, None, 300, {}),
    ("Less than 300 remain.", "Less than 300", 300, MOST, None, 300, {}),
    ("Not more than 300 remain.", "Not more than 300", 300, MOST, None, 300, {}),
    ("No more than 300 remain.", "No more than 300", 300, MOST, None, 300, {"negated": False}),
    ("Just under 300 remain.", "Just under 300", 300, MOST, None, 300, {}),
    ("Under 300 people remain.", "Under 300", 300, MOST, None, 300, {}),
    ("At most 300 remain.", "At most 300", 300, MOST, None, 300, {}),
    ("The camp shelters 300 or fewer.", "300 or fewer", 300, MOST, None, 300, {}),
    ("The camp shelters 300 or less.", "300 or less", 300, MOST, None, 300, {}),
    ("Nearly half a million people fled.", "Nearly half a million", 500000, MOST, None, 500000, {}),
    # approximately
    ("About 300 people left.", "About 300", 300, ABOUT, None, None, {"hedge": "About"}),
    ("Around 300 people left.", "Around 300", 300, ABOUT, None, None, {}),
    ("Some 300 people left.", "Some 300", 300, ABOUT, None, None, {}),
    ("Roughly 300 people left.", "Roughly 300", 300, ABOUT, None, None, {}),
    ("Approximately 300 people left.", "Approximately 300", 300, ABOUT, None, None, {}),
    ("An estimated 300 people left.", "An estimated 300", 300, ABOUT, None, None, {"hedge": "An estimated"}),
    ("The estimated 300 people left.", "The estimated 300", 300, ABOUT, None, None, {}),
    ("Circa 300 people left.", "Circa 300", 300, ABOUT, None, None, {}),
    ("The column numbered ~300 people.", "~300", 300, ABOUT, None, None, {}),
    ("Some 3,000-odd people left.", "Some 3,000-odd", 3000, ABOUT, None, None, {"hedge": "Some"}),
    ("The 3,000-odd people left.", "3,000-odd", 3000, ABOUT, None, None, {"hedge": "-odd"}),
    ("A column of 300 or so left.", "300 or so", 300, ABOUT, None, None, {"hedge": "or so"}),
    ("About a dozen people left.", "About a dozen", 12, ABOUT, None, None, {}),
    # hedges on hedges: the bound wins
    ("An estimated more than 2,000 fled.", "An estimated more than 2,000", 2000, LEAST, 2000, None, {}),
    ("At least some 300 fled.", "At least some 300", 300, LEAST, 300, None, {"hedge": "At least some"}),
    ("Some 3,000+ fled.", "Some 3,000+", 3000, LEAST, 3000, None, {}),
    ("Up to about 300 fled.", "Up to about 300", 300, MOST, None, 300, {}),
    # ranges
    ("Between 5,000 and 7,000 fled.", "Between 5,000 and 7,000", 6000, RANGE, 5000, 7000, {}),
    ("Between about 5,000 and 7,000 fled.", "Between about 5,000 and 7,000", 6000, RANGE, 5000, 7000, {}),
    ("A wave of 5,000-7,000 fled.", "5,000-7,000", 6000, RANGE, 5000, 7000, {}),
    ("A wave of 5,000–7,000 fled.", "5,000–7,000", 6000, RANGE, 5000, 7000, {}),
    ("A wave of 5,000 to 7,000 fled.", "5,000 to 7,000", 6000, RANGE, 5000, 7000, {}),
    ("A wave of 5 to 7 thousand fled.", "5 to 7 thousand", 6000, RANGE, 5000, 7000, {}),
    ("A wave of 5-7,000 fled.", "5-7,000", 6000, RANGE, 5000, 7000, {}),
    ("A wave of 1.2-1.5 million fled.", "1.2-1.5 million", 1.35e6, RANGE, 1.2e6, 1.5e6, {}),
    ("A wave of two to three hundred fled.", "two to three hundred", 250, RANGE, 200, 300, {}),
    ("From 5,000 to 7,000 people fled.", "From 5,000 to 7,000", 6000, RANGE, 5000, 7000, {}),
    ("About eight to 10 neighbours stayed.", "About eight to 10", 9, RANGE, 8, 10, {"hedge": "About"}),
    ("Two or three people stayed.", "Two or three", 2.5, RANGE, 2, 3, {}),
    ("Some 10-15% of residents stayed.", "Some 10-15%", 0.125, RANGE, 0.1, 0.15, {"kind": "share"}),
    (
        "Between 10 and 15 per cent stayed.",
        "Between 10 and 15 per cent",
        0.125,
        RANGE,
        0.1,
        0.15,
        {"kind": "share"},
    ),
    ("Between 10% and 15% stayed.", "Between 10% and 15%", 0.125, RANGE, 0.1, 0.15, {"kind": "share"}),
    (
        "Between a third and a half stayed.",
        "Between a third and a half",
        (1 / 3 + 0.5) / 2,
        RANGE,
        1 / 3,
        0.5,
        {"kind": "share"},
    ),
    (
        "Between one hundred and two hundred fled.",
        "Between one hundred and two hundred",
        150,
        RANGE,
        100,
        200,
        {},
    ),
    ("More than 100 but fewer than 300 fled.", "More than 100 but fewer than 300", 200, RANGE, 100, 300, {}),
    # shares
    ("A tenth of them were jihadists.", "A tenth", 0.1, EXACT, None, None, {"kind": "share"}),
    ("Around a tenth of the column was armed.", "Around a tenth", 0.1, ABOUT, None, None, {"kind": "share"}),
    ("Two thirds of the residents fled.", "Two thirds", 2 / 3, EXACT, None, None, {"kind": "share"}),
    ("Two-thirds of the residents fled.", "Two-thirds", 2 / 3, EXACT, None, None, {"kind": "share"}),
    ("One-third of the residents fled.", "One-third", 1 / 3, EXACT, None, None, {"kind": "share"}),
    ("Three quarters of the residents fled.", "Three quarters", 0.75, EXACT, None, None, {"kind": "share"}),
    ("Nearly a quarter fled.", "Nearly a quarter", 0.25, MOST, None, 0.25, {"kind": "share"}),
    ("One in four residents fled.", "One in four", 0.25, EXACT, None, None, {"kind": "share"}),
    ("One in every four residents fled.", "One in every four", 0.25, EXACT, None, None, {"kind": "share"}),
    ("Nine out of ten residents fled.", "Nine out of ten", 0.9, EXACT, None, None, {"kind": "share"}),
    ("8 out of 10 residents fled.", "8 out of 10", 0.8, EXACT, None, None, {"kind": "share"}),
    ("Half of the town fled.", "Half", 0.5, EXACT, None, None, {"kind": "share"}),
    ("More than half fled.", "More than half", 0.5, LEAST, 0.5, None, {"kind": "share"}),
    ("About 10 per cent fled.", "About 10 per cent", 0.1, ABOUT, None, None, {"kind": "share"}),
    ("At least 10% fled.", "At least 10%", 0.1, LEAST, 0.1, None, {"kind": "share"}),
    ("Ten percent fled.", "Ten percent", 0.1, EXACT, None, None, {"kind": "share", "digits": False}),
    ("⅔ of the town fled.", "⅔", 2 / 3, EXACT, None, None, {"kind": "share"}),
    ("1/3 of the town fled.", "1/3", 1 / 3, EXACT, None, None, {"kind": "share"}),
    # rates
    ("They come at 2,000 a day.", "2,000 a day", 2000, EXACT, None, None, {"per": "day"}),
    ("They come at 2,000 per week.", "2,000 per week", 2000, EXACT, None, None, {"per": "week"}),
    ("Now 2,000 people a day cross.", "2,000", 2000, EXACT, None, None, {"per": "day"}),
    ("Now 500 daily arrivals are seen.", "500 daily", 500, EXACT, None, None, {"per": "day"}),
    ("Up to 300 each month cross.", "Up to 300 each month", 300, MOST, None, 300, {"per": "month"}),
    ("Some 300 every year cross.", "Some 300 every year", 300, ABOUT, None, None, {"per": "year"}),
    ("They registered 40 an hour.", "40 an hour", 40, EXACT, None, None, {"per": "hour"}),
    ("They killed 12 people a day after the truce.", "12", 12, EXACT, None, None, {"per": None}),
    # more
    ("Another 300 arrived.", "Another 300", 300, EXACT, None, None, {"more": True}),
    ("A further 300 arrived.", "A further 300", 300, EXACT, None, None, {"more": True}),
    ("An additional 300 arrived.", "An additional 300", 300, EXACT, None, None, {"more": True}),
    ("Then 300 more arrived.", "300 more", 300, EXACT, None, None, {"more": True}),
    ("Dozens more arrived.", "Dozens more", 24, LEAST, 24, None, {"more": True}),
    ("The camp holds 300 more than planned.", "300", 300, EXACT, None, None, {"more": False}),
    ("Another estimated 300 arrived.", "Another estimated 300", 300, ABOUT, None, None, {"more": True}),
    ("Some 1,000 others arrived.", "Some 1,000", 1000, ABOUT, None, None, {"more": False}),
    # none
    ("No civilians had been evacuated.", "No", 0, EXACT, None, None, {"negated": True}),
    ("There were no casualties.", "no", 0, EXACT, None, None, {"negated": True}),
    ("No one was hurt.", "No one", 0, EXACT, None, None, {"negated": True}),
    ("Nobody was hurt.", "Nobody", 0, EXACT, None, None, {"negated": True}),
    ("None of the evacuees was hurt.", "None", 0, EXACT, None, None, {"negated": True}),
    ("Zero deaths were recorded.", "Zero", 0, EXACT, None, None, {"negated": True}),
    ("They recorded 0 deaths.", "0", 0, EXACT, None, None, {"negated": True}),
    ("Not a single person was hurt.", "Not a single", 0, EXACT, None, None, {"negated": True}),
    # years that are counts
    ("At dawn 2000 people left.", "2000", 2000, EXACT, None, None, {}),
    ("Roughly 2000 were bused out.", "Roughly 2000", 2000, ABOUT, None, None, {}),
    ("A convoy with 1950 evacuees left.", "1950", 1950, EXACT, None, None, {}),
    # what looks like a label and is none
    ("They could house 5,000 people.", "5,000", 5000, EXACT, None, None, {}),
    ("The militia is 4,000-strong.", "4,000", 4000, EXACT, None, None, {}),
    ("The toll stood at 65.\nIt may rise.", "65", 65, EXACT, None, None, {}),
]


@pytest.mark.parametrize(
    ("text", "words", "value", "qualifier", "low", "high", "rest"), ONE, ids=[case[0][:45] for case in ONE]
)
def test_one_amount(
    text: str,
    words: str,
    value: float,
    qualifier: str,
    low: float | None,
    high: float | None,
    rest: dict[str, Any],
) -> None:
    mark = only(text)
    amount = mark.value
    assert text[mark.start : mark.end] == words
    assert amount.value == pytest.approx(value)
    assert amount.qualifier == qualifier
    assert amount.low == (None if low is None else pytest.approx(low))
    assert amount.high == (None if high is None else pytest.approx(high))
    for name, expected in rest.items():
        assert getattr(amount, name) == expected, name


SEVERAL: list[tuple[str, list[tuple[str, float]]]] = [
    ("A tenth of the nearly 58,000 fled.", [("A tenth", 0.1), ("nearly 58,000", 58000)]),
    ("Half of the 4,000 fled.", [("Half", 0.5), ("4,000", 4000)]),
    ("The camp grew, up from 4,500 to 7,000.", [("4,500", 4500), ("7,000", 7000)]),
    ("The toll rose from 4,500 to 7,000.", [("4,500", 4500), ("7,000", 7000)]),
    ("Numbers fell from 7,000 to 4,500.", [("7,000", 7000), ("4,500", 4500)]),
    ("At least 12 killed and 30 injured.", [("At least 12", 12), ("30", 30)]),
    ("In all 58,000 people, including 24,000 children.", [("58,000", 58000), ("24,000", 24000)]),
    ("About 14,200 individuals (2,840 families).", [("About 14,200", 14200), ("2,840", 2840)]),
    ("No buses, no trains.", [("No", 0), ("no", 0)]),
    ("Thirty-two and forty-one thousand.", [("Thirty-two", 32), ("forty-one thousand", 41000)]),
    ("They freed three hundred and two hundred.", [("three hundred", 300), ("two hundred", 200)]),
    ("Eight of 10, or 120 out of 400 families.", [("Eight", 8), ("10", 10), ("120", 120), ("400", 400)]),
    ("Killed: 3; wounded: 40", [("3", 3), ("40", 40)]),
    ("In 2014 some 900 of 2,014 fled.", [("some 900", 900), ("2,014", 2014)]),
    ("Camp 14 hosts 200 people.", [("200", 200)]),
    ("In Camp 14 200 people arrived.", [("200", 200)]),
    ("On 3 March 300 people fled.", [("300", 300)]),
    ("On Friday 12 people died.", [("12", 12)]),
    ("On Friday 12 March it rained on 40.", [("40", 40)]),
    ("On 5 March 2019 300 people fled.", [("300", 300)]),
    ("In Phase 3 500 people fled.", [("500", 500)]),
    ("Take 3,000+two each.", [("3,000+", 3000), ("two", 2)]),
    ("On March 3, 12 people fled.", [("12", 12)]),
    ("Another three days passed; 40 more died.", [("40 more", 40)]),
    ("Hundreds of dollars went to hundreds of families.", [("hundreds", 200)]),
    ("In the camp 40 to 50 families wait.", [("40 to 50", 45)]),
    ("Counted 2020 - 45,000 of them.", [("45,000", 45000)]),
    ("Idlib, 30, including 12 children.", [("30", 30), ("12", 12)]),
    ("Some 40 families, or 200 people.", [("Some 40", 40), ("200", 200)]),
    ("They won 12-10; 30 fans fled.", [("30", 30)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[case[0][:45] for case in SEVERAL])
def test_several_amounts(text: str, expected: list[tuple[str, float]]) -> None:
    assert seen(text) == expected


def test_an_estimate_carries_on_through_its_list() -> None:
    marks = find_amounts("An estimated 4,000 women and 6,000 children fled; 300 died.")
    assert [mark.value.qualifier for mark in marks] == [ABOUT, ABOUT, EXACT]


# text, the numbers seen with their reasons
NOT_COUNTED: list[tuple[str, list[tuple[str, str]]]] = [
    ("The war began in 2014.", [("2014", "year")]),
    ("Fighting since 2011 emptied the town.", [("2011", "year")]),
    ("By March 2019 it was over.", [("2019", "year")]),
    ("The 2018-19 season was dry.", [("2018-19", "year")]),
    ("Between 2011 and 2019 it grew.", [("2011 and 2019", "year")]),
    ("In 2014 people returned.", [("2014", "year")]),
    ("Around 2015 the camp closed.", [("2015", "year")]),
    ("The mid-2018 count was lost.", [("2018", "year")]),
    ("It opened on 3 March.", [("3", "date")]),
    ("It opened on March 3.", [("3", "date")]),
    ("It ran from 3 to 9 May.", [("3 to 9", "date")]),
    ("It ran on 3, 4 and 5 May.", [("3", "date"), ("4", "date"), ("5", "date")]),
    ("Seen on 8/3/2019 there.", [("8/3/2019", "date")]),
    ("Seen on 2019-03-08 there.", [("2019-03-08", "date")]),
    ("Seen on 03-05 there.", [("03-05", "date")]),
    ("It left at 5 p.m. sharp.", [("5", "time")]),
    ("It left at 08:00 sharp.", [("08:00", "time")]),
    ("It left at 6am sharp.", [("6am", "time")]),
    ("They raised $5 million.", [("5 million", "money")]),
    ("They raised 3 million dollars.", [("3 million", "money")]),
    ("They raised €20 there.", [("20", "money")]),
    ("They raised USD 40,000 there.", [("40,000", "money")]),
    ("They raised 600 euros there.", [("600", "money")]),
    ("Girls aged 12 were sent home.", [("12", "age")]),
    ("A 12-year-old was sent home.", [("12", "age")]),
    ("Children under 5 were screened.", [("5", "age")]),
    ("Children under five were screened.", [("five", "age")]),
    ("Those 18 and over may vote.", [("18", "age")]),
    ("Pupils of ages 5-17 enrolled.", [("5-17", "age")]),
    ("Infants of 0-59 months were weighed.", [("0-59", "duration")]),
    ("Ali Hassan, 64, who stayed, wept.", [("64", "age")]),
    ("The town lies 5 km away.", [("5", "distance")]),
    ("The town lies three miles away.", [("three", "distance")]),
    ("A 5km trench was dug.", [("5km", "distance")]),
    ("The water stood 2m deep.", [("2m", "distance")]),
    ("It covers 40,000 hectares.", [("40,000", "area")]),
    ("It covers 40 square kilometres.", [("40", "area")]),
    ("They sent 30 tonnes of wheat.", [("30", "weight")]),
    ("They sent 30 litres of milk.", [("30", "volume")]),
    ("It lasted three days.", [("three", "duration")]),
    ("It lasted 24 hours.", [("24", "duration")]),
    ("It lasted three consecutive days.", [("three", "duration")]),
    ("It lasted two or three days.", [("two or three", "duration")]),
    ("A two-week truce began.", [("two", "duration")]),
    ("A 7.0 magnitude quake struck.", [("7.0", "magnitude")]),
    ("A quake of magnitude 5.6 struck.", [("5.6", "label")]),
    ("It was 40 degrees outside.", [("40", "temperature")]),
    ("Winds of 120 mph struck.", [("120", "speed")]),
    ("See Section 3 for more.", [("3", "label")]),
    ("Camp 14 was searched.", [("14", "label")]),
    ("Resolution 2165 was adopted.", [("2165", "label")]),
    ("IPC Phase 3 was reached.", [("3", "label")]),
    ("IPC 3+ was reached.", [("3", "label")]),
    ("Phases 3 and 4 were reached.", [("3", "label"), ("4", "label")]),
    ("A Category 5 storm struck.", [("5", "label")]),
    ("Under Article 12 it is barred.", [("12", "label")]),
    ("Highway 9 was cut.", [("9", "label")]),
    ("Flight 370 was lost.", [("370", "label")]),
    ("See page 3 there.", [("3", "label")]),
    ("See Figure 2 there.", [("2", "label")]),
    ("House No. 5 was hit.", [("5", "label")]),
    ("Ticket #3 was drawn.", [("3", "label")]),
    ("On Day 6 it rained.", [("6", "label")]),
    ("Ward 3 was closed.", [("3", "label")]),
    ("Grade 2 was closed.", [("2", "label")]),
    ("The M23 group advanced.", [("23", "name")]),
    ("The COVID-19 wave passed.", [("19", "name")]),
    ("Under A/RES/72/1 it is barred.", [("72/1", "name")]),
    ("An F-16 flew by.", [("16", "name")]),
    ("The G7 met.", [("7", "name")]),
    ("The P5+1 met.", [("5", "name"), ("1", "name")]),
    ("They won 3-1 at home.", [("3", "score"), ("1", "score")]),
    ("It was the second time.", [("second", "ordinal")]),
    ("It was the 3rd wave.", [("3rd", "ordinal")]),
    ("The 21st century began.", [("21st", "ordinal")]),
    ("The twenty-first camp opened.", [("twenty-first", "ordinal")]),
    ("A third party came.", [("third", "ordinal")]),
    ("ISBN 978-3-16-148410-0 is out.", [("978-3-16-148410-0", "code")]),
    ("Call +961 1 234 567 now.", [("961 1 234 567", "phone")]),
    ("The spot is 33.5138, 36.2765 there.", [("33.5138", "coordinate"), ("36.2765", "coordinate")]),
    ("See https://a.example/2019/03/08 there.", [("2019", "address")]),
    ("Write to a2b@c3.example there.", [("2", "address")]),
    ("Release 1.2.3 came.", [("1.2.3", "code")]),
    ("1. Shelter is short.", [("1", "list")]),
    ("2) Water is short.", [("2", "list")]),
    ("One of them stayed.", [("One", "one")]),
    ("They raised 5 million Syrian pounds.", [("5 million", "money")]),
    ("They waited in camp 4.", [("4", "label")]),
    ("Dial 0800 123 456 now.", [("0800 123 456", "phone")]),
    ("They screened children (0-17) there.", [("0-17", "age")]),
    ("Boys as young as 12 fought.", [("12", "age")]),
    ("They searched camps 4, 5 and 6.", [("4", "label"), ("5", "label"), ("6", "label")]),
    ("The rate was 1.5 per 1,000.", [("1.5", "rate"), ("1,000", "rate")]),
    ("They fought one another.", [("one", "one")]),
    ("That one stayed.", [("one", "one")]),
    ("One day they left.", [("One", "one")]),
    ("They are no longer there, no doubt.", []),
    ("It rose by 10 percentage points.", [("10", "points")]),
    ("It happened three times.", [("three", "times")]),
    ("It lasted half an hour.", [("half", "fraction")]),
    ("The first half of the year was dry.", [("first", "ordinal"), ("half", "fraction")]),
    ("Thousands of acres burned.", [("Thousands", "area")]),
    ("Rates are given per 100,000.", [("100,000", "rate")]),
    ("A five-storey block fell.", [("five", "distance")]),
    ("Thousand Oaks burned.", [("Thousand", "name")]),
    ("Test scores were low.", [("scores", "word")]),
    ("It nearly doubled, then tripled, twice as many.", []),
    ("A couple walked by with several bags.", []),
    ("Both left; most stayed; a majority wept.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NOT_COUNTED, ids=[case[0][:45] for case in NOT_COUNTED])
def test_what_counts_nobody_is_listed_with_its_reason(text: str, expected: list[tuple[str, str]]) -> None:
    assert seen(text) == []
    numbers = [(text[start:end], reason) for start, end, reason in unread_numbers(text)]
    assert numbers == expected


def test_a_dot_groups_thousands_only_by_context() -> None:
    assert seen("Of 34.500 in 1.200 places") == [("34.500", 34500), ("1.200", 1200)]
    assert seen("Of 34.500 in 1,200 places") == [("34.500", 34.5), ("1,200", 1200)]
    assert seen("A ratio of 34.500 overall") == [("34.500", 34.5)]


def test_a_hedge_spans_from_its_first_word_and_the_head_is_the_bare_number() -> None:
    text = "They say at least some 3,000+ people fled."
    mark = only(text)
    assert text[slice(*mark.value.head)] == "3,000"
    assert text[mark.start : mark.end] == "at least some 3,000+"


def test_a_language_without_words_is_named() -> None:
    with pytest.raises(BadConfiguration, match="xx"):
        amounts.find_amounts("12", language="xx")


def test_every_word_of_the_lexicon_is_lower_case_and_used_once() -> None:
    words = load("en", "amounts")
    numbers = [
        word
        for section in (
            "small",
            "teens",
            "tens",
            "zeros",
            "hundreds",
            "scales",
            "dozens",
            "plurals",
            "fractions",
            "fraction_plurals",
        )
        for word in words[section]
    ]
    assert len(numbers) == len(set(numbers))
    assert all(word == word.lower() for word in numbers)
    bounds = [
        word
        for role in ("at_least", "at_most", "approximately", "more", "vague", "article")
        for word in words["hedges"][role]
    ]
    assert len(bounds) == len(set(bounds))


# ---------------------------------------------------------------- laws

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(n: int) -> str:
    """Write a number as English does."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= size:
            rest = n % size
            joint = " and " if 0 < rest < 100 else " "
            return (
                f"{in_words(n // size)} {name}{joint}{in_words(rest)}"
                if rest
                else f"{in_words(n // size)} {name}"
            )
    if n >= 100:
        return (
            f"{SMALL[n // 100]} hundred and {in_words(n % 100)}" if n % 100 else f"{SMALL[n // 100]} hundred"
        )
    if n >= 20:
        return f"{TENS[n // 10]}-{SMALL[n % 10]}" if n % 10 else TENS[n // 10]
    return SMALL[n]


def indian(n: int) -> str:
    """Write a number with Indian grouping."""
    head, tail = f"{n}"[:-3], f"{n}"[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*groups, tail])


@given(st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_what_is_written_in_words_reads_back(n: int) -> None:
    text = in_words(n)
    mark = only(text)
    assert (mark.start, mark.end, mark.value.value) == (0, len(text), n)
    assert not mark.value.digits


@given(st.integers(10_000, 10**9), st.sampled_from([",", " ", "\u00a0", "\u2009", "\u202f", "'", "’"]))
@settings(max_examples=100, deadline=None)
def test_grouped_figures_read_back(n: int, sign: str) -> None:
    text = f"{n:,}".replace(",", sign)
    mark = only(f"Now {text} people fled.")
    assert (mark.start, mark.end, mark.value.value) == (4, 4 + len(text), n)


@given(st.integers(100_000, 10**9))
@settings(max_examples=50, deadline=None)
def test_indian_grouping_reads_back(n: int) -> None:
    assert seen(f"Now {indian(n)} people fled.") == [(indian(n), n)]


@given(st.integers(2, 10**6), st.integers(1, 10**6))
@settings(max_examples=50, deadline=None)
def test_a_range_gives_its_midpoint(low: int, more: int) -> None:
    amount = only(f"Between {low:,} and {low + more:,} people fled.").value
    assert (amount.low, amount.high, amount.value) == (low, low + more, low + more / 2)


WORDS = st.sampled_from(
    [
        "one",
        "two",
        "hundred",
        "thousand",
        "million",
        "half",
        "a",
        "an",
        "and",
        "of",
        "to",
        "between",
        "from",
        "in",
        "out",
        "ten",
        "third",
        "3",
        "12",
        "2014",
        "1,000",
        "5",
        "-",
        "–",
        "+",
        "%",
        "$",
        "more",
        "than",
        "nearly",
        "some",
        "at",
        "least",
        "or",
        "so",
        "day",
        "per",
        "march",
        "camp",
        "under",
        "no",
        "none",
        "dozens",
        "1.5",
        "34.500",
        "½",
        ",",
        ".",
        "\n",
        "(",
        ")",
        "/",
        ":",
        "km",
        "year-old",
    ]
)


def laws_hold(text: str) -> None:
    marks, others = find_amounts(text), unread_numbers(text)
    end = 0
    for mark in marks:
        assert end <= mark.start < mark.end <= len(text)
        assert mark.start <= mark.value.head[0] < mark.value.head[1] <= mark.end
        end = mark.end
        amount = mark.value
        assert amount.value >= 0
        assert amount.low is None or amount.low <= amount.value
        assert amount.high is None or amount.value <= amount.high
        assert (amount.qualifier == RANGE) == (amount.low is not None and amount.high is not None)
    spans = sorted([(mark.start, mark.end) for mark in marks] + [(start, stop) for start, stop, _ in others])
    assert all(0 <= start < stop <= len(text) for start, stop in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(re.fullmatch("[a-z]+", reason) for _, _, reason in others)
    assert find_amounts(text) == marks


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_holds_the_laws(text: str) -> None:
    laws_hold(text)


@given(st.lists(WORDS, max_size=25).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_any_words_hold_the_laws(text: str) -> None:
    laws_hold(text)


@given(st.lists(WORDS, max_size=25).map("".join))
@settings(max_examples=100, deadline=None)
def test_any_words_run_together_hold_the_laws(text: str) -> None:
    laws_hold(text)


@pytest.mark.parametrize(
    "text",
    [
        "İstanbul 3,000 people",
        "ΑΣ 3,000 ß people",
        "\ud800 12 people",
        "٣٤ people",
        "１２ people",
        "²³ people",
        "",
    ],
)
def test_odd_letters_keep_the_offsets(text: str) -> None:
    laws_hold(text)


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1.", "1 ", "111,", "111.", "1-", "1/", "one ", "one and ", "and a ", "no ", " ", "\n", "more than ", "1 a-", "of a million ", "1 to ", "between 1 and ", "@", "www.1 ", "a1", "'1", "+1 ", "3 may, ", "tens of ", "1 in "],
)  # fmt: skip
def test_repeated_pieces_are_read_once(piece: str) -> None:
    """A long run of one piece is read without raising; ten times the run makes about ten times the marks."""
    short, long = (
        len(find_amounts(piece * times)) + len(unread_numbers(piece * times)) for times in (400, 4_000)
    )
    assert long <= 10 * short + 40
