"""HDX HAPI (v2): IDPs, refugees and returnees as HDX has them, as official figures.

In: a country.  Out: rows of the claims table.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import polars as pl

from tracker.errors import FetchError
from tracker.fetch import official_rows
from tracker.fetch.client import Client, key
from tracker.read.days import day

BASE = "https://hapi.humdata.org/api/v2"
PAGE = "https://data.humdata.org/hapi"  # for people
AT_ONCE = 10_000
GET_KEY = 'make one from a name and an e-mail address: it is base64 of "app:email"'
PATHS = {"idps": "idps", "refugees": "refugees-persons-of-concern", "returnees": "returnees"}
# population_group -> term, subterm, measure
GROUPS: dict[str, tuple[str, str | None, str]] = {
    "REF": ("crossed_border", "refugee", "stock"),
    "ROC": ("crossed_border", "refugee", "stock"),
    "ASY": ("crossed_border", "asylum_seeker", "stock"),
    "IDP": ("displaced", "idp", "stock"),
    "RET": ("returned", "refugee_return", "flow"),
    "RDP": ("returned", "idp_return", "flow"),
}


def app_identifier(app: str, email: str) -> str:
    """Return the identifier HAPI asks for: base64 of "app:email"."""
    return base64.b64encode(f"{app}:{email}".encode()).decode("ascii")


def people(
    what: Literal["idps", "refugees", "returnees"],
    *,
    country: str | None = None,
    level: int | None = None,
    identifier: str | None = None,
    at_once: int = AT_ONCE,
    base: str = BASE,
    client: Client | None = None,
) -> pl.DataFrame:
    """Return one of the affected-people tables.

    Parameters
    ----------
    what
        "idps", "refugees" or "returnees".
    country
        ISO3 code; all countries when not given (of asylum, for refugees).
    level
        Of IDPs: 0, 1 or 2.
    identifier
        See `app_identifier`.  Default: the environment's HAPI_APP_IDENTIFIER.

    Raises
    ------
    FetchError
        There is no identifier, or HAPI does not answer as documented.
    """
    held = key(identifier, "HAPI_APP_IDENTIFIER", what="HAPI: an app identifier", get=GET_KEY)
    params: dict[str, Any] = {"output_format": "json", "limit": at_once}
    if what == "idps":
        params |= {"location_code": country, "admin_level": level}
    else:
        params |= {"gender": "all", "age_range": "all"}
        params["asylum_location_code" if what == "refugees" else "origin_location_code"] = country
    headers = {"X-HDX-HAPI-APP-IDENTIFIER": held}
    items: list[Mapping[str, Any]] = []
    with client or Client(base, headers=headers, secrets=(held,), least=0.2, refused=GET_KEY) as api:
        offset = 0
        while True:
            answer = api.json(f"affected-people/{PATHS[what]}", {**params, "offset": offset})
            rows = answer.get("data") if isinstance(answer, dict) else None
            if not isinstance(rows, list):
                raise FetchError(f"{api.base}: an answer without 'data'", fix="the API has changed: update")
            items += [row for row in rows if isinstance(row, dict)]
            offset += len(rows)
            if len(rows) < at_once:
                break
        return official_rows.frame(_idps(items) if what == "idps" else _persons(items))


def _idps(items: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield IDPs by place and round; operations that overlap in a country stay apart."""
    operations: dict[Any, set[Any]] = {}
    for item in items:
        operations.setdefault(item.get("location_code"), set()).add(item.get("operation"))
    for item in items:
        value = official_rows.number(item.get("population"))
        if value is None:
            continue
        iso3 = str(item.get("location_code") or "").upper() or None
        end = day(item.get("reference_period_end")) or day(item.get("reference_period_start"))
        several = len(operations[item.get("location_code")]) > 1
        place = next(
            (
                item[name]
                for name in ("admin2_name", "provider_admin2_name", "admin1_name", "provider_admin1_name")
                if item.get(name)
            ),
            item.get("location_name"),
        )
        parts = ("admin_level", "admin1_code", "admin2_code", "provider_admin1_name", "provider_admin2_name")
        told = [item.get(part) for part in (*parts, "operation", "assessment_type", "reporting_round")]
        yield official_rows.row(
            official_rows.official_id("hapi-idps", iso3, *told, end),
            value,
            source="IOM DTM (HDX)",
            source_id="iom_dtm",
            url=PAGE,
            term="displaced",
            subterm="idp",
            measure="stock",
            as_of=end,
            group=item.get("operation") if several else None,
            group_role="subset" if several and item.get("operation") else None,
            destination=place,
            destination_iso3=iso3,
            country_iso3=iso3,
        )


def _persons(items: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield refugees, asylum-seekers and returns by country of origin and asylum; parts are left out."""
    for item in items:
        value = official_rows.number(item.get("population"))
        known = GROUPS.get(str(item.get("population_group")))
        whole = all(str(item.get(part, "all")).lower() == "all" for part in ("gender", "age_range"))
        if value is None or known is None or not whole:
            continue
        term, subterm, measure = known
        origin, asylum = (
            str(item.get(f"{side}_location_code") or "").upper() or None for side in ("origin", "asylum")
        )
        start, end = day(item.get("reference_period_start")), day(item.get("reference_period_end"))
        back = term == "returned"
        names = item.get("origin_location_name"), item.get("asylum_location_name")
        stock = measure == "stock"
        yield official_rows.row(
            official_rows.official_id("hapi", item.get("population_group"), origin, asylum, start, end),
            value,
            source="UNHCR (HDX)",
            source_id="unhcr",
            url=PAGE,
            term=term,
            subterm=subterm,
            measure=measure,
            as_of=(end or start) if stock else None,
            start=None if stock else start,
            end=end,
            origin=names[1] if back else names[0],
            origin_iso3=asylum if back else origin,
            destination=names[0] if back else names[1],
            destination_iso3=origin if back else asylum,
            country_iso3=origin if back else asylum,
        )
