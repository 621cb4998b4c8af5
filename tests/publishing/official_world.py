"""Official figures beside the made-up crisis: two databases, each kind of series, inside and outside the range."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import polars as pl

from tests.publishing.made_up_world import NASTY, START, World, day, world
from tracker.fetch import official_rows

COUNTRY = "XKV"
BUREAU, LEDGER = "Bureau of Counts", "Open Ledger"
ADDRESS = "https://example.org/bureau"


def figure(claim_id: str, value: float, **said: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "source": BUREAU,
        "source_id": "bureau",
        "url": ADDRESS,
        "measure": "flow",
        "term": "displaced",
        "accumulation": "window",
        "origin_id": "kv",
        "destination_id": "camp",
        "country_iso3": COUNTRY,
        "published": day(20),
    }
    return official_rows.row(claim_id, value, **(whole | said))


def stock(claim_id: str, value: float, at: dt.date, **said: Any) -> dict[str, Any]:
    kept = {"term": "sheltered", "measure": "stock", "origin_id": None, "accumulation": None, "as_of": at}
    return figure(claim_id, value, **(kept | said))


FIGURES = official_rows.frame(
    [
        figure("o-total-1", 8_900, start=START, end=day(5)),
        figure("o-total-2", 50_000, start=START, end=day(20), sentence="Round 2 of the register."),
        figure("o-week", 2_600, start=day(8), end=day(14)),
        figure("o-year", 90_000, start=day(-60), end=day(14)),
        stock("o-camp-1", 7_100, day(6)),
        stock("o-camp-2", 30_000, day(16), qualifier="at_least", published=None),
        stock("o-camp-3", 8, day(12)),
        stock("o-ledger", 7_000, day(6), source=LEDGER, source_id="ledger", url="javascript:alert(9)"),
        stock("o-nasty", 7_200, day(7), source=NASTY, source_id="nasty", sentence=NASTY),
        stock("o-old", 100, dt.date(2000, 1, 1)),
        stock("o-elsewhere", 5, day(6), destination_id="port"),
    ]
)


def official_world() -> World:
    """Return the made-up world in a country, so that official figures can belong to its series."""
    made = world()
    told = made.reconciliation
    series = told.series.with_columns(country_iso3=pl.lit(COUNTRY))
    made.reconciliation = dataclasses.replace(told, series=series)
    return made
