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

Floats = NDArray[np.float64]
TWO, AT_LEAST, AT_MOST, SMOOTH, HARD = 0, 1, 2, 3, 4
WIDE = 4
CHUNK = 256
HUBER_ROUNDS = 4
NEAR = 1e-5


@dataclass(slots=True)
class Problem:
    """Rows of a fit over ``size`` unknowns; a row touches at most four of them."""

    size: int
    columns: list[tuple[int, ...]] = field(default_factory=list)
    factors: list[tuple[float, ...]] = field(default_factory=list)
    stated: list[tuple[float, float, int, float, float]] = field(default_factory=list)
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
        self.owners.append(owner)
        self.columns.append(columns + columns[:1] * (WIDE - len(columns)))
        self.factors.append(factors + (0.0,) * (WIDE - len(factors)))
        self.stated.append((target, spread, kind, weight, first))

    def add_many(self, columns: NDArray[np.int64], factors: Floats, spreads: Floats, kind: int) -> None:
        """Add rows of target zero at once; columns and factors have shape (rows, at most four)."""
        empty = WIDE - columns.shape[1]
        wide = np.hstack([columns, np.repeat(columns[:, :1], empty, axis=1)])
        count = len(spreads)
        stated = np.column_stack([np.zeros(count), spreads, np.full(count, kind), np.ones((count, 2))])
        self.blocks.append((wide, np.hstack([factors, np.zeros((len(factors), empty))]), stated))

    def laid_out(self) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Return columns, factors, and target, spread, kind and weight of every row."""
        blocks = list(self.blocks)
        if self.columns:
            blocks.append(
                (np.array(self.columns, dtype=np.int64), np.array(self.factors), np.array(self.stated))
            )
        return (
            np.vstack([block[0] for block in blocks]),
            np.vstack([block[1] for block in blocks]),
            np.vstack([block[2] for block in blocks]),
        )


@dataclass(slots=True)
class Fitted:
    """What a fit found: levels, their standard errors, and the weight left to each stated row."""

    levels: Floats
    errors: Floats
    stated: Floats


def solve(problem: Problem, freedom: float, rounds: int) -> Fitted:
    """Solve by reweighted least squares; Huber weights first, Student's t when near."""
    columns, factors, stated = problem.laid_out()
    targets, spreads, kinds, base, first = stated.T
    scale = max(1e-9, float(np.abs(targets).max(initial=0.0)))
    targets, spreads = targets / scale, np.maximum(spreads / scale, 1e-7)
    two, least, most, hard = kinds == TWO, kinds == AT_LEAST, kinds == AT_MOST, kinds == HARD
    weights = np.where(two | (kinds == SMOOTH), 1.0, 0.0)
    # bounds enter once the stated figures have settled: a bound far off then argues, it does not dictate
    late = HUBER_ROUNDS if bool((two & (base >= 1.0)).any()) else 0
    system = _System(columns, factors, problem.size)
    levels: Floats = np.zeros(problem.size)
    residuals = targets
    for turn in range(rounds):
        early = first if turn < HUBER_ROUNDS else 1.0
        fresh = system.solve(targets, weights * base * early / spreads**2)
        residuals = ((factors * fresh[columns]).sum(axis=1) - targets) / spreads
        moved = float(np.abs(fresh - levels).max(initial=0.0))
        levels = fresh
        if moved < NEAR and turn > HUBER_ROUNDS + 1:
            break
        size = np.abs(residuals)
        if turn < HUBER_ROUNDS:
            robust = np.minimum(1.0, 2.0 / np.maximum(size, 1e-9))
        else:
            robust = (freedom + 1) / (freedom + size**2)
        weights = np.where(two, robust, weights)
        if turn >= late:
            weights = np.where(least, np.where(residuals < 0, robust, 0.0), weights)
            weights = np.where(most, np.where(residuals > 0, robust, 0.0), weights)
        weights = np.where(hard, np.where(residuals < 0, 1.0, 0.0), weights)
    return Fitted(
        levels * scale, np.sqrt(system.variances()) * scale, weights[len(weights) - len(problem.stated) :]
    )


class _System:
    """The normal equations of a problem, a band since rows touch neighbours, solved for each weighting."""

    def __init__(self, columns: NDArray[np.int64], factors: Floats, size: int) -> None:
        self.columns, self.factors, self.size = columns, factors, size
        rows, across = np.repeat(columns, WIDE, axis=1), np.tile(columns, (1, WIDE))
        outer = (factors[:, :, None] * factors[:, None, :]).reshape(len(columns), -1)
        lower = (rows >= across) & (outer != 0.0)
        row, _ = np.nonzero(lower)
        self.row = row
        self.outer = outer[lower]
        self.width = int((rows - across)[lower].max(initial=0)) + 1
        self.flat = (rows - across)[lower] * size + across[lower]
        self.factor: Floats = np.zeros((self.width, size))

    def solve(self, targets: Floats, worth: Floats) -> Floats:
        """Return the weighted least-squares levels."""
        from scipy.linalg.lapack import dpbsv  # here, so that `tracker --help` need not load it

        right = np.bincount(
            self.columns.ravel(), (self.factors * (worth * targets)[:, None]).ravel(), self.size
        )
        band = np.bincount(self.flat, self.outer * worth[self.row], self.width * self.size).reshape(
            self.width, self.size
        )
        band[0] += 1e-9
        self.factor, found, fault = dpbsv(band, right, lower=1)
        if fault:  # rounding left the matrix short of definite: a firmer ridge
            band[0] += 1e-6 * (1.0 + band[0])
            self.factor, found, fault = dpbsv(band, right, lower=1)
        return np.asarray(found)

    def variances(self) -> Floats:
        """Return the diagonal of the inverse of the last normal matrix."""
        from scipy.linalg.lapack import dpbtrs

        found = np.empty(self.size)
        for start in range(0, self.size, CHUNK):
            here = np.arange(start, min(self.size, start + CHUNK))
            unit = np.zeros((self.size, len(here)), order="F")
            unit[here, here - start] = 1.0
            found[here] = dpbtrs(self.factor, unit, lower=1)[0][here, here - start]
        return np.maximum(found, 0.0)
