"""What tagged columns count and where: what is new, homes and things, each side of the way, the country of all rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tracker.read import read
from tracker.read.hxl import counted, parse_tag
from tracker.vocabulary import Claim


def claims(tmp_path: Path, *lines: str) -> tuple[Claim, ...]:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return read(path).tables[0].claims


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("#affected+idps+ind+newdisp", ("displaced", "flow", "person")),
        ("#affected+idps+new", ("displaced", "flow", "person")),
        ("#affected+refugees+arrivals", ("crossed_border", "flow", "person")),
        ("#affected+idps+stock", ("displaced", "stock", "person")),
        ("#affected+idps+evac", ("sheltered", "stock", "person")),
        ("#affected+houses+destroyed", ("housing_destroyed", "flow", "dwelling")),
        ("#affected+homes+partially", ("housing_destroyed", "flow", "dwelling")),
    ],
)
def test_what_a_tag_counts(tag: str, expected: tuple[str, str, str]) -> None:
    what = counted(parse_tag(tag))
    assert what is not None
    assert (what.term, what.measure, what.unit) == expected


@pytest.mark.parametrize(
    "tag", ["#affected+schools", "#affected+livestock", "#affected+crops+ha", "#affected+houses"]
)
def test_things_are_no_people(tag: str) -> None:
    assert counted(parse_tag(tag)) is None


def test_new_displacement_of_a_year_is_a_flow_of_that_year(tmp_path: Path) -> None:
    stock, new = claims(
        tmp_path, "#country+code,#date+year,#affected+idps+stock,#affected+idps+newdisp", "UGA,2030,410,55"
    )
    assert (stock.measure, stock.as_of) == ("stock", dt.date(2030, 12, 31))
    assert (new.measure, new.accumulation) == ("flow", "window")
    assert (new.period_start, new.period_end) == (dt.date(2030, 1, 1), dt.date(2030, 12, 31))
    assert {one.destination_iso3 for one in (stock, new)} == {"UGA"}


def test_a_running_total_has_no_window_of_a_day(tmp_path: Path) -> None:
    [claim] = claims(tmp_path, "#adm1+name,#date,#affected+refugees+cumulative", "Moromira,2030-05-03,410")
    assert (claim.measure, claim.accumulation, claim.period_start) == ("flow", "cumulative", None)
    assert claim.period_end == dt.date(2030, 5, 3)


def test_the_hurt_have_an_origin_and_those_who_are_there_a_destination(tmp_path: Path) -> None:
    killed, idps = claims(tmp_path, "#adm1+name,#affected+killed,#affected+idps", "Moromira,4,410")
    assert (killed.origin, killed.destination) == ("Moromira", None)
    assert (idps.origin, idps.destination) == (None, "Moromira")


def test_places_of_all_rows_tell_the_country_and_each_its_id(tmp_path: Path) -> None:
    found = claims(
        tmp_path,
        "#adm2+name+origin,#adm2+name+dest,#affected+idps",
        "Kitgum,Gulu,410",
        "Lamwo,Kitgum,55",
        "Moromira,Gulu,3",
    )
    assert [(one.origin, one.origin_iso3, one.destination_iso3) for one in found] == [
        ("Kitgum", "UGA", "UGA"),
        ("Lamwo", "UGA", "UGA"),
        ("Moromira", "UGA", "UGA"),
    ]
    assert found[0].destination_id is not None
    assert found[2].origin_id is None


def test_a_number_of_shelters_is_no_place(tmp_path: Path) -> None:
    [claim] = claims(tmp_path, "#adm2+name,#loc+shelter+num,#affected+ind+sheltered", "Moromira,5,410")
    assert claim.destination == "Moromira"
