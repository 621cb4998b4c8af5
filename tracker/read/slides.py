"""Slides of PowerPoint: titles, text, tables and notes, slide by slide.

A slide's title heads what follows; its shapes are read from top to bottom, tables as the one neutral grid.
What only a picture, a chart or a diagram shows is said, not read; hidden slides are said, too.

In: a Source.  Out: Found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tracker.errors import MissingExtra
from tracker.read.decode import newlines
from tracker.read.grid import GridCell, bars, is_filled, rule
from tracker.read.source import Found, Source
from tracker.read.title import told
from tracker.read.word import check_office
from tracker.vocabulary import Verdict

DEEPEST_GROUP = 20
TEMPLATE_DAY = dt.date(2013, 1, 27)  # what python-pptx's own template says
DRAWN = "the numbers in it are not read; send its table as .xlsx or .csv"


def read_slides(source: Source) -> Iterator[Found | Verdict]:
    """Read a PowerPoint file."""
    check_office(source, ".pptx")
    try:
        import pptx
    except ImportError as fault:
        raise MissingExtra(
            f"{source.place}: reading slides needs python-pptx",
            fix='pip install "displacement-tracker[files]"',
        ) from fault
    with source.open() as stream:
        deck = pptx.Presentation(stream)
    blocks: list[str] = []
    notes: list[str] = []
    title = None
    for number, slide in enumerate(deck.slides, start=1):
        if slide.element.get("show") in {"0", "false"}:
            notes.append(f"{source.place}, slide {number}: hidden and not read; show it to have it read")
            continue
        drawn: list[str] = []
        blocks += _slide(slide, drawn)
        notes += [f"{source.place}, slide {number}: {what}; {DRAWN}" for what in drawn]
        if title is None:
            title = _title(slide)
    said = deck.core_properties
    made = said.modified or said.created
    if made is not None and made.date() == TEMPLATE_DAY:
        made = None
    yield Found(
        text=newlines("\n\n".join(blocks)),
        title=told(said.title) or title,
        made=made.date() if made is not None else None,
        kind="sitrep",
        notes=tuple(notes),
    )


def _title(slide: Any) -> str | None:
    """Return the title of a slide on one line."""
    shape = slide.shapes.title
    said = " ".join(shape.text_frame.text.split()) if shape is not None else ""
    return said or None


def _slide(slide: Any, drawn: list[str]) -> Iterator[str]:
    """Yield the blocks of a slide, then what its speaker notes say."""
    head = slide.shapes.title
    if said := _title(slide):
        yield f"## {said}"
    shapes = [shape for shape in _shapes(slide.shapes) if head is None or shape.element is not head.element]
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if shape.has_text_frame:
            yield from _text(shape)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from _table(shape.table)
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            drawn.append("a chart")
        elif shape.element.tag.endswith("}graphicFrame"):
            drawn.append("a diagram")
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        if said := "\n".join(_lines(slide.notes_slide.notes_text_frame)):
            yield said


def _shapes(top: Any) -> Iterator[Any]:
    """Yield the shapes of a slide, those of groups in their place."""
    waiting = [(shape, 0) for shape in reversed(list(top))]
    while waiting:
        shape, depth = waiting.pop()
        inner = getattr(shape, "shapes", None)
        if inner is None:
            yield shape
        elif depth < DEEPEST_GROUP:
            waiting += [(one, depth + 1) for one in reversed(list(inner))]


def _lines(frame: Any) -> list[str]:
    """Return the paragraphs of a text frame that hold words, each on one line."""
    return [said for part in frame.paragraphs if (said := " ".join(part.text.split()))]


def _text(shape: Any) -> Iterator[str]:
    """Yield the text of a shape; several paragraphs of a slide's body are a list."""
    lines = _lines(shape.text_frame)
    listed = len(lines) > 1 and (
        shape.is_placeholder or any(part.level for part in shape.text_frame.paragraphs)
    )
    if lines:
        yield "\n".join(f"- {line}" if listed else line for line in lines)


def _table(table: Any) -> Iterator[str]:
    """Yield a table; a cell over several columns stands once."""
    lines: list[str] = []
    for row in table.rows:
        cells = [
            GridCell(" ".join(cell.text.split()), cell.span_width if cell.is_merge_origin else 1)
            for cell in row.cells
            if not _taken(cell)
        ]
        if is_filled(cells):
            lines.append(bars(cells))
            if len(lines) == 1:
                lines.append(rule(cells))
    if lines:
        yield "\n".join(lines)


def _taken(cell: Any) -> bool:
    """Tell a cell that the one to its left takes up; one that the cell above takes up stays, empty."""
    return bool(cell._tc.hMerge)
