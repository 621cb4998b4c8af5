"""The command line: stdout is data, stderr is talk, the exit code tells; and the README's commands run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

import tracker
from tests.strategies import ARTICLE, write_crisis
from tracker.cli import main

SENTENCE = "More than 7,000 people fled the town of Hajin on Friday."
COMMANDS = sorted(main.commands)
ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(one) for one in arguments])


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell line in a folder with this environment's ``tracker`` and ``python`` first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )


@pytest.fixture
def crisis(tmp_path: Path) -> Path:
    return Path(write_crisis(tmp_path))


# -- help -------------------------------------------------------------------------------------------------


def test_the_commands_are_there() -> None:
    assert {"doctor", "explain", "export", "extract", "formats", "reconcile", "report"} <= set(COMMANDS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in {"formats", "doctor"}])
def test_help_shows_an_example(name: str) -> None:
    command = main.commands[name]
    shown = run(name, "--help")
    assert shown.exit_code == 0
    subcommands = getattr(command, "commands", None)
    if subcommands is None:
        assert re.search(rf"Examples?:\n +tracker {name}", shown.output), shown.output
    else:
        for inner in subcommands:
            assert re.search(rf"tracker {name} {inner}", run(name, inner, "--help").output)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    shown = run(name, "-h")
    assert shown.exit_code == 0
    assert "Usage:" in shown.output
    assert main.commands[name].help


def test_help_of_all() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    assert "tracker report" in shown.output
    assert all(name in shown.output for name in COMMANDS)


def test_version() -> None:
    assert tracker.__version__ in run("--version").output


def test_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "--version"], capture_output=True, text=True, check=True
    )
    assert tracker.__version__ in done.stdout


def test_formats_lists_them() -> None:
    shown = run("formats")
    assert shown.exit_code == 0
    for ending in (".txt", ".md", ".html", ".jsonl", ".pdf", ".docx", ".csv", ".xlsx", ".eml", ".warc"):
        assert ending in shown.output
    assert any(".txt" in row[0] for row in json.loads(run("formats", "--json").output))


def test_doctor_imports_each_package(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("trafilatura", reason="the files extra is not installed")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    shown = run("doctor")
    assert re.search(
        r'trafilatura [\d.]+ does not load .*Fix: pip install "displacement-tracker\[files\]"', shown.output
    )
    assert shown.exit_code == 0, "an extra may be absent"


def test_doctor_finds_a_healthy_installation() -> None:
    shown = run("doctor")
    assert shown.exit_code == 0, shown.output
    assert "polars" in shown.output
    assert "words  en loaded" in shown.output


# -- wrong use --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("exctract",),
        ("extract",),
        ("extract", "a.txt", "--published", "8 March"),
        ("extract", "a.txt", "--format", "pdf"),
        ("extract", "a.txt", "--format", "parquet"),
        ("report", "--household-size", "0.5"),
        ("report", "--suppress-below", "0"),
        ("reconcile", "--as-known-on", "2019-13-01"),
        ("export", "--format", "csv"),
        ("explain",),
    ],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
def test_wrong_use_is_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Usage:" in done.output


# -- extract ----------------------------------------------------------------------------------------------


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_extract_shows_a_table(article: Path) -> None:
    done = run("extract", article)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].split()[:2] == ["quote", "value"]
    assert len(lines) == 2 + tracker.extract(article).height
    assert any("nearly 21,000 people" in line and "at_most" in line for line in lines)
    assert not done.stderr


def test_extract_gives_json_lines(article: Path) -> None:
    done = run("extract", article, "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == tracker.extract(article).height
    assert all(ARTICLE[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert {row["published"] for row in rows} == {"2022-05-06"}
    assert {type(row["value"]) for row in rows} <= {int, float}


@pytest.mark.parametrize("shape", ["csv", "parquet", "jsonl"])
def test_extract_writes_a_file(article: Path, tmp_path: Path, shape: str) -> None:
    out = tmp_path / "out" / f"claims.{shape}"
    done = run("extract", article, "--format", shape, "--out", out)
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    if shape == "parquet":
        quotes = pl.read_parquet(out)["quote"].to_list()
    elif shape == "csv":
        quotes = pl.read_csv(out, infer_schema_length=0)["quote"].to_list()
    else:
        quotes = [json.loads(line)["quote"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert quotes == tracker.extract(article)["quote"].to_list()
    assert [path.name for path in out.parent.iterdir()] == [out.name], "nothing half-written beside it"


def test_extract_lists_what_was_not_taken(article: Path) -> None:
    done = run("extract", article, "--unread")
    assert done.exit_code == 0
    assert "ruling" in done.stdout or "million" in done.stdout
    rows = [
        json.loads(line)
        for line in run("extract", article, "--unread", "--format", "jsonl").stdout.splitlines()
    ]
    assert rows
    assert all(row["reason"] for row in rows)


def test_extract_takes_what_it_is_told(article: Path) -> None:
    done = run(
        "extract", article, "--published", "2022-05-07", "--publisher", "Canal Post", "--format", "jsonl"
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(row["published"], row["publisher"]) for row in rows} == {("2022-05-07", "Canal Post")}


def test_same_input_same_output(article: Path) -> None:
    line = f"tracker extract {article} --format jsonl"
    first, second = (shell(f"PYTHONHASHSEED={seed} {line}", article.parent).stdout for seed in (1, 2))
    assert first == second != ""


def test_a_closed_pipe_is_no_fault(article: Path) -> None:
    done = shell(f"tracker extract {article} --format jsonl | head -n 1 | wc -l", article.parent)
    assert done.stdout.strip() == "1"
    assert "Traceback" not in done.stderr


# -- what can be wrong with an input ----------------------------------------------------------------------

FUTURE = "---\npublished: 2999-01-01\n---\n\n" + SENTENCE
BROKEN = "---\ntitle: [never closed\npublished: 2022-05-06\n---\n\n" + SENTENCE
FAULTS: dict[str, tuple[str, bytes, str]] = {
    "binary": ("noise.txt", bytes(range(256)) * 20, "binary"),
    "a picture": ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
    "empty": ("empty.txt", b"", "empty"),
    "only blanks": ("blank.md", b" \n\n\t\n", "no text"),
    "broken front matter": ("broken.md", BROKEN.encode(), "front matter"),
    "future date": ("future.md", FUTURE.encode(), "future"),
    "not json": ("lines.jsonl", b'{"text": "7 people fled"\n', "line 1"),
    "unknown format": ("report.xyz", SENTENCE.encode(), "format"),
    "no pdf": ("report.pdf", b"%PDF-1.7 and then nothing", "report.pdf"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_one_bad_input_does_not_stop_the_rest(case: str, tmp_path: Path) -> None:
    name, raw, word = FAULTS[case]
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a-good.txt").write_text(SENTENCE, encoding="utf-8")
    (inbox / name).write_bytes(raw)
    (inbox / "z-good.txt").write_text("Some 300 families returned to Hajin.", encoding="utf-8")
    done = run("extract", inbox, "--format", "jsonl", "--published", "2022-05-06")
    assert done.exit_code == 3, done.output
    assert [json.loads(line)["value"] for line in done.stdout.splitlines()] == [7000, 300]
    assert name in done.stderr
    assert word in done.stderr
    assert "Fix:" in done.stderr
    assert "Traceback" not in done.output


def test_another_encoding_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "office.txt"
    path.write_bytes(
        "More than 7,000 people fled the town of Hajin – “all of them” – on Friday.".encode("cp1252")
    )
    done = run("extract", path, "--format", "jsonl")
    assert done.exit_code == 0
    [row] = [json.loads(line) for line in done.stdout.splitlines()]
    assert row["value"] == 7000
    assert "“all of them”" in row["sentence"]
    assert "office.txt" in done.stderr
    assert "1252" in done.stderr


@pytest.mark.parametrize("command", ["extract", "report"])
@pytest.mark.parametrize("what", ["missing", "empty folder"])
def test_nothing_to_read_is_1(command: str, what: str, tmp_path: Path) -> None:
    place = tmp_path / "inbox"
    if what == "empty folder":
        place.mkdir()
    arguments = (place,) if command == "extract" else ("--data", place, "-o", tmp_path / "out")
    done = run(command, *arguments)
    assert done.exit_code == 1
    assert str(place) in done.stderr
    assert "Fix:" in done.stderr
    assert not done.stdout
    assert not (tmp_path / "out").exists()


def test_only_bad_inputs_is_3_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("extract", tmp_path / "empty.txt", "--format", "jsonl")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "empty.txt" in done.stderr


OUTPUTS: dict[str, Callable[[Path, Path], tuple[str | Path, ...]]] = {
    "extract csv": lambda out, data: ("extract", data, "--format", "csv", "--out", out / "claims.csv"),
    "extract jsonl": lambda out, data: ("extract", data, "--format", "jsonl", "--out", out / "claims.jsonl"),
    "extract parquet": lambda out, data: (
        "extract",
        data,
        "--format",
        "parquet",
        "--out",
        out / "claims.parquet",
    ),
    "report": lambda out, data: ("report", "--data", data, "-o", out / "page"),
}


@pytest.mark.parametrize("case", OUTPUTS)
def test_an_unwritable_output_is_1(case: str, crisis: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    done = run(*OUTPUTS[case](blocked, crisis))
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit), repr(done.exception)
    assert "blocked" in done.stderr
    assert "Fix:" in done.stderr
    assert blocked.read_text(encoding="utf-8") == "a file where a folder should be"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blocked", "reports"]


# -- the whole way ----------------------------------------------------------------------------------------


def test_report_writes_pages_and_tables(crisis: Path, tmp_path: Path) -> None:
    done = run("report", "--data", crisis, "-o", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    assert (facts["reports"], facts["set_aside"]) == (4, 0)
    assert facts["claims"] >= 6
    for name in (
        "index.html",
        "tell-wadi.html",
        "tables/claims.parquet",
        "tables/claims.csv",
        "tables/datapackage.json",
    ):
        assert (tmp_path / "out" / name).is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "reports"], (
        "nothing half-written beside it"
    )


def test_report_says_where_the_page_is(crisis: Path, tmp_path: Path) -> None:
    done = run("report", "--data", crisis, "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert Path(done.stdout.strip()) == tmp_path / "out" / "index.html"
    assert "4 reports" in done.stderr


def test_report_with_a_bad_input_is_done_and_3(crisis: Path, tmp_path: Path) -> None:
    (crisis / "tell-wadi" / "empty.md").write_bytes(b"")
    done = run("report", "--data", crisis, "-o", tmp_path / "out")
    assert done.exit_code == 3
    assert "empty.md" in done.stderr
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_failed_report_leaves_the_last_one(crisis: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("report", "--data", crisis, "-o", out).exit_code == 0
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    shutil.rmtree(crisis)
    assert run("report", "--data", crisis, "-o", out).exit_code == 1
    assert {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()} == before


def test_report_keeps_what_is_not_its_own(crisis: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "my notes.txt").write_text("mine", encoding="utf-8")
    done = run("report", "--data", crisis, "-o", out)
    kept = (out / "my notes.txt").exists()
    assert kept, "a folder of somebody else's is never emptied"
    assert done.exit_code == (0 if (out / "index.html").exists() else 1)


def test_an_internal_report_stays_out_of_public_pages(crisis: Path, tmp_path: Path) -> None:
    secret = "---\npublisher: Quiet Office\npublished: 2022-05-07\nsharing: internal\n---\n\n"
    text = "Some 4,321 people are sheltering in the old school of Tell Wadi now."
    (crisis / "tell-wadi" / "quiet.md").write_text(secret + text, encoding="utf-8")

    def written(out: Path) -> str:
        files = [path for path in out.rglob("*") if path.suffix in {".html", ".csv", ".json", ".txt"}]
        return "".join(path.read_text(encoding="utf-8") for path in files)

    assert run("report", "--data", crisis, "-o", tmp_path / "public").exit_code == 0
    assert run("report", "--data", crisis, "-o", tmp_path / "inside", "--audience", "internal").exit_code == 0
    for mark in ("Quiet Office", "4,321", "4321"):
        assert mark not in written(tmp_path / "public")
    assert "4,321" in written(tmp_path / "inside")


def test_small_counts_can_be_hidden(crisis: Path, tmp_path: Path) -> None:
    text = "---\npublished: 2022-05-07\n---\n\nAt least 7 children were killed in Tell Wadi on Friday, a medic said.\n"
    (crisis / "tell-wadi" / "few.md").write_text(text, encoding="utf-8")
    for out, shown in (("all", True), ("hidden", False)):
        more = () if shown else ("--suppress-below", "10")
        assert run("report", "--data", crisis, "-o", tmp_path / out, *more).exit_code == 0
        claims = pl.read_csv(tmp_path / out / "tables" / "claims.csv", infer_schema_length=0)
        assert claims["quote"].fill_null("").str.contains("7 children").any() == shown
        page = (tmp_path / out / "tell-wadi.html").read_text(encoding="utf-8")
        assert ("7 children" in page) == shown


@pytest.mark.parametrize("show", ["estimates", "series", "assignments", "conflicts"])
@pytest.mark.parametrize("shape", ["table", "jsonl", "csv"])
def test_reconcile_shows(show: str, shape: str, crisis: Path) -> None:
    done = run("reconcile", "--data", crisis, "--show", show, "--format", shape)
    assert done.exit_code == 0, done.output
    assert not done.stderr
    if shape == "jsonl":
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert rows or show == "conflicts"
    elif shape == "csv":
        assert done.stdout.splitlines()[0].count(",") >= 4


def test_reconcile_takes_a_table(crisis: Path, tmp_path: Path) -> None:
    assert run("extract", crisis, "--format", "csv", "--out", tmp_path / "claims.csv").exit_code == 0
    done = run("reconcile", "--claims", tmp_path / "claims.csv", "--show", "assignments", "--format", "jsonl")
    assert done.exit_code == 0, done.output
    placed = [json.loads(line)["claim_id"] for line in done.stdout.splitlines()]
    claims = pl.read_csv(tmp_path / "claims.csv", infer_schema_length=0)
    assert sorted(placed) == sorted(claims["claim_id"])


def test_reconcile_says_which_column_is_lacking(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("claim_id,amount\nc1,7\n", encoding="utf-8")
    done = run("reconcile", "--claims", tmp_path / "claims.csv")
    assert done.exit_code == 1
    assert "Fix:" in done.stderr


def test_explain_a_claim_and_a_day(crisis: Path) -> None:
    [first, *_] = [
        json.loads(line)
        for line in run(
            "reconcile", "--data", crisis, "--show", "assignments", "--format", "jsonl"
        ).stdout.splitlines()
    ]
    done = run("explain", first["claim_id"], "--data", crisis)
    assert done.exit_code == 0, done.output
    assert "[" in done.stdout
    assert "read as:" in done.stdout
    used = [
        json.loads(line)
        for line in run(
            "reconcile", "--data", crisis, "--show", "estimates", "--format", "jsonl"
        ).stdout.splitlines()
    ]
    day = run("explain", used[0]["series_id"], used[0]["date"], "--data", crisis)
    assert day.exit_code == 0, day.output
    assert day.stdout.strip()
    assert json.loads(run("explain", first["claim_id"], "--data", crisis, "--json").stdout)


def test_explain_says_when_an_id_is_unknown(crisis: Path) -> None:
    done = run("explain", "c0000", "--data", crisis)
    assert done.exit_code == 1
    assert "c0000" in done.stderr
    assert "Fix:" in done.stderr


def test_as_known_on_an_earlier_day(crisis: Path) -> None:
    rows = [json.loads(line) for line in run("reconcile", "--data", crisis, "--as-known-on", "2022-05-04", "--show", "estimates", "--format", "jsonl").stdout.splitlines()]  # fmt: skip
    assert rows
    assert max(row["date"] for row in rows) <= "2022-05-04"


@pytest.mark.parametrize(("shape", "name"), [("csv", "csv"), ("xlsx", "all.xlsx"), ("parquet", "parquet"), ("hxl", "claims.hxl.csv"), ("datapackage", "package"), ("geojson", "places.geojson")])  # fmt: skip
def test_export(shape: str, name: str, crisis: Path, tmp_path: Path) -> None:
    pytest.importorskip("tracker.store.export")
    done = run("export", "--data", crisis, "--format", shape, "-o", tmp_path / name)
    assert done.exit_code == 0, done.output
    written = [Path(line) for line in done.stdout.splitlines()]
    assert written
    assert all(path.is_file() and path.stat().st_size for path in written)


# -- what the README says ---------------------------------------------------------------------------------

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, flags=re.M | re.S)
LINES = [
    line.split("  #")[0].strip()
    for language, block in BLOCKS
    if language == "sh"
    for line in block.splitlines()
    if re.match(r"(tracker|python -m tracker) ", line.strip())
]
CODE = [block for language, block in BLOCKS if language == "python"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder laid out as the README's reader has it: a part of the bundled data, a text, an inbox."""
    folder = tmp_path_factory.mktemp("readme")
    data = folder / "datasets"
    (data / "reports" / "baghouz").mkdir(parents=True)
    for name in ("situations.toml", "household_size.csv"):
        shutil.copy(ROOT / "datasets" / name, data / name)
    for path in sorted((ROOT / "datasets" / "reports" / "baghouz").glob("2019-03-0[4-9]*.md")):
        shutil.copy(path, data / "reports" / "baghouz" / path.name)
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    draft = pytest.importorskip("docx").Document()
    draft.add_paragraph(ARTICLE)
    draft.save(str(folder / "sitrep.docx"))
    shutil.copytree(data / "reports" / "baghouz", folder / "inbox")
    return folder


def ids(folder: Path) -> dict[str, str]:
    """Return what stands for SERIES, DAY and CLAIM in the README: real ones of this folder."""
    done = shell("tracker reconcile --show estimates --format jsonl", folder)
    first = json.loads(done.stdout.splitlines()[0])
    claims = shell("tracker reconcile --show assignments --format jsonl", folder)
    return {
        "SERIES": first["series_id"],
        "DAY": first["date"],
        "CLAIM": json.loads(claims.stdout.splitlines()[0])["claim_id"],
    }


@pytest.mark.skipif(not LINES, reason="the README names no command yet")
def test_the_readme_s_commands_run(copy: Path) -> None:
    known = ids(copy)
    for line in LINES:
        if any(
            word in line for word in ("fetch", "spark", "tracker review")
        ):  # a network, a cluster, a person
            continue
        for word, value in known.items():
            line = re.sub(rf"\b{word}\b", value, line)
        done = shell(line, copy)
        fine = (
            {0, 3} if line.startswith("tracker check") else {0}
        )  # a draft may hold figures nothing supports
        assert done.returncode in fine, f"{line}\n{done.stdout[-500:]}\n{done.stderr[-2000:]}"


@pytest.mark.skipif(not CODE, reason="the README holds no Python yet")
def test_the_readme_s_python_runs(copy: Path) -> None:
    assert shell("tracker report", copy).returncode == 0
    for block in CODE:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stderr[-2000:]}"
