"""What a decision changes: the series a claim counts in, with it and without it, or as it was and as it would be.

In: a Desk, a claim and changes not yet kept.  Out: two lines and a picture of them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tracker import api
from tracker.review.desk import Desk
from tracker.review.ordering import number, what

MANY = 1_500
"""Claims of a situation from which on only those of the same term are settled again."""
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BASE = 360.0, 130.0, 14.0, 14.0, 30.0, 104.0
_APART = 11.0
_NEAR = 26.0  # the other label stands up to this far above its own point


@dataclass(frozen=True, slots=True)
class Effect:
    """A series before and after: points by day, the day the claim speaks of, and what it is called."""

    label: str
    before: tuple[tuple[dt.date, float], ...]
    after: tuple[tuple[dt.date, float], ...]
    day: dt.date | None
    note: str = ""
    pending: bool = False


def effect(desk: Desk, id: str, changes: Sequence[Mapping[str, str | None]] = ()) -> Effect:
    """Return the series of a claim without it and with it, or before and after changes.

    Parameters
    ----------
    desk, id
        The desk, and the claim.
    changes
        Corrections a person is trying, or a rejection.
    """
    claim = desk.claims[id]
    around = _around(desk, claim)
    rejected = {one for one, state in desk.states.items() if state.status == "rejected"}
    now = around.filter(~pl.col("claim_id").is_in(list(rejected - {id})))
    drop = any(change.get("action") == "reject" for change in changes)
    others = now.filter(pl.col("claim_id") != id)
    if not changes:
        before, after = others, now
    else:
        trial = pl.DataFrame(
            [{"target": id, "action": "correct", **change} for change in changes if not drop],
            schema={"target": pl.String, "action": pl.String, "field": pl.String, "value": pl.String},
        )
        before, after = now, others if drop else _changed(now, trial)
    ours, theirs = (before, after) if drop else (after, before)
    made = api.reconcile(ours, situations=desk.done.situations)
    row = made.assignments.filter(pl.col("claim_id") == id)
    series, day, note = row.select("series_id", "date", "reason").row(0) if row.height else (None, None, None)
    if series is None:
        return Effect("", (), (), None, note or "it counts in no series", bool(changes))
    members = made.assignments.filter(pl.col("series_id") == series)["claim_id"]
    line = _line(made, series)
    other: tuple[tuple[dt.date, float], ...] = ()
    if not theirs.is_empty():
        rest = api.reconcile(theirs, situations=desk.done.situations)
        other = _line(rest, _likest(rest, series, members))
    first, second = (line, other) if drop else (other, line)
    return Effect(what(claim), first, second, day, note or "", bool(changes))


def _around(desk: Desk, claim: Mapping[str, Any]) -> pl.DataFrame:
    """Return the claims that may bear on one: those of its situation, or of its term where these are very many."""
    same = desk.frame.filter(pl.col("situation").eq_missing(pl.lit(claim["situation"])))
    if same.height > MANY:
        same = same.filter((pl.col("term") == claim["term"]) & (pl.col("unit") == claim["unit"]))
    if same.height > MANY:
        series = (desk.assignments.get(claim["claim_id"]) or {}).get("series_id")
        ids = [one for one, row in desk.assignments.items() if row["series_id"] == series]
        same = same.filter(pl.col("claim_id").is_in([*ids, claim["claim_id"]]))
    return same


def _changed(frame: pl.DataFrame, trial: pl.DataFrame) -> pl.DataFrame:
    from tracker.reconciliation.decisions import apply

    return apply(frame, trial)[0]


def _line(made: api.Reconciled, series: str | None) -> tuple[tuple[dt.date, float], ...]:
    """Return the estimates of a series that rest on claims, by day."""
    found = made.estimates.filter((pl.col("series_id") == series) & ~pl.col("carried")).sort("date")
    return tuple((date, best) for date, best in found.select("date", "best").iter_rows())


def _likest(made: api.Reconciled, series: str, members: pl.Series) -> str | None:
    """Return the series that most of the same claims count in: its name may change with what they say."""
    held = made.assignments.filter(
        pl.col("claim_id").is_in(members.implode()) & pl.col("series_id").is_not_null()
    )
    if (held["series_id"] == series).any() or held.is_empty():
        return series
    return str(held["series_id"].mode().sort()[0])


# -- drawing ----------------------------------------------------------------------------------------------


def drawing(made: Effect) -> dict[str, Any]:
    """Return the picture of an effect as paths, points and words; empty where there is nothing to draw."""
    points = [*made.before, *made.after]
    if not points:
        return {}
    days = [day for day, _ in points]
    first, last = min(days), max(days)
    low, high = min(0.0, *(value for _, value in points)), max(value for _, value in points)
    low = (
        low if low < 0 or min(value for _, value in points) < 0.5 * high else 0.8 * min(v for _, v in points)
    )

    def at(day: dt.date, value: float) -> tuple[float, float]:
        share = (day - first).days / max((last - first).days, 1)
        x = LEFT + share * (WIDTH - LEFT - RIGHT) if last > first else WIDTH / 2
        y = BASE - (value - low) / (high - low or 1.0) * (BASE - TOP)
        return round(x, 1), round(y, 1)

    def path(line: Sequence[tuple[dt.date, float]]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in (at(*point) for point in line)) if line else ""

    lit = _value_at(made.after, made.day) or (made.after or made.before)[-1]
    was = _value_at(made.before, lit[0])
    x, y = at(*lit)
    drawn: dict[str, Any] = {
        "before": path(made.before), "after": path(made.after), "x": x, "y": y,
        "value": number(_round(lit[1])), "anchor": _anchor(x),
        "was": number(_round(was[1])) if was else "", "same": was is not None and _round(was[1]) == _round(lit[1]),
        "first": f"{first.day} {first:%b %Y}", "last": f"{last.day} {last:%b %Y}" if last > first else "",
        "lone": [at(*made.after[0])] if len(made.after) == 1 else [],
    }  # fmt: skip
    if was is not None:
        wx, wy = at(*was)
        drawn |= {"wx": wx, "wy": wy, "wty": _label(wy, y)}
    return drawn


def _value_at(line: Sequence[tuple[dt.date, float]], day: dt.date | None) -> tuple[dt.date, float] | None:
    """Return the point of a line on a day, or the nearest to it."""
    if not line:
        return None
    return min(line, key=lambda point: abs((point[0] - day).days)) if day else line[-1]


def _round(value: float) -> float:
    """Return a value to three figures."""
    if not value:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - 3)
    return round(value / unit) * unit if unit >= 1 else round(value)


def _anchor(x: float) -> str:
    return "start" if x < WIDTH / 3 else "end" if x > 2 * WIDTH / 3 else "middle"


def _label(wy: float, y: float) -> float:
    """Return where the label of the dashed line stands: below its point, or above it, clear of the other's."""
    if wy >= y - _NEAR:
        return round(wy + 18.0, 1)
    return round(max(wy - 8.0, _APART), 1)
