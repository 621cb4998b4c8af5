"""Leave out small counts, and round the totals that would give them away.

A count below the threshold goes.  So does what could be worked out from it: where a total and all its parts
but the small one are shown, subtraction gives the small one back.  The total is then rounded down to a step
so wide that every small count would leave the same number on the page.

In: the tables.  Out: the tables without small counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.publishing.privacy import Tables, without

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTED = ("person", "household", "dwelling")
_COLUMNS = ("claim_id", "report_id", "unit", "term", "group", "value", "part_of", "start", "quote")
_LONGEST = 400  # claims of one report whose sums are looked at


def suppress(tables: Tables, below: float | None) -> Tables:
    """Leave out counts above zero and below the threshold, the sentences that state them, and what tells them.

    Estimates whose best value is small go; a small lower bound is widened to zero, never narrowed.  Totals from
    which a hidden part could be worked out are rounded down, in claims and in estimates.
    """
    if not below:
        return tables
    small = _small(below)
    hit = tables.claims.filter(small)
    telling = _telling(tables.claims, set(hit["claim_id"].to_list()), below)
    spoken = set(hit["sentence"].drop_nulls().to_list())
    made = without(tables, hit["claim_id"].to_list(), [])
    # notes name the claims they are made of; an override is a figure too
    named = pl.col("note").str.contains_any(hit["claim_id"].to_list() or ["\0"]).fill_null(False)
    estimates = made.estimates.with_columns(note=pl.when(~named).then("note"))
    gone = estimates.filter((pl.col("best") > 0) & (pl.col("best") < below))
    estimates = estimates.filter(~((pl.col("best") > 0) & (pl.col("best") < below))).with_columns(
        low=pl.when(pl.col("low") < below).then(0.0).otherwise(pl.col("low"))
    )
    claims = made.claims.with_columns(
        sentence=pl.when(pl.col("sentence").is_in(list(spoken)))
        .then(pl.col("quote"))
        .otherwise(pl.col("sentence"))
    )
    made = replace(
        made,
        claims=claims,
        estimates=estimates,
        official=tables.official.filter(~small),
        decisions=_decisions(made.decisions, below),
        withheld={**made.withheld, "small_claims": hit.height, "small_estimates": gone.height},
    )
    return _rounded(made, telling) if telling else made


def _small(below: float) -> pl.Expr:
    counts = pl.col("unit").is_in(COUNTED) & pl.col("value").is_between(0, below, closed="none")
    return (counts | pl.col("persons").is_between(0, below, closed="none")).fill_null(False)


def _decisions(decisions: pl.DataFrame, below: float) -> pl.DataFrame:
    """Return the decisions without those that set a small figure."""
    if not {"action", "value"} <= set(decisions.columns):
        return decisions
    told = pl.col("value").str.replace_all(",", "").cast(pl.Float64, strict=False)
    slight = (pl.col("action") == "override") & told.is_between(0, below, closed="none")
    return decisions.filter(~slight.fill_null(False))


@dataclass(frozen=True, slots=True)
class _Telling:
    """A total that gives a hidden count away, and the step it is rounded down to."""

    value: float
    unit: str
    step: float

    @property
    def rounded(self) -> float:
        return math.floor(self.value / self.step) * self.step


def _telling(claims: pl.DataFrame, hidden: set[str], below: float) -> dict[str, _Telling]:
    """Return the totals, by claim, from which a hidden count follows by subtraction."""
    if not hidden:
        return {}
    found: dict[str, _Telling] = {}
    reports = claims.select(_COLUMNS).sort("report_id", "start", nulls_last=True)
    for rows in reports.partition_by("report_id"):
        told = rows.to_dicts()
        if any(row["claim_id"] in hidden for row in told):
            for whole, secret in _wholes(told, hidden):
                step = max(_step(whole["value"], secret, below), _known(found, whole["claim_id"]))
                found[whole["claim_id"]] = _Telling(whole["value"], whole["unit"], step)
    same = {(one.value, one.unit): one for one in found.values()}
    for claim_id, value, unit in claims.select("claim_id", "value", "unit").iter_rows():
        if (value, unit) in same:  # another report may print the same total
            found[claim_id] = same[value, unit]
    return found


def _known(found: Mapping[str, _Telling], claim_id: str) -> float:
    return found[claim_id].step if claim_id in found else 0.0


def _wholes(rows: list[dict[str, Any]], hidden: set[str]) -> Iterator[tuple[dict[str, Any], list[float]]]:
    """Yield the visible claims of one report that are a whole of hidden ones, with those.

    A whole is so marked, or it is the sum of a run of claims in reading order.
    """
    for row in rows:
        parts = [one for one in rows if row["claim_id"] in (one["part_of"] or ())]
        secret = [one["value"] for one in parts if one["claim_id"] in hidden]
        if secret and row["claim_id"] not in hidden:
            yield row, secret
    for keys in (("unit",), ("unit", "term"), ("unit", "term", "group")):
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in rows:
            groups.setdefault(tuple(row[key] or "" for key in keys), []).append(row)
        for group in groups.values():
            yield from _sums(group[:_LONGEST], hidden)


def _sums(rows: list[dict[str, Any]], hidden: set[str]) -> Iterator[tuple[dict[str, Any], list[float]]]:
    """Yield the rows equal to the sum of a run of others, in reading order, that holds a hidden one."""
    visible = {row["value"]: row for row in rows if row["claim_id"] not in hidden}
    for first in range(len(rows)):
        total, secret = 0.0, []
        for last in range(first, len(rows)):
            total += rows[last]["value"]
            if rows[last]["claim_id"] in hidden:
                secret.append(rows[last]["value"])
            if secret and last > first and total in visible and visible[total] not in rows[first : last + 1]:
                yield visible[total], secret


def _step(value: float, secret: Sequence[float], below: float) -> float:
    """Return the narrowest step under which the total looks alike whatever the hidden counts were."""
    rest = value - sum(secret)
    least, most = rest + len(secret), rest + len(secret) * (below - 1)
    for factor in (2, 5, 10, 20, 50, 100, 200, 500, 1000):
        step = below * factor
        if math.floor(least / step) == math.floor(most / step):
            return step
    return 10.0 ** math.ceil(math.log10(most + 1))


def _rounded(tables: Tables, telling: Mapping[str, _Telling]) -> Tables:
    """Return the tables with those totals rounded down wherever they stand as numbers or in words."""
    ids = list(telling)
    shown = pl.col("claim_id").is_in(ids)
    rounded = pl.col("claim_id").replace_strict(
        {id_: one.rounded for id_, one in telling.items()}, default=None
    )
    words = pl.col("claim_id").replace_strict(
        {id_: f"at least {one.rounded:,.0f}" for id_, one in telling.items()}, default=None
    )
    printed = [form for one in telling.values() for form in _forms(one.value)]
    says = pl.col("sentence").str.contains_any(printed).fill_null(False)
    claims = tables.claims.with_columns(
        sentence=pl.when(shown).then(words).when(says).then("quote").otherwise("sentence"),
        quote=pl.when(shown).then(words).otherwise("quote"),
        qualifier=pl.when(shown).then(pl.lit("at_least")).otherwise("qualifier"),
        persons=pl.when(shown & pl.col("persons").is_not_null() & (pl.col("unit") == "person"))
        .then(rounded)
        .when(~shown)
        .then("persons"),
        persons_low=pl.when(~shown).then("persons_low"),
        persons_high=pl.when(~shown).then("persons_high"),
        low=pl.when(shown).then(rounded).otherwise("low"),
        high=pl.when(~shown).then("high"),
        value=pl.when(shown).then(rounded).otherwise("value"),
    )
    used = (
        tables.assignments.filter(pl.col("claim_id").is_in(ids)).select("claim_id", "series_id").drop_nulls()
    )
    steps: dict[str, float] = {}
    for claim_id, series_id in used.iter_rows():
        steps[series_id] = max(steps.get(series_id, 0.0), telling[claim_id].step)
    step = pl.col("series_id").replace_strict(steps, default=None, return_dtype=pl.Float64)
    estimates = tables.estimates.with_columns(
        low=pl.when(step.is_null()).then("low").otherwise((pl.col("low") / step).floor() * step),
        best=pl.when(step.is_null()).then("best").otherwise((pl.col("best").round(3) / step).floor() * step),
        high=pl.when(step.is_null()).then("high").otherwise((pl.col("high") / step).ceil() * step),
    )
    told = pl.col("message").str.contains_any(printed).fill_null(False)
    return replace(
        tables,
        claims=claims,
        estimates=estimates,
        conflicts=tables.conflicts.filter(~told),
        withheld={**tables.withheld, "rounded_totals": len(ids)},
    )


def _forms(value: float) -> tuple[str, ...]:
    """Return how a number may be printed in a sentence or a message."""
    plain = f"{value:.0f}"
    grouped = f"{value:,.0f}"
    return (
        plain,
        grouped,
        *(grouped.replace(",", mark) for mark in (" ", "\u00a0", "\u202f", ".", "’", "'")),
    )
