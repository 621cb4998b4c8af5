"""ReliefWeb (API v2): situation reports and news, as Reports.

An ``appname`` approved by ReliefWeb is needed (since November 2025).  Reports come in the order they were
posted, so that a later fetch goes on where the last one stopped.

In: a query.  Out: Reports and Verdicts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from tracker.errors import FetchError
from tracker.fetch.client import Client, key
from tracker.fetch.state import State
from tracker.read import DEFAULTS, finish
from tracker.read.feed import reliefweb_reports
from tracker.read.source import Source, Tabled
from tracker.vocabulary import Report, Verdict

BASE = "https://api.reliefweb.int/v2"
AT_ONCE = 100
FIELDS = (
    *("title", "body", "date", "primary_country", "source", "format", "language", "url", "url_alias"),
    *("file", "origin"),
)
GET_APPNAME = "ask ReliefWeb for an approved appname: https://apidoc.reliefweb.int/parameters#appname"


def query_body(
    *,
    query: str | None = None,
    countries: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    formats: Sequence[str] = (),
    posted_from: str | None = None,
) -> dict[str, Any]:
    """Return the body of a request: which reports, which fields, in which order."""
    conditions: list[dict[str, Any]] = []
    if countries:
        value: Any = [country.lower() for country in countries]
        conditions.append({"field": "primary_country.iso3", "value": value, "operator": "OR"})
    if formats:
        conditions.append({"field": "format.name", "value": list(formats), "operator": "OR"})
    if since or until:
        span = {}
        if since:
            span["from"] = f"{since}T00:00:00+00:00"
        if until:
            span["to"] = f"{until}T23:59:59+00:00"
        conditions.append({"field": "date.original", "value": span})
    if posted_from:
        conditions.append({"field": "date.created", "value": {"from": posted_from}})
    body: dict[str, Any] = {
        "fields": {"include": list(FIELDS)},
        "sort": ["date.created:asc", "id:asc"],
        "limit": AT_ONCE,
    }
    if query:
        body["query"] = {"value": query, "operator": "AND"}
    if conditions:
        body["filter"] = {"operator": "AND", "conditions": conditions}
    return body


def reports(
    *,
    appname: str | None = None,
    query: str | None = None,
    countries: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    formats: Sequence[str] = (),
    most: int | None = None,
    state: State | None = None,
    base: str = BASE,
    client: Client | None = None,
) -> Iterator[Report | Tabled | Verdict]:
    """Yield the reports of a query, oldest post first.

    Parameters
    ----------
    appname
        Approved by ReliefWeb.  Default: the environment's RELIEFWEB_APPNAME.
    query, countries, since, until, formats
        Words to search for, ISO3 codes, days of publication, formats such as "Situation Report".
    most
        At most so many.
    state
        Where to go on from, and where progress is noted.

    Raises
    ------
    FetchError
        There is no appname, it is not approved, or ReliefWeb does not answer.
    """
    name = key(appname, "RELIEFWEB_APPNAME", what="ReliefWeb: an appname", get=GET_APPNAME)
    held = state or State()
    posted, last_ids = held.get("posted"), set(held.get("ids", []))
    body = query_body(
        query=query, countries=countries, since=since, until=until, formats=formats, posted_from=posted
    )
    with client or Client(base, params={"appname": name}, least=0.5, refused=GET_APPNAME) as api:
        taken: set[str] = set()
        seen: set[str] = set(last_ids)
        offset = count = 0
        while True:
            answer = api.json("reports", body={**body, "offset": offset})
            rows = answer.get("data") if isinstance(answer, dict) else None
            if not isinstance(rows, list):
                raise FetchError(
                    f"{api.base}/reports: an answer without 'data'",
                    fix="the API has changed: update this program",
                )
            if not rows:
                return
            for one in rows:
                number = str(one.get("id")) if isinstance(one, dict) else ""
                if number in seen:
                    continue
                seen.add(number)
                yield from _report(one, number, taken)
                count += 1
                if most is not None and count >= most:
                    return
            _note(held, rows)
            offset += len(rows)
            total = answer.get("totalCount")
            if isinstance(total, int) and offset >= total:
                return


def _report(one: Any, number: str, taken: set[str]) -> Iterator[Report | Tabled | Verdict]:
    """Yield one row of the answer as a Report."""
    place = f"reliefweb:{number}"
    source = Source(place=place, name=f"reliefweb-{number}.json", data=b"")
    for found in reliefweb_reports({"data": [one]}, "ReliefWeb"):
        yield found if isinstance(found, Verdict) else finish(found, source, DEFAULTS, taken)


def _note(state: State, rows: list[Any]) -> None:
    """Note the moment of the last post of a page, and who else was posted then."""
    posts = [
        (str(date.get("created")), str(one.get("id")))
        for one in rows
        if isinstance(one, dict)
        and isinstance(one.get("fields"), dict)
        and isinstance(date := one["fields"].get("date"), dict)
        and date.get("created")
    ]
    if posts:
        latest = max(posted for posted, _ in posts)
        before = state.get("ids", []) if state.get("posted") == latest else []
        state.note(
            posted=latest, ids=sorted({*before, *(number for posted, number in posts if posted == latest)})
        )
