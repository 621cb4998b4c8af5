"""The part of a page that says where people went: bands, a plain map, and the table behind both.

In: a view, places.  Out: Markup; figures as JSON.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from typing import Any

import polars as pl

from tracker.charts import curve
from tracker.charts.flows import Move, flows, moves
from tracker.charts.place_map import WORD, Spot, places_map
from tracker.charts.rounding import rounded, three
from tracker.charts.translations import Words
from tracker.publishing.claim_rows import heads
from tracker.publishing.figure_data import plain
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.sections import section
from tracker.publishing.titles import place
from tracker.publishing.views import SituationView

MOST = 40
WIDE = ("country", "region", "adm1")
PRESENT = ("displaced", "sheltered", "crossed_border", "trapped", "evacuated", "returned", "affected")


def moves_of(view: SituationView) -> list[Move]:
    """Return a view's moves, largest first."""
    if not view.lines:
        return []
    series = pl.DataFrame([dict(line.row) for line in view.lines], infer_schema_length=None)
    for name in ("group", "origin_id", "destination_id", "accumulation"):
        series = series.with_columns(pl.col(name).cast(pl.String))
    estimates = pl.concat([line.estimates for line in view.lines])
    return moves(series, estimates)[:MOST]


def spots_of(view: SituationView, made: list[Move], places: pl.DataFrame) -> tuple[list[Spot], list[str]]:
    """Return the places to draw, and the names of those whose position is not known."""
    at = {
        id_: (lon, lat)
        for id_, lon, lat in places.select("place_id", "lon", "lat").rows()
        if lon is not None and lat is not None
    }
    for one in view.situation.same_places:
        if one.lat is not None and one.lon is not None:
            at[one.place_id or one.name] = at[one.name] = (one.lon, one.lat)
            for alias in one.aliases:
                at.setdefault(alias, (one.lon, one.lat))
    wide = set(places.filter(pl.col("level").is_in(WIDE))["place_id"].to_list())
    people: dict[tuple[str, str], float] = {}
    for line in view.lines:
        row, last = line.row, curve.last_known(line.estimates)
        here = row["destination_id"] or row["origin_id"]
        if (
            row["measure"] == "stock"
            and row["unit"] == "person"
            and not row["group"]
            and row["term"] in PRESENT
            and here
            and last
        ):
            people[here, "stock"] = max(people.get((here, "stock"), 0.0), last["best"])
    for move in made:
        people[move.origin, "left"] = max(people.get((move.origin, "left"), 0.0), move.best)
        if (move.destination, "stock") not in people:
            people[move.destination, "arrived"] = max(
                people.get((move.destination, "arrived"), 0.0), move.best
            )
    spots, lost = [], set()
    for (id_, kind), count in sorted(people.items(), key=lambda item: (-item[1], item[0])):
        name = place(id_, view.names) or id_
        found = at.get(id_) or at.get(name)
        if found is None:
            lost.add(name)
        else:
            lon, lat = found
            spots.append(
                Spot(place_id=id_, name=name, lon=lon, lat=lat, people=count, kind=kind, vague=id_ in wide)  # type: ignore[arg-type]
            )
    return spots, sorted(lost)


def where_people_went(
    view: SituationView, places: pl.DataFrame, say: Words
) -> tuple[Markup, dict[str, dict[str, Any]]]:
    """Return the part, and its figures by name."""
    made = moves_of(view)
    spots, lost = spots_of(view, made, places)
    names = {id_: place(id_, view.names) or id_ for move in made for id_ in (move.origin, move.destination)}
    figures: dict[str, dict[str, Any]] = {}
    parts: list[Markup | None] = []
    if not made:
        parts.append(tag("p", say("places.none")))
    else:
        parts.append(tag("p", say("places.lead")))
    if len(made) > 1:
        figures["flows"] = plain(flows(made, names, say=say))
        listed = "; ".join(
            say(
                "alt.flow",
                n=say.number(rounded(move.low, move.best, move.high)[1]),
                origin=names[move.origin],
                destination=names[move.destination],
            )
            for move in made[:8]
        )
        parts += [
            tag("h3", say("places.flows")),
            _holder("flows", say("alt.flows", flows=listed), height=6 + 3 * min(len(made), 10)),
        ]
    if made:
        parts.append(_table(made, names, say))
    if spots:
        figures["map"] = plain(
            places_map(spots, [(move.origin, move.destination, move.best) for move in made], say=say)
        )
        listed = "; ".join(
            say("alt.map_place", place=spot.name, n=say.number(three(spot.people)), kind=say(WORD[spot.kind]))
            for spot in spots[:12]
        )
        alt = say("alt.map", n=len({spot.place_id for spot in spots}), places=listed)
        parts += [
            tag("h3", say("places.map")),
            _holder("map", alt),
            tag("p", say("places.vague"), class_="note") if any(spot.vague for spot in spots) else None,
            tag("p", say("places.boundary"), class_="note"),
        ]
    if lost:
        parts.append(tag("p", say("places.unplaced", places=", ".join(lost)), class_="note"))
    return section("places", say("section.places"), parts), figures


def _holder(name: str, label: str, *, height: int | None = None) -> Markup:
    style = f"height:{height}rem" if height else None
    live = tag("div", class_=f"chart {name}", role="group", aria_label=label, style=style)
    return tag("figure", live, tag("figcaption", label, class_="small"), data_figure=name)


def _table(made: list[Move], names: dict[str, str], say: Words) -> Markup:
    body = []
    for move in made:
        low, best, high = rounded(move.low, move.best, move.high)
        basis = say("places.total") if move.periods is None else say.count("places.sum", move.periods)
        cells = [
            ("table.from", names[move.origin], None),
            ("table.to", names[move.destination], None),
            ("table.best", say.number(best), "n"),
            ("table.low", say.number(low), "n"),
            ("table.high", say.number(high), "n"),
            ("table.last_day", say.day(move.until, short=True), "day"),
            ("table.basis", basis, None),
        ]
        body.append(tag("tr", [tag("td", text, class_=c, data_label=say(key)) for key, text, c in cells]))
    header = heads(
        say, [(f"table.{name}", None) for name in ("from", "to", "best", "low", "high", "last_day", "basis")]
    )
    return join(
        tag("table", tag("caption", say("places.caption")), header, tag("tbody", body), class_="cells")
    )
