"""PDFs: the text layer, page by page, in reading order.

Lines that repeat at the top or bottom of pages are left out, footnotes stand after their page, a sentence
that runs over a page's end is joined.  A PDF that is only pictures, or locked, gets a verdict.

In: a Source.  Out: Found, with the offset at which each page starts.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tracker.errors import BadReport, MissingExtra
from tracker.read.columns import Item
from tracker.read.days import day
from tracker.read.drawn import Rules, rules_of
from tracker.read.layout import Block, join_lines, read_blocks
from tracker.read.letters import words_of
from tracker.read.limits import MB
from tracker.read.printed import masthead
from tracker.read.source import Found, Source
from tracker.read.title import told
from tracker.vocabulary import Verdict

LIMIT = 1024 * MB
MOST_PAGES = 3000
PageWords = tuple[list[Item], Rules, float]  # words, what is drawn, height
MARGIN = 0.07
SAME_SIZE = 0.6
LONGEST_TITLE = 240
GOES_ON = "#(–—-:"
MOST_IN_HEAD = 100  # words
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"^(?:page|página|p\.?)?\s*\d{1,4}(?:\s*(?:/|of|de|sur|\|)\s*\d{1,4})?$", re.IGNORECASE
)
UNFINISHED = re.compile(r"[^\W_][\"'”’)]*$|[,;–—-]$")
OCR = "run it through text recognition first, for example: ocrmypdf in.pdf out.pdf"


def read_pdf(source: Source) -> Iterator[Found | Verdict]:
    """Read a PDF.

    Raises
    ------
    BadReport
        It is locked, broken, or has no text layer.
    MissingExtra
        pypdfium2 is not installed.
    """
    try:
        import pypdfium2 as pdfium
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading PDFs needs pypdfium2", fix='pip install "displacement-tracker[files]"'
        ) from fault
    try:
        document = pdfium.PdfDocument(source.path if source.path is not None else source.read(LIMIT))
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise BadReport(
                f"{source.place}: the PDF is locked with a password",
                fix="open it with its password and print it to a new PDF",
            ) from fault
        raise BadReport(
            f"{source.place}: the PDF is broken ({str(fault).rstrip('.')})",
            fix="fetch it again, or open it in a viewer and print it to a new PDF",
        ) from fault
    try:
        yield _document(document, source.place)
    finally:
        document.close()


def _document(document: Any, place: str) -> Found:
    """Return what a whole document says."""
    pages: list[PageWords] = []
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        rules = rules_of(page)
        pages.append((list(words_of(page, rules)), rules, page.get_height()))
        page.close()
    body = _body_size(pages, place)
    running = _running(pages)
    blocks: list[list[Block]] = []
    for words, rules, height in pages:
        keys = _row_keys(words, height)
        kept = [word for word in words if not (_in_margin(word, height) and keys.get(word.y0) in running)]
        read = read_blocks(kept, rules, body)
        blocks.append(read if blocks else _with_title(read))
    text, offsets = _assemble(blocks, [height for _, _, height in pages])
    said = document.get_metadata_dict()
    made = re.match(r"D?:?(\d{4})(\d\d)(\d\d)", said.get("CreationDate") or "")
    notes = []
    if blank := sum(not words for words, _, _ in pages):
        notes.append(f"{place}: {blank} of {len(pages)} pages hold no text (pictures?)")
    if len(document) > MOST_PAGES:
        notes.append(f"{place}: only the first {MOST_PAGES} of {len(document)} pages were read")
    return Found(
        text=text,
        title=_title(said, blocks),
        made=day("-".join(made.groups())) if made else None,
        kind="sitrep",
        pages=tuple(offsets),
        notes=tuple(notes),
    )


def _body_size(pages: list[PageWords], place: str) -> float:
    """Return the commonest size of letters.

    Raises
    ------
    BadReport
        There are no letters, or the fonts do not say which they show.
    """
    letters = Counter[float]()
    for words, _, _ in pages:
        for word in words:
            letters[round(word.size * 2) / 2] += len(word.text)
    if not letters:
        count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        raise BadReport(f"{place}: the PDF has no text layer ({count} of pictures)", fix=OCR)
    sample = "".join(word.text for words, _, _ in pages[:20] for word in words)
    strange = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in sample)
    if strange > 0.3 * len(sample):
        raise BadReport(f"{place}: the PDF's fonts do not say which letters they show", fix=OCR)
    return letters.most_common(1)[0][0]


def _title(said: dict[str, str], blocks: list[list[Block]]) -> str | None:
    """Return the title the file gives itself, else the first heading of its first page."""
    heads = (block.text for page in blocks[:1] for block in page if block.kind == "heading")
    return told(said.get("Title")) or next(heads, "").removeprefix("## ") or None


def _with_title(blocks: list[Block]) -> list[Block]:
    """Return the blocks of the first page, a title that runs over two or three lines in one."""
    while len(blocks) > 1 and blocks[0].kind == "heading":
        first, second = blocks[0], blocks[1]
        if second.kind != "heading" and not (second.kind == "paragraph" and second.text[0] in GOES_ON):
            break
        more = second.text.removeprefix("## ")
        dated = bool(masthead(more)) and more[0] not in GOES_ON  # "# 4 (3 May 2024)" is the title's end
        if abs(first.size - second.size) > SAME_SIZE or dated or len(first.text) > LONGEST_TITLE:
            break
        title = dataclasses.replace(first, text=f"{first.text} {more}", y0=second.y0)
        blocks = [title, *blocks[2:]]
    return blocks


def _in_margin(word: Item, height: float) -> bool:
    """Return whether a word stands where running heads and page numbers stand."""
    return word.y0 < MARGIN * height or word.y1 > (1 - MARGIN) * height


def _row_keys(words: list[Item], height: float) -> dict[float, str]:
    """Return the text of each line in the margins by the height of its words, numbers left open.

    Lines of very many words are no running heads; they are left out.
    """
    rising = sorted(words, key=lambda word: word.y0)
    heights = [word.y0 for word in rising]
    found: dict[float, str] = {}
    for y0 in {word.y0 for word in words if _in_margin(word, height)}:
        low, high = bisect_right(heights, y0 - 2), bisect_left(heights, y0 + 2)
        if high - low <= MOST_IN_HEAD:
            row = sorted(rising[low:high], key=lambda word: word.x0)
            found[y0] = DIGITS.sub("0", " ".join(word.text for word in row))
    return found


def _running(pages: list[PageWords]) -> set[str]:
    """Return the lines that repeat in the margins, and page numbers."""
    seen = Counter[str]()
    numbers: set[str] = set()
    for words, _, height in pages:
        keys = set(_row_keys(words, height).values())
        seen.update(keys)
        numbers |= {key for key in keys if PAGE_NUMBER.match(key)}
    often = max(2, 0.5 * len(pages))
    return {key for key, count in seen.items() if count >= often and len(pages) > 1} | numbers


class _Flow:
    """The text of a document as it grows: paragraphs, with footnotes waiting for the end of theirs."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.length = 0
        self.previous: Block | None = None
        self.waiting: list[str] = []

    def add(self, block: Block, *, first: bool) -> int:
        """Add a block, the first of its page or not; return the offset at which its words start."""
        opens = first or block.opens
        if (
            opens
            and self.previous is not None
            and self.made
            and _goes_on(self.previous, self.made[-1], block)
        ):
            return self._join(block.text)
        self.add_notes()
        if self.made:
            in_list = not first and self.previous is not None and self.previous.kind == block.kind == "bullet"
            self._append("\n" if in_list else "\n\n")
        start = self.length
        self._append(block.text)
        self.previous = block
        return start

    def add_notes(self) -> None:
        """Add the footnotes that wait."""
        for note in self.waiting:
            self._append(f"\n\n{note}" if self.made else note)
        self.waiting = []

    def _append(self, text: str) -> None:
        self.made.append(text)
        self.length += len(text)

    def _join(self, text: str) -> int:
        """Join text to the paragraph before it; return the offset at which it starts."""
        joined = join_lines(self.made[-1], text)
        self.length += len(joined) - len(self.made[-1])
        self.made[-1] = joined
        return self.length - len(text)


def _assemble(pages: list[list[Block]], heights: list[float]) -> tuple[str, list[int]]:
    """Return the text of all pages and where each starts; sentences cut by a page's end are joined."""
    flow = _Flow()
    offsets: list[int] = []
    for blocks, height in zip(pages, heights, strict=True):
        notes = [block for block in blocks if block.kind == "note" and block.first < 0.35 * height]
        kept = [block for block in blocks if not any(block is note for note in notes)]
        starts = [flow.add(block, first=place == 0) for place, block in enumerate(kept)]
        offsets.append(starts[0] if starts else flow.length)
        flow.waiting += [note.text for note in notes]
    flow.add_notes()
    return "".join(flow.made), offsets


def _goes_on(upper: Block, text: str, lower: Block) -> bool:
    """Return whether the first paragraph of a column or page goes on with the sentence before it."""
    if upper.kind not in {"paragraph", "bullet"} or lower.kind != "paragraph" or not UNFINISHED.search(text):
        return False
    if abs(upper.size - lower.size) > 0.5:
        return False
    return lower.text[:1].islower() or len(text) > 50
