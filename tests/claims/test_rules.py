"""Every rule of reading has a name and a sentence it decides; switched off, it decides no longer."""

from __future__ import annotations

import ast
import collections
import datetime as dt
from pathlib import Path

import pytest

from tracker.claims.choose import RULES, Contest, rules
from tracker.claims.read import contest, read_claims
from tracker.vocabulary import Report

CLAIMS = Path(__file__).resolve().parents[2] / "tracker" / "claims"


def _asked(example: str, without: frozenset[str] = frozenset()) -> Contest | None:
    """Return the contest for the number in braces."""
    language, _, said = example.rpartition("] ")  # "[fr] ..." is French
    start, end = said.index("{"), said.index("}") - 1
    text = said.replace("{", "").replace("}", "")
    report = Report(
        report_id="r",
        text=text,
        published=dt.date(2031, 5, 6),
        published_basis="given",
        language=language.removeprefix("[") or "en",
    )
    return contest(report, start, end, without=without)


def _decides(found: Contest | None) -> str:
    """Return the rule that decided: the last that won or refused the number."""
    rows = found.rows if found is not None else ()
    return ["", *(row.rule for row in rows if row.outcome in ("won", "refused"))][-1]


@pytest.mark.parametrize(("name", "example"), list(rules()), ids=[name for name, _ in rules()])
def test_a_rule_decides_its_example_and_only_while_it_is_on(name: str, example: str) -> None:
    assert _decides(_asked(example)) == name
    assert _decides(_asked(example, frozenset({name}))) != name


def test_names_of_rules_are_unique() -> None:
    names = collections.Counter(name for name, _ in rules())
    assert [name for name, count in names.items() if count > 1] == []
    assert set(names) == RULES


def test_an_unknown_rule_cannot_be_switched_off() -> None:
    report = Report(report_id="r", text="Some 4,000 people fled to Chad.", published_basis="unknown")
    with pytest.raises(ValueError, match="no rule is called 'they id'"):
        read_claims(report, without=frozenset({"they id"}))


def test_the_contest_says_what_stood_and_what_won() -> None:
    found = _asked("The flood displaced {4,000} refugees, and 900 people fled to Chad.")
    assert found is not None
    assert found.quote == "4,000 refugees"
    won = [row for row in found.rows if row.outcome == "won"]
    assert [(row.rule, row.event, row.words) for row in won] == [("its object", "displaced", "displaced")]
    assert [row.rule for row in found.rows if row.outcome == "stood aside"] == []


def test_a_list_stands_aside_for_a_verb_of_its_own() -> None:
    found = _asked("Some 4,000 people fled to Chad, including {900} children who were evacuated by bus.")
    assert found is not None
    outcomes = {row.rule: row.outcome for row in found.rows}
    assert outcomes["including"] == "stood aside"
    assert outcomes["done to them"] == "won"


def test_what_refuses_a_number_is_said() -> None:
    found = _asked("The agency gave food to {4,000} displaced people.")
    assert found is not None
    assert _decides(found) == "aid before"
    assert next(row.why for row in found.rows if row.outcome == "refused") == "aid reached: food to"


@pytest.mark.parametrize("path", sorted((CLAIMS / "propose").glob("*.py")), ids=lambda path: path.name)
def test_proposing_never_writes(path: Path) -> None:
    """No attribute and no item of anything a rule was given is ever assigned."""
    written = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete)
        for target in (node.targets if isinstance(node, ast.Assign | ast.Delete) else [node.target])
        if isinstance(target, ast.Attribute | ast.Subscript)
    ]
    assert written == []


def test_a_contest_ends_with_the_second_look() -> None:
    """What was no claim at first and is one in the end is shown as one."""
    found = _asked("In Kato live {501} households comprising 2,455 displaced people.")
    assert found is not None
    decided = [(row.outcome, row.rule) for row in found.rows if row.outcome in ("won", "refused")]
    assert decided == [("refused", "nothing found"), ("won", "counted again")]
    assert found.rows[-1].words == "2,455 displaced people"
