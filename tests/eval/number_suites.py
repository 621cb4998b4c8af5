"""Score ``tracker.amounts`` on number suites that others wrote, and say which cases are not our job.

Run ``python tests/eval/number_suites.py``.  The suites stand in a folder beside the repository and are not
part of it; without them there is nothing to score.  ``not_our_job.toml`` declares case by case what is not
scored, with the reason.  A case counts when its input states counts or shares; what is found is compared by
value, and a wrong value is both a miss and a false find.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.marks.amounts import find_amounts

HERE = Path(__file__).parent
SUITES = HERE.parents[2] / "shared" / "suites"
NAMES = (
    "recognizers_NumberModel",
    "recognizers_NumberRangeModel",
    "recognizers_PercentModel",
    "text2num_rs_en",
    "numerizer",
)
FIGURES = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?:/\d+)?(?![\w])")
INTERVAL = re.compile(r"([\[(])(-?[\d.]*),(-?[\d.]*)([\])])")
Value = float | tuple[float | None, float | None]


@dataclass
class Score:
    """How one suite came out."""

    suite: str
    cases: int = 0
    set_aside: int = 0
    right: int = 0
    found: int = 0
    wanted: int = 0
    whole: int = 0
    wrong: list[tuple[int, str, list[Any], list[Any]]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def exact(self) -> float:
        """Share of the cases with every value right and none too many."""
        return self.whole / self.cases if self.cases else 1.0


def wanted_values(suite: str, case: dict[str, Any]) -> list[Value]:
    """Return the values a case expects, as numbers or as (low, high)."""
    values: list[Value] = []
    for one in case["expected"]:
        written = str(one["expected_value"])
        if written == "null":
            continue
        if suite == "recognizers_NumberRangeModel":
            interval = INTERVAL.fullmatch(written)
            assert interval, written
            low = float(interval[2]) if interval[2] else None
            high = float(interval[3]) if interval[3] else None
            values.append(low if low == high and low is not None else (low, high))
        elif written.endswith("%"):
            values.append(float(written[:-1]) / 100)
        elif suite in ("text2num_rs_en", "numerizer"):
            for figures in FIGURES.findall(written):
                top, _, base = figures.partition("/")
                values.append(float(top) / float(base or 1))
        else:
            values.append(float(written))
    return values


def found_values(suite: str, text: str) -> list[Value]:
    """Return the values our reader finds, in the shape the suite asks for."""
    values: list[Value] = []
    for mark in find_amounts(text, language="en"):
        amount = mark.value
        if suite == "recognizers_NumberRangeModel" and (amount.low is not None or amount.high is not None):
            values.append((amount.low, amount.high))
        elif amount.qualifier == "range" and amount.low is not None and amount.high is not None:
            values.extend((amount.low, amount.high))
        else:
            values.append(amount.value)
    return values


def _one_number(text: str) -> list[Value]:
    """Return the value of a mark over the whole text, for phrases that are no single number."""
    return [
        mark.value.value
        for mark in find_amounts(text, language="en")
        if (mark.start, mark.end) == (0, len(text))
    ]


def _same(ours: Value, theirs: Value) -> bool:
    if isinstance(ours, tuple) or isinstance(theirs, tuple):
        if not (isinstance(ours, tuple) and isinstance(theirs, tuple)):
            return False
        return all(
            a == b or (a is not None and b is not None and math.isclose(a, b))
            for a, b in zip(ours, theirs, strict=True)
        )
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-12)


def not_our_job() -> dict[str, dict[int, str]]:
    """Return suite -> case number -> why it is not scored."""
    with (HERE / "not_our_job.toml").open("rb") as file:
        declared = tomllib.load(file)
    return {
        suite: {case: group["why"] for group in groups for case in group["cases"]}
        for suite, groups in declared["suites"].items()
    }


def score(suite: str, *, folder: Path = SUITES) -> Score:
    """Score one suite over the cases that are our job."""
    cases = json.loads((folder / f"{suite}.json").read_text(encoding="utf-8"))["cases"]
    aside = not_our_job().get(suite, {})
    result = Score(suite, set_aside=len(aside))
    for number, case in enumerate(cases):
        if number in aside:
            continue
        wanted, found = wanted_values(suite, case), found_values(suite, case["input"])
        if case.get("kind") == "not_one_number":
            found = _one_number(case["input"])
        elif suite == "recognizers_NumberRangeModel":  # it asks for intervals only
            found = [value for value in found if isinstance(value, tuple) or value in wanted]
        left = list(found)
        right = 0
        for value in wanted:
            match = next((one for one in left if _same(one, value)), None)
            if match is not None:
                left.remove(match)
                right += 1
        result.cases += 1
        result.right += right
        result.found += len(found)
        result.wanted += len(wanted)
        if right == len(wanted) and not left:
            result.whole += 1
        else:
            result.wrong.append((number, case["input"], list(wanted), list(found)))
    return result


def main(*, errors: int = 40) -> None:
    """Print the scores, what was set aside and why, and the cases that came out wrong."""
    if not SUITES.is_dir():
        print(f"no suites under {SUITES}")
        return
    print(f"{'suite':32} cases aside  prec   rec    F1  whole cases right")
    total = Score("all")
    for name in NAMES:
        one = score(name)
        for key in ("cases", "set_aside", "right", "found", "wanted", "whole"):
            setattr(total, key, getattr(total, key) + getattr(one, key))
        total.wrong += one.wrong
        print(
            f"{name:32} {one.cases:5} {one.set_aside:5} {one.precision:5.3f} {one.recall:5.3f} {one.f1:5.3f}  {one.exact:5.3f}"
        )
    print(
        f"{'all':32} {total.cases:5} {total.set_aside:5} {total.precision:5.3f} {total.recall:5.3f} {total.f1:5.3f}  {total.exact:5.3f}"
    )
    for number, text, wanted, found in total.wrong[:errors]:
        print(f"  {number:3} {text!r}\n      wanted {wanted}\n      found  {found}")
    print("set aside, by reason:")
    reasons = Counter(why for cases in not_our_job().values() for why in cases.values())
    for why, count in reasons.most_common():
        print(f"  {count:3}  {why}")


if __name__ == "__main__":
    main()
