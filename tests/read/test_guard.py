"""One input never takes more than it may: its reader is stopped, it is set aside, and the others are read."""

from __future__ import annotations

import base64
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.read import Limits, Reading, ReadOptions, guard, iter_reports, limits, read
from tracker.vocabulary import Report, Verdict

pytestmark = pytest.mark.skipif(not limits.can_guard(), reason="processes are limited on POSIX only")
WORDS = "About 1,200 people left Oum Dabra on Friday."
LOADED = "from tracker.read import formats, pieces, reader_process\nheld = pieces.reader_for\n"
CRASH = f"""{LOADED}
import os, signal
def reader_for(suffix):
    return (lambda source: os.kill(os.getpid(), signal.SIGSEGV)) if suffix == ".docx" else held(suffix)
pieces.reader_for = reader_for
reader_process.main()
"""
SPIN = f"""{LOADED}
def spin(source):
    while True: pass
pieces.reader_for = lambda suffix: spin if suffix == ".docx" else held(suffix)
reader_process.main()
"""
SLEEP = f"""{LOADED}
import time
pieces.reader_for = lambda suffix: (lambda source: time.sleep(60)) if suffix == ".docx" else held(suffix)
reader_process.main()
"""
LIE = """
import os, pickle, sys
from multiprocessing.connection import Connection
class Evil:
    def __reduce__(self): return (os.system, ("touch %s",))
line = Connection(int(sys.argv[1])); line.recv_bytes(); line.send_bytes(pickle.dumps(("piece", Evil())))
line.recv_bytes()
"""


@pytest.fixture(autouse=True)
def _no_old_readers() -> Iterator[None]:
    guard.close()
    yield
    guard.close()


def box(members: dict[str, bytes | str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in members.items():
            made.writestr(name, raw)
    return held.getvalue()


def folder(tmp_path: Path, **files: bytes | str) -> Path:
    for name, raw in files.items():
        stem, _, ending = name.rpartition("_")
        (tmp_path / f"{stem}.{ending}").write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return tmp_path


def names(got: Reading) -> list[str]:
    return [report.report_id for report in got.reports]


def pdf(content: bytes, more: bytes = b"", resources: bytes = b"") -> bytes:
    """Return a PDF of one page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<" + resources + b">>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
    ]
    objects += [more] if more else []
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(made))
    )


def test_a_page_that_draws_itself_does_not_take_all_memory(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    inner = b"/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>\nstream\n/X Do /X Do\nendstream"
    bad = pdf(b"/X Do", b"<</Type/XObject" + inner, b"/XObject<</X 5 0 R>>")
    held = folder(tmp_path, a_txt=WORDS, b_pdf=bad, c_txt=WORDS)
    got = read(held, ReadOptions(limits=Limits(memory_mb=256, seconds=20)))
    assert names(got) == ["a", "c"]
    [verdict] = got.verdicts
    assert "256 MB" in verdict.fault
    assert verdict.fix


def test_memory_that_a_library_asks_for_is_limited(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    raw = b"<w:document><w:body>" + b"<w:p/>" * 4_000_000
    held = folder(tmp_path, a_docx=box({"[Content_Types].xml": raw}), b_html=f"<p>{WORDS}</p>")
    got = read(held, ReadOptions(limits=Limits(memory_mb=256, seconds=20)))
    assert names(got) == ["b"]
    [verdict] = got.verdicts
    assert "more than 256 MB of memory" in verdict.fault
    assert "--most-memory" in verdict.fix


def test_one_that_computes_for_ever_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "START", SPIN)
    held = folder(tmp_path, a_docx="x", b_eml=f"Subject: x\n\n{WORDS}")
    got = read(held, ReadOptions(limits=Limits(seconds=0.5)))
    assert names(got) == ["b"]
    [verdict] = got.verdicts
    assert "more than 0.5 s" in verdict.fault
    assert "--most-seconds" in verdict.fix


def test_one_that_waits_for_ever_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "START", SLEEP)
    monkeypatch.setattr(guard, "TO_START", 3)
    held = folder(tmp_path, a_docx="x", b_txt=WORDS)
    got = read(held, ReadOptions(limits=Limits(seconds=0.1)))
    assert (names(got), len(got.verdicts)) == (["b"], 1)


def test_a_member_that_breaks_its_reader_takes_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "START", CRASH)
    members: dict[str, bytes | str] = {f"m{number}.txt": f"{number} {WORDS}" for number in range(6)}
    members |= {"m2.docx": "x", "m4.docx": "x"}
    got = read(folder(tmp_path, all_zip=box(members)))
    assert names(got) == [f"m{number}" for number in range(6)]
    assert [verdict.place.rpartition("> ")[2] for verdict in got.verdicts] == ["m2.docx", "m4.docx"]
    assert "SIGSEGV" in got.verdicts[0].fault


def test_readers_that_break_again_and_again_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "START", CRASH)
    held = folder(tmp_path, all_zip=box({f"m{number}.docx": "x" for number in range(20)}))
    assert len(read(held).verdicts) == guard.MOST_LOST + 1


def test_a_reader_can_send_what_is_read_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "START", LIE % (tmp_path / "made"))
    got = read(folder(tmp_path, a_docx="x"))
    assert len(got.verdicts) == 1
    assert not (tmp_path / "made").exists()


def test_short_plain_text_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_Reader", None)
    assert len(read(folder(tmp_path, a_txt=WORDS, b_md=WORDS, c_csv="A,B\n1,2\n")).reports) == 3


def test_the_process_is_started_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    begin = guard._Reader.__init__

    def watched(self: guard._Reader, memory_mb: int) -> None:
        begin(self, memory_mb)
        started.append(self.process.pid)

    monkeypatch.setattr(guard._Reader, "__init__", watched)
    held = folder(tmp_path, **{f"m{number}_eml": f"Subject: x\n\n{WORDS}" for number in range(8)})
    assert len(read(held).reports) == 8
    assert len(started) == 1


def test_reading_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    held = folder(tmp_path, all_zip=box({f"m{number}.txt": WORDS for number in range(9)}))
    stream = iter_reports(held)
    assert isinstance(next(stream), Report)
    del stream
    assert not guard._idle
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


# what lies in one input counts together


def nested(depth: int, inner: dict[str, bytes | str]) -> bytes:
    raw = box(inner)
    for _ in range(depth):
        raw = box({"in.zip": raw})
    return raw


def swelling() -> dict[str, bytes]:
    """Return small inputs in which more lies than an input may hold, by name."""
    page = (WORDS + "\n").encode() * 150_000
    member = box({f"m{number}.txt": page for number in range(3)})
    mail = b"Subject: x\nContent-Type: multipart/mixed; boundary=B\n\n" + b"".join(
        b"--B\nContent-Disposition: attachment; filename=a%d.zip\nContent-Transfer-Encoding: base64\n\n%s\n"
        % (number, base64.b64encode(member))
        for number in range(3)
    )
    return {
        "flat.zip": box({f"m{number}.txt": page for number in range(6)}),
        "nested.zip": box({f"n{number}.zip": member for number in range(3)}),
        "mail.eml": mail + b"--B--\n",
        "overlap.zip": overlapping(page, 6),
    }


def overlapping(payload: bytes, count: int) -> bytes:
    """Return a zip whose many names lead to the same bytes."""
    import struct

    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    held = squeeze.compress(payload) + squeeze.flush()
    told = (20, 0, 8, 0, 33, zlib.crc32(payload), len(held), len(payload), 5, 0)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", *told) + b"a.txt" + held
    listed = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *told, 0, 0, 0, 0, 0) + b"a.txt"
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(listed) * count, len(local), 0)
    return local + listed * count + end


@pytest.mark.parametrize("name", ["flat.zip", "nested.zip", "mail.eml", "overlap.zip"])
def test_the_budget_is_one_for_all_that_lies_in_an_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for what in ("LETTERS_FREE", "LETTERS_EACH"):
        monkeypatch.setattr(limits, what, {"LETTERS_FREE": 20_000_000, "LETTERS_EACH": 0}[what])
    (tmp_path / name).write_bytes(swelling()[name])
    got = read(tmp_path, ReadOptions(limits=None))
    assert sum(len(report.text) for report in got.reports) <= 20_000_000
    assert got.verdicts
    assert all(isinstance(verdict, Verdict) and verdict.fix for verdict in got.verdicts)


def test_what_lies_too_deep_is_told(tmp_path: Path) -> None:
    mail = f"Subject: x\n\n{WORDS}"
    for number in range(limits.DEEPEST + 3):
        held = base64.encodebytes(mail.encode()).decode()
        mail = (
            "Subject: x\nContent-Type: multipart/mixed; boundary=B\n\n"
            f"--B\nContent-Disposition: attachment; filename=in{number}.eml\nContent-Transfer-Encoding: base64\n\n{held}\n--B--\n"
        )
    for got in (read(folder(tmp_path / "", in_zip=nested(7, {"a.txt": WORDS})).joinpath("in.zip")),):
        assert not got.reports
        assert "inside" in got.verdicts[0].fault
    got = read(folder(tmp_path, in_eml=mail) / "in.eml")
    assert any("too deep" in verdict.fault for verdict in got.verdicts)


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 10)
    held = folder(tmp_path, all_zip=box({f"m{number:02}.txt": WORDS for number in range(15)}))
    got = read(held, ReadOptions(limits=None))
    assert len(got.reports) <= 10
    assert "10 files" in got.verdicts[-1].fault


def test_a_text_longer_than_a_report_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_LETTERS", 1000)
    held = folder(tmp_path, a_jsonl='{"text":"' + "x" * 2000 + '"}\n{"text":"' + WORDS + '"}\n')
    got = read(held)
    assert len(got.reports) == 1
    assert "million letters" in got.verdicts[0].fault


def test_a_path_without_a_root_starts_where_the_caller_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):  # the process that reads was started in the first folder, or before
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        with zipfile.ZipFile(f"{name}.zip", "w") as box:
            box.writestr("a.txt", "Some 4,000 people fled Hajin on 3 March 2019.")
        found = read(Path(f"{name}.zip"))
        assert not found.verdicts
        assert len(found.reports) == 1
