"""Tables as partners send them: units of figures, places and months over columns, ages, sheets named by days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tracker.api.extraction import read
from tracker.read import ReadOptions

TODAY = dt.date(2031, 6, 1)


def claims_of(path: Path) -> list[dict[str, Any]]:
    return read(path, ReadOptions(today=TODAY)).claims.to_dicts()


def of_csv(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    return claims_of(tmp_path / "t.csv")


def of_sheets(tmp_path: Path, **sheets: tuple[list[list[Any]], list[str]]) -> list[dict[str, Any]]:
    book = pytest.importorskip("openpyxl").Workbook()
    book.remove(book.active)
    for name, (rows, merged) in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(tmp_path / "t.xlsx")
    return claims_of(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        "Displaced persons by region (in thousands)\nRegion,IDPs\nAnbar,410.5\nNinewa,\"1,020\"\n",
        "Displaced persons by region (in thousands), 31 May 2031\nRegion,IDPs\nAnbar,410.5\nNinewa,1020\n",
        "Region,IDPs ('000)\nAnbar,410.5\nNinewa,1020\n",
        "Region,IDPs (thousands)\nAnbar,410.5\nNinewa,\"1,020\"\n",
        "Region,\"IDPs, in millions\"\nAnbar,.4105\nNinewa,1.02\n".replace(",.4105", ",0.4105"),
    ],
)  # fmt: skip
def test_what_figures_are_counted_in_stands_over_them(text: str, tmp_path: Path) -> None:
    assert [claim["value"] for claim in of_csv(tmp_path, text)] == [410_500, 1_020_000]


def test_a_figure_too_large_for_thousands_is_no_claim(tmp_path: Path) -> None:
    assert of_csv(tmp_path, "Region,IDPs ('000)\nAnbar,410500\nNinewa,1020000\n") == []


def test_places_over_columns_below_a_merged_head(tmp_path: Path) -> None:
    rows = [
        ["Round", "Displaced persons", None, None, "Returnees", None],
        [None, "Gulu", "Lamwo", "Total", "Gulu", "Lamwo"],
        ["Round 1 (Jan 2031)", 6310, 4455, 10765, 40, 20],
        ["Round 2 (Feb 2031)", 6400, 4500, 10900, 60, 30],
    ]
    found = of_sheets(tmp_path, one=(rows, ["B1:D1", "E1:F1"]))
    last = dt.date(2031, 1, 31)
    assert [(one["value"], one["term"], one["destination"], one["period_end"]) for one in found[:5]] == [
        (6310, "displaced", "Gulu", last),
        (4455, "displaced", "Lamwo", last),
        (10765, "displaced", None, last),
        (40, "returned", "Gulu", last),
        (20, "returned", "Lamwo", last),
    ]
    assert found[5]["period_end"] == dt.date(2031, 2, 28)


def test_words_over_columns_that_are_no_places(tmp_path: Path) -> None:
    rows = [["District", "Displaced", None], [None, "Verified", "Estimated"], ["Gulu", 6310, 7000]]
    assert {one["destination"] for one in of_sheets(tmp_path, one=(rows, ["B1:C1"]))} <= {"Gulu"}


def test_months_as_columns_below_a_title(tmp_path: Path) -> None:
    text = "Displaced persons at the end of each month\nDistrict,Jan 2031,Feb 2031\nGulu,5200,5900\nLamwo,4100,4300\n"
    found = of_csv(tmp_path, text)
    assert [(one["value"], one["destination"], one["period_end"].month) for one in found] == [
        (5200, "Gulu", 1),
        (5900, "Gulu", 2),
        (4100, "Lamwo", 1),
        (4300, "Lamwo", 2),
    ]


def test_a_matrix_of_origins_and_destinations_below_a_title(tmp_path: Path) -> None:
    text = (
        "IDPs: origin (rows) by current location (columns)\nOrigin / Destination,Baghdad,Erbil,Total\n"
        "Anbar,30052,12010,42062\nNinewa,8800,210000,218800\n"
    )
    ways = [(one["value"], one["origin"], one["destination"]) for one in of_csv(tmp_path, text)]
    assert ways[:3] == [(30052, "Anbar", "Baghdad"), (12010, "Anbar", "Erbil"), (42062, "Anbar", None)]


def test_men_of_one_age_are_not_those_of_another(tmp_path: Path) -> None:
    rows = [
        ["District", "IDPs", None, None, None],
        [None, "Male", None, "Female", None],
        [None, "<18", "18+", "<18", "18+"],
        ["Gulu", 1100, 1900, 1200, 2110],
        ["Lamwo", 900, 1200, 1000, 1355],
    ]
    found = of_sheets(tmp_path, one=(rows, ["B1:E1", "B2:C2", "D2:E2"]))
    assert [one["group"] for one in found[:4]] == ["male <18", "male 18+", "female <18", "female 18+"]


def test_sheets_that_are_named_by_their_day(tmp_path: Path) -> None:
    rows = [["District", "Displaced persons"], ["Gulu", 6310], ["Lamwo", 4455]]
    found = of_sheets(tmp_path, **{"10_March_2031": (rows, []), "17_March_2031": (rows, [])})
    assert [one["published"].day for one in found] == [10, 10, 17, 17]


def test_columns_of_numbers_do_not_make_a_table_spanish(tmp_path: Path) -> None:
    text = 'S/N,Date of incident,State,LGA,No. of persons affected,No. displaced,No. killed\n1,03/09/2022,Orva,Dera,"12,400","3,100",4\n'
    assert {one["term"] for one in of_csv(tmp_path, text)} == {"affected", "displaced", "killed"}


@pytest.mark.parametrize(
    ("head", "row", "wanted"),
    [
        (
            "ISO3,Name,Year,Conflict Stock Displacement,Conflict Internal Displacements",
            "MLI,Mali,2029,41000,9300",
            [(41_000, "stock", "2029-12-31"), (9_300, "flow", "2029-12-31")],
        ),
        (
            "iso3,year,new_displacement,total_displacement",
            "MLI,2029,9300,41000",
            [(9_300, "flow", "2029-12-31"), (41_000, "stock", "2029-12-31")],
        ),
        ("ISO3,Country,Year,Total number of IDPs", "MLI,Mali,2029,41000", [(41_000, "stock", "2029-12-31")]),
        (
            "admin0Pcode,admin1Name,numPresentIdpInd,reportingDate",
            "MLI,Gao,41000,2029-05-31",
            [(41_000, "stock", "2029-05-31")],
        ),
        (
            "location_code,admin1_name,population_status,population,reference_period_end",
            "MLI,Gao,IDP,41000,2029-05-31",
            [(41_000, "stock", "2029-05-31")],
        ),
    ],
)
def test_sheets_of_agencies_are_read_by_the_words_of_their_heads(
    head: str, row: str, wanted: list[tuple[float, str, str]], tmp_path: Path
) -> None:
    claims = of_csv(tmp_path, f"{head}\n{row}\n{row.replace('41000', '52000').replace('9300', '7100')}\n")
    found = [(claim["value"], claim["measure"], str(claim["period_end"])) for claim in claims]
    assert found[: len(wanted)] == wanted
    assert {claim["term"] for claim in claims} == {"displaced"}
    assert {claim["origin_iso3"] or claim["destination_iso3"] for claim in claims} == {"MLI"}


def test_a_number_glued_to_a_name_heads_a_column(tmp_path: Path) -> None:
    claims = of_csv(tmp_path, "Zone3,Adm2 name,IDPs\nA,Gao,410\nB,Mopti,520\n")
    assert [claim["value"] for claim in claims] == [410, 520]
