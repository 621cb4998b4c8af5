"""Fit the series of one family together: running totals, window flows and stocks inform one another.

Running totals with different starts differ by a constant; a window's flow is a total's rise; a stock rises as
its arrivals do.  Each becomes rows of one robust fit (`fit`).

In: Lines with their observations.  Out: the same Lines with knots, levels and standard errors.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from tracker.reconciliation.fit import AT_LEAST, AT_MOST, HARD, SMOOTH, TWO, Problem, solve
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Settings
from tracker.reconciliation.stated import Figure

Scatter = Callable[[str], float]
VAGUE_DAYS = (0.0, 0.3, 1.5)
"""Days by which an explicit, implicit or inferred day may be off."""
MOST_KNOTS = 1500


def fit_all(all_lines: Sequence[Line], scatter: Scatter, settings: Settings) -> None:
    """Fit every family; windows and rates get no line of their own here."""
    families: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in all_lines:
        families[line.family].append(line)
    for family in families.values():
        _fit_family(family, scatter, settings)


def _fit_family(family: list[Line], scatter: Scatter, settings: Settings) -> None:
    """Fit the totals and stocks of one family, together where they share days."""
    family.sort(key=lambda line: line.series_id)
    totals = [line for line in family if line.cumulative and line.observed]
    stocks = [line for line in family if line.kind == "stock" and line.observed]
    flows = [
        one for line in family if line.kind == "window" for one in line.observed if one.start is not None
    ]
    fitted = totals + stocks
    if not fitted:
        return
    siblings = _siblings(totals)
    stock = max(stocks, key=lambda line: (len(line.observed), line.series_id), default=None)
    main = max(totals, key=lambda line: (len(line.observed), line.series_id), default=None)
    joined = [(main, stock)] if main and stock and main.to is not None else []
    days = {line.number: {one.day for one in [*line.observed, *line.hints]} for line in fitted}
    rises = _flows_for(totals, flows, days)
    for one, other in [*siblings, *joined]:
        _share_days(one, other, days)
    if len(fitted) > 1 and sum(len(each) for each in days.values()) > MOST_KNOTS:
        siblings, joined = [], []
        days = {line.number: {one.day for one in [*line.observed, *line.hints]} for line in fitted}
        rises = _flows_for(totals, flows, days)
    tied = {line.number for pair in [*siblings, *joined] for line in pair}
    groups = [[line] for line in fitted if line.number not in tied]
    if tied:
        groups.append([line for line in fitted if line.number in tied])
    for group in groups:
        numbers = {line.number for line in group}
        _fit_group(
            group,
            days,
            {number: each for number, each in rises.items() if number in numbers},
            siblings=[pair for pair in siblings if pair[0].number in numbers],
            joined=[pair for pair in joined if pair[0].number in numbers],
            scatter=scatter,
            settings=settings,
        )


def _siblings(totals: list[Line]) -> list[tuple[Line, Line]]:
    """Return pairs of totals from different starts that one source keeps a constant apart."""
    if len(totals) < 2:
        return []
    main = max(totals, key=lambda line: (len(line.observed), line.series_id))
    pairs = []
    for line in totals:
        if line is main or line.since is None or main.since is None or line.since == main.since:
            continue
        early, late = (line, main) if line.since < main.since else (main, line)
        stated: dict[tuple[str, int], list[float]] = defaultdict(list)
        for other in late.observed:
            if other.bound is None:
                stated[other.source, other.day].append(other.value)
        apart = [
            one.value - value
            for one in early.observed
            if one.bound is None
            for value in stated.get((one.source, one.day), ())
        ]
        if len(apart) >= 2:
            middle = median(apart)
            level = max(one.value for one in early.observed)
            if middle >= -0.01 * level and median(abs(each - middle) for each in apart) <= 0.03 * level:
                pairs.append((early, late))
    return pairs


def _flows_for(totals: list[Line], flows: list[Figure], days: dict[int, set[int]]) -> dict[int, list[Figure]]:
    """Return the window flows that state each total's rise, and add their days to its knots."""
    rises: dict[int, list[Figure]] = {}
    for line in totals:
        first, last = min(one.day for one in line.observed), max(one.day for one in line.observed)
        own = []
        for flow in flows:
            assert flow.start is not None
            if (
                flow.start - 1 >= first
                and flow.start - 1 <= last + 3
                and (line.since is None or flow.start >= line.since)
            ):
                own.append(flow)
                days[line.number] |= {flow.start - 1, flow.day}
        rises[line.number] = own
    return rises


def _share_days(one: Line, other: Line, days: dict[int, set[int]]) -> None:
    """Give two coupled series common knots where both are under way."""
    first = max(min(days[one.number]), min(days[other.number]))
    last = max(*days[one.number], *days[other.number])
    shared = {day for day in days[one.number] | days[other.number] if first <= day <= last}
    days[one.number] |= shared
    days[other.number] |= shared


def _fit_group(
    group: list[Line],
    days: dict[int, set[int]],
    rises: dict[int, list[Figure]],
    *,
    siblings: list[tuple[Line, Line]],
    joined: list[tuple[Line, Line]],
    scatter: Scatter,
    settings: Settings,
) -> None:
    """Set up and solve one fit, and hand each line its levels."""
    # unknowns in order of day, so that every row touches neighbours only
    places = sorted((day, line.number) for line in group for day in days[line.number])
    position = {place: index for index, place in enumerate(places)}
    at = {
        line.number: {day: position[day, line.number] for day in sorted(days[line.number])} for line in group
    }
    problem = Problem(size=len(places))
    for line in group:
        line.main = main_source(line)
        line.rate = pace(line)
        _own_rows(problem, line, at[line.number], scatter, settings)
        for flow in rises.get(line.number, ()):
            _flow_row(problem, at[line.number], flow, scatter)
    for early, late in siblings:
        spread = settings.sibling * max(one.value for one in early.observed)
        _tie(problem, at[early.number], at[late.number], spread, 1.0)
    for total, stock in joined:
        spread = settings.conserve * max(one.value for one in stock.observed)
        _tie(problem, at[total.number], at[stock.number], spread, 0.5)
    found = solve(problem, settings.freedom, settings.rounds)
    for one, weight, kind in zip(problem.owners, found.stated.tolist(), problem.kinds, strict=True):
        if isinstance(one, Figure):
            one.weight = 1.0 if kind != TWO and weight == 0.0 else round(min(1.0, weight), 3)
    for line in group:
        columns = np.array(list(at[line.number].values()), dtype=np.int64)
        levels = np.maximum(found.levels[columns], 0.0)
        top = max(one.value for one in line.observed)  # no day is less known than by the series' own size
        line.knots = np.array(list(at[line.number]), dtype=np.int64)
        line.errors = np.minimum(found.errors[columns], top)
        line.levels = np.maximum.accumulate(levels) if line.cumulative else levels


def _tie(problem: Problem, one: dict[int, int], other: dict[int, int], spread: float, weight: float) -> None:
    """Let two series rise together: their changes between shared days are equal, give or take."""
    common = [day for day in one if day in other]
    for before, after in pairwise(common):
        columns = (other[after], other[before], one[after], one[before])
        problem.add(columns, (1.0, -1.0, -1.0, 1.0), 0.0, spread, TWO, weight)


def pace(line: Line) -> float:
    """Return a typical daily change of a series; one odd source may not more than double the main one's."""
    own = [one for one in line.observed if one.source == line.main and one.bound is None]
    change = _change(line.observed)
    if len(own) >= 3 and own[-1].day > own[0].day:
        change = min(change, 2 * _change(own))
    return max(change, 0.002 * max(one.value for one in line.observed))


def _change(observed: list[Figure]) -> float:
    """Return the spread of some figures over the days they span."""
    values, days = [one.value for one in observed], [one.day for one in observed]
    return (max(values) - min(values)) / max(1, max(days) - min(days))


def main_source(line: Line) -> str:
    """Return the source that says most of a series: one instrument's own course is trusted first."""
    counts: dict[str, int] = defaultdict(int)
    for one in line.observed:
        counts[one.source] += 2 if one.two_sided else 1
    return min(counts, key=lambda name: (-counts[name], name))


def _own_rows(problem: Problem, line: Line, at: dict[int, int], scatter: Scatter, settings: Settings) -> None:
    """Add the rows of a series' own figures, of its smoothness, and of its rise if it is a total."""
    rate, main = line.rate, line.main
    alone = _lone_jumps(line, main)
    firm = [one.day for one in line.observed if one.two_sided]
    for one in [*line.observed, *line.hints]:
        column, noise = (at[one.day],), scatter(one.source) * one.value
        if one.bound is not None or one.qualifier in ("at_least", "at_most"):
            kind = AT_MOST if one.bound is not None or one.qualifier == "at_most" else AT_LEAST
            vague = rate * VAGUE_DAYS[one.dated] if one.dated == 2 else 0.0
            spread = max(noise, 0.002 * one.value, 1e-9) + vague
            problem.add(column, (1.0,), one.value, spread, kind, owner=one)
            if one.bound is None:
                loose = one.width + 0.1 * one.value + 1e-9
                # a stock with no other count near: "at least 69,000" is the count of its days
                near = line.cumulative or any(abs(day - one.day) <= settings.carry_days for day in firm)
                problem.add(column, (1.0,), one.middle, loose, TWO, settings.implicature if near else 1.0)
            continue
        spread = math.hypot(noise, one.width / 3.5) + rate * VAGUE_DAYS[one.dated]
        first = 1.0 if one.source == main else settings.other_first
        trust = settings.lone if one.claim_id in alone else 1.0
        if one.accepted:  # a person vouches for it: the line goes through it
            spread, first, trust = min(spread, 0.002 * one.value), 1.0, 1.0
        problem.add(column, (1.0,), one.middle, max(spread, 1e-9), TWO, trust, first=first, owner=one)
    knots, columns = np.array(list(at), dtype=np.float64), np.array(list(at.values()), dtype=np.int64)
    gaps = np.diff(knots)
    if (
        len(gaps) == 1
    ):  # two days carry no rate to be smooth: their levels are about equal, within what is usual
        apart = 3 * rate * float(gaps[0]) + 0.05 * max(one.value for one in line.observed)
        problem.add((int(columns[1]), int(columns[0])), (1.0, -1.0), 0.0, max(apart, 1e-9), SMOOTH)
    if len(gaps) > 1:
        before, after = gaps[:-1], gaps[1:]
        keep = settings.damping ** ((before + after) / 2)
        problem.add_many(
            np.column_stack([columns[2:], columns[1:-1], columns[:-2]]),
            np.column_stack([1 / after, -1 / after - keep / before, keep / before]),
            settings.smooth * rate * np.sqrt(1 / before + 1 / after),
            SMOOTH,
        )
    if line.cumulative and len(gaps):
        top = max(one.value for one in line.observed)
        ones = np.ones(len(gaps))
        problem.add_many(
            np.column_stack([columns[1:], columns[:-1]]),
            np.column_stack([ones, -ones]),
            1e-4 * max(top, 1e-6) * ones,
            HARD,
        )


def _lone_jumps(line: Line, main: str) -> set[str]:
    """Return figures of one other source that leave the main source's course and come back to it.

    The main source speaks before and after within a month, the figure is half as much again as its
    course (or as little), the jump is twice what the main source moves meanwhile, and no third source is
    near it.
    """
    own = [one for one in line.observed if one.source == main and one.two_sided]
    if len(own) < 2 or len(own) == len(line.observed):
        return set()
    days, values = [one.day for one in own], [one.middle for one in own]
    found = set()
    others = [one for one in line.observed if one.source != main and one.two_sided]
    course = np.interp([one.day for one in others], days, values).tolist() if others else []
    for one, expected in zip(others, course, strict=True):
        if not days[0] <= one.day <= days[-1]:
            continue
        after = bisect_left(days, one.day)
        before = max(0, after - 1)
        if days[after] - days[before] > 31:
            continue
        jump = abs(one.middle - expected)
        if not 1 / 1.5 < one.middle / max(expected, 1e-9) < 1.5 and jump > 2 * abs(
            values[after] - values[before]
        ):
            third = (
                other
                for other in line.observed
                if other.source not in (main, one.source) and abs(other.day - one.day) <= 3
            )
            if not any(abs(other.middle - one.middle) < 0.2 * one.middle for other in third):
                found.add(one.claim_id)
    return found


def _flow_row(problem: Problem, at: dict[int, int], flow: Figure, scatter: Scatter) -> None:
    """Add the row that ties a total's rise to a window's flow."""
    assert flow.start is not None
    if flow.start - 1 not in at or flow.day not in at or flow.role == "conflicting":
        return
    spread = math.hypot(3 * scatter(flow.source) * flow.value, flow.width / 2) + 0.1 * flow.value
    kind = {"at_least": AT_LEAST, "at_most": AT_MOST}.get(flow.qualifier, TWO)
    problem.add((at[flow.day], at[flow.start - 1]), (1.0, -1.0), flow.value, max(spread, 1e-9), kind)
