"""Choose the count a page leads with, and say why: how many are displaced now, or have fled so far.

The rules stand in docs/method.md; ``lead`` in situations.toml overrules them.  First counts that may never lead fall
out: rates, groups, homes, parts, counts long out of date beside a newer one, counts that rest on vague words alone.
The rest are weighed: the whole before its places, a country before a camp, what many reports tell before one report's
figure, the new before the old.

In: SeriesViews of one situation.  Out: the same, the leading one first, and the reasons.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tracker.charts import curve
from tracker.publishing.one_series import SeriesView
from tracker.reconciliation import place_keys

LEADING = ("displaced", "crossed_border", "evacuated", "sheltered", "trapped")
OLD = dt.timedelta(days=60)
RIVAL_DAYS = dt.timedelta(days=10)
SMALL = 0.01
RIVAL = 0.25
PART = 3.0
"""What it costs to be a part: as much as all the reports that tell of it give."""
PART_DAYS = dt.timedelta(days=7)
NOW = 1.1
"""Times a running total that those displaced now must be for it not to be of all: counts of one quantity differ."""
MOST_TIMES = 10.0
LEAP = 3.0
"""Times all figures before it that a last round figure is, when it carries no line."""
WHOLE, WIDE, PLACE, CAMP = 3.0, 2.0, 1.0, 0.5
"""What a count of the whole crisis is worth, of those who left or reached a country, of a place, and of a camp."""
TOLD, TOLD_MOST = 1.0, 3.0
NEW, NEW_MOST = 0.15, 4.0
"""What a day behind the newest count costs, and the most it may."""
KINDS = {"stock": 0.5, "cumulative": 0.5, "window": -2.0}
ALONE, DISPUTED, VAGUE = -1.0, -0.5, -1.5
TERM = {"displaced": 0.6, "crossed_border": 0.6, "evacuated": 0.4, "sheltered": 0.0, "trapped": -1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The leading series, why it leads, and the series that says otherwise about as many people, if any."""

    lead: SeriesView
    reasons: tuple[str, ...]
    rival: SeriesView | None = None


def choose(lines: Sequence[SeriesView], wanted: str | None = None) -> Choice | None:
    """Return the series that leads and why; ``None`` where no series may, and weight decides.

    ``wanted`` is the id of a series that a person chose.
    """
    for line in lines:
        if wanted and line.series_id == wanted and line.last is not None:
            return Choice(lead=line, reasons=("chosen",))
    able = [line for line in lines if _may_lead(line)]
    able = [line for line in able if not _outdated(line, able) and not _slight(line, able)]
    if not able:
        return None
    newest = max(_day(line) for line in able)
    ranked = sorted(able, key=lambda line: (-_points(line, able, newest), -line.weight, line.series_id))
    best = ranked[0]
    return Choice(lead=best, reasons=_reasons(best, able, newest), rival=_rival(best, ranked[1:]))


def _may_lead(line: SeriesView) -> bool:
    """Whether a series counts people on the move, all of them, at a time or so far, and rests on claims."""
    row = line.row
    return (
        line.last is not None
        and line.used.height > 0
        and row["unit"] == "person"
        and row["term"] in LEADING
        and not row.get("group")
        and row.get("accumulation") != "rate"
        and (line.last["best"] or 0) > 0
    )


def _day(line: SeriesView) -> dt.date:
    """Return the day of a series' last estimate that rests on claims."""
    assert line.last is not None
    day: dt.date = line.last["date"]
    return day


def _best(line: SeriesView) -> float:
    """Return a series' last estimate."""
    assert line.last is not None
    return float(line.last["best"])


def reports(line: SeriesView) -> int:
    """Return how many reports tell of a series."""
    told = line.claims.filter(pl.col("role").is_in(["used", "duplicate", "superseded"]))
    return int(told.select(pl.coalesce("report_id", "claim_id")).to_series().n_unique())


def _outdated(line: SeriesView, able: Sequence[SeriesView]) -> bool:
    """Whether a newer count of the same people, or of more, makes this one old."""
    return any(_day(other) - _day(line) > OLD for other in able)


def _slight(line: SeriesView, able: Sequence[SeriesView]) -> bool:
    """Whether a count is next to nothing beside another that several reports tell."""
    return any(reports(other) > 1 and _best(line) < SMALL * _best(other) for other in able)


def _ends(line: SeriesView) -> tuple[str | None, str | None]:
    """Return the places a series names."""
    return line.row.get("origin_id"), line.row.get("destination_id")


def level(line: SeriesView) -> float:
    """Return how much of the crisis a series covers, by the places it names."""
    origin, destination = _ends(line)
    if destination is not None and place_keys.side(destination) == "inside":
        return WIDE  # all in shelters, wherever these are
    if destination is None:
        return WHOLE if origin is None else WIDE
    if "." not in destination and len(destination) == 3:
        return WIDE
    return PLACE if destination.count(".") == 1 else CAMP


def _points(line: SeriesView, able: Sequence[SeriesView], newest: dt.date) -> float:
    """Return what speaks for a series."""
    kind = "stock" if line.row["measure"] == "stock" else line.row.get("accumulation") or "window"
    points = level(line) + KINDS.get(kind, 0.0) + TERM[str(line.row["term"])]
    points += min(TOLD * math.log2(reports(line)), TOLD_MOST)
    points -= min(NEW * (newest - _day(line)).days, NEW_MOST)
    points += ALONE if line.used.height == 1 else 0.0
    points += DISPUTED if (line.last or {}).get("grade") == "D" else 0.0
    points += VAGUE if _vague(line) else 0.0
    return points - (PART if _within(line, able) or _fewer_than_now(line, able) else 0.0)


def _vague(line: SeriesView) -> bool:
    """Whether a series, or its last estimate alone, rests on round words: "thousands", "more than a million".

    A last figure counts as such where all before it are a third of it or less.
    """
    values = (
        line.used.sort("day")["value"].drop_nulls().to_list()
        if "day" in line.used.columns
        else (line.used["value"].drop_nulls().to_list())
    )
    round_ = [float(f"{value:.1g}") == value and value >= 1000 for value in values]
    return bool(values) and (
        all(round_) or (round_[-1] and len(values) > 1 and max(values[:-1]) * LEAP <= values[-1])
    )


def _within(line: SeriesView, able: Sequence[SeriesView]) -> bool:
    """Whether another count of the same kind, hardly older, covers more of the crisis and is larger.

    One many times as large is of another crisis, or of years.
    """
    return any(
        other is not line
        and other.row["measure"] == line.row["measure"]
        and level(other) > level(line)
        and _best(line) < _best(other) <= MOST_TIMES * _best(line)
        and _day(line) - _day(other) <= PART_DAYS
        and not _vague(other)
        for other in able
    )


def _fewer_than_now(line: SeriesView, able: Sequence[SeriesView]) -> bool:
    """Whether a running total is smaller than what several reports count at a time: then it is not of all of them.

    Nobody is displaced now who did not leave before, so the total is of some ("rescued") or of an older list.
    """
    if line.row["measure"] == "stock" or line.row.get("accumulation") != "cumulative":
        return False
    return any(
        other.row["measure"] == "stock"
        and level(other) >= WIDE
        and reports(other) > 1
        and not _vague(other)
        and _best(other) > NOW * _best(line)
        and _day(other) >= _day(line) - PART_DAYS
        for other in able
    )


def _rival(best: SeriesView, others: Sequence[SeriesView]) -> SeriesView | None:
    """Return a count of as much of the crisis, of the same kind and days, that gives another number."""
    for other in others:
        if (
            level(other) == level(best)
            and other.row["measure"] == best.row["measure"]
            and other.row["term"] == best.row["term"]
            and _ends(other) == _ends(best)
            and abs(_day(other) - _day(best)) <= RIVAL_DAYS
            and abs(_best(other) - _best(best)) > RIVAL * max(_best(other), _best(best))
            and not curve.is_windowed(other.row)
        ):
            return other
    return None


def _reasons(best: SeriesView, able: Sequence[SeriesView], newest: dt.date) -> tuple[str, ...]:
    """Return the keys of the sentences that say why a series leads."""
    covers = {WHOLE: "whole", WIDE: "wide"}.get(level(best), "place")
    found = [covers]
    if reports(best) > 1 and reports(best) == max(reports(line) for line in able):
        found.append("told")
    if _day(best) == newest:
        found.append("newest")
    return tuple(found)
