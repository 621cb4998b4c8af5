"""What every command shares: options, how data are given and how a run ends.

stdout is data, stderr is talk.  Exit 0 all well, 1 failed, 2 wrong use, 3 done but some inputs were set aside,
or hold numbers of people and gave no claim.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.streams import stdout, tell
from tracker.errors import TrackerError
from tracker.vocabulary import whole_letters

if TYPE_CHECKING:
    import polars as pl

    from tracker.api.fates import Fate
    from tracker.vocabulary import Verdict

DAY = click.DateTime(formats=["%Y-%m-%d"])
SOME_SET_ASIDE = 3
MOST_BARE = 40
STEERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Group(click.Group):
    """A group that turns every error of ours into click's, once."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors become one clear message and exit code 1."""
        try:
            return super().invoke(ctx)
        except TrackerError as fault:
            raise click.ClickException(safe(str(fault))) from fault


def day_of(_: click.Context, __: click.Parameter, value: dt.datetime | None) -> dt.date | None:
    """Return the day of a date option."""
    return value.date() if value is not None else None


def language_of(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return the code of a language option."""
    from tracker.api.arguments import as_language

    return as_language(value, "--language")


def _mapping_of(_: click.Context, __: click.Parameter, value: Path | None) -> dict[str, str] | None:
    """Return what columns mean, from the file of the option."""
    if value is None:
        return None
    from tracker.read.mapping import load_mapping

    return load_mapping(value)


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--most-memory`` and ``--most-seconds``: what reading one input may take, as ``limits``."""

    @functools.wraps(command)
    def limited(*rest: Any, most_memory: int, most_seconds: float, **more: Any) -> Any:
        from tracker.read import Limits

        return command(*rest, limits=Limits(memory_mb=most_memory, seconds=most_seconds), **more)

    options = (
        click.option(
            "--most-memory", type=click.IntRange(min=128), default=1024, show_default=True,
            help="Megabytes that reading one file may take; it is set aside when it takes more.",
        ),
        click.option(
            "--most-seconds", type=click.FloatRange(min=1), default=60, show_default=True,
            help="Seconds of computing that reading one file may take (large files have more).",
        ),
    )  # fmt: skip
    for option in reversed(options):
        limited = option(limited)
    return limited


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--engine`` and ``--workers``: what reads the reports, as ``engine``."""
    return _engine_options(command, ("process",), "process: in several processes from the start.")


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--engine``, which may be a cluster, and ``--workers``, as ``engine``."""
    said = "process: in several processes from the start.  spark: on a Spark cluster."
    return _engine_options(command, ("process", "spark"), said)


def _engine_options(command: Callable[..., Any], engines: Sequence[str], said: str) -> Callable[..., Any]:
    @functools.wraps(command)
    def run(*rest: Any, engine: str | None, workers: int | None, **more: Any) -> Any:
        from tracker.api import Engine

        return command(*rest, engine=Engine(engine, workers), **more)

    options = (
        click.option(
            "--engine", type=click.Choice(engines), help=f"{said}  [default: process, once there is much to read]"
        ),
        click.option(
            "--workers", type=click.IntRange(1, 1024), help="How many processes read.  [default: one a core]"
        ),
    )  # fmt: skip
    for option in reversed(options):
        run = option(run)
    return run


def columns_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--columns``: what columns of tables mean that have no HXL tags."""
    option = click.option(
        "--columns",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_mapping_of,
        help="What columns of tables without HXL tags mean: a CSV file of column,tag.",
    )
    return option(command)


confidence_option = click.option(
    "--min-confidence", type=click.FloatRange(0, 1),
    help="Leave out claims that are read less surely than this (0 to 1); the column confidence tells how surely.",
)  # fmt: skip


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what says where its data come from, as known when, and what people decided."""
    options = (
        click.option(
            "--data", type=click.Path(path_type=Path), default=Path("datasets/reports"), show_default=True,
            help="Folder of reports; each folder below it is a situation.",
        ),
        click.option("--store", help="Take the claims of a store instead of a folder (see tracker ingest)."),
        click.option(
            "--recorded-by", type=DAY, callback=day_of, help="The store as it was at the end of this day (UTC)."
        ),
        click.option("--as-known-on", type=DAY, callback=day_of, help="Use only what was published by this day."),
        click.option("--household-size", type=click.FloatRange(1, 30), help="Persons per household, for all."),
        click.option(
            "--decisions", type=click.Path(path_type=Path, dir_okay=False),
            help="What people decided: CSV, or a workbook with a sheet decisions.  "
                 "[default: decisions.csv or .xlsx beside the data]",
        ),
        confidence_option,
    )  # fmt: skip
    command = engine_options(limit_options(command))
    for option in reversed(options):
        command = option(command)
    return command


def as_text(value: Any) -> str:
    """Write days and times as ISO 8601."""
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else str(value)


CLAIM_COLUMNS = (
    "quote",
    "value",
    "qualifier",
    "unit",
    "persons",
    "term",
    "measure",
    "period_start",
    "period_end",
    "source",
    "confidence",
)
UNREAD_COLUMNS = ("quote", "likely", "reason", "report_id")
FACT_COLUMNS = ("report_id", "rank", "term", "unit", "value", "place", "period_start", "period_end", "logic")


def give(frame: pl.DataFrame, shape: str, out: Path | None, shown: Sequence[str] | None = None) -> None:
    """Write a frame to stdout or a file in the shape asked for; as a table with the columns ``shown``, or all."""
    from tracker.store.folder import as_parquet, write_csv, write_whole

    if shape == "parquet":
        assert out is not None
        write_whole(out, as_parquet(frame))
        return
    if shape == "csv":
        text = write_csv(frame)
    elif shape == "jsonl":
        text = "".join(
            json.dumps(row, ensure_ascii=False, default=as_text) + "\n" for row in frame.to_dicts()
        )
    else:
        text = table_of(frame.select(shown) if shown else frame)
    if out is not None:
        write_whole(out, text)
    else:
        out_to = stdout()
        out_to.write(safe(text) if out_to.isatty() else text)


def table_of(frame: pl.DataFrame) -> str:
    """Return a frame as aligned text columns; no cell wider than 44 characters but a message at the end."""
    if frame.is_empty():
        return "no rows\n"

    def cell(value: Any, most: int | None) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.3g}"
        text = safe(" ".join(str(value).split()))
        return text if most is None or len(text) <= most else text[: most - 1] + "…"

    # nothing stands to the right of a message, so it is told in full
    most = [None if name == "message" == frame.columns[-1] else 44 for name in frame.columns]
    rows = [frame.columns, *(list(map(cell, row, most)) for row in frame.iter_rows())]
    widths = [max(len(row[index]) for row in rows) for index in range(len(frame.columns))]
    numbers = [kind.is_numeric() for kind in frame.dtypes]
    lines = [
        "  ".join(
            value.rjust(width) if number else value.ljust(width)
            for value, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]]) + "\n"


def talk(sentence: str) -> None:
    """Say something on stderr."""
    tell(safe(sentence))


def safe(text: str) -> str:
    """Return a text without signs that steer a terminal: names of files and words of reports may hold them."""
    return STEERS.sub("\ufffd", whole_letters(text))


def idle(result: Any) -> None:
    """Say which decisions of people changed nothing, and why."""
    for row in result.decisions.filter(~result.decisions["matched"]).iter_rows(named=True):
        talk(f"decision without effect: {row['action']} {row['target'] or row['quote']}: {row['note']}")


def finish(
    verdicts: Iterable[Verdict], fates: Iterable[Fate] = (), *, told: Collection[str] | None = None
) -> None:
    """List what was set aside and what gave no claims, and end with the exit code that says so.

    ``told`` are the places a table has told of already.
    """
    listed = list(verdicts)
    for verdict in listed if told is None else (one for one in listed if one.place not in told):
        talk(f"set aside: {verdict.fault}\n  Fix: {verdict.fix}")
    held = {verdict.place for verdict in listed}
    bare = [fate for fate in fates if not fate.claims and fate.place not in held]
    for fate in bare[:MOST_BARE] if told is None else ():
        talk(f"no claims: {fate.place}: {fate.why}" + (f"\n  Fix: {fate.fix}" if fate.fix else ""))
    if len(bare) > MOST_BARE and told is None:
        talk(f"no claims: {len(bare) - MOST_BARE:,} more inputs")
    if listed or any(fate.failed for fate in bare):
        raise SystemExit(SOME_SET_ASIDE)
