"""Segments: sentences, bullets and table cells, with their headings and every offset kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from tests.strategies import texts
from tracker.segment import segments
from tracker.vocabulary import Report, Segment


def cut(text: str, title: str | None = None) -> list[Segment]:
    found = list(segments(Report(report_id="r", text=text, title=title)))
    for one in found:
        assert text[one.start : one.start + len(one.text)].replace("\n", " ") == one.text.replace("\n", " ")
    return found


def words(text: str) -> list[str]:
    return [one.text for one in cut(text)]


SENTENCES = [
    ("two", "Some 300 fled. Another 200 stayed.", ["Some 300 fled.", "Another 200 stayed."]),
    ("no stop at the end", "Some 300 fled on Friday", ["Some 300 fled on Friday"]),
    ("question and call", "How many fled? No one knows! It was dark.", ["How many fled?", "No one knows!", "It was dark."]),
    ("title of a person", "Gov. Haddad met Dr. Amin. He said 300 fled.", ["Gov. Haddad met Dr. Amin.", "He said 300 fled."]),
    ("initials", "The U.S. and the U.N. counted 300. J. Okello agreed.", ["The U.S. and the U.N. counted 300.", "J. Okello agreed."]),
    ("month cut short", "On Mar. 3 some 300 fled. They came back.", ["On Mar. 3 some 300 fled.", "They came back."]),
    ("number with a point", "Some 1.2 million fled. About 3.5 per cent stayed.", ["Some 1.2 million fled.", "About 3.5 per cent stayed."]),
    ("No. before a number", "Flash Update No. 4 counts 300 families.", ["Flash Update No. 4 counts 300 families."]),
    ("quotation", "“We saw 300 leave.” He counted them.", ["“We saw 300 leave.”", "He counted them."]),
    ("credit behind the stop", "Some 300 fled. (OCHA 15/03/2019) Others stayed.", ["Some 300 fled. (OCHA 15/03/2019)", "Others stayed."]),
    ("credit at the end", "Some 300 fled. (OCHA 15/03/2019)", ["Some 300 fled. (OCHA 15/03/2019)"]),
    ("hard-wrapped", "At least 7,000 people, most of them women and children, have\nleft the enclave this week.", ["At least 7,000 people, most of them women and children, have left the enclave this week."]),
    ("paragraphs", "Some 300 people fled on Friday.\n\nOthers stayed.", ["Some 300 people fled on Friday.", "Others stayed."]),
    ("small letter after a stop", "The area of approx. 30 villages was left by 300 people.", ["The area of approx. 30 villages was left by 300 people."]),
    ("no blank after the stop", "Some 300 fled.Others stayed.", ["Some 300 fled.", "Others stayed."]),
    ("nothing", "", []),
    ("blanks", " \n\t\n ", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in SENTENCES], ids=[case[0] for case in SENTENCES]
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "1.", "2)", "(a)", "●"])
def test_bullets(mark: str) -> None:
    text = f"KEY POINTS\n\n{mark} Some 300 people fled.\n{mark} 40 houses burned; nobody was hurt\n"
    found = cut(text)
    assert [(one.text, one.kind) for one in found] == [
        ("Some 300 people fled.", "bullet"),
        ("40 houses burned; nobody was hurt", "bullet"),
    ]
    assert {one.heading for one in found} == {"KEY POINTS"}


def test_a_bullet_that_wraps_stays_one() -> None:
    text = "- Some 300 people fled from the three villages along the river and\n  are staying with relatives.\n- 40 came back."
    assert [" ".join(one.split()) for one in words(text)] == [
        "Some 300 people fled from the three villages along the river and are staying with relatives.",
        "40 came back.",
    ]


def test_a_bullet_of_two_sentences_is_two_segments() -> None:
    assert [(one.text, one.kind) for one in cut("- Some 300 fled. 40 came back.")] == [
        ("Some 300 fled.", "bullet"),
        ("40 came back.", "bullet"),
    ]


def test_headings_are_context() -> None:
    found = cut("# Floods in the delta\n\nSome 300 fled.\n\nReturns to the north\n\nSome 40 came back.\n")
    assert [(one.text, one.heading) for one in found] == [
        ("Some 300 fled.", "Floods in the delta"),
        ("Some 40 came back.", "Returns to the north"),
    ]


def test_the_title_repeated_is_left_out() -> None:
    text = "Thousands flee the delta.\n\nSome 300 fled."
    assert [one.text for one in cut(text, title="Thousands flee the delta.")] == ["Some 300 fled."]


def test_table_cells_know_their_headers() -> None:
    text = "Losses by district\n\n| District | Displaced | Houses destroyed |\n|---|---|---|\n| North | 1,200 | 30 |\n| South | 900 | |\n"
    cells = {one.text: one for one in cut(text)}
    assert set(cells) == {"North", "1,200", "30", "South", "900"}
    assert {one.kind for one in cells.values()} == {"cell"}
    assert (cells["1,200"].row, cells["1,200"].column) == ("North", "Displaced")
    assert (cells["30"].row, cells["30"].column) == ("North", "Houses destroyed")
    assert cells["900"].row == "South"
    assert cells["900"].heading == "Losses by district"


def test_tabs_make_a_table_too() -> None:
    cells = {one.text: one for one in cut("District\tDisplaced\tKilled\nNorth\t1,200\t3\n")}
    assert (cells["1,200"].row, cells["1,200"].column) == ("North", "Displaced")
    assert (cells["3"].row, cells["3"].column) == ("North", "Killed")


def test_a_date_in_a_header_keeps_it_a_header() -> None:
    text = (
        "| District | Displaced on 15 August | Killed since 1 July |\n|---|---|---|\n| North | 1,200 | 3 |\n"
    )
    cells = {one.text: one for one in cut(text)}
    assert cells["1,200"].column == "Displaced on 15 August"
    assert cells["3"].column == "Killed since 1 July"


def test_the_next_table_has_its_own_header() -> None:
    text = "| District | Displaced |\n|---|---|\n| North | 12 |\n\nThen they came back.\n\n| District | Returned |\n|---|---|\n| North | 7 |\n"
    cells = {one.text: one.column for one in cut(text) if one.kind == "cell"}
    assert (cells["12"], cells["7"]) == ("Displaced", "Returned")


@given(text=texts())
def test_every_segment_stands_where_it_says(text: str) -> None:
    found = cut(text)
    assert all(one.text.strip() == one.text != "" for one in found)
    spans = [(one.start, one.start + len(one.text)) for one in found]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(text=texts())
def test_no_figure_is_lost_outside_headings(text: str) -> None:
    plain = "".join(
        letter for letter in text if (letter not in "#|-•\t\r" and not letter.isspace()) or letter == " "
    )
    kept = sum(letter.isdigit() for one in cut(plain) for letter in one.text)
    assert kept == sum(letter.isdigit() for letter in plain)
