"""Official figures as rows of the claims table.

In: what a source's row says, in our words.  Out: rows of kind "official" with a stable id.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from tracker import tables

NOTHING = {"", "-", "–", "n/a", "na", "null", "none", "not available", "nan"}


def number(value: Any) -> float | None:
    """Return the figure a field holds; "-", "Not available" and blanks are ``None``, never zero."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return None if math.isnan(value) else float(value)
    text = str(value).strip().replace(",", "").replace("\u00a0", "")
    if text.lower() in NOTHING:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def official_id(source: str, *parts: Any) -> str:
    """Return the id of a figure: the same for the same place, day and quantity, whatever its value."""
    told = "\x1f".join([source, *("" if part is None else str(part) for part in parts)])
    return f"{source}-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:12]}"


def row(
    claim_id: str,
    value: float,
    *,
    source: str,
    source_id: str,
    as_of: dt.date | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    **said: Any,
) -> dict[str, Any]:
    """Return a row of the claims table; a stock has ``as_of``, a flow ``start`` and ``end``."""
    stock = said.get("measure") == "stock"
    filled: dict[str, Any] = {
        "claim_id": claim_id,
        "value": value,
        "qualifier": "exact",
        "unit": "person",
        "accumulation": None if stock else "window",
        "as_of": as_of,
        "as_of_basis": "explicit" if as_of else None,
        "period_start": start,
        "period_end": as_of if stock else end,
        "source": source,
        "source_id": source_id,
        "source_kind": "monitor" if source_id == "idmc" else "un",
        "publisher": source,
        "hypothetical": False,
        "negated": False,
        "kind": "official",
    }
    filled.update(said)
    if filled["unit"] == "person":
        filled["persons"] = value
    if filled["qualifier"] == "at_least":
        filled.setdefault("low", value)
    elif filled["qualifier"] == "at_most":
        filled.setdefault("high", value)
    return filled


def frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Return rows as the claims table, each id once (the last wins), in order of their ids."""
    kept = {str(one["claim_id"]): one for one in rows}
    return tables.from_rows("claims", [kept[name] for name in sorted(kept)])
