"""What a reconciliation gives: frames, and an account of any figure in them.

In: the settled frames.  Out: Reconciliation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from tracker.reconciliation import explain


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Claims settled into estimates, dissent kept.

    Attributes
    ----------
    claims
        The claims as used: decisions applied, one row an id, unknown columns kept.
    series, estimates, assignments, conflicts
        As the tables of those names (`tracker.tables`).  ``assignments`` also holds ``kind`` (which kind of
        difference), ``date`` (the day the claim was read to speak of), ``observation`` (the claim that stands
        for it), ``low`` and ``high`` (what its wording allows).
    decisions
        Each decision and whether it matched.
    situations
        Each situation, declared or found.
    as_known_on, input_hash
        What was known when, and the hash of all that went in.
    """

    claims: pl.DataFrame
    series: pl.DataFrame
    estimates: pl.DataFrame
    assignments: pl.DataFrame
    conflicts: pl.DataFrame
    decisions: pl.DataFrame
    situations: pl.DataFrame
    as_known_on: dt.date | None
    input_hash: str

    def explain(self, id: str, date: dt.date | None = None) -> dict[str, Any]:
        """Return how a claim was used, or what made a series' estimate on a day.

        Raises
        ------
        UnknownId
            No claim and no series has this id.
        """
        return explain.account(self, id, date)

    def explain_text(self, id: str, date: dt.date | None = None) -> str:
        """Return the same as lines a person reads."""
        return explain.as_text(self.explain(id, date))
