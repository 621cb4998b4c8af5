"""A series while it is settled: its figures, the fit's levels, and the daily lines read off it.

In: linked claims.  Out: Lines, one a series, situation by situation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tracker.reconciliation.stated import Figure

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


@dataclass(slots=True, eq=False)
class Line:
    """One series: what it counts, its figures, and what the fit made of them."""

    number: int
    series_id: str
    kind: str
    situation: str | None
    unit: str
    term: str
    to: str | None
    origin: str | None
    group: str | None
    since: int | None
    figures: list[Figure] = field(default_factory=list)
    observed: list[Figure] = field(default_factory=list)
    hints: list[Figure] = field(default_factory=list)
    rivals: list[Figure] = field(default_factory=list)
    cleaned: int | None = None
    over_count: list[tuple[int, float]] = field(default_factory=list)
    knots: Days = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    levels: Floats = field(default_factory=lambda: np.zeros(0))
    errors: Floats = field(default_factory=lambda: np.zeros(0))
    rate: float = 0.0
    main: str = ""
    days: Days = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    low: Floats = field(default_factory=lambda: np.zeros(0))
    best: Floats = field(default_factory=lambda: np.zeros(0))
    high: Floats = field(default_factory=lambda: np.zeros(0))
    windows: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)

    @property
    def cumulative(self) -> bool:
        """Whether the series is a running total, which never falls."""
        return self.kind == "cumulative"

    @property
    def family(self) -> tuple[Any, ...]:
        """What series that inform one another share."""
        return (
            self.situation,
            self.unit,
            self.term,
            self.group,
            self.to,
            self.origin if self.to is None else None,
        )

    @property
    def last(self) -> int:
        """The last day a figure of the series' own speaks of; later days are carried, whatever others tell."""
        return max(one.day for one in (*self.figures, *self.hints))

    def at(self, day: int) -> tuple[float, float, float] | None:
        """Return low, best and high on a day, or ``None`` outside the series."""
        if not len(self.days) or day < self.days[0]:
            return None
        index = min(len(self.days) - 1, day - int(self.days[0]))  # days follow one another without a gap
        return float(self.low[index]), float(self.best[index]), float(self.high[index])


def _start(row: dict[str, Any]) -> int | None:
    """Return the day a total counts from; a given series takes its earliest."""
    stated: int | None = row["_since"]
    earliest: int | None = row["_earliest"] if row["_kind"] == "cumulative" else None
    return stated if stated is not None else earliest


COLUMNS = (
    "_row", "claim_id", "_source", "_who", "_value", "_low", "_high", "qualifier", "_day", "_start",
    "_published", "_dated", "_digits", "_text", "_accepted", "_named", "report_id", "_of_table", "_anew",
)  # fmt: skip


def lines(frame: pl.DataFrame, keys: pl.DataFrame) -> Iterator[tuple[str | None, list[Line]]]:
    """Yield the series of one situation after another, each a `Line` with its figures, in order of series."""
    ordered = keys.sort("_situation", "_series", nulls_last=True).with_row_index("_at")
    figures = (
        frame.filter(pl.col("_series").is_not_null())
        .join(ordered.select("_series", "_at"), on="_series")
        .sort("_at", "_day", "_value", "claim_id")
        .select("_series", *COLUMNS)
    )
    parts = (zip(*part.to_dict(as_series=False).values(), strict=True) for part in figures.iter_slices())
    rows = chain.from_iterable(parts)
    row = next(rows, None)
    for situation, group in groupby(ordered.iter_rows(named=True), key=lambda key: key["_situation"]):
        made = [_line(key) for key in group]
        for line in made:
            while row is not None and row[0] == line.number:
                line.figures.append(Figure(*row[1:]))
                row = next(rows, None)
        yield situation, made


def _line(row: dict[str, Any]) -> Line:
    """Return one series, its figures still to come."""
    return Line(
        number=row["_series"], series_id=row["_id"], kind=row["_kind"], situation=row["_situation"],
        unit=row["_unit"], term=row["_class"], to=row["_to"], origin=row["_set"], group=row["_group"],
        since=_start(row),
    )  # fmt: skip
