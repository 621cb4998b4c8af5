"""Ten laid-out PDFs from texts of our own, made by reportlab: what sitreps look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

WIDTH, HEIGHT = A4
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12, spaceAfter=7)
JUSTIFIED = ParagraphStyle("just", parent=BODY, alignment=TA_JUSTIFY)
INDENTED = ParagraphStyle(
    "indent", parent=BODY, firstLineIndent=14, spaceAfter=0, fontName="Times-Roman", fontSize=10.5
)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=6, spaceAfter=5)
BOLD = ParagraphStyle("bold", parent=BODY, fontName="Helvetica-Bold")
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=20, leading=24, spaceAfter=8)
BIG = ParagraphStyle("big", fontName="Helvetica-Bold", fontSize=22, leading=25, alignment=TA_CENTER)
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=7, leading=8.5)
LABEL = ParagraphStyle("label", fontName="Helvetica", fontSize=8, leading=9.5, alignment=TA_CENTER)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=8.5, leading=10)

# every sentence is invented; places and bodies too
FLOODS = [
    "Heavy rain in the Tamri valley has driven 14,300 people from their homes since 2 August, the Provincial Relief Council said on Friday.",
    "Another 2,150 families in Oum Dabra are sheltering in eleven schools, and the council expects their number to rise if the second dam gives way.",
    "At least 37 people have died and 112 were injured, most of them in houses of unburnt brick that collapsed during the night of 3 August.",
    "The River Authority warned that the water would crest again between 9 and 12 August.",
]
CLASHES = [
    "Clashes around Kesra between 4 and 11 June displaced an estimated 9,800 people, of whom some 60 per cent are children.",
    "Nearly 3,400 of them crossed the Ilva river into the neighbouring district of Morrah, where local families took them in.",
    "The Kesra Human Rights Monitor counted 58 civilians killed over the week, more than double the 26 of the week before.",
    "In Morrah, the town council put the number of arrivals at 4,100, a figure that includes people displaced in May.",
    "Returns remain limited: about 750 people went back to the southern suburbs after the ceasefire of 12 June.",
]
DROUGHT = [
    "The drought in the Sefar highlands had forced 31,200 herders to move by the end of March, according to the Highland Pastoral Union.",
    "Of these, roughly a quarter have settled at the edges of Bint Samra, where the water points were built for 2,000 people.",
    "A joint assessment found that 6,900 households need food, up from 5,200 in January.",
]


@dataclass(frozen=True)
class LaidOut:
    """One PDF: how to make it, the sentences and rows its text must hold whole, in this order."""

    name: str
    make: Callable[[Path], None]
    holds: tuple[str, ...]
    not_holds: tuple[str, ...] = ()


def _document(
    path: Path, story: list[Flowable], columns: int = 1, running: str | None = None, first: float = 0
) -> None:
    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        if running:
            canvas.setFont("Helvetica", 7.5)
            canvas.drawString(50, HEIGHT - 32, running)
            canvas.drawRightString(WIDTH - 50, 30, f"Page {document.page}")

    gap, top = 18, 60 + first
    wide = (WIDTH - 100 - gap * (columns - 1)) / columns
    frames = (
        [Frame(50, HEIGHT - top, WIDTH - 100, first, id="top", leftPadding=0, rightPadding=0)]
        if first
        else []
    )
    frames += [
        Frame(50 + n * (wide + gap), 55, wide, HEIGHT - top - 60, id=f"c{n}", leftPadding=0, rightPadding=0)
        for n in range(columns)
    ]
    later = [
        Frame(50 + n * (wide + gap), 55, wide, HEIGHT - 115, id=f"l{n}", leftPadding=0, rightPadding=0)
        for n in range(columns)
    ]
    document = BaseDocTemplate(
        str(path), pagesize=A4, title="Situation report of the Relief Council", invariant=1
    )
    document.addPageTemplates(
        [PageTemplate("first", frames, onPage=furniture), PageTemplate("later", later, onPage=furniture)]
    )
    document.build([NextPageTemplate("later"), *story])


def _paragraphs(texts: list[str], style: ParagraphStyle = BODY) -> list[Flowable]:
    return [Paragraph(text, style) for text in texts]


def one_column(path: Path) -> None:
    story = [
        Paragraph("Tamri valley floods", TITLE),
        Paragraph("Situation overview", HEAD),
        Paragraph(" ".join(FLOODS), BODY),
    ]
    story += [Paragraph("Outlook", HEAD), *_paragraphs((CLASHES + DROUGHT) * 6)]
    _document(path, story, running="Relief Council | Situation Report No. 4")


def two_columns(path: Path) -> None:
    story = [
        *_paragraphs(FLOODS * 2, JUSTIFIED),
        FrameBreak(),
        Paragraph("Kesra", HEAD),
        *_paragraphs(CLASHES, JUSTIFIED),
    ]
    _document(path, story, columns=2)


def title_over_columns(path: Path) -> None:
    story = [
        Paragraph("Highlands and valley: one week of moving on", TITLE),
        Paragraph(DROUGHT[0], BODY),
        FrameBreak(),
    ]
    story += [*_paragraphs(FLOODS, JUSTIFIED), FrameBreak(), *_paragraphs(CLASHES, JUSTIFIED)]
    _document(path, story, columns=2, first=90)


def three_columns(path: Path) -> None:
    story = [*_paragraphs(DROUGHT), FrameBreak(), *_paragraphs(FLOODS), FrameBreak(), *_paragraphs(CLASHES)]
    _document(path, story, columns=3)


def key_figure_boxes(path: Path) -> None:
    pairs = [
        ("14,300", "people displaced since 2 August"),
        ("37", "people killed"),
        ("2,150", "families in schools"),
    ]
    cells = [[[Paragraph(number, BIG), Paragraph(label, LABEL)] for number, label in pairs]]
    boxes = Table(cells, colWidths=[150] * 3, rowHeights=[58])
    boxes.setStyle(
        TableStyle(
            [("BOX", (n, 0), (n, 0), 1, colors.grey) for n in range(3)]
            + [("BACKGROUND", (0, 0), (-1, -1), colors.whitesmoke)]
        )
    )
    _document(path, [Paragraph("Key figures", HEAD), boxes, Spacer(1, 14), *_paragraphs(FLOODS)])


def drawn_boxes(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, 780, "Kesra: humanitarian snapshot")
    for n, (number, label, more) in enumerate(
        [
            ("9,800", "people newly", "displaced"),
            ("58", "civilians", "killed"),
            ("4,100", "arrivals in", "Morrah"),
        ]
    ):
        canvas.roundRect(50 + n * 170, 690, 150, 70, 6)
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(60 + n * 170, 733, number)
        canvas.setFont("Helvetica", 8.5)
        canvas.drawString(60 + n * 170, 715, label)
        canvas.drawString(60 + n * 170, 705, more)
    frame = Frame(50, 60, WIDTH - 100, 600, leftPadding=0, rightPadding=0)
    frame.addFromList(_paragraphs(CLASHES), canvas)
    canvas.save()


def district_table(path: Path) -> None:
    rows = [
        ["District", "IDPs", "Returnees", "Deaths"],
        ["Oum Dabra", "2,150", "0", "12"],
        ["Tamri North", "8,400", "310", "19"],
    ]
    rows += [["Tamri South and the lower valley", "3,750", "95", "6"], ["Total", "14,300", "405", "37"]]
    table = Table(rows, colWidths=[190, 80, 80, 80])
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
                ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9),
                ("FONT", (0, 1), (-1, -1), "Helvetica", 9),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ]
        )
    )
    _document(
        path,
        [
            *_paragraphs(FLOODS[:1]),
            Paragraph("Table 1: people by district", BOLD),
            table,
            Spacer(1, 12),
            *_paragraphs(FLOODS[1:]),
        ],
    )


def table_in_a_column(path: Path) -> None:
    rows = [["Camp", "Families"], ["Bint Samra", "1,870"], ["Wadi Lahm", "640"], ["Gate Nine", "95"]]
    table = Table(
        rows,
        colWidths=[120, 80],
        style=[("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black), ("FONTSIZE", (0, 0), (-1, -1), 9)],
    )
    story = [
        *_paragraphs(DROUGHT, JUSTIFIED),
        table,
        Spacer(1, 10),
        *_paragraphs(FLOODS[:2], JUSTIFIED),
        FrameBreak(),
        *_paragraphs(CLASHES * 2, JUSTIFIED),
    ]
    _document(path, story, columns=2)


def footnotes(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    texts = [
        FLOODS[0].replace("14,300", "14,300<super size='6'>1</super>"),
        FLOODS[1],
        CLASHES[2].replace("58", "58<super size='6'>2</super>"),
    ]
    cut = "In the three camps of the upper valley the volunteers had registered 5,640 people by Sunday evening, most of them women with small"
    rest = (
        "children who had walked for two days, and 410 of them were moved on to the hospital in Bint Samra."
    )
    for page, (story, notes) in enumerate(
        [
            (
                [*texts, cut],
                ["1 Includes 900 people who left before the first flood.", "2 Figures as of 11 June."],
            ),
            ([rest, *DROUGHT], ["3 The union counts members only."]),
        ]
    ):
        canvas.setFont("Helvetica", 7.5)
        canvas.drawString(50, HEIGHT - 32, "Relief Council bulletin")
        canvas.drawCentredString(WIDTH / 2, 30, str(page + 1))
        Frame(50, 110, WIDTH - 100, HEIGHT - 170, leftPadding=0, rightPadding=0).addFromList(
            _paragraphs(story), canvas
        )
        canvas.line(50, 105, 200, 105)
        Frame(50, 50, WIDTH - 100, 52, leftPadding=0, rightPadding=0).addFromList(
            _paragraphs(notes, SMALL), canvas
        )
        canvas.showPage()
    canvas.save()


def bullets_and_indents(path: Path) -> None:
    items = [f"\u2022 {text}" for text in CLASHES[:3]]
    hanging = ParagraphStyle("bullet", parent=BODY, leftIndent=12, firstLineIndent=-9)
    story = [
        Paragraph("Highlights", BOLD),
        *_paragraphs(items, hanging),
        Paragraph("Drought", BOLD),
        *_paragraphs(DROUGHT, INDENTED),
    ]
    story += [Spacer(1, 8), *_paragraphs(FLOODS, INDENTED)]
    _document(path, story)


LAID_OUT = [
    LaidOut("one-column", one_column, ("## Tamri valley floods", "## Situation overview", *FLOODS, "## Outlook", *(CLASHES + DROUGHT) * 6), ("No. 4", "Page 1")),
    LaidOut("two-columns", two_columns, (*FLOODS, *FLOODS, "## Kesra", *CLASHES)),
    LaidOut("title-over-columns", title_over_columns, ("## Highlands and valley: one week of moving on", DROUGHT[0], *FLOODS, *CLASHES)),
    LaidOut("three-columns", three_columns, (*DROUGHT, *FLOODS, *CLASHES)),
    LaidOut("key-figure-boxes", key_figure_boxes, ("## Key figures", "14,300 people displaced since 2 August", "37 people killed", "2,150 families in schools", *FLOODS)),
    LaidOut("drawn-boxes", drawn_boxes, ("## Kesra: humanitarian snapshot", "9,800 people newly displaced", "58 civilians killed", "4,100 arrivals in Morrah", *CLASHES)),
    LaidOut("district-table", district_table, (FLOODS[0], "Table 1: people by district", "| District | IDPs | Returnees | Deaths |", "| Oum Dabra | 2,150 | 0 | 12 |", "| Tamri North | 8,400 | 310 | 19 |", "| Tamri South and the lower valley | 3,750 | 95 | 6 |", "| Total | 14,300 | 405 | 37 |", *FLOODS[1:])),
    LaidOut("table-in-a-column", table_in_a_column, (*DROUGHT, "| Camp | Families |", "| Bint Samra | 1,870 |", "| Gate Nine | 95 |", *FLOODS[:2], *CLASHES, *CLASHES)),
    LaidOut("footnotes", footnotes, (FLOODS[0], FLOODS[1], CLASHES[2], "most of them women with small children who had walked for two days", "1 Includes 900 people", "2 Figures as of 11 June.", *DROUGHT, "3 The union counts"), ("bulletin", "14,3001", "582")),
    LaidOut("bullets-and-indents", bullets_and_indents, ("## Highlights", *(f"- {text}" for text in CLASHES[:3]), "## Drought", *DROUGHT, *FLOODS)),
]  # fmt: skip
