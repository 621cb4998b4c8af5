"""What one input may cost, with all that lies in it: memory, time, bytes unpacked, entries, letters, depth.

In: the size of an input.  Out: Limits, and a Budget that is spent while the input is read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from tracker.errors import BadReport

MB = 1024 * 1024
LARGEST_HERE = MB  # plain text up to this size is read in this process
DEEPEST = 4
MOST_ENTRIES = 50_000
MOST_LETTERS = 8 * MB  # of one report: three thousand pages
LETTERS_FREE, LETTERS_EACH = 16 * MB, 20  # of all reports in an input: so many, and so many for each byte
BYTES_FREE, BYTES_EACH, BYTES_MOST = 256 * MB, 100, 4096 * MB  # unpacked: likewise
MEMORY = 77  # how a reader ends that has not got enough of it
WAIT = 4  # seconds of the clock for one of computing, since others compute as well
SLOWEST = 6 * MB  # bytes that may take the time of a small input once more


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one input may take.

    Attributes
    ----------
    memory_mb
        Memory of the process that reads it, in megabytes.
    seconds
        Seconds of computing for an input of up to some hundred kilobytes; one of 6 MB has twice as long.
    """

    memory_mb: int = 1024
    seconds: float = 60.0

    def allowed(self, size: int) -> float:
        """Return the seconds of computing that an input of so many bytes may take."""
        return self.seconds * (1 + size / SLOWEST)


class Spent(BadReport):
    """An input with all that lies in it is more than one input may be; the rest of it is not read."""


@dataclass(slots=True)
class Budget:
    """What is left of an input's allowance.

    ``avoid`` numbers parts (in the order in which they are opened) that stopped their reader before;
    ``opened`` is told the place of each part.
    """

    bytes_left: int
    letters_left: int
    entries_left: int
    avoid: Collection[int] = ()
    opened: Callable[[str], None] = lambda _: None
    parts: int = field(default=0)

    @classmethod
    def of(cls, size: int) -> Budget:
        """Return the allowance of an input of so many bytes."""
        return cls(
            bytes_left=min(BYTES_MOST, BYTES_FREE + BYTES_EACH * size),
            letters_left=LETTERS_FREE + LETTERS_EACH * size,
            entries_left=MOST_ENTRIES,
        )

    def open(self, place: str, size: int) -> bool:
        """Take a part into account; return whether it may be read.

        Raises
        ------
        Spent
            There are too many parts, or they swell too much.
        """
        number, self.parts = self.parts, self.parts + 1
        self.entries_left -= 1
        self.bytes_left -= size
        if self.entries_left < 0:
            raise Spent(
                f"{place}: more than {MOST_ENTRIES:,} files lie in one input; the rest was not read",
                fix="unpack it and read the folder",
            )
        if self.bytes_left < 0:
            raise Spent(
                f"{place}: what lies in this input swells beyond reason; the rest was not read",
                fix="do not trust it; if you do, unpack it and read the folder",
            )
        self.opened(place)
        return number not in self.avoid

    def take(self, place: str, letters: int) -> None:
        """Take the text of one report into account.

        Raises
        ------
        BadReport
            It is longer than a report may be.
        Spent
            All the texts of this input are longer than they may be.
        """
        if letters > MOST_LETTERS:
            raise BadReport(
                f"{place}: {letters / MB:,.0f} million letters are more than one report may hold "
                f"({MOST_LETTERS // MB} million)",
                fix="split it, or give many reports as JSON lines (.jsonl), which are read one by one",
            )
        self.letters_left -= letters
        if self.letters_left < 0:
            raise Spent(
                f"{place}: the texts of this input swell beyond reason; the rest was not read",
                fix="do not trust it; if you do, unpack it and read the folder",
            )


def can_guard() -> bool:
    """Return whether this system can limit what another process takes."""
    return os.name == "posix" and bool(sys.executable)


def told(limits: Limits) -> list[str]:
    """Return in sentences what one input may take."""
    where = "" if can_guard() else "  (not on this system: only what is counted below holds)"
    return [
        f"memory    {limits.memory_mb:,} MB, in a process of its own{where}",
        f"time      {limits.seconds:g} s of computing, and {limits.seconds / (SLOWEST / MB):g} s more for each MB",
        f"unpacked  {BYTES_FREE // MB} MB, and {BYTES_EACH} MB more for each MB; {BYTES_MOST // MB:,} MB at most",
        f"parts     {MOST_ENTRIES:,} files, {DEEPEST} deep (archives, attachments)",
        f"text      {MOST_LETTERS // MB} million letters a report; in one input {LETTERS_FREE // MB} million, "
        f"and {LETTERS_EACH} million more for each MB",
    ]
