"""Round an estimate so that it says no more than is known.

In: low, best, high.  Out: the same three, rounded outward where they are bounds.
"""

from __future__ import annotations

import math


def step(low: float, best: float, high: float) -> float:
    """Return the rounding step that fits an estimate: a tenth of its half-width's magnitude.

    An interval of no width still gives three figures of the best value, never more.
    """
    half = (high - low) / 2
    by_size = 10.0 ** (math.floor(math.log10(best)) - 2) if best >= 1 else 1.0
    if half <= 0:
        return max(1.0, by_size)
    return max(1.0, min(10.0 ** (math.floor(math.log10(half)) - 1), by_size * 10), by_size / 10)


def rounded(low: float, best: float, high: float) -> tuple[float, float, float]:
    """Return low rounded down, best to the nearest and high up, all to one sensible step."""
    unit = step(low, best, high)
    down = math.floor(low / unit + 1e-9) * unit
    near = math.floor(best / unit + 0.5) * unit
    up = math.ceil(high / unit - 1e-9) * unit
    return down, min(max(near, down), up), up


def ticks(top: float, wanted: int = 5) -> list[float]:
    """Return round axis values from zero to at least ``top``."""
    if top <= 0 or not math.isfinite(top):
        return [0.0, 1.0]
    raw = top / wanted
    size = 10.0 ** math.floor(math.log10(raw))
    gap = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= raw)
    if gap < 1 <= top:
        gap = 1.0
    return [gap * i for i in range(math.ceil(top / gap - 1e-9) + 1)]


def three(value: float) -> float:
    """Return a value with three figures, as a label shows it."""
    if value < 1:
        return round(value, 2)
    unit = 10.0 ** max(0, math.floor(math.log10(value)) - 2)
    return math.floor(value / unit + 0.5) * unit
