"""Run one function over the rows of files on a Spark cluster: Arrow batches go in, Arrow batches come out.

Files on a disk that every machine sees are named to the workers, which open them; those of an object store
(``s3a://...``) are carried to them.  One file is one unit of work.

In: a session, files, the name of a function of Arrow batches.  Out: a Spark frame that is not computed yet.
"""

from __future__ import annotations

import os
import pkgutil
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.errors import EngineFailed

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

INSTALL = "pip install 'displacement-tracker[cluster]', and Java 17 or newer"
FILES = "place string, name string, situation string, path string, data binary, fault string, fix string"
"""One row a file: its path or its bytes; or why it is set aside already."""
EACH = 1  # files a batch: a batch is held in memory
TASKS = 8  # for each core: files differ in size


def session(**settings: str) -> SparkSession:
    """Return the running session, or one for this machine.

    Raises
    ------
    EngineFailed
        PySpark or Java is not here.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as fault:
        raise EngineFailed("PySpark is not installed", fix=INSTALL) from fault
    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    builder = SparkSession.builder.appName("displacement-tracker")
    settings = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(EACH),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **settings,
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the workers run any python3
    try:
        made = builder.getOrCreate()
    except Exception as fault:
        raise EngineFailed(f"Spark does not start: {fault}", fix=INSTALL) from fault
    made.sparkContext.setLogLevel("ERROR")
    return made


def named_files(running: SparkSession, files: Sequence[dict[str, Any]]) -> DataFrame:
    """Return files that every machine sees, by their paths, as a frame of ``FILES``."""
    names = [column.split()[0] for column in FILES.split(", ")]
    rows = [tuple(one.get(name) for name in names) for one in files]
    parts = min(len(rows), TASKS * running.sparkContext.defaultParallelism)
    return running.createDataFrame(rows, FILES).repartition(max(1, parts))


def carried_files(running: SparkSession, addresses: Iterable[str]) -> DataFrame:
    """Return the files of an object store, with their bytes, as a frame of ``FILES``."""
    found = running.read.format("binaryFile").option("recursiveFileLookup", "true").load(list(addresses))
    return found.selectExpr(
        "path as place", "element_at(split(path, '/'), -1) as name", "cast(null as string) as situation",
        "cast(null as string) as path", "content as data", "cast(null as string) as fault",
        "cast(null as string) as fix",
    )  # fmt: skip


def mapped(frame: DataFrame, function: str, schema: pa.Schema, **given: Any) -> DataFrame:
    """Return what a function of Arrow batches makes of a frame.

    Parameters
    ----------
    frame
        What goes in.
    function
        "package.module:function": an iterator of record batches to an iterator of record batches.
    schema
        What comes out.
    given
        What the function is called with beside the batches.
    """
    with _without_pandas():
        from pyspark.sql.pandas.types import from_arrow_schema

        return frame.mapInArrow(partial(_by_name, function, given), from_arrow_schema(schema))


def collected(frame: DataFrame) -> pa.Table:
    """Compute a frame and bring it to this machine."""
    with _without_pandas():
        return frame.toArrow()


@contextmanager
def _without_pandas() -> Iterator[None]:
    """Leave out what PySpark says of versions of pandas: no frame of pandas goes through it here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        yield


def _by_name(
    function: str, given: dict[str, Any], batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Call a function that the worker finds by its name."""
    yield from pkgutil.resolve_name(function)(batches, **given)
