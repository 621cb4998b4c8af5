"""Apply what people decided: reject, accept, correct, same_as, not_same_as, override; and say what matched.

In: claims and a table of decisions (target, quote, report_id, action, field, value, who, when, why).
Out: claims as decided, and the decisions with ``matched``, ``claim_id`` and ``note``.
"""

from __future__ import annotations

import polars as pl

COLUMNS = ("target", "quote", "report_id", "action", "field", "value", "who", "when", "why")
ACTIONS = ("reject", "accept", "correct", "same_as", "not_same_as", "override")


def empty() -> pl.DataFrame:
    """Return a table of no decisions."""
    return pl.DataFrame(
        schema={
            **dict.fromkeys(COLUMNS, pl.String),
            "matched": pl.Boolean,
            "claim_id": pl.String,
            "note": pl.String,
        }
    )
