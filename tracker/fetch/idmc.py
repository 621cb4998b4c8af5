"""IDMC: displacement events as they are recorded (IDU), and the validated yearly figures (GIDD).

Of the event figures only those IDMC recommends are taken; its triangulation repeats them.

In: a client id.  Out: rows of the claims table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tracker.errors import FetchError
from tracker.fetch import official_rows
from tracker.fetch.client import Client, key
from tracker.read.days import day
from tracker.read.markup import strip_tags

BASE = "https://helix-tools-api.idmcdb.org/external-api"
PAGE = "https://www.internal-displacement.org/database/displacement-data/"  # for people
GET_KEY = "ask IDMC for a client id: https://www.internal-displacement.org/database/api-documentation/"
AT_ONCE = 1000
QUALIFIERS = {
    "more than": "at_least",
    "less than": "at_most",
    "total": "exact",
    "exact": "exact",
    "approximately": "approximately",
}


def _client(client_id: str | None, base: str, client: Client | None) -> Client:
    """Return a client that carries the id."""
    if client is not None:
        return client
    held = key(client_id, "IDMC_CLIENT_ID", what="IDMC: a client id", get=GET_KEY)
    return Client(base, params={"client_id": held}, secrets=(held,), least=0.2, refused=GET_KEY, timeout=180)


def events(
    *,
    client_id: str | None = None,
    span: str = "last-180-days",
    base: str = BASE,
    client: Client | None = None,
) -> pl.DataFrame:
    """Return the recommended figures of internal displacement updates.

    Parameters
    ----------
    client_id
        Given by IDMC.  Default: the environment's IDMC_CLIENT_ID.
    span
        "last-180-days", "all" or "all/disaster".

    Raises
    ------
    FetchError
        There is no client id, or IDMC does not answer as documented.
    """
    with _client(client_id, base, client) as api:
        answer = api.json(f"idus/{span}/")
        if not isinstance(answer, list):
            raise FetchError(
                f"{base}/idus: an answer that is no list", fix="the API has changed: update this program"
            )
        return official_rows.frame(row for item in answer if isinstance(item, dict) for row in _event(item))


def _event(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the figure of one event; triangulation is left out."""
    value = official_rows.number(item.get("figure"))
    if value is None or "recommended" not in str(item.get("role", "")).lower():
        return
    start = day(item.get("displacement_start_date")) or day(item.get("displacement_date"))
    end = day(item.get("displacement_end_date")) or day(item.get("displacement_date")) or start
    if start and end and start > end:
        start, end = end, start
    text = strip_tags(str(item.get("standard_popup_text") or item.get("standard_info_text") or ""))
    cause = str(item.get("displacement_type") or "").strip().lower() or None
    iso3 = str(item.get("iso3") or "").upper() or None
    yield official_rows.row(
        f"idu-{item.get('id')}",
        value,
        source="IDMC",
        source_id="idmc",
        url=PAGE,
        qualifier=QUALIFIERS.get(str(item.get("qualifier") or "total").strip().lower(), "approximately"),
        hedge=str(item.get("qualifier")) if str(item.get("qualifier") or "total") != "total" else None,
        term="displaced",
        measure="flow",
        start=start,
        end=end,
        period_precision="day" if start else None,
        sentence=text or None,
        group=cause,
        group_role="subset" if cause else None,
        origin=item.get("country"),
        origin_iso3=iso3,
        country_iso3=iso3,
        published=day(item.get("created_at")),
    )


def yearly(
    *,
    client_id: str | None = None,
    countries: tuple[str, ...] = (),
    base: str = BASE,
    client: Client | None = None,
) -> pl.DataFrame:
    """Return the yearly figures of the Global Internal Displacement Database.

    New displacements are flows of the year, totals are stocks at its end, each by cause.

    Raises
    ------
    FetchError
        There is no client id, or IDMC does not answer as documented.
    """
    rows: list[dict[str, Any]] = []
    wanted = {code.upper() for code in countries}
    with _client(client_id, base, client) as api:
        offset = 0
        while True:
            answer = api.json("gidd/displacements/", {"limit": AT_ONCE, "offset": offset})
            items = answer.get("results") if isinstance(answer, dict) else answer
            if not isinstance(items, list):
                raise FetchError(
                    f"{api.base}/gidd/displacements: an answer without 'results'",
                    fix="the API has changed: update",
                )
            for item in items:
                if isinstance(item, dict) and (not wanted or str(item.get("iso3", "")).upper() in wanted):
                    rows += _year(item)
            offset += len(items)
            if not isinstance(answer, dict) or not items or not answer.get("next"):
                return official_rows.frame(rows)


def _year(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the figures of one country and year."""
    year = official_rows.number(item.get("year"))
    if year is None:
        return
    first, last = dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    iso3 = str(item.get("iso3") or "").upper() or None
    for cause in ("conflict", "disaster"):
        for what, measure in (("new", "flow"), ("total", "stock")):
            value = official_rows.number(item.get(f"{cause}_{what}_displacement"))
            if value is None:
                continue
            stock = measure == "stock"
            yield official_rows.row(
                official_rows.official_id("gidd", cause, what, int(year), iso3),
                value,
                source="IDMC",
                source_id="idmc",
                url=PAGE,
                term="displaced",
                subterm="idp" if stock else None,
                measure=measure,
                as_of=last if stock else None,
                start=None if stock else first,
                end=last,
                period_precision="year",
                group=cause,
                group_role="subset",
                destination=item.get("country_name") if stock else None,
                destination_iso3=iso3 if stock else None,
                origin=None if stock else item.get("country_name"),
                origin_iso3=None if stock else iso3,
                country_iso3=iso3,
            )
