"""What the page needs to draw: figures as plain JSON, and how a series looked on earlier days.

In: a SeriesView of a view, earlier Reconciliations.  Out: plain data, slimmed.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.charts import curve, theme
from tracker.charts.dots import Dot
from tracker.charts.rounding import rounded
from tracker.charts.translations import Words
from tracker.charts.trend import drawn, line_traces
from tracker.publishing.headlines import headline
from tracker.publishing.one_series import SeriesView
from tracker.publishing.views import SituationView

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation

WEEK = dt.timedelta(days=7)


def figure_json(line: SeriesView, view: SituationView, say: Words) -> dict[str, Any]:
    """Return a series' figure as plain JSON for the page."""
    made = drawn(
        line.row,
        line.estimates,
        line.dots,
        events=view.situation.events,
        official=line.official,
        legend=False,
        say=say,
    )
    made["layout"].pop("template", None)
    looks = {dot.claim_id: _look(dot) for dot in line.dots}
    return {"data": [slim(_plain_dots(trace, looks)) for trace in made["data"]], "layout": made["layout"]}


def _look(dot: Dot) -> tuple[str, str, str]:
    """Return the shape, the fill and the rim of a dot, as the picture has them: who counted is said in words."""
    if dot.dissents:
        return "square", theme.PAPER, theme.DOUBT
    return "circle", theme.BEST if dot.used else theme.PAPER, theme.BEST


def _plain_dots(trace: Mapping[str, Any], looks: Mapping[str, tuple[str, str, str]]) -> dict[str, Any]:
    """Return a trace of dots in the looks of the picture; other traces as they are."""
    made = dict(trace)
    if made.get("meta") != "claims":
        return made
    shapes, fills, rims = zip(*(looks[row[0]] for row in made["customdata"]), strict=True)
    made["marker"] = {
        "size": 9,
        "symbol": list(shapes),
        "color": list(fills),
        "line": {"color": list(rims), "width": 1.6},
    }
    made["error_y"] = {**made["error_y"], "color": theme.BEST}
    return made


def slim(trace: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line's trace with its values rounded and its days as runs; the page unfolds them.

    Dots lose what they say when pointed at: the page has it in its claims.
    """
    made = dict(trace)
    if made.get("meta") == "claims":
        made.pop("hovertext", None)
        made["customdata"] = [row[0] for row in made["customdata"]]
        return made
    if made.get("type", "scatter") != "scatter" or str(made.get("meta", "")).split(".")[0] not in (
        "best",
        "carried",
    ):
        return made
    made["y"] = [None if value is None else round_for_drawing(value) for value in made["y"]]
    if all(day is None or len(day) == 10 for day in made["x"]):
        made["x"] = {"runs": runs(made["x"])}
    return made


def round_for_drawing(value: float) -> float:
    """Return a value with as many figures as a chart can show."""
    return round(value) if abs(value) >= 100 else round(value, 2)


def runs(days: Sequence[str | None]) -> list[Any]:
    """Return days as [first, count] a run of neighbouring days; a gap as ``None``."""
    made: list[Any] = []
    last: dt.date | None = None
    for text in days:
        if text is None:
            made.append(None)
            last = None
            continue
        day = dt.date.fromisoformat(text)
        if last is not None and (day - last).days == 1:
            made[-1][1] += 1
        else:
            made.append([text, 1])
        last = day
    return made


def earlier_days(claims: pl.DataFrame, *, most: int = 6) -> list[dt.date]:
    """Return days on which to look back: for each situation, days by which even shares had been printed.

    Reconciling as known on each of them gives what ``publish(earlier=...)`` shows.
    """
    days: set[dt.date] = set()
    rows = claims.select("situation", "published").drop_nulls("published")
    for _, group in sorted(rows.group_by("situation"), key=lambda item: str(item[0])):
        printed = sorted(group["published"].to_list())
        shares = {printed[len(printed) * n // (most + 1)] for n in range(1, most + 1)}
        days |= {day for day in shares if printed[0] < day < printed[-1]}
    return sorted(days)


def known_frames(
    line: SeriesView, earlier: Sequence[Reconciliation], names: Mapping[str, str], say: Words
) -> list[dict[str, Any]]:
    """Return how a series looked on earlier days, oldest first; a day without it says so.

    Each has its headline and the role every claim had on that day.
    """
    frames = []
    mine = set(line.claims["claim_id"].to_list())
    printed = line.claims["published"].drop_nulls().to_list()
    for past in sorted(earlier, key=lambda one: one.as_known_on or dt.date.max):
        if (
            past.as_known_on is None
            or not printed
            or not min(printed) - WEEK <= past.as_known_on < max(printed)
        ):
            continue
        id_ = matching(line.row, past.series)
        estimates = past.estimates.filter(pl.col("series_id") == id_) if id_ else past.estimates.clear()
        last = curve.last_known(estimates)
        if last is None:
            text, traces = say("chart.known_none", day=say.day(past.as_known_on)), []
            sentence = text
        else:
            low, best, high = rounded(last["low"], last["best"], last["high"])
            text = say(
                "chart.known_text",
                day=say.day(past.as_known_on),
                n=say.number(best),
                low=say.number(low),
                high=say.number(high),
                at=say.day(last["date"]),
            )
            traces = [
                slim({key: trace[key] for key in ("meta", "x", "y")}) for trace in line_traces(estimates, say)
            ]
            said = headline(replace(line, estimates=estimates), names, say)
            told = said.sentence if said else text
            sentence = say("headline.known", day=say.day(past.as_known_on), told=told)
        roles: dict[str, list[str]] = {}
        for claim, series, role in past.assignments.select("claim_id", "series_id", "role").rows():
            if claim in mine and role and (series == id_ or series is None):
                roles.setdefault(role, []).append(claim)
        frames.append(
            {
                "day": past.as_known_on.isoformat(),
                "text": text,
                "headline": sentence,
                "note": say("headline.earlier", day=say.day(past.as_known_on)),
                "used": sorted(roles.pop("used", [])),
                "roles": {say.name("role", role): sorted(ids) for role, ids in sorted(roles.items())},
                "traces": traces,
            }
        )
    return frames


def matching(row: Mapping[str, Any], series: pl.DataFrame) -> str | None:
    """Return the id of the same quantity in another reconciliation: by id, else by kind, nearest start."""
    if row["series_id"] in series["series_id"].to_list():
        return str(row["series_id"])
    same = [
        other
        for other in series.iter_rows(named=True)
        if all(
            other[key] == row[key]
            for key in (
                "situation",
                "term",
                "subterm",
                "measure",
                "accumulation",
                "unit",
                "origin_id",
                "destination_id",
                "group",
            )
        )
    ]
    if not same:
        return None
    start = row["since"] or dt.date.min
    return str(
        min(
            same, key=lambda other: (abs(((other["since"] or dt.date.min) - start).days), other["series_id"])
        )["series_id"]
    )
