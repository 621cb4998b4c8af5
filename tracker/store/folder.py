"""Plain tables in a folder: Parquet and CSV, written whole or not at all.

A reader never sees half a file: data are written beside their target and moved into place.  In CSV, lists
are joined by ";" (a ";" within an item is written "\\;") and text that a spreadsheet would run as a
formula gets a leading "'"; `read_csv` takes both back.  Blank and null are one and the same in CSV.

In: frames, or bytes.  Out: files, or frames.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import io
import json
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from tracker import tables
from tracker.errors import BadTable, MissingInput, UnknownId, UnwritableOutput

# what Excel, LibreOffice and Google Sheets take for the start of a formula, after any "'" of ours
FORMULA = r"^'*[=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
PANDAS_DAY = "timestamp[ms][pyarrow]"
DEFUSED = r"^'('*[=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}])"


def unwritable(path: Path | str, fault: OSError) -> UnwritableOutput:
    """Return the error that says why ``path`` could not be written, and what to do."""
    fixes = {
        errno.ENOSPC: "free some disk space or choose another folder, then run again",
        errno.EDQUOT: "free some of your quota or choose another folder, then run again",
        errno.EROFS: "choose a folder on a disk that can be written",
        errno.EACCES: "choose a folder you may write to, or ask for the right to",
        errno.EPERM: "choose a folder you may write to, or ask for the right to",
        errno.EEXIST: "a part of the path is a file; choose another folder",
        errno.ENOTDIR: "a part of the path is a file; choose another folder",
        errno.EISDIR: "a folder stands where the file should go; choose another name",
        errno.ENAMETOOLONG: "choose a shorter name",
    }
    why = fault.strerror or str(fault)
    fix = fixes.get(fault.errno or 0, "choose another place to write to")
    return UnwritableOutput(f"{path}: cannot be written ({why})", fix=fix)


def write_whole(path: Path | str, data: bytes | str) -> None:
    """Write a file so that nobody ever sees half of it; parents are made.

    A device or a pipe (``/dev/stdout``) is written into and stays what it is.

    Raises
    ------
    UnwritableOutput
        The place cannot be written; what stood there before still does.
    """
    path = Path(path)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    name: str | None = None
    try:
        if is_special(path):
            with path.open("wb") as file:
                file.write(raw)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.", suffix=".part")
        with os.fdopen(number, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as fault:
        if name is not None:
            Path(name).unlink(missing_ok=True)
        raise unwritable(path, fault) from fault


def is_special(path: Path) -> bool:
    """Tell a device, pipe or socket, which must not be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _umask() -> int:
    """Return the process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def stage_beside(target: Path | str) -> Path:
    """Make and return an empty folder beside ``target`` to fill before `replace_folder`.

    Raises
    ------
    UnwritableOutput
        The parent of ``target`` cannot be written.
    """
    target = Path(target).absolute()
    if target.exists() and not target.is_dir():
        raise UnwritableOutput(
            f"{target}: is a file, not a folder", fix="choose a folder, or the name of a new one"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _tidy(target)
        mine = f".{target.name}.{_here()}-{os.getpid()}."
        staged = Path(tempfile.mkdtemp(dir=target.parent, prefix=mine, suffix=".part"))
        staged.chmod(0o777 & ~_umask())
    except OSError as fault:
        raise unwritable(target, fault) from fault
    return staged


def _here() -> str:
    """Return a short name of this machine: on a shared disk others have processes of the same number."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _tidy(target: Path) -> None:
    """Take away what runs that were killed left beside ``target``; put its pages back if one died in the swap."""
    for left in sorted(target.parent.glob(f".{glob.escape(target.name)}.{_here()}-*")):
        told = re.fullmatch(r"(\d+)\..*\.(?:part|old)", left.name.partition(f".{_here()}-")[2])
        if told is None or _runs(int(told[1])):
            continue
        if left.suffix == ".old" and not target.exists():
            os.rename(left, target)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(number: int) -> bool:
    """Tell whether there is a process of a number, or may be."""
    if os.name != "posix":  # elsewhere asking would end it
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def replace_folder(staged: Path | str, target: Path | str, keep: Iterable[str] = ()) -> None:
    """Put a filled folder in the place of another; names in ``keep`` come over from the old one.

    The old folder stands until the new one is whole; when the move fails it is put back.  ``staged``
    must lie on the same disk (see `stage_beside`) and is gone afterwards, whatever happens.

    Raises
    ------
    UnwritableOutput
        The place cannot be written; what stood there before still does.
    """
    staged, target = Path(staged).absolute(), Path(target).absolute()
    old = target.with_name(f".{staged.with_suffix('.old').name.lstrip('.')}")
    try:
        for name in keep:
            held, wanted = target / name, staged / name
            if held.is_dir() and not held.is_symlink():
                if not wanted.exists():
                    shutil.copytree(held, wanted, symlinks=True)
            elif held.exists() and not wanted.exists():
                shutil.copy2(held, wanted, follow_symlinks=False)
        if target.exists() or target.is_symlink():
            os.rename(target, old)
        try:
            os.rename(staged, target)
        except OSError:
            if old.exists():
                os.rename(old, target)
            raise
    except OSError as fault:
        shutil.rmtree(staged, ignore_errors=True)
        raise unwritable(target, fault) from fault
    if old.is_symlink() or old.is_file():
        old.unlink(missing_ok=True)
    else:
        shutil.rmtree(old, ignore_errors=True)


def to_csv_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame as it stands in CSV: lists joined, formulas defused, times in ISO form with Z."""
    cells = []
    for name, kind in frame.schema.items():
        value = pl.col(name)
        if isinstance(kind, pl.List):
            items = value.list.eval(pl.element().cast(pl.String).str.replace_all(r"([\\;])", r"\${1}"))
            value = items.list.drop_nulls().list.join(";")
            kind = pl.String()
        elif isinstance(kind, pl.Datetime):
            value = value.dt.convert_time_zone("UTC") if kind.time_zone else value
            value = value.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f" + ("Z" if kind.time_zone else ""))
        if kind == pl.String:
            value = pl.when(value == "").then(None).otherwise(value)
            value = pl.when(value.str.contains(FORMULA)).then(pl.lit("'") + value).otherwise(value)
        cells.append(value.alias(name))
    return frame.select(cells)


def write_csv(frame: pl.DataFrame, *, second_row: Mapping[str, str] | None = None) -> str:
    """Return the frame as CSV text; ``second_row`` (HXL tags) stands under the header."""
    cells = to_csv_cells(frame)
    text = cells.write_csv(quote_style="necessary", line_terminator="\n")
    if second_row is None:
        return text
    head, _, body = text.partition("\n")
    row = pl.DataFrame({name: [second_row.get(name)] for name in frame.columns}, schema_overrides=None)
    return f"{head}\n{row.cast(pl.String).write_csv(include_header=False)}{body}"


def read_csv(path: Path | str, name: str, *, skip_after_header: int = 0) -> pl.DataFrame:
    """Return one of our tables from CSV, typed as the named table; unknown columns are kept as text.

    Raises
    ------
    MissingInput
        There is no such file.
    BadTable
        It is no CSV, or a cell does not fit its column.
    """
    path = Path(path)
    try:
        raw = pl.read_csv(path, infer_schema=False, skip_rows_after_header=skip_after_header)
    except FileNotFoundError:
        raise MissingInput(f"{path}: no such file", fix="check the path") from None
    except pl.exceptions.NoDataError:
        raise BadTable(f"{path}: the file is empty", fix="give a CSV with a header row") from None
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as fault:
        raise BadTable(
            f"{path}: not a readable CSV ({str(fault).splitlines()[0]})",
            fix="save it as comma-separated UTF-8 with a header row",
        ) from fault
    kinds = tables.columns(name) if name in tables.SCHEMAS else {}
    cells = []
    for column in raw.columns:
        value = pl.col(column).str.replace(DEFUSED, "${1}")
        kind = kinds.get(column)
        if isinstance(kind, pl.List):
            value = _split(value).cast(kind)
        cells.append(value.alias(column))
    frame = raw.select(cells)
    return tables.conform(name, frame) if kinds else frame


def split_cell(text: str) -> list[str]:
    r"""Split one cell at ";" that stands alone and undo "\;" and "\\"."""
    held = text.replace("\\\\", "\x00").replace("\\;", "\x01")
    return [item.replace("\x01", ";").replace("\x00", "\\") for item in held.split(";")]


def _split(value: pl.Expr) -> pl.Expr:
    r"""Split at ";" that stands alone and undo "\;" and "\\"."""
    held = value.str.replace_all(r"\\\\", "\x00").str.replace_all(r"\\;", "\x01")
    item = pl.element().str.replace_all("\x01", ";").str.replace_all("\x00", "\\", literal=True)
    return pl.when(value == "").then(None).otherwise(held.str.split(";").list.eval(item))


def save_tables(frames: Mapping[str, pl.DataFrame], folder: Path | str) -> None:
    """Write each frame as ``<name>.parquet`` and ``<name>.csv``; all of them, or none.

    Other files in the folder stay.

    Raises
    ------
    UnwritableOutput
        The folder cannot be written; the tables that stood there before still do.
    """
    folder = Path(folder)
    staged = stage_beside(folder)
    try:
        for name, frame in frames.items():
            # polars does not distinguish a full disk from a fault of its own
            (staged / f"{name}.parquet").write_bytes(as_parquet(frame))
            (staged / f"{name}.csv").write_text(write_csv(frame), encoding="utf-8", newline="")
    except OSError as fault:
        shutil.rmtree(staged, ignore_errors=True)
        raise unwritable(folder, fault) from fault
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    made = {path.name for path in staged.iterdir()}
    rest = [path.name for path in folder.iterdir() if path.name not in made] if folder.is_dir() else []
    replace_folder(staged, folder, keep=rest)


def as_parquet(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet, days as days; a note in it lets pandas read them as time stamps, not as objects.

    pyarrow writes the note where it is installed, as it is wherever pandas reads Parquet; else polars writes
    the same without it.
    """
    held = io.BytesIO()
    days = [name for name, kind in frame.schema.items() if kind == pl.Date]
    if not days or find_spec("pyarrow") is None:
        frame.write_parquet(held, compression="zstd")
        return held.getvalue()
    from pyarrow import parquet

    told = [
        {"name": name, "field_name": name, "pandas_type": "date", "numpy_type": PANDAS_DAY, "metadata": None}
        for name in days
    ]
    about = {"index_columns": [], "column_indexes": [], "columns": told, "pandas_version": "2.3.0"}
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    table = table.replace_schema_metadata({"pandas": json.dumps(about)})
    parquet.write_table(table, held, compression="zstd")
    return held.getvalue()


def load_table(folder: Path | str, name: str) -> pl.DataFrame:
    """Return one table that `save_tables` wrote.

    Raises
    ------
    UnknownId
        There is no table of that name.
    MissingInput
        The folder, or the table in it, is not there.
    BadTable
        The file cannot be read as that table.
    """
    folder = Path(folder)
    if name not in tables.SCHEMAS:
        raise UnknownId(f"there is no table {name!r}", fix=f"use one of: {', '.join(tables.SCHEMAS)}")
    parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
    if parquet.exists():
        try:
            return tables.conform(name, pl.read_parquet(parquet))
        except (pl.exceptions.PolarsError, OSError) as fault:
            raise BadTable(
                f"{parquet}: not a readable Parquet file ({str(fault).splitlines()[0]})",
                fix="write the tables again: tracker report",
            ) from fault
    if csv.exists():
        return read_csv(csv, name)
    what = f"{folder}: no such folder" if not folder.is_dir() else f"{folder}: no table {name!r} in it"
    raise MissingInput(what, fix="write the tables first: tracker report (or make report)")
