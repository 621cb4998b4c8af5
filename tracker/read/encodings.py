"""Pages as servers send them: packed with gzip, deflate or brotli, in chunks or whole.

In: the bytes of an answer and what its header says of them.  Out: the bytes of the page.
"""

from __future__ import annotations

import re
import zlib

from tracker.errors import BadReport, MissingExtra

PLAIN = {"", "identity", "none"}
GZIP, DEFLATE = {"gzip", "x-gzip"}, {"deflate"}
MAGIC = b"\x1f\x8b"
CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


def unpacked(data: bytes, encoding: str | None, place: str, *, limit: int, chunked: bool = False) -> bytes:
    """Return the bytes of a page that was sent packed.

    Parameters
    ----------
    encoding
        What its header says, such as "gzip" or "deflate, br"; the last was done last.
    limit
        How many bytes a page may have.
    chunked
        Whether it was sent in chunks; where the archive has joined them already, nothing is done.

    Raises
    ------
    BadReport
        It is broken, too large, or packed in a way that is not known.
    MissingExtra
        It is packed with brotli, which is not installed.
    """
    if chunked:
        data = _joined(data)
    named = [one.strip().lower() for one in (encoding or "").split(",")]
    for name in reversed([one for one in named if one not in PLAIN]):
        data = _once(data, name, place, limit)
    return data


def _once(data: bytes, name: str, place: str, limit: int) -> bytes:
    """Undo one packing."""
    try:
        if name in GZIP:
            return _inflated(data, 31, place, limit) if data.startswith(MAGIC) else data
        if name in DEFLATE:
            try:
                return _inflated(data, 15, place, limit)
            except zlib.error:  # some servers leave the wrapping out
                return _inflated(data, -15, place, limit)
    except zlib.error as fault:
        raise BadReport(f"{place}: the page is packed and broken ({fault})", fix="fetch it again") from fault
    if name == "br":
        return _brotli(data, place, limit)
    raise BadReport(
        f"{place}: the page is packed with {name!r}, which is not known",
        fix="fetch it again without packing (Accept-Encoding: gzip)",
    )


def _inflated(data: bytes, bits: int, place: str, limit: int) -> bytes:
    """Return what zlib has packed; a page cut off at its end is read as far as it goes."""
    worker = zlib.decompressobj(bits)
    made = worker.decompress(data, limit + 1)
    if len(made) > limit:
        raise too_large(place)
    return made


def _brotli(data: bytes, place: str, limit: int) -> bytes:
    """Return what brotli has packed."""
    try:
        import brotli
    except ImportError as fault:
        raise MissingExtra(
            f"{place}: the page is packed with brotli", fix='pip install "displacement-tracker[files]"'
        ) from fault
    worker, made, size = brotli.Decompressor(), [], 0
    try:
        for start in range(0, len(data), 65536):
            made.append(worker.process(data[start : start + 65536]))
            size += len(made[-1])
            if size > limit:
                raise too_large(place)
    except brotli.error as fault:
        raise BadReport(f"{place}: the page is packed and broken ({fault})", fix="fetch it again") from fault
    return b"".join(made)


def too_large(place: str) -> BadReport:
    """Return the error for a page that swells beyond reason."""
    return BadReport(f"{place}: the page swells beyond reason when unpacked", fix="do not trust this archive")


def _joined(data: bytes) -> bytes:
    """Return the bytes of chunks in one piece; bytes that are no chunks as they are."""
    parts: list[bytes] = []
    at = 0
    while seen := CHUNK.match(data, at):
        size = int(seen[1], 16)
        if size == 0:
            return b"".join(parts) if parts else data
        parts.append(data[seen.end() : seen.end() + size])
        at = seen.end() + size
        at += len(data[at : at + 2]) - len(data[at : at + 2].lstrip(b"\r\n"))
    return data
