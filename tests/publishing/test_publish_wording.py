"""How the pages say it: places in their words, no two headings alike, one name a source, counts that agree."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from tests.publishing.made_up_world import CAMP, OUT, World, day, world
from tracker.charts.translations import words
from tracker.charts.trend import events_between, spread
from tracker.publishing import PublishOptions, publish
from tracker.publishing.headlines import beside, ended, headline, leads
from tracker.publishing.public_tables import prepared
from tracker.publishing.titles import place, series_title, titles_of
from tracker.publishing.views import SituationView, situation_views
from tracker.vocabulary import SituationEvent

NAMES = {"kv": "Kestrel Valley", "camp": "Linden Camp", "hosts": "host families"}


@pytest.fixture(scope="module")
def made() -> World:
    return world()


def _view(made: World) -> SituationView:
    say = words()
    fit = prepared(made.reconciliation, PublishOptions(reports=made.reports, places=made.places), say)
    return situation_views(fit, made.situations, say)[0]


def _row(**more: Any) -> dict[str, Any]:
    row = {
        "series_id": "s",
        "term": "displaced",
        "measure": "flow",
        "accumulation": "cumulative",
        "since": None,
        "unit": "person",
        "origin_id": "kv",
        "destination_id": "camp",
        "group": None,
    }
    return {**row, **more}


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({}, "People displaced from Kestrel Valley to Linden Camp, running total"),
        ({"term": "sheltered"}, "People from Kestrel Valley sheltered in Linden Camp, running total"),
        ({"term": "killed", "origin_id": None}, "People killed in Linden Camp, running total"),
        (
            {"term": "detained", "group": "fighters", "origin_id": None, "accumulation": "window"},
            "People detained (fighters) in Linden Camp, over a period",
        ),
        (
            {"term": "sheltered", "measure": "stock", "origin_id": None, "destination_id": "hosts"},
            "People sheltered with host families",
        ),
        ({"term": "affected", "subterm": "in_need"}, "People from Kestrel Valley in need in Linden Camp, running total"),
    ],
)  # fmt: skip
def test_titles_read_as_people_say_it(more: dict[str, Any], title: str) -> None:
    assert series_title(_row(**more), NAMES, words()) == title


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("kv", "Kestrel Valley"),
        ("SDF-held territory", "SDF-held territory"),
        ("relatives", "relatives"),
        ("phl.north.amber-bay", "Amber Bay"),
        (None, None),
    ],
)
def test_names_as_printed_keep_their_letters(id_: str | None, name: str | None) -> None:
    assert place(id_, NAMES) == name


def test_headings_that_would_be_alike_say_what_differs() -> None:
    rows = [
        _row(series_id="v.moved.from-kv", destination_id=None),
        _row(series_id="v.moved.from-kv.to-amber-coast", destination_id=None),
    ]
    titles = titles_of(
        {"v": rows}, {"v": {**NAMES, "x": "Amber Coast"}}, Counter({"v.moved.from-kv": 3}), words()
    )
    assert len(set(titles.values())) == 2
    assert titles["v.moved.from-kv.to-amber-coast"].endswith("(to Amber Coast)")
    assert not [title for title in titles.values() if "[" in title]


def test_the_other_counts_stand_beside_the_headline(made: World) -> None:
    view = _view(made)
    told = beside(view, words())
    assert any("were sheltering in Linden Camp on 29 March 2031" in one for one in told)
    assert not any("children" in one or "families" in one for one in told)
    assert ended(view, words()) is None


def test_a_count_that_ends_early_says_so() -> None:
    made = world()
    late = made.reconciliation.estimates.with_columns(
        pl.when(pl.col("series_id") == CAMP)
        .then(pl.col("date") + dt.timedelta(days=90))
        .otherwise(pl.col("date"))
        .alias("date")
    )
    made.reconciliation = replace(made.reconciliation, estimates=late)
    # the rules would lead with the newer stock: a person may choose
    view = _view(made)
    assert view.lead is not None
    assert view.lead.series_id == CAMP
    made.situations = [replace(one, lead=OUT) for one in made.situations]
    view = _view(made)
    assert view.lead is not None
    assert view.lead.series_id == OUT
    assert leads(view, words()) == "Shown first because a person chose it."
    said = ended(view, words()) or ""
    assert "No report counts these people after 29 March 2031" in said
    assert "27 June 2031" in said


def test_one_day_is_not_a_span(made: World) -> None:
    line = next(line for line in _view(made).lines if line.row["accumulation"] == "window")
    short = replace(line, estimates=line.estimates.with_columns(pl.col("period_end").alias("period_start")))
    said = headline(short, NAMES, words())
    assert said is not None
    assert " on 28 March 2031." in said.sentence
    assert "between" not in said.sentence


def test_one_name_and_one_count_a_counter(tmp_path: Any) -> None:
    made = world()
    claims = made.reconciliation.claims
    claims = claims.with_columns(
        pl.when(pl.col("claim_id") == "c01").then(pl.lit("SOHR"))
        .when(pl.col("claim_id") == "c05").then(pl.lit("the Observatory")).otherwise(pl.col("source")).alias("source"),
        pl.when(pl.col("claim_id").is_in(["c01", "c05"])).then(pl.lit("sohr")).otherwise(pl.col("source_id")).alias("source_id"),
    )  # fmt: skip
    made.reconciliation = replace(made.reconciliation, claims=claims)
    publish(made.reconciliation, tmp_path / "out", PublishOptions(**made.arguments()))
    page = (tmp_path / "out" / "valley.html").read_text()
    picked = re.search(r'<select id="claims-source">(.*?)</select>', page, re.S)
    assert picked
    names = [html.unescape(name) for name in re.findall(r'<option value="([^"]+)">', picked[1])]
    assert "Syrian Observatory for Human Rights" in names
    assert "SOHR" not in names
    tile = re.search(r" (\d+) sources</span>", page)
    assert tile
    assert int(tile[1]) == len(names)


def test_grades_are_explained_once_and_linked(tmp_path: Any, made: World) -> None:
    publish(made.reconciliation, tmp_path / "out", PublishOptions(**made.arguments()))
    page = (tmp_path / "out" / "valley.html").read_text()
    assert page.count('id="grades"') == 1
    assert 'href="#grades"' in page
    index = (tmp_path / "out" / "index.html").read_text()
    assert "Reports up to 29 March 2031" in index


def test_only_events_within_the_chart_are_lettered() -> None:
    events = [SituationEvent(date=day(n), label=str(n), url=None) for n in (-3, 2, 3, 40)]
    assert [(letter, event.label) for letter, event in events_between(events, day(0), day(30))] == [
        ("A", "2"),
        ("B", "3"),
    ]


def test_letters_of_near_events_do_not_overlap() -> None:
    places = spread([day(2), day(3), day(3), day(20)], day(0), day(100), 0.05)
    assert places == [2, 7, 12, 20]


def test_a_place_that_more_left_than_stay_in_still_has_people() -> None:
    from tracker.charts.land import largest_of
    from tracker.charts.place_map import Spot
    from tracker.publishing.movement_section import finding

    spots = [
        Spot(place_id=id_, name=name, lon=1, lat=1, people=people, kind=kind)
        for id_, name, people, kind in (
            ("a", "Alder", 3000, "left"), ("a", "Alder", 1400, "stock"), ("b", "Birch", 700, "stock"),
        )
    ]  # fmt: skip
    here = largest_of([spot for spot in spots if spot.kind == "stock"])
    assert finding([], here, {}, words()) == "Most are in Alder: about 1,400."
    assert [spot.kind for spot in largest_of(spots)] == ["left", "stock"]
