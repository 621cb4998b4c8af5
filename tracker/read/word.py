"""Word documents: headings, lists, tables and text boxes in the order of the page.

In: a Source.  Out: Found.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator

from tracker.errors import BadReport, MissingExtra
from tracker.read import word_body
from tracker.read.decode import newlines
from tracker.read.limits import MB
from tracker.read.source import Found, Source
from tracker.read.title import told
from tracker.vocabulary import Verdict

LIMIT = 256 * MB
MOST_UNPACKED = 1024 * MB
MOST_RATIO = 300
OLE = b"\xd0\xcf\x11\xe0"
TEMPLATE_DAY = dt.date(2013, 12, 23)  # what python-docx's own template says


def check_office(source: Source, what: str) -> None:
    """Raise unless the file is an unlocked Office file of sane size.

    Raises
    ------
    BadReport
        It is locked, old, broken, or swells when unpacked.
    """
    head = source.head(8)
    if head.startswith(OLE):
        raise BadReport(
            f"{source.place}: locked with a password, or in the format of Office before 2007",
            fix=f"open it and save it as {what} without a password",
        )
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as box:
            size = sum(member.file_size for member in box.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise BadReport(
            f"{source.place}: broken, not a {what} file",
            fix="fetch it again, or open it in its program and save it again",
        ) from fault
    if size > MOST_UNPACKED or size > MOST_RATIO * max(source.size(), MB):
        raise BadReport(
            f"{source.place}: unpacks to {size / MB:,.0f} MB, which no report does",
            fix="do not trust this file",
        )


def read_word(source: Source) -> Iterator[Found | Verdict | Source]:
    """Read a Word document."""
    check_office(source, ".docx")
    try:
        import docx
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading Word files needs python-docx",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    with source.open() as stream:
        document = docx.Document(stream)
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    blocks = list(word_body.blocks(document.element.body, styles))
    said = document.core_properties
    made = said.modified or said.created
    heads = [text.lstrip("# ") for text in blocks if text.startswith("#")]
    yield Found(
        text=newlines("\n\n".join(blocks)),
        title=told(said.title) or (heads[0] if heads else None),
        made=made.date() if made is not None and made.date() != TEMPLATE_DAY else None,
        kind="sitrep",
    )
