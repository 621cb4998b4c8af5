"""Web pages: the main text, without menus and footers, and what the page says of itself.

Headings become "## ...", list items "- ...", table rows "| a | b |", so that the segmenter sees what a reader
sees.  `tracker.read.page_day` finds what it says of its own day.

In: a Source of HTML.  Out: Found.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from tracker.errors import BadReport, MissingExtra
from tracker.read.decode import decode, newlines
from tracker.read.limits import MB
from tracker.read.markup import drop_footnote_marks
from tracker.read.page_body import SPACE, blocks
from tracker.read.page_day import page_day
from tracker.read.page_marks import made_ready
from tracker.read.source import Found, Source
from tracker.vocabulary import Verdict

LIMIT = 32 * MB
CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
LANGUAGE = re.compile(r"""<html[^>]*?\slang\s*=\s*["']?([A-Za-z]{2,3})\b""", re.IGNORECASE)
HTML = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
OPTIONS: dict[str, Any] = {
    "output_format": "xml",
    "include_tables": True,
    "include_comments": False,
    "include_formatting": True,
    "with_metadata": True,
    "date_extraction_params": {"extensive_search": False, "original_date": True},
}


def read_page(source: Source) -> Iterator[Found | Verdict]:
    """Read an HTML page."""
    html, note = decode_page(source.read(LIMIT), source.place)
    yield from_html(html, source.place, notes=(note,) if note else ())


def decode_page(raw: bytes, place: str) -> tuple[str, str | None]:
    """Return the page's text; the encoding it declares is believed when it is not UTF-8."""
    try:
        return newlines(raw.decode("utf-8")), None
    except UnicodeDecodeError:
        pass
    if declared := CHARSET.search(raw[:4096]):
        try:
            return newlines(raw.decode(declared[1].decode("ascii"))), None
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(raw, place)


def from_html(html: str, place: str, *, url: str | None = None, notes: tuple[str, ...] = ()) -> Found:
    """Make a Found of a page.

    Raises
    ------
    BadReport
        There is no text on it.
    MissingExtra
        trafilatura is not installed.
    """
    try:
        import trafilatura
    except ImportError as fault:
        raise MissingExtra(
            f"{place}: reading web pages needs trafilatura",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    for name in ("trafilatura", "htmldate", "courlan"):  # their complaints become our verdicts
        logging.getLogger(name).addHandler(logging.NullHandler())
    html = made_ready(drop_footnote_marks(html))
    if not HTML.search(html[:4096]):
        html = f"<html><body>{html}</body></html>"
    page: Any = trafilatura.bare_extraction(html, url=url, **OPTIONS)
    text = "\n\n".join(blocks(page.body)) if page is not None and page.body is not None else ""
    if len(text) < 80:  # a stub, a table, a page without prose: take whatever text there is
        body, _, _ = trafilatura.baseline(html)
        plain = "\n\n".join(blocks(body)) if body is not None else ""
        text = plain if len(plain) > len(text) else text
    if not text.strip():
        raise BadReport(
            f"{place}: the page holds no text",
            fix="save it from the browser after it has loaded, or save it as PDF or text",
        )
    lang = LANGUAGE.search(html[:4096])
    dated = page_day(html)
    return Found(
        text=newlines(text),
        title=dated.title or _said(page, "title"),
        publisher=_said(page, "sitename") or _said(page, "hostname"),
        url=_said(page, "url") or url,
        published=dated.told,
        published_basis="metadata" if dated.told else "unknown",
        head=dated.head,
        language=lang[1].lower()[:2] if lang else None,
        kind="news" if dated.told else "other",
        notes=notes,
    )


def _said(page: Any, name: str) -> str | None:
    """Return a field of the page's metadata, cleaned, or ``None``."""
    value = getattr(page, name, None)
    cleaned = SPACE.sub(" ", newlines(str(value))).strip() if value else ""
    return cleaned or None
