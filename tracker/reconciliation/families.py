"""Fit the series of one family together: running totals, window flows and stocks inform one another.

Running totals with different starts differ by a constant; a window's flow is a total's rise; a stock rises as
its arrivals do.  Each becomes rows (`fit_rows`) of one robust fit (`fit`).

In: Lines with their observations.  Out: the same Lines with knots, levels and standard errors.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from tracker.reconciliation import fit_rows
from tracker.reconciliation.fit import TWO, Problem, solve
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Coupling, Fit, Settings
from tracker.reconciliation.stated import Figure

Scatter = Callable[[str], float]
Pair = tuple[Line, Line]
Days = dict[int, set[int]]
"""The days of each series, by its number."""
Rises = dict[int, list[Figure]]
"""The window flows that state each total's rise, by its number."""


def fit_all(all_lines: Sequence[Line], scatter: Scatter, settings: Settings) -> None:
    """Fit every family; windows and rates get no line of their own here."""
    families: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in all_lines:
        families[line.family].append(line)
    for family in families.values():
        _fit_family(sorted(family, key=lambda line: line.series_id), scatter, settings)


def _fit_family(family: list[Line], scatter: Scatter, settings: Settings) -> None:
    """Fit the totals and stocks of one family, together where they share days."""
    totals = [line for line in family if line.cumulative and line.observed]
    stocks = [line for line in family if line.kind == "stock" and line.observed]
    flows = [
        one for line in family if line.kind == "window" for one in line.observed if one.start is not None
    ]
    siblings, joined = _siblings(totals, settings.coupling), _arrivals(totals, stocks)
    days, rises = _knots(totals, stocks, flows, [*siblings, *joined], settings.coupling)
    if len(days) > 1 and sum(map(len, days.values())) > settings.fit.most_knots:
        siblings, joined = [], []
        days, rises = _knots(totals, stocks, flows, [], settings.coupling)
    for group in _groups([*totals, *stocks], [*siblings, *joined]):
        numbers = {line.number for line in group}
        _fit_group(
            group,
            days,
            rises,
            siblings=[pair for pair in siblings if pair[0].number in numbers],
            joined=[pair for pair in joined if pair[0].number in numbers],
            scatter=scatter,
            settings=settings,
        )


def _fullest(lines: list[Line]) -> Line | None:
    """Return the series with most observations."""
    return max(lines, key=lambda line: (len(line.observed), line.series_id), default=None)


def _siblings(totals: list[Line], settings: Coupling) -> list[Pair]:
    """Return pairs of totals from different starts that one source keeps a constant apart, the earlier first."""
    main = _fullest(totals)
    pairs = []
    for line in totals:
        if line is main or main is None or line.since is None or main.since is None:
            continue
        early, late = (line, main) if line.since < main.since else (main, line)
        if early.since != late.since and _constant_apart(early, late, settings):
            pairs.append((early, late))
    return pairs


def _constant_apart(early: Line, late: Line, settings: Coupling) -> bool:
    """Whether sources that give both totals on one day give them about a constant apart."""
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
    if len(apart) < settings.totals_pairs:
        return False
    middle = median(apart)
    level = max(one.value for one in early.observed)
    scattered = median(abs(each - middle) for each in apart)
    return middle >= -settings.totals_below * level and scattered <= settings.totals_scatter * level


def _arrivals(totals: list[Line], stocks: list[Line]) -> list[Pair]:
    """Return the total of those who arrived at a place and the stock of those who are there, if both are known."""
    total, stock = _fullest(totals), _fullest(stocks)
    return [(total, stock)] if total and stock and total.to is not None else []


def _knots(
    totals: list[Line], stocks: list[Line], flows: list[Figure], pairs: list[Pair], settings: Coupling
) -> tuple[Days, Rises]:
    """Return the days on which each series gets a level, and the flows that state the totals' rises."""
    days = {line.number: {one.day for one in [*line.observed, *line.hints]} for line in [*totals, *stocks]}
    rises = {line.number: _flows_of(line, flows, settings) for line in totals}
    for number, own in rises.items():
        days[number] |= {day for flow in own for day in (_eve(flow), flow.day)}
    for one, other in pairs:
        _share_days(one, other, days)
    return days, rises


def _eve(flow: Figure) -> int:
    """Return the day before a window starts: its flow is a total's rise since then."""
    assert flow.start is not None
    return flow.start - 1


def _flows_of(line: Line, flows: list[Figure], settings: Coupling) -> list[Figure]:
    """Return the window flows that state a total's rise."""
    first, last = min(one.day for one in line.observed), max(one.day for one in line.observed)
    return [
        flow
        for flow in flows
        if first <= _eve(flow) <= last + settings.flow_late_days
        and (line.since is None or _eve(flow) >= line.since - 1)
    ]


def _share_days(one: Line, other: Line, days: Days) -> None:
    """Give two coupled series common knots where both are under way."""
    first = max(min(days[one.number]), min(days[other.number]))
    last = max(*days[one.number], *days[other.number])
    shared = {day for day in days[one.number] | days[other.number] if first <= day <= last}
    days[one.number] |= shared
    days[other.number] |= shared


def _groups(fitted: list[Line], pairs: list[Pair]) -> list[list[Line]]:
    """Return the series fitted alone, one each, then those of any pair, together."""
    tied = {line.number for pair in pairs for line in pair}
    alone = [[line] for line in fitted if line.number not in tied]
    return [*alone, [line for line in fitted if line.number in tied]] if tied else alone


def _fit_group(
    group: list[Line],
    days: Days,
    rises: Rises,
    *,
    siblings: list[Pair],
    joined: list[Pair],
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
        line.main = main_source(line, settings.fit)
        line.rate = pace(line, settings.fit)
        fit_rows.own(problem, line, at[line.number], scatter, settings)
        for flow in rises.get(line.number, ()):
            fit_rows.flow(problem, at[line.number], flow, scatter, settings)
    coupling = settings.coupling
    for early, late in siblings:
        spread = coupling.totals_spread * max(one.value for one in early.observed)
        fit_rows.tie(problem, at[early.number], at[late.number], spread, 1.0)
    for total, stock in joined:
        spread = coupling.arrivals_spread * max(one.value for one in stock.observed)
        fit_rows.tie(problem, at[total.number], at[stock.number], spread, coupling.arrivals_weight)
    found = solve(problem, settings.fit)
    for one, weight, kind in zip(problem.owners, found.stated.tolist(), problem.kinds, strict=True):
        if isinstance(one, Figure):
            idle = kind != TWO and weight == 0.0
            one.weight = 1.0 if idle else round(min(1.0, weight), settings.fit.weight_places)
    for line in group:
        columns = np.array(list(at[line.number].values()), dtype=np.int64)
        levels = np.maximum(found.levels[columns], 0.0)
        top = max(one.value for one in line.observed)  # no day is less known than by the series' own size
        line.knots = np.array(list(at[line.number]), dtype=np.int64)
        line.errors = np.minimum(found.errors[columns], top)
        line.levels = np.maximum.accumulate(levels) if line.cumulative else levels
        _through_counts(line, settings)


def _through_counts(line: Line, settings: Settings) -> None:
    """Let the line pass where an uncontested count says: its day is best known by it, not by the days around.

    Counts that the fit finds far off stay beside the line, and a total never falls for one.
    """
    index = {int(day): at for at, day in enumerate(line.knots)}
    used = [one for one in line.observed if one.role == "used" and one.two_sided and one.dated < 2]
    for one in used:
        at = index[one.day]
        level = float(line.levels[at])
        wanted = min(max(level, one.low), one.high)
        far = abs(wanted - level) > settings.fit.through * max(level, one.value)
        contested = any(
            other.counter != one.counter
            and abs(other.day - one.day) <= settings.copies.same_days
            and not (other.low <= one.high and one.low <= other.high)
            for other in used
        )
        if far or contested or (line.cumulative and not _has_room(line, at, wanted)):
            continue
        line.levels[at] = wanted


def _has_room(line: Line, at: int, wanted: float) -> bool:
    """Whether a total keeps rising with a level set to a figure."""
    before = line.levels[at - 1] if at else 0.0
    after = line.levels[at + 1] if at + 1 < len(line.levels) else math.inf
    return bool(before <= wanted <= after)


def pace(line: Line, settings: Fit) -> float:
    """Return a typical daily change of a series; one odd source may not more than double the main one's."""
    own = [one for one in line.observed if one.source == line.main and one.bound is None]
    change = _change(line.observed)
    if len(own) >= settings.pace_figures and own[-1].day > own[0].day:
        change = min(change, settings.pace_excess * _change(own))
    return max(change, settings.least_pace * max(one.value for one in line.observed))


def _change(observed: list[Figure]) -> float:
    """Return the spread of some figures over the days they span."""
    values, days = [one.value for one in observed], [one.day for one in observed]
    return (max(values) - min(values)) / max(1, max(days) - min(days))


def main_source(line: Line, settings: Fit) -> str:
    """Return the source that says most of a series: one instrument's own course is trusted first."""
    counts: dict[str, float] = defaultdict(int)
    for one in line.observed:
        counts[one.source] += settings.count_worth if one.two_sided else 1
    return min(counts, key=lambda name: (-counts[name], name))
