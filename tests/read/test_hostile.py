"""What strangers send in: one bad record takes only itself, names and letters are made whole at the door."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import tracker
from tracker.cli import main
from tracker.read import Reading, read
from tracker.read.pdf import _row_keys
from tracker.vocabulary import Report, whole_letters

WORDS = "About {} people left Oum Dabra on Friday, the relief desk said."


def said(number: int) -> str:
    return WORDS.format(f"{number},200")


def numbers(got: Reading) -> list[int]:
    """Return which of the reports with numbers came through, in their order."""
    return [n for report in got.reports for n in range(1, 10) if f"{n},200 people" in report.text]


def read_as(tmp_path: Path, name: str, raw: bytes | str) -> Reading:
    path = tmp_path / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    return read(path)


# letters and names


def test_half_letters_are_replaced_wherever_they_stand(tmp_path: Path) -> None:
    fields = {
        "text": "\ud800 " + said(1),
        "title": "\ud800 Title",
        "report_id": "id\ud800",
        "publisher": "p\ud800",
    }
    line = json.dumps(fields)
    got = read_as(tmp_path, "a.jsonl", line)
    [report] = got.reports
    for field in (report.text, report.title, report.report_id, report.publisher):
        assert field is not None
        assert "\ufffd" in field
        field.encode()
    found = tracker.extract_text(f"\ud800 {said(1)}", title="\udc00")
    assert found.height == 1


def test_half_letters_keep_their_place() -> None:
    text = f"a\ud800b {said(1)} \udfff"
    assert len(whole_letters(text)) == len(text)
    assert whole_letters("æ漢😀") == "æ漢😀"
    assert Report(report_id="x", text=text).text == whole_letters(text)


def test_a_name_that_is_no_utf8_stops_nothing(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(said(1))
    try:
        bad = os.fsencode(tmp_path) + b"/bad\xff.txt"
        Path(os.fsdecode(bad)).write_text(said(2))
    except OSError:
        pytest.skip("this system has no such names")
    got = read(tmp_path)
    assert sorted(numbers(got)) == [1, 2]
    assert not got.verdicts
    for report in got.reports:
        f"{report.path} {report.report_id}".encode()
    done = CliRunner().invoke(main, ["extract", str(tmp_path), "--format", "csv"])
    assert done.exit_code == 0


def test_names_do_not_steer_the_terminal(tmp_path: Path) -> None:
    evil = "evil\x1b[2J\x1b]0;title\x07.bin"
    (tmp_path / evil).write_text("x")
    (tmp_path / "good.txt").write_text(f"{said(1)} \x1b[31m")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as box:
        box.writestr("in\x1b[31m.bin", "x")
    done = CliRunner().invoke(main, ["extract", str(tmp_path)])
    assert done.exit_code == 3
    assert "\x1b" not in done.output
    assert "\x07" not in done.output
    assert "evil" in done.output


def test_titles_do_not_steer_it_either(tmp_path: Path) -> None:
    page = f"<html><head><title>\x1b]0;owned\x07 A &#27;[2J title</title></head><body><p>{said(1)}</p></body></html>"
    [report] = read_as(tmp_path, "a.html", page).reports
    record = json.dumps({"text": said(2), "title": "\x1b[2J", "publisher": "P\x9b31m"})
    [other] = read_as(tmp_path, "b.jsonl", record).reports
    for field in (report.title, other.title, other.publisher):
        assert field
        assert not {"\x1b", "\x07", "\x9b"} & set(field)


def test_a_path_that_is_not_there_does_not_steer_it_either() -> None:
    done = CliRunner().invoke(main, ["extract", "no\x1b[2Jthing"])
    assert done.exit_code == 1
    assert "\x1b" not in done.output


def test_folders_in_folders_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(said(1))
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1500):
            os.mkdir("d")
            os.chdir("d")
        Path("deep.txt").write_text(said(2))
        os.chdir(tmp_path)
        got = read(".")
        assert numbers(got) == [1]
        assert "too deep" in got.verdicts[0].fault
    finally:
        os.chdir(tmp_path)
        _take_down(tmp_path)
        os.chdir(here)


def _take_down(root: Path) -> None:
    """Remove a chain of folders that is too deep for the tools that remove trees."""
    depth = 0
    while os.path.isdir("d"):
        os.chdir("d")
        depth += 1
    if os.path.exists("deep.txt"):
        os.remove("deep.txt")
    for _ in range(depth):
        os.chdir("..")
        os.rmdir("d")


# records


def lines(bad: str) -> str:
    good = [json.dumps({"text": said(number)}) for number in (1, 2)]
    return "\n".join([good[0], bad, good[1]])


@pytest.mark.parametrize(
    ("bad", "kept"),
    [
        ('{"text":"' + said(3) + '","n":' + "9" * 5000 + "}", [1, 3, 2]),
        ('{"text":"x","a":' + "[" * 100_000 + "]" * 100_000 + "}", [1, 2]),
        ('{"text":"' + said(3) + '","published":99999}', [1, 2]),
        ('{"text":' + "9" * 5000 + "}", [1, 2]),
        ("{", [1, 2]),
        ('"\\ud800"', [1, 2]),
    ],
    ids=["number", "deep", "date", "text", "broken", "half"],
)
def test_a_bad_line_takes_only_itself(tmp_path: Path, bad: str, kept: list[int]) -> None:
    got = read_as(tmp_path, "a.jsonl", lines(bad))
    assert numbers(got) == kept
    assert len(got.verdicts) == 3 - len(kept)


def test_a_bad_record_of_json_takes_only_itself(tmp_path: Path) -> None:
    records = [f'{{"text":"{said(1)}"}}', f'{{"text":"{said(2)}","n":{"9" * 5000}}}', '{"text":5}']
    got = read_as(tmp_path, "a.json", f"[{','.join(records)}]")
    assert (numbers(got), len(got.verdicts)) == ([1, 2], 1)
    rows = [
        {"fields": {"body": said(1), "date": 5, "language": 5, "primary_country": [1]}},
        {"fields": {"body": said(2)}},
    ]
    got = read_as(tmp_path, "b.json", json.dumps({"data": [5, *rows]}))
    assert (numbers(got), len(got.verdicts)) == ([1, 2], 1)


def test_a_bad_item_of_a_feed_takes_only_itself(tmp_path: Path) -> None:
    item = "<item><title>{}</title><pubDate>{}</pubDate></item>"
    days = [
        "Mon, 99 Foo 99999 99:99:99 +9999",
        "Mon, 01 Jan 99999 00:00:00 +0000",
        "Fri, 03 May 2024 10:00:00 GMT",
    ]
    items = "".join(item.format(said(number), day) for number, day in enumerate(days, start=1))
    got = read_as(tmp_path, "a.xml", f"<rss><channel>{items}</channel></rss>")
    assert numbers(got) == [1, 2, 3]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_refused_wherever_they_are_declared(tmp_path: Path, codec: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{codec}"?><!--{"x" * 70_000}--><!DOCTYPE x [<!ENTITY e "{"a" * 500}">]>'
        f"<rss><channel><item><title>{said(1)} &e;</title></item></channel></rss>"
    )
    got = read_as(tmp_path, "a.xml", text.encode(codec))
    assert "entities" in got.verdicts[0].fault


def warc(number: int, **odd: str | int) -> bytes:
    page = (
        f"<html><body><p>{said(number)}</p><p>{'Words that fill the page. ' * 10}</p></body></html>".encode()
    )
    status = odd.get("status", "200 OK")
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n".encode() + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {odd.get('url', f'http://a.example/{number}')}\r\n"
        f"WARC-Date: {odd.get('date', '2024-03-07T00:00:00Z')}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {odd.get('length', len(http))}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("odd", "kept", "told"),
    [
        ({"date": "yesterday"}, [1, 2, 3], 0),
        ({"date": "99999-01-01T00:00:00Z"}, [1, 2, 3], 0),
        ({"url": "http://[bad"}, [1, 2, 3], 0),
        ({"url": "a\x1bb"}, [1, 2, 3], 0),
        ({"status": "abc"}, [1, 3], 0),
        ({"length": 999_999_999}, [1, 2, 3], 1),
    ],
    ids=["date", "far", "address", "escape", "status", "length"],
)
def test_a_bad_record_of_a_web_archive(
    tmp_path: Path, odd: dict[str, str], kept: list[int], told: int
) -> None:
    pytest.importorskip("fastwarc")
    got = read_as(tmp_path, "a.warc", warc(1) + warc(2, **odd) + warc(3))
    assert numbers(got) == kept
    assert len(got.verdicts) == told


def test_damage_in_an_archive_is_told(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    whole = warc(1) + warc(2)
    got = read_as(tmp_path, "a.warc", whole[:-200])
    assert numbers(got) == [1]
    assert "ends in the middle" in got.verdicts[0].fault
    got = read_as(tmp_path, "b.warc.gz", gzip.compress(warc(1)) + gzip.compress(warc(2))[:-60])
    assert numbers(got) == [1]
    assert got.verdicts
    packed = gzip.compress("\n".join(json.dumps({"text": said(n)}) for n in (1, 2)).encode() * 200)
    got = read_as(tmp_path, "c.jsonl.gz", packed[:-12])
    assert "broken gzip" in got.verdicts[-1].fault
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as box:
        for number in (1, 2, 3):
            box.writestr(f"m{number}.txt", said(number))
    raw = bytearray(held.getvalue())
    raw[raw.find(b"2,200")] ^= 1
    got = read_as(tmp_path, "d.zip", bytes(raw))
    assert numbers(got) == [1, 3]
    assert "cannot be unpacked" in got.verdicts[0].fault


DAMAGED = {
    "negative": warc(2, length=-5),
    "no number": warc(2, length="abc"),
    "short": warc(2, length=10),
    "nulls": bytes(5000),
    "noise": bytes(range(256)) * 9,
    "no version": warc(2).replace(b"WARC/1.0", b"WARC/x.y"),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", DAMAGED)
def test_damage_in_the_middle_of_a_web_archive(tmp_path: Path, name: str, packed: bool) -> None:
    pytest.importorskip("fastwarc")
    records = [warc(1), DAMAGED[name], warc(3), warc(4), DAMAGED[name], warc(5)]
    told = DAMAGED[name].startswith(b"WARC")
    made = [gzip.compress(one) if packed and (told or b"WARC/1.0" in one) else one for one in records]
    got = read_as(tmp_path, "a.warc.gz" if packed else "a.warc", b"".join(made))
    assert numbers(got) == [1, 3, 4, 5]
    assert any("damaged" in verdict.fault for verdict in got.verdicts)


def mail(
    *, charset: str = "utf-8", date: str = "Fri, 03 May 2024 10:00:00 +0000", sender: str = "a@b.example"
) -> str:
    return (
        f"From: {sender}\nSubject: Daily\nDate: {date}\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
        f"Content-Type: text/plain; charset={charset}\n\n{said(1)}\n--B\nContent-Type: text/plain\n"
        f"Content-Disposition: attachment; filename=more.txt\n\n{said(2)}\n--B--\n"
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"charset": "x-nonesuch"},
        {"charset": "unicode_escape"},
        {"charset": "punycode"},
        {"charset": "idna"},
        {"date": "Mon, 99 Foo 99999 99:99:99 +9999"},
        {"date": "31 Feb 2019 10:00 +99999"},
        {"sender": '<<<@@@>>>, "x'},
    ],
    ids=str,
)
def test_a_bad_header_takes_nothing_else(tmp_path: Path, odd: dict[str, str]) -> None:
    got = read_as(tmp_path, "a.eml", mail(**odd))
    assert numbers(got) == [1, 2]
    assert not got.verdicts


def test_a_mail_of_parts_without_a_boundary(tmp_path: Path) -> None:
    head = "From: a@b.example\nSubject: x\nContent-Type: multipart/mixed\n\n"
    assert numbers(read_as(tmp_path, "a.eml", head + said(1))) == [1]


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    rows = 'a,b\n1,2\n"unclosed ' + "5,6\n" * 400_000
    got = read_as(tmp_path, "a.csv", rows)
    assert got.reports
    assert "lines 3 to" in got.verdicts[0].fault
    assert "close the quote" in got.verdicts[0].fix
    got = read_as(tmp_path, "b.csv", "a," * 5_000_000)
    assert "a line of more than 8 million" in got.verdicts[0].fault


def test_aliases_of_yaml_are_refused(tmp_path: Path) -> None:
    swell = "\n".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 8))
    got = read_as(tmp_path, "a.md", f"---\na0: &a0 [x]\n{swell}\ntitle: *a7\n---\n{said(1)}")
    assert "alias" in got.verdicts[0].fault
    assert not got.reports


@pytest.mark.parametrize(
    "raw",
    [
        f"a = {'[' * 3000}{']' * 3000}",
        'a = "\\uD800"',
        "[a]\nstart = 31-02-2024",
        "[a]\ntitle = 9",
        "\0",
        "[[a]]\nx = 1",
    ],
    ids=["deep", "half", "day", "number", "null", "list"],
)
def test_what_is_declared_of_situations_is_told_when_it_is_broken(tmp_path: Path, raw: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(said(1))
    (tmp_path / "in" / "situations.toml").write_text(raw)
    done = CliRunner().invoke(main, ["report", "--data", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "situations.toml" in done.stderr
    assert "Fix:" in done.stderr


def test_a_sheet_that_says_it_is_larger_than_it_is(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Camp", "IDPs"])
    book.active.append(["Oum Dabra", 5000])
    made = io.BytesIO()
    book.save(made)
    swollen = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(swollen, "w") as new:
        for member in old.infolist():
            new.writestr(member.filename, old.read(member).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    [report] = read_as(tmp_path, "a.xlsx", swollen.getvalue()).reports
    assert report.text == "| Camp | IDPs |\n| --- | --- |\n| Oum Dabra | 5000 |"


def test_very_many_words_in_a_margin_are_no_running_head() -> None:
    from tracker.read.columns import Item

    many = [Item(float(n), 10.0 + n / 9999, n + 1.0, 20.0, f"w{n}", 9.0) for n in range(20_000)]
    assert _row_keys(many, 800.0) == {}
    head = [Item(float(n), 780.0, n + 1.0, 789.0, word, 9.0) for n, word in enumerate(("Page", "7"))]
    assert _row_keys(head, 800.0) == {780.0: "Page 0"}
