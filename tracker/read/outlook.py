"""Mails of Outlook (.msg): the message, then what is attached, each read by its own format.

In: a Source.  Out: Found, and Sources for attachments.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator
from typing import Any

from tracker.errors import BadReport, MissingExtra
from tracker.read.decode import decode, newlines
from tracker.read.limits import DEEPEST, MB
from tracker.read.mail import SCAN, SIGNATURES, WORDLESS, scanned
from tracker.read.markup import strip_tags
from tracker.read.rich_text import plain
from tracker.read.source import Found, Source
from tracker.read.title import subject
from tracker.read.word import OLE
from tracker.vocabulary import Verdict

LIMIT = 256 * MB
# streams by the number of their property
SUBJECT, BODY, HTML, RICH, HEADERS = "0037", "1000", "1013", "1009", "007D"
SENDERS = ("5D01", "0C1F", "0065")  # the sender's address, in the plainest form first
DATA, LONG_NAME, SHORT_NAME, KIND = "3701", "3707", "3704", "370E"
SENT, CAME = 0x0039, 0x0E06
WIDE, NARROW, BYTES, MESSAGE = "001F", "001E", "0102", "000D"
EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
FIX = "open it in Outlook and save it again, or save it as .eml"


def read_outlook(source: Source) -> Iterator[Found | Verdict | Source]:
    """Read a mail of Outlook."""
    if not source.head(8).startswith(OLE):
        raise BadReport(f"{source.place}: broken, not an Outlook mail", fix=FIX)
    try:
        import olefile
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading mails of Outlook needs olefile",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    with source.open() as stream:
        try:
            box = olefile.OleFileIO(stream)
        except OSError as fault:
            raise BadReport(f"{source.place}: broken ({str(fault)[:80]})", fix=FIX) from fault
        with box:
            if not box.exists("__properties_version1.0"):
                raise BadReport(f"{source.place}: no mail of Outlook", fix=FIX)
            yield from _message(box, (), source)


def _message(box: Any, at: tuple[str, ...], source: Source) -> Iterator[Found | Verdict | Source]:
    """Yield a message, what is attached to it, and the messages within it."""
    text = _body(box, at, source.place)
    published = _sent(box, at)
    attached = [_Attached(box, (*at, name)) for name in _attachments(box, at)]
    kept = [one for one in attached if not one.is_wordless()]
    notes = tuple(
        scanned(source.place, one.name) for one in attached if one.is_picture() and len(one.data()) >= SCAN
    )
    if text.strip() or not kept:
        address = next(filter(None, (_words(box, at, number) for number in SENDERS)), "")
        yield Found(
            text=text,
            mark="/".join(at[-1:]) if at else "",
            title=subject(_words(box, at, SUBJECT)),
            publisher=address.rpartition("@")[2] if "@" in address else None,
            published=published,
            published_basis="metadata" if published else "unknown",
            notes=notes,
        )
    for one in kept:
        if one.is_message():
            if len(at) < DEEPEST * 2:
                yield from _message(box, one.message(), source)
            continue
        yield Source(
            place=f"{source.place} > {one.name}",
            name=one.name,
            data=one.data(),
            situation=source.situation,
            depth=source.depth + 1,
            mapping=source.mapping,
            sent=published,
        )


class _Attached:
    """One attachment."""

    def __init__(self, box: Any, at: tuple[str, ...]) -> None:
        self.box, self.at = box, at
        name = _words(box, at, LONG_NAME) or _words(box, at, SHORT_NAME) or "attachment"
        self.name = name.replace("\\", "/").rpartition("/")[2] or "attachment"
        self.kind = _words(box, at, KIND).lower()

    def is_message(self) -> bool:
        return bool(self.box.exists([*self.at, f"__substg1.0_{DATA}{MESSAGE}"]))

    def message(self) -> tuple[str, ...]:
        return (*self.at, f"__substg1.0_{DATA}{MESSAGE}")

    def is_picture(self) -> bool:
        return self.kind.startswith("image/")

    def is_wordless(self) -> bool:
        """Return whether it can hold no text: a picture, a sound, a signature."""
        return self.kind.partition("/")[0] in WORDLESS or self.kind in SIGNATURES

    def data(self) -> bytes:
        return _bytes(self.box, self.at, DATA + BYTES)


def _attachments(box: Any, at: tuple[str, ...]) -> list[str]:
    """Return the names of the folders that hold what is attached to a message."""
    level = len(at)
    return sorted(
        {
            path[level]
            for path in box.listdir()
            if len(path) > level + 1
            and tuple(path[:level]) == at
            and path[level].startswith("__attach_version1.0_")
        }
    )


def _bytes(box: Any, at: tuple[str, ...], number: str) -> bytes:
    """Return a property as bytes; none where it is missing or broken."""
    path = [*at, f"__substg1.0_{number}"]
    try:
        return bytes(box.openstream(path).read(LIMIT)) if box.exists(path) else b""
    except OSError:
        return b""


def _words(box: Any, at: tuple[str, ...], number: str) -> str:
    """Return a property as text."""
    if wide := _bytes(box, at, number + WIDE):
        return newlines(wide.decode("utf-16-le", errors="replace")).strip("\x00\ufffd")
    narrow = _bytes(box, at, number + NARROW)
    return decode(narrow, "the message")[0].strip("\x00") if narrow else ""


def _body(box: Any, at: tuple[str, ...], place: str) -> str:
    """Return the words of a message: the plain ones, else those of its HTML, else those of its rich text."""
    if said := _words(box, at, BODY):
        return said
    page = _words(box, at, HTML)
    if not page and (raw := _bytes(box, at, HTML + BYTES)):
        page = decode(raw, "the message")[0]
    if page:
        return strip_tags(page)
    packed = _bytes(box, at, RICH + BYTES)
    if not packed:
        return ""
    try:
        import compressed_rtf

        return plain(compressed_rtf.decompress(packed), place)
    except (ValueError, IndexError, struct.error) as fault:
        raise BadReport(f"{place}: its text is broken ({str(fault)[:80]})", fix=FIX) from fault


def _sent(box: Any, at: tuple[str, ...]) -> dt.date | None:
    """Return the day a message was sent: as its headers say, else as its properties do."""
    if headers := _words(box, at, HEADERS):
        import email
        import email.policy

        try:
            sent = email.message_from_string(headers, policy=email.policy.default)["date"]
            return sent.datetime.date() if sent is not None and sent.datetime is not None else None
        except Exception:  # headers are parsed when they are asked for, and strangers wrote them
            pass
    path = [*at, "__properties_version1.0"]
    held = bytes(box.openstream(path).read(MB)) if box.exists(path) else b""
    times: dict[int, int] = {}
    for start in range(24 if at else 32, len(held) - 15, 16):
        kind, number, _, value = struct.unpack_from("<HHIQ", held, start)
        if kind == 0x0040:
            times[number] = value
    ticks = times.get(SENT) or times.get(CAME)
    if not ticks or ticks >= 1 << 62:
        return None
    try:
        return (EPOCH + dt.timedelta(microseconds=ticks // 10)).date()
    except OverflowError:
        return None
