"""A robust least-squares fit with one-sided bounds, monotone where asked: the numbers behind the estimates.

Minimises  sum w rho((a x - y) / s)  over the rows of a `Problem`, where rho is Student's t for claims, one-sided
for bounds, and quadratic for the smoothness of rates; by reweighting, from a fixed start, so that equal
input gives equal output.

In: Problem.  Out: the levels, their standard errors and the residual of each row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TWO, AT_LEAST, AT_MOST, SMOOTH, HARD = 0, 1, 2, 3, 4
WIDE = 4
DENSE = 260


@dataclass(slots=True)
class Problem:
    """Rows of a fit over ``size`` unknowns; a row touches at most four of them."""

    size: int
    columns: list[tuple[int, ...]] = field(default_factory=list)
    factors: list[tuple[float, ...]] = field(default_factory=list)
    targets: list[float] = field(default_factory=list)
    spreads: list[float] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(
        self,
        columns: tuple[int, ...],
        factors: tuple[float, ...],
        target: float,
        spread: float,
        kind: int,
        weight: float = 1.0,
    ) -> int:
        """Add one row and return its number."""
        self.columns.append(columns + (0,) * (WIDE - len(columns)))
        self.factors.append(factors + (0.0,) * (WIDE - len(factors)))
        self.targets.append(target)
        self.spreads.append(spread)
        self.kinds.append(kind)
        self.weights.append(weight)
        return len(self.targets) - 1


@dataclass(slots=True)
class Fitted:
    """What a fit found: levels, standard errors, and for each row its standardised residual and weight."""

    levels: Floats
    errors: Floats
    residuals: Floats
    weights: Floats


def solve(problem: Problem, freedom: float, rounds: int) -> Fitted:
    """Solve by reweighted least squares; Huber weights first, Student's t when near."""
    columns = np.array(problem.columns, dtype=np.int64)
    factors = np.array(problem.factors)
    spreads = np.array(problem.spreads)
    targets = np.array(problem.targets)
    scale = max(1e-9, float(np.abs(targets).max(initial=0.0)))
    targets, spreads = targets / scale, np.maximum(spreads / scale, 1e-7)
    kinds = np.array(problem.kinds)
    base = np.array(problem.weights)
    two, least, most, hard = kinds == TWO, kinds == AT_LEAST, kinds == AT_MOST, kinds == HARD
    weights = np.where(two | (kinds == SMOOTH), 1.0, 0.0)
    # bounds enter once the stated figures have settled: a bound far off then argues, it does not dictate
    late = 4 if bool((two & (base >= 1.0)).any()) else 0
    levels: Floats | None = None
    residuals = targets
    normal: Floats | None = None
    for turn in range(rounds):
        worth = weights * base / spreads**2
        fresh, normal = _least_squares(columns, factors, targets, worth, problem.size)
        residuals = ((factors * fresh[columns]).sum(axis=1) - targets) / spreads
        still = levels is not None and float(np.abs(fresh - levels).max()) < 1e-6
        levels = fresh
        if still and turn > 5:
            break
        size = np.abs(residuals)
        if turn < 4:
            robust = np.minimum(1.0, 2.0 / np.maximum(size, 1e-9))
        else:
            robust = (freedom + 1) / (freedom + size**2)
        weights = np.where(two, robust, weights)
        if turn >= late:
            weights = np.where(least, np.where(residuals < 0, robust, 0.0), weights)
            weights = np.where(most, np.where(residuals > 0, robust, 0.0), weights)
        weights = np.where(hard, np.where(residuals < 0, 1.0, 0.0), weights)
    assert levels is not None
    errors = np.sqrt(np.maximum(_inverse_diagonal(normal, problem.size), 0.0))
    return Fitted(levels * scale, errors * scale, residuals, weights)


def _least_squares(
    columns: NDArray[np.int64], factors: Floats, targets: Floats, worth: Floats, size: int
) -> tuple[Floats, object]:
    """Return the weighted least-squares levels and the normal matrix (dense, or sparse when large)."""
    right = np.bincount(columns.ravel(), (factors * (worth * targets)[:, None]).ravel(), size)
    left = (factors[:, :, None] * factors[:, None, :] * worth[:, None, None]).ravel()
    rows = np.repeat(columns, WIDE, axis=1).ravel()
    across = np.tile(columns, (1, WIDE)).ravel()
    if size <= DENSE:
        normal = np.bincount(rows * size + across, left, size * size).reshape(size, size)
        normal[np.diag_indices(size)] += 1e-9
        return np.linalg.solve(normal, right), normal
    from scipy import sparse
    from scipy.sparse.linalg import splu

    big = sparse.csc_matrix((left, (rows, across)), shape=(size, size)) + 1e-9 * sparse.identity(
        size, format="csc"
    )
    factor = splu(big)
    return factor.solve(right), factor


def _inverse_diagonal(normal: object, size: int) -> Floats:
    """Return the diagonal of the inverse of the normal matrix."""
    if isinstance(normal, np.ndarray):
        return np.diagonal(np.linalg.inv(normal)).copy()
    out = np.empty(size)
    for start in range(0, size, 256):
        stop = min(size, start + 256)
        unit = np.zeros((size, stop - start))
        unit[np.arange(start, stop), np.arange(stop - start)] = 1.0
        out[start:stop] = np.asarray(normal.solve(unit))[np.arange(start, stop), np.arange(stop - start)]  # type: ignore[attr-defined]
    return out
