"""The invented situations: built from their sources, at one with their truth; and the scorer sees what it should."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.eval.published import Headline, Line, Point, Published
from tests.eval.situations import HOME, load, reports
from tests.eval.verdicts import judge
from tests.situations.make import held, make

FOLDERS = sorted(path.parent for path in HOME.glob("*/truth.json"))
DAY = dt.date(2025, 5, 4)


@pytest.mark.parametrize(
    "folder", [one for one in FOLDERS if (one / "sources").is_dir()], ids=lambda folder: folder.name
)
def test_binary_reports_are_what_their_sources_give(folder: Path) -> None:
    """Who changes a source builds the file anew."""
    made = dict(make(folder))
    assert made
    for path, body in made.items():
        assert held(path.read_bytes()) == held(body), f"{path.name}: run python -m tests.situations.make"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_truth_speaks_of_the_reports(folder: Path) -> None:
    """Every report has its day, every value its file, every file stands there."""
    truth = load(folder)
    names = {path.name for path in reports(folder).iterdir()}
    assert set(truth["publication_dates"]) == names
    assert truth["id"] == folder.name
    for asked in truth["quantities"]:
        for value in asked["values"]:
            assert set(value["from"]) <= names
            assert value["low"] <= value["best"] <= value["high"]
    for one in truth["disagreements"]:
        assert dt.date.fromisoformat(one["date"])
        assert len(one["values"]) >= 2


# the scorer

ASKED: dict[str, Any] = {
    "terms": ["displaced"],
    "measure": "any",
    "accumulation": None,
    "unit": "person",
    "origin": ["Varnia"],
    "destination": [],
    "place": ["Varnia"],
    "group": None,
    "subterm": None,
    "since": "2025-05-01",
    "whole": True,
}
TRUTH: dict[str, Any] = {
    "id": "varnia",
    "title": "Varnia",
    "country": "VRN",
    "headline": [{**ASKED, "date": "2025-05-04", "best": 900, "low": 900, "high": 900, "note": ""}],
    "quantities": [
        {
            **ASKED,
            "id": "all",
            "name": "all",
            "rivals": ["other"],
            "values": [
                {"date": "2025-05-02", "best": 300, "low": 300, "high": 300, "from": [], "note": ""},
                {"date": "2025-05-03", "best": 600, "low": 600, "high": 600, "from": [], "note": ""},
                {"date": "2025-05-04", "best": 900, "low": 900, "high": 900, "from": [], "note": ""},
            ],
        },
        {
            **ASKED,
            "id": "other",
            "name": "another counter",
            "rivals": ["all"],
            "values": [
                {"date": "2025-05-04", "best": 1500, "low": 1500, "high": 1500, "from": [], "note": ""}
            ],
        },
    ],
    "disagreements": [
        {
            "id": "two",
            "terms": ["displaced"],
            "unit": "person",
            "date": "2025-05-04",
            "values": [1500, 900],
            "why": "",
        }
    ],
    "must_not": [
        {
            "id": "sum",
            "where": "estimate",
            "terms": ["displaced"],
            "unit": "person",
            "values": [2400, 2400],
            "why": "added",
        }
    ],
    "publication_dates": {"a.txt": "2025-05-04", "b.txt": "2025-05-05"},
    "no_claims": [],
}


def line(name: str, *best: float, origin: str | None = "Varnia", **changed: Any) -> Line:
    """Return a line whose last value is that of 4 May."""
    first = DAY - dt.timedelta(days=len(best) - 1)
    points = tuple(
        Point(date=first + dt.timedelta(days=at), best=value, start=None, carried=False)
        for at, value in enumerate(best)
    )
    known: dict[str, Any] = {
        "name": name,
        "situation": "varnia",
        "label": "people displaced from varnia in total",
        "term": "displaced",
        "subterm": None,
        "unit": "person",
        "measure": "flow",
        "accumulation": "cumulative",
        "since": None,
        "group": None,
        "destination": None,
    }
    return Line(**{**known, **changed}, origin=origin, points=points)


def published(*lines: Line, **changed: Any) -> Published:
    """Return what a run wrote that drew these lines and leads with the first."""
    lead = Headline(
        text="About 900 people", value=lines[0].points[-1].best, unit="person", date=DAY, line=lines[0]
    )
    out = Published(
        printed="b.txt: no claims",
        pages="",
        reports=[{"report_id": "r1", "path": "x/a.txt", "published": DAY}],
        claims=[{"report_id": "r1", "claim_id": "c1"}],
        conflicts=[{"values": [1500.0, 900.0]}],
        used={},
        lines=list(lines),
        headlines={"varnia": lead},
        sizes={"varnia": 1},
    )
    return replace(out, **changed)


def test_a_page_that_is_right() -> None:
    """Everything counts as right, and what was not read has no day."""
    score = judge("varnia", TRUTH, published(line("s1", 300, 600, 900), line("s2", 1500)))
    assert (score.headline_fault, score.count("right"), score.count("wrong")) == (None, 4, 0)
    assert score.trends == {"all": True}
    assert score.days == {"a.txt": None, "b.txt": "not read"}
    assert score.disagreements == {"two": True}
    assert (score.broken, score.silent) == ({}, [])


def test_two_counters_added_are_wrong_and_forbidden() -> None:
    """One line with the sum is right about neither."""
    score = judge("varnia", TRUTH, published(line("s1", 300, 600, 2400)))
    assert score.count("right") == 2
    assert (
        score.count("wrong") == 1
    )  # about the other counter a line that was right about this one says nothing
    assert score.headline_fault == "value 2,400"
    assert list(score.broken) == ["sum"]


def test_a_rival_s_line_is_no_wrong_value() -> None:
    """Who has only the other counter misses a value, and states nothing false."""
    score = judge("varnia", TRUTH, published(line("s2", 1500)))
    assert {(answer.quantity, answer.state) for answer in score.answers} == {
        ("all", "missing"),
        ("other", "right"),
    }


@pytest.mark.parametrize(
    "changed",
    [{"term": "killed"}, {"unit": "household"}, {"origin": "Elsewhere"}, {"group": "fighters"}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_line_about_something_else_answers_nothing(changed: dict[str, Any]) -> None:
    """Another event, unit, place or group: all values are missing and the headline is at fault."""
    score = judge("varnia", TRUTH, published(line("s1", 300, 600, 900, **changed)))
    assert score.count("missing") == 4
    assert score.headline_fault is not None


def test_a_part_must_be_named_but_not_where_it_came_from() -> None:
    """People in one town: a line without the town is not theirs, one that also tells whence they came is."""
    part = {
        **TRUTH["quantities"][0],
        "origin": ["Varnia"],
        "destination": ["Osk"],
        "place": [],
        "whole": False,
    }
    truth = {**TRUTH, "quantities": [part]}
    for told, state in [
        (("Varnia", "Osk"), "right"),
        ((None, "Osk"), "right"),
        (("Varnia", None), "missing"),
    ]:
        out = published(line("s1", 300, 600, 900, origin=told[0], destination=told[1]))
        assert {answer.state for answer in judge("varnia", truth, out).answers} == {state}


def test_a_line_that_breaks_off_is_no_trend() -> None:
    """Three lines of one day each hold the values, none the trend."""
    lines = [
        line("s1", 900),
        replace(line("s2", 600, 1), points=line("s2", 600, 1).points[:1]),
        replace(line("s3", 300, 1, 1), points=line("s3", 300, 1, 1).points[:1]),
    ]
    score = judge("varnia", TRUTH, published(*lines))
    assert score.count("right") == 3
    assert score.trends == {"all": False}


def test_a_file_without_a_word_is_silent() -> None:
    """Neither printed, nor on a page, nor read."""
    assert judge("varnia", TRUTH, published(line("s1", 900), printed="")).silent == ["b.txt"]
