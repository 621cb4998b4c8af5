"""A made-up crisis for the pages: invented places, sources and publishers, every awkward case once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tracker import tables
from tracker.reconciliation import Reconciliation
from tracker.vocabulary import NamedPlace, Situation, SituationEvent, text_hash

START = dt.date(2031, 3, 1)
NASTY = "<script>alert('gotcha')</script>"
OUT = "valley.moved.since-2031-03-01"
CAMP = "valley.camp.stock"
WEEKS = "valley.moved.window"
CHILDREN = "valley.moved.children"
FAMILIES = "valley.camp.households"
PORT = "valley.moved.to-port"


def day(n: int) -> dt.date:
    return START + dt.timedelta(days=n)


@dataclass(kw_only=True)
class World:
    reconciliation: Reconciliation
    reports: pl.DataFrame
    places: pl.DataFrame
    situations: list[Situation]
    earlier: list[Reconciliation] = field(default_factory=list)

    def arguments(self) -> dict[str, Any]:
        return {
            "reports": self.reports,
            "places": self.places,
            "situations": self.situations,
            "earlier": self.earlier,
        }


SITUATION = Situation(
    situation_id="valley",
    title="Flight from the Kestrel Valley",
    start=START,
    same_places=(
        NamedPlace(name="Kestrel Valley", aliases=("the valley",), place_id="kv", lat=12.1, lon=31.2),
        NamedPlace(name="Linden Camp", place_id="camp", lat=12.9, lon=31.9),
        NamedPlace(name="Port Amber", place_id="port", lat=13.4, lon=30.4),
    ),
    events=(
        SituationEvent(date=day(4), label="The dam road closes", url="https://example.org/dam"),
        SituationEvent(date=day(20), label="A truce begins", url="javascript:alert(2)"),
    ),
)


def _report(id_: str, publisher: str, published: dt.date, **more: Any) -> dict[str, Any]:
    return {
        "report_id": id_,
        "version": 1,
        "publisher": publisher,
        "title": more.pop("title", f"From {publisher}"),
        "url": more.pop("url", f"https://example.org/{id_}.html"),
        "published": published,
        "published_basis": "given",
        "kind": "news",
        "sha256": text_hash(id_),
        "restated": more.pop("restated", False),
        "sharing": more.pop("sharing", "public"),
        "path": f"/home/someone/private/{id_}.md",
        **more,
    }


def _claim(
    id_: str, report: dict[str, Any], value: float, quote: str, at: dt.date, **more: Any
) -> dict[str, Any]:
    sentence = more.pop("sentence", f"By {at.day} March, {quote} had left the valley, the observatory said.")
    return {
        "claim_id": id_,
        "report_id": report["report_id"],
        "quote": quote,
        "start": 100,
        "end": 100 + len(quote),
        "sentence": sentence,
        "value": value,
        "qualifier": "exact",
        "unit": "person",
        "term": "displaced",
        "measure": "flow",
        "accumulation": "cumulative",
        "as_of": at,
        "as_of_basis": "explicit",
        "period_start": START,
        "period_end": at,
        "origin": "the valley",
        "origin_id": "kv",
        "destination": "Linden Camp",
        "destination_id": "camp",
        "source": "Kestrel Observatory",
        "source_id": "kestrel-observatory",
        "source_kind": "monitor",
        "publisher": report["publisher"],
        "url": report["url"],
        "published": report["published"],
        "situation": "valley",
        **more,
    }


def _series(id_: str, **more: Any) -> dict[str, Any]:
    row = {
        "series_id": id_,
        "situation": "valley",
        "term": "displaced",
        "measure": "flow",
        "accumulation": "cumulative",
        "since": START,
        "unit": "person",
        "origin_id": "kv",
        "destination_id": "camp",
    }
    return {**row, **more}


def _daily(
    id_: str, first: int, last: int, start: float, rise: float, *, carried_after: int | None = None
) -> list[dict[str, Any]]:
    rows = []
    for n in range(first, last + 1):
        stale = carried_after is not None and n > carried_after
        best = start + rise * ((carried_after if stale else n) - first)  # type: ignore[operator]
        rows.append(
            {
                "series_id": id_, "date": day(n), "low": best * 0.94, "best": best, "high": best * 1.07,
                "claims": 3, "sources": 2, "grade": "B", "carried": stale, "age_days": n - (carried_after or n) if stale else 0,
            }
        )  # fmt: skip
    return rows


def world(extra: int = 0) -> World:
    """Return the made-up world; ``extra`` adds that many claims to the main series."""
    reports = [
        _report("r1", "Valley Herald", day(2)),
        _report("r2", "North Wire", day(6), wire="North Wire"),
        _report("r3", "Amber Gazette", day(12), title=NASTY, url="javascript:alert(1)", licence="CC-BY-4.0"),
        _report("r4", "Relief Bulletin", day(18), url="https://example.org/sitrep.pdf", kind="sitrep"),
        _report("r5", "Quiet Post", day(24), restated=True),
        _report("r6", "Valley Herald", day(28), attribution="Valley Herald, all rights"),
    ]
    one, two, three, four, five, six = reports
    claims = [
        _claim("c01", one, 4000, "4,000 people", day(1)),
        _claim("c02", two, 9000, "at least 9,000 people", day(5), qualifier="at_least", hedge="at least", low=9000),
        _claim("c03", two, 9000, "9,000", day(5), wire="North Wire"),
        _claim(
            "c04", three, 21000, f"{NASTY} 21,000 people", day(11), source=f"{NASTY} Bureau", source_id=None,
            source_kind="other", sentence=f"{NASTY} 21,000 people <img src=x onerror=alert(3)> left.",
        ),
        _claim("c05", four, 26000, "nearly 26,000 people", day(17), qualifier="approximately", hedge="nearly"),
        _claim("c06", five, 31000, "31,000 people", day(23), sentence="Thirty-one thousand is how we put it: 31,000 people."),
        _claim("c07", six, 33000, "up to 33,000 people", day(27), qualifier="at_most", hedge="up to", high=33000),
        _claim("c08", six, 3, "three people", day(27), sentence="Only three people stayed behind, officials said."),
        _claim("c09", one, 0, "no one", day(1), sentence="No one had crossed the bridge.", negated=True),
        _claim("c10", six, 12000, "12,000 people", day(26), measure="stock", accumulation=None, term="sheltered"),
        _claim("c11", two, 7000, "7,000", day(6), measure="stock", accumulation=None, term="sheltered", source="Relief Desk", source_id="relief-desk"),
        _claim("c12", four, 2500, "2,500 people", day(14), accumulation="window", period_start=day(8), period_end=day(14)),
        _claim("c13", six, 1200, "1,200 people", day(27), accumulation="window", period_start=day(21), period_end=day(27)),
        _claim("c14", five, 15000, "15,000 children", day(23), group="children"),
        _claim("c15", four, 900, "900 families", day(17), unit="household", measure="stock", accumulation=None, term="sheltered"),
        _claim("c16", three, 5000, "5,000", day(11), source="Mara Ellery", source_id=None, source_kind="other",
               sentence="Mara Ellery, a teacher, reckoned 5,000 had gone."),
        _claim("c17", six, 8000, "8,000 people", day(26), destination="Port Amber", destination_id="port"),
        _claim("c18", six, 44, "44 tents", day(26), situation=None, origin=None, origin_id=None, destination=None,
               destination_id=None, unit="dwelling", term="housing_destroyed"),
    ]  # fmt: skip
    placed = {
        "c01": (OUT, "used", None), "c02": (OUT, "used", None), "c03": (OUT, "duplicate", "same figure from Kestrel Observatory as c02"),
        "c04": (OUT, "conflicting", "far above the others on 2031-03-12"), "c05": (OUT, "used", None), "c06": (OUT, "used", None),
        "c07": (OUT, "used", None), "c08": (OUT, "out_of_scope", "counts those who stayed"), "c09": (OUT, "out_of_scope", "says nobody"),
        "c10": (CAMP, "used", None), "c11": (CAMP, "used", None), "c12": (WEEKS, "used", None), "c13": (WEEKS, "used", None),
        "c14": (CHILDREN, "used", None), "c15": (FAMILIES, "used", None), "c16": (OUT, "superseded", "Kestrel Observatory counted later"),
        "c17": (PORT, "used", None), "c18": (None, "unlinked", "nothing says where"),
    }  # fmt: skip
    for n in range(extra):
        report = reports[n % len(reports)]
        at = day(n % 28)
        claims.append(
            _claim(f"x{n:05}", report, 4000 + 1000 * (n % 28) + n % 97, f"{4000 + n:,} people", at,
                   source=f"Source {n % 12}", source_id=f"source-{n % 12}")
        )  # fmt: skip
        placed[f"x{n:05}"] = (OUT, "used" if n % 3 else "duplicate", None if n % 3 else "printed before")
    series = [
        _series(OUT),
        _series(CAMP, term="sheltered", measure="stock", accumulation=None, since=None, origin_id=None),
        _series(WEEKS, accumulation="window", since=None),
        _series(CHILDREN, group="children"),
        _series(
            FAMILIES,
            term="sheltered",
            measure="stock",
            accumulation=None,
            since=None,
            unit="household",
            origin_id=None,
        ),
        _series(PORT, destination_id="port"),
    ]
    estimates = [
        *_daily(OUT, 1, 36, 4000, 1100, carried_after=28),
        *_daily(CAMP, 5, 28, 7000, 220),
        {"series_id": WEEKS, "date": day(14), "period_start": day(8), "period_end": day(14), "low": 2300, "best": 2500, "high": 2700, "claims": 1, "sources": 1, "grade": "B", "carried": False},
        {"series_id": WEEKS, "date": day(27), "period_start": day(21), "period_end": day(27), "low": 1100, "best": 1200, "high": 1300, "claims": 1, "sources": 1, "grade": "B", "carried": False},
        *_daily(CHILDREN, 20, 26, 13000, 300),
        *_daily(FAMILIES, 14, 20, 850, 10),
        *_daily(PORT, 20, 26, 6000, 300),
    ]  # fmt: skip
    conflicts = [
        {
            "series_id": OUT, "kind": "contradiction", "date": day(11), "claim_ids": ["c04", "c16"], "values": [21000.0, 5000.0],
            "message": "kestrel-observatory has about 15,000 on 2031-03-12, others 21,000 (c04) and 5,000 (c16)",
        },
        {
            "series_id": OUT, "kind": "revision", "date": day(11), "claim_ids": ["c16", "c05"], "values": [5000.0, 26000.0],
            "message": "5,000 became 26,000",
        },
    ]  # fmt: skip
    decisions = pl.DataFrame(
        {"target": ["c08"], "action": ["reject"], "who": ["A. Editor"], "when": ["2031-04-01"], "why": ["those who stayed did not leave"],
         "matched": [True], "claim_id": ["c08"], "note": [None]}
    )  # fmt: skip
    laid = {
        "claims": tables.from_rows("claims", claims),
        "series": tables.from_rows("series", series),
        "estimates": tables.from_rows("estimates", estimates),
        "assignments": tables.from_rows(
            "assignments",
            [
                {"claim_id": id_, "series_id": s, "role": r, "reason": why}
                for id_, (s, r, why) in placed.items()
            ],
        ),
        "conflicts": tables.from_rows("conflicts", conflicts),
    }
    places = tables.from_rows(
        "places", [{"place_id": "port", "name": "Port Amber", "level": "place", "lat": 13.4, "lon": 30.4}]
    )
    full = made(laid, decisions, None)
    return World(
        reconciliation=full,
        reports=tables.from_rows("reports", reports),
        places=places,
        situations=[SITUATION],
        earlier=[known_by(laid, decisions, day(n)) for n in (0, 8, 20)],
    )


def made(laid: dict[str, pl.DataFrame], decisions: pl.DataFrame, known: dt.date | None) -> Reconciliation:
    return Reconciliation(
        **laid,
        decisions=decisions,
        situations=pl.DataFrame({"situation": ["valley"], "title": ["valley"]}),
        as_known_on=known,
        input_hash=text_hash(str(known) + str(laid["claims"].height)),
    )


def known_by(laid: dict[str, pl.DataFrame], decisions: pl.DataFrame, known: dt.date) -> Reconciliation:
    """Return the world as it looked on an earlier day, with a lower line."""
    claims = laid["claims"].filter(pl.col("published") <= known)
    ids = claims["claim_id"].to_list()
    estimates = laid["estimates"].filter((pl.col("date") <= known) & ~pl.col("carried"))
    if not ids:
        estimates = estimates.clear()
    return made(
        {
            **laid,
            "claims": claims,
            "assignments": laid["assignments"].filter(pl.col("claim_id").is_in(ids)),
            "estimates": estimates.with_columns(pl.col("low", "best", "high") * 0.9),
        },
        decisions,
        known,
    )
