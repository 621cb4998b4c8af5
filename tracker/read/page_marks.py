"""The HTML of a page made ready for extraction, which forgets what it does not know.

How wide a cell is and where a tab stands are written into the text as signs; the items of a list within a
cell, and the rows of a table within one, become words of the cell; a table that only lays the page out
becomes plain blocks, and a list of terms a list of "term: what is said of it".

In: the HTML of a page.  Out: HTML that says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.read.grid import span

# signs of Unicode's private area, of which pages hold none of their own
NO_SPAN = 0xE000
WIDEST = 200
TAB = chr(NO_SPAN + WIDEST + 1)
ITEM = chr(NO_SPAN + WIDEST + 2)  # between the items of a list within a cell
TOLD = re.compile(f"[{chr(NO_SPAN + 2)}-{chr(NO_SPAN + WIDEST)}]")
SIGNS = re.compile(f"[{chr(NO_SPAN + 2)}-{ITEM}]")
WIDE = re.compile(r"<t[dh]\b(?=[^>]*\scolspan\s*=\s*[\"']?\s*(\d+))[^>]*>", re.IGNORECASE)
TABS = re.compile(r"(?<=[^\s>])[ \t]*\t[ \t]*(?=[^\s<])")
PART = re.compile(r"<(/?)(table|thead|tbody|tfoot|tr|td|th|ul|ol|li)\b[^>]*>", re.IGNORECASE)
GLUED = re.compile(
    r"(\d(?:</?[A-Za-z][^<>]{0,300}>)+)(?=[^\W\d_]{3})"
)  # a number and the word for what it counts
CELLS, LISTS = frozenset({"td", "th"}), frozenset({"ul", "ol", "li"})
LAYOUT_CELLS = 12  # a table around others that has more cells of its own holds data
TERMS = (
    (re.compile(r"</dt\s*>\s*<dd\b[^>]*>", re.IGNORECASE), ": "),
    (re.compile(r"</dd\s*>\s*<dd\b[^>]*>", re.IGNORECASE), "; "),
    (re.compile(r"<dt\b[^>]*>", re.IGNORECASE), "<li>"),
    (re.compile(r"</dd\s*>", re.IGNORECASE), "</li>"),
    (re.compile(r"<(/?)dl\b[^>]*>", re.IGNORECASE), r"<\1ul>"),
)


def made_ready(html: str) -> str:
    """Return the HTML with what extraction would forget written out."""
    html = SIGNS.sub("", html)
    if "\t" in html:
        html = TABS.sub(lambda found: found[0].replace("\t", TAB), html)
    html = GLUED.sub(r"\1 ", html)
    low = html.lower()
    if "</dd" in low and "</dt" in low:
        for pattern, instead in TERMS:
            html = pattern.sub(instead, html)
    if "colspan" in low:
        html = WIDE.sub(_told, html)
    return _cells_in_words(html) if "<td" in low and ("<li" in low or low.count("<table") > 1) else html


def _told(found: re.Match[str]) -> str:
    """Return the tag of a cell with a sign for its width."""
    wide = span(found[1])
    return found[0] + (chr(NO_SPAN + wide) if 1 < wide <= WIDEST else "")


@dataclass(slots=True)
class _Table:
    """A table, the one in whose cell it stands, and what it is made of."""

    outer: _Table | None
    cells: int = 0
    headed: bool = False
    open: int = 0  # cells that are open on the way
    holds: bool = False  # whether one of its cells holds a table

    def lays_out(self) -> bool:
        """Tell a table that only puts blocks beside each other."""
        return self.holds and not self.headed and self.cells <= LAYOUT_CELLS

    def instead(self, tag: re.Match[str]) -> str:
        """Return what stands in the place of a tag of the table, or of a list in its cells."""
        name, closes = tag[2].lower(), tag[1]
        if self.lays_out():
            return tag[0] if name in LISTS else "" if name != "td" else "" if closes else "<p>"
        if self.outer is not None and not self.outer.lays_out():  # within a cell of data
            return ITEM if name in {"tr", "li"} and not closes else " "
        if name in LISTS:
            return ITEM if name == "li" and not closes else " "
        return tag[0]


def _cells_in_words(html: str) -> str:
    """Return the HTML without lists and tables in cells of data, and without tables that only lay out."""
    seen = list(_in_tables(html))
    made, last = [], 0
    for tag, table in seen:
        made += [html[last : tag.start()], table.instead(tag)]
        last = tag.end()
    return "".join([*made, html[last:]])


def _in_tables(html: str) -> Iterator[tuple[re.Match[str], _Table]]:
    """Yield the tags of tables and of the lists in their cells, each with its table."""
    stack: list[_Table] = []
    for tag in PART.finditer(html):
        name, closes = tag[2].lower(), bool(tag[1])
        top = stack[-1] if stack else None
        if name == "table" and not closes:
            within = top if top is not None and top.open else None
            if within is not None:
                within.holds = True
            top = _Table(within)
            stack.append(top)
        if top is None or (name in LISTS and not top.open):
            continue
        if name in CELLS:
            top.open += -1 if closes else 1
            top.cells += not closes
            top.headed = top.headed or name == "th"
        elif name == "tr":
            top.open = 0
        elif name == "table" and closes:
            stack.pop()
        yield tag, top
