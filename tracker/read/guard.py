"""Read an input in a process of its own, which may take so much memory and time and no more.

The process is started once and kept warm; one that is stopped, by its limits or by a broken file, is replaced
and the input set aside with the reason.  Parts of an archive that stop their reader are left out and the
others are read.  Idle processes wait in a pool, so that several inputs may be read at once.

In: a Source and Limits.  Out: pieces of it, as `tracker.read.pieces` gives them.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from tracker.read.formats import is_known
from tracker.read.limits import LARGEST_HERE, MEMORY, WAIT, Budget, Limits, can_guard
from tracker.read.pieces import Piece, pieces
from tracker.read.source import Source
from tracker.vocabulary import Verdict

START = "from tracker.read.reader_process import main; main()"
PLAIN = {
    *(".txt", ".text", ".md", ".markdown", ".csv", ".tsv"),
    *(".json", ".jsonl", ".ndjson", ".xml", ".rss", ".atom"),
}
MOST_LOST = 3  # parts of one input that may stop their reader before the rest is left unread
PIECE, PART, DONE = "piece", "part", "done"  # what a reader says
OUT_OF_MEMORY = {-signal.SIGKILL, MEMORY}
TO_START = 60.0  # seconds of the clock
SENT = {"tracker.read.source", "tracker.vocabulary"}  # modules whose objects a reader may send
SENT_DAYS = {
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
}


class _Opener(pickle.Unpickler):
    """Opens what a reader sends: only what is read, never code that a broken reader may have been made to send."""

    def find_class(self, module: str, name: str) -> Any:
        if module in SENT or (module, name) in SENT_DAYS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


class _Stopped(Exception):
    """The reader ended before it was done; ``code`` is how, ``None`` when we ended it."""

    def __init__(self, code: int | None, *, late: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.late = late or code == -signal.SIGXCPU


class _Reader:
    """One process that reads inputs, one after the other."""

    def __init__(self, memory_mb: int) -> None:
        self.memory_mb, self.owner = memory_mb, os.getpid()
        ours, theirs = Pipe()
        self.line = ours
        here = str(Path(__file__).resolve().parents[2])
        known = os.environ.get("PYTHONPATH")
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, str(theirs.fileno()), str(memory_mb)],
                pass_fds=[theirs.fileno()],
                env={
                    **os.environ,
                    "PYTHONPATH": f"{here}{os.pathsep}{known}" if known else here,
                    "OPENBLAS_NUM_THREADS": "1",
                },
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def ask(self, source: Source, seconds: float, avoid: list[int]) -> None:
        """Give the process an input to read, and the folder that a path without a root starts from."""
        try:
            folder = os.getcwd()
        except OSError:  # it was removed under us
            folder = ""
        asked = (source, seconds, avoid, folder)
        try:
            self.line.send_bytes(pickle.dumps(asked, protocol=pickle.HIGHEST_PROTOCOL))
        except OSError as fault:
            raise _Stopped(self.end()) from fault

    def answer(self, until: float) -> Any:
        """Return the next thing it says.

        Raises
        ------
        _Stopped
            It ended, or it did not say anything in time.
        """
        try:
            if not self.line.poll(max(0.0, until - time.monotonic())):
                self.end()
                raise _Stopped(None, late=True)
            return _Opener(io.BytesIO(self.line.recv_bytes())).load()
        except (EOFError, OSError, pickle.UnpicklingError) as fault:
            raise _Stopped(self.end()) from fault

    def end(self) -> int | None:
        """Stop the process; return how it ended, if it had already."""
        self.line.close()
        try:
            return self.process.wait(0.5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None


_idle: list[_Reader] = []
_door = threading.Lock()


def _take(memory_mb: int) -> _Reader:
    """Return a reader from the pool, or a new one."""
    with _door:
        for place, reader in enumerate(_idle):
            if reader.memory_mb == memory_mb and reader.owner == os.getpid():
                return _idle.pop(place)
    return _Reader(memory_mb)


def _give_back(reader: _Reader) -> None:
    """Let a reader wait for the next input."""
    with _door:
        _idle.append(reader)


@atexit.register
def close() -> None:
    """End the processes that wait."""
    with _door:
        held, _idle[:] = list(_idle), []
    for reader in held:
        if reader.owner == os.getpid():
            reader.end()


def guarded(source: Source, suffix: str, limits: Limits | None) -> Iterator[Piece]:
    """Yield what lies in an input; short plain text is read here, all else in a process with limits."""
    size = source.size()
    plain = not size or suffix in PLAIN or not is_known(suffix)
    if limits is None or not can_guard() or (plain and size <= LARGEST_HERE):
        yield from pieces(source, Budget.of(size))
        return
    seconds = limits.allowed(size)
    course = _Course(source, limits, seconds)
    while True:
        try:
            yield from course.attempt()
            return
        except _Stopped as stop:
            yield course.verdict(stop), source
            if not course.can_go_on(stop):
                return


class _Course:
    """The reading of one input, with another attempt after a part of it stopped the reader."""

    def __init__(self, source: Source, limits: Limits, seconds: float) -> None:
        self.source, self.limits, self.seconds = source, limits, seconds
        self.left = WAIT * seconds + TO_START  # of the clock, while the reader is waited for
        self.avoid: list[int] = []
        self.places: list[str] = []  # of the parts opened in this attempt
        self.before = 0  # pieces that came before the last of them

    def attempt(self) -> Iterator[Piece]:
        """Yield the pieces that did not come in an attempt before."""
        reader = _take(self.limits.memory_mb)
        skip, seen, keep = self.before, 0, False
        self.places, self.before = [], 0
        try:
            reader.ask(self.source, self.seconds, self.avoid)
            while True:
                asked = time.monotonic()
                kind, said = reader.answer(asked + self.left)
                self.left -= time.monotonic() - asked
                if kind == PIECE:
                    seen += 1
                    if seen > skip:
                        yield said
                elif kind == PART:
                    self.places.append(said)
                    self.before = seen
                else:
                    keep = not said
                    return
        finally:
            if keep:
                _give_back(reader)
            else:
                reader.end()

    def can_go_on(self, stop: _Stopped) -> bool:
        """Return whether the other parts may be read: one is to blame, and it is left out from now on."""
        last = len(self.places) - 1
        if stop.late or last < 0 or last in self.avoid or len(self.avoid) >= MOST_LOST:
            return False
        self.avoid.append(last)
        return True

    def verdict(self, stop: _Stopped) -> Verdict:
        """Return why the reader was stopped and what to do."""
        place = self.places[-1] if self.places else self.source.place
        rest = "; the rest was not read" if self.places and stop.late else ""
        if stop.late:
            fault = f"reading it took more than {self.seconds:,.1f} s and was stopped{rest}"
            fix = "do not trust it; if you do, split it, or give more time with --most-seconds"
        elif stop.code in OUT_OF_MEMORY:
            fault = f"reading it took more than {self.limits.memory_mb:,} MB of memory and was stopped"
            fix = "do not trust it; if you do, split it, or give more memory with --most-memory"
        else:
            name = signal.Signals(-stop.code).name if stop.code is not None and stop.code < 0 else stop.code
            fault = f"its reader broke down ({name}): it is broken, or takes more than {self.limits.memory_mb:,} MB"
            fix = "open it in its own program and save it again, or save it as text"
        return Verdict(place=place, fault=f"{place}: {fault}", fix=fix)
