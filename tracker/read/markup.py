"""Words out of small pieces of HTML, such as a feed's summaries, without any package.

In: HTML.  Out: its text; paragraphs, list items and table rows on lines of their own.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tracker.read.grid import span

BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"}
SILENT = {"script", "style", "head", "title", "template", "noscript"}
TAG = re.compile(r"<[A-Za-z/!][^>]*>")
EMPTY_ITEM = re.compile(r"^[-|]$", re.MULTILINE)
BETWEEN = re.compile(r"^((?:- |\| ).*)\n\n+(?=(?:- |\| ))", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\s]*\)")
LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]+(?:\s+\"[^\"]*\")?\)")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
FOOTNOTE_MARK = re.compile(
    r"(\b[kc]?m|mi)?<sup\b[^>]*>((?:\s|<[^>]*>)*\[?[\d*†‡§,\s]{1,8}\]?(?:\s|<[^>]*>)*)</sup\s*>",
    re.IGNORECASE,
)
SPACE = re.compile(r"[ \t\r\n\f\v]+")


class _Words(HTMLParser):
    """Gathers the words of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.silent = 0
        self.column = 0
        self.wide = 1
        self.spanned: dict[int, int] = {}  # column -> rows that a cell above still takes up

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag in BLOCKS:
            self.lines += [] if tag == "br" else [""]
            self.lines.append({"li": "- ", "tr": "| "}.get(tag, ""))
            self.column = 0
            if tag == "table":
                self.spanned.clear()
        elif tag in {"td", "th"}:
            self._pass_spanned()
            told = dict(attrs)
            self.wide = span(told.get("colspan"))
            if (rows := span(told.get("rowspan"))) > 1:
                self.spanned.update(dict.fromkeys(range(self.column, self.column + self.wide), rows - 1))

    def _pass_spanned(self) -> None:
        """Leave the columns empty that a cell of a row above takes up."""
        while left := self.spanned.get(self.column, 0):
            self.spanned[self.column] = left - 1
            self.lines[-1] += " | "
            self.column += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in {"td", "th"}:
            self.lines[-1] += f" {'|' * self.wide} "
            self.column += self.wide
            self.wide = 1
        elif tag in BLOCKS - {"br"}:
            self.lines += ["", ""] if tag not in {"li", "tr"} else [""]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += SPACE.sub(" ", data)


def drop_footnote_marks(html: str) -> str:
    """Take out raised numbers and stars: "14,300<sup>1</sup>" is 14,300; "km<sup>2</sup>" keeps its square."""

    def kept(found: re.Match[str]) -> str:
        power = {"2": "²", "3": "³"}.get(found[2].strip(), "")
        return f"{found[1]}{power}" if found[1] else ""

    return FOOTNOTE_MARK.sub(kept, html) if "<sup" in html or "<SUP" in html else html


def plain_markdown(text: str) -> str:
    """Take emphasis, links and pictures out of Markdown; headings, lists and tables stay."""
    text = PICTURE.sub("", text)
    text = LINK.sub(r"\1", text)
    return EMPHASIS.sub(r"\2", text)


def looks_like_html(text: str) -> bool:
    """Return whether a text holds tags."""
    return TAG.search(text) is not None


def strip_tags(html: str) -> str:
    """Return the words of a piece of HTML."""
    parser = _Words()
    parser.feed(drop_footnote_marks(html))
    parser.close()
    text = "\n".join(SPACE.sub(" ", line).strip() for line in parser.lines)
    text = EMPTY_ITEM.sub("", text)
    return re.sub(r"\n{3,}", "\n\n", BETWEEN.sub(r"\1\n", text)).strip()
