"""A robust least-squares fit with one-sided bounds, monotone where asked: the numbers behind the estimates.

Minimises  sum w rho((a x - y) / s)  over the rows of a `Problem`, where rho is Student's t for claims,
one-sided for bounds, and quadratic for the smoothness of rates; by reweighting, from a fixed start, so that
equal input gives equal output.

In: Problem.  Out: the levels, their standard errors and the residual of each row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tracker.reconciliation.settings import Fit

Floats = NDArray[np.float64]
TWO, AT_LEAST, AT_MOST, SMOOTH, HARD = 0, 1, 2, 3, 4
WIDE = 4
NOTHING = (0.0,) * WIDE
FIRST, SECOND = np.repeat(np.arange(WIDE), WIDE), np.tile(np.arange(WIDE), WIDE)
"""Every pair of a row's entries."""
CHUNK = 256


@dataclass(slots=True)
class Problem:
    """Rows of a fit over ``size`` unknowns; a row touches at most four of them."""

    size: int
    columns: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)
    stated: list[float] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    owners: list[object] = field(default_factory=list)
    blocks: list[tuple[NDArray[np.int64], Floats, Floats]] = field(default_factory=list)

    def add(
        self,
        columns: tuple[int, ...],
        factors: tuple[float, ...],
        target: float,
        spread: float,
        kind: int,
        weight: float = 1.0,
        first: float = 1.0,
        owner: object = None,
    ) -> None:
        """Add one row; ``first`` is its weight while the fit finds its level, ``owner`` whose it is."""
        empty = WIDE - len(columns)
        self.owners.append(owner)
        self.kinds.append(kind)
        self.columns += columns + columns[:1] * empty
        self.factors += factors + NOTHING[:empty]
        self.stated += (target, spread, kind, weight, first)

    def add_many(self, columns: NDArray[np.int64], factors: Floats, spreads: Floats, kind: int) -> None:
        """Add rows of target zero at once; columns and factors have shape (rows, at most four)."""
        count, given = columns.shape
        wide = np.repeat(columns[:, :1], WIDE, axis=1)
        wide[:, :given] = columns
        full = np.zeros((count, WIDE))
        full[:, :given] = factors
        ones = np.ones(count)
        stated = np.column_stack([0.0 * ones, spreads, kind * ones, ones, ones])
        self.blocks.append((wide, full, stated))

    def arrays(self) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Return columns, factors, and target, spread, kind and weight of every row."""
        blocks = list(self.blocks)
        if self.columns:
            blocks.append(
                (
                    np.array(self.columns, dtype=np.int64).reshape(-1, WIDE),
                    np.array(self.factors).reshape(-1, WIDE),
                    np.array(self.stated).reshape(len(self.kinds), -1),
                )
            )
        columns, factors, stated = zip(*blocks, strict=True)
        return np.concatenate(columns), np.concatenate(factors), np.concatenate(stated)


@dataclass(slots=True)
class Fitted:
    """What a fit found: levels, their standard errors, and the weight left to each stated row."""

    levels: Floats
    errors: Floats
    stated: Floats


def solve(problem: Problem, settings: Fit) -> Fitted:
    """Solve by reweighted least squares; Huber weights first, Student's t when near."""
    columns, factors, stated = problem.arrays()
    targets, spreads, kinds, base, first = stated.T
    scale = max(settings.tiny, float(np.abs(targets).max(initial=0.0)))
    targets, spreads = targets / scale, np.maximum(spreads / scale, settings.least_spread)
    two, least, most, hard = (np.flatnonzero(kinds == kind) for kind in (TWO, AT_LEAST, AT_MOST, HARD))
    weights = np.where((kinds == TWO) | (kinds == SMOOTH), 1.0, 0.0)
    # bounds enter once the stated figures have settled: a bound far off then argues, it does not dictate
    late = settings.early_rounds if bool((base[two] >= 1.0).any()) else 0
    system = _System(columns, factors, problem.size, settings)
    levels: Floats = np.zeros(problem.size)
    squares, early = spreads**2, base * first
    for turn in range(settings.rounds):
        fresh = system.solve(targets, weights * (early if turn < settings.early_rounds else base) / squares)
        residuals = (system.apply(fresh) - targets) / spreads
        settled = turn > settings.early_rounds + 1 and bool((np.abs(fresh - levels) < settings.settled).all())
        levels = fresh
        if settled:
            break
        if turn < settings.early_rounds:
            robust = np.minimum(1.0, settings.huber / np.maximum(np.abs(residuals), settings.tiny))
        else:
            robust = (settings.freedom + 1) / (settings.freedom + residuals**2)
        weights[two] = robust[two]
        if turn >= late:
            weights[least] = robust[least] * (residuals[least] < 0)
            weights[most] = robust[most] * (residuals[most] > 0)
        weights[hard] = residuals[hard] < 0
    return Fitted(
        levels * scale, np.sqrt(system.variances()) * scale, weights[len(weights) - len(problem.kinds) :]
    )


class _System:
    """The normal equations of a problem, a band since rows touch neighbours, solved for each weighting."""

    def __init__(self, columns: NDArray[np.int64], factors: Floats, size: int, settings: Fit) -> None:
        self.size, self.rows = size, len(columns)
        self.ridge, self.firm_ridge = settings.ridge, settings.firm_ridge
        filled = factors != 0.0
        self.row, _ = np.nonzero(filled)
        self.column, self.factor = columns[filled], factors[filled]
        # each row's products of two entries, those on and below the diagonal
        outer = (factors[:, :, None] * factors[:, None, :]).reshape(len(columns), -1)
        below = columns[:, FIRST] - columns[:, SECOND]
        lower = (below >= 0) & (outer != 0.0)
        self.pair_row, _ = np.nonzero(lower)
        self.pair = outer[lower]
        below = below[lower]
        self.width = int(below.max(initial=0)) + 1
        self.flat = below + columns[:, SECOND][lower] * self.width
        self.triangle: Floats = np.zeros((self.width, size), order="F")

    def apply(self, levels: Floats) -> Floats:
        """Return what each row says of some levels."""
        return np.asarray(
            np.bincount(self.row, self.factor * levels[self.column], self.rows), dtype=np.float64
        )

    def solve(self, targets: Floats, worth: Floats) -> Floats:
        """Return the weighted least-squares levels."""
        from scipy.linalg.lapack import dpbsv  # here, so that `tracker --help` need not load it

        right = np.bincount(self.column, self.factor * (worth * targets)[self.row], self.size)
        entries = np.bincount(self.flat, self.pair * worth[self.pair_row], self.width * self.size)
        band = entries.reshape((self.width, self.size), order="F")
        band[0] += self.ridge
        self.triangle, found, fault = dpbsv(band, right, lower=1)
        if fault:  # rounding left the matrix short of definite: a firmer ridge
            band[0] += self.firm_ridge * (1.0 + band[0])
            self.triangle, found, fault = dpbsv(band, right, lower=1)
        return np.asarray(found)

    def variances(self) -> Floats:
        """Return the diagonal of the inverse of the last normal matrix."""
        from scipy.linalg.lapack import dpbtrs

        found = np.empty(self.size)
        for start in range(0, self.size, CHUNK):
            here = np.arange(start, min(self.size, start + CHUNK))
            unit = np.zeros((self.size, len(here)), order="F")
            unit[here, here - start] = 1.0
            found[here] = dpbtrs(self.triangle, unit, lower=1, overwrite_b=1)[0][here, here - start]
        return np.maximum(found, 0.0)
