"""Accumulated lists count people twice: read them against the places where the same source finds people now.

People inside sites and people outside them are together all who are displaced.  Where one source gives both
and its running total stands well above their sum, the total is read as an upper bound and the sum as what
the figure should be near; the band's low side goes down to the over-count seen when such lists are cleaned.

In: Lines with observations.  Out: the same Lines with hints and warnings; differences found.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.reconciliation import halves
from tracker.reconciliation.differences import Difference, difference
from tracker.reconciliation.lines import Line
from tracker.reconciliation.settings import Lists, Settings
from tracker.reconciliation.stated import Figure, date_of, say


def weigh(made: Sequence[Line], settings: Settings) -> list[tuple[str, Difference]]:
    """Mark totals that the sum of their parts contradicts; return one flag a series and kind."""
    found: list[tuple[str, Difference]] = []
    for members, half in halves.groups(made):
        firm = {side: [one for one in figures if one.two_sided] for side, figures in half.items()}
        sums, whole = halves.sums(firm, settings.lists), halves.whole_of(members)
        if sums and whole is not None:
            found += [(whole.series_id, row) for row in _against(whole, sums, settings.lists)]
    return found


def _against(whole: Line, sums: list[halves.Sum], settings: Lists) -> list[Difference]:
    """Set the totals of a series against the sums of their parts."""
    found: list[Difference] = []
    agree, side = settings.parts_agree, settings.sum_side
    over: list[tuple[Figure, halves.Sum]] = []
    for figure in whole.observed:
        near = [
            each
            for each in sums
            if each[0].source == figure.source
            and abs(max(each[0].day, each[1].day) - figure.day) <= settings.halves_days
        ]
        if not near or figure.bound is not None or figure.qualifier == "at_most":
            continue
        best = min(near, key=lambda each: (abs(max(each[0].day, each[1].day) - figure.day), each[0].claim_id))
        inside, outside, value = best
        if (
            inside.day == outside.day == figure.day
            and agree < value / figure.value < 1 - settings.parts_equal
        ):
            found.append(
                difference(
                    "part against whole", figure.day, [figure, inside, outside],
                    f"{figure.who} gives {figure.words} in all on {date_of(figure.day)}, "
                    f"its parts {inside.words} "
                    f"and {outside.words} make {say(value)}",
                )
            )  # fmt: skip
        if figure.two_sided and value < settings.halves_agree * figure.value:
            over.append((figure, best))
    for figure, (inside, outside, value) in over:
        figure.bound = "over-count"
        figure.kind = "over-count"
        day = max(inside.day, outside.day)
        whole.hints.append(
            Figure(
                row=-1, claim_id=inside.claim_id, source=figure.source, who=figure.who,
                value=value, low=value * (1 - side), high=value * (1 + side), qualifier="approximately", day=day,
                start=None, published=max(inside.published, outside.published), dated=0, digits=0,
            )
        )  # fmt: skip
        whole.over_count.append((figure.day, min(value, figure.value * (1 - settings.over_count))))
    if over:
        figure, (inside, outside, value) = max(
            over, key=lambda pair: (pair[0].value / pair[1][2], pair[0].claim_id)
        )
        found.append(
            difference(
                "over-count", figure.day, [figure, inside, outside],
                f"{figure.who} has accumulated {figure.words} by {date_of(figure.day)}, "
                f"but finds {inside.words} inside "
                f"sites and {outside.words} outside, {say(value)} together: "
                "the list may count people twice, so its "
                "totals are read as upper bounds",
            )
        )  # fmt: skip
    return found
