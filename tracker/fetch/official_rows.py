"""Official figures as rows of the claims table.

In: what a source's row says, in our words.  Out: rows of kind "official" with a stable id.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
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
    """Return rows as the claims table, each id once (the last wins), in order of their ids.

    Places get the ids of the gazetteer where it knows them, so that figures meet claims read from words.
    """
    kept = {str(one["claim_id"]): dict(one) for one in rows}
    for one in kept.values():
        for end in ("origin", "destination"):
            one.setdefault(f"{end}_id", place_id(one.get(end), one.get(f"{end}_iso3")))
    return tables.from_rows("claims", [kept[name] for name in sorted(kept)])


@lru_cache(maxsize=20_000)
def place_id(name: str | None, iso3: str | None) -> str | None:
    """Return the gazetteer's id of a place within a country; of the country when no place is named."""
    from tracker.lexicon.gazetteer import gazetteer

    known = gazetteer()
    country = known.get(iso3.lower()) if iso3 else None
    if name and iso3:
        found = known.lookup(str(name), iso3=iso3)
        if found:
            return found[0].place_id
        return country.place_id if country is not None and _is_country(str(name), country.name) else None
    return country.place_id if country is not None and not name else None


def _is_country(name: str, known: str) -> bool:
    """Return whether two names of one country share a word ("Dem. Rep. of the Congo", "DR Congo")."""
    mine, other = ({word.lower() for word in text.split() if len(word) > 3} for text in (name, known))
    return bool(mine & other)
