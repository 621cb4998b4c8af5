"""Account for an estimate or a claim: what made it, with which weight, what was set aside and why.

In: the settled tables, an id, a day.  Out: a dict, or the same as text.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

import polars as pl

from tracker.errors import UnknownId
from tracker.reconciliation.settings import COVERAGE
from tracker.reconciliation.stated import WORDS, say


class SettledTables(Protocol):
    """The tables an account is made from; a Reconciliation holds them."""

    @property
    def claims(self) -> pl.DataFrame:
        """The claims as used."""

    @property
    def series(self) -> pl.DataFrame:
        """One row a series."""

    @property
    def estimates(self) -> pl.DataFrame:
        """One row a series and day, or window."""

    @property
    def assignments(self) -> pl.DataFrame:
        """Where each claim ended, and why."""

    @property
    def conflicts(self) -> pl.DataFrame:
        """The differences found."""


SHOWN = ("claim_id", "value", "qualifier", "unit", "source", "publisher", "published", "quote", "url")


def account(result: SettledTables, id: str, date: dt.date | None = None) -> dict[str, Any]:
    """Return the account of a claim or a series."""
    if not result.series.filter(pl.col("series_id") == id).is_empty():
        return _of_series(result, id, date)
    if not result.claims.filter(pl.col("claim_id") == id).is_empty():
        return _of_claim(result, id)
    raise UnknownId(
        f"no claim and no series has the id {id!r}", fix="copy an id from the series or claims table"
    )


def _of_claim(result: SettledTables, id: str) -> dict[str, Any]:
    """Return how one claim was used."""
    claim = result.claims.filter(pl.col("claim_id") == id).select(
        [name for name in SHOWN if name in result.claims.columns]
    )
    placed = result.assignments.filter(pl.col("claim_id") == id).row(0, named=True)
    touching = result.conflicts.filter(pl.col("claim_ids").list.contains(id))
    return {
        "what": "claim",
        "claim": claim.row(0, named=True),
        "assignment": placed,
        "conflicts": touching.select("kind", "date", "message").to_dicts(),
    }


def _of_series(result: SettledTables, id: str, date: dt.date | None) -> dict[str, Any]:
    """Return what made one series' estimate on a day (its last, when none is given)."""
    series = result.series.filter(pl.col("series_id") == id).row(0, named=True)
    rows = result.estimates.filter(pl.col("series_id") == id).sort("date")
    if date is not None:
        rows = rows.filter(pl.col("date") <= date)
    estimate = rows.row(-1, named=True) if rows.height else None
    day = date or (estimate["date"] if estimate else None)
    joined = result.assignments.filter(pl.col("series_id") == id).join(
        result.claims.select([name for name in SHOWN if name in result.claims.columns]),
        on="claim_id",
        how="left",
        maintain_order="left",
    )
    near = joined.with_columns(
        (pl.col("date") - pl.lit(day, dtype=pl.Date)).dt.total_days().abs().alias("days_away")
    ).sort("days_away", "claim_id", nulls_last=True)
    return {
        "what": "estimate",
        "series": series,
        "date": day,
        "estimate": estimate,
        "coverage": dict(COVERAGE),
        "used": near.filter(pl.col("role") == "used").head(12).to_dicts(),
        "set_aside": near.filter(pl.col("role") != "used").head(30).to_dicts(),
        "in_all": {"used": (joined["role"] == "used").sum(), "set_aside": (joined["role"] != "used").sum()},
        "conflicts": result.conflicts.filter(pl.col("series_id") == id)
        .select("kind", "date", "message", "claim_ids")
        .to_dicts(),
    }


def as_text(data: dict[str, Any]) -> str:
    """Return an account as lines a person reads."""
    if data["what"] == "claim":
        claim, placed = data["claim"], data["assignment"]
        lines = [
            f"{claim['claim_id']}: {_amount(claim, placed)}, "
            f"{claim.get('source') or claim.get('publisher')}, printed {claim['published']}",
            f"  {placed['role']}" + (f": {placed['reason']}" if placed["reason"] else ""),
            f"  series {placed['series_id']}" if placed["series_id"] else "  in no series",
        ]
        return "\n".join([*lines, *(f"  {row['kind']}: {row['message']}" for row in data["conflicts"])])
    series, estimate = data["series"], data["estimate"]
    lines = [f"{series['series_id']}: {series['label']}"]
    if estimate is None:
        lines.append(f"  no estimate on {data['date']}")
    else:
        if estimate["date"] != data["date"]:
            lines.append(f"  no estimate on {data['date']}; the last before it:")
        lines.append(
            f"  {estimate['date']}: {say(estimate['best'])} ({say(estimate['low'])} to {say(estimate['high'])}), "
            f"grade {estimate['grade']}" + (", carried" if estimate["carried"] else "")
        )
        held = ", ".join(f"{share:.0%} for {what}" for what, share in data["coverage"].items())
        lines.append(f"  in made-up worlds such ranges held the truth: {held}")
        if estimate["note"]:
            lines.append(f"  {estimate['note']}")
    for title, key in (("made from", "used"), ("set aside", "set_aside")):
        if data[key]:
            rest = data["in_all"][key] - len(data[key])
            lines.append(f"  {title}:" if not rest else f"  {title} (the nearest; {rest} further off):")
        for row in data[key]:
            who = row.get("source") or row.get("publisher")
            weight = f", weight {row['weight']:.2f}" if row["weight"] is not None else ""
            words = f"    {row['date']}  {_amount(row, row)}  {who}  {row['claim_id']}{weight}"
            lines.append(words + (f"  [{row['role']}: {row['reason']}]" if row["reason"] else ""))
    if data["conflicts"]:
        lines.append("  differences:")
        lines += [f"    {row['date']}  {row['kind']}: {row['message']}" for row in data["conflicts"]]
    return "\n".join(lines)


def _amount(claim: dict[str, Any], placed: dict[str, Any]) -> str:
    """Return what a claim states, a share with the count it stands for."""
    if claim["value"] is None:
        return f"no value, {claim['unit']}"
    if claim["unit"] != "share":
        count = f"{WORDS.get(claim['qualifier'], '')}{say(claim['value'])}"
        return count if claim["unit"] == "person" else f"{count} {claim['unit']}s"
    stated = f"{WORDS.get(claim['qualifier'], '')}{100 * claim['value']:.3g} %"
    if placed["role"] in ("out_of_scope", "unlinked", "rejected"):
        return stated
    return f"{stated}, counted as {say(round(placed['low']))} to {say(round(placed['high']))}"
