"""Laid-out PDFs come out with their sentences whole and in order; locked and scanned ones are named."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")
sys.path.insert(0, str(Path(__file__).parent))

from laid_out import BIG, BODY, BOLD, CLASHES, DROUGHT, FLOODS, HEAD, LABEL, LAID_OUT, LaidOut
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

from tracker import api
from tracker.read import read
from tracker.vocabulary import Report


def one(path: Path) -> Report:
    got = read(path)
    assert not got.verdicts, got.verdicts
    [report] = got.reports
    return report


@pytest.mark.parametrize("laid", LAID_OUT, ids=lambda laid: laid.name)
def test_sentences_stay_whole_and_in_order(laid: LaidOut, tmp_path: Path) -> None:
    path = tmp_path / f"{laid.name}.pdf"
    laid.make(path)
    text = one(path).text
    at = 0
    for wanted in laid.holds:
        found = text.find(wanted, at)
        assert found >= 0, f"{wanted!r} is {'out of order' if wanted in text else 'not whole'} in:\n{text}"
        at = found + len(wanted)
    for unwanted in laid.not_holds:
        assert unwanted not in text


def claims_of(report: Report) -> Counter[tuple[object, ...]]:
    """Return what is claimed, without where it stands."""
    found = api.read(report).claims
    return Counter(found.select("value", "qualifier", "unit", "term", "measure", "persons").rows())


def test_a_laid_out_pdf_keeps_the_claims_of_its_text(tmp_path: Path) -> None:
    """The claims read from ten PDFs against those read from the same words as plain text: F1 of .9 at least."""
    hits = in_pdfs = in_texts = 0
    for laid in LAID_OUT:
        path = tmp_path / f"{laid.name}.pdf"
        laid.make(path)
        words = "\n\n".join(laid.holds).replace("|\n\n|", "|\n|")
        wanted = claims_of(Report(report_id="text", text=words))
        found = claims_of(replace(one(path), published=None, published_basis="unknown"))
        same = (wanted & found).total()
        assert same >= 0.9 * wanted.total() > 0, f"{laid.name}: {wanted - found} not read from the PDF"
        hits, in_pdfs, in_texts = hits + same, in_pdfs + found.total(), in_texts + wanted.total()
    assert in_texts > 100
    assert 2 * hits / (in_pdfs + in_texts) >= 0.9


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("size", [8, 10])
@pytest.mark.parametrize(("font", "after", "indent"), [("Helvetica", 6, 0), ("Times-Roman", 0, 12)])
@pytest.mark.parametrize("leading", [1.15, 1.5])
def test_columns_of_many_kinds(
    tmp_path: Path, columns: int, size: int, font: str, after: int, indent: int, leading: float
) -> None:
    """Whatever the columns, each sentence is found whole, in its order."""
    path, wide = tmp_path / "x.pdf", (A4[0] - 80 - 20 * (columns - 1)) / columns
    style = ParagraphStyle(
        "x", fontName=font, fontSize=size, leading=size * leading, spaceAfter=after, firstLineIndent=indent
    )
    frames = [
        Frame(40 + n * (wide + 20), 60, wide, A4[1] - 130, leftPadding=0, rightPadding=0)
        for n in range(columns)
    ]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate("a", frames)])
    texts = [*FLOODS, *CLASHES, *DROUGHT, *FLOODS[::-1], *CLASHES[::-1], *DROUGHT[::-1]] * 2
    document.build([Paragraph(text, style) for text in texts])
    text, at = one(path).text, 0
    for wanted in texts:
        found = text.find(wanted, at)
        assert found >= 0, wanted
        at = found + len(wanted)


def test_pages_are_kept_for_links(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path))
    for number, word in enumerate(["First page words.", "Second page words.", "Third page words."]):
        canvas.drawString(60, 700 - number, word)
        canvas.showPage()
    canvas.save()
    report = one(path)
    assert [report.text[start:].split()[0] for start in report.pages] == ["First", "Second", "Third"]


def test_the_files_own_date_and_title(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle("Drought bulletin number two")
    canvas.drawString(60, 700, "Some 300 people left.")
    canvas.save()
    report = one(path)
    assert (report.title, report.published_basis) == ("Drought bulletin number two", "metadata")
    assert report.published == dt.date(2000, 1, 1), "the day reportlab's invariant mode writes"
    assert report.language == "en"


def test_broken_words_are_mended(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path))
    for row, text in enumerate(
        ["The floods dis-", "placed 5,000-", "7,000 people, two-", "thirds of them US-", "born."]
    ):
        canvas.drawString(60, 700 - 14 * row, text)
    canvas.save()
    assert one(path).text == "The floods displaced 5,000-7,000 people, two-thirds of them US-born."


@pytest.mark.parametrize("label_first", [True, False])
def test_key_figures_without_boxes(tmp_path: Path, label_first: bool) -> None:
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path))
    for place, (number, label) in enumerate(
        [("12,400", "IDPs"), ("1.3 M", "people in need"), ("45%", "children")]
    ):
        canvas.setFont("Helvetica-Bold", 24)
        canvas.drawString(60 + 170 * place, 680 if label_first else 700, number)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60 + 170 * place, 706 if label_first else 688, label)
    for row, text in enumerate(FLOODS[0][n : n + 60] for n in range(0, 120, 60)):
        canvas.drawString(60, 600 - 12 * row, text)
    canvas.save()
    text = one(path).text
    if label_first:
        wanted = ["IDPs: 12,400", "people in need: 1.3 M", "children: 45%"]
    else:
        wanted = ["12,400 IDPs", "1.3 M people in need", "45% children"]
    assert text.split("\n\n")[:3] == wanted


def test_faults_of_pdfs_are_named(tmp_path: Path) -> None:
    scanned = tmp_path / "a-scanned.pdf"
    canvas = Canvas(str(scanned))
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    (tmp_path / "b-broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (tmp_path / "c-not.pdf").write_bytes(b"hello")
    plain = tmp_path / "d-plain.pdf"
    canvas = Canvas(str(plain))
    canvas.drawString(60, 700, "Some 300 people left.")
    canvas.save()
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=plain)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "e-locked.pdf")
    got = read(tmp_path)
    assert [report.report_id for report in got.reports] == ["d-plain"]
    said = [told.fault.rpartition("/")[2] + " " + told.fix for told in got.verdicts]
    assert "a-scanned.pdf: the PDF has no text layer" in said[0]
    assert "ocrmypdf" in said[0]
    assert "b-broken.pdf: the PDF is broken" in said[1]
    assert "c-not.pdf: the PDF is broken" in said[2]
    assert "e-locked.pdf: the PDF is locked with a password" in said[3]


@pytest.mark.parametrize("boxed", [True, False])
def test_key_figures_one_under_the_other(tmp_path: Path, boxed: bool) -> None:
    """A number belongs to the label near it, not to the one before."""
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    story = [Paragraph(text, BODY) for text in [*FLOODS, *CLASHES]]
    Frame(50, 60, 330, 700, leftPadding=0, rightPadding=0).addFromList(story, canvas)
    if boxed:
        canvas.rect(400, 420, 150, 330)
    figures = [
        ("14,300", "people displaced"),
        ("2,150", "families sheltering in schools"),
        ("37", "people dead"),
    ]
    column = [Paragraph("KEY FIGURES", BOLD)]
    for number, label in figures:
        column += [Paragraph(number, BIG), Paragraph(label, LABEL), Spacer(1, 8)]
    Frame(405, 420, 140, 325, leftPadding=4).addFromList(column, canvas)
    canvas.save()
    text = one(path).text
    assert text.split("\n\n")[-4:] == ["## KEY FIGURES", *(f"{number} {label}" for number, label in figures)]


def test_zones_under_one_another_keep_their_headings(tmp_path: Path) -> None:
    """Two zones of two columns: the second zone's heading stands before its columns, not in the first one's."""
    path = tmp_path / "x.pdf"
    zones = []
    for head, left, right in (("North", FLOODS, CLASHES), ("South", DROUGHT, FLOODS)):
        cells = [[[Paragraph(text, BODY) for text in texts] for texts in (left, right)]]
        zones += [
            Paragraph(head, HEAD),
            Table(cells, colWidths=[245, 245], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]),
        ]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate("a", [Frame(40, 60, 500, 720)])])
    document.build(zones)
    assert one(path).text.split("\n\n") == ["## North", *FLOODS, *CLASHES, "## South", *DROUGHT, *FLOODS]


def test_cells_of_several_lines_stay_cells(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    cell = ParagraphStyle("c", fontName="Helvetica", fontSize=8, leading=9.5)
    said = "No access since 4 May; figures from the town council, not verified by anybody in the week."
    rows = [
        ["District", "Situation", "IDPs"],
        ["Tamri", Paragraph("Camps are full.", cell), "8,400"],
        [Paragraph("Kesra East and the villages beyond", cell), Paragraph(said, cell), "310"],
    ]
    table = Table(
        rows,
        colWidths=[110, 250, 60],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "grey"), ("FONTSIZE", (0, 0), (-1, -1), 8)],
    )
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate("a", [Frame(40, 60, 500, 720)])])
    document.build([Paragraph(FLOODS[0], BODY), table, Paragraph(FLOODS[1], BODY)])
    assert one(path).text.split("\n\n")[1].splitlines()[1:] == [
        "| --- | --- | --- |",
        "| Tamri | Camps are full. | 8,400 |",
        f"| Kesra East and the villages beyond | {said} | 310 |",
    ]


def test_a_ruled_table_with_narrow_columns(tmp_path: Path) -> None:
    """The lines between cells part them, however near they stand; the text beside the table is its own."""
    path = tmp_path / "x.pdf"
    rows = [
        ["District", "IDPs", "Dead"],
        ["Tamri", "8,400", "12"],
        ["Oum Dabra", "310", "0"],
        ["", "", ""],
        ["All of them", "8,710", "12"],
    ]
    tight = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1),
    ]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate("a", [Frame(40, 60, 500, 720)])])
    document.build([Paragraph(FLOODS[0], BODY), Table(rows, style=tight), Paragraph(FLOODS[1], BODY)])
    table = "| District | IDPs | Dead |\n| --- | --- | --- |\n| Tamri | 8,400 | 12 |\n| Oum Dabra | 310 | 0 |\n| All of them | 8,710 | 12 |"
    assert one(path).text == f"{FLOODS[0]}\n\n{table}\n\n{FLOODS[1]}"


def test_arabic_is_read_from_right_to_left(tmp_path: Path) -> None:
    """Whatever order the file has the letters in, they are read by where they stand."""
    font = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if not font.exists():
        pytest.skip("no font with Arabic letters (DejaVu Sans) on this computer")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("DejaVu", str(font)))
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("DejaVu", 12)
    lines = ["نزح أكثر من 14,300 شخص من وادي تمري", "وقال المجلس إن 37 شخصا قتلوا في UNHCR أمس."]
    for number, line in enumerate(lines):
        seen = [word if word.isascii() else word[::-1] for word in reversed(line.split())]
        canvas.drawRightString(500, 700 - 20 * number, " ".join(seen))
    canvas.save()
    report = one(path)
    assert report.text == " ".join(lines)
    assert report.language == "ar"
