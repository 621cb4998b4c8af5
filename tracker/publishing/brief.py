"""The one-page brief that an officer pastes into a situation report: headline, chart, table, sources; Word or slides.

In: a Reconciliation, the options of publishing.  Out: a .docx or .pptx file a situation.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tracker.charts.rounding import rounded
from tracker.charts.translations import Words, words
from tracker.errors import MissingExtra
from tracker.publishing import first_screen
from tracker.publishing.chart_parts import picture_alone, source_line
from tracker.publishing.context import PublishOptions
from tracker.publishing.headlines import headline, leads, others
from tracker.publishing.public_tables import prepared
from tracker.publishing.site import page_names
from tracker.publishing.situation_page import known_text
from tracker.publishing.views import SituationView, situation_views
from tracker.store.folder import write_whole

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation

Shape = Literal["docx", "pptx"]
ACCENT, SOFT, DOUBT = (0x0A, 0x5A, 0x9C), (0x5A, 0x67, 0x72), (0xB4, 0x53, 0x0A)
WIDTH = 1520
FIX = "pip install 'displacement-tracker[brief]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What stands in a brief: sentences, the table's rows, the picture as PNG."""

    title: str
    number: str
    now: str
    range: str
    unsure: str
    rows: tuple[tuple[str, str, str, str], ...]
    heads: tuple[str, str, str, str]
    picture: bytes | None
    why: str
    source: str
    cite: str


def briefs(
    reconciliation: Reconciliation, out: Path | str, shape: Shape, options: PublishOptions
) -> list[Path]:
    """Write a brief a situation into a folder; return their paths.

    Raises
    ------
    MissingExtra
        The brief extra is not installed.
    UnwritableOutput
        The folder cannot be written.
    """
    say = words(options.language)
    write = _docx if shape == "docx" else _pptx
    views = situation_views(prepared(reconciliation, options, say), options.situations, say)
    names = page_names(views)
    written = []
    for view in views:
        found = brief_of(view, say, known_on=known_text(reconciliation, view.claims, say))
        if found is None:
            continue
        path = Path(out) / f"{names[view.situation.situation_id]}.{shape}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _extra(write, found, say))
        written.append(path)
    return written


def brief_of(view: SituationView, say: Words, *, known_on: str) -> Brief | None:
    """Return what stands in the brief of a situation; ``None`` where nothing leads."""
    lead = view.lead
    said = headline(lead, view.names, say) if lead else None
    if lead is None or said is None:
        return None
    made = say("share.made", site=say("page.site"), title=view.situation.title, known=known_on)
    rows = []
    for line in [lead, *others(view)]:
        told, last = headline(line, view.names, say), line.last
        if told is None or last is None:
            continue
        low, _, high = rounded(last["low"], last["best"], last["high"])
        spread = (
            say("figure.range", low=say.number(low), high=say.number(high))
            if high > low
            else say("sign.none")
        )
        rows.append((told.number, told.now.rstrip("."), spread, say.day(last["date"])))
    doubts = first_screen.doubts(view, say)
    return Brief(
        title=view.situation.title,
        number=said.number,
        now=said.now,
        range=f"{said.range} {said.counted}".strip(),
        unsure=" ".join([say("unsure.title"), *doubts] if doubts else [say("unsure.sure"), say("unsure.A")]),
        rows=tuple(rows),
        heads=(say("table.people"), say("table.what"), say("brief.range"), say("table.day")),
        picture=_png(picture_alone(lead, view, say, made=made)),
        why=leads(view, say) or "",
        source=source_line(lead, say),
        cite=say(
            "share.cite",
            sentence=said.sentence,
            site=say("page.site"),
            title=view.situation.title,
            known=known_on,
            source=source_line(lead, say).rstrip("."),
        ),
    )


def _extra(write: Callable[[Brief, Words], bytes], found: Brief, say: Words) -> bytes:
    """Write a brief; say which extra is lacking where one is."""
    try:
        return write(found, say)
    except ImportError as fault:
        raise MissingExtra(
            f"a brief needs the package {fault.name}, which is not installed", fix=FIX
        ) from fault


def _png(svg: str) -> bytes:
    """Return a drawing as PNG."""
    try:
        import resvg_py
    except ImportError as fault:
        raise MissingExtra("a brief needs the package resvg-py, which is not installed", fix=FIX) from fault
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH, background="#ffffff"))


def _docx(found: Brief, say: Words) -> bytes:
    """Return a brief as a Word document of one page."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.6)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10)
    style.paragraph_format.space_after = Pt(4)
    made.core_properties.title, made.core_properties.author = found.title, say("page.site")

    def told(
        text: str, size: float, *, bold: bool = False, colour: tuple[int, int, int] | None = None
    ) -> None:
        run = made.add_paragraph().add_run(text)
        run.font.size, run.bold = Pt(size), bold
        if colour:
            run.font.color.rgb = RGBColor(*colour)

    made.add_heading(found.title, level=1)
    told(found.number, 30, bold=True, colour=ACCENT)
    told(found.now, 12)
    told(found.range, 10, colour=SOFT)
    told(found.unsure, 10, colour=DOUBT)
    if found.picture:
        made.add_picture(io.BytesIO(found.picture), width=Cm(16.6))
    table = made.add_table(rows=1, cols=4, style="Light List Accent 1")
    for cell, text in zip(table.rows[0].cells, found.heads, strict=True):
        cell.text = text
    for row in found.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    told(say("headline.apart"), 8.5, colour=SOFT)
    told(" ".join(filter(None, (found.why, found.source))), 8.5, colour=SOFT)
    told(found.cite, 8.5, colour=SOFT)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _pptx(found: Brief, say: Words) -> bytes:
    """Return a brief as one slide."""
    import pptx
    from pptx.dml import color
    from pptx.util import Cm, Pt

    colours: Any = color.RGBColor  # its package has no types
    made: Any = pptx.Presentation()
    made.slide_width, made.slide_height = Cm(33.87), Cm(19.05)
    made.core_properties.title, made.core_properties.author = found.title, say("page.site")
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = found.title
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Cm(1.2), Cm(0.5), Cm(31.4), Cm(1.6)
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(24)
    box = slide.shapes.add_textbox(Cm(1.2), Cm(2.3), Cm(12), Cm(8)).text_frame
    box.word_wrap = True
    parts = (
        (found.number, 40, ACCENT),
        (found.now, 18, None),
        (found.range, 13, SOFT),
        (found.unsure, 13, DOUBT),
    )
    for place, (text, size, colour) in enumerate(parts):
        paragraph = box.paragraphs[0] if place == 0 else box.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = text, Pt(size), place == 0
        if colour:
            run.font.color.rgb = colours(*colour)
    if found.picture:
        slide.shapes.add_picture(io.BytesIO(found.picture), Cm(14), Cm(2.3), width=Cm(18.6))
    rows = found.rows[1:5]
    if rows:
        grid = slide.shapes.add_table(len(rows), 2, Cm(1.2), Cm(11.2), Cm(12), Cm(1) * len(rows)).table
        grid.first_row = False
        grid.columns[0].width, grid.columns[1].width = Cm(3.6), Cm(8.4)
        for at, (number, what, spread, day) in enumerate(rows):
            for cell, text in ((grid.cell(at, 0), number), (grid.cell(at, 1), f"{what} ({spread}, {day})")):
                cell.text = text
                for paragraph in cell.text_frame.paragraphs:
                    paragraph.font.size = Pt(11)
    foot = slide.shapes.add_textbox(Cm(1.2), Cm(17), Cm(31.4), Cm(1.6)).text_frame
    foot.word_wrap = True
    run = foot.paragraphs[0].add_run()
    run.text, run.font.size = found.cite, Pt(9)
    run.font.color.rgb = colours(*SOFT)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()
