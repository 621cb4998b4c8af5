"""The order of the queue: what most needs a person stands first, in few groups with plain names.

In: a Desk and filters.  Out: groups of items.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.review.desk import UNSURE, Desk, moment_of

FILTERS = ("situation", "report_id", "place", "term", "source", "status")
MOST = 400
"""Rows of the queue that a page shows; the rest is counted."""
GROUPS = ("second", "again", "headline", "conflict", "unsure", "new", "number", "input", "rest", "done")


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the queue."""

    id: str
    kind: str
    group: str
    figure: str
    what: str
    note: str = ""
    doubtful: bool = False
    need: float = 0.0


def queue(desk: Desk, filters: Mapping[str, str] | None = None) -> list[Item]:
    """Return everything a person may look at, most needed first; done last."""
    wanted = {name: value for name, value in (filters or {}).items() if value}
    items = [
        *_claims(desk, wanted),
        *([] if wanted else _again(desk)),
        *_conflicts(desk, wanted),
        *_numbers(desk, wanted),
        *([] if wanted else _inputs(desk)),
    ]
    rank = {name: place for place, name in enumerate(GROUPS)}
    return sorted(items, key=lambda item: (rank[item.group], -item.need, item.id))


def _claims(desk: Desk, wanted: Mapping[str, str]) -> Iterator[Item]:
    since = _last_session(desk)
    for id, claim in desk.claims.items():
        state = desk.state(id)
        if not _passes(claim, state.status, wanted):
            continue
        sure = claim["confidence"]
        doubt = 1.0 - (1.0 if sure is None else sure)
        in_lead = desk.in_headline(id)
        need = doubt * (1.0 + 3.0 * in_lead)
        unsure = doubt > 1.0 - UNSURE
        recorded = claim.get("recorded_at")
        if desk.waits_for_second(id):
            group, note = "second", f"{state.status} by {state.who}"
        elif state.looked:
            group, note = "done", state.status + (f": {state.why}" if state.why else "")
        elif in_lead:
            group, note = "headline", _doubt(claim) if unsure else ""
        elif unsure:
            group, note = "unsure", _doubt(claim)
        elif since and recorded and recorded > since:
            group, note = "new", ""
        else:
            group, note = "rest", ""
        yield Item(
            id=id, kind="claim", group=group, figure=figure(claim), what=what(claim), note=note,
            doubtful=unsure and not state.looked, need=need,
        )  # fmt: skip


def _again(desk: Desk) -> Iterator[Item]:
    """Yield decisions on claims that are no longer read: their words must be looked at again."""
    for row in desk.unattached():
        signed = desk.state(row["target"]).signed
        yield Item(
            id=row["target"], kind="again", group="done" if signed else "again", figure="",
            what=" ".join((row["quote"] or row["target"]).split()), note=f"{row['action']}, {row['who'] or ''}",
        )  # fmt: skip


def _doubt(claim: Mapping[str, Any]) -> str:
    named = (claim["doubt"] or "").partition(":")[0]
    return f"{named}? {claim['confidence']:.2f}".replace("0.", ".") if named else ""


def _last_session(desk: Desk) -> dt.datetime | None:
    """Return when this person last decided anything before this session."""
    times = [moment_of(row["when"]) for row in desk.rows if row["who"] == desk.who]
    return max((one for one in times if one and one < desk.started), default=None)


def _passes(claim: Mapping[str, Any], status: str, wanted: Mapping[str, str]) -> bool:
    for name, value in wanted.items():
        if name == "place":
            held = {claim.get("origin"), claim.get("destination"), claim.get("country_iso3")}
        elif name == "status":
            held = {status or "open"}
        else:
            held = {claim.get(name)}
        if value not in held:
            return False
    return True


def _conflicts(desk: Desk, wanted: Mapping[str, str]) -> Iterator[Item]:
    for index, row in enumerate(desk.done.reconciliation.conflicts.iter_rows(named=True)):
        claims = [desk.claims[id] for id in row["claim_ids"] if id in desk.claims]
        if not claims or not any(_passes(claim, "", wanted) for claim in claims):
            continue
        id = conflict_id(row)
        settled = desk.state(id).signed or all(desk.state(one["claim_id"]).looked for one in claims)
        values = sorted({value for value in row["values"] if value is not None}, reverse=True)
        yield Item(
            id=id,
            kind="conflict",
            group="done" if settled else "conflict",
            figure=number(values[0]) if values else "",
            what=what(claims[0]),
            note=(f"against {number(values[-1])}" if len(values) > 1 else row["kind"]),
            need=(1.0 + 3.0 * (row["series_id"] in desk.leads)) - index / 1e6,
        )


def conflict_id(row: Mapping[str, Any]) -> str:
    """Return the name of a difference, the same whenever it is found again."""
    return "conflict:" + "+".join(sorted(row["claim_ids"]))


def _numbers(desk: Desk, wanted: Mapping[str, str]) -> Iterator[Item]:
    for id, one in desk.numbers.items():
        if id in desk.claims or (wanted and wanted.get("report_id") != one.report_id):
            continue
        yield Item(
            id=id, kind="number", group="done" if desk.state(id).looked else "number",
            figure=" ".join(one.unread.quote.split())[:24], what=one.unread.reason, need=one.unread.likely,
        )  # fmt: skip


def _inputs(desk: Desk) -> Iterator[Item]:
    for verdict in desk.done.extraction.verdicts:
        id = f"input:{verdict.place}"
        yield Item(
            id=id, kind="input", group="done" if desk.state(id).signed else "input",
            figure="", what=verdict.place, note=verdict.fault,
        )  # fmt: skip


def number(value: float | None) -> str:
    """Return a number as people write it."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.3g}"


def figure(claim: Mapping[str, Any]) -> str:
    """Return the figure of a claim, short."""
    if claim["unit"] == "share":
        return f"{100 * claim['value']:.3g} %"
    return number(claim["value"])


def what(claim: Mapping[str, Any]) -> str:
    """Return what a claim counts and where, short."""
    unit = {"household": "households ", "dwelling": "homes "}.get(claim["unit"], "")
    term = str(claim["subterm"] or claim["term"]).replace("_", " ")
    place = claim["destination"] or claim["origin"] or claim["country_iso3"]
    return f"{unit}{term}" + (f", {place}" if place else "")
