"""The day of publication as each format carries it: front matter, pages, mails, Word files, workbooks."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest

from tracker.read import Reading, ReadOptions, read

TODAY = dt.date(2026, 11, 29)
WORDS = "Some 4,000 people fled their homes in Orva after the river rose, and 12 were hurt, the mayor said."


def got(path: Path) -> Reading:
    return read(path, ReadOptions(today=TODAY))


def text_day(tmp_path: Path, name: str, text: str) -> str | None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    [report] = got(tmp_path / name).reports
    return str(report.published) if report.published else None


@pytest.mark.parametrize(
    ("fields", "right"),
    [
        ("publication_date: 2014-07-03", "2014-07-03"),
        ("date: 31/03/2015", "2015-03-31"),
        ("date: 22 May 2014", "2014-05-22"),
        ("Date: May 22, 2014", "2014-05-22"),
        ("published: 2014-05-22T23:30:00-05:00", "2014-05-22"),
        ("published_at: '2014-05-22T01:00:00+03:00'", "2014-05-22"),
        ("title: Orva: floods: update 3\ndate: 2014-05-22", "2014-05-22"),
        ("date: 2014-05-01\npublished: 2014-05-22", "2014-05-22"),
    ],
)
def test_front_matter(tmp_path: Path, fields: str, right: str) -> None:
    assert text_day(tmp_path, "a.md", f"---\n{fields}\n---\n\n{WORDS}\n") == right


def test_other_fields_of_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"---\ntitle: Orva: floods: update 3\norg: Relief Office\nlink: https://relief.example/3\n---\n{WORDS}",
        encoding="utf-8",
    )
    reading = got(tmp_path / "a.md")
    [report] = reading.reports
    assert (report.title, report.publisher, report.url) == (
        "Orva: floods: update 3",
        "Relief Office",
        "https://relief.example/3",
    )
    assert not reading.notes


PAGE = """<!doctype html><html lang="en"><head><title>Orva bridge falls</title>{meta}</head><body>
<header><nav><a href="/">Home</a> Sunday, 29 November 2026</nav></header>
<aside class="most-read"><a href="/x">Flood of the year</a> <time datetime="2025-01-02">2 January 2025</time></aside>
<article><h1>Orva bridge falls</h1>{byline}<p>{words} {words}</p><p>{words}</p>{foot}</article>
<div class="related-stories"><h3>Related</h3><ul><li><a href="/y">Old flood</a> Published 3 May 2011</li></ul>
<article><h2>Another town</h2><p class="byline">Desk | 9 June 2012</p></article></div>
<footer>Last updated 1 November 2026</footer></body></html>"""


@pytest.mark.parametrize(
    ("meta", "byline", "foot", "right"),
    [
        ("", "<p>North Herald | July 24, 2014</p>", "", "2014-07-24"),
        ("", '<div><span>By A. Writer</span> <time datetime="2014-07-24T10:00:00Z">3 hours ago</time></div>', "", "2014-07-24"),
        ("", "", "<p class='entry-meta'>Posted on 24 July 2014 by desk</p>", "2014-07-24"),
        ('<meta property="article:published_time" content="2014-07-24T23:10:00-05:00">', "", "", "2014-07-24"),
        ('<meta name="DC.date.issued" content="2014-07-24">', "", "", "2014-07-24"),
        ('<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Herald"},{"@type":"NewsArticle","headline":"Orva bridge falls","datePublished":"2014-07-24T10:00:00Z"},{"@type":"NewsArticle","headline":"Old flood","datePublished":"2011-05-03"}]}</script>', "", "", "2014-07-24"),
        ('<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Old flood","datePublished":"2011-05-03"}]}</script>', "", "", None),
        ("", "", "", None),
    ],
)  # fmt: skip
def test_pages(tmp_path: Path, meta: str, byline: str, foot: str, right: str | None) -> None:
    page = PAGE.replace("{meta}", meta).replace("{byline}", byline).replace("{foot}", foot)
    assert text_day(tmp_path, "page.html", page.replace("{words}", WORDS)) == right


def test_a_byline_is_not_among_the_words(tmp_path: Path) -> None:
    page = (
        PAGE.replace("{meta}", "")
        .replace("{byline}", "<p>North Herald | July 24, 2014</p>")
        .replace("{foot}", "")
    )
    (tmp_path / "p.html").write_text(page.replace("{words}", WORDS), encoding="utf-8")
    [report] = got(tmp_path / "p.html").reports
    assert report.text.count("fled") >= 2


def mail(body: str, *parts: tuple[str, str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "desk@relief.example", "Update"
    message["Date"] = "Fri, 23 May 2014 23:40:00 -0500"
    message.set_content(body)
    for kind, name, data in parts:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return bytes(message)


def test_a_mail_has_the_day_of_its_sender(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        mail(f"Dear all,\n\n{WORDS}\n\nFrom: Site office\nSent: 2 May 2014\nSubject: x\n\nOlder words.")
    )
    [report] = got(tmp_path / "a.eml").reports
    assert report.published == dt.date(2014, 5, 23)


def test_a_forwarded_article_keeps_its_own_day(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(f"River takes bridge\nNorth Herald | 20 May 2014\n\n{WORDS}"))
    [report] = got(tmp_path / "a.eml").reports
    assert report.published == dt.date(2014, 5, 20)


def test_logos_are_no_failure_and_scans_are_told(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(200_000)
    (tmp_path / "a.eml").write_bytes(
        mail(WORDS, ("image/png", "logo.png", png[:900]), ("application/pgp-signature", "s.asc", b"x"))
    )
    assert not got(tmp_path / "a.eml").verdicts
    (tmp_path / "b.eml").write_bytes(mail(WORDS, ("image/png", "scan.png", png)))
    reading = got(tmp_path / "b.eml")
    assert not reading.verdicts
    assert "scan.png: a picture, not read" in reading.notes[0]


def test_an_attachment_without_a_day_has_its_mails(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(WORDS)
    document.save(tmp_path / "x.docx")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    (tmp_path / "a.eml").write_bytes(mail("See it.", (kind, "x.docx", (tmp_path / "x.docx").read_bytes())))
    days = {report.published for report in got(tmp_path / "a.eml").reports}
    assert days == {dt.date(2014, 5, 23)}


def test_a_word_file_made_for_the_reading_has_no_day_of_its_own(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.modified = dt.datetime(2026, 11, 28)
    document.add_paragraph(WORDS)
    document.save(tmp_path / "x.docx")
    reading = got(tmp_path / "x.docx")
    assert reading.reports[0].published is None
    assert "2026-11-28" in reading.notes[0]


def test_a_sheet_without_a_day_has_that_of_its_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["Orva sites. Data as of 8 February 2014"])
    first.append(["Site", "Displaced people"])
    first.append(["Dera", 410])
    second = book.create_sheet("Camps")
    second.append(["Camp", "Displaced people"])
    second.append(["Lume", 120])
    book.save(tmp_path / "x.xlsx")
    assert {report.published for report in got(tmp_path / "x.xlsx").reports} == {dt.date(2014, 2, 8)}
