"""One series as a page sees it: its row, estimates, claims and dots, and official figures beside it.

In: rows of the tables.  Out: SeriesView.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tracker.charts import curve
from tracker.charts.dots import Dot
from tracker.charts.official_lines import Official


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """One series with its estimates, claims and dots, and the official figures beside it.

    ``met`` holds, by the figure's id, where an official figure met an estimate.
    """

    row: Mapping[str, Any]
    estimates: pl.DataFrame
    claims: pl.DataFrame
    dots: Sequence[Dot]
    title: str
    weight: float
    official: Sequence[Official] = ()
    met: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def series_id(self) -> str:
        """The series' id."""
        return str(self.row["series_id"])

    @property
    def last(self) -> dict[str, Any] | None:
        """The last estimate that rests on claims of its own."""
        return curve.last_known(self.estimates)

    @property
    def used(self) -> pl.DataFrame:
        """The claims the estimates rest on."""
        return self.claims.filter(pl.col("role") == "used")
