"""What is exported reads back the same, and other programs take it."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tracker import tables
from tracker.errors import BadTable, MissingInput, UnwritableOutput
from tracker.read import ReadOptions, read
from tracker.store.export import SHAPES, export, hxl_figures, load_export
from tracker.store.place_table import geojson, places_of

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=8,
)
TEXT = TEXT | st.sampled_from(
    [
        "=1+1",
        "'=x",
        "@a",
        "-5",
        "a;b",
        "\\;",
        '"',
        "a\nb",
        "#affected",
        "_x0041",
        "2024-01-01",
        "1e5",
        "TRUE",
        " x ",
    ]
)
SAFE = TEXT.filter(str.strip)
DAYS = st.none() | st.dates(dt.date(1890, 1, 1), dt.date(2100, 1, 1))
CLAIM = st.fixed_dictionaries(
    {
        "claim_id": SAFE,
        "quote": st.none() | SAFE,
        "value": st.floats(0, 1e12),
        "low": st.none() | st.floats(0, 1e6),
        "qualifier": st.sampled_from(["exact", "at_least"]),
        "unit": st.sampled_from(["person", "household", "share"]),
        "term": st.sampled_from(["displaced", "killed"]),
        "measure": st.just("stock"),
        "part_of": st.none() | st.lists(SAFE, min_size=1, max_size=3),
        "published": DAYS,
        "is_total": st.none() | st.booleans(),
        "start": st.none() | st.integers(0, 2**40),
        "recorded_at": st.none()
        | st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),
    }
)
CONFLICT = st.fixed_dictionaries(
    {
        "kind": SAFE,
        "claim_ids": st.lists(SAFE, min_size=1, max_size=2),
        "values": st.lists(st.floats(0, 1e9), min_size=1, max_size=2),
        "message": SAFE,
    }
)


@pytest.mark.parametrize("shape", ["csv", "xlsx", "parquet", "hxl", "datapackage"])
@settings(max_examples=15)
@given(claims=st.lists(CLAIM, max_size=3), conflicts=st.lists(CONFLICT, max_size=2))
def test_an_export_reads_back(
    tmp_path_factory: pytest.TempPathFactory, shape: str, claims: list[Any], conflicts: list[Any]
) -> None:
    """The same tables, whatever is in them."""
    if shape == "xlsx":
        pytest.importorskip("openpyxl")
    frames = {
        "claims": tables.from_rows("claims", claims),
        "conflicts": tables.from_rows("conflicts", conflicts),
    }
    out = tmp_path_factory.mktemp("out") / ("x.xlsx" if shape == "xlsx" else "tables")
    assert all(path.exists() for path in export(frames, out, shape))
    back = load_export(out, shape)
    assert list(back) == ["claims", "conflicts"]
    for name, frame in frames.items():
        assert_frame_equal(back[name], frame)


def claim(claim_id: str, value: float, **said: Any) -> dict[str, Any]:
    row = {
        "claim_id": claim_id,
        "value": value,
        "qualifier": "exact",
        "unit": "person",
        "term": "displaced",
        "measure": "flow",
    }
    return row | said


@pytest.fixture
def frames() -> dict[str, pl.DataFrame]:
    rows = [
        claim(
            "c1",
            1200,
            quote="=1200",
            destination="Tamri",
            destination_id="xk.tamri",
            published=dt.date(2024, 5, 3),
            source="Relief Office",
        ),
        claim(
            "c2",
            300,
            term="displaced",
            subterm="idp",
            measure="stock",
            unit="household",
            as_of=dt.date(2024, 5, 1),
            destination="Tamri",
            country_iso3="XKR",
        ),
        claim("c3", 37, term="killed", sex="female"),
        claim("c4", 5, negated=True),
        claim("c5", 0.5, unit="share"),
        claim("c6", 9, term="detained"),
    ]
    places = [
        {"place_id": "xk.tamri", "name": "Tamri", "level": "adm1", "lat": 1.5, "lon": 2.5},
        {"place_id": "xk.lost", "name": "Lost"},
    ]
    return {"claims": tables.from_rows("claims", rows), "places": tables.from_rows("places", places)}


def test_a_workbook_as_a_person_wants_it(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    [path] = export(frames, tmp_path / "x.xlsx", "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["claims", "places"]
    sheet = book["claims"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    head = [cell.value for cell in sheet[1]]
    quote, published = sheet.cell(2, head.index("quote") + 1), sheet.cell(2, head.index("published") + 1)
    assert (quote.value, quote.data_type) == ("=1200", "s"), "text, not a formula"
    assert published.is_date
    assert published.value == dt.datetime(2024, 5, 3)


def test_text_that_excel_cannot_hold(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    frame = tables.from_rows("claims", [claim("c1", float("inf"), quote="a\x00b\x1f", sentence="x" * 40_000)])
    back = load_export(export({"claims": frame}, tmp_path / "x.xlsx", "xlsx")[0], "xlsx")["claims"]
    assert back["quote"].to_list() == ["a\ufffdb\ufffd"]
    assert back["sentence"].str.len_chars().to_list() == [32_767]


@pytest.mark.parametrize(
    ("shape", "name"), [("csv", "c.csv"), ("hxl", "c.hxl.csv"), ("parquet", "c.parquet")]
)
def test_a_file_takes_the_claims(
    tmp_path: Path, frames: dict[str, pl.DataFrame], shape: str, name: str
) -> None:
    assert export(frames, tmp_path / name, shape) == [tmp_path / name]
    assert (tmp_path / name).stat().st_size > 100


def test_hxl_figures_are_read_back_as_claims(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> None:
    (tmp_path / "figures.csv").write_text(hxl_figures(frames["claims"]), encoding="utf-8")
    [table] = read(tmp_path / "figures.csv", ReadOptions(today=dt.date(2030, 1, 1))).tables
    assert [
        (one.value, one.term, one.subterm, one.unit, one.sex, one.destination, one.as_of)
        for one in table.claims
    ] == [
        (1200, "displaced", None, "person", None, "Tamri", None),
        (300, "displaced", "idp", "household", None, "Tamri", dt.date(2024, 5, 1)),
        (37, "killed", None, "person", "female", None, None),
    ]


def hxl() -> Any:
    try:
        import hxl as library
    except ImportError as fault:
        pytest.skip(f"libhxl does not import ({fault}); it needs the package six, which it does not declare")
    return library


def test_libhxl_takes_our_tags(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> None:
    library = hxl()
    export(frames, tmp_path / "hxl", "hxl")

    def taken(path: Path) -> Any:
        return library.data(list(csv.reader(path.read_text(encoding="utf-8").splitlines()))).cache()

    for path in sorted((tmp_path / "hxl").glob("*.hxl.csv")):
        data = taken(path)
        faults: list[str] = []
        assert library.schema(callback=lambda fault, seen=faults: seen.append(str(fault))).validate(data), (
            faults
        )
        assert any(column.display_tag.startswith("#") for column in data.columns)
        assert len(list(data)) == {"claims": 6, "figures": 3, "places": 2}[path.name.partition(".")[0]]
    figures = taken(tmp_path / "hxl" / "figures.hxl.csv")
    assert [row.get("#affected+idps+hh") for row in figures if row.get("#affected+idps+hh")] == ["300"]


@pytest.mark.parametrize("name", list(tables.SCHEMAS))
def test_tags_are_hxl(name: str) -> None:
    from tracker.read.hxl import parse_tag

    tags = tables.TABLES[name].tags
    assert all(parse_tag(tag) is not None for tag in tags.values())
    assert len(set(tags.values())) == len(tags), "each column its own tag"


def test_geojson_of_places(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> None:
    [path] = export(frames, tmp_path / "places.geojson", "geojson")
    made = json.loads(path.read_text())
    tamri, lost = made["features"]
    assert made["type"] == "FeatureCollection"
    assert tamri["geometry"] == {"type": "Point", "coordinates": [2.5, 1.5]}
    assert (tamri["properties"]["name"], tamri["properties"]["claims_to"]) == ("Tamri", 1)
    assert lost["geometry"] is None


def test_places_come_from_the_gazetteer() -> None:
    from tracker.lexicon.gazetteer import gazetteer

    entry = next(iter(gazetteer().lookup("Mosul")))
    claims = tables.from_rows(
        "claims", [claim("c1", 5, origin_id=entry.place_id), claim("c2", 5, origin_id="no.such.place")]
    )
    places = places_of(claims)
    mine = places.filter(pl.col("place_id") == entry.place_id)
    assert mine.select("name", "lat", "lon").rows() == [(entry.name, entry.lat, entry.lon)]
    assert "no.such.place" not in places["place_id"]
    assert set(gazetteer().parents(entry.place_id)) <= set(places["place_id"])
    assert len(geojson(places, claims)["features"]) == places.height


@pytest.mark.parametrize("shape", SHAPES)
def test_a_place_that_cannot_be_written(tmp_path: Path, frames: dict[str, pl.DataFrame], shape: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnwritableOutput):
        export(frames, tmp_path / "file" / "x", shape)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_wrong_calls_are_told(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> None:
    with pytest.raises(BadTable, match="use one of: csv"):
        export(frames, tmp_path, "doc")
    with pytest.raises(BadTable, match="no claims table"):
        export({"places": frames["places"]}, tmp_path / "x.csv", "csv")
    with pytest.raises(MissingInput, match="no such export"):
        load_export(tmp_path / "none", "csv")
    with pytest.raises(MissingInput, match="no tables"):
        load_export(tmp_path, "csv")
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    if "openpyxl" in sys.modules:
        with pytest.raises(BadTable, match="not a readable workbook"):
            load_export(tmp_path / "x.xlsx", "xlsx")


def test_other_files_in_the_folder_stay(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for shape in ("csv", "parquet", "hxl", "datapackage"):
        export(frames, tmp_path, shape)
    names = {path.name for path in tmp_path.iterdir()}
    assert {
        "notes.txt",
        "claims.csv",
        "claims.parquet",
        "claims.hxl.csv",
        "figures.hxl.csv",
        "datapackage.json",
    } <= names
