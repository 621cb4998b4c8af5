"""The commands that keep a record: ingest, store."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.options import (
    DAY,
    Group,
    columns_option,
    day_of,
    engine_options,
    finish,
    language_of,
    limit_options,
    talk,
)

if TYPE_CHECKING:
    from tracker.api import Engine
    from tracker.read import Limits
    from tracker.store.ingest import Fate, Ingested

STORE = click.option(
    "--store",
    default="datasets/store",
    show_default=True,
    help="A folder, or a URL such as s3://bucket/store.",
)


@contextmanager
def progress() -> Iterator[Callable[[Ingested], None]]:
    """Show how many reports were kept and how fast, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    import time

    from rich.console import Console
    from rich.status import Status

    started = time.monotonic()
    with Status("reading", console=Console(stderr=True)) as status:

        def show(account: Ingested) -> None:
            rate = account.seen / max(time.monotonic() - started, 0.001)
            status.update(
                f"{account.seen:,} reports ({rate:,.0f} a second), {account.claims:,} claims, "
                f"{len(account.verdicts):,} set aside"
            )

        yield show


def _n(count: int, noun: str) -> str:
    """Return "1 claim" or "3 claims"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def say_ingested(account: Ingested, store: str, *, as_json: bool) -> None:
    """Say what became of what came in, and end with the exit code that says so."""
    facts = {
        "run": account.run_id,
        "added": account.added,
        "new_versions": account.versions,
        "already_known": account.known,
        "claims": account.claims,
        "without_claims": account.bare,
        "set_aside": len(account.verdicts),
        "interrupted": account.interrupted,
        "store": store,
    }
    if as_json:
        click.echo(json.dumps(facts))
    else:
        click.echo(
            f"{_n(account.added, 'new report')}, {_n(account.versions, 'new version')}, {account.known} known "
            f"already, {_n(account.claims, 'claim')}, {_n(account.bare, 'report')} without a claim, "
            f"{len(account.verdicts)} set aside, in {store}"
        )
    if account.interrupted:
        talk("Stopped. What is in the store is whole; run the same command again to go on.")
        raise SystemExit(1)
    finish(account.verdicts)


def _say(fate: Fate) -> None:
    """Say what became of one report, on stderr."""
    claims = "" if fate.claims is None else f", {_n(fate.claims, 'claim')}"
    talk(f"{fate.what}: {fate.place or fate.report_id} as {fate.report_id}{claims}")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@STORE
@click.option(
    "--published", type=DAY, callback=day_of, help="Day of publication, where a report does not say it."
)
@click.option("--publisher", help="Publisher, where a report does not say it.")
@click.option(
    "--language", callback=language_of, help="Language of the reports (en, English).  [default: detected]"
)
@columns_option
@limit_options
@engine_options
@click.option("--each", is_flag=True, help="Say what became of each report.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as JSON on stdout.")
def ingest(
    paths: tuple[Path, ...],
    store: str,
    published: dt.date | None,
    publisher: str | None,
    language: str | None,
    columns: dict[str, str] | None,
    limits: Limits,
    engine: Engine,
    each: bool,
    as_json: bool,
) -> None:
    """Read PATHS (files, folders, archives) and append what is new to a store.

    The same file twice adds nothing; a corrected file adds a version.  Ctrl-C leaves a good store: run the same
    command again to go on.

    \b
    Examples:
      tracker ingest inbox/
      tracker ingest sitreps.zip feed.xml --store field-office
      tracker ingest partner.csv --columns columns.csv --each
      tracker report --store datasets/store
    """
    from tracker import api
    from tracker.read import ReadOptions

    options = ReadOptions(
        published=published,
        publisher=publisher,
        language=language,
        mapping=columns,
        limits=limits,
        note=talk,
    )
    with progress() as show:
        account = api.ingest(
            list(paths),
            store,
            options,
            acknowledge=show,
            on_fate=_say if each else lambda _: None,
            engine=engine,
        )
    say_ingested(account, store, as_json=as_json)


@click.group(cls=Group)
def store() -> None:
    """Look after a store: compact, verify, history, reread.

    \b
    Examples:
      tracker store verify
      tracker store history --store field-office
    """


@store.command()
@STORE
def compact(store: str) -> None:
    """Join a store's many small files; no row changes, no history is lost.

    \b
    Example:
      tracker store compact
    """
    from tracker.store.delta import Store

    for name, (before, after) in Store.open(store).compact().items():
        click.echo(f"{name}: {before} files, now {after}")


@store.command()
@STORE
@click.option("--json", "as_json", is_flag=True)
def verify(store: str, as_json: bool) -> None:
    """Check that every file is there, every text fits its hash and every claim its text; exit 1 if not.

    \b
    Example:
      tracker store verify
    """
    from tracker.store.delta import Store
    from tracker.store.verify import verify as check

    found = check(Store.open(store))
    if as_json:
        facts = {name: getattr(found, name) for name in ("reports", "claims", "texts", "unfinished")}
        click.echo(json.dumps({**facts, "faults": list(found.faults)}))
    else:
        click.echo(
            f"{_n(found.reports, 'report')}, {_n(found.claims, 'claim')} in all their versions and readings, "
            f"{_n(found.texts, 'text')}: {'every file is there and fits' if not found.faults else 'not whole'}"
        )
        for fault in found.faults:
            talk(f"fault: {fault}")
    if found.faults:
        raise SystemExit(1)


@store.command()
@STORE
def history(store: str) -> None:
    """List what was written to a store and when.

    \b
    Example:
      tracker store history
    """
    from tracker.cli.options import table_of
    from tracker.store.delta import Store

    click.echo(table_of(Store.open(store).history()), nl=False)


@store.command()
@STORE
@engine_options
@click.option("--everything", is_flag=True, help="Also what this reader has read already.")
@click.option("--json", "as_json", is_flag=True)
def reread(store: str, everything: bool, as_json: bool, engine: Engine) -> None:
    """Read the kept texts again with this version of the reader; earlier readings stay for as-of reads.

    \b
    Example:
      tracker store reread
    """
    from tracker import api

    say_ingested(api.reread(store, everything=everything, engine=engine), store, as_json=as_json)


COMMANDS = (ingest, store)
