"""Pages of web archives as servers packed them."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import brotli
import pytest

from tracker.errors import BadReport
from tracker.read import read
from tracker.read.encodings import unpacked

PAGE = (
    b"<html><body><article><p>"
    + b"Some 4,000 people fled their homes in Orva on 3 May 2014. " * 4
    + b"</p></article></body></html>"
)
BARE = zlib.compressobj(9, zlib.DEFLATED, -15)
PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "Deflate": BARE.compress(PAGE) + BARE.flush(),
    "br": brotli.compress(PAGE),
    "gzip, br": brotli.compress(gzip.compress(PAGE)),
    "identity": PAGE,
}  # fmt: skip


def archive(encoding: str, body: bytes, more: str = "") -> bytes:
    http = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nWARC-Date: 2014-05-06T07:08:09Z\r\nWARC-Target-URI: http://x.example/a\r\n"
    return (
        (
            head + f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


@pytest.mark.parametrize("encoding", PACKED)
def test_packed_pages_are_read(tmp_path: Path, encoding: str) -> None:
    pytest.importorskip("fastwarc")
    (tmp_path / "x.warc").write_bytes(archive(encoding, PACKED[encoding]))
    reading = read(tmp_path / "x.warc")
    assert not reading.verdicts
    assert "4,000 people" in reading.reports[0].text


def test_chunks_are_joined() -> None:
    packed = PACKED["gzip"]
    sent = b"".join(
        b"%x\r\n%s\r\n" % (len(packed[at : at + 50]), packed[at : at + 50])
        for at in range(0, len(packed), 50)
    )
    assert unpacked(sent + b"0\r\n\r\n", "gzip", "x", limit=10_000, chunked=True) == PAGE
    assert unpacked(packed, "gzip", "x", limit=10_000, chunked=True) == PAGE, "joined already"


def test_a_page_that_came_unpacked_though_its_header_says_otherwise() -> None:
    assert unpacked(PAGE, "gzip", "x", limit=10_000) == PAGE


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        (gzip.compress(bytes(50_000), mtime=0), "gzip", "swells"),
        (brotli.compress(bytes(50_000)), "br", "swells"),
        (b"no deflate", "deflate", "broken"),
        (b"no brotli at all", "br", "broken"),
        (PAGE, "zstd", "not known"),
    ],
    ids=["gzip swells", "br swells", "deflate broken", "br broken", "not known"],
)
def test_faults(data: bytes, encoding: str, said: str) -> None:
    with pytest.raises(BadReport, match=said):
        unpacked(data, encoding, "x", limit=10_000)
