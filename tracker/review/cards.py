"""A card: one claim (or number, difference, input) with its text, its fields, and what speaks for and against it.

In: a Desk and an id.  Out: what a page shows of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tracker import tables
from tracker.errors import UnknownId
from tracker.review import fields
from tracker.review.desk import UNSURE, Desk, State
from tracker.review.ordering import conflict_id, figure, what
from tracker.review.passage import Passage, Span, clickable, near, page_of, passage
from tracker.vocabulary import Claim, Report, Verdict

MOST_OTHERS = 12
_SAME = 0.02  # how far apart two figures may be that a person might call the same


@dataclass(frozen=True, slots=True)
class Card:
    """What a page shows of one claim or number."""

    id: str
    kind: str
    title: str
    meta: tuple[str, ...]
    passage: Passage | None
    fields: tuple[fields.Shown, ...] = ()
    state: State = field(default_factory=State)
    confidence: float | None = None
    doubt: str = ""
    why: str = ""
    heads: str = ""
    note: str = ""
    url: str = ""
    series: str = ""
    claims: tuple[dict[str, Any], ...] = ()
    second: bool = False


def card(desk: Desk, id: str, *, whole: bool = False) -> Card:
    """Return the card of an id.

    Raises
    ------
    UnknownId
        Nothing has this id.
    """
    if id in desk.claims:
        return _claim(desk, id, whole=whole)
    if id.startswith("conflict:"):
        return _conflict(desk, id)
    if id.startswith("input:"):
        return _input(desk, id)
    for row in desk.unattached():
        if row["target"] == id:
            return _again(desk, row)
    if id in desk.numbers:
        return _number(desk, id, whole=whole)
    raise UnknownId(f"there is nothing called {id!r}", fix="take one from the queue")


def _meta(report: Report | None, claim: Mapping[str, Any], start: int | None) -> tuple[str, ...]:
    """Return publisher, day and page of a report, as far as they are known."""
    published = report.published if report is not None else claim.get("published")
    page = page_of(report, start) if report is not None and start is not None else None
    parts = [
        (report.publisher if report is not None else None) or claim.get("publisher"),
        fields.days(published, published) if published else None,
        f"page {page} of {len(report.pages)}" if page and report is not None else None,
    ]
    return tuple(part for part in parts if part)


def _claim(desk: Desk, id: str, *, whole: bool) -> Card:
    claim, state = desk.claims[id], desk.state(id)
    report = desk.reports.get(claim["report_id"])
    doubt, _, why = (claim["doubt"] or "").partition(": ")
    sure = claim["confidence"]
    text = None
    heads = ""
    if report is not None and claim["start"] is not None:
        made = reading(report).get(id)
        text = passage(report, claim["start"], list(_spans(desk, report, claim, made)), whole=whole)
        heads = _heads(report, claim["start"])
    told = desk.assignments.get(id) or {}
    return Card(
        id=id,
        kind="claim",
        title=(report.title if report is not None else None) or claim["report_id"] or "",
        meta=_meta(report, claim, claim["start"]),
        passage=text,
        fields=tuple(fields.shown(claim, desk.claims, state.changed)),
        state=state,
        confidence=sure,
        doubt=doubt if sure is not None and sure < UNSURE else "",
        why=why,
        heads=heads,
        note=told.get("reason") or "",
        url=claim.get("url") or "",
        series=told.get("series_id") or "",
        second=desk.waits_for_second(id),
    )


@lru_cache(maxsize=64)
def reading(report: Report) -> dict[str, Claim]:
    """Return the claims of a report as the reader makes them now, with the words that made each field."""
    from tracker.claims.read import read_claims

    claims, _ = read_claims(report, unread=False)
    rows = tables.claim_rows(report, claims)
    return {row["claim_id"]: claim for row, claim in zip(rows, claims, strict=True)}


@lru_cache(maxsize=64)
def _segments(report: Report) -> tuple[Any, ...]:
    from tracker.segment import segments

    return tuple(one for one in segments(report) if one.kind == "cell")


def _heads(report: Report, start: int) -> str:
    """Return the heads of row and column of a table's cell."""
    for one in _segments(report):
        if one.start <= start < one.start + len(one.text) and (one.row or one.column):
            return " · ".join(part for part in (one.row, one.column) if part)
    return ""


def _spans(desk: Desk, report: Report, claim: Mapping[str, Any], made: Claim | None) -> Iterator[Span]:
    """Yield what is marked in the text of a claim."""
    start, end = claim["start"], claim["end"]
    yield Span(start, end, "quote")
    words = dict(made.words) if made is not None else {}
    named = {
        "day": words.get("period"),
        "place": claim["destination"],
        "origin": claim["origin"],
        "who": claim["source"],
    }
    for kind, said in named.items():
        if found := near(report.text, said, start, end):
            yield Span(*found, "place" if kind == "origin" else kind)
    for other in desk.claims.values():
        if other["report_id"] == report.report_id and other["claim_id"] != claim["claim_id"]:
            if other["start"] is not None:
                yield Span(other["start"], other["end"], "other", other["claim_id"])
    for one in desk.unread(report.report_id):
        if one.id not in desk.claims:
            yield Span(one.unread.start, one.unread.end, "number", one.id)
    yield from clickable(report, start)


def _number(desk: Desk, id: str, *, whole: bool) -> Card:
    one = desk.numbers[id]
    report = desk.reports[one.report_id]
    spans = [Span(one.unread.start, one.unread.end, "quote")]
    spans += [
        Span(other["start"], other["end"], "other", other["claim_id"])
        for other in desk.claims.values()
        if other["report_id"] == one.report_id and other["start"] is not None
    ]
    return Card(
        id=id,
        kind="number",
        title=report.title or report.report_id,
        meta=_meta(report, {}, one.unread.start),
        passage=passage(report, one.unread.start, spans, whole=whole),
        state=desk.state(id),
        note=one.unread.reason,
        heads=_heads(report, one.unread.start),
        url=report.url or "",
    )


def claim_of(desk: Desk, id: str) -> dict[str, Any]:
    """Return a number that was not taken as a claim, to be kept as JSON: what is not known is guessed from its report.

    Raises
    ------
    UnknownId
        No number has this id, or it holds none.
    """
    from tracker import api

    one = next((n for report in desk.reports for n in desk.unread(report) if n.id == id), None)
    if one is None:
        raise UnknownId(f"there is no number {id!r}", fix="click one in the text")
    report = desk.reports[one.report_id]
    amounts = api.amounts(one.unread.quote)
    if amounts.is_empty():
        raise UnknownId(f"{one.unread.quote!r} holds no number", fix="choose another")
    amount = amounts.row(0, named=True)
    here = [claim for claim in desk.claims.values() if claim["report_id"] == one.report_id]
    like = min(here, key=lambda claim: abs((claim["start"] or 0) - one.unread.start), default=None)
    taken = ("term", "measure", "period_start", "period_end", "country_iso3", "source", "source_id", "destination",
             "destination_id", "origin", "origin_id", "unit", "accumulation")  # fmt: skip
    made: dict[str, Any] = {"term": "displaced", "measure": "stock", "unit": "person"}
    made |= {name: like[name] for name in taken if like is not None and like[name] is not None}
    if made["unit"] == "share":
        made["unit"] = "person"
    made |= {name: amount[name] for name in ("value", "low", "high", "qualifier") if amount[name] is not None}
    made["persons"] = made["value"] if made["unit"] == "person" else None
    made |= {
        "quote": one.unread.quote, "start": one.unread.start, "end": one.unread.end, "sentence": one.unread.sentence,
        "report_id": report.report_id, "publisher": report.publisher, "published": report.published,
        "situation": report.situation, "url": report.url, "wire": report.wire,
    }  # fmt: skip
    return {name: value for name, value in made.items() if value is not None}


def _conflict(desk: Desk, id: str) -> Card:
    row = next(
        (row for row in desk.done.reconciliation.conflicts.iter_rows(named=True) if conflict_id(row) == id),
        None,
    )
    if row is None:
        raise UnknownId(f"there is no difference {id!r}", fix="take one from the queue")
    claims = [desk.claims[one] for one in row["claim_ids"] if one in desk.claims]
    return Card(
        id=id,
        kind="conflict",
        title=row["kind"],
        meta=(fields.days(row["date"], row["date"]),) if row["date"] else (),
        passage=None,
        state=desk.state(id),
        note=row["message"],
        series=row["series_id"] or "",
        claims=tuple(
            {**one, "figure": figure(one), "what": what(one), "state": desk.state(one["claim_id"]),
             "role": (desk.assignments.get(one["claim_id"]) or {}).get("role")}
            for one in claims
        ),
    )  # fmt: skip


def _again(desk: Desk, row: Mapping[str, Any]) -> Card:
    """Return a decision whose claim is no longer read: its words, what was decided, and why it matches nothing."""
    said = f"{row['action']} {row['field'] or ''} {row['value'] or ''}".strip()
    report = desk.reports.get(row["report_id"] or "")
    text = None
    if (
        report is not None
        and row["quote"]
        and (found := near(report.text, row["quote"], 0, len(report.text)))
    ):
        text = passage(report, found[0], [Span(*found, "quote")])
    return Card(
        id=row["target"], kind="again", title=(report.title if report else None) or row["report_id"] or "",
        meta=_meta(report, {}, None), passage=text, state=desk.state(row["target"]),
        note=f"“{row['quote'] or row['target']}”: {said}", why=row["note"] or "",
    )  # fmt: skip


def _input(desk: Desk, id: str) -> Card:
    verdicts: dict[str, Verdict] = {f"input:{one.place}": one for one in desk.done.extraction.verdicts}
    if id not in verdicts:
        raise UnknownId(f"there is no input {id!r}", fix="take one from the queue")
    one = verdicts[id]
    return Card(
        id=id,
        kind="input",
        title=one.place,
        meta=(),
        passage=None,
        state=desk.state(id),
        note=one.fault,
        why=one.fix,
    )


def alike(desk: Desk, id: str) -> list[dict[str, Any]]:
    """Return other claims that may be the same as one: of its series, or with its figure, nearest figure first."""
    claim = desk.claims[id]
    series = (desk.assignments.get(id) or {}).get("series_id")
    found = []
    for other in desk.claims.values():
        if other["claim_id"] == id or other["situation"] != claim["situation"]:
            continue
        away = abs(other["value"] - claim["value"]) / max(abs(claim["value"]), 1.0)
        ours = (
            series is not None and (desk.assignments.get(other["claim_id"]) or {}).get("series_id") == series
        )
        if ours or away <= _SAME:
            found.append((away, other["claim_id"], other))
    found.sort(key=lambda one: one[:2])
    return [{**one, "figure": figure(one), "what": what(one)} for _, _, one in found[:MOST_OTHERS]]
