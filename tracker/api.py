"""The verbs; alone knows the whole way from files to pages.

In: paths, texts, frames.  Out: frames, a Reconciliation, a published folder.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import polars as pl

from tracker import tables
from tracker.errors import MissingInput
from tracker.reconcile import Reconciliation
from tracker.reconcile import reconcile as settle
from tracker.vocabulary import Report, Situation, Unread, Verdict

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

Source = str | Path | Report | Iterable[str | Path | Report]


class SetAside(UserWarning):
    """An input that could not be read and was set aside; the rest was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What reading gave: claims, the reports they stand in, and everything that was set aside.

    ``texts`` holds the words of each report by their sha256; they serve re-reading and are never published.
    """

    claims: pl.DataFrame
    reports: pl.DataFrame
    unread: pl.DataFrame
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled(Reconciliation):
    """A reconciliation that can also be drawn."""

    declared: tuple[Situation, ...] = ()

    def figure(self, series_id: str) -> go.Figure:
        """Return the chart of one series: best line, band, a dot a claim.

        Raises
        ------
        UnknownId
            No series has this id.
        """
        from tracker.publish import figure as draw

        return draw(self, series_id, situations=self.declared)


# -- reading ----------------------------------------------------------------------------------------------


def extract(
    source: Source,
    *,
    published: dt.date | None = None,
    publisher: str | None = None,
    language: str | None = None,
) -> pl.DataFrame:
    """Read every numeric claim in files, folders or Reports.

    Parameters
    ----------
    source
        A path, a folder, a Report, or several of these.
    published, publisher, language
        For reports that do not say it themselves.  With no date a report's own metadata are used, then
        inference from its text; never today's date.

    Returns
    -------
    polars.DataFrame
        The claims table, one row a claim, shape (n, 54).

    Raises
    ------
    MissingInput
        A path does not exist, or a folder holds nothing to read.

    Warns
    -----
    SetAside
        For every input that could not be read.
    """
    found = read(source, published=published, publisher=publisher, language=language)
    for verdict in found.verdicts:
        warnings.warn(f"{verdict.fault} Mend: {verdict.mend}", SetAside, stacklevel=2)
    return found.claims


def extract_text(
    text: str,
    *,
    published: dt.date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    title: str | None = None,
) -> pl.DataFrame:
    """Read every numeric claim in a text; returns the claims table, one row a claim."""
    report = Report(
        report_id="text",
        text=text,
        title=title,
        published=published,
        published_basis="given" if published else "unknown",
        publisher=publisher,
        language=language or "en",
    )
    return read(report).claims


def amounts(text: str, *, language: str = "en") -> pl.DataFrame:
    """Find every amount in a text, whatever it counts.

    Returns
    -------
    polars.DataFrame
        start, end, text, value, low, high, qualifier, kind ("count" or "share"); one row an amount.
    """
    from tracker.marks.amounts import find_amounts

    rows = [
        (
            mark.start,
            mark.end,
            text[mark.start : mark.end],
            value.value,
            value.low,
            value.high,
            value.qualifier,
            value.kind,
        )
        for mark in find_amounts(text, language=language)
        for value in (mark.value,)
    ]
    return pl.DataFrame(
        rows,
        schema={
            "start": pl.Int64, "end": pl.Int64, "text": pl.String, "value": pl.Float64, "low": pl.Float64,
            "high": pl.Float64, "qualifier": pl.String, "kind": pl.String,
        },
        orient="row",
    )  # fmt: skip


def read(
    source: Source,
    *,
    published: dt.date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    data_root: Path | None = None,
) -> Extraction:
    """Read claims and keep everything else that came of it: reports, numbers unread, inputs set aside."""
    claim_rows: list[dict[str, Any]] = []
    report_rows: list[dict[str, Any]] = []
    unread_rows: list[dict[str, Any]] = []
    verdicts: list[Verdict] = []
    notes: list[str] = []
    texts: dict[str, str] = {}
    for item in stream(
        source,
        published=published,
        publisher=publisher,
        language=language,
        data_root=data_root,
        note=notes.append,
    ):
        if isinstance(item, Verdict):
            verdicts.append(item)
            continue
        report, rows, unread = item
        claim_rows += rows
        report_rows.append(tables.report_row(report))
        texts[report.sha256] = report.text
        unread_rows += [
            {
                "report_id": report.report_id,
                **{name: getattr(one, name) for name in UNREAD if name != "report_id"},
            }
            for one in unread
        ]
    return Extraction(
        claims=tables.from_rows("claims", claim_rows),
        reports=tables.from_rows("reports", report_rows),
        unread=pl.DataFrame(unread_rows, schema=UNREAD, orient="row"),
        verdicts=tuple(verdicts),
        notes=tuple(notes),
        texts=texts,
    )


UNREAD: dict[str, Any] = {
    "report_id": pl.String,
    "quote": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "sentence": pl.String,
    "reason": pl.String,
}


def stream(
    source: Source,
    *,
    published: dt.date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    data_root: Path | None = None,
    note: Any = lambda _: None,
) -> Iterator[tuple[Report, list[dict[str, Any]], list[Unread]] | Verdict]:
    """Read one report at a time: memory does not grow with their number.

    Yields
    ------
    tuple or Verdict
        A report with its rows of the claims table and its unread numbers; or an input that was set aside.
    """
    from tracker.read import Tabled, iter_reports

    items = [source] if isinstance(source, (str, Path, Report)) else list(source)
    paths = [Path(item) for item in items if not isinstance(item, Report)]
    found: Iterator[Report | Tabled | Verdict] = iter(item for item in items if isinstance(item, Report))
    if paths:
        from itertools import chain

        found = chain(
            found,
            iter_reports(
                paths,
                published=published,
                publisher=publisher,
                language=language,
                data_root=data_root,
                note=note,
            ),
        )
    for item in found:
        if isinstance(item, Verdict):
            yield item
        elif isinstance(item, Tabled):
            yield item.report, tables.claim_rows(item.report, item.claims), []
        else:
            yield read_one(item)


def read_one(report: Report) -> tuple[Report, list[dict[str, Any]], list[Unread]]:
    """Read one report: the report with its day inferred where none is given, its claim rows, its unread numbers."""
    from tracker.claims.reader import read_claims
    from tracker.marks.times import infer_published

    if report.published is None and report.language == "en":
        inferred = infer_published(report.text)
        if inferred is not None:
            report = dataclasses.replace(report, published=inferred[0], published_basis="inferred")
    claims, unread = read_claims(report)
    return report, tables.claim_rows(report, claims), unread


# -- settling ---------------------------------------------------------------------------------------------


def reconcile(
    claims: pl.DataFrame | pd.DataFrame,
    *,
    as_known_on: dt.date | None = None,
    situations: Sequence[Situation] | str | Path | None = None,
    reports: pl.DataFrame | None = None,
    household_size: Mapping[str, float] | float | None = None,
    decisions: pl.DataFrame | None = None,
) -> Reconciled:
    """Settle claims about one quantity into one estimate a day; dissent is kept.

    Parameters
    ----------
    claims
        Needs claim_id, value, qualifier, unit, term, measure, published and source or publisher; every other
        column of the claims table is optional, unknown columns are kept.  polars or pandas.
    as_known_on
        Use only what was published by this day, and carry estimates to it.  Default: everything.
    situations
        Situations, or the path of a ``situations.toml``.
    reports
        The reports table; with a column ``text`` the likeness of texts corroborates copies.
    household_size
        Persons per household, one figure or by situation or country.
    decisions
        What people decided (the columns of ``decisions.csv``).

    Returns
    -------
    Reconciled
        ``.series .estimates .assignments .conflicts .explain() .figure()``.

    Raises
    ------
    MissingColumn
        ``claims`` lacks a column the method needs; the message lists it.
    """
    frame = claims if isinstance(claims, pl.DataFrame) else pl.from_pandas(claims)
    if isinstance(situations, (str, Path)):
        from tracker.read.situations import load_situations

        situations = load_situations(Path(situations))
    declared = tuple(situations or ())
    settled = settle(
        frame,
        as_known_on=as_known_on,
        situations=declared,
        reports=reports,
        household_size=household_size,
        decisions=decisions,
    )
    parts = {part.name: getattr(settled, part.name) for part in dataclasses.fields(settled)}
    return Reconciled(**parts, declared=declared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The whole way over one folder of reports: what was read and what it settled to."""

    extraction: Extraction
    reconciliation: Reconciled
    situations: tuple[Situation, ...]


def whole(
    data: str | Path = "datasets/reports",
    *,
    as_known_on: dt.date | None = None,
    household_size: float | None = None,
    decisions: str | Path | None = None,
) -> Whole:
    """Read a folder of reports and reconcile its claims.

    Beside the reports, in ``data`` or the folder above it, may stand ``situations.toml``,
    ``household_size.csv``, ``decisions.csv`` and ``claims.csv`` (claims a person typed in).

    Raises
    ------
    MissingInput
        ``data`` does not exist or holds nothing to read.
    """
    from tracker.read.situations import load_household_sizes, load_situations

    root = Path(data)
    found = read(root, data_root=root)
    place = _beside(root, "situations.toml")
    situations = load_situations(place) if place else ()
    sizes = _beside(root, "household_size.csv")
    by_country = load_household_sizes(sizes) if sizes else {}
    from tracker.units import state_persons

    claims = state_persons(
        found.claims,
        given=household_size,
        situation={one.situation_id: one.household_size for one in situations if one.household_size},
        country=by_country,
    )
    typed = _beside(root, "claims.csv")
    if typed is not None:
        claims = pl.concat([claims, _entered(typed)], how="diagonal_relaxed")
    decided = Path(decisions) if decisions else _beside(root, "decisions.csv")
    result = reconcile(
        claims,
        as_known_on=as_known_on,
        situations=situations,
        reports=found.reports.with_columns(
            pl.col("sha256").replace_strict(found.texts, default=None, return_dtype=pl.String).alias("text")
        ),
        decisions=_csv(decided) if decided else None,
    )
    return Whole(
        extraction=dataclasses.replace(found, claims=claims), reconciliation=result, situations=situations
    )


def _beside(root: Path, name: str) -> Path | None:
    """Return the file of that name in a data folder or the one above it."""
    for place in (root / name, root.parent / name):
        if place.is_file():
            return place
    return None


def _csv(path: Path) -> pl.DataFrame:
    """Return a CSV file as text columns."""
    if not path.is_file():
        raise MissingInput(f"{path}: there is no such file", mend="check the path")
    return pl.read_csv(path, infer_schema_length=0)


def _entered(path: Path) -> pl.DataFrame:
    """Return the claims a person typed into a CSV file, as kind ``entered``."""
    frame = _csv(path)
    if "claim_id" not in frame.columns:
        frame = frame.with_columns(
            (pl.lit("entered-") + pl.int_range(pl.len()).cast(pl.String).str.zfill(4)).alias("claim_id")
        )
    frame = tables.conform("claims", frame).with_columns(kind=pl.lit("entered"))
    return tables.check("claims", frame)


# -- giving back ------------------------------------------------------------------------------------------


@overload
def load(table: str, *, root: str | Path = ..., frame: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def load(table: str, *, root: str | Path = ..., frame: Literal["polars"]) -> pl.DataFrame: ...
def load(
    table: str, *, root: str | Path = "reports/tables", frame: Literal["pandas", "polars"] = "pandas"
) -> pd.DataFrame | pl.DataFrame:
    """Load a published table with proper types.

    Parameters
    ----------
    table
        "reports", "claims", "series", "estimates", "assignments", "conflicts" or "places".
    root
        The folder of tables that ``tracker report`` wrote.
    frame
        "pandas" (datetime64, nullable numbers) or "polars".

    Raises
    ------
    MissingInput
        No such table is there; the message says how to make it.
    """
    from tracker.store.folder import load_table

    found = load_table(Path(root), table)
    return tables.to_pandas(found) if frame == "pandas" else found


def publish(reconciliation: Reconciliation, out: str | Path, **more: Any) -> list[Path]:
    """Write the folder of pages and tables; see `tracker.publish.publish`."""
    from tracker.publish import publish as write

    declared = getattr(reconciliation, "declared", ())
    return write(reconciliation, Path(out), **{"situations": declared, **more})


def report(
    data: str | Path = "datasets/reports",
    out: str | Path = "reports",
    *,
    as_known_on: dt.date | None = None,
    household_size: float | None = None,
    decisions: str | Path | None = None,
    **more: Any,
) -> tuple[Whole, list[Path]]:
    """Go the whole way: read ``data``, reconcile, write ``out``; returns what was read and the files written."""
    done = whole(data, as_known_on=as_known_on, household_size=household_size, decisions=decisions)
    written = publish(
        done.reconciliation,
        out,
        reports=done.extraction.reports,
        verdicts=done.extraction.verdicts,
        **more,
    )
    return done, written


def figure(reconciliation: Reconciliation, series_id: str) -> go.Figure:
    """Return the plotly chart of one series, for a notebook."""
    from tracker.publish import figure as draw

    return draw(reconciliation, series_id, situations=getattr(reconciliation, "declared", ()))


def explain(reconciliation: Reconciliation, id: str, date: dt.date | None = None) -> dict[str, Any]:
    """Return how a claim was read and used, or what made a series' estimate on a day."""
    return reconciliation.explain(id, date)
