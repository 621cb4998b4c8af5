"""Files, texts and Reports to claims, one report at a time.

In: paths, texts, Reports.  Out: frames of claims, and all that was set aside.
"""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker import tables
from tracker.api.arguments import Day, as_columns, as_day, as_language, as_path, as_words
from tracker.api.engines import Engine, engine_of
from tracker.api.fates import Fate, by_file, set_aside
from tracker.api.reading import Done, read_one, reading
from tracker.errors import BadArgument
from tracker.read import DEFAULTS, Limits, ReadOptions, Tabled, iter_reports
from tracker.vocabulary import Report, Verdict

if TYPE_CHECKING:
    from tracker.store.ingest import ReadClaims

Source = str | Path | Report | Iterable[str | Path | Report]


HERE = Engine(workers=1)
"""Everything is read in this process."""


class SetAside(UserWarning):
    """An input that could not be read and was set aside; the rest was read."""


class ClaimsFrame(pl.DataFrame):
    """The claims table; a notebook shows the columns of it that a person reads."""

    def _repr_html_(self, *, _from_series: bool = False) -> str:
        from tracker.publishing.notebook import claims_html

        return claims_html(self)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Extraction:
    """What reading gave: claims, the reports they stand in, and everything that was set aside.

    ``fates`` says for each input what became of it.  ``texts`` holds the words of each report by their sha256;
    they serve re-reading and are never published.
    """

    claims: pl.DataFrame
    reports: pl.DataFrame
    unread: pl.DataFrame
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()
    fates: tuple[Fate, ...] = ()
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __repr__(self) -> str:
        return (
            f"<Extraction: {self.claims.height:,} claims of {self.reports.height:,} reports, "
            f"{len(self.verdicts):,} inputs set aside; .claims .reports .fates .verdicts>"
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what became of each input, then the claims."""
        from html import escape

        from tracker.api.fates import table_of_fates
        from tracker.publishing.notebook import claims_html

        return f"<pre>{escape(table_of_fates(self.fates))}</pre>{claims_html(self.claims)}"


def extract(
    source: Source,
    *,
    published: Day | None = None,
    publisher: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    engine: str | None = None,
    workers: int | None = None,
) -> pl.DataFrame:
    """Read every numeric claim in files, folders or Reports.

    Parameters
    ----------
    source
        A path, a folder, a Report, or several of these.
    published, publisher, language
        For reports that do not say it themselves: a date or text such as "2024-10-10"; a code or a name such
        as "en" or "English".  With no date a report's own metadata are used, then inference from its text;
        never today's date.
    columns
        What columns of tables mean that have no HXL tags: heading to tag, as in
        ``{"Displaced": "#affected+idps", "District": "#adm2+name"}``.
    engine, workers
        Nothing: in this process, and on all cores once there is much to read.  "process": in so many processes
        from the start.  "spark": on a Spark cluster (see `tracker.api.cluster`).  The claims are the same.

    Returns
    -------
    polars.DataFrame
        The claims table, one row a claim, shape (n, 56).

    Raises
    ------
    BadArgument
        ``published`` is no day, or ``language`` is not known.
    MissingInput
        A path does not exist, or a folder holds nothing to read.

    Warns
    -----
    SetAside
        For every input that could not be read.
    """
    options = ReadOptions(
        published=as_day(published, "published"),
        publisher=as_words(publisher, "publisher"),
        language=as_language(language),
        mapping=as_columns(columns),
    )
    if engine == "spark":
        from tracker.api.cluster import read_on_cluster

        claims, _, aside = read_on_cluster(_paths(source), options)
        faults = [(row["fault"], row["fix"]) for row in aside.iter_rows(named=True)]
    else:
        found = read(source, options, unread=False, engine=engine_of(engine, workers))
        claims, faults = found.claims, [(verdict.fault, verdict.fix) for verdict in found.verdicts]
    for fault, fix in faults:
        warnings.warn(f"{fault} Fix: {fix}", SetAside, stacklevel=2)
    return ClaimsFrame(claims)


def _paths(source: Source) -> list[str | Path]:
    """Return the paths of a source for a cluster, which reads files only."""
    items = [source] if isinstance(source, (str, Path, Report)) else list(source)
    if any(isinstance(item, Report) for item in items):
        raise BadArgument(
            "engine='spark' reads files, not Reports in memory",
            fix="name files or addresses, or use another engine",
        )
    return [item for item in items if not isinstance(item, Report)]


def extract_text(
    text: str,
    *,
    published: Day | None = None,
    publisher: str | None = None,
    language: str | None = None,
    title: str | None = None,
) -> pl.DataFrame:
    """Read every numeric claim in a text; returns the claims table, one row a claim."""
    report = Report(
        report_id="text",
        text=_text(text),
        title=as_words(title, "title"),
        published=as_day(published, "published"),
        published_basis="given" if published else "unknown",
        publisher=as_words(publisher, "publisher"),
        language=as_language(language) or "en",
    )
    return ClaimsFrame(read(report, unread=False).claims)


def _text(given: Any) -> str:
    """Return a text.

    Raises
    ------
    BadArgument
        It is none.
    """
    if given is None:
        raise BadArgument("text=None is no text", fix="give the words of a report")
    return as_words(given, "text") or ""


def amounts(text: str, *, language: str = "en") -> pl.DataFrame:
    """Find every amount in a text, whatever it counts.

    Returns
    -------
    polars.DataFrame
        start, end, text, value, low, high, qualifier, kind ("count" or "share"); one row an amount.
    """
    from tracker.marks.amounts import find_amounts

    text = _text(text)
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
        for mark in find_amounts(text, language=as_language(language) or "en")
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
    source: Source, options: ReadOptions = DEFAULTS, *, unread: bool = True, engine: Engine = HERE
) -> Extraction:
    """Read claims and keep everything else that came of it: reports, numbers unread, inputs set aside.

    Parameters
    ----------
    source
        A path, a folder, a Report, or several of these.
    options
        What the caller knows of them; notes are kept and passed on.
    unread
        Whether numbers not taken are kept; without them it is faster, the claims are the same.
    engine
        What reads them.
    """
    claim_rows: list[dict[str, Any]] = []
    report_rows: list[dict[str, Any]] = []
    unread_rows: list[dict[str, Any]] = []
    verdicts: list[Verdict] = []
    notes: list[str] = []
    texts: dict[str, str] = {}
    fates: list[Fate] = []

    def note(sentence: str) -> None:
        notes.append(sentence)
        options.note(sentence)

    for item in stream(source, dataclasses.replace(options, note=note), unread=unread, engine=engine):
        if isinstance(item, Verdict):
            verdicts.append(item)
            fates.append(set_aside(item))
            continue
        report = item.report
        fates.append(item.fate)
        claim_rows += item.rows
        report_rows.append(tables.report_row(report))
        texts[report.sha256] = report.text
        unread_rows += [
            {
                "report_id": report.report_id,
                **{name: getattr(one, name) for name in UNREAD if name != "report_id"},
            }
            for one in item.unread
        ]
    return Extraction(
        claims=tables.from_rows("claims", claim_rows),
        reports=tables.from_rows("reports", report_rows),
        unread=pl.DataFrame(unread_rows, schema=UNREAD, orient="row"),
        verdicts=tuple(verdicts),
        notes=tuple(notes),
        fates=by_file(fates, notes),
        texts=texts,
    )


def surely_read(claims: pl.DataFrame, least: float | None, settled: Sequence[str] = ()) -> pl.DataFrame:
    """Return the claims whose confidence is at least so high or not known, and those a person settled (by id)."""
    if least is None or "confidence" not in claims.columns:
        return claims
    confidence = pl.col("confidence")
    return claims.filter(confidence.is_null() | (confidence >= least) | pl.col("claim_id").is_in(settled))


UNREAD: dict[str, Any] = {
    "report_id": pl.String,
    "quote": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "sentence": pl.String,
    "reason": pl.String,
    "likely": pl.Float64,
}


def stream(
    source: Source, options: ReadOptions = DEFAULTS, *, unread: bool = True, engine: Engine = HERE
) -> Iterator[Done | Verdict]:
    """Read one report at a time: memory does not grow with their number.

    Yields
    ------
    Done or Verdict
        A report with its claims, or an input that was set aside.
    """
    if (
        source is None
        or isinstance(source, (bytes, Mapping))
        or not isinstance(source, (Report, Path, Iterable))
    ):
        raise BadArgument(f"source={source!r} is no path", fix="name files or folders, or give Reports")
    items = [source] if isinstance(source, (str, Path, Report)) else list(source)
    paths = [as_path(item, "source") for item in items if not isinstance(item, Report)]
    found: Iterator[Report | Tabled | Verdict] = iter(item for item in items if isinstance(item, Report))
    if paths:
        found = chain(found, iter_reports(paths, options))
    yield from engine.run(reading(unread=unread), found, options.limits)


def read_many(reports: Sequence[Report]) -> Iterator[tuple[Report, list[dict[str, Any]]]]:
    """Read several reports: each with its day inferred where none is given, and its claim rows."""
    for report in reports:
        done, rows, _ = read_one(report, unread=False)
        yield done, rows


@contextmanager
def many_reader(engine: Engine, limits: Limits | None = DEFAULTS.limits) -> Iterator[ReadClaims]:
    """Give a function that reads several reports with an engine, whose processes end with the context."""
    with engine.opened(reading(unread=False), limits) as running:

        def read_claims(
            reports: Sequence[Report],
        ) -> Iterator[tuple[Report, list[dict[str, Any]]] | Verdict]:
            for done in running.run(reports):
                yield (done.report, done.rows) if isinstance(done, Done) else done

        yield read_claims
