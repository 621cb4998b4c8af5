"""Rows and frames formed as the tables' schemas say, checked, and carried between polars and pandas.

In: Claims, Reports, plain rows or frames.  Out: polars frames typed as declared; pandas frames with proper dtypes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import operator
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker import vocabulary as words
from tracker.errors import BadTable, MissingColumn
from tracker.tables.schemas import SCHEMAS

if TYPE_CHECKING:
    import pandas as pd

    from tracker.vocabulary import Claim, Report

READER_VERSION = "1"


def columns(name: str) -> dict[str, pl.DataType]:
    """Return the columns of a table and their polars types, in order."""
    return dict(SCHEMAS[name].create_empty().schema)


def empty(name: str) -> pl.DataFrame:
    """Return a table without rows, shape (0, columns)."""
    return pl.DataFrame(schema=columns(name))


def from_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Form plain rows into the named table; columns a row lacks are null.

    Returns
    -------
    polars.DataFrame
        Shape (number of rows, columns of the table).
    """
    kinds = columns(name)
    filled = [{column: row.get(column) for column in kinds} for row in rows]
    return pl.DataFrame(filled, schema=kinds, orient="row") if filled else empty(name)


def conform(name: str, frame: pl.DataFrame, *, keep_unknown: bool = True) -> pl.DataFrame:
    """Give a frame the named table's columns and types; missing ones are null, unknown ones are kept.

    Text that stands for a date, number or truth value is cast; blanks become null.

    Raises
    ------
    BadTable
        A column holds what its type cannot; the message names column and value.
    """
    kinds = columns(name)
    made = []
    for column, kind in kinds.items():
        if column not in frame.columns:
            made.append(pl.lit(None, dtype=kind).alias(column))
            continue
        had = frame.schema[column]
        value = pl.col(column)
        if had == pl.String:
            value = pl.when(value.str.strip_chars() == "").then(None).otherwise(value)
        if had == kind:
            made.append(value.alias(column))
            continue
        if had == pl.String and kind == pl.Boolean:
            value = value.str.to_lowercase().replace_strict(
                {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False},
                return_dtype=pl.Boolean,
            )
        elif had == pl.String and isinstance(kind, pl.List):
            value = value.str.split(";").cast(kind)
        elif had == pl.String and kind == pl.Date:
            value = value.str.to_date("%Y-%m-%d")
        elif had == pl.String and isinstance(kind, pl.Datetime):
            value = value.str.to_datetime(time_unit="us", time_zone="UTC")
        else:
            value = value.cast(kind)
        made.append(value.alias(column))
    extra = [column for column in frame.columns if column not in kinds] if keep_unknown else []
    try:
        return frame.select(*made, *extra)
    except pl.exceptions.PolarsError as fault:
        raise BadTable(
            f"the {name} table does not fit its schema: {_misfit(frame, made, fault)}",
            fix="see the column types under 'tables' in the README",
        ) from fault


def _misfit(frame: pl.DataFrame, made: list[pl.Expr], fault: Exception) -> str:
    """Return which column of a frame does not fit, and the first value that does not."""
    for value in made:
        try:
            frame.select(value)
        except pl.exceptions.PolarsError as found:
            column = value.meta.output_name()
            for written in frame[column].drop_nulls().unique(maintain_order=True).head(1000):
                try:
                    frame.filter(pl.col(column) == written).head(1).select(value)
                except pl.exceptions.PolarsError:
                    return f"column {column} holds {written!r}"
            return f"column {column}: {str(found).splitlines()[0]}"
    return str(fault).splitlines()[0]


def require(frame: pl.DataFrame, needed: Iterable[str], *, what: str) -> None:
    """Raise `MissingColumn` unless ``frame`` has every needed column."""
    lacking = [column for column in needed if column not in frame.columns]
    if lacking:
        raise MissingColumn(
            f"{what} lacks {', '.join(lacking)}",
            fix=f"add the column{'s' * (len(lacking) > 1)} to the table",
        )


def check(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame if every row keeps the table's rules.

    Raises
    ------
    BadTable
        Counts the broken rules and shows the first offending row.
    """
    schema = SCHEMAS[name]
    good, failure = schema.filter(frame.select(list(columns(name))))
    if good.height == frame.height:
        return frame
    counts = ", ".join(f"{rule} ({count})" for rule, count in sorted(failure.counts().items()))
    first = {key: value for key, value in failure.invalid().row(0, named=True).items() if value is not None}
    raise BadTable(
        f"{frame.height - good.height} of {frame.height} rows of {name} break its rules: {counts}; "
        f"first: {str(first)[:300]}",
        fix="fix or leave out these rows",
    )


_OF_CLAIMS = tuple(slot.name for slot in dataclasses.fields(words.Claim) if slot.name != "words")
_values = operator.attrgetter(*_OF_CLAIMS)


def claim_id(sha256: str, quote: str, occurrence: int) -> str:
    """Return the id of a claim: a hash of its text's hash, its words and which of their occurrences it is.

    Stable when the reader improves, as long as the words stay the same.
    """
    return "c" + words.text_hash(f"{sha256}\x1f{quote}\x1f{occurrence}")[:15]


def claim_rows(report: Report, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return rows of the claims table for the claims of one report, in reading order.

    ``share_of`` and ``part_of``, which hold ``start:end`` spans within the report while it is being
    read, become claim ids.
    """
    rows: list[dict[str, Any]] = []
    sha256 = report.sha256
    ids: dict[str, str] = {}
    seen: dict[tuple[str, int], int] = {}
    for claim in claims:
        # two claims may rest on the same words ("no injuries or fatalities"): the count keeps them apart
        place = report.text.count(claim.quote, 0, claim.start) if claim.quote else 0
        again = seen.get((claim.quote, place), 0)
        seen[claim.quote, place] = again + 1
        row = dict(zip(_OF_CLAIMS, _values(claim), strict=True))
        row["claim_id"] = claim_id(sha256, claim.quote, place if not again else place + 1_000_000 * again)
        ids.setdefault(f"{claim.start}:{claim.end}", row["claim_id"])
        row.update(
            report_id=report.report_id,
            publisher=report.publisher,
            wire=report.wire,
            url=report.url,
            published=report.published,
            situation=report.situation,
            reader_version=READER_VERSION,
        )
        rows.append(row)
    for row in rows:
        row["share_of"] = ids.get(row["share_of"]) if row["share_of"] else None
        whole = ids.get(row["part_of"]) if row["part_of"] else None
        row["part_of"] = [whole] if whole else None
    return rows


def report_row(report: Report, *, recorded_at: dt.datetime | None = None) -> dict[str, Any]:
    """Return the row of the reports table for one report."""
    row = {name: getattr(report, name, None) for name in columns("reports")}
    row["recorded_at"] = recorded_at
    return row


def to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a pandas frame with proper dtypes: datetime64, nullable numbers and booleans, strings.

    Lists become Python lists in an object column.
    """
    import pandas as pd

    made: dict[str, Any] = {}
    for name, kind in frame.schema.items():
        column = frame[name]
        if isinstance(kind, (pl.Date, pl.Datetime)) or kind == pl.Date:
            zone = kind.time_zone if isinstance(kind, pl.Datetime) else None
            values = column.cast(pl.Datetime("us", zone)).to_list()
            made[name] = pd.Series(
                pd.to_datetime(values, utc=zone is not None).astype(
                    f"datetime64[us, {zone}]" if zone else "datetime64[us]"
                )
            )
        elif kind.is_float():
            made[name] = pd.array(column.to_list(), dtype="Float64")
        elif kind.is_integer():
            made[name] = pd.array(column.to_list(), dtype="Int64")
        elif kind == pl.Boolean:
            made[name] = pd.array(column.to_list(), dtype="boolean")
        elif kind == pl.String:
            made[name] = pd.array(column.to_list(), dtype="string")
        else:
            made[name] = pd.Series(column.to_list(), dtype="object")
    return pd.DataFrame(made)


def from_pandas(name: str, frame: pd.DataFrame) -> pl.DataFrame:
    """Take a pandas frame in as the named table (see `conform`)."""
    return conform(name, polars_of(frame))


def polars_of(frame: pd.DataFrame) -> pl.DataFrame:
    """Return a pandas frame as polars, any columns, missing values as null; the index is left out.

    Needs no pyarrow, which `polars.from_pandas` asks for; so that a package of 170 MB can stay an extra.
    """
    return pl.DataFrame({str(name): _column_of(frame[name]) for name in frame.columns})


def _column_of(column: pd.Series[Any]) -> pl.Series:
    """Return a pandas column as polars; NaN, NaT, NA and None are null."""
    kind = column.dtype
    if kind.kind == "M":
        zone = getattr(kind, "tz", None)
        if zone is not None:
            column = column.dt.tz_convert("UTC").dt.tz_localize(None)
        days = pl.Series(column.dt.as_unit("us").to_numpy(dtype="datetime64[us]"))
        return days if zone is None else days.dt.replace_time_zone("UTC").dt.convert_time_zone(str(zone))
    if type(kind).__module__.startswith("numpy") and kind.kind in "fiub":
        plain = pl.Series(column.to_numpy())
        return plain.fill_nan(None) if kind.kind == "f" else plain
    missing = column.isna()
    values = column.astype(object).where(~missing, None).to_list()
    if missing.all() or str(kind) in {"string", "str"}:
        # nothing in the values says the type
        types = {"f": pl.Float64, "i": pl.Int64, "u": pl.Int64, "b": pl.Boolean}
        return pl.Series(values, dtype=types.get(kind.kind, pl.String))
    return pl.Series(values, strict=False)
