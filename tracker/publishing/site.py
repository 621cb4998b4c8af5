"""Write the whole publication, or nothing: pages, tables, summary, the run's record.

In: a Reconciliation, reports, places.  Out: a folder.
"""

from __future__ import annotations

import contextlib
import io
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
from tracker.publishing import document, index_page, method_section, privacy, run_record
from tracker.publishing.public_tables import prepared
from tracker.publishing.situation_page import known_text, last_published, page_parts
from tracker.publishing.views import SituationView, situation_views
from tracker.publishing.zip_files import steady, zipped
from tracker.store.datapackage import datapackage
from tracker.store.export import hxl_figures
from tracker.store.folder import replace_folder, stage_beside, unwritable, write_csv
from tracker.store.place_table import geojson
from tracker.store.workbook import workbook
from tracker.vocabulary import Situation, Verdict

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation

ZIP = "pages.zip"
TABLES = ("reports", "claims", "series", "estimates", "assignments", "conflicts", "places")


def publish(
    reconciliation: Reconciliation,
    out: Path | str,
    *,
    reports: pl.DataFrame | None = None,
    verdicts: Sequence[Verdict] = (),
    places: pl.DataFrame | None = None,
    situations: Sequence[Situation] = (),
    earlier: Sequence[Reconciliation] = (),
    compact: bool = False,
    zip_all: bool = False,
    suppress_below: float | None = None,
    audience: str = "public",
    official: pl.DataFrame | None = None,
    language: str = "en",
) -> list[Path]:
    """Write index, pages, tables and summary into a folder; all of it, or nothing.

    Parameters
    ----------
    reconciliation
        What to publish.
    out
        The folder.  Files of the previous run are replaced, others stay.
    reports
        The reports table: titles, licences, which are restated, which are not for everyone.
    verdicts
        Inputs that were set aside.
    places
        Positions of places, for the map.  Default: what the gazetteer knows.
    situations
        Titles, events and positions of the situations.
    earlier
        Reconciliations as known on earlier days, for the "as known on" control.
    compact
        Pages of about 2 MB, which unpack plotly.js when opened.
    zip_all
        Also write ``pages.zip``: everything, with plotly.js in it once.
    suppress_below
        Leave out counts of people below this number.
    audience
        "public", "partners" or "internal": which reports may be used.
    official
        Figures of public databases (claims of kind "official"), drawn beside the estimates they belong to.

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
    if audience not in privacy.AUDIENCES:
        raise BadConfiguration(
            f"audience {audience!r} is not known", fix=f"use one of: {', '.join(privacy.AUDIENCES)}"
        )
    out = Path(os.path.abspath(out))
    _refuse_home(out)
    say = words(language)
    fit = prepared(
        reconciliation,
        reports,
        places,
        audience=audience,
        suppress_below=suppress_below,
        official=official,
        say=say,
    )
    told = situation_views(fit, situations, say)
    previous = run_record.read(out)
    # with reports withheld, an earlier reconciliation would still hold them
    past = [] if fit.withheld else earlier
    files = contents(
        reconciliation,
        fit,
        told,
        previous=previous,
        earlier=past,
        verdicts=verdicts,
        compact=compact,
        zip_all=zip_all,
        suppress_below=suppress_below,
        audience=audience,
        say=say,
    )
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


def contents(
    reconciliation: Reconciliation,
    fit: privacy.Tables,
    told: Sequence[SituationView],
    *,
    previous: Mapping[str, Any] | None,
    earlier: Sequence[Reconciliation],
    verdicts: Sequence[Verdict],
    compact: bool,
    zip_all: bool,
    suppress_below: float | None,
    audience: str,
    say: Words,
) -> dict[str, bytes]:
    """Return every file to write, by its name in the folder."""
    known = reconciliation.as_known_on or last_published(fit.claims)
    names: dict[str, str] = {}
    taken = {"index", "summary", "run"}
    for view in told:
        name = slug(view.situation.situation_id, taken)
        taken |= {name, f"{name}-chart"}
        names[view.situation.situation_id] = name
    pages = {id_: f"{name}.html" for id_, name in names.items()}
    table_files = tables(fit)
    files: dict[str, bytes] = {}
    listed = [
        "index.html",
        *pages.values(),
        *(f"{name}-chart.html" for name in names.values()),
        "summary.txt",
        run_record.FILE,
        *table_files,
        *([ZIP] if zip_all else []),
    ]
    run = run_record.build(
        told,
        previous,
        input_hash=reconciliation.input_hash,
        known_on=known.isoformat() if known else None,
        files=listed,
        withheld=fit.withheld,
        say=say,
    )

    forms: dict[str, dict[str, bytes]] = {"out": {}, "zip": {}}
    for view in told:
        id_ = view.situation.situation_id
        made = page_parts(
            view,
            fit,
            earlier=earlier,
            changed=run["changed"].get(id_, []),
            verdicts=verdicts,
            known_on=known_text(reconciliation, view.claims, say),
            input_hash=reconciliation.input_hash,
            suppress_below=suppress_below,
            audience=audience,
            single=f"{names[id_]}-chart.html",
            table_files=list(table_files),
            say=say,
        )
        forms["out"][pages[id_]] = document.situation_page(
            **made, form="compact" if compact else "plain", say=say
        ).encode("utf-8", "replace")
        if zip_all:
            forms["zip"][pages[id_]] = document.situation_page(**made, form="beside", say=say).encode(
                "utf-8", "replace"
            )
    extra = method_section.data(list(table_files), say, embedded=False)
    known_by = {one.situation.situation_id: known_text(reconciliation, one.claims, say) for one in told}
    files["index.html"] = index_page.index(told, pages, say, known_on=known_by, extra=extra).encode(
        "utf-8", "replace"
    )
    files.update(forms["out"])
    for view in told:
        id_ = view.situation.situation_id
        files[f"{names[id_]}-chart.html"] = index_page.single(view, say, link=pages[id_]).encode(
            "utf-8", "replace"
        )
    summary = index_page.text(told, pages, say, known_on=known_by, input_hash=reconciliation.input_hash)
    files["summary.txt"] = summary.encode("utf-8", "replace")
    files[run_record.FILE] = (json.dumps(run, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    files.update(table_files)
    if zip_all:
        inside = {**files, **forms["zip"], document.PLOTLY_FILE: document.plotly_js().encode()}
        files[ZIP] = zipped(inside)
    return files


def tables(fit: privacy.Tables) -> dict[str, bytes]:
    """Return the tables as CSV and Parquet, and the Data Package that describes them."""
    files: dict[str, bytes] = {}
    frames: dict[str, pl.DataFrame] = {}
    for name in TABLES:
        frame: pl.DataFrame = getattr(fit, name)
        if name in ("reports", "places") and frame.is_empty():
            continue
        frame = frame.select([column for column in schemas.columns(name) if column in frame.columns])
        held = io.BytesIO()
        frame.write_parquet(held, compression="zstd")
        files[f"tables/{name}.parquet"] = held.getvalue()
        files[f"tables/{name}.csv"] = write_csv(frame).encode("utf-8", "replace")
        frames[name] = frame
    files["tables/figures.hxl.csv"] = hxl_figures(fit.claims.select(list(schemas.columns("claims")))).encode(
        "utf-8", "replace"
    )
    if "places" in frames:
        shapes = json.dumps(geojson(fit.places, frames["claims"]), ensure_ascii=False, indent=1) + "\n"
        files["tables/places.geojson"] = shapes.encode("utf-8", "replace")
    # Excel's format needs the files extra; without it, the CSV files open there as well
    with contextlib.suppress(MissingExtra):
        files["tables/displacement.xlsx"] = steady(workbook(frames))
    described = json.dumps(datapackage(frames), ensure_ascii=False, indent=1) + "\n"
    files["tables/datapackage.json"] = described.encode("utf-8", "replace")
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
