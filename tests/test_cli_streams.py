"""Output that is closed, full, or a pipe whose reader has gone: one line and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.strategies import write_crisis
from tracker.cli import main

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")

LINES = {
    "help": "--help",
    "version": "--version",
    "extract help": "extract --help",
    "formats": "formats",
    "formats json": "formats --json",
    "doctor": "doctor",
    "extract": "extract in",
    "extract csv": "extract in --format csv",
    "extract jsonl": "extract in --format jsonl",
    "extract unread": "extract in --unread",
    "extract facts": "extract in --facts",
    "report": "report --data in --out pages",
    "report json": "report --data in --out pages --json",
    "reconcile": "reconcile --data in",
    "reconcile csv": "reconcile --data in --show estimates --format csv",
    "explain": "explain SERIES --data in",
    "export": "export --data in --format csv -o tables",
    "ingest": "ingest in --store store",
    "verify": "store verify --store kept",
    "history": "store history --store kept",
    "compact": "store compact --store kept",
    "diff": "diff in in",
    "diff json": "diff in in --format json",
    "check": "check draft.txt --data in",
    "review": "review --data in --export annotated",
    "eval": "eval golden",
    "reread": "store reread --store kept",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with reports and a store of them."""
    pytest.importorskip("deltalake")
    from tracker import api

    made = tmp_path_factory.mktemp("streams")
    (made / "in").mkdir()
    crisis = Path(write_crisis(made / "in"))
    api.ingest([crisis], made / "kept")
    series = api.whole(made / "in").reconciliation.series["series_id"][0]
    (made / "series").write_text(series)
    (made / "draft.txt").write_text("The road to the coast is open again.")
    shutil.copytree(Path(__file__).parent / "golden" / "ferry-town", made / "golden" / "ferry-town")
    return made


# runs many commands in one process, each with its own standard output: starting one for each takes a minute
MANY = """
import io, json, os, sys
from tracker.cli import main
kept, said = os.dup(1), os.dup(2)
told = []
for line, where in json.loads(sys.argv[1]):
    talk = os.open("talk", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    os.dup2(talk, 2)
    if where == "closed":
        sys.stdout = sys.__stdout__ = None
    else:
        if where == "gone":
            reader, out = os.pipe()
            os.close(reader)
        else:
            out = os.open(where, os.O_WRONLY)
        os.dup2(out, 1)
        os.close(out)
        sys.stdout = sys.__stdout__ = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), write_through=True)
    try:
        main(line)
    except SystemExit as end:
        code = end.code
    except BaseException as fault:
        code = repr(fault)
    os.lseek(talk, 0, os.SEEK_SET)
    told.append([code, os.read(talk, 100_000).decode()])
    os.close(talk)
os.write(kept, json.dumps(told).encode())
os._exit(0)
"""


def environment() -> dict[str, str]:
    """Return this environment without our own settings of Python's streams, and with this code."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**known, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}


def many(place: Path, where: str, names: Iterable[str] = LINES) -> dict[str, tuple[object, str]]:
    """Run commands with their output led to a place; return the exit code and the talk of each."""
    series = (place / "series").read_text()
    asked = [
        [[series if word == "SERIES" else word for word in LINES[name].split()], where] for name in names
    ]
    done = subprocess.run(
        [sys.executable, "-c", MANY, json.dumps(asked)],
        cwd=place, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(zip(names, map(tuple, json.loads(done.stdout)), strict=True))


def run(place: Path, line: str, ends: str) -> subprocess.CompletedProcess[str]:
    """Run a command with its streams as a shell's ``ends`` say."""
    line = f"set -o pipefail; {sys.executable} -m tracker {line} {ends}"
    return subprocess.run(
        ["bash", "-c", line], cwd=place, env=environment(), capture_output=True, text=True, check=False
    )


def test_every_command_that_prints_is_tried() -> None:
    tried = {line.split()[0] for line in LINES.values()}
    tried |= {" ".join(line.split()[:2]) for line in LINES.values()}
    kept = {f"store {name}" for name in main.commands["store"].commands}  # type: ignore[attr-defined]
    assert set(main.commands) - {"fetch"} <= tried
    assert kept <= tried


@pytest.mark.parametrize("where", ["/dev/full", "closed"])
def test_a_full_or_closed_output_is_told_in_one_line(place: Path, where: str) -> None:
    for name, (code, talk) in many(place, where).items():
        assert code == 1, (name, talk)
        told = [line for line in talk.splitlines() if line.startswith("Error:")]
        assert len(told) == 1, (name, talk)
        assert "standard output cannot be written" in told[0]
        assert "Fix:" in told[0]
        assert "Traceback" not in talk


def test_a_reader_that_has_gone_is_no_fault(place: Path) -> None:
    for name, (code, talk) in many(place, "gone").items():
        assert code == 0, (name, talk)
        assert "Error" not in talk
        assert "Traceback" not in talk


@pytest.mark.parametrize("ends", ["| true", "| head -n 1", ">/dev/full", ">&-"])
def test_the_end_of_python_says_nothing_more(place: Path, ends: str) -> None:
    done = run(place, "extract in --format jsonl", ends)
    assert done.returncode == (0 if "|" in ends else 1), done.stderr
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr


def test_talk_that_nobody_hears_stops_nothing(place: Path) -> None:
    (place / "in" / "broken.docx").write_text("no document")  # something is said of it
    line = "extract in --format csv"
    try:
        heard = run(place, line, "")
        unheard = [run(place, line, ends) for ends in ("2>/dev/full", "2>&- 0<&-")]
    finally:
        (place / "in" / "broken.docx").unlink()
    assert "broken.docx" in heard.stderr
    for done in unheard:
        assert done.returncode == heard.returncode == 3
        assert done.stdout == heard.stdout


def test_all_is_closed(place: Path) -> None:
    assert run(place, "formats", ">&- 2>&- <&-").returncode == 1
    assert run(place, "extract nowhere", ">/dev/full 2>/dev/full").returncode == 1
    assert run(place, "nonsense", "2>/dev/full").returncode == 2


def test_no_file_of_ours_takes_the_place_of_a_closed_stream(place: Path) -> None:
    run(place, "extract in --format csv --out closed.csv", ">&- 2>&- <&-")
    run(place, "extract in --format csv --out open.csv", "")
    assert (place / "closed.csv").read_bytes() == (place / "open.csv").read_bytes()


@pytest.mark.parametrize("shape", ["csv", "jsonl", "parquet"])
def test_a_device_is_written_into_and_never_replaced(place: Path, shape: str) -> None:
    """As root, moving a file into the place of /dev/null would take the device away."""
    kinds = [os.stat(device).st_mode for device in ("/dev/full", "/dev/null")]
    given = ["extract", str(place / "in"), "--format", shape, "--out"]
    full, null = (CliRunner().invoke(main, [*given, device]) for device in ("/dev/full", "/dev/null"))
    assert [os.stat(device).st_mode for device in ("/dev/full", "/dev/null")] == kinds
    assert (full.exit_code, null.exit_code) == (1, 0)
    assert "cannot be written" in full.stderr


@pytest.mark.parametrize("line", ["report --out", "export --format csv -o"])
def test_a_device_is_no_folder(place: Path, line: str) -> None:
    kind = os.stat(FULL).st_mode
    done = CliRunner().invoke(main, [*line.split(), str(FULL), "--data", str(place / "in")])
    assert done.exit_code == 1
    assert "is a file, not a folder" in done.stderr
    assert os.stat(FULL).st_mode == kind


OUTPUTS = [
    "extract in --format csv --out full/a.csv",
    "extract in --format jsonl --out full/a.jsonl",
    "extract in --format parquet --out full/a.parquet",
    "export --data in --format xlsx -o full/a.xlsx",
    "export --data in --format csv -o full/tables",
    "report --data in --out full/pages",
]


@pytest.mark.parametrize("line", OUTPUTS)
def test_a_file_that_may_not_grow_is_told_and_not_left_half(
    place: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """A limit on the size of files stands for a full disk, which not every machine lets a test have."""
    resource = pytest.importorskip("resource")
    monkeypatch.chdir(place)
    (place / "full").mkdir(exist_ok=True)
    held = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, held[1]))
    try:
        done = CliRunner().invoke(main, line.split())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, held)
    assert done.exit_code == 1, done.stderr
    assert "Fix:" in done.stderr
    assert not list((place / "full").iterdir())


def test_a_name_that_is_no_utf8_can_be_written_to(place: Path) -> None:
    done = run(place, "report --data in --out", "$'odd\\xff'")
    assert done.returncode == 0, done.stderr
    assert "index.html" in done.stdout
