"""Numbers the reader did not take and a person made claims of: the decision ``add`` holds the claim as JSON.

In: claims and decisions that stand.  Out: claims, with those a person added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tracker import tables
from tracker.errors import BadConfiguration


def with_added(frame: pl.DataFrame, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return claims with those that people added; one that the reader takes by now is not added twice.

    Raises
    ------
    BadConfiguration
        The value of an ``add`` is no claim.
    """
    known = set(frame["claim_id"].to_list())
    added: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["action"] == "add" and row["target"] and row["target"] not in known:
            added[row["target"]] = {**_claim(row), "claim_id": row["target"]}
    if not added:
        return frame
    kinds = tables.columns("claims")
    texts = [{name: _cell(one.get(name)) for name in kinds} for one in added.values()]
    made = tables.conform("claims", pl.DataFrame(texts, schema=dict.fromkeys(kinds, pl.String), orient="row"))
    made = tables.check("claims", made.with_columns(kind=pl.lit("entered")))
    return pl.concat([frame, made], how="diagonal_relaxed")


def _claim(row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        held = json.loads(row["value"] or "")
    except ValueError as fault:
        raise BadConfiguration(
            f"the decision add {row['target']} holds no claim", fix="give the claim as a JSON object"
        ) from fault
    if not isinstance(held, dict):
        raise BadConfiguration(
            f"the decision add {row['target']} holds no claim", fix="give the claim as a JSON object"
        )
    return held


def _cell(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
