"""Turn claims into dots: one dot a claim, with its place on the chart and the words behind it.

A dot's shape and colour say who counted; hollow means the claim was set aside; a one-sided whisker
shows "at least" (up) and "at most" (down).

In: a series row, claims, assignments.  Out: Dots, in order of day.
Words: strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from tracker.charts.translations import Words, words

WIDTH = 44
LONGEST = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One claim on a chart; ``dissents`` where it contradicts the others and nothing explains it."""

    claim_id: str
    day: dt.date
    value: float
    low: float | None
    high: float | None
    qualifier: str
    source: str
    used: bool
    published: dt.date | None
    hover: str
    figure: str = ""
    role: str | None = None
    dissents: bool = False
    index: int | None = None


def day_of(claim: Mapping[str, Any]) -> dt.date | None:
    """Return the day a claim speaks of: as read, else as-of, its period's end, its publication."""
    found = claim.get("read_day") or claim.get("as_of") or claim.get("period_end") or claim.get("published")
    return found if isinstance(found, dt.date) else None


def value_in(claim: Mapping[str, Any], unit: str | None) -> tuple[float, float | None, float | None] | None:
    """Return value, low and high of a claim in the series' unit; ``None`` when it cannot be said."""
    if unit in (None, claim.get("unit")):
        return claim["value"], claim.get("low"), claim.get("high")
    if unit == "person" and claim.get("persons") is not None:
        return claim["persons"], claim.get("persons_low"), claim.get("persons_high")
    return None


def source_of(claim: Mapping[str, Any], say: Words) -> str:
    """Return who counted, as printed; the publisher when the words credit nobody."""
    for column in ("source_name", "source", "publisher_name", "publisher"):
        if claim.get(column):
            return str(claim[column])
    return say("sign.unnamed")


def figure_text(claim: Mapping[str, Any], say: Words) -> str:
    """Return a claim's figure with its hedge and unit: "nearly 58,000 people"."""
    value, unit = claim["value"], claim.get("unit")
    if unit == "share":
        number = say("figure.share", n=say.number(round(value * 100, 1)))
        if claim.get("persons") is not None:
            number = say("figure.share_of", share=number, n=say.count("unit.person", claim["persons"]))
    elif claim.get("qualifier") == "range" and None not in (claim.get("low"), claim.get("high")):
        both = say("figure.range", low=say.number(claim["low"]), high=say.number(claim["high"]))
        number = say(f"unit.{unit}.other", n=both)
    else:
        number = say.count(f"unit.{unit}", value)
    hedge = claim.get("hedge")
    if hedge:
        # plain quotation of the hedge; "at least" and the like read well before the number
        return f"{hedge} {number}"
    word = say.get(f"before.{claim.get('qualifier')}")
    return f"{word} {number}" if word else number


def wrapped(text: str, width: int = WIDTH) -> str:
    """Return a text escaped for plotly's hover labels, broken into lines."""
    short = textwrap.shorten(text, LONGEST, placeholder=" …")
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(short, width) or [""])


def hover_text(claim: Mapping[str, Any], role: str | None, reason: str | None, say: Words) -> str:
    """Return what a dot says when pointed at: figure, words, who counted, who printed, day, role, reason."""
    lines = [f"<b>{wrapped(figure_text(claim, say))}</b>"]
    spoken = claim.get("sentence") or claim.get("quote")
    if spoken and claim.get("restated"):
        lines.append(wrapped(say("claim.restated", words=spoken, publisher=_printer(claim, say))))
    elif spoken:
        lines.append(wrapped(say("claim.quoted", words=spoken)))
    lines.append(wrapped(say("hover.counted", name=source_of(claim, say))))
    if claim.get("publisher"):
        key = "hover.printed_wire" if claim.get("wire") else "hover.printed"
        published = say.day(claim.get("published"), short=True)
        lines.append(wrapped(say(key, name=claim["publisher"], wire=claim.get("wire"), day=published)))
    basis = say.name("basis", claim.get("as_of_basis"))
    key = "hover.day_basis" if basis else "hover.day"
    lines.append(wrapped(say(key, day=say.day(day_of(claim), short=True), basis=basis)))
    if role:
        told = say.name("role", role)
        lines.append(wrapped(say("hover.role_why", role=told, reason=reason) if reason else told))
    return "<br>".join(lines)


def _printer(claim: Mapping[str, Any], say: Words) -> str:
    return claim.get("publisher") or say("sign.unnamed")


def dots(
    series: Mapping[str, Any],
    claims: pl.DataFrame,
    assignments: pl.DataFrame,
    *,
    say: Words | None = None,
) -> list[Dot]:
    """Return the dots of one series, in order of day, value and id.

    Claims whose figure cannot be put in the series' unit, or that have no day, have no dot; the claims
    table still shows them.
    """
    say = say or words()
    read = pl.col("date") if "date" in assignments.columns else pl.lit(None, dtype=pl.Date)
    mine = assignments.filter(pl.col("series_id") == series["series_id"]).select(
        "claim_id", "role", "reason", read.alias("read_day")
    )
    rows = claims.drop("role", "reason", strict=False).join(mine, on="claim_id", how="inner")
    found = []
    for claim in rows.iter_rows(named=True):
        day, amount = day_of(claim), value_in(claim, series.get("unit"))
        if day is None or amount is None:
            continue
        value, low, high = amount
        found.append(
            Dot(
                claim_id=claim["claim_id"],
                day=day,
                value=value,
                low=low,
                high=high,
                qualifier=claim["qualifier"],
                source=source_of(claim, say),
                used=claim["role"] == "used",
                published=claim.get("published"),
                hover=hover_text(claim, claim["role"], claim["reason"], say),
                figure=figure_text(claim, say),
                role=claim["role"],
            )
        )
    return sorted(found, key=lambda dot: (dot.day, dot.value, dot.claim_id))


def sources(found: Sequence[Dot]) -> list[str]:
    """Return who counted, most dots first, then by name."""
    tally = Counter(dot.source for dot in found)
    return sorted(tally, key=lambda name: (-tally[name], name))
