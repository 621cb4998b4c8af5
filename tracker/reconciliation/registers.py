"""A register: one counter's counts of one place, day after day.  It disagrees with nobody, and its breaks have a name.

A list that is drawn up anew, or that people leave, steps down from one count to the next.  The line follows the
counts; a step out of the ordinary is told: as a new list where the words of the report say registration, else
openly as one of the two.

In: the observations of one series.  Out: counts marked as steady; differences found.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from tracker.reconciliation.differences import Difference, difference
from tracker.reconciliation.settings import Registers
from tracker.reconciliation.stated import Figure, compared, date_of


def is_register(observed: Sequence[Figure], kind: str, settings: Registers) -> bool:
    """Whether one named counter tells a stock, count by count."""
    return (
        kind == "stock"
        and len(observed) >= settings.least_counts
        and all(one.named and one.two_sided and one.said is None for one in observed)
        and len({one.counter for one in observed}) == 1
    )


def read(observed: Sequence[Figure], kind: str, settings: Registers) -> list[Difference]:
    """Mark the counts of a register as steady and return its steps."""
    if not is_register(observed, kind, settings):
        return []
    counts = sorted((one for one in observed if one.role == "used"), key=lambda one: (one.day, one.claim_id))
    for one in counts:
        one.steady = True
    return [_named(before, after) for before, after in _steps(counts, settings)]


def _steps(counts: Sequence[Figure], settings: Registers) -> list[tuple[Figure, Figure]]:
    """Return the counts between which a register breaks.

    A list grows until it is drawn anew: it breaks where it falls far from its peak.  What falls on after that are
    people who leave, and a count far above both its neighbours is one count.  It breaks upward where it moved
    little before and after.
    """
    values = [one.value for one in counts]
    moves = [_move(one, other) for one, other in pairwise(values)]
    usual = median([move for move in moves if math.isfinite(move)] or [0.0])
    found, since = [], 0
    for at in range(2, len(values)):
        before, after = values[at - 1], values[at]
        if min(before, after) <= 0 or max(before, after) < settings.least_people:
            continue
        if moves[at - 1] < settings.unusual * usual:
            continue
        fell = after <= before * (1 - settings.fall)
        peak = at - since > 1 and before >= (1 - settings.fall) * max(values[since:at])
        earlier = values[at - 2]
        back = (
            settings.least_people <= earlier <= min(after / (1 - settings.back), before * (1 - settings.fall))
        )
        around = [*moves[max(0, at - 1 - settings.quiet_counts) : at - 1], *moves[at : at + 1]]
        quiet = len(around) > settings.quiet_counts and max(around) < settings.quiet
        if (fell and peak and not back) or (after >= before * (1 + settings.rise) and quiet):
            found.append((counts[at - 1], counts[at]))
        if fell and peak:
            since = at
    return found


def _move(one: float, other: float) -> float:
    """Return how far a count moves to the next, as a log-ratio."""
    return abs(math.log(other / one)) if min(one, other) > 0 else math.inf


def _named(before: Figure, after: Figure) -> Difference:
    """Return the step as a difference, as a new list where the report's words say so."""
    fell = after.value < before.value
    cause = "a new list" if after.anew else f"a new list, or people who {'left' if fell else 'came'}"
    message = (
        f"{after.who} has {after.words} on {date_of(after.day)}, {compared(after.value, before.value)} "
        f"its own {before.words} of {date_of(before.day)} ({before.claim_id}): {cause}"
    )
    kind = "fall" if fell and not after.anew else "rebase"
    return difference(kind, after.day, [before, after], message)
