"""Word, mail, tables, feeds, ReliefWeb, archives: what they hold, and what is wrong with the broken ones."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import stat
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.read import Reading, ReadOptions, formats, pieces, read
from tracker.read.hxl import counted, parse_tag
from tracker.read.markup import plain_markdown, strip_tags
from tracker.read.tagged import number_of
from tracker.vocabulary import Report, Verdict

TODAY = dt.date(2024, 6, 1)
WORDS = "About 1,200 people left Oum Dabra on Friday."


def read_as(tmp_path: Path, name: str, raw: bytes | str) -> Reading:
    path = tmp_path / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return read(path, ReadOptions(today=TODAY))


def one(got: Reading) -> Report:
    assert not got.verdicts, got.verdicts
    [report] = got.reports
    return report


def told(got: Reading) -> Verdict:
    assert not got.reports
    [verdict] = got.verdicts
    assert verdict.fix
    return verdict


# Word


def test_word_documents(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "Delta floods"
    document.core_properties.modified = dt.datetime(2024, 5, 3, 9, 0)
    document.add_heading("Situation", 1)
    document.add_paragraph(WORDS)
    document.add_paragraph("300 children", style="List Bullet")
    document.add_paragraph("12 killed", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["District", "IDPs", "North|East", "1,200"], strict=True):
        cell.text = text
    document.add_paragraph("After the table")
    document.paragraphs[-1].add_run("2").font.superscript = True
    document.paragraphs[-1].add_run(".")
    path = tmp_path / "floods.docx"
    document.save(path)
    report = one(read(path, ReadOptions(today=TODAY)))
    assert report.text == (
        f"## Situation\n\n{WORDS}\n\n- 300 children\n- 12 killed\n\n"
        "| District | IDPs |\n| --- | --- |\n| North/East | 1,200 |\n\nAfter the table."
    )
    assert (report.title, report.published, report.published_basis) == (
        "Delta floods",
        dt.date(2024, 5, 3),
        "metadata",
    )


@pytest.mark.parametrize("name", ["x.docx", "x.xlsx"])
@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked with a password"),
        (b"PK\x03\x04broken", "broken"),
    ],
)
def test_locked_and_broken_office_files(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    assert said in told(read_as(tmp_path, name, raw)).fault


def test_an_office_file_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.read.word.MOST_UNPACKED", 5 * 1024 * 1024)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("word/document.xml", bytes(6 * 1024 * 1024))
    (tmp_path / "x.docx").write_bytes(held.getvalue())
    got = read(tmp_path / "x.docx", ReadOptions(today=TODAY, limits=None))  # here, where the limit is lowered
    assert "unpacks to" in told(got).fault


# e-mail


def message(**parts: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Daily update"
    made["From"] = "A Person <desk@relief.example>"
    made["Date"] = "Fri, 03 May 2024 23:30:00 +0300"
    if "plain" in parts:
        made.set_content(parts["plain"])
    if "html" in parts:
        made.add_alternative(parts["html"], subtype="html")
    return made


def test_mail_and_what_is_attached(tmp_path: Path) -> None:
    mail = message(plain=WORDS, html="<p>Other words</p>")
    mail.add_attachment("Some 40 people fled.", filename="more.txt")
    mail.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="../../odd.bin")
    got = read_as(tmp_path, "mail.eml", bytes(mail))
    first, second = got.reports
    assert first.text.strip() == WORDS
    assert (first.title, first.publisher, first.published) == (
        "Daily update",
        "relief.example",
        dt.date(2024, 5, 3),
    )
    assert second.text.strip() == "Some 40 people fled."
    assert [verdict.place.rpartition("/")[2] for verdict in got.verdicts] == ["mail.eml > odd.bin"]


def test_mail_in_html_only(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content(
        f"<html><body><p>{WORDS}</p><ul><li>one</li><li>two</li></ul></body></html>", subtype="html"
    )
    assert one(read_as(tmp_path, "mail.eml", bytes(mail))).text == f"{WORDS}\n\n- one\n- two"


def test_no_mail(tmp_path: Path) -> None:
    assert "no text" in told(read_as(tmp_path, "mail.eml", b"Subject: x\n\n")).fault


# tables

HXL = """Country,District,IDPs,Families,Girls,Round date,Counted by
#country+code,#adm1+name,#affected+ ind +idps,#affected+idps+hh,#affected+idps+f+children,#date+reported,#meta+source
XKR,Tamri,"8,400","1,680",2100,2024-05-01,Relief Council
XKR,Oum Dabra,-,420,N/A,2024-05-02,Relief Council
"""


def test_hxl_rows_are_claims(tmp_path: Path) -> None:
    got = read_as(tmp_path, "round.csv", HXL)
    assert not got.reports
    assert not got.verdicts
    [table] = got.tables
    for claim in table.claims:
        assert table.report.text[claim.start : claim.end] == claim.quote
        assert claim.sentence in table.report.text
        assert (claim.term, claim.subterm, claim.measure, claim.kind) == (
            "displaced",
            "idp",
            "stock",
            "table",
        )
        assert (claim.destination_iso3, claim.source, claim.as_of_basis) == (
            "XKR",
            "Relief Council",
            "explicit",
        )
    assert [(c.value, c.quote, c.unit, c.sex, c.age_group, c.destination, c.as_of) for c in table.claims] == [
        (8400, "8,400", "person", None, None, "Tamri", dt.date(2024, 5, 1)),
        (1680, "1,680", "household", None, None, "Tamri", dt.date(2024, 5, 1)),
        (2100, "2100", "person", "female", "children", "Tamri", dt.date(2024, 5, 1)),
        (420, "420", "household", None, None, "Oum Dabra", dt.date(2024, 5, 2)),
    ]
    assert (table.report.published, table.report.published_basis) == (dt.date(2024, 5, 2), "inferred")
    assert table.report.kind == "table"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_found_out(tmp_path: Path, delimiter: str) -> None:
    raw = delimiter.join(["#adm1+name", "#affected+killed"]) + "\n" + delimiter.join(["Tamri", "37"]) + "\n"
    [claim] = read_as(tmp_path, "x.csv", raw).tables[0].claims
    assert (claim.value, claim.term, claim.origin) == (37, "killed", "Tamri")


def test_bounds_and_periods(tmp_path: Path) -> None:
    raw = "#affected+displaced,#affected+displaced+min,#affected+displaced+max,#date+start,#date+end,#country+code+origin\n"
    raw += "500,450,600,2024-04-01,2024-04-07,XKR\n700,900,,2024-04-08,2024-04-14,XKR\n"
    first, second = read_as(tmp_path, "x.csv", raw).tables[0].claims
    assert (first.low, first.high, first.qualifier, first.measure, first.accumulation) == (
        450,
        600,
        "range",
        "flow",
        "window",
    )
    assert (first.period_start, first.period_end, first.origin_iso3) == (
        dt.date(2024, 4, 1),
        dt.date(2024, 4, 7),
        "XKR",
    )
    assert (second.low, second.qualifier) == (None, "exact"), (
        "a bound that contradicts its number is left out"
    )


def test_a_column_mapping_stands_for_tags(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Bulletin of May,,\nPlace,Deslocados,Data\nTamri,8400,2024-05-01\n")
    got = read(
        path,
        ReadOptions(
            mapping={"place": "#adm2+name", "Deslocados": "#affected+idps", "data": "#date"}, today=TODAY
        ),
    )
    [claim] = got.tables[0].claims
    assert (claim.value, claim.destination, claim.as_of) == (8400, "Tamri", dt.date(2024, 5, 1))
    got = read(path, ReadOptions(mapping={"Deslocados": "idps"}, today=TODAY))
    assert "is no HXL tag" in told(got).fault


def test_a_table_without_tags_is_read_in_words(tmp_path: Path) -> None:
    report = one(read_as(tmp_path, "x.csv", "District,IDPs\nTamri,8400\n\nOum Dabra,420\n"))
    assert report.text == "| District | IDPs |\n| --- | --- |\n| Tamri | 8400 |\n| Oum Dabra | 420 |"
    assert report.kind == "table"


def test_a_column_of_texts_gives_reports(tmp_path: Path) -> None:
    got = read_as(tmp_path, "x.csv", f'id,text,published\na1,"{WORDS}",2024-05-03\na2,,2024-05-04\n')
    assert [(report.report_id, report.text, report.published) for report in got.reports] == [
        ("a1", WORDS, dt.date(2024, 5, 3))
    ]
    assert "no text" in got.verdicts[0].fault


@pytest.mark.parametrize(
    ("raw", "said"),
    [("#affected+others\n5\n", "no column that counts"), ("#affected+idps\n", "no rows"), ("\n,\n", "empty")],
)
def test_faults_of_tables(tmp_path: Path, raw: str, said: str) -> None:
    assert said in told(read_as(tmp_path, "x.csv", raw)).fault


def test_excel_sheets(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Round 4"
    for row in (
        ["Sites", None],
        ["Name", "People"],
        ["#loc+name", "#affected+idps"],
        ["Camp A", 1200],
        ["Camp B", None],
    ):
        book.active.append(row)
    words = book.create_sheet("Notes")
    words.append(["District", "When"])
    words.append(["Tamri", dt.datetime(2024, 5, 3)])
    book.create_sheet("Empty")
    path = tmp_path / "round.xlsx"
    book.save(path)
    got = read(path, ReadOptions(today=TODAY))
    assert not got.verdicts
    [claim] = got.tables[0].claims
    assert (claim.value, claim.quote, claim.destination) == (1200, "1200", "Camp A")
    assert got.tables[0].report.report_id == "round-round-4"
    assert got.reports[0].text == "| District | When |\n| --- | --- |\n| Tamri | 2024-05-03 |"


def test_large_tables_come_in_parts(tmp_path: Path) -> None:
    rows = "".join(f"Camp {number},{number + 1}\n" for number in range(6000))
    got = read_as(tmp_path, "x.csv", "#loc,#affected+idps\n" + rows)
    assert [len(table.claims) for table in got.tables] == [5000, 1000]
    assert len({table.report.report_id for table in got.tables}) == 2
    last = got.tables[1]
    assert last.report.text[last.claims[-1].start : last.claims[-1].end] == "6000"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_of_tables(tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that is not UTF-8 may stand far down."""
    monkeypatch.setattr("tracker.read.decode.AT_ONCE", 1024)
    raw = "#loc,#affected+idps\r\n" + "Camp,5\r\n" * 500 + "Zébra,6\r\n"
    got = read_as(tmp_path, "x.csv", raw.encode(encoding))
    assert got.tables[-1].claims[-1].destination == "Zébra"
    assert len(got.notes) == (encoding in {"cp1252", "utf-16-le"})
    assert sum(len(table.claims) for table in got.tables) == 501


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("8,400", 8400),
        ("8 400", 8400),
        ("8\u202f400", 8400),
        ("1.234.567", 1234567),
        ("12.5", 12.5),
        ("1e3", 1000),
        ("0", 0),
    ]
    + [(text, None) for text in ("-", "", "N/A", "Not available", "about 5", "5 to 7", "-5", "5%")],
)
def test_numbers_of_cells(cell: str, number: float | None) -> None:
    assert number_of(cell) == number


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("#affected+idps+returnees", ("returned", "idp_return", "person")),
        ("#affected + hh + refugees", ("crossed_border", "refugee", "household")),
        ("#AFFECTED+Killed", ("killed", None, "person")),
        ("#inneed", ("affected", "in_need", "person")),
        ("#affected", ("affected", None, "person")),
        ("#targeted+idps", None),
        ("#reached", None),
        ("#affected+stateless", None),
        ("#population+total", None),
    ],
)
def test_tags_say_who_is_counted(tag: str, wanted: tuple[str, str | None, str] | None) -> None:
    parsed = parse_tag(tag)
    assert parsed is not None
    what = counted(parsed)
    assert (None if what is None else (what.term, what.subterm, what.unit)) == wanted


@given(st.permutations(["idps", "ind", "f", "children"]))
def test_the_order_of_attributes_says_nothing(order: list[str]) -> None:
    tag = parse_tag("#affected+" + "+".join(order))
    assert tag == parse_tag("#affected+idps+ind+f+children")


@given(st.text(max_size=40))
def test_any_text_is_a_tag_or_none(text: str) -> None:
    tag = parse_tag(text)
    assert tag is None or text.strip().startswith("#")


# feeds and ReliefWeb

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Relief Desk</title><link>https://desk.example</link>
<item><title>Floods &amp; flight</title><link>https://desk.example/a/floods</link><pubDate>Fri, 03 May 2024 20:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>{WORDS}</p><p>More &amp; more.</p>]]></content:encoded></item>
<item><title>Only a title: 40 flee</title><dc:date>2024-05-04T08:00:00Z</dc:date><guid>g-2</guid></item>
<item><link>https://desk.example/empty</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom Desk</title><entry><title>T</title>
<link rel="self" href="https://x.example/self"/><link href="https://x.example/1"/><id>tag:1</id>
<updated>2024-05-05T10:00:00Z</updated><published>2024-05-03T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS}</p></div></content></entry></feed>"""


def test_rss(tmp_path: Path) -> None:
    got = read_as(tmp_path, "desk.xml", RSS)
    first, second = got.reports
    assert first.text == f"{WORDS}\n\nMore & more."
    assert (first.title, first.publisher, first.url) == (
        "Floods & flight",
        "Relief Desk",
        "https://desk.example/a/floods",
    )
    assert (first.published, first.published_basis, first.kind) == (dt.date(2024, 5, 3), "metadata", "feed")
    assert (first.report_id, second.report_id) == ("desk-floods", "desk-g-2")
    assert (second.text, second.published) == ("Only a title: 40 flee", dt.date(2024, 5, 4))
    assert "without words" in got.verdicts[0].fault


def test_atom(tmp_path: Path) -> None:
    report = one(read_as(tmp_path, "x.atom", ATOM))
    assert (report.text, report.url, report.published) == (WORDS, "https://x.example/1", dt.date(2024, 5, 3))


def test_feeds_in_the_wild(tmp_path: Path) -> None:
    """Entities of HTML, and an encoding other than the one declared."""
    raw = '<?xml version="1.0" encoding="utf-8"?><rss><channel><item><title>a&nbsp;b &amp; c</title><description>300 people&mdash;réfugiés&mdash;fled.</description></item></channel></rss>'
    report = one(read_as(tmp_path, "x.xml", raw.encode("cp1252")))
    assert (report.title, report.text) == ("a b & c", "300 people—réfugiés—fled.")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Some **14,300** people", "Some 14,300 people"),
        ("**a** and __b c__", "a and b c"),
        ("[the council](https://x.example/a) said", "the council said"),
        ("![map](https://x.example/m.png)text", "text"),
        ("## Head\n\n- item * not\n| a | b |\n2 ** 3", "## Head\n\n- item * not\n| a | b |\n2 ** 3"),
    ],
)
def test_emphasis_and_links_are_no_words(markdown: str, text: str) -> None:
    assert plain_markdown(markdown) == text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("<rss><channel></rss>", "line 1: broken XML"),
        ("<html><p>x</p></html>", "no RSS or Atom"),
        ("<rss><channel><title>x</title></channel></rss>", "no items"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>', "declares entities"),
    ],
)
def test_faults_of_feeds(tmp_path: Path, raw: str, said: str) -> None:
    assert said in told(read_as(tmp_path, "x.xml", raw)).fault


FIELDS = {
    "title": "Delta: Flash Update No. 2",
    "body": f"**Highlights**\r\n\r\n{WORDS}",
    "date": {
        "original": "2024-05-03T00:00:00+00:00",
        "created": "2024-05-04T09:00:00+00:00",
        "changed": "2024-05-06T09:00:00+00:00",
    },
    "primary_country": {"iso3": "xkr", "name": "Keer"},
    "source": [{"shortname": "RCO", "name": "Relief Coordination Office"}, {"name": "Other"}],
    "format": [{"name": "Situation Report"}],
    "language": [{"code": "en"}],
    "url": "https://relief.example/node/41",
    "url_alias": "https://relief.example/report/delta-2",
}


@pytest.mark.parametrize(
    "answer",
    [
        {"href": "x", "links": {}, "totalCount": 1, "data": [{"id": "41", "score": 1, "fields": FIELDS}]},
        {"self": "x", "status": 200, "data": [{"id": 41, "fields": FIELDS}]},
        {
            "data": {
                "id": 41,
                "fields": {key: value for key, value in FIELDS.items() if key != "body"}
                | {"body-html": f"<p><b>Highlights</b></p><p>{WORDS}</p>"},
            }
        },
        [{"id": 41, "fields": FIELDS}],
    ],
)
def test_reliefweb_answers(tmp_path: Path, answer: object) -> None:
    report = one(read_as(tmp_path, "answer.json", json.dumps(answer)))
    assert report.text == f"Highlights\n\n{WORDS}"
    assert (report.report_id, report.publisher, report.kind) == ("reliefweb-41", "RCO", "sitrep")
    assert (report.published, report.modified, report.country_iso3) == (
        dt.date(2024, 5, 3),
        dt.date(2024, 5, 6),
        "XKR",
    )
    assert report.url == "https://relief.example/report/delta-2"


def test_reliefweb_report_that_is_only_a_file(tmp_path: Path) -> None:
    fields = {"title": "x", "file": [{"url": "https://relief.example/x.pdf"}]}
    verdict = told(read_as(tmp_path, "a.json", json.dumps({"data": [{"id": "7", "fields": fields}]})))
    assert "https://relief.example/x.pdf" in verdict.fault


def test_json_records(tmp_path: Path) -> None:
    got = read_as(
        tmp_path, "a.json", json.dumps([{"text": WORDS, "published": "2024-05-03"}, {"no": "text"}])
    )
    assert [report.report_id for report in got.reports] == ["a-1"]
    assert "record 2" in got.verdicts[0].place
    assert "broken JSON" in told(read_as(tmp_path, "b.json", "{")).fault


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b", "a\nb"),
        ("<ul><li>a</li>\n<li>b</li></ul>c", "- a\n- b\n\nc"),
        ("<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>", "| x | y |\n| 1 | 2 |"),
        ("<script>bad()</script>5 &lt; 7<style>x</style>", "5 < 7"),
        ("plain", "plain"),
        (
            "14,300<sup>1</sup> people, 5<sup><a href='#n'>[2]</a></sup> dead, 3 km<sup>2</sup>",
            "14,300 people, 5 dead, 3 km²",
        ),
        ("the 5<sup>th</sup> Street", "the 5th Street"),
    ],
)
def test_words_of_small_html(html: str, text: str) -> None:
    assert strip_tags(html) == text


# archives


def zipped(members: dict[str, bytes | str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            box.writestr(name, data)
    return held.getvalue()


def test_zip_members_are_read_by_their_format(tmp_path: Path) -> None:
    inner = zipped({"deep.txt": "Some 40 people fled."})
    raw = zipped(
        {
            "b.txt": WORDS,
            "a/c.md": "---\ntitle: T\n---\nSix fled.",
            "inner.zip": inner,
            "__MACOSX/._b.txt": "x",
            "README.md": "x",
        }
    )
    got = read_as(tmp_path, "box.zip", raw)
    assert not got.verdicts
    assert [(report.report_id, report.title) for report in got.reports] == [
        ("c", "T"),
        ("b", None),
        ("deep", None),
    ]
    assert got.reports[2].path is not None
    assert got.reports[2].path.endswith("box.zip > inner.zip > deep.txt")


def test_tricks_in_archives_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("../../etc/cron.txt", "x")
        box.writestr("/abs.txt", "x")
        box.writestr("C:/win.txt", "x")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        box.writestr(link, "/etc/passwd")
        box.writestr("bomb.txt", bytes(60 * 1024 * 1024))
        box.writestr("good.txt", WORDS)
    got = read_as(tmp_path, "box.zip", held.getvalue())
    assert [report.report_id for report in got.reports] == ["good"]
    said = {verdict.place.rpartition(" > ")[2]: verdict.fault for verdict in got.verdicts}
    assert sorted(said) == ["../../etc/cron.txt", "/abs.txt", "C:/win.txt", "bomb.txt", "link.txt"]
    assert "leads out" in said["../../etc/cron.txt"]
    assert "swells to 60 MB" in said["bomb.txt"]
    assert "a link" in said["link.txt"]


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    raw = zipped({"x.txt": WORDS})
    for _ in range(5):
        raw = zipped({"again.zip": raw})
    assert "inside 3 others" in told(read_as(tmp_path, "box.zip", raw)).fault


@pytest.mark.parametrize(
    ("raw", "said"),
    [(b"PK\x03\x04nothing", "broken zip"), (zipped({}), "empty"), (zipped({".DS_Store": b"x"}), "empty")],
)
def test_faults_of_zips(tmp_path: Path, raw: bytes, said: str) -> None:
    assert said in told(read_as(tmp_path, "x.zip", raw)).fault


def test_a_line_too_long_for_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.read.plain.LIMIT", 100)
    short = json.dumps({"text": "Four people fled."})
    got = read_as(
        tmp_path, "x.jsonl", "\n".join([short, json.dumps({"text": "x" * 350}), short + " ", short])
    )
    assert len(got.reports) == 3
    assert [verdict.place.rpartition(", ")[2] for verdict in got.verdicts] == ["line 2"]


def test_gzipped_lines(tmp_path: Path) -> None:
    raw = gzip.compress("\n".join(json.dumps({"text": f"{n} people fled."}) for n in range(3)).encode())
    assert len(read_as(tmp_path, "x.jsonl.gz", raw).reports) == 3
    assert "broken gzip" in read_as(tmp_path, "x.jsonl.gz", raw[:40]).verdicts[0].fault


def warc_record(url: str, status: str, kind: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
    head += f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [True, False])
def test_web_archives(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("fastwarc")
    page = f'<html><head><meta property="article:published_time" content="2024-05-03"></head><body><article><p>{WORDS} {WORDS} {WORDS}</p></article></body></html>'
    records = [
        warc_record("https://desk.example/2024/floods", "200 OK", "text/html; charset=utf-8", page.encode()),
        warc_record("https://desk.example/gone", "404 Not Found", "text/html", b"<p>gone</p>"),
        warc_record("https://desk.example/notes.txt", "200 OK", "text/plain", b"Some 40 people fled."),
        warc_record("https://desk.example/empty", "200 OK", "text/html", b"<html></html>"),
        warc_record("https://desk.example/i.png", "200 OK", "image/png", b"\x89PNG"),
    ]
    raw = b"".join(gzip.compress(record) if packed else record for record in records)
    got = read_as(tmp_path, "x.warc.gz" if packed else "x.warc", raw)
    first, second = got.reports
    assert (first.url, first.published, first.report_id) == (
        "https://desk.example/2024/floods",
        dt.date(2024, 5, 3),
        "x-desk-example-floods",
    )
    assert first.retrieved_at == dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
    assert second.text == "Some 40 people fled."
    assert ["holds no text" in verdict.fault for verdict in got.verdicts] == [True]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"nothing here\r\n", "not a web archive"),
        (warc_record("https://x.example/", "404 Gone", "text/html", b""), "no pages"),
    ],
)
def test_faults_of_web_archives(tmp_path: Path, raw: bytes, said: str) -> None:
    pytest.importorskip("fastwarc")
    assert said in told(read_as(tmp_path, "x.warc", raw)).fault


# one of each


def test_a_reader_that_fails_does_not_stop_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.md").write_text(WORDS)
    held = pieces.reader_for

    def failing(suffix: str):  # type: ignore[no-untyped-def]
        def broken(_: object) -> None:
            raise KeyError("inner")

        return broken if suffix == ".txt" else held(suffix)

    monkeypatch.setattr(pieces, "reader_for", failing)
    got = read(tmp_path, ReadOptions(today=TODAY))
    assert [report.report_id for report in got.reports] == ["b"]
    assert "KeyError" in got.verdicts[0].fault


def test_a_missing_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in ("trafilatura", "docx", "openpyxl", "pypdfium2", "fastwarc.warc"):
        monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "a.html").write_text("<p>x</p>")
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    (tmp_path / "c.docx").write_bytes(zipped({"x": "y"}))
    (tmp_path / "d.xlsx").write_bytes(zipped({"x": "y"}))
    (tmp_path / "e.warc").write_bytes(b"WARC/1.0")
    got = read(tmp_path, ReadOptions(today=TODAY, limits=None))
    assert [verdict.fix for verdict in got.verdicts] == ['pip install "displacement-tracker[files]"'] * 5


def test_files_too_large_for_one_report(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    verdict = told(read(path, ReadOptions(today=TODAY)))
    assert "200 MB is more than one report may hold" in verdict.fault
    assert "JSON lines" in verdict.fix


HEADS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"---\n",
    b"<rss>",
    b"{",
    b"WARC/1.0\r\n",
    b"\x1f\x8b\x08",
    b"#affected+idps\n",
    b"Subject: x\n\n",
]
ENDINGS = [ending for row in formats() for ending in row[0].split()]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ending=st.sampled_from(ENDINGS), head=st.sampled_from(HEADS), raw=st.binary(max_size=200))
def test_no_bytes_stop_a_batch(tmp_path: Path, ending: str, head: bytes, raw: bytes) -> None:
    """Whatever a file holds: a report, a table or a verdict comes out, and nothing is raised."""
    (tmp_path / f"x{ending}").write_bytes(head + raw)
    got = read(tmp_path / f"x{ending}", ReadOptions(today=TODAY))
    assert got.reports or got.tables or got.verdicts


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.json", '{"data": []}'), ("x.jsonl", "\n\n")],
)
def test_a_file_that_holds_no_report_says_so(tmp_path: Path, name: str, text: str) -> None:
    verdict = told(read_as(tmp_path, name, text))
    assert "there is no report in it" in verdict.fault
    assert verdict.fix
