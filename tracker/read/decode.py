"""Bytes to text: which encoding, which line ends.

UTF-8 is tried first, then UTF-16 (by its mark, or by its zero bytes), then a guess among the single-byte
encodings offices still write.  A guess is always said.

In: bytes.  Out: text with "\\n" line ends, and a note when the encoding was assumed.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO, TextIO

from tracker.errors import BadReport

AT_ONCE = 1 << 20
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTE = ("cp1252", "cp1256", "iso8859_6", "cp1251", "cp1254")
READABLE = {
    "cp1252": "Windows-1252 (Western)",
    "cp1256": "Windows-1256 (Arabic)",
    "iso8859_6": "ISO 8859-6 (Arabic)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1254": "Windows-1254 (Turkish)",
    "utf_16_le": "UTF-16 LE",
    "utf_16_be": "UTF-16 BE",
}
MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"7z\xbc\xaf": "a 7-Zip file",
    b"Rar!": "a RAR file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
CONTROL = bytes({*range(9), *range(14, 32)} - {27})
SURROGATES = re.compile("[\ud800-\udfff]")


def decode(raw: bytes, place: str) -> tuple[str, str | None]:
    """Return the text and, when its encoding had to be guessed, a note that says so.

    Raises
    ------
    BadReport
        The bytes are no text.
    """
    codec, note = codec_of(raw, place)
    return newlines(raw.decode(codec, errors="replace")), note


def codec_of(raw: bytes, place: str) -> tuple[str, str | None]:
    """Return the encoding of bytes and, when it had to be guessed, a note that says so.

    Raises
    ------
    BadReport
        The bytes are no text.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if raw.startswith(mark) and _fits(raw, codec):
            return codec, None
    head = raw[:65536]
    zeros = head.count(b"\x00")
    if zeros and zeros > len(head) * 0.2:
        codec = "utf_16_le" if head[1::2].count(b"\x00") > head[::2].count(b"\x00") else "utf_16_be"
        if _fits(raw, codec) and "\x00" not in raw.decode(codec):
            return codec, f"{place}: read as {READABLE[codec]} (assumed, no byte order mark)"
    if zeros or len(head) - len(head.translate(None, CONTROL)) > len(head) * 0.02:
        what = next((what for magic, what in MAGIC.items() if raw.startswith(magic)), "no text")
        raise BadReport(
            f"{place}: the file is binary ({what})",
            fix="give it the ending of its format (tracker formats lists them), or save it as text in UTF-8",
        )
    if _fits(raw, "utf-8"):
        return "utf-8", None
    codec = _guess(raw)
    return codec, f"{place}: not UTF-8; read as {READABLE.get(codec, codec)} (assumed)"


def _fits(raw: bytes, codec: str) -> bool:
    """Return whether all bytes can be read in an encoding."""
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def text_stream(stream: BinaryIO, place: str) -> tuple[TextIO, str | None]:
    """Return a stream of text over a stream of bytes, which may be of any length, and a note as in `decode`.

    The bytes are looked through once before: a letter of another encoding may stand near the end.

    Raises
    ------
    BadReport
        The bytes are no text.
    """
    head = stream.read(AT_ONCE)
    if len(head) == AT_ONCE:
        head = head[: len(head) & ~3] if b"\x00" in head else head[: head.rfind(b"\n") + 1] or head
    codec, note = codec_of(head, place)
    if codec in {"utf-8", "utf-8-sig"}:
        stream.seek(0)
        reader = codecs.getincrementaldecoder("utf-8")()
        while part := stream.read(AT_ONCE):
            try:
                reader.decode(part)
            except UnicodeDecodeError:
                codec = _guess(part)
                note = f"{place}: not UTF-8; read as {READABLE.get(codec, codec)} (assumed)"
                break
    stream.seek(0)
    return io.TextIOWrapper(stream, encoding=codec, errors="replace", newline=""), note


def _guess(raw: bytes) -> str:
    """Return the likeliest encoding of bytes that are not UTF-8."""
    sample = raw[:20000]
    high = sum(byte > 127 for byte in sample)
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in sample)
    if high < letters * 0.35:  # mostly Latin letters: Western accents and typographic quotes
        return "cp1252"
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return "cp1256" if high > letters else "cp1252"
    best = from_bytes(sample, cp_isolation=list(SINGLE_BYTE)).best()
    return best.encoding if best is not None else "cp1252"


def newlines(text: str) -> str:
    r"""Return the text with "\n" line ends, without a byte order mark and half characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    if not text.isascii():
        text = SURROGATES.sub("\ufffd", text)
    return text.replace("\x00", "\ufffd") if "\x00" in text else text
