"""Say of each figure of a text about to be published whether the claims and estimates support it.

Supported, out of date (there is a newer figure), inside or outside the range, of the wrong kind (a stock told as a
flow, households as people, a part as the whole), or no source found.

In: the draft's claims, a State.  Out: a frame, a row a figure.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tracker.checking.differing import State

SHARE = 0.005
"""How far figures may lie apart and be the same one, besides their rounding."""
STALE = dt.timedelta(days=7)
KIN = (
    frozenset({"displaced", "sheltered", "evacuated", "crossed_border"}),
    frozenset({"returned"}),
    frozenset({"killed", "missing", "injured"}),
)
"""Terms of which a text may take one for another: people who fled, and where they are."""
WORD = re.compile(r"\w+")
UNSUPPORTED = frozenset({"wrong kind", "outside", "no source"})
SCHEMA: dict[str, Any] = {
    "start": pl.Int64,
    "end": pl.Int64,
    "figure": pl.String,
    "sentence": pl.String,
    "verdict": pl.String,
    "detail": pl.String,
    "newer": pl.Float64,
    "newer_low": pl.Float64,
    "newer_high": pl.Float64,
    "newer_day": pl.Date,
    "words": pl.String,
    "source": pl.String,
    "publisher": pl.String,
    "day": pl.Date,
    "url": pl.String,
    "claim_id": pl.String,
    "series_id": pl.String,
}


def checked_figures(draft: pl.DataFrame, state: State) -> pl.DataFrame:
    """Return one row a figure of the draft, in its order, with its verdict and what it rests on."""
    placed = state.assignments.select("claim_id", "series_id", "role")
    known = state.claims.drop("series_id", "role", strict=False).join(placed, on="claim_id", how="left")
    claims = list(known.iter_rows(named=True))
    lines = _lines(state)
    rows = [_verdict(one, claims, lines) for one in draft.sort("start").iter_rows(named=True)]
    return pl.DataFrame(rows, schema=SCHEMA)


def _lines(state: State) -> dict[str, dict[str, Any]]:
    """Return each series with its last estimate and its widest range."""
    fresh = state.estimates.sort("date")
    last = {row["series_id"]: row for row in fresh.filter(~pl.col("carried")).iter_rows(named=True)}
    return {
        row["series_id"]: {
            **row,
            "last": last[row["series_id"]],
            "days": fresh.filter(pl.col("series_id") == row["series_id"]),
        }
        for row in state.series.iter_rows(named=True)
        if row["series_id"] in last
    }


def _slack(value: float) -> float:
    """Return how far a figure as printed may be from the exact one: half of its last digit, a few thousandths else."""
    if value <= 0:
        return 0.0
    text = f"{value:.0f}"
    zeros = len(text) - len(text.rstrip("0"))
    rounded = 10.0**zeros / 2 if zeros and len(text) - zeros <= 3 else 0.0
    return max(rounded, SHARE * value)


def _same(value: float, other: float | None) -> bool:
    return other is not None and math.isfinite(other) and abs(value - other) <= _slack(value)


def _kin(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in KIN)


def _where(row: Mapping[str, Any]) -> list[frozenset[str]]:
    """Return the places a claim or series names, each as its words; a series without ids has them in its own."""
    names = [row.get(name) for name in ("origin", "destination", "origin_id", "destination_id")]
    names += [
        part.partition("-")[2]
        for part in str(row.get("series_id") or "").split(".")
        if part.startswith(("from-", "to-"))
    ]
    return [words for name in names if name and (words := frozenset(WORD.findall(str(name).casefold())))]


def _meet(mine: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> bool:
    """Whether a place of one is a place of the other: "Baghouz" is of the "Hajin-Baghouz pocket"."""
    return any(one <= other or other <= one for one in mine for other in theirs)


def _verdict(
    one: Mapping[str, Any], claims: Sequence[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the row of one figure."""
    base = {"start": one["start"], "end": one["end"], "figure": one["quote"], "sentence": one["sentence"]}
    told = [claim for claim in claims if _tells(one, claim)]
    exact = [claim for claim in told if _of_kind(one, claim) is None]
    best = _nearest(one, exact)
    if best is not None:
        return {**base, **_from(best), **_dated(one, best, lines)}
    other = _nearest(one, told)
    if other is not None:
        return {**base, **_from(other), "verdict": "wrong kind", "detail": _of_kind(one, other)}
    return {**base, **_by_range(one, lines)}


def _tells(one: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    """Whether a claim gives the draft's figure, of people of about the same fate."""
    if claim["role"] == "rejected" or not _kin(one["term"], claim["term"]):
        return False
    values = [claim["value"]] if claim["unit"] != "share" else []
    return any(_same(one["value"], value) for value in (*values, claim.get("persons")))


def _of_kind(one: Mapping[str, Any], claim: Mapping[str, Any]) -> str | None:
    """Return how the draft's figure is of another kind than the claim's, ``None`` where it is of the same."""
    in_persons = one["unit"] == "person" and _same(one["value"], claim.get("persons"))
    if one["unit"] != claim["unit"] and not in_persons:
        return f"{claim['unit']} told as {one['unit']}"
    if (one["measure"] == "stock") != (claim["measure"] == "stock") and one["term"] == claim["term"]:
        return f"{claim['measure']} told as {one['measure']}"
    if claim.get("group") and not one.get("group"):
        return "part told as whole"
    mine, theirs = _where(one), _where(claim)
    if not mine and claim.get("destination") and claim["measure"] == "stock":
        return "part told as whole"
    if mine and theirs and not _meet(mine, theirs):
        return "another place"
    return None


def _nearest(one: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the claim that fits best: used before others, the same place and term, the nearest value, the newest."""
    if not found:
        return None
    mine = _where(one)

    def order(claim: Mapping[str, Any]) -> tuple[Any, ...]:
        day = _day(claim)
        return (
            claim["role"] != "used",
            not _meet(mine, _where(claim)) if mine else False,
            claim["term"] != one["term"],
            abs(claim["value"] - one["value"]),
            -day.toordinal() if day else 0,
            claim["claim_id"],
        )

    return min(found, key=order)


def _day(claim: Mapping[str, Any]) -> dt.date | None:
    found = claim.get("as_of") or claim.get("period_end") or claim.get("published")
    return found if isinstance(found, dt.date) else None


def _from(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row tells of the claim it rests on."""
    return {
        "words": claim["sentence"] or claim["quote"],
        "source": claim["source"],
        "publisher": claim["publisher"],
        "day": _day(claim),
        "url": claim["url"],
        "claim_id": claim["claim_id"],
        "series_id": claim["series_id"],
    }


def _newer(line: Mapping[str, Any]) -> dict[str, Any]:
    last = line["last"]
    return {
        "newer": last["best"],
        "newer_low": last.get("likely_low") or last["low"],
        "newer_high": last.get("likely_high") or last["high"],
        "newer_day": last["date"],
    }


def _dated(
    one: Mapping[str, Any], claim: Mapping[str, Any], lines: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return supported, or out of date where the series has gone on and the draft does not say the day."""
    line = lines.get(claim["series_id"] or "")
    day = _day(claim)
    if line is None or day is None:
        return {"verdict": "supported"}
    last = line["last"]
    low, high = last.get("likely_low") or last["low"], last.get("likely_high") or last["high"]
    said = one["as_of"] if one.get("as_of_basis") == "explicit" else None
    if said is not None and abs(said - day) <= STALE:
        return {"verdict": "supported"}
    if last["date"] - day > STALE and not low - _slack(one["value"]) <= one["value"] <= high + _slack(
        one["value"]
    ):
        return {"verdict": "out of date", **_newer(line)}
    if claim["role"] == "conflicting":
        return {"verdict": "outside", "detail": "the others contradict it", **_newer(line)}
    return {"verdict": "supported"}


def _by_range(one: Mapping[str, Any], lines: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return whether a figure nobody printed lies in the range of the estimates of its kind and place."""
    mine = _where(one)
    fit = [
        line
        for line in lines.values()
        if line["unit"] == one["unit"]
        and line["term"] == one["term"]
        and (line["measure"] == "stock") == (one["measure"] == "stock")
        and bool(line["group"]) == bool(one.get("group"))
        and (not mine or _meet(mine, _where(line)))
    ]
    slack = _slack(one["value"])
    for line in sorted(
        fit, key=lambda line: (len(_where(line)), -line["last"]["date"].toordinal(), line["series_id"])
    ):
        low = line["last"].get("likely_low") or line["last"]["low"]
        high = line["last"].get("likely_high") or line["last"]["high"]
        if low - slack <= one["value"] <= high + slack:
            return {"verdict": "inside", "series_id": line["series_id"], **_newer(line)}
    for line in fit:
        days = line["days"]
        held = days.filter((pl.col("low") <= one["value"] + slack) & (pl.col("high") >= one["value"] - slack))
        if held.height:
            return {"verdict": "out of date", "series_id": line["series_id"], **_newer(line)}
    near = [line for line in fit if line["last"]["best"] and 0.5 <= one["value"] / line["last"]["best"] <= 2]
    if near:
        line = min(near, key=lambda line: abs(math.log(max(one["value"], 1) / line["last"]["best"])))
        return {"verdict": "outside", "series_id": line["series_id"], **_newer(line)}
    return {"verdict": "no source"}
