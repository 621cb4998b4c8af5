"""Cut a series' estimates into the stretches a chart draws: solid, carried on, and gaps left as gaps.

In: estimates of one series.  Out: Stretches (stocks, totals) or Windows (counts over a period).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

LONGEST_STEP = dt.timedelta(days=1)
INNER = 0.337
"""How far the range that holds one half reaches, of a range of two standard deviations on either side (0.674 / 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of days without a gap; ``carried`` days have no new claim behind them."""

    days: list[dt.date]
    low: list[float]
    best: list[float]
    high: list[float]
    carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One estimate of a count over a period."""

    start: dt.date
    end: dt.date
    low: float
    best: float
    high: float


def is_windowed(series: Mapping[str, Any]) -> bool:
    """Distinguish counts over a period, which are never joined to a line, from running totals and stocks."""
    return series.get("accumulation") in ("window", "rate")


def stretches(estimates: pl.DataFrame) -> list[Stretch]:
    """Return the runs of days, in order; neighbours share a day so that the line does not break."""
    rows = estimates.sort("date").select("date", "low", "best", "high", "carried").rows()
    made: list[Stretch] = []
    for day, low, best, high, carried in rows:
        last = made[-1] if made else None
        if last is not None and day - last.days[-1] <= LONGEST_STEP:
            if last.carried != carried:
                made.append(
                    Stretch(
                        days=last.days[-1:],
                        low=last.low[-1:],
                        best=last.best[-1:],
                        high=last.high[-1:],
                        carried=carried,
                    )
                )
        else:
            made.append(Stretch(days=[], low=[], best=[], high=[], carried=carried))
        now = made[-1]
        now.days.append(day)
        now.low.append(low)
        now.best.append(best)
        now.high.append(high)
    return made


def windows(estimates: pl.DataFrame) -> list[Window]:
    """Return the windows, in order of their start."""
    made = []
    for row in estimates.sort("date").iter_rows(named=True):
        end = row.get("period_end") or row["date"]
        start = row.get("period_start") or end
        made.append(Window(start=start, end=end, low=row["low"], best=row["best"], high=row["high"]))
    return sorted(made, key=lambda window: (window.start, window.end, window.best))


def last_known(estimates: pl.DataFrame) -> dict[str, Any] | None:
    """Return the last estimate that rests on claims of its own; a carried one only when there is no other."""
    if estimates.is_empty():
        return None
    fresh = estimates.filter(~pl.col("carried"))
    return (fresh if fresh.height else estimates).sort("date").row(-1, named=True)


def inner(low: float, best: float, high: float) -> tuple[float, float]:
    """Return the range that is as likely to hold the number as not."""
    return best - INNER * (best - low), best + INNER * (high - best)
