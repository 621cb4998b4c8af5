"""What stands over a number: heads of columns and rows, headings, labels, sentences that lead in."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.claims.test_sentences import said, short
from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

CASES = {
    "the title alone says what": (
        "Displaced persons by district\n\n| District | June | July |\n|---|---|---|\n| Bulo | 120 | 340 |\n",
        ["120 person displaced stock", "340 person displaced stock"],
    ),
    "a title that counts households": (
        "IDP households by county\n\n| County | 2023 |\n|---|---|\n| Bulo | 120 |\n",
        ["120 household displaced stock"],
    ),
    "two header rows": (
        "Displaced population\n\n| Area | Inside evacuation centres | | Outside | |\n| | Families | Persons | Families | Persons |\n"
        "|---|---|---|---|---|\n| Bulo | 12 | 61 | 3 | 14 |\n",
        [
            "12 household sheltered stock",
            "61 person sheltered stock",
            "3 household displaced stock",
            "14 person displaced stock",
        ],
    ),
    "indicators down the side": (
        "| Indicator | Figure |\n|---|---|\n| People evacuated | 6,054 |\n| Missing | 131 |\n| Villages hit | 13 |\n"
        "| Houses swept away | 1,126 |\n| Boats deployed | 62 |\n| Rice distributed (t) | 118 |\n",
        ["6054 person evacuated flow", "131 person missing stock", "1126 dwelling housing_destroyed flow"],
    ),
    "a row that hosts is a place": (
        "Refugees by site\n\n| Site | 14 May |\n|---|---|\n| Host communities | 460 |\n",
        ["460 person crossed_border stock"],
    ),
    "things, aid and plans beside people": (
        "Displaced persons by site\n\n| Site | Persons | Latrines | Capacity | Target | Reached |\n|---|---|---|---|---|---|\n"
        "| Bulo | 460 | 12 | 500 | 400 | 390 |\n",
        ["460 person displaced stock"],
    ),
    "a title of aid": (
        "Food distribution to displaced families\n\n| Area | Families |\n|---|---|\n| Bulo | 460 |\n",
        [],
    ),
    "ages down the side are no figures": (
        "Displaced persons by age\n\n| Age | Number |\n|---|---|\n| 0-17 | 212 |\n| 60+ | 30 |\n",
        ["212 person displaced stock", "30 person displaced stock"],
    ),
    "a nought in a table": (
        "Deaths by district\n\n| District | Number |\n|---|---|\n| Bulo | 0 |\n| Kato | 2 |\n",
        ["0 person killed flow", "2 person killed flow"],
    ),
    "a noun later in a title does not speak": (
        "Table 2. IDP households by county and time of displacement\n\n| County | 2023 |\n|---|---|\n| Bulo | 120 |\n",
        ["120 household displaced stock"],
    ),
    "arrivals of refugees are refugees": (
        "Weekly arrivals of asylum seekers\n\n| Point | Week 47 |\n|---|---|\n| Bulo | 120 |\n",
        ["120 person crossed_border flow"],
    ),
    "an indicator before the title": (
        "Dam collapse: bulletin\n\n| Indicator | Figure |\n|---|---|\n| Missing | 131 |\n",
        ["131 person missing stock"],
    ),
    "where people are is no thing": (
        "People took refuge in these places:\n\n- Villages to the north: 300\n- Schools: 200\n- Villages: 5\n",
        ["300 person sheltered stock", "200 person sheltered stock"],
    ),
    "what returned is no migrant": (
        "Returned migrants\n\n| Region | Number |\n|---|---|\n| Bulo | 212 |\n",
        ["212 person returned flow"],
    ),
    "columns of blanks": (
        "New displacement\n\nPlace        Households   Individuals\nBulo                312         2,184\nKato                 60           402\n",
        ["312 household displaced flow", "2184 person displaced flow", "60 household displaced flow", "402 person displaced flow"],
    ),
    "key figures over their labels": (
        "KEY FIGURES\n\n738,000\nInternally displaced people\n\n64\nDeaths\n\n54\nSites assessed\n",
        ["738000 person displaced stock", "64 person killed flow"],
    ),
    "a sentence leads into a list": (
        "New arrivals were registered in the centres of these towns:\n\n- Bulo: 3,410\n- Kato: 412\n",
        ["3410 person sheltered flow", "412 person sheltered flow"],
    ),
    "a heading of houses": (
        "Houses destroyed\n\n- Bulo 2,930\n- Kato 1,004\n",
        ["2930 dwelling housing_destroyed flow", "1004 dwelling housing_destroyed flow"],
    ),
    "a list that counts things": (
        "Displaced persons\n\n- Bulo: 2,930\n- Villages: 14\n",
        ["2930 person displaced stock"],
    ),
    "a clause with a list": (
        "The following households were displaced: Bulo - 1,200; Kato - 340; Wayo - 90.",
        ["1200 household displaced flow", "340 household displaced flow", "90 household displaced flow"],
    ),
    "at": (
        "Deaths counted by the clinics on 6 December: Bulo at 15, Kato at 9 and Wayo at 4.",
        ["15 person killed flow", "9 person killed flow", "4 person killed flow"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_heads(case: str) -> None:
    text, expected = CASES[case]
    assert said(text) == short(expected)


def claims(text: str) -> list[Claim]:
    return read_claims(Report(report_id="t", text=text, published=dt.date(2024, 3, 8)))[0]


BY_SEX = (
    "Displaced persons\n\n| Site | Girls | Men | Total |\n|---|---|---|---|\n| Bulo | 30 | 20 | 50 |\n"
    "| Kato | 7 | 8 | 15 |\n| All sites | 37 | 28 | 65 |\n"
)


def test_columns_say_sex_and_age() -> None:
    girls, men, both = claims(BY_SEX)[:3]
    assert (girls.sex, girls.age_group, girls.group, girls.group_role) == (
        "female",
        "children",
        "girls",
        "subset",
    )
    assert (men.sex, men.group) == ("male", "men")
    assert (both.sex, both.age_group, both.group) == (None, None, None)


def test_totals_are_marked() -> None:
    assert [claim.is_total for claim in claims(BY_SEX)] == [
        False,
        False,
        True,
        False,
        False,
        True,
        True,
        True,
        True,
    ]


def test_a_total_of_a_table_is_not_cumulative_for_that() -> None:
    found = claims("Deaths, 2 - 5 March 2024\n\n| Area | Number |\n|---|---|\n| Bulo | 3 |\n| Total | 9 |\n")
    assert [claim.accumulation for claim in found] == ["window", "window"]


def test_ages_are_a_group() -> None:
    [claim] = claims("Displaced persons by age\n\n| Age | Number |\n|---|---|\n| 0-17 | 212 |\n")
    assert (claim.group, claim.group_role) == ("0-17", "subset")


def test_a_heading_above_the_heading_dates_a_table() -> None:
    [claim] = claims(
        "Reporting period: 2 - 5 March 2024\n\nNew displacement by district\n\n| Area | Families |\n|---|---|\n| Bulo | 3 |\n"
    )
    assert (claim.period_start, claim.period_end) == (dt.date(2024, 3, 2), dt.date(2024, 3, 5))


def test_the_items_of_a_list_are_parts_of_its_clause() -> None:
    whole, *parts = claims("Some 1,630 households were displaced: Bulo - 1,200; Kato - 430.")
    assert [part.part_of for part in parts] == [f"{whole.start}:{whole.end}"] * 2


def test_cells_are_part_of_their_totals() -> None:
    found = claims(BY_SEX)
    whole = {f"{claim.start}:{claim.end}": claim.quote for claim in found}
    assert [(claim.quote, whole.get(claim.part_of or "")) for claim in found] == [
        ("30", "50"),
        ("20", "50"),
        ("50", "65"),
        ("7", "15"),
        ("8", "15"),
        ("15", "65"),
        ("37", None),
        ("28", None),
        ("65", None),
    ]


def test_a_total_that_is_too_small_is_no_whole() -> None:
    found = claims("Deaths by district\n\n| District | Number |\n|---|---|\n| Bulo | 30 |\n| Total | 3 |\n")
    assert [claim.part_of for claim in found] == [None, None]
