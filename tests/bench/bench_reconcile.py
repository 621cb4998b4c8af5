"""Time and memory of reconciling, from ten thousand to a million claims.

    python tests/bench/bench_reconcile.py 10000 100000 1000000

Fifty claims a series: running totals, stocks and windows of made-up crises with sources that lag, round,
copy one another and contradict.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time

import numpy as np
import polars as pl

from tracker.reconciliation import reconcile

PER_SERIES = 50
DAYS = 60


def claims(count: int, seed: int = 1) -> pl.DataFrame:
    """Return about ``count`` claims in ``count / 50`` series, shape (count, 15)."""
    rng = np.random.default_rng(seed)
    series = max(1, count // PER_SERIES)
    total = series * PER_SERIES
    number = np.repeat(np.arange(series), PER_SERIES)
    crisis = number // 4
    kind = number % 4
    day = rng.integers(0, DAYS, total)
    level = rng.uniform(5_000, 200_000, series)[number]
    pace = rng.uniform(0.001, 0.05, series)[number]
    stated = level * (1 + pace * day) * rng.normal(1, 0.015, total)
    grain = rng.choice([1, 100, 1000], total)
    said = rng.choice(["exact", "approximately", "at_least", "at_most"], total, p=[0.55, 0.25, 0.15, 0.05])
    value = np.maximum(np.round(stated / grain) * grain, 1)
    flow = np.maximum(np.round(level * pace * rng.normal(3, 0.3, total) / grain) * grain, 1)
    start = dt.date(2020, 1, 1)
    base = pl.Series([start], dtype=pl.Date).cast(pl.Int32)[0]
    source = rng.integers(0, 5, total)
    lag = rng.integers(0, 3, total)
    as_date = lambda days: pl.Series(base + days).cast(pl.Int32).cast(pl.Date)  # noqa: E731
    window, cumulative = kind == 2, kind < 2
    began = np.where(window, day - 2, np.where(kind == 0, 0, 10))
    ended = np.maximum(day, began)
    return pl.DataFrame(
        {
            "claim_id": np.char.add("c", np.arange(total).astype(str)),
            "value": np.where(window, flow, value),
            "qualifier": said,
            "unit": np.full(total, "person"),
            "term": rng.choice(["displaced", "evacuated", "sheltered"], total),
            "measure": np.where(kind == 3, "stock", "flow"),
            "source": np.char.add("Counter ", source.astype(str)),
            "publisher": np.char.add("Paper ", rng.integers(0, 40, total).astype(str)),
            "situation": np.char.add("crisis-", crisis.astype(str)),
            "destination": np.char.add("Camp ", crisis.astype(str)),
            "accumulation": np.where(window, "window", np.where(cumulative, "cumulative", "")),
        }
    ).with_columns(
        as_date(ended + lag).alias("published"),
        as_date(ended).alias("as_of"),
        as_date(began).alias("period_start"),
        as_date(ended).alias("period_end"),
        pl.lit("explicit").alias("as_of_basis"),
        pl.when(pl.col("accumulation") == "").then(None).otherwise("accumulation").alias("accumulation"),
    )


def main(sizes: list[int]) -> None:
    """Print one line a size: claims, series, estimates, seconds, peak memory."""
    for size in sizes:
        frame = claims(size)
        began, spent = time.perf_counter(), time.process_time()
        result = reconcile(frame)
        took, spent = time.perf_counter() - began, time.process_time() - spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{frame.height:>9,} claims {result.series.height:>7,} series {result.estimates.height:>10,} estimates "
            f"{took:7.1f} s ({spent:.1f} s of CPU) {1e6 * took / frame.height:6.1f} us a claim {peak:5.2f} GB peak"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
