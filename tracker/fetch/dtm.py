"""IOM's Displacement Tracking Matrix (API v3): IDPs by place and round, as official figures.

The API gives a row for each reason and origin; they are summed for each place and round.

In: an operation or a country.  Out: rows of the claims table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tracker.errors import FetchError
from tracker.fetch import official_rows
from tracker.fetch.client import Client, key
from tracker.read.days import day

BASE = "https://dtmapi.iom.int/v3"
PAGE = "https://dtm.iom.int/"  # for people
GET_KEY = "get a subscription key: https://dtm.iom.int/data-and-analysis/dtm-api"


def stocks(
    *,
    country: str | None = None,
    operation: str | None = None,
    admin0_pcode: str | None = None,
    level: int = 1,
    since: dt.date | None = None,
    until: dt.date | None = None,
    subscription_key: str | None = None,
    base: str = BASE,
    client: Client | None = None,
) -> pl.DataFrame:
    """Return the IDPs present, a row a place and round.

    Parameters
    ----------
    country, operation, admin0_pcode
        One of them: a country's name, a DTM operation, or a country's place code.
    level
        0 for the country, 1 or 2 for its regions and districts.
    since, until
        Days of reporting.
    subscription_key
        Default: the environment's DTM_SUBSCRIPTION_KEY.

    Raises
    ------
    FetchError
        There is no key, no place is named, or IOM does not answer as documented.
    """
    if not (country or operation or admin0_pcode):
        raise FetchError("DTM: no place is named", fix="give a country, an operation or an admin0 place code")
    held = key(subscription_key, "DTM_SUBSCRIPTION_KEY", what="DTM: a subscription key", get=GET_KEY)
    params = {
        "CountryName": country,
        "Operation": operation,
        "Admin0Pcode": admin0_pcode,
        "FromReportingDate": since.isoformat() if since else None,
        "ToReportingDate": until.isoformat() if until else None,
    }
    headers = {"Ocp-Apim-Subscription-Key": held}
    with client or Client(base, headers=headers, secrets=(held,), least=0.5, refused=GET_KEY) as api:
        answer = api.json(f"displacement/admin{level}", params)
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
            said = _faults(answer)
            raise FetchError(
                f"{base}/displacement: {said or 'an answer without a result'}",
                fix="check country and operation names",
            )
        if answer.get("isSuccess") is False:
            raise FetchError(
                f"DTM: {_faults(answer) or 'the request failed'}", fix="check country and operation names"
            )
        return summed([item for item in answer["result"] if isinstance(item, dict)], level)


def _faults(answer: Any) -> str:
    """Return what the API says went wrong."""
    said = answer.get("errorMessages") if isinstance(answer, dict) else None
    return "; ".join(map(str, said)) if isinstance(said, list) else str(said or "")


def summed(items: Sequence[Mapping[str, Any]], level: int) -> pl.DataFrame:
    """Return one row a place and round: the sum over reasons and origins."""
    names = [f"admin{number}Name" for number in range(level + 1)]
    codes = [f"admin{number}Pcode" for number in range(level + 1)]
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for item in items:
        place = tuple(item.get(code) or item.get(name) for code, name in zip(codes, names, strict=True))
        where = (item.get("operation"), *place, item.get("roundNumber"), item.get("reportingDate"))
        groups.setdefault((*where, item.get("assessmentType")), []).append(item)
    rows = []
    for where, members in groups.items():
        values = [
            value
            for one in members
            if (value := official_rows.number(one.get("numPresentIdpInd"))) is not None
        ]
        if not values:
            continue
        first = members[0]
        reported = day(first.get("reportingDate"))
        iso3 = str(first.get("admin0Pcode") or "").upper()
        rows.append(
            official_rows.row(
                official_rows.official_id("dtm", level, *where),
                sum(values),
                source="IOM DTM",
                source_id="iom_dtm",
                url=PAGE,
                term="displaced",
                subterm="idp",
                measure="stock",
                as_of=reported,
                period_precision="day" if reported else None,
                sentence=f"DTM {first.get('operation') or ''} round {first.get('roundNumber')}".replace(
                    "  ", " "
                ),
                destination=next((first.get(name) for name in reversed(names) if first.get(name)), None),
                destination_iso3=iso3 if len(iso3) == 3 else None,
                country_iso3=iso3 if len(iso3) == 3 else None,
                published=reported,
            )
        )
    return official_rows.frame(rows)
