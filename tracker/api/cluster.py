"""Reading on a Spark cluster: the same claims as on one machine, into tables that the cluster writes.

``read_batches`` is the reading of files as a pure function of Arrow batches; it knows no cluster.

In: paths and addresses.  Out: an Extraction; or folders of Parquet or Delta.
"""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker import tables
from tracker.api.arguments import as_choice
from tracker.api.engines import Engine, Running
from tracker.api.reading import Done, reading
from tracker.engine import spark
from tracker.errors import MissingInput
from tracker.read import DEFAULTS, Limits, ReadOptions, read_source
from tracker.read.source import Source, shown
from tracker.read.walk import check_paths, sources
from tracker.vocabulary import Verdict

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

ADDRESS = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:/")
SHAPES = ("parquet", "delta")
ASIDE: dict[str, Any] = {"place": pl.String, "fault": pl.String, "fix": pl.String}
PARTS = ("claims", "reports", "set_aside")


def read_on_cluster(
    paths: Iterable[str | Path], options: ReadOptions = DEFAULTS, *, session: SparkSession | None = None
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Read files on a cluster and bring what they hold to this machine.

    Parameters
    ----------
    paths
        Files and folders on a disk that every machine sees, or addresses such as ``s3a://bucket/news/``.
    options
        What the caller knows of them.
    session
        The Spark session; default the one that runs, or one for this machine.

    Returns
    -------
    tuple of polars.DataFrame
        The claims table, the reports table, and what was set aside (place, fault, fix).

    Raises
    ------
    MissingInput
        A path does not exist.
    EngineFailed
        PySpark or Java is not here.
    """
    found = _read(session or spark.session(), paths, options)
    made = pl.DataFrame(pl.from_arrow(spark.collected(found)))
    return (
        tables.conform("claims", _part(made, "claims"), keep_unknown=False),
        tables.conform("reports", _part(made, "reports"), keep_unknown=False),
        _part(made, "set_aside"),
    )


def write_on_cluster(
    paths: Iterable[str | Path],
    out: str | Path,
    options: ReadOptions = DEFAULTS,
    *,
    shape: str = "parquet",
    session: SparkSession | None = None,
) -> dict[str, int]:
    """Read files on a cluster, which writes the folders ``claims``, ``reports`` and ``set_aside`` under ``out``.

    Parameters
    ----------
    paths
        As in `read_on_cluster`.
    out
        A folder or an address that every machine sees.
    options
        What the caller knows of them.
    shape
        "parquet" or "delta" (the session then has the Delta extension).
    session
        The Spark session; default the one that runs, or one for this machine.

    Returns
    -------
    dict of str to int
        Rows of each folder.
    """
    as_choice(shape, "shape", SHAPES)
    running, target = session or spark.session(), _address(out).rstrip("/")
    found = _read(running, paths, options).persist()
    try:
        rows = {}
        for part in PARTS:
            chosen = found.where(f"{part} is not null").select(f"{part}.*")
            chosen.write.format(shape).mode("overwrite").save(f"{target}/{part}")
            rows[part] = chosen.count()
        return rows
    finally:
        found.unpersist()


def read_batches(batches: Iterator[pa.RecordBatch], **given: Any) -> Iterator[pa.RecordBatch]:
    """Read the files of Arrow batches (columns of ``engine.spark.FILES``).

    Parameters
    ----------
    batches
        What goes in.
    given
        Fields of ReadOptions.

    Yields
    ------
    pyarrow.RecordBatch
        One row a claim, a report or an input set aside, each in a column of its own; see `schema`.
    """
    kinds, options = schema(), ReadOptions(**given)
    for batch in batches:
        for row in batch.to_pylist():
            if row["fault"]:
                yield from _batches({"set_aside": [{name: row[name] for name in ASIDE}]}, kinds)
                continue
            source = Source(
                mapping=options.mapping,
                place=shown(row["place"]),
                name=shown(row["name"]),
                path=Path(row["path"]) if row["path"] else None,
                data=row["data"],
                situation=row["situation"],
            )
            yield from _batches(_held(source, options), kinds)


def schema() -> pa.Schema:
    """Return the columns of what `read_batches` yields, each a structure: claims, reports, set_aside."""
    import pyarrow as pa

    parts = ((name, _plain(_empty(name).to_arrow().schema)) for name in PARTS)
    return pa.schema([pa.field(name, pa.struct(list(fields))) for name, fields in parts])


def _plain(fields: pa.Schema) -> pa.Schema:
    """Return columns as Spark has them: it knows no long strings and lists."""
    import pyarrow as pa

    def kind(one: pa.DataType) -> pa.DataType:
        if pa.types.is_large_string(one) or pa.types.is_string_view(one):
            return pa.string()
        return pa.list_(pa.string()) if pa.types.is_large_list(one) else one

    return pa.schema([pa.field(field.name, kind(field.type)) for field in fields])


def _empty(part: str) -> pl.DataFrame:
    return pl.DataFrame(schema=ASIDE) if part == "set_aside" else tables.empty(part)


def _held(source: Source, options: ReadOptions) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each part that reading one file gives."""
    held: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    for done in _running(options.limits).run(read_source(source, options, set())):
        if isinstance(done, Verdict):
            held["set_aside"].append({name: getattr(done, name) for name in ASIDE})
        elif isinstance(done, Done):
            held["claims"] += done.rows
            held["reports"].append(tables.report_row(done.report))
    return held


def _batches(held: dict[str, list[dict[str, Any]]], kinds: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield rows with one structure a part."""
    frames = []
    for part in PARTS:
        rows = held.get(part, [])
        made = pl.DataFrame(rows, schema=ASIDE) if part == "set_aside" else tables.from_rows(part, rows)
        frames.append(made.select(pl.struct(pl.all()).alias(part)))
    yield from pl.concat(frames, how="diagonal").select(PARTS).to_arrow().cast(kinds).to_batches()


@cache
def _running(limits: Limits | None) -> Running:
    """Return the supervised process that reads for this worker: one report cannot end a task."""
    running = Engine("process", 1).opened(reading(unread=False), limits)
    atexit.register(running.__exit__)
    return running


def _read(running: SparkSession, paths: Iterable[str | Path], options: ReadOptions) -> DataFrame:
    """Return the frame of all that lies in files, not computed yet."""
    addresses, here = _told_apart(paths)
    frames = []
    if here:
        check_paths(here)
        frames.append(
            spark.named_files(running, [_named(one) for one in sources(here, data_root=options.data_root)])
        )
    if addresses:
        frames.append(spark.carried_files(running, addresses))
    if not frames:
        raise MissingInput("no path was given", fix="name a file, a folder or an address")
    joined = frames[0] if len(frames) == 1 else frames[0].unionByName(frames[1])
    given = {
        name: getattr(options, name) for name in ("published", "publisher", "language", "mapping", "limits")
    }
    return spark.mapped(joined, f"{__name__}:read_batches", schema(), **given)


def _named(one: Source | Verdict) -> dict[str, Any]:
    """Return the row of a file, or of what was set aside while folders were walked."""
    if isinstance(one, Verdict):
        return {name: getattr(one, name) for name in ASIDE}
    path = str(one.path.absolute()) if one.path is not None else None
    return {"place": one.place, "name": one.name, "situation": one.situation, "path": path}


def _told_apart(paths: Iterable[str | Path]) -> tuple[Sequence[str], list[Path]]:
    """Return addresses and local paths."""
    told = [_address(one) for one in paths]
    here = [Path(one.removeprefix("file://")) for one in told if not ADDRESS.match(one)]
    return [one for one in told if ADDRESS.match(one)], here


def _address(place: str | Path) -> str:
    """Return an address with both of its slashes, of which a Path leaves one; a path as it is."""
    text = str(place)
    return re.sub(r":/+", "://", text, count=1) if ADDRESS.match(text) else text


def _part(made: pl.DataFrame, part: str) -> pl.DataFrame:
    """Return the rows of one part as a table of their own."""
    return made.filter(pl.col(part).is_not_null()).select(pl.col(part).struct.unnest())
