"""Keep out what must not be shown: reports not meant for the audience, private persons.

What is left out is counted, so that the page can say so.

In: the tables.  Out: Tables fit for the audience.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from tracker import tables as schemas
from tracker.lexicon.organisations import slug
from tracker.publishing.persons import is_place, names_a_person, private_names

AUDIENCES: Mapping[str, tuple[str, ...]] = {
    "public": ("public",),
    "partners": ("public", "partners"),
    "internal": ("public", "partners", "internal"),
}
# the columns that hold words a report or a reviewer wrote
TEXTS = (
    "source",
    "sentence",
    "quote",
    "group",
    "origin",
    "destination",
    "title",
    "label",
    "note",
    "reason",
    "message",
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
    kept = without(tables, gone, moved["series_id"].unique().to_list())
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


def without(tables: Tables, claim_ids: list[str], series_ids: list[str]) -> Tables:
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


def by_role(tables: Tables, role: str) -> Tables:
    """Name private persons by their role, in every text of every table: credits, sentences, titles, notes.

    A surname alone is hidden in the report that names the person.  The stored tables keep their words.
    """
    claims = tables.claims
    credits = frozenset(name for name in _credits(claims) if names_a_person(name))
    by_report = _names(claims, tables.reports, credits)
    found = sorted(set().union(*by_report.values(), credits), key=lambda name: (-len(name), name))
    if not found:
        return tables
    everywhere = _pattern(found)

    def hidden(text: str, report_id: str | None) -> str:
        own = by_report.get(report_id or "")
        return everywhere.sub(role, _pattern(_with_surnames(own)).sub(role, text) if own else text)

    def cleaned(frame: pl.DataFrame) -> pl.DataFrame:
        texts = [name for name in TEXTS if name in frame.columns]
        ids = frame["report_id"].to_list() if "report_id" in frame.columns else [None] * frame.height
        return frame.with_columns(
            pl.Series(
                name,
                [text and hidden(text, one) for text, one in zip(frame[name].to_list(), ids, strict=True)],
                dtype=pl.String,
            )
            for name in texts
        )

    unnamed = pl.col("source").is_in(list(credits)).fill_null(False)
    claims = claims.with_columns(source_id=pl.when(unnamed).then(pl.lit(slug(role))).otherwise("source_id"))
    ids = _without_names(tables.reports["report_id"].to_list(), found, slug(role))
    written = _written(found)

    def unmarked(frame: pl.DataFrame) -> pl.DataFrame:
        """Take names out of ids, names of files and addresses, which are often made of a title."""
        made: list[pl.Expr | pl.Series] = []
        if "report_id" in frame.columns:
            made.append(pl.col("report_id").replace(ids))
        for name in {"path", "url"} & set(frame.columns):
            kept = [None if one and written.search(one) else one for one in frame[name].to_list()]
            made.append(pl.Series(name, kept, dtype=pl.String))
        return cleaned(frame).with_columns(made)

    return replace(
        tables,
        claims=unmarked(claims),
        reports=unmarked(tables.reports),
        series=unmarked(tables.series),
        estimates=unmarked(tables.estimates),
        assignments=unmarked(tables.assignments),
        conflicts=unmarked(tables.conflicts),
        decisions=unmarked(tables.decisions),
        withheld={**tables.withheld, "persons": len(found)},
    )


def _written(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds names of several parts as ids and addresses write them: "rosa-quill"."""
    parts = [re.split(r"\W+", name) for name in names]
    forms = {r"[\W_]+".join(map(re.escape, words)) for words in parts if len(words) > 1}
    forms |= {re.escape(slug(" ".join(words))) for words in parts if len(words) > 1}
    either = "|".join(sorted(forms - {""}, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<![^\W_])(?:{either or '(?!)'})(?![^\W_])", re.IGNORECASE)


def _without_names(ids: Iterable[str], names: Iterable[str], role: str) -> dict[str, str]:
    """Return new ids for those that hold a name, no two alike."""
    written, taken = _written(names), set(ids)
    made: dict[str, str] = {}
    for id_ in sorted(taken):
        if written.search(id_):
            base = new = written.sub(role, id_)
            number = 2
            while new in taken:
                new, number = f"{base}-{number}", number + 1
            made[id_] = new
            taken.add(new)
    return made


def _credits(claims: pl.DataFrame) -> list[str]:
    """Return what figures are credited to and is no listed body, nor a publisher or wire of these reports."""
    bodies = {*claims["publisher"].to_list(), *claims["wire"].to_list()}
    rows = claims.select("source", "source_kind").unique(maintain_order=True).rows()
    return [name for name, kind in rows if name and kind in (None, "other") and name not in bodies]


def _names(claims: pl.DataFrame, reports: pl.DataFrame, credited: frozenset[str]) -> dict[str, list[str]]:
    """Return the private persons' names that each report's sentences, quotes and title hold."""
    texts: dict[str, set[str]] = {}
    for id_, *words in claims.select("report_id", "sentence", "quote").rows():
        texts.setdefault(id_ or "", set()).update(word for word in words if word)
    for id_, title in reports.select("report_id", "title").rows():
        texts.setdefault(id_ or "", set()).update([title] if title else [])
    named = {
        id_: sorted({name for text in told for name in private_names(text, credited)})
        for id_, told in texts.items()
    }
    return {id_: names for id_, names in named.items() if names}


def _with_surnames(names: Iterable[str]) -> list[str]:
    """Return the names and the first and last part of each that is no place's, longest first."""
    ends = {part for name in names for part in (name.split()[0], name.split()[-1])}
    parts = {part for part in ends if len(part) > 3 and not is_place(part)}
    return sorted({*names, *parts}, key=lambda name: (-len(name), name))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")
