"""Where decisions are kept: ``decisions.csv`` beside the data, or the decisions of a store; rows are only added.

Every row is on disk before anybody is told so.  The file is written whole beside itself and moved into place while a
lock is held, so that a killed program leaves either the old rows or the old rows and the new one, and two people at
once both keep theirs.  What a person wrote into the file by hand stays as it is.

In: rows.  Out: the same file or table, with one row more.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import polars as pl

from tracker.reconciliation.decisions import COLUMNS
from tracker.store.folder import write_whole

FORMULA = re.compile(r"^[=+\-@\t\r\n]")
TYPED = ("who", "why")  # a spreadsheet would run what a person typed as a formula

Row = dict[str, str | None]


def stamp() -> str:
    """Return the moment, to the microsecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Ledger(Protocol):
    """Rows that are only added."""

    @property
    def name(self) -> str:
        """What to call it on the page."""

    def append(self, rows: Sequence[Mapping[str, str | None]]) -> list[Row]:
        """Keep rows, all or none; return them with when they were kept."""

    def frame(self) -> pl.DataFrame:
        """Return all rows, as text."""

    def version(self) -> object:
        """Return what changes whenever somebody adds a row."""


def _stamped(rows: Sequence[Mapping[str, str | None]], old: str = "") -> list[Row]:
    """Return the rows of one act with its moment, which they share and no other act has."""
    when = stamp()
    while when in old:
        when = stamp()
    made: list[Row] = []
    for row in rows:
        held: Row = {name: row.get(name) for name in COLUMNS}
        held["when"] = when
        for name in TYPED:
            text = held[name]
            if text and FORMULA.match(text):
                held[name] = f" {text}".replace("\t", " ").replace("\n", " ").replace("\r", " ")
        made.append(held)
    return made


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, whoever else wants it; it ends with the process that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(path.with_name(f".{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o666)
    try:
        try:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX)
        except ImportError:  # Windows has no flock
            import msvcrt  # type: ignore[import-not-found,unused-ignore]

            msvcrt.locking(number, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        yield
    finally:
        os.close(number)


class FileLedger:
    """The rows of a CSV file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def append(self, rows: Sequence[Mapping[str, str | None]]) -> list[Row]:
        """Keep rows, all or none; return them with when they were kept."""
        with locked(self.path):
            old = self.path.read_bytes().decode("utf-8-sig") if self.path.is_file() else ""
            made = _stamped(rows, old)
            write_whole(self.path, _longer(old, made))
        return made

    def frame(self) -> pl.DataFrame:
        """Return all rows, as text."""
        if not self.path.is_file() or not self.path.stat().st_size:
            return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
        return pl.read_csv(self.path, infer_schema_length=0)

    def version(self) -> object:
        """Return what changes whenever somebody adds a row."""
        try:
            held = self.path.stat()
        except FileNotFoundError:
            return None
        return held.st_mtime_ns, held.st_size, held.st_ino


def _longer(old: str, rows: Sequence[Row]) -> str:
    """Return the text of a file with rows added; a header that lacks a column gets it."""
    head = next(csv.reader(io.StringIO(old)), [])
    lacking = [name for name in COLUMNS if name not in head]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if head and not lacking:
        out.write(old if old.endswith("\n") else old + "\n")
    else:
        held = list(csv.reader(io.StringIO(old)))[1:]
        head = [*head, *lacking]
        writer.writerow(head)
        writer.writerows([*row, *[""] * (len(head) - len(row))] for row in held if row)
    writer.writerows([row.get(name) or "" for name in head] for row in rows)
    return out.getvalue()


class StoreLedger:
    """The decisions of a store."""

    def __init__(self, url: str) -> None:
        from tracker.store.delta import Store

        self.store = Store.open(url)

    @property
    def name(self) -> str:
        """What to call it on the page."""
        return "the store"

    def append(self, rows: Sequence[Mapping[str, str | None]]) -> list[Row]:
        """Keep rows, all or none; return them with when they were kept."""
        made = _stamped(rows)
        self.store.add_decisions(pl.DataFrame(made, schema=dict.fromkeys(COLUMNS, pl.String), orient="row"))
        return made

    def frame(self) -> pl.DataFrame:
        """Return all rows, as text."""
        return self.store.decisions().select(COLUMNS)

    def version(self) -> object:
        """Return what changes whenever somebody adds a row."""
        return self.store.decisions().height
