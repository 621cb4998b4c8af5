"""Slides, files of LibreOffice, rich text, old workbooks, mails of Outlook: what they hold, and what is said of them."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from tests.read.office_files import Folder, mail, paragraph, write_compound, write_open_document
from tracker.read import Reading, ReadOptions, read

TODAY = dt.date(2031, 6, 1)
WORDS = "About 1,200 people left Oum Dabra on Friday."


def read_file(path: Path) -> Reading:
    return read(path, ReadOptions(today=TODAY))


def text_of(path: Path) -> str:
    got = read_file(path)
    assert not got.verdicts, got.verdicts
    [report] = got.reports
    return report.text


# slides


def test_slides_are_read_in_the_order_of_the_page_with_their_notes(tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation()
    deck.core_properties.modified = dt.datetime(2031, 5, 20)
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Flood of the Tamri valley"
    first.placeholders[1].text = "14,300 people displaced\n37 people killed"
    first.notes_slide.notes_text_frame.text = "Figures are of 18 May 2031."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "By district"
    low = second.shapes.add_textbox(0, 4_000_000, 100, 100)
    low.text_frame.text = "Source: Provincial Relief Council"
    table = second.shapes.add_table(3, 3, 0, 1_000_000, 9_000_000, 2_000_000).table
    for at, row in enumerate(
        [["District", "Displaced", ""], ["", "Families", "People"], ["Kesra", "410", "2,050"]]
    ):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    path = tmp_path / "brief.pptx"
    deck.save(str(path))
    got = read_file(path)
    [report] = got.reports
    assert report.title == "Flood of the Tamri valley"
    assert report.text == (
        "## Flood of the Tamri valley\n\n- 14,300 people displaced\n- 37 people killed\n\nFigures are of 18 May 2031.\n\n"
        "## By district\n\n| District | Displaced ||\n| --- | --- | --- |\n|  | Families | People |\n| Kesra | 410 | 2,050 |\n\n"
        "Source: Provincial Relief Council"
    )
    assert not got.notes


def test_a_chart_and_a_hidden_slide_are_said(tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = WORDS
    data = CategoryChartData()
    data.categories = ["May"]
    data.add_series("IDPs", (4,))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 100, 100, data)
    gone = deck.slides.add_slide(deck.slide_layouts[5])
    gone.shapes.title.text = "9,999 people displaced"
    gone.element.set("show", "0")
    path = tmp_path / "a.pptx"
    deck.save(str(path))
    got = read_file(path)
    assert "9,999" not in got.reports[0].text
    assert [note.partition("a.pptx")[2] for note in got.notes] == [
        ", slide 1: a chart; the numbers in it are not read; send its table as .xlsx or .csv",
        ", slide 2: hidden and not read; show it to have it read",
    ]


# LibreOffice


def test_a_text_of_libreoffice(tmp_path: Path) -> None:
    body = (
        "<office:text><text:tracked-changes><text:p>7 old words</text:p></text:tracked-changes>"
        "<text:h>Situation</text:h>"
        "<text:p>About <text:span>1,200</text:span> people<text:note><text:note-body><text:p>8</text:p></text:note-body>"
        "</text:note> left<text:s/>Oum Dabra.<draw:frame><draw:text-box><text:p>Box: 30 wounded</text:p></draw:text-box>"
        "</draw:frame></text:p>"
        "<text:list><text:list-item><text:p>300 children</text:p><text:list><text:list-item><text:p>12 killed</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        "<text:section><table:table><table:table-row>"
        f'<table:table-cell table:number-rows-spanned="2">{paragraph("District")}</table:table-cell>'
        f'<table:table-cell table:number-columns-spanned="2">{paragraph("Displaced")}</table:table-cell>'
        "<table:covered-table-cell/></table:table-row>"
        f"<table:table-row><table:covered-table-cell/><table:table-cell>{paragraph('Families')}</table:table-cell>"
        f"<table:table-cell>{paragraph('People')}</table:table-cell></table:table-row>"
        f"<table:table-row><table:table-cell>{paragraph('Kesra')}</table:table-cell>"
        f'<table:table-cell table:number-columns-repeated="2">{paragraph("41")}</table:table-cell></table:table-row>'
        "</table:table></text:section></office:text>"
    )
    path = tmp_path / "a.odt"
    write_open_document(path, body, title="Delta floods of May", day="2031-05-03T09:00:00")
    got = read_file(path)
    [report] = got.reports
    assert (report.title, report.published) == ("Delta floods of May", dt.date(2031, 5, 3))
    assert report.text == (
        "## Situation\n\nAbout 1,200 people left Oum Dabra.\n\nBox: 30 wounded\n\n- 300 children\n- 12 killed\n\n"
        "| District | Displaced ||\n| --- | --- | --- |\n|  | Families | People |\n| Kesra | 41 | 41 |"
    )


def test_slides_of_libreoffice(tmp_path: Path) -> None:
    body = (
        '<office:presentation><draw:page><draw:frame presentation:class="title"><draw:text-box>'
        f"{paragraph('Kesra in numbers')}</draw:text-box></draw:frame><draw:frame><draw:text-box>{paragraph(WORDS)}"
        f"</draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box>{paragraph('As of 3 May 2031.')}"
        "</draw:text-box></draw:frame></presentation:notes></draw:page></office:presentation>"
    )
    write_open_document(tmp_path / "a.odp", body)
    assert text_of(tmp_path / "a.odp") == f"## Kesra in numbers\n\n{WORDS}\n\nAs of 3 May 2031."


def test_a_locked_and_a_broken_file_of_libreoffice(tmp_path: Path) -> None:
    locked, broken = tmp_path / "a.odt", tmp_path / "b.odt"
    with zipfile.ZipFile(locked, "w") as box:
        box.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        box.writestr("content.xml", "?")
    write_open_document(broken, "<office:text>")
    for path, said in ((locked, "locked with a password"), (broken, "broken")):
        [verdict] = read_file(path).verdicts
        assert said in verdict.fault
        assert verdict.fix


# workbooks


def test_an_old_workbook_says_what_is_hidden_and_how_wide_its_heads_are(tmp_path: Path) -> None:
    book = pytest.importorskip("xlwt").Workbook()
    sheet = book.add_sheet("Kesra")
    for at, row in enumerate(
        [["District", "Displaced", ""], ["", "Families", "People"], ["Kesra", 410, 2050.0]]
    ):
        for column, cell in enumerate(row):
            if (at, column) != (0, 2):
                sheet.write(at, column, cell)
    sheet.merge(0, 0, 1, 2)
    hidden = book.add_sheet("old")
    hidden.write(0, 0, "Displaced")
    hidden.write(1, 0, 9999)
    hidden.visibility = 1
    path = tmp_path / "a.xls"
    book.save(str(path))
    got = read_file(path)
    [report] = got.reports
    assert "| District | Displaced ||" in report.text
    assert "| Kesra | 410 | 2050 |" in report.text
    assert "9999" not in report.text
    assert "hidden and not read: sheet 'old'" in got.notes[0]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("<html><body><table><tr><th>District</th><th>IDPs</th></tr><tr><td>Kesra</td><td>2,050</td></tr></table>", "| Kesra | 2,050 |"),
        ("District\tIDPs\nKesra\t2,050\n", "| Kesra | 2,050 |"),
    ],
)  # fmt: skip
def test_a_workbook_that_is_none_is_read_as_what_it_is(raw: str, wanted: str, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(raw)
    assert wanted in text_of(tmp_path / "a.xls")


def test_a_broken_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 900)
    [verdict] = read_file(tmp_path / "a.xls").verdicts
    assert "broken" in verdict.fault


# rich text


def test_rich_text(tmp_path: Path) -> None:
    raw = (
        r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\title Delta floods of May}{\creatim\yr2031\mo5\dy3}}"
        r"\f0 Situation\par\par About 1,200 people left Oum Dabra\rquote s old town.\par\par "
        r"\trowd\cellx900\cellx1800 District\cell People\cell\row"
        r"\trowd\cellx900\cellx1800 Kesra\cell 2,050\cell\row\pard\par "
        r"{\pntext\bullet\tab}12 killed\par}"
    )
    (tmp_path / "a.rtf").write_text(raw, "ascii")
    got = read_file(tmp_path / "a.rtf")
    [report] = got.reports
    assert (report.title, report.published) == ("Delta floods of May", dt.date(2031, 5, 3))
    assert "About 1,200 people left Oum Dabra’s old town." in report.text
    assert "| District | People |\n| --- | --- |\n| Kesra | 2,050 |" in report.text


def test_no_rich_text(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text("plain words")
    [verdict] = read_file(tmp_path / "a.rtf").verdicts
    assert "not an .rtf file" in verdict.fault


# Outlook

SENT = int((dt.datetime(2031, 5, 20, 9) - dt.datetime(1601, 1, 1)).total_seconds() * 10_000_000)


def test_a_mail_of_outlook_and_what_is_attached(tmp_path: Path) -> None:
    path = tmp_path / "a.msg"
    attached = {
        "count.csv": (b"District,IDPs\nKesra,2050\n", "text/csv"),
        "logo.png": (b"\x89PNG" + b"0" * 9000, "image/png"),
        "scan.png": (b"\x89PNG" + b"0" * 200_000, "image/png"),
    }
    inner = mail(subject="Earlier count", body="3,100 people were displaced in Morrah.", sent=SENT)
    write_compound(
        path,
        mail(
            subject="RE: Count of May",
            body=WORDS,
            sender="desk@relief.example",
            sent=SENT,
            attached=attached,
            within=inner,
        ),
    )
    got = read_file(path)
    assert not got.verdicts
    [first, table, earlier] = got.reports
    assert (first.title, first.publisher, first.published) == (
        "Count of May",
        "relief.example",
        dt.date(2031, 5, 20),
    )
    assert (first.text, first.published_basis) == (WORDS, "metadata")
    assert table.path is not None
    assert table.path.endswith("a.msg > count.csv")
    assert (earlier.title, earlier.text) == ("Earlier count", "3,100 people were displaced in Morrah.")
    assert [note.partition(" > ")[2][:8] for note in got.notes] == ["scan.png"]


def test_the_words_of_a_mail_that_has_no_plain_ones(tmp_path: Path) -> None:
    packed = pytest.importorskip("compressed_rtf").compress(b"{\\rtf1\\ansi " + WORDS.encode() + b"\\par}")
    for name, made in (
        ("page.msg", mail(html=f"<html><body><p>{WORDS}</p></body></html>".encode())),
        ("rich.msg", mail(rich=packed)),
        (
            "headers.msg",
            mail(body=WORDS, headers="Date: Tue, 20 May 2031 23:30:00 -0500\r\n", sent=SENT + 10**12),
        ),
    ):
        write_compound(tmp_path / name, made)
        assert text_of(tmp_path / name) == WORDS, name
    assert read_file(tmp_path / "headers.msg").reports[0].published == dt.date(2031, 5, 20)


def test_no_mail_of_outlook(tmp_path: Path) -> None:
    write_compound(tmp_path / "a.msg", Folder({"WordDocument": b"words"}))
    (tmp_path / "b.msg").write_text("words")
    for name in ("a.msg", "b.msg"):
        [verdict] = read_file(tmp_path / name).verdicts
        assert "mail" in verdict.fault
        assert verdict.fix
