"""Check that a store is whole: tables open, files are there, texts match their hashes, claims their words.

In: a Store.  Out: what was counted, and a sentence for each fault.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import polars as pl

from tracker.errors import StoreError
from tracker.store.delta import Store
from tracker.store.delta_tables import TABLES
from tracker.store.faults import explained
from tracker.vocabulary import text_hash

AT_ONCE = 2000
MAGIC = b"PAR1"
SHORTEST = 12  # bytes of a Parquet file


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check of the store found; ``faults`` is empty when it is whole.

    ``unfinished`` counts claims of batches that were never completed (an ingest that was killed); they are
    not shown, and their reports are read again by the next ingest.
    """

    reports: int
    claims: int
    texts: int
    unfinished: int
    faults: tuple[str, ...]


def verify(store: Store) -> Verified:
    """Check a store; nothing is changed."""
    faults: list[str] = []
    for name in TABLES:
        try:
            files = store.files(name)
            if (
                "://" in store.path and files
            ):  # what lies elsewhere is asked for its rows: that opens each file
                store.rows(name)
            lost = [uri for uri in files if _is_lost(uri)]
        except StoreError as fault:
            faults.append(f"{name}: {fault.fault}")
            continue
        faults += [f"{name}: the data file {Path(uri).name} is gone" for uri in lost]
        faults += [f"{name}: the data file {Path(uri).name} is damaged" for uri in files if _is_damaged(uri)]
    if faults:
        return Verified(reports=0, claims=0, texts=0, unfinished=0, faults=tuple(faults))
    try:
        with explained(store.path, "read"):
            return _contents(store)
    except StoreError as fault:
        return Verified(reports=0, claims=0, texts=0, unfinished=0, faults=(fault.fault,))


def _local(uri: str) -> Path | None:
    """Return the path of a local data file, ``None`` where it lies elsewhere."""
    if "://" in uri and not uri.startswith("file://"):
        return None
    return Path(unquote(urlsplit(uri).path) if uri.startswith("file://") else uri)


def _is_lost(uri: str) -> bool:
    """Return whether a local data file is not there."""
    path = _local(uri)
    return path is not None and not path.exists()


def _is_damaged(uri: str) -> bool:
    """Return whether a local data file does not begin and end as one must."""
    path = _local(uri)
    if path is None or not path.exists():
        return False
    with path.open("rb") as file:
        begin = file.read(len(MAGIC))
        file.seek(0, os.SEEK_END)
        if file.tell() < SHORTEST:
            return True
        file.seek(-len(MAGIC), os.SEEK_END)
        return begin != MAGIC or file.read() != MAGIC


def _contents(store: Store) -> Verified:
    """Check texts against hashes and claims against texts."""
    faults: list[str] = []
    readings = store.scan("reports").select("report_id", "sha256", "recorded_at", "claims").collect()
    claims = (
        store.scan("claims").select("claim_id", "sha256", "recorded_at", "quote", "start", "end").collect()
    )
    counted = claims.group_by("sha256", "recorded_at").len("found")
    joined = readings.join(counted, on=["sha256", "recorded_at"], how="left")
    wrong = joined.filter(pl.col("found").fill_null(0) != pl.col("claims"))
    faults += [
        f"{row['report_id']}: {row['claims']} claims were read, {row['found'] or 0} are there"
        for row in wrong.head(20).iter_rows(named=True)
    ]
    unfinished = claims.join(readings, on=["sha256", "recorded_at"], how="anti").height
    hashes = readings["sha256"].unique().sort()
    kept = 0
    for begin in range(0, len(hashes), AT_ONCE):
        part = hashes.slice(begin, AT_ONCE)
        texts = store.texts(part.to_list())
        kept += len(texts)
        for sha256 in part:
            if sha256 not in texts:
                faults.append(f"the text {sha256[:12]} is not kept")
            elif text_hash(texts[sha256]) != sha256:
                faults.append(f"the text {sha256[:12]} is not what was recorded")
        mine = claims.filter(pl.col("sha256").is_in(part.implode()) & pl.col("quote").is_not_null())
        for row in mine.iter_rows(named=True):
            text = texts.get(row["sha256"])
            if text is not None and text[row["start"] : row["end"]] != row["quote"]:
                faults.append(f"claim {row['claim_id']}: its words are not at their place in the text")
    return Verified(
        reports=readings["report_id"].n_unique(),
        claims=claims.height - unfinished,
        texts=kept,
        unfinished=unfinished,
        faults=tuple(faults[:200]),
    )
