"""Rich text (.rtf): its words, with tables as the one neutral grid.

In: a Source.  Out: Found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from tracker.errors import BadReport, MissingExtra
from tracker.read.decode import newlines
from tracker.read.grid import GridCell, bars, is_filled, rule
from tracker.read.limits import MB
from tracker.read.source import Found, Source
from tracker.read.title import first_line, told
from tracker.vocabulary import Verdict

LIMIT = 64 * MB
TITLE = re.compile(r"\{\\title ([^{}]{1,300})\}")
MADE = re.compile(r"\{\\(?:revtim|creatim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
ITEM = re.compile(r"^[·•\uf0b7▪‣]\s*\t?")


def read_rich_text(source: Source) -> Iterator[Found | Verdict]:
    """Read a rich text file.

    Raises
    ------
    BadReport
        It is none.
    MissingExtra
        striprtf is not installed.
    """
    raw = source.read(LIMIT)
    if not raw.lstrip()[:5].startswith(b"{\\rtf"):
        raise BadReport(
            f"{source.place}: broken, not an .rtf file",
            fix="open it in Word or LibreOffice and save it again",
        )
    text = plain(raw, source.place)
    head = raw[:65536].decode("latin-1")
    title = TITLE.search(head)
    yield Found(
        text=text,
        title=told(title[1]) if title else first_line(text),
        made=_made(head),
        kind="sitrep",
    )


def plain(raw: bytes, place: str) -> str:
    """Return the words of rich text, a table's rows with bars."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as fault:
        raise MissingExtra(
            f"{place}: reading .rtf files needs striprtf", fix='pip install "displacement-tracker[files]"'
        ) from fault
    lines: list[str] = []
    row = False
    words: str = rtf_to_text(raw.decode("latin-1"), errors="ignore")  # type: ignore[no-untyped-call]
    for line in newlines(words).split("\n"):
        parts = [" ".join(part.split()) for part in line.split("|")]
        if len(parts) < 3 or parts[-1]:  # each cell of a row is closed by a bar
            lines.append(ITEM.sub("- ", line.strip()))
            row = False
            continue
        cells = [GridCell(part) for part in parts[:-1]]
        if is_filled(cells):
            lines.append(bars(cells))
            if not row:
                lines.append(rule(cells))
            row = True
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _made(head: str) -> dt.date | None:
    """Return the last day on which the file says it was made or changed."""
    days = []
    for found in MADE.finditer(head):
        try:
            days.append(dt.date(*map(int, found.groups())))
        except ValueError:  # no day of the calendar
            continue
    return max(days, default=None)
