"""Checks of people against households, and of those who left against those who came back.

In: the settled Lines of one situation.  Out: flags, each with the series it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from tracker.reconciliation.differences import Difference, difference
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Checks
from tracker.reconciliation.stated import Figure, date_of, say

Found = tuple[str, Difference]


def families_and_persons(members: list[Line], settings: Checks) -> list[Found]:
    """Persons per household should be about the same all through a situation."""
    by_key: dict[tuple[object, ...], dict[str, Line]] = defaultdict(dict)
    for line in members:
        key: tuple[object, ...] = (
            line.term,
            line.kind,
            line.to,
            line.origin,
            line.group,
            line.since if line.cumulative else None,
        )
        held = by_key[key].get(line.unit)
        if held is None or len(line.observed) > len(held.observed):
            by_key[key][line.unit] = line
    ratios: list[tuple[float, Line, Figure, Figure]] = []
    for key in sorted(by_key, key=str):
        people, homes = by_key[key].get("person"), by_key[key].get("household")
        if people is None or homes is None or people.kind == "window":
            continue
        for one in homes.observed:
            ratios += [
                (other.value / one.value, homes, one, other)
                for other in people.observed
                if (other.day, other.source, other.qualifier) == (one.day, one.source, one.qualifier)
                and one.value > 0
            ]
    if len(ratios) < settings.household_ratios:
        return []
    usual = median(ratio for ratio, *_ in ratios)
    found: list[Found] = []
    for ratio, homes, one, other in ratios:
        odd = not settings.household_low < ratio / usual < settings.household_high
        if odd or not settings.household_least < ratio < settings.household_most:
            text = (
                f"{other.words} persons ({other.claim_id}) in {one.words} households ({one.claim_id}) "
                f"is {ratio:.1f} a household; elsewhere here it is {usual:.1f}"
            )
            found.append((homes.series_id, difference("household size", one.day, [one, other], text)))
    return found


def returned(members: list[Line], settings: Checks) -> list[Found]:
    """Displaced now and returned are together at most ever displaced; the worst figure of either unit."""
    found: list[Found] = []
    for unit in ("person", "household"):
        own = [line for line in members if line.unit == unit]
        moved = [line for line in own if line.term == "moved" and line.group is None]
        ever = _fullest(line for line in moved if line.cumulative)
        if ever is None:
            continue
        now = _fullest(line for line in moved if line.kind == "stock" and line.to == ever.to)
        back = [line for line in own if line.cumulative and line.term.startswith("returned")]
        if now is None:
            continue
        worst: tuple[tuple[bool, float], Line, Difference] | None = None
        for line in back:
            for one in line.observed:
                excess = _more_than_ever(one, now, ever, settings)
                if excess is not None and (worst is None or excess[0] > worst[0]):
                    worst = (excess[0], line, excess[1])
        if worst is not None:
            found.append((worst[1].series_id, worst[2]))
    return found


def _more_than_ever(
    one: Figure, now: Line, ever: Line, settings: Checks
) -> tuple[tuple[bool, float], Difference] | None:
    """Return how bad it is that some returned and those still displaced exceed those ever displaced."""
    close = [
        each
        for each in now.observed
        if abs(each.day - one.day) <= settings.returned_days and each.qualifier != "at_most"
    ]
    if one.qualifier == "at_most" or not close:
        return None
    other = min(close, key=lambda each: (each.source != one.source, abs(each.day - one.day), each.claim_id))
    level = ever.at(max(one.day, other.day))
    both = one.value + other.value
    if level is None or both <= settings.returned_over * level[1]:
        return None
    text = (
        f"{one.words} returned ({one.claim_id}) and {other.words} still displaced ({other.claim_id}) "
        f"make {say(both)}, more than the {say(level[1])} ever displaced ({ever.series_id})"
    )
    rank = (one.source == other.source, both / max(level[1], 1.0))
    return rank, difference("balance", one.day, [one, other], text)


def redefined(members: list[Line], settings: Checks) -> list[Found]:
    """A source that stops one count and at once starts another, at another level, counts another thing."""
    found: list[Found] = []
    for index, line in enumerate(members):
        if line.kind not in ("stock", "cumulative") or len(line.observed) < settings.redefined_figures:
            continue
        for other in [*members[:index], *members[index + 1 :]]:
            if (
                other.kind not in ("stock", "cumulative")
                or other.unit != line.unit
                or other.to != line.to
                or other.group != line.group
            ):
                continue
            last, first = line.observed[-1], other.observed[0]
            if (
                last.source != first.source
                or not 0 < first.day - last.day <= settings.redefined_days
                or len(other.observed) < settings.redefined_after
            ):
                continue
            if any(one.source == last.source and one.day < first.day for one in other.observed[1:]):
                continue
            if settings.redefined_low < first.value / max(last.value, 1.0) < settings.redefined_high:
                continue
            text = (
                f"{last.who} gives {line.series_id} last on {date_of(last.day)} "
                f"({last.words}, {last.claim_id}) "
                f"and from {date_of(first.day)} {other.series_id} ({first.words}, {first.claim_id}): "
                "another quantity, kept apart"
            )
            found.append((other.series_id, difference("redefinition", first.day, [last, first], text)))
    return found


def _fullest(lines: Iterable[Line]) -> Line | None:
    """Return the series with most observations."""
    return max(lines, key=lambda line: (len(line.observed), line.series_id), default=None)
