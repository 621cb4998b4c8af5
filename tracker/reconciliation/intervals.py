"""Read daily low, best and high off a fitted series; every unexplained conflict stays inside the band.

In: Lines with levels.  Out: the same Lines with days, low, best, high; figures that do not fit marked.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tracker.reconciliation.differences import Difference, difference, slip
from tracker.reconciliation.dissent import OPEN, OUTWEIGHED
from tracker.reconciliation.lines import Floats, Line
from tracker.reconciliation.settings import Band, Misfits, Settings
from tracker.reconciliation.stated import Figure, compared, date_of, say

Scatter = Callable[[str], float]
Printed = Mapping[float, list[tuple[Line, Figure]]]


def daily(line: Line, until: int | None, settings: Settings) -> None:
    """Read the levels off a day, carry them on to ``until`` (capped), with their first, unwidened band."""
    first = min(one.day for one in line.figures)
    last = int(line.knots[-1])
    end = last if until is None else min(max(last, until), last + settings.band.carry_days)
    if until is not None:
        end = max(min(end, until), first)
    line.days = np.arange(first, end + 1, dtype=np.int64)
    knots = line.knots.astype(np.float64)
    days = line.days.astype(np.float64)
    line.best = np.interp(days, knots, line.levels)
    spread = _spread(line, knots, days, settings)
    ahead = np.maximum(0.0, days - knots[-1])
    if line.cumulative and len(knots) > 1:
        line.best = line.best + _trend(line) * _damped(ahead, settings.fit.damping)
    line.low = np.maximum(line.best - settings.band.quantile * spread, 0.0)
    line.high = line.best + settings.band.quantile * spread
    if line.cumulative:
        line.low = np.where(
            ahead > 0, line.low[int(np.argmax(ahead > 0)) - 1] if (ahead > 0).any() else 0.0, line.low
        )


def _trend(line: Line) -> float:
    """Return the daily rise over the last stretch of a total."""
    gap = float(line.knots[-1] - line.knots[-2])
    return float(line.levels[-1] - line.levels[-2]) / max(gap, 1.0)


def _damped(ahead: Floats, damping: float) -> Floats:
    """Return how many days' worth of rise a damped trend adds after some days."""
    return damping * (1 - damping**ahead) / (1 - damping)


def _spread(line: Line, knots: Floats, days: Floats, settings: Settings) -> Floats:
    """Return the standard deviation a day: the fit's at knots, a bridge between, growing after the last."""
    variance = np.interp(days, knots, line.errors**2)
    if len(knots) > 1:
        index = np.clip(np.searchsorted(knots, days, side="right") - 1, 0, len(knots) - 2)
        gap = knots[index + 1] - knots[index]
        share = np.clip((days - knots[index]) / gap, 0.0, 1.0)
        step = np.abs(line.levels[index + 1] - line.levels[index])
        variance = variance + share * (1 - share) * (settings.band.bridge * step) ** 2
    ahead = np.maximum(0.0, days - knots[-1])
    return np.asarray(np.sqrt(variance + _swing(line, settings) * ahead))


def _swing(line: Line, settings: Settings) -> float:
    """Return the variance a day of what a series does beyond its own projection, recent steps counting most."""
    floor = (settings.band.pace_floor * line.rate) ** 2
    if len(line.knots) < 2:
        return (settings.band.pace_single * line.rate) ** 2
    gaps = np.maximum(np.diff(line.knots), 1.0)
    steps = np.diff(line.levels)
    if line.cumulative:  # what the damped trend would have said of each step, from the one before
        paces = np.concatenate([[0.0], steps[:-1] / gaps[:-1]])
        steps = steps - paces * _damped(gaps, settings.fit.damping)
    recent = 0.5 ** ((line.knots[-1] - line.knots[1:]) / settings.band.half_life)
    least = settings.band.step_floor * np.diff(line.levels) / gaps
    floor = min(floor, float(np.sum(recent * least**2) / np.sum(recent)))
    return max(floor, float(np.sum(recent * steps**2 / gaps) / np.sum(recent)))


def by_value(lines: Sequence[Line]) -> Printed:
    """Return where each value is printed, among all series of a situation."""
    printed: Printed = defaultdict(list)
    for line in lines:
        for one in line.figures:
            printed[one.value].append((line, one))
    return printed


def misfits(line: Line, scatter: Scatter, printed: Printed, settings: Settings) -> list[Difference]:
    """Mark figures that contradict the estimate; return what was found, each with what explains it."""
    found: list[Difference] = []
    expected = np.interp([one.day for one in line.observed], line.knots, line.levels).tolist()
    for one, best in zip(line.observed, expected, strict=True):
        if one.role != "used" or one.accepted or one.steady:
            continue
        allowed = (
            settings.misfits.deviations
            * math.hypot(scatter(one.source) * one.value, one.width / settings.wording.deviations)
            + settings.misfits.allowance * one.value
        )
        if one.qualifier == "at_least":
            off = one.value - best
        elif one.qualifier == "at_most" or one.bound is not None:
            off = best - one.value
        else:
            off = abs(best - one.middle)
        if off <= allowed:
            continue
        found.append(_explain(line, one, best, printed, settings.misfits))
    return found + _apart(line, settings.misfits)


def _apart(line: Line, settings: Misfits) -> list[Difference]:
    """Mark figures of neighbouring days by two sources that are half as much again apart, or more.

    A line may zigzag through both; they contradict each other all the same.  The source that says more of
    the series keeps its figure.
    """
    found: list[Difference] = []
    used = [one for one in line.observed if one.role == "used" and not one.accepted]
    for index, one in enumerate(used):
        for other in used[index + 1 :]:
            if other.day - one.day > settings.neighbour_days:
                break
            if one.source == other.source or "conflicting" in (one.role, other.role):
                continue
            small, large = sorted((one, other), key=lambda each: (each.middle, each.claim_id))
            if small.qualifier == "at_least" or large.qualifier == "at_most" or one.bound or other.bound:
                continue
            if large.low < settings.neighbour_ratio * small.high or (
                line.cumulative and large.day > small.day
            ):
                continue
            kept, odd = (one, other) if one.source == line.main else (other, one)
            odd.role, odd.kind = "conflicting", "contradiction"
            odd.reason = (
                f"{odd.who} has {odd.words} on {date_of(odd.day)}, but {kept.who} has {kept.words} on "
                f"{date_of(kept.day)} ({kept.claim_id})"
            )
            found.append(difference("contradiction", odd.day, [odd, kept], odd.reason))
    return found


def _explain(line: Line, one: Figure, best: float, printed: Printed, settings: Misfits) -> Difference:
    """Mark one figure as conflicting and say which kind of difference it is."""
    one.role = "conflicting"
    for other, figure in printed.get(one.value, ()) if one.value >= settings.slip_value else ():
        if other is not line and other.unit == line.unit and abs(figure.day - one.day) <= settings.slip_days:
            one.kind = "scope slip"
            one.reason = (
                f"{one.words} is the figure of {other.series_id} ({figure.claim_id}), printed for this one"
            )
            return difference(one.kind, one.day, [one, figure], one.reason)
    misprint = slip(one, best, settings)
    if misprint is not None:
        one.kind, words = misprint
        one.reason = f"{one.who} {one.words} on {date_of(one.day)}: {words}"
        return difference(one.kind, one.day, [one], one.reason)
    one.kind = "contradiction"
    near = _against(line, one, best, settings.beside_days)
    beside = (
        f"; nearest to it, {near[0].who} has {near[0].words} on {date_of(near[0].day)} ({near[0].claim_id})"
        if near
        else ""
    )
    one.reason = (
        f"{one.who} has {one.words} on {date_of(one.day)}, {compared(one.value, best)} the {say(best)} "
        f"that all figures together give for that day{beside}"
    )
    return difference(one.kind, one.day, [one, *near], one.reason)


def _against(line: Line, one: Figure, best: float, beside_days: int) -> list[Figure]:
    """Return the figure to show beside an odd one: on the estimate's side, by another source, near in time."""
    others = [other for other in line.observed if other is not one and other.role == "used"]
    others = [other for other in others if (other.value < one.value) == (best < one.value)] or others
    foreign = [
        other for other in others if other.source != one.source and abs(other.day - one.day) <= beside_days
    ]
    return sorted(foreign or others, key=lambda other: (abs(other.day - one.day), other.claim_id))[:1]


def band(line: Line, settings: Settings) -> list[Difference]:
    """Respect used bounds, keep order and monotony, and widen to hold what stays unexplained."""
    used = [one for one in line.observed if one.role == "used" and one.bound is None]
    _within_bounds(line, [one for one in used if one.dated < 2])  # a guessed day may lie days beside it
    if line.cumulative:
        line.best = np.maximum.accumulate(line.best)
    line.low = np.minimum(line.low, line.best)
    line.high = np.maximum(line.high, line.best * (1 + settings.band.headroom))
    if line.cumulative:
        line.low = np.maximum.accumulate(line.low)
        line.high = np.minimum.accumulate(line.high[::-1])[::-1]
    _hold_unexplained(line, settings.band)
    line.low = np.maximum(np.minimum(line.low, line.best), 0.0)
    line.high = np.maximum(line.high, line.best)
    return _broken_bounds(line, used, settings.misfits)


def _within_bounds(line: Line, firm: list[Figure]) -> None:
    """Raise the best and the low to lower bounds, then cut the best to upper bounds that no lower one forbids."""
    total = line.cumulative
    for one in firm:
        if one.qualifier == "at_least":
            reach = _reach(line, one.day, None if total else one.day)
            for bound in (line.best, line.low):
                np.maximum(bound[reach], one.value, out=bound[reach])
    floors = [one for one in firm if one.qualifier == "at_least"]
    for one in firm:
        if one.qualifier == "at_most":
            under = (
                other.value for other in floors if other.day == one.day or (total and other.day < one.day)
            )
            reach = _reach(line, None if total else one.day, one.day)
            np.minimum(line.best[reach], max(one.value, max(under, default=0.0)), out=line.best[reach])


def _hold_unexplained(line: Line, settings: Band) -> None:
    """Widen the band to hold totals that may count twice, open contradictions, and a fall seen once so far."""
    for day, floor in line.over_count:
        reach = _reach(line, day, day + settings.conflict_ahead)
        np.minimum(line.low[reach], floor, out=line.low[reach])
        line.notes.update(
            dict.fromkeys(line.days[reach].tolist(), "accumulated list: it may count people twice")
        )
    after = settings.conflict_ahead if line.cumulative else settings.conflict_back
    for one in [*line.observed, *line.rivals]:
        open_conflict = one.role == "conflicting" and one.kind in ("contradiction", OPEN)
        if open_conflict or one.bound == "fall":
            reach = _reach(line, one.day - settings.conflict_back, _until(line, one, one.day + after))
            np.minimum(line.low[reach], one.value, out=line.low[reach])
            np.maximum(line.high[reach], one.value, out=line.high[reach])
        elif one.kind == OUTWEIGHED:  # told on its day, and no longer: the better supported count is the band
            reach = _reach(line, one.day, one.day)
            np.minimum(line.low[reach], one.value, out=line.low[reach])
            np.maximum(line.high[reach], one.value, out=line.high[reach])


def _reach(line: Line, first: int | None, last: int | None) -> slice:
    """Return the days from one to another, both included; ``None`` is open."""
    start = int(line.days[0])  # days follow one another without a gap
    return slice(
        0 if first is None else max(0, first - start),
        len(line.days) if last is None else max(0, last - start + 1),
    )


def _until(line: Line, one: Figure, end: int) -> int:
    """Return the day a conflict ends: when its source itself moves on to a figure that fits."""
    later = [
        other.day
        for other in line.observed
        if other.source == one.source and other.day > one.day and other.role == "used"
    ]
    return min([end, *(day - 1 for day in later)])


def _broken_bounds(line: Line, used: list[Figure], settings: Misfits) -> list[Difference]:
    """Flag used bounds that no estimate could keep because another bound forbids it."""
    found = []
    capped = [one for one in line.observed if one.bound == "over-count" and one.role == "used"]
    for one in [*used, *capped]:
        if one.qualifier not in ("at_least", "at_most") and one.bound is None:
            continue
        index = int(np.searchsorted(line.days, one.day))
        if index >= len(line.days):
            continue
        reach = settings.guessed_days if one.dated == 2 else 0
        around = line.best[max(0, index - reach) : index + reach + 1]
        best = float(around.max() if one.qualifier == "at_least" else around.min())
        slack = settings.slack * max(1.0, one.value)
        below, above = best < one.value - slack, best > one.value + slack
        if (one.bound is None and one.qualifier == "at_least" and below) or (
            (one.bound is not None or one.qualifier == "at_most") and above
        ):
            one.role, one.kind = "conflicting", "contradiction"
            against = [
                other
                for other in used
                if other is not one
                and abs(other.day - one.day) <= settings.bound_days
                and other.qualifier == ("at_least" if above else "at_most")
            ]
            other = min(
                against,
                key=lambda each: (abs(each.value - best), abs(each.day - one.day), each.claim_id),
                default=None,
            )
            beside = (
                ""
                if other is None
                else f" ({other.who}: {other.words} on {date_of(other.day)}, {other.claim_id})"
            )
            one.reason = (
                f"{one.who} has {one.words} on {date_of(one.day)}, but other figures "
                f"and bounds give {say(best)}{beside}"
            )
            line.low[index], line.high[index] = (
                min(line.low[index], one.value),
                max(line.high[index], one.value),
            )
            found.append(difference(one.kind, one.day, [one, other] if other else [one], one.reason))
    return found
