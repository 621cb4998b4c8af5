"""How the store lies on disk: its tables and their columns, what is kept for good, moments and content hashes.

In: names of tables, frames, days.  Out: schemas, hashes, moments.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence

import polars as pl

from tracker import tables

FORMAT = 1
TABLES = ("reports", "claims", "texts", "official", "decisions", "runs")
STAMP = pl.Datetime("us", "UTC")
KEPT = {
    "delta.appendOnly": "true",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
    "delta.checkpointInterval": "50",
}
DECISION = ("target", "quote", "report_id", "action", "field", "value", "who", "when", "why")


def schema_of(name: str) -> dict[str, pl.DataType]:
    """Return the columns of one of the store's tables."""
    if name == "reports":
        more = {"country_iso3": pl.String(), "reader_version": pl.String(), "claims": pl.Int64()}
        return {**tables.columns("reports"), **more}
    if name == "claims":
        return {**tables.columns("claims"), "sha256": pl.String()}
    if name == "official":
        return {**tables.columns("claims"), "row_hash": pl.String()}
    if name == "texts":
        return {"sha256": pl.String(), "text": pl.String(), "pages": pl.List(pl.Int64), "recorded_at": STAMP}
    if name == "decisions":
        return {**dict.fromkeys(DECISION, pl.String()), "row_hash": pl.String(), "recorded_at": STAMP}
    return {
        "run_id": pl.String(),
        "status": pl.String(),
        "command": pl.String(),
        "started_at": STAMP,
        "recorded_at": STAMP,
        "added": pl.Int64(),
        "versions": pl.Int64(),
        "known": pl.Int64(),
        "set_aside": pl.Int64(),
        "claims": pl.Int64(),
        "reader_version": pl.String(),
        "reasons": pl.List(pl.String),
    }


def now() -> dt.datetime:
    """Return this moment, to the microsecond, in UTC."""
    return dt.datetime.now(dt.UTC)


def moment(when: dt.date | dt.datetime | None) -> dt.datetime | None:
    """Return a moment for a moment or a day; a day means its last microsecond (UTC)."""
    if when is None:
        return None
    if isinstance(when, dt.datetime):
        return when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(when, dt.time.max, tzinfo=dt.UTC)


def row_hashes(frame: pl.DataFrame, without: Sequence[str] = ()) -> list[str]:
    """Return a content hash of each row, without the named columns."""
    names = [name for name in frame.columns if name not in without]
    return [
        hashlib.sha256(
            json.dumps(row, default=str, ensure_ascii=False).encode("utf-8", "replace")
        ).hexdigest()[:24]
        for row in frame.select(names).iter_rows()
    ]


def new_run() -> str:
    """Return the id of a new run."""
    return f"run-{now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
