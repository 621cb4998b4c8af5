"""Put reports and their claims into the store, batch by batch.

A text already there adds nothing.  A new text under an address already there is a new version.  After each
batch is safe on disk the caller is told (``acknowledge``); stopping at any moment loses nothing told of, and
the same call again goes on.

In: Reports, Tabled and Verdicts, one at a time.  Out: rows in a Store, and an account of what became of each.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import polars as pl

from tracker import tables
from tracker.read.source import Tabled
from tracker.store.delta import Store
from tracker.store.delta_tables import STAMP, new_run, now, schema_of
from tracker.vocabulary import Report, Verdict

Rows = list[dict[str, Any]]
ReadClaims = Callable[[Sequence[Report]], Iterable[tuple[Report, Rows] | Verdict]]
Acknowledge = Callable[["Ingested"], None]
OnFate = Callable[["Fate"], None]
BATCH = 500
MOST_REASONS = 1000
SLACK = dt.timedelta(minutes=10)
Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one report; ``claims`` is ``None`` where it was known already and not read again."""

    place: str
    report_id: str
    what: Literal["new", "new version", "known"]
    claims: int | None = None


@dataclass(slots=True)
class Ingested:
    """What became of what came in; grows batch by batch.  ``bare`` reports were kept and hold no claim."""

    run_id: str
    added: int = 0
    versions: int = 0
    known: int = 0
    claims: int = 0
    bare: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    interrupted: bool = False

    @property
    def seen(self) -> int:
        """How many inputs were looked at."""
        return self.added + self.versions + self.known + len(self.verdicts)


@dataclass(slots=True)
class _Known:
    """What the store holds already, as far as it needs to know what is new."""

    hashes: set[str] = field(default_factory=set)
    last: dict[Identity, tuple[str, int, str]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    version: int = -1
    newest: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def refresh(self, store: Store) -> None:
        """Read what others have appended to the reports table since we looked (with slack for clocks)."""
        version = store.version("reports")
        if version == self.version:
            return
        self.version = version
        lazy = store.scan("reports").filter(pl.col("recorded_at") >= self.newest - SLACK)
        lazy = lazy.select("report_id", "version", "sha256", "url", "path", "recorded_at")
        rows = lazy.sort("version", "recorded_at").collect().iter_rows()
        for report_id, number, sha256, url, path, at in rows:
            self.note(report_id, number, sha256, url, path)
            self.newest = max(self.newest, at)

    def wrote(self, store: Store, at: dt.datetime) -> None:
        """Remember that the last commit was ours, unless others committed as well."""
        if store.version("reports") == self.version + 1:
            self.version += 1
            self.newest = max(self.newest, at)

    def note(self, report_id: str, version: int, sha256: str, url: str | None, path: str | None) -> None:
        """Remember one report."""
        self.hashes.add(sha256)
        self.ids.add(report_id)
        for identity in identities(report_id, url, path):
            self.last[identity] = (report_id, version, sha256)

    def forget(self, report: Report) -> None:
        """Take back what was remembered of a report that was not written after all."""
        self.hashes.discard(report.sha256)
        for identity in identities(report.report_id, report.url, report.path):
            if self.last.get(identity, ("", 0, ""))[2] == report.sha256:
                del self.last[identity]


def identities(report_id: str, url: str | None, path: str | None) -> list[Identity]:
    """Return by what a report is known again: its address, or else its file and its name in it."""
    if url:
        return [("url", url)]
    return [("path", f"{path or ''}\x1f{report_id}")]


def ingest(
    store: Store,
    items: Iterable[Report | Tabled | Verdict],
    *,
    read_claims: ReadClaims | None = None,
    batch: int = BATCH,
    acknowledge: Acknowledge = lambda _: None,
    on_fate: OnFate = lambda _: None,
    command: str | None = None,
    clock: Callable[[], dt.datetime] = now,
) -> Ingested:
    """Append what is new to the store.

    Parameters
    ----------
    items
        What `tracker.read.iter_reports` yields.
    read_claims
        Gives for each of some reports, in their order, the report (with its day when it was inferred) and
        the rows of its claims (``tables.claim_rows``), or a Verdict where it could not be read.  Default: no
        claims are read.
    batch
        How many reports are written at once.
    acknowledge
        Called with the account so far after each batch is on disk.
    on_fate
        Called with what became of each report, once that is on disk.
    command
        What was called, for the record of runs.

    Returns
    -------
    Ingested
        Counts, and a Verdict for everything set aside.  ``interrupted`` is true after Ctrl-C: what was
        acknowledged is kept, and the same call goes on.

    Raises
    ------
    StoreError
        The store cannot be written; what was acknowledged is kept.
    """
    account = Ingested(run_id=new_run())
    started = clock()
    known = _Known()
    known.refresh(store)
    _record_run(store, account, "started", command=command, started=started, at=clock())
    status = "failed"
    held: list[Report | Tabled] = []
    pending: set[str] = set()
    try:
        for item in items:
            if isinstance(item, Verdict):
                account.verdicts.append(item)
                continue
            report = item.report if isinstance(item, Tabled) else item
            if report.sha256 in known.hashes or report.sha256 in pending:
                account.known += 1
                on_fate(Fate(report.path or "", report.report_id, "known"))
                continue
            pending.add(report.sha256)
            held.append(item)
            if len(held) >= batch:
                _write(store, held, known, account, read_claims=read_claims, on_fate=on_fate, clock=clock)
                held, pending = [], set()
                acknowledge(account)
        if held:
            _write(store, held, known, account, read_claims=read_claims, on_fate=on_fate, clock=clock)
        acknowledge(account)
        status = "done"
    except KeyboardInterrupt:
        account.interrupted = True
        status = "interrupted"
    finally:
        if status != "failed":
            _record_run(store, account, status, command=command, started=started, at=clock())
    return account


def _write(
    store: Store,
    items: list[Report | Tabled],
    known: _Known,
    account: Ingested,
    *,
    read_claims: ReadClaims | None,
    on_fate: OnFate,
    clock: Callable[[], dt.datetime],
) -> None:
    """Write one batch: texts, claims, then the reports, whose rows make it count."""
    known.refresh(store)
    fresh: list[Report | Tabled] = []
    for item in items:
        report = item.report if isinstance(item, Tabled) else item
        if report.sha256 in known.hashes:  # somebody else wrote it meanwhile
            account.known += 1
            on_fate(Fate(report.path or "", report.report_id, "known"))
            continue
        versioned = _versioned(report, known)
        known.note(versioned.report_id, versioned.version, report.sha256, report.url, report.path)
        fresh.append(replace(item, report=versioned) if isinstance(item, Tabled) else versioned)
    if not fresh:
        return
    plain = [item for item in fresh if isinstance(item, Report)]
    read = iter(read_claims(plain) if read_claims is not None else [(report, []) for report in plain])
    rows: Rows = []
    counts: dict[str, int] = {}
    reports: list[Report] = []
    for item in fresh:
        if isinstance(item, Tabled):
            report, found = item.report, tables.claim_rows(item.report, item.claims)
        else:
            done = next(read)
            if isinstance(done, Verdict):  # it is read when it comes in again
                account.verdicts.append(done)
                known.forget(item)
                continue
            report, found = done
        sha256 = report.sha256
        reports.append(report)
        counts[sha256] = len(found)
        rows += [{**row, "sha256": sha256} for row in found]
    if not reports:
        return
    at = clock()
    stamp = pl.lit(at, dtype=STAMP)
    texts = [
        {"sha256": report.sha256, "text": report.text, "pages": list(report.pages), "recorded_at": at}
        for report in reports
    ]
    store.append("texts", pl.DataFrame(texts, schema=schema_of("texts")))
    if rows:
        store.append("claims", _frame("claims", rows).with_columns(recorded_at=stamp))
    listed = [
        {
            **tables.report_row(report, recorded_at=at),
            "country_iso3": report.country_iso3,
            "reader_version": tables.READER_VERSION,
            "claims": counts[report.sha256],
        }
        for report in reports
    ]
    store.append("reports", _frame("reports", listed))
    known.wrote(store, at)
    again = sum(report.version > 1 for report in reports)
    account.versions += again
    account.added += len(reports) - again
    account.claims += len(rows)
    for report in reports:
        found_here = counts[report.sha256]
        account.bare += not found_here
        what: Literal["new", "new version"] = "new version" if report.version > 1 else "new"
        on_fate(Fate(report.path or "", report.report_id, what, found_here))


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Lay rows out as one of the store's tables."""
    kinds = schema_of(name)
    return pl.DataFrame({column: [row.get(column) for row in rows] for column in kinds}, schema=kinds)


def _versioned(report: Report, known: _Known) -> Report:
    """Return the report as a new version of the one it corrects, or under an id of its own."""
    for identity in identities(report.report_id, report.url, report.path):
        if identity in known.last:
            report_id, version, sha256 = known.last[identity]
            return replace(report, report_id=report_id, version=version + 1, supersedes=sha256)
    if report.report_id not in known.ids:
        return report
    told = hashlib.sha256(f"{report.url or report.path}\x1f{report.sha256}".encode("utf-8", "replace"))
    return replace(report, report_id=f"{report.report_id}-{told.hexdigest()[:8]}")


def reread(
    store: Store,
    read_claims: ReadClaims,
    *,
    batch: int = BATCH,
    everything: bool = False,
    acknowledge: Acknowledge = lambda _: None,
    clock: Callable[[], dt.datetime] = now,
) -> Ingested:
    """Read kept texts again with the reader as it is now; earlier readings stay for as-of reads.

    Only reports read by another version of the reader, unless ``everything`` is true.
    """
    account = Ingested(run_id=new_run())
    started = clock()
    shown = store.reports()
    if not everything:
        shown = shown.filter(pl.col("reader_version").ne_missing(tables.READER_VERSION))
    shown = shown.filter(pl.col("kind").ne_missing("table"))
    for part in shown.iter_slices(batch):
        reports = list(stored_reports(store, part))
        rows: list[dict[str, Any]] = []
        listed = []
        at = clock()
        for done in read_claims(reports):
            if isinstance(done, Verdict):
                account.verdicts.append(done)
                continue
            report, found = done
            mine = [{**row, "sha256": report.sha256, "recorded_at": at} for row in found]
            rows += mine
            row = {**tables.report_row(report, recorded_at=at), "country_iso3": report.country_iso3}
            listed.append({**row, "reader_version": tables.READER_VERSION, "claims": len(mine)})
        if rows:
            store.append("claims", _frame("claims", rows))
        if listed:
            store.append("reports", _frame("reports", listed))
        account.known += len(listed)
        account.claims += len(rows)
        acknowledge(account)
    _record_run(store, account, "done", command="reread", started=started, at=clock())
    return account


def stored_reports(store: Store, shown: pl.DataFrame) -> Iterator[Report]:
    """Yield the Reports of rows of the reports table, with their kept texts.

    Rows whose text is not kept are left out (`verify` names them).
    """
    with_pages = store.scan("texts").filter(pl.col("sha256").is_in(shown["sha256"].implode()))
    kept = {row["sha256"]: row for row in with_pages.unique("sha256").collect().iter_rows(named=True)}
    names = [name for name in Report.__dataclass_fields__ if name in shown.columns and name != "sha256"]
    for row in shown.iter_rows(named=True):
        text = kept.get(row["sha256"])
        if text is not None:
            said = {name: row[name] for name in names if row[name] is not None}
            yield Report(text=text["text"], pages=tuple(text["pages"] or ()), **said)


def _record_run(
    store: Store,
    account: Ingested,
    status: str,
    *,
    command: str | None,
    started: dt.datetime,
    at: dt.datetime,
) -> None:
    """Append a row to the record of runs."""
    row = {
        "run_id": account.run_id,
        "status": status,
        "command": command,
        "started_at": started,
        "recorded_at": at,
        "added": account.added,
        "versions": account.versions,
        "known": account.known,
        "set_aside": len(account.verdicts),
        "claims": account.claims,
        "reader_version": tables.READER_VERSION,
        "reasons": [verdict.fault for verdict in account.verdicts[:MOST_REASONS]],
    }
    store.append("runs", _frame("runs", [row]))
