"""A pool of processes that is watched: one that ends is replaced, and what it had in hand is done by another.

An item during which a worker was ended from outside is tried once more; if it ends its worker again, or takes
more time or memory than one item may, it is Lost.  Each worker has one handful of items at a time, so that no
line between us ever fills from both sides.

In: a Work, items.  Out: a result an item, in their order, or Lost.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tracker.engine.seed import DONE, ENDED, FORK
from tracker.engine.work import Lost, Work
from tracker.errors import EngineFailed
from tracker.read.limits import WAIT, Limits

START = "from tracker.engine.seed import main; main()"
HANDFUL = 64 * 1024  # bytes of items that a worker has in hand
AHEAD = 4_000  # items that may be done before one that others wait for
TRIES = 2
TO_START = 60.0  # seconds of the clock


def can_pool() -> bool:
    """Return whether this system has what a pool needs."""
    return os.name == "posix" and bool(sys.executable) and hasattr(socket, "send_fds")


@dataclass(slots=True)
class _Task:
    """One item on its way."""

    number: int
    item: Any
    packed: bytes
    seconds: float
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    """One process: what it has in hand, in order, and until when it must have said something."""

    line: Connection
    number: int
    tasks: deque[_Task] = field(default_factory=deque)
    until: float = 0.0


class Pool:
    """Processes that do one Work.

    Parameters
    ----------
    work
        What they do.
    workers
        How many there are.
    limits
        What one item may take: memory beside what a worker starts with, and seconds of computing.

    Raises
    ------
    EngineFailed
        The first process does not start.
    """

    def __init__(self, work: Work, *, workers: int, limits: Limits) -> None:
        self._limits = limits
        self._seed = _Seed(work, limits.memory_mb)
        self._workers = [self._seed.fork() for _ in range(workers)]

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End its processes."""
        self.close()

    def close(self) -> None:
        """End its processes."""
        for worker in self._workers:
            worker.line.close()
            with contextlib.suppress(OSError):
                os.kill(worker.number, signal.SIGKILL)
        self._workers = []
        self._seed.close()

    @property
    def workers(self) -> list[int]:
        """The numbers of its processes."""
        return [worker.number for worker in self._workers]

    def run(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield the result of each item in order, or Lost; one run at a time.

        Raises
        ------
        EngineFailed
            No process can be started any more.
        """
        course = _Course(self._tasks(items))
        try:
            yield from self._results(course)
        finally:
            for place, worker in enumerate(self._workers):
                if worker.tasks:  # the run was left early
                    with contextlib.suppress(OSError):
                        os.kill(worker.number, signal.SIGKILL)
                    self._seed.ended(worker.number)
                    self._replace(place, course)

    def _results(self, course: _Course) -> Iterator[Any]:
        while True:
            for place, worker in enumerate(self._workers):
                if not worker.tasks and (hand := course.handful()):
                    self._give(place, hand, course)
            yield from course.in_order()
            busy = [worker for worker in self._workers if worker.tasks]
            if not busy and course.over:
                return
            for worker in self._heard(busy) if busy else ():
                self._hear(worker, course)

    def _tasks(self, items: Iterable[Any]) -> Iterator[_Task]:
        for number, item in enumerate(items):
            packed = pickle.dumps(item, protocol=pickle.HIGHEST_PROTOCOL)
            yield _Task(number, item, packed, self._limits.allowed(len(packed)))

    def _give(self, place: int, hand: list[_Task], course: _Course) -> None:
        """Give an idle worker a handful of items."""
        worker = self._workers[place]
        worker.tasks.extend(hand)
        worker.until = self._deadline(worker)
        try:
            worker.line.send_bytes(pickle.dumps([(task.seconds, task.packed) for task in hand]))
        except OSError:  # it was ended while it had nothing to do
            self._replace(place, course)

    def _deadline(self, worker: _Worker) -> float:
        """Return until when a worker must have done the first item it has in hand."""
        return time.monotonic() + TO_START + WAIT * worker.tasks[0].seconds

    def _heard(self, busy: list[_Worker]) -> list[_Worker]:
        """Return the workers that said something or are late."""
        latest = min(worker.until for worker in busy)
        lines = wait([worker.line for worker in busy], max(0.0, latest - time.monotonic()))
        now = time.monotonic()
        return [worker for worker in busy if worker.line in lines or worker.until <= now]

    def _hear(self, worker: _Worker, course: _Course) -> None:
        """Take what a worker says, or what is left of its handful when it ended."""
        place = self._workers.index(worker)
        try:
            while worker.tasks and worker.line.poll():
                kind, said = pickle.loads(worker.line.recv_bytes())
                task = worker.tasks.popleft()
                course.ready[task.number] = said if kind == DONE else self._short(task)
                if worker.tasks:
                    worker.until = self._deadline(worker)
        except (EOFError, OSError, pickle.UnpicklingError):
            self._ended(place, course)
            return
        if worker.tasks and worker.until <= time.monotonic():
            with contextlib.suppress(OSError):
                os.kill(worker.number, signal.SIGKILL)
            self._ended(place, course, late=True)

    def _ended(self, place: int, course: _Course, *, late: bool = False) -> None:
        """Settle what becomes of the item during which a worker ended, and replace it."""
        worker = self._workers[place]
        code = self._seed.ended(worker.number)
        late = late or code == -signal.SIGXCPU
        if worker.tasks:
            task = worker.tasks[0]
            task.tries += 1
            if late or task.tries >= TRIES:
                worker.tasks.popleft()
                course.ready[task.number] = self._late(task) if late else _broken(task, code)
        self._replace(place, course)

    def _replace(self, place: int, course: _Course) -> None:
        """Put a fresh process in the place of one that ended; what that had in hand comes first."""
        worker = self._workers[place]
        course.again.extendleft(reversed(worker.tasks))
        worker.line.close()
        self._workers[place] = self._seed.fork()

    def _late(self, task: _Task) -> Lost:
        return Lost(
            item=task.item,
            fault=f"it took more than {task.seconds:,.0f} s of computing",
            fix="split the text, or allow more with --most-seconds",
        )

    def _short(self, task: _Task) -> Lost:
        return Lost(
            item=task.item,
            fault=f"it took more than {self._limits.memory_mb:,} MB of memory",
            fix="split the text, or allow more with --most-memory",
        )


def _broken(task: _Task, code: int) -> Lost:
    how = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit code {code}"
    return Lost(
        item=task.item,
        fault=f"the process that read it ended {task.tries} times ({how})",
        fix="report it, with the text, as a fault of the reader; the others were read",
    )


class _Course:
    """The items of one run: those to come, those to be done again, and the results that wait for their turn."""

    def __init__(self, coming: Iterator[_Task]) -> None:
        self.again: deque[_Task] = deque()
        self.ready: dict[int, Any] = {}
        self._coming = coming
        self._taken = self._given = 0
        self._ended = False

    @property
    def over(self) -> bool:
        """Whether nothing is left to be given to a worker."""
        return self._ended and not self.again

    def handful(self) -> list[_Task]:
        """Return the items a worker is given at once: one alone that ended a worker before."""
        hand: list[_Task] = []
        size = 0
        while size < HANDFUL and (task := self._next(bool(hand))) is not None:
            hand.append(task)
            size += len(task.packed)
            if task.tries:
                break
        return hand

    def _next(self, held: bool) -> _Task | None:
        """Return the next item, unless it must be given alone, or too many wait for one that takes long."""
        if self.again:
            return None if held and self.again[0].tries else self.again.popleft()
        if self._ended or self._taken - self._given >= AHEAD:
            return None
        task = next(self._coming, None)
        if task is None:
            self._ended = True
        else:
            self._taken += 1
        return task

    def in_order(self) -> Iterator[Any]:
        """Yield the results whose turn it is."""
        while self._given in self.ready:
            yield self.ready.pop(self._given)
            self._given += 1


class _Seed:
    """The process that forks the workers."""

    def __init__(self, work: Work, memory_mb: int) -> None:
        self._work, self._memory_mb = work, memory_mb
        self._start()

    def _start(self) -> None:
        """Start it, and wait until it is warm."""
        ours, theirs = socket.socketpair()
        here = str(Path(__file__).resolve().parents[2])
        known = os.environ.get("PYTHONPATH")
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", START, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{known}" if known else here},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._line = ours
        ours.settimeout(TO_START)
        try:
            ours.sendall(pickle.dumps((self._work, self._memory_mb)))
            said = ours.recv(1)
        except OSError:
            said = b""
        if not said:
            self.close()
            raise EngineFailed("the processes that read did not start", fix="run it again with --workers 1")

    def fork(self) -> _Worker:
        """Return a new worker.

        Raises
        ------
        EngineFailed
            It cannot be started, even after the process it comes from was started anew.
        """
        for again in (True, False):
            ours, theirs = Pipe()
            try:
                with theirs:
                    socket.send_fds(self._line, [FORK], [theirs.fileno()])
                number = int(self._line.recv(64))
                return _Worker(ours, number)
            except (OSError, ValueError):
                ours.close()
                if again:
                    self.close()
                    self._start()
        raise EngineFailed("no process can be started to read in", fix="run it again with --workers 1")

    def ended(self, number: int) -> int:
        """Return how a worker ended, once it has."""
        try:
            self._line.sendall(ENDED + str(number).encode())
            return int(self._line.recv(64))
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        """End it."""
        self._line.close()
        try:
            self._process.wait(0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
