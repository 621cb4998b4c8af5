"""Say what changed between two states of the figures: claims added, gone or read anew, estimates and why they moved.

In: two States (tables of a run, a store or a published folder).  Out: a frame of claims, a list of Changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

READ = (
    *(
        "value",
        "low",
        "high",
        "qualifier",
        "unit",
        "term",
        "subterm",
        "measure",
        "accumulation",
        "period_start",
    ),
    *(
        "period_end",
        "as_of",
        "origin_id",
        "destination_id",
        "origin",
        "destination",
        "group",
        "source_id",
        "source",
    ),
)
"""What a reader makes of a claim's words; the claim's id is made of the words alone."""
SEEN = ("low", "best", "high")
HARDLY = 0.005
"""What moves by less than this share has not moved for a reader."""
SHOWN = ("claim_id", "quote", "value", "unit", "term", "published", "publisher", "report_id")

Kind = Literal["new", "gone", "later", "revised"]
Why = Literal["new claims", "claims gone", "read anew", "revision", "decision", "method"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The tables of one state: what was read, what it came to, what people decided."""

    claims: pl.DataFrame
    series: pl.DataFrame
    estimates: pl.DataFrame
    assignments: pl.DataFrame
    decisions: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How the last estimate of a series moved; ``share`` is of the old value, ``None`` where there is none."""

    series_id: str
    label: str
    kind: Kind
    day: dt.date | None
    old_day: dt.date | None
    best: float | None
    old: float | None
    share: float | None
    why: tuple[Why, ...]
    claims: tuple[str, ...] = ()


def compared_claims(before: State, after: State) -> pl.DataFrame:
    """Return the claims added, gone and read anew, one a row; ``fields`` are those that read otherwise."""
    was, now = _by_id(before.claims), _by_id(after.claims)
    rows = []
    for id_ in sorted({*was, *now}):
        old, new = was.get(id_), now.get(id_)
        fields = (
            [] if old is None or new is None else [name for name in READ if old.get(name) != new.get(name)]
        )
        change = "added" if old is None else "gone" if new is None else "read anew" if fields else None
        if change:
            row = new or old or {}
            rows.append(
                {
                    "change": change,
                    **{name: row.get(name) for name in SHOWN},
                    "fields": ", ".join(fields) or None,
                }
            )
    kinds = {"change": pl.String, "fields": pl.String, "value": pl.Float64, "published": pl.Date}
    schema = {name: kinds.get(name, pl.String) for name in ("change", *SHOWN, "fields")}
    return pl.DataFrame(rows, schema=schema)


def _by_id(claims: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["claim_id"]: row for row in claims.iter_rows(named=True)}


def compared_estimates(before: State, after: State) -> list[Change]:
    """Return how the last estimate of each series moved, the largest share first; those that did not are left out."""
    anew = {
        row["claim_id"]
        for row in compared_claims(before, after).iter_rows(named=True)
        if row["change"] == "read anew"
    }
    decided = _decided(before) != _decided(after)
    return changes_between(_lasts(before), _lasts(after), anew=anew, decided=decided)


def changes_between(
    was: Mapping[str, Mapping[str, Any]],
    now: Mapping[str, Mapping[str, Any]],
    *,
    anew: Collection[str] = (),
    decided: bool = False,
) -> list[Change]:
    """Return how last estimates moved: each with ``label``, ``date``, ``low``, ``best``, ``high``, ``roles`` of claims.

    ``anew`` are claims that read otherwise now; ``decided`` whether people decided something since.
    """
    changes = []
    for id_ in sorted({*was, *now}):
        old, new = was.get(id_), now.get(id_)
        if old is not None and new is not None and _alike(old, new):
            continue
        changes.append(_change(id_, old, new, anew=set(anew), decided=decided))
    return sorted(changes, key=lambda one: (one.share is None, -abs(one.share or 0.0), one.series_id))


def _alike(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two last estimates are the same to a reader: of one day, and as good as one number and range."""
    if old["date"] != new["date"]:
        return False
    return all(abs(old[name] - new[name]) <= HARDLY * max(abs(old[name]), abs(new[name])) for name in SEEN)


def _change(
    id_: str,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    *,
    anew: set[str],
    decided: bool,
) -> Change:
    kind: Kind = (
        "new"
        if old is None
        else "gone"
        if new is None
        else "later"
        if old["date"] != new["date"]
        else "revised"
    )
    share = None
    if old is not None and new is not None and old["best"]:
        share = (new["best"] - old["best"]) / old["best"]
    why, behind = _why(old or {}, new or {}, anew, decided)
    return Change(
        series_id=id_,
        label=str((new or old or {})["label"]),
        kind=kind,
        day=new["date"] if new else None,
        old_day=old["date"] if old else None,
        best=new["best"] if new else None,
        old=old["best"] if old else None,
        share=share,
        why=why,
        claims=behind,
    )


def _why(
    old: Mapping[str, Any], new: Mapping[str, Any], anew: set[str], decided: bool
) -> tuple[tuple[Why, ...], tuple[str, ...]]:
    """Return what moved an estimate, and the claims behind it."""
    had, has = old.get("roles", {}), new.get("roles", {})
    added, lost = set(has) - set(had), set(had) - set(has)
    replaced = {id_ for id_ in set(had) & set(has) if had[id_] == "used" and has[id_] == "superseded"}
    again = (set(had) | set(has)) & anew
    told: list[Why] = []
    if any(has[id_] == "used" for id_ in added):
        told.append("new claims")
    if any(had[id_] == "used" for id_ in lost):
        told.append("claims gone")
    if replaced:
        told.append("revision")
    if again:
        told.append("read anew")
    if decided:
        told.append("decision")
    behind = sorted({*(id_ for id_ in added if has[id_] == "used"), *lost, *replaced, *again})
    return tuple(told) or ("method",), tuple(behind)


def _decided(state: State) -> set[tuple[Any, ...]]:
    frame = state.decisions
    if frame is None or frame.is_empty():
        return set()
    return set(frame.select(pl.all().cast(pl.String)).rows())


def _lasts(state: State) -> dict[str, dict[str, Any]]:
    """Return the last estimate of each series that rests on claims, with what became of its claims."""
    labels = dict(state.series.select("series_id", "label").rows())
    roles: dict[str, dict[str, str]] = {}
    for claim, series, role in state.assignments.select("claim_id", "series_id", "role").rows():
        if series is not None:
            roles.setdefault(series, {})[claim] = role
    fresh = state.estimates.filter(~pl.col("carried")).sort("date")
    return {
        row["series_id"]: {
            **row,
            "label": labels.get(row["series_id"]) or row["series_id"],
            "roles": roles.get(row["series_id"], {}),
        }
        for row in fresh.iter_rows(named=True)
    }


def over(changes: Sequence[Change], share: float) -> list[Change]:
    """Return the changes larger than a share of the old value; a count that is gone is one."""
    return [
        one for one in changes if one.kind == "gone" or (one.share is not None and abs(one.share) > share)
    ]
