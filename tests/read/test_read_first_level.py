"""Text, Markdown, web pages, JSON lines and folders; and everything that can be wrong with them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import read as reading
from tracker.errors import MissingInput
from tracker.read import ReadOptions, detect, formats, iter_reports, read, slug
from tracker.read.days import day
from tracker.read.decode import decode, newlines
from tracker.vocabulary import Report, Verdict

TODAY = dt.date(2024, 6, 1)
BODY = "About 1,200 people left Oum Dabra on Friday.\n\n- 300 of them are children\n"
FRONT = """---
title: "Floods: day two"
publisher: Rift Valley Herald
url: https://example.org/floods
published: 2024-05-03
wire: Delta Wire
language: en
kind: sitrep
restated: true
licence: CC BY 4.0
attribution: Herald staff
sharing: partners
situation: delta
---
"""
PAGE = """<html lang="en"><head><title>Thousands flee the delta</title>
<meta property="article:published_time" content="2024-05-03T23:10:00+03:00">
<meta property="og:site_name" content="Rift Valley Herald">
<link rel="canonical" href="https://example.org/delta"></head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Thousands flee the delta</h1>
<p>More than <b>7,000</b> people left the delta on Friday, the district commissioner said at a briefing.</p>
<h2>Key figures</h2><ul><li>4,000 displaced</li><li>12 killed</li></ul>
<table><tr><th>District</th><th>IDPs</th></tr><tr><td>North</td><td>1,200</td></tr></table>
<p>Another 300 families came to the school in the morning, and the volunteers registered them.</p></article>
<footer>Copyright 2031 Rift Valley Herald</footer></body></html>"""


def one(path: Path, **said: object) -> Report:
    got = read(path, ReadOptions(today=TODAY, **said))  # type: ignore[arg-type]
    assert not got.verdicts, got.verdicts
    [report] = got.reports
    return report


def verdict(path: Path, **said: object) -> Verdict:
    got = read(path, ReadOptions(today=TODAY, **said))  # type: ignore[arg-type]
    assert not got.reports
    [told] = got.verdicts
    assert path.name in told.fault, "the message names the file"
    assert told.fix
    return told


def test_plain_text_is_kept_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "Délta report (2).txt"
    path.write_bytes(BODY.replace("\n", "\r\n").encode())
    report = one(path)
    assert report.text == BODY
    assert (report.report_id, report.language) == ("delta-report-2", "en")
    assert (report.published, report.published_basis, report.publisher) == (None, "unknown", None)


def test_front_matter_says_what_a_report_is(tmp_path: Path) -> None:
    path = tmp_path / "floods.md"
    path.write_text(FRONT + BODY)
    report = one(path, publisher="somebody else", published=dt.date(2020, 1, 1))
    assert report == Report(
        report_id="floods",
        text=BODY,
        title="Floods: day two",
        publisher="Rift Valley Herald",
        url="https://example.org/floods",
        wire="Delta Wire",
        published=dt.date(2024, 5, 3),
        published_basis="given",
        language="en",
        kind="sitrep",
        restated=True,
        licence="CC BY 4.0",
        attribution="Herald staff",
        sharing="partners",
        situation="delta",
        path=str(path),
    )


def test_what_is_given_fills_what_is_not_said(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(BODY)
    report = one(path, publisher="Herald", published=dt.date(2020, 1, 1), language="fr")
    assert (report.publisher, report.published, report.published_basis, report.language) == (
        "Herald",
        dt.date(2020, 1, 1),
        "given",
        "fr",
    )


def test_a_page_gives_its_text_and_its_own_date(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    report = one(path)
    assert report.text == (
        "# Thousands flee the delta\n\n"
        "More than 7,000 people left the delta on Friday, the district commissioner said at a briefing.\n\n"
        "## Key figures\n\n- 4,000 displaced\n- 12 killed\n\n"
        "| District | IDPs |\n| --- | --- |\n| North | 1,200 |\n\n"
        "Another 300 families came to the school in the morning, and the volunteers registered them."
    )
    assert (report.published, report.published_basis) == (dt.date(2024, 5, 3), "metadata")
    assert (report.title, report.publisher) == ("Thousands flee the delta", "Rift Valley Herald")
    assert report.url == "https://example.org/delta"
    given_one = one(path, published=dt.date(2024, 5, 1), publisher="Desk")
    assert (given_one.published, given_one.published_basis, given_one.publisher) == (
        dt.date(2024, 5, 1),
        "given",
        "Desk",
    )


def test_a_pages_footnote_marks_are_no_digits(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("<b>7,000</b>", "<b>7,000</b><sup>1</sup>"))
    assert "More than 7,000 people" in one(path).text


def test_a_page_from_the_future_has_no_date(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("2024-05-03", "2025-05-03"))
    got = read(path, ReadOptions(today=TODAY))
    assert (got.reports[0].published, got.reports[0].published_basis) == (None, "unknown")
    assert "in the future and was left out" in got.notes[0]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Some 300 people fled",
        "<html><body><div>Some 300 people fled</div>",
        "<<<>>><b><i>Some 300 people fled</b></i></table></div>",
    ],
)
def test_broken_html_still_gives_its_words(tmp_path: Path, html: str) -> None:
    path = tmp_path / "broken.html"
    path.write_text(html)
    assert "Some 300 people fled" in one(path).text


def test_a_page_with_a_declared_encoding_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    html = '<html><head><meta charset="windows-1256"></head><body><p>نزح ألف شخص من المدينة أمس</p></body></html>'
    path.write_bytes(html.encode("cp1256"))
    report = one(path)
    assert "نزح ألف شخص" in report.text
    assert report.language == "ar"


def test_json_lines_need_only_text(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    full = {
        "report_id": "a1",
        "text": "Some 30 people fled.\r\nThen more.",
        "title": "T",
        "published": "2024-05-03T10:00:00Z",
    }
    full |= {"publisher": "P", "url": "https://e.org", "language": "en-GB"}
    lines = [
        json.dumps(full),
        json.dumps({"text": "Bare \ud800 half"}),
        "",
        json.dumps({"text": None}),
        "{broken",
    ]
    lines += [
        json.dumps({"text": "x y", "published": "03/04/2024"}),
        json.dumps({"text": "z", "published": "2031-01-01"}),
    ]
    path.write_text("\n".join(lines))
    got = read(path, ReadOptions(today=TODAY))
    first, second, third = got.reports
    assert (third.text, third.published) == ("x y", None)
    assert any("names two days" in note for note in got.notes)
    assert (first.report_id, first.text, first.published) == (
        "a1",
        "Some 30 people fled.\nThen more.",
        dt.date(2024, 5, 3),
    )
    assert first.language == "en"
    assert (second.report_id, second.text) == ("many-2", "Bare \ufffd half")
    assert [told.place.rpartition(", ")[2] for told in got.verdicts] == [
        "line 4",
        "line 5",
        "line 7",
    ]
    assert "no text" in got.verdicts[0].fault
    assert "broken JSON" in got.verdicts[1].fault
    assert "future" in got.verdicts[2].fault


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Flash update\n\n6 May 2019\n\nSome 3,400 people left Beled.", dt.date(2019, 5, 6)),
        ("Some 3,400 people left Beled on 5 June 2019.", dt.date(2019, 6, 5)),
        ("Some 3,400 people left Beled.", None),
    ],
)
def test_a_day_that_may_be_two_is_settled_by_the_text_or_left_out(
    text: str, day: dt.date | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ndate: 06/05/2019\n---\n{text}\n", encoding="utf-8")
    got = read(path, ReadOptions(today=TODAY))
    assert [report.published for report in got.reports] == [day]
    assert "names two days" in got.notes[0]


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b"  \n\n", "no text"),
        ("only.md", FRONT.encode(), "no text"),
        ("binary.txt", b"%PDF-1.7\n\x00\x01\x02" * 50, "binary (a PDF)"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary (a picture)"),
        ("open.md", b"---\ntitle: x\n\nbody\n", "not closed"),
        ("broken.md", b"---\ntitle: [a, b\n---\nbody\n", "broken front matter"),
        ("tab.md", b"---\ntitle: a\n\tx: y\n---\nbody\n", "line 3: broken front matter"),
        ("list.md", b"---\n- a\n- b\n---\nbody\n", "no list of fields"),
        ("day.md", b"---\npublished: 2019-02-30\n---\nbody\n", "broken front matter"),
        ("words.md", b"---\npublished: last week\n---\nbody\n", "is not a day"),
        ("kind.md", b"---\nkind: rumour\n---\nbody\n", "kind 'rumour' is not known"),
        ("share.md", b"---\nsharing: everyone\n---\nbody\n", "sharing 'everyone' is not known"),
        ("restated.md", b"---\nrestated: perhaps\n---\nbody\n", "neither true nor false"),
        ("later.md", b"---\npublished: 2031-01-01\n---\nbody\n", "in the future"),
        ("strange.xyz", b"hello", "'.xyz' cannot be read"),
        ("noending", b"hello", "without an ending"),
        ("empty.html", b"<html><body><script>1</script></body></html>", "holds no text"),
    ],
)
def test_faults_are_named_with_a_mend(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    assert said in verdict(path).fault


def test_the_rest_of_a_batch_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.txt").write_text("Forty people fled.")
    (tmp_path / "c.md").write_text("---\nno end")
    got = read(tmp_path, ReadOptions(today=TODAY))
    assert [report.report_id for report in got.reports] == ["b"]
    assert [Path(told.place).name for told in got.verdicts] == ["a.txt", "c.md"]


def test_wrong_calls_raise(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no such file"):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(MissingInput, match="no such file"):
        iter_reports([tmp_path / "nowhere"])
    with pytest.raises(MissingInput, match="holds no files"):
        read(tmp_path)
    (tmp_path / "README.md").write_text("about")
    (tmp_path / ".hidden").write_text("x")
    with pytest.raises(MissingInput, match="holds no files"):
        read(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(MissingInput, match="leads nowhere"):
        read(tmp_path / "link")
    with pytest.raises(MissingInput, match="no path"):
        read([])


def test_links_in_a_circle_are_walked_once(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("Forty people fled.")
    (tmp_path / "deep" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "lost.txt").symlink_to(tmp_path / "gone")
    got = read(tmp_path, ReadOptions(today=TODAY))
    assert [report.report_id for report in got.reports] == ["a"]
    assert ["leads back" in sentence for sentence in got.notes] == [True]
    assert ["leads nowhere" in told.fault for told in got.verdicts] == [True]


def test_the_folder_under_the_data_root_is_the_situation(tmp_path: Path) -> None:
    for folder in ("reports/delta/2024", "reports", "else/rift"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "a.txt").write_text("Forty people fled.")
    assert [report.situation for report in read(tmp_path / "reports", ReadOptions(today=TODAY)).reports] == [
        None,
        "delta",
    ]
    assert [
        report.situation for report in read(tmp_path / "reports" / "delta", ReadOptions(today=TODAY)).reports
    ] == ["delta"]
    got = read(tmp_path / "else", ReadOptions(today=TODAY))
    assert [report.situation for report in got.reports] == [None]
    got = read(tmp_path / "else", ReadOptions(data_root=tmp_path / "else", today=TODAY))
    assert [report.situation for report in got.reports] == ["rift"]


def test_ids_stay_apart_and_stay_the_same(tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "daily.txt").write_text("Forty people fled.")
    ids = [report.report_id for report in read(tmp_path, ReadOptions(today=TODAY)).reports]
    assert ids[0] == "daily"
    assert len(set(ids)) == 3
    assert ids == [report.report_id for report in read(tmp_path, ReadOptions(today=TODAY)).reports]


def test_reading_is_lazy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        (tmp_path / f"r{number:03}.txt").write_text(f"{number} people fled.")
    seen: list[str] = []
    held = reading.read_source

    def watched(source, *rest):  # type: ignore[no-untyped-def]
        seen.append(source.name)
        return held(source, *rest)

    monkeypatch.setattr(reading, "read_source", watched)
    stream: Iterator[object] = iter_reports(tmp_path, ReadOptions(today=TODAY))
    next(stream)
    next(stream)
    assert seen == ["r000.txt", "r001.txt"]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("plain", "utf-8", None),
        ("marked é", "utf-8-sig", None),
        ("sixteen é نزح", "utf-16", None),
        ("thirty-two é", "utf-32", None),
        ("no mark é words", "utf-16-le", "UTF-16 LE"),
        ("no mark é words", "utf-16-be", "UTF-16 BE"),
        ("Les déplacés de la région ont été “enregistrés” à l’école", "cp1252", "Windows-1252"),
        ("نزح نحو ألف شخص من المدينة إلى المخيمات القريبة أمس بحسب الأمم المتحدة", "cp1256", "Windows-1256"),
    ],
)
def test_encodings(text: str, encoding: str, said: str | None) -> None:
    got, note = decode(text.encode(encoding), "file.txt")
    assert got == text
    assert (note is None) if said is None else (note is not None and said in note and "file.txt" in note)


@given(st.text())
def test_utf8_always_comes_back(text: str) -> None:
    """Text with no control characters in UTF-8 is read as it was written."""
    clean = newlines("".join(letter for letter in text if letter.isprintable()))
    if clean.encode():
        assert decode(clean.encode(), "x")[0] == clean


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("2019-03-08", dt.date(2019, 3, 8)),
        ("2019-03-08T23:30:00+02:00", dt.date(2019, 3, 8)),
        ("8 March 2019", dt.date(2019, 3, 8)),
        ("Fri, 8 Mar 2019 10:00", dt.date(2019, 3, 8)),
        ("March 8th, 2019", dt.date(2019, 3, 8)),
        ("20190308", dt.date(2019, 3, 8)),
        (20190308, dt.date(2019, 3, 8)),
        ("03/08/2019", None),
        ("2019-13-01", None),
        ("Smarch 8, 2019", None),
        (None, None),
    ],
)
def test_days(said: object, means: dt.date | None) -> None:
    assert day(said) == means


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The number of people who have fled the town is not known, but they were thousands.", "en"),
        ("Plus de 3 000 personnes ont fui la ville depuis lundi, selon les autorités de la région.", "fr"),
        ("Más de 3.000 personas han huido de la ciudad desde el lunes, según las autoridades.", "es"),
        ("نزح أكثر من ثلاثة آلاف شخص من المدينة منذ الاثنين", "ar"),
        ("7,000", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect(text) == language


def test_slugs_are_short_and_readable() -> None:
    assert slug("  Situation Report #12 – Área norte.final ") == "situation-report-12-area-norte-final"
    assert len(slug("x" * 500)) == 60


def test_formats_are_listed() -> None:
    endings = " ".join(row[0] for row in formats()).split()
    assert {".txt", ".md", ".html", ".jsonl"} <= set(endings)
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("a.numbers", ".xlsx or .csv"),
        ("a.doc", ".docx or PDF"),
        ("a.WPD", ".docx or PDF"),
        ("a.ppt", ".pptx or PDF"),
        ("a.mbox", ".eml"),
        ("a.png", "text recognition"),
        ("a.rar", ".zip"),
    ],
)
def test_advice_for_files_of_other_programs(tmp_path: Path, name: str, fix: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert fix in verdict(tmp_path / name).fix
