"""The review page as an application: pages and fragments out, decisions in.

In: a Desk.  Out: an ASGI application behind its door.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tracker.errors import TrackerError
from tracker.review import cards, effect, fields, ordering, verdicts
from tracker.review.desk import Desk
from tracker.review.door import Door

HERE = Path(__file__).parent
ORIGINAL = "en"


def strings(language: str = ORIGINAL) -> dict[str, dict[str, Any]]:
    """Return what the page says; what a translation lacks is said in the original."""
    read = tomllib.loads((HERE / "strings" / f"{ORIGINAL}.toml").read_text(encoding="utf-8"))
    path = HERE / "strings" / f"{language}.toml"
    other = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {name: {**part, **other.get(name, {})} for name, part in read.items()}


class Pages:
    """The page and its fragments for one desk."""

    def __init__(self, desk: Desk, language: str = ORIGINAL) -> None:
        self.desk = desk
        self.t = strings(language)
        self.made = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.made.globals.update(t=self.t, language=language, keys=fields.KEYS)

    def render(self, template: str, **what: Any) -> str:
        """Return a template filled in."""
        return self.made.get_template(template).render(**what)

    # -- what is shown -------------------------------------------------------------------------------------

    def page(self, wanted: Mapping[str, str]) -> str:
        """Return the whole page with its first card."""
        self.desk.refresh()
        items = ordering.queue(self.desk, wanted)
        first = next((one for one in items if one.group != "done"), None)
        return self.render(
            "page.html",
            bar=self.bar(),
            queue=self.queue(items, wanted, first.id if first else ""),
            card=self.card(first.id) if first else "",
            choices=self.choices(),
            wanted=wanted,
            ledger=self.desk.ledger.name,
        )

    def bar(self) -> str:
        """Return how far it is."""
        return self.render("bar.html", p=self.desk.progress())

    def queue(self, items: list[ordering.Item], wanted: Mapping[str, str], current: str) -> str:
        """Return the queue in its groups."""
        groups: dict[str, list[ordering.Item]] = {}
        for item in items:
            groups.setdefault(item.group, []).append(item)
        most = max(20, ordering.MOST // max(len(groups), 1))
        return self.render("queue.html", groups=groups, most=most, current=current)

    def choices(self) -> dict[str, list[str]]:
        """Return what each filter offers."""
        made: dict[str, set[str]] = {name: set() for name in ordering.FILTERS}
        for claim in self.desk.claims.values():
            for name in ("situation", "report_id", "term", "source"):
                if claim[name]:
                    made[name].add(claim[name])
            made["place"] |= {claim[n] for n in ("origin", "destination", "country_iso3") if claim[n]}
        made["status"] = {"open", "accepted", "rejected", "changed"}
        return {name: sorted(values) for name, values in made.items()}

    def card(self, id: str, *, whole: bool = False) -> str:
        """Return the card of an id."""
        return self.render("card.html", c=cards.card(self.desk, id, whole=whole), terms=fields.CHOICES)

    # -- what is asked -------------------------------------------------------------------------------------

    def show(self, request: Request) -> Response:
        """Answer with a card."""
        self.desk.refresh()
        id = request.path_params["id"]
        return HTMLResponse(self.card(id, whole="whole" in request.query_params))

    def listed(self, request: Request) -> Response:
        """Answer with the queue and how far it is; or with nothing where nobody decided anything since."""
        changed = self.desk.refresh()
        if "since" in request.query_params and not changed:
            return Response(status_code=204)
        return JSONResponse(self._listed(dict(request.query_params), request.query_params.get("current", "")))

    def _listed(self, asked: Mapping[str, str], current: str) -> dict[str, Any]:
        wanted = {name: asked[name] for name in ordering.FILTERS if asked.get(name)}
        items = ordering.queue(self.desk, wanted)
        return {"queue": self.queue(items, wanted, current), "bar": self.bar()}

    def effect(self, request: Request) -> Response:
        """Answer with what a claim, or a change of it, does to its series."""
        id = request.path_params["id"]
        if id not in self.desk.claims:
            return HTMLResponse("")
        asked = request.query_params
        changes: list[dict[str, Any]] = []
        if asked.get("action") == "reject":
            changes = [{"action": "reject"}]
        elif asked.get("field"):
            changes = list(verdicts.changes(self.desk, id, asked["field"], asked.get("text", "")))
        made = effect.effect(self.desk, id, changes)
        return HTMLResponse(self.render("effect.html", e=made, d=effect.drawing(made)))

    def try_(self, request: Request) -> Response:
        """Answer with what a typed value would say."""
        id, name = request.path_params["id"], request.path_params["field"]
        made = verdicts.changes(self.desk, id, name, request.query_params.get("text", ""))
        claim = self.desk.claims[id]
        from tracker.reconciliation.decisions import apply

        frame = self.desk.frame.filter(self.desk.frame["claim_id"] == id)
        if made:
            import polars as pl

            rows = [{"target": id, "action": "correct", **one} for one in made]
            kinds = dict.fromkeys(("target", "action", "field", "value"), pl.String)
            frame = apply(frame, pl.DataFrame(rows, schema=kinds))[0]
            claim = frame.row(0, named=True)
        return JSONResponse({"says": fields.say(name, claim, self.desk.claims), "changes": len(made)})

    def alike(self, request: Request) -> Response:
        """Answer with claims that may be the same, or of which one may be a part."""
        found = cards.alike(self.desk, request.path_params["id"])
        return HTMLResponse(self.render("alike.html", claims=found))

    def places(self, request: Request) -> Response:
        """Answer with the places of a name."""
        asked = request.query_params
        found = list(fields.places(asked.get("q", ""), None))
        return JSONResponse([{"says": says, "value": value} for says, value in found])

    def rules(self, request: Request) -> Response:
        """Answer with the rules that hold."""
        self.desk.refresh()
        from tracker.reconciliation.undoing import undone

        gone = undone(self.desk.rows)
        held = [row for row in self.desk.rows if row["action"] == "rule" and id(row) not in gone]
        return HTMLResponse(self.render("rules.html", rules=held))

    # -- what is decided -----------------------------------------------------------------------------------

    def keep(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a decision; return what the page shows next."""
        before = [one.id for one in ordering.queue(self.desk, _wanted(body)) if one.group != "done"]
        verdicts.keep(self.desk, body)
        id = str(body.get("id"))
        return self._after(body, id, self._next(before, id, body))

    def undo(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Take back this person's last decision, or the rule named."""
        if body.get("when"):
            self.desk.keep(
                [
                    {
                        "target": body.get("target"),
                        "action": "undo",
                        "field": "rule",
                        "value": body.get("when"),
                    }
                ],
                rule=True,
            )
            return self._after(body, str(body.get("id")), str(body.get("id")))
        last = self.desk.undo()
        if last is None:
            raise TrackerError(self.t["said"]["nothing_to_undo"], fix="")
        said = self.t["said"]["undone"].format(action=self.t["key"].get(last["action"], last["action"]))
        at = last["claim_id"] or last["target"]
        known = at in self.desk.claims or at in self.desk.numbers or str(at).startswith("conflict:")
        return self._after(body, at, at if known else str(body.get("id"))) | {"said": said}

    def _next(self, before: list[str], id: str, body: Mapping[str, Any]) -> str:
        """Return what comes after an item: the same where it was only changed, else the next that is open."""
        if body.get("action") in ("correct", "quote", "rule", "add"):
            return id
        if id not in before:  # it had been looked at before, and stood at the end
            return next((one for one in before if one != id), id)
        rest = [one for one in (*before[before.index(id) + 1 :], *before[: before.index(id)]) if one != id]
        states = self.desk.states
        return next((one for one in rest if one not in states or self.desk.waits_for_second(one)), id)

    def _after(self, body: Mapping[str, Any], id: str, then: str) -> dict[str, Any]:
        now = dt.datetime.now().astimezone()
        kept = self.t["page"]["kept"].format(name=self.desk.ledger.name, time=f"{now:%H:%M:%S}")
        said = self.t["said"]["kept"]
        return {
            "next": then,
            "card": self.card(then),
            "kept": kept,
            "said": said,
            **self._listed(_wanted(body), then),
        }


def _wanted(body: Mapping[str, Any]) -> dict[str, str]:
    held = body.get("wanted")
    return {str(name): str(value) for name, value in held.items()} if isinstance(held, dict) else {}


def _safely(answer: Callable[[Request], Response]) -> Callable[[Request], Any]:
    """Give an answer in a thread; a fault of ours becomes one sentence."""

    async def answered(request: Request) -> Response:
        try:
            return await run_in_threadpool(answer, request)
        except TrackerError as fault:
            return JSONResponse({"fault": str(fault)}, status_code=400)

    return answered


def _posted(answer: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Callable[[Request], Any]:
    async def answered(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
            if not isinstance(body, dict):
                raise ValueError("no object")
            return JSONResponse(await run_in_threadpool(answer, body))
        except TrackerError as fault:
            return JSONResponse({"fault": str(fault)}, status_code=400)
        except ValueError as fault:
            return JSONResponse({"fault": str(fault)}, status_code=400)

    return answered


def application(desk: Desk, port: int, language: str = ORIGINAL) -> Door:
    """Return the application of a desk behind its door; ``address`` of it opens once."""
    pages = Pages(desk, language)

    def first(request: Request) -> Response:
        return HTMLResponse(
            pages.page({n: v for n, v in request.query_params.items() if n in ordering.FILTERS})
        )

    app = Starlette(
        routes=[
            Route("/", _safely(first)),
            Route("/card/{id:path}", _safely(pages.show)),
            Route("/list", _safely(pages.listed)),
            Route("/effect/{id:path}", _safely(pages.effect)),
            Route("/try/{id}/{field}", _safely(pages.try_)),
            Route("/alike/{id}", _safely(pages.alike)),
            Route("/places", _safely(pages.places)),
            Route("/rules", _safely(pages.rules)),
            Route("/keep", _posted(pages.keep), methods=["POST"]),
            Route("/undo", _posted(pages.undo), methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]
    )
    return Door(app, port=port, closed=pages.t["door"]["closed"])
