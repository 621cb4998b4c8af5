"""The store loses nothing: versions, as-of reads, kills, two at once, faults."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.errors import BadTable, MissingExtra, MissingInput, StoreError, UnknownId
from tracker.read.source import Tabled
from tracker.vocabulary import Report, Verdict

pytest.importorskip("deltalake")
sys.path.insert(0, str(Path(__file__).parent))

import stored

from tracker.store import delta
from tracker.store.delta import Store
from tracker.store.ingest import Ingested, ingest, reread, stored_reports
from tracker.store.verify import verify

ROOT = Path(__file__).parents[2]


def clock(start: str = "2024-05-01T12:00:00+00:00") -> Callable[[], dt.datetime]:
    """A clock that moves a second each time it is looked at."""
    at = dt.datetime.fromisoformat(start)

    def ticks() -> Iterator[dt.datetime]:
        number = 0
        while True:
            yield at + dt.timedelta(seconds=number)
            number += 1

    stream = ticks()
    return lambda: next(stream)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store", create=True)


def put(store: Store, *reports: Report, start: str = "2024-05-01T12:00:00+00:00") -> Ingested:
    return ingest(store, reports, read_claims=stored.read_claims, clock=clock(start))


def test_what_goes_in_comes_out(store: Store) -> None:
    page = stored.report(
        5, url="https://x.example/5", pages=(0, 2), language="fr", situation="delta", country_iso3="XKR"
    )
    account = put(store, page, stored.report(7))
    assert (account.added, account.versions, account.known, account.claims) == (2, 0, 0, 2)
    claims = store.claims()
    assert claims["value"].to_list() == [5.0, 7.0]
    assert claims.columns == list(delta.schema_of("claims"))[:-1]
    assert claims["recorded_at"].null_count() == 0
    assert next(stored_reports(store, store.reports())) == page
    assert store.text(page.sha256) == page.text


def test_the_same_again_adds_nothing(store: Store) -> None:
    put(store, stored.report(5))
    twice = put(store, stored.report(5), stored.report(5, report_id="copy", path="elsewhere/copy.txt"))
    assert (twice.added, twice.known) == (0, 2)
    assert (store.reports().height, store.claims().height) == (1, 1)
    inside = put(store, stored.report(6), stored.report(6, path="b.txt"))
    assert (inside.added, inside.known) == (1, 1)


def test_a_corrected_report_is_a_new_version(store: Store) -> None:
    old = stored.report(5)
    new = stored.report(5, text="55 people fled the town.")
    put(store, old, stored.report(8), start="2024-05-01T12:00:00+00:00")
    account = put(store, new, start="2024-05-03T12:00:00+00:00")
    assert (account.added, account.versions) == (0, 1)
    assert sorted(store.claims()["value"]) == [8.0, 55.0]
    last = store.reports().filter(pl.col("report_id") == "r0005")
    assert last.select("version", "supersedes").rows() == [(2, old.sha256)]
    assert store.reports(versions=True).height == 3
    assert sorted(store.claims(as_known_at=dt.date(2024, 5, 2))["value"]) == [5.0, 8.0]
    assert store.claims(as_known_at=dt.date(2024, 4, 30)).is_empty()
    assert store.text(old.sha256) == old.text, "the old words are kept"


def test_an_address_is_known_again_under_another_file(store: Store) -> None:
    put(store, stored.report(5, url="https://x.example/5"))
    put(
        store,
        stored.report(
            5, url="https://x.example/5", text="6 people fled.", report_id="other", path="later/x.txt"
        ),
        start="2024-05-02T00:00:00+00:00",
    )
    assert store.reports().select("report_id", "version").rows() == [("r0005", 2)]


def test_two_reports_of_one_name_stay_two(store: Store) -> None:
    put(store, stored.report(5, report_id="daily", path="a/daily.txt"))
    put(store, stored.report(6, report_id="daily", path="b/daily.txt"), start="2024-05-02T00:00:00+00:00")
    ids = store.reports()["report_id"].to_list()
    assert len(set(ids)) == 2
    assert "daily" in ids


def test_as_published_by_a_day(store: Store) -> None:
    put(store, stored.report(5), stored.report(50), stored.report(60, published=None))
    assert store.claims(published_by=dt.date(2024, 1, 31))["value"].to_list() == [5.0]


def test_a_better_reader_makes_a_new_reading(store: Store) -> None:
    put(store, stored.report(5), stored.report(7))

    def better(reports):  # type: ignore[no-untyped-def]
        return [(report, []) if "7" in report.text else stored.read_claims([report])[0] for report in reports]

    assert reread(store, better).known == 0, "nothing to do for the same reader"
    account = reread(store, better, everything=True, clock=clock("2024-05-04T00:00:00+00:00"))
    assert (account.known, account.claims) == (2, 1)
    assert store.claims()["value"].to_list() == [5.0]
    assert sorted(store.claims(as_known_at=dt.date(2024, 5, 3))["value"]) == [5.0, 7.0]
    assert not verify(store).faults


def test_a_day_found_while_reading_is_kept(store: Store) -> None:
    day = dt.date(2024, 5, 3)

    def dated(reports):  # type: ignore[no-untyped-def]
        return stored.read_claims(
            [replace(one, published=day, published_basis="inferred") for one in reports]
        )

    ingest(store, [stored.report(5, published=None)], read_claims=dated)
    assert store.reports().select("published", "published_basis").rows() == [(day, "inferred")]
    assert store.claims()["published"].to_list() == [day]


def test_tables_and_verdicts(store: Store) -> None:
    table = stored.report(9, kind="table")
    items = [
        Tabled(report=table, claims=(stored.claim_of(table),)),
        Verdict(place="x.bin", fault="x.bin: binary", fix="m"),
    ]
    account = ingest(store, items, command="ingest in")
    assert (account.added, account.claims, account.seen) == (1, 1, 2)
    [run] = store.runs().iter_rows(named=True)
    assert (run["status"], run["set_aside"], run["reasons"], run["command"]) == (
        "done",
        1,
        ["x.bin: binary"],
        "ingest in",
    )


def test_official_figures_are_kept_once_and_by_day(store: Store) -> None:
    row = {
        "claim_id": "o1",
        "value": 5.0,
        "qualifier": "exact",
        "unit": "person",
        "term": "displaced",
        "measure": "stock",
        "kind": "official",
    }
    monday, friday = dt.datetime(2024, 5, 6, tzinfo=dt.UTC), dt.datetime(2024, 5, 10, tzinfo=dt.UTC)
    assert store.add_official(pl.DataFrame([row]), at=monday) == 1
    assert store.add_official(pl.DataFrame([row]), at=friday) == 0
    assert store.add_official(pl.DataFrame([row | {"value": 6.0}, row | {"claim_id": "o2"}]), at=friday) == 2
    assert store.official()["value"].to_list() == [6.0, 5.0]
    assert store.official(as_known_at=dt.date(2024, 5, 7))["value"].to_list() == [5.0]


def test_decisions_are_kept_once(store: Store) -> None:
    frame = pl.DataFrame({"target": ["c1"], "action": ["reject"], "why": ["double"]})
    assert store.add_decisions(frame) == 1
    assert store.add_decisions(frame) == 0
    assert store.decisions().select("target", "action", "why").rows() == [("c1", "reject", "double")]
    with pytest.raises(BadTable, match="action"):
        store.add_decisions(pl.DataFrame({"target": ["c1"]}))


def test_ctrl_c_keeps_what_was_acknowledged(store: Store) -> None:
    def stream() -> Iterator[Report]:
        for number in range(100):
            if number == 35:
                raise KeyboardInterrupt
            yield stored.report(number)

    safe: list[int] = []
    account = ingest(
        store,
        stream(),
        read_claims=stored.read_claims,
        batch=10,
        acknowledge=lambda done: safe.append(done.added),
    )
    assert account.interrupted
    assert safe == [10, 20, 30]
    assert store.reports().height == 30
    assert store.runs()["status"].to_list() == ["interrupted"]
    again = ingest(store, (stored.report(number) for number in range(100)), read_claims=stored.read_claims)
    assert (again.known, again.added) == (30, 70)


def test_compacting_keeps_rows_and_history(store: Store) -> None:
    for number in range(6):
        put(store, stored.report(number), start=f"2024-05-0{number + 1}T12:00:00+00:00")
    before = store.claims()
    counts = store.compact()
    assert counts["claims"] == (6, 1)
    assert store.claims().equals(before)
    assert store.claims(as_known_at=dt.date(2024, 5, 3)).height == 3
    history = store.history().filter(table="claims")
    assert history["operation"].to_list() == ["OPTIMIZE", *["WRITE"] * 6, "CREATE TABLE"]
    table = store._table("claims")
    table.load_as_version(2)
    assert table.to_pyarrow_table().num_rows == 2, "an earlier version still opens"
    assert not verify(store).faults


def test_history_is_kept_for_good(store: Store) -> None:
    said = store._table("claims").metadata().configuration
    assert said["delta.logRetentionDuration"] == "interval 36500 days"
    assert said["delta.deletedFileRetentionDuration"] == "interval 36500 days"
    assert said["delta.appendOnly"] == "true"


def test_a_batch_without_its_last_write_is_not_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Store.append

    def dies(self: Store, name: str, frame: pl.DataFrame) -> None:
        if name == "reports":
            raise StoreError("power cut", fix="none")
        held(self, name, frame)

    monkeypatch.setattr(Store, "append", dies)
    with pytest.raises(StoreError, match="power cut"):
        put(store, stored.report(5))
    monkeypatch.setattr(Store, "append", held)
    assert store.claims().is_empty()
    assert verify(store).unfinished == 1
    put(store, stored.report(5), start="2024-05-02T00:00:00+00:00")
    assert store.claims().height == 1
    found = verify(store)
    assert (found.claims, found.unfinished, found.faults) == (1, 1, ())


def test_verify_names_what_is_lost(store: Store) -> None:
    put(store, stored.report(5))
    [lost] = (Path(store.path) / "claims").glob("*.parquet")
    lost.unlink()
    assert "claims: the data file" in verify(store).faults[0]


def test_verify_names_words_that_moved(store: Store) -> None:
    def wrong(reports):  # type: ignore[no-untyped-def]
        return [(one, [{**row, "quote": "9"} for row in rows]) for one, rows in stored.read_claims(reports)]

    ingest(store, [stored.report(5)], read_claims=wrong)
    assert "not at their place" in verify(store).faults[0]


def test_what_is_not_there(tmp_path: Path, store: Store) -> None:
    with pytest.raises(MissingInput, match="no store there"):
        Store.open(tmp_path / "other")
    with pytest.raises(UnknownId):
        store.text("0" * 64)
    put(store, stored.report(5))
    (Path(store.path) / "claims" / "_delta_log").rename(tmp_path / "away")
    with pytest.raises(StoreError, match="is missing"):
        store.claims()


def test_a_newer_store_is_left_alone(store: Store) -> None:
    [first] = (Path(store.path) / "reports" / "_delta_log").glob("*0.json")
    first.write_text(
        first.read_text().replace('\\"tracker_store_format\\": 1', '\\"tracker_store_format\\": 9')
    )
    with pytest.raises(StoreError, match="newer version"):
        Store.open(store.path)
    with pytest.raises(StoreError, match="newer version"):
        Store.open(store.path, create=True)


def test_a_newer_delta_protocol_is_named(store: Store) -> None:
    [first] = (Path(store.path) / "reports" / "_delta_log").glob("*0.json")
    text = first.read_text()
    first.write_text(text.replace('"minReaderVersion":1', '"minReaderVersion":99'))
    assert first.read_text() != text
    with pytest.raises(StoreError, match="pip install -U deltalake"):
        Store.open(store.path).claims()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(28, "No space left on device"), "free some disk space"),
        (OSError(27, "File too large"), "free some disk space"),
        (OSError(30, "Read-only file system"), "right to write"),
        (PermissionError(13, "Permission denied"), "right to write"),
    ],
)
def test_disks_that_are_full_or_read_only(
    store: Store, monkeypatch: pytest.MonkeyPatch, fault: OSError, said: str
) -> None:
    import deltalake

    put(store, stored.report(5))

    def fails(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(deltalake, "write_deltalake", fails)
    with pytest.raises(StoreError, match=said):
        put(store, stored.report(6))
    assert store.claims()["value"].to_list() == [5.0]


def test_a_store_that_may_not_be_written_is_told_before_anything_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, stored.report(5))
    monkeypatch.setattr(os, "access", lambda *_: False)
    for act in (lambda: put(store, stored.report(6)), store.compact):
        with pytest.raises(StoreError, match="read-only disk, or no right"):
            act()
    assert store.claims()["value"].to_list() == [5.0]


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write to read-only folders"
)
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="right to write"):
        Store.open(tmp_path / "store", create=True)


@pytest.mark.parametrize("package", ["deltalake", "pyarrow"])
def test_without_the_package(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=r"displacement-tracker\[store\]"):
        Store.open(tmp_path)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=8), batch=st.integers(1, 4))
def test_batches_say_nothing(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[tuple[int, int]], batch: int
) -> None:
    """However the inputs are cut into batches, the same is known in the end."""
    reports = [stored.report(file, text=f"{10 * file + value} people fled.") for file, value in numbers]
    shown = []
    for size in (batch, 100):
        store = Store.open(tmp_path_factory.mktemp("s") / "store", create=True)
        ingest(store, reports, read_claims=stored.read_claims, batch=size)
        assert not verify(store).faults
        shown.append(store.reports(versions=True).select("report_id", "version", "sha256", "supersedes"))
    assert shown[0].equals(shown[1])


# killed and crowded


def started(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(Path(stored.__file__)), *map(str, words)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def safe_in(lines: str) -> int:
    return max((int(line.split()[1]) for line in lines.splitlines() if line.startswith("safe ")), default=0)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is for systems that fork")
def test_killed_twenty_times(tmp_path: Path) -> None:
    """Kill at any moment: the store opens, nothing acknowledged is lost, nothing is doubled."""
    dice = random.Random(20240501)
    kills = 0
    with started() as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for number in range(4):
            path, out = tmp_path / f"store{number}", tmp_path / "out"
            for _ in range(5):
                out.write_text("")
                print(path, out, 0, 1000, 25, file=nursery.stdin, flush=True)
                pid = int(nursery.stdout.readline())
                until = time.monotonic() + dice.uniform(0.05, 0.8)
                while (time.monotonic() < until or not out.read_text()) and runs(pid):
                    time.sleep(0.01)
                if runs(pid):
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
                while runs(pid):
                    time.sleep(0.01)
                store = Store.open(path)
                claims = store.claims()
                assert claims.height == store.reports().height >= safe_in(out.read_text())
                assert claims["claim_id"].is_unique().all()
                assert not verify(store).faults
            account = put(store, *(stored.report(n) for n in range(1000)), start="2031-01-01T00:00:00+00:00")
            assert account.added + account.known == 1000
            assert sorted(store.claims()["value"]) == [float(n) for n in range(1000)]
            assert not verify(store).faults
        nursery.stdin.close()
    assert kills >= 10


@pytest.mark.slow
def test_two_at_once_are_both_complete(tmp_path: Path) -> None:
    """Two programs that ingest overlapping reports into one store, new to both."""
    path = tmp_path / "store"
    both = [started(path, 0, 300, 20), started(path, 200, 500, 20)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert ["done" in text for text in said] == [True, True]
    store = Store.open(path)
    assert sorted(store.claims()["value"]) == [float(n) for n in range(500)]
    assert store.reports().height == 500
    assert not verify(store).faults
