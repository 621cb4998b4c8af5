"""Claims to estimates, and back to whoever asked: frames, charts, a published folder.

In: frames of claims.  Out: Reconciled, frames, plotly Figures, files.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import polars as pl

from tracker import tables
from tracker.api.arguments import (
    AUDIENCES,
    Day,
    as_choice,
    as_day,
    as_flag,
    as_frame,
    as_household_size,
    as_kind,
    as_number,
    as_path,
    as_situations,
)
from tracker.reconciliation import Reconciliation
from tracker.reconciliation import reconcile as settle
from tracker.vocabulary import Situation

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


FRAMES = ("pandas", "polars")
NAMES = ("role", "keep")
TABLED = ("reports", "places", "official")  # options of publishing that are tables


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
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
        from tracker.publishing import figure as draw

        return draw(self, series_id, situations=self.declared)

    def __repr__(self) -> str:
        return (
            f"<Reconciled: {self.claims.height:,} claims, {self.series.height:,} series, "
            f"{self.situations.height:,} situations; .series .estimates .figure(series_id) .explain(id)>"
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows: headline, main chart and series of each situation."""
        from tracker.publishing.notebook import reconciliation_html

        return reconciliation_html(self, self.declared)


def reconcile(
    claims: pl.DataFrame | pd.DataFrame,
    *,
    as_known_on: Day | None = None,
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
    BadArgument
        ``as_known_on`` is no day, or ``household_size`` no number from 1 to 30.
    MissingColumn
        ``claims`` lacks a column the method needs; the message lists it.
    """
    frame = as_frame(claims, "claims")
    if isinstance(situations, (str, Path)):
        from tracker.read.situations_file import load_situations

        situations = load_situations(Path(situations))
    declared = as_situations(situations)
    settled = settle(
        frame,
        as_known_on=as_day(as_known_on, "as_known_on"),
        situations=declared,
        reports=None if reports is None else as_frame(reports, "reports"),
        household_size=as_household_size(household_size),
        decisions=None if decisions is None else as_frame(decisions, "decisions"),
    )
    parts = {part.name: getattr(settled, part.name) for part in dataclasses.fields(settled)}
    return Reconciled(**parts, declared=declared)


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
        "reports", "claims", "facts", "series", "estimates", "assignments", "conflicts", "places" or
        "organisations" (who counts, as the package lists them).
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

    as_choice(frame, "frame", FRAMES)
    found = _listed() if table == "organisations" else load_table(as_path(root, "root"), table)
    return tables.to_pandas(found) if frame == "pandas" else found


def _listed() -> pl.DataFrame:
    """Return the organisations that count people, as the package lists them."""
    from tracker.lexicon.organisations import organisations

    return tables.from_rows(
        "organisations",
        (
            {
                "source_id": one.source_id,
                "name": one.name,
                "aliases": list(one.aliases),
                "kind": one.kind,
            }
            for one in organisations().entries
        ),
    )


def publish(reconciliation: Reconciliation, out: str | Path, **more: Any) -> list[Path]:
    """Write the folder of pages and tables.

    Parameters
    ----------
    reconciliation
        What to publish; the situations it was made with give the pages their titles.
    out
        The folder.  Files of the previous run are replaced, others stay.
    **more
        The fields of `tracker.publishing.PublishOptions`, such as ``compact=True`` or ``suppress_below=10``.

    Returns
    -------
    list of pathlib.Path
        Every file written.
    """
    from tracker.publishing import PublishOptions
    from tracker.publishing import publish as write

    settled = as_kind(reconciliation, "reconciliation", Reconciliation)
    declared = getattr(settled, "declared", ())
    options = PublishOptions(**{"situations": declared, **checked(more)})
    return write(settled, as_path(out, "out"), options)


def checked(more: dict[str, Any]) -> dict[str, Any]:
    """Return the options of publishing, checked.

    Raises
    ------
    BadArgument
        One is not known, or is out of its range.
    """
    from tracker.publishing import PublishOptions

    known = [slot.name for slot in dataclasses.fields(PublishOptions)]
    for name in more:
        as_choice(name, "option", tuple(known))
    for name, choices in (("audience", AUDIENCES), ("names", NAMES)):
        if name in more:
            as_choice(more[name], name, choices)
    as_number(more.get("suppress_below"), "suppress_below", 1)
    for name in ("compact", "zip_all"):
        if name in more:
            as_flag(more[name], name)
    frames = {name: as_frame(more[name], name) for name in TABLED if more.get(name) is not None}
    return {**more, **frames}


def figure(reconciliation: Reconciliation, series_id: str) -> go.Figure:
    """Return the plotly chart of one series, for a notebook."""
    from tracker.publishing import figure as draw

    settled = as_kind(reconciliation, "reconciliation", Reconciliation)
    return draw(settled, series_id, situations=getattr(settled, "declared", ()))


def explain(reconciliation: Reconciliation, id: str, date: Day | None = None) -> dict[str, Any]:
    """Return how a claim was read and used, or what made a series' estimate on a day."""
    settled = as_kind(reconciliation, "reconciliation", Reconciliation)
    return settled.explain(as_kind(id, "id", str), as_day(date, "date"))
