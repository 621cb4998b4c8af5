"""Say what kind of difference two figures have: a correction is not a contradiction.

In: the observations of one series, sorted by day.  Out: the same, with superseded ones marked or turned into
upper bounds, and the differences found, as dicts fit for the conflicts table.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tracker.reconciliation.settings import Misfits, Settings
from tracker.reconciliation.stated import Figure, date_of, say

Difference = dict[str, Any]


def difference(kind: str, day: int | None, figures: list[Figure], message: str) -> Difference:
    """Return one row for the conflicts table, its series still to be filled in."""
    return {
        "kind": kind,
        "date": None if day is None else date_of(day),
        "claim_ids": [figure.claim_id for figure in figures],
        "values": [figure.value for figure in figures],
        "message": message,
    }


def revisions(observed: list[Figure], kind: str, settings: Settings) -> tuple[list[Figure], list[Difference]]:
    """Let a source's later figure for the same day replace its earlier one; a tie is a conflict."""
    found: list[Difference] = []
    same: dict[tuple[Any, ...], list[Figure]] = defaultdict(list)
    for figure in observed:
        if figure.two_sided:
            key = (
                (figure.counter, figure.day, figure.start)
                if kind == "window"
                else (figure.counter, figure.day)
            )
            same[key].append(figure)
    for figures in same.values():
        if len(figures) < 2:
            continue
        figures.sort(key=lambda one: (one.published, one.value, one.claim_id))
        last = figures[-1]
        for figure in figures[:-1]:
            if figure.agrees(last, settings.wording.slack) or figure.accepted:
                continue
            at = f"{figure.who} for {date_of(figure.day)}"
            if figure.published < last.published:
                late = last.published - figure.day > settings.misfits.late_days
                figure.role, figure.kind = "superseded", "late revision" if late else "revision"
                figure.reason = f"{at}: {figure.words} became {last.words} ({last.claim_id})"
                found.append(difference(figure.kind, figure.day, [figure, last], figure.reason))
            elif figure.role == "used":
                figure.role, figure.kind = "conflicting", "contradiction"
                figure.reason = (
                    f"{at} is both {figure.words} and {last.words} ({last.claim_id}), printed the same day"
                )
                last.role, last.kind = "conflicting", "contradiction"
                last.reason = (
                    f"{at} is both {last.words} and {figure.words} ({figure.claim_id}), printed the same day"
                )
                found.append(difference("contradiction", figure.day, [figure, last], figure.reason))
    return [figure for figure in observed if figure.role != "superseded"], found


def rebases(observed: list[Figure], settings: Settings) -> tuple[list[Figure], list[Difference], int | None]:
    """Turn figures above a cleaned list into upper bounds.

    A source's total that peaks and is followed by two or more totals, all below the fall, was cleaned: no
    one is un-displaced.  One such total, a fortnight or more later, is taken provisionally: the peak stays in
    the interval.  Returns also the day from which the list was cleaned, if it was.
    """
    found: list[Difference] = []
    since: int | None = None
    own: dict[str, list[Figure]] = defaultdict(list)
    for figure in observed:
        if figure.qualifier != "at_least" and figure.role == "used":
            own[figure.source].append(figure)
    for source in sorted(own):
        figures = own[source]
        if len(figures) < 2:
            continue
        peak = max(figures, key=lambda figure: (figure.value, figure.day))
        # the last that stood about as high: a list may lose a few before it is cleaned
        high = [figure.value >= settings.lists.fall * peak.value for figure in figures]
        top = len(figures) - 1 - high[::-1].index(True)
        after = figures[top + 1 :]
        if not after:
            continue
        cap = max(figure.value for figure in after)
        sure = len(after) >= settings.lists.fall_totals
        if not sure and after[0].day - figures[top].day < settings.lists.fall_days:
            continue
        kind = "rebase" if sure else "fall"
        kept = "and kept it there" if sure else "once so far: the higher figure stays in the interval"
        message = (
            f"{peak.who} cut its own total from {peak.words} ({date_of(peak.day)}) to {after[0].words} "
            f"({date_of(after[0].day)}), {kept}; earlier figures above it are read as upper bounds"
        )
        found.append(difference(kind, after[0].day, [peak, *after[: settings.lists.fall_shown]], message))
        since = after[0].day if since is None else min(since, after[0].day)
        for figure in figures[: top + 1]:
            if figure.value > cap and not figure.accepted:
                figure.bound = "rebase" if sure else "fall"
                figure.role, figure.kind = "superseded", kind
                figure.reason = (
                    f"rebased: {source} later cut its total to {say(cap)} ({after[0].claim_id}); "
                    "kept as an upper bound"
                )
    return observed, found, since


def transposed(first: float, second: float, digits: int) -> bool:
    """Whether two figures of so many digits or more differ by two neighbours that changed places."""
    # swapping digits changes a number by a multiple of nine
    if first == second or (first - second) % 9 or first != int(first) or second != int(second):
        return False
    one, other = str(int(first)), str(int(second))
    if len(one) != len(other) or len(one) < digits:
        return False
    differ = [at for at in range(len(one)) if one[at] != other[at]]
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and one[differ[0]] == other[differ[1]]
        and one[differ[1]] == other[differ[0]]
    )


def slip(figure: Figure, best: float, settings: Misfits) -> tuple[str, str] | None:
    """Return a misprint that explains a figure far from the estimate: digits swapped, a zero too many."""
    if best > 0 and figure.value > 0:
        rounded = round(best / 10 ** _zeros(figure.value)) * 10 ** _zeros(figure.value)
        if transposed(figure.value, rounded, settings.swapped_digits):
            return "transposed digits", f"its digits look swapped: about {say(best)} is expected"
        for factor in (10.0, 0.1):
            if abs(figure.value * factor / best - 1) < settings.tenfold_off:
                return "transposed digits", f"off by a factor of ten from {say(best)}"
    return None


def _zeros(value: float) -> int:
    """Return how many zeros a figure ends in."""
    text = str(int(value))
    return len(text) - len(text.rstrip("0")) if int(value) else 0
