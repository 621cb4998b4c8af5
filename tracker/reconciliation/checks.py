"""Cross-checks between series: flags for a person, never silent repairs.

In: settled Lines.  Out: differences for the conflicts table, each with the series it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tracker.reconciliation import balance
from tracker.reconciliation.differences import Difference, difference, transposed
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Checks, Settings
from tracker.reconciliation.stated import Figure, date_of, say

Found = tuple[str, Difference]
Stated = dict[tuple[str, int], list[Figure]]


def run(lines: Sequence[Line], settings: Settings) -> list[Found]:
    """Return every flag of every check, situation by situation."""
    groups: dict[str | None, list[Line]] = defaultdict(list)
    for line in lines:
        if line.observed:
            groups[line.situation].append(line)
    found: list[Found] = []
    for key in sorted(groups, key=str):
        members = groups[key]
        families: dict[tuple[object, ...], list[Line]] = defaultdict(list)
        for line in members:
            families[line.family].append(line)
        for family in families.values():
            if len(family) > 1:
                found += _steps(family, settings)
                found += _nesting(family, settings.checks)
                found += _stock_rise(family, settings.checks)
        for line in members:
            found += _swapped(line, settings)
            if line.kind in ("stock", "cumulative"):
                found += _loose(line, settings.checks)
        if len(members) > 1:
            found += _slips(members, settings.checks)
            found += balance.families_and_persons(members, settings.checks)
            found += balance.returned(members, settings.checks)
            found += balance.redefined(members, settings.checks)
    return found


def _steps(family: list[Line], settings: Settings) -> list[Found]:
    """A source's total less its total before should be the windows between."""
    found: list[Found] = []
    flows = _by_source(
        one for line in family if line.kind == "window" for one in line.observed if one.start is not None
    )
    for line in family:
        own = _by_source(line.observed) if line.cumulative and flows else {}
        for source in sorted(own.keys() & flows.keys()):
            for before, after in pairwise(own[source]):
                row = _step(before, after, flows[source], settings)
                if row is not None:
                    found.append((line.series_id, row))
    return found


def _by_source(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return the figures that are no bounds, by source."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for one in figures:
        if one.two_sided:
            found[one.source].append(one)
    return found


def _step(before: Figure, after: Figure, flows: list[Figure], settings: Settings) -> Difference | None:
    """Return how a step between two totals parts from the windows that chain between them, if it does."""
    chain, days = _between(before, after, flows)
    if not chain:
        return None
    expected = before.value + sum(one.value for one in chain)
    bare = after.day - before.day - days
    shown = " and ".join(f"{one.words} ({one.claim_id})" for one in chain)
    head = (
        f"{before.who} had {before.words} on {date_of(before.day)} ({before.claim_id}) and then "
        f"{shown}, {say(expected)}"
    )
    digits = settings.misfits.swapped_digits
    swapped = after.digits >= digits and transposed(after.value, expected, digits)
    if swapped and bare <= settings.checks.step_gap_days:
        text = f"{head}; {after.words} ({after.claim_id}) looks like {say(expected)} with two digits swapped"
        if after.role == "used":
            after.kind, after.reason = "transposed digits", text
        return difference("transposed digits", after.day, [after, before, *chain], text)
    if bare == 0 and abs(after.value - expected) > _room(before, after, chain, settings):
        text = f"{head}, but gives {after.words} ({after.claim_id}) on {date_of(after.day)}"
        return difference("difference", after.day, [after, before, *chain], text)
    return None


def _between(before: Figure, after: Figure, flows: list[Figure]) -> tuple[list[Figure], int]:
    """Return the windows that chain between two totals without overlap, longest first, and their days."""
    chain: list[Figure] = []
    inside = [
        one
        for one in flows
        if one.start is not None and one.start > before.day and one.day <= after.day and one.two_sided
    ]
    for one in sorted(inside, key=lambda each: ((each.start or 0) - each.day, each.claim_id)):
        if all(one.day < (other.start or 0) or (one.start or 0) > other.day for other in chain):
            chain.append(one)
    chain.sort(key=lambda one: one.day)
    return chain, sum(one.day - (one.start or 0) + 1 for one in chain)


def _room(before: Figure, after: Figure, chain: list[Figure], settings: Settings) -> float:
    """Return how far a step may be off by wording alone."""
    return (
        before.width / 2
        + after.width / 2
        + sum(one.width / 2 for one in chain)
        + settings.checks.step_allowance * after.value
    )


def _swapped(line: Line, settings: Settings) -> list[Found]:
    """Two figures of neighbouring days that differ by swapped digits, one of them off the line."""
    found: list[Found] = []
    firm = [one for one in line.observed if one.two_sided and one.digits >= settings.misfits.swapped_digits]
    for index, one in enumerate(firm):
        for other in firm[index + 1 :]:
            if other.day - one.day > settings.checks.swapped_days:
                break
            if transposed(one.value, other.value, settings.misfits.swapped_digits) and not (
                line.cumulative
                and other.source == one.source
                and other.day > one.day
                and other.value > one.value
            ):
                off = sorted((_off(line, one), _off(line, other)))
                if off[0] > settings.checks.swapped_off or off[1] < settings.checks.swapped_off:
                    continue
                text = (
                    f"{one.who} has {one.words} ({one.claim_id}) and {other.who} "
                    f"{other.words} ({other.claim_id}): "
                    "two digits changed places in one of them"
                )
                found.append((line.series_id, difference("transposed digits", one.day, [one, other], text)))
    return found


def _nesting(family: list[Line], settings: Checks) -> list[Found]:
    """Who counts from a later day cannot count more; flagged once a series, against the best known total."""
    odd: dict[str, tuple[int, Difference]] = {}
    totals = sorted(
        (line for line in family if line.cumulative and line.since is not None),
        key=lambda line: (line.since or 0, line.series_id),
    )
    for index, early in enumerate(totals):
        stated: Stated = defaultdict(list)
        for each in early.observed:
            if each.two_sided:
                stated[each.source, each.day].append(each)
        for late in totals[index + 1 :]:
            worst = _nested_worst(early, late, stated, settings)
            held = odd.get(late.series_id)
            if worst is not None and (held is None or len(early.observed) > held[0]):
                odd[late.series_id] = (len(early.observed), worst)
    return [(series, row) for series, (_, row) in odd.items()]


def _nested_worst(early: Line, late: Line, stated: Stated, settings: Checks) -> Difference | None:
    """Return the figure of a later start that exceeds the earlier start's total most, if one does."""
    assert late.since is not None
    already = early.at(late.since)
    base = already[1] if already is not None else 0.0
    worst: tuple[float, Difference] | None = None
    for one in late.observed:
        level = _comparable(early, one, base, settings)
        if one.qualifier == "at_most" or level is None:
            continue
        # a source that has said the total from the earlier start itself needs no estimate between
        own = stated.get((one.source, one.day), ())
        limit = own[0].value if own and base == 0 else level
        allowed = limit * settings.nested_over if base else limit + settings.nested_slack
        if one.low + base <= allowed:
            continue
        share = (base + one.value) / max(limit, 1.0)
        if worst is None or share > worst[0]:
            text = _nested_words(early, late, one, base, limit)
            worst = (share, difference("nesting", one.day, [one, *own[:1]], text))
    return worst[1] if worst else None


def _comparable(early: Line, one: Figure, base: float, settings: Checks) -> float | None:
    """Return where the earlier start's total stands on a figure's day, unless it is known too little by then.

    Without a figure of what was before, no day is compared that the total does not reach itself.
    """
    known = base and len(early.observed) >= settings.nested_figures
    here = early.at(one.day)
    if here is None or one.day > int(early.days[-1]) + (settings.nested_days if known else 0):
        return None
    return here[1]


def _nested_words(early: Line, late: Line, one: Figure, base: float, limit: float) -> str:
    """Return in words by what a figure of a later start exceeds the earlier start's total."""
    head = f"{one.who} has {one.words} since {date_of(late.since or 0)} ({one.claim_id})"
    if base:
        return (
            f"{head}; with {say(base)} before that it makes {say(base + one.value)}, "
            f"but {early.series_id} stands at {say(limit)} on {date_of(one.day)}"
        )
    return f"{head}, more than {say(limit)} since the earlier {date_of(early.since or 0)} ({early.series_id})"


def _stock_rise(family: list[Line], settings: Checks) -> list[Found]:
    """A place cannot fill faster than people arrive."""
    stocks = [line for line in family if line.kind == "stock"]
    totals = [line for line in family if line.cumulative]
    if not stocks or not totals or stocks[0].to is None:
        return []
    stock = max(stocks, key=lambda line: (len(line.observed), line.series_id))
    total = max(totals, key=lambda line: (len(line.observed), line.series_id))
    firm = [one for one in stock.observed if one.two_sided and one.role == "used" and one.dated == 0]
    for before, after in pairwise(firm):
        start, end = total.at(before.day), total.at(after.day)
        if start is None or end is None or after.day > int(total.days[-1]):
            continue
        rise, room = after.low - before.high, end[2] - start[0]
        if rise > settings.filled_over * room and rise > settings.filled_least * after.value:
            text = (
                f"{stock.series_id} rose from {before.words} on {date_of(before.day)} ({before.claim_id}) to "
                f"{after.words} on {date_of(after.day)} ({after.claim_id}), by more than the "
                f"{say(end[1] - start[1])} who arrived ({total.series_id})"
            )
            return [(stock.series_id, difference("stock against arrivals", after.day, [before, after], text))]
    return []


def _slips(members: list[Line], settings: Checks) -> list[Found]:
    """One source's figure printed for two quantities on one day."""
    found: list[Found] = []
    seen: dict[tuple[str, float, str], list[tuple[Line, Figure]]] = defaultdict(list)
    for line in members:
        if line.kind in ("stock", "cumulative"):
            for one in line.observed:
                if one.value >= settings.slip_value:
                    seen[one.source, one.value, line.unit].append((line, one))
    for key in sorted(seen):
        pairs = seen[key]
        for index, (line, one) in enumerate(pairs):
            for other, two in pairs[index + 1 :]:
                if (
                    other is line
                    or line.kind == other.kind
                    or abs(one.day - two.day) > settings.slip_days
                    or line.to != other.to
                ):
                    continue
                far = [
                    (each, figure)
                    for each, figure in ((line, one), (other, two))
                    if _off(each, figure) > settings.slip_off
                ]
                hint = ""
                if len(far) == 1:
                    doubtful, figure = far[0]
                    level = doubtful.at(figure.day)
                    hint = (
                        f"; {doubtful.series_id} stands at {say(level[1]) if level else '?'} "
                        "by its other figures, "
                        "so it belongs to the other"
                    )
                text = (
                    f"{one.words} of {one.who} is printed for {line.series_id} ({one.claim_id}) and as "
                    f"{two.words} for {other.series_id} ({two.claim_id}){hint}"
                )
                found.append((line.series_id, difference("scope slip", one.day, [one, two], text)))
    return found


def _off(line: Line, figure: Figure) -> float:
    """Return how far a figure lies from its series' estimate, as a share."""
    level = line.at(figure.day)
    return abs(figure.value - level[1]) / max(figure.value, 1.0) if level else 0.0


def _loose(line: Line, settings: Checks) -> list[Found]:
    """A bound so far below another source's figure of those days that they hardly speak of one thing."""
    found: list[Found] = []
    firm = [one for one in line.observed if one.two_sided]
    for one in line.observed:
        if one.qualifier != "at_least" or one.role != "used":
            continue
        near = [
            other
            for other in firm
            if other.source != one.source
            and abs(other.day - one.day) <= settings.loose_days
            and one.value < settings.loose_below * other.value
        ]
        if near:
            other = min(near, key=lambda each: (abs(each.day - one.day), each.claim_id))
            text = (
                f"{one.who} has only {one.words} on {date_of(one.day)} "
                f"({one.claim_id}) where {other.who} "
                f"has {other.words} on {date_of(other.day)} ({other.claim_id})"
            )
            found.append((line.series_id, difference("loose bound", one.day, [one, other], text)))
    return found[:1]
