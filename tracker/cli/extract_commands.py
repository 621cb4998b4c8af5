"""The command that reads: extract."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tracker.cli.options import (
    CLAIM_COLUMNS,
    DAY,
    FACT_COLUMNS,
    SOME_SET_ASIDE,
    UNREAD_COLUMNS,
    as_text,
    cluster_options,
    columns_option,
    confidence_option,
    day_of,
    finish,
    give,
    language_of,
    limit_options,
    talk,
)
from tracker.cli.streams import stdout
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.api import Engine
    from tracker.api.fates import Fate
    from tracker.read import Limits, ReadOptions
    from tracker.vocabulary import Verdict

MOST_KEPT = 20  # fates of the reports of one file


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--published", type=DAY, callback=day_of, help="Day of publication, where a report does not say it."
)
@click.option("--publisher", help="Publisher, where a report does not say it.")
@click.option(
    "--language", callback=language_of, help="Language of the reports (en, English).  [default: detected]"
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "jsonl", "csv", "parquet"]),
    default="table",
    show_default=True,
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write (needed for parquet)."
)
@columns_option
@limit_options
@cluster_options
@click.option(
    "--unread",
    is_flag=True,
    help="List the numbers seen but not taken as claims, each with why; what was nearly one stands first.",
)
@confidence_option
@click.option(
    "--facts",
    is_flag=True,
    help="Per report the facts an analyst would record, ranked, instead of every claim.",
)
@click.option(
    "--sheet", type=click.Choice(["idmc", "dtm"]), help="Facts in the columns of IDMC's or DTM's sheets."
)
def extract(
    paths: tuple[Path, ...],
    published: dt.date | None,
    publisher: str | None,
    language: str | None,
    shape: str,
    out: Path | None,
    unread: bool,
    min_confidence: float | None,
    facts: bool,
    sheet: str | None,
    columns: dict[str, str] | None,
    limits: Limits,
    engine: Engine,
) -> None:
    """Read every numeric claim in PATHS (files or folders).

    \b
    Examples:
      tracker extract article.txt
      tracker extract inbox/ --format jsonl > claims.jsonl
      tracker extract sitrep.pdf --published 2019-03-08 --publisher OCHA
      tracker extract inbox/ --unread
      tracker extract inbox/ --facts
      tracker extract inbox/ --sheet idmc --format csv > figures.csv
      tracker extract s3a://news/2024/ --engine spark --format parquet --out s3a://news/claims
    """
    from tracker import api
    from tracker.read import ReadOptions

    if shape == "parquet" and out is None:
        raise click.UsageError("parquet is no text: name a file with --out claims.parquet")
    if unread and (facts or sheet):
        raise click.UsageError("--unread lists what is no claim; facts are made of claims: give one of them")
    options = ReadOptions(
        published=published,
        publisher=publisher,
        language=language,
        mapping=columns,
        limits=limits,
        note=talk,
    )
    if engine.name == "spark":
        _on_cluster(paths, options, shape, out, plain=not (unread or facts or sheet))
        return
    if facts or sheet:
        from tracker import facts as room

        found = api.read(list(paths), options, unread=False, engine=engine)
        verdicts, fates = list(found.verdicts), list(found.fates)
        made = room.facts(api.surely_read(found.claims, min_confidence))
        give(room.sheet(made, sheet) if sheet else made, shape, out, None if sheet else FACT_COLUMNS)
    elif shape == "jsonl" and not unread:
        items = api.stream(list(paths), options, unread=False, engine=engine)
        verdicts, fates = _stream_jsonl(items, out, min_confidence)
    else:
        found = api.read(list(paths), options, unread=unread, engine=engine)
        verdicts, fates = list(found.verdicts), list(found.fates)
        if unread:
            nearly = found.unread.sort("likely", descending=True, maintain_order=True)
            give(nearly, shape, out, UNREAD_COLUMNS)
        else:
            give(api.surely_read(found.claims, min_confidence), shape, out, CLAIM_COLUMNS)
    finish(verdicts, fates)


def _on_cluster(
    paths: Sequence[Path], options: ReadOptions, shape: str, out: Path | None, *, plain: bool
) -> None:
    """Read on a Spark cluster; Parquet is written by the cluster, into folders below ``out``."""
    from tracker.api import cluster
    from tracker.vocabulary import Verdict

    if not plain:
        raise click.UsageError("a cluster gives claims: leave out --unread, --facts and --sheet")
    if shape == "parquet" and out is not None:
        rows = cluster.write_on_cluster(paths, out, options)
        talk(
            ", ".join(f"{number:,} {part.replace('_', ' ')}" for part, number in rows.items()) + f" in {out}"
        )
        if rows["set_aside"]:
            raise SystemExit(SOME_SET_ASIDE)
        return
    claims, _, aside = cluster.read_on_cluster(paths, options)
    give(claims, shape, out, CLAIM_COLUMNS)
    finish(Verdict(**row) for row in aside.iter_rows(named=True))


def _stream_jsonl(
    items: Iterable[Any], out: Path | None, least: float | None
) -> tuple[list[Verdict], list[Fate]]:
    """Write one claim a line as they are read; return what was set aside and what gave none.

    A file appears when it is whole.
    """
    verdicts: list[Verdict] = []
    fates: dict[str, list[Fate]] = {}
    if out is None:
        _write_lines(items, stdout(), verdicts, fates, least)
        return verdicts, _bare(fates)
    from tracker.store.folder import is_special, unwritable

    special = is_special(out)
    part = out if special else out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            _write_lines(items, file, verdicts, fates, least)
        if not special:
            part.replace(out)
    except OSError as fault:
        if isinstance(fault, TrackerError):
            raise
        raise unwritable(out, fault) from fault
    finally:
        with contextlib.suppress(OSError):
            if not special:
                part.unlink(missing_ok=True)
    return verdicts, _bare(fates)


def _bare(fates: dict[str, list[Fate]]) -> list[Fate]:
    """Return the files that gave no claim in any of their reports."""
    from tracker.api.fates import by_file

    return [fate for fate in by_file(one for held in fates.values() for one in held) if not fate.claims]


def _write_lines(
    items: Iterable[Any],
    file: TextIO,
    verdicts: list[Verdict],
    fates: dict[str, list[Fate]],
    least: float | None,
) -> None:
    """Write the claims of each report as JSON lines; what was set aside goes into ``verdicts``.

    Of a file that gave claims only one fate is kept: memory does not grow with the number of its reports.
    """
    from tracker.vocabulary import Verdict

    for item in items:
        if isinstance(item, Verdict):
            verdicts.append(item)
            continue
        held = fates.setdefault(item.fate.place, [])
        if item.rows:
            fates[item.fate.place] = [item.fate]
        elif len(held) < MOST_KEPT and not any(one.claims for one in held):
            held.append(item.fate)
        for row in item.rows:
            if least is not None and row["confidence"] is not None and row["confidence"] < least:
                continue
            file.write(json.dumps(row, ensure_ascii=False, default=as_text) + "\n")
    file.flush()


COMMANDS = (extract,)
