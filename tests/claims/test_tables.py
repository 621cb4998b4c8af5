"""Tables as partners write them: what their columns hold is told by heads and cells alike, whatever the format."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

DAY = dt.date(2031, 5, 20)


def read(text: str, title: str | None = None) -> list[Claim]:
    return read_claims(Report(report_id="t", text=text, title=title, published=DAY))[0]


def table(*rows: str) -> str:
    """Write rows of cells, parted by commas, with bars."""
    return "\n".join("| " + " | ".join(cell.strip() for cell in row.split(",")) + " |" for row in rows)


def told(claims: list[Claim], *names: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(claim, name) for name in ("value", *names)) for claim in claims]


# what a column counts


def test_families_beside_persons_are_the_same_people() -> None:
    claims = read(table("Camp,Refugees,No. of families", "Moro,410,82", "Bala,55,11"))
    assert told(claims, "unit", "term") == [
        (410, "person", "crossed_border"),
        (82, "household", "crossed_border"),
        (55, "person", "crossed_border"),
        (11, "household", "crossed_border"),
    ]


def test_households_displaced_are_households() -> None:
    claims = read(table("Ward,Persons displaced,Households displaced,IDP families", "Moro,410,82,80"))
    assert told(claims, "unit") == [(410, "person"), (82, "household"), (80, "household")]


def test_women_and_children_beside_people_are_some_of_them() -> None:
    claims = read(table("Ward,Displaced persons,Women,Children under 5", "Moro,410,120,44"))
    assert told(claims, "term", "sex", "age_group") == [
        (410, "displaced", None, None),
        (120, "displaced", "female", "adults"),
        (44, "displaced", None, "children"),
    ]


@pytest.mark.parametrize(
    "head",
    ["Population", "Capacity", "Area (ha)", "Latitude", "Map offset", "Host population", "Total residents"],
)
def test_what_counts_nobody_who_moved_is_no_claim(head: str) -> None:
    claims = read("Displaced people by ward\n\n" + table(f"Ward,IDPs,{head}", "Moro,410,1200", "Bala,55,900"))
    assert [claim.value for claim in claims] == [410, 55]


def test_deaths_beside_births_are_natural() -> None:
    claims = read(table("Camp,Refugees,Births,Deaths", "Moro,410,3,2"))
    assert [claim.value for claim in claims] == [410]


@pytest.mark.parametrize("head", ["New IDPs", "Newly displaced people", "IDPs (new)"])
def test_what_is_new_is_a_flow(head: str) -> None:
    claims = read(table(f"Ward,IDPs,{head}", "Moro,410,12", "Bala,55,9"))
    assert told(claims, "measure") == [(410, "stock"), (12, "flow"), (55, "stock"), (9, "flow")]


# days


def test_the_day_of_a_row_stands_in_any_column() -> None:
    rows = ("Ward,IDPs,Reported on", "Moro,410,3 May 2031", "Bala,55,4 May 2031")
    expected = [(410, dt.date(2031, 5, 3)), (55, dt.date(2031, 5, 4))]
    assert told(read(table(*rows)), "period_end") == expected
    assert told(read(table(*(",".join(reversed(row.split(","))) for row in rows))), "period_end") == expected


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("03/04/2031", "03/25/2031"), ("2031-03-04", "2031-03-25")),
        (("25/03/2031", "03/04/2031"), ("2031-03-25", "2031-04-03")),
        (("01/05/2031", "01/06/2031"), ("2031-01-05", "2031-01-06")),
        (("05/01/2031", "06/01/2031"), ("2031-01-05", "2031-01-06")),
        (("47964", "47995"), ("2031-04-26", "2031-05-27")),
        (("2031-04-26 00:00:00", "2031-05-27 00:00:00"), ("2031-04-26", "2031-05-27")),
        (("26-Apr-31", "27-May-31"), ("2031-04-26", "2031-05-27")),
        (("2030", "2031"), ("2030-12-31", "2031-12-31")),
        (("April 2031", "May 2031"), ("2031-04-30", "2031-05-31")),
        (("Apr-31", "May-31"), ("2031-04-30", "2031-05-31")),
        (("1-15 May 2031", "29 Apr to 5 May 2031"), ("2031-05-15", "2031-05-05")),
        (("2031-05-01 - 2031-05-07", "2031-05-08 - 2031-05-14"), ("2031-05-07", "2031-05-14")),
    ],
)
def test_a_whole_column_settles_how_its_days_are_written(
    cells: tuple[str, str], days: tuple[str, str]
) -> None:
    head = "Year" if len(cells[0]) == 4 else "Date"
    claims = read(table(f"Ward,{head},IDPs", f"Moro,{cells[0]},410", f"Bala,{cells[1]},55"))
    assert [claim.period_end and claim.period_end.isoformat() for claim in claims] == list(days)


def test_a_week_ends_or_begins_with_its_day() -> None:
    ending = read(table("Week ending,Arrivals", "2031-05-04,410", "2031-05-11,55"))
    assert told(ending, "period_start", "period_end")[0] == (410, dt.date(2031, 4, 28), dt.date(2031, 5, 4))
    starting = read(table("Week starting,Arrivals", "2031-05-05,410", "2031-05-12,55"))
    assert told(starting, "period_start", "period_end")[0] == (410, dt.date(2031, 5, 5), dt.date(2031, 5, 11))


def test_daily_and_running_totals_are_two_kinds_of_flow() -> None:
    claims = read(table("Date,Daily refugees,Cumulative refugees", "2031-05-01,410,410", "2031-05-02,90,500"))
    first, second = dt.date(2031, 5, 1), dt.date(2031, 5, 2)
    assert told(claims, "measure", "accumulation", "period_start", "period_end") == [
        (410, "flow", "window", first, first),
        (410, "flow", "cumulative", first, first),
        (90, "flow", "window", second, second),
        (500, "flow", "cumulative", first, second),
    ]


def test_a_running_total_says_since_when() -> None:
    claims = read(table("Date,New arrivals,Total since 3 April", "2031-05-01,410,8100", "2031-05-02,90,8190"))
    assert told(claims, "accumulation", "period_start") == [
        (410, "window", dt.date(2031, 5, 1)),
        (8100, "cumulative", dt.date(2031, 4, 3)),
        (90, "window", dt.date(2031, 5, 2)),
        (8190, "cumulative", dt.date(2031, 4, 3)),
    ]


# places


def test_columns_of_origin_and_of_displacement() -> None:
    claims = read(table("District of origin,District of displacement,IDPs", "Moromira,Balakato,410"))
    assert told(claims, "origin", "destination") == [(410, "Moromira", "Balakato")]


def test_counts_by_origin_and_by_host() -> None:
    claims = read(table("District,IDPs (origin),IDPs (hosted)", "Moromira,410,55"))
    assert told(claims, "origin", "destination") == [(410, "Moromira", None), (55, None, "Moromira")]


def test_a_name_that_no_gazetteer_has_is_a_place_of_its_own() -> None:
    claims = read(table("Country,District,IDPs", "Uganda,Moromira,410", "Uganda,Balakato,55"))
    assert told(claims, "destination", "destination_id", "destination_iso3") == [
        (410, "Moromira", None, "UGA"),
        (55, "Balakato", None, "UGA"),
    ]


def test_a_total_keeps_the_place_of_the_whole() -> None:
    claims = read(
        table(
            "Province,District,IDPs", "Upper Moro,Katowe,410", ",Balami,55", ",Total,465", "Grand total,,465"
        ),
        title="Displacement in Uganda",
    )
    assert told(claims, "destination", "country_iso3") == [
        (410, "Katowe", "UGA"),
        (55, "Balami", "UGA"),
        (465, None, "UGA"),
        (465, None, "UGA"),
    ]


def test_camps_may_be_columns() -> None:
    claims = read("## Refugees by camp\n\n" + table("As of,Moromira camp,Balakato camp", "2031-05-01,410,55"))
    assert told(claims, "destination", "period_end") == [
        (410, "Moromira camp", dt.date(2031, 5, 1)),
        (55, "Balakato camp", dt.date(2031, 5, 1)),
    ]


def test_codes_of_countries_and_of_groups() -> None:
    claims = read(
        table(
            "year,coo_iso,coa_iso,population_group,population",
            "2030,SSD,UGA,REF,410",
            "2030,SSD,UGA,ASY,55",
            "2030,SSD,UGA,IDP,0",
        )
    )
    assert told(claims, "term", "subterm", "origin_iso3", "destination_iso3", "period_end") == [
        (410, "crossed_border", "refugee", "SSD", "UGA", dt.date(2030, 12, 31)),
        (55, "crossed_border", "asylum_seeker", "SSD", "UGA", dt.date(2030, 12, 31)),
    ]


# figures


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("6.310", "14.455"), (6310, 14455)),
        (("6.31E+03", "1.2E+06"), (6310, 1_200_000)),
        (("6310.0", "14455.0"), (6310, 14455)),
        (("1 971", "14 455"), (1971, 14455)),
        (("1971", "14455"), (1971, 14455)),
    ],
)
def test_how_figures_are_written(cells: tuple[str, str], values: tuple[int, int]) -> None:
    claims = read(table("Ward,IDPs", f"Moro,{cells[0]}", f"Bala,{cells[1]}"))
    assert [claim.value for claim in claims] == list(values)
    assert [claim.quote for claim in claims] == list(cells)


def test_two_figures_run_into_one_cell_are_no_claim() -> None:
    text = "| Ward | IDPs |\n| --- | --- |\n| Moro | 110 540 |\n| Bala | 1,240 |"
    assert [claim.value for claim in read(text)] == [1240]


# titles, heads, sections


def test_titles_stand_above_two_rows_of_heads() -> None:
    text = (
        "| Site report |  |  |  |  |\n| Data as of 4 May 2031 |  |  |  |  |\n"
        "| Ward | IDPs || Returnees ||\n|  | HH | Persons | HH | Persons |\n| Moro | 82 | 410 | 9 | 55 |\n| Bala | 3 | 12 | - | - |"
    )
    assert told(read(text), "unit", "term", "period_end")[:4] == [
        (82, "household", "displaced", dt.date(2031, 5, 4)),
        (410, "person", "displaced", dt.date(2031, 5, 4)),
        (9, "household", "returned", dt.date(2031, 5, 4)),
        (55, "person", "returned", dt.date(2031, 5, 4)),
    ]


def test_a_title_of_what_happened_may_stand_over_the_day() -> None:
    text = "| New arrivals by ward |  |\n| Updated 4 May 2031 |  |\n| Ward | Number |\n| Moro | 82 |\n| Bala | 3 |"
    assert told(read(text), "measure") == [(82, "flow"), (3, "flow")]


def test_a_row_with_one_cell_heads_the_rows_below_it() -> None:
    text = table("Ward,Number", "Killed,", "Moro,12", "Injured,", "Moro,40")
    assert told(read(text), "term") == [(12, "killed"), (40, "injured")]


def test_a_table_of_ways_has_origins_down_and_destinations_across() -> None:
    claims = read(
        "Displaced persons\n\n"
        + table("Origin / Destination,Balakato,Moromira,Total", "Kitopa,410,0,410", "Lemaro,20,55,75")
    )
    assert told(claims, "origin", "destination") == [
        (410, "Kitopa", "Balakato"),
        (410, "Kitopa", None),
        (20, "Lemaro", "Balakato"),
        (55, "Lemaro", "Moromira"),
        (75, "Lemaro", None),
    ]


def test_people_came_back_from_where_they_had_fled_to() -> None:
    claims = read(table("District of return,District of displacement,Returnees", "Balakato,Moromira,410"))
    assert told(claims, "origin", "destination") == [(410, "Moromira", "Balakato")]


def test_letters_say_the_sex_and_a_column_of_shares_counts_nobody() -> None:
    claims = read(
        "IDPs by ward\n\n"
        + table("S/N,Ward,Total,M,F,Children (%)", "1,Moro,410,200,210,52", "2,Bala,55,25,30,49")
    )
    assert told(claims, "sex") == [
        (410, None),
        (200, "male"),
        (210, "female"),
        (55, None),
        (25, "male"),
        (30, "female"),
    ]


def test_numbers_of_weeks_and_rounds_count_nobody() -> None:
    claims = read(table("Week,Round,New refugees,Running total", "18,4,410,8100", "19,4,90,8190"))
    assert told(claims, "accumulation")[1::2] == [(8100, "cumulative"), (8190, "cumulative")]
    assert [claim.value for claim in claims] == [410, 8100, 90, 8190]


def test_a_ward_with_a_number_counts_no_wards() -> None:
    claims = read(table("Region,District,IDPs,Families", "Region 1,District 4,410,82"))
    assert told(claims, "unit") == [(410, "person"), (82, "household")]


def test_a_span_of_days_is_the_window_of_what_is_new() -> None:
    claims = read(
        table("Dates,New refugees,Running total", "29 Apr - 5 May 2031,410,8100", "6-12 May 2031,90,8190")
    )
    assert told(claims, "period_start", "period_end") == [
        (410, dt.date(2031, 4, 29), dt.date(2031, 5, 5)),
        (8100, None, dt.date(2031, 5, 5)),
        (90, dt.date(2031, 5, 6), dt.date(2031, 5, 12)),
        (8190, None, dt.date(2031, 5, 12)),
    ]
