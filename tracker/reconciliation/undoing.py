"""Which decisions stand: a table of decisions only grows, and a row ``undo`` takes an earlier one back.

An undo has the ``when`` of what it takes back as its value; rows that were decided in one act share theirs.  An undo
can be undone.

In: rows of decisions, oldest first.  Out: those that no longer hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def undone(rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the ``id()`` of each row that a later one took back.

    Parameters
    ----------
    rows
        Decisions, oldest first.
    """
    taken: set[int] = set()
    back: set[Any] = set()
    for row in reversed(rows):
        if row["when"] and row["when"] in back:
            taken.add(id(row))
        elif row["action"] == "undo":
            back.add(row["value"])
    return taken
