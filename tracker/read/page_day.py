"""What a web page says of its own day: in its metadata, and in the lines around its main heading.

A page is full of other days, above all those of the articles it links to: menus, side columns, lists of links
and footers are passed over, and of the metadata only those of the page's own article count.

In: the HTML of a page.  Out: the day its metadata tell, and the lines at its head.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tracker.read.days import day

Element = Any  # an lxml element
META = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished"),
    *("article.published", "dcterms.issued", "dc.date.issued", "citation_publication_date", "citation_date"),
    *("parsely-pub-date", "sailthru.date", "bt:pubdate", "cxenseparse:recs:publishtime", "pubdate"),
    *("publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "dcterms.date"),
    *("dc.date", "dcterms.created", "dc.date.created", "date", "created", "article:modified_time"),
    *("og:updated_time", "datemodified", "last-modified"),
)
ARTICLES = re.compile(r"article|posting|report|newsitem|webpage|creativework", re.IGNORECASE)
ASIDE = {
    "nav",
    "aside",
    "footer",
    "script",
    "style",
    "noscript",
    "template",
    "form",
    "select",
    "figure",
    "button",
    "svg",
}
LISTED = {"li", "option"}
BESIDE = re.compile(
    r"related|recommend|sidebar|side-bar|most-?(?:read|popular)|trending|promo|teaser|newsletter|breadcrumb|comment"
    r"|menu|more-(?:news|from|stories)|read-?more|latest|also-?(?:read|like)|widget|share|cookie|advert",
    re.IGNORECASE,
)
BLOCKS = {
    *(
        "p",
        "div",
        "br",
        "header",
        "section",
        "article",
        "main",
        "address",
        "table",
        "tr",
        "td",
        "ul",
        "ol",
        "li",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dl", "dt", "dd", "body", "time", "hr", "center"),
}
LINES_BEFORE, LINES_AFTER = 4, 12
PROSE = 150
WORDS = re.compile(r"[^\W\d_]{3,}")
ISO = re.compile(r"\d{4}-\d\d-\d\d")
POSTED = re.compile(r"\b(?:published|posted|issued|publi\w+)\b.{0,40}\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageDay:
    """The day of a page's metadata, the lines a reader sees around its main heading, and that heading."""

    told: dt.date | None
    head: str
    title: str | None = None


def page_day(html: str) -> PageDay:
    """Return what a page says of its own day."""
    import trafilatura

    tree: Element = trafilatura.load_html(html)
    if tree is None:
        return PageDay(None, "")
    title = " ".join(tree.xpath("string(//head/title)").split())
    heading = _heading(tree, title)
    named = " ".join(heading.text_content().split()) if heading is not None else title
    told = _of_meta(tree) or _of_records(tree, named) or _of_items(tree)
    seen = named if heading is not None and heading.tag == "h1" else None
    return PageDay(told, "\n".join(_head(tree, heading)), seen)


def _heading(tree: Element, title: str) -> Element | None:
    """Return the main heading: the h1 that shares most words with the page's title, else the first one."""
    words = set(WORDS.findall(title.lower()))
    heads = [head for head in tree.iter("h1") if WORDS.search(head.text_content())]
    if not heads:
        return next((head for head in tree.iter("h2") if WORDS.search(head.text_content())), None)
    return max(heads, key=lambda head: len(words & set(WORDS.findall(head.text_content().lower()))))


def _of_meta(tree: Element) -> dt.date | None:
    """Return the day of the page's meta elements, the surest first."""
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and meta.get("content") and not _is_beside(meta):
            said.setdefault(name, meta.get("content"))
    return next((found for name in META if name in said and (found := _stamp(said[name]))), None)


def _stamp(value: Any) -> dt.date | None:
    """Return the day of a time stamp, as its own zone counts it."""
    return day(str(value).strip()) if value else None


def _of_records(tree: Element, named: str) -> dt.date | None:
    """Return the day of the page's JSON-LD: of its one article, or of the one that bears its heading."""
    found: list[tuple[str, dt.date]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            held = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        found += [
            (str(record.get("headline") or record.get("name") or ""), when)
            for record in _records(held)
            if (when := _stamp(record.get("datePublished") or record.get("dateCreated")))
        ]
    words = set(WORDS.findall(named.lower()))
    bearing = [
        when
        for title, when in found
        if words and len(words & set(WORDS.findall(title.lower()))) > len(words) / 2
    ]
    if bearing:
        return bearing[0]
    return found[0][1] if len({when for _, when in found}) == 1 else None


def _records(held: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles of a JSON-LD value; those of lists and links beside it are left out."""
    if isinstance(held, list):
        for one in held:
            yield from _records(one)
    elif isinstance(held, dict):
        if ARTICLES.search(str(held.get("@type") or "")):
            yield held
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(held.get(name), (list, dict)):
                yield from _records(held[name])


def _of_items(tree: Element) -> dt.date | None:
    """Return the day of an element marked as the day of publication, when there is only one such day."""
    marked = [
        element
        for element in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
        if not _is_beside(element)
    ]
    days = {
        when
        for one in marked
        if (when := _stamp(one.get("datetime") or one.get("content") or one.text_content()))
    }
    return days.pop() if len(days) == 1 else None


def _is_beside(element: Element) -> bool:
    """Return whether an element stands beside the article: in a menu, a side column, a list of links."""
    return any(_aside(one) for one in (element, *element.iterancestors()) if isinstance(one.tag, str))


def _aside(element: Element) -> bool:
    """Return whether an element holds what stands beside the article."""
    if element.tag in ASIDE | LISTED:
        return True
    if element.tag in {"body", "html", "main", "article", "meta"}:
        return False
    return BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _head(tree: Element, heading: Element | None) -> list[str]:
    """Return the lines just above the main heading and those below it, up to the running text."""
    before: list[str] = []
    after: list[str] = []
    late: list[str] = []
    below = heading is None
    for line, opens in _lines(tree, heading):
        if opens:
            below = True
            continue
        if not below:
            before = [*before, line][-LINES_BEFORE:]
        elif len(after) < LINES_AFTER and not (after and len(after[-1]) > PROSE):
            after.append(line)
        elif len(line) < PROSE and POSTED.search(line) and len(late) < LINES_BEFORE:
            late.append(line)
    return [line for line in (*before, *after, *late) if len(line) <= PROSE]


def _lines(tree: Element, heading: Element | None) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a page's body; true where the main heading stands."""
    from lxml import etree

    body = tree.find("body") if tree.tag != "body" else tree
    if body is None:
        return
    held: list[str] = []

    def flush() -> Iterator[tuple[str, bool]]:
        line = " ".join("".join(held).split())
        held.clear()
        if line:
            yield line, False

    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or _aside(element) or element is heading:
                yield from flush()
                if element is heading:
                    yield "", True
                walker.skip_subtree()
                continue
            if tag in BLOCKS:
                yield from flush()
            held.append(_time(element) if tag == "time" else element.text or "")
        else:
            if tag in BLOCKS:
                yield from flush()
            if element is not body:
                held.append(f" {element.tail or ''}" if tag in BLOCKS else element.tail or "")
    yield from flush()


def _time(element: Element) -> str:
    """Return the words of a time element; its stamp where they name no year ("3 hours ago")."""
    words = element.text_content()
    stamp = ISO.match((element.get("datetime") or "").strip())
    if stamp is None or re.search(r"\d{4}", words):
        return element.text or ""
    element.text = ""
    return f"{stamp[0]} "
