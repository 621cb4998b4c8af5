"""Lay settled series out as the tables: series, estimates, assignments, conflicts.

In: Lines and the linked claims.  Out: polars frames as `tracker.tables` declares them.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from tracker import tables
from tracker.reconcile import linking
from tracker.reconcile.figures import Figure, day_of
from tracker.reconcile.lines import Line
from tracker.reconcile.settings import Settings

SUPPORT_DAYS = 7


def series_frame(keys: pl.DataFrame) -> pl.DataFrame:
    """Return the series table."""

    def known(column: str) -> pl.Expr:
        return pl.when(~pl.col(column).str.starts_with("~")).then(column)

    laid = keys.select(
        pl.col("_id").alias("series_id"),
        pl.col("_situation").alias("situation"),
        pl.Series("label", linking.labels(keys), dtype=pl.String),
        "term",
        "subterm",
        "measure",
        pl.when(pl.col("_kind") != "stock").then("_kind").alias("accumulation"),
        pl.when(pl.col("_kind") == "cumulative")
        .then(pl.coalesce("_since", "_earliest"))
        .cast(pl.Int32)
        .cast(pl.Date)
        .alias("since"),
        pl.col("_unit").alias("unit"),
        known("_from").alias("origin_id"),
        known("_to").alias("destination_id"),
        pl.col("_country").alias("country_iso3"),
        pl.col("_group").alias("group"),
    )
    return tables.conform("series", laid)


def estimates_frame(made: Sequence[Line], as_known_on: dt.date | None, settings: Settings) -> pl.DataFrame:
    """Return the estimates table: a row a day, or a window."""
    parts: dict[str, list[Any]] = {
        name: []
        for name in ("series", "day", "low", "best", "high", "claims", "sources", "grade", "carried", "age")
    }
    window_rows: list[dict[str, Any]] = []
    for line in made:
        for row in line.windows:
            if as_known_on is None or row["day"] <= day_of(as_known_on):
                window_rows.append({"series": line.number, **row})
        if not len(line.days):
            continue
        claims, sources, grade, age = _support(line)
        last = max(one.day for one in line.figures)
        parts["series"].append(np.full(len(line.days), line.number))
        parts["day"].append(line.days)
        parts["low"].append(line.low)
        parts["best"].append(line.best)
        parts["high"].append(line.high)
        parts["claims"].append(claims)
        parts["sources"].append(sources)
        parts["grade"].append(grade)
        parts["carried"].append(line.days > max(last, int(line.knots[-1])))
        parts["age"].append(age)
    frames = []
    if parts["day"]:
        laid = {name: np.concatenate(values) for name, values in parts.items()}
        frames.append(
            pl.DataFrame(laid).with_columns(
                pl.lit(None, dtype=pl.Int64).alias("start"), pl.lit(None, dtype=pl.String).alias("note")
            )
        )
    if window_rows:
        laid = {name: [row[name] for row in window_rows] for name in window_rows[0]}
        frames.append(
            pl.DataFrame(laid, schema_overrides={"start": pl.Int64}, strict=False).with_columns(
                pl.col("grade").replace_strict({"A": 0, "B": 1, "C": 2, "D": 3}, return_dtype=pl.Int64),
                pl.lit(False).alias("carried"),
                pl.lit(0, dtype=pl.Int64).alias("age"),
                pl.lit("movements in the window, not people").alias("note"),
            )
        )
    if not frames:
        return tables.empty("estimates")
    names = pl.DataFrame(
        {"series": [line.number for line in made], "series_id": [line.series_id for line in made]}
    )
    columns = [
        "series",
        "day",
        "start",
        "low",
        "best",
        "high",
        "claims",
        "sources",
        "grade",
        "carried",
        "age",
        "note",
    ]
    joined = pl.concat(
        [
            frame.select(columns).cast(
                {
                    "grade": pl.Int64,
                    "claims": pl.Int64,
                    "sources": pl.Int64,
                    "age": pl.Int64,
                    "series": pl.Int64,
                    "day": pl.Int64,
                }
            )
            for frame in frames
        ]
    )
    laid_out = joined.sort("series", "day", "start", nulls_last=True).join(
        names, on="series", how="left", maintain_order="left"
    )

    def date(column: str) -> pl.Expr:
        return pl.col(column).cast(pl.Int32).cast(pl.Date)

    window = pl.col("start").is_not_null()
    return laid_out.select(
        "series_id",
        date("day").alias("date"),
        date("start").alias("period_start"),
        pl.when(window).then(date("day")).alias("period_end"),
        "low",
        "best",
        "high",
        "claims",
        "sources",
        pl.col("grade")
        .replace_strict({0: "A", 1: "B", 2: "C", 3: "D"}, return_dtype=pl.String)
        .alias("grade"),
        "carried",
        pl.col("age").alias("age_days"),
        "note",
    )


def _support(line: Line) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return claims, sources, grade (0 A to 3 D) and age a day.

    A: two counters that agree within a week; B: one, within a week; C: older, or bounds only; D: disputed,
    or older than a month.
    """
    seen = [one for one in line.observed if one.role == "used"] or list(line.observed)
    at = [one.day for one in seen]  # sorted, as observations are
    behind = sorted(one.day for one in line.figures if one.role in ("used", "duplicate"))
    marks = np.array(sorted(set(at)), dtype=np.int64)
    index = np.maximum(np.searchsorted(marks, line.days, side="right") - 1, 0)
    age = np.maximum(line.days - marks[index], 0)
    counts, sources, quality = [], [], []
    for day in marks.tolist():
        close = seen[bisect_left(at, day - SUPPORT_DAYS) : bisect_right(at, day)]
        counters = len({one.counter for one in close})
        counts.append(bisect_right(behind, day) - bisect_left(behind, day - SUPPORT_DAYS))
        sources.append(counters)
        firm = any(one.qualifier not in ("at_least", "at_most") for one in close)
        quality.append((0 if counters >= 2 else 1) if firm else 2)
    grade = np.array(quality)[index]
    grade = np.where(age > SUPPORT_DAYS, np.maximum(grade, 2), grade)
    grade = np.where(age > 30, 3, grade)
    for one in line.observed:
        if one.role == "conflicting" and one.kind == "contradiction":
            start = one.day - int(line.days[0])
            grade[max(0, start - 3) : max(0, start + 4)] = 3
    return np.array(counts)[index], np.array(sources)[index], grade, age


def assignments_frame(linked: pl.DataFrame, keys: pl.DataFrame, made: Sequence[Line]) -> pl.DataFrame:
    """Return where every claim ended, with kind, day, box and the claim that stands for it."""
    rows = [
        (
            one.row,
            line.series_id,
            one.role,
            one.reason,
            one.weight,
            one.kind,
            one.twin or one.claim_id,
            one.day,
        )
        for line in made
        for one in line.figures
    ]
    placed = pl.DataFrame(
        rows,
        schema={
            "_row": pl.UInt32, "series_id": pl.String, "role": pl.String, "reason": pl.String, "weight": pl.Float64,
            "difference": pl.String, "observation": pl.String, "_at": pl.Int64,
        },
        orient="row",
    )  # fmt: skip
    joined = linked.select("_row", "claim_id", "_out", "_loose", "_low", "_high", "_day").join(
        placed, on="_row", how="left", maintain_order="left"
    )
    return joined.select(
        "claim_id",
        "series_id",
        pl.when(pl.col("_out").is_not_null())
        .then(pl.lit("out_of_scope"))
        .when(pl.col("series_id").is_null())
        .then(pl.lit("unlinked"))
        .otherwise("role")
        .alias("role"),
        pl.coalesce("_out", "_loose", "reason").alias("reason"),
        pl.col("weight"),
        pl.col("difference").alias("kind"),
        pl.coalesce("_at", "_day").cast(pl.Int32).cast(pl.Date).alias("date"),
        "observation",
        pl.col("_low").alias("low"),
        pl.col("_high").alias("high"),
    )


def conflicts_frame(flags: Sequence[tuple[str, dict[str, Any]]]) -> pl.DataFrame:
    """Return the differences in a fixed order, each once."""
    rows = {(series, row["kind"], row["message"]): {"series_id": series, **row} for series, row in flags}
    ordered = sorted(
        rows.values(),
        key=lambda row: (row["series_id"], row["date"] or dt.date.min, row["kind"], row["message"]),
    )
    return tables.from_rows("conflicts", ordered)


__all__ = ["Figure", "assignments_frame", "conflicts_frame", "estimates_frame", "series_frame"]
