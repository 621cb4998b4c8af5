"""Official figures on a page: drawn, listed where they part, absent where there are none."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.made_up_world import CAMP, NASTY, OUT, day
from tests.publishing.official_world import ADDRESS, BUREAU, FIGURES, LEDGER, official_world
from tracker.publishing import PublishOptions, figure, publish


def _page(out: Path, *, official: Any = FIGURES, known: Any = None, **more: Any) -> str:
    made = official_world()
    told = dataclasses.replace(made.reconciliation, as_known_on=known)
    publish(told, out, PublishOptions(official=official, **{**made.arguments(), **more}))
    return (out / "valley.html").read_text()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return _page(tmp_path_factory.mktemp("official") / "out")


def _section(page: str) -> str:
    return page[page.index('<section id="official"') : page.index('<section id="claims"')]


def _rows(part: str) -> list[str]:
    return [re.sub(r"<[^>]*>", " ", row) for row in re.findall(r"<tr>.*?</tr>", part, re.S)]


def test_those_apart_come_first_with_how_far(page: str) -> None:
    apart, _, folded = _section(page).partition("<details>")
    rows = _rows(apart)[1:]
    assert len(rows) == 3
    assert "50,000 people" in rows[0]
    assert BUREAU in rows[0]
    assert re.search(r"25,100 above the estimate, 101% of it", rows[0])
    assert "8 people" in rows[1]
    assert "below the estimate" in rows[1]
    assert "at least 30,000 people" in rows[2]
    assert "within the range" in folded
    assert f'href="{ADDRESS}"' in apart


def test_what_fits_is_folded(page: str) -> None:
    folded = _section(page).partition("<details>")[2]
    assert len(_rows(folded)) == 1 + 5
    assert "5 official figures within the range, or without an estimate of their day" in folded


def test_the_contents_lead_to_it(page: str) -> None:
    assert re.search(r'<a href="#official">Official figures<i>\d+</i></a>', page)


def test_nothing_of_a_database_runs(page: str) -> None:
    assert NASTY not in page
    assert 'href="javascript' not in page


def test_the_legend_has_a_button_a_source(page: str) -> None:
    for name in (BUREAU, LEDGER):
        assert f'data-trace="{name}, official figures"' in page


def test_without_figures_the_page_is_the_same(tmp_path: Path) -> None:
    none = _page(tmp_path / "none", official=None)
    assert none == _page(tmp_path / "empty", official=FIGURES.clear())
    assert 'id="official"' not in none
    far = FIGURES.filter(FIGURES["claim_id"].is_in(["o-old", "o-elsewhere"]))
    assert none == _page(tmp_path / "far", official=far), "figures of other days and places change nothing"


def test_nothing_later_is_shown_on_an_earlier_day(tmp_path: Path) -> None:
    assert 'id="official"' not in _page(tmp_path / "before", known=day(19))
    after = _page(tmp_path / "after", known=day(20))
    assert "50,000 people" in _section(after)
    assert "30,000 people" not in _section(after), "nothing says when it was published"


def test_small_official_counts_are_hidden(tmp_path: Path) -> None:
    assert "8 people" in _section(_page(tmp_path / "all"))
    assert "8 people" not in _section(_page(tmp_path / "few", suppress_below=10))


def test_the_compact_page_stays_within_its_size(tmp_path: Path) -> None:
    assert len(_page(tmp_path / "out", compact=True).encode()) < 2_500_000


def test_the_chart_alone_has_them_too(tmp_path: Path) -> None:
    _page(tmp_path / "out")
    assert f"{BUREAU}, official figures" in (tmp_path / "out" / "valley-chart.html").read_text()


def test_a_picture_has_them() -> None:
    made = official_world()
    drawn = figure(made.reconciliation, OUT, situations=made.situations, official=FIGURES)
    assert [trace.name for trace in drawn.data if trace.meta == "official"] == [f"{BUREAU}, official figures"]
    assert CAMP not in str(drawn.layout.title.text)
