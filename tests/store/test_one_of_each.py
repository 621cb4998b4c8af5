"""A folder with one of each format and one broken of each: one ingest, and what became of every file."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

pytest.importorskip("deltalake")
pytest.importorskip("docx")
pytest.importorskip("openpyxl")
pytest.importorskip("trafilatura")
pytest.importorskip("pypdfium2")
pytest.importorskip("fastwarc")
pytest.importorskip("reportlab")
pytest.importorskip("pptx")
pytest.importorskip("striprtf")
pytest.importorskip("olefile")
pytest.importorskip("python_calamine")
pytest.importorskip("xlwt")

from reportlab.pdfgen.canvas import Canvas

from tests.read.office_files import mail as outlook
from tests.read.office_files import paragraph, write_compound, write_open_document
from tracker import api
from tracker.read import ReadOptions, formats, iter_reports
from tracker.store.delta import Store
from tracker.store.ingest import Ingested, ingest
from tracker.store.verify import verify

TODAY = dt.date(2024, 6, 1)


def words(number: int) -> str:
    return f"About {number:,} people fled the town of Oum Dabra on 3 May 2024, the Relief Office said."


def page(number: int) -> bytes:
    return f"<html><head><title>x</title></head><body><article><p>{words(number)}</p></article></body></html>".encode()


def pdf(number: int) -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held)
    canvas.drawString(50, 700, words(number))
    canvas.save()
    return held.getvalue()


def docx(number: int) -> bytes:
    import docx as word

    held, document = io.BytesIO(), word.Document()
    document.add_paragraph(words(number))
    document.save(held)
    return held.getvalue()


def xlsx(number: int) -> bytes:
    import openpyxl

    held, book = io.BytesIO(), openpyxl.Workbook()
    for row in (["Place", "IDPs"], ["#adm1+name", "#affected+idps"], ["Tamri", number]):
        book.active.append(row)
    book.save(held)
    return held.getvalue()


def mail(number: int) -> bytes:
    made = EmailMessage()
    made["Subject"] = "Update"
    made.set_content(words(number))
    return bytes(made)


def zipped(number: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as box:
        box.writestr("inner.txt", words(number))
    return held.getvalue()


def warc(number: int) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(number)
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-05-06T07:08:09Z\r\nWARC-Target-URI: https://x.example/a"
    return (
        f"{head}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n".encode()
        + http
        + b"\r\n\r\n"
    )


def rss(number: int) -> bytes:
    return f"<rss><channel><title>Desk</title><item><title>T</title><description>{words(number)}</description></item></channel></rss>".encode()


def line(number: int) -> bytes:
    return json.dumps({"text": words(number)}).encode()


def slides(number: int) -> bytes:
    import pptx

    held, deck = io.BytesIO(), pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text = words(number)
    deck.save(held)
    return held.getvalue()


def old_sheet(number: int) -> bytes:
    import xlwt

    held, book = io.BytesIO(), xlwt.Workbook()
    sheet = book.add_sheet("one")
    for at, row in enumerate((["Place", "IDPs"], ["#adm1+name", "#affected+idps"], ["Tamri", number])):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.save(held)
    return held.getvalue()


def written(ending: str, write: Callable[[Path], None]) -> bytes:
    """Return what a function writes to a file of an ending."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        write(path)
        return path.read_bytes()


def open_text(number: int) -> bytes:
    body = f"<office:text>{paragraph(words(number))}</office:text>"
    return written(".odt", lambda path: write_open_document(path, body))


def open_slides(number: int) -> bytes:
    frame = f"<draw:frame><draw:text-box>{paragraph(words(number))}</draw:text-box></draw:frame>"
    body = f"<office:presentation><draw:page>{frame}</draw:page></office:presentation>"
    return written(".odp", lambda path: write_open_document(path, body))


def sent(number: int) -> bytes:
    return written(".msg", lambda path: write_compound(path, outlook(subject="Count", body=words(number))))


GOOD: dict[str, Callable[[int], bytes]] = {
    ".txt": lambda n: words(n).encode(),
    ".md": lambda n: f"---\ntitle: T\npublished: 2024-05-04\n---\n{words(n)}\n".encode(),
    ".html": page,
    ".jsonl": line,
    ".jsonl.gz": lambda n: gzip.compress(line(n)),
    ".pdf": pdf,
    ".docx": docx,
    ".eml": mail,
    ".csv": lambda n: f"Place,IDPs\n#adm1+name,#affected+idps\nTamri,{n}\n".encode(),
    ".xlsx": xlsx,
    ".xml": rss,
    ".json": lambda n: json.dumps({"data": [{"id": n, "fields": {"title": "T", "body": words(n)}}]}).encode(),
    ".zip": zipped,
    ".warc": warc,
    ".odt": open_text,
    ".odp": open_slides,
    ".rtf": lambda n: (r"{\rtf1\ansi " + words(n) + r"\par}").encode(),
    ".pptx": slides,
    ".msg": sent,
    ".xls": old_sheet,
}
BROKEN: dict[str, tuple[bytes, str]] = {
    ".txt": (b"\x89PNG\x00\x01", "binary"),
    ".md": (b"---\ntitle: [a\n---\nx", "front matter"),
    ".html": (b"<html></html>", "no text"),
    ".jsonl": (b'{"text": ', "broken JSON"),
    ".jsonl.gz": (b"\x1f\x8b\x08nothing", "gzip"),
    ".pdf": (b"%PDF-1.4", "broken"),
    ".docx": (b"\xd0\xcf\x11\xe0" + bytes(20), "password"),
    ".eml": (b"Subject: x\n\n", "no text"),
    ".csv": (b"#affected+others\n5\n", "no column"),
    ".xlsx": (b"PK", "broken"),
    ".xml": (b"<rss>", "broken XML"),
    ".json": (b"[", "broken JSON"),
    ".zip": (b"PK\x03\x04", "broken zip"),
    ".warc": (b"x", "not a web archive"),
    ".odt": (b"PK\x03\x04", "broken"),
    ".odp": (b"PK\x03\x04", "broken"),
    ".rtf": (b"plain words", "not an .rtf file"),
    ".pptx": (b"PK\x03\x04", "broken"),
    ".msg": (b"words", "mail"),
    ".xls": (b"\xd0\xcf\x11\xe0" + bytes(600), "broken"),
    ".exe": (b"MZ", "cannot be read"),
}


def read_claims(reports):  # type: ignore[no-untyped-def]
    return [api.read_one(report)[:2] for report in reports]


def taken(store: Store, folder: Path) -> Ingested:
    return ingest(store, iter_reports(folder, ReadOptions(today=TODAY)), read_claims=read_claims, batch=4)


def test_every_format_is_tried() -> None:
    first = {row[0].split()[0] for row in formats()}
    assert first <= set(GOOD)
    assert set(GOOD) < set(BROKEN)


def test_one_of_each(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    numbers = {ending: 1000 + 10 * place for place, ending in enumerate(GOOD)}
    for ending, make in GOOD.items():
        (folder / f"good{ending}").write_bytes(make(numbers[ending]))
    for ending, (raw, _) in BROKEN.items():
        (folder / f"bad{ending}").write_bytes(raw)
    store = Store.open(tmp_path / "store", create=True)
    account = taken(store, folder)
    assert (account.added, account.known, account.seen) == (len(GOOD), 0, len(GOOD) + len(BROKEN))
    told = {Path(verdict.place.partition(",")[0]).name: verdict for verdict in account.verdicts}
    assert sorted(told) == sorted(f"bad{ending}" for ending in BROKEN)
    for ending, (_, said) in BROKEN.items():
        assert said in told[f"bad{ending}"].fault
        assert told[f"bad{ending}"].fix
    claims = store.claims()
    assert sorted(claims["value"]) == sorted(float(number) for number in numbers.values())
    assert set(claims["kind"]) == {"text", "table"}
    assert not verify(store).faults
    again = taken(store, folder)
    assert (again.added, again.known) == (0, len(GOOD))
    (folder / "good.txt").write_text(words(7777))
    third = taken(store, folder)
    assert (third.added, third.versions) == (0, 1)
    assert 7777.0 in store.claims()["value"]
    assert 1000.0 not in store.claims()["value"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_circle_of_links_is_no_fault(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(words(5))
    (folder / "again").symlink_to(folder, target_is_directory=True)
    store = Store.open(tmp_path / "store", create=True)
    account = taken(store, folder)
    assert (account.added, len(account.verdicts)) == (1, 0)
