"""What the pool is given to do in its tests: functions that any process finds by name."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

ON_FILE = "kill once: "


def double(item: int | str, *, seed: int = 0) -> int | str:
    """Return twice the number; text items do what they say."""
    if isinstance(item, int):
        return 2 * item + seed
    if item.startswith(ON_FILE):  # the first process that sees it is killed, as by the system or a person
        mark = Path(item.removeprefix(ON_FILE))
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "done by another"
    if item == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "raise":
        raise ValueError("no such valley")
    if item == "for ever":
        re.match(r"(a+)+$", "a" * 60 + "b")
    if item == "sleep":
        time.sleep(0.2)
    if item == "memory":
        return str(len(bytearray(900 * 1024 * 1024)))
    return item


def cannot_start() -> None:
    """Fail before the first item."""
    raise RuntimeError
