"""Tables of bars, tabs and blanks, with their headers; key figures with their labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_segment import cut
from tracker.vocabulary import Segment


def heads(text: str) -> dict[str, tuple[str | None, str | None]]:
    """Return row and column of every cell that has one."""
    return {one.text: (one.row, one.column) for one in cut(text) if one.kind == "cell" and one.row}


def test_a_header_over_two_columns_heads_both() -> None:
    found = heads(
        "| Area | Inside centres | | Outside | |\n| | Families | Persons | Families | Persons |\n|---|---|---|---|---|\n"
        "| North | 12 | 61 | 3 | 14 |\n"
    )
    assert found == {
        "12": ("North", "Inside centres Families"),
        "61": ("North", "Inside centres Persons"),
        "3": ("North", "Outside Families"),
        "14": ("North", "Outside Persons"),
    }


@pytest.mark.parametrize("rule", [0, 1, 2])
def test_a_rule_may_stand_under_any_header_row(rule: int) -> None:
    lines = ["| Area | Centres | Inside | |", "| | Now | Families | Persons |", "| North | 18 | 12 | 61 |"]
    lines.insert(rule, "|---|---|---|---|")
    assert heads("\n".join(lines)) == {
        "18": ("North", "Centres Now"),
        "12": ("North", "Inside Families"),
        "61": ("North", "Inside Persons"),
    }


def test_ages_and_weeks_head_columns() -> None:
    assert heads("| Site | 0-17 | 60+ | Week 12 |\n|---|---|---|---|\n| A | 101 | 102 | 103 |\n") == {
        "101": ("A", "0-17"),
        "102": ("A", "60+"),
        "103": ("A", "Week 12"),
    }


def test_two_cells_name_a_row_and_the_first_holds_on() -> None:
    found = heads(
        "| Region | District | Displaced |\n|---|---|---|\n| North | Bulo | 12 |\n| | Kato | 13 |\n| South | Miri | 14 |\n"
    )
    assert [row for row, _ in found.values()] == ["North Bulo", "North Kato", "South Miri"]


def test_a_running_number_names_no_row() -> None:
    found = heads("| No. | District | Displaced |\n|---|---|---|\n| 1 | Bulo | 120 |\n| 2 | Kato | 130 |\n")
    assert found == {"120": ("Bulo", "Displaced"), "130": ("Kato", "Displaced")}


def test_a_rule_under_words_begins_a_new_table() -> None:
    found = heads("| A | Displaced |\n|---|---|\n| North | 12 |\n| B | Killed |\n|---|---|\n| South | 7 |\n")
    assert found == {"12": ("North", "Displaced"), "7": ("South", "Killed")}


ALIGNED = """Situation by county

                       Displaced            Casualties
County             Families   Persons     Dead   Missing
Mandi                 1,310     7,860       11         3
Upper Wajo and
the river islands       640     3,840        4         -
Gari
(lower wards) 220     1,320        2         1
TOTAL                 2,170    13,020       17         4

The road is cut.
"""


def test_columns_of_blanks_are_a_table() -> None:
    found = heads(ALIGNED.replace("(lower wards) 220 ", "(lower wards)           220 "))
    assert found["1,310"] == ("Mandi", "Displaced Families")
    assert found["7,860"] == ("Mandi", "Displaced Persons")
    assert found["11"] == ("Mandi", "Casualties Dead")
    assert found["640"] == ("Upper Wajo and the river islands", "Displaced Families")
    assert found["1,320"] == ("Gari (lower wards)", "Displaced Persons")
    assert found["17"] == ("TOTAL", "Casualties Dead")
    assert {one.heading for one in cut(ALIGNED) if one.kind == "cell"} == {"Situation by county"}
    assert cut(ALIGNED)[-1].text == "The road is cut."


def test_one_blank_parts_a_name_from_its_figure_where_a_column_stands() -> None:
    text = "Place          Dead   Missing\nMandi            11         3\nthe longer wards 12         4\n"
    assert heads(text)["12"] == ("the longer wards", "Dead")


@pytest.mark.parametrize(
    "text",
    [
        "Some 300 fled.  Another 200 stayed.\nSome 40 came  back.  They left.",
        "Tents were given to    300 people who had\nfled the fighting in    the north of the land.",
        "IDPs   31,400",
    ],
)
def test_blanks_in_prose_are_no_table(text: str) -> None:
    assert not [one for one in cut(text) if one.kind == "cell"]


def test_figures_side_by_side_have_their_labels_below() -> None:
    found = cut(
        "  86,400        17,280          214\n  IDPs          displaced       sites\n                families\n"
    )
    assert [(one.text, one.column) for one in found] == [
        ("86,400", "IDPs"),
        ("17,280", "displaced families"),
        ("214", "sites"),
    ]


def figures(text: str) -> list[tuple[str, str | None]]:
    return [(" ".join(one.text.split()), one.heading) for one in cut(text)]


def test_a_figure_over_its_label_is_one_stretch() -> None:
    assert figures("KEY FIGURES\n\n738,000\nDisplaced people\n\n1.2 million\nReturnees\n") == [
        ("738,000 Displaced people", "KEY FIGURES"),
        ("1.2 million Returnees", "KEY FIGURES"),
    ]


def test_figures_and_labels_with_blanks_between() -> None:
    assert figures("At a glance\n\n738,000\n\nDisplaced people\n\n64\n\nDeaths\n") == [
        ("738,000 Displaced people", "At a glance"),
        ("64 Deaths", "At a glance"),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_label_over_its_figure_stays_its_heading(gap: str) -> None:
    assert figures(f"Displaced people{gap}738,000\n\nReturnees{gap}64\n") == [
        ("738,000", "Displaced people"),
        ("64", "Returnees"),
    ]


def test_a_page_number_takes_no_label() -> None:
    assert figures("3\nDisplacement\n\nSome 300 fled.") == [("3", None), ("Some 300 fled.", "Displacement")]


def test_a_sentence_that_leads_in_heads_its_list_alone() -> None:
    text = "Movements\n\nPeople were moved to the schools of the towns named below, between 2 and 5 May:\n\n- Bulo: 300\n- Kato: 200\n\nOthers: 40"
    lead = "People were moved to the schools of the towns named below, between 2 and 5 May:"
    assert [(one.text, one.heading) for one in cut(text)][1:] == [
        ("Bulo: 300", f"{lead}\nMovements"),
        ("Kato: 200", f"{lead}\nMovements"),
        ("Others: 40", "Movements"),
    ]


def test_headings_that_follow_each_other_hold_together() -> None:
    text = "Floods\n\nPeriod: 2 - 5 May\n\n| Area | Displaced |\n| North | 12 |\n\nReturns\n\n- Bulo: 300\n"
    assert [one.heading for one in cut(text)] == ["Period: 2 - 5 May\nFloods"] * 2 + ["Returns"]


def test_the_day_of_a_report_dates_no_heading_below_it() -> None:
    text = "Flood update\n3 May 2022\n\nHIGHLIGHTS\n\n- Bulo: 300\n"
    assert cut(text)[0].heading == "HIGHLIGHTS\nFlood update"


@given(st.text(alphabet="ab1, \n|-", max_size=120))
def test_any_layout_keeps_its_order(text: str) -> None:
    found: list[Segment] = cut(text)
    ends = [one.start + len(one.text) for one in found]
    assert all(end <= one.start for end, one in zip(ends, found[1:], strict=False))
