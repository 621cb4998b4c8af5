"""Two counters who disagree are two: the better supported one is drawn, the other is told beside it.

A mean of both would be a figure nobody counted.  A figure that lies worlds away from all others of its series does
not count the same thing.

In: the observations of one series.  Out: those that are drawn, and the differences found; rivals keep their place in
the ledger as conflicting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tracker.reconciliation.differences import Difference, difference
from tracker.reconciliation.settings import Dissent, Settings
from tracker.reconciliation.stated import Figure, compared, date_of, say

OPEN, OUTWEIGHED = "open dissent", "dissent"
KINDS = (OUTWEIGHED, OPEN, "stranger")
"""What a figure that is not drawn is called: outweighed, as well supported as the one that is, or of another thing."""


def set_aside(observed: list[Figure], kind: str, settings: Settings) -> tuple[list[Figure], list[Difference]]:
    """Return the figures that are drawn, and what was said against them."""
    if kind not in ("stock", "cumulative"):
        return observed, []
    found = _strangers(observed, settings.dissent)
    found += _rivals(observed, kind == "cumulative", settings)
    return [one for one in observed if one.kind not in KINDS], found


def _strangers(observed: Sequence[Figure], settings: Dissent) -> list[Difference]:
    """Set aside what is many times all other figures of its series, or a small part of them."""
    found = []
    for one in observed:
        others = [
            other
            for other in observed
            if other is not one
            and other.kind != "stranger"
            and abs(other.day - one.day) <= settings.stranger_days
            and other.value > 0
        ]
        if one.accepted or one.steady or one.value <= 0 or len(others) < settings.stranger_others:
            continue
        values = [other.value for other in others]
        if max(values) > settings.stranger_like * min(values):
            continue  # the series itself spans as much
        if max(values) * settings.stranger < one.value or one.value * settings.stranger < min(values):
            near = min(others, key=lambda other: (abs(other.day - one.day), other.claim_id))
            one.role, one.kind = "conflicting", "stranger"
            one.reason = (
                f"{one.who} has {one.words} on {date_of(one.day)}, {compared(one.value, near.value)} the "
                f"{near.words} that {near.who} has on {date_of(near.day)} ({near.claim_id}): it counts something else"
            )
            found.append(difference("contradiction", one.day, [one, near], one.reason))
    return found


def _rivals(observed: Sequence[Figure], total: bool, settings: Settings) -> list[Difference]:
    """Of two sources' figures for one day that cannot both be right, keep the better supported one."""
    found = []
    firm = [
        one
        for one in observed
        if one.two_sided and one.role == "used" and one.value > 0 and not one.accepted and one.said is None
    ]
    often = Counter(one.counter for one in firm)
    for index, one in enumerate(firm):
        for other in firm[index + 1 :]:
            if other.day - one.day > settings.dissent.days:
                break
            if one.role != "used":
                break
            if other.role != "used" or not _apart(one, other, total, settings.dissent):
                continue
            ranked = sorted(
                (one, other), key=lambda each: _support(each, firm, often, settings.dissent), reverse=True
            )
            kept, odd = ranked
            sure = (
                _support(kept, firm, often, settings.dissent)[0]
                > _support(odd, firm, often, settings.dissent)[0] + settings.dissent.sure
            )
            odd.role, odd.kind = "conflicting", OUTWEIGHED if sure else OPEN
            beside = f"{kept.who} has {kept.words} on {date_of(kept.day)} ({kept.claim_id})"
            odd.reason = (
                f"{odd.who} has {odd.words} on {date_of(odd.day)}, {compared(odd.value, kept.value)} the "
                f"{say(kept.value)} of another counter: {beside}; no mean of two counts is drawn"
            )
            found.append(difference("contradiction", odd.day, [odd, kept], odd.reason))
    return found


def _apart(one: Figure, other: Figure, total: bool, settings: Dissent) -> bool:
    """Whether two figures of about one day, by two sources, cannot both be right."""
    if one.counter == other.counter:
        return False
    small, large = sorted((one, other), key=lambda each: (each.middle, each.claim_id))
    if total and large.day > small.day:
        return False  # a total may have grown
    return large.low > small.high * (1 + settings.apart)


def _support(
    one: Figure, firm: Sequence[Figure], often: Counter[tuple[str, str | None]], settings: Dissent
) -> tuple[float, tuple[float, int, int, int, float, str]]:
    """Return how well a figure is supported: by other sources, its own, the course of the rest, print and words."""
    agree = {
        other.counter
        for other in firm
        if other.counter != one.counter
        and abs(other.day - one.day) <= settings.support_days
        and abs(other.value - one.value) <= settings.support_share * one.value
    }
    rest = sorted(
        (other.day, other.value)
        for other in firm
        if other is not one and abs(other.day - one.day) > settings.days
    )
    off = 0.0
    if rest:
        days, values = zip(*rest, strict=True)
        off = -abs(float(np.log(one.value / np.interp(one.day, days, values))))
    return (
        len(agree)
        + settings.own * min(often[one.counter], settings.own_most)
        + settings.course * max(off, -settings.course_most),
        (round(off, 2), one.published, one.digits, -one.dated, -one.value, one.claim_id),
    )
