"""One thing to read: a file on disk or a member of an archive, and what a format found in it.

In: a path, or bytes with a name.  Out: its bytes, and `Found` pieces for `finish` to make Reports of.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from tracker.errors import BadReport
from tracker.read.limits import MB
from tracker.vocabulary import Claim, Report, ReportFacts, whole_letters

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # they steer a terminal


def shown(name: str) -> str:
    """Return a name that may be shown: without half characters and without signs that steer a terminal."""
    return UNSEEN.sub("\ufffd", whole_letters(name))


def address(url: str) -> tuple[str, str]:
    """Return host and path of an address, empty when it is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.path.strip("/")
    except ValueError:
        return "", ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where bytes come from; ``place`` is what messages call it ("box.zip > report.pdf").

    ``sent`` is the day of the mail that carried it.
    """

    place: str
    name: str
    path: Path | None = None
    data: bytes | None = None
    situation: str | None = None
    depth: int = 0
    mapping: Mapping[str, str] | None = None
    sent: dt.date | None = None

    def __post_init__(self) -> None:
        for slot in ("place", "name", "situation"):
            value = getattr(self, slot)
            if value is not None:
                object.__setattr__(self, slot, shown(value))

    def origin(self) -> Source:
        """Return it without its bytes and its path: where something comes from."""
        return dataclasses.replace(self, path=None, data=None, mapping=None)

    def size(self) -> int:
        """Return the number of bytes."""
        return self.path.stat().st_size if self.path is not None else len(self.data or b"")

    def open(self) -> BinaryIO:
        """Return a binary stream over it."""
        return self.path.open("rb") if self.path is not None else io.BytesIO(self.data or b"")

    def head(self, length: int = 4096) -> bytes:
        """Return the first bytes."""
        if self.path is None:
            return (self.data or b"")[:length]
        with self.open() as stream:
            return stream.read(length)

    def read(self, limit: int) -> bytes:
        """Return all bytes.

        Raises
        ------
        BadReport
            There are more than ``limit`` of them.
        """
        size = self.size()
        if size > limit:
            raise BadReport(
                f"{self.place}: {size / MB:,.0f} MB is more than one report may hold ({limit // MB} MB)",
                fix="split it, or give many reports as JSON lines (.jsonl), which are read one by one",
            )
        if self.path is None:
            return self.data or b""
        with self.open() as stream:
            return stream.read()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(ReportFacts):
    """What a format gave of one report; ``None`` is not said.

    ``mark`` keeps siblings in one file apart.  ``stated`` is true when the fields were written for us
    (front matter, a record), so they go before what the caller gives; a page's metadata do not.
    ``head`` are lines a reader sees above the text that are not in it, such as a byline; ``made`` is the day
    the file says it was made, ``beside`` the day of its other parts (the sheets of a workbook).
    `tracker.read.publication` decides on the day with them.
    """

    text: str
    mark: str = ""
    report_id: str | None = None
    language: str | None = None
    claims: tuple[Claim, ...] = ()
    tabled: bool = False
    stated: bool = False
    head: str = ""
    made: dt.date | None = None
    beside: dt.date | None = None
    notes: tuple[str, ...] = ()


# facts that are words as they stand: front matter and records give them by these names
TEXT_FACTS = tuple(slot.name for slot in dataclasses.fields(ReportFacts) if slot.type == "str | None")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """A table whose rows are claims already: ``report`` holds it as text, the claims' words are in it.

    ``tracker.tables.claim_rows(report, claims)`` gives their rows; the text is not to be read again.
    """

    report: Report
    claims: tuple[Claim, ...] = field(default=())
