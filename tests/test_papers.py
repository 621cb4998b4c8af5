"""The papers lead somewhere, and the examples in them are read as they say."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tracker import tables
from tracker.read.hxl import parse_tag
from tracker.reconciliation.decisions import ACTIONS, COLUMNS

ROOT = Path(__file__).resolve().parents[1]
PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
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
