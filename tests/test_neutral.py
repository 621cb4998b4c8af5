"""The neutral view: what nobody sees is gone, what is left leads back to the very words, plain text passes untouched."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from tracker.claims.read import contest, read_claims
from tracker.segment.neutral import view
from tracker.vocabulary import Report

SEEN = [
    ("soft hyphen", "dis\u00adplaced", "displaced"),
    ("soft hyphen at the line's end", "dis\u00ad\nplaced", "displaced"),
    ("zero-width space", "four \u200bfami\u200blies", "four families"),
    ("zero-width space for a blank", "The mayor spoke\u200bThen 40 fled", "The mayor spoke Then 40 fled"),
    ("byte order mark", "\ufeffSome 40 fled", "Some 40 fled"),
    ("marks of direction", "\u200eSome \u202a40\u202c fled", "Some 40 fled"),
    ("line ends of other systems", "one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
    ("blanks of other widths", "40\u00a0people\u2003fled", "40 people fled"),
    ("a narrow blank within a number", "1\u202f040\u00a0000 people", "1,040,000 people"),
    ("a blank between numbers", "in 2019\u00a040 people", "in 2019 40 people"),
    ("runs of blanks", "some   40 people    fled  north", "some 40 people fled north"),
    ("ligatures", "ﬁve ﬂed the eﬀects", "five fled the effects"),
    ("letters in parts", "Co\u0302te-Nord, Bogota\u0301", "Côte-Nord, Bogotá"),
    ("full-width letters", "４０，０００ ｐｅｏｐｌｅ", "40,000 people"),
    ("letters of formulas", "\U0001d7d2\U0001d7ce people", "40 people"),
    ("hyphens of other kinds", "flood\u2011hit", "flood-hit"),
    ("a word broken at the line's end", "some 40 peo-\nple were evacu-\n  ated", "some 40 people were evacuated"),
    ("a broken word of no list", "the barrage was silt-\ned up", "the barrage was silted up"),
    ("a broken word that stands whole elsewhere", "over-\ncrowds; overcrowds", "overcrowds; overcrowds"),
    ("a compound at the line's end", "flood-\nhit towns", "flood-hit towns"),
    ("a compound that stands whole elsewhere", "quake-\nproof; quake-proof", "quake-proof; quake-proof"),
    ("a name with hyphens", "Guinea-\nBissau, Port-\nau-Prince", "Guinea-Bissau, Port-au-Prince"),
    ("numbers with hyphens", "a 3-\nday storm, 20-\n25 homes", "a 3-day storm, 20-25 homes"),
    ("a word broken before a blank", "some 40 were dis- placed", "some 40 were displaced"),
    ("halves of a pair", "two- and three-storey homes", "two- and three-storey homes"),
    ("footnotes in brackets", "some 40 people[2] fled[3][a].", "some 40 people fled."),
    ("a number in brackets is none", "camp [40], school [12]", "camp [40], school [12]"),
    ("raised footnotes", "40,000² people³ fled.¹", "40,000 people fled."),
    ("square metres", "40 m² of roofs", "40 m² of roofs"),
    ("signs of footnotes", "40,000* people† fled‡", "40,000 people fled"),
    ("a sign that parts two figures", "Deaths: 26* Homes lost: 40", "Deaths: 26* Homes lost: 40"),
    ("emphasis", "**40** people _fled_ *at night*, ***all***", "40 people fled at night, all"),
    ("emphasis before a title", "**40** Syrians", "40 Syrians"),
    ("bullets and rules stay", "* 40 fled\n* * *\n***\n", "* 40 fled\n* * *\n***\n"),
    ("a link", "[40 people](https://example.org/a) fled", "40 people fled"),
    ("entities", "C&ocirc;te &amp; &#8220;40&#x201d;&nbsp;km &amp;lt;5", "Côte & “40” km <5"),
    ("tags", "<p>Some <b>40</b> fled<br/>north<sup>1</sup>.", "Some 40 fled north."),
    ("less than is no tag", "children <5 and > 60", "children <5 and > 60"),
    ("letters of a bullet font", "\uf0b7 40 fled", "• 40 fled"),
    ("tabs within a sentence", "•\tfrom May\t, some 40 fled\t\nnorth", "• from May, some 40 fled\nnorth"),
    ("columns stay", "Town    Displaced   Dead\nKato       4,000      12\nBulo         900       3\n",
     "Town    Displaced   Dead\nKato       4,000      12\nBulo         900       3\n"),
    ("rows stay", "Town\tDisplaced\tDead\nKato\t4,000\t12", "Town\tDisplaced\tDead\nKato\t4,000\t12"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN])
def test_what_is_seen(text: str, expected: str) -> None:
    assert view(text, language="en").text == expected


def test_plain_text_passes_untouched() -> None:
    text = "Some 40 people - most of them women – fled.\n\n- “Bulo”: 4,000 (see Côte d’Or)\n| a | b |\n"
    seen = view(text, language="en")
    assert seen.text is text
    assert not seen.layers


def test_a_language_without_words_is_left_as_it_is() -> None:
    assert view("dis\u00adplaced", language="zz").text == "dis\u00adplaced"


PIECES = ["peo-\nple ", "dis\u00adplaced", "\u200b", "  ", "&amp;", "<b>", "</b>", "ﬁ", "e\u0301", "**", "_", "[1]", "¹", "\r\n",
          "40,000", " people", " fled", ".\n", "４", "- ", "\t", "|", "\u202f", "a", "\ue000"]  # fmt: skip


@given(st.one_of(texts(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_every_letter_leads_back(text: str) -> None:
    """Where a letter of the view stands in the original; what was left alone leads to itself, there and back."""
    seen = view(text, language="en")
    last = 0
    for place, letter in enumerate(seen.text):
        start, end = seen.back(place, place + 1)
        assert last <= start < end <= len(text) or text[start:end] != letter
        if text[start:end] == letter:
            assert seen.forward(start, end) == (place, place + 1)
        last = start
    assert seen.back(0, len(seen.text))[1] <= len(text)


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=8))
def test_claims_stand_where_they_were_written(before: list[str], after: list[str]) -> None:
    text = (
        f"{''.join(before)} Some 4,000 people were dis\u00adplaced in Bornu{''.join(after)}, 30 were killed."
    )
    claims, unread = read_claims(Report(report_id="r", text=text, published=dt.date(2031, 5, 6)))
    for one in (*claims, *unread):
        assert text[one.start : one.end] == one.quote
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)


def test_quote_sentence_and_parts_are_the_original_words() -> None:
    text = "Some **4,000** peo-\nple fled, in\u00adcluding 900&nbsp;chil\u00addren. Nine &amp; ten."
    claims, unread = read_claims(Report(report_id="r", text=text, published=dt.date(2031, 5, 6)))
    whole, part = claims
    assert (whole.quote, part.quote) == ("Some **4,000** peo-\nple", "900&nbsp;chil\u00addren")
    assert whole.sentence == part.sentence == text[: text.index(" Nine")]
    assert part.part_of == f"{whole.start}:{whole.end}"
    assert all(text[one.start : one.end] == one.quote for one in unread)
    found = contest(Report(report_id="r", text=text, published=dt.date(2031, 5, 6)), part.start, part.end)
    assert found is not None
    assert found.quote == "900 children"


@pytest.mark.parametrize(
    "text",
    [
        "Some 4,000 people were driven from their homes by floods\n\nthat struck Dera on Monday.",
        "Some 4,000 people were driven from their homes, offi-\n\ncials said.",
        "In Dera the river rose and 4,000 people were displaced,\n \nof whom 40 are children.",
    ],
)
def test_a_sentence_cut_by_blank_lines_is_one(text: str) -> None:
    seen = view(text, language="en")
    assert "\n\n" not in seen.text
    assert seen.words(0, len(seen.text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "## Some 4,000 people were driven from their homes by floods\n\nof the river",
        "Food\n\nwater\n\nshelter",
        "Some 4,000 people were driven from their homes by the floods.\n\nthe mayor said",
    ],
)
def test_what_stands_apart_stays_apart(text: str) -> None:
    assert view(text, language="en").text == text
