"""Every rule that fills a role has a name and a sentence it decides; switched off, the sentence reads otherwise."""

from __future__ import annotations

import ast
import collections
import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from tracker.claims import choose, roles
from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

FILL = sorted((Path(__file__).resolve().parents[2] / "tracker" / "claims" / "fill").glob("*.py"))
DAY = dt.date(2019, 3, 8)


def _read(example: str, without: frozenset[str] = frozenset()) -> Claim:
    """Return the claim of the number in braces; a title may stand before the text, with " // " between."""
    title, _, example = example.rpartition(" // ")
    start, end = example.index("{"), example.index("}") - 1
    text = example.replace("{", "").replace("}", "")
    claims, _ = read_claims(
        Report(report_id="r", text=text, title=title or None, published=DAY), without=without
    )
    (claim,) = [claim for claim in claims if claim.start < end and start < claim.end]
    return dataclasses.replace(claim, words=(), confidence=None, doubt=None)


@pytest.mark.parametrize(("name", "example"), list(roles.rules()), ids=[name for name, _ in roles.rules()])
def test_a_rule_decides_its_example_and_only_while_it_is_on(name: str, example: str) -> None:
    assert _read(example) != _read(example, frozenset({name}))


def test_names_of_rules_are_unique() -> None:
    names = collections.Counter(name for name, _ in (*choose.rules(), *roles.rules()))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", FILL, ids=lambda path: path.name)
def test_only_what_a_report_remembers_is_written(path: Path) -> None:
    """A rule never assigns to anything it was given; what sentences said before is noted by the memory itself."""
    written = [
        ast.unparse(target)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete)
        for target in (node.targets if isinstance(node, ast.Assign | ast.Delete) else [node.target])
        if isinstance(target, ast.Attribute | ast.Subscript)
    ]
    assert [target for target in written if not target.startswith("self.")] == []
