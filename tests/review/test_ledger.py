"""Decisions are kept: nothing is lost when two people write at once or a program is killed, nothing by hand is changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from tracker.reconciliation.decisions import COLUMNS
from tracker.review.ledger import FileLedger, StoreLedger

WRITER = """
import sys
from pathlib import Path
from tracker.review.ledger import FileLedger
ledger, who, many = FileLedger(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(many):
    ledger.append([{"target": f"{who}-{number}", "action": "accept", "who": who, "why": 'a "comma", and\\na line'}])
    print(number, flush=True)
"""


def writer(path: Path, who: str, many: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), who, str(many)], stdout=subprocess.PIPE, text=True
    )


def test_a_file_written_by_hand_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    by_hand = 'action,target,note\nreject,c1,"typed, by hand"\nreject,c2,ü'
    path.write_text(by_hand, encoding="utf-8")
    FileLedger(path).append([{"target": "c3", "action": "accept", "who": "Ana"}])
    frame = pl.read_csv(path, infer_schema_length=0)
    assert frame["target"].to_list() == ["c1", "c2", "c3"]
    assert frame["note"].to_list() == ["typed, by hand", "ü", None]
    assert set(COLUMNS) <= set(frame.columns)


def test_rows_are_only_added(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path / "new" / "decisions.csv")
    before = ledger.version()
    ledger.append([{"target": "c1", "action": "accept", "who": "Ana"}])
    first = (tmp_path / "new" / "decisions.csv").read_text()
    ledger.append([{"target": "c1", "action": "undo", "who": "Ana"}])
    assert (tmp_path / "new" / "decisions.csv").read_text().startswith(first)
    assert ledger.version() != before


def test_rows_of_one_act_share_their_moment_and_no_others(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path / "d.csv")
    acts = [ledger.append([{"target": "c", "action": "accept"}] * 2) for _ in range(5)]
    assert [len({row["when"] for row in act}) for act in acts] == [1] * 5
    assert len({act[0]["when"] for act in acts}) == 5


def test_what_a_person_typed_is_no_formula(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path / "d.csv")
    ledger.append(
        [{"target": "c", "action": "reject", "why": '=HYPERLINK("http://x")', "quote": "+400 people"}]
    )
    row = ledger.frame().row(0, named=True)
    assert not row["why"].startswith("=")
    assert row["quote"] == "+400 people"  # it must still match the report's words


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    running = [writer(path, who, 25) for who in ("ana", "ben")]
    for one in running:
        assert one.wait(120) == 0
        assert one.stdout is not None
        one.stdout.close()
    frame = FileLedger(path).frame()
    assert sorted(frame["target"]) == sorted(f"{who}-{n}" for who in ("ana", "ben") for n in range(25))
    assert set(frame["why"]) == {'a "comma", and\na line'}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_killed_program_loses_nothing_it_said_it_kept(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    for round_ in range(3):
        running = writer(path, f"k{round_}", 10_000)
        assert running.stdout is not None
        said = [running.stdout.readline() for _ in range(5)]
        time.sleep(0.003 * round_)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        said += running.stdout.readlines()
        running.stdout.close()
        told = {f"k{round_}-{line.strip()}" for line in said if line.endswith("\n")}
        assert told <= set(FileLedger(path).frame()["target"])
    FileLedger(path).append([{"target": "after", "action": "accept"}])  # the lock ended with its holder
    assert FileLedger(path).frame()["target"][-1] == "after"


def test_a_store_keeps_the_same_rows(tmp_path: Path) -> None:
    pytest.importorskip("deltalake")
    from tracker.store.delta import Store

    Store.open(tmp_path / "store", create=True)
    ledger = StoreLedger(str(tmp_path / "store"))
    ledger.append([{"target": "c1", "action": "accept", "who": "Ana"}])
    ledger.append([{"target": "c1", "action": "accept", "who": "Ana"}])  # the same again, at another moment
    assert ledger.frame().select("target", "who").rows() == [("c1", "Ana"), ("c1", "Ana")]
    assert ledger.version() == 2
