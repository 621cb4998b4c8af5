"""Which engine reads the reports: this process, or a pool of processes once there is much to read.

In: what reading files yields.  Out: the same in the same order, each report with its claims, whatever read it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from tracker.api.arguments import as_choice, as_number
from tracker.engine import Lost, Pool, Work, can_pool, here
from tracker.errors import BadArgument
from tracker.read import DEFAULTS, Limits
from tracker.vocabulary import Report, Verdict

if TYPE_CHECKING:
    from tracker.read import Tabled

ENGINES = ("process",)
MUCH = 1_000_000  # letters of text after which more processes are worth their start


@dataclass(frozen=True, slots=True)
class Engine:
    """How reports are read.

    Attributes
    ----------
    name
        ``None``: in this process, and in a pool once there is much to read; "process": in a pool from the start.
    workers
        How many processes; default one a core.  With one everything is read in this process, unless the
        engine is named.
    """

    name: str | None = None
    workers: int | None = None

    def run(
        self, work: Work, items: Iterable[Report | Tabled | Verdict], limits: Limits | None
    ) -> Iterator[Any]:
        """Yield what a function makes of each item, in order; a Verdict for one that was lost."""
        with self.opened(work, limits) as running:
            yield from running.run(items)

    def opened(self, work: Work, limits: Limits | None) -> Running:
        """Return what runs a function over one lot of items after another; close it in the end."""
        return Running(self, work, limits or DEFAULTS.limits)


class Running:
    """An engine at work: its processes are started when they are needed, and kept until it is closed."""

    def __init__(self, engine: Engine, work: Work, limits: Limits | None) -> None:
        self._engine, self._work, self._limits = engine, work, limits
        self._workers = engine.workers or cores()
        self._pool: Pool | None = None
        self._letters = 0

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its processes."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def run(self, items: Iterable[Report | Tabled | Verdict]) -> Iterator[Any]:
        """Yield what the function makes of each item, in order; a Verdict for one that was lost."""
        coming = iter(items)
        for one in chain(here(self._work, self._until_much(coming)), self._pooled(coming)):
            yield _verdict(one) if isinstance(one, Lost) else one

    def _until_much(self, coming: Iterator[Any]) -> Iterator[Any]:
        """Yield the items that this process does itself; the rest stays to come."""
        alone = not can_pool() or self._limits is None or (self._engine.name is None and self._workers == 1)
        while alone or (self._engine.name is None and self._letters < MUCH):
            item = next(coming, None)
            if item is None:
                return
            self._letters += len(item.text) if isinstance(item, Report) else 0
            yield item

    def _pooled(self, coming: Iterator[Any]) -> Iterator[Any]:
        """Yield the results of the pool, which is started when there is an item for it."""
        first = next(coming, None)
        if first is None or self._limits is None:
            return
        if self._pool is None:
            self._pool = Pool(self._work, workers=self._workers, limits=self._limits)
        yield from self._pool.run(chain([first], coming))


def engine_of(name: str | None, workers: int | None) -> Engine:
    """Return the engine that arguments name.

    Raises
    ------
    BadArgument
        There is no such engine, or no such number of workers.
    """
    if name is not None:
        as_choice(name, "engine", ENGINES)
    number = as_number(workers, "workers", 1, 1024)
    if number is not None and number != int(number):
        raise BadArgument(f"workers={workers!r} is no whole number", fix="give a number of processes")
    return Engine(name, None if number is None else int(number))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _verdict(lost: Lost) -> Verdict:
    """Return what is said of an item that was lost."""
    report = getattr(lost.item, "report", lost.item)
    place = (
        (report.path or report.report_id) if isinstance(report, Report) else str(getattr(report, "place", ""))
    )
    return Verdict(place=place, fault=f"{place}: {lost.fault}", fix=lost.fix)
