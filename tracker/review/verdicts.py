"""What a person asked for, as rows of the ledger.

In: a Desk, and what the page sent.  Out: rows kept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from tracker.errors import BadArgument
from tracker.review import cards, fields
from tracker.review.desk import Desk

Body = Mapping[str, Any]
Rows = list[dict[str, str | None]]
MOST_WORDS = 500


def keep(desk: Desk, body: Body) -> list[dict[str, Any]]:
    """Keep what a person decided; return the rows.

    Raises
    ------
    BadArgument
        The page asked for what there is not.
    """
    action = str(body.get("action"))
    made = WAYS.get(action)
    if made is None:
        raise BadArgument(f"there is no action {action!r}", fix=f"one of {', '.join(WAYS)}")
    return desk.keep(made(desk, body), rule=action == "rule")


def _why(body: Body) -> str | None:
    return " ".join(str(body.get("why") or "").split())[:MOST_WORDS] or None


def _of(desk: Desk, body: Body) -> str:
    id = str(body.get("id"))
    if id not in desk.claims:
        raise BadArgument(f"there is no claim {id!r}", fix="reload the page")
    return id


def _accept(desk: Desk, body: Body) -> Rows:
    return [desk.row(_of(desk, body), "accept", why=_why(body))]


def _reject(desk: Desk, body: Body) -> Rows:
    return [desk.row(_of(desk, body), "reject", why=_why(body))]


def _correct(desk: Desk, body: Body) -> Rows:
    id = _of(desk, body)
    name, text = str(body.get("field")), str(body.get("text") or "")[:MOST_WORDS]
    made = changes(desk, id, name, text)
    return [desk.row(id, "correct", why=_why(body), **one) for one in made]


def changes(desk: Desk, id: str, name: str, text: str) -> list[fields.Row]:
    """Return the corrections that a value of a field makes; those that change nothing are left out.

    Raises
    ------
    BadArgument
        The value does not fit the field.
    """
    if name not in fields.KEYS:
        raise BadArgument(f"there is no field {name!r}", fix=f"one of {', '.join(fields.KEYS)}")
    claim = desk.claims[id]
    made = fields.corrections(name, text, claim, desk.reports.get(claim["report_id"]))
    held = [one for one in made if (one["field"] or "") in desk.frame.columns]
    return [one for one in held if one["value"] != fields.plain(claim[one["field"] or ""])]


def _same(desk: Desk, body: Body) -> Rows:
    other = str(body.get("other"))
    if other not in desk.claims:
        raise BadArgument(f"there is no claim {other!r}", fix="choose one that is listed")
    return [desk.row(_of(desk, body), "same_as", value=other, why=_why(body))]


def _quote(desk: Desk, body: Body) -> Rows:
    id = _of(desk, body)
    report = desk.reports.get(desk.claims[id]["report_id"])
    start, end = int(body.get("start", -1)), int(body.get("end", -1))
    if report is None or not 0 <= start < end <= len(report.text):
        raise BadArgument("these words are not in the text", fix="select words of the report")
    made = {"quote": report.text[start:end], "start": str(start), "end": str(end)}
    return [desk.row(id, "correct", field=name, value=value) for name, value in made.items()]


def _add(desk: Desk, body: Body) -> Rows:
    id = str(body.get("id"))
    claim = cards.claim_of(desk, id)
    held = json.dumps(claim, ensure_ascii=False, default=str)
    return [
        {
            "target": id,
            "action": "add",
            "quote": claim["quote"],
            "report_id": claim["report_id"],
            "value": held,
        }
    ]


def _no_claim(desk: Desk, body: Body) -> Rows:
    one = desk.numbers.get(str(body.get("id")))
    if one is None:
        raise BadArgument("there is no such number", fix="reload the page")
    return [
        {
            "target": one.id,
            "action": "sign",
            "field": "number",
            "quote": one.unread.quote,
            "report_id": one.report_id,
        }
    ]


def _sign(desk: Desk, body: Body) -> Rows:
    return [{**desk.row(str(body.get("id")), "sign"), "why": _why(body)}]


def _conflict(desk: Desk, body: Body) -> Rows:
    """Settle a difference: one is right, both stand, one is superseded, or a figure is set."""
    card = cards.card(desk, str(body.get("id")))
    ids = [one["claim_id"] for one in card.claims]
    how, chosen = str(body.get("how")), str(body.get("chosen"))
    signed: dict[str, str | None] = {"target": card.id, "action": "sign", "value": how, "why": _why(body)}
    if how == "both":
        return [*(desk.row(id, "accept", why="both stand") for id in ids), signed]
    if how == "override":
        value = str(body.get("value") or "").replace(",", "").strip()
        if not card.series or not value.replace(".", "", 1).isdigit() or not _why(body):
            raise BadArgument("a figure needs a number and a reason", fix="type both")
        day = next((claim["date"] for claim in _days(desk, ids)), None)
        made: dict[str, str | None] = {
            "target": card.series, "action": "override", "value": value, "why": _why(body),
            "field": day.isoformat() if day else None,
        }  # fmt: skip
        return [made, signed]
    if chosen not in ids:
        raise BadArgument("choose one of the claims", fix="choose one that is listed")
    if how == "superseded":
        return [desk.row(chosen, "reject", why="superseded by a later figure"), signed]
    why = f"another figure was chosen: {desk.claims[chosen]['quote']}"
    return [
        desk.row(chosen, "accept", why=_why(body)),
        *(desk.row(id, "reject", why=why) for id in ids if id != chosen),
        signed,
    ]


def _days(desk: Desk, ids: list[str]) -> list[dict[str, dt.date]]:
    return [desk.assignments[id] for id in ids if desk.assignments.get(id, {}).get("date")]


def _rule(desk: Desk, body: Body) -> Rows:
    claim = desk.claims[_of(desk, body)]
    scope, name = str(body.get("scope")), str(body.get("field"))
    of = {"report": claim["report_id"], "publisher": claim["publisher"]}.get(scope)
    if not of:
        raise BadArgument("the rule is for no claims", fix="choose a report or a publisher")
    if name not in fields.KEYS:
        raise BadArgument(f"there is no field {name!r}", fix=f"one of {', '.join(fields.KEYS)}")
    made = fields.corrections(name, str(body.get("text") or ""), claim, desk.reports.get(claim["report_id"]))
    old = " ".join(str(body.get("old") or "").split())
    when = f"{fields.COLUMNS[name][0]}={old}" if old else None
    row: dict[str, str | None] = {
        "target": f"{scope}:{of}",
        "action": "rule",
        "quote": when,
        "why": _why(body),
    }
    return [{**row, **one} for one in made if one["field"] in desk.frame.columns]


WAYS: dict[str, Callable[[Desk, Body], Rows]] = {
    "accept": _accept,
    "reject": _reject,
    "correct": _correct,
    "same_as": _same,
    "quote": _quote,
    "add": _add,
    "no_claim": _no_claim,
    "sign": _sign,
    "conflict": _conflict,
    "rule": _rule,
}
