"""The process that reads inputs for another, within limits of memory and time; see `tracker.read.guard`.

In: a line to the one that asks, each question a Source.  Out: its pieces, and the places of the parts in it.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from tracker.read.limits import MB, MEMORY, Budget
from tracker.read.pieces import pieces
from tracker.read.source import Source
from tracker.vocabulary import Verdict


def main() -> None:
    """Answer until nobody asks any more; the arguments are the line and the megabytes."""
    line, megabytes = Connection(int(sys.argv[1])), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks, who then ends us
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # this system limits us more strictly already, or cannot
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MB, megabytes * MB))
    while True:
        try:
            source, seconds, avoid, folder = pickle.loads(line.recv_bytes())
        except (EOFError, OSError):
            return
        with contextlib.suppress(OSError):
            os.chdir(folder)
        _answer(line, source, seconds, avoid, megabytes)


def _answer(line: Connection, source: Source, seconds: float, avoid: list[int], megabytes: int) -> None:
    """Read one input; end when it takes more memory or time than it may."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    def say(kind: str, said: object) -> None:
        line.send_bytes(pickle.dumps((kind, said), protocol=pickle.HIGHEST_PROTOCOL))

    budget = Budget.of(source.size())
    budget.avoid = frozenset(avoid)
    budget.opened = lambda place: say("part", place)
    try:
        for found, where in pieces(source, budget):
            if isinstance(found, Verdict) and _was_short(megabytes):
                raise MemoryError  # a library did not get what it wanted, and says something else
            say("piece", (found, where.origin()))
    except MemoryError:
        os._exit(MEMORY)
    except OSError:  # nobody listens any more
        os._exit(1)
    grown = peak() > megabytes / 2
    say("done", grown)
    if grown:  # memory that was taken once is seldom given back: the next input gets a fresh process
        os._exit(0)


def _was_short(megabytes: int) -> bool:
    """Return whether this process has come near its limit."""
    return peak() > 0.9 * megabytes


def peak() -> float:
    """Return the most megabytes of addresses this process has held, or of memory where that is not told."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmPeak:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
