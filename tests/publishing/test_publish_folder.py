"""The folder: whole or not at all, the same for the same input, tables that others can load."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from pathlib import Path

import polars as pl
import pytest

from tests.publishing.made_up_world import OUT, World, world
from tracker.errors import BadConfiguration, UnknownId, UnwritableOutput
from tracker.publishing import PublishOptions, figure, main_series, publish


@pytest.fixture(scope="module")
def made() -> World:
    return world()


@pytest.fixture(scope="module")
def folder(made: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "reports"
    publish(made.reconciliation, out, PublishOptions(zip_all=True, **made.arguments()))
    return out


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_writes_every_file_it_names(made: World, tmp_path: Path) -> None:
    written = publish(made.reconciliation, tmp_path / "out", PublishOptions(**made.arguments()))
    assert all(path.is_file() for path in written)
    names = {str(path.relative_to(tmp_path / "out")) for path in written}
    assert {
        "index.html",
        "valley.html",
        "valley-chart.html",
        "other.html",
        "summary.txt",
        "run.json",
    } <= names
    assert {"tables/claims.csv", "tables/claims.parquet", "tables/datapackage.json"} <= names
    assert _hashes(tmp_path / "out").keys() == names


def test_same_input_gives_the_same_bytes(made: World, folder: Path, tmp_path: Path) -> None:
    publish(made.reconciliation, tmp_path / "again", PublishOptions(zip_all=True, **made.arguments()))
    assert _hashes(tmp_path / "again") == _hashes(folder)


def test_running_twice_changes_nothing(made: World, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(made.reconciliation, out, PublishOptions(**made.arguments()))
    first = _hashes(out)
    publish(made.reconciliation, out, PublishOptions(**made.arguments()))
    assert _hashes(out) == first


def test_readme_stays_and_old_pages_go(made: World, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    out.mkdir()
    (out / "README.md").write_text("keep me")
    (out / "notes").mkdir()
    (out / "notes" / "a.txt").write_text("mine")
    publish(made.reconciliation, out, PublishOptions(zip_all=True, **made.arguments()))
    assert (out / "pages.zip").is_file()
    publish(made.reconciliation, out, PublishOptions(**made.arguments()))
    assert (out / "README.md").read_text() == "keep me"
    assert (out / "notes" / "a.txt").read_text() == "mine"
    assert not (out / "pages.zip").exists()


def test_a_fault_on_the_way_leaves_the_old_folder(
    made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "reports"
    publish(made.reconciliation, out, PublishOptions(**made.arguments()))
    before = _hashes(out)

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UnwritableOutput, match="No space left"):
        publish(made.reconciliation, out, PublishOptions(**made.arguments()))
    monkeypatch.undo()
    assert _hashes(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_place_is_said(made: World, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    with pytest.raises(UnwritableOutput, match="cannot be written"):
        publish(made.reconciliation, shut / "reports", PublishOptions(**made.arguments()))


def test_a_file_or_a_home_is_not_replaced(
    made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(UnwritableOutput, match="is a file"):
        publish(made.reconciliation, file, PublishOptions(**made.arguments()))
    monkeypatch.chdir(tmp_path)
    for place in (Path("."), Path(".."), Path.home(), Path("/")):
        with pytest.raises(UnwritableOutput, match="will not be replaced"):
            publish(made.reconciliation, place, PublishOptions(**made.arguments()))


def test_unknown_audience_or_language_is_said(made: World, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="audience"):
        publish(made.reconciliation, tmp_path / "out", PublishOptions(audience="everyone"))
    with pytest.raises(BadConfiguration, match="language"):
        publish(made.reconciliation, tmp_path / "out", PublishOptions(language="xx"))
    assert not (tmp_path / "out").exists()


def test_the_data_package_is_valid(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder / "tables" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    descriptor = json.loads((folder / "tables" / "datapackage.json").read_text())
    assert {resource["name"] for resource in descriptor["resources"]} >= {"claims", "estimates", "conflicts"}


def test_tables_hold_what_was_reconciled(made: World, folder: Path) -> None:
    claims = pl.read_parquet(folder / "tables" / "claims.parquet")
    assert sorted(claims["claim_id"]) == sorted(made.reconciliation.claims["claim_id"])
    estimates = pl.read_parquet(folder / "tables" / "estimates.parquet")
    assert estimates.height == made.reconciliation.estimates.height


def test_local_paths_are_not_published(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.suffix in (".html", ".csv", ".json", ".txt"):
            assert "/home/someone" not in path.read_text()


def test_the_zip_holds_the_chart_library_once(folder: Path) -> None:
    with zipfile.ZipFile(folder / "pages.zip") as archive:
        names = archive.namelist()
        page = archive.read("displacement/valley.html").decode()
    assert names.count("displacement/plotly.js") == 1
    assert len(page) < 600_000
    assert '<script src="plotly.js">' in page
    assert (folder / "pages.zip").stat().st_size < 3_000_000


@pytest.mark.parametrize(("compact", "limit"), [(False, 6_000_000), (True, 2_500_000)])
def test_pages_stay_within_their_size(made: World, tmp_path: Path, compact: bool, limit: int) -> None:
    publish(made.reconciliation, tmp_path / "out", PublishOptions(compact=compact, **made.arguments()))
    assert (tmp_path / "out" / "valley.html").stat().st_size <= limit


def test_claims_without_a_situation_have_a_page(folder: Path) -> None:
    text = (folder / "other.html").read_text()
    assert "44 dwellings" in text
    assert "nothing says where" in text.lower()


def test_figure_and_main_series(made: World) -> None:
    assert main_series(made.reconciliation, situations=made.situations) == {"valley": OUT}
    drawn = figure(made.reconciliation, OUT, situations=made.situations)
    assert "Kestrel Valley" in drawn.layout.title.text
    with pytest.raises(UnknownId):
        figure(made.reconciliation, "no such series")


def test_an_empty_reconciliation_still_publishes(made: World, tmp_path: Path) -> None:
    import dataclasses

    result = made.reconciliation
    bare = {
        name: getattr(result, name).clear()
        for name in ("claims", "series", "estimates", "assignments", "conflicts", "decisions")
    }
    written = publish(dataclasses.replace(result, **bare), tmp_path / "out")
    assert {path.name for path in written} >= {"index.html", "claims.csv"}


def test_the_workbook_holds_the_tables(folder: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(folder / "tables" / "displacement.xlsx")
    assert {"claims", "estimates", "series"} <= set(book.sheetnames)
    assert book["claims"].max_row == 1 + 18
    book.close()


def test_hxl_and_map_points_lie_beside(folder: Path) -> None:
    lines = (folder / "tables" / "figures.hxl.csv").read_text().splitlines()
    assert lines[1].startswith("#") or ",#" in lines[1]
    shapes = json.loads((folder / "tables" / "places.geojson").read_text())
    assert shapes["type"] == "FeatureCollection"
