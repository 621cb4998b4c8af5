"""The rows of a fit: what each figure, each bound, a total's rise and the smoothness of rates ask of the levels.

In: a Problem, a Line with the position of each of its days.  Out: the Problem with rows added.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from tracker.reconciliation.fit import AT_LEAST, AT_MOST, HARD, SMOOTH, TWO, Problem
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Fit, Settings
from tracker.reconciliation.stated import Figure

Scatter = Callable[[str], float]
Positions = dict[int, int]
"""Where each day of a series stands among the unknowns, in order of day."""


def own(problem: Problem, line: Line, at: Positions, scatter: Scatter, settings: Settings) -> None:
    """Add the rows of a series' own figures, of its smoothness, and of its rise if it is a total."""
    alone = lone_jumps(line, settings.fit)
    firm = [one.day for one in line.observed if one.two_sided]
    for one in [*line.observed, *line.hints]:
        noise = scatter(one.source) * one.value
        if one.bound is not None or one.qualifier in ("at_least", "at_most"):
            # a stock with no other count near: "at least 69,000" is the count of its days
            weak = line.cumulative or any(abs(day - one.day) <= settings.fit.alone_days for day in firm)
            _bound(problem, one, at[one.day], noise, line.rate, settings, weak=weak)
        else:
            _figure(problem, one, at[one.day], noise, line, settings, lone=one.claim_id in alone)
    _smooth(problem, line, at, settings.fit)
    if line.cumulative and len(at) > 1:
        _never_falls(problem, line, at, settings.fit)


def _bound(
    problem: Problem,
    one: Figure,
    column: int,
    noise: float,
    rate: float,
    settings: Settings,
    *,
    weak: bool,
) -> None:
    """Add what a bound forbids and, if it is one by its words, what it implies."""
    fit = settings.fit
    kind = AT_MOST if one.bound is not None or one.qualifier == "at_most" else AT_LEAST
    vague = rate * settings.wording.inferred_days if one.dated == 2 else 0.0
    spread = max(noise, fit.bound_spread * one.value, fit.tiny) + vague
    problem.add((column,), (1.0,), one.value, spread, kind, owner=one)
    if one.bound is None:
        loose = one.width + fit.implied_side * one.value + fit.tiny
        problem.add((column,), (1.0,), one.middle, loose, TWO, fit.implied if weak else 1.0)


def _figure(
    problem: Problem, one: Figure, column: int, noise: float, line: Line, settings: Settings, *, lone: bool
) -> None:
    """Add the row of a stated figure."""
    fit, wording = settings.fit, settings.wording
    off = (0.0, wording.implicit_days, wording.inferred_days)[one.dated]
    spread = math.hypot(noise, one.width / wording.deviations) + line.rate * off
    first = 1.0 if one.source == line.main else fit.other_first
    trust = fit.lone if lone else 1.0
    if one.accepted:  # a person vouches for it: the line goes through it
        spread, first, trust = min(spread, fit.accepted_spread * one.value), 1.0, 1.0
    if one.steady:
        spread, first, trust = settings.registers.spread * one.value, 1.0, 1.0
    problem.add((column,), (1.0,), one.middle, max(spread, fit.tiny), TWO, trust, first=first, owner=one)


def _smooth(problem: Problem, line: Line, at: Positions, settings: Fit) -> None:
    """Add that rates change little; two days only carry no rate, and their levels are about equal."""
    gaps = np.diff(np.array(list(at), dtype=np.float64))
    columns = np.array(list(at.values()), dtype=np.int64)
    if len(gaps) == 1:
        top = max(one.value for one in line.observed)
        apart = settings.pair_paces * line.rate * float(gaps[0]) + settings.pair_level * top
        pair = (int(columns[1]), int(columns[0]))
        problem.add(pair, (1.0, -1.0), 0.0, max(apart, settings.tiny), SMOOTH)
    if len(gaps) > 1:
        before, after = gaps[:-1], gaps[1:]
        keep = settings.damping ** ((before + after) / 2)
        problem.add_many(
            np.column_stack([columns[2:], columns[1:-1], columns[:-2]]),
            np.column_stack([1 / after, -1 / after - keep / before, keep / before]),
            settings.smooth * line.rate * np.sqrt(1 / before + 1 / after),
            SMOOTH,
        )


def _never_falls(problem: Problem, line: Line, at: Positions, settings: Fit) -> None:
    """Add that a total does not fall from one day to the next."""
    columns = np.array(list(at.values()), dtype=np.int64)
    ones = np.ones(len(columns) - 1)
    top = max(one.value for one in line.observed)
    problem.add_many(
        np.column_stack([columns[1:], columns[:-1]]),
        np.column_stack([ones, -ones]),
        settings.monotone_spread * max(top, settings.tiny_level) * ones,
        HARD,
    )


def lone_jumps(line: Line, settings: Fit) -> set[str]:
    """Return figures of one other source that leave the main source's course and come back to it.

    The main source speaks before and after within a month, the figure is half as much again as its
    course (or as little), the jump is twice what the main source moves meanwhile, and no third source is
    near it.
    """
    course = [one for one in line.observed if one.source == line.main and one.two_sided]
    others = [one for one in line.observed if one.source != line.main and one.two_sided]
    if len(course) < 2 or not others:
        return set()
    days, values = [one.day for one in course], [one.middle for one in course]
    found = set()
    expected = np.interp([one.day for one in others], days, values).tolist()
    for one, level in zip(others, expected, strict=True):
        if not days[0] <= one.day <= days[-1]:
            continue
        after = bisect_left(days, one.day)
        before = max(0, after - 1)
        moved = abs(values[after] - values[before])
        near = days[after] - days[before] <= settings.lone_gap_days
        if near and _jumped(one, level, moved, settings) and not _borne_out(one, line, settings):
            found.add(one.claim_id)
    return found


def _jumped(one: Figure, level: float, moved: float, settings: Fit) -> bool:
    """Whether a figure lies far off the main source's course, by more than that moves meanwhile."""
    ratio = one.middle / max(level, settings.tiny)
    if 1 / settings.lone_ratio < ratio < settings.lone_ratio:
        return False
    return abs(one.middle - level) > settings.lone_moves * moved


def _borne_out(one: Figure, line: Line, settings: Fit) -> bool:
    """Whether a third source is near a figure that leaves the main source's course."""
    return any(
        abs(other.middle - one.middle) < settings.third_near * one.middle
        for other in line.observed
        if other.source not in (line.main, one.source) and abs(other.day - one.day) <= settings.third_days
    )


def flow(problem: Problem, at: Positions, flow: Figure, scatter: Scatter, settings: Settings) -> None:
    """Add the row that ties a total's rise to a window's flow."""
    assert flow.start is not None
    if flow.start - 1 not in at or flow.day not in at or flow.role == "conflicting":
        return
    coupling = settings.coupling
    noise = coupling.flow_scatter * scatter(flow.source) * flow.value
    spread = math.hypot(noise, coupling.flow_widths * flow.width) + coupling.flow_side * flow.value
    kind = {"at_least": AT_LEAST, "at_most": AT_MOST}.get(flow.qualifier, TWO)
    columns = (at[flow.day], at[flow.start - 1])
    problem.add(columns, (1.0, -1.0), flow.value, max(spread, settings.fit.tiny), kind)


def tie(problem: Problem, one: Positions, other: Positions, spread: float, weight: float) -> None:
    """Let two series rise together: their changes between shared days are equal, give or take."""
    common = [day for day in one if day in other]
    for before, after in pairwise(common):
        columns = (other[after], other[before], one[after], one[before])
        problem.add(columns, (1.0, -1.0, -1.0, 1.0), 0.0, spread, TWO, weight)
