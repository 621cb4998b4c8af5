"""UNHCR's population statistics, as official figures: refugees, asylum-seekers, IDPs, returns, by year.

No key is needed.  Zero stands in these tables for every pair of countries without people and is left out.

In: years and countries.  Out: rows of the claims table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tracker.errors import FetchError
from tracker.fetch import official_rows
from tracker.fetch.client import Client

BASE = "https://api.unhcr.org/population/v1"
PAGE = "https://www.unhcr.org/refugee-statistics/"  # for people
AT_ONCE = 10_000
# field -> term, subterm, measure; returns go from the country of asylum to the country of origin
COUNTS: dict[str, tuple[str, str, str]] = {
    "refugees": ("crossed_border", "refugee", "stock"),
    "asylum_seekers": ("crossed_border", "asylum_seeker", "stock"),
    "idps": ("displaced", "idp", "stock"),
    "returned_refugees": ("returned", "refugee_return", "flow"),
    "returned_idps": ("returned", "idp_return", "flow"),
}


def population(
    *,
    year_from: int,
    year_to: int,
    origin: str | None = None,
    asylum: str | None = None,
    base: str = BASE,
    client: Client | None = None,
) -> pl.DataFrame:
    """Return the figures of the population endpoint.

    Parameters
    ----------
    year_from, year_to
        First and last year.
    origin, asylum
        ISO3 codes; all countries when not given.

    Raises
    ------
    FetchError
        UNHCR does not answer as documented.
    """
    params = {
        "yearFrom": year_from,
        "yearTo": year_to,
        "coo": origin,
        "coa": asylum,
        "coo_all": None if origin else "true",
        "coa_all": None if asylum else "true",
        "cf_type": "ISO",
        "limit": AT_ONCE,
    }
    rows: list[dict[str, Any]] = []
    with client or Client(base, least=0.2) as api:
        page = 1
        while True:
            answer = api.json("population/", {**params, "page": page})
            items = answer.get("items") if isinstance(answer, dict) else None
            if not isinstance(items, list):
                raise FetchError(
                    f"{api.base}/population: an answer without 'items'", fix="the API has changed: update"
                )
            rows += [row for item in items if isinstance(item, dict) for row in _rows(item)]
            page += 1
            if not items or page > int(answer.get("maxPages") or 1):
                return official_rows.frame(rows)


def _rows(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the figures of one row: a year, a country of origin, a country of asylum."""
    year = official_rows.number(item.get("year"))
    if year is None:
        return
    first, last = dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    origin, asylum = _code(item.get("coo_iso")), _code(item.get("coa_iso"))
    for field, (term, subterm, measure) in COUNTS.items():
        value = official_rows.number(item.get(field))
        if not value:
            continue
        back = term == "returned"
        start, end = (
            ((asylum, origin), ("coa_name", "coo_name"))
            if back
            else ((origin, asylum), ("coo_name", "coa_name"))
        )
        home = field in {"idps", "returned_idps"}
        yield official_rows.row(
            official_rows.official_id("unhcr", field, int(year), origin, asylum),
            value,
            source="UNHCR",
            source_id="unhcr",
            url=PAGE,
            term=term,
            subterm=subterm,
            measure=measure,
            as_of=last if measure == "stock" else None,
            start=None if measure == "stock" else first,
            end=last,
            period_precision="year",
            origin=None if home else item.get(end[0]),
            origin_iso3=None if home else start[0],
            destination=item.get(end[1]),
            destination_iso3=start[1],
            country_iso3=origin if back or home else asylum,
        )


def _code(value: Any) -> str | None:
    """Return an ISO3 code, or ``None`` for UNHCR's blanks and codes of its own."""
    text = str(value or "").strip().upper()
    return text if len(text) == 3 and text.isalpha() else None
