"""Write settled series as the tables: series, estimates, assignments, conflicts.

In: Lines and the linked claims.  Out: polars frames as `tracker.tables` declares them.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from tracker import tables
from tracker.reconciliation import series_names
from tracker.reconciliation.decisions import Decided
from tracker.reconciliation.dissent import OPEN
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Grades, Settings
from tracker.reconciliation.stated import day_of

GRADES = "ABCD"
DISPUTED = GRADES.index("D")
MOVEMENTS = "movements in the window, not people"


def series_frame(keys: pl.DataFrame) -> pl.DataFrame:
    """Return the series table."""

    def known(column: str) -> pl.Expr:
        return pl.when(~pl.col(column).str.starts_with("~")).then(column)

    described = keys.select(
        pl.col("_id").alias("series_id"),
        pl.col("_situation").alias("situation"),
        pl.Series("label", series_names.labels(keys), dtype=pl.String),
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
    return tables.conform("series", described)


ROWS = {
    "series": pl.Int64, "day": pl.Int64, "start": pl.Int64, "window": pl.Boolean, "low": pl.Float64,
    "best": pl.Float64, "high": pl.Float64, "claims": pl.Int64, "sources": pl.Int64, "grade": pl.Int64,
    "carried": pl.Boolean, "age": pl.Int64, "note": pl.String,
}  # fmt: skip
PLACED = {
    "_row": pl.UInt32, "series_id": pl.String, "role": pl.String, "reason": pl.String, "weight": pl.Float64,
    "difference": pl.String, "observation": pl.String, "_at": pl.Int64,
}  # fmt: skip
DAILY = ("low", "best", "high", "day", "claims", "sources", "grade", "age", "carried")


class Settled:
    """What settled series leave behind, a situation at a time: their figures need not be kept.

    Parameters
    ----------
    as_known_on
        Windows that end after this day are left out.
    settings
        The constants of the method.
    """

    def __init__(self, as_known_on: dt.date | None, settings: Settings) -> None:
        self._grades = settings.grades
        self.names: dict[int, str] = {}
        self._until = None if as_known_on is None else day_of(as_known_on)
        self._lengths: list[tuple[int, int]] = []
        self._daily: dict[str, list[np.ndarray]] = {name: [] for name in DAILY}
        self._notes: list[tuple[int, int, str]] = []
        self._windows: list[tuple[Any, ...]] = []
        self._placed: dict[str, list[Any]] = {name: [] for name in PLACED}

    def take(self, made: Sequence[Line]) -> None:
        """Take the estimates of some series and where their claims ended."""
        for line in made:
            self.names[line.number] = line.series_id
            if len(line.days):
                self._lengths.append((line.number, len(line.days)))
                found = (
                    line.low,
                    line.best,
                    line.high,
                    line.days,
                    *_support(line, self._grades),
                    _carried(line, self._grades.around_days),
                )
                for name, column in zip(DAILY, found, strict=True):
                    self._daily[name].append(column)
                self._notes += [(line.number, day, note) for day, note in sorted(line.notes.items())]
            self._windows += [
                (
                    line.number, row["day"], row["start"], True, row["low"], row["best"], row["high"],
                    row["claims"], row["sources"], GRADES.index(row["grade"]), False, 0,
                    row.get("said", MOVEMENTS),
                )
                for row in line.windows
                if self._until is None or row["day"] <= self._until
            ]  # fmt: skip
            ended = zip(
                *(
                    (
                        one.row, line.series_id, one.role, one.reason, one.weight, one.kind,
                        one.twin or one.claim_id, one.day,
                    )
                    for one in line.figures
                ),
                strict=True,
            )  # fmt: skip
            for held, values in zip(self._placed.values(), ended, strict=False):
                held.extend(values)

    def estimates(self) -> pl.DataFrame:
        """Return the estimates table: a row a day, or a window."""
        windows = pl.DataFrame(self._windows, schema=ROWS, orient="row")
        rows = pl.concat([self._days(), windows]).sort("series", "day", "start", nulls_last=True)
        names = pl.DataFrame(
            {"series": list(self.names), "series_id": list(self.names.values())},
            schema={"series": pl.Int64, "series_id": pl.String},
        )

        def date(column: str) -> pl.Expr:
            return pl.col(column).cast(pl.Int32).cast(pl.Date)

        grades = dict(enumerate(GRADES))
        return rows.join(names, on="series", how="left", maintain_order="left").select(
            "series_id",
            date("day").alias("date"),
            date("start").alias("period_start"),
            pl.when("window").then(date("day")).alias("period_end"),
            "low",
            "best",
            "high",
            "claims",
            "sources",
            pl.col("grade").replace_strict(grades, return_dtype=pl.String).alias("grade"),
            "carried",
            pl.col("age").alias("age_days"),
            "note",
        )

    def _days(self) -> pl.DataFrame:
        """Return the rows of stocks and running totals, a row a day."""
        if not self._lengths:
            return pl.DataFrame(schema=ROWS)
        numbers, lengths = zip(*self._lengths, strict=True)
        noted = pl.DataFrame(
            self._notes, schema={"series": pl.Int64, "day": pl.Int64, "note": pl.String}, orient="row"
        )
        frame = pl.DataFrame(
            {"series": np.repeat(numbers, lengths)}
            | {name: np.concatenate(columns) for name, columns in self._daily.items()}
        ).with_columns(pl.lit(None, dtype=pl.Int64).alias("start"), pl.lit(False).alias("window"))
        return frame.join(noted, on=["series", "day"], how="left", maintain_order="left").select(
            pl.col(name).cast(kind) for name, kind in ROWS.items()
        )

    def assignments(self, linked: pl.DataFrame, rejected: Mapping[str, str]) -> pl.DataFrame:
        """Return where every claim ended, with kind, day, range of the wording and the claim that stands for it."""
        joined = linked.select("_row", "claim_id", "_out", "_loose", "_low", "_high", "_day").join(
            pl.DataFrame(self._placed, schema=PLACED), on="_row", how="left", maintain_order="left"
        )
        return joined.select(
            "claim_id",
            "series_id",
            pl.when(pl.col("claim_id").is_in(list(rejected)))
            .then(pl.lit("rejected"))
            .when(pl.col("_out").is_not_null())
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


def _carried(line: Line, around: int) -> np.ndarray:
    """Say of each day whether no figure of the series speaks of it or of the days around it."""
    told = np.array(sorted({one.day for one in (*line.figures, *line.hints)}), dtype=np.int64)
    after = np.minimum(np.searchsorted(told, line.days), len(told) - 1)
    before = np.maximum(after - 1, 0)
    gap = np.minimum(np.abs(told[after] - line.days), np.abs(line.days - told[before]))
    return np.asarray((line.days > line.last) | (gap > around))


def _support(line: Line, settings: Grades) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return claims, sources, grade (0 A to 3 D) and age a day.

    A: two sources that agree within a week; B: one, within a week; C: older, or bounds only; D: disputed,
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
        close = seen[bisect_left(at, day - settings.near_days) : bisect_right(at, day)]
        found = len({one.source for one in close})
        counts.append(bisect_right(behind, day) - bisect_left(behind, day - settings.near_days))
        sources.append(found)
        firm = any(one.qualifier not in ("at_least", "at_most") for one in close)
        quality.append((0 if found >= settings.sources else 1) if firm else 2)
    grade = np.array(quality)[index]
    grade = np.where(age > settings.near_days, np.maximum(grade, 2), grade)
    grade = np.where(age > settings.old_days, DISPUTED, grade)
    for one in [*line.observed, *line.rivals]:
        if one.role == "conflicting" and one.kind in ("contradiction", OPEN):
            start, reach = one.day - int(line.days[0]), settings.disputed_days
            grade[max(0, start - reach) : max(0, start + reach + 1)] = DISPUTED
    return np.array(counts)[index], np.array(sources)[index], grade, age


def conflicts_frame(flags: Sequence[tuple[str, dict[str, Any]]]) -> pl.DataFrame:
    """Return the differences in a fixed order, each once."""
    rows = {(series, row["kind"], row["message"]): {"series_id": series, **row} for series, row in flags}
    ordered = sorted(
        rows.values(),
        key=lambda row: (row["series_id"], row["date"] or dt.date.min, row["kind"], row["message"]),
    )
    kinds = tables.columns("conflicts")
    flat = [
        (at, *pair)
        for at, row in enumerate(ordered)
        for pair in zip(row["claim_ids"], row["values"], strict=True)
    ]
    lists = (
        pl.DataFrame(
            flat, schema={"at": pl.Int64, "claim_ids": pl.String, "values": pl.Float64}, orient="row"
        )
        .group_by("at", maintain_order=True)
        .agg("claim_ids", "values")
    )
    plain = [name for name in kinds if name not in ("claim_ids", "values")]
    return (
        pl.DataFrame(
            {name: [row[name] for row in ordered] for name in plain},
            schema={name: kinds[name] for name in plain},
        )
        .with_row_index("at")
        .with_columns(pl.col("at").cast(pl.Int64))
        .join(lists, on="at", how="left", maintain_order="left")
        .select(list(kinds))
    )


def override(made: Sequence[Line], ruled: Decided) -> None:
    """Set estimates people overrode; the band still holds what the method found."""
    if not ruled.overrides:
        return
    by_id = {line.series_id: line for line in made}
    for series, decisions in ruled.overrides.items():
        line = by_id.get(series)
        if line is None:
            continue
        for day, value, said in decisions:
            for row in line.windows:
                if day is None or row["day"] == day_of(day):
                    row.update(low=min(row["low"], value), best=value, high=max(row["high"], value))
                    row["said"] = f"set by {said}"
            if len(line.days):
                chosen = np.full(len(line.days), True) if day is None else line.days == day_of(day)
                line.best = np.where(chosen, value, line.best)
                line.low, line.high = np.minimum(line.low, line.best), np.maximum(line.high, line.best)
                for each in line.days[chosen].tolist():
                    line.notes[each] = f"set by {said}"


def unmatched(known: Iterable[str], ruled: Decided) -> None:
    """Say of overrides that name no series that they matched nothing."""
    names = set(known)
    for row in ruled.rows:
        if row["action"] == "override" and row["matched"] and row["target"] not in names:
            row["matched"], row["note"] = False, "matches no series"
