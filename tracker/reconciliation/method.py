"""All steps of reconciling in order: prepare, link, collapse, name differences, fit, read off, check.

In: a frame of claims; optionally situations, reports, household sizes and decisions.  Out: Reconciliation.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import io
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl

from tracker import tables
from tracker.reconciliation import (
    checks,
    claimframe,
    crises,
    differences,
    dissent,
    families,
    ground,
    halves,
    independence,
    intervals,
    lags,
    linking,
    output,
    overcount,
    registers,
    shares,
    sums,
    windows,
    within,
)
from tracker.reconciliation import decisions as decided
from tracker.reconciliation.lines import Line, lines
from tracker.reconciliation.result import Reconciliation
from tracker.reconciliation.settings import DEFAULT, VERSION, Settings
from tracker.reconciliation.stated import day_of
from tracker.units import state_persons
from tracker.vocabulary import Situation


def reconcile(
    claims: pl.DataFrame,
    *,
    as_known_on: dt.date | None = None,
    situations: Sequence[Situation] | None = None,
    reports: pl.DataFrame | None = None,
    household_size: Mapping[str, float] | float | None = None,
    decisions: pl.DataFrame | None = None,
    settings: Settings = DEFAULT,
) -> Reconciliation:
    """Settle claims about one quantity into one estimate a day.

    Parameters
    ----------
    claims
        One row a claim, schema ``tables.SCHEMAS["claims"]``; only claim_id, value, qualifier, unit, term, measure,
        published and source or publisher are needed.  Unknown columns are kept; a ``series_id`` is obeyed.
    as_known_on
        Use only what was published by this day, and carry estimates to it.  Default: everything.
    situations
        Declared crises; claims outside any are put into found ones (country, time).
    reports
        The reports; with a ``text`` column, likeness of texts corroborates copies.
    household_size
        Persons per household where a report does not state its own, one figure or by situation or country.
    decisions
        What people decided (columns of ``decisions.csv``).
    settings
        The constants of the method.

    Returns
    -------
    Reconciliation
        ``estimates`` (low, best, high in the series' own unit), ``assignments`` (every claim, its role and
        why), ``series``, ``conflicts``.

    Raises
    ------
    MissingColumn
        ``claims`` lacks a column the method needs; the message lists it.

    Notes
    -----
    Stock and flow, persons, households and dwellings are never pooled.  Method: ``docs/method.md``.
    """
    declared = tuple(situations or ())
    frame = claimframe.known_by(claimframe.tidy(claims), as_known_on)
    frame, ruled = decided.apply(frame, decisions)
    ratios = {one.situation_id: one.household_size for one in declared if one.household_size}
    used = state_persons(frame, given=household_size, situation=ratios)
    digest = _digest(used, as_known_on, decisions, declared, settings)
    texts, signatures = independence.signatures(reports, settings)
    worked = claimframe.work(used, settings, ruled.rejected, ruled.accepted, texts)
    placed = crises.place(worked, declared, settings)
    about = ground.grounds(placed, declared, settings)
    linked, keys = linking.link(placed, crises.same_names(declared), about, settings)
    linked = shares.not_twice(linking.with_twins(linked, ruled.twins))
    hints = independence.Hints(ruled.twins, frozenset(ruled.apart), signatures)
    fractions = shares.by_situation(linked, keys)
    kept, flags = output.Settled(as_known_on, settings), []
    with uncollected():
        for name, members in lines(linked, keys):  # situations do not touch one another
            shares.name(members, fractions.get(name, ()))
            flags += settle(members, as_known_on, settings, hints)
            flags += shares.check(members, fractions.get(name, ()), settings)
            output.override(members, ruled)
            kept.take(members)
        estimates = kept.estimates()
        assignments = kept.assignments(linked, ruled.rejected)
    known = {frozenset(row["claim_ids"]) for _, row in flags}
    flags += within.told_apart(
        linked, dict(assignments.select("claim_id", "series_id").iter_rows()), known, settings
    )
    output.unmatched(kept.names.values(), ruled)
    return Reconciliation(
        claims=_at_home(used, linked),
        series=output.series_frame(keys),
        estimates=estimates,
        assignments=assignments,
        conflicts=output.conflicts_frame(flags),
        decisions=ruled.frame(),
        situations=crises.listing(linked, declared),
        as_known_on=as_known_on,
        input_hash=digest,
    )


def _at_home(claims: pl.DataFrame, linked: pl.DataFrame) -> pl.DataFrame:
    """Return the claims with the crisis each was found to tell of, so that none is left without a page."""
    homes = linked.select("claim_id", "_situation")
    return (
        claims.join(homes, on="claim_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce("situation", "_situation").alias("situation"))
        .drop("_situation")
    )


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the collector of cycles still: figures hold none, and walking a million of them takes long."""
    had = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if had:
            gc.enable()


def settle(
    made: Sequence[Line],
    as_known_on: dt.date | None,
    settings: Settings,
    hints: independence.Hints = independence.NO_HINTS,
) -> list[tuple[str, dict[str, Any]]]:
    """Settle the series of one situation in place and return the differences found, with the series of each."""
    flags: list[tuple[str, dict[str, Any]]] = []
    for line in made:
        independence.attribute(line.figures, settings)
    lags.shift(made, settings)
    for line in made:
        observed = independence.collapse(line.figures, line.kind, settings, hints)
        observed, found = differences.revisions(observed, line.kind, settings)
        if line.cumulative:
            observed, more, line.cleaned = differences.rebases(observed, settings)
            found += more
        found += registers.read(observed, line.kind, settings.registers)
        drawn, more = dissent.set_aside(observed, line.kind, settings)
        line.rivals = [one for one in observed if one not in drawn]
        line.observed = drawn
        flags += [(line.series_id, row) for row in [*found, *more]]
    flags += overcount.weigh(made, settings)
    halves.complete(made, settings)
    sums.complete(made, settings)
    scatter = reliability(made, settings)
    families.fit_all(made, scatter, settings)
    until = None if as_known_on is None else day_of(as_known_on)
    printed = intervals.by_value(made)
    for line in made:
        if not line.observed:
            continue
        if line.kind in ("window", "rate"):
            line.windows, found = windows.settle(line, scatter, settings)
        else:
            intervals.daily(line, until, settings)
            found = intervals.misfits(line, scatter, printed, settings)
            found += intervals.band(line, settings)
        flags += [(line.series_id, row) for row in found]
    return flags + checks.run(made, settings)


def reliability(made: Sequence[Line], settings: Settings) -> Callable[[str], float]:
    """Return each source's relative scatter, learned only where another source contests it."""
    squares: dict[str, list[float]] = defaultdict(list)
    for line in made:
        if line.kind in ("window", "rate"):
            continue
        firm = [one for one in line.observed if one.two_sided and one.value > 0]
        for index, one in enumerate(firm):
            for other in firm[index + 1 :]:
                if other.day - one.day > settings.scatter.days:
                    break
                if other.source == one.source:
                    continue
                off = abs(math.log(one.value / other.value)) / 2
                if off > settings.scatter.most:  # a contradiction says nothing of how a source scatters
                    continue
                squares[one.source].append(off**2)
                squares[other.source].append(off**2)
    weight, prior = settings.scatter.weight, settings.scatter.prior
    learned = {
        name: math.sqrt((weight * prior**2 + sum(sorted(values))) / (weight + len(values)))
        for name, values in squares.items()
    }
    return lambda source: learned.get(source, prior)


def _digest(
    used: pl.DataFrame,
    as_known_on: dt.date | None,
    decisions: pl.DataFrame | None,
    declared: Sequence[Situation],
    settings: Settings,
) -> str:
    """Return the hash of all that went in: claims, day, decisions, method."""
    known = [
        name for name in tables.columns("claims") if name not in ("part_of", "recorded_at", "reader_version")
    ]
    held = io.BytesIO()
    used.select(*known, "series_id").sort("claim_id").write_csv(held)
    text = (
        f"{VERSION}|{settings}|{as_known_on}|{declared}|{'' if decisions is None else decisions.write_csv()}"
    )
    return hashlib.sha256(held.getvalue() + text.encode()).hexdigest()[:16]
