"""Every step at once: a folder of reports, or a store, to pages and tables.

In: a folder or a store.  Out: Whole; a published folder; a store that has grown.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from tracker import tables
from tracker.api.arguments import AUDIENCES, HOUSEHOLD, Day, as_choice, as_day, as_kind, as_number, as_path
from tracker.api.engines import Engine
from tracker.api.extraction import HERE, UNREAD, Extraction, many_reader, read, surely_read
from tracker.api.reconciling import Reconciled, checked, publish, reconcile
from tracker.errors import BadConfiguration, MissingInput
from tracker.read import DEFAULTS, Limits, ReadOptions, iter_reports
from tracker.reconciliation.beside import known_by
from tracker.vocabulary import Report, Situation, Verdict

if TYPE_CHECKING:
    from tracker.read import Tabled
    from tracker.store.ingest import Fate, Ingested

EARLIER_CLAIMS = 5_000  # with more claims a page shows the last day only


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Every step over one folder or store: what was read and what it settled to.

    ``official`` are figures of public databases beside it, as known on the same day; they never enter the
    estimates.
    """

    extraction: Extraction
    reconciliation: Reconciled
    situations: tuple[Situation, ...]
    official: pl.DataFrame | None = None
    again: Callable[[dt.date], Reconciled] | None = None


def whole(
    data: str | Path = "datasets/reports",
    *,
    store: str | Path | None = None,
    recorded_by: Day | None = None,
    as_known_on: Day | None = None,
    household_size: float | None = None,
    decisions: str | Path | None = None,
    audience: str = "internal",
    limits: Limits | None = DEFAULTS.limits,
    engine: Engine = HERE,
    min_confidence: float | None = None,
) -> Whole:
    """Read a folder of reports (or take the claims of a store) and reconcile them.

    Beside the reports, in ``data`` or the folder above it, may stand ``situations.toml``,
    ``household_size.csv``, ``decisions.csv``, ``rules.csv`` (corrections for whole reports), ``claims.csv`` (claims a
    person typed in) and ``columns.csv`` (what the columns of tables mean that have no HXL tags).

    Parameters
    ----------
    data
        A folder of reports; each folder below it is a situation.
    store
        A store instead; the files beside ``data`` still count when they are there.
    recorded_by
        The store as it was at the end of this day (UTC), whatever came in later.
    as_known_on
        Use only what was published by this day.
    household_size
        Persons per household, where a report does not state its own.
    decisions
        What people decided.  Default: ``decisions.csv`` beside the data.
    audience
        "public", "partners" or "internal": reports marked for fewer readers are left out before anything is
        settled.
    limits
        What reading one file may take.
    engine
        What reads the reports.
    min_confidence
        Leave out claims that are read less surely, from 0 to 1; what a person typed, accepted or corrected stays.

    Raises
    ------
    MissingInput
        ``data`` does not exist or holds nothing to read, or there is no such store.
    BadConfiguration
        ``recorded_by`` is given without a store.
    """
    from tracker.read.mapping import load_mapping
    from tracker.read.situations_file import load_household_sizes, load_situations
    from tracker.units import state_persons

    recorded_by, as_known_on = as_day(recorded_by, "recorded_by"), as_day(as_known_on, "as_known_on")
    household_size = as_number(household_size, "household_size", *HOUSEHOLD)
    min_confidence = as_number(min_confidence, "min_confidence", 0.0, 1.0)
    as_choice(audience, "audience", AUDIENCES)
    root = as_path(data, "data")
    if limits is not None:
        as_kind(limits, "limits", Limits)
    if decisions is not None:
        decisions = as_path(decisions, "decisions")
    official: pl.DataFrame | None = None
    decided: pl.DataFrame | None = None
    if store is None and recorded_by is not None:
        raise BadConfiguration(
            "only a store keeps when its reports came in",
            fix="give --store as well, or --as-known-on instead",
        )
    if store is None:
        mapping = _beside(root, "columns.csv")
        how = ReadOptions(data_root=root, mapping=load_mapping(mapping) if mapping else None, limits=limits)
        found = read(root, how, unread=False, engine=engine)
    else:
        found, official, decided = _stored(store, recorded_by)
    found = for_audience(found, audience)
    place = _beside(root, "situations.toml")
    situations = load_situations(place) if place else ()
    sizes = _beside(root, "household_size.csv")
    claims, typed = found.claims, _beside(root, "claims.csv")
    if typed is not None:
        claims = pl.concat([claims, _entered(typed)], how="diagonal_relaxed")
    claims = state_persons(
        claims,
        given=household_size,
        situation={one.situation_id: one.household_size for one in situations if one.household_size},
        country=load_household_sizes(sizes) if sizes else {},
    )
    path = Path(decisions) if decisions else _beside(root, "decisions.csv", "decisions.xlsx")
    if path is not None:
        decided = _decisions(path)
    ruled = _beside(root, "rules.csv")
    if ruled is not None:
        rules = _decisions(ruled)
        decided = rules if decided is None else pl.concat([decided, rules], how="diagonal")
    claims = surely_read(claims, min_confidence, _settled(decided))
    reports = found.reports.with_columns(
        pl.col("sha256").replace_strict(dict(found.texts), default=None, return_dtype=pl.String).alias("text")
    )

    def settle(day: dt.date | None) -> Reconciled:
        return reconcile(claims, as_known_on=day, situations=situations, reports=reports, decisions=decided)

    return Whole(
        extraction=dataclasses.replace(found, claims=claims),
        reconciliation=settle(as_known_on),
        situations=situations,
        official=official if official is None else known_by(official, as_known_on),
        again=settle,
    )


def _settled(decided: pl.DataFrame | None) -> list[str]:
    """Return the ids of claims that a person accepted or corrected."""
    if decided is None:
        return []
    return decided.filter(pl.col("action").is_in(["accept", "correct"]))["target"].drop_nulls().to_list()


def _stored(
    store: str | Path, recorded_by: dt.date | None
) -> tuple[Extraction, pl.DataFrame, pl.DataFrame | None]:
    """Return what a store holds, or held on a day: reports and claims, official figures, decisions."""
    from tracker.store.delta import Store

    opened = Store.open(store)
    reports = tables.conform("reports", opened.reports(as_known_at=recorded_by), keep_unknown=False)
    decisions = opened.decisions(as_known_at=recorded_by)
    found = Extraction(
        claims=tables.conform("claims", opened.claims(as_known_at=recorded_by), keep_unknown=False),
        reports=reports,
        unread=pl.DataFrame(schema=UNREAD),
        texts=opened.texts(reports["sha256"].to_list()),
    )
    official = opened.official(as_known_at=recorded_by)
    return found, official, None if decisions.is_empty() else decisions


def report(
    data: str | Path = "datasets/reports",
    out: str | Path = "reports",
    *,
    store: str | Path | None = None,
    recorded_by: Day | None = None,
    as_known_on: Day | None = None,
    household_size: float | None = None,
    decisions: str | Path | None = None,
    audience: str = "public",
    limits: Limits | None = DEFAULTS.limits,
    engine: Engine = HERE,
    min_confidence: float | None = None,
    **more: Any,
) -> tuple[Whole, list[Path]]:
    """Read ``data`` or ``store``, reconcile, write ``out``.

    Returns
    -------
    tuple of Whole and list of pathlib.Path
        What was read and settled, and the files written.
    """
    out = as_path(out, "out")
    more = checked(more)
    done = whole(
        data,
        store=store,
        recorded_by=recorded_by,
        as_known_on=as_known_on,
        household_size=household_size,
        decisions=decisions,
        audience=audience,
        limits=limits,
        engine=engine,
        min_confidence=min_confidence,
    )
    written = publish(
        done.reconciliation,
        out,
        reports=done.extraction.reports,
        verdicts=done.extraction.verdicts,
        bare=tuple(
            (fate.place, fate.why) for fate in done.extraction.fates if not fate.claims and fate.reports
        ),
        places=places_of(done.reconciliation.claims),
        earlier=_earlier(done),
        audience=audience,
        official=done.official,
        **more,
    )
    return done, written


def brief(
    data: str | Path = "datasets/reports",
    out: str | Path = "reports",
    shape: Literal["docx", "pptx"] = "docx",
    *,
    suppress_below: float | None = None,
    audience: str = "public",
    names: Literal["role", "keep"] = "role",
    **how: Any,
) -> tuple[Whole, list[Path]]:
    """Read ``data`` or a store, reconcile, write the one-page brief of each situation into ``out``.

    Returns
    -------
    tuple of Whole and list of pathlib.Path
        What was read and settled, and the files written.

    Raises
    ------
    MissingExtra
        The brief extra is not installed.
    """
    from tracker.publishing import PublishOptions
    from tracker.publishing.brief import briefs

    done = whole(data, audience=audience, **how)
    options = PublishOptions(
        reports=done.extraction.reports,
        places=places_of(done.reconciliation.claims),
        situations=done.situations,
        audience=audience,
        suppress_below=suppress_below,
        names=names,
        official=done.official,
    )
    return done, briefs(done.reconciliation, as_path(out, "out"), shape, options)


def _earlier(done: Whole) -> list[Reconciled]:
    """Return the picture on a few earlier days; none where there are very many claims."""
    from tracker.publishing import earlier_days

    claims = done.reconciliation.claims
    if done.again is None or claims.height > EARLIER_CLAIMS:
        return []
    return [done.again(day) for day in earlier_days(claims)]


def for_audience(found: Extraction, audience: str) -> Extraction:
    """Return what a circle of readers may see: nothing else enters their estimates."""
    circles = ("public", "partners", "internal")
    seen = circles[: circles.index(audience) + 1]
    reports = found.reports.filter(pl.col("sharing").is_in(seen))
    hidden = found.reports.filter(~pl.col("sharing").is_in(seen))["report_id"]
    return dataclasses.replace(
        found,
        reports=reports,
        claims=found.claims.filter(
            ~pl.col("report_id").is_in(hidden.implode()) | pl.col("report_id").is_null()
        ),
    )


def places_of(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the places that claims name, with their parents, as the places table."""
    from tracker.lexicon.gazetteer import gazetteer

    names = gazetteer()
    ids = set(claims["origin_id"].drop_nulls()) | set(claims["destination_id"].drop_nulls())
    ids |= {parent for one in ids for parent in names.parents(one)}
    entries = [names.get(one) for one in sorted(ids)]
    return tables.from_rows(
        "places",
        (
            {
                "place_id": entry.place_id,
                "name": entry.name,
                "parent_id": entry.parent_id,
                "level": entry.level,
                "iso3": entry.iso3,
                "lat": entry.lat,
                "lon": entry.lon,
            }
            for entry in entries
            if entry is not None
        ),
    )


def ingest(
    source: Iterable[str | Path] | Iterable[Report | Tabled | Verdict],
    store: str | Path = "datasets/store",
    options: ReadOptions = DEFAULTS,
    *,
    acknowledge: Callable[[Ingested], None] = lambda _: None,
    on_fate: Callable[[Fate], None] = lambda _: None,
    engine: Engine = HERE,
) -> Ingested:
    """Read reports and append what is new to a store: the same file twice adds nothing.

    Parameters
    ----------
    source
        Paths of files and folders, or what a client of a public source yields.
    store
        A folder or any URL that Delta Lake takes; made when it is not there.
    options
        What the caller knows of the files, and whom to call with a sentence on anything assumed.
    acknowledge
        Called with the account so far after each batch is on disk.
    on_fate
        Called with what became of each report, once that is on disk.
    engine
        What reads the reports.

    Returns
    -------
    Ingested
        Counts, and a Verdict for everything set aside.

    Raises
    ------
    MissingInput
        A path does not exist.
    StoreError
        The store cannot be written; what was acknowledged is kept.
    """
    from tracker.store.delta import Store
    from tracker.store.ingest import ingest as append

    items = list(source) if isinstance(source, (list, tuple)) else source
    if isinstance(items, list) and all(isinstance(item, (str, Path)) for item in items):
        found: Any = iter_reports([Path(item) for item in items], options)
    else:
        found = items
    with many_reader(engine, options.limits) as read_claims:
        return append(
            Store.open(store, create=True),
            found,
            read_claims=read_claims,
            acknowledge=acknowledge,
            on_fate=on_fate,
            command="ingest",
        )


def reread(
    store: str | Path = "datasets/store", *, everything: bool = False, engine: Engine = HERE
) -> Ingested:
    """Read the kept texts of a store again with the reader as it is now; earlier readings stay."""
    from tracker.store.delta import Store
    from tracker.store.ingest import reread as again

    with many_reader(engine) as read_claims:
        return again(Store.open(store), read_claims, everything=everything)


def _beside(root: Path, *names: str) -> Path | None:
    """Return the first file of these names in a data folder or the one above it."""
    for place in (folder / name for folder in (root, root.parent) for name in names):
        if place.is_file():
            return place
    return None


def _csv(path: Path) -> pl.DataFrame:
    """Return a CSV file as text columns."""
    if not path.is_file():
        raise MissingInput(f"{path}: there is no such file", fix="check the path")
    return pl.read_csv(path, infer_schema_length=0)


def _decisions(path: Path) -> pl.DataFrame:
    """Return what people decided, from a CSV file or the sheet ``decisions`` of a workbook."""
    if path.suffix.lower() != ".xlsx":
        return _csv(path)
    if not path.is_file():
        raise MissingInput(f"{path}: there is no such file", fix="check the path")
    from tracker.store.workbook import read_sheet

    return read_sheet(path, "decisions")


def _entered(path: Path) -> pl.DataFrame:
    """Return the claims a person typed into a CSV file, as kind ``entered``."""
    frame = _csv(path)
    if "claim_id" not in frame.columns:
        frame = frame.with_columns(
            (pl.lit("entered-") + pl.int_range(pl.len()).cast(pl.String).str.zfill(4)).alias("claim_id")
        )
    frame = tables.conform("claims", frame).with_columns(
        pl.when(pl.col("unit") == "person")
        .then(pl.coalesce("persons", "value"))
        .otherwise("persons")
        .alias("persons"),
        kind=pl.lit("entered"),
    )
    return tables.check("claims", frame)
