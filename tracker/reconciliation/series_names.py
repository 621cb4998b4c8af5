"""Name series: a short id from the parts of the key, a label a person reads.

In: parts of the key.  Out: ids as an expression, labels as a list.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.stated import date_of


def slug() -> pl.Expr:
    """Return a short readable id of a series from the parts of its key."""

    def short(column: str, before: str) -> pl.Expr:
        tail = (
            pl.col(column)
            .str.split(".")
            .list.last()
            .str.strip_prefix("~")
            .str.replace_all(r"[^\p{L}\p{N}]+", "-")
        )
        return pl.when(tail.is_not_null()).then(pl.format(before + "{}", tail.str.strip_chars("-")))

    since = pl.col("_since").cast(pl.Int32).cast(pl.Date).dt.strftime("%Y-%m-%d")
    return pl.concat_str(
        [
            pl.col("_situation"),
            pl.col("_class"),
            pl.when(pl.col("_kind") != "cumulative").then("_kind"),
            pl.when(pl.col("_kind") == "cumulative").then(pl.format("since-{}", since.fill_null("unknown"))),
            short("_set", "from-"),
            short("_to", "to-"),
            short("_group", ""),
            pl.when(pl.col("_unit") != "person").then("_unit"),
        ],
        separator=".",
        ignore_nulls=True,
    )


def _said_by_term(row: dict[str, Any], column: str) -> bool:
    """Whether a place is only what the term says: who is sheltered is in shelters."""
    return column == "_to" and row["term"] == "sheltered" and place_keys.side(row["_to"]) == "inside"


def labels(keys: pl.DataFrame) -> list[str]:
    """Return for each series a short label a person can read."""
    made = []
    for row in keys.iter_rows(named=True):
        unit = {"person": "people", "household": "households", "dwelling": "homes"}.get(
            row["_unit"], row["_unit"]
        )
        parts = [row["_group"] or unit]
        if row["_group"] and row["_unit"] != "person":
            parts.append(f"({unit})")
        parts.append((row["term"] or row["_class"]).replace("_", " "))
        for before, column in (("from", "_from"), ("to", "_to")):
            if (
                row[column]
                and not _said_by_term(row, column)
                and not (row["_kind"] == "stock" and column == "_from" and row["_to"])
            ):
                words = row[column].rsplit(".", 1)[-1].lstrip("~").replace("-", " ")
                parts.append(f"{'in' if row['_kind'] == 'stock' and column == '_to' else before} {words}")
        if row["_since"] is not None:
            parts.append(f"since {date_of(row['_since']).isoformat()}")
        else:
            parts.append(
                {"stock": "at a time", "window": "by period", "rate": "per period"}.get(
                    row["_kind"], "in total"
                )
            )
        made.append(" ".join(parts))
    return made
