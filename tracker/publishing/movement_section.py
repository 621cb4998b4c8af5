"""The part of a page that says where people are and where they went: a map, and the tables beside it.

In: a view, places.  Out: Markup.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tracker.charts import curve, land
from tracker.charts.flows import Move, moves
from tracker.charts.place_map import WORD, Spot
from tracker.charts.rounding import rounded, three
from tracker.charts.translations import Words
from tracker.publishing.claim_rows import heads
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.sections import section
from tracker.publishing.titles import place
from tracker.publishing.views import SituationView

MOST = 40
SHOWN = 7
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
    made = moves(series, estimates)
    # two ids of one name are one place to a reader: nobody went from a place to itself
    return [move for move in made if place(move.origin, view.names) != place(move.destination, view.names)][
        :MOST
    ]


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


def where_people_went(view: SituationView, places: pl.DataFrame, say: Words) -> Markup | None:
    """Return the part; ``None`` where no report names a place with people."""
    made = moves_of(view)
    spots, lost = spots_of(view, made, places)
    if not made and not spots:
        return None
    names = {id_: place(id_, view.names) or id_ for move in made for id_ in (move.origin, move.destination)}
    here = land.largest_of([spot for spot in spots if spot.kind == "stock"])
    tables = join(
        _table(made, names, say) if made else tag("p", say("places.none"), class_="quiet"),
        _here_table(here, say) if here else None,
    )
    drawn = _map(view, made, spots, lost, names, say) if spots else None
    return section(
        "places",
        say("section.places"),
        tag("p", finding(made, here, names, say), class_="finding"),
        tag("div", drawn, tag("div", tables, class_="tables"), class_="beside-map") if drawn else tables,
    )


def finding(made: Sequence[Move], here: Sequence[Spot], names: Mapping[str, str], say: Words) -> str:
    """Say where most went, and where most are."""
    told = []
    if made:
        first = made[0]
        told.append(
            say(
                "places.most_went",
                n=say.number(rounded(first.low, first.best, first.high)[1]),
                origin=names[first.origin],
                destination=names[first.destination],
            )
        )
    if here:
        told.append(say("places.most_are", n=say.number(three(here[0].people)), place=here[0].name))
    return " ".join(told) or say("places.none")


def many_places(view: SituationView, places: pl.DataFrame) -> int:
    """Return how many places the part names."""
    made = moves_of(view)
    spots, lost = spots_of(view, made, places)
    return len({spot.name for spot in spots} | set(lost))


def _map(
    view: SituationView,
    made: Sequence[Move],
    spots: Sequence[Spot],
    lost: Sequence[str],
    names: Mapping[str, str],
    say: Words,
) -> Markup:
    """Return the map for wide and narrow screens, with what its marks mean."""
    listed = "; ".join(
        say("alt.map_place", place=spot.name, n=say.number(three(spot.people)), kind=say(WORD[spot.kind]))
        for spot in spots[:12]
    )
    ways = "; ".join(
        say(
            "alt.flow",
            n=say.number(rounded(move.low, move.best, move.high)[1]),
            origin=names[move.origin],
            destination=names[move.destination],
        )
        for move in made[:8]
    )
    alt = say("alt.map", n=len({spot.place_id for spot in spots}), places=listed)
    alt += f" {say('alt.flows', flows=ways)}" if ways else ""
    links = [(move.origin, move.destination, move.best) for move in made]
    shown = {spot.kind for spot in land.largest_of(spots)}
    keys = [
        tag(
            "span",
            tag("i", "\u25cf" if kind != "left" else "\u25cb", class_=kind, aria_hidden="true"),
            " ",
            say(word),
        )
        for kind, word in WORD.items()
        if kind in shown
    ]
    notes = [
        say("places.vague") if any(spot.vague for spot in spots) else None,
        say("places.unplaced", places=", ".join(lost)) if lost else None,
        say("places.boundary"),
    ]
    return tag(
        "figure",
        [
            tag("div", Markup(land.land_map(spots, links, label=alt, size=size, say=say)), class_=name)
            for name, size in (("wide middle", land.WIDE), ("narrow", land.NARROW))
        ],
        tag(
            "figcaption",
            tag("span", keys, class_="keys"),
            " ",
            " ".join(note for note in notes if note),
            class_="note",
        ),
        data_figure="map",
    )


def _table(made: Sequence[Move], names: Mapping[str, str], say: Words) -> Markup:
    """Return the moves, the largest first; what is over a few is folded."""
    columns = ("from", "to", "people", "last_day")

    def row(move: Move) -> Markup:
        low, best, high = rounded(move.low, move.best, move.high)
        spread = say("figure.range", low=say.number(low), high=say.number(high)) if high > low else None
        basis = None if move.periods is None else say.count("places.sum", move.periods)
        cells = [
            ("table.from", names[move.origin], None),
            ("table.to", names[move.destination], None),
            ("table.people", join(say.number(best), tag("span", spread, class_="small spread")), "n"),
            (
                "table.last_day",
                join(say.day(move.until, short=True), tag("span", basis, class_="small spread")),
                "day",
            ),
        ]
        return tag("tr", [tag("td", text, class_=c, data_label=say(key)) for key, text, c in cells])

    return _folded(say("places.caption"), columns, [row(move) for move in made], say, note=say("places.lead"))


def _here_table(here: Sequence[Spot], say: Words) -> Markup:
    """Return the places by the people in them at one time."""
    rows = [
        tag(
            "tr",
            tag("td", spot.name, data_label=say("table.place")),
            tag("td", say.number(three(spot.people)), class_="n", data_label=say("table.people")),
        )
        for spot in here
    ]
    return _folded(say("places.here_caption"), ("place", "people"), rows, say)


def _folded(
    caption: str, columns: Sequence[str], rows: Sequence[Markup], say: Words, *, note: str | None = None
) -> Markup:
    header = heads(say, [(f"table.{name}", None) for name in columns])

    def table(some: Sequence[Markup], title: str) -> Markup:
        return tag("table", tag("caption", title), header, tag("tbody", some), class_="cells")

    rest = rows[SHOWN:]
    return join(
        table(rows[:SHOWN], caption),
        tag("details", tag("summary", say.count("places.more", len(rest))), table(rest, caption))
        if rest
        else None,
        tag("p", note, class_="note") if note else None,
    )
