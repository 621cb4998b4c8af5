"""Whatever engine reads, claims, unread numbers, fates and the store are the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

from tests.eval.reading import golden
from tracker import api
from tracker.api import engines
from tracker.claims import read as reader
from tracker.cli.main import main
from tracker.engine import can_pool
from tracker.errors import BadArgument
from tracker.vocabulary import Report

pytestmark = pytest.mark.skipif(not can_pool(), reason="this system cannot fork")
POOL = api.Engine("process", 2)


def reports() -> list[Report]:
    return [one.report for one in golden()]


def test_a_pool_reads_what_one_process_reads() -> None:
    alone, pooled = (api.read(reports(), engine=engine) for engine in (api.Engine(workers=1), POOL))
    assert alone.claims.height > 100
    for name in ("claims", "reports", "unread"):
        assert_frame_equal(getattr(alone, name), getattr(pooled, name))
    assert alone.fates == pooled.fates


def test_much_text_goes_to_a_pool_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "MUCH", 2_000)
    started: list[int] = []

    class Counted(engines.Pool):
        def __init__(self, *rest: Any, **more: Any) -> None:
            started.append(1)
            super().__init__(*rest, **more)

    monkeypatch.setattr(engines, "Pool", Counted)
    some = reports()[:12]
    assert_frame_equal(api.extract(some), api.extract(some, workers=2))
    assert len(started) == (2 if engines.cores() > 1 else 1)


def test_a_report_the_reader_breaks_on_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = reports()[3]
    read_claims = reader.read_claims

    def breaks(report: Report, **more: Any) -> Any:
        if report.report_id == broken.report_id:
            raise IndexError("a fault of ours")
        return read_claims(report, **more)

    monkeypatch.setattr(reader, "read_claims", breaks)
    found = api.read(reports(), engine=api.Engine(workers=1))
    (verdict,) = found.verdicts
    assert "IndexError" in verdict.fault
    assert found.reports.height == len(reports()) - 1


def test_the_store_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    lines = [
        json.dumps({"text": one.text, "published": str(one.published), "id": one.report_id})
        for one in reports()
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    tables: list[pl.DataFrame] = []
    for name, engine in (("alone", api.Engine(workers=1)), ("pooled", POOL)):
        api.ingest([path], tmp_path / name, engine=engine)
        tables.append(api.whole(store=tmp_path / name).extraction.claims.drop("recorded_at", strict=False))
    assert_frame_equal(*tables)


def test_commands_take_an_engine(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("About 1,200 people fled Ostrava on 3 May 2021, the mayor said.", encoding="utf-8")
    told = [
        CliRunner().invoke(main, ["extract", str(path), "--format", "jsonl", *more]).stdout
        for more in ((), ("--workers", "1"), ("--engine", "process", "--workers", "2"))
    ]
    assert told[0].count("\n") == 1
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("wrong", [{"engine": "steam"}, {"workers": 0}, {"workers": 1.5}, {"workers": "two"}])
def test_a_wrong_engine_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadArgument, match=next(iter(wrong))):
        api.extract(reports()[0], **wrong)
