"""The store: an append-only record of reports, claims, decisions and official figures, in Delta Lake tables.

A batch is written in three appends: texts, claims, reports.  The row in ``reports`` is what makes a batch
count: claims without it (an ingest that was killed) are never shown, and the next run reads their reports
again.  Nothing is ever changed or erased: a corrected report is a new version, a better reader makes a new
reading, and any earlier day's state can be read back by ``recorded_at``.

In: Reports, tables of claims, Verdicts; frames.  Out: frames as known then or now.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tracker import tables
from tracker.errors import BadTable, MissingExtra, MissingInput, StoreError, UnknownId
from tracker.store.delta_tables import (
    DECISION,
    FORMAT,
    KEPT,
    STAMP,
    TABLES,
    moment,
    now,
    row_hashes,
    schema_of,
)
from tracker.store.faults import explained


class Store:
    """An opened store; make it with `Store.open`."""

    def __init__(self, path: str, options: dict[str, str] | None) -> None:
        self.path = path
        self.options = options

    @classmethod
    def open(
        cls, path: Path | str, *, create: bool = False, storage_options: dict[str, str] | None = None
    ) -> Store:
        """Open the store at a folder or URL.

        Parameters
        ----------
        path
            A folder, or any URL that Delta Lake takes (``s3://bucket/store``).
        create
            Make it when it is not there.
        storage_options
            Keys for a cloud store, as deltalake takes them.

        Raises
        ------
        MissingInput
            There is no store and ``create`` is false.
        StoreError
            It cannot be read or written, or a newer version of this program wrote it.
        MissingExtra
            deltalake or pyarrow is not installed.
        """
        try:
            import deltalake
            import pyarrow  # noqa: F401 - polars hands schemas over through it
        except ImportError as fault:
            raise MissingExtra(
                "the store needs deltalake and pyarrow", fix='pip install "displacement-tracker[store]"'
            ) from fault
        text = str(path)
        where = text if "://" in text else str(Path(text).absolute())
        store = cls(where.rstrip("/"), storage_options)
        with explained(store.path, "opened"):
            there = deltalake.DeltaTable.is_deltatable(store._uri("reports"), storage_options)
        if not there and not create:
            raise MissingInput(f"{path}: no store there", fix="make one: tracker ingest PATH --store STORE")
        if create:
            store._create()
        store._check_format()
        return store

    def _uri(self, name: str) -> str:
        """Return where one table lies."""
        return f"{self.path}/{name}"

    def _create(self) -> None:
        """Make the tables that are not there yet; another process may do the same at this moment."""
        import deltalake

        if "://" not in self.path:
            with explained(self.path, "created"):
                Path(self.path).mkdir(parents=True, exist_ok=True)
        for name in reversed(TABLES):
            with explained(self.path, "created"):
                if deltalake.DeltaTable.is_deltatable(self._uri(name), self.options):
                    continue
                empty = pl.DataFrame(schema=schema_of(name))
                try:
                    deltalake.DeltaTable.create(
                        self._uri(name),
                        schema=empty.to_arrow().schema,
                        mode="ignore",
                        name=name,
                        description=json.dumps({"tracker_store_format": FORMAT}),
                        configuration=KEPT,
                        storage_options=self.options,
                    )
                except deltalake.exceptions.DeltaError:
                    if not deltalake.DeltaTable.is_deltatable(self._uri(name), self.options):
                        raise

    def _check_format(self) -> None:
        """Raise when a newer version of this program wrote the store."""
        said = self._table("reports").metadata().description or ""
        found = re.search(r'"tracker_store_format":\s*(\d+)', said)
        if found and int(found[1]) > FORMAT:
            raise StoreError(
                f"{self.path}: written by a newer version (store format {found[1]}, this one reads {FORMAT})",
                fix='update this program: pip install -U "displacement-tracker[store]"; nothing was changed',
            )

    def _may_write(self) -> None:
        """Raise where a local store may not be written, before the library below loses a thread over it."""
        if "://" not in self.path and not os.access(self.path, os.W_OK):
            raise StoreError(
                f"{self.path}: the store cannot be written (a read-only disk, or no right to write there)",
                fix="give yourself the right to write there, or copy the store to a place you may write to",
            )

    def _table(self, name: str) -> Any:
        """Return the Delta table as it is now."""
        import deltalake

        with explained(self.path, "read"):
            return deltalake.DeltaTable(self._uri(name), storage_options=self.options)

    def version(self, name: str) -> int:
        """Return the number of the last commit of one table."""
        return int(self._table(name).version())

    def scan(self, name: str) -> pl.LazyFrame:
        """Return one table, all rows ever appended, to be filtered before it is read."""
        table = self._table(name)
        with explained(self.path, "read"):
            return pl.scan_delta(table)

    def files(self, name: str) -> list[str]:
        """Return the addresses of the data files of one table."""
        return list(self._table(name).file_uris())

    def rows(self, name: str) -> int:
        """Return how many rows one table holds, as its files say."""
        with explained(self.path, "read"):
            return int(self.scan(name).select(pl.len()).collect().item())

    def append(self, name: str, frame: pl.DataFrame) -> None:
        """Append rows to one table; all of them, or none.

        Raises
        ------
        StoreError
            The rows could not be written; nothing of them is kept.
        """
        import deltalake

        if frame.is_empty():
            return
        self._may_write()
        kinds = schema_of(name)
        typed = frame.select(
            (pl.col(column).cast(kind) if column in frame.columns else pl.lit(None, dtype=kind)).alias(column)
            for column, kind in kinds.items()
        )
        with explained(self.path, "written"):
            deltalake.write_deltalake(
                self._uri(name), typed.to_arrow(), mode="append", storage_options=self.options
            )

    # what is known

    def reports(
        self,
        *,
        as_known_at: dt.date | dt.datetime | None = None,
        published_by: dt.date | None = None,
        versions: bool = False,
    ) -> pl.DataFrame:
        """Return the reports, the last version of each.

        Parameters
        ----------
        as_known_at
            Only what had been recorded here by then (a day means all of it, UTC).
        published_by
            Only what had been published by that day; reports of unknown date are left out.
        versions
            Every version, not only the last.

        Returns
        -------
        polars.DataFrame
            The reports table, with ``reader_version`` and ``claims`` (how many were read).
        """
        lazy = self.scan("reports")
        if (until := moment(as_known_at)) is not None:
            lazy = lazy.filter(pl.col("recorded_at") <= until)
        if published_by is not None:
            lazy = lazy.filter(pl.col("published") <= published_by)
        with explained(self.path, "read"):
            found = (
                lazy.sort("recorded_at", "sha256")
                .unique("sha256", keep="last", maintain_order=True)
                .collect()
            )
        found = found.sort("report_id", "version", "recorded_at")
        return found if versions else found.unique("report_id", keep="last", maintain_order=True)

    def claims(
        self,
        *,
        as_known_at: dt.date | dt.datetime | None = None,
        published_by: dt.date | None = None,
    ) -> pl.DataFrame:
        """Return the claims of the reports as known then (see `reports`), by the last reading of each."""
        shown = self.reports(as_known_at=as_known_at, published_by=published_by)
        keys = shown.select("sha256", "recorded_at")
        with explained(self.path, "read"):
            shown_only = self.scan("claims").join(keys.lazy(), on=["sha256", "recorded_at"], how="semi")
            found = shown_only.collect(engine="streaming")
        self._check_count(shown, found)
        found = found.drop("sha256")
        if not found["claim_id"].is_unique().all():  # two programs wrote one report in one moment
            found = found.unique("claim_id", keep="first", maintain_order=True)
        found = found.sort("report_id", "start", "claim_id", nulls_last=True)
        return tables.conform("claims", found, keep_unknown=False)

    def _check_count(self, shown: pl.DataFrame, found: pl.DataFrame) -> None:
        """Raise when fewer claims are there than were read."""
        if "claims" not in shown.columns:
            return
        there = found.group_by("sha256", "recorded_at").len("there")
        held = shown.join(there, on=["sha256", "recorded_at"], how="left")
        short = held.filter(pl.col("there").fill_null(0) < pl.col("claims"))
        for row in short.head(1).iter_rows(named=True):
            more = f", and so in {short.height - 1} other reports" if short.height > 1 else ""
            raise StoreError(
                f"{self.path}: {row['report_id']}: {row['claims']} claims were read, {row['there'] or 0} are there"
                f"{more}: a part of the store is missing",
                fix="restore the folder from a copy; 'tracker store verify' lists what is missing",
            )

    def official(self, *, as_known_at: dt.date | dt.datetime | None = None) -> pl.DataFrame:
        """Return the official figures (claims of kind "official"), the last row of each."""
        lazy = self.scan("official")
        if (until := moment(as_known_at)) is not None:
            lazy = lazy.filter(pl.col("recorded_at") <= until)
        with explained(self.path, "read"):
            found = (
                lazy.sort("recorded_at", "row_hash")
                .unique("claim_id", keep="last")
                .sort("claim_id")
                .collect()
            )
        return tables.conform("claims", found.drop("row_hash"), keep_unknown=False)

    def decisions(self, *, as_known_at: dt.date | dt.datetime | None = None) -> pl.DataFrame:
        """Return what people decided, in the order it was recorded."""
        lazy = self.scan("decisions")
        if (until := moment(as_known_at)) is not None:
            lazy = lazy.filter(pl.col("recorded_at") <= until)
        with explained(self.path, "read"):
            found = lazy.sort("recorded_at").unique("row_hash", keep="first", maintain_order=True).collect()
        return found.drop("row_hash")

    def texts(self, hashes: Sequence[str]) -> dict[str, str]:
        """Return the kept texts by their sha256; those not kept are left out."""
        with explained(self.path, "read"):
            found = (
                self.scan("texts")
                .filter(pl.col("sha256").is_in(list(hashes)))
                .select("sha256", "text")
                .unique("sha256")
                .collect()
            )
        return dict(found.iter_rows())

    def text(self, sha256: str) -> str:
        """Return one kept text.

        Raises
        ------
        UnknownId
            No text of that hash is kept.
        """
        found = self.texts([sha256])
        if sha256 not in found:
            raise UnknownId(f"{self.path}: no text {sha256!r}", fix="take the sha256 from the reports table")
        return found[sha256]

    # what is added

    def add_official(self, frame: pl.DataFrame, *, at: dt.datetime | None = None) -> int:
        """Append official figures that are new or changed; return how many were."""
        return self._add_new("official", tables.conform("claims", frame, keep_unknown=False), at, "claim_id")

    def add_decisions(self, frame: pl.DataFrame, *, at: dt.datetime | None = None) -> int:
        """Append decisions not yet recorded; return how many were new.

        Raises
        ------
        BadTable
            There is no ``target`` or ``action`` column.
        """
        if lacking := {"target", "action"} - set(frame.columns):
            raise BadTable(
                f"decisions lack {', '.join(sorted(lacking))}", fix=f"columns: {', '.join(DECISION)}"
            )
        typed = frame.select(
            (pl.col(name).cast(pl.String) if name in frame.columns else pl.lit(None, dtype=pl.String)).alias(
                name
            )
            for name in DECISION
        )
        return self._add_new("decisions", typed, at, None)

    def _add_new(self, name: str, frame: pl.DataFrame, at: dt.datetime | None, key: str | None) -> int:
        """Append the rows whose content is not the last recorded for their key."""
        held = frame.drop([column for column in ("recorded_at",) if column in frame.columns])
        held = held.with_columns(row_hash=pl.Series(row_hashes(held), dtype=pl.String))
        held = held.unique(key or "row_hash", keep="last", maintain_order=True)
        with explained(self.path, "read"):
            seen = self.scan(name).sort("recorded_at")
            if key:
                seen = seen.unique(key, keep="last")
            hashes = seen.select("row_hash").collect()["row_hash"]
        fresh = held.filter(~pl.col("row_hash").is_in(hashes.implode()))
        self.append(name, fresh.with_columns(recorded_at=pl.lit(at or now(), dtype=STAMP)))
        return fresh.height

    # care

    def runs(self) -> pl.DataFrame:
        """Return the ingests, last first: what each added, skipped and set aside, and how it ended."""
        with explained(self.path, "read"):
            rows = self.scan("runs").sort("recorded_at").unique("run_id", keep="last", maintain_order=True)
            return rows.sort("started_at", descending=True).collect()

    def history(self) -> pl.DataFrame:
        """Return every commit of every table, last first: when, which table, what kind, how many rows."""
        rows = [
            {
                "at": dt.datetime.fromtimestamp(entry["timestamp"] / 1000, dt.UTC),
                "table": name,
                "version": entry.get("version"),
                "operation": entry.get("operation"),
                "rows": (entry.get("operationMetrics") or {}).get("num_added_rows"),
            }
            for name in TABLES
            for entry in self._table(name).history()
        ]
        schema: dict[str, Any] = {
            "at": STAMP,
            "table": pl.String,
            "version": pl.Int64,
            "operation": pl.String,
            "rows": pl.Int64,
        }
        return pl.DataFrame(rows, schema=schema).sort("at", "table", descending=True)

    def compact(self) -> dict[str, tuple[int, int]]:
        """Join small files; return for each table how many files there were and are.

        No row and no history is lost: the old files stay for reading earlier versions.
        """
        self._may_write()
        counts = {}
        for name in TABLES:
            table = self._table(name)
            before = len(table.file_uris())
            with explained(self.path, "compacted"):
                table.optimize.compact()
                table.create_checkpoint()
            counts[name] = (before, len(self._table(name).file_uris()))
        return counts
