"""The schemas of the tidy tables: one fact a row, typed, in the order the dictionary describes them.

In: the data dictionary.  Out: schemas by name of table.
"""

from __future__ import annotations

import types
from typing import Any

import dataframely as dy

from tracker.tables.dictionary import TABLES, Column, Table

RECONCILE_NEEDS = ("claim_id", "value", "qualifier", "unit", "term", "measure", "published")


def _rule(column: Column) -> dy.Column:
    """Return the type of a column and the rules its values keep."""
    how: dict[str, Any] = {"nullable": not column.required, "primary_key": column.key}
    if allowed := column.allowed:
        how["check"] = lambda values: values.is_in(list(allowed))
    match column.type:
        case "text":
            return dy.String(**how)
        case "day":
            return dy.Date(**how)
        case "time":
            return dy.Datetime(time_unit="us", time_zone="UTC", **how)
        case "short":
            return dy.Int32(**how)
        case "integer":
            return dy.Int64(**how)
        case "number":
            return dy.Float64(**how)
        case "boolean":
            return dy.Bool(**how)
        case "texts":
            return dy.List(dy.String(), **how)
        case "numbers":
            return dy.List(dy.Float64(), **how)


def _schema(table: Table) -> type[dy.Schema]:
    """Return the schema of a table."""
    held = {"__doc__": f"{table.title}.", **{column.name: _rule(column) for column in table.columns}}
    return types.new_class(table.name.title(), (dy.Schema,), exec_body=lambda body: body.update(held))


SCHEMAS: dict[str, type[dy.Schema]] = {name: _schema(table) for name, table in TABLES.items()}
