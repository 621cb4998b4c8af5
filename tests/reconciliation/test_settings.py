"""The constants of the method stand in one place; each enters the input hash, and none means two things."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import tracker.reconciliation
from tracker.reconciliation import reconcile
from tracker.reconciliation.settings import DEFAULT, Settings

ROOM = Path(tracker.reconciliation.__file__).parent
GROUPS = [part.name for part in dataclasses.fields(Settings)]
EACH = [(group, part.name) for group in GROUPS for part in dataclasses.fields(getattr(DEFAULT, group))]
START = dt.date(2024, 1, 1)

PLAIN = {0, 1, 2, -1}
NOTATION = {10: "decimal digits", 100: "per cent"}
ALLOWED = {
    ("claimframe.py", 9e15): "the largest whole number a float holds exactly, about",
    ("crises.py", 3): "letters of an ISO3 code",
    ("differences.py", 9): "swapping two digits changes a number by a multiple of nine",
    ("differences.py", 0.1): "a zero too many",
    ("explain.py", 12): "claims shown",
    ("explain.py", 30): "claims shown",
    ("fit.py", 3): "number of a kind of row",
    ("fit.py", 4): "number of a kind of row; entries of a row",
    ("fit.py", 256): "columns of the inverse worked out at once",
    ("independence.py", 31): "MinHash: below 2^31",
    ("independence.py", 4294967311): "MinHash: the first prime above 2^32",
    ("intervals.py", 0.5): "a half-life halves",
    ("method.py", 16): "characters of the input hash",
    ("stated.py", 1970): "the day polars counts days from",
}
"""Numbers that are no choice of the method, or change no figure."""


def changed(group: str, name: str, value: Any = None) -> Settings:
    """Return the default settings with one of them changed."""
    part = getattr(DEFAULT, group)
    old = getattr(part, name)
    new = value if value is not None else old + 1 if isinstance(old, int) else old * 1.01
    assert new != old
    return dataclasses.replace(DEFAULT, **{group: dataclasses.replace(part, **{name: new})})


def stock(name: str, source: str, day: int, value: float, qualifier: str = "exact") -> dict[str, Any]:
    on = START + dt.timedelta(day)
    return {
        "claim_id": name, "value": float(value), "qualifier": qualifier, "unit": "person", "term": "displaced",
        "measure": "stock", "as_of": on, "published": on, "source": source, "publisher": source,
        "destination": "Hill Camp", "situation": "world",
    }  # fmt: skip


def test_every_setting_enters_the_hash() -> None:
    claims = pl.DataFrame([stock("a", "A", 0, 900), stock("b", "B", 3, 1_000)])
    hashes = {None: reconcile(claims).input_hash}
    assert reconcile(claims, settings=Settings()).input_hash == hashes[None]
    for group, name in EACH:
        hashes[group, name] = reconcile(claims, settings=changed(group, name)).input_hash
    assert len(set(hashes.values())) == len(EACH) + 1


def test_every_setting_is_read_and_described() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py"))}
    read = {
        node.attr
        for path, text in sources.items()
        if path.name != "settings.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
    }
    assert not {f"{group}.{name}" for group, name in EACH if name not in read}
    described = {
        (node.name, before.target.id)
        for node in ast.parse(sources[ROOM / "settings.py"]).body
        if isinstance(node, ast.ClassDef)
        for before, after in zip(node.body, node.body[1:], strict=False)
        if isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }
    assert described == {(type(getattr(DEFAULT, group)).__name__, name) for group, name in EACH}


def numbers(path: Path) -> set[tuple[str, float]]:
    """Return the bare numbers of a module that are no index, no sign and no half."""
    return {
        (path.name, node.value)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in PLAIN | NOTATION.keys()
    }


def module_constants(path: Path) -> set[tuple[str, str]]:
    """Return what a module assigns on its top level that holds a number, be it 0 or 1, and no call."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        inner = list(ast.walk(value)) if value is not None else []
        if any(isinstance(each, ast.Call) for each in inner):
            continue
        if any(isinstance(each, ast.Constant) and type(each.value) in (int, float) for each in inner):
            found.add((path.name, ast.unparse(node).split(" = ")[0]))
    return found


MODULES = [path for path in sorted(ROOM.glob("*.py")) if path.name != "settings.py"]


def test_no_number_that_can_change_a_figure_stands_outside_the_settings() -> None:
    found = {each for path in MODULES for each in numbers(path)}
    assert found - ALLOWED.keys() == set(), "move it to settings.py, or explain it in ALLOWED"
    assert ALLOWED.keys() - found == set(), "explained and no longer there"


def test_no_module_names_a_number_of_its_own() -> None:
    assert {each for path in MODULES for each in module_constants(path)} == {
        ("fit.py", "TWO, AT_LEAST, AT_MOST, SMOOTH, HARD"),  # kinds of rows
        ("fit.py", "WIDE"),  # entries of a row
        ("fit.py", "NOTHING"),  # a row without entries
        ("fit.py", "CHUNK"),
    }


@pytest.fixture
def sparse() -> pl.DataFrame:
    """Return a stock with a bound two months from the only counts."""
    return pl.DataFrame([
        stock("count", "A", 0, 10_000), stock("again", "A", 4, 10_100),
        stock("bound", "B", 64, 14_000, "at_least"), stock("more", "B", 70, 15_000, "at_least"),
    ])  # fmt: skip


def bests(claims: pl.DataFrame, settings: Settings, until: int) -> list[float]:
    """Return the estimates of the first days."""
    found = reconcile(claims, settings=settings, as_known_on=START + dt.timedelta(200)).estimates
    return found.filter(pl.col("date") <= START + dt.timedelta(until))["best"].to_list()


@pytest.mark.parametrize("days", [10, 30, 120])
def test_how_far_an_estimate_is_carried_moves_no_past_day(sparse: pl.DataFrame, days: int) -> None:
    usual = bests(sparse, DEFAULT, 70)
    assert len(usual) == 71
    assert bests(sparse, changed("band", "carry_days", days), 70) == usual
    everything = bests(sparse, changed("band", "carry_days", days), 10_000)
    assert len(everything) == 71 + days


def test_how_near_a_count_makes_a_bound_weak_is_a_setting_of_its_own(sparse: pl.DataFrame) -> None:
    """With no count near, "at least 15,000" is read as the count of its day."""
    assert bests(sparse, changed("fit", "alone_days", 30), 70) != bests(sparse, DEFAULT, 70)
    carried = bests(sparse, changed("fit", "alone_days", 30), 10_000)
    assert len(carried) == len(bests(sparse, DEFAULT, 10_000))
