"""Every example that a help text prints works when typed; those that need a network at least parse."""

from __future__ import annotations

import re
import shlex
import shutil
import zipfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.strategies import ARTICLE
from tracker.cli import main

ROOT = Path(__file__).resolve().parents[1]
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Delta Courier</title><item>
<title>Flooding</title><link>https://example.org/1</link><pubDate>Fri, 08 Mar 2019 10:00:00 GMT</pubDate>
<description>Some 4,000 people have been displaced in the delta since Monday, the flood office said.</description>
</item></channel></rss>"""
# what an example that went wrong says, whatever its exit code
WRONG = ("not found", "no rows", "there is no", "No such", "Usage:", "Traceback")
EXTRAS = {
    ".pdf": "pypdfium2",
    "docx": "docx",
    "xlsx": "openpyxl",
    "store": "deltalake",
    "ingest": "deltalake",
}


def examples(command: click.Command = main) -> list[str]:
    """Return the lines a command's help and those of its parts print as examples, each once."""
    found = re.findall(r"^\s*(tracker (?:\S| (?! ))+)", command.help or "", flags=re.M)
    for part in getattr(command, "commands", {}).values():
        found += examples(part)
    return list(dict.fromkeys(found))


LINES = examples()
FAR = [line for line in LINES if line.startswith("tracker fetch") or "://" in line]
# a page that waits for a person; its own tests try it
WAITS = [line for line in LINES if line.startswith("tracker review") and "--export" not in line]
NEAR = [line for line in LINES if line not in {*FAR, *WAITS}]
FINE = {"check": {0, 3}}  # exit codes by command: a draft may hold figures that nothing supports


def readme() -> list[str]:
    """Return the ``tracker`` lines of the README's and the docs' blocks, without their explanations."""
    found = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", text, flags=re.M | re.S):
            found += re.findall(r"^(?:\$ )?(tracker (?:\S| (?! ))+)", block, flags=re.M)
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the examples name: bundled reports, an inbox, a text, a zip, a feed."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "datasets", folder / "datasets", ignore=shutil.ignore_patterns("store", "marawi"))
    reports = sorted((ROOT / "datasets" / "reports" / "baghouz").glob("2019-0[23]-*.md"))
    (folder / "inbox").mkdir()
    with zipfile.ZipFile(folder / "sitreps.zip", "w") as archive:
        for path in reports:
            shutil.copy(path, folder / "inbox")
            archive.write(path, path.name)
    for name in ("reports-february", "reports-march", "last-month", "this-month"):
        (folder / name).mkdir()
        for path in [one for one in reports if "-03-" not in one.name or name != "reports-february"][:8]:
            shutil.copy(path, folder / name)
    shutil.copytree(ROOT / "tests" / "golden" / "ferry-town", folder / "annotated" / "ferry-town")
    (folder / "sitrep.docx").touch()
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    (folder / "partner.csv").write_text("District,Deslocados\nTamri,8400\n", encoding="utf-8")
    (folder / "columns.csv").write_text("column,tag\nDeslocados,#affected+idps\n", encoding="utf-8")
    return folder


def typed(line: str, folder: Path) -> tuple[int, str]:
    """Type a line in a folder; return its exit code and all it said."""
    words, _, target = line.partition(" > ")
    done = CliRunner().invoke(main, shlex.split(words)[1:])
    if target:
        (folder / target).write_text(done.stdout, encoding="utf-8")
    return done.exit_code, done.output


def known(line: str, folder: Path) -> str:
    """Return a line with ids of this folder where it shows the form of one."""
    if "SERIES" in line or "c0123456789abcde" in line:
        _, told = typed("tracker reconcile --show assignments --format csv", folder)
        ids = next(row.split(",") for row in told.splitlines() if ",used," in row)
        line = line.replace("c0123456789abcde", ids[0]).replace("SERIES", ids[1])
        if " DAY" in line or re.search(r"\d{4}-\d\d-\d\d$", line):
            _, told = typed("tracker reconcile --show estimates --format csv", folder)
            day = next(row.split(",")[1] for row in told.splitlines() if row.startswith(ids[1] + ","))
            line = re.sub(r"DAY|\d{4}-\d\d-\d\d$", day, line)
    return line


def test_there_are_examples() -> None:
    assert len(NEAR) > 15
    assert len(FAR) > 5


def test_examples_work_when_typed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, as a newcomer would: later ones use what earlier ones wrote."""
    monkeypatch.chdir(desk)
    for mark, package in EXTRAS.items():
        if any(mark in line for line in NEAR):
            pytest.importorskip(package, reason=f"examples with {mark} need {package}")
    pytest.importorskip("reportlab", reason="a PDF to read is made with reportlab")
    from tests.read.laid_out import one_column

    one_column(desk / "sitrep.pdf")
    import docx

    draft = docx.Document()
    draft.add_paragraph(ARTICLE)
    draft.save(str(desk / "sitrep.docx"))
    order = sorted(NEAR, key=lambda line: (not line.startswith("tracker ingest"), NEAR.index(line)))
    faults = []
    for line in order:
        code, told = typed(known(line, desk), desk)
        if code not in FINE.get(line.split()[1], {0}) or any(word in told for word in WRONG):
            faults.append(f"{line} -> {code}: {told[-300:]}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("line", [*FAR, *WAITS])
def test_examples_of_public_sources_parse(line: str) -> None:
    words = shlex.split(line)[1:]
    command: click.Command = main
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.commands.get(name)
        assert found is not None, f"{line}: no command {name}"
        command = found
    with command.make_context(command.name, words) as context:
        assert context.params


@pytest.mark.parametrize("line", readme())
def test_the_papers_name_commands_and_options_that_exist(
    line: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    words = shlex.split(line.partition(" > ")[0])[1:]
    command: click.Command = main
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    words = ["2019-03-06" if word == "DAY" else word for word in words]
    with command.make_context(command.name, words, resilient_parsing=False):
        pass
