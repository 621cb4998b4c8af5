"""Archives: zip, gzipped JSON lines, and web archives (WARC).

Nothing is unpacked to disk.  A member that swells beyond reason, hides outside the archive's folder, is
locked or is a link gets a verdict; the others are read.

In: a Source.  Out: Sources (members), or Found (pages of a WARC).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, cast

from tracker.errors import BadReport, MissingExtra, TrackerError
from tracker.read.encodings import unpacked
from tracker.read.limits import MB
from tracker.read.page import decode_page, from_html
from tracker.read.records import reading
from tracker.read.source import Found, Source, address, shown
from tracker.read.walk import is_beside
from tracker.vocabulary import Verdict

LARGEST_MEMBER = 256 * MB
LARGEST_TOTAL = 4096 * MB
MOST_RATIO = 250
DEEPEST = 3
GZIPPED = b"\x1f\x8b"
NEXT_RECORD = b"\r\n\r\nWARC/1."
RECORD = b"WARC/1."
PACKED_RECORD = b"\x1f\x8b\x08"
MOST_STARTS = 2_000  # places at which a damaged archive is taken up again
SWALLOWED = ("its length is wrong, other records lay in it; they are read", "fetch the archive again")
CUT_OFF = ("the archive ends in the middle of it; it was not read", "fetch the archive again")
PAGES = ("text/html", "application/xhtml+xml")
BY_TYPE = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "application/rss+xml": ".xml",
    "application/json": ".json",
}


def _verdict(place: str, fault: str, fix: str) -> Verdict:
    """Return a verdict whose sentence names the place."""
    return Verdict(place=place, fault=f"{place}: {fault}", fix=fix)


def read_zip(source: Source) -> Iterator[Found | Verdict | Source]:
    """Read a zip archive: each member by its own format.

    Raises
    ------
    BadReport
        It is broken, or an archive in an archive too deep.
    """
    if source.depth >= DEEPEST:
        raise BadReport(
            f"{source.place}: an archive inside {source.depth} others", fix="unpack it and read the folder"
        )
    with source.open() as stream:
        try:
            box = zipfile.ZipFile(stream)
        except MemoryError:
            raise
        except Exception as fault:  # likewise
            raise BadReport(
                f"{source.place}: a broken zip archive ({fault})", fix="fetch it again"
            ) from fault
        with box:
            yield from _members(box, source)


def _members(box: zipfile.ZipFile, source: Source) -> Iterator[Found | Verdict | Source]:
    """Yield the members of a zip archive."""
    total = 0
    members = sorted((one for one in box.infolist() if not one.is_dir()), key=lambda one: one.filename)
    if not any(not is_beside(one.filename.rpartition("/")[2]) for one in members):
        raise BadReport(f"{source.place}: the archive is empty", fix="put reports into it, or take it out")
    for member in members:
        path = member.filename.replace("\\", "/")
        parts = path.split("/")
        place = f"{source.place} > {path}"
        if is_beside(parts[-1]) or parts[0] == "__MACOSX":
            continue
        if ".." in parts or path.startswith("/") or ":" in parts[0]:
            yield _verdict(place, "its name leads out of the archive", "do not trust this archive")
        elif stat.S_ISLNK(member.external_attr >> 16):
            yield _verdict(place, "a link, not a file", "put the file itself into the archive")
        elif member.flag_bits & 1:
            yield _verdict(
                place, "locked with a password", "unpack the archive with its password and read the folder"
            )
        elif member.file_size > LARGEST_MEMBER or (
            member.file_size > 10 * MB and member.file_size > MOST_RATIO * max(1, member.compress_size)
        ):
            yield _verdict(place, f"swells to {member.file_size / MB:,.0f} MB", "do not trust this archive")
        else:
            try:
                with box.open(member) as stream:
                    data = stream.read(LARGEST_MEMBER + 1)
            except MemoryError:
                raise
            except Exception as fault:  # what a damaged archive makes the library say is not foreseen
                yield _verdict(place, f"cannot be unpacked ({fault})", "fetch the archive again")
                continue
            total += len(data)
            if len(data) > LARGEST_MEMBER or total > LARGEST_TOTAL:
                yield _verdict(
                    place, "the archive swells beyond reason; the rest was not read", "unpack it yourself"
                )
                return
            yield Source(
                place=place,
                name=parts[-1],
                data=data,
                situation=source.situation,
                depth=source.depth + 1,
                mapping=source.mapping,
                sent=source.sent,
            )


def read_gzipped_lines(source: Source) -> Iterator[Found | Verdict | Source]:
    """Read gzipped JSON lines, line by line."""
    from tracker.read.plain import lines_of

    with source.open() as stream, gzip.open(stream) as lines:
        try:
            yield from lines_of(cast("BinaryIO", lines), source.place)
        except (gzip.BadGzipFile, zlib.error, EOFError) as fault:
            raise BadReport(f"{source.place}: a broken gzip file ({fault})", fix="fetch it again") from fault


def read_warc(source: Source) -> Iterator[Found | Verdict | Source]:
    """Read a web archive: each page that was answered with success.

    Raises
    ------
    MissingExtra
        fastwarc is not installed.
    BadReport
        There is no page in it.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading web archives needs fastwarc",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    if not source.head(8).startswith((b"WARC/", GZIPPED)):
        raise BadReport(f"{source.place}: not a web archive", fix="check that it is a WARC file")
    packed = source.head(2) == GZIPPED
    seen, damage, fresh, at = 0, "", True, 0
    with source.open() as stream:
        for _ in range(MOST_STARTS):
            stream.seek(at)
            try:
                for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                    at, fresh = record.stream_pos, True
                    seen += _is_answered(record)
                    yield from _recorded(record, source)
                break
            except TrackerError:
                raise
            except (OSError, ValueError, zlib.error) as fault:
                damage = str(fault)
            if fresh:  # one place may need more than one try
                yield _verdict(source.place, f"damaged, a page may be missing ({damage})", "fetch it again")
            fresh = False
            if (found := _next_start(stream, at + 1, packed)) is None:
                break
            at = found
    if packed and not damage and (damage := _gzip_fault(source)):
        yield _verdict(source.place, f"damaged, pages may be missing ({damage})", "fetch it again")
    if not seen:
        raise BadReport(f"{source.place}: no pages in this web archive", fix="check that it is a WARC file")


def _next_start(stream: BinaryIO, after: int, packed: bool) -> int | None:
    """Return where the next record begins at or after an offset, None when there is none."""
    mark = PACKED_RECORD if packed else RECORD
    stream.seek(after)
    held, start = b"", after
    while block := stream.read(MB):
        held += block
        if (place := held.find(mark)) >= 0:
            return start + place
        kept = held[-len(mark) :]
        start, held = start + len(held) - len(kept), kept
    return None


def _recorded(record: Any, source: Source) -> Iterator[Found | Verdict | Source]:
    """Yield the page of one record, and as an archive of their own the records that a wrong length swallowed."""
    url = record.headers.get("WARC-Target-URI") or ""
    raw = record.reader.read(LARGEST_MEMBER)
    place = shown(f"{source.place} > {url}")
    rest = b""
    if len(raw) < min(record.content_length, LARGEST_MEMBER):
        at = raw.find(NEXT_RECORD)
        rest = raw[at + 4 :] if at >= 0 else b""
        yield _verdict(place, *(SWALLOWED if rest else CUT_OFF))
        raw = raw[:at] if rest else b""
    if raw and _is_answered(record):
        yield from reading(place, partial(_page, record, raw, url, place, source))
    if rest:
        yield dataclasses.replace(
            source,
            place=f"{source.place} > rest",
            name="rest.warc",
            path=None,
            data=rest,
            depth=source.depth + 1,
        )


def _sent(record: Any, raw: bytes, place: str) -> bytes:
    """Return the bytes of an answer, unpacked as its header says."""
    told = {str(name).lower(): str(value) for name, value in record.http_headers.items()}
    chunked = "chunked" in told.get("transfer-encoding", "").lower()
    return unpacked(raw, told.get("content-encoding"), place, limit=LARGEST_MEMBER, chunked=chunked)


def _is_answered(record: Any) -> bool:
    """Return whether a record is a page that was answered with success."""
    http = record.http_headers
    return http is not None and http.status_code is not None and 200 <= int(http.status_code) < 300


def _gzip_fault(source: Source) -> str:
    """Return what is wrong with a gzip file, empty when it is whole."""
    try:
        with source.open() as stream, gzip.open(stream) as unpacked:
            while unpacked.read(MB):
                pass
    except (OSError, EOFError, zlib.error) as why:
        return str(why)
    return ""


def _page(
    record: Any, raw: bytes, url: str, place: str, source: Source
) -> Iterator[Found | Verdict | Source]:
    """Yield one page of a web archive, or what it was the address of."""
    kind = (record.http_content_type or "").lower().strip()
    if kind not in PAGES and kind not in BY_TYPE:
        return
    data = _sent(record, raw, place)
    if kind in PAGES:
        yield _archived(data, url, record.headers.get("WARC-Date"), place)
    else:
        name = address(url)[1].rpartition("/")[2] or "page"
        name = name if name.lower().endswith(BY_TYPE[kind]) else name + BY_TYPE[kind]
        yield Source(place=place, name=name, data=data, situation=source.situation, depth=source.depth + 1)


def _moment(told: str | None) -> dt.datetime | None:
    """Return the moment at which a page was fetched, ``None`` when it is not told rightly."""
    try:
        when = dt.datetime.fromisoformat(told.replace("Z", "+00:00")) if told else None
        return when.astimezone(dt.UTC) if when is not None and when.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _archived(raw: bytes, url: str, fetched: str | None, place: str) -> Found | Verdict:
    """Return one archived page."""
    try:
        html, note = decode_page(raw, place)
        found = from_html(html, place, url=url, notes=(note,) if note else ())
    except MissingExtra:
        raise
    except TrackerError as fault:
        return Verdict(place=place, fault=fault.fault, fix=fault.fix)
    host, path = address(url)
    return dataclasses.replace(
        found,
        url=url or found.url,
        mark=f"{host} {path.rpartition('/')[2]}".strip(),
        retrieved_at=_moment(fetched),
    )
