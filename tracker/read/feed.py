"""Feeds (RSS, Atom) and JSON: ReliefWeb's answers, or records with a text.

In: a Source.  Out: Found, one a feed item or record.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, cast
from xml.etree import ElementTree
from xml.parsers import expat

from tracker.errors import BadReport
from tracker.read.days import day
from tracker.read.decode import decode, newlines
from tracker.read.limits import MB
from tracker.read.markup import looks_like_html, plain_markdown, strip_tags
from tracker.read.plain import from_record, integer
from tracker.read.records import reading
from tracker.read.source import Found, Source
from tracker.vocabulary import ReportKind, Verdict

LIMIT = 256 * MB
KINDS = {
    "situation report": "sitrep",
    "news and press release": "news",
    "analysis": "brief",
    "assessment": "brief",
    "evaluation and lessons learned": "brief",
    "infographic": "brief",
    "map": "other",
}
CONTENT = ("encoded", "content", "description", "summary")
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
HTML_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_feed(source: Source) -> Iterator[Found | Verdict]:
    """Read an RSS or Atom feed.

    Raises
    ------
    BadReport
        It is no feed, or broken, or declares entities of its own.
    """
    raw = source.read(LIMIT)
    yield from parse_feed(raw, source.place)


def parse_feed(raw: bytes, place: str) -> Iterator[Found | Verdict]:
    """Yield the items of a feed."""
    if _declares_entities(raw):
        raise BadReport(f"{place}: the XML declares entities of its own", fix="do not trust this file")
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError as first:
        try:  # a wrong declaration of the encoding, or entities of HTML that XML does not know
            text = DECLARED.sub("", decode(raw, place)[0])
            root = ElementTree.fromstring(HTML_ENTITY.sub(lambda found: html.unescape(found[0]), text))
        except (ElementTree.ParseError, BadReport):
            raise BadReport(
                f"{place}, line {first.position[0]}: broken XML ({first})", fix="fetch the feed again"
            ) from first
    items = [element for element in root.iter() if _name(element) in {"item", "entry"}]
    if not items and _name(root) not in {"rss", "feed", "RDF"}:
        raise BadReport(f"{place}: XML, but no RSS or Atom feed", fix="give a feed, or save the page as HTML")
    if not items:
        raise BadReport(f"{place}: the feed has no items", fix="fetch it again later")
    channel = next((element for element in root if _name(element) == "channel"), root)
    publisher = _child(channel, "title")
    for number, item in enumerate(items, start=1):
        yield from reading(f"{place}, item {number}", partial(_item, item, publisher, place, number))


def _declares_entities(raw: bytes) -> bool:
    """Return whether entities are declared before the first element, in whatever encoding."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = lambda name, *_: found.append(name)
    parser.StartElementHandler = _stop
    with contextlib.suppress(expat.ExpatError, _Begun, ValueError, LookupError):
        parser.Parse(raw, True)
    return bool(found) or ENTITY.search(raw[:65536]) is not None


class _Begun(Exception):
    """The first element has begun."""


def _stop(*_: object) -> None:
    raise _Begun


def _name(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: ElementTree.Element, *names: str) -> str | None:
    """Return the text of the first child with one of the names, in their order."""
    for name in names:
        for child in element:
            if _name(child) == name and (said := "".join(child.itertext()).strip()):
                return newlines(said)
    return None


def _item(
    item: ElementTree.Element, publisher: str | None, place: str, number: int
) -> Iterator[Found | Verdict]:
    """Yield one item of a feed."""
    title = _child(item, "title")
    title = " ".join(strip_tags(title).split()) or None if title else None
    url = _child(item, "link") or next(
        (
            child.get("href")
            for child in item
            if _name(child) == "link" and child.get("rel", "alternate") == "alternate" and child.get("href")
        ),
        None,
    )
    bodies = [said for name in CONTENT if (said := _child(item, name))]
    body = max(bodies, key=len, default="")
    text = strip_tags(body) if looks_like_html(body) or "&" in body else body
    where = f"{place}, item {number}"
    if not text:
        text = title or ""
    if not text:
        yield Verdict(place=where, fault=f"{where}: an item without words", fix="nothing to do")
        return
    own = _child(item, "source")
    published = feed_day(_child(item, "pubDate", "published", "date", "updated", "issued"))
    mark = (url or _child(item, "guid", "id") or str(number)).rstrip("/").rpartition("/")[2][:60]
    yield Found(
        text=text,
        mark=mark or str(number),
        title=title,
        publisher=own or publisher,
        url=url,
        published=published,
        published_basis="metadata" if published else "unknown",
        kind="feed",
    )


def feed_day(text: str | None) -> dt.date | None:
    """Return the day a feed names, in RFC 822 or ISO form."""
    if not text:
        return None
    try:
        return email.utils.parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return day(text)


def read_json(source: Source) -> Iterator[Found | Verdict]:
    """Read JSON: ReliefWeb reports, or records with a text.

    Raises
    ------
    BadReport
        It is broken, or holds neither.
    """
    text, note = decode(source.read(LIMIT), source.place)
    try:
        values = json.loads(text, parse_int=integer)
    except (ValueError, RecursionError) as fault:
        raise BadReport(f"{source.place}: broken JSON ({fault})", fix="fetch or save it again") from fault
    notes = (note,) if note else ()
    if isinstance(values, dict) and isinstance(values.get("data"), (list, dict)):
        yield from reliefweb_reports(values, source.place)
        return
    records = values if isinstance(values, list) else [values]
    for number, record in enumerate(records, start=1):
        where = f"{source.place}, record {number}" if len(records) > 1 else source.place
        if isinstance(record, dict) and isinstance(record.get("fields"), dict):
            yield from reliefweb_reports({"data": [record]}, where)
            continue
        mark = str(number) if len(records) > 1 else ""
        yield from reading(where, partial(_record, record, where, mark, notes))


def _record(record: Any, place: str, mark: str, notes: tuple[str, ...]) -> Iterator[Found]:
    """Yield one record of JSON."""
    yield from_record(record, place, mark=mark, notes=notes)


def reliefweb_reports(answer: Mapping[str, Any], place: str) -> Iterator[Found | Verdict]:
    """Yield the reports of a ReliefWeb answer (API v2, list or single)."""
    data = answer["data"]
    rows: Iterable[Any] = data if isinstance(data, list) else [data]
    for row in rows:
        fields = row.get("fields") if isinstance(row, dict) else None
        if not isinstance(fields, dict):
            where = f"{place}, a row of the answer"
            rows_of_data = isinstance(row, dict) and not {"href", "score"} & set(row)
            yield Verdict(
                place=where,
                fault=f"{where}: rows of data without text"
                if rows_of_data
                else f"{where}: no 'fields' in it",
                fix="save its rows as a CSV table with headings, and say with --columns what they mean"
                if rows_of_data
                else "ask ReliefWeb for fields (profile=full)",
            )
            continue
        number = str(row.get("id") or fields.get("id") or "")
        yield from reading(f"{place}, report {number}", partial(_reliefweb, number, fields, place))


def _reliefweb(number: str, fields: Mapping[str, Any], place: str) -> Iterator[Found | Verdict]:
    """Yield one ReliefWeb report."""
    body = _body(fields)
    where = f"{place}, report {number}" if number else place
    if not body.strip():
        files = [str(item.get("url")) for item in _list(fields.get("file")) if item.get("url")]
        yield Verdict(
            place=where,
            fault=f"{where}: no text in the answer" + (f"; its file: {files[0]}" if files else ""),
            fix="download that file and read it" if files else "ask for the fields body and body-html",
        )
        return
    held = fields.get("date")
    dates: dict[str, Any] = held if isinstance(held, dict) else {}
    published = day(dates.get("original") or dates.get("created"))
    publisher = _first(fields, "source", "shortname", "name")
    kind = _first(fields, "format", "name")
    language = _first(fields, "language", "code")
    iso3 = (_first(fields, "primary_country", "iso3") or "").upper()
    yield Found(
        text=plain_markdown(newlines(body)),
        report_id=f"reliefweb-{number}" if number else None,
        title=str(fields["title"]) if fields.get("title") else None,
        publisher=publisher,
        url=str(fields.get("url_alias") or fields.get("url") or "") or None,
        published=published,
        published_basis="metadata" if published else "unknown",
        modified=day(dates.get("changed")),
        language=language[:2].lower() if language else None,
        kind=cast("ReportKind", KINDS.get((kind or "").lower(), "other")),
        country_iso3=iso3 if len(iso3) == 3 else None,
        attribution=f"{publisher} via ReliefWeb" if publisher else None,
        stated=publisher is not None,
    )


def _body(fields: Mapping[str, Any]) -> str:
    """Return the text of a ReliefWeb report: its Markdown, else the words of its HTML."""
    body, pages = fields.get("body"), fields.get("body-html")
    if isinstance(body, str) and body.strip():
        return body
    return strip_tags(pages) if isinstance(pages, str) else ""


def _first(fields: Mapping[str, Any], name: str, *keys: str) -> str | None:
    """Return what the first object of a field that says one of the keys says under it."""
    said = (item.get(key) for item in _list(fields.get(name)) for key in keys)
    return next((str(value) for value in said if value), None)


def _list(value: Any) -> list[dict[str, Any]]:
    """Return a field that may be one object or a list of them as a list."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
