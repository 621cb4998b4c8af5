"""The process that workers are forked from: it has imported and warmed everything once, so they start at once.

In: a socket to the one who asks.  Out: workers, which answer on lines of their own; how a worker ended.
"""

from __future__ import annotations

import contextlib
import gc
import math
import os
import pickle
import resource
import signal
import socket
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from tracker.engine.work import Work, attempt
from tracker.read.limits import MB
from tracker.read.reader_process import peak

FORK, ENDED = b"f", b"e"
MOST_ASKED = 64  # bytes of a question
DONE, SHORT = "done", "short of memory"


def main() -> None:
    """Fork workers until nobody asks any more; the argument is the socket."""
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks, who then ends us
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with asked.makefile("rb") as first:
            work, memory_mb = pickle.load(first)
        work.get_ready()
        gc.collect()
        gc.freeze()  # what is shared with the workers stays shared
        asked.send(b"r")
        while True:
            said, lines, _, _ = socket.recv_fds(asked, MOST_ASKED, 1)
            if not said:
                return
            if said[:1] == FORK:
                number = os.fork()
                if not number:
                    asked.close()
                    _work(Connection(lines[0]), work, memory_mb)
                os.close(lines[0])
                asked.send(str(number).encode())
            else:
                asked.send(str(_ended(int(said[1:]))).encode())


def _ended(number: int) -> int:
    """Return how a worker ended: its exit code, or the signal as a negative number."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    except ChildProcessError:
        return 0


def _work(line: Connection, work: Work, memory_mb: int) -> NoReturn:
    """Answer until nobody asks any more."""
    code = 1
    try:
        function = work.function()
        _limit_memory(memory_mb)
        while True:
            for seconds, item in pickle.loads(line.recv_bytes()):
                _limit_time(seconds)
                _answer(line, function, item)
    except (EOFError, OSError):
        code = 0
    finally:
        os._exit(code)


def _answer(line: Connection, function: Callable[[Any], Any], item: bytes) -> None:
    """Do one item and say what came of it; end after one that took too much memory, since little comes back."""
    try:
        said = pickle.dumps((DONE, attempt(function, pickle.loads(item))), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        line.send_bytes(pickle.dumps((SHORT, None)))
        os._exit(0)
    line.send_bytes(said)


def _limit_memory(memory_mb: int) -> None:
    """Let this process take so many megabytes beside what it was forked with."""
    with contextlib.suppress(ValueError, OSError):  # this system limits us more strictly already, or cannot
        resource.setrlimit(resource.RLIMIT_AS, (int((peak() + memory_mb) * MB),) * 2)


def _limit_time(seconds: float) -> None:
    """Let this process compute so many seconds more; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
