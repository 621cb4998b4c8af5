"""Settle flows of bounded windows: claims of one window get their own consensus, never pooled with totals.

In: Lines of kind window or rate.  Out: rows of estimates, one a window; differences found.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import median
from typing import Any

from tracker.reconciliation.differences import Difference, difference
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Grades, Settings, Windows
from tracker.reconciliation.stated import Figure, date_of

Scatter = Callable[[str], float]


def settle(line: Line, scatter: Scatter, settings: Settings) -> tuple[list[dict[str, Any]], list[Difference]]:
    """Return one row a window and the contradictions among its claims."""
    rows, found = [], []
    for members in _windows(line.observed):
        found += _disagree(members, scatter, settings)
        rows.append(_row(members, scatter, settings))
    found += _overlapping(line.observed, settings.windows)
    return rows, found


def _windows(observed: list[Figure]) -> list[list[Figure]]:
    """Return the figures window by window: same start and end."""
    grouped: dict[tuple[int, int], list[Figure]] = {}
    for one in observed:
        grouped.setdefault((one.day, one.start if one.start is not None else one.day), []).append(one)
    return [grouped[key] for key in sorted(grouped)]


def _disagree(members: list[Figure], scatter: Scatter, settings: Settings) -> list[Difference]:
    """Mark figures of one window that cannot all be right: one difference, naming them all."""
    odd: dict[str, Figure] = {}
    for index, one in enumerate(members):
        for other in members[index + 1 :]:
            if not _compatible(one, other, scatter, settings):
                odd |= {one.claim_id: one, other.claim_id: other}
    if not odd:
        return []
    first = members[0]
    start = first.day if first.start is None else first.start
    when = (
        f"on {date_of(first.day)}" if start == first.day else f"for {date_of(start)} to {date_of(first.day)}"
    )
    named = [f"{one.who} {one.words} ({one.claim_id})" for one in odd.values()]
    text = f"{when} the figures do not agree: {', '.join(named)}"
    for figure in odd.values():
        if figure.role == "used":
            figure.role, figure.kind, figure.reason = "conflicting", "contradiction", text
    return [difference("contradiction", first.day, list(odd.values()), text)]


def _compatible(one: Figure, other: Figure, scatter: Scatter, settings: Settings) -> bool:
    """Whether two figures of one window can both be right, given their wording and their sources."""
    low = {one: one.low, other: other.low}
    high = {one: one.high, other: other.high}
    for figure in (one, other):
        if figure.qualifier == "at_least":
            high[figure] = math.inf
        if figure.qualifier == "at_most":
            low[figure] = 0.0
    gap = max(low[one] - high[other], low[other] - high[one], 0.0)
    return gap <= settings.misfits.deviations * math.hypot(
        scatter(one.source) * one.value, scatter(other.source) * other.value
    )


def _overlapping(observed: list[Figure], settings: Windows) -> list[Difference]:
    """Flag windows that share most of their days and state very different flows, one row a faster flow."""
    odd: dict[str, list[Figure]] = {}
    dated = [one for one in observed if one.start is not None]
    for index, one in enumerate(dated):
        for other in dated[index + 1 :]:
            if other.day - one.day > settings.overlap_days:
                break
            if (one.start, one.day) == (other.start, other.day) or one.source == other.source:
                continue
            shared = min(one.day, other.day) - max(one.start or 0, other.start or 0) + 1
            if shared < settings.overlap_share * max(_length(one), _length(other)) or shared <= 0:
                continue
            small, large = sorted((one, other), key=lambda each: (each.value / _length(each), each.claim_id))
            if small.qualifier == "at_least" or large.qualifier == "at_most":
                continue
            if large.value / _length(large) >= settings.ratio * small.value / _length(small):
                odd.setdefault(large.claim_id, [large]).append(small)
    found = []
    for figures in odd.values():
        named = [
            f"{one.who} {one.words} for {date_of(one.start or 0)} to {date_of(one.day)} ({one.claim_id})"
            for one in figures
        ]
        text = f"windows of mostly the same days differ: {', '.join(named)}"
        found.append(difference("contradiction", figures[0].day, figures, text))
    return found


def _length(figure: Figure) -> int:
    """Return how many days a window has."""
    return figure.day - (figure.day if figure.start is None else figure.start) + 1


def _row(members: list[Figure], scatter: Scatter, settings: Settings) -> dict[str, Any]:
    """Return the consensus of one window."""
    widths = settings.wording.deviations
    weights = [
        1 / (math.hypot(scatter(one.source) * one.value, one.width / widths) + settings.windows.tiny) ** 2
        for one in members
    ]
    total = sum(weights)
    best = sum(one.middle * weight for one, weight in zip(members, weights, strict=True)) / total
    disputed = any(one.role == "conflicting" for one in members)
    if disputed:
        best = median(one.middle for one in members)
    floors = [one.value for one in members if one.qualifier == "at_least" and one.role == "used"]
    caps = [one.value for one in members if one.qualifier == "at_most" and one.role == "used"]
    if caps:
        best = min(best, *caps)
    if floors:
        best = max(best, *floors)
    half = settings.band.quantile * float(math.sqrt(1 / total))
    low, high = best - half, best + half
    for one in members:
        if one.role == "conflicting":
            low, high = min(low, one.value), max(high, one.value)
    if floors:
        low = max(low, min(best, *floors)) if not disputed else low
    end = members[0].day
    starts = [one.start for one in members if one.start is not None]
    return {
        "day": end,
        "start": min(starts) if starts else None,
        "low": max(0.0, min(low, best)),
        "best": max(0.0, best),
        "high": max(high, best),
        "claims": len(members),
        "sources": len({one.source for one in members}),
        "grade": _grade(members, settings.grades),
    }


def _grade(members: list[Figure], settings: Grades) -> str:
    """Return the grade of one window: two sources that agree A, one B, bounds only C, in conflict D."""
    if any(one.role == "conflicting" for one in members):
        return "D"
    if len({one.source for one in members}) >= settings.sources:
        return "A"
    return "B" if any(one.two_sided for one in members) else "C"
