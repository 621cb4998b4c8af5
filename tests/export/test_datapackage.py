"""The descriptor says of the tables what frictionless then finds true."""

from __future__ import annotations

import datetime as dt
import json
import warnings
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tracker import tables
from tracker.store.datapackage import datapackage, write_datapackage
from tracker.store.folder import save_tables

NOON = dt.datetime(2024, 5, 3, 12, 0, 0, 123, tzinfo=dt.UTC)


def some_tables() -> dict[str, pl.DataFrame]:
    claim = {
        "claim_id": "c1",
        "report_id": "r1",
        "quote": "=about 1,200; people",
        "start": 0,
        "end": 20,
        "value": 1200.0,
        "qualifier": "approximately",
        "unit": "person",
        "term": "displaced",
        "measure": "flow",
        "part_of": ["c0", "c;9"],
        "published": dt.date(2024, 5, 3),
        "negated": False,
        "recorded_at": NOON,
    }
    bare = {
        "claim_id": "c2",
        "value": 3.5,
        "qualifier": "exact",
        "unit": "person",
        "term": "killed",
        "measure": "flow",
    }
    report = {
        "report_id": "r1",
        "version": 1,
        "published_basis": "given",
        "sha256": "0" * 64,
        "restated": False,
    }
    report |= {"sharing": "public", "recorded_at": NOON}
    return {
        "reports": tables.from_rows("reports", [report]),
        "claims": tables.from_rows("claims", [claim, bare]),
        "series": tables.from_rows("series", [{"series_id": "s1", "label": "people displaced"}]),
        "assignments": tables.from_rows(
            "assignments", [{"claim_id": "c1", "series_id": "s1", "role": "used"}]
        ),
        "conflicts": tables.from_rows(
            "conflicts", [{"kind": "scope", "claim_ids": ["c1"], "values": [1200.0, 2.5], "message": "m"}]
        ),
        "places": tables.empty("places"),
    }


def validated(path: Path) -> Any:
    """Return frictionless's report; its own warnings are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frictionless = pytest.importorskip("frictionless")
        with frictionless.system.use_context(trusted=True):
            return frictionless.validate(str(path))


def test_frictionless_agrees(tmp_path: Path) -> None:
    frames = some_tables()
    save_tables(frames, tmp_path / "tables")
    said = datapackage(
        frames, folder=tmp_path / "tables", under="tables", version="1.0.0", created="2024-05-03T12:00:00Z"
    )
    write_datapackage(said, tmp_path / "datapackage.json")
    report = validated(tmp_path / "datapackage.json")
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(frames)


def test_frictionless_sees_a_changed_file(tmp_path: Path) -> None:
    """The test above can fail: a cell that breaks its rule is found."""
    frames = some_tables()
    save_tables(frames, tmp_path)
    said = datapackage(frames)
    write_datapackage(said, tmp_path / "datapackage.json")
    path = tmp_path / "claims.csv"
    path.write_text(path.read_text().replace("killed", "vanished"))
    report = validated(tmp_path / "datapackage.json")
    assert [fault[-1] for fault in report.flatten(["type"])] == ["constraint-error"]


def test_keys_are_declared_only_when_the_data_keep_them() -> None:
    frames = some_tables()
    assert (
        datapackage(frames)["resources"][3]["schema"]["foreignKeys"][0]["reference"]["resource"] == "claims"
    )
    frames["claims"] = frames["claims"].filter(pl.col("claim_id") == "c2")
    pointers = datapackage(frames)["resources"][3]["schema"].get("foreignKeys", [])
    assert "claims" not in [pointer["reference"]["resource"] for pointer in pointers]


def test_version_two_words() -> None:
    said = datapackage(some_tables(), licences=[{"name": "CC-BY-4.0"}])
    assert said["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "profile" not in json.dumps(said).replace("profiles", "")
    assert {resource["type"] for resource in said["resources"]} == {"table"}
    assert said["licenses"] == [{"name": "CC-BY-4.0"}]
    assert "created" not in said


@pytest.mark.parametrize("name", list(tables.TABLES))
def test_the_descriptor_says_what_the_dictionary_says(name: str) -> None:
    table = tables.TABLES[name]
    [resource] = datapackage({name: tables.empty(name)})["resources"]
    assert resource["title"] == table.title
    assert {field["name"]: field["description"] for field in resource["schema"]["fields"]} == {
        column.name: column.meaning for column in table.columns
    }
    assert all(column.meaning for column in table.columns)
