"""Plain tables: written whole or not at all, read back the same, harmless in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tracker import tables
from tracker.errors import BadTable, MissingInput, UnknownId, UnwritableOutput
from tracker.store import folder as plain

root_may_write_anywhere = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write to read-only folders"
)

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\x01"), min_size=1, max_size=12)
TEXT = TEXT | st.sampled_from(
    ["=1+1", "'=x", "@a", "-5", "+1", "a;b", "\\;", "\\", '"', "a\r\nb", "\u202e", "＝1"]
)
CLAIM = st.fixed_dictionaries(
    {
        "claim_id": TEXT,
        "quote": st.none() | TEXT,
        "value": st.floats(0, 1e12),
        "qualifier": st.sampled_from(["exact", "at_least"]),
        "unit": st.just("person"),
        "term": st.just("displaced"),
        "measure": st.just("stock"),
        "part_of": st.none() | st.lists(TEXT, min_size=1, max_size=3),
        "published": st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
        "is_total": st.none() | st.booleans(),
        "start": st.none() | st.integers(0, 2**40),
        "recorded_at": st.none()
        | st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(CLAIM, max_size=4))
def test_csv_reads_back(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]) -> None:
    """What stands in the table stands in the table read back from CSV."""
    frame = tables.from_rows("claims", rows)
    path = tmp_path_factory.mktemp("csv") / "claims.csv"
    path.write_text(plain.write_csv(frame), encoding="utf-8", newline="")
    assert_frame_equal(plain.read_csv(path, "claims"), frame)


@given(text=TEXT)
def test_no_cell_starts_a_formula(text: str) -> None:
    """Excel, LibreOffice and Sheets run a cell that starts with one of these."""
    cells = plain.to_csv_cells(pl.DataFrame({"a": [text], "b": [[text]]}))
    for value in cells.row(0):
        assert value[0] not in "=+-@\t\r\n＝＋－＠"


def test_hxl_row_stands_under_the_header() -> None:
    text = plain.write_csv(pl.DataFrame({"a": [1], "b": ["x"]}), second_row={"b": "#meta+source"})
    assert text == "a,b\n,#meta+source\n1,x\n"


def test_tables_come_back_from_both_formats(tmp_path: Path) -> None:
    frame = tables.from_rows(
        "conflicts", [{"kind": "scope", "claim_ids": ["a", "b"], "values": [1.0, 2.5], "message": "m"}]
    )
    plain.save_tables({"conflicts": frame}, tmp_path / "t")
    assert_frame_equal(plain.load_table(tmp_path / "t", "conflicts"), frame)
    (tmp_path / "t" / "conflicts.parquet").unlink()
    assert_frame_equal(plain.load_table(tmp_path / "t", "conflicts"), frame)


def test_saving_keeps_what_else_is_there(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "README.md").write_text("mine")
    (tmp_path / "t" / "deep").mkdir()
    (tmp_path / "t" / "deep" / "x").write_text("mine too")
    plain.save_tables({"places": tables.empty("places")}, tmp_path / "t")
    assert (tmp_path / "t" / "README.md").read_text() == "mine"
    assert (tmp_path / "t" / "deep" / "x").read_text() == "mine too"
    assert [path.name for path in tmp_path.iterdir()] == ["t"], "nothing half-written is left behind"


def test_a_failed_save_leaves_the_old_tables(tmp_path: Path) -> None:
    plain.save_tables({"places": tables.empty("places")}, tmp_path / "t")
    before = {path.name: path.read_bytes() for path in (tmp_path / "t").iterdir()}
    bad = pl.DataFrame({"a": [object()]}, schema={"a": pl.Object})
    with pytest.raises(Exception, match=r".+"):
        plain.save_tables({"places": tables.empty("places"), "bad": bad}, tmp_path / "t")
    assert {path.name: path.read_bytes() for path in (tmp_path / "t").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnwritableOutput, match="a part of the path is a file"):
        plain.save_tables({"places": tables.empty("places")}, tmp_path / "file" / "t")
    with pytest.raises(UnwritableOutput, match="cannot be written"):
        plain.write_whole(tmp_path / "file" / "x.txt", "y")
    with pytest.raises(UnwritableOutput, match="a folder stands where"):
        plain.write_whole(tmp_path, "y")


@root_may_write_anywhere
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableOutput, match="may write"):
        plain.write_whole(tmp_path / "x", "y")


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_text("before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(plain.os, "fsync", full)
    with pytest.raises(UnwritableOutput, match="free some disk space"):
        plain.write_whole(tmp_path / "x", "after")
    assert (tmp_path / "x").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_failed_swap_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "t"
    target.mkdir()
    (target / "a").write_text("old")
    staged = plain.stage_beside(target)
    rename, calls = os.rename, []

    def second_fails(*pair: Path) -> None:
        calls.append(pair)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        rename(*pair)

    monkeypatch.setattr(plain.os, "rename", second_fails)
    with pytest.raises(UnwritableOutput):
        plain.replace_folder(staged, target)
    assert (target / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [("nonsense", UnknownId, "use one of"), ("claims", MissingInput, "write the tables first")],
)
def test_what_is_not_there_is_said(tmp_path: Path, name: str, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        plain.load_table(tmp_path, name)


def test_broken_tables_are_named(tmp_path: Path) -> None:
    (tmp_path / "claims.parquet").write_bytes(b"not parquet")
    with pytest.raises(BadTable, match=r"claims\.parquet"):
        plain.load_table(tmp_path, "claims")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(BadTable, match="empty"):
        plain.read_csv(tmp_path / "empty.csv", "claims")
    (tmp_path / "bad.csv").write_text("claim_id,value\na,many\n")
    with pytest.raises(BadTable):
        plain.read_csv(tmp_path / "bad.csv", "claims")


def _left(parent: Path, number: int, ending: str) -> Path:
    """Make what a run of a process left beside the folder t."""
    left = parent / f".t.{plain._here()}-{number}.abcdefgh.{ending}"
    left.mkdir()
    (left / "page").write_text("a page")
    return left


def _ended() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.skipif(os.name != "posix", reason="whether a process runs is asked on POSIX only")
def test_what_killed_runs_left_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    killed = [_left(tmp_path, _ended(), ending) for ending in ("part", "old")]
    kept = [_left(tmp_path, os.getppid(), "part"), tmp_path / ".t.notes", tmp_path / ".t.0badcafe-1.x.part"]
    for path in kept:
        path.mkdir(exist_ok=True)
    plain.stage_beside(tmp_path / "t")
    assert not any(path.exists() for path in killed)
    assert all(path.exists() for path in kept)


@pytest.mark.skipif(os.name != "posix", reason="whether a process runs is asked on POSIX only")
def test_pages_of_a_run_killed_in_the_swap_come_back(tmp_path: Path) -> None:
    _left(tmp_path, _ended(), "old")
    plain.stage_beside(tmp_path / "t")
    assert (tmp_path / "t" / "page").read_text() == "a page"


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("mine")
    with pytest.raises(UnwritableOutput, match="not a folder"):
        plain.stage_beside(tmp_path / "t")
    assert (tmp_path / "t").read_text() == "mine"
