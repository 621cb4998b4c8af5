"""Hold two states of the figures against each other, and a draft against the figures.

In: folders, stores, published folders, days; a text.  Out: Compared, Checked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tracker.api.extraction import Extraction, read
from tracker.api.pipeline import whole
from tracker.checking import UNSUPPORTED, Change, State, checked_figures, compared_claims, compared_estimates
from tracker.checking.differing import over
from tracker.errors import MissingInput
from tracker.store.folder import load_table

TABLES = ("claims", "series", "estimates", "assignments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What changed between two states: claims added, gone or read anew, and how the last estimates moved."""

    before: str
    after: str
    claims: pl.DataFrame
    estimates: Sequence[Change]

    def over(self, share: float) -> list[Change]:
        """Return the estimates that moved by more than a share, or are gone."""
        return over(self.estimates, share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft's figures with their verdicts; ``text`` is the draft as it was read, ``unread`` the other numbers."""

    figures: pl.DataFrame
    text: str
    extraction: Extraction

    @property
    def unsupported(self) -> pl.DataFrame:
        """The figures that nothing supports: of the wrong kind, outside every range, or without a source."""
        return self.figures.filter(pl.col("verdict").is_in(sorted(UNSUPPORTED)))


def state_of(name: str | Path, *, data: str | Path = "datasets/reports", **how: Any) -> State:
    """Return the state behind a name: a day (of ``data``), a published folder, a store, or a folder of reports.

    Raises
    ------
    MissingInput
        There is no such folder or store.
    """
    try:
        day = dt.date.fromisoformat(str(name))
    except ValueError:
        day = None
    if day is not None:
        return _settled(whole(data, as_known_on=day, **how))
    path = Path(name)
    for folder in (path / "tables", path):
        if (folder / "estimates.parquet").is_file() or (folder / "estimates.csv").is_file():
            return State(**{table: load_table(folder, table) for table in TABLES})
    if "://" in str(name) or _is_store(path):
        return _settled(whole(data, store=str(name), **how))
    if not path.exists():
        raise MissingInput(
            f"{name}: no such folder or store",
            fix="give a folder of reports, a published folder, a store or a day",
        )
    return _settled(whole(path, **how))


def _is_store(path: Path) -> bool:
    """Whether a folder holds the tables of a store."""
    return any(path.glob("*/_delta_log"))


def _settled(done: Any) -> State:
    result = done.reconciliation
    return State(
        **{table: getattr(result, table) for table in TABLES},
        decisions=result.decisions.select(
            [name for name in ("action", "quote", "target", "value") if name in result.decisions.columns]
        ),
    )


def diff(
    before: str | Path, after: str | Path, *, data: str | Path = "datasets/reports", **how: Any
) -> Compared:
    """Say what changed between two states of the figures, and why.

    Parameters
    ----------
    before, after
        Each a folder of reports, a folder that ``tracker report`` wrote, a store, or a day: what was known of
        ``data`` on it.
    data
        The reports that days speak of.

    Returns
    -------
    Compared
        ``claims`` and ``estimates``, the largest change first.
    """
    one, other = state_of(before, data=data, **how), state_of(after, data=data, **how)
    return Compared(
        before=str(before),
        after=str(after),
        claims=compared_claims(one, other),
        estimates=compared_estimates(one, other),
    )


def check(draft: str | Path, *, against: str | Path = "datasets/reports", **how: Any) -> Checked:
    """Say of each figure of a draft whether claims and estimates support it.

    Parameters
    ----------
    draft
        A text about to be published (.txt, .md, .html, .docx, .pdf, ...).
    against
        What it is held against: a folder of reports, a published folder, or a store.

    Returns
    -------
    Checked
        A row a figure, in the draft's order: its verdict, the words, source and day it rests on, the newer figure.
    """
    found = read([draft], unread=True)
    figures = checked_figures(found.claims, state_of(against, **how))
    text = next(iter(found.texts.values()), "")
    return Checked(figures=figures, text=text, extraction=dataclasses.replace(found))
