"""The commands that settle and show: report, reconcile, explain, export."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from tracker.cli.how_read import how_read
from tracker.cli.options import DAY, as_text, data_option, day_of, finish, give, idle, table_of, talk
from tracker.cli.streams import stdout

if TYPE_CHECKING:
    import polars as pl

    from tracker.vocabulary import Verdict


@click.command()
@data_option
@click.option("--out", "-o", type=click.Path(path_type=Path), default=Path("reports"), show_default=True)
@click.option("--format", "shape", type=click.Choice(["html", "png", "svg", "docx", "pptx"]), default="html",
              show_default=True,
              help="html: pages and tables.  png, svg: a picture each.  docx, pptx: a one-page brief.")  # fmt: skip
@click.option("--compact", is_flag=True, help="Pages of 2 MB instead of 5 (unpacked by script when opened).")
@click.option("--zip", "zip_all", is_flag=True, help="Also pack everything into one zip.")
@click.option("--suppress-below", type=click.IntRange(min=1), help="Hide counts smaller than this.")
@click.option(
    "--audience", type=click.Choice(["public", "partners", "internal"]), default="public", show_default=True,
    help="Reports marked for fewer readers stay out.",
)  # fmt: skip
@click.option(
    "--names", type=click.Choice(["role", "keep"]), default="role", show_default=True,
    help="role: private persons are named by their role.  keep: for internal use.",
)  # fmt: skip
@click.option("--long", "long_table", is_flag=True, help="Say what became of every file, with all notes.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as JSON on stdout.")
def report(
    data: Path,
    out: Path,
    shape: str,
    compact: bool,
    zip_all: bool,
    suppress_below: int | None,
    audience: str,
    names: str,
    long_table: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Read the reports in --data, reconcile, write pages and tables to --out.

    \b
    Examples:
      tracker report
      tracker report --data inbox --out monthly --suppress-below 10
      tracker report --as-known-on 2019-03-01 --out reports-1-march
      tracker report --format docx --out briefs
    """
    from tracker import api
    from tracker.api.fates import rows_of, shown_of, table_of_fates

    if shape in ("docx", "pptx"):
        done, written = api.brief(  # click has checked the words
            data,
            out,
            cast("Any", shape),
            suppress_below=suppress_below,
            audience=audience,
            names=cast("Any", names),
            **how,
        )
    elif shape != "html":
        done = api.whole(data, **how)
        written = _pictures(done, out, shape)
    else:
        done, written = api.report(
            data,
            out,
            compact=compact,
            zip_all=zip_all,
            suppress_below=suppress_below,
            audience=audience,
            names=names,
            **how,
        )
    found, result = done.extraction, done.reconciliation
    facts = {
        "reports": found.reports.height,
        "claims": found.claims.height,
        "series": result.series.height,
        "conflicts": result.conflicts.height,
        "set_aside": len(found.verdicts),
        "files": rows_of(found.fates),
        "wrote": [str(path) for path in written],
    }
    if as_json:
        click.echo(json.dumps(facts))
    else:
        talk(
            f"{facts['reports']} reports, {facts['claims']} claims, {facts['series']} series, "
            f"{facts['conflicts']} differences noted"
        )
        if found.fates:
            talk(table_of_fates(found.fates, root=str(data), long=long_table))
        if split := _split(done):
            talk(split)
        if done.official is not None and done.official.height:
            talk(_beside(done))
        first = next((path for path in written if path.name == "index.html"), written[0] if written else out)
        click.echo(str(first))
    idle(result)
    told = None if as_json else {fate.place for fate in shown_of(found.fates, long=long_table)}
    finish(found.verdicts, found.fates, told=told)


def _split(done: Any) -> str | None:
    """Say into which situations reports were put that nobody had put anywhere, and how to join them."""
    import polars as pl

    given = done.extraction.claims["situation"].drop_nulls().unique().to_list()
    found = done.reconciliation.situations.filter(
        ~pl.col("declared") & ~pl.col("situation").is_in(given)
    ).sort("claims", "situation", descending=[True, False])
    if found.height < 2:
        return None
    told = ", ".join(f"{row['situation']} ({row['claims']} claims)" for row in found.iter_rows(named=True))
    return (
        f"the reports tell of {found.height} situations, by their countries and days: {told}; to make them one, "
        "put the reports into a folder of their own below --data"
    )


def _pictures(done: Any, out: Path, shape: str) -> list[Path]:
    """Write one picture a situation; return their paths."""
    from tracker.publishing import figure, image, main_series

    written = []
    out.mkdir(parents=True, exist_ok=True)
    result = done.reconciliation
    for situation, series_id in main_series(result).items():
        path = out / f"{situation}.{shape}"
        drawn = figure(result, series_id, situations=result.declared, official=done.official)
        image(drawn, path, "svg" if shape == "svg" else "png")
        written.append(path)
    return written


@click.command()
@data_option
@click.option("--claims", "table", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="Reconcile a claims table (CSV or Parquet) instead of --data.")  # fmt: skip
@click.option(
    "--format", "shape", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True
)
@click.option(
    "--show",
    type=click.Choice(["estimates", "series", "assignments", "conflicts", "decisions", "official"]),
    default="series",
    show_default=True,
)
def reconcile(data: Path, table: Path | None, shape: str, show: str, **how: Any) -> None:
    """Settle the claims of --data (or of a claims table) into series and estimates.

    \b
    Examples:
      tracker reconcile
      tracker reconcile --show estimates --format csv > estimates.csv
      tracker reconcile --claims claims.csv --as-known-on 2019-03-01 --show conflicts
    """
    from tracker import api

    verdicts: Iterable[Verdict] = ()
    done: Any = None
    if table is not None:
        for name in ("decisions", "store", "recorded_by", "limits", "engine"):
            how.pop(name, None)
        claims = api.surely_read(_claims(table), how.pop("min_confidence", None))
        result: Any = api.reconcile(claims, **how)
    else:
        done = api.whole(data, **how)
        result, verdicts = done.reconciliation, done.extraction.verdicts
    frame = _official(done) if show == "official" else getattr(result, show)
    idle(result)
    if shape == "table":
        stdout().write(table_of(_plain(frame)))
    else:
        give(frame, shape, None)
    finish(verdicts)


def _official(done: Any) -> pl.DataFrame:
    """Return where official figures of a store and the estimates meet, and how far they part."""
    from tracker.reconciliation.beside import beside

    if done is None or done.official is None:
        raise click.UsageError("official figures are in a store: fetch some, then give --store")
    return beside(done.reconciliation.series, done.reconciliation.estimates, done.official)


def _beside(done: Any) -> str:
    """Say how many official figures of a store belong to a series, so that none is missed in silence."""
    from tracker.reconciliation.beside import matched

    found = matched(done.reconciliation.series, done.official)["claim_id"].n_unique()
    return f"{done.official.height} official figures, {found} of a quantity and place that the reports count"


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame without columns that are empty throughout, lists joined."""
    import polars as pl

    kept = [name for name in frame.columns if frame[name].null_count() < frame.height]
    lists = [name for name in kept if isinstance(frame.schema[name], pl.List)]
    return frame.select(kept).with_columns(
        pl.col(name).list.eval(pl.element().cast(pl.String)).list.join("; ") for name in lists
    )


def _claims(path: Path) -> pl.DataFrame:
    """Return a claims table read from CSV or Parquet."""
    import polars as pl

    from tracker import tables

    frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema_length=0)
    tables.require(frame, tables.RECONCILE_NEEDS, what=str(path))
    return tables.conform("claims", frame)


@click.command()
@click.argument("id")
@click.argument("date", required=False, type=DAY, callback=day_of)
@data_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def explain(id: str, date: dt.date | None, data: Path, as_json: bool, **how: Any) -> None:
    """Show how a claim was read and used, or what made a series' estimate on DATE.

    ID is a claim id or a series id, as the tables and the page show them.

    \b
    Examples:
      tracker explain c0123456789abcde
      tracker explain baghouz.detained.since-2018-12-01.fighters 2019-03-06
    """
    from tracker import api

    done = api.whole(data, **how)
    result = done.reconciliation
    idle(result)
    account = result.explain(id, date)
    if as_json:
        click.echo(json.dumps(account, default=as_text, ensure_ascii=False, indent=1))
        return
    reading = how_read(done.extraction, id)
    if reading:
        click.echo(reading)
    click.echo(result.explain_text(id, date))


@click.command()
@data_option
@click.option(
    "--format",
    "shape",
    type=click.Choice(["csv", "xlsx", "parquet", "hxl", "datapackage", "geojson"]),
    required=True,
)
@click.option("--out", "-o", type=click.Path(path_type=Path), required=True, help="File or folder to write.")
@click.option(
    "--audience",
    type=click.Choice(["public", "partners", "internal"]),
    default="public",
    show_default=True,
    help="Reports marked for fewer readers stay out.",
)
def export(data: Path, shape: str, out: Path, **how: Any) -> None:
    """Write the tables for other programs: spreadsheets, HXL, Data Package, GeoJSON.

    \b
    Examples:
      tracker export --format xlsx -o displacement.xlsx
      tracker export --format hxl -o claims.hxl.csv
    """
    from tracker import api
    from tracker.api.pipeline import places_of
    from tracker.store.export import export as write

    done = api.whole(data, **how)
    result = done.reconciliation
    frames = {
        "reports": done.extraction.reports,
        "claims": result.claims,
        "series": result.series,
        "estimates": result.estimates,
        "assignments": result.assignments,
        "conflicts": result.conflicts,
        "places": places_of(result.claims),
    }
    if (
        shape == "xlsx"
    ):  # a sheet to write decisions into; those on reports kept back match nothing and stay out
        inside = how["audience"] == "internal"
        frames["decisions"] = result.decisions if inside else result.decisions.filter("matched")
    for path in write(frames, out, shape):
        click.echo(str(path))
    idle(result)
    finish(done.extraction.verdicts)


COMMANDS = (report, reconcile, explain, export)
