"""E-mails: the message, then what is attached, each read by its own format.

Logos, signatures and calendar entries hold no report and are passed over; a picture that may be a scanned
report is told of.

In: a Source.  Out: Found, and Sources for attachments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any, TypeVar

from tracker.errors import BadReport
from tracker.read.decode import decode, newlines
from tracker.read.limits import MB
from tracker.read.markup import strip_tags
from tracker.read.source import Found, Source
from tracker.read.title import subject
from tracker.vocabulary import Verdict

Given = TypeVar("Given")
LIMIT = 256 * MB
WORDLESS = {"image", "audio", "video", "font"}
SIGNATURES = {
    *("application/pgp-signature", "application/pgp-keys", "application/pkcs7-signature"),
    *("application/x-pkcs7-signature", "application/ms-tnef", "text/calendar", "text/vcard", "text/x-vcard"),
}
NO_CHARSETS = {
    "punycode",
    "idna",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
}  # Python's own, of no mail
SCAN = 150_000  # bytes from which a picture that is attached may be a scanned page


def read_mail(source: Source) -> Iterator[Found | Verdict | Source]:
    """Read an e-mail: its text, then its attachments."""
    import email
    import email.policy

    message = email.message_from_bytes(source.read(LIMIT), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    if not message.keys():
        raise BadReport(
            f"{source.place}: no e-mail (no header lines)",
            fix="save the message as .eml from the mail program",
        )
    text = _text(message)
    published = _told(message, "date", lambda sent: sent.datetime.date())
    domain = _told(message, "from", lambda sender: sender.addresses[0].domain)
    attached = [part for part in message.iter_attachments() if _name(part)]
    kept = [part for part in attached if not _is_wordless(part)]
    notes = tuple(_scans(attached, source.place))
    if text.strip() or not kept:
        yield Found(
            text=text,
            title=_told(message, "subject", subject),
            publisher=domain or None,
            published=published,
            published_basis="metadata" if published else "unknown",
            notes=notes,
        )
    for part in kept:
        name = _name(part)
        data = part.get_payload(decode=True)
        yield Source(
            place=f"{source.place} > {name}",
            name=name,
            data=data if isinstance(data, bytes) else b"",
            situation=source.situation,
            depth=source.depth + 1,
            mapping=source.mapping,
            sent=published,
        )


def _text(message: EmailMessage) -> str:
    """Return the words of a message: the plain ones, else those of its HTML."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        held = message.get_payload()  # a message of parts that does not say where they begin
        return newlines(held) if isinstance(held, str) else ""
    try:
        if str(body.get_content_charset("")).replace("-", "_") in NO_CHARSETS:
            raise LookupError
        raw = body.get_content()
    except (LookupError, ValueError):  # an encoding nobody knows, or a wrong one
        held = body.get_payload(decode=True)
        raw = decode(held, "the message")[0] if isinstance(held, bytes) else ""
    return strip_tags(raw) if body.get_content_subtype() == "html" else newlines(raw)


def _told(message: EmailMessage, header: str, read: Callable[[Any], Given]) -> Given | None:
    """Return what a header says, ``None`` when it is missing or broken in whatever way."""
    try:
        value = message[header]
        return read(value) if value is not None else None
    except Exception:  # headers are parsed when they are asked for, and strangers wrote them
        return None


def _name(part: Any) -> str:
    """Return the name of an attachment without folders."""
    try:
        name = part.get_filename()
    except Exception:  # a broken header, as above: the attachment may be read by its type at best
        name = "attachment"
    return str(name).replace("\\", "/").rpartition("/")[2] if name else ""


def _is_wordless(part: Any) -> bool:
    """Return whether a part can hold no text: a picture, a sound, a signature."""
    return part.get_content_maintype() in WORDLESS or part.get_content_type() in SIGNATURES


def _scans(parts: list[Any], place: str) -> Iterator[str]:
    """Yield a sentence on each attached picture that is large enough to be a scanned page."""
    for part in parts:
        if part.get_content_maintype() == "image" and part.get_content_disposition() == "attachment":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and len(data) >= SCAN:
                yield scanned(place, _name(part))


def scanned(place: str, name: str) -> str:
    """Return the sentence on an attached picture that may be a scanned page."""
    return f"{place} > {name}: a picture, not read; if it shows a report, send it as text or PDF"
