"""The number suites of others, scored over the cases that are our job; floors only go up."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def _suites() -> ModuleType:
    path = ROOT / "tests" / "eval" / "number_suites.py"
    spec = importlib.util.spec_from_file_location("number_suites", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("number_suites", module)
    spec.loader.exec_module(module)
    return module


number_suites = _suites()
needs_suites = pytest.mark.skipif(
    not number_suites.SUITES.is_dir(),
    reason="the number suites are development data and stand beside the repository",
)
FLOORS = {
    "recognizers_NumberModel": 0.99,
    "recognizers_NumberRangeModel": 0.98,
    "recognizers_PercentModel": 1.0,
    "text2num_rs_en": 1.0,
    "numerizer": 0.97,
}


@needs_suites
@pytest.mark.parametrize("suite", number_suites.NAMES)
def test_suite_stays_above_its_floor(suite: str) -> None:
    score = number_suites.score(suite)
    assert score.f1 >= FLOORS[suite], score.wrong


@needs_suites
@pytest.mark.parametrize("suite", number_suites.NAMES)
def test_every_case_set_aside_exists(suite: str) -> None:
    score = number_suites.score(suite)
    assert score.cases > 0
    assert score.set_aside == len(set(number_suites.not_our_job()[suite]))


def test_every_case_set_aside_has_a_reason_and_is_named_once() -> None:
    import tomllib

    with (ROOT / "tests" / "eval" / "not_our_job.toml").open("rb") as file:
        declared = tomllib.load(file)["suites"]
    assert set(declared) <= set(number_suites.NAMES)
    for groups in declared.values():
        cases = [case for group in groups for case in group["cases"]]
        assert len(cases) == len(set(cases))
        assert all(len(group["why"]) > 5 for group in groups)
