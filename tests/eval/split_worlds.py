"""Made-up crises reported as a total and its two halves: people inside sites and people outside them.

    python tests/eval/split_worlds.py [--worlds 60] [--seed 0]

One source gives the total, those in centres and those with hosts, now all three, now two of them.  In a third
of the worlds its list counts people twice from some day on; in a third people go home, and the total, of all
who ever left, no longer is the sum.  Asked for is each half on days on which it was stated, with that day's
figure taken out, with and without what the total leaves for it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

import numpy as np
import polars as pl

from tracker.reconciliation import halves, reconcile

START = dt.date(2022, 5, 1)
KINDS = ("clean", "counted twice", "going home")


def world(seed: int) -> tuple[pl.DataFrame, dict[str, list[float]]]:
    """Return the claims of one world and the true size of each half by day."""
    rng = np.random.default_rng(seed)
    days = int(rng.integers(20, 60))
    ever = (
        np.cumsum(rng.gamma(0.7, 3000, days) + (rng.random(days) < 0.2) * rng.gamma(1.5, 15000, days)) + 9000
    )
    kind = KINDS[seed % len(KINDS)]
    turn = int(days * rng.uniform(0.3, 0.7))
    grows = np.clip(np.arange(days) - turn, 0, None) / days
    home = ever * grows * rng.uniform(0.2, 0.6) if kind == "going home" else np.zeros(days)
    listed = ever * (1 + grows * rng.uniform(0.2, 0.6)) if kind == "counted twice" else ever
    share = np.clip(rng.uniform(0.05, 0.5) + np.cumsum(rng.normal(0, 0.02, days)), 0.03, 0.7)
    inside = (ever - home) * share
    outside = ever - home - inside
    rows: list[dict[str, Any]] = []
    for day in range(days):
        if rng.random() > rng.uniform(0.2, 0.6):
            continue
        stated = ["total", "inside", "outside"]
        if rng.random() < 0.4:
            stated.remove(str(rng.choice(stated)))
        for name in stated:
            true = {"total": listed, "inside": inside, "outside": outside}[name][day]
            rows.append(_claim(f"s{seed}-{len(rows)}", name, day, true * (1 + rng.normal(0, 0.004)), rng))
    return pl.DataFrame(rows, infer_schema_length=None), {
        "inside": inside.tolist(),
        "outside": outside.tolist(),
    }


def _claim(name: str, what: str, day: int, value: float, rng: np.random.Generator) -> dict[str, Any]:
    """Return one claim, sometimes rounded."""
    total = what == "total"
    said = str(rng.choice(["exact", "approximately"], p=[0.7, 0.3]))
    date = START + dt.timedelta(day)
    return {
        "claim_id": name,
        "value": float(round(value, -2 if said == "approximately" else 0)),
        "qualifier": said,
        "unit": "person",
        "term": "displaced" if total else "sheltered",
        "measure": "flow" if total else "stock",
        "accumulation": "cumulative" if total else None,
        "period_start": START if total else None,
        "period_end": date if total else None,
        "as_of": date,
        "published": date,
        "source": "The Registry",
        "publisher": "The Registry",
        "origin": "The Valley",
        "destination": {"total": "The Plain", "inside": "evacuation centres", "outside": "host families"}[
            what
        ],
        "situation": "world",
        "series_id": what,
        "true_day": day,
    }


def questions(seed: int) -> Iterator[tuple[pl.DataFrame, str, int, float]]:
    """Yield what is asked of one world: claims without a half's figure of a day, the half, the day, truth."""
    claims, truth = world(seed)
    for half in ("inside", "outside"):
        stated = sorted(claims.filter(pl.col("series_id") == half)["true_day"].unique().to_list())
        for day in stated[1:-1][::2]:
            left = claims.filter((pl.col("series_id") != half) | (pl.col("true_day") != day))
            yield left.drop("true_day"), half, day, truth[half][day]


def score(seeds: range, *, completed: bool) -> dict[str, dict[str, float]]:
    """Return mean error, coverage and interval score by kind of world, with or without the halves completed."""
    held: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with nullcontext() if completed else patch.object(halves, "complete", lambda made, settings: None):
        for seed in seeds:
            for claims, half, day, true in questions(seed):
                rows = reconcile(claims).estimates.filter(
                    (pl.col("series_id") == half) & (pl.col("date") == START + dt.timedelta(day))
                )
                low, best, high = rows.select("low", "best", "high").row(0)
                one = held[KINDS[seed % len(KINDS)]]
                one["error"].append(abs(best - true) / true)
                one["inside"].append(float(low <= true <= high))
                one["interval"].append((high - low + 20 * (max(0, low - true) + max(0, true - high))) / true)
    return {
        kind: {"n": len(one["error"])}
        | {name: round(100 * statistics.mean(values), 1) for name, values in one.items()}
        for kind, one in sorted(held.items())
    }


def main() -> None:
    """Print the scores of some worlds, without and with the halves completed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + args.worlds)
    for completed in (False, True):
        for kind, row in score(seeds, completed=completed).items():
            print("completed" if completed else "as stated", kind, row)


if __name__ == "__main__":
    main()
