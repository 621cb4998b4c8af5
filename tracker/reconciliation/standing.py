"""Which decisions stand: a table of decisions only grows, and a row ``undo`` takes an earlier one back.

An undo names the target of the row it takes back, and that row's ``when`` as its value.  An undo can be undone.

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
    back: set[tuple[Any, Any]] = set()
    for row in reversed(rows):
        if (row["target"], row["when"]) in back and row["when"]:
            taken.add(id(row))
        elif row["action"] == "undo":
            back.add((row["target"], row["value"]))
    return taken
