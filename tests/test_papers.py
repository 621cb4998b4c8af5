"""The papers lead somewhere, and the examples in them are read as they say."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.test_house import ORDER
from tracker import tables
from tracker.read.hxl import parse_tag
from tracker.reconciliation.decisions import ACTIONS, COLUMNS

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT, ROOT / "datasets", ROOT / "reports", ROOT / "tracker" / "lexicon" / "places")
PAPERS = sorted(
    [*(ROOT / "docs").rglob("*.md"), *(path for folder in FOLDERS for path in folder.glob("*.md"))]
)
# what the program, a person or `make` writes
MADE_LATER = {"datasets/store"}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(path: Path) -> set[str]:
    """Return the anchors that the headings of a Markdown file get."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAPERS, ids=shown)
def test_links_lead_somewhere(path: Path) -> None:
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)", path.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        where, _, anchor = link.partition("#")
        target = (path.parent / where) if where else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert not lost


@pytest.mark.parametrize("path", PAPERS, ids=shown)
def test_tables_are_whole(path: Path) -> None:
    for block in re.findall(r"(?:^\|.*\|\n)+", path.read_text(encoding="utf-8"), flags=re.M):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block[:200]


def examples() -> dict[str, list[dict[str, str]]]:
    """Return the CSV examples of ``docs/inputs.md`` by the heading they stand under."""
    text = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    found = re.findall(r"^## (\w+)\.csv.*?```csv\n(.*?)```", text, flags=re.M | re.S)
    return {name: list(csv.DictReader(io.StringIO(block))) for name, block in found}


def test_the_examples_of_inputs_fit() -> None:
    shown = examples()
    assert set(shown) == {"columns", "claims", "decisions"}
    assert all(parse_tag(row["tag"]) for row in shown["columns"])
    assert set(shown["claims"][0]) <= set(tables.columns("claims"))
    assert {*tables.RECONCILE_NEEDS} - {"claim_id"} <= set(shown["claims"][0])
    assert tuple(shown["decisions"][0]) == COLUMNS
    assert shown["decisions"][0]["action"] in ACTIONS


def test_every_action_is_explained() -> None:
    text = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    explained = {
        word for row in re.findall(r"^\| ([a-z_, ]+) \|", text, flags=re.M) for word in row.split(", ")
    }
    assert set(ACTIONS) <= explained


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]", text, flags=re.M)


def rooms_listed() -> list[str]:
    """Return the rooms in the table of CONTRIBUTING.md, in its order, folders with a slash."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z]+/?)` \|", text.split("## Rules")[0], flags=re.M)


def test_the_rooms_listed_are_the_rooms_there_are() -> None:
    there = {
        path.name + "/" if path.is_dir() else path.stem
        for path in (ROOT / "tracker").iterdir()
        if not path.name.startswith(("_", "py.typed"))
    }
    assert set(rooms_listed()) == there
    assert [name.rstrip("/") for name in rooms_listed()] == list(ORDER)


def files_named(path: Path) -> set[str]:
    """Return what a paper names in backticks as a file or folder of the repository."""
    words = re.findall(r"`([\w./-]+)`", path.read_text(encoding="utf-8"))
    kept = r"(tracker|tests|docs|datasets|tools|\.ci|\.github)/.*|.+\.(py|lock|cff|yml|yaml)|[A-Z]{4,}\.md"
    return {word for word in words if re.fullmatch(kept, word)}


@pytest.mark.parametrize("path", PAPERS, ids=shown)
def test_files_named_exist(path: Path) -> None:
    places = (ROOT, ROOT / "tracker", path.parent, ROOT / "datasets", ROOT / "tracker" / "reconciliation")
    gone = {
        name
        for name in files_named(path) - MADE_LATER
        if not any((place / name).exists() for place in places)
    }
    assert not gone


def test_files_are_named() -> None:
    assert {"tests/golden/", "read/formats.py", ".ci/run"} <= files_named(ROOT / "CONTRIBUTING.md")


@pytest.mark.parametrize("path", PAPERS, ids=shown)
def test_words_of_the_papers_are_standard_english(path: Path) -> None:
    if path.name in {"CHANGELOG.md", "method.md", "tables.md"}:  # a record, and pages not yet reworded
        return
    found = re.findall(
        r"\b(?:mend(?:s|ed)?|counters?|noughts?|telling|told|laid|the whole way)\b",
        path.read_text(encoding="utf-8"),
        flags=re.I,
    )
    assert not found
