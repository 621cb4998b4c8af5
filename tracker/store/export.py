"""Write tables for other programs, and read what was written back.

csv, parquet: a folder of tables (or one file with the claims).  xlsx: one workbook.  hxl: CSV with a row of
HXL tags, and the figures again with a column for each kind of people counted.  datapackage: CSV with their
descriptor.  geojson: the places claims name.

In: frames by name.  Out: files, whole or not at all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tracker import tables
from tracker.errors import BadTable, MissingInput, UnwritableOutput
from tracker.store.datapackage import datapackage, write_datapackage
from tracker.store.folder import (
    as_parquet,
    load_table,
    read_csv,
    replace_folder,
    save_tables,
    stage_beside,
    unwritable,
    write_csv,
    write_whole,
)
from tracker.store.place_table import geojson, places_of
from tracker.store.workbook import read_workbook, workbook

SHAPES = ("csv", "xlsx", "parquet", "hxl", "datapackage", "geojson")
# term, subterm -> HXL attribute of the people counted
PEOPLE = {
    ("displaced", None): "displaced",
    ("displaced", "idp"): "idps",
    ("crossed_border", "refugee"): "refugees",
    ("crossed_border", "asylum_seeker"): "asylum_seekers",
    ("crossed_border", "migrant"): "migrants",
    ("crossed_border", None): "refugees",
    ("returned", "idp_return"): "idps+returnees",
    ("returned", "refugee_return"): "refugees+returnees",
    ("returned", None): "returnees",
    ("evacuated", None): "evacuated",
    ("sheltered", None): "sheltered",
    ("trapped", None): "trapped",
    ("killed", None): "killed",
    ("injured", None): "injured",
    ("missing", None): "missing",
}
SIDES = {
    "report_id": "#meta+id+report",
    "situation": "#crisis+name",
    "country_iso3": "#country+code+iso3",
    "origin": "#loc+name+origin",
    "destination": "#loc+name",
    "period_start": "#date+start",
    "period_end": "#date+end",
    "as_of": "#date+survey",
    "published": "#date+published",
    "source": "#meta+source",
    "publisher": "#org+name+publisher",
    "url": "#meta+url",
    "measure": "#meta+measure",
    "qualifier": "#meta+qualifier",
}


def export(frames: Mapping[str, pl.DataFrame], out: Path | str, shape: str) -> list[Path]:
    """Write tables in one of `SHAPES`; return the files written.

    Parameters
    ----------
    frames
        Tables by name, as `tracker.tables` declares them.
    out
        A folder; for xlsx and geojson a file; for csv, parquet and hxl a file takes the claims only.

    Raises
    ------
    UnwritableOutput
        The place cannot be written; what stood there before still does.
    BadTable
        The shape is not known, or the table it needs is not among the frames.
    """
    out = Path(out)
    if shape not in SHAPES:
        raise BadTable(f"there is no export format {shape!r}", fix=f"use one of: {', '.join(SHAPES)}")
    if shape == "xlsx":
        write_whole(out, workbook(frames))
        return [out]
    if shape == "geojson":
        claims = _needed(frames, "claims")
        given = frames.get("places")
        places = given if given is not None and not given.is_empty() else places_of(claims)
        write_whole(out, json.dumps(geojson(places, claims), ensure_ascii=False, indent=1) + "\n")
        return [out]
    if shape in {"csv", "parquet", "hxl"} and out.suffix:
        return [_one_file(_needed(frames, "claims"), out, shape)]
    if shape == "hxl":
        made = {f"{name}.hxl.csv": hxl_csv(name, frame) for name, frame in frames.items()}
        if "claims" in frames:
            made["figures.hxl.csv"] = hxl_figures(frames["claims"])
        return _write_all(out, {name: text.encode("utf-8") for name, text in made.items()})
    if shape == "parquet":
        return _write_all(out, {f"{name}.parquet": as_parquet(frame) for name, frame in frames.items()})
    if shape == "csv":
        return _write_all(out, {f"{name}.csv": write_csv(frame).encode() for name, frame in frames.items()})
    save_tables(frames, out)
    write_datapackage(datapackage(frames, folder=out), out / "datapackage.json")
    return [
        *(out / f"{name}.{ending}" for name in frames for ending in ("csv", "parquet")),
        out / "datapackage.json",
    ]


def _needed(frames: Mapping[str, pl.DataFrame], name: str) -> pl.DataFrame:
    """Return one of the frames, or say that it is missing."""
    if name not in frames:
        raise BadTable(f"there is no {name} table to export", fix=f"give the {name} table")
    return frames[name]


def _one_file(claims: pl.DataFrame, out: Path, shape: str) -> Path:
    """Write the claims to one file."""
    if shape == "parquet":
        write_whole(out, as_parquet(claims))
    else:
        write_whole(out, hxl_csv("claims", claims) if shape == "hxl" else write_csv(claims))
    return out


def _write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, all or none; other files in it stay."""
    staged = stage_beside(folder)
    try:
        for name, raw in files.items():
            (staged / name).write_bytes(raw)
    except OSError as fault:
        shutil.rmtree(staged, ignore_errors=True)
        raise unwritable(folder, fault) from fault
    if folder.exists() and not folder.is_dir():
        shutil.rmtree(staged, ignore_errors=True)
        raise UnwritableOutput(
            f"{folder}: a file stands where the folder should go", fix="choose another name"
        )
    rest = [path.name for path in folder.iterdir() if path.name not in files] if folder.is_dir() else []
    replace_folder(staged, folder, keep=rest)
    return [folder / name for name in files]


def hxl_csv(name: str, frame: pl.DataFrame) -> str:
    """Return a table as CSV with a row of HXL tags under its header; untagged columns stay untagged."""
    described = tables.TABLES.get(name)
    return write_csv(frame, second_row=described.tags if described else {})


def hxl_figures(claims: pl.DataFrame) -> str:
    """Return the claims with a column for each kind of people counted, as HXL tools expect it.

    Shares, dwellings, rates, denied and hypothetical claims, and terms HXL has no word for, are left out;
    the claims table has them.
    """
    typed = tables.conform("claims", claims, keep_unknown=False)
    plain = typed.filter(
        pl.col("unit").is_in(["person", "household"])
        & ~pl.col("negated").fill_null(False)
        & ~pl.col("hypothetical").fill_null(False)
        & pl.col("per").is_null()
    )
    tags: dict[str, str] = {**SIDES}
    columns = [pl.col(name) for name in SIDES]
    for (term, subterm), attribute in PEOPLE.items():
        for unit, short in (("person", "ind"), ("household", "hh")):
            for sex, more in ((None, ""), ("female", "+f"), ("male", "+m")):
                here = (
                    (pl.col("term") == term)
                    & pl.col("subterm").eq_missing(pl.lit(subterm))
                    & (pl.col("unit") == unit)
                    & pl.col("sex").eq_missing(pl.lit(sex))
                )
                if not plain.filter(here).is_empty():
                    tag = f"#affected+{attribute}+{short}{more}"
                    name = " ".join(part for part in (term, subterm, unit, sex) if part)
                    tags[name] = tag
                    columns.append(pl.when(here).then(pl.col("value")).otherwise(None).alias(name))
    figures = plain.select(columns)
    counts = figures.columns[len(SIDES) :]
    kept = (
        figures.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in counts))
        if counts
        else figures.clear()
    )
    return write_csv(kept.with_columns(_whole(kept[name]) for name in counts), second_row=tags)


def _whole(values: pl.Series) -> pl.Series:
    """Return counts as whole numbers, where all of them are ("4278", not "4278.0")."""
    broken = values.drop_nulls().is_finite().not_().any() or (values.drop_nulls() % 1 != 0).any()
    return values if broken else values.cast(pl.Int64)


def load_export(path: Path | str, shape: str) -> dict[str, pl.DataFrame]:
    """Read the tables of an export back: of a folder, or for xlsx of a file.

    Raises
    ------
    MissingInput
        There is nothing of that shape.
    """
    path = Path(path)
    if not path.exists():
        raise MissingInput(f"{path}: no such export", fix="write it first: tracker export")
    if shape == "xlsx":
        return read_workbook(path)
    ending = {"parquet": ".parquet", "hxl": ".hxl.csv"}.get(shape, ".csv")
    found: dict[str, pl.DataFrame] = {}
    for name in tables.SCHEMAS:
        file = path / f"{name}{ending}"
        if not file.exists():
            continue
        if shape == "parquet":
            found[name] = load_table(path, name)
        else:
            found[name] = read_csv(file, name, skip_after_header=1 if shape == "hxl" else 0)
    if not found:
        raise MissingInput(f"{path}: no tables of an {shape} export in it", fix="check folder and format")
    return found
