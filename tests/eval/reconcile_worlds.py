"""Made-up crises whose truth is known: how far reconciling comes, against simple rules.

    python tests/eval/reconcile_worlds.py [--worlds 40] [--seed 7]

A world is a bursty running total (sometimes cleaned half-way), the flows between, and a camp that fills as
people arrive.  Sources have a bias of their own, a lag, habits of rounding and hedging, and rarely a
misprint; papers copy them days later.  ``now`` asks on a day with what was printed by then; ``back`` asks for
a past day with that day's claims taken out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from tracker.reconciliation import reconcile

START = dt.date(2021, 3, 1)
Row = dict[str, Any]
Truth = dict[str, dict[int, float]]


def world(seed: int) -> tuple[pl.DataFrame, Truth]:
    """Return the claims of one world and its true levels by series and day."""
    rng = np.random.default_rng(seed)
    days = int(rng.integers(40, 120))
    calm = float(rng.uniform(50, 2000))
    bursts = rng.random(days) < rng.uniform(0.05, 0.25)
    flow = rng.gamma(0.7, calm, days) + bursts * rng.gamma(1.5, calm * rng.uniform(3, 12), days)
    total = np.cumsum(flow) + calm * rng.uniform(2, 20)
    base = total[0] * rng.uniform(0.1, 1.0)
    stay = rng.uniform(0.6, 1.0)
    camp = base + stay * total - np.cumsum(rng.uniform(0, 0.02) * calm * rng.random(days))
    inflate = np.ones(days)
    cleaned = days
    if rng.random() < 0.25:  # a list that counts people twice until it is cleaned
        cleaned = int(days * rng.uniform(0.5, 0.75))
        inflate[:cleaned] = 1 + np.linspace(0, rng.uniform(0.1, 0.4), cleaned)
    truth: Truth = {
        "total": {day: float(total[day]) for day in range(days)},
        "camp": {day: float(camp[day]) for day in range(days)},
    }
    rows: list[Row] = []
    sources = [f"Counter {letter}" for letter in "ABC"][: int(rng.integers(1, 4))]
    for index, source in enumerate(sources):
        bias = rng.normal(0, 0.02) if index else rng.normal(0, 0.008)
        lag = int(rng.choice([0, 0, 1, 2]))
        often = rng.uniform(0.1, 0.5) if index == 0 else rng.uniform(0.03, 0.2)
        habit = rng.choice(["exact", "rounds", "bounds"], p=[0.5, 0.3, 0.2])
        for day in range(days):
            if rng.random() < often:
                lists = inflate[day] if index == 0 else 1.0
                _say(rows, rng, source, "total", day, total[day] * (1 + bias) * lists, habit, lag, cleaned)
            if rng.random() < often * 0.7:
                _say(rows, rng, source, "camp", day, camp[day] * (1 + bias), habit, lag, cleaned)
            if rng.random() < often * 0.5 and day > 2:
                span = int(rng.integers(1, 4))
                _say(
                    rows,
                    rng,
                    source,
                    "flow",
                    day,
                    flow[day - span + 1 : day + 1].sum() * (1 + bias),
                    habit,
                    lag,
                    span,
                )
    if not rows:
        return world(seed + 100_000)
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.Series("claim_id", [f"w{number:04d}" for number in range(len(rows))])
    ), truth


def _say(
    rows: list[Row],
    rng: np.random.Generator,
    source: str,
    series: str,
    day: int,
    true: float,
    habit: str,
    lag: int,
    extra: int,
) -> None:
    """Add the claim a source makes, and the copies papers print of it."""
    value = max(1.0, true * (1 + rng.normal(0, 0.006)))
    said = "exact"
    if habit != "exact" or rng.random() < 0.25:
        grain = 10 ** max(0, int(np.floor(np.log10(value))) - int(rng.integers(1, 3)))
        mode = rng.choice(
            ["approximately", "at_least", "at_most"],
            p=[0.5, 0.3, 0.2] if habit != "bounds" else [0.1, 0.6, 0.3],
        )
        said = str(mode)
        value = {"approximately": np.round, "at_least": np.floor, "at_most": np.ceil}[said](
            value / grain
        ) * grain
    value = float(max(1, round(value)))
    if rng.random() < 0.01 and value > 1000:  # a misprint: two digits change places
        text = str(int(value))
        at = int(rng.integers(0, len(text) - 1))
        value = float(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    dated = rng.choice(["explicit", "implicit", "inferred"], p=[0.6, 0.3, 0.1])
    printed = day + lag + (int(rng.integers(0, 3)) if dated == "inferred" else 0)
    row: Row = {
        "value": value,
        "qualifier": said,
        "unit": "person",
        "term": "sheltered" if series == "camp" else "displaced",
        "measure": "stock" if series == "camp" else "flow",
        "accumulation": {"camp": None, "total": "cumulative", "flow": "window"}[series],
        "period_start": None
        if series == "camp"
        else START - dt.timedelta(5)
        if series == "total"
        else _day(day - extra + 1),
        "period_end": None if series == "camp" else _day(day),
        "as_of": _day(day) if dated == "explicit" else None,
        "as_of_basis": str(dated),
        "published": _day(printed),
        "source": source,
        "publisher": source,
        "destination": "Long Camp",
        "origin": "The Valley",
        "situation": "world",
        "series_id": series,
        "true_day": day,
    }
    if dated != "explicit" and series != "camp":
        row["period_end"] = _day(printed)
    rows.append(row)
    for _ in range(int(rng.poisson(0.5))):
        late = int(rng.integers(0, 4))
        rows.append(
            {
                **row,
                "publisher": f"Paper {rng.integers(0, 9)}",
                "published": _day(printed + late),
                "wire": "Wire",
            }
        )


def _day(number: int) -> dt.date:
    """Return the date of a day of a world."""
    return START + dt.timedelta(int(number))


def questions(seed: int) -> Iterator[tuple[str, pl.DataFrame, str, int, dt.date | None, float]]:
    """Yield what is asked of one world: mode, claims, series, day, known on, truth."""
    claims, truth = world(seed)
    rng = np.random.default_rng(seed + 5)
    for series in ("total", "camp"):
        own = claims.filter(pl.col("series_id") == series)
        if own.height < 4:
            continue
        stated = sorted(own["true_day"].unique().to_list())
        for day in sorted(rng.choice(stated, size=min(4, len(stated)), replace=False).tolist()):
            known = claims.filter(pl.col("published") <= _day(day))
            if known.filter(pl.col("series_id") == series).height:
                yield "now", known, series, day, _day(day), truth[series][day]
            if stated[0] < day < stated[-1]:
                left = claims.filter((pl.col("series_id") != series) | (pl.col("true_day") != day))
                yield "back", left, series, day, None, truth[series][day]


def simple(claims: pl.DataFrame, series: str, day: int) -> dict[str, float]:
    """Return what the latest figure and a straight line between figures would say."""
    about = pl.coalesce("as_of", "published")
    own = (
        claims.filter(pl.col("series_id") == series)
        .with_columns(about.alias("_about"))
        .sort("_about", "published")
    )
    past = own.filter(pl.col("_about") <= _day(day))
    latest = (past if past.height else own.head(1))["value"][-1]
    points = own.group_by("_about").agg(pl.col("value").median()).sort("_about")
    line = np.interp(
        _day(day).toordinal(),
        [one.toordinal() for one in points["_about"].to_list()],
        points["value"].to_list(),
    )
    return {"latest": float(latest), "straight line": float(line)}


def score(seeds: range) -> dict[str, dict[str, float]]:
    """Return errors, coverage and interval scores by mode."""
    errors: dict[str, dict[str, list[float]]] = {mode: defaultdict(list) for mode in ("now", "back")}
    for seed in seeds:
        for mode, claims, series, day, known, true in questions(seed):
            result = reconcile(claims.drop("true_day"), as_known_on=known)
            rows = result.estimates.filter(
                (pl.col("series_id") == series) & (pl.col("date") <= _day(day))
            ).sort("date")
            held = errors[mode]
            if rows.is_empty():
                held["silent"].append(1.0)
                continue
            low, best, high = rows.select("low", "best", "high").row(-1)
            held["ours"].append(abs(best - true) / true)
            held["inside"].append(float(low <= true <= high))
            held["above"].append(float(true > high))
            held["width"].append((high - low) / true)
            held["interval"].append((high - low + 20 * (max(0, low - true) + max(0, true - high))) / true)
            for rule, value in simple(claims, series, day).items():
                held[rule].append(abs(value - true) / true)
    return {
        mode: {"n": len(held["ours"]), "silent": len(held["silent"])}
        | {name: round(100 * statistics.mean(values), 2) for name, values in held.items() if name != "silent"}
        | {"ours median": round(100 * statistics.median(held["ours"]), 2)}
        for mode, held in errors.items()
    }


def main() -> None:
    """Print the scores of some worlds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    for mode, row in score(range(args.seed, args.seed + args.worlds)).items():
        print(mode, row)


if __name__ == "__main__":
    main()
