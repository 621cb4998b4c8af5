"""Keep out what must not be shown: reports not meant for the audience, small counts, private persons.

What is left out is counted, so that the page can say so.

In: the tables.  Out: Tables fit for the audience.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from tracker import tables as schemas

AUDIENCES: Mapping[str, tuple[str, ...]] = {
    "public": ("public",),
    "partners": ("public", "partners"),
    "internal": ("public", "partners", "internal"),
}
# a private person's name as printed: two to four capitalised words and nothing that names an office or a body
PARTICLE = r"(?:al|el|bin|ibn|abu|umm|de|van|von)"
NAME = re.compile(rf"(?:[A-Z][\w'’-]+|{PARTICLE}[ -])(?:[ -](?:[A-Z][\w'’-]+|{PARTICLE})){{1,4}}")
BODY = re.compile(
    r"\b(?:agency|agencies|army|association|authorit\w+|board|cent\w+|church|cluster|coalition|command|commission\w*|"
    r"committee|corps|council|crescent|cross|department|force[s]?|foundation|fund|government|group|hospital|"
    r"institute|mission|minist\w+|monitor\w*|movement|nations|network|observatory|office|operations|organi[sz]ation|"
    r"police|programme|program|project|relief|rights|service[s]?|society|state|team|task|union|university|watch|world)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables a publication is made from, and what was left out of them."""

    reports: pl.DataFrame
    claims: pl.DataFrame
    series: pl.DataFrame
    estimates: pl.DataFrame
    assignments: pl.DataFrame
    conflicts: pl.DataFrame
    decisions: pl.DataFrame
    places: pl.DataFrame
    official: pl.DataFrame = field(default_factory=lambda: schemas.empty("claims"))
    withheld: Mapping[str, int] = field(default_factory=dict)


def for_audience(tables: Tables, audience: str) -> Tables:
    """Leave out reports not meant for the audience, their claims, and every series they helped to settle.

    Reconciling without those reports first loses less: then no series has to go.
    """
    allowed = AUDIENCES[audience]
    hidden = tables.reports.filter(~pl.col("sharing").is_in(list(allowed)))
    if hidden.is_empty():
        return tables
    ids = hidden["report_id"].unique().to_list()
    gone = tables.claims.filter(pl.col("report_id").is_in(ids))["claim_id"].to_list()
    moved = tables.assignments.filter(
        pl.col("claim_id").is_in(gone)
        & pl.col("series_id").is_not_null()
        & (pl.col("role") != "out_of_scope")
    )
    kept = _without(tables, gone, moved["series_id"].unique().to_list())
    return replace(
        kept,
        reports=tables.reports.filter(~pl.col("report_id").is_in(ids)),
        withheld={
            **tables.withheld,
            "reports": len(ids),
            "shared_claims": len(gone),
            "series": moved["series_id"].n_unique(),
        },
    )


def _without(tables: Tables, claim_ids: list[str], series_ids: list[str]) -> Tables:
    """Return the tables without some claims, and without the estimates of some series."""
    conflicts = tables.conflicts.filter(
        ~pl.col("series_id").is_in(series_ids).fill_null(False)
        & (
            pl.col("claim_ids").list.set_intersection(pl.lit(claim_ids, dtype=pl.List(pl.String))).list.len()
            == 0
        )
    )
    decisions = tables.decisions
    if "claim_id" in decisions.columns:
        hidden = pl.col("claim_id").is_in(claim_ids) | pl.col("target").is_in(series_ids)
        decisions = decisions.filter(~hidden.fill_null(False))
    claims = tables.claims.filter(~pl.col("claim_id").is_in(claim_ids))
    assignments = tables.assignments.filter(~pl.col("claim_id").is_in(claim_ids))
    used = assignments["series_id"].drop_nulls().unique().to_list()
    return replace(
        tables,
        claims=claims,
        assignments=assignments,
        estimates=tables.estimates.filter(~pl.col("series_id").is_in(series_ids)),
        series=tables.series.filter(~pl.col("series_id").is_in(series_ids) | pl.col("series_id").is_in(used)),
        conflicts=conflicts,
        decisions=decisions,
    )


def suppress(tables: Tables, below: float | None) -> Tables:
    """Leave out counts of people above zero and below the threshold, and sentences that state them.

    Estimates whose best value is small go; a small lower bound is widened to zero, never narrowed.
    """
    if not below:
        return tables
    counts = pl.col("unit").is_in(["person", "household"])
    small = (counts & pl.col("value").is_between(0, below, closed="none")) | pl.col("persons").is_between(
        0, below, closed="none"
    )
    hit = tables.claims.filter(small.fill_null(False))
    spoken = set(hit["sentence"].drop_nulls().to_list())
    made = _without(tables, hit["claim_id"].to_list(), [])
    # notes name the claims they are made of; an override is a figure too
    named = pl.col("note").str.contains_any(hit["claim_id"].to_list() or ["\0"]).fill_null(False)
    estimates = made.estimates.with_columns(note=pl.when(~named).then("note"))
    decisions = made.decisions
    if {"action", "value"} <= set(decisions.columns):
        told = pl.col("value").str.replace_all(",", "").cast(pl.Float64, strict=False)
        slight = (pl.col("action") == "override") & told.is_between(0, below, closed="none")
        decisions = decisions.filter(~slight.fill_null(False))
    gone = estimates.filter((pl.col("best") > 0) & (pl.col("best") < below))
    estimates = estimates.filter(~((pl.col("best") > 0) & (pl.col("best") < below))).with_columns(
        low=pl.when(pl.col("low") < below).then(0.0).otherwise(pl.col("low"))
    )
    claims = made.claims.with_columns(
        sentence=pl.when(pl.col("sentence").is_in(list(spoken)))
        .then(pl.col("quote"))
        .otherwise(pl.col("sentence"))
    )
    return replace(
        made,
        claims=claims,
        estimates=estimates,
        official=tables.official.filter(~small.fill_null(False)),
        decisions=decisions,
        withheld={**made.withheld, "small_claims": hit.height, "small_estimates": gone.height},
    )


def is_private(source: str | None, source_id: str | None, kind: str | None) -> bool:
    """Return whether a source as printed reads as a private person's name and not as a body or an office."""
    if not source or source_id or kind not in (None, "other"):
        return False
    return bool(NAME.fullmatch(source.strip())) and not BODY.search(source)


def by_role(claims: pl.DataFrame, role: str) -> pl.DataFrame:
    """Name private persons by role: in the source, the quote and the sentence around it."""
    columns = claims.select("source", "source_id", "source_kind").unique(maintain_order=True).rows()
    bodies = {*claims["publisher"].to_list(), *claims["wire"].to_list()}
    names = sorted(
        {source for source, id_, kind in columns if is_private(source, id_, kind) and source not in bodies},
        key=lambda name: (-len(name), name),
    )
    if not names:
        return claims
    parts = dict.fromkeys(names, role)
    surname = {name.split()[-1]: role for name in names if len(name.split()[-1]) > 3}
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(word) for word in [*parts, *surname]) + r")\b")

    def hide(text: str) -> str:
        return pattern.sub(role, text)

    private = pl.col("source").is_in(names) & pl.col("source_id").is_null()
    return claims.with_columns(
        pl.when(private).then(pl.lit(role)).otherwise(pl.col("source")).alias("source"),
        pl.when(private)
        .then(pl.col("sentence").map_elements(hide, return_dtype=pl.String))
        .otherwise(pl.col("sentence"))
        .alias("sentence"),
        pl.when(private)
        .then(pl.col("quote").map_elements(hide, return_dtype=pl.String))
        .otherwise(pl.col("quote"))
        .alias("quote"),
    )
