"""The door: what callers give is understood as people write it, or an error names the argument."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import tracker
from tracker.api.arguments import as_choice, as_day, as_household_size, as_language, as_number
from tracker.errors import BadArgument

TEXT = "Some 4,000 people fled their homes in Orva on Monday."
DAY = dt.date(2024, 10, 10)


@pytest.mark.parametrize(
    "given",
    [
        DAY,
        "2024-10-10",
        "10 October 2024",
        dt.datetime(2024, 10, 10, 9, 30),
        pd.Timestamp("2024-10-10 09:30"),
        np.datetime64("2024-10-10"),
    ],
)
def test_days(given: object) -> None:
    assert as_day(given, "published") == DAY
    claims = tracker.extract_text(TEXT, published=given)  # type: ignore[arg-type]
    assert claims["published"].to_list() == [DAY]
    assert claims["period_end"].to_list() == [dt.date(2024, 10, 7)]


@pytest.mark.parametrize("given", ["soon", "2024-13-01", "03/04/2024", 20_241, pd.NaT, ""])
def test_days_that_are_none(given: object) -> None:
    with pytest.raises(BadArgument, match="published="):
        tracker.extract_text(TEXT, published=given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["EN", "en-GB", "english", "en", None])
def test_english(given: str | None) -> None:
    assert tracker.extract_text(TEXT, language=given).height == 1


def test_languages_that_are_none() -> None:
    with pytest.raises(BadArgument, match="language="):
        tracker.extract_text(TEXT, language="gibberish")
    with pytest.raises(BadArgument, match="language="):
        tracker.amounts(TEXT, language="")
    assert as_language("français") == "fr"


@pytest.mark.parametrize("given", [-1, "5", math.nan, 0, 31, True, math.inf])
def test_household_sizes_out_of_range(given: object) -> None:
    claims = tracker.extract_text(TEXT, published=DAY)
    with pytest.raises(BadArgument, match="household_size"):
        tracker.reconcile(claims, household_size=given)  # type: ignore[arg-type]
    with pytest.raises(BadArgument, match=r"household_size\['SDN'\]"):
        as_household_size({"SDN": given})


def test_household_sizes() -> None:
    assert as_household_size(5) == 5.0
    assert as_household_size({"SDN": np.float64(5.5)}) == {"SDN": 5.5}
    assert as_household_size(None) is None


def test_other_options() -> None:
    claims = tracker.extract_text(TEXT, published=DAY)
    with pytest.raises(BadArgument, match="as_known_on="):
        tracker.reconcile(claims, as_known_on="some day")
    assert tracker.reconcile(claims, as_known_on="2024-10-11").estimates.height > 0
    with pytest.raises(BadArgument, match="suppress_below="):
        tracker.publish(tracker.reconcile(claims), "nowhere", suppress_below=-3)
    with pytest.raises(BadArgument, match="audience="):
        tracker.publish(tracker.reconcile(claims), "nowhere", audience="everybody")
    with pytest.raises(BadArgument, match="x="):
        as_choice("c", "x", ("a", "b"))
    with pytest.raises(BadArgument, match="x="):
        as_number("1", "x", 0)


def test_the_table_of_organisations() -> None:
    found = tracker.load("organisations", frame="polars")
    assert isinstance(found, pl.DataFrame)
    assert {"source_id", "name", "aliases", "kind"} <= set(found.columns)
    assert found.height > 20
    with pytest.raises(BadArgument, match="frame="):
        tracker.load("organisations", frame="spark")  # type: ignore[call-overload]


def settled() -> object:
    return tracker.reconcile(tracker.extract_text(TEXT, published=DAY))


@pytest.mark.parametrize(
    ("named", "call"),
    [
        ("source=", lambda: tracker.extract(None)),  # type: ignore[arg-type]
        ("source=", lambda: tracker.extract("")),
        ("source=", lambda: tracker.extract([5])),  # type: ignore[list-item]
        ("source=", lambda: tracker.extract(b"a.txt")),  # type: ignore[arg-type]
        ("publisher=", lambda: tracker.extract_text(TEXT, publisher=5)),  # type: ignore[arg-type]
        ("title=", lambda: tracker.extract_text(TEXT, title=b"x")),  # type: ignore[arg-type]
        ("text=", lambda: tracker.extract_text(None)),  # type: ignore[arg-type]
        ("text=", lambda: tracker.amounts(5)),  # type: ignore[arg-type]
        ("columns=", lambda: tracker.extract("x", columns="x")),  # type: ignore[arg-type]
        (r"columns\['Persons'\]=", lambda: tracker.extract("x", columns={"Persons": "people"})),
        ("published=", lambda: tracker.extract_text(TEXT, published=dt.date(1, 1, 1))),
        ("claims is", lambda: tracker.reconcile(None)),  # type: ignore[arg-type]
        ("reports is", lambda: tracker.reconcile(tracker.extract_text(TEXT), reports=5)),  # type: ignore[arg-type]
        ("decisions is", lambda: tracker.reconcile(tracker.extract_text(TEXT), decisions="x")),  # type: ignore[arg-type]
        ("situations is", lambda: tracker.reconcile(tracker.extract_text(TEXT), situations=[5])),  # type: ignore[list-item]
        ("reconciliation is", lambda: tracker.figure(None, "x")),  # type: ignore[arg-type]
        ("id is", lambda: tracker.explain(settled(), 5)),  # type: ignore[arg-type]
        ("root=", lambda: tracker.load("claims", root=None)),  # type: ignore[call-overload]
        ("out=", lambda: tracker.publish(settled(), None)),  # type: ignore[arg-type]
        ("option=", lambda: tracker.publish(settled(), "x", colour="red")),  # type: ignore[arg-type]
        ("compact=", lambda: tracker.publish(settled(), "x", compact="yes")),  # type: ignore[arg-type]
        ("names=", lambda: tracker.publish(settled(), "x", names="all")),  # type: ignore[arg-type]
        ("places is", lambda: tracker.publish(settled(), "x", places="x")),  # type: ignore[arg-type]
        ("data=", lambda: tracker.report(None)),  # type: ignore[arg-type]
        ("out=", lambda: tracker.report("x", None)),  # type: ignore[arg-type]
        ("limits is", lambda: tracker.report("x", limits=5)),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_each_argument_that_is_wrong_is_named(named: str, call: Callable[[], object]) -> None:
    with pytest.raises(BadArgument, match=f"^{named}"):
        call()
    assert not Path("x").exists()
