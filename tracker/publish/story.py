"""Find what a situation's page has to say: its series in order of weight, the headline, the change, how sure.

In: the tables, situations.  Out: Stories, one a situation.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tracker.charts import curve
from tracker.charts.dots import Dot, dots
from tracker.charts.words import Words
from tracker.lexicon.organisations import organisations
from tracker.publish.plainly import teller
from tracker.publish.privacy import Tables
from tracker.vocabulary import Situation

OTHER = "other"
WEIGHT = {
    "displaced": 3.0,
    "crossed_border": 2.8,
    "evacuated": 2.4,
    "sheltered": 2.2,
    "returned": 1.8,
    "trapped": 1.4,
    "affected": 1.2,
    "detained": 0.5,
    "killed": 0.4,
    "injured": 0.3,
    "missing": 0.3,
    "housing_destroyed": 0.4,
}
WEEK = dt.timedelta(days=7)
# differences whose cause is known; whatever else stands in the conflicts table is open
EXPLAINED = (
    "revision",
    "late revision",
    "rebase",
    "scope slip",
    "transposed digits",
    "loose bound",
    "household size",
    "over-count",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series with its estimates, claims and dots."""

    row: Mapping[str, Any]
    estimates: pl.DataFrame
    claims: pl.DataFrame
    dots: Sequence[Dot]
    title: str
    weight: float

    @property
    def series_id(self) -> str:
        """The series' id."""
        return str(self.row["series_id"])

    @property
    def last(self) -> dict[str, Any] | None:
        """The last estimate that rests on claims of its own."""
        return curve.last_known(self.estimates)

    @property
    def used(self) -> pl.DataFrame:
        """The claims the estimates rest on."""
        return self.claims.filter(pl.col("role") == "used")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything one page tells."""

    situation: Situation
    lines: Sequence[Line]
    claims: pl.DataFrame
    conflicts: pl.DataFrame
    decisions: pl.DataFrame
    assignments: pl.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> pl.DataFrame:
        """The disagreements that nothing explains."""
        return self.conflicts.filter(~pl.col("kind").is_in(EXPLAINED))

    @property
    def explained(self) -> pl.DataFrame:
        """The differences whose cause is known."""
        return self.conflicts.filter(pl.col("kind").is_in(EXPLAINED))

    @property
    def lead(self) -> Line | None:
        """The series the headline speaks of."""
        return self.lines[0] if self.lines and self.lines[0].last else None

    @property
    def second(self) -> Line | None:
        """The weightiest series of the other measure: a stock beside a flow, or a flow beside a stock."""
        if self.lead is None:
            return None
        kind = self.lead.row["measure"]
        return next(
            (line for line in self.lines if line.row["measure"] != kind and line.estimates.height > 1), None
        )

    @property
    def counters(self) -> int:
        """How many counters there are: bodies credited, else who printed an uncredited count."""
        who = self.claims.select(pl.coalesce("source_name", "source", "publisher_name", "publisher"))
        return int(who.to_series().n_unique())

    @property
    def data_to(self) -> dt.date | None:
        """The last day any estimate rests on claims of its own."""
        days = [line.last["date"] for line in self.lines if line.last]
        return max(days, default=None)


def evidence(tables: Tables) -> pl.DataFrame:
    """Return every claim with where it ended, and what its report says about restating, licence and pages."""
    reports = tables.reports.sort("version").unique("report_id", keep="last", maintain_order=True)
    keep = [
        "report_id",
        "title",
        "restated",
        "licence",
        "attribution",
        *(["pages"] if "pages" in reports.columns else []),
    ]
    claims = tables.claims.drop(
        "series_id", "role", "reason", "weight", "title", "restated", "pages", strict=False
    )
    claims = claims.join(
        tables.assignments.select("claim_id", "series_id", "role", "reason", "weight"),
        on="claim_id",
        how="left",
    ).join(reports.select(keep), on="report_id", how="left")
    best, aliases = _counters(claims)
    claims = claims.with_columns(
        pl.col("source_id")
        .replace_strict(best, default=None, return_dtype=pl.String)
        .fill_null(pl.col("source"))
        .alias("source_name"),
        pl.col("publisher")
        .str.to_lowercase()
        .replace_strict(aliases, default=None, return_dtype=pl.String)
        .alias("publisher_name"),
        pl.col("restated").fill_null(False),
        pl.coalesce("as_of", "period_end", "published").alias("day"),
    )
    return claims.sort("day", "published", "claim_id", nulls_last=True)


def _counters(claims: pl.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """Return the one name of each counter by its id, and by each name printed for it, in small letters."""
    known = organisations()
    names = Counter((id_, name) for id_, name in claims.select("source_id", "source").rows() if id_ and name)
    best = {id_: known.by_id[id_].name for id_, _ in names if id_ in known.by_id}
    for (id_, name), _ in sorted(names.items(), key=lambda item: (-item[1], -len(item[0][1]), item[0])):
        best.setdefault(id_, name)
    # an outlet that prints its own count is the same counter as when others credit it
    aliases = {name.lower(): best[id_] for (id_, name), _ in sorted(names.items(), key=lambda item: item[1])}
    for publisher in sorted(set(claims["publisher"].drop_nulls().to_list())):
        body = known.named(publisher)
        if body is not None and body.source_id in best:
            aliases.setdefault(publisher.lower(), best[body.source_id])
    return best, aliases


def folded(name: str) -> str:
    """Return a place name as it is compared: small letters, no marks, one space."""
    return " ".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def placed(
    row: Mapping[str, Any], members: pl.DataFrame, situation: Situation, names: dict[str, str]
) -> dict[str, Any]:
    """Name both ends of a series: as the situation calls them, else as its claims print them.

    A series whose ends have no id gets the name in its place, so that flows and maps can use it; ``names``
    takes in what was found.
    """
    known = {folded(alias): one.name for one in situation.same_places for alias in (one.name, *one.aliases)}
    made = dict(row)
    for end in ("origin", "destination"):
        id_ = row[f"{end}_id"]
        printed = Counter(name for name in members[end].drop_nulls().to_list())
        if not id_ and sum(printed.values()) * 2 < members.height:
            continue
        best = min(printed, key=lambda name: (-printed[name], name), default=None)
        called = next(
            (
                known[folded(name)]
                for name in sorted(printed, key=lambda name: (-printed[name], name))
                if folded(name) in known
            ),
            None,
        )
        if id_ and called and id_ in names:
            called = names[id_] if folded(names[id_]) not in known else called
        name = called or (names.get(id_) if id_ else None) or best
        if id_ is None:
            made[f"{end}_id"] = name
        if made[f"{end}_id"] and name:
            names[made[f"{end}_id"]] = name
    return made


def place_names(tables: Tables, situations: Sequence[Situation]) -> dict[str, str]:
    """Return how each place id is called: by the situation, the gazetteer, else as most often printed."""
    printed: Counter[tuple[str, str]] = Counter()
    for end in ("origin", "destination"):
        printed.update(
            (id_, name) for id_, name in tables.claims.select(f"{end}_id", end).rows() if id_ and name
        )
    names: dict[str, str] = {}
    for (id_, name), _ in sorted(printed.items(), key=lambda item: (item[1], item[0])):
        names[id_] = name
    names.update(dict(tables.places.select("place_id", "name").rows()))
    for situation in situations:
        names.update({place.place_id: place.name for place in situation.same_places if place.place_id})
    return names


def _weight(row: Mapping[str, Any], estimates: pl.DataFrame, claims: pl.DataFrame) -> float:
    if estimates.is_empty():
        return 0.0
    used = claims.filter(pl.col("role") == "used")
    counters = used.select(pl.coalesce("source_id", "source", "publisher")).to_series().n_unique()
    weight = WEIGHT.get(row["term"] or "", 0.2) * math.log1p(used.height) * (1 + 0.5 * math.log1p(counters))
    if row["measure"] == "flow":
        weight *= {"cumulative": 1.25, "window": 0.5, "rate": 0.15}.get(row["accumulation"] or "", 0.5)
    weight *= {"person": 1.0, "household": 0.6, "dwelling": 0.5}.get(row["unit"] or "", 0.1)
    weight *= 0.35 if row.get("group") else 1.0
    spread = 1 + 0.3 * math.log1p((estimates["date"].max() - estimates["date"].min()).days)  # type: ignore[operator, union-attr]
    return float(weight * spread * (1 + 0.04 * math.log1p(max(estimates["best"].to_list()))))


def stories(tables: Tables, situations: Sequence[Situation], say: Words) -> list[Story]:
    """Return one story a situation, in order of title; nothing is left without a page."""
    claims = evidence(tables)
    names = place_names(tables, situations)
    of_series = dict(tables.series.select("series_id", "situation").rows())
    claims = claims.with_columns(
        pl.col("series_id")
        .replace_strict(of_series, default=None, return_dtype=pl.String)
        .fill_null(pl.col("situation"))
        .fill_null(OTHER)
        .alias("page"),
    )
    known = {situation.situation_id: situation for situation in situations}
    for id_ in sorted(
        {*claims["page"].to_list(), *(value or OTHER for value in of_series.values())} - set(known)
    ):
        title = say("page.other_title") if id_ == OTHER else id_.replace("-", " ").replace("_", " ").title()
        known[id_] = Situation(situation_id=id_, title=title)
    heres: dict[str, dict[str, str]] = {id_: dict(names) for id_ in known}
    rows: dict[str, list[dict[str, Any]]] = {id_: [] for id_ in known}
    for row in tables.series.iter_rows(named=True):
        id_ = row["situation"] or OTHER
        members = claims.filter(pl.col("series_id") == row["series_id"])
        rows[id_].append(placed(row, members, known[id_], heres[id_]))
    sizes = Counter(claims["series_id"].drop_nulls().to_list())
    titles = _titles(rows, heres, sizes, say)
    tell = teller(claims, titles, say)
    told = pl.col("reason").map_elements(tell, return_dtype=pl.String)
    claims, assignments = claims.with_columns(told), tables.assignments.with_columns(told)
    conflicts = tables.conflicts.with_columns(pl.col("message").map_elements(tell, return_dtype=pl.String))
    made = []
    for id_, situation in known.items():
        mine = claims.filter(pl.col("page") == id_)
        if mine.is_empty() and not rows[id_]:
            continue
        lines = []
        for row in rows[id_]:
            estimates = tables.estimates.filter(pl.col("series_id") == row["series_id"]).sort("date")
            members = mine.filter(pl.col("series_id") == row["series_id"])
            lines.append(
                Line(
                    row=row,
                    estimates=estimates,
                    claims=members,
                    dots=dots(row, members, assignments, say=say),
                    title=titles[row["series_id"]],
                    weight=_weight(row, estimates, members),
                )
            )
        lines.sort(key=lambda line: (-line.weight, line.series_id))
        ids = [line.series_id for line in lines]
        decisions = tables.decisions
        if "claim_id" in decisions.columns:
            decisions = decisions.filter(pl.col("claim_id").is_in(mine["claim_id"].to_list()))
        made.append(
            Story(
                situation=situation,
                lines=lines,
                claims=mine,
                conflicts=conflicts.filter(pl.col("series_id").is_in(ids)).sort(
                    "date", "kind", "message", nulls_last=True
                ),
                decisions=decisions,
                assignments=assignments,
                names=heres[id_],
            )
        )
    return sorted(made, key=lambda story: (story.situation.situation_id == OTHER, story.situation.title))


def _titles(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    heres: Mapping[str, Mapping[str, str]],
    sizes: Counter[str],
    say: Words,
) -> dict[str, str]:
    """Return a heading for each series; those that would share one are told apart by what differs."""
    made: dict[str, str] = {}
    for id_, members in rows.items():
        same: dict[str, list[Mapping[str, Any]]] = {}
        for row in sorted(members, key=lambda row: (-sizes[row["series_id"]], row["series_id"])):
            same.setdefault(series_title(row, heres[id_], say), []).append(row)
        called = {folded(name): name for name in heres[id_].values()}
        taken = set(same)
        for title, twins in same.items():
            for n, row in enumerate(twins, 1):
                best = title if len(twins) == 1 else f"{title} ({_apart(row, twins, called, say)})"
                if len(twins) > 1 and best in taken:  # nothing but the order tells them apart
                    best = f"{title} [{n}]"
                taken.add(best)
                made[row["series_id"]] = best
    return made


def _apart(
    row: Mapping[str, Any], twins: Sequence[Mapping[str, Any]], called: Mapping[str, str], say: Words
) -> str:
    """Say what the id of one series has that those of its twins lack: a destination, an origin, a group."""
    parts = [str(one["series_id"]).split(".") for one in twins]
    own = [part for part in str(row["series_id"]).split(".") if not all(part in other for other in parts)]
    told = []
    for part in own:
        end, _, rest = part.partition("-")
        words = rest.replace("-", " ") if end in ("to", "from") and rest else part.replace("-", " ")
        name = called.get(folded(words), words)
        told.append(say(f"apart.{end}", place=name) if end in ("to", "from") and rest else name)
    return ", ".join(told) or say("apart.none")


def place(id_: str | None, names: Mapping[str, str]) -> str | None:
    """Return how a place is called; a name as printed stays as it is, only an id is made into a name."""
    if not id_:
        return None
    if id_ in names:
        return names[id_]
    if " " in id_ or not id_.islower() or not ("." in id_ or "-" in id_):
        return id_
    return id_.split(".")[-1].replace("-", " ").replace("_", " ").title()


def _at(name: str, say: Words) -> str:
    hosts = say("where.hosts").split("|")
    return say("where.with" if folded(name) in hosts else "where.in", place=name)


def where(row: Mapping[str, Any], names: Mapping[str, str], say: Words) -> str:
    """Return " from A to B", as far as it is known; " from A in B" for what happens in a place."""
    origin, destination = place(row.get("origin_id"), names), place(row.get("destination_id"), names)
    told = say("where.from", place=origin) if origin else ""
    if destination:
        inside = row.get("measure") == "stock" or say.get(f"placed.{row.get('term')}") is not None
        told += _at(destination, say) if inside else say("where.to", place=destination)
    return told


def ends(row: Mapping[str, Any], names: Mapping[str, str], say: Words) -> tuple[str, str] | None:
    """Return " from A" and " in B" of what happens in a place (shelter, death, arrest); ``None`` for moves."""
    if say.get(f"placed.{row['term']}") is None:
        return None
    origin, destination = place(row.get("origin_id"), names), place(row.get("destination_id"), names)
    return say("where.from", place=origin) if origin else "", _at(destination, say) if destination else ""


def series_title(row: Mapping[str, Any], names: Mapping[str, str], say: Words) -> str:
    """Return what a series counts, where and since when, as a heading."""
    kind = "stock" if row["measure"] == "stock" else row.get("accumulation") or "flow"
    what = say.name("term", row.get("subterm") or row["term"])
    group = say("title.group", group=row["group"]) if row.get("group") else ""
    since = say("title.since", day=say.day(row["since"])) if row.get("since") else ""
    unit = "" if row.get("unit") == "person" else say("title.unit", unit=say.name("axis", row.get("unit")))
    fill = {"what": what, "group": group, "where": where(row, names, say)}
    both = ends(row, names, say)
    pattern = f"placed.{row.get('subterm') or row['term']}"
    if both and both[0] and both[1] and say.get(pattern):
        # "people from A sheltered in B"
        fill = {
            "what": say(pattern, **{"group": group, "from": both[0], "at": both[1]}),
            "group": "",
            "where": "",
        }
    told = say(f"title.{kind}", **fill, since=since, unit=unit)
    return told[:1].upper() + told[1:]
