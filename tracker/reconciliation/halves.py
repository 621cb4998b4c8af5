"""All the displaced are those inside sites and those outside them: where two of the three are known, so is the third.

A total falls apart into its halves only while its list is clean.  So a source's total less one half speaks of
the other only where its three figures add up on the nearest day on which it gives all of them.

In: Lines with observations.  Out: sums of halves; the same Lines with hints where a half is silent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tracker.reconciliation import place_keys
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Lists, Settings
from tracker.reconciliation.stated import Figure, date_of

Sum = tuple[Figure, Figure, float]
Halves = dict[str, list[Figure]]
Group = tuple[list[Line], Halves]


def groups(made: Sequence[Line]) -> list[Group]:
    """Return the stocks and totals of one unit, class and group together, and the figures of either half."""
    alike: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in made:
        if line.observed and line.kind in ("stock", "cumulative"):
            alike[line.situation, line.unit, line.term, line.group].append(line)
    found = []
    for key in sorted(alike, key=str):
        half: Halves = {"inside": [], "outside": []}
        for line in alike[key]:
            if side := side_of(line):
                half[side] += [one for one in line.observed if one.role == "used"]
        if half["inside"] and half["outside"]:
            found.append((alike[key], half))
    return found


def side_of(line: Line) -> str | None:
    """Return which half a stock counts: people inside sites, outside them, or neither."""
    return place_keys.side(line.to) if line.kind == "stock" and line.to else None


def whole_of(members: Iterable[Line]) -> Line | None:
    """Return the running total of everybody that is known best."""
    totals = [line for line in members if line.cumulative and not (line.to and place_keys.side(line.to))]
    return max(totals, key=lambda line: (len(line.observed), line.series_id), default=None)


def sums(half: Halves, settings: Lists) -> list[Sum]:
    """Return the sums of the two halves by one source, at the later day of the two."""
    found: dict[tuple[str, int], Sum] = {}
    for one in half["inside"]:
        for other in half["outside"]:
            if one.source != other.source or abs(one.day - other.day) > settings.halves_days:
                continue
            key = (one.source, max(one.day, other.day))
            held = found.get(key)
            if held is None or abs(one.day - other.day) < abs(held[0].day - held[1].day):
                found[key] = (one, other, one.value + other.value)
    return [found[key] for key in sorted(found)]


def complete(made: Sequence[Line], settings: Settings) -> None:
    """Give each half a hint on days on which its source gives only the total and the other half."""
    for members, half in groups(made):
        whole = whole_of(members)
        if whole is None:
            continue
        clean = _clean(whole, half, settings.lists)
        for line in members:
            if side := side_of(line):
                _fill(line, whole, half["outside" if side == "inside" else "inside"], clean, settings.lists)


Clean = dict[str, list[tuple[int, bool]]]


def _clean(whole: Line, half: Halves, settings: Lists) -> Clean:
    """Return, a source, the days on which it gives all three, and whether they add up."""
    checked: Clean = defaultdict(list)
    agree = settings.halves_agree
    both = {(one.source, one.day): one.middle + other.middle for one, other in _same_day(half)}
    for one in whole.observed:
        value = both.get((one.source, one.day))
        if value is not None:
            checked[one.source].append((one.day, agree <= value / max(one.middle, 1.0) <= 1 / agree))
    return checked


def _same_day(half: Halves) -> list[tuple[Figure, Figure]]:
    """Return pairs of both halves by one source on one day."""
    others = {(other.source, other.day): other for other in half["outside"]}
    pairs = ((one, others.get((one.source, one.day))) for one in half["inside"])
    return [(one, other) for one, other in pairs if other is not None]


def _fill(line: Line, whole: Line, others: list[Figure], clean: Clean, settings: Lists) -> None:
    """Add to one half what its sources' totals leave for it, between its own figures."""
    own = {(one.source, one.day) for one in line.observed}
    beside = {(one.source, one.day): one for one in others}
    for total in whole.observed:
        if total.role != "used":
            continue  # cut by its own source since, or contradicted
        other = beside.get((total.source, total.day))
        if other is None or (total.source, total.day) in own or not _holds(total, clean, settings):
            continue
        value = total.middle - other.middle
        if value <= 0 or not line.observed[0].day < total.day < line.observed[-1].day:
            continue
        # how far such sums are off: a share of the total, which may be much of a small half
        room = (1 - settings.halves_agree) * total.value + (total.width + other.width) / 2
        line.hints.append(
            Figure(
                row=-1, claim_id=total.claim_id, source=total.source, who=total.who, value=value,
                low=max(value - room, 0.0), high=value + room, qualifier="approximately", day=total.day,
                start=None, published=max(total.published, other.published),
                dated=max(total.dated, other.dated), digits=0,
            )
        )  # fmt: skip
        line.notes[total.day] = (
            f"{total.who}, {date_of(total.day)}: {total.words} in all ({total.claim_id}) "
            f"less {other.words} ({other.claim_id})"
        )


def _holds(total: Figure, clean: Clean, settings: Lists) -> bool:
    """Whether the source's three figures add up on the nearest day on which it gives them all."""
    near = [(abs(day - total.day), not adds) for day, adds in clean.get(total.source, ())]
    return bool(near) and min(near)[0] <= settings.halves_checked_days and not min(near)[1]
