"""The formats that can be read: which ending, which reader, which extra package.

In: a Source.  Out: the reader for it.  A reader is loaded when its first file comes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from tracker.read.source import TEXT_FACTS, Found, Source
from tracker.vocabulary import Verdict

Reader = Callable[[Source], Iterator[Found | Verdict | Source]]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its endings, what it is, which extra it needs, what to know of it."""

    suffixes: tuple[str, ...]
    what: str
    extra: str | None
    notes: str
    reader: str


FORMATS = (
    Format((".txt", ".text"), "plain text", None, "any encoding; a guess is said", "plain:read_text"),
    Format(
        (".md", ".markdown"),
        "Markdown",
        None,
        f"front matter: {', '.join([*TEXT_FACTS, 'published', 'language', 'kind', 'restated', 'sharing'])}",
        "plain:read_markdown",
    ),
    Format(
        (".html", ".htm", ".xhtml"),
        "web page",
        "files",
        "main text, tables, the page's own title, date and publisher",
        "page:read_page",
    ),
    Format(
        (".jsonl", ".ndjson"),
        "JSON lines",
        None,
        "report_id, text, title, published, publisher, url, language; any may be missing but text; any size",
        "plain:read_lines",
    ),
    Format(
        (".pdf",),
        "PDF",
        "files",
        "columns, boxes, tables and footnotes in reading order; needs a text layer (no pictures of pages)",
        "pdf:read_pdf",
    ),
    Format((".docx",), "Word document", "files", "headings, lists, tables, text boxes", "word:read_word"),
    Format((".odt",), "LibreOffice text", "files", "as Word documents", "open_document:read_open_document"),
    Format((".rtf",), "rich text", "files", "its words and tables", "rich_text:read_rich_text"),
    Format(
        (".pptx", ".pptm"),
        "slides",
        "files",
        "titles, text, tables and notes of each slide; charts and hidden slides are said",
        "slides:read_slides",
    ),
    Format(
        (".odp",),
        "LibreOffice slides",
        "files",
        "as slides of PowerPoint",
        "open_document:read_open_document",
    ),
    Format((".eml",), "e-mail", None, "its text, then its attachments", "mail:read_mail"),
    Format((".msg",), "mail of Outlook", "files", "its text, then its attachments", "outlook:read_outlook"),
    Format(
        (".csv", ".tsv"),
        "table",
        None,
        "an HXL tag row makes claims of its rows, as does a column mapping; a column named text makes "
        "reports; else it is read as a table in words",
        "sheet:read_csv_file",
    ),
    Format((".xlsx", ".xlsm"), "Excel table", "files", "each sheet as a CSV table", "sheet:read_excel"),
    Format(
        (".xls", ".xlsb", ".ods"),
        "other workbook",
        "files",
        "Excel before 2007, binary Excel, LibreOffice; each sheet as a CSV table, hidden sheets are said",
        "old_sheet:read_old_sheet",
    ),
    Format((".xml", ".rss", ".atom"), "feed", None, "RSS or Atom, one report an item", "feed:read_feed"),
    Format(
        (".json",),
        "JSON",
        None,
        "a ReliefWeb answer (API v2, list or single), or records as in JSON lines",
        "feed:read_json",
    ),
    Format(
        (".zip",),
        "zip archive",
        None,
        "any of these inside; nothing is unpacked to disk",
        "archive:read_zip",
    ),
    Format((".jsonl.gz", ".ndjson.gz"), "gzipped JSON lines", None, "any size", "archive:read_gzipped_lines"),
    Format(
        (".warc", ".warc.gz"), "web archive", "files", "each page answered with success", "archive:read_warc"
    ),
)


def formats() -> list[tuple[str, str, str, str]]:
    """Return the formats that can be read: endings, what it is, the extra it needs, notes."""
    return [(" ".join(one.suffixes), one.what, one.extra or "", one.notes) for one in FORMATS]


def suffix_of(name: str) -> str:
    """Return the ending that states the format: ".warc.gz" counts as one."""
    lowered = name.lower()
    for double in (".warc.gz", ".jsonl.gz", ".ndjson.gz"):
        if lowered.endswith(double):
            return double
    dot = lowered.rfind(".")
    return lowered[dot:] if dot > 0 else ""


def is_known(suffix: str) -> bool:
    """Return whether files with an ending can be read."""
    return any(suffix in one.suffixes for one in FORMATS)


def reader_for(suffix: str) -> Reader | None:
    """Return the reader of an ending, or ``None``."""
    for one in FORMATS:
        if suffix in one.suffixes:
            module, name = one.reader.split(":")
            return cast("Reader", getattr(importlib.import_module(f"tracker.read.{module}"), name))
    return None
