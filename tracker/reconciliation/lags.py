"""Learn how many days after the fact a source is printed, and take it off days that were only implied.

In: the Lines of one situation.  Out: the same, implicit figures moved to the day they speak of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median_low

from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Settings
from tracker.reconciliation.stated import Figure


def learn(members: Sequence[Line], settings: Settings) -> dict[str, int]:
    """Return the lag of each source whose first prints nearly always agree on one."""
    first: dict[tuple[str, int, float], tuple[int, int]] = {}
    for line in members:
        for one in line.figures:
            if one.dated == 0:
                key = (one.source, line.number, one.value)
                seen = (one.published, one.day)
                first[key] = min(first.get(key, seen), seen)
    seen_lags: dict[str, list[int]] = defaultdict(list)
    for (source, _, _), (published, day) in first.items():
        if 0 <= published - day <= settings.lags.longest_days:
            seen_lags[source].append(published - day)
    learned = {}
    for source, each in seen_lags.items():
        middle = median_low(each)
        if (
            middle
            and len(each) >= settings.lags.sightings
            and each.count(middle) >= settings.lags.agreement * len(each)
        ):
            learned[source] = middle
    return learned


def shift(members: Sequence[Line], settings: Settings) -> None:
    """Move implicit figures back by their source's lag."""
    learned = learn(members, settings)
    if not learned:
        return

    def order(one: Figure) -> tuple[int, float, str]:
        return (one.day, one.value, one.claim_id)

    for line in members:
        for one in line.figures:
            if one.dated == 1 and one.day == one.published and one.source in learned:
                one.day -= learned[one.source]
                if one.start is not None and line.kind == "window":
                    one.start -= learned[one.source]
        line.figures.sort(key=order)
