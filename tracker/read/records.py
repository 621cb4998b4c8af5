"""One bad record takes only itself: whatever goes wrong in it becomes a Verdict, the others are read.

In: a place and what reads the record there.  Out: what it gives, and Verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tracker.errors import MissingExtra, TrackerError
from tracker.read.limits import Spent
from tracker.vocabulary import Verdict

Given = TypeVar("Given")


def reading(place: str, read: Callable[[], Iterable[Given]]) -> Iterator[Given | Verdict]:
    """Yield what a record gives; an error in it is a Verdict.

    Raises
    ------
    MissingExtra, Spent, MemoryError
        What is no fault of the record.
    """
    try:
        yield from read()
    except (MissingExtra, Spent, MemoryError):
        raise
    except TrackerError as fault:
        yield Verdict(place=place, fault=fault.fault, fix=fault.fix)
    except Exception as fault:  # a parser met something its authors did not: the batch goes on
        yield unreadable(place, fault)


def unreadable(place: str, fault: Exception) -> Verdict:
    """Return that something cannot be read, for a reason that only its parser knows."""
    return Verdict(
        place=place,
        fault=f"{place}: cannot be read ({type(fault).__name__}: {str(fault)[:120]})",
        fix="open it in its own program and save it again, or save it as text",
    )
