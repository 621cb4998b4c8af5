"""Shares of other counts: what they imply, and where that parts from figures of the same people.

"A tenth of the nearly 58,000" says no more than the tenth's wording times the base's.  A share whose words give
persons counts with that range; one whose base is in households or homes implies a count that is stated, never counted.

In: prepared claims; settled Lines.  Out: boxes, reasons and names of shares; flags.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tracker.reconciliation.differences import Difference
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Settings
from tracker.reconciliation.stated import WORDS, Figure, date_of, say

NO_BASE = "a share whose base is not in the text"
KEY = ("_situation", "_of_unit", "_kind", "_class", "_to", "_group")


def with_bases(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Give shares the range of their wording times their base's; say what a share without a count implies.

    Adds ``_of``, ``_of_value``, ``_of_unit``: the base's id, value and unit; and ``_implied``, the share in words.
    """
    asked = frame.filter((pl.col("unit") == "share") & pl.col("share_of").is_not_null())
    bases = {
        row["claim_id"]: row
        for row in frame.filter(
            pl.col("claim_id").is_in(asked["share_of"].implode())
            & (pl.col("unit") != "share")
            & (pl.col("_value") > 0)
        )
        .select("claim_id", "_value", "_low", "_high", "_unit", "qualifier")
        .to_dicts()
    }
    rows = []
    for row in asked.select("claim_id", "share_of", "value", "low", "high", "qualifier").to_dicts():
        base = bases.get(row["share_of"])
        if base is None or row["value"] is None or not 0 <= row["value"] <= 1:
            continue
        low, high = allowed(row, settings)
        words = f"{_percent(row)} of {WORDS.get(base['qualifier'], '')}{say(base['_value'])}"
        rows.append(
            (
                row["claim_id"], base["claim_id"], base["_value"], base["_unit"],
                low * base["_low"], high * base["_high"], words,
            )
        )  # fmt: skip
    implied = pl.DataFrame(
        rows,
        schema={
            "claim_id": pl.String, "_of": pl.String, "_of_value": pl.Float64, "_of_unit": pl.String,
            "_from_low": pl.Float64, "_from_high": pl.Float64, "_implied": pl.String,
        },
        orient="row",
    )  # fmt: skip
    if implied.is_empty():
        return frame.with_columns(
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in implied.schema.items()
            if name.startswith("_") and not name.startswith("_from")
        )
    frame = frame.join(implied, on="claim_id", how="left", maintain_order="left")
    known = pl.col("_of").is_not_null()
    reason = pl.format(
        "{} ({}), which makes {} to {} {}s: implied, not counted",
        "_implied", "_of", _rounded("_from_low"), _rounded("_from_high"), "_of_unit",
    )  # fmt: skip
    return frame.with_columns(
        pl.when(known & (pl.col("_out") == NO_BASE)).then(reason).otherwise("_out").alias("_out"),
        pl.coalesce("_from_low", "_low").alias("_low"),
        pl.coalesce("_from_high", "_high").alias("_high"),
    ).drop("_from_low", "_from_high")


def _rounded(column: str) -> pl.Expr:
    """Return a count as words."""
    return pl.col(column).map_elements(lambda value: say(round(value)), return_dtype=pl.String)


def _percent(row: Mapping[str, Any]) -> str:
    """Return a share in words."""
    return f"{WORDS.get(row['qualifier'], '')}{100 * row['value']:.3g} %"


def allowed(row: Mapping[str, Any], settings: Settings) -> tuple[float, float]:
    """Return what the wording of a share allows: half its last digit, and never more than a round word does.

    >>> from tracker.reconciliation.settings import DEFAULT
    >>> low, high = allowed({"value": 0.581, "qualifier": "exact"}, DEFAULT)
    >>> round(low, 4), round(high, 4)
    (0.5805, 0.5815)
    """
    value, said = row["value"], row["qualifier"]
    if said == "range" and row["low"] is not None and row["high"] is not None:
        return min(row["low"], row["high"]), max(row["low"], row["high"])
    grain = _grain(100 * value, settings) / 100
    if said in ("at_least", "at_most"):
        side = min(grain, settings.wording.open_side * value)
        return (value, min(1.0, value + side)) if said == "at_least" else (value - side, value)
    half = min(grain / 2, settings.wording.about_half * value)
    return value - half, min(1.0, value + half)


def _grain(percent: float, settings: Settings) -> float:
    """Return the worth of a percentage's last digit: 1 for 58 %, 10 for 40 %, .1 for 58.1 %; a third has none."""
    for place in (2, 1, 0, -1, -2):
        grain = 10.0**place
        if abs(percent / grain - round(percent / grain)) < settings.wording.digit_off:
            return grain
    return 10.0**2


def not_twice(frame: pl.DataFrame) -> pl.DataFrame:
    """Take out of a series a share of one of its own figures: the part is counted in the whole."""
    if frame["_of"].null_count() == frame.height:
        return frame
    home = frame.filter(pl.col("claim_id").is_in(frame["_of"].drop_nulls().implode())).select(
        pl.col("claim_id").alias("_of"), pl.col("_series").alias("_of_series")
    )
    frame = frame.join(home, on="_of", how="left", maintain_order="left")
    inside = (pl.col("_series") == pl.col("_of_series")).fill_null(False) & ~pl.col("_accepted")
    reason = pl.format("{} ({}): a part of it, counted there already", "_implied", "_of")
    return frame.with_columns(
        pl.when(inside).then(reason).otherwise("_out").alias("_out"),
        pl.when(~inside).then("_series").alias("_series"),
    ).drop("_of_series")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of a count: who says it, of what, the count it implies, and the series that would hold it."""

    claim_id: str
    source: str
    who: str
    day: int
    start: int | None
    low: float
    high: float
    value: float
    words: str
    base: str
    base_value: float
    series: int | None
    key: tuple[Any, ...]


def by_situation(frame: pl.DataFrame, keys: pl.DataFrame) -> dict[str | None, list[Share]]:
    """Return the shares among linked claims whose base is known, by the situation of their series."""
    columns = [
        "claim_id",
        "_source",
        "_who",
        "_day",
        "_start",
        "_low",
        "_high",
        "value",
        "_implied",
    ]
    rows = (
        frame.filter(pl.col("_of").is_not_null() & ~pl.col("hypothetical").fill_null(False))
        .sort("claim_id")
        .select(*columns, "_of", "_of_value", "_series", *KEY)
    )
    shares = [
        Share(
            claim_id=row["claim_id"], source=row["_source"], who=row["_who"], day=row["_day"],
            start=row["_start"], low=row["_low"], high=row["_high"], value=row["value"] * row["_of_value"],
            words=row["_implied"], base=row["_of"], base_value=row["_of_value"], series=row["_series"],
            key=tuple(row[name] for name in KEY),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    found: dict[str | None, list[Share]] = defaultdict(list)
    homes = dict(keys.select("_series", "_situation").iter_rows()) if shares else {}
    for share in shares:
        found[homes.get(share.series, share.key[0])].append(share)
    return found


def name(made: Sequence[Line], shares: Sequence[Share]) -> None:
    """Let messages call a counted share by its words: who said "a tenth" printed no count."""
    if not shares:
        return
    words = {share.claim_id: f"{share.words} ({share.base}), {say(share.value)}" for share in shares}
    homes = {share.series for share in shares}
    for line in made:
        if line.number in homes:
            for one in line.figures:
                one.said = words.get(one.claim_id)


def check(made: Sequence[Line], shares: Sequence[Share], settings: Settings) -> list[tuple[str, Difference]]:
    """Flag shares whose implied count no figure of the same people agrees with, beside the nearest one."""
    if not shares:
        return []
    by_number = {line.number: line for line in made}
    by_key: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in made:
        by_key[line.situation, line.unit, line.kind, line.term, line.to, line.group].append(line)
    found: dict[tuple[Any, ...], tuple[str, Difference]] = {}
    for share in shares:
        which = share.key[KEY.index("_to") :] != (
            None,
            None,
        )  # neither a place nor a group says which people are meant
        lines = [by_number[share.series]] if share.series in by_number else by_key[share.key] if which else []
        near = [
            (line, one)
            for line in lines
            for one in line.observed
            if one.said is None and one.claim_id != share.base and _same_time(share, one, line, settings)
        ]
        if not near or any(_gap(share, one, settings) <= 0 for _, one in near):
            continue
        line, one = min(near, key=lambda pair: (abs(pair[1].day - share.day), pair[1].claim_id))
        text = (
            f"{share.who} puts {share.words} ({share.claim_id}, {share.base}), which makes {say(round(share.low))} to "
            f"{say(round(share.high))}, where {one.who} has {one.words} on {date_of(one.day)} ({one.claim_id})"
        )
        row = {
            "kind": "share",
            "date": date_of(share.day),
            "claim_ids": [share.claim_id, share.base, one.claim_id],
            "values": [share.value, share.base_value, one.value],
            "message": text,
        }
        # a share printed again by others is one share
        found.setdefault((share.source, share.words, one.claim_id), (line.series_id, row))
    return list(found.values())


def _same_time(share: Share, one: Figure, line: Line, settings: Settings) -> bool:
    """Whether a figure speaks of the days the share speaks of."""
    if line.kind == "window" and one.start is not None and share.start is not None:
        off = settings.copies.window_days
        return abs(one.start - share.start) <= off and abs(one.day - share.day) <= off
    return abs(one.day - share.day) <= settings.checks.share_days


def _gap(share: Share, one: Figure, settings: Settings) -> float:
    """Return how far a figure and an implied count lie apart beyond their words, and beyond usual scatter."""
    low = 0.0 if one.qualifier == "at_most" else one.low
    high = float("inf") if one.qualifier == "at_least" else one.high
    room = 0.0
    if one.source != share.source:  # two sources never tally to the last person
        room = settings.checks.share_deviations * settings.scatter.prior * max(one.value, share.value)
    return max(share.low - high, low - share.high) - room
