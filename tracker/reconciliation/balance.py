"""Checks of people against households, and of those who left against those who came back.

In: the settled Lines of one situation.  Out: flags, each with the series it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from tracker.reconciliation.differences import Difference, difference
from tracker.reconciliation.lines import Line
from tracker.reconciliation.stated import Figure, date_of, say

Found = tuple[str, Difference]


def families_and_persons(members: list[Line]) -> list[Found]:
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
    if len(ratios) < 4:
        return []
    usual = median(ratio for ratio, *_ in ratios)
    found: list[Found] = []
    for ratio, homes, one, other in ratios:
        if not 0.7 < ratio / usual < 1.43 or not 1.5 < ratio < 12:
            text = (
                f"{other.words} persons ({other.claim_id}) in {one.words} households ({one.claim_id}) "
                f"is {ratio:.1f} a household; elsewhere here it is {usual:.1f}"
            )
            found.append((homes.series_id, difference("household size", one.day, [one, other], text)))
    return found


def returned(members: list[Line]) -> list[Found]:
    """Displaced now and returned are together at most ever displaced."""
    found: list[Found] = []
    for unit in ("person", "household"):
        moved = [
            line for line in members if line.term == "moved" and line.unit == unit and line.group is None
        ]
        ever = _fullest(line for line in moved if line.cumulative)
        now = _fullest(
            line for line in moved if line.kind == "stock" and ever is not None and line.to == ever.to
        )
        back = [
            line
            for line in members
            if line.cumulative and line.term.startswith("returned") and line.unit == unit
        ]
        if ever is None or now is None:
            continue
        worst: tuple[tuple[bool, float], Line, Difference] | None = None
        for line in back:
            for one in line.observed:
                if one.qualifier == "at_most":
                    continue
                close = [
                    each
                    for each in now.observed
                    if abs(each.day - one.day) <= 31 and each.qualifier != "at_most"
                ]
                if not close:
                    continue
                other = min(
                    close,
                    key=lambda each: (each.source != one.source, abs(each.day - one.day), each.claim_id),
                )
                level = ever.at(max(one.day, other.day))
                if level is None:
                    continue
                both = one.value + other.value
                rank = (one.source == other.source, both / max(level[1], 1.0))
                if both > 1.03 * level[1] and (worst is None or rank > worst[0]):
                    text = (
                        f"{one.words} returned ({one.claim_id}) and {other.words} still "
                        f"displaced ({other.claim_id}) "
                        f"make {say(both)}, more than the {say(level[1])} ever displaced ({ever.series_id})"
                    )
                    worst = (rank, line, difference("balance", one.day, [one, other], text))
        if worst is not None:
            found.append((worst[1].series_id, worst[2]))
    return found


def redefined(members: list[Line]) -> list[Found]:
    """A source that stops one count and at once starts another, at another level, counts another thing."""
    found: list[Found] = []
    for index, line in enumerate(members):
        if line.kind not in ("stock", "cumulative") or len(line.observed) < 3:
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
            if last.source != first.source or not 0 < first.day - last.day <= 31 or len(other.observed) < 2:
                continue
            if any(one.source == last.source and one.day < first.day for one in other.observed[1:]):
                continue
            if 0.85 < first.value / max(last.value, 1.0) < 1.18:
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
