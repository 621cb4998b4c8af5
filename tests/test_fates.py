"""What became of each file: nothing ends in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.api.extraction import read
from tracker.api.fates import Fate, numbers_in, table_of_fates
from tracker.cli import main as cli
from tracker.errors import BadConfiguration
from tracker.read.language import detect, language_code

CLAIMS = "Some 4,000 people fled their homes in Orva on 3 May 2014.\n"
CASES = {
    "portuguese.txt": ("A missão não conseguiu chegar às aldeias, mas registou 4 210 pessoas deslocadas que agora vivem nas escolas da cidade.", "Portuguese is not read", True),
    "german.txt": ("In der Stadt sind nach dem Hochwasser 400 Menschen aus ihren Häusern geflohen und die Schulen sind zu.", "German is not read", True),
    "russian.txt": ("Из города выехали 400 человек.", "Russian is not read", True),
    "sites.csv": ("report_date,North hill,South hill\n2014-05-03,3168,265\n", "no column that counts people (2 numbers)", True),
    "plain.txt": ("The road is open again and the market was busy all day.", "no number in it", False),
    "roads.txt": ("The convoy of 12 lorries carried 40 tonnes of rice over 300 kilometres of road.", "nobody is counted in it", False),
    "aid.txt": ("So far 6,140 refugees have received rations.", "no claims: aid reached", False),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_file_without_claims_says_why(tmp_path: Path, name: str) -> None:
    text, why, failed = CASES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    [fate] = read(tmp_path, unread=False).fates
    assert why in fate.why
    assert fate.failed is failed
    assert bool(fate.fix) is failed
    ran = CliRunner().invoke(cli, ["extract", str(tmp_path / name)])
    assert why in ran.stderr
    assert ran.exit_code == (3 if failed else 0)


def test_the_numbers_of_a_silent_file_are_unread(tmp_path: Path) -> None:
    for name, (text, _, failed) in CASES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        if failed:
            unread = read(tmp_path / name, unread=True).unread
            assert unread.height > 0, text


def test_lines_of_claims_say_it_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "b.txt").write_text(CASES["portuguese.txt"][0], encoding="utf-8")
    ran = CliRunner().invoke(cli, ["extract", str(tmp_path), "--format", "jsonl"])
    assert ran.exit_code == 3
    assert len(ran.stdout.splitlines()) == 1
    assert "b.txt: Portuguese" in ran.stderr
    assert "a.txt" not in ran.stderr


def test_a_file_of_several_reports_is_silent_only_when_all_are(tmp_path: Path) -> None:
    lines = [{"text": CLAIMS}, {"text": CASES["portuguese.txt"][0]}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    [fate] = read(tmp_path, unread=False).fates
    assert (fate.claims, fate.reports, fate.why, fate.failed) == (1, 2, "", False)


def test_the_table_of_a_report(tmp_path: Path) -> None:
    data = tmp_path / "in"
    data.mkdir()
    (data / "a.txt").write_text(f"Desk, 4 May 2014\n\n{CLAIMS}", encoding="utf-8")
    (data / "b.txt").write_text(CASES["portuguese.txt"][0], encoding="utf-8")
    (data / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    ran = CliRunner().invoke(
        cli, ["report", "--data", str(data), "-o", str(tmp_path / "out"), "--audience", "internal"]
    )
    assert ran.exit_code == 3
    rows = {line.split()[0]: line for line in ran.stderr.splitlines() if line.startswith(("a.", "b.", "c."))}
    assert rows["a.txt"].split()[1:] == ["2014-05-04", "1", "read"]
    assert "Portuguese is not read" in rows["b.txt"]
    assert "set aside" in rows["c.png"]
    pages = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.html"))
    assert "Portuguese is not read" in pages
    told = CliRunner().invoke(cli, ["report", "--data", str(data), "-o", str(tmp_path / "out"), "--json"])
    files = {Path(row["place"]).name: row for row in json.loads(told.stdout)["files"]}
    assert files["b.txt"]["claims"] == 0
    assert "Portuguese" in files["b.txt"]["why"]


def test_a_long_run_shows_first_what_gave_nothing(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number:02}.txt").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "zz.txt").write_text(CASES["portuguese.txt"][0], encoding="utf-8")
    fates = read(tmp_path, unread=False).fates
    short = table_of_fates(fates, root=str(tmp_path)).splitlines()
    assert short[1].startswith("zz.txt")
    assert "11 more" in short[-1]
    assert len(table_of_fates(fates, root=str(tmp_path), long=True).splitlines()) == 52


@pytest.mark.parametrize("given", ["en", "EN", "en-GB", "en_US", "english", "English", "eng"])
def test_english_by_its_names(given: str) -> None:
    assert language_code(given) == "en"


def test_unknown_languages() -> None:
    with pytest.raises(BadConfiguration, match="language 'klingon'"):
        language_code("klingon")


def test_english_is_not_taken_for_another() -> None:
    assert (
        detect("Most people in de Orva valley have left; the river is high and all roads to it are shut.")
        == "en"
    )
    assert (
        detect("Os deslocados foram para a escola e não voltaram para as casas da cidade até hoje.") == "pt"
    )


def test_a_run_names_a_file_that_was_set_aside_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some 4,000 people fled their homes in Orva on Monday.")
    (tmp_path / "b.rar").write_bytes(b"Rar!" + b"\x00" * 40)
    done = CliRunner().invoke(cli, ["report", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 3
    assert done.output.count("b.rar") == 1
    assert "set aside: an archive (.rar) cannot be read; Fix: unpack it" in done.output
    many = [Fate(place=f"{at}.rar", why="set aside: no", fix="x", failed=True) for at in range(50)]
    assert "... and 10 more (--long shows all)" in table_of_fates(many)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Le 18 mai 2019, 5 300 personnes ont fui.", ["5 300"]),
        ("On 3 May 2019, 1,200 people and 40 trucks", ["1,200", "40"]),
        ("In 2019 9 of 12 camps", ["9", "12"]),
        ("12.5 and 6'310, A4, 12:30", ["12.5", "6'310"]),
    ],
)
def test_numbers_that_are_no_days(text: str, numbers: list[str]) -> None:
    assert [text[start:end] for start, end in numbers_in(text)] == numbers
