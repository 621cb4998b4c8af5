"""Find what a situation's page has to say: its series in order of weight, the headline, the change, how sure.

In: the tables, situations.  Out: Views, one a situation.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from tracker.charts.dots import dots
from tracker.charts.official_lines import officials
from tracker.charts.translations import Words
from tracker.charts.trend import span_of
from tracker.lexicon.organisations import organisations
from tracker.publishing.leading import choose
from tracker.publishing.notes import note_translator
from tracker.publishing.one_series import SeriesView
from tracker.publishing.privacy import Tables
from tracker.publishing.titles import place_names, placed, situation_title, titles_of
from tracker.reconciliation.beside import beside as meetings
from tracker.reconciliation.beside import matched
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
class SituationView:
    """Everything one page states."""

    situation: Situation
    lines: Sequence[SeriesView]
    claims: pl.DataFrame
    conflicts: pl.DataFrame
    decisions: pl.DataFrame
    assignments: pl.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    because: Sequence[str] = ()
    rival: SeriesView | None = None

    @property
    def open(self) -> pl.DataFrame:
        """The disagreements that nothing explains."""
        return self.conflicts.filter(~pl.col("kind").is_in(EXPLAINED))

    @property
    def explained(self) -> pl.DataFrame:
        """The differences whose cause is known."""
        return self.conflicts.filter(pl.col("kind").is_in(EXPLAINED))

    @property
    def lead(self) -> SeriesView | None:
        """The series the headline speaks of."""
        return self.lines[0] if self.lines and self.lines[0].last else None

    @property
    def second(self) -> SeriesView | None:
        """The weightiest series of the other measure: a stock beside a flow, or a flow beside a stock."""
        if self.lead is None:
            return None
        kind = self.lead.row["measure"]
        return next(
            (line for line in self.lines if line.row["measure"] != kind and line.estimates.height > 1), None
        )

    @property
    def sources(self) -> int:
        """How many sources there are: bodies credited, else who printed an uncredited count."""
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
    best, aliases = _sources(claims)
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


def _sources(claims: pl.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """Return the one name of each source by its id, and by each name printed for it, in small letters."""
    known = organisations()
    names = Counter((id_, name) for id_, name in claims.select("source_id", "source").rows() if id_ and name)
    best = {id_: known.by_id[id_].name for id_, _ in names if id_ in known.by_id}
    for (id_, name), _ in sorted(names.items(), key=lambda item: (-item[1], -len(item[0][1]), item[0])):
        best.setdefault(id_, name)
    # an outlet that prints its own count is the same source as when others credit it
    aliases = {name.lower(): best[id_] for (id_, name), _ in sorted(names.items(), key=lambda item: item[1])}
    for publisher in sorted(set(claims["publisher"].drop_nulls().to_list())):
        body = known.named(publisher)
        if body is not None and body.source_id in best:
            aliases.setdefault(publisher.lower(), best[body.source_id])
    return best, aliases


def _weight(row: Mapping[str, Any], estimates: pl.DataFrame, claims: pl.DataFrame) -> float:
    if estimates.is_empty():
        return 0.0
    used = claims.filter(pl.col("role") == "used")
    sources = used.select(pl.coalesce("source_id", "source", "publisher")).to_series().n_unique()
    weight = WEIGHT.get(row["term"] or "", 0.2) * math.log1p(used.height) * (1 + 0.5 * math.log1p(sources))
    if row["measure"] == "flow":
        weight *= {"cumulative": 1.25, "window": 0.5, "rate": 0.15}.get(row["accumulation"] or "", 0.5)
    weight *= {"person": 1.0, "household": 0.6, "dwelling": 0.5}.get(row["unit"] or "", 0.1)
    weight *= 0.35 if row.get("group") else 1.0
    spread = 1 + 0.3 * math.log1p((estimates["date"].max() - estimates["date"].min()).days)  # type: ignore[operator, union-attr]
    return float(weight * spread * (1 + 0.04 * math.log1p(max(estimates["best"].to_list()))))


def situation_views(tables: Tables, situations: Sequence[Situation], say: Words) -> list[SituationView]:
    """Return one view a situation, in order of title; nothing is left without a page."""
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
        title = say("page.other_title") if id_ == OTHER else situation_title(id_, say)
        known[id_] = Situation(situation_id=id_, title=title)
    heres: dict[str, dict[str, str]] = {id_: dict(names) for id_ in known}
    rows: dict[str, list[dict[str, Any]]] = {id_: [] for id_ in known}
    for row in tables.series.iter_rows(named=True):
        id_ = row["situation"] or OTHER
        members = claims.filter(pl.col("series_id") == row["series_id"])
        rows[id_].append(placed(row, members, known[id_], heres[id_]))
    sizes = Counter(claims["series_id"].drop_nulls().to_list())
    titles = titles_of(rows, heres, sizes, say)
    tell = note_translator(claims, titles, say)
    told = pl.col("reason").map_elements(tell, return_dtype=pl.String)
    claims, assignments = claims.with_columns(told), tables.assignments.with_columns(told)
    conflicts = tables.conflicts.with_columns(pl.col("message").map_elements(tell, return_dtype=pl.String))
    still = conflicts.filter(~pl.col("kind").is_in(EXPLAINED))
    dissenting = {id_ for ids in still["claim_ids"].to_list() for id_ in ids}
    beside_all = matched(tables.series, tables.official)
    met = meetings(tables.series, tables.estimates, tables.official)
    made = []
    for id_, situation in known.items():
        mine = claims.filter(pl.col("page") == id_)
        if mine.is_empty() and not rows[id_]:
            continue
        lines = []
        for row in rows[id_]:
            estimates = tables.estimates.filter(pl.col("series_id") == row["series_id"]).sort("date")
            members = mine.filter(pl.col("series_id") == row["series_id"])
            found = [
                replace(dot, dissents=dot.role == "conflicting" and dot.claim_id in dissenting)
                for dot in dots(row, members, assignments, say=say)
            ]
            lines.append(
                SeriesView(
                    row=row,
                    estimates=estimates,
                    claims=members,
                    dots=found,
                    title=titles[row["series_id"]],
                    weight=_weight(row, estimates, members),
                    official=officials(row, beside_all, span_of(estimates, found), say),
                    met={
                        one["claim_id"]: one
                        for one in met.iter_rows(named=True)
                        if one["series_id"] == row["series_id"]
                    },
                )
            )
        lines.sort(key=lambda line: (-line.weight, line.series_id))
        chosen = choose(lines, situation.lead)
        if chosen is not None:
            lines.sort(key=lambda line: line is not chosen.lead)
        ids = [line.series_id for line in lines]
        decisions = tables.decisions
        if "claim_id" in decisions.columns:
            # those that match nothing may speak of reports kept back: the command says them, no page
            decisions = decisions.filter(
                pl.col("claim_id").is_in(mine["claim_id"].to_list())
                | ((pl.col("action") == "override") & pl.col("matched") & pl.col("target").is_in(ids))
            )
        made.append(
            SituationView(
                situation=situation,
                lines=lines,
                claims=mine,
                conflicts=conflicts.filter(pl.col("series_id").is_in(ids)).sort(
                    "date", "kind", "message", nulls_last=True
                ),
                decisions=decisions,
                assignments=assignments,
                names=heres[id_],
                because=chosen.reasons if chosen else (),
                rival=chosen.rival if chosen else None,
            )
        )
    return sorted(made, key=lambda view: (view.situation.situation_id == OTHER, view.situation.title))
