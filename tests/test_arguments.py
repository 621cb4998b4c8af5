"""The door: what callers give is understood as people write it, or an error names the argument."""

from __future__ import annotations

import datetime as dt
import math

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
