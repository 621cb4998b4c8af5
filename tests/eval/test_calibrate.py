"""Fitting how sure a reading is: the same input gives the same weights, and the figures mean what they say."""

from __future__ import annotations

import numpy as np
import pytest

from tests.eval import calibrate
from tests.eval.reading import GOLDEN
from tracker.claims.sure.model import FIELDS, Model, chance, together


def test_the_surest_are_counted_first() -> None:
    p, y = np.array([0.9, 0.8, 0.7, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])
    assert calibrate.accuracy(p, y).tolist() == pytest.approx([1, 1, 2 / 3, 1 / 2])
    assert calibrate.coverage(p, y, 0.95) == 0.5
    assert calibrate.coverage(p, y, 0.6) == 0.75


def test_ties_count_as_they_would_on_average() -> None:
    """A constant sorts nothing, in whatever order the rows come."""
    y = np.array([1.0, 0.0, 1.0, 0.0])
    assert calibrate.accuracy(np.full(4, 0.5), y).tolist() == [0.5] * 4


def test_what_happens_as_often_as_foretold_has_no_error() -> None:
    y = np.array([1.0, 0.0] * 50)
    assert calibrate.error(np.full(100, 0.5), y) == pytest.approx(0)
    assert calibrate.error(np.full(100, 0.9), y) == pytest.approx(0.4)


def test_a_report_is_never_in_two_folds() -> None:
    reports = ["a", "b", "a", "c", "b"]
    fold = calibrate.folds(reports, 2)
    assert fold[0] == fold[2]
    assert fold[1] == fold[4]


def test_fitting_twice_gives_the_same_weights_and_the_page_reads_them() -> None:
    taken, _ = calibrate.sample([GOLDEN])
    made = calibrate.table(taken, FIELDS, "2024-01-01")
    again = calibrate.table(calibrate.sample([GOLDEN])[0], FIELDS, "2024-01-01")
    assert calibrate.written({"claims": made}) == calibrate.written({"claims": again})
    model = Model(**made)
    sure = [chance(together(model.scores(found)[:3]), model.whole) for found in taken.found]
    right = [one for one, good in zip(sure, taken.whole, strict=True) if good]
    wrong = [one for one, good in zip(sure, taken.whole, strict=True) if not good]
    assert sum(right) / len(right) > sum(wrong) / len(wrong)
