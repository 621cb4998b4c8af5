"""Texts, files and kills by the thousand: nothing raises, nothing is lost, nothing is kept twice.

`make test` tries some, `make fuzz` (``GROWTH=long``) 10,000 texts, 150 files and 20 kills.  A fault is made again
with the seed that the name of its test holds.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import tracker
from tests.fuzz import hostile_texts
from tests.strategies import write_crisis
from tracker.read import Limits, ReadOptions, read
from tracker.vocabulary import whole_letters

LONG = os.environ.get("GROWTH") == "long"
TEXTS, EACH = (20, 500) if LONG else (2, 60)
FILES = 150 if LONG else 30
KILLS = 20 if LONG else 3
LONGEST = 10.0  # seconds of computing for one short text
DAYS = ["2019-03-07", "1900-01-01", "9999-12-31", "2020-02-29"]


def options(dice: random.Random) -> dict[str, Any]:
    """Return what a caller may say of a text."""
    told: dict[str, Any] = {}
    if dice.random() < 0.3:
        told["published"] = dt.date.fromisoformat(dice.choice(DAYS))
    if dice.random() < 0.2:
        told["title"] = hostile_texts.damaged(dice.choice(hostile_texts.SENTENCES), dice)
    return told


def check(text: str, told: dict[str, Any]) -> None:
    """Read a text and hold the laws of what comes out."""
    letters = whole_letters(text)
    for row in tracker.extract_text(text, **told).iter_rows(named=True):
        assert letters[row["start"] : row["end"]] == row["quote"]
        numbers = [row[name] for name in ("value", "low", "high") if row[name] is not None]
        assert all(math.isfinite(number) and number >= 0 for number in numbers)
        if row["low"] is not None and row["high"] is not None:
            assert row["low"] <= row["high"]


@pytest.mark.parametrize("seed", range(TEXTS))
def test_no_text_raises(seed: int) -> None:
    dice = random.Random(seed)
    for number in range(EACH):
        text, told = hostile_texts.text(dice), options(dice)
        begin = time.process_time()
        try:
            check(text, told)
        except Exception as fault:
            pytest.fail(f"text {number} of seed {seed}: {text!r} {told}: {fault!r}")
        assert time.process_time() - begin < LONGEST, text


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    for package in ("docx", "openpyxl", "pypdfium2", "fastwarc", "trafilatura"):
        pytest.importorskip(package)
    return hostile_texts.whole_files()


def test_whole_files_are_read(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, raw in files.items():
        got = read(hostile_texts.write(tmp_path, name, raw))
        assert got.reports or got.tables, name
        assert not got.verdicts, name


@pytest.mark.parametrize("seed", range(0, FILES, 15))
def test_no_file_stops_the_others(files: dict[str, bytes], tmp_path: Path, seed: int) -> None:
    good = hostile_texts.write(tmp_path, "good.txt", b"Some 4,321 people fled Tell Wadi.")
    names = list(files)
    for number in range(seed, min(seed + 15, FILES)):
        dice = random.Random(number)
        name = names[number % len(names)]
        raw = hostile_texts.broken(files[name], files[dice.choice(names)], dice)
        bad = hostile_texts.write(tmp_path, f"bad{name[1:]}", raw)
        try:
            got = read([bad, good], ReadOptions(limits=Limits(memory_mb=768, seconds=20)))
        except Exception as fault:
            pytest.fail(f"file {number}, {name}: {fault!r}")
        bad.unlink()
        assert any("4,321" in report.text for report in got.reports), number
        assert all(verdict.fault and verdict.fix for verdict in got.verdicts), number
        for report in got.reports:
            tracker.extract_text(report.text[:5000])


def start(folder: Path, *arguments: object) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tracker", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_when(process: subprocess.Popen[bytes], ready: Path, wait: float) -> bool:
    """Kill a command and its readers some time after something appeared; return whether it was still running."""
    until = time.monotonic() + 120
    while process.poll() is None and not ready.exists() and time.monotonic() < until:
        time.sleep(0.005)
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


COUNT = 400


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of many reports, each with one claim of its own."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    rows = [
        {"report_id": f"r{number}", "text": f"Some {1000 + number} people fled Tell Wadi on 3 March 2024."}
        for number in range(COUNT)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


@pytest.mark.parametrize("seed", range(KILLS - KILLS // 3))
def test_an_ingest_that_is_killed_goes_on(tmp_path: Path, many: Path, seed: int) -> None:
    pytest.importorskip("deltalake")
    from tracker import api
    from tracker.store.delta import Store
    from tracker.store.verify import verify

    dice = random.Random(seed)
    store = tmp_path / "store"
    for _ in range(2):
        process = start(tmp_path, "ingest", many, "--store", store)
        ready = store / dice.choice(["reports", "claims", "texts"])
        kill_when(process, ready, dice.random() * dice.choice([0.05, 0.5, 2.0]))
        if (store / "reports" / "_delta_log").exists() and (store / "claims" / "_delta_log").exists():
            found = verify(Store.open(store))
            assert not [fault for fault in found.faults if "missing" in fault], found.faults
    api.ingest([many], store)
    assert not verify(Store.open(store)).faults
    claims = api.whole(tmp_path, store=store).extraction.claims
    assert sorted(claims["value"].to_list()) == [1000.0 + number for number in range(COUNT)]
    assert api.ingest([many], store).added == 0


@pytest.mark.parametrize("seed", range(KILLS // 3))
def test_a_report_that_is_killed_leaves_the_old_pages_or_the_new(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    (tmp_path / "in").mkdir()
    write_crisis(tmp_path / "in")
    out = tmp_path / "pages"
    assert start(tmp_path, "report", "--data", "in", "--out", out).wait() == 0
    before = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    process = start(tmp_path, "report", "--data", "in", "--out", out, "--suppress-below", "10")
    ready = tmp_path / dice.choice(["in", "pages"])
    part = next(iter(tmp_path.glob(".pages.*.part")), ready)
    kill_when(process, part, 1.0 + dice.random() * 3)
    after = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert set(after) == set(before)
    assert after == before or json.loads(after[Path("run.json")]) != json.loads(before[Path("run.json")])
    assert start(tmp_path, "report", "--data", "in", "--out", out).wait() == 0
    again = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert again[Path("tables/claims.csv")] == before[Path("tables/claims.csv")]
    assert not list(tmp_path.glob(".pages.*")), "what a killed run left is taken away by the next"
