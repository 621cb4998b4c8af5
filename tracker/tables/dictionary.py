"""The data dictionary: every column of every table, described once.

The schemas, the tables as CSV, Parquet and Excel, the Data Package, the HXL tags and ``docs/tables.md`` are
made from it: ``python -m tracker.tables > docs/tables.md``.

In: tables/columns.toml.  Out: `TABLES`; the page of the documentation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from tracker import vocabulary

ColumnType = Literal["text", "day", "time", "short", "integer", "number", "boolean", "texts", "numbers"]
SHOWN: Mapping[ColumnType, str] = {
    "text": "text",
    "day": "day",
    "time": "time (UTC)",
    "short": "whole number",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes/no",
    "texts": "list of texts",
    "numbers": "list of numbers",
}
LEAD = """\
# The tables

<!-- Made from tracker/tables/columns.toml: change that, then run python -m tracker.tables > docs/tables.md -->

One fact a row. An empty cell is unknown, never zero. `tracker report` writes each table as Parquet and CSV under
`reports/tables/` with a Data Package v2 descriptor (`datapackage.json`); `tracker.load("claims")` gives pandas with
`datetime64`, nullable numbers and booleans. In CSV, lists are joined by ";" and days are written 2019-03-08. The HXL
tag stands under the heading in `tracker export --format hxl`. A column marked "always" is never empty.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: ``required`` is never empty, no two rows share a ``key``.

    ``unit`` is given where the number is always in the same one; ``values`` names the list of
    `tracker.vocabulary` that holds what may stand in it.
    """

    name: str
    type: ColumnType
    meaning: str
    unit: str | None = None
    required: bool = False
    key: bool = False
    values: str | None = None
    hxl: str | None = None

    @property
    def allowed(self) -> tuple[str, ...]:
        """What may stand in the column; empty when anything may."""
        return tuple(getattr(vocabulary, self.values)) if self.values else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: what a row is, and its columns in order."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def tags(self) -> dict[str, str]:
        """The HXL tags of the columns that have one."""
        return {column.name: column.hxl for column in self.columns if column.hxl}

    def column(self, name: str) -> Column | None:
        """Return the column of this name, or ``None``: a table may carry columns that are not ours."""
        return next((column for column in self.columns if column.name == name), None)


def _column(name: str, said: Mapping[str, Any]) -> Column:
    if said["type"] not in get_args(ColumnType):
        raise ValueError(f"columns.toml: {name} has the type {said['type']!r}, which is none of ours")
    return Column(name=name, **said)


def _load() -> dict[str, Table]:
    """Return the tables that ``columns.toml`` describes, in its order."""
    described = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
    return {
        name: Table(
            name=name,
            title=said["title"],
            columns=tuple(_column(column, about) for column, about in said["columns"].items()),
        )
        for name, said in described.items()
        if name != "about"
    }


TABLES: dict[str, Table] = _load()


def markdown() -> str:
    """Return the page of the documentation that describes every table."""
    parts = [LEAD]
    for table in TABLES.values():
        rows = [
            f"| `{column.name}` | {SHOWN[column.type]}{f', in {column.unit}' if column.unit else ''} "
            f"| {'always' if column.required else ''} | {column.meaning} "
            f"| {f'`{column.hxl}`' if column.hxl else ''} |"
            for column in table.columns
        ]
        head = ["| column | holds | filled | meaning | HXL tag |", "|---|---|---|---|---|"]
        parts.append("\n".join([f"## {table.name}", "", f"{table.title}.", "", *head, *rows, ""]))
    return "\n".join(parts)
