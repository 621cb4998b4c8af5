"""Write the whole publication, or nothing: pages, tables, summary, the run's record.

In: a Reconciliation, reports, places.  Out: a folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker import tables as schemas
from tracker.charts.translations import Words, words
from tracker.errors import BadConfiguration, MissingExtra, UnwritableOutput
from tracker.facts import facts
from tracker.publishing import document, index_page, method_section, privacy, run_record
from tracker.publishing.context import Page, PublishOptions
from tracker.publishing.public_tables import prepared
from tracker.publishing.situation_page import known_text, last_published, situation_page
from tracker.publishing.views import SituationView, situation_views
from tracker.publishing.zip_files import steady, zipped
from tracker.store.datapackage import datapackage
from tracker.store.export import hxl_figures
from tracker.store.folder import as_parquet, replace_folder, stage_beside, unwritable, write_csv
from tracker.store.place_table import geojson
from tracker.store.workbook import workbook

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation

ZIP = "pages.zip"
DEFAULTS = PublishOptions()
TABLES = ("reports", "claims", "facts", "series", "estimates", "assignments", "conflicts", "places")


def publish(
    reconciliation: Reconciliation, out: Path | str, options: PublishOptions = DEFAULTS
) -> list[Path]:
    """Write index, pages, tables and summary into a folder; all of it, or nothing.

    Parameters
    ----------
    reconciliation
        What to publish.
    out
        The folder.  Files of the previous run are replaced, others stay.
    options
        What goes in and how; see `PublishOptions`.

    Returns
    -------
    list of pathlib.Path
        Every file written.

    Raises
    ------
    UnwritableOutput
        The folder cannot be written; what stood there before still does.
    BadConfiguration
        The audience or the language is not known.
    """
    if options.audience not in privacy.AUDIENCES:
        raise BadConfiguration(
            f"audience {options.audience!r} is not known", fix=f"use one of: {', '.join(privacy.AUDIENCES)}"
        )
    out = Path(os.path.abspath(out))
    _refuse_home(out)
    say = words(options.language)
    fit = prepared(reconciliation, options, say)
    previous = run_record.read(out)
    files = contents(reconciliation, fit, options, previous=previous, say=say)
    _write(out, files, previous)
    return [out / name for name in files]


def _refuse_home(out: Path) -> None:
    """Refuse folders that must not be swapped for a new one: a root, a home, the folder one stands in."""
    here = Path.cwd()
    if out in (Path(out.anchor), Path.home(), here) or out in here.parents:
        raise UnwritableOutput(
            f"{out}: will not be replaced by published pages",
            fix="give a folder of its own, such as reports",
        )
    if out.exists() and not out.is_dir():
        raise UnwritableOutput(
            f"{out}: is a file, not a folder", fix="give a folder of its own, such as reports"
        )


def slug(id_: str, taken: Iterable[str]) -> str:
    """Return a file name for a situation: letters, digits and dashes, never one that is taken."""
    base = re.sub(r"[^a-z0-9]+", "-", id_.lower()).strip("-")[:60] or "situation"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}-{n}", n + 1
    return name


def page_names(views: Sequence[SituationView]) -> dict[str, str]:
    """Return the file name of each situation's page, without its ending; no two alike."""
    names: dict[str, str] = {}
    taken = {"index", "summary", "run"}
    for view in views:
        name = slug(view.situation.situation_id, taken)
        taken |= {name, f"{name}-chart"}
        names[view.situation.situation_id] = name
    return names


def contents(
    reconciliation: Reconciliation,
    fit: privacy.Tables,
    options: PublishOptions,
    *,
    previous: Mapping[str, Any] | None,
    say: Words,
) -> dict[str, bytes]:
    """Return every file to write, by its name in the folder."""
    views = situation_views(fit, options.situations, say)
    names = page_names(views)
    table_files = tables(fit)
    listed = [
        "index.html",
        *(f"{name}.html" for name in names.values()),
        *(f"{name}-chart.html" for name in names.values()),
        "summary.txt",
        run_record.FILE,
        *table_files,
        *([ZIP] if options.zip_all else []),
    ]
    known = reconciliation.as_known_on or last_published(fit.claims)
    run = run_record.build(
        views,
        previous,
        run_record.Run(
            input_hash=reconciliation.input_hash,
            known_on=known.isoformat() if known else None,
            files=listed,
            withheld=fit.withheld,
        ),
        say,
    )
    pages = [
        Page(
            view=view,
            say=say,
            options=options,
            name=names[view.situation.situation_id],
            known_on=known_text(reconciliation, view.claims, say),
            input_hash=reconciliation.input_hash,
            places=fit.places,
            withheld=fit.withheld,
            changed=run["changed"].get(view.situation.situation_id, []),
            table_files=list(table_files),
        )
        for view in views
    ]
    files = _pages(pages, say, table_files)
    files[run_record.FILE] = _encoded(json.dumps(run, indent=1, ensure_ascii=False) + "\n")
    files.update(table_files)
    if options.zip_all:
        beside = {page.file: _encoded(situation_page(page, "beside")) for page in pages}
        files[ZIP] = zipped({**files, **beside, document.PLOTLY_FILE: document.plotly_js().encode()})
    return files


def _pages(pages: Sequence[Page], say: Words, table_files: Iterable[str]) -> dict[str, bytes]:
    """Return the index, the pages, their charts alone, and the summary."""
    extra = method_section.data(list(table_files), say, embedded=False)
    files = {"index.html": _encoded(index_page.index(pages, say, extra=extra))}
    for page in pages:
        files[page.file] = _encoded(situation_page(page, "compact" if page.options.compact else "plain"))
    for page in pages:
        files[page.chart_file] = _encoded(index_page.single(page))
    files["summary.txt"] = _encoded(index_page.text(pages))
    return files


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def tables(fit: privacy.Tables) -> dict[str, bytes]:
    """Return the tables as CSV and Parquet, and the Data Package that describes them."""
    files: dict[str, bytes] = {}
    frames: dict[str, pl.DataFrame] = {}
    for name in TABLES:
        frame: pl.DataFrame = facts(fit.claims) if name == "facts" else getattr(fit, name)
        if name in ("reports", "places") and frame.is_empty():
            continue
        frame = frame.select([column for column in schemas.columns(name) if column in frame.columns])
        files[f"tables/{name}.parquet"] = as_parquet(frame)
        files[f"tables/{name}.csv"] = _encoded(write_csv(frame))
        frames[name] = frame
    files["tables/figures.hxl.csv"] = _encoded(
        hxl_figures(fit.claims.select(list(schemas.columns("claims"))))
    )
    if "places" in frames:
        shapes = json.dumps(geojson(fit.places, frames["claims"]), ensure_ascii=False, indent=1) + "\n"
        files["tables/places.geojson"] = _encoded(shapes)
    # Excel's format needs the files extra; without it, the CSV files open there as well
    with contextlib.suppress(MissingExtra):
        files["tables/displacement.xlsx"] = steady(workbook(frames))
    described = json.dumps(datapackage(frames), ensure_ascii=False, indent=1) + "\n"
    files["tables/datapackage.json"] = _encoded(described)
    return files


def _write(out: Path, files: Mapping[str, bytes], previous: Mapping[str, Any] | None) -> None:
    """Fill a folder beside ``out``, then swap; files of the previous run go, others stay."""
    staged = stage_beside(out)
    try:
        for name, raw in files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        ours = {str(name).split("/")[0] for name in [*files, *((previous or {}).get("files") or [])]}
        keep = [path.name for path in out.iterdir() if path.name not in ours] if out.is_dir() else []
    except OSError as fault:
        shutil.rmtree(staged, ignore_errors=True)
        raise unwritable(out, fault) from fault
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    replace_folder(staged, out, keep=keep)
