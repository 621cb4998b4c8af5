"""Standard output and error as they are found: closed, full, or a pipe whose reader has gone.

A reader who has enough (``| head -1``) ends the run in silence; output that is closed or full is told in one line.
Talk that nobody can hear never stops the work: the exit code still tells.

In: the streams of this process.  Out: streams that can be written to, and one clear error.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import Any, TextIO

import click

from tracker.vocabulary import whole_letters

GONE = {errno.EPIPE, errno.ESHUTDOWN, errno.ECONNRESET}


class OutputError(OSError):
    """Standard output cannot be written."""


class _Closed(io.TextIOBase):
    """Stands for standard output when there is none: it says so once something is written."""

    def write(self, text: str, /) -> int:
        """Refuse."""
        raise OutputError(errno.EBADF, os.strerror(errno.EBADF))


class _Out(io.FileIO):
    """Standard output whose faults are told from those of files."""

    def write(self, raw: Any, /) -> int:
        """Write, or raise an OutputError."""
        try:
            return super().write(raw) or 0
        except OSError as fault:
            raise OutputError(fault.errno, fault.strerror) from fault


def open_up() -> None:
    """Make standard output one that can be minded.

    The numbers of closed streams are taken, so that no file of ours is opened in their place and written over.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    if sys.stdout is None:
        sys.stdout = _Closed()
    elif os.name == "posix" and isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout is sys.__stdout__:
        sys.stdout.flush()
        raw = _Out(sys.stdout.fileno(), "w", closefd=False)
        shown = sys.stdout.isatty()
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw), sys.stdout.encoding, "backslashreplace", line_buffering=shown
        )


def stdout() -> TextIO:
    """Return standard output, in UTF-8 wherever it leads."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout


def tell(sentence: str) -> None:
    """Say something on stderr, whether or not anybody can hear it."""
    try:
        click.echo(whole_letters(sentence), err=True)
    except (OSError, ValueError):
        _let_go(sys.stderr)


def show(fault: click.ClickException) -> None:
    """Say on stderr what was wrong, whether or not anybody can hear it."""
    try:
        fault.show()
    except (OSError, ValueError):
        _let_go(sys.stderr)


def end_output() -> None:
    """Bring out what is still held back.

    Raises
    ------
    OSError
        It cannot be written.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def ended_by(fault: OSError, code: int) -> int:
    """Say in one line why output failed, unless its reader just had enough; return the exit code.

    ``code`` is how the run would have ended, or 0 where it had not ended.
    """
    gone = fault.errno in GONE
    if gone:
        told = ""
    elif isinstance(fault, OutputError):
        told = f"standard output cannot be written ({fault.strerror})  Fix: write to a disk with space"
    else:
        where = f"{fault.filename}: " if fault.filename else ""
        told = f"{where}{fault.strerror or fault}  Fix: see that the disk has space and that the place may be used"
    _let_go(sys.stdout)
    if told:
        tell(f"Error: {told}")
    return code if gone else 1


def _let_go(stream: TextIO | None) -> None:
    """Lead a stream to nowhere, so that what it still holds does no harm when Python ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
            stream.flush()
