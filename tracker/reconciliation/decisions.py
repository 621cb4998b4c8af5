"""Apply what people decided: reject, accept, correct, same_as, not_same_as, override, add; and say what matched.

A decision names a claim or a series as its target.  When the reader got better and ids changed, a decision is
attached again by its quote, within its report.  One that matches nothing is reported, never dropped.  The table only
grows: a row ``undo`` takes an earlier one back, ``sign`` is a second person's look, ``rule`` corrects a field of all
claims of a report or publisher; of accept and reject the later one holds.

In: claims and a table of decisions.  Out: claims with corrections made, and `Decided`: the rest, with each
decision's ``matched``, ``claim_id`` and ``note``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tracker import tables
from tracker.errors import BadConfiguration
from tracker.reconciliation import additions, batch, undoing

COLUMNS = ("target", "quote", "report_id", "action", "field", "value", "who", "when", "why")
ACTIONS = (
    "reject", "accept", "correct", "same_as", "not_same_as", "override", "add", "rule", "sign", "undo",
)  # fmt: skip


@dataclass(slots=True)
class Decided:
    """What decisions do beyond the claims' own columns."""

    rejected: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)
    overrides: dict[str, list[tuple[dt.date | None, float, str]]] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def frame(self) -> pl.DataFrame:
        """Return the decisions, each with whether it matched, what, and a note."""
        kinds = {
            **dict.fromkeys(COLUMNS, pl.String),
            "matched": pl.Boolean,
            "claim_id": pl.String,
            "note": pl.String,
        }
        return (
            pl.DataFrame(self.rows, schema=kinds, orient="row") if self.rows else pl.DataFrame(schema=kinds)
        )


def apply(frame: pl.DataFrame, decisions: pl.DataFrame | None) -> tuple[pl.DataFrame, Decided]:
    """Return claims with corrections made, and what else was decided.

    Raises
    ------
    BadConfiguration
        The table lacks ``target`` or ``action``, or names an unknown action.
    """
    decided = Decided()
    if decisions is None or decisions.is_empty():
        return frame, decided
    for needed in ("target", "action"):
        if needed not in decisions.columns:
            raise BadConfiguration(
                f"the decisions lack the column {needed}", fix=f"give them {', '.join(COLUMNS)}"
            )
    rows = [{name: _text(row.get(name)) for name in COLUMNS} for row in decisions.to_dicts()]
    rows.sort(
        key=lambda row: tuple(
            row[name] or "" for name in ("when", "target", "action", "field", "value", "quote")
        )
    )
    undone = undoing.undone(rows)
    frame = additions.with_added(frame, [row for row in rows if id(row) not in undone])
    ids = set(frame["claim_id"].to_list())
    by_quote: dict[str, list[tuple[str | None, str]]] = defaultdict(list)
    if "quote" in frame.columns and any(row["quote"] for row in rows):
        for claim, quote, report in frame.select("claim_id", "quote", "report_id").iter_rows():
            if quote:
                by_quote[quote].append((report, claim))
    changes: list[tuple[str, str, Any]] = []
    for number, row in enumerate(rows):
        action = row["action"]
        if action not in ACTIONS:
            raise BadConfiguration(
                f"decision {number + 1} has the action {action!r}", fix=f"use one of: {', '.join(ACTIONS)}"
            )
        if id(row) in undone or action == "undo":
            said_of = "undone" if id(row) in undone else "takes back what was decided"
            decided.rows.append({**row, "matched": True, "claim_id": None, "note": said_of})
            continue
        if action == "rule":
            decided.rows.append(_ruled(changes, frame, row))
            continue
        claim, note = _attach(row, ids, by_quote)
        matched, said = _take(decided, changes, frame, row, claim=claim, ids=ids)
        decided.rows.append({**row, "matched": matched, "claim_id": claim, "note": said or note})
    return _corrected(frame, changes), decided


def _ruled(
    changes: list[tuple[str, str, Any]], frame: pl.DataFrame, row: dict[str, str | None]
) -> dict[str, Any]:
    """Note the corrections that a rule makes; return the rule with how many they are."""
    touched = batch.touched(frame, row["target"], row["field"], row["quote"])
    told = [_correct(changes, frame, one, row["field"], row["value"]) for one in touched]
    fault = next((why for good, why in told if not good), None)
    said = fault or (f"changes {len(touched)} claims" if touched else "matches no claim")
    return {**row, "matched": bool(touched) and fault is None, "claim_id": None, "note": said}


def _text(value: Any) -> str | None:
    """Return a cell as text, null for blanks."""
    text = "" if value is None else str(value).strip()
    return text or None


def _attach(
    row: dict[str, str | None], ids: set[str], by_quote: dict[str, list[tuple[str | None, str]]]
) -> tuple[str | None, str | None]:
    """Return the claim a decision means: by id, else by its quote in its report, else by a unique quote."""
    target, quote = row["target"], row["quote"]
    if target in ids:
        return target, None
    found = by_quote.get(quote or "", [])
    within = [claim for report, claim in found if row["report_id"] is not None and report == row["report_id"]]
    if row["report_id"] is None:
        within = [claim for _, claim in found]
    if len(within) == 1:
        return within[0], f"attached again by its quote: {target} is now {within[0]}"
    if within:
        return None, "its quote stands more than once in the report"
    return None, None


def _take(
    decided: Decided,
    changes: list[tuple[str, str, Any]],
    frame: pl.DataFrame,
    row: dict[str, str | None],
    *,
    claim: str | None,
    ids: set[str],
) -> tuple[bool, str | None]:
    """Note what one decision does; return whether it matched and, if not, why."""
    action, value = row["action"], row["value"]
    said = f"{row['who'] or 'someone'}" + (f": {row['why']}" if row["why"] else "")
    if action == "override":
        number = _number(value)
        if number is None:
            return False, "an override needs a number as its value"
        day = _date(row["field"])
        decided.overrides.setdefault(row["target"] or "", []).append((day, number, said))
        return True, None  # whether the series exists is known only after linking
    if action == "sign":
        return True, None  # a second look, or a look at what is no claim
    if claim is None:
        return False, "matches no claim"
    if action == "reject":
        decided.accepted.pop(claim, None)
        decided.rejected[claim] = f"rejected by {said}"
    elif action == "accept":
        decided.rejected.pop(claim, None)
        decided.accepted[claim] = f"accepted by {said}"
    elif action == "add":
        return True, None
    elif action == "correct":
        return _correct(changes, frame, claim, row["field"], value)
    else:
        other = value if value in ids else None
        if other is None or other == claim:
            return False, f"the other claim {value} is not there"
        if action == "same_as":
            decided.twins[claim] = other
        else:
            decided.apart.add(frozenset((claim, other)))
    return True, None


def _correct(
    changes: list[tuple[str, str, Any]], frame: pl.DataFrame, claim: str, name: str | None, value: str | None
) -> tuple[bool, str | None]:
    """Note a correction of one field, if the field exists and the value fits it."""
    if name is None or name not in frame.columns or name in ("claim_id", "report_id"):
        return False, f"there is no field {name} to correct"
    kind = frame.schema[name]
    typed: Any = value
    if value is not None and kind == pl.Float64:
        typed = _number(value)
    elif value is not None and kind == pl.Date:
        typed = _date(value)
    elif value is not None and kind == pl.Boolean:
        typed = value.lower() in ("true", "1", "yes")
    elif value is not None and isinstance(kind, pl.List):
        typed = value.split(";")
    elif value is not None and kind == pl.Int64:
        typed = int(value) if value.isdigit() else None
    elif kind != pl.String and value is not None:
        return False, f"the field {name} cannot be corrected by hand"
    if value is not None and typed is None:
        return False, f"{value!r} does not fit the field {name}"
    allowed = {"qualifier", "unit", "term", "measure", "accumulation"}
    trial = tables.empty("claims").schema
    if name in allowed and name in trial and not _fits(name, value):
        return False, f"{value!r} is no {name}"
    changes.append((claim, name, typed))
    return True, None


def _fits(name: str, value: str | None) -> bool:
    """Whether a word is one the field may hold."""
    from tracker import vocabulary

    known = {
        "qualifier": vocabulary.QUALIFIERS, "unit": vocabulary.UNITS, "term": vocabulary.TERMS,
        "measure": vocabulary.MEASURES, "accumulation": vocabulary.ACCUMULATIONS,
    }  # fmt: skip
    return value in known[name] or (value is None and name == "accumulation")


def _corrected(frame: pl.DataFrame, changes: list[tuple[str, str, Any]]) -> pl.DataFrame:
    """Return claims with the corrections made; a corrected value drops the bounds its old words gave."""
    by_field: dict[str, dict[str, Any]] = defaultdict(dict)
    for claim, name, value in changes:
        by_field[name][claim] = value
    for name, table in by_field.items():
        changed = pl.col("claim_id").is_in(list(table))
        new: pl.Expr = pl.col("claim_id").replace_strict(table, default=None, return_dtype=frame.schema[name])
        if isinstance(frame.schema[name], pl.List):
            held = [table.get(claim) for claim in frame["claim_id"].to_list()]
            new = pl.lit(pl.Series(name, held, dtype=frame.schema[name]))
        frame = frame.with_columns(pl.when(changed).then(new).otherwise(name).alias(name))
        if name == "value":
            frame = frame.with_columns(
                pl.when(changed & (pl.col("qualifier") != "range")).then(None).otherwise(bound).alias(bound)
                for bound in ("low", "high")
            )
    return frame


def _number(text: str | None) -> float | None:
    """Return a number written with or without grouping commas."""
    try:
        return float((text or "").replace(",", ""))
    except ValueError:
        return None


def _date(text: str | None) -> dt.date | None:
    """Return an ISO day, or ``None``."""
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
