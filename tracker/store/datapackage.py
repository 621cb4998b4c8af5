"""The descriptor of a folder of tables: Data Package v2, with a schema for each table.

Says of every column what it means, which type and which values it may have, and which columns point to
which, so that other programs (frictionless, R's datapackage) load the tables rightly without asking.

In: frames, and the folder they were written to.  Out: a dict for ``datapackage.json``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from tracker import tables
from tracker.store.folder import write_whole

PROFILE = "https://datapackage.org/profiles/2.0"
POINTERS = (
    ("claims", "report_id", "reports", "report_id"),
    ("estimates", "series_id", "series", "series_id"),
    ("assignments", "claim_id", "claims", "claim_id"),
    ("assignments", "series_id", "series", "series_id"),
)


def datapackage(
    frames: Mapping[str, pl.DataFrame],
    *,
    folder: Path | str | None = None,
    under: str = "",
    name: str = "displacement-tracker",
    title: str = "Numeric claims about people on the move, and what they amount to",
    description: str | None = None,
    version: str | None = None,
    created: str | None = None,
    licences: Iterable[Mapping[str, str]] = (),
    contributors: Iterable[Mapping[str, Any]] = (),
    sources: Iterable[Mapping[str, str]] = (),
    hxl: bool = False,
) -> dict[str, Any]:
    """Return the Data Package v2 descriptor of tables written as ``<name>.csv``.

    Parameters
    ----------
    frames
        The tables by name, as written by ``folder.save_tables``.
    folder
        Where the CSV files are; when given, their size and sha256 are stated.
    under
        Folder between the descriptor and the CSV files ("tables" when ``tables/claims.csv``).
    created
        When, as ISO 8601 with Z; left out when not given, so that equal input gives an equal descriptor.
    licences, contributors, sources
        As in the standard: ``{"name": "CC-BY-4.0", "path": ...}``, ``{"title": ..., "roles": [...]}``,
        ``{"title": ..., "path": ...}``.
    hxl
        Whether the CSV files carry an HXL tag row under the header (stated as a comment row).

    Returns
    -------
    dict
        Ready for ``json.dump``.
    """
    made: dict[str, Any] = {"$schema": f"{PROFILE}/datapackage.json", "name": name, "title": title}
    told = {"description": description, "version": version, "created": created}
    made |= {key: value for key, value in told.items() if value is not None}
    for key, rows in (("licenses", licences), ("contributors", contributors), ("sources", sources)):
        if listed := [dict(row) for row in rows]:
            made[key] = listed
    where = Path(folder) if folder is not None else None
    made["resources"] = [
        _resource(table, frame, frames, folder=where, under=under, hxl=hxl) for table, frame in frames.items()
    ]
    return made


def write_datapackage(descriptor: Mapping[str, Any], path: Path | str) -> None:
    """Write a descriptor as ``datapackage.json``, whole or not at all.

    Raises
    ------
    UnwritableOutput
        The place cannot be written.
    """
    write_whole(path, json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n")


def _resource(
    table: str,
    frame: pl.DataFrame,
    frames: Mapping[str, pl.DataFrame],
    *,
    folder: Path | None,
    under: str,
    hxl: bool,
) -> dict[str, Any]:
    """Return one table's entry."""
    described = tables.TABLES.get(table)
    made: dict[str, Any] = {
        "name": table,
        "type": "table",
        "path": f"{under}/{table}.csv" if under else f"{table}.csv",
        "title": described.title if described else table,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    if hxl:
        made["dialect"] = {"commentRows": [2]}
    if folder is not None:
        raw = (folder / f"{table}.csv").read_bytes()
        made["bytes"] = len(raw)
        made["hash"] = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    made["schema"] = _schema(table, frame, frames)
    return made


def _field(name: str, kind: pl.DataType, described: tables.Column | None) -> dict[str, Any]:
    """Return one column: its type, and what the dictionary says of it."""
    made: dict[str, Any] = {"name": name, **_type(kind)}
    if described is None:
        return made
    made["description"] = described.meaning
    limits: dict[str, Any] = {"required": True} if described.required else {}
    if described.allowed:
        limits["enum"] = list(described.allowed)
    return {**made, "constraints": limits} if limits else made


def _schema(table: str, frame: pl.DataFrame, frames: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Return the table schema; keys are declared when the data keep them."""
    described = tables.TABLES.get(table)
    fields = [
        _field(name, kind, described.column(name) if described else None)
        for name, kind in frame.schema.items()
    ]
    made: dict[str, Any] = {
        "$schema": f"{PROFILE}/tableschema.json",
        "fields": fields,
        "missingValues": [""],
    }
    keys = [column.name for column in described.columns if column.key] if described else []
    if keys and all(key in frame.columns for key in keys) and not frame.select(keys).is_duplicated().any():
        made["primaryKey"] = list(keys)
    pointers = []
    for here, column, there, target in POINTERS:
        if here != table or there not in frames or column not in frame.columns:
            continue
        named = frame[column].drop_nulls()
        if named.is_in(frames[there][target].drop_nulls().implode()).all():
            pointers.append({"fields": [column], "reference": {"resource": there, "fields": [target]}})
    if pointers:
        made["foreignKeys"] = pointers
    return made


def _type(kind: pl.DataType) -> dict[str, Any]:
    """Return the type of a column in the standard's words."""
    if isinstance(kind, pl.List):
        item = _type(kind.inner)["type"] if isinstance(kind.inner, pl.DataType) else "string"
        return {"type": "list", "itemType": item, "delimiter": ";"}
    if isinstance(kind, pl.Datetime):
        return {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"}
    if kind == pl.Date:
        return {"type": "date"}
    if kind == pl.Boolean:
        return {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}
    if kind.is_integer():
        return {"type": "integer"}
    return {"type": "number"} if kind.is_numeric() else {"type": "string"}
